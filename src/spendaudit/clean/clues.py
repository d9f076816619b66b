"""What else in a file tells of its time: name, titles, and the dates in its other columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.dates import read_dates
from spendaudit.clean.periods import Clues, Period, bulk_of, told_period
from spendaudit.read.headings import meaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.records import Rows


def clues_of(rows: Rows, name: str, titles: Sequence[str]) -> Clues:
    """Gather the clues; other columns are looked at when a column of dates asks for them."""
    return Clues(told_period(name, titles, rows.sheet), lambda: _dates_beside(rows))


def _dates_beside(rows: Rows) -> Period | None:
    """The time of the first other column of dates that settles its own order of day and month."""
    heading = rows.heading
    for place, cell in enumerate(heading.cells):
        meaning = meaning_of(cell)
        if place == heading.columns.get("date") or meaning is None or meaning[0] != "date":
            continue
        body = rows.cells.filter(pl.col("line") > heading.line).sort("line")
        texts = body.select(pl.col(f"c{place}").fill_null("").alias("text")).collect()
        dates = read_dates(texts["text"])
        read = texts.join(dates.table, on="text", how="left")["paid_on"]
        bulk = bulk_of(read, f"the column {' '.join(cell.split())[:40]!r}")
        if bulk is not None and dates.settled:
            return bulk
    return None
