"""The time that a file is about, as its name, its titles and its other dates tell it.

It settles what a column of dates leaves open, and shows which dates do not belong to the rest.
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "ionawr", "january"), ("feb", "chwefror", "february"), ("mar", "mawrth", "march"),
            ("apr", "ebrill", "april"), ("mai", "may"), ("jun", "mehefin", "june"),
            ("jul", "gorffennaf", "july"), ("aug", "awst", "august"),
            ("sep", "sept", "medi", "september"), ("oct", "hydref", "october"),
            ("nov", "tachwedd", "november"), ("dec", "rhagfyr", "december"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_SHORT = tuple(dict.fromkeys(name[:3] for name in _MONTHS))
"""Every name of a month begins with one of them."""
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
OF_THE_SHEET, OF_THE_FILE = "the name of its sheet", "its name"
"""What may tell a time, beside titles and columns."""
_LONGEST_SHEET = 31
_LAST_WORD = r"[\W_]*[^\W_]+$"
"""A spreadsheet cuts the names of its sheets: of `October 2012` it may leave `October 20`."""
_OF_INVOICES = (
    r"(?i)^(?!.*(?:pay|paid|bacs|cheque|clear))\W*(?:inv|doc|trans|posting|posted|tax date)"
)
_PAID_LATE = timedelta(days=2 * 366)
"""An older invoice is rather one whose year was mistyped."""
# No letters or digits may touch: `march` in `marching`, 201504 in a longer number.
_BEGIN, _END = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_GAP = r"[\s_.,'\u2019\-]*"
_QUARTER = r"(?:q|qtr|quarter)[\s_]*(?P<quarter>[1-4])"
_YEARS = r"(?P<year>(?:19|20)[0-9][0-9])[\s_]*[-/_][\s_]*(?P<next>(?:20)?[0-9][0-9])(?![0-9])"
_SAYS = {
    "months": (
        rf"{_BEGIN}(?P<month>{_NAMES})(?:{_GAP}(?P<year>20[0-9][0-9]))?[\s_]*(?:-|\u2013|_|to|and|&)[\s_]*"
        rf"(?P<last_month>{_NAMES}){_GAP}(?P<last_year>20[0-9][0-9])(?![0-9])"
    ),
    "month": rf"(?<![a-z])(?P<month>{_NAMES}){_GAP}(?P<year>20[0-9][0-9])(?![0-9])",
    "month_after": rf"(?<![0-9])(?P<year>20[0-9][0-9]){_GAP}(?P<month>{_NAMES}){_END}",
    "short_month": rf"(?<![a-z])(?P<month>{_NAMES})[\s_.'\u2019\-]?(?P<year>[0-9][0-9])(?![0-9])",
    "numbered_month": r"(?<![0-9])(?<![0-9][-/])(?P<year>20[0-9][0-9])[-_/.]?(?P<month>0[1-9]|1[0-2])(?![0-9])(?![-/][0-9])",
    "quarter": rf"{_BEGIN}{_QUARTER}[\s_\-,]*(?:of[\s_]*)?{_YEARS}",
    "quarter_after": rf"(?<![0-9]){_YEARS}[\s_\-,]*{_QUARTER}(?![0-9])",
    "lone_quarter": rf"{_BEGIN}{_QUARTER}[\s_\-,]*(?P<year>20[0-9][0-9])(?![\s_]*[-/]?[0-9])",
    "lone_quarter_after": rf"(?<![0-9])(?P<year>20[0-9][0-9])[\s_\-,]*{_QUARTER}(?![0-9])",
    "years": rf"(?<![0-9]){_YEARS}",
}  # fmt: skip
_CAMEL = r"(?<=[A-Za-z])(?=[A-Z][a-z])"  # SpendDataAug2016
_LONGEST = 300

MAY_BE_EXCHANGED = (
    "; with day and month exchanged most would fall inside: a spreadsheet may have done so"
)
_SPACE, _SPACES = re.compile("[%_]20"), re.compile("%20|_20(?:[a-z]|[_%]20)", re.IGNORECASE)
"""A space in an address, and where a name saved from one shows it: `spend_20june_202010`."""
SLACK = timedelta(days=62)
"""How far a date may lie from the rest before it is spoken of: invoices wait two months."""
FEWEST = 5
"""Dates from which a bulk can be told."""


class Period(NamedTuple):
    """A stretch of days, both ends included, and what told it, in words."""

    first: date
    last: date
    told_by: str

    def holds(self, column: str, margin: int = 0) -> pl.Expr:
        """Whether the date in a column lies in it, or within so many days of it."""
        around = timedelta(days=margin)
        return pl.col(column).is_between(self.first - around, self.last + around)


class Clues(NamedTuple):
    """What else in a file tells of its time.

    Attributes:
        told: what its name and titles say.
        beside: gives the time of its other columns of dates; asked only where it is needed.
        year: gives the one year that a column of years tells; asked for dates without any.
    """

    told: Period | None = None
    beside: Callable[[], Period | None] = lambda: None
    year: Callable[[], Period | None] = lambda: None


def told_period(name: str, titles: Sequence[str], sheet: str = "") -> Period | None:
    """The months, quarters or years that a file's titles or names speak of; None if none is.

    Where they name several, the whole stretch, which decides less and is never wrong by choosing.

    Args:
        name: of the file.
        titles: what stands above the heading, which comes first.
        sheet: the name of the sheet of a workbook, which comes before that of the file.
    """
    stem = PurePath(name.removesuffix(f" [{sheet}]")).stem
    if len(sheet) >= _LONGEST_SHEET:
        sheet = re.sub(_LAST_WORD, "", sheet)
    if _SPACES.search(stem):
        stem = _SPACE.sub(" ", stem)
    for texts, told_by in (
        (titles, "its title"),
        ((sheet,), OF_THE_SHEET),
        ((stem,), OF_THE_FILE),
    ):
        stretches = [stretch for text in texts for stretch in _spoken_of(text)]
        if stretches:
            return _hull(stretches, told_by)
    return None


def months_named(name: str) -> set[int]:
    """The months, from 1, that the name of a file speaks of, with a year or without."""
    words = re.findall(r"[a-z]+", PurePath(name).stem.lower())
    return {_MONTHS[word] for word in words if word in _MONTHS}


def _hull(stretches: Sequence[tuple[date, date]], told_by: str) -> Period:
    return Period(min(first for first, _ in stretches), max(last for _, last in stretches), told_by)


def _spoken_of(text: str) -> list[tuple[date, date]]:
    """Every stretch of time that a text names; what one pattern took, no later one sees."""
    left = re.sub(_CAMEL, " ", text[:_LONGEST]).lower()
    found: list[tuple[date, date]] = []
    for name in _SAYS:
        if name == "short_month" and found:
            continue  # `April 2015` beside `10 April` is one month, not April 2010 too
        if not _may_say(name, left):
            continue
        pattern = _pattern(name)
        for match in pattern.finditer(left):
            stretch = _stretch(match.groupdict())
            if stretch is not None:
                found.append(stretch)
        left = pattern.sub(lambda match: " " * len(match.group()), left)
    return found


def _may_say(name: str, text: str) -> bool:
    """Whether a text has what a pattern cannot do without: most have nothing to be taken apart for."""
    if not any(map(str.isdigit, text)):
        return False
    if "(?P<quarter>" in _SAYS[name]:
        return "q" in text
    return _NAMES not in _SAYS[name] or any(month in text for month in _SHORT)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """One of the patterns, made when it is first wanted: all of them take longer than a short file."""
    return re.compile(_SAYS[name])


def _stretch(said: dict[str, str | None]) -> tuple[date, date] | None:
    """First and last day of what one pattern found."""
    year = int(said["year"] or said.get("last_year") or 0)
    year += 2000 if year < 100 else 0
    if said.get("next") is not None:
        follows = (year + 1) % 100 == int(said["next"] or 0) % 100
        return _quarter(date(year, 4, 1), said.get("quarter"), 3) if follows else None
    if said.get("quarter") is not None:  # of the calendar's year or of a financial one: both
        return _quarter(date(year, 1, 1), said["quarter"], 6)
    month = said["month"] or ""
    begins = date(year, int(month) if month.isdigit() else _MONTHS[month], 1)
    if said.get("last_month") is None:
        return begins, _last_day(begins, 1)
    last = date(int(said["last_year"] or year), _MONTHS[said["last_month"] or ""], 1)
    if said["year"] is None and begins > last:
        begins = begins.replace(year=begins.year - 1)
    return (begins, _last_day(last, 1)) if begins <= last else None


def _quarter(year: date, quarter: str | None, months: int) -> tuple[date, date]:
    """So many months from the beginning of a quarter on; the whole year without one."""
    if quarter is None:
        return year, _last_day(year, 12)
    begins = _months_on(year, 3 * (int(quarter) - 1))
    return begins, _last_day(begins, months)


def _months_on(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _last_day(begins: date, months: int) -> date:
    return _months_on(begins, months) - timedelta(days=1)


def bulk_of(dates: pl.Series, told_by: str, rows: pl.Series | None = None) -> Period | None:
    """Where nine tenths of some dates lie; None for too few to tell.

    Args:
        dates: in any order.
        told_by: what they are, in words.
        rows: how often each of them stands there; once, if nothing is said.
    """
    often = pl.repeat(1, dates.len(), eager=True) if rows is None else rows
    days = (
        pl.LazyFrame([dates.alias("day"), often.cast(pl.Int64).alias("rows")])
        .drop_nulls("day")
        .sort("day")
        .select("day", pl.col("rows").cum_sum().alias("upto"))
        .collect()
    )
    many = days["upto"][-1] if days.height else 0
    if many < FEWEST:
        return None
    # The nearest of them, as quantiles are commonly told where no two are to be mixed.
    places = [math.floor((many - 1) * share + 0.5) for share in (0.05, 0.95)]
    first, last = days["day"].gather(days["upto"].search_sorted(pl.Series(places), "right"))
    return Period(first, last, told_by)


def notice_outside(
    dated: pl.DataFrame, dates: pl.DataFrame, told: Period | None, heading: str = ""
) -> list[str]:
    """Say which payments are dated far from the rest of their file, and what they come to.

    Args:
        dated: payments with `line`, `date` as written, `paid_on`, `paid_to`, `pence`.
        dates: `paid_on` and `paid_to` of each distinct date, and `rows`, how many payments have it.
        told: what the file's name or titles say.
        heading: what stands over the dates.
    """
    bulk = bulk_of(dates["paid_on"], "the rest", dates["rows"])
    if bulk is None:
        return []
    notices = []
    are_days = dates["paid_on"].equals(dates["paid_to"].alias("paid_on"), null_equal=True)
    ends = bulk if are_days else bulk_of(dates["paid_to"], "the rest", dates["rows"])
    # A quarter ends long after it begins: the rest lasts as long as its own periods do.
    first, last = bulk.first, max(bulk.last, ends.last) if ends else bulk.last
    # A tenth of the dates lie beyond the bulk, and so may be a tenth of its length.
    slack = SLACK + (last - first) * 0.15
    if told is not None and told.first - SLACK <= last and first <= told.last + SLACK:
        first, last = min(first, told.first), max(last, told.last)
    elif told is not None:
        notices.append(
            f"{told.told_by} speaks of {in_words(told.first, told.last)}, and most payments are "
            f"dated {in_words(first, last)}"
        )
    is_outside = (pl.col("paid_on") < first - slack) | (pl.col("paid_to") > last + slack)
    if not dates.select(is_outside.any()).item():
        return notices
    outside = dated.filter(is_outside).sort("line")
    line, written = outside.select("line", "date").row(0)
    pounds = int(outside["pence"].sum()) / 100
    one = outside.height == 1
    is_late = (
        re.search(_OF_INVOICES, heading) is not None
        and outside.select(pl.col("paid_on").is_between(first - _PAID_LATE, first).all()).item()
    )
    under = (
        f"; under {heading.strip()!r} an invoice that was paid late is dated so" if is_late else ""
    )
    notices.append(
        f"{outside.height:,} {'payment is' if one else 'payments are'} dated far outside the rest "
        f"of the file ({in_words(first, last)}), £{pounds:,.2f} in all, such as line {line:,}, "
        f"{written[:40]!r}: {'it counts' if one else 'they count'} on the date written"
        + (under or _swapped(outside, first, last))
    )
    return notices


def _swapped(outside: pl.DataFrame, first: date, last: date) -> str:
    """A hint where most of these dates would fall inside with day and month exchanged."""
    day, month, year = (getattr(pl.col("paid_on").dt, part)() for part in ("day", "month", "year"))
    swapped = outside.filter(day <= 12).select(pl.date(year, day, month).alias("day"))
    inside = swapped.filter(pl.col("day").is_between(first, last)).height
    if inside * 2 <= outside.height:
        return ""
    return MAY_BE_EXCHANGED


def in_words(first: date, last: date) -> str:
    """Name the months between two days: April 2015, or April 2015 to June 2015."""
    begins, ends = month_in_words(first), month_in_words(last)
    return begins if begins == ends else f"{begins} to {ends}"


def month_in_words(day: date) -> str:
    """Name a day's month: April 2015, in English on every machine."""
    names = [name for name, number in _MONTHS.items() if number == day.month]
    return f"{names[-1].title()} {day.year}"
