"""Sheets of one workbook that hold the payments of another one with VAT: the same, and counted once."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.read.alike_sheets import FEWEST_ROWS
from spendaudit.read.sums_of_amounts import A_PENNY, ENOUGH_AT_RATES, RATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spendaudit.read.alike_sheets import PaymentSheet

_FEWEST = 2
"""Payments with VAT on one sheet and without on another, from which they may be the same."""


class WithVat(NamedTuple):
    """Two sheets with the same payments.

    Attributes:
        net: the one without VAT.
        gross: the one with it.
        is_proved: whether each payment of the latter stands on the former, and differs by a rate of
            VAT or not at all; else it is so of most of them.
    """

    net: PaymentSheet
    gross: PaymentSheet
    is_proved: bool


def sheets_with_vat(found: Sequence[PaymentSheet]) -> Iterator[WithVat]:
    """Each two sheets of which one has the payments of the other with VAT, or may have.

    The same supplier was paid on the same day, with the same number where both have one.
    """
    for one, other in combinations(found, 2):
        mine, theirs = one.days_and_suppliers, other.days_and_suppliers
        if len(mine & theirs) * 2 > min(len(mine), len(theirs)):
            yield from _held_against(one, other)


def _held_against(one: PaymentSheet, other: PaymentSheet) -> Iterator[WithVat]:
    keys = ["date", "supplier"]
    if all("transaction" in sheet.heading.columns for sheet in (one, other)):
        keys.append("transaction")
    side_by_side = _in_order(one, keys).join(
        _in_order(other, keys), on=[*keys, "place"], suffix="_beside"
    )
    fewest = min(one.payments.height, other.payments.height)
    for net, gross, columns in (
        (one, other, ("pence", "pence_beside")),
        (other, one, ("pence_beside", "pence")),
    ):
        without, with_vat = (pl.col(column) for column in columns)
        is_same = without == with_vat
        is_taxed = ~is_same & pl.any_horizontal(
            (without * (1000 + rate) - with_vat * 1000).abs() <= A_PENNY for rate in RATES
        )
        same, taxed = side_by_side.select(same=is_same.sum(), taxed=is_taxed.sum()).row(0)
        if taxed < _FEWEST or (same + taxed) * 2 <= fewest:
            continue
        is_proved = (
            same + taxed == gross.payments.height >= FEWEST_ROWS and taxed >= ENOUGH_AT_RATES
        )
        yield WithVat(net, gross, is_proved)


def _in_order(sheet: PaymentSheet, keys: Sequence[str]) -> pl.DataFrame:
    """Its payments, with their place among those of the same day, supplier and number."""
    return (
        sheet.payments.select(*keys, "pence")
        .sort(*keys, "pence")
        .with_columns(pl.int_range(pl.len()).over(keys).alias("place"))
    )
