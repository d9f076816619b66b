"""What is said of a sheet that a reader cannot see on it: hidden rows and columns, formulas without a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.as_shown import heading_of
from spendaudit.read.headings import NEEDED, meaning_of
from spendaudit.read.looks import rough_pence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spendaudit.read.headings import Heading
    from spendaudit.read.sheet_parts import Marks

_MOST_NAMED = 5
_HEAD_ROWS = 100


def notices_of(cells: pl.DataFrame, marks: Marks, name: str) -> list[str]:
    """Say of a sheet what is hidden in it though it holds something, and what a reader does not see.

    Args:
        cells: all of it, as text.
        marks: what its file says of it.
        name: of the sheet.
    """
    notices = []
    hidden = _filled(cells, sorted(marks.rows))
    heading = heading_of(cells) if hidden or marks.other_money else None
    folded = marks.folded()
    for held, what in (
        ([row for row in hidden if row not in folded], "hidden rows that hold something"),
        ([row for row in hidden if row in folded], "rows that are folded away in groups"),
    ):
        rows, of_pounds = (
            _with_amounts(cells, held, heading) if heading is not None and held else (held, "")
        )
        if rows:
            notices.append(
                f"sheet {name!r}: {what} ({_stretches(rows)}; {len(rows):,} in all{of_pounds}) were read "
                "like all others"
            )
    columns = [
        column
        for column in sorted(marks.columns)
        if column < cells.width and (cells.to_series(column).fill_null("") != "").any()
    ]
    if columns:
        named = ", ".join(map(marks.letters_of, columns[:_MOST_NAMED]))
        more = f" and {len(columns) - _MOST_NAMED} more" if len(columns) > _MOST_NAMED else ""
        notices.append(
            f"sheet {name!r}: hidden columns that hold something ({named}{more}) were read like all others"
        )
    if heading is not None and (many := marks.other_money[heading.columns["amount"]]):
        what = "amount" if many == 1 else "amounts"
        notices.append(
            f"sheet {name!r}: the number format of {many:,} {what} shows euros, dollars or the like: "
            "they count as pounds"
        )
    if empty := marks.formulas.total():
        notices.append(
            f"sheet {name!r}: formulas that no program has worked out ({marks.example or 'one'}; "
            f"{empty:,} in all) count as empty or as 0"
        )
    return notices


def _filled(cells: pl.DataFrame, rows: list[int]) -> list[int]:
    """Those of some rows that hold anything."""
    if not rows:
        return []
    there = [row for row in rows if row <= cells.height]
    holds = cells[[row - 1 for row in there]].select(
        pl.any_horizontal(pl.all().str.strip_chars() != "")
    )
    return [row for row, holds_any in zip(there, holds.to_series(), strict=True) if holds_any]


def _with_amounts(cells: pl.DataFrame, rows: list[int], heading: Heading) -> tuple[list[int], str]:
    """Those of some rows that have an amount, for no other is a payment; and what they come to, in words."""
    place = heading.columns["amount"]
    below = [row for row in rows if row > heading.line]
    amounts = pl.DataFrame(
        {"row": below, "cell": cells.to_series(place).gather([row - 1 for row in below])}
    ).filter(pl.col("cell").str.contains("[0-9]"))
    pence = amounts.select(rough_pence(pl.col("cell"))).to_series()
    return amounts["row"].to_list(), f"; £{pence.sum() / 100:,.2f} under {heading.called(place)!r}"


def not_worked_out(cells: pl.DataFrame, marks: Marks) -> str:
    """The column of suppliers or amounts most of which is formulas without a value, in words."""
    for column, empty in sorted(marks.formulas.items()):
        if not 0 <= column < cells.width:
            continue
        texts = cells.to_series(column)
        heading = next(
            (
                text
                for text in texts.head(_HEAD_ROWS)
                if text and (found := meaning_of(text)) and found[0] in NEEDED
            ),
            None,
        )
        others = int((texts.fill_null("") != "").sum()) - 1 - marks.noughts[column]
        if heading is not None and empty > others:
            what = "formula" if empty == 1 else "formulas"
            return f"{heading!r} (column {marks.letters_of(column)}) holds {empty:,} {what} without a value"
    return ""


def _stretches(rows: Iterable[int]) -> str:
    """Rows as a spreadsheet numbers them: `5 to 14, 20`."""
    found: list[list[int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    named = [
        f"{first:,}" if first == last else f"{first:,} to {last:,}"
        for first, last in found[:_MOST_NAMED]
    ]
    return ", ".join(named) + (" and more" if len(found) > _MOST_NAMED else "")
