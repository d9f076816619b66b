"""Ways of writing a date, a month, a quarter or a year: one text to its first and last day.

Nothing here looks at a column: where a text alone has two readings, both are given.
"""

from __future__ import annotations

import polars as pl

EARLIEST, LATEST = 1990, 2099
"""Years. Computerised ledgers do not go further back; a later year is a slip of the hand."""
SINCE_1904 = 1_462
"""Days between the two calendars of Excel: of its first day in 1900, and in 1904 (old Macintoshes)."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_LAST_MONTH = MONTH.replace("month", "last_month")
_DAY = r"(?<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?"
_LAST_DAY = _DAY.replace("day", "last_day")
_YEAR = r"(?<year>\d{4}|\d{2})"
_TO = r" *(?:-|\x{2013}|\x{2014}|to|until) *"
# A financial year names two years, `2015/16`; only with `fy` before it may both be short.
_FINANCIAL = (
    r"(?:(?:fy|f/y|financial year|year) *)?(?<year>\d{4}) *[/\-\x{2013}] *(?<next>\d{4}|\d{2})"
)
_SHORT_FINANCIAL = r"(?:fy|f/y|financial year) *(?<year>\d{2}) *[/\-] *(?<next>\d{2})"
_EITHER_FINANCIAL = r"(?:fy *)?(?<year>\d{4}|\d{2}) *[/\-\x{2013}] *(?<next>\d{4}|\d{2})"
_ORDINAL = r"(?:st|nd|rd|th)?"
_QUARTER = rf"(?:q|qtr|quarter) *(?<quarter>[1-4])|(?<ordinal>[1-4]){_ORDINAL} *(?:qtr|quarter)"
_PERIOD = r"(?:p|per|period|month) *(?<period>\d{1,2})"

FORMS = {
    "iso": r"^(?<year>\d{4}) ?[-/.] ?(?<month>\d{1,2}) ?[-/.] ?(?<day>\d{1,2})$",
    "numeric": (
        rf"^(?<first>\d{{1,2}}) ?(?<mark>[/.\- ]) ?(?<second>\d{{1,2}}) ?[/.\- ] ?{_YEAR}$"
    ),
    "together": r"^(?<first>\d{1,2})(?<second>\d{2})(?<year>19\d{2}|20\d{2})$",
    "day_month": rf"^{_DAY}[ \-/.,]*{MONTH}[ \-/.,']*{_YEAR}$",
    "month_day": rf"^{MONTH}[ .\-/]*{_DAY}(?:, *| +|[\-/]){_YEAR}$",
    "year_month_day": rf"^(?<year>\d{{4}})[ \-/.]*{MONTH}[ \-/.]*{_DAY}$",
    "compact": r"^(?<year>19\d{2}|20\d{2})(?<month>\d{2})(?<day>\d{2})$",
    "days": rf"^{_DAY} *(?:{MONTH})?{_TO}{_LAST_DAY} *{_LAST_MONTH}[ ,]*{_YEAR}$",
    "month": rf"^{MONTH}[ \-/.,'_]*{_YEAR}$",
    "year_month": rf"^(?<year>\d{{4}})[ \-/.,_]*{MONTH}$",
    "numbered_month": r"^(?<year>\d{4}) ?[-/.] ?(?<month>\d{1,2})$",
    "month_number": r"^(?<month>\d{1,2}) ?[-/.] ?(?<year>\d{4})$",
    "six_digits": r"^(?<year>19\d{2}|20\d{2})(?<month>\d{2})$",
    "months": rf"^{MONTH} *(?<year>\d{{4}})?{_TO}{_LAST_MONTH} *(?<last_year>\d{{4}})$",
    "financial_year": rf"^(?:{_FINANCIAL})$",
    "short_financial_year": rf"^(?:{_SHORT_FINANCIAL})$",
    "quarter": rf"^(?:{_QUARTER})[ ,:\-]*(?:of )?{_EITHER_FINANCIAL}$",
    "quarter_after": rf"^{_EITHER_FINANCIAL}[ ,:\-]*(?:{_QUARTER})$",
    "lone_quarter": rf"^(?:{_QUARTER})[ ,:\-/]*(?:of )?(?<year>\d{{4}})$",
    "lone_quarter_after": rf"^(?<year>\d{{4}})[ ,:\-/]*(?:{_QUARTER})$",
    "period": rf"^{_PERIOD}[ ,:\-/]*(?:of )?{_EITHER_FINANCIAL}$",
    "period_after": rf"^{_EITHER_FINANCIAL}[ ,:\-/]*{_PERIOD}$",
    "serial": r"^(?<days>\d{5})(?:\.\d+)?$",
}
"""Each looked for once in every distinct text."""

_ZONE = r"(?: ?(?:z|utc|gmt|bst|[+-]\d{2}:?\d{2}))?"
_TIME = rf"(?:[ t]+|, ?)\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?{_ZONE}$"
# As Java prints it: Fri Jan 02 00:00:00 GMT 2026.
_TIME_WITHIN = r" \d{1,2}:\d{2}:\d{2}(?: [a-z]{2,4})? (\d{4})$"
_WEEKDAY = r"^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?[,.]?[ \-]+"
_WEEK_ENDS = r"^(?:w/e|w\.e\.?|week[ -]?end(?:ing|ed)?):? *"
_WEEK_BEGINS = r"^(?:w/c|w/b|w\.c\.?|week[ -]?(?:commencing|beginning|starting)):? *"
# Long enough on both sides to be dates, so that 01-04-2015 is not from 01 to 04-2015.
_FROM_TO = rf"^(?:from )?(?<from>.{{6,}}?){_TO}(?<to>.{{6,}})$"
_ENDS_OF_RANGES = ("iso", "numeric", "day_month", "month_day", "year_month_day", "month")
_LONGEST = 60
"""Characters of the longest text that is looked at."""


def read_forms(texts: pl.Series) -> pl.DataFrame:
    """Read each distinct text in every form that it fits.

    Args:
        texts: each once; nulls are left out.

    Returns:
        A row a text: `text`, and its readings, each as first and last day, null where there is
        none: `from`, `to` where it has one reading only; `day_first`, `day_first_to` and
        `month_first`, `month_first_to` of `1/2/2026`; `month_from`, `month_to` and `year_from`,
        `year_to` of `2011-12` (a month or a financial year), and of `201504` with `period_from`
        and `period_to` (a month or the fourth period of a year); `calendar_from`, … and
        `financial_from`, … of `Q1 2015`; `serial`, a day number of Excel; `group`, the mark and
        length of the year of a numeric date; `of_period`, whether it is a numbered period.
    """
    tidy = (
        pl.col("text")
        .str.replace_all(r"[\s\x{00A0}\x{200B}\x{202F}\x{FEFF}]+", " ")
        .str.strip_chars(" '")
        .str.to_lowercase()
        .str.replace(_TIME, "")
        .str.replace(_TIME_WITHIN, " $1")
        .str.replace(_WEEKDAY, "")
    )
    short = pl.col("text").str.len_chars() <= _LONGEST
    table = (
        texts.alias("text")
        .drop_nulls()
        .to_frame()
        .with_columns(pl.when(short).then(tidy).fill_null("").alias("tidy"))
        .with_columns(pl.col("tidy").str.extract_groups(FORMS[form]).alias(form) for form in _USUAL)
    )
    # Nearly every column is written in these three alone: the twenty others would cost more.
    is_usual = pl.any_horizontal(pl.col("tidy") == "", *(_matched(form) for form in _USUAL))
    usual = table.filter(is_usual)
    others = table.filter(~is_usual).select("text", "tidy")
    return pl.concat(
        [_read_usual(usual), *([_read_others(others)] if others.height else [])],
        how="vertical_relaxed",
    ).sort("text")


def _read_usual(table: pl.DataFrame) -> pl.DataFrame:
    """Texts that are one day, in one of the usual forms."""
    day = pl.coalesce(
        *(
            _date(_part(form, "year"), _part(form, "month"), _part(form, "day"))
            for form in ("iso", "day_month")
        )
    )
    day_first, month_first = _numeric("numeric")
    read = {
        "from": day,
        "to": day,
        "day_first": day_first,
        "day_first_to": day_first,
        "month_first": month_first,
        "month_first_to": month_first,
        "group": _group(),
    }
    kinds = {"serial": pl.Int32, "of_period": pl.Boolean, "six_digits": pl.Boolean}
    return table.select(
        "text",
        *(
            read[name].alias(name)
            if name in read
            else pl.lit(None, kinds.get(name, pl.Date)).alias(name)
            for name in _READINGS
        ),
    )


def _read_others(table: pl.DataFrame) -> pl.DataFrame:
    """All other texts, in every form."""
    table = table.with_columns(
        pl.col("tidy").str.contains(_WEEK_ENDS).alias("week_ends"),
        pl.col("tidy").str.contains(_WEEK_BEGINS).alias("week_begins"),
        pl.col("tidy").str.replace(_WEEK_ENDS, "").str.replace(_WEEK_BEGINS, ""),
    ).with_columns(pl.col("tidy").str.extract_groups(_FROM_TO).struct.unnest())
    points = _points(
        pl.concat([table["tidy"], table["from"].alias("tidy"), table["to"].alias("tidy")])
        .drop_nulls()
        .unique()
        .sort()
    )
    ends = points.filter(pl.col("ends_range")).select(
        "tidy", *(column for pair in _RANGED for column in pair)
    )
    table = (
        table.join(points, on="tidy", how="left", maintain_order="left", suffix="_point")
        .join(ends, left_on="from", right_on="tidy", how="left", suffix="_begins")
        .join(ends, left_on="to", right_on="tidy", how="left", suffix="_ends")
    )
    ranged = _with_ranges()
    return table.select(
        "text", *(ranged[name].alias(name) if name in ranged else name for name in _READINGS)
    )


_USUAL = ("iso", "numeric", "day_month")
_TWO_READINGS = ("month", "year", "calendar", "financial", "period")
_READINGS = (
    *("from", "to", "day_first", "day_first_to", "month_first", "month_first_to"),
    *(f"{kind}_{side}" for kind in _TWO_READINGS for side in ("from", "to")),
    *("serial", "group", "of_period", "six_digits"),
)
_RANGED = (
    ("only_from", "only_to"),
    ("day_first", "day_first_to"),
    ("month_first", "month_first_to"),
)


def _with_ranges() -> dict[str, pl.Expr]:
    """A whole text's readings, or those from its first part to its second."""
    nothing_whole = pl.all_horizontal(pl.col(start).is_null() for start, _ in _RANGED)
    found: dict[str, pl.Expr] = {}
    for start, end in _RANGED:
        begins = pl.col(f"{start}_begins")
        ends = pl.col(f"{end}_ends")
        if start != "only_from":  # one end may be beyond doubt while the other is not
            begins = pl.coalesce(begins, "only_from_begins")
            ends = pl.coalesce(ends, "only_to_ends")
            doubtful = pl.col(f"{start}_begins").is_not_null() | pl.col(f"{end}_ends").is_not_null()
        else:
            doubtful = pl.lit(True)
        ranged = nothing_whole & doubtful & begins.is_not_null() & ends.is_not_null()
        first = pl.coalesce(start, pl.when(ranged).then(begins))
        last = pl.coalesce(end, pl.when(ranged).then(ends))
        name = {"only_from": "from", "only_to": "to"}
        found[name.get(start, start)] = (
            pl.when("week_ends").then(first.dt.offset_by("-6d")).otherwise(first)
        )
        found[name.get(end, end)] = (
            pl.when("week_begins").then(last.dt.offset_by("6d")).otherwise(last)
        )
    return found


