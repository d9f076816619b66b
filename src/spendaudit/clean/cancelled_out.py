"""Vendor items as a ledger lists them: each invoice once, and the payment that clears it with the other sign."""

from __future__ import annotations

import polars as pl

_MOST_OF_IT = 0.5
"""Share of the pounds of either sign that the other takes back; of the fewer rows it is no chance."""
_NEARLY_ALL = 0.8
"""Share of the pounds of the lesser sign for which the same supplier has the same with the other one."""
_FEWEST = 5
"""Amounts that the same supplier has with both signs."""


def notice_cancelled_out(payments: pl.DataFrame) -> list[str]:
    """Say that most payments are taken back by amounts of the other sign, and so is what was spent.

    A reversal takes back a payment or two; where half of all pounds are, invoices and the payments
    that clear them stand in one list, and the total is what happens to be left.

    Args:
        payments: of one file, with `supplier` and `pence`.
    """
    pence = payments["pence"]
    credit = int(-pence.filter(pence < 0).sum())
    debit = int(pence.sum()) + credit
    if min(debit, credit) <= _MOST_OF_IT * max(debit, credit):  # as in nearly every file
        return []
    both = (
        payments.lazy()
        .filter(pl.col("pence") != 0)
        .group_by("supplier", pl.col("pence").abs().alias("amount"))
        .agg((pl.col("pence") > 0).sum().alias("plus"), (pl.col("pence") < 0).sum().alias("minus"))
        .select("amount", pl.min_horizontal("plus", "minus").cast(pl.Int64).alias("pairs"))
        .filter(pl.col("pairs") > 0)
        .select(pl.col("pairs").sum(), (pl.col("pairs") * pl.col("amount")).sum().alias("pence"))
        .collect()
    )
    pairs, taken_back = both.row(0)
    most, least = max(debit, credit), min(debit, credit)
    if pairs < _FEWEST or taken_back < _NEARLY_ALL * least or taken_back < _MOST_OF_IT * most:
        return []
    left = debit - credit
    sign = "-" if left < 0 else ""
    said = (
        f"{pairs:,} amounts stand there twice, with a minus and without, for the same supplier: "
        f"£{taken_back / 100:,.2f} that cancel out, and {sign}£{abs(left) / 100:,.2f} is left as the "
        "total; invoices and the payments that clear them may both be listed"
    )
    return [said]
