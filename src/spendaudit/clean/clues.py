"""What else in a file tells of its time: name, titles, and the dates in its other columns."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.date_columns import may_be_of_calendar, says_year
from spendaudit.clean.dates import read_dates
from spendaudit.clean.periods import Clues, Period, bulk_of, told_period
from spendaudit.read.headings import meaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.records import Rows

_A_YEAR = 360
"""Days, and more: what is shorter is a month."""


def clues_of(rows: Rows, name: str, titles: Sequence[str]) -> Clues:
    """Gather the clues; other columns are looked at when a column of dates asks for them."""
    told = told_period(name, titles, rows.sheet)
    return Clues(told, lambda: _dates_beside(rows), lambda: _year_beside(rows))


def _dates_beside(rows: Rows) -> Period | None:
    """The time of the first other column of dates that settles its own order of day and month."""
    heading = rows.heading
    for place, cell in enumerate(heading.cells):
        meaning = meaning_of(cell)
        if place == heading.columns.get("date") or meaning is None or meaning[0] != "date":
            continue
        body = rows.cells.filter(pl.col("line") > heading.line).sort("line")
        texts = body.select(pl.col(f"c{place}").fill_null("").alias("text")).collect()
        dates = read_dates(texts["text"], heading=cell)
        read = texts.join(dates.table, on="text", how="left")["paid_on"]
        bulk = bulk_of(read, f"the column {' '.join(cell.split())[:40]!r}")
        if bulk is not None and dates.settled:
            return bulk
    return None


def _year_beside(rows: Rows) -> Period | None:
    """The year that a column of years says on every row: `2023`, or `2023/24` for a financial one.

    `2023` under `Financial Year` may be the one that begins in it or the one that ends.
    """
    for place, cell in enumerate(rows.heading.cells):
        if not says_year(cell):
            continue
        written = pl.col(f"c{place}").fill_null("").str.strip_chars()
        body = rows.cells.filter(pl.col("line") > rows.heading.line)
        texts = body.select(written.unique()).collect().to_series().to_list()
        said = [text for text in texts if text]
        if len(said) != 1:
            continue
        told_by = f"the column {' '.join(cell.split())[:40]!r}"
        if re.fullmatch(r"20[0-9]{2}", said[0]) and may_be_of_calendar(cell):
            return Period(date(int(said[0]), 1, 1), date(int(said[0]), 12, 31), told_by)
        first, last = read_dates(pl.Series(said)).table.select("paid_on", "paid_to").row(0)
        if first is not None and (last - first).days >= _A_YEAR:
            return Period(first, last, told_by)
    return None
