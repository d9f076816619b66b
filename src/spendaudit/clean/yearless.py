"""Dates without a year, `02 Jan`, `2/1`, `April`: the year is the file's own, where all fall into it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.date_parts import MONTH, calendar_day, in_english
from spendaudit.clean.periods import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spendaudit.clean.periods import Period

_ORDINAL = r"(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? *)?"
_DAY_MONTH = rf"^{_WEEKDAY}(?<day>[0-9]{{1,2}}){_ORDINAL}(?: of)?[ \-/.,]*{MONTH}\.?$"
_MONTH_ALONE = rf"^{MONTH}\.?$"
_NUMERIC = r"^(?<first>[0-9]{1,2}) ?[/\-] ?(?<second>[0-9]{1,2})$"
_MOST_MONTHS = 12
"""In a longer time a month comes twice, and says no year."""


def with_years(forms: pl.DataFrame, told: Iterable[Period]) -> tuple[pl.DataFrame, list[str]]:
    """Read the dates of a column that have no year, if all of them fall into the file's own time.

    Of a financial year each month has one year: April to December the first, January to March the
    second.

    Args:
        forms: a row a distinct text: `text`, `rows`, and its readings, as `read_forms` gives them.
        told: what tells the time of the file, the nearest evidence first.

    Returns:
        The same with `from` and `to` of such texts, and a sentence about them.
    """
    tidy = pl.col("text").str.strip_chars().str.to_lowercase().str.replace_all(r"\s+", " ")
    unread = forms.filter(
        pl.all_horizontal(
            pl.col(one).is_null()
            for one in ("from", "day_first", "month_first", "month_from", "year_from", "serial")
        )
    ).select("text", "rows", in_english(tidy).alias("tidy"))
    if unread.is_empty():
        return forms, []
    parts = unread.select(
        "text",
        "rows",
        pl.col("tidy").str.extract_groups(_DAY_MONTH).alias("named"),
        pl.col("tidy").str.extract_groups(_MONTH_ALONE).alias("alone"),
        pl.col("tidy").str.extract_groups(_NUMERIC).alias("numeric"),
    )
    parts = parts.filter(
        pl.any_horizontal(
            pl.col("named").struct.field("day").is_not_null(),
            pl.col("alone").struct.field("month").is_not_null(),
            pl.col("numeric").struct.field("first").is_not_null(),
        )
    )
    if parts.is_empty():
        return forms, []
    example = repr(parts.sort("text")["text"][0][:40])
    why = "neither titles nor the name of the file tell it, as 'April 2024' or '2024/25' would"
    for period in told:
        time = in_words(period.first, period.last)
        months = _months_of(period)
        if len(months) > _MOST_MONTHS:
            why = f"{period.told_by} speaks of {time}, which is more than one"
            continue
        for day, month in (("first", "second"), ("second", "first")):
            read = _read(parts, months, day, month)
            if read["from"].null_count() == 0:
                forms = forms.join(read, on="text", how="left", suffix="_told")
                forms = forms.with_columns(
                    pl.coalesce("from", "from_told").alias("from"),
                    pl.coalesce("to", "to_told").alias("to"),
                ).drop("from_told", "to_told")
                first = "" if day == "first" else ", month first"
                said = f"read as of {time}{first}, as {period.told_by} has it"
                return forms, [f"{example} and the like have no year: {said}"]
        why = f"not all of them fall into {time}, of which {period.told_by} speaks"
        break
    return forms, [f"{example} and the like have no year, and {why}"]


def _months_of(period: Period) -> Sequence[date]:
    first = period.first.year * 12 + period.first.month - 1
    last = period.last.year * 12 + period.last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(first, last + 1)]


def _read(parts: pl.DataFrame, months: Sequence[date], day: str, month: str) -> pl.DataFrame:
    """`text`, `from` and `to`, null where a text is no day of these months."""
    years = {one.month: str(one.year) for one in months}
    numbers = {
        name: number
        for number, name in enumerate(
            ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
        )
    }
    named, alone, numeric = (pl.col(one).struct for one in ("named", "alone", "numeric"))
    number = pl.coalesce(
        named.field("month").replace_strict(numbers, default=None, return_dtype=pl.Int32),
        alone.field("month").replace_strict(numbers, default=None, return_dtype=pl.Int32),
        numeric.field(month).cast(pl.Int32),
    )
    is_month = alone.field("month").is_not_null()
    written = (
        pl.when(is_month)
        .then(pl.lit("1"))
        .otherwise(pl.coalesce(named.field("day"), numeric.field(day)))
    )
    year = number.replace_strict(years, default=None, return_dtype=pl.String)
    begins = calendar_day(year, number.cast(pl.String), written)
    return parts.select(
        "text",
        begins.alias("from"),
        pl.when(is_month).then(begins.dt.month_end()).otherwise(begins).alias("to"),
    )
