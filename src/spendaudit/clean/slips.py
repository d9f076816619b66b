"""Rows whose amount stands elsewhere: moved or torn by an unquoted comma, or in a number's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amount_units import unit_of
from spendaudit.clean.amounts import PENCE_IN_A_POUND, plain_pence
from spendaudit.read.headings import meaning_of

if TYPE_CHECKING:
    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows

_MONEY = r"^[ \t]*[-(]?£?[ \t]*-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]{2}[)-]?[ \t]*$"
_FARTHEST = 3
"""Commas too many in the cells before the amount: how far to the right it may have slipped."""
_OF_VAT = (0.005, 0.25)
"""What VAT may be of the amount beside it, a part of 20% included: no slip."""
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
_USUALLY = 0.5


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
        .select("line", "amount", "pence", "transaction", "supplier_id")
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
    suspects = whole.filter(pl.col("amount").str.contains(r"^[0-9]+$")).select("line", "pence")
    found: list[int] = []
    published = rows.as_published()
    for heading, here in rows.tables():
        place = heading.columns["amount"]
        last = min(place + _FARTHEST, published.columns - 1)
        own = suspects.filter(here)
        body = published.cells.filter(here)
        if own.height and place < last and _numbers_before(body, place):
            beside = {f"c{at}": _means(heading, at) == "vat" for at in range(place + 1, last + 1)}
            found += _slipped(body, f"c{place}", beside, own)
    return found


def _numbers_before(body: pl.LazyFrame, place: int) -> bool:
    """Whether a column stands before the amounts from which a bare number may slip into theirs."""
    before = [pl.col(f"c{at}").fill_null("") for at in range(max(0, place - _FARTHEST), place)]
    if not before:
        return False
    shares = body.select(text.str.contains(r"^[0-9]+$").mean() for text in before)
    found: list[float | None] = list(shares.collect(engine="streaming").row(0))
    return max(share or 0.0 for share in found) >= _USUALLY


def _slipped(
    body: pl.LazyFrame, amount: str, beside: dict[str, bool], suspects: pl.DataFrame
) -> list[int]:
    """Those of the suspects that have slipped; `beside`: the columns, and whether they hold VAT."""
    near = body.select("line", amount, *beside).collect(engine="streaming")
    money = near.with_columns(pl.col(*beside).fill_null("").str.contains(_MONEY))
    most = max(1, near.height // 10)
    rare = {column: vat for column, vat in beside.items() if 0 < money[column].sum() <= most}
    # Where amounts have no pence, a number without them is one.
    usual = near[amount].str.contains(r"\.[0-9]").sum()
    if not rare or suspects.height > usual:
        return []
    seen = money.join(suspects, on="line", how="inner", maintain_order="left")
    texts = seen.select("line").join(near, on="line", how="left", maintain_order="left")
    share = {
        column: plain_pence(pl.lit(texts[column])) / pl.col("pence")
        for column, vat in rare.items()
        if vat
    }
    slipped = [
        pl.col(column) & ~share[column].is_between(*_OF_VAT) if column in share else pl.col(column)
        for column in rare
    ]
    return seen.filter(pl.any_horizontal(slipped))["line"].to_list()


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
        torn = body.join(own.lazy(), on="line", how="semi").filter(rest).collect()
        if torn.is_empty():
            continue
        torn = _without_whole(torn, body, heading, place)
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


def _without_whole(
    torn: pl.DataFrame, body: pl.LazyFrame, heading: Heading, place: int
) -> pl.DataFrame:
    """Rows with a cell too many, where every other row fills the last column: a comma moves what follows."""
    last = max(at for at, cell in enumerate(heading.cells) if cell.strip())
    filled = pl.col(f"c{last}").fill_null("").str.strip_chars() != ""
    if place >= last or not body.select(filled.all()).collect(engine="streaming").item():
        return torn
    beyond = [name for name in torn.columns if name != "line" and int(name[1:]) > last]
    return torn.filter(
        pl.any_horizontal(pl.col(name).fill_null("") != "" for name in beyond)
        if beyond
        else pl.lit(False)
    )


def _is_of_money(heading: Heading, place: int) -> bool:
    return _means(heading, place) in ("amount", "vat", "credit")


def _means(heading: Heading, place: int) -> str | None:
    known = meaning_of(heading.cells[place]) if place < len(heading.cells) else None
    return known[0] if known else None


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
