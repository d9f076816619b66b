"""Dates that stand in two or three columns, joined row by row: `2019` and `4` to `April 2019`.

A year and a month may be of the calendar, or of a financial year that is named by its beginning or
by its end. What their headings leave open, the titles and the name of the file may settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.date_columns import date_columns
from spendaudit.clean.periods import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.clean.date_columns import DateColumns
    from spendaudit.clean.periods import Clues, Period
    from spendaudit.read.records import Rows

_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_APRIL = 4
_NEARLY_ALL, _HARDLY_ANY = 0.9, 0.5
"""Shares of the payments that one reading must put into the file's own time, and all others must not."""
_A_YEAR = 360
"""Days, and more: a shorter time tells of a month which it is."""

_OWN = "calendar"
_COUNTED, _COUNTED_TO_END = "counted", "counted-to-end"
_WITHIN, _WITHIN_TO_END = "within", "within-to-end"
"""Readings of a year and a month: both of the calendar; numbers counted from the April of that year, or
from the one before; and months of the calendar, in a financial year that is named by its beginning or by its end."""

_READINGS = {
    ("named", "two"): (_WITHIN,),
    ("named", "calendar"): (_OWN, _WITHIN),
    ("named", "financial"): (_WITHIN, _WITHIN_TO_END, _OWN),
    ("month", "two"): (_COUNTED, _WITHIN),
    ("month", "calendar"): (_OWN, _COUNTED, _COUNTED_TO_END, _WITHIN, _WITHIN_TO_END),
    ("month", "financial"): (_COUNTED, _COUNTED_TO_END, _WITHIN, _WITHIN_TO_END, _OWN),
    ("period", "two"): (_COUNTED,),
    ("period", "calendar"): (_OWN, _COUNTED, _COUNTED_TO_END),
    ("period", "financial"): (_COUNTED, _COUNTED_TO_END),
    ("quarter", "two"): (_COUNTED,),
    ("quarter", "financial"): (_COUNTED, _COUNTED_TO_END),
}
"""What months and years of each kind may mean, first what they usually do."""
_NOTHING_USUAL = (("named", "financial"), ("period", "calendar"))
"""March of the financial year 2019 may be that of 2019 or of 2020: two of three readings say the first."""


class _Choice(NamedTuple):
    """A reading of all rows.

    Attributes:
        reading: which one.
        by: the time that settled it; None where it is only the usual one.
        against: a time that another reading fits better.
    """

    reading: str
    by: Period | None
    against: Period | None = None


def with_joined_dates(
    paid: pl.DataFrame, rows: Rows, clues: Clues
) -> tuple[pl.DataFrame, list[str], tuple[int, ...]]:
    """Join the parts of the dates; where nothing tells which year is meant, they stay as they are.

    Args:
        paid: the payments, with `line` and `date`.
        rows: where they come from.
        clues: what else tells the time of the file.

    Returns:
        The same with `date` as one text; a sentence about it; and the positions of the columns
        that hold the parts.
    """
    found = date_columns(paid, rows)
    if found is None:
        return paid, [], ()
    readings = _READINGS.get((found.months, found.years), ())
    parts = found.parts.with_columns(_month(one, found.months).alias(one) for one in readings)
    if readings:
        is_usual = (found.months, found.years) not in _NOTHING_USUAL
        choice = _chosen(parts, readings, clues, is_usual=is_usual)
        if choice is None:
            return paid, [], ()
        joined = _in_words(pl.col(choice.reading), found.months)
    else:  # `Q1 2019` is read as any such date is, which may be of either year
        choice, joined = None, pl.format("Q{} {}", "n", "year")
    parts = parts.with_columns(joined.alias("joined"))
    keys = [name for name in found.written.columns if name != "line"]
    known = parts.select(
        *(pl.col(f"{key}_text").cast(pl.Categorical).alias(key) for key in keys),
        pl.col("joined").cast(pl.Categorical),
    )
    texts = found.written.join(known, on=keys, how="left", maintain_order="left")["joined"]
    dates = paid.select(pl.coalesce(texts, "date").alias("date"))
    return paid.with_columns(dates), _said(parts, found, choice, rows), found.places


