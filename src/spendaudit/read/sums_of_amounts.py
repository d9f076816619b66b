"""What columns of money say about each other by their sums: net, VAT and gross, lines and totals."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.read.headings import cleaned
from spendaudit.read.invoice_totals import by_number, by_payee, by_run
from spendaudit.read.looks import rough_pence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.headings import Heading

HOLDS = 0.95
"""Share of the rows on which a sum has to come out."""
ENOUGH = 3
"""Rows with VAT, or invoices of several lines; fewer prove nothing."""
RATES = (50, 175, 200)
"""Of VAT, per thousand: the reduced and the standard rate of the United Kingdom, until 2010 and since."""
A_PENNY = 1000
"""Of a thousand times the pence: what rounding may leave."""
ENOUGH_AT_RATES = 4
"""Rows with VAT by which one amount is known for another's gross, where no column says the VAT."""
OF_LINES = (
    "line|distribution|detail|item|split|analysed|posting|(sub|dist|coded)(amount|amt|value|val)"
)
"""What the amount of one line of an invoice is called."""
FOREIGN = "^orig|foreign|(trans|transaction|document|doc)curr(ency)?|(amount|amt|value)indc$|^dc(amount|amt)$"
"""What is in the currency of the merchant, where a column of currencies stands beside it."""


class Sums(NamedTuple):
    """What the columns of money say about each other.

    Attributes:
        filled: position to how many rows have an amount there.
        held: position to how many of them are not nought.
        whole: position to whether no amount there has pence.
        equal: pairs of positions that have the same amount on nearly every row.
        same: those of them that have it on every row where both have one.
        adds_up: pairs of positions: the first and the VAT make the second.
        taxed: pairs of positions: the second is the first with VAT of a usual rate, or none.
        repeats: pairs of positions: the first, over an invoice, makes the second on each line.
        vat: position of the column of VAT that was added.
    """

    filled: dict[int, int]
    held: dict[int, int]
    whole: dict[int, bool]
    equal: frozenset[tuple[int, int]]
    same: frozenset[tuple[int, int]]
    adds_up: frozenset[tuple[int, int]]
    taxed: frozenset[tuple[int, int]]
    repeats: frozenset[tuple[int, int]]
    vat: int | None


def sums_of(heading: Heading, candidates: Sequence[int], rows: pl.LazyFrame) -> Sums:
    """Add up the columns, in one pass over the file."""
    taxes = list(heading.all_that_mean("vat"))
    invoice = heading.columns.get("transaction")
    every = [*candidates, *taxes]
    pence = {place: pl.col(f"p{place}") for place in every}
    money = rows.select(
        *(rough_pence(pl.col(f"c{place}")).alias(f"p{place}") for place in every),
        *([pl.col(f"c{invoice}").alias("invoice")] if invoice is not None else []),
    )
    pairs = list(permutations(candidates, 2))
    asked = {
        **{f"filled {one}": pence[one].count() for one in every},
        **{f"held {one}": (pence[one] != 0).sum() for one in every},
        **{f"whole {one}": (pence[one] % 100 == 0).all() for one in candidates},
        **{f"equal {a} {b}": (pence[a] == pence[b]).mean() for a, b in pairs},
        **{f"same {a} {b}": (pence[a] == pence[b]).all() for a, b in pairs},
    }
    for a, b in pairs:
        at_rates = pl.any_horizontal(
            (pence[a] * (1000 + rate) - pence[b] * 1000).abs() <= A_PENNY for rate in RATES
        )
        asked[f"rated {a} {b}"] = ((pence[a] == pence[b]) | at_rates).mean()
        asked[f"more {a} {b}"] = (at_rates & (pence[a] != pence[b])).sum()
    for tax in taxes:
        told = pence[tax].fill_null(0) != 0
        for a, b in pairs:
            off = (pence[a] + pence[tax].fill_null(0) - pence[b]).abs()
            asked[f"adds {tax} {a} {b}"] = (off <= 1).mean()
            taxed = off.filter(told) <= 1
            asked[f"taxed {tax} {a} {b}"] = pl.when(taxed.count() >= ENOUGH).then(taxed.mean())
    collected = money.select(**asked).collect(engine="streaming").row(0, named=True)
    vat = max(taxes, key=lambda tax: collected[f"held {tax}"], default=None)

    def holds(what: str) -> bool:
        return (collected[what] or 0) >= HOLDS

    return Sums(
        filled={one: collected[f"filled {one}"] for one in candidates},
        held={one: collected[f"held {one}"] for one in candidates},
        whole={one: collected[f"whole {one}"] for one in candidates},
        equal=frozenset((a, b) for a, b in pairs if holds(f"equal {a} {b}")),
        same=frozenset(
            (a, b) for a, b in pairs if holds(f"equal {a} {b}") and collected[f"same {a} {b}"]
        ),
        adds_up=frozenset(
            (a, b)
            for a, b in pairs
            if vat is not None and holds(f"adds {vat} {a} {b}") and holds(f"taxed {vat} {a} {b}")
        ),
        taxed=frozenset(
            (a, b)
            for a, b in pairs
            if not taxes
            # What is worth a fifth less in pounds is no VAT.
            and not any(re.search(FOREIGN, cleaned(heading.cells[one])) for one in (a, b))
            and holds(f"rated {a} {b}")
            and collected[f"more {a} {b}"] >= ENOUGH_AT_RATES
        ),
        repeats=_totals_again(heading, candidates, rows, money),
        vat=vat,
    )


def is_a_line(heading: Heading, place: int) -> bool:
    """Whether a column of money is, by its heading, that of an invoice's lines."""
    return bool(re.search(OF_LINES, cleaned(heading.cells[place])))


def _totals_again(
    heading: Heading,
    candidates: Sequence[int],
    rows: pl.LazyFrame,
    money: pl.LazyFrame,
) -> frozenset[tuple[int, int]]:
    """Pairs of columns of which the second says the invoice's total again on each of its lines."""
    if "transaction" in heading.columns:
        found = by_number(money, permutations(candidates, 2))
        if found:
            return found
    lines = [place for place in candidates if is_a_line(heading, place)]
    totals = [place for place in candidates if place not in lines]
    if not (lines and totals):
        return frozenset()
    if found := by_run(money, lines, totals):
        return found
    if "date" not in heading.columns:
        return frozenset()
    places = {"payee": heading.columns["supplier"], "day": heading.columns["date"]}
    asked = rows.select(
        *(rough_pence(pl.col(f"c{place}")).alias(f"p{place}") for place in candidates),
        *(pl.col(f"c{place}").fill_null("").alias(what) for what, place in places.items()),
    )
    return by_payee(asked, lines, totals)
