"""Ways of writing a date, a month, a quarter or a year, and the day that each one's parts make."""

from __future__ import annotations

import polars as pl

EARLIEST, LATEST = 1990, 2099
"""Years. Computerised ledgers do not go further back; a later year is a slip of the hand."""
SINCE_1904 = 1_462
"""Days between the two calendars of Excel: of its first day in 1900, and in 1904 (old Macintoshes)."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WELSH = (
    *("ionawr|ion", "chwefror|chwef|chwe|chw", "mawrth|maw", "ebrill|ebr", "mai", "mehefin|meh"),
    *("gorffennaf|gorff|gor", "awst", "medi|med", "hydref|hyd", "tachwedd|tach", "rhagfyr|rhag"),
)
"""Months as bodies in Wales may write them, and their usual short forms (Unicode CLDR, `cy`)."""
MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_LAST_MONTH = MONTH.replace("month", "last_month")
_DAY = r"(?<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?"
_LAST_DAY = _DAY.replace("day", "last_day")
_YEAR = r"(?<year>[0-9]{4}|[0-9]{2})"
TO = r" *(?:-|\x{2013}|\x{2014}|to|until) *"
# A financial year names two years, `2015/16`; only with `fy` before it may both be short.
_FINANCIAL = r"(?:(?:fy|f/y|financial year|year) *)?(?<year>[0-9]{4}) *[/\-\x{2013}] *(?<next>[0-9]{4}|[0-9]{2})"
_SHORT_FINANCIAL = r"(?:fy|f/y|financial year) *(?<year>[0-9]{2}) *[/\-] *(?<next>[0-9]{2})"
_EITHER_FINANCIAL = (
    r"(?:fy *)?(?<year>[0-9]{4}|[0-9]{2}) *[/\-\x{2013}] *(?<next>[0-9]{4}|[0-9]{2})"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_QUARTER = rf"(?:q|qtr|quarter) *(?<quarter>[1-4])|(?<ordinal>[1-4]){_ORDINAL} *(?:qtr|quarter)"
_PERIOD = r"(?:p|per|period|m|mth|month) *(?<period>[0-9]{1,2})"

FORMS = {
    "iso": r"^(?<year>[0-9]{4}) ?[-/.] ?(?<month>[0-9]{1,2}) ?[-/.] ?(?<day>[0-9]{1,2})$",
    "numeric": (
        rf"^(?<first>[0-9]{{1,2}}) ?(?<mark>[/.\- ]) ?(?<second>[0-9]{{1,2}}) ?[/.\- ] ?{_YEAR}$"
    ),
    "together": r"^(?<first>[0-9]{1,2})(?<second>[0-9]{2})(?<year>19[0-9]{2}|20[0-9]{2})$",
    "day_month": rf"^{_DAY}[ \-/.,]*{MONTH}[ \-/.,']*{_YEAR}$",
    "month_day": rf"^{MONTH}[ .\-/]*{_DAY}(?:, *| +|[\-/]){_YEAR}$",
    "year_month_day": rf"^(?<year>[0-9]{{4}})[ \-/.]*{MONTH}[ \-/.]*{_DAY}$",
    "compact": r"^(?<year>19[0-9]{2}|20[0-9]{2})(?<month>[0-9]{2})(?<day>[0-9]{2})$",
    "days": rf"^{_DAY} *(?:{MONTH})?{TO}{_LAST_DAY} *{_LAST_MONTH}[ ,]*{_YEAR}$",
    "month": rf"^{MONTH}[ \-/.,'_]*{_YEAR}$",
    "year_month": rf"^(?<year>[0-9]{{4}})[ \-/.,_]*{MONTH}$",
    "numbered_month": r"^(?<year>[0-9]{4}) ?[-/.] ?(?<month>[0-9]{1,2})$",
    "month_number": r"^(?<month>[0-9]{1,2}) ?[-/.] ?(?<year>[0-9]{4})$",
    "six_digits": r"^(?<year>19[0-9]{2}|20[0-9]{2})(?<month>[0-9]{2})$",
    "months": rf"^{MONTH} *(?<year>[0-9]{{4}})?{TO}{_LAST_MONTH} *(?<last_year>[0-9]{{4}})$",
    "financial_year": rf"^(?:{_FINANCIAL})$",
    "short_financial_year": rf"^(?:{_SHORT_FINANCIAL})$",
    "quarter": rf"^(?:{_QUARTER})[ ,:\-]*(?:of )?{_EITHER_FINANCIAL}$",
    "quarter_after": rf"^{_EITHER_FINANCIAL}[ ,:\-]*(?:{_QUARTER})$",
    "lone_quarter": rf"^(?:{_QUARTER})[ ,:\-/]*(?:of )?(?<year>[0-9]{{4}})$",
    "lone_quarter_after": rf"^(?<year>[0-9]{{4}})[ ,:\-/]*(?:{_QUARTER})$",
    "period": rf"^{_PERIOD}[ ,:\-/]*(?:of )?{_EITHER_FINANCIAL}$",
    "period_after": rf"^{_EITHER_FINANCIAL}[ ,:\-/]*{_PERIOD}$",
    "serial": r"^(?<days>[0-9]{5})(?:\.[0-9]+)?$",
}
"""Each looked for once in every distinct text."""


def in_english(text: pl.Expr) -> pl.Expr:
    """Lower-case texts with the months that stand there in Welsh as English shortens them."""
    for welsh, english in zip(_WELSH, _MONTHS, strict=True):
        text = text.str.replace_all(
            rf"(^|[^a-z])(?:{welsh})\.?($|[^a-z])", f"${{1}}{english}${{2}}"
        )
    return text


def both_orders(form: str) -> tuple[pl.Expr, pl.Expr]:
    """A date of three numbers, day first and month first."""
    year, first, second = (part_of(form, part) for part in ("year", "first", "second"))
    return calendar_day(year, second, first), calendar_day(year, first, second)


def way_of_writing() -> pl.Expr:
    """How a date of three numbers is written: the mark between them and the digits of the year."""
    return part_of("numeric", "mark") + part_of("numeric", "year").str.len_chars().cast(pl.String)


def ranges() -> tuple[pl.Expr, ...]:
    """First and last day of `1-30 April 2015` and `Apr 2015-Mar 2016`.

    `October - March 2011` begins in the year before; so does `28 December - 3 January 2011`.
    """
    year, last_month = part_of("days", "year"), part_of("days", "last_month")
    month = pl.coalesce(part_of("days", "month"), last_month)
    days_to = calendar_day(year, last_month, part_of("days", "last_day"))
    starts = calendar_day(year, month, part_of("days", "day"))
    # `2-1 January` is no eleven months, but a slip.
    days_from = pl.when(month == last_month).then(starts).otherwise(_before(starts, days_to))
    last_year, year = part_of("months", "last_year"), part_of("months", "year")
    months_to = calendar_day(last_year, part_of("months", "last_month"), pl.lit("1")).dt.month_end()
    same_year = calendar_day(last_year, part_of("months", "month"), pl.lit("1"))
    months_from = (
        pl.when(year.is_not_null())
        .then(calendar_day(year, part_of("months", "month"), pl.lit("1")))
        .otherwise(_before(same_year, months_to))
    )
    return (
        days_from.alias("days_from"),
        days_to.alias("days_to"),
        months_from.alias("months_from"),
        months_to.alias("months_to"),
    )


def _before(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    return pl.when(start > end).then(start.dt.offset_by("-1y")).otherwise(start)


def financial_start(form: str) -> pl.Expr:
    """The first of April in which a financial year begins, if its second year follows its first."""
    year, following = _full_year(part_of(form, "year")), part_of(form, "next")
    expected = (year.cast(pl.Int32, strict=False) + 1).cast(pl.String)
    follows = (
        pl.when(following.str.len_chars() == 4)
        .then(following == expected)
        .otherwise(following == expected.str.tail(2))
    )
    return pl.when(follows).then(calendar_day(year, pl.lit("4"), pl.lit("1")))


def year_end(start: str) -> pl.Expr:
    """The last day of the twelve months that begin in a column."""
    return pl.col(start).dt.offset_by("11mo").dt.month_end()


def quarters() -> tuple[pl.Expr, pl.Expr]:
    """The first day of a quarter of a financial year; and of a calendar year's, which may be either."""
    of_year = []
    for form in ("quarter", "quarter_after"):
        number = pl.coalesce(part_of(form, "quarter"), part_of(form, "ordinal")).cast(pl.Int32)
        of_year.append(_months_on(financial_start(form), (number - 1) * 3))
    lone = []
    for form in ("lone_quarter", "lone_quarter_after"):
        number = pl.coalesce(part_of(form, "quarter"), part_of(form, "ordinal")).cast(pl.Int32)
        begins = calendar_day(part_of(form, "year"), pl.lit("1"), pl.lit("1"))
        lone.append(_months_on(begins, (number - 1) * 3))
    return pl.coalesce(*of_year).alias("quarter_from"), pl.coalesce(*lone).alias("calendar_from")