def _month(reading: str, months: str) -> pl.Expr:
    """The months from the year nought to the one that a row means, or to the first of its quarter."""
    year, n = pl.col("year"), pl.col("n")
    step = (n - 1) * 3 if months == "quarter" else n - 1
    whole = year * 12 + step
    return {
        _OWN: whole,
        _COUNTED: whole + _APRIL - 1,
        _COUNTED_TO_END: whole + _APRIL - 1 - 12,
        _WITHIN: whole + pl.when(n < _APRIL).then(12).otherwise(0),
        _WITHIN_TO_END: whole - pl.when(n < _APRIL).then(0).otherwise(12),
    }[reading]


def _chosen(
    parts: pl.DataFrame, readings: Sequence[str], clues: Clues, *, is_usual: bool
) -> _Choice | None:
    """The one reading that puts the payments into the file's own time, or else the usual one."""
    against = None
    for period in (clues.told, clues.beside() if len(readings) > 1 else None):
        if period is None:
            continue
        inside = {one: _inside(parts, one, period) for one in readings}
        fitting = [one for one, share in inside.items() if share >= _NEARLY_ALL]
        others = [share for one, share in inside.items() if one not in fitting]
        alike = fitting and all(parts[one].equals(parts[fitting[0]]) for one in fitting)
        if alike and max(others, default=0) <= _HARDLY_ANY:
            return _Choice(fitting[0], period)
        if fitting and readings[0] not in fitting:
            against = against or period
    return _Choice(readings[0], None, against) if is_usual else None


def _inside(parts: pl.DataFrame, reading: str, period: Period) -> float:
    """The share of the payments whose months lie in a time, by one reading."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.first, period.last))
    known = parts.filter(pl.col(reading).is_not_null())
    held = known.filter(pl.col(reading).is_between(first, last))
    return int(held["rows"].sum()) / max(1, int(known["rows"].sum()))


def _in_words(month: pl.Expr, months: str) -> pl.Expr:
    """`4 April 2019`, `April 2019`, or `April 2019 to June 2019`."""
    told = _month_and_year(month)
    if months == "quarter":
        return pl.format("{} to {}", told, _month_and_year(month + 2))
    return pl.coalesce(pl.format("{} {}", "day", told), told)


def _month_and_year(month: pl.Expr) -> pl.Expr:
    name = (month % 12).replace_strict(dict(enumerate(_NAMES)), return_dtype=pl.String)
    return pl.format("{} {}", name, month // 12)


def _said(parts: pl.DataFrame, found: DateColumns, choice: _Choice | None, rows: Rows) -> list[str]:
    """Which columns were joined, an example, and what was assumed."""
    known = parts.filter(pl.col("joined").is_not_null())
    if known.is_empty():
        return []
    texts = ["year_text", "month_text", *["day_text"][: len(found.places) - 2]]
    columns = _listed([repr(rows.heading.called(place)) for place in found.places])
    written = _listed([repr(text.strip()[:40]) for text in known.select(texts).row(0)])
    number = "two" if len(texts) == 2 else "three"
    said = (
        f"the dates are those of {number} columns together, {columns}: {written} were read as "
        f"{known['joined'][0]}"
    )
    if choice is None:
        return [said]
    if choice.reading in (_COUNTED, _COUNTED_TO_END):
        what = "quarters" if found.months == "quarter" else "months"
        is_told = choice.by is not None and (choice.by.last - choice.by.first).days < _A_YEAR
        said += ", the first of the year being April" if is_told else f", {what} counted from April"
    if choice.by is not None and len(_READINGS[found.months, found.years]) > 1:
        said += f", as {choice.by.told_by} has it"
    elif found.years == "financial" and choice.by is None:
        year = known["year"][0]
        said += f" of the year that begins in {year}: some ledgers name the year that ends"
    if choice.against is not None:
        time = in_words(choice.against.first, choice.against.last)
        said += f"; {choice.against.told_by} speaks of {time}, and some ledgers count from April"
    return [said]


def _listed(texts: Sequence[str]) -> str:
    return f"{', '.join(texts[:-1])} and {texts[-1]}"
