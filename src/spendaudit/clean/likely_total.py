"""A payment as large as all others together: it may be their total, under a word that nobody knows."""

from __future__ import annotations

import polars as pl

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
