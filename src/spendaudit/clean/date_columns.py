"""Columns that hold a part of the date each, `Year`, `Month` and `Day`, and what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.date_parts import MONTH, in_english
from spendaudit.clean.month_beside import says_month
from spendaudit.clean.texts import distinct_texts
from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows

_YEARS = ("year", "calendaryear", "paymentyear", "yearpaid", "yearofpayment")
_FINANCIAL_YEARS = (
    *("financialyear", "finyear", "fiscalyear", "accountingyear", "periodyear"),
    *("financialyr", "finyr", "fiscalyr", "fy"),
)
_DAYS = ("day", "dayofmonth", "paymentday", "daypaid", "dayofpayment")
_OF_PERIODS = re.compile("period|fiscal|financial|accounting")
"""What is said over months that a ledger counts; under `Month` they are rather those of the calendar."""
_OF_QUARTERS = re.compile("quarter|qtr")

_ORDINAL = r"(?:st|nd|rd|th)?"
_FORMS = {
    "named": rf"^(?:(?<day>[0-9]{{1,2}}){_ORDINAL}(?: of)?[ \-/.,]*)?{MONTH}\.?$",
    "number": r"^(?:(?:p|pd|per|period|month|mth|m)[ .:\-]*)?0*(?<n>[1-9][0-9]?)(?:\.0+)?$",
    "quarter": (
        rf"^(?:(?:q|qtr|quarter)[ .:\-]*0?(?<n>[1-4])|(?<nth>[1-4]){_ORDINAL} *(?:qtr|quarter))$"
    ),
}
_DAY = rf"^0*([1-9]|[12][0-9]|3[01])(?:{_ORDINAL}|\.0+)$"
_ONE_YEAR = r"^(?<fy>fy|f/y)? *(?<year>(?:19|20)[0-9]{2})(?:\.0+)?$"
_TWO_YEARS = (
    r"^(?:fy|f/y|financial year|year)? *(?<year>(?:19|20)?[0-9]{2}) *[/\-\x{2013}] *"
    r"(?<next>(?:20)?[0-9]{2})$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LAST_MONTH, _LAST_QUARTER = 12, 4
_WEEK = 7
"""A number up to it may be that of a weekday."""
_MOST_TEXTS = 1_000
"""More of them are whole dates: a year has 366 days, however they are written."""
_HALF, _MOSTLY = 0.5, 0.95
"""Shares of the different texts, and of the rows, that have to be parts of a date."""


class DateColumns(NamedTuple):
    """The parts of the dates of a file.

    Attributes:
        parts: a row for each set of texts that stand together: `year_text`, `month_text` and
            perhaps `day_text`; what they say: `year` (of two, the first), `n` (of the month or
            quarter) and `day`, or null; and `rows`.
        written: `line`, and the texts `year`, `month` and perhaps `day` of the payments, in order.
        months: what they are: `named`, or numbers: `month`, `period` where their heading speaks of
            such, which a ledger counts, or `quarter`.
        years: what they are: `two` as `2019/20`, plainly `financial`, or perhaps of the `calendar`.
        places: positions of the columns, that of the years first.
    """

    parts: pl.DataFrame
    written: pl.DataFrame
    months: str
    years: str
    places: tuple[int, ...]


def says_year(cell: str) -> bool:
    """Whether a heading speaks of years, of the calendar or of others."""
    return cleaned(cell) in (*_YEARS, *_FINANCIAL_YEARS)


def may_be_of_calendar(cell: str) -> bool:
    """Whether a heading of years leaves open that they begin in January."""
    return cleaned(cell) in _YEARS


def date_columns(paid: pl.DataFrame, rows: Rows) -> DateColumns | None:
    """The parts of the dates, where the column of dates holds no more than one, and a year stands beside it.

    Args:
        paid: the payments, with `line` and `date`.
        rows: where they come from; read again only if a heading speaks of years, and no text of the
            dates tells its own.
    """
    heading = rows.heading
    years = [place for place, cell in enumerate(heading.cells) if says_year(cell)]
    if "date" not in heading.columns or not years or rows.published is not None:
        return None
    month, day = _month_and_day(heading)
    texts = distinct_texts(paid["date"]).cast(pl.String).alias("text")
    if texts.len() > _MOST_TEXTS:
        return None
    dates = texts.to_frame().filter(pl.col("text") != "").with_columns(in_english(_tidy("text")))
    if month != heading.columns["date"]:
        if _share(dates, pl.col("text").str.contains(_DAY)) < _HALF:
            return None
    elif not any(
        _share(dates, pl.col("text").str.contains(form)) >= _HALF for form in _FORMS.values()
    ):
        return None
    is_counted = _OF_PERIODS.search(cleaned(heading.cells[month])) is not None
    # Beside both a period is of the financial year, and a month of the calendar's.
    fitting = [one for one in years if may_be_of_calendar(heading.cells[one]) != is_counted]
    chosen = fitting if len(years) > 1 else years
    if len(chosen) != 1:
        return None
    places = {"year": chosen[0], "month": month} | ({} if day is None else {"day": day})
    return _read(paid, rows, places)


def _month_and_day(heading: Heading) -> tuple[int, int | None]:
    """Where the month stands, and the day if it has a column: `Month, Day`, or `Date, Month`."""
    at = heading.columns["date"]
    others = [(place, cell) for place, cell in enumerate(heading.cells) if place != at]
    if not (says_month(heading.cells[at]) or _OF_QUARTERS.search(cleaned(heading.cells[at]))):
        months = [place for place, cell in others if says_month(cell)]
        return (months[0], at) if len(months) == 1 else (at, None)
    days = [place for place, cell in others if cleaned(cell) in _DAYS]
    return at, days[0] if len(days) == 1 else None


def _read(paid: pl.DataFrame, rows: Rows, places: dict[str, int]) -> DateColumns | None:
    heading = rows.heading
    cells = rows.cells.select(
        "line",
        *(
            pl.col(f"c{place}").fill_null("").cast(pl.Categorical).alias(part)
            for part, place in places.items()
        ),
    )
    written = (
        paid.lazy()
        .select("line")
        .join(cells, on="line", how="left", maintain_order="left")
        .collect(engine="streaming")
    )
    texts = [f"{part}_text" for part in places]
    parts = (
        written.group_by(list(places))
        .agg(pl.len().alias("rows"))
        .rename(dict(zip(places, texts, strict=True)))
        .with_columns(pl.col(texts).cast(pl.String))
        .sort(texts)
    )
    parts, years = _with_years(parts, heading.cells[places["year"]])
    if years is None:
        return None
    parts, months = _with_months(parts, cleaned(heading.cells[places["month"]]))
    if months is None:
        return None
    parts, has_days = _with_days(parts)
    used = tuple(place for part, place in places.items() if part != "day" or has_days)
    return DateColumns(parts, written, months, years, used)


def _with_years(parts: pl.DataFrame, heading: str) -> tuple[pl.DataFrame, str | None]:
    """The year of each row, and what all of them are; None where they are not written alike."""
    tidy = _tidy("year_text")
    one, two = (tidy.str.extract_groups(form) for form in (_ONE_YEAR, _TWO_YEARS))
    first, following = (two.struct.field(part) for part in ("year", "next"))
    begins = pl.when(first.str.len_chars() == 2).then("20" + first).otherwise(first).cast(pl.Int32)
    follows = (begins + 1) % 100 == following.cast(pl.Int32) % 100
    parts = parts.with_columns(
        one.struct.field("year").cast(pl.Int32).alias("one"),
        one.struct.field("fy").alias("fy"),
        pl.when(follows).then(begins).alias("two"),
    )
    filled = parts.filter(_tidy("year_text") != "")
    if filled.height and not filled["two"].null_count():
        return parts.with_columns(pl.col("two").alias("year")), "two"
    if filled.is_empty() or filled["one"].null_count():
        return parts, None
    is_financial = not may_be_of_calendar(heading) or parts["fy"].is_not_null().any()
    years = "financial" if is_financial else "calendar"
    return parts.with_columns(pl.col("one").alias("year")), years


def _with_months(parts: pl.DataFrame, heading: str) -> tuple[pl.DataFrame, str | None]:
    """The number of each row's month or quarter, and what nearly all of them are."""
    tidy = in_english(_tidy("month_text"))
    filled = _tidy("month_text") != ""
    for kind, form in _FORMS.items():
        groups = tidy.str.extract_groups(form)
        if kind == "named":
            numbers = {name: number for number, name in enumerate(_MONTHS, 1)}
            n = groups.struct.field("month").replace_strict(
                numbers, default=None, return_dtype=pl.Int32
            )
            day = groups.struct.field("day").cast(pl.Int32)
        else:
            n = groups.struct.field("n").cast(pl.Int32)
            if kind == "quarter":
                n = pl.coalesce(n, groups.struct.field("nth").cast(pl.Int32))
            day = pl.lit(None, pl.Int32)
        read = parts.with_columns(n.alias("n"), day.alias("day"))
        if _share(read.filter(filled), pl.col("n").is_not_null(), "rows") < _MOSTLY:
            continue
        months = kind
        if kind == "number":
            is_counted = _OF_PERIODS.search(heading) is not None
            months = "period" if is_counted else "month"
            if _OF_QUARTERS.search(heading):
                months = "quarter"
        last = _LAST_QUARTER if months == "quarter" else _LAST_MONTH
        # A thirteenth period is one of four weeks, or no month at all: then no period is a month.
        return (read, None) if (read["n"] > last).any() else (read, months)
    return parts, None


def _with_days(parts: pl.DataFrame) -> tuple[pl.DataFrame, bool]:
    """The day of each row, where a column of days is one of the days of the month."""
    if "day_text" not in parts.columns:
        return parts, False
    read = parts.with_columns(_tidy("day_text").str.extract(_DAY).cast(pl.Int32).alias("day"))
    filled = read.filter(_tidy("day_text") != "")
    if _share(filled, pl.col("day").is_not_null(), "rows") < _MOSTLY:
        return parts, False
    return (read, True) if (filled["day"] > _WEEK).any() else (parts, False)


def _tidy(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.to_lowercase().str.replace_all(r"\s+", " ")


def _share(table: pl.DataFrame, is_so: pl.Expr, weight: str | None = None) -> float:
    """Of the rows of a table, or of those that each stands for, the share of which something is so."""
    rows = pl.lit(1).alias("rows") if weight is None else pl.col(weight).alias("rows")
    counted = table.select(is_so.alias("is_so"), rows)
    all_rows = int(counted["rows"].sum())
    return int(counted.filter("is_so")["rows"].sum()) / all_rows if all_rows else 0.0
