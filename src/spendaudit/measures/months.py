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
"""A month is a usual one when it has at least this part of the payments of the month in which the mean
payment stands: a few old invoices, paid late, make no usual months."""
FEW = 5
"""Payments in the mean usual month; where there are fewer, a month may well have none."""
NEARLY_ALL = 0.9
"""Of the payments: where fewer are in usual months or beside them, there is nothing to stray from."""


class Months(NamedTuple):
    """The months of a file.

    Attributes:
        missing: first days of months without a payment between the first and the last usual one.
        stray: payments dated more than a month before or after all usual ones, the earliest first.
        before: payments dated before the first month that is missing.
        after: payments dated after the last one.
    """

    missing: tuple[date, ...]
    stray: pl.DataFrame
    before: int = 0
    after: int = 0


def months_of(payments: pl.DataFrame) -> Months:
    """Tell the usual months of a file from those that a slip of the hand made.

    Args:
        payments: with `line`, `pence`, `paid_on` and `paid_to`.
    """
    dated = payments.select("line", "pence", "paid_on", "paid_to").drop_nulls("paid_on")
    by_month = dated.group_by(pl.col("paid_on").dt.month_start().alias("month")).len()
    if by_month.is_empty():
        return Months((), dated)
    of_mean_payment = (pl.col("len").cast(pl.Float64) ** 2).sum() / pl.col("len").sum()
    usual = by_month.filter(pl.col("len") >= USUAL * of_mean_payment)
    first, last = usual["month"].min(), usual["month"].max()
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
    if usual["len"].sum() < FEW * usual.height:
        missing = missing.clear()
    early = pl.col("paid_to") < pl.lit(first).dt.offset_by(f"-{FAR}")
    late = pl.col("paid_on") > pl.lit(last).dt.offset_by(FAR).dt.month_end()
    stray = dated.filter(early | late).sort("paid_on", "line")
    if stray.height > (1 - NEARLY_ALL) * dated.height:
        stray = stray.clear()
    if missing.is_empty():
        return Months((), stray)
    before = dated.filter(pl.col("paid_on") < missing.min()).height
    after = dated.filter(pl.col("paid_to") > missing.dt.month_end().max()).height
    return Months(tuple(missing), stray, before, after)


def months_table(payments: pl.DataFrame) -> Table | None:
    """Payments and pounds by month, or by year where there are many months; None without any.

    Payments of a longer time than a month are in a row with those without a date.
    """
    month, year = pl.col("paid_on").dt.month_start(), pl.col("paid_on").dt.year()
    in_one = (month == pl.col("paid_to").dt.month_start()).fill_null(value=False)
    when, column = month, Column("month", "Month", Kind.MONTH)
    if payments.filter(in_one).select(month.n_unique()).item() > MOST_MONTHS:
        in_one = (year == pl.col("paid_to").dt.year()).fill_null(value=False)
        when, column = year.cast(pl.String), Column("year", "Year", Kind.TEXT)
    dated = payments.filter(in_one)
    if dated.is_empty():
        return None
    by_time = dated.group_by(when.alias("when")).agg(pl.len(), pl.col("pence").sum()).sort("when")
    rows = [(day, rows, pounds(pence)) for day, rows, pence in by_time.iter_rows()]
    undated = payments.filter(~in_one)
    columns = (
        column, Column("payments", "payments", Kind.COUNT), Column("amount", "£", Kind.MONEY)
    )  # fmt: skip
    if undated.height:
        rows.append((None, undated.height, pounds(int(undated["pence"].sum()))))
    everything = ("all", payments.height, pounds(int(payments["pence"].sum())))
    return Table(columns, tuple(rows), total=everything)
