"""The last row of a file that ends in the middle of it: set aside, unless its amount is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import fate

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

REASON = "the file ends in the middle of this row: it may have been cut off"
_OF_THE_PAYMENT = ("date", "supplier", "amount", "currency", "credit", "second_amount")
"""Without one of them nobody knows what was paid, when and to whom."""


def with_cut_off(cells: pl.DataFrame, rows: Rows) -> tuple[pl.DataFrame, list[str]]:
    """Set the row aside in the middle of which the file ends, and say so.

    Args:
        cells: with `line`, `fate`, `reason` and `pence`, after the totals were found: one that
            adds up is whole.
        rows: where they come from.
    """
    end = rows.cut_off
    if end is None:
        return cells, []
    line, was = cells.select(pl.col("line", "fate").last()).row(0)
    if was not in ("payment", "set aside", "note", "blank"):
        return cells, []
    notice = f"the file ends in the middle of line {line:,}: {end.why}; it may have been cut off"
    columns = _columns(rows)
    needed = max(columns[one] for one in _OF_THE_PAYMENT if one in columns)
    if end.place > needed or not end.is_sure:
        return cells, [notice]
    is_last = pl.col("line") == line
    return cells.with_columns(
        pl.when(is_last).then(fate("set aside")).otherwise("fate").alias("fate"),
        pl.when(is_last).then(pl.lit(REASON)).otherwise("reason").alias("reason"),
        pl.when(is_last).then(None).otherwise("pence").alias("pence"),
    ), [notice]


def _columns(rows: Rows) -> dict[str, int]:
    """Meaning to position, in the table that is the last one of the file."""
    last = rows.later[-1].heading if rows.later else None
    return dict((last or rows.as_published().heading).columns)
