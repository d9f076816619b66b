"""Midnights of summer time that an export wrote in universal time: 23:00Z of the day before."""

from __future__ import annotations

import polars as pl

_ZULU = r"(?:Z|[+-]00(?::?00)?)"
_TIMED = r"[T ][0-9]{1,2}:[0-9]{2}"
_EVE, _MIDNIGHT = (rf"[T ]{hour}:00(?::00(?:\.0+)?)?{_ZULU}?$" for hour in ("23", "0?0"))
_SATURDAY = 6


def with_summer_days(table: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Give such moments the day on which they are midnight in Britain.

    Only where each moment of the column is midnight in one of the two: a payment made at eleven at
    night is of that day. Where the zone is left out, so must each day be that has no time, and no
    more of the payments may then be of a Saturday or Sunday than as they stand there.

    Args:
        table: one row a distinct text, as `Dates.table`.

    Returns:
        The table, and a notice.
    """
    text = pl.col("text")
    if not table.select(text.str.contains("23:00", literal=True).any()).item():
        return table, []
    is_read = pl.col("paid_on").is_not_null()
    table = table.with_columns(
        (text.str.contains(_EVE) & is_read).alias("eve"),
        text.str.contains(rf"{_ZULU}$").alias("zoned"),
    )
    said = list[str]()
    if table["eve"].any() and _are_all_midnights(table.filter(is_read)):
        said = [_notice(table.filter("eve").sort("paid_on", "text"))]
        table = table.with_columns(
            pl.when("eve").then(pl.col(day).dt.offset_by("1d")).otherwise(day).alias(day)
            for day in ("paid_on", "paid_to")
        )
    return table.drop("eve", "zoned"), said


def _are_all_midnights(read: pl.DataFrame) -> bool:
    text, eve = pl.col("text"), pl.col("eve")
    on_the_day = ~text.str.contains(_TIMED) | text.str.contains(_MIDNIGHT)
    if not read.select(((eve & _is_midnight("23h")) | (on_the_day & ~eve)).all()).item():
        return False
    bare = read.filter(eve & ~pl.col("zoned"))
    if bare.is_empty():
        return read.select((eve | pl.col("zoned") | ~text.str.contains(_TIMED)).all()).item()  # type: ignore[no-any-return]
    weekends = (
        pl.col("rows").filter(day.dt.weekday() >= _SATURDAY).sum()
        for day in (pl.col("paid_on"), pl.col("paid_on").dt.offset_by("1d"))
    )
    before, after = bare.select(
        one.alias(name) for name, one in zip(("before", "after"), weekends, strict=True)
    ).row(0)
    return after <= before and bool(
        read.select((eve | pl.col("zoned") | _is_midnight("0h")).all()).item()
    )


def _is_midnight(hour: str) -> pl.Expr:
    """Whether an hour of universal time is midnight in Britain on that day."""
    in_britain = (
        pl.col("paid_on")
        .cast(pl.Datetime("ms"))
        .dt.offset_by(hour)
        .dt.replace_time_zone("UTC")
        .dt.convert_time_zone("Europe/London")
    )
    return in_britain.dt.hour() == 0


def _notice(moved: pl.DataFrame) -> str:
    rows, example = int(moved["rows"].sum()), moved["text"][0][:40]
    are = "dates are" if rows > 1 else "date is"
    zone = "" if moved["zoned"].all() else " without saying so"
    return (
        f"{rows:,} {are} midnight in British Summer Time, written in universal time{zone}, such as "
        f"{example!r}: read as the day that begins then"
    )
