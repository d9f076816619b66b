"""Amounts that no word tells and the VAT beside them does: `Goods` of `Goods, VAT, Total`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.looks import rough_pence
from spendaudit.read.sums_of_amounts import ENOUGH, HOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_MONEY = 0.9
"""Share of the filled cells that are amounts."""


def amounts_beside_vat(
    heading: Heading, looks: Sequence[Look], under: Sequence[Record]
) -> tuple[int, ...]:
    """Columns that no word calls an amount, and that make one with the VAT, or of one, in the first rows.

    Whether they do in all rows is for `with_amount` to find out. Where no column is of VAT, or all
    columns of money are known by their words, as in most files, no row is looked at.

    Args:
        heading: as it was understood so far.
        looks: what each column of the rows under it looks like.
        under: its first rows.
    """
    taxes = heading.all_that_mean("vat")
    if not taxes:
        return ()
    amounts = heading.all_that_mean("amount")
    known = {*taxes, *amounts, *(heading.columns[meaning] for meaning in ("supplier", "amount"))}
    free = [
        place
        for place, look in enumerate(looks[: len(heading.cells)])
        if place not in known and look.filled and look.share(look.money) >= _MONEY
    ]
    return tuple(sorted(_that_add_up(free, amounts, taxes, under))) if free and amounts else ()


def _that_add_up(
    free: Sequence[int],
    amounts: Sequence[int],
    taxes: Sequence[int],
    under: Sequence[Record],
) -> set[int]:
    wanted = [*free, *amounts, *taxes]
    rows = [[cells[place] if place < len(cells) else "" for place in wanted] for _, cells in under]
    texts = pl.DataFrame(rows, schema=[f"c{place}" for place in wanted], orient="row")
    pence = texts.select(rough_pence(pl.all()))
    found = set()
    for tax in taxes:
        vat = pence[f"c{tax}"].fill_null(0)
        if int((vat != 0).sum()) < ENOUGH:
            continue
        for one in free:
            pairs = chain.from_iterable(((one, other), (other, one)) for other in amounts)
            for net, gross in pairs:
                off = pence[f"c{net}"] + vat - pence[f"c{gross}"]
                if int((off.abs() <= 1).sum()) >= HOLDS * max(off.count(), 1):
                    found.add(one)
    return found
