"""Text to dates, day first unless the column itself or its file proves otherwise.

Decided per column from all of its values, never per value: `04/05/2020` alone says nothing, but
one `25/05/2020` beside it does. A month or a range of months stays the range that it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.a_century_back import a_century_on
from spendaudit.clean.date_forms import read_forms
from spendaudit.clean.date_headings import (
    names_calendar_months,
    stated_order,
)
from spendaudit.clean.date_order import Stated, order_of
from spendaudit.clean.date_parts import SINCE_1904, serial_date
from spendaudit.clean.half_converted import with_days_read_back
from spendaudit.clean.periods import Clues, Period, bulk_of, in_words, month_in_words
from spendaudit.clean.short_years import years_first
from spendaudit.clean.utc_midnights import with_summer_days
from spendaudit.clean.yearless import with_years

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEARLY_ALL, _HARDLY_ANY = 0.9, 0.5
"""Shares of the dates that one reading must put into the file's own time, and the other must not."""
_MARGIN = 31
"""Days: a payment of the month before may stand in a file."""
_A_YEAR = 360
_THIRTEENTH = r"(?i)\bp(?:er|eriod)? *1[3-9]\b"


class Dates(NamedTuple):
    """How one column of dates was read.

    Attributes:
        table: one row a distinct text: `text`, `paid_on`, `paid_to` (the same day, or the last
            day of a period), both null where the text is no date; and `rows` that have it.
        month_first: whether the column, or most of it, was read month first.
        contradicted: whether some values can only be day first and others only month first.
        either: how many rows have a date that could be read both ways.
        settled: whether every one of those was decided by more than custom.
        notices: sentences about what was decided for the whole column.
        parts: positions of the columns that hold a part of the date each, where they were joined.
        settled_by: the file that settled it, where another one of the same layout did.
    """

    table: pl.DataFrame
    month_first: bool
    contradicted: bool
    either: int
    settled: bool
    notices: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    settled_by: str = ""


def read_dates(
    texts: pl.Series, clues: Clues | None = None, asked: str | None = None, heading: str = ""
) -> Dates:
    """Read one column's dates; each distinct text is looked at once.

    Args:
        texts: as written, in the order of the file; Categorical, where they are many, are sooner
            counted.
        clues: what else tells the time that the file is about.
        asked: `DAY_FIRST` or `MONTH_FIRST` where the user settles it, whatever the column says.
        heading: what stands over the column.
    """
    column = _Column(texts, clues or Clues(), heading)
    stated = stated_order(heading)
    order = order_of(
        column.forms, texts, column.choose, asked, Stated(stated, heading) if stated else None
    )
    day_number, since_1904 = column.serials()
    month_or_year, of_months = column.months_or_years()
    quarters, of_quarters = column.quarters()
    month_or_period, of_periods = column.months_or_periods()
    swapped = pl.lit(order.month_first) ^ pl.col("group").fill_null("").is_in(
        list(order.other_groups)
    )
    numeric_from = pl.when(swapped).then("month_first").otherwise("day_first")
    numeric_to = pl.when(swapped).then("month_first_to").otherwise("day_first_to")
    table = column.forms.with_columns(
        pl.coalesce("from", numeric_from, day_number, *(f"{kind}_from" for kind in month_or_year),
                    *(f"{kind}_from" for kind in month_or_period), quarters[0]).alias("paid_on"),
        pl.coalesce("to", numeric_to, day_number, *(f"{kind}_to" for kind in month_or_year),
                    *(f"{kind}_to" for kind in month_or_period), quarters[1]).alias("paid_to"),
    )  # fmt: skip
    in_order = pl.col("paid_on") <= pl.col("paid_to")
    table = table.with_columns(
        pl.when(in_order).then(column).alias(column) for column in ("paid_on", "paid_to")
    )
    if order.contradicted:
        table = _with_the_only_reading(table)
    table, read_back = table.select("text", "paid_on", "paid_to", "rows"), list[str]()
    table, of_summer = with_summer_days(table)
    if asked is None:
        table, read_back = with_days_read_back(table, column.told())
    return Dates(
        table,
        order.month_first,
        order.contradicted,
        order.either,
        order.settled,
        (
            *column.of_old,
            *column.of_no_year,
            *order.notices,
            *since_1904,
            *of_months,
            *of_periods,
            *of_quarters,
            *of_summer,
            *read_back,
        ),
    )


