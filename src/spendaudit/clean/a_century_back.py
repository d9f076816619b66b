"""Dates of 1925 for 2025: day numbers of a calendar that begins in 2000, which Excel counts from 1900.

Whoever opens the sheet sees 02/04/25 and nothing amiss; behind it stands 1925-04-02.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from spendaudit.clean.periods import Period

_OF_OLD = r"^\s*(19[0-4][0-9])(-[0-9]{2}-[0-9]{2})((?:[T ]00:00:00(?:\.0+)?)?\s*)$"
"""A day as a workbook's date is read; before 1950, as no computer wrote one."""
_FIRST, _LAST = date(2008, 1, 1), date(2049, 12, 31)
"""When payments were published, where nothing tells it; a day of 1900 or 1901 is a small number."""
_FEWEST = 5
"""Payments that show it where neither title nor name tell the time."""
_NEARLY_ALL = 0.9
_MARGIN = 31
"""Days: a payment of the month before may stand in a file."""


def a_century_on(counted: pl.DataFrame, told: Period | None) -> tuple[pl.Series | None, list[str]]:
    """The texts a hundred years later, where each is a day of before 1950 and falls into its file's time then.

    Args:
        counted: `text`, each once, as written, and `rows` that have it.
        told: the time that title or name speak of.

    Returns:
        `2025-04-02` for `1925-04-02`, in the same order, and a notice; None where it is not so.
    """
    written = counted.filter(pl.col("text").str.strip_chars() != "")
    is_of_old = pl.col("text").str.contains(_OF_OLD)
    if written.is_empty() or not written.select(is_of_old.all()).item():
        return None, []
    later = written.select(
        "text",
        "rows",
        pl.col("text")
        .str.replace(_OF_OLD, "${1}${2}")
        .str.replace("^19", "20")
        .str.to_date("%Y-%m-%d", strict=False)
        .alias("day"),
    )
    rows = int(later["rows"].sum())
    if rows == 1:  # one alone proves nothing
        return None, []
    in_time = (
        told.holds("day", _MARGIN)
        if told is not None
        else pl.col("day").is_between(_FIRST, _LAST) & pl.lit(rows >= _FEWEST)
    )
    if int(later.filter(in_time)["rows"].sum()) < _NEARLY_ALL * rows:
        return None, []
    text, day = later.sort("day", "text").select("text", "day").row(0)
    because = f", as {told.told_by} has it" if told is not None else ""
    said = (
        f"{rows:,} dates are of a hundred years ago, such as {text.strip()[:40]!r}, as of a calendar that begins "
        f"in 2000: read as {day} and so on{because}"
    )
    return counted["text"].str.replace(r"^(\s*)19", "${1}20"), [said]
