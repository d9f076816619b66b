"""Blocks of rows that stand in a file twice, in the same order: a month may have been pasted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import whole_rows
from spendaudit.frames import PAYMENTS

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_PLACE = ("file", "line")
_ALIKE = ("pence", "paid_on", "supplier")
FEWEST = 10
"""Rows of a block, and different ones among them: equal lines of one invoice follow each other."""
_ASKED = 50_000
"""Payments of which the distances are taken; of more, some of each block, which then has to be longer."""
_DISTANCES = 3
"""How many copies at different distances are looked for; a later one is found at the distance of two."""


def notice_pasted(payments: pl.DataFrame, rows: Rows) -> list[str]:
    """Say how many payments stand in blocks that may have been pasted twice, and how many pounds.

    Args:
        payments: of one file, as `frames.PAYMENTS`, in file order.
        rows: where they come from; read again only if there is such a block.
    """
    lines = pasted_lines(payments, rows)
    if lines.is_empty():
        return []
    again = payments.filter(pl.col("line").is_in(lines.implode()))
    pounds = int(again["pence"].sum()) / 100
    sign = "-" if pounds < 0 else ""
    said = (
        f"{again.height:,} payments from line {again['line'][0]:,} to {again['line'][-1]:,} are the same "
        "as earlier ones in every column, and stand in the same order: they may have been pasted "
        f"twice, and {sign}£{abs(pounds):,.2f} count again"
    )
    return [said]


def pasted_lines(payments: pl.DataFrame, rows: Rows) -> pl.Series:
    """The lines of the second copies of blocks of payments with a date or a number.

    Without either, a list of the same payments each month repeats rightly.
    """
    none = payments["line"].clear()
    if payments.height < 2 * FEWEST:
        return none
    step = payments.height // _ASKED + 1
    # By what they hold: a row of many is asked where its copy is asked too.
    at = (payments["pence"] % step == 0).arg_true()
    apart = (
        payments.select(pl.col(*_ALIKE, "transaction").gather(at))
        .lazy()
        .with_columns(at.cast(pl.Int64).alias("at"))
        .filter(pl.col("paid_on").is_not_null() | (pl.col("transaction").fill_null("") != ""))
        # Sorted by a hash, a quarter of the time of a window; two that share one are told apart below.
        .select(
            pl.struct("pence", "paid_on", pl.col("supplier").to_physical()).hash().alias("alike"),
            "at",
        )
        .sort("alike", maintain_order=True)
        .select(
            (pl.col("at") - pl.col("at").shift())
            .filter(pl.col("alike") == pl.col("alike").shift())
            .alias("apart")
        )
        .filter(pl.col("apart") >= FEWEST)
        .group_by("apart")
        .len()
        .filter(pl.col("len") >= FEWEST)
        .sort("len", "apart", descending=[True, False])
        .head(_DISTANCES)
        .collect()["apart"]
    )
    found = [_blocks(payments, distance) for distance in apart]
    lines = pl.concat([none, *(both["line"] for both in found)])
    if lines.is_empty():
        return none
    # A column that nobody uses may tell them apart.
    both = pl.concat(found)
    asked = pl.concat([both["line"], both["earlier"]]).unique().to_frame()
    text = whole_rows(asked, rows).select("line", "text")
    same = both.join(text, on="line").join(
        text.select(pl.col("line").alias("earlier"), pl.col("text").alias("before")), on="earlier"
    )
    return same.filter(pl.col("text") == pl.col("before"))["line"].unique().sort()


def _blocks(payments: pl.DataFrame, distance: int) -> pl.DataFrame:
    """`line` and `earlier`, the line of its equal so many payments above, in blocks of such rows."""
    what = [name for name in PAYMENTS if name not in _PLACE]
    told = pl.col("paid_on").is_not_null() | (pl.col("transaction").fill_null("") != "")
    same = pl.all_horizontal(
        told, *(pl.col(name).eq_missing(pl.col(name).shift(distance)) for name in what)
    )
    return (
        payments.lazy()
        .select(
            "line",
            *_ALIKE,
            pl.col("line").shift(distance).alias("earlier"),
            same.alias("same"),
        )
        .with_columns(pl.col("same").rle_id().alias("block"))
        .filter("same")
        .filter(pl.struct(_ALIKE).n_unique().over("block") >= FEWEST)
        .select("line", "earlier")
        .collect()
    )