def periods() -> tuple[pl.Expr]:
    """The month that is a numbered period of a financial year."""
    of_year = []
    for form in ("period", "period_after"):
        number = part_of(form, "period").cast(pl.Int32)
        begins = _months_on(financial_start(form), number - 1)
        of_year.append(pl.when(number.is_between(1, 12)).then(begins))
    return (pl.coalesce(*of_year).alias("period_from"),)


def _months_on(start: pl.Expr, months: pl.Expr) -> pl.Expr:
    return start.dt.offset_by(months.cast(pl.String) + "mo")


def part_of(form: str, part: str) -> pl.Expr:
    """One part of a text in a form, such as its `day`; null where the form does not fit."""
    return pl.col(form).struct.field(part)


def _full_year(year: pl.Expr) -> pl.Expr:
    return (
        pl.when(year.str.len_chars() == 4)
        .then(year)
        .when(year >= "70")
        .then(pl.lit("19") + year)
        .otherwise(pl.lit("20") + year)
    )


def calendar_day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Three texts to a date; null when any is missing, or there is no such day in living ledgers."""
    number = month.replace({name: str(place) for place, name in enumerate(_MONTHS, 1)})
    iso = pl.concat_str(
        _full_year(year), number.str.zfill(2), day.str.zfill(2), separator="-", ignore_nulls=False
    )
    date = iso.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(date.dt.year().is_between(EARLIEST, LATEST)).then(date)


def serial_date(number: pl.Expr, later: int = 0) -> pl.Expr:
    """Excel's day number as a date, `later` days on; null outside living ledgers."""
    date = pl.lit("1899-12-30").str.to_date("%Y-%m-%d") + pl.duration(days=number + later)
    return pl.when(date.dt.year().is_between(EARLIEST, LATEST)).then(date)