class _Column:
    """A column's distinct texts with all their readings, and what decides between these."""

    def __init__(self, texts: pl.Series, clues: Clues, heading: str) -> None:
        self._clues = clues
        self._heading = heading
        counted = (
            texts.alias("text")
            .value_counts(name="rows")
            .with_columns(pl.col("text").cast(pl.String))
            .sort("text")
        )
        later, self.of_old = a_century_on(counted, self._clues.told)
        whole = years_first(counted["text"]) if later is None else later
        if whole is None:
            read = read_forms(counted["text"])
        else:
            pairs = pl.DataFrame({"text": counted["text"], "whole": whole})
            read = pairs.join(
                read_forms(whole.unique().rename("text")), left_on="whole", right_on="text"
            ).drop("whole")
        forms = counted.join(read, on="text", how="left", maintain_order="left")
        forms, self.of_no_year = with_years(forms, self._years())
        if whole is not None and later is None:
            self.of_no_year += [
                f"the dates begin with the year, such as {counted['text'].drop_nulls()[0][:40]!r}"
            ]
        # 250415 among the six digits is a day, and so would 201011 be one: none is read then, nor
        # is the 10415 that a spreadsheet made of 010415.
        self._broken = (
            forms.filter(pl.col("six_digits") & pl.col("month_from").is_null()).height > 0
        )
        if self._broken:
            forms = forms.with_columns(
                pl.when(~pl.col("six_digits")).then(column).alias(column)
                for column in ("month_from", "month_to", "period_from", "period_to")
            ).with_columns(pl.lit(None, pl.Int32).alias("serial"))
        # A thirteenth period is one of four weeks, or no month at all: then no period is a month.
        self._of_four_weeks = bool(forms["of_period"].any()) and bool(
            forms["text"].str.contains(_THIRTEENTH).any()
        )
        if self._of_four_weeks:
            forms = forms.with_columns(
                pl.when(~pl.col("of_period").fill_null(value=False)).then(column).alias(column)
                for column in ("from", "to")
            )
        self.forms = forms

    def told(self) -> Period | None:
        """What titles and name say of the file's time."""
        return self._clues.told

    def _years(self) -> Iterator[Period]:
        """What tells the year of dates that have none."""
        year = self._clues.year()
        if year is not None:
            yield year
        yield from self._told()

    def _told(self) -> Iterator[Period]:
        """What tells the time of the file beside the column."""
        if self._clues.told is not None:
            yield self._clues.told
        beside = self._clues.beside()
        if beside is not None:
            yield beside

    def _periods(self) -> Iterator[Period]:
        """What tells the time of the file beside the values in doubt; the nearest evidence first."""
        plain = self.forms.filter(pl.col("from").is_not_null())
        bulk = bulk_of(_repeated(plain, "from"), "the other dates of the column")
        if bulk is not None:
            yield bulk
        yield from self._told()

    def choose(self, rows: pl.DataFrame, one: str, other: str) -> tuple[str, Period] | None:
        """Which of two readings puts these rows into the file's own time, where only one does."""
        total = int(rows["rows"].sum())
        for period in self._periods():
            for margin in (0, _MARGIN):
                inside = {
                    reading: int(rows.filter(period.holds(reading, margin))["rows"].sum()) / total
                    for reading in (one, other)
                }
                for reading, rival in ((one, other), (other, one)):
                    if inside[reading] >= _NEARLY_ALL and inside[rival] <= _HARDLY_ANY:
                        return reading, period
        return None

    def serials(self) -> tuple[pl.Expr, list[str]]:
        """Excel's day numbers as dates, of the calendar that begins in 1900 or in 1904."""
        numbers = self.forms.filter(pl.col("serial").is_not_null()).with_columns(
            serial_date(pl.col("serial")).alias("of_1900"),
            serial_date(pl.col("serial"), SINCE_1904).alias("of_1904"),
        )
        later = 0
        notices = []
        if numbers.height:
            chosen = self.choose(numbers, "of_1900", "of_1904")
            if chosen is not None and chosen[0] == "of_1904":
                later = SINCE_1904
                notices.append(
                    f"{_dates(int(numbers['rows'].sum()))} written as Excel's day numbers were "
                    "counted from 1904, as old Macintoshes did: so they fall into "
                    f"{in_words(chosen[1].first, chosen[1].last)}, as {chosen[1].told_by} has it"
                )
        return serial_date(pl.col("serial"), later), notices

    def months_or_years(self) -> tuple[tuple[str, ...], list[str]]:
        """Whether `2011-12` is December 2011 or the financial year that holds it."""
        doubtful = self.forms.filter(pl.col("year_from").is_not_null())
        if doubtful.is_empty():
            return (), []
        plain = self.forms.filter(pl.col("from").is_not_null()).select(
            (pl.col("to") - pl.col("from")).dt.total_days().alias("days"), "rows"
        )
        by_year = int(plain.filter(pl.col("days") > _A_YEAR)["rows"].sum())
        by_month = int(plain.filter(pl.col("days").is_between(27, 31))["rows"].sum())
        if by_year != by_month:
            return ("year" if by_year > by_month else "month",), []
        said = (
            f"{doubtful['text'][0]!r} may be a month or a financial year: "
            "it was read as the year, which holds the month too"
        )
        return ("year",), [said]

    def months_or_periods(self) -> tuple[tuple[str, ...], list[str]]:
        """Whether `201504` is April 2015 or the fourth period of a financial year, July."""
        doubtful = self.forms.filter(
            pl.col("period_from").is_not_null() & pl.col("month_from").is_not_null()
        )
        numbered = self.forms.filter("of_period")
        notices = []
        if numbered.height and not self._of_four_weeks:
            notices.append(
                f"{numbered['text'][0][:40]!r} and the like were read as months counted from April"
            )
        if doubtful.is_empty():
            return (), notices
        chosen = self.choose(doubtful, "month_from", "period_from")
        if chosen is not None:
            reading = chosen[0].removesuffix("_from")
            if reading == "period":
                notices.append(
                    f"{doubtful['text'][0]!r} and the like are periods counted from April: "
                    f"so they fall into {in_words(chosen[1].first, chosen[1].last)}, as {chosen[1].told_by} has it"
                )
            return (reading,), notices
        if names_calendar_months(self._heading):
            return ("month",), notices
        first = doubtful["month_from"][0]
        notices.append(
            f"{doubtful['text'][0]!r} was read as {month_in_words(first)}; "
            "some ledgers count their periods from April"
        )
        return ("month",), notices

    def quarters(self) -> tuple[tuple[pl.Expr, pl.Expr], list[str]]:
        """The quarter of `Q1 2015`: the calendar's, a financial year's, or both where none is told."""
        doubtful = self.forms.filter(pl.col("calendar_from").is_not_null())
        if doubtful.is_empty():
            return (pl.col("calendar_from"), pl.col("calendar_to")), []
        chosen = self.choose(doubtful, "calendar_from", "financial_from")
        if chosen is not None:
            kind = chosen[0].removesuffix("_from")
            return (pl.col(f"{kind}_from"), pl.col(f"{kind}_to")), []
        said = (
            f"{doubtful['text'][0][:40]!r} may be a quarter of the calendar or of a financial year: "
            "it was read as both together"
        )
        return (pl.col("calendar_from"), pl.col("financial_to")), [said]


