"""Dates of which a spreadsheet took the first twelve of each month for others, and left the rest.

A program that reads the month first makes 4 December of 12/04/2024 and nothing of 13/04/2024. What it
wrote is read back where the days after the twelfth, which nobody can misread, prove it.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from spendaudit.clean.periods import Period, bulk_of, in_words

FEWEST_DAYS = 5
"""Different days on either side, from which anything is proved."""
READ_BACK = "were read with day and month exchanged"
_FEW_DAYS = 2
"""As much, where title or name tell the month."""
FEWEST_ROWS = 20
"""Rows on either side, from which it tells that not one date of a kind is after the twelfth."""
_NEARLY_ALL, _HARDLY_ANY = 0.9, 0.5
_MARGIN = timedelta(days=31)
_YEAR_FIRST = r"^[^A-Za-z0-9]*[0-9]{4}[^0-9]"
_KINDS = ("year first", "others")


def with_days_read_back(
    table: pl.DataFrame, told: Period | None = None
) -> tuple[pl.DataFrame, list[str]]:
    """Exchange day and month where a spreadsheet did so before.

    Args:
        table: one row a distinct text, as `Dates.table`.
        told: the month that title or name speak of; it proves the same where not one day is after
            the twelfth, and each is of another month.

    Returns:
        The table, and a notice of what was exchanged.
    """
    begins = pl.col("paid_on")
    day, month = begins.dt.day(), begins.dt.month()
    is_day = begins.is_not_null() & (begins == pl.col("paid_to"))
    sure = table.filter(is_day & (day > 12))
    margin = _MARGIN
    if told is not None and told.last - told.first > _MARGIN:
        told = None
    bulk = None
    if sure.is_empty():
        bulk = told
        margin = timedelta()
    elif sure.height >= FEWEST_DAYS:
        bulk = bulk_of(sure["paid_on"], "every date after the 12th", sure["rows"])
    time = bulk or told
    if time is None:
        return table, []
    kind = pl.when(pl.col("text").str.contains(_YEAR_FIRST)).then(pl.lit(_KINDS[0]))
    doubtful = table.filter(is_day & (day <= 12) & (day != month)).select(
        "text",
        "rows",
        "paid_on",
        pl.date(begins.dt.year(), day, month).alias("read_back"),
        kind.otherwise(pl.lit(_KINDS[1])).alias("kind"),
    )
    proved = [
        one
        for one, mine in ((one, doubtful.filter(pl.col("kind") == one)) for one in _KINDS)
        if (
            bulk is not None
            and mine.height >= FEWEST_DAYS
            and _is_proved(mine, bulk, margin, alone=_stands_alone(mine, doubtful, sure))
        )
        or _is_told(mine, doubtful, sure, told)
    ]
    if not proved:
        return table, []
    in_time = {
        reading: pl.col(reading).is_between(time.first - margin, time.last + margin)
        for reading in ("paid_on", "read_back")
    }
    # One that was typed right among them, as 2024-05-10 in a file of May, stays.
    turned = doubtful.filter(
        pl.col("kind").is_in(proved) & ~(in_time["paid_on"] & ~in_time["read_back"])
    ).sort("paid_on", "text")
    back = pl.coalesce("read_back", "paid_on")
    table = (
        table.join(turned.select("text", "read_back"), on="text", how="left", maintain_order="left")
        .with_columns(back.alias("paid_on"), pl.coalesce("read_back", "paid_to").alias("paid_to"))
        .drop("read_back")
    )
    return table, [_said(turned, time)]


def _stands_alone(mine: pl.DataFrame, doubtful: pl.DataFrame, sure: pl.DataFrame) -> bool:
    """Whether all dates of a kind, of which there are many, are of the first twelve days, and no others."""
    fewest = min(int(mine["rows"].sum()), int(sure["rows"].sum()))
    return fewest >= FEWEST_ROWS and mine.height == doubtful.height and are_apart(doubtful, sure)


def _is_told(
    mine: pl.DataFrame, doubtful: pl.DataFrame, sure: pl.DataFrame, told: Period | None
) -> bool:
    """Whether a few such dates alone lie out of the month that title or name tell, and exchanged in it.

    Of a file with few rows, one at least has to lie behind that month: older invoices are paid late.
    """
    if told is None or mine.height < _FEW_DAYS:
        return False
    within = {
        reading: mine[reading].is_between(told.first, told.last)
        for reading in ("paid_on", "read_back")
    }
    is_later = bool((mine["paid_on"] > told.last).any()) and sure.height >= _FEW_DAYS
    return (
        (is_later or _stands_alone(mine, doubtful, sure))
        and mine.height == doubtful.height
        and are_apart(doubtful, sure)
        and bool(within["read_back"].all())
        and not within["paid_on"].any()
    )


def are_apart(first: pl.DataFrame, later: pl.DataFrame) -> bool:
    """Whether all dates of the first twelve days are written in one way, and all others in the other."""
    is_year_first = pl.col("text").str.contains(_YEAR_FIRST)
    kinds = [set(days.select(is_year_first).to_series()) for days in (first, later)]
    return kinds in ([{True}, {False}], [{False}, {True}])


def _is_proved(doubtful: pl.DataFrame, bulk: Period, margin: timedelta, *, alone: bool) -> bool:
    """Whether some dates fall into the time of the others exchanged, and as they are do not."""
    rows = int(doubtful["rows"].sum())
    inside = {
        reading: int(
            doubtful.filter(pl.col(reading).is_between(bulk.first - margin, bulk.last + margin))[
                "rows"
            ].sum()
        )
        / rows
        for reading in ("paid_on", "read_back")
    }
    return inside["read_back"] >= _NEARLY_ALL and (alone or inside["paid_on"] <= _HARDLY_ANY)


def _said(turned: pl.DataFrame, bulk: Period) -> str:
    rows = int(turned["rows"].sum())
    text, day = turned.select("text", "read_back").row(turned.height - 1)
    return (
        f"{rows:,} dates up to the 12th of a month, such as {text[:40]!r}, {READ_BACK}, as {day}: so they fall into {in_words(bulk.first, bulk.last)}, as "
        f"{bulk.told_by} {'has it' if bulk.told_by.startswith(('its ', 'the name')) else 'does'}; a spreadsheet had taken them month first"
    )
