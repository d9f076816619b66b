"""Dates that no column holds: rows of their own above the payments say them, a title or the name of the sheet."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.dates import read_dates
from spendaudit.clean.periods import (
    OF_THE_FILE,
    OF_THE_SHEET,
    Period,
    in_words,
    month_in_words,
    told_period,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.clean.periods import Clues
    from spendaudit.read.records import Rows

_OF_PAYMENTS = (
    r"(?i)^\W*(?:(?:all|the|suppliers?|creditors?|payments?|invoices?|spend(?:ing)?|expenditure|transactions?"
    r"|bacs|cheques?|direct debits?|runs?|list|schedule|made|paid|issued|released|dated?|for|in|on|of|during"
    r"|month|period|over|above|£ ?[0-9,]+)\b[\s:,\x{2013}-]*)+"
)
"""Words before the date of such a row; of others it is not known what was done on that day."""
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_HAS_A_DATE = rf"(?i)\b(?:{_MONTH})|[0-9]{{1,4}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}"
_NO_DATE_OF_PAYMENTS = re.compile(
    r"\b(?:publish\w*|print\w*|report(?:ed)? (?:date|run)|date of|run date|updated?|as at|created|issued"
    r"|version|produced|extracted|meeting|minutes|agenda)\b",
    re.IGNORECASE,
)
"""What a title speaks of whose month is another one than that of the payments."""
_MONTH_ALONE = re.compile(rf"\W*(?:{_MONTH})[a-z]*\W*", re.IGNORECASE)
_PUBLISHED_LATE = timedelta(days=100)
_FEWEST = 2
"""Different dates that bare rows must say: the same one may be that on which pages were printed."""
_MOST = 2_000
"""Rows that may be such a date."""


def with_dates_of_runs(
    paid: pl.DataFrame,
    looked_at: pl.DataFrame,
    rows: Rows,
    name: str,
    titles: Sequence[str],
    clues: Clues,
) -> tuple[pl.DataFrame, list[str]]:
    """Give payments the date that stands above them, where no column holds any.

    Args:
        paid: payments in the order of the file, with `line` and `date`.
        looked_at: `line`, `seen_as`, `filled` and whole `text` of the rows that are no payments.
        rows: where they come from.
        name: of the file.
        titles: what stands above the heading.
        clues: what tells the time of the file.

    Returns:
        The same with these dates, as written; and notices. A month of the name of the file is none
        of them: it may be the one of the publication.
    """
    if "date" in rows.heading.columns or (paid["date"] != "").any():  # as in nearly every file
        return paid, []
    bands = _bands(looked_at, rows, clues)
    if bands.is_empty():
        return _of_one_month(paid, rows, name, titles, clues)
    above = paid.select("line").join_asof(bands, on="line", strategy="backward")
    text, line = bands.filter(~pl.col("title")).select("text", "line").row(0)
    if above["written"].null_count():
        said = f"it is not clear of which payments {text[:40]!r} (line {line:,}) and the like speak"
        return paid, [f"no column holds the date, and {said}"]
    text, line = bands.select("text", "line").row(0)
    said = (
        "no column holds the date: it was read from rows of their own above the payments, such as "
        f"{text[:40]!r} (line {line:,})"
    )
    return paid.with_columns(above["written"].cast(pl.Categorical).alias("date")), [said]


def _bands(looked_at: pl.DataFrame, rows: Rows, clues: Clues) -> pl.DataFrame:
    """The rows of one cell that say a date: `line`, whole `text`, `written`, the date in it, and `title`.

    None where they are hardly dates of payments. The last title above the heading is that of the
    first payments, where others stand below.
    """
    text = pl.col("text").str.strip_chars('" ')
    is_title = (pl.col("line") < rows.heading.begins) & (pl.col("filled") == 1)
    found = (
        looked_at.filter((pl.col("seen_as") == "note") | is_title)
        .select("line", text, is_title.alias("title"))
        # Further to the right it is rather the end of a text that was wrapped.
        .filter(~pl.col("text").str.starts_with(rows.delimiter))
        .filter(pl.col("text").str.contains(_HAS_A_DATE))
        .sort("line")
        .with_columns(
            pl.col("text").str.replace(_OF_PAYMENTS, "").str.strip_chars(" :;.()").alias("written"),
            pl.col("text").str.contains(_OF_PAYMENTS).alias("of_payments"),
        )
    )
    none = found.select("line", "text", "written", "title").clear()
    if found["title"].all() or found.height > _MOST:
        return none
    read = read_dates(found["written"].unique(), clues).table.select(
        pl.col("text").alias("written"), "paid_on", "paid_to"
    )
    dated = found.join(read, on="written", maintain_order="left").filter(
        pl.col("paid_on").is_not_null()
    )
    dated = dated.filter(
        ~pl.col("title") | (pl.col("line") == pl.col("line").filter("title").max())
    )
    different = dated["paid_on"].n_unique()
    if dated["title"].all() or (different < _FEWEST and not dated["of_payments"].any()):
        return none
    # A spreadsheet writes the name of a month as its first day.
    one_day = pl.col("paid_on") == pl.col("paid_to")
    are_months = (
        different >= _FEWEST
        and not dated["of_payments"].any()
        and dated.select((one_day & (pl.col("paid_on").dt.day() == 1)).all()).item()
    )
    if are_months:
        months = [month_in_words(day) for day in dated["paid_on"]]
        dated = dated.with_columns(pl.Series("written", months))
    return dated.select(none.columns)


def _of_one_month(
    paid: pl.DataFrame, rows: Rows, name: str, titles: Sequence[str], clues: Clues
) -> tuple[pl.DataFrame, list[str]]:
    """The payments with the month that their title or sheet speaks of, where it is one."""
    written, period = _month_of_all(rows, titles, clues)
    if period is None:
        return paid, []
    month = in_words(period.first, period.last)
    named = told_period(name.removesuffix(f" [{rows.sheet}]"), ())
    # A file may be called by the month in which it was published.
    if named is not None and (
        named.last < period.first or named.first - period.last > _PUBLISHED_LATE
    ):
        other = in_words(named.first, named.last)
        said = f"{period.told_by} speaks of {month}, but {named.told_by} of {other}: none was read"
        return paid, [f"no column holds the date, and {said}"]
    said = (
        "no column holds the date: all payments were read as of "
        f"{month}, as {period.told_by} has it"
    )
    return paid.with_columns(pl.lit(written, pl.Categorical).alias("date")), [said]


def _month_of_all(rows: Rows, titles: Sequence[str], clues: Clues) -> tuple[str, Period | None]:
    """The one month that titles or the sheet speak of, as a date is written; None for any other time."""
    of_sheet = told_period("", (), rows.sheet)
    if _MONTH_ALONE.fullmatch(rows.sheet):  # `May`, in a workbook that is called by a year
        read = read_dates(pl.Series([rows.sheet]), clues).table
        first, last = read.select("paid_on", "paid_to").row(0)
        of_sheet = None if first is None else Period(first, last, OF_THE_SHEET)
    of_title = None if any(map(_NO_DATE_OF_PAYMENTS.search, titles)) else clues.told
    for told in (of_title, of_sheet):
        if told is not None and told.told_by != OF_THE_FILE:
            month = month_in_words(told.first)
            if month == month_in_words(told.last):
                return month, told
    return "", None
