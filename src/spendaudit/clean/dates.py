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
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR = r"(\d{4}|\d{2})"
_NUMERIC = r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ]" + _YEAR + "$"
_ISO = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$"
_COMPACT = r"^(19\d{2}|20\d{2})(\d{2})(\d{2})$"
_DAY_NAMED_MONTH = r"^(\d{1,2})(?:st|nd|rd|th)?[ \-/.,]*" + _MONTH + r"[ \-/.,']*" + _YEAR + "$"
_NAMED_MONTH_DAY = "^" + _MONTH + r"[ .\-]*(\d{1,2})(?:st|nd|rd|th)?(?:, *| +)" + _YEAR + "$"
_ONE_MONTH = "^" + _MONTH + r"[ \-/.,']*" + _YEAR + "$"
_NUMBERED_MONTH = r"^(\d{4})-(\d{2})$"
_MONTHS_RANGE = "^" + _MONTH + r" *(\d{4})? *(?:-|to|–) *" + _MONTH + r" *(\d{4})$"
_TIME = r"[ t]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[ap]m)?z?$"
_WEEKDAY = r"^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? +"


@dataclass(frozen=True, slots=True)
class Dates:
    """How one column of dates was read.

    Attributes:
        table: one row a distinct text: `text`, `paid_on`, `paid_to` (the same day, or the last
            day of a period); both null where the text is no date.
        month_first: whether the column proved to be American.
        contradicted: whether some values can only be day first and others only month first.
    """

    table: pl.DataFrame
    month_first: bool
    contradicted: bool


def read_dates(texts: pl.Series) -> Dates:
    """Read one column's dates; each distinct text is looked at once."""
    distinct = pl.DataFrame({"text": texts.unique(maintain_order=True)})
    tidy = (
        pl.col("text")
        .str.strip_chars()
        .str.to_lowercase()
        .str.replace_all(r"[\s\x{00A0}]+", " ")
        .str.replace(_TIME, "")
        .str.replace(_WEEKDAY, "")
    )
    numeric = distinct.select(
        tidy.str.extract(_NUMERIC, 1).cast(pl.Int32).alias("first"),
        tidy.str.extract(_NUMERIC, 2).cast(pl.Int32).alias("second"),
    )
    only_day_first = bool(numeric.select((pl.col("first") > 12).any()).item())
    only_month_first = bool(numeric.select((pl.col("second") > 12).any()).item())
    month_first = only_month_first and not only_day_first
    day, month = (2, 1) if month_first else (1, 2)
    first_day = pl.coalesce(
        _date(_group(tidy, _ISO, 1), _group(tidy, _ISO, 2), _group(tidy, _ISO, 3)),
        _date(_group(tidy, _NUMERIC, 3), _group(tidy, _NUMERIC, month), _group(tidy, _NUMERIC, day)),
        _date(*(_group(tidy, _DAY_NAMED_MONTH, group) for group in (3, 2, 1))),
        _date(*(_group(tidy, _NAMED_MONTH_DAY, group) for group in (3, 1, 2))),
        _date(*(_group(tidy, _COMPACT, group) for group in (1, 2, 3))),
        _serial_date(tidy),
    )
    month_start = pl.coalesce(
        _date(_group(tidy, _ONE_MONTH, 2), _group(tidy, _ONE_MONTH, 1), pl.lit("1")),
        _date(_group(tidy, _NUMBERED_MONTH, 1), _group(tidy, _NUMBERED_MONTH, 2), pl.lit("1")),
    )
    to_year = _group(tidy, _MONTHS_RANGE, 4)
    from_year = pl.coalesce(_group(tidy, _MONTHS_RANGE, 2), to_year)
    range_start = _date(from_year, _group(tidy, _MONTHS_RANGE, 1), pl.lit("1"))
    range_end = _date(to_year, _group(tidy, _MONTHS_RANGE, 3), pl.lit("1")).dt.month_end()
    table = (
        distinct.with_columns(
            pl.coalesce(first_day, month_start, range_start).alias("paid_on"),
            pl.coalesce(first_day, month_start.dt.month_end(), range_end).alias("paid_to"),
        )
        .with_columns(
            _plausible(pl.col("paid_on"), pl.col("paid_to")).alias("paid_on"),
            _plausible(pl.col("paid_to"), pl.col("paid_on")).alias("paid_to"),
        )
        .with_columns(pl.when(pl.col("paid_on").is_not_null()).then("paid_to").alias("paid_to"))
    )
    return Dates(table, month_first, only_day_first and only_month_first)


def _group(text: pl.Expr, pattern: str, group: int) -> pl.Expr:
    return text.str.extract(pattern, group)


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


def _serial_date(text: pl.Expr) -> pl.Expr:
    """Excel's day number, as a date; a day's fraction is its time."""
    serial = text.str.extract(r"^(\d{5})(?:\.\d+)?$", 1).cast(pl.Int32, strict=False)
    days = pl.when(serial.is_between(*SERIALS)).then(serial)
    return pl.lit("1899-12-30").str.to_date("%Y-%m-%d") + pl.duration(days=days)


def _plausible(date: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Dates outside living ledgers are slips: null, so that no month of theirs appears."""
    within = date.dt.year().is_between(EARLIEST, LATEST)
    return pl.when(within & other.is_not_null()).then(date)
