"""Sums that count as payments: one as large as all others together, and one of all below a threshold."""

from __future__ import annotations

import polars as pl

_OF_THE_SMALL = (
    r"(?i)^\W*(?:(?:sum|total|value) (?:of )?)?(?:all |other )*(?:payments?|transactions?|invoices?|items?|spend(?:ing)?"
    r"|expenditure|amounts?) (?:of )?(?:under|below|less than|up to|not over|not exceeding) (?:£|gbp)? ?[0-9][0-9,]*(?:\.00)?\W*$"
)
"""What is written for a supplier where the payments below a publisher's threshold are added up."""
FEWEST = 5
"""Other payments that it takes: of two equal ones each is as much as all others."""


def notice_likely_total(paid: pl.DataFrame) -> list[str]:
    """Say that one row may be the total of all others, and is counted beside them.

    Args:
        paid: the rows that count as payments: `line`, `supplier` and `pence`.
    """
    pence = paid["pence"]
    total = int(pence.sum())
    if total <= 0 or paid.height <= FEWEST or total % 2:
        return []
    found = (pence == total // 2).arg_true()
    if found.len() != 1:
        return []
    line, supplier = paid.select("line", pl.col("supplier").cast(str)).row(found[0])
    all_others = f"all other payments together (£{total // 2 / 100:,.2f})"
    what = f"line {line:,}, {supplier[:40]!r}, is as much as {all_others}"
    return [f"{what}: it may be their total, and counts as a payment"]


def notice_sum_of_small(paid: pl.DataFrame, suppliers: pl.Series) -> list[str]:
    """Say that a row is the sum of all payments below a threshold, and no payment to anybody.

    Args:
        paid: as `notice_likely_total` takes them.
        suppliers: each of them once, and perhaps others.
    """
    called_so = suppliers.filter(suppliers.cast(pl.String).str.contains(_OF_THE_SMALL))
    if called_so.is_empty():  # as in nearly every file
        return []
    found = paid.filter(pl.col("supplier").is_in(called_so.implode()))
    if found.is_empty():
        return []
    line, supplier = found.select("line", pl.col("supplier").cast(str)).row(0)
    pounds = int(found["pence"].sum()) / 100
    sign = "-" if pounds < 0 else ""
    return [
        (
            f"{supplier[:40]!r} (line {line:,}) is no payee, but a sum of many payments: "
            f"{sign}£{abs(pounds):,.2f} in all counts as paid to it"
        )
    ]
