"""What could be won back: small purchases that leave, by category, and who at home sells such things.

A pool is what was paid outside the area, in a year, to suppliers below the threshold under which an
English council may reserve a contract. It could be offered to local firms; nothing says that they
would win it, or that they want it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from spendaudit.measures.spend import (
    UNPLACED,
    financial_year,
    is_influenceable,
    is_local,
    is_placed,
    is_public,
    leaves,
    no_purchase,
    pounds,
    share,
    sum_of,
    sum_where,
)
from spendaudit.measures.thresholds import reserving, threshold_on
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.values import Cell, Column, Kind, Omitted, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spendaudit.places.areas import Area

MOST_ROWS = 15
SMALLEST = 5_000_00
"""Pence of a pool that is worth a row of its own."""
MANY, FEW = 5, 1
"""Local suppliers from which a tender has enough bidders, and from which there is someone to grow."""
MANY_FIRMS = 20
"""Companies in an industry, of which most will not want the work, from which bidders are likely."""
MANY_ABLE, FEW_ABLE, NONE_ABLE = "many", "few", "none"
FEW_OR_MORE, NOT_TOLD = "few or more", "not known"
"""Readings of who could do it; the last two where suppliers that were not placed may be at home."""
POINTS = 0.05
"""Of the influenceable share: what the scenario asks for."""


class Pools(NamedTuple):
    """The pools of an area.

    Attributes:
        section: one row a category, the largest pool first.
        scenario: what part of each pool would raise the local share by five points, in words.
        total: pounds of all pools, in pence.
    """

    section: Section
    scenario: str
    total: int


def pools(
    spend: pl.DataFrame,
    home: Area,
    column: str = "category",
    firms: Mapping[str, int] | None = None,
) -> Pools:
    """The pools by category, department or industry, with the suppliers on both sides.

    Args:
        spend: as `spend_of` gives it.
        home: the home area.
        column: of `spend`, by which to divide.
        firms: active companies at home by the values of that column, where somebody counted them;
            they say what could be done, instead of the suppliers at home.
    """
    limit = threshold_on(reserving()[0]).goods_and_services
    title = f"What leaves {home.in_a_sentence} in small purchases, by {column}"
    bought = spend.filter(is_influenceable() & ~is_public())
    bought = bought.with_columns(
        pl.col("pence").sum().over("name", financial_year(pl.col("paid_on"))).alias("in_year"),
        pl.col(column).cast(pl.String).alias("group"),
    )
    small = pl.col("in_year").is_between(1, limit * 100, closed="left")
    leaving = bought.filter(small & leaves(home.name))
    total = sum_of(leaving["pence"])
    if spend[column].is_null().all():
        dropped = Section("pools", title, None, f"nothing says the {column} of a payment")
        return Pools(dropped, _scenario(spend, home, total, shown=False), total)
    if leaving.is_empty():
        why = "no small purchase was placed outside"
        if not bought.select((small & is_placed()).any()).item():
            why = "no small purchase could be placed anywhere"
        dropped = Section("pools", title, None, why)
        return Pools(dropped, "", 0)
    at_home = bought.group_by("group").agg(
        pl.col("name").filter(is_local(home.name)).n_unique().alias("sellers"),
        pl.col("name").filter(~is_placed()).n_unique().alias("unplaced"),
    )
    groups = (
        leaving.group_by("group")
        .agg(
            pl.col("pence").sum(),
            pl.len().alias("payments"),
            pl.col("pence").filter(pl.col("pence") > 0).median().alias("median"),
            pl.col("name").n_unique().alias("suppliers"),
        )
        .join(at_home, on="group", how="left", nulls_equal=True)
        .sort("pence", "group", descending=[True, False], nulls_last=True)
    )
    named = groups.filter((pl.col("pence") >= SMALLEST) & pl.col("group").is_not_null()).head(
        MOST_ROWS
    )
    rest = groups.join(named.select("group"), on="group", how="anti", nulls_equal=True)
    rows = [_row(row, firms) for row in named.iter_rows()]
    if rest.height:
        label = f"{rest.height:,} others, or none given"
        others = leaving.join(rest.select("group"), on="group", how="semi", nulls_equal=True)
        rows.append(
            (
                label, pounds(sum_of(others["pence"])), others.height, None,
                others["name"].n_unique(), None, None, None,
            )
        )  # fmt: skip
    columns = (
        Column(column, column.capitalize(), Kind.TEXT),
        Column("amount", "pool £", Kind.MONEY),
        Column("payments", "payments", Kind.COUNT),
        Column("median", "typical £", Kind.MONEY),
        Column("suppliers", "outside", Kind.COUNT),
        Column("sellers", "at home", Kind.COUNT),
        Column("firms", "firms", Kind.COUNT),
        Column("way", "who could", Kind.TEXT),
    )
    closing = (
        "all of these", pounds(total), leaving.height, None, leaving["name"].n_unique(), None, None,
        None,
    )  # fmt: skip
    note = (
        f"a pool: purchases from suppliers paid less than £{limit:,} in a year, the threshold for goods "
        "and services, placed outside; outside, at home: how many suppliers sell it from there; who could: many at home, so that a "
        "tender could be reserved; few, which could grow; none, room for a new co-operative; not "
        "known, or few or more, where suppliers of it that were not placed may be at home"
    )
    table = Table(columns, tuple(rows), total=closing)
    if firms is None:
        table = table.without("firms")
    else:
        note += (
            f"; firms: active companies with their registered office in {home.in_a_sentence}, by the "
            "first of their SIC 2007 codes"
        )
    kinds = (
        (small & is_local(home.name), f"of such purchases that stayed in {home.in_a_sentence}"),
        (small & ~is_placed(), f"of them {UNPLACED}"),
        (~small, "to suppliers paid more in a year, or credited"),
    )
    omitted = [Omitted(pounds(sum_where(bought, which)), what) for which, what in kinds]
    public = sum_where(spend, is_influenceable() & is_public())
    omitted += [Omitted(pounds(public), "to public bodies"), no_purchase(spend)]
    section = Section("pools", title, table, note, tuple(omitted))
    return Pools(section, _scenario(spend, home, total), total)


def way_of(sellers: int, unplaced: int = 0, firms: int | None = None) -> str:
    """Who at home could do it: the companies of the industry, else those who sell it already.

    Args:
        sellers: local suppliers of it.
        unplaced: suppliers of it that may be local; where a register counts the firms, they are.
        firms: active companies at home, where somebody counted them.
    """
    if firms is not None:
        able = max(firms, sellers)
        return MANY_ABLE if able >= MANY_FIRMS else FEW_ABLE if able >= FEW else NONE_ABLE
    if sellers >= MANY:
        return MANY_ABLE
    if sellers >= FEW:
        return FEW_OR_MORE if sellers + unplaced >= MANY else FEW_ABLE
    return NOT_TOLD if unplaced else NONE_ABLE


def _row(group: tuple[Any, ...], firms: Mapping[str, int] | None) -> tuple[Cell, ...]:
    """A row of the table from one of the grouped purchases, in the order of their columns."""
    name, pence, payments, median, suppliers, sellers, unplaced = group
    typical = None if median is None else pounds(round(median))
    how_many = None if firms is None else firms.get(name or "", 0)
    way = way_of(sellers, unplaced, how_many)
    return name, pounds(pence), payments, typical, suppliers, sellers, how_many, way


def _scenario(spend: pl.DataFrame, home: Area, pool: int, *, shown: bool = True) -> str:
    """What part of the pools would raise the share of the influenceable pounds by five points.

    Each pool gives the same part; `shown` says whether a table of them follows.
    """
    bought = spend.filter(is_influenceable())
    total = sum_of(bought["pence"])
    local = sum_of(bought.filter(is_local(home.name))["pence"])
    part = share(local, total)
    if part is None or not pool:
        return ""
    needed = round(total * POINTS)
    begins = (
        f"For five points more of the influenceable pounds to stay, {part + POINTS:.1%} instead of "
        f"{part:.1%}, {in_pounds(pounds(needed))} would have to move"
    )
    if needed > pool:
        return f"{begins}: more than all that leaves in small purchases, {in_pounds(pounds(pool))}."
    of = "each pool" if shown else "what leaves in small purchases"
    return (
        f"{begins}: {needed / pool:.0%} of {of}, {in_pounds(pounds(pool))} in all; a tenth of it "
        f"would add {pool / total * 10:.1f} points."
    )