def _points(texts: pl.Series) -> pl.DataFrame:
    """Every form of each text, ranges of two dates left out."""
    forms = (
        texts.alias("tidy")
        .to_frame()
        .with_columns(
            pl.col("tidy").str.extract_groups(form).alias(name) for name, form in FORMS.items()
        )
    )
    numeric = [_numeric(form) for form in ("numeric", "together")]
    day = pl.coalesce(
        *(_date(_part(form, "year"), _part(form, "month"), _part(form, "day")) for form in _DAYS)
    )
    month = pl.coalesce(
        *(_date(_part(form, "year"), _part(form, "month"), pl.lit("1")) for form in _WHOLE_MONTHS)
    )
    day_first, month_first = (pl.coalesce(*(pair[side] for pair in numeric)) for side in (0, 1))
    forms = forms.with_columns(
        day.alias("day"),
        month.alias("month_start"),
        day_first.alias("day_first"),
        month_first.alias("month_first"),
        _financial_start("financial_year").alias("year_from"),
        _date(_part("numbered_month", "year"), _part("numbered_month", "month"), pl.lit("1")).alias(
            "month_from"
        ),
        _financial_start("short_financial_year").alias("short_year"),
        _date(_part("six_digits", "year"), _part("six_digits", "month"), pl.lit("1")).alias("six"),
        *_ranges(),
        *_quarters(),
        *_periods(),
    )
    # A month alone or a financial year alone leaves no doubt; 2011-12 does, and 201104.
    two = pl.col("month_from").is_not_null() & pl.col("year_from").is_not_null()
    forms = forms.with_columns(
        pl.coalesce(
            "day",
            "month_start",
            "days_from",
            "months_from",
            pl.when(~two).then("month_from"),
            pl.when(~two).then("year_from"),
            "short_year",
            "quarter_from",
            "period_from",
        ).alias("only_from"),
        pl.coalesce(
            "day",
            pl.col("month_start").dt.month_end(),
            "days_to",
            "months_to",
            pl.when(~two).then(pl.col("month_from").dt.month_end()),
            pl.when(~two).then(_year_end("year_from")),
            _year_end("short_year"),
            pl.col("quarter_from").dt.offset_by("2mo").dt.month_end(),
            pl.col("period_from").dt.month_end(),
        ).alias("only_to"),
        pl.when(two).then("month_from").alias("month_from"),
        pl.when(two).then("year_from").alias("year_from"),
        pl.col("period_from").is_not_null().alias("of_period"),
    )
    six = pl.col("six")
    as_period = six.dt.offset_by("3mo")  # the first period is April
    return forms.select(
        "tidy",
        *(column for pair in _RANGED for column in pair if column in ("only_from", "only_to")),
        "day_first",
        pl.col("day_first").alias("day_first_to"),
        "month_first",
        pl.col("month_first").alias("month_first_to"),
        pl.coalesce("month_from", six).alias("month_from"),
        pl.coalesce("month_from", six).dt.month_end().alias("month_to"),
        "year_from",
        _year_end("year_from").alias("year_to"),
        "calendar_from",
        pl.col("calendar_from").dt.offset_by("2mo").dt.month_end().alias("calendar_to"),
        pl.col("calendar_from").dt.offset_by("3mo").alias("financial_from"),
        pl.col("calendar_from").dt.offset_by("5mo").dt.month_end().alias("financial_to"),
        as_period.alias("period_from"),
        as_period.dt.month_end().alias("period_to"),
        _part("serial", "days").cast(pl.Int32, strict=False).alias("serial"),
        _group().alias("group"),
        "of_period",
        pl.col("tidy").str.contains(r"^\d{6}$").alias("six_digits"),
        pl.any_horizontal(_matched(form) for form in _ENDS_OF_RANGES).alias("ends_range"),
    )


