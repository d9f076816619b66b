"""Dates that begin with a year of two digits, `24-04-30`: proved by the whole column, or not read so.

By custom `24-04-30` is 24 April 2030. Where every date of a column is then the same day of some
month or other, through many years, it is the year that stands first.
"""

from __future__ import annotations

import polars as pl

_THREE_PAIRS = r"^\s*(?<first>[0-9]{2})[-/.](?<second>0[1-9]|1[0-2])[-/.](?<third>0[1-9]|[12][0-9]|3[01])(?:[ T]|\s*$)"
_FEWEST_DAYS = 8
"""Different last numbers, which would else be as many years of one council."""


def years_first(texts: pl.Series) -> pl.Series | None:
    """The texts with their century in front, where the column proves that the year comes first.

    Args:
        texts: each once, as written.

    Returns:
        `2024-04-30` for `24-04-30`, the others as they are, in the same order; None where the
        column does not prove it.
    """
    if texts.len() < _FEWEST_DAYS:
        return None
    pairs = texts.str.extract_groups(_THREE_PAIRS).struct.unnest()
    held = pairs.filter(pl.col("first").is_not_null())
    if held.height < texts.str.contains(r"[0-9]").sum():
        return None
    first = held["first"].cast(pl.Int32)
    one_year = int(first.max() or 0) - int(first.min() or 0) <= 1  # type: ignore[arg-type]
    if not one_year or held["third"].n_unique() < _FEWEST_DAYS:
        return None
    return texts.str.replace(r"^\s*([0-9]{2}[-/.][0-9]{2}[-/.][0-9]{2})", "20$1")
