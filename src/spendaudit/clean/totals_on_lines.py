"""An amount that is the total of its invoice on each of the invoice's lines, where nothing else holds shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import whole_rows

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_INVOICE = ("supplier", "paid_on", "transaction")
_MAY_DIFFER = ("department", "category", "purpose")
_FEWEST = 5
"""Invoices of several lines, nearly all with one amount; two halves of a bill are equal as well."""
_NEARLY_ALL = 0.9
"""Of the invoices with several lines. In eleven published files that have some it is at most 0.12."""
_FEWEST_OF_ALL, _OF_THIRDS, _THIRDS = 3, 2, 3
"""Invoices where all with several lines are so: of 0.12 each, three are one in six hundred. Of two, each
has three lines at least: thirds of a bill are seldom equal to the penny."""
_NOT_A_FEW = 0.05
"""Of all payments, those that would be counted again."""
_ASKED_AT_ONCE = 100_000


def notice_totals_on_lines(payments: pl.DataFrame, rows: Rows) -> list[str]:
    """Say that what is counted may be the total of an invoice, on each of its lines.

    Lines that are the same in all else too are another finding: rows that repeat.

    Args:
        payments: of one file, as `frames.PAYMENTS`.
        rows: where they come from; read again only if an unused column may tell lines apart.
    """
    heading = rows.heading
    if "transaction" not in heading.columns:
        return []
    if payments.height > _ASKED_AT_ONCE:
        # Lines of one invoice mostly stand together: millions of rows are not all grouped in vain.
        beside = pl.col("pence") == pl.col("pence").shift()
        if payments.select(beside.sum()).item() < _NOT_A_FEW * payments.height:
            return []
    invoices = (
        payments.lazy()
        .filter((pl.col("transaction").fill_null("") != "") & (pl.col("pence") != 0))
        .group_by(_INVOICE)
        .agg(
            pl.len().alias("lines"),
            (pl.col("pence").n_unique() == 1).alias("one_amount"),
            pl.struct(_MAY_DIFFER).n_unique().alias("differing"),
            pl.col("pence").first(),
            pl.col("line").alias("all_lines"),
            pl.col("line").min(),
        )
        .filter(pl.col("lines") > 1)
        .collect()
    )
    told = invoices.filter("one_amount").sort("line")
    if not _are_enough(told, invoices):
        return []
    told = _that_differ(told, rows)
    again = int((told["lines"] - 1).sum())
    if not _are_enough(told, invoices) or again < _NOT_A_FEW * payments.height:
        return []
    pounds = int((told["pence"] * (told["lines"] - 1)).sum()) / 100
    line, pence = told.select("line", "pence").row(0)
    called = heading.called(heading.columns["amount"])
    said = (
        f"{told.height:,} of {invoices.height:,} invoices with several lines have one amount on all of "
        f"them, such as that of £{pence / 100:,.2f} on line {line:,}: {called!r} may be the total of its "
        f"invoice on each line, and {again:,} rows (£{pounds:,.2f}) may be counted again"
    )
    return [said]


def _are_enough(told: pl.DataFrame, invoices: pl.DataFrame) -> bool:
    """Whether invoices with one amount on each line are so many that it is no chance."""
    if told.height >= _FEWEST:
        return told.height >= _NEARLY_ALL * invoices.height
    fewest = _OF_THIRDS if (told["lines"] >= _THIRDS).all() else _FEWEST_OF_ALL
    return fewest <= told.height == invoices.height


def _that_differ(invoices: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Invoices whose lines are not the same in every column, of those that are used or of all."""
    alike = invoices.filter(pl.col("differing") == 1).select("line", "all_lines")
    each = alike.rename({"line": "first"}).explode("all_lines").rename({"all_lines": "line"})
    text = whole_rows(each.select("line"), rows).select("line", "text")
    others = (
        each.join(text, on="line").group_by("first").agg(pl.col("text").n_unique().alias("texts"))
    )
    apart = others.filter(pl.col("texts") > 1)["first"]
    return invoices.filter((pl.col("differing") > 1) | pl.col("line").is_in(apart.implode()))