def _with_the_only_reading(table: pl.DataFrame) -> pl.DataFrame:
    """Read what contradicts the order of its column as it can only be read, where that fits the rest.

    `04/20/2015` is no day-first date, and is the twentieth of April where the others are of April.
    Outside of their time it may as well be a slip for another day, and stays without a date.
    """
    bulk = bulk_of(_repeated(table, "paid_on"), "the rest")
    if bulk is None:
        return table
    first = pl.coalesce("day_first", "month_first")
    fits = (
        pl.col("paid_on").is_null()
        & first.is_not_null()
        & pl.coalesce("day_first", "month_first").is_between(bulk.first, bulk.last)
    )
    return table.with_columns(
        pl.when(fits).then(first).otherwise("paid_on").alias("paid_on"),
        pl.when(fits)
        .then(pl.coalesce("day_first_to", "month_first_to"))
        .otherwise("paid_to")
        .alias("paid_to"),
    )


def _repeated(table: pl.DataFrame, column: str) -> pl.Series:
    """A column of distinct texts as often as its rows: a few hundred times at most, by shares."""
    known = table.filter(pl.col(column).is_not_null()).select(column, "rows")
    total = int(known["rows"].sum())
    thinned = max(1, total // 100_000)
    return (
        known.select(pl.col(column).repeat_by((pl.col("rows") + thinned - 1) // thinned))
        .to_series()
        .explode()
    )


def _dates(rows: int) -> str:
    return "1 date" if rows == 1 else f"{rows:,} dates"
