"""Totals printed among the rows: not payments, but a check on ours.

A grand total often stands at the end with no label at all, and equals the sum of the rows above
it to the penny. Counted as a payment it would double the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

# The whole cell, so that Total Merchandise Ltd and GB Total Solutions stay suppliers.
_LABEL = r"(?i)^(?:grand|sub|overall|report|net|gross|sum|page)?[\s-]*totals?(?:\s+(?:amount|spend|payments?|for\s+\w+(?:\s+\d+)?))?\s*[:£]*$"
_ELSEWHERE = ("department", "category", "postcode_written", "supplier_id", "purpose")


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A sum printed in a file, beside the sum of the payments above it.

    Attributes:
        line: where it stands.
        printed: pounds, as printed.
        counted: pounds, as the rows above it add up.
    """

    line: int
    printed: Decimal
    counted: Decimal

    @property
    def agrees(self) -> bool:
        """Whether the two are equal to the penny."""
        return self.printed == self.counted


def find_totals(cells: pl.DataFrame) -> tuple[pl.DataFrame, tuple[ControlTotal, ...]]:
    """Take the totals out of the payments.

    Args:
        cells: with `line`, `fate`, `pence`, `supplier`, `date` and the other cells, in file order.

    Returns:
        The same with `fate` `total` for each total; an amount that stands alone, is no total and
        has no supplier is set aside. And the totals, as printed and as counted.
    """
    label = pl.any_horizontal(
        pl.col(column).str.contains(_LABEL)
        for column in ("supplier", "date", "department", "transaction", "body", "category", "purpose")
    )
    nameless = (pl.col("supplier") == "") | pl.col("supplier").str.contains(_LABEL)
    bare = nameless & pl.all_horizontal(
        (pl.col(column) == "") | pl.col(column).str.contains(_LABEL) for column in _ELSEWHERE
    )
    cells = cells.sort("line").with_columns(
        ((pl.col("fate") == "payment") & bare).alias("may_be_total"),
    )
    if not cells["may_be_total"].any():
        return cells, ()
    counts = (pl.col("fate") == "payment") & ~pl.col("may_be_total")
    cells = cells.with_columns(
        pl.when(counts).then("pence").otherwise(0).cum_sum().alias("above"),
        counts.cum_sum().alias("rows_above"),
        (label & pl.col("may_be_total")).alias("labelled"),
    )
    candidates = cells.filter("may_be_total").with_columns(
        (pl.col("above") - pl.col("above").shift(1, fill_value=0)).alias("since"),
        (pl.col("rows_above") - pl.col("rows_above").shift(1, fill_value=0)).alias("rows_since"),
    )
    whole = (pl.col("pence") == pl.col("above")) & (pl.col("rows_above") > 1)
    part = (pl.col("pence") == pl.col("since")) & (pl.col("rows_since") > 1)
    lonely = (pl.col("date") == "") & (pl.col("transaction") == "")
    decided = candidates.select(
        "line",
        pl.when(whole | part | pl.col("labelled"))
        .then(pl.lit("total"))
        .when(lonely)
        .then(pl.lit("set aside"))
        .otherwise(pl.lit("payment"))
        .alias("decided"),
        pl.when(part & ~whole).then("since").otherwise("above").alias("counted"),
    )
    cells = cells.join(decided, on="line", how="left", maintain_order="left").with_columns(
        pl.coalesce("decided", "fate").alias("fate"),
        pl.when(pl.col("decided") == "set aside")
        .then(pl.lit("an amount stands alone: no supplier, no date, and not the sum of the rows above"))
        .otherwise("reason")
        .alias("reason"),
    )
    totals = tuple(
        ControlTotal(line, Decimal(printed) / 100, Decimal(counted) / 100)
        for line, printed, counted in cells.filter(pl.col("fate") == "total")
        .select("line", "pence", "counted")
        .iter_rows()
    )
    return cells.drop("may_be_total", "decided", "counted"), totals
