"""Rows that are payments, in the columns of `frames.PAYMENTS`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.date_doubts import notice_doubts
from spendaudit.clean.date_headings import with_months_of_last_days, with_weeks
from spendaudit.clean.dates import Dates, read_dates
from spendaudit.clean.half_converted import READ_BACK
from spendaudit.clean.month_beside import says_month
from spendaudit.clean.periods import MAY_BE_EXCHANGED, Clues, notice_outside
from spendaudit.clean.texts import single_spaced, tidied, told_by_text, without_blanks
from spendaudit.frames import PAYMENTS
from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from collections.abc import Collection

_SHARED = [
    name for name, (kind, _) in PAYMENTS.items() if kind == pl.Categorical and name != "file"
]
_SAYS_NO_DAY = re.compile("(?:the)?effective(?:date|dt)")
"""A heading that councils put over the day of a payment, or over the last day of what a file is about."""
_NO_CHANCE = 20
"""Payments: fewer may all have been made on the last day of a month."""


def payments_of(
    cells: pl.DataFrame,
    name: str,
    clues: Clues | None = None,
    date_order: str | None = None,
    odd: Collection[str] | None = None,
    heading: str = "",
) -> tuple[pl.DataFrame, list[str], Dates]:
    """Give each payment its date and tidy texts; null where nothing is written.

    Args:
        cells: of the payments, in the order of the file.
        name: of the file.
        clues: what else tells the time that the file is about.
        date_order: as `dates.read_dates` takes it.
        odd: as `texts.tidied` takes it.
        heading: what stands over the dates.

    Returns:
        The payments, notices about their dates, and how the dates were read.
    """
    clues = clues or Clues()
    transaction = cells["transaction"]
    if odd is None or transaction.name in odd:
        transaction = single_spaced(transaction)
    dates = read_dates(cells["date"], clues, date_order, heading)
    dates = dates._replace(table=with_weeks(dates.table, heading))
    if says_month(heading):
        dates = dates._replace(table=_as_months(dates.table))
    elif _SAYS_NO_DAY.fullmatch(cleaned(heading)) and cells.height >= _NO_CHANCE:
        table = with_months_of_last_days(dates.table)
        if not table.equals(dates.table):
            dates = dates._replace(table=table, notices=(*dates.notices, _said_months(heading)))
    first, last = (dates.table[day] for day in ("paid_on", "paid_to"))
    paid_on = told_by_text(cells["date"], dates.table["text"], first)
    paid_to = (
        paid_on.alias(last.name)
        if last.equals(first, null_equal=True)
        else told_by_text(cells["date"], dates.table["text"], last)
    )
    dated = cells.with_columns(paid_on, paid_to)
    payments = (
        tidied(dated, _SHARED, odd)
        .with_columns(
            pl.lit(name, pl.Categorical).alias("file"),
            without_blanks(transaction),
        )
        .select(PAYMENTS.keys())
    )
    outside = notice_outside(dated, dates.table, clues.told, heading)
    exchanged = any(one.endswith(MAY_BE_EXCHANGED) for one in outside) or any(
        READ_BACK in one for one in dates.notices
    )
    notices = [
        *dates.notices,
        *_notice_unreadable(dated, dates.table),
        *outside,
        *(
            notice_doubts(dates.table, heading, clues.told, name)
            if date_order is None and not exchanged
            else ()
        ),
    ]
    return payments, notices, dates


def _as_months(dates: pl.DataFrame) -> pl.DataFrame:
    """Dates under `Month` that are all the first of one, as spreadsheets write a month, or the last: the months."""
    one_day = pl.col("paid_on") == pl.col("paid_to")
    firsts = (pl.col("paid_on").dt.day() == 1) & one_day
    if not dates.select((firsts | pl.col("paid_on").is_null()).all()).item():
        return with_months_of_last_days(dates)
    return dates.with_columns(pl.col("paid_to").dt.month_end())


def _said_months(heading: str) -> str:
    return (
        f"every date under {' '.join(heading.split())!r} is the last day of a month: read as the months, "
        "in which the payments may have been made on any day"
    )


def _notice_unreadable(dated: pl.DataFrame, dates: pl.DataFrame) -> list[str]:
    notices: list[str] = []
    if not dates.select((pl.col("paid_on").is_null() & (pl.col("text") != "")).any()).item():
        return notices
    undated = pl.col("paid_on").is_null() & (pl.col("date") != "")
    unreadable = dated.filter(undated)["date"].cast(pl.String)
    if unreadable.len():
        has, they = (
            ("payment has", "it counts")
            if unreadable.len() == 1
            else ("payments have", "they count")
        )
        notices.append(
            f"{unreadable.len():,} {has} a date that cannot be read, such as "
            f"{unreadable[0][:40]!r}: {they}, but in no month"
        )
    return notices


def bodies_of(cells: pl.DataFrame) -> tuple[str, ...]:
    """Who published, as the rows say it, most frequent first, addresses after names."""
    found: list[str] = []
    for column in ("body", "body_uri"):
        texts = cells[column]
        numbers = texts.to_physical()
        # The same text on every row, as nearly always, need not be counted.
        counted = (
            (texts.head(1) if numbers.min() == numbers.max() else texts)
            .value_counts(name="rows")
            .filter(pl.col(column) != "")
            .sort("rows", column, descending=[True, False])
        )
        found += counted[column].head(20).to_list()
    return tuple(found)
