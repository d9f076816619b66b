"""Which supplier a person means: by name in any spelling, by the council's id, or by a number."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from spendaudit.errors import SupplierError
from spendaudit.names.cleaning import clean_name
from spendaudit.suppliers.identifiers import COMPANIES, company_number

NEAREST = 5
LONGEST = 200
_CLOSE_ENOUGH = 60.0
"""Per cent of letters alike below which a name is no help."""


class Meant(NamedTuple):
    """The supplier that was meant.

    Attributes:
        name: cleaned; the key of all its payees.
        how: in words, what told it.
        others: cleaned names that would fit as well, most money first.
    """

    name: str
    how: str
    others: tuple[str, ...] = ()


def supplier_meant(asked: str, payees: pl.DataFrame) -> Meant:
    """Find the supplier that was asked for.

    The name whole, in any spelling, comes first; then the council's id and a company number; then
    the names with all the words that were asked for next to each other, the one with most money
    first.

    Args:
        asked: as typed.
        payees: with `name` (cleaned), `supplier`, `supplier_id`, `company_number` and `pence`.

    Raises:
        SupplierError: nobody fits.
    """
    asked = asked.strip()[:LONGEST]
    clean = str(pl.select(clean_name(pl.lit(asked))).item() or "")
    whole = payees.filter(pl.col("name") == clean) if clean else payees.clear()
    if whole.height:
        similar = _by_money(payees.filter(_has_words(clean) & (pl.col("name") != clean)))
        return Meant(clean, "by its name", similar)
    number = pl.select(company_number(pl.lit(asked.removeprefix(f"{COMPANIES}-")))).item()
    ways = [(pl.col("supplier_id") == asked, f"by the supplier id {asked}")]
    if number is not None:
        same = company_number(pl.col("company_number")) == number
        ways.append((same, f"by the company number {number}"))
    if clean:
        ways.append((_has_words(clean), f"by {asked!r} in its name"))
    for found, how in ways:
        names = _by_money(payees.filter(found.fill_null(value=False)))
        if names:
            return Meant(names[0], how, names[1:])
    raise _nobody(asked, clean, payees)


def _has_words(clean: str) -> pl.Expr:
    """Whether the words stand in a name, next to each other."""
    spaced = pl.concat_str(pl.lit(" "), "name", pl.lit(" "))
    return spaced.str.contains(f" {clean} ", literal=True)


def _by_money(payees: pl.DataFrame) -> tuple[str, ...]:
    return tuple(
        payees.group_by("name")
        .agg(pl.col("pence").sum())
        .sort("pence", "name", descending=[True, False])["name"]
    )


def _nobody(asked: str, clean: str, payees: pl.DataFrame) -> SupplierError:
    from rapidfuzz import fuzz, process

    spelt = payees.filter(pl.col("supplier").is_not_null()).sort("pence", descending=True)
    names = spelt.unique("name", keep="first", maintain_order=True)
    nearest = process.extract(
        clean,
        names["name"].to_list(),
        scorer=fuzz.WRatio,
        limit=NEAREST,
        score_cutoff=_CLOSE_ENOUGH,
    )
    found = [names["supplier"][at] for _, _, at in nearest]
    details = (f"nearest: {'; '.join(found)}",) if found else ()
    return SupplierError(
        f"no supplier in these files is called {asked!r}, nor has it as a word, an id or a number",
        "part of the name is enough, in whole words; spendaudit suppliers FILE lists them all",
        details,
    )
