"""One text to its first and last day, in every form that it fits.

Nothing here looks at a column: where a text alone has two readings, both are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.date_parts import (
    FORMS,
    TO,
    both_orders,
    calendar_day,
    financial_start,
    in_english,
    part_of,
    periods,
    quarters,
    ranges,
    way_of_writing,
    year_end,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_ZONE = r"(?: ?(?:z|utc|gmt|bst))?(?: ?[+-][0-9]{2}(?::?[0-9]{2})?)?(?: \([a-z ]+\))?"
# Oracle writes 02-JAN-26 00.00.00.000000000, SAS 02JAN2026:00:00:00.
_TIME = (
    r"(?:[ t:]+|, ?)(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{1,2}\.[0-9]{2}\.[0-9]{2})"
    rf"(?:[.,][0-9]+)?(?: ?[ap]\.?m\.?)?{_ZONE}$"
)
_NO_FRACTION = r"^([0-9]{8})\.0$"
"""`20260102.0`: a day that went through a program as a number."""
# As Java prints it: Fri Jan 02 00:00:00 GMT 2026.
_TIME_WITHIN = r" [0-9]{1,2}:[0-9]{2}:[0-9]{2}(?: [a-z]{2,4})? ([0-9]{4})$"
_WEEKDAY = r"^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?[,.]?[ \-]+"
_WEEK_ENDS = r"^(?:w/e|w\.e\.?|week[ -]?end(?:ing|ed)?):? *"
_WEEK_BEGINS = r"^(?:w/c|w/b|w\.c\.?|week[ -]?(?:commencing|beginning|starting)):? *"
# Long enough on both sides to be dates, so that 01-04-2015 is not from 01 to 04-2015.
_FROM_TO = rf"^(?:from )?(?<from>.{{6,}}?){TO}(?<to>.{{6,}})$"
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
        .str.strip_chars(" '=\"")
        .str.to_lowercase()
        .str.replace(_TIME, "")
        .str.replace(_NO_FRACTION, "$1")
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
    # Nearly every column is written in one of these three alone: the twenty others would cost more.
    fits = table.select(pl.col("tidy") == "", *(_matched(form).alias(form) for form in _USUAL))
    is_usual = fits.select(pl.any_horizontal(pl.all())).to_series()
    usual = _read_usual(table.filter(is_usual), [form for form in _USUAL if fits[form].any()])
    if is_usual.all():
        return usual.sort("text")
    others = _read_others(
        table.filter(~is_usual).select("text", in_english(pl.col("tidy")).alias("tidy"))
    )
    return pl.concat([usual, others], how="vertical_relaxed").sort("text")


def _read_usual(table: pl.DataFrame, met: Sequence[str]) -> pl.DataFrame:
    """Texts that are one day, each in one of the usual forms that were met."""
    days = [
        calendar_day(part_of(form, "year"), part_of(form, "month"), part_of(form, "day"))
        for form in ("iso", "day_month")
        if form in met
    ]
    read: dict[str, pl.Expr] = {}
    if days:
        read |= dict.fromkeys(("from", "to"), pl.coalesce(days))
    if "numeric" in met:
        day_first, month_first = both_orders("numeric")
        read |= dict.fromkeys(("day_first", "day_first_to"), day_first)
        read |= dict.fromkeys(("month_first", "month_first_to"), month_first)
        read["group"] = way_of_writing()
    kinds = {
        "serial": pl.Int32,
        "of_period": pl.Boolean,
        "six_digits": pl.Boolean,
        "group": pl.String,
    }
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
    numeric = [both_orders(form) for form in ("numeric", "together")]
    day = pl.coalesce(
        *(
            calendar_day(part_of(form, "year"), part_of(form, "month"), part_of(form, "day"))
            for form in _DAYS
        )
    )
    month = pl.coalesce(
        *(
            calendar_day(part_of(form, "year"), part_of(form, "month"), pl.lit("1"))
            for form in _WHOLE_MONTHS
        )
    )
    day_first, month_first = (pl.coalesce(*(pair[side] for pair in numeric)) for side in (0, 1))
    forms = forms.with_columns(
        day.alias("day"),
        month.alias("month_start"),
        day_first.alias("day_first"),
        month_first.alias("month_first"),
        financial_start("financial_year").alias("year_from"),
        calendar_day(
            part_of("numbered_month", "year"), part_of("numbered_month", "month"), pl.lit("1")
        ).alias("month_from"),
        financial_start("short_financial_year").alias("short_year"),
        calendar_day(
            part_of("six_digits", "year"), part_of("six_digits", "month"), pl.lit("1")
        ).alias("six"),
        *ranges(),
        *quarters(),
        *periods(),
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
            pl.when(~two).then(year_end("year_from")),
            year_end("short_year"),
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
        year_end("year_from").alias("year_to"),
        "calendar_from",
        pl.col("calendar_from").dt.offset_by("2mo").dt.month_end().alias("calendar_to"),
        pl.col("calendar_from").dt.offset_by("3mo").alias("financial_from"),
        pl.col("calendar_from").dt.offset_by("5mo").dt.month_end().alias("financial_to"),
        as_period.alias("period_from"),
        as_period.dt.month_end().alias("period_to"),
        part_of("serial", "days").cast(pl.Int32, strict=False).alias("serial"),
        way_of_writing().alias("group"),
        "of_period",
        pl.col("tidy").str.contains(r"^[0-9]{6}$").alias("six_digits"),
        pl.any_horizontal(_matched(form) for form in _ENDS_OF_RANGES).alias("ends_range"),
    )


_DAYS = ("iso", "day_month", "month_day", "year_month_day", "compact")
_WHOLE_MONTHS = ("month", "year_month", "month_number")


def _matched(form: str) -> pl.Expr:
    part = {"numeric": "first", "month": "month"}.get(form, "day")
    return part_of(form, part).is_not_null()
