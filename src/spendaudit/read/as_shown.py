"""Cells of a workbook that hold something else than a spreadsheet shows: mended before they are read.

A credit by its number format alone, a day number of a workbook that counts from 1904, and what is
merged over several rows and stands in the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.heading_rows import find_heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spendaudit.read.headings import Heading
    from spendaudit.read.sheet_parts import Marks, Merged

_HEAD_ROWS = 100
_FIRST_DAY_OF_1904 = pl.date(1904, 1, 1)
_DAY_NUMBER = r"^[1-5][0-9]{4}$"
"""From 1931 to 2068, counted from 1904."""
_NUMBER = r"^[0-9]+(?:\.[0-9]+)?$"
_OF_ONE_PAYMENT = ("amount", "transaction")


def heading_of(cells: pl.DataFrame) -> Heading | None:
    """The heading of a sheet, or None where none names a supplier and an amount."""
    head: list[tuple[int, list[str]]] = [
        (line, [cell or "" for cell in row])
        for line, row in enumerate(cells.head(_HEAD_ROWS).iter_rows(), start=1)
        if any(row)
    ]
    return find_heading(head, {})


def as_shown(cells: pl.DataFrame, marks: Marks, name: str) -> tuple[pl.DataFrame, list[str]]:
    """A sheet with what it shows, and sentences about what was put so.

    Args:
        cells: all of it, as text.
        marks: what its file says of it.
        name: of the sheet.
    """
    if not (marks.credits or marks.merged or marks.from_1904):
        return cells, []
    notices: list[str] = []
    heading = heading_of(cells)
    if heading is None:
        return _with_credits(cells, marks, range(cells.width), name, notices), notices
    amounts = [heading.columns["amount"], *(place for _, place in heading.rival_amounts)]
    cells = _with_credits(cells, marks, amounts, name, notices)
    if marks.from_1904:
        cells = _with_days(cells, heading, name, notices)
    return _with_merged(cells, heading, marks.merged, name, notices), notices


def _with_credits(
    cells: pl.DataFrame,
    marks: Marks,
    amounts: Iterable[int],
    name: str,
    notices: list[str],
) -> pl.DataFrame:
    places = pl.DataFrame(marks.credits, {"row": pl.UInt32, "column": pl.Int32}, orient="row")
    for column in sorted({*places["column"]} & {*amounts}):
        text = cells.to_series(column)
        rows = places.filter(pl.col("column") == column)["row"]
        is_credit = pl.Series(range(1, cells.height + 1), dtype=pl.UInt32).is_in(rows.implode())
        is_credit &= (text.str.contains(_NUMBER) & (text != "0")).fill_null(value=False)
        if is_credit.any():
            cells = cells.with_columns(text.zip_with(~is_credit, "-" + text))
            notices.append(
                f"sheet {name!r}: read as credits, since their number format alone shows them so: "
                f"{_cells(int(is_credit.sum()))} in column {marks.letters_of(column)}, such as "
                f"{text.filter(is_credit)[0]}"
            )
    return cells


def _with_days(
    cells: pl.DataFrame, heading: Heading, name: str, notices: list[str]
) -> pl.DataFrame:
    place = heading.columns.get("date")
    if place is None:
        return cells
    text = cells.to_series(place)
    is_day = (
        (pl.Series(range(1, cells.height + 1)) > heading.line) & text.str.contains(_DAY_NUMBER)
    ).fill_null(value=False)
    if not is_day.any():
        return cells
    days = pl.col(text.name).cast(pl.Int64, strict=False)
    notices.append(
        f"sheet {name!r}: the workbook counts its days from 1904: so {_cells(int(is_day.sum()))} "
        f"with a day number such as {text.filter(is_day)[0]} were read as dates"
    )
    dates = (_FIRST_DAY_OF_1904 + pl.duration(days=days)).cast(pl.String)
    return cells.with_columns(text.zip_with(~is_day, cells.select(dates).to_series()))


def _with_merged(
    cells: pl.DataFrame, heading: Heading, merged: list[Merged], name: str, notices: list[str]
) -> pl.DataFrame:
    """What is merged over several rows that have an amount each, on each of them."""
    amount = cells.columns[heading.columns["amount"]]
    places = {
        place: meaning
        for meaning, place in heading.columns.items()
        if meaning not in _OF_ONE_PAYMENT and place < cells.width
    }
    filled: list[str] = []
    many = 0
    for place in sorted(places):
        stretches = [one for one in merged if one.column == place and one.first > heading.line]
        if not stretches:
            continue
        called = cells.columns[place]
        starts = pl.DataFrame(
            [(one.first, one.last) for one in stretches],
            {"first": pl.UInt32, "last": pl.UInt32},
            orient="row",
        ).sort("first")
        rows = (
            cells.select(called, has_amount=(pl.col(amount) != "").fill_null(value=False))
            .with_row_index("row", offset=1)
            .join_asof(starts, left_on="row", right_on="first")
        )
        above = pl.col(called).gather(pl.col("first").fill_null(1).cast(pl.Int64) - 1)
        is_below = (
            (pl.col("row") <= pl.col("last"))
            & (pl.col(called).fill_null("") == "")
            & (above.fill_null("") != "")
            & pl.col("has_amount")
        ).fill_null(value=False)
        found = rows.select(
            pl.when(is_below).then(above).otherwise(pl.col(called)).alias(called),
            is_below.alias("is_below"),
        )
        if below := int(found["is_below"].sum()):
            cells = cells.with_columns(found[called])
            filled.append(repr(heading.called(place)))
            many += below
    if filled:
        notices.append(
            f"sheet {name!r}: under {', '.join(filled)} cells are merged over several rows: "
            f"what they hold was read on each of these ({many:,} in all)"
        )
    return cells


def _cells(many: int) -> str:
    return "1 cell" if many == 1 else f"{many:,} cells"
