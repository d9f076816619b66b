"""Amounts that commas without quotation marks divide into two cells: `54,690.00` is no 690 pounds.

The rest of such an amount looks like an amount, under a column that seems to have no heading. Where
all rows are so, nothing in the file says otherwise: it is refused, and not mended.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import ColumnError
from spendaudit.read.headings import meaning_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading

ENOUGH = 3
"""Rows; of fewer, each is looked at for itself: `clean.slips`."""
PROVEN = 100
"""Different amounts by which whole ones can be told from the ends of others."""
NEARLY_ALL, MOST = 0.9, 0.5
"""Shares of the rows with something in these two cells, and of all rows."""
_THOUSANDS = re.compile(r"[-(£ ]*[1-9][0-9]{0,2}")
_REST = re.compile(r"[0-9]{3}(?:\.[0-9]{2})?\)?-?")


def refuse_divided_amounts(
    heading: Heading,
    under: Sequence[Record],
    delimiter: str,
    settled: Mapping[str, str],
    name: str,
    *,
    doubtful: bool = False,
    body: pl.LazyFrame | None = None,
) -> None:
    """Let a file pass whose amounts stand in one cell each.

    Args:
        heading: as it stands in the file; or, where there is none, as the content tells it.
        under: line and cells of some rows below it.
        delimiter: what stands between their cells.
        settled: meaning to heading; an amount that the user named is not doubted.
        name: of the file.
        doubtful: whether the values contradict the heading: then what follows the comma may stand
            under another word, such as `Notes`.
        body: every row, where there is no heading: many of them may prove that the amounts are whole.

    Raises:
        ColumnError: commas divide nearly all amounts into two cells.
    """
    place = _place(heading)
    if delimiter != "," or "amount" in settled or place is None:
        return
    rows = [cells for _, cells in under if any(map(str.strip, cells))]
    held = _pairs(rows, place, heading, doubtful=doubtful)
    divided = [pair for pair in held if _THOUSANDS.fullmatch(pair[0]) and _REST.fullmatch(pair[1])]
    if len(divided) < max(ENOUGH, NEARLY_ALL * len(held), MOST * len(rows)):
        return
    if body is not None and _are_whole(body, place + 1):
        return
    whole = f'; if {divided[0][1]} is the whole amount: --column amount="column {place + 2}"'
    raise ColumnError(
        f"{name}: the commas in the amounts, such as {','.join(divided[0])!r}, divide them into two cells",
        "export it again with quotation marks around the amounts, or without commas in them"
        + ("" if heading.line else whole),
    )


def _are_whole(body: pl.LazyFrame, place: int) -> bool:
    """Whether many different amounts below £1,000 stand in a column, and none that begins with a nought.

    What follows the comma of an amount begins with one in a tenth of them, and more where amounts are
    round: in none of a hundred it does once in forty thousand files.
    """
    rests = pl.col(f"c{place}").fill_null("").str.strip_chars()
    found = body.select(
        rests.filter(rests.str.contains(f"^(?:{_REST.pattern})$")).n_unique().alias("rests"),
        rests.str.starts_with("0").any().alias("noughts"),
    ).collect(engine="streaming")
    return found["rests"].item() >= PROVEN and not found["noughts"].item()


def _place(heading: Heading) -> int | None:
    """Where the first thousands would stand; None where another column does."""
    if heading.line:
        money = (place for place in range(len(heading.cells)) if _means_money(heading.cells, place))
        return min(money, default=heading.columns["amount"])
    before = heading.columns["amount"] - 1
    return None if before < 0 or before in heading.columns.values() else before


def _pairs(
    rows: Sequence[Sequence[str]], place: int, heading: Heading, *, doubtful: bool
) -> list[tuple[str, str]]:
    """What stands there and in the next cell, on the rows in which both may be one amount."""
    nameless = not heading.line or (doubtful and not _means_money(heading.cells, place + 1))
    pairs = (
        (cells, cells[place].strip(), cells[place + 1].strip())
        for cells in rows
        if len(cells) > place + 1
    )
    return [
        (left, right)
        for cells, left, right in pairs
        if right
        and (
            _filled(cells) > heading.width
            # Whole numbers may be an amount below £1,000 and a code beside it.
            or ("." in right and (nameless or len(cells) > len(heading.cells)))
        )
    ]


def _means_money(cells: Sequence[str], place: int) -> bool:
    known = meaning_of(cells[place]) if place < len(cells) else None
    return known is not None and known[0] in ("amount", "vat", "credit")


def _filled(cells: Sequence[str]) -> int:
    """How many cells a row has up to the last one that is not blank."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
