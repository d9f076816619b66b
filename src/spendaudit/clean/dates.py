"""Text to dates, day first unless the column itself proves otherwise.

Decided per column from all of its values, never per value: `04/05/2020` alone says nothing, but
one `25/05/2020` beside it does. A month or a range of months stays the range that it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

EARLIEST, LATEST = 1990, 2099
"""Years. Computerised ledgers do not go further back; a later year is a slip of the hand."""
SERIALS = (32_874, 73_050)
"""Excel's day numbers of 1 January 1990 and 31 December 2099, counted from 30 December 1899."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"(?<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?<year>\d{4}|\d{2})"
_FORMS = {
    "iso": r"^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})$",
    "numeric": rf"^(?<first>\d{{1,2}})[/.\- ](?<second>\d{{1,2}})[/.\- ]{_YEAR}$",
    "day_month": rf"^{_DAY}[ \-/.,]*{_MONTH}[ \-/.,']*{_YEAR}$",
    "month_day": rf"^{_MONTH}[ .\-]*{_DAY}(?:, *| +){_YEAR}$",
    "compact": r"^(?<year>19\d{2}|20\d{2})(?<month>\d{2})(?<day>\d{2})$",
    "month": rf"^{_MONTH}[ \-/.,']*{_YEAR}$",
    "numbered_month": r"^(?<year>\d{4})-(?<month>\d{2})$",
    "months": (
        rf"^{_MONTH} *(?<year>\d{{4}})? *(?:-|to|\x{{2013}}) *"
        rf"{_MONTH.replace('month', 'last_month')} *(?<last_year>\d{{4}})$"
    ),
    "serial": r"^(?<days>\d{5})(?:\.\d+)?$",
}
"""Ways of writing a date, each looked for once in every distinct text."""
DAY_FIRST, MONTH_FIRST = "day first", "month first"
_TIME = r"[ t]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[ap]m)?z?$"
_WEEKDAY = r"^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? +"


@dataclass(frozen=True, slots=True)
class Dates:
    """How one column of dates was read.

    Attributes:
        table: one row a distinct text: `text`, `paid_on`, `paid_to` (the same day, or the last
            day of a period), both null where the text is no date; and `rows` that have it.
        month_first: whether the column proved to be American.
        contradicted: whether some values can only be day first and others only month first; then
            what more rows say decides, and it is to be said aloud.
        either: how many rows have a date that could be read both ways.
        settled: whether those were decided by more than custom.
    """

    table: pl.DataFrame
    month_first: bool
    contradicted: bool
    either: int
    settled: bool


def read_dates(texts: pl.Series, order: str | None = None) -> Dates:
    """Read one column's dates; each distinct text is looked at once.

    Args:
        texts: as they stand in the file.
        order: `DAY_FIRST` or `MONTH_FIRST` where the user settles it, whatever the column says.
    """
    tidy = (
        pl.col("text")
        .str.strip_chars()
        .str.to_lowercase()
        .str.replace_all(r"[\s\x{00A0}]+", " ")
        .str.replace(_TIME, "")
        .str.replace(_WEEKDAY, "")
    )
    written = (
        texts.alias("text")
        .value_counts(name="rows")
        .sort("text")
        .with_columns(tidy.alias("tidy"))
        .with_columns(
            pl.col("tidy").str.extract_groups(form).alias(name) for name, form in _FORMS.items()
        )
    )
    day_first_only, month_first_only, either = _proofs(written)
    month_first = month_first_only > day_first_only if order is None else order == MONTH_FIRST
    table = (
        written.with_columns(_days(month_first=month_first).alias("day"))
        .with_columns(*_month(), *_months())
        .select(
            "text",
            pl.coalesce("day", "month_start", "from").alias("paid_on"),
            pl.coalesce("day", "month_end", "to").alias("paid_to"),
            "rows",
        )
    )
    years = [pl.col(column).dt.year() for column in ("paid_on", "paid_to")]
    living = pl.all_horizontal(year.is_between(EARLIEST, LATEST) for year in years)
    in_order = pl.col("paid_on") <= pl.col("paid_to")
    # Dates outside living ledgers are slips: null, so that no month of theirs appears.
    table = table.with_columns(
        pl.when(living & in_order).then(column).alias(column) for column in ("paid_on", "paid_to")
    )
    return Dates(
        table,
        month_first,
        bool(day_first_only and month_first_only),
        either,
        bool(order or day_first_only or month_first_only),
    )


def _proofs(written: pl.DataFrame) -> tuple[int, int, int]:
    """How many rows can only be day first, only month first, and could be either."""
    first, second = (_part("numeric", part).cast(pl.Int32) for part in ("first", "second"))
    day, month = (13, 31), (1, 12)
    rows = pl.col("rows")
    counted = written.select(
        rows.filter(first.is_between(*day) & second.is_between(*month)).sum().alias("day_first"),
        rows.filter(first.is_between(*month) & second.is_between(*day)).sum().alias("month_first"),
        rows.filter(first.is_between(*month) & second.is_between(*month) & (first != second))
        .sum()
        .alias("either"),
    ).row(0)
    return int(counted[0]), int(counted[1]), int(counted[2])


def _days(*, month_first: bool) -> pl.Expr:
    """The day, where the text is one."""
    day, month = ("second", "first") if month_first else ("first", "second")
    return pl.coalesce(
        _date(_part("numeric", "year"), _part("numeric", month), _part("numeric", day)),
        *(
            _date(_part(form, "year"), _part(form, "month"), _part(form, "day"))
            for form in ("iso", "day_month", "month_day", "compact")
        ),
        _serial_date(_part("serial", "days")),
    )


def _month() -> tuple[pl.Expr, pl.Expr]:
    """The first and last day, where the text is a month."""
    start = pl.coalesce(
        _date(_part(form, "year"), _part(form, "month"), pl.lit("1"))
        for form in ("month", "numbered_month")
    )
    return start.alias("month_start"), start.dt.month_end().alias("month_end")


def _months() -> tuple[pl.Expr, pl.Expr]:
    """The first and last day, where the text is a range of months.

    `October - March 2011` begins in the year before.
    """
    last_year, year = _part("months", "last_year"), _part("months", "year")
    end = _date(last_year, _part("months", "last_month"), pl.lit("1")).dt.month_end()
    same_year = _date(last_year, _part("months", "month"), pl.lit("1"))
    start = (
        pl.when(year.is_not_null())
        .then(_date(year, _part("months", "month"), pl.lit("1")))
        .when(same_year > end)
        .then(same_year.dt.offset_by("-1y"))
        .otherwise(same_year)
    )
    return start.alias("from"), end.alias("to")


def _part(form: str, part: str) -> pl.Expr:
    return pl.col(form).struct.field(part)


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Three texts to a date; null when any is missing or there is no such day."""
    full_year = (
        pl.when(year.str.len_chars() == 4)
        .then(year)
        .when(year >= "70")
        .then(pl.lit("19") + year)
        .otherwise(pl.lit("20") + year)
    )
    number = month.replace({name: str(place) for place, name in enumerate(_MONTHS, 1)})
    iso = pl.concat_str(
        full_year, number.str.zfill(2), day.str.zfill(2), separator="-", ignore_nulls=False
    )
    return iso.str.to_date("%Y-%m-%d", strict=False)


def _serial_date(number: pl.Expr) -> pl.Expr:
    """Excel's day number, as a date; a day's fraction is its time."""
    serial = number.cast(pl.Int32, strict=False)
    days = pl.when(serial.is_between(*SERIALS)).then(serial)
    return pl.lit("1899-12-30").str.to_date("%Y-%m-%d") + pl.duration(days=days)
