"""The sample that consultants take: the largest suppliers alone, beside the whole.

The Centre for Local Economic Strategies asks where the 300 suppliers are that a council paid most.
The sample says how much of the money it covers and how far its answer is from that of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.retention import retention
from spendaudit.measures.spend import is_influenceable
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from spendaudit.places.areas import Area
    from spendaudit.report.values import Retention

LARGEST = 300
"""Suppliers in the sample. Source: CLES, "The power of procurement II" (2017), on Manchester."""


def largest_suppliers(spend: pl.DataFrame, home: Area, how_many: int = LARGEST) -> Section:
    """The local share of the suppliers paid most, beside that of all, for both denominators."""
    title = f"The {how_many} largest suppliers alone, as surveys take them"
    spend = spend.group_by("name", "tier", "doubt", "influenceable").agg(pl.col("pence").sum())
    suppliers = by_what_they_were_paid(spend)
    if suppliers.height <= how_many:
        why = f"there are no more than {how_many}: the sample would be the whole"
        return Section("sample", title, None, why)
    chosen = suppliers.head(how_many).select("name")
    sample = spend.join(chosen, on="name", how="semi")
    whole = retention(spend, home.name)
    bought, all_bought = sample.filter(is_influenceable()), spend.filter(is_influenceable())
    whole_bought = retention(all_bought, home.name)
    largest = f"{how_many} largest"
    rows = (
        _row(largest, retention(sample, home.name), whole, sample),
        _row("all", whole, whole, spend),
        _row(f"{largest}, purchases", retention(bought, home.name), whole_bought, bought),
        _row("all, purchases", whole_bought, whole_bought, all_bought),
    )
    columns = (
        Column("sample", "Sample", Kind.TEXT),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("amount", "£", Kind.MONEY),
        Column("covered", "covers", Kind.SHARE, of="all, or of all purchases"),
        Column("local", "local £", Kind.MONEY),
        Column("share", "local", Kind.SHARE, of="the row's £"),
        Column("low", "at least", Kind.SHARE, of="the row's £"),
        Column("high", "at most", Kind.SHARE, of="the row's £"),
    )
    note = "purchases leave out what is no purchase; rows overlap, so they do not add up"
    return Section("sample", title, Table(columns, rows), note)


def by_what_they_were_paid(spend: pl.DataFrame) -> pl.DataFrame:
    """`name` and `pence` of each supplier, the largest first."""
    return (
        spend.group_by("name")
        .agg(pl.col("pence").sum())
        .sort("pence", "name", descending=[True, False])
    )


def _row(label: str, found: Retention, whole: Retention, chosen: pl.DataFrame) -> tuple[Cell, ...]:
    return (
        label,
        chosen["name"].n_unique(),
        found.total,
        float(found.total) / float(whole.total) if whole.total > 0 else None,
        found.amount,
        found.share,
        found.low,
        found.high,
    )
