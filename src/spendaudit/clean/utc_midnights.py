"""Midnights of summer time that an export wrote in universal time: 23:00Z of the day before."""

from __future__ import annotations

import polars as pl

_ZULU = r"(?:Z|[+-]00(?::?00)?)$"
_TIMED = r"[T ][0-9]{2}:[0-9]{2}"
_EVE, _MIDNIGHT = rf"[T ]23:00(?::00(?:\.0+)?)?{_ZULU}", rf"[T ]00:00(?::00(?:\.0+)?)?{_ZULU}"


def with_summer_days(table: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Give such moments the day on which they are midnight in Britain.

    Only where each moment of the column is midnight in one of the two: a payment made at eleven at
    night is of that day.

    Args:
        table: one row a distinct text, as `Dates.table`.

    Returns:
        The table, and a notice.
    """
    text = pl.col("text")
    if not table.select(text.str.contains("23:00", literal=True).any()).item():
        return table, []
    eve = text.str.contains(_EVE)
    in_britain = (
        pl.col("paid_on")
        .cast(pl.Datetime("ms"))
        .dt.offset_by("23h")
        .dt.replace_time_zone("UTC")
        .dt.convert_time_zone("Europe/London")
    )
    is_summer = in_britain.dt.hour() == 0
    usual = ~text.str.contains(_TIMED) | text.str.contains(_MIDNIGHT) | (eve & is_summer)
    unread = pl.col("paid_on").is_null()
    are_midnights, are_any = table.select(
        (usual | unread).fill_null(value=True).all().alias("all"),
        (eve & ~unread).any().alias("any"),
    ).row(0)
    if not (are_midnights and are_any):
        return table, []
    moved = table.filter(eve & ~unread).sort("paid_on", "text")
    table = table.with_columns(
        pl.when(eve).then(pl.col(day).dt.offset_by("1d")).otherwise(day).alias(day)
        for day in ("paid_on", "paid_to")
    )
    rows, example = int(moved["rows"].sum()), moved.row(0, named=True)
    said = (
        f"{rows:,} dates are midnight in British Summer Time, written in universal time, such as "
        f"{example['text'][:40]!r}: read as the day that begins then"
    )
    return table, [said]
