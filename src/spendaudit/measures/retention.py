"""How much of the money stayed, how sure that is, and how far the rest went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import is_local, is_placed, pounds, share, sum_of
from spendaudit.report.values import Column, Kind, Retention, Table
from spendaudit.suppliers.ladder import RUNGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.places.tiers import Tier


def retention(spend: pl.DataFrame | pl.LazyFrame, home: str) -> Retention:
    """The share that stayed, with the range that the evidence allows.

    `low` takes doubtful local suppliers as elsewhere; `high` takes every unplaced supplier, and
    every doubtful one placed elsewhere, as local. A supplier counts in the range by its net sum:
    one whose credits outweigh its payments widens it on the other side, so that
    low ≤ share ≤ high always. Neither end goes beyond nothing and everything, unless the share
    itself does.
    """
    # All that follows are sums of these few: a filter of the payments copies every column of them.
    sums = spend.lazy().group_by("name", "tier", "doubt").agg(pl.col("pence").sum()).collect()
    total = sum_of(sums["pence"])
    local = sum_of(sums.filter(is_local(home))["pence"])
    unplaced = sum_of(sums.filter(~is_placed())["pence"])
    doubtful = sum_of(sums.filter(pl.col("doubt").is_not_null() & is_placed())["pence"])
    uncertain = sums.filter(pl.col("doubt").is_not_null() | ~is_placed())
    by_supplier = uncertain.group_by("name", "tier", pl.col("doubt").is_not_null()).agg(
        pl.col("pence").sum()
    )
    effect = pl.when(is_local(home)).then(-pl.col("pence")).otherwise("pence")
    effects = by_supplier.select(effect.alias("effect"))["effect"]
    lowest = max(local + sum_of(effects.filter(effects < 0)), min(local, 0))
    highest = min(local + sum_of(effects.filter(effects > 0)), max(local, total))
    return Retention(
        total=pounds(total),
        amount=pounds(local),
        share=share(local, total),
        low=share(lowest, total),
        high=share(highest, total),
        share_of_placed=share(local, total - unplaced),
        unplaced=pounds(unplaced),
        doubtful=pounds(doubtful),
    )


def tiers_table(spend: pl.DataFrame, tiers: Sequence[Tier]) -> Table:
    """Pounds, share, suppliers and payments of each tier, home first, `not placed` last."""
    order = [tier.name for tier in tiers]
    return _divided(spend, "tier", order, "tier", "Where the money went", mark=0)


def rungs_table(spend: pl.DataFrame) -> Table:
    """Pounds, share, suppliers and payments that each rung of the ladder of evidence reached."""
    reached = set(spend["placed_by"].unique())
    order = [rung for rung in RUNGS if rung in reached]
    return _divided(spend, "placed_by", order, "rung", "How each pound was placed", mark=None)


def _divided(
    spend: pl.DataFrame, by: str, order: Sequence[str], key: str, heading: str, mark: int | None
) -> Table:
    total = sum_of(spend["pence"])
    sums = {
        row[0]: row[1:]
        for row in spend.lazy()
        .group_by(by, "name")
        .agg(pl.col("pence").sum(), pl.len())
        .group_by(by)
        .agg(pl.col("pence").sum(), pl.col("name").n_unique(), pl.col("len").sum())
        .collect()
        .iter_rows()
    }
    rows = []
    for name in order:
        pence, suppliers, payments = sums.get(name, (0, 0, 0))
        rows.append((name, pounds(pence), share(pence, total), suppliers, payments))
    columns = (
        Column(key, heading, Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE, of="all spend"),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    closing = (
        "all",
        pounds(total),
        1.0 if total > 0 else None,
        spend["name"].n_unique(),
        spend.height,
    )
    return Table(columns, tuple(rows), bar="share", total=closing, mark=mark)
