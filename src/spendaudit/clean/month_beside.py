"""A column that says one month on every row, beside dates that lie in others: those of invoices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.dates import read_dates
from spendaudit.clean.periods import in_words
from spendaudit.read.headings import cleaned, meaning_of

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_A_MONTH = ("month", "period")
"""What the heading of such a column speaks of."""
_MOST_TEXTS = 12
"""Ways in which one month may be written: `Jun-20`, `June 2020`, and a mistyped one."""
_NO_NUMBER = r"\p{L}|^[0-9]{5}$|[0-9][/.-][0-9]+[/.-][0-9]"
"""`201009` may be the ninth month of a financial year."""
_NEARLY_ALL = 0.95
_SOME = 0.1
"""The share of the payments in other months: a few are paid late in every file."""
_OF_AN_INVOICE = re.compile(
    "(?:.*(?:invoice|document|doc|inv))?(?:date|dt)(?:of(?:the)?(?:invoice|document))?"
)
_OF_PAYMENT = re.compile("paid|pay|pmt|pymn?t|bacs|chq|cheque|clear")
_LONGEST = "-12mo"
"""From the month of a payment back to its invoice; earlier ones are slips, or another year's."""


def notice_month_beside(rows: Rows, payments: pl.DataFrame) -> list[str]:
    """Say that another column tells the month of all payments, and the dates do not lie in it.

    Args:
        rows: as read.
        payments: with `line`, `pence`, `paid_on` and `paid_to`.
    """
    heading = rows.heading
    if "date" not in heading.columns:
        return []
    for place, cell in enumerate(heading.cells):
        if place == heading.columns["date"] or not says_month(cell):
            continue
        column = pl.col(f"c{place}").fill_null("").alias("text")
        beside = rows.cells.select("line", column).join(
            payments.lazy().select("line", "pence", "paid_on", "paid_to"), on="line"
        )
        texts = beside.group_by("text").len().collect(engine="streaming")
        if not 0 < texts.height <= _MOST_TEXTS:
            continue
        texts = texts.filter(pl.col("text").str.contains(_NO_NUMBER))
        if texts.is_empty():
            continue
        read = read_dates(texts["text"]).table.join(texts, on="text")
        months = read.group_by(pl.col("paid_on").dt.month_start().alias("month")).agg(
            pl.col("len").sum(), pl.col("paid_to").dt.month_end().max().alias("last")
        )
        month, many, last = months.sort("len").row(-1)
        if (
            month is None
            or many < _NEARLY_ALL * payments.height
            or in_words(month, last) != in_words(month, month)
        ):
            continue
        elsewhere = beside.filter((pl.col("paid_to") < month) | (pl.col("paid_on") > last))
        others, pence, before = (
            elsewhere.select(
                pl.len(),
                pl.col("pence").sum(),
                pl.col("paid_on").is_between(pl.lit(month).dt.offset_by(_LONGEST), last).all(),
            )
            .collect()
            .row(0)
        )
        if others > _SOME * payments.height:
            under = heading.called(heading.columns["date"])
            are, count = ("is", "counts") if others == 1 else ("are", "count")
            said = (
                f"{cell.strip()!r} says {in_words(month, month)}, and {others:,} of "
                f"{payments.height:,} payments (£{pence / 100:,.2f}) {are} dated in other months "
                f"under {under!r}, and {count} there"
            )
            if before and _may_be_of_invoices(under):
                said += ": such dates may be those of invoices, paid in that month"
            return [said]
    return []


def _may_be_of_invoices(heading: str) -> bool:
    """Whether a heading of dates says that they are those of invoices, or no more than `Date`."""
    text = cleaned(heading)
    return bool(_OF_AN_INVOICE.fullmatch(text)) and not _OF_PAYMENT.search(text)


def says_month(cell: str) -> bool:
    """Whether a heading of dates speaks of months or periods."""
    found = meaning_of(cell)
    return (
        found is not None and found[0] == "date" and any(word in cleaned(cell) for word in _A_MONTH)
    )
