"""What a later report is held against: each month and file with its pounds, and the largest suppliers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.measures.spend import NO_NAME, pounds

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from spendaudit.audit import Audit
    from spendaudit.report.values import Report

MOST_MONTHS = 1_200
"""A century; more are dates mistyped."""
MOST_OF_FILES = 5_000
"""Months of files, all together; a report of more files knows only the months of all."""
MOST_SUPPLIERS = 500


class MonthSums(NamedTuple):
    """Payments of one month.

    Attributes:
        month: its first day; None for payments without a date, or of several months.
        payments: how many.
        amount: pounds, less credits.
        credits: pounds of the negative amounts alone, below nought.
        file: that holds them; empty for all files.
    """

    month: date | None
    payments: int
    amount: Decimal
    credits: Decimal
    file: str = ""


class SupplierSums(NamedTuple):
    """Payments to one supplier, under the spelling that most money went under.

    Attributes:
        tier: where most of its payments' payees are.
        purchases: whether any of it could have been spent elsewhere.
    """

    supplier: str
    tier: str
    amount: Decimal
    payments: int
    purchases: bool


class Ledger(NamedTuple):
    """What a later report is held against.

    Attributes:
        months: of all files, in order; payments without a month last.
        of_files: of each file that counts; empty where there are too many.
        suppliers: those with the most pounds, either way.
        months_left_out: months beyond the last `MOST_MONTHS`.
        suppliers_left_out: how many more there are.
    """

    months: tuple[MonthSums, ...]
    of_files: tuple[MonthSums, ...]
    suppliers: tuple[SupplierSums, ...]
    months_left_out: int = 0
    suppliers_left_out: int = 0


def with_ledger(report: Report, audit: Audit) -> Report:
    """The report with what a later one can be held against."""
    of_files = _by_month(audit.payments)
    months = (
        of_files.group_by("month")
        .agg(pl.col("payments", "pence", "credits").sum())
        .sort("month", nulls_last=True)
    )
    known = months.tail(MOST_MONTHS)
    suppliers = _suppliers(audit)
    ledger = Ledger(
        months=tuple(_sums(*row) for row in known.iter_rows()),
        of_files=tuple(
            _sums(month, payments, pence, back, file)
            for file, month, payments, pence, back in of_files.sort(
                "file", "month", nulls_last=True
            ).iter_rows()
        )
        if of_files.height <= MOST_OF_FILES
        else (),
        suppliers=tuple(
            SupplierSums(supplier, tier, pounds(pence), payments, purchases)
            for supplier, tier, pence, payments, purchases in suppliers.head(
                MOST_SUPPLIERS
            ).iter_rows()
        ),
        months_left_out=months.height - known.height,
        suppliers_left_out=max(suppliers.height - MOST_SUPPLIERS, 0),
    )
    return replace(report, ledger=ledger)


def _sums(month: date | None, payments: int, pence: int, back: int, file: str = "") -> MonthSums:
    return MonthSums(month, payments, pounds(pence), pounds(back), file)


def _by_month(payments: pl.DataFrame) -> pl.DataFrame:
    """One row a file and month: `file`, `month`, `payments`, `pence`, `credits`."""
    first, last = (pl.col(column).dt.month_start() for column in ("paid_on", "paid_to"))
    pence = pl.col("pence")
    return (
        payments.lazy()
        .select("file", "pence", pl.when(first == last).then(first).alias("month"))
        .group_by("file", "month")
        .agg(
            pl.len().alias("payments"),
            pence.sum(),
            pence.filter(pence < 0).sum().alias("credits"),
        )
        .with_columns(pl.col("file").cast(pl.String))
        .collect()
    )


def _suppliers(audit: Audit) -> pl.DataFrame:
    """One row a supplier, most pounds first: `supplier`, `tier`, `pence`, `payments`, `purchases`."""
    sums = audit.payments.group_by("payee").agg(pl.col("pence").sum(), pl.len().alias("payments"))
    payees = audit.payees.select(
        "payee", pl.col("name", "supplier", "tier").cast(pl.String), "influenceable"
    ).join(sums, on="payee")
    size = pl.col("pence").abs()
    return (
        payees.sort(size, "supplier", "tier", descending=[True, False, False], nulls_last=True)
        .group_by("name", maintain_order=True)
        .agg(
            pl.col("supplier").first().fill_null(NO_NAME),
            pl.col("tier").first(),
            pl.col("pence", "payments").sum(),
            (pl.col("influenceable") != "no").any().alias("purchases"),
        )
        .sort(size, "supplier", "name", descending=[True, False, False], nulls_last=True)
        .drop("name")
    )
