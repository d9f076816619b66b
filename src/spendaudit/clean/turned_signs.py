"""A block of negative amounts, as when a ledger that writes payments with a minus is pasted in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import whole_rows

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_FEWEST, _LEAST = 10, 0.25
"""Negative amounts in the block, and the share of the payments that it is; fewer may be credits."""
_NEARLY = 0.9
"""Share of the block that is negative, and of the others that is not."""
_IN_ORDER = 0.8
"""Share of the steps in the block that go one way: in a list by amount the credits stand together."""
_CREDIT = r"(?i)credit|refund|rebate|revers|reimburse|recover|repa(?:id|y)|cancel|correct|adjust|journal|\bCR[NM]?\b"
"""What is written beside a credit."""


def notice_turned_signs(paid: pl.DataFrame, rows: Rows) -> list[str]:
    """Say that the negative amounts stand in one block, and may be payments.

    Args:
        paid: the rows that count as payments, in file order: `line` and `pence`.
        rows: where they come from; read again only if there is such a block.
    """
    below = int((paid["pence"] < 0).sum())
    # Where most are negative, it is said of all of them.
    if below < max(_FEWEST, _LEAST * paid.height) or below * 2 > paid.height:
        return []
    block = _block(paid)
    turned = block.filter(pl.col("pence") < 0)
    within, many = turned.height, block.height
    if (
        within < max(_FEWEST, _LEAST * paid.height)
        or within < many * _NEARLY
        or below - within > (paid.height - many) * (1 - _NEARLY)
    ):
        return []
    steps = turned["pence"].diff().drop_nulls().sign()
    one_way = max(int((steps >= 0).sum()), int((steps <= 0).sum()))
    if one_way > steps.len() * _IN_ORDER:
        return []
    say_so = whole_rows(turned.select("line"), rows)["text"].str.contains(_CREDIT).sum()
    if say_so > within * (1 - _NEARLY):
        return []
    pounds = -int(turned["pence"].sum()) / 100
    what = (
        f"lines {block['line'][0]:,} to {block['line'][-1]:,}: {within:,} of {many:,} amounts are negative, "
        f"£{pounds:,.2f} in all, and {below - within:,} of the {paid.height - many:,} others"
    )
    return [
        f"{what}: they count as credits, unless these rows come from a ledger that writes what it pays with a minus"
    ]


def _block(paid: pl.DataFrame) -> pl.DataFrame:
    """The rows that stand together with the most negative amounts over others among them."""
    signs = paid.select("line", "pence", pl.col("pence").sign().cum_sum().alias("up")).with_columns(
        (pl.col("up") - pl.col("up").cum_max().clip(lower_bound=0)).alias("down")
    )
    end = signs["down"].arg_min() or 0
    upto = signs["up"].head(end + 1)
    top = upto.arg_max() or 0
    start = top + 1 if (upto[top] or 0) > 0 else 0
    return paid.slice(start, end + 1 - start)
