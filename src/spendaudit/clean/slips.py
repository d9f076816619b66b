"""Rows whose amount stands elsewhere: moved or torn by an unquoted comma, or in a number's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amount_units import unit_of
from spendaudit.clean.amounts import PENCE_IN_A_POUND
from spendaudit.read.headings import meaning_of

if TYPE_CHECKING:
    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows

_MONEY = r"^[ \t]*[-(]?£?[ \t]*-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]{2}[)-]?[ \t]*$"
_FARTHEST = 3
"""Commas too many in the cells before the amount: how far to the right it may have slipped."""
_BESIDE = "an amount stands beside the column of amounts: the values may have slipped"
_TORN = "the amount may be torn by a comma between its thousands"
_SWAPPED = "an amount stands in the place of a number, and a number in that of the amount"
SLIPS = (_BESIDE, _TORN, _SWAPPED)
"""Why such rows are set aside."""
_PART, _REST = r"^[-(]?£?[0-9]{1,3}$", r"^[0-9]{3}(?:\.[0-9]{2})?[)-]?$"
"""`1,234.50` without quotation marks is two cells, `1` and `234.50`."""
_WHOLE = r"^[0-9]{3,}$"
_ENOUGH = 3
"""Rows that show what the others are like."""
_HARDLY = 0.05


def find_slips(cells: pl.DataFrame, rows: Rows) -> dict[str, list[int]]:
    """Lines of rows that have no amount under the heading of the amounts, by the reason to give.

    Args:
        cells: with `line`, `amount`, `pence` and the other cells.
        rows: where they come from.
    """
    # Pounds without pence are told by their number, and the patterns are held against few texts.
    in_pounds = unit_of(rows.heading.cells[rows.heading.columns["amount"]]) is None
    pence = pl.col("pence")
    whole = (
        cells.lazy()
        .filter(pence % PENCE_IN_A_POUND == 0 if in_pounds else pence.is_not_null())
        .select("line", "amount", "transaction", "supplier_id")
        .collect()
        .filter(pl.col("amount").str.contains(r"^[-(]?£?[0-9]+$"))
    )
    if whole.is_empty():
        return {}
    found = {_BESIDE: _beside(whole, rows), _TORN: _torn(whole, rows)}
    found[_SWAPPED] = _swapped(whole, cells, "transaction") + _swapped(whole, cells, "supplier_id")
    return {why: lines for why, lines in found.items() if lines}


def _beside(whole: pl.DataFrame, rows: Rows) -> list[int]:
    """Lines where the amount is a bare number, and pounds and pence stand beside it.

    That is what an unquoted comma does to `Smith, Jones,5100556595,521.38`: the number of the
    transaction slips into the column of amounts. It counts only where no more than one row in ten
    has money in that column beside.
    """
    suspects = whole.filter(pl.col("amount").str.contains(r"^[0-9]+$")).select("line")
    found: list[int] = []
    published = rows.as_published()
    for heading, here in rows.tables():
        place = heading.columns["amount"]
        last = min(place + _FARTHEST, published.columns - 1)
        beside = [f"c{position}" for position in range(place + 1, last + 1)]
        own = suspects.filter(here)
        if own.height and beside:
            found += _slipped(published.cells.filter(here), beside, own)
    return found


def _slipped(body: pl.LazyFrame, beside: list[str], suspects: pl.DataFrame) -> list[int]:
    money = [pl.col(column).fill_null("").str.contains(_MONEY).alias(column) for column in beside]
    near = body.select("line", *money).collect(engine="streaming")
    most = max(1, near.height // 10)
    rare = [column for column in beside if 0 < near[column].sum() <= most]
    if not rare:
        return []
    slipped = near.filter(pl.any_horizontal(rare)).join(suspects, on="line", how="semi")
    return slipped["line"].to_list()


def _torn(whole: pl.DataFrame, rows: Rows) -> list[int]:
    """Lines where the amount is the first thousands of one, and its rest stands in the next cell.

    Two such numbers may stand side by side in every row: other rows must not have the second of
    them, or it must stand under no heading.
    """
    parts = whole.filter(pl.col("amount").str.contains(_PART)).select("line")
    found: list[int] = []
    published = rows.as_published()
    for heading, here in rows.tables():
        place = heading.columns["amount"] + 1
        own = parts.filter(here)
        if own.is_empty() or place >= published.columns or _is_of_money(heading, place):
            continue
        rest = pl.col(f"c{place}").fill_null("").str.strip_chars().str.contains(_REST)
        body = published.cells.filter(here)
        torn = body.join(own.lazy(), on="line", how="semi").filter(rest).select("line").collect()
        if torn.is_empty():
            continue
        others, alike = (
            body.join(own.lazy(), on="line", how="anti")
            .select(pl.len(), rest.sum().alias("alike"))
            .collect(engine="streaming")
            .row(0)
        )
        nameless = place >= len(heading.cells) or not heading.cells[place].strip()
        if alike <= others * _HARDLY and (nameless or others >= _ENOUGH):
            found += torn["line"].to_list()
    return found


def _is_of_money(heading: Heading, place: int) -> bool:
    known = meaning_of(heading.cells[place]) if place < len(heading.cells) else None
    return known is not None and known[0] in ("amount", "vat", "credit")


def _swapped(whole: pl.DataFrame, cells: pl.DataFrame, number: str) -> list[int]:
    """Lines where the amount is a whole number, and pounds and pence stand where a number should.

    Numbers may be written like that, `5100.01`: then they are so beside amounts with pence, too.
    """
    is_money = pl.col(number).cast(pl.String).str.contains(_MONEY)
    swapped = whole.filter(pl.col("amount").str.contains(_WHOLE) & is_money)["line"]
    if swapped.is_empty():
        return []
    to_the_penny = cells.filter(
        pl.col("amount").str.contains(r"\.[0-9]{2}$") & (pl.col(number).cast(pl.String) != "")
    ).select(is_money.sum().alias("alike"), (~is_money).sum().alias("others"))
    alike, others = to_the_penny.row(0)
    enough = others >= _ENOUGH and alike <= swapped.len() * _HARDLY
    return swapped.to_list() if enough else []
