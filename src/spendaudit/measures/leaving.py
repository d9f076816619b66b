"""What leaves, by category or department and by how far it goes: one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import (
    is_influenceable,
    is_local,
    is_placed,
    pounds,
    share,
    sum_of,
)
from spendaudit.places.areas import tiers_of
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from spendaudit.places.areas import Area

KEY = "leaving"
MOST_GROUPS = 8
"""Groups from which most leaves; the rest is one group, so that the money adds up."""
NONE_GIVEN = "(none given)"


def leaving_by_tier(spend: pl.DataFrame, home: Area) -> Section:
    """How far the money goes that leaves, by category, or by department where none has a category.

    Only what could have gone elsewhere, and only to suppliers that were placed, as `leakage_by`
    has it. The groups stand in the order of what leaves them, the tiers from near to far; of each
    group every tier has its row, so that a chart can be drawn without a gap.

    Args:
        spend: as `spend_of` gives it.
        home: the home area.
    """
    column = "department" if spend["category"].is_null().all() else "category"
    title = f"How far the money goes that leaves {home.in_a_sentence}, by {column}"
    leaving = spend.filter(is_influenceable() & is_placed() & ~is_local(home.name))
    if leaving.is_empty():
        why = f"no purchase was placed outside {home.in_a_sentence}"
        return Section(KEY, title, None, why)
    named = leaving.select(
        pl.col(column).cast(pl.String).fill_null(NONE_GIVEN).alias("group"),
        pl.col("tier").cast(pl.String),
        "pence",
    )
    order = (
        named.group_by("group")
        .agg(pl.col("pence").sum())
        .sort("pence", "group", descending=[True, False])["group"]
        .to_list()
    )
    rest = order[MOST_GROUPS:]
    others = f"{len(rest):,} others" if rest else None
    if others:
        named = named.with_columns(pl.col("group").replace(dict.fromkeys(rest, others)))
        order = [*order[:MOST_GROUPS], others]
    sums = {
        (group, tier): pence
        for group, tier, pence in named.group_by("group", "tier")
        .agg(pl.col("pence").sum())
        .iter_rows()
    }
    outside = [tier.name for tier in tiers_of(home)][1:-1]
    tiers = [tier for tier in outside if any((group, tier) in sums for group in order)]
    total = sum_of(leaving["pence"])
    of_group = dict(named.group_by("group").agg(pl.col("pence").sum()).iter_rows())
    rows: list[tuple[Cell, ...]] = [
        (group, tier, pounds(pence), share(pence, of_group[group]), pounds(of_group[group]))
        for group in order
        for tier in tiers
        for pence in [sums.get((group, tier), 0)]
    ]
    columns = (
        Column(column, column.capitalize(), Kind.TEXT),
        Column("tier", "to", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "of it", Kind.SHARE),
        Column("leaves", "leaves £", Kind.MONEY),
    )
    closing = ("all that leaves", None, pounds(total), share(total, total), pounds(total))
    return Section(KEY, title, Table(columns, tuple(rows), total=closing, rest=others))
