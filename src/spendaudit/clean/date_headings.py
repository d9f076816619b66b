"""What a heading says of the dates below it: which number is the day, or that they are months."""

from __future__ import annotations

import re

import polars as pl

from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST
from spendaudit.read.headings import cleaned

_MARK = r"[ ./\-]?"
# As spreadsheets write the form of a date; in Welsh the year is `blwyddyn`.
_DAY_MONTH_YEAR = re.compile(
    rf"(?<![a-z])d{{1,2}}{_MARK}m{{1,3}}{_MARK}(?:yy(?:yy)?|bb(?:bb)?)(?![a-z])", re.IGNORECASE
)
_MONTH_DAY_YEAR = re.compile(
    rf"(?<![a-z])m{{1,3}}{_MARK}d{{1,2}}{_MARK}(?:yy(?:yy)?|bb(?:bb)?)(?![a-z])", re.IGNORECASE
)
_COUNTED = re.compile("period|fiscal|financial|account|ledger|posting|finyear|^fy|^gl|week")
"""What is said over months that a ledger counts, from April or another."""
_WEEK_ENDS = re.compile("^(?:w|week)(?:e|end|ending|ended)(?:date)?$")
_WEEK_BEGINS = re.compile("^(?:w|week)(?:c|b|commencing|beginning|starting)(?:date)?$")


def stated_order(heading: str) -> str | None:
    """`DAY_FIRST` of `Date (DD/MM/YYYY)`, `MONTH_FIRST` of `Date (MM/DD/YYYY)`; None of others."""
    day_first = _DAY_MONTH_YEAR.search(heading) is not None
    if day_first == (_MONTH_DAY_YEAR.search(heading) is not None):
        return None
    return DAY_FIRST if day_first else MONTH_FIRST


def names_calendar_months(heading: str) -> bool:
    """Whether a heading speaks of months that are those of the calendar, for all it says."""
    text = cleaned(heading)
    return "month" in text and _COUNTED.search(text) is None


def with_weeks(dates: pl.DataFrame, heading: str) -> pl.DataFrame:
    """The days under `Week Ending` or `Week Commencing` as the weeks that they stand for.

    Args:
        dates: `paid_on` and `paid_to` of each distinct text.
        heading: what stands over them.
    """
    text = cleaned(heading)
    ends = _WEEK_ENDS.search(text) is not None
    if not ends and _WEEK_BEGINS.search(text) is None:
        return dates
    side, away = ("paid_on", "-6d") if ends else ("paid_to", "6d")
    is_day = pl.col("paid_on") == pl.col("paid_to")
    return dates.with_columns(
        pl.when(is_day).then(pl.col(side).dt.offset_by(away)).otherwise(side).alias(side)
    )


def with_months_of_last_days(dates: pl.DataFrame) -> pl.DataFrame:
    """The months, where each of the dates is the last day of one; else the dates as they are.

    Args:
        dates: `paid_on` and `paid_to` of each distinct text.
    """
    is_last = (pl.col("paid_on") == pl.col("paid_to")) & (
        pl.col("paid_on") == pl.col("paid_on").dt.month_end()
    )
    if not dates.select((is_last | pl.col("paid_on").is_null()).all()).item():
        return dates
    return dates.with_columns(pl.col("paid_on").dt.month_start())
