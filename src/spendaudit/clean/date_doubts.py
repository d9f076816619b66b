"""What makes a column of dates doubtful though each of them can be read: said, and nothing is changed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.half_converted import are_apart
from spendaudit.clean.periods import SLACK, in_words, month_in_words

if TYPE_CHECKING:
    from spendaudit.clean.periods import Period

_FEWEST = 3
"""Different dates that show something; fewer are as they are by chance."""
_NEARLY_ALL, _HALF = 0.95, 0.5
_LAST_MONTH = 12
_FIRST_TWELVE = 12 * 12 / 365
"""The share of the days of a year."""
_BY_CHANCE = 0.01
_THREE_PAIRS = r"^\s*(?<first>[0-9]{2})[-/.](?:0[1-9]|1[0-2])[-/.](?<third>0[1-9]|[12][0-9]|3[01])(?:[ T]|\s*$)"
_MONTH_OF_NUMBERS = r"^\s*(?:[0-9]{1,2}[-/.][0-9]{4}|[0-9]{4}[-/.][0-9]{1,2})\s*$"
_PERIOD = re.compile(r"period|\bper\b", re.IGNORECASE)
_MONTH_IN_NAME = re.compile(r"(?<![0-9])(?P<year>[0-9][0-9])(?P<month>0[1-9]|1[0-2])(?=\.|$)")
"""`over-25k-1111.csv`: November 2011; not 2011, nor 1112, which is rather a financial year."""
_PAID_AFTER = timedelta(days=31)


def notice_doubts(
    dates: pl.DataFrame, heading: str = "", told: Period | None = None, name: str = ""
) -> list[str]:
    """Say what speaks against how a column of dates was read.

    Args:
        dates: each distinct text with `text`, `paid_on`, `paid_to` and its `rows`.
        heading: what stands over the column.
        told: what titles or name say of the file's time.
        name: of the file.
    """
    read = dates.filter(pl.col("paid_on").is_not_null())
    days = read.filter(pl.col("paid_on") == pl.col("paid_to"))
    return [
        *(
            _notice_exchanged(days)
            or _notice_apart(days)
            or _notice_few_exchanged(days)
            or _notice_far(days, told, name)
        ),
        *_notice_year_first(read),
        *_notice_periods(read, heading),
    ]


def _notice_exchanged(days: pl.DataFrame) -> list[str]:
    """A spreadsheet takes `04/05/2024` for April, and leaves `13/05/2024` as it is.

    Then the days after the twelfth are of one month or a few, and the others fall into those only
    with day and month exchanged.
    """
    sure, either = _after_the_twelfth(days)
    if sure.height < _FEWEST or either.height < _FEWEST:
        return []
    return _said_exchanged(sure, either, _HALF)


def _notice_few_exchanged(days: pl.DataFrame) -> list[str]:
    """The same of a date or two: what a spreadsheet takes, it writes year first, and none of the others."""
    sure, either = _after_the_twelfth(days)
    if sure.is_empty() or either.is_empty():
        return []
    first = days.filter(pl.col("paid_on").dt.day() <= _LAST_MONTH)
    return _said_exchanged(sure, either, 0) if are_apart(first, sure) else []


def _after_the_twelfth(days: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The days that nobody can misread, and those with which day and month may have been exchanged."""
    day, month = pl.col("paid_on").dt.day(), pl.col("paid_on").dt.month()
    return days.filter(day > _LAST_MONTH), days.filter((day <= _LAST_MONTH) & (day != month))


def _said_exchanged(sure: pl.DataFrame, either: pl.DataFrame, most: float) -> list[str]:
    """Say it where no more than a share of the others lies in the months of the sure ones as written."""
    of_month = pl.col("paid_on").dt.truncate("1mo")
    months = sure.select(of_month.unique()).to_series()
    exchanged = pl.date(pl.col("paid_on").dt.year(), pl.col("paid_on").dt.day(), 1)
    rows = int(either["rows"].sum())
    inside, swapped = either.select(
        pl.col("rows").filter(first.is_in(months.implode())).sum().alias(name)
        for name, first in (("as written", of_month), ("exchanged", exchanged))
    ).row(0)
    if inside > rows * most or swapped < rows * _NEARLY_ALL:
        return []
    shown = either.filter(~of_month.is_in(months.implode()))["text"][0]
    others = "other" if swapped == 1 else "others"
    said = (
        f"every date after the twelfth is of {_listed(months)}, and so would {swapped:,} {others} be "
        f"with day and month exchanged, such as {shown[:40]!r}: a spreadsheet may have done so, and "
        "they count on the date written"
    )
    return [said]


