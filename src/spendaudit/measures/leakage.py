"""What leaves the area: from which departments and categories, how concentrated, and to where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import (
    is_influenceable,
    leaves,
    none_outside,
    not_leaving,
    pounds,
    share,
    sum_of,
)
from spendaudit.places.areas import district_names, tiers_of
from spendaudit.places.tiers import ABROAD
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from spendaudit.places.areas import Area

MOST_ROWS = 12
"""Largest groups that get a row of their own; the rest is one row, so that the money adds up."""
_PLURALS = {"department": "departments", "category": "categories", "industry": "industries"}
CREDITS_ALONE = "no more was paid to suppliers outside than they paid back"
WHOLE_MARKET = 10_000
"""The Herfindahl-Hirschman index of a group with a single supplier."""


def leakage_by(spend: pl.DataFrame, home: Area, column: str) -> Section:
    """What leaves by department or category, to how many suppliers, and how concentrated it is.

    Only what could have gone elsewhere, and only to suppliers that were placed. `index` is the
    Herfindahl-Hirschman index of the suppliers outside: the sum of the squares of their shares in
    per cent, 10,000 for a single supplier, by net sums above nought. Source: A. O. Hirschman,
    "The Paternity of an Index", American Economic Review 54 (1964).

    Args:
        spend: as `spend_of` gives it.
        home: the home area.
        column: "department", "category" or "industry".
    """
    key = f"leakage-{_PLURALS[column]}"
    title = f"What leaves {home.in_a_sentence}, by {column}"
    if spend[column].is_null().all():
        return Section(key, title, None, f"nothing says the {column} of a payment")
    # Sums are all that is asked: a row for each supplier of a group says as much as its payments.
    counted = _sums(spend.lazy().filter(is_influenceable()), column, "name", "tier")
    leaving = counted.filter(leaves(home.name))
    if leaving.is_empty():
        return Section(key, title, None, none_outside(spend, home))
    if not (leaving["pence"] > 0).any():
        return Section(key, title, None, CREDITS_ALONE)
    groups = _concentration(leaving, column).join(
        counted.group_by(column).agg(pl.col("pence").sum().alias("spent")),
        on=column,
        how="left",
        nulls_equal=True,
    )
    groups = groups.sort("leaving", column, descending=[True, False], nulls_last=True)
    named = groups.filter(pl.col(column).is_not_null())
    rows = [_row(*figures) for figures in named.head(MOST_ROWS).iter_rows()]
    rest = named.slice(MOST_ROWS)
    if rest.height:
        others = counted.join(rest.select(column), on=column, how="semi")
        rows.append(_whole(f"{rest.height:,} others", others, home))
    nameless = groups.filter(pl.col(column).is_null())
    if nameless.height:
        rows.append(_row("(none given)", *nameless.row(0)[1:]))
    columns = (
        Column(column, column.capitalize(), Kind.TEXT),
        Column("amount", "leaves £", Kind.MONEY),
        Column("share", "of purchases", Kind.SHARE, of="purchases"),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("largest", "largest", Kind.SHARE, of="what leaves, that of the largest supplier"),
        Column("index", "HHI", Kind.COUNT),
        Column("mostly_to", "mostly to", Kind.TEXT),
    )
    table = Table(columns, tuple(rows), bar="share", total=_whole("all that leaves", counted, home))
    note = (
        f"HHI: how concentrated what leaves is on few suppliers, {WHOLE_MARKET:,} being one alone"
    )
    return Section(key, title, table, note, not_leaving(spend, home))


def flows(spend: pl.DataFrame, home: Area) -> Section:
    """Which districts gain from what leaves, the largest first; what is only known by tier below."""
    title = f"Where the money that leaves {home.in_a_sentence} goes"
    leaving = (
        spend.lazy()
        .filter(is_influenceable() & leaves(home.name))
        .group_by("district", "tier", "name")
        .agg(pl.col("pence").sum(), pl.len().alias("payments"))
        .with_columns(pl.col("district", "tier").cast(pl.String))
        .collect()
    )
    if leaving.is_empty():
        return Section("flows", title, None, none_outside(spend, home))
    if not (leaving["pence"] > 0).any():
        return Section("flows", title, None, CREDITS_ALONE)
    total = sum_of(leaving["pence"])
    by_place = (
        leaving.group_by("district", "tier")
        .agg(
            pl.col("pence").sum(),
            pl.col("name").n_unique().alias("suppliers"),
            pl.col("payments").sum(),
        )
        .join(district_names(), on="district", how="left")
        .with_columns(pl.coalesce("district_name", pl.lit("(no one district)")).alias("place"))
        .sort("pence", "place", "tier", descending=[True, False, False])
    )
    in_one_district = pl.col("district").is_not_null() & (pl.col("tier") != ABROAD)
    named = by_place.filter(in_one_district)
    shown = ("place", "tier", "pence", "suppliers", "payments")
    rows: list[tuple[Cell, ...]] = [
        (place, tier, pounds(pence), share(pence, total), suppliers, payments)
        for place, tier, pence, suppliers, payments in named.select(shown)
        .head(MOST_ROWS)
        .iter_rows()
    ]
    rest = named.slice(MOST_ROWS)
    if rest.height:
        rest_of = leaving.join(rest.select("district"), on="district", how="semi")
        rows.append(
            (
                f"{rest.height:,} more districts",
                None,
                pounds(sum_of(rest["pence"])),
                share(sum_of(rest["pence"]), total),
                rest_of["name"].n_unique(),
                int(rest_of["payments"].sum()),
            )
        )
    order = {tier.name: place for place, tier in enumerate(tiers_of(home))}
    vague = (
        by_place.filter(~in_one_district)
        .group_by("tier")
        .agg(pl.col("pence").sum(), pl.col("suppliers").sum(), pl.col("payments").sum())
    )
    rows += [
        ("abroad" if tier == ABROAD else "(no one district)", tier, pounds(pence), share(pence, total), suppliers, payments)
        for tier, pence, suppliers, payments in sorted(vague.iter_rows(), key=lambda row: order[row[0]])
    ]  # fmt: skip
    columns = (
        Column("district", "District", Kind.TEXT),
        Column("tier", "in", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE, of="all that leaves"),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    closing = (
        "all that leaves",
        None,
        pounds(total),
        share(total, total),
        leaving["name"].n_unique(),
        int(leaving["payments"].sum()),
    )
    table = Table(columns, tuple(rows), bar="share", total=closing)
    return Section("flows", title, table, omitted=not_leaving(spend, home))


def _sums(spend: pl.LazyFrame, *by: str) -> pl.DataFrame:
    """`pence` of each combination of some columns; streamed, since there may be half a million."""
    return spend.group_by(by).agg(pl.col("pence").sum()).collect(engine="streaming")


def _concentration(leaving: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row a group: `leaving` (pence), `suppliers`, `largest`, `index`, `mostly_to`."""
    of_supplier = pl.col("pence")
    bought = of_supplier.filter(of_supplier > 0)
    fractions = bought / bought.sum()
    suppliers = _sums(leaving.lazy(), column, "name")
    tiers = (
        _sums(leaving.lazy(), column, "tier")
        .with_columns(pl.col("tier").cast(pl.String))
        .sort("pence", "tier", descending=[True, False])
        .group_by(column, maintain_order=True)
        .agg(pl.col("tier").first().alias("mostly_to"))
    )
    return (
        suppliers.group_by(column)
        .agg(
            pl.col("pence").sum().alias("leaving"),
            pl.len().alias("suppliers"),
            fractions.max().alias("largest"),
            ((fractions**2).sum() * WHOLE_MARKET).round().cast(pl.Int64).alias("index"),
        )
        .join(tiers, on=column, how="left", nulls_equal=True)
    )


def _row(
    label: str,
    leaving: int,
    suppliers: int,
    largest: float | None,
    index: int,
    mostly_to: str | None,
    spent: int,
) -> tuple[Cell, ...]:
    return (
        label,
        pounds(leaving),
        share(leaving, spent),
        suppliers,
        largest,
        # Nothing but credits has no concentration.
        index or None,
        mostly_to,
    )


def _whole(label: str, counted: pl.DataFrame, home: Area) -> tuple[Cell, ...]:
    """One row for several groups, as if they were one."""
    leaving = counted.filter(leaves(home.name)).with_columns(pl.lit("all").alias("whole"))
    figures = _concentration(leaving, "whole").drop("whole").row(0)
    pence, suppliers, largest, index, mostly_to = figures
    spent = sum_of(counted["pence"])
    return _row(label, pence, suppliers, largest, index, mostly_to, spent)