_DAYS = ("iso", "day_month", "month_day", "year_month_day", "compact")
_WHOLE_MONTHS = ("month", "year_month", "month_number")


def _matched(form: str) -> pl.Expr:
    part = {"numeric": "first", "month": "month"}.get(form, "day")
    return _part(form, part).is_not_null()


def _numeric(form: str) -> tuple[pl.Expr, pl.Expr]:
    """A date of three numbers, day first and month first."""
    year, first, second = (_part(form, part) for part in ("year", "first", "second"))
    return _date(year, second, first), _date(year, first, second)


def _group() -> pl.Expr:
    """How a date of three numbers is written: the mark between them and the digits of the year."""
    return _part("numeric", "mark") + _part("numeric", "year").str.len_chars().cast(pl.String)


def _ranges() -> tuple[pl.Expr, ...]:
    """First and last day of `1-30 April 2015` and `Apr 2015-Mar 2016`.

    `October - March 2011` begins in the year before; so does `28 December - 3 January 2011`.
    """
    year, last_month = _part("days", "year"), _part("days", "last_month")
    month = pl.coalesce(_part("days", "month"), last_month)
    days_to = _date(year, last_month, _part("days", "last_day"))
    days_from = _before(_date(year, month, _part("days", "day")), days_to)
    last_year, year = _part("months", "last_year"), _part("months", "year")
    months_to = _date(last_year, _part("months", "last_month"), pl.lit("1")).dt.month_end()
    same_year = _date(last_year, _part("months", "month"), pl.lit("1"))
    months_from = (
        pl.when(year.is_not_null())
        .then(_date(year, _part("months", "month"), pl.lit("1")))
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


def _financial_start(form: str) -> pl.Expr:
    """The first of April in which a financial year begins, if its second year follows its first."""
    year, following = _full_year(_part(form, "year")), _part(form, "next")
    expected = (year.cast(pl.Int32, strict=False) + 1).cast(pl.String)
    follows = (
        pl.when(following.str.len_chars() == 4)
        .then(following == expected)
        .otherwise(following == expected.str.tail(2))
    )
    return pl.when(follows).then(_date(year, pl.lit("4"), pl.lit("1")))


def _year_end(start: str) -> pl.Expr:
    return pl.col(start).dt.offset_by("11mo").dt.month_end()


def _quarters() -> tuple[pl.Expr, pl.Expr]:
    """The first day of a quarter of a financial year; and of a calendar year's, which may be either."""
    of_year = []
    for form in ("quarter", "quarter_after"):
        number = pl.coalesce(_part(form, "quarter"), _part(form, "ordinal")).cast(pl.Int32)
        of_year.append(_months_on(_financial_start(form), (number - 1) * 3))
    lone = []
    for form in ("lone_quarter", "lone_quarter_after"):
        number = pl.coalesce(_part(form, "quarter"), _part(form, "ordinal")).cast(pl.Int32)
        begins = _date(_part(form, "year"), pl.lit("1"), pl.lit("1"))
        lone.append(_months_on(begins, (number - 1) * 3))
    return pl.coalesce(*of_year).alias("quarter_from"), pl.coalesce(*lone).alias("calendar_from")


def _periods() -> tuple[pl.Expr]:
    """The month that is a numbered period of a financial year."""
    of_year = []
    for form in ("period", "period_after"):
        number = _part(form, "period").cast(pl.Int32)
        begins = _months_on(_financial_start(form), number - 1)
        of_year.append(pl.when(number.is_between(1, 12)).then(begins))
    return (pl.coalesce(*of_year).alias("period_from"),)


def _months_on(start: pl.Expr, months: pl.Expr) -> pl.Expr:
    return start.dt.offset_by(months.cast(pl.String) + "mo")


def _part(form: str, part: str) -> pl.Expr:
    return pl.col(form).struct.field(part)


def _full_year(year: pl.Expr) -> pl.Expr:
    return (
        pl.when(year.str.len_chars() == 4)
        .then(year)
        .when(year >= "70")
        .then(pl.lit("19") + year)
        .otherwise(pl.lit("20") + year)
    )


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
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
