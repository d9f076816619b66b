"""Which months a file covers, which are missing between them, and which dates are far off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.measures.spend import pounds
from spendaudit.report.values import Column, Kind, Table

if TYPE_CHECKING:
    from datetime import date

MOST_MONTHS = 24
"""More are shown by year."""
FAR = "1mo"
USUAL = 0.25
"""A month is a usual one when it has at least this part of the mean of all months with payments."""


class Months(NamedTuple):
    """The months of a file.

    Attributes:
        missing: first days of months without a payment between the first and the last usual one.
        stray: payments dated more than a month before or after all usual ones, the earliest first.
    """

    missing: tuple[date, ...]
    stray: pl.DataFrame


def months_of(payments: pl.DataFrame) -> Months:
    """Tell the usual months of a file from those that a slip of the hand made.

    Args:
        payments: with `line`, `pence`, `paid_on` and `paid_to`.
    """
    dated = payments.select("line", "pence", "paid_on", "paid_to").drop_nulls("paid_on")
    by_month = dated.group_by(pl.col("paid_on").dt.month_start().alias("month")).len()
    if by_month.is_empty():
        return Months((), dated)
    usual = by_month.filter(pl.col("len") >= USUAL * pl.col("len").mean())["month"]
    first, last = usual.min(), usual.max()
    covered = (
        dated.select("paid_on", "paid_to")
        .unique()
        .select(
            pl.date_ranges(
                pl.col("paid_on").dt.month_start(), pl.col("paid_to").dt.month_start(), "1mo"
            ).alias("month")
        )
        .explode("month")["month"]
        .unique()
    )
    between = pl.select(pl.date_range(first, last, "1mo").alias("month"))["month"]  # type: ignore[arg-type]
    missing = between.filter(~between.is_in(covered.implode()))
    early = pl.col("paid_to") < pl.lit(first).dt.offset_by(f"-{FAR}")
    late = pl.col("paid_on") > pl.lit(last).dt.offset_by(FAR).dt.month_end()
    return Months(tuple(missing), dated.filter(early | late).sort("paid_on", "line"))


def months_table(payments: pl.DataFrame) -> Table | None:
    """Payments and pounds by month, or by year where there are many months; None without dates."""
    dated = payments.drop_nulls("paid_on")
    if dated.is_empty():
        return None
    month = pl.col("paid_on").dt.month_start()
    if dated.select(month.n_unique()).item() > MOST_MONTHS:
        when, column = (
            pl.col("paid_on").dt.year().cast(pl.String),
            Column("year", "Year", Kind.TEXT),
        )
    else:
        when, column = month, Column("month", "Month", Kind.MONTH)
    by_time = dated.group_by(when.alias("when")).agg(pl.len(), pl.col("pence").sum()).sort("when")
    rows = [(day, rows, pounds(pence)) for day, rows, pence in by_time.iter_rows()]
    undated = payments.filter(pl.col("paid_on").is_null())
    columns = (
        column, Column("payments", "payments", Kind.COUNT), Column("amount", "£", Kind.MONEY)
    )  # fmt: skip
    if undated.height:
        rows.append((None, undated.height, pounds(int(undated["pence"].sum()))))
    everything = ("all", payments.height, pounds(int(payments["pence"].sum())))
    return Table(columns, tuple(rows), total=everything)