def _notice_apart(days: pl.DataFrame) -> list[str]:
    """What a spreadsheet took for a date it writes year first, and leaves the others as they were.

    So dates of either kind would be as far apart by chance in fewer than one file of a hundred.
    """
    day, month = pl.col("paid_on").dt.day(), pl.col("paid_on").dt.month()
    first, later = days.filter(day <= _LAST_MONTH), days.filter(day > _LAST_MONTH)
    either = first.filter(day != month)
    if (
        either.is_empty()
        or _FIRST_TWELVE**first.height * (1 - _FIRST_TWELVE) ** later.height > _BY_CHANCE
        or not are_apart(first, later)
    ):
        return []
    one, other = (quoted["text"].max() for quoted in (first, later))
    rows = int(either["rows"].sum())
    said = (
        f"every date written as {one!r} is of the first twelve days of a month, and every one written as "
        f"{other!r} of a later day: a spreadsheet may have exchanged day and month of {rows:,}, and "
        "they count on the date written"
    )
    return [said]


def _notice_far(days: pl.DataFrame, told: Period | None, name: str) -> list[str]:
    """A few dates, none after the twelfth, which the month of the file tells to be exchanged."""
    day, month, year = (getattr(pl.col("paid_on").dt, part)() for part in ("day", "month", "year"))
    if days.is_empty() or days.select(((day > _LAST_MONTH) | (day == month)).any()).item():
        return []
    said, time = "speaks", (told.first, told.last, told.told_by) if told else None
    if time is None:
        said, time = "may speak", _month_in(name)
    if time is None:
        return []
    first, last, told_by = time
    exchanged = pl.date(year, day, month)
    # The further off the dates are, the less well they have to fit exchanged.
    is_told = pl.any_horizontal(
        ~pl.col("paid_on").is_between(first - margin, last + margin)
        & exchanged.is_between(first, last + after)
        for margin, after in ((_PAID_AFTER, timedelta()), (SLACK, _PAID_AFTER))
    )
    if not days.select(is_told.all()).item():
        return []
    counts = "it counts" if int(days["rows"].sum()) == 1 else "they count"
    notice = (
        f"{told_by} {said} of {in_words(first, last)}: every date lies far from it, such as "
        f"{days['text'][0][:40]!r}, and would not with day and month exchanged: a spreadsheet may "
        f"have done so, and {counts} on the date written"
    )
    return [notice]


def _month_in(name: str) -> tuple[date, date, str] | None:
    found = _MONTH_IN_NAME.search(name)
    if found is None:
        return None
    year, month = int(found["year"]), int(found["month"])
    if year + 1 == month or year in (19, 20):
        return None
    begins = date(2000 + year, month, 1)
    last = (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return begins, last, "a number in its name"


def _notice_year_first(read: pl.DataFrame) -> list[str]:
    """`24/04/02` and `24/04/03`: one day in several years, or several days of one month."""
    pairs = read["text"].str.extract_groups(_THREE_PAIRS).struct.unnest()
    if pairs.is_empty() or pairs["first"].null_count():
        return []
    if pairs["first"].n_unique() > 1 or pairs["third"].n_unique() == 1:
        return []
    if read["paid_on"].dt.year().n_unique() == 1:
        return []  # read with the year first
    said = (
        f"{read['text'][0][:40]!r} and the like may begin with the year: they were read day first, "
        "as one day in several years"
    )
    return [said]


def _notice_periods(read: pl.DataFrame, heading: str) -> list[str]:
    """`01/2024` under `Period`: January, or the first month of a financial year."""
    if not _PERIOD.search(heading):
        return []
    is_month = pl.col("paid_to") <= pl.col("paid_on").dt.month_end()  # `2023/24` is a year
    numbered = read.filter(pl.col("text").str.contains(_MONTH_OF_NUMBERS) & is_month)
    if numbered.is_empty():
        return []
    text, first = numbered.select("text", "paid_on").row(0)
    return [
        f"{text!r} was read as {month_in_words(first)}; some ledgers count their periods from April"
    ]


def _listed(months: pl.Series) -> str:
    names = [month_in_words(month) for month in months.sort().to_list()]
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
