"""A file with one row a supplier: its amounts are sums, and no single payments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_SAYS_SUM = re.compile(r"\b(?:sum ?of|totals?|ytd)\b", re.IGNORECASE)
_FEWEST, _FEWEST_SUMS = 50, 10
"""Rows from which it is no chance that suppliers stand once each; fewer, where the heading says sums."""
_NEARLY_ALL = 0.95
"""Of the rows: two spellings of one supplier are two suppliers to its publisher."""


def notice_sums_by_supplier(payments: pl.DataFrame, heading: str) -> list[str]:
    """Say that amounts may be sums by supplier: nearly each stands once, without dates or numbers.

    Args:
        payments: with `supplier`, `paid_on` and `transaction`.
        heading: what stands over the amounts.
    """
    says_sum = _SAYS_SUM.search(heading) is not None
    if payments.height < (_FEWEST_SUMS if says_sum else _FEWEST):
        return []
    numbers, days = payments["transaction"], payments["paid_on"]
    if numbers.null_count() < numbers.len():
        return []
    if days.null_count() < days.len() and (not says_sum or days.n_unique() > 1):
        return []
    once = payments["supplier"].drop_nulls().n_unique()
    if once < _NEARLY_ALL * payments.height:
        return []
    said = (
        f"nearly each of {once:,} suppliers stands once, and no date or number tells payments apart: the "
        "amounts may be sums by supplier, and count as one payment each"
    )
    return [said]
