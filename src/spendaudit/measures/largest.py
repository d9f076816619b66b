"""The largest suppliers: those at home, those that leak most, those that no evidence reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import (
    UNPLACED,
    is_influenceable,
    is_local,
    is_placed,
    leaves,
    none_outside,
    not_leaving,
    pounds,
    share,
    sum_of,
    sum_where,
)
from spendaudit.report.values import Cell, Column, Kind, Omitted, Section, Table

if TYPE_CHECKING:
    from spendaudit.places.areas import Area

MOST_ROWS = 10
FEW_ROWS = 5
"""Of a table that shares a screen with other questions."""
NEEDED = ("name", "label", "tier", "pence")
"""Of a payment: a filter copies every column that it is given."""


def local_suppliers(spend: pl.DataFrame, home: Area) -> Section:
    """The suppliers in the home area that were paid most."""
    title = f"The largest suppliers in {home.in_a_sentence}"
    local = spend.select(NEEDED).filter(is_local(home.name))
    none = f"no supplier was placed in {home.in_a_sentence}"
    section = _largest("suppliers-local", title, local, spend, none)
    if not local.is_empty() and not _any_above_nought(local):
        why = f"no supplier in {home.in_a_sentence} was paid more than it paid back"
        return Section(section.key, title, None, why)
    omitted = (
        _sum(spend, leaves(home.name), "that went elsewhere"),
        _sum(spend, ~is_placed(), UNPLACED),
    )
    return section._replace(omitted=omitted)


def leaks(spend: pl.DataFrame, home: Area) -> Section:
    """The suppliers outside that were paid most, of what could have gone elsewhere."""
    title = f"The largest leaks: suppliers outside {home.in_a_sentence}"
    outside = spend.select(*NEEDED, "influenceable").filter(leaves(home.name))
    counted = outside.filter(is_influenceable())
    section = _largest("suppliers-leaving", title, counted, spend, none_outside(spend, home))
    if not counted.is_empty() and not _any_above_nought(counted):
        why = "no supplier outside was paid more than it paid back"
        return Section(section.key, title, None, why)
    return section._replace(omitted=not_leaving(spend, home))


def unplaced_suppliers(spend: pl.DataFrame) -> Section:
    """The suppliers that no evidence reached, by value, with the share of what is unplaced."""
    unplaced = spend.select(NEEDED).filter(~is_placed())
    title = "The largest suppliers that could not be placed"
    section = _largest(
        "suppliers-unplaced",
        title,
        unplaced,
        unplaced,
        "every supplier was placed",
        "all that is unplaced",
    )
    return section._replace(omitted=(_sum(spend, is_placed(), "that was placed"),))


def _ranked(chosen: pl.DataFrame) -> pl.DataFrame:
    """Suppliers in the order of their table, most pounds first.

    Args:
        chosen: the payments that the table is about, as `spend_of` gives them.

    Returns:
        `name`, `label`, `tier` (of most of its payments), `pence`, `payments`.
    """
    return (
        chosen.group_by("name")
        .agg(
            pl.col("label").first(),
            pl.col("tier").mode().sort().first(),
            pl.col("pence").sum(),
            pl.len().alias("payments"),
        )
        .sort("pence", "label", "name", descending=[True, False, False])
    )


def _any_above_nought(chosen: pl.DataFrame) -> bool:
    """Whether any supplier was paid more than it paid back; asked of each only where it must be."""
    if sum_of(chosen["pence"]) > 0:
        return True
    sums = chosen.group_by("name").agg(pl.col("pence").sum())
    return bool((sums["pence"] > 0).any())


def _sum(spend: pl.DataFrame, which: pl.Expr, what: str) -> Omitted:
    return Omitted(pounds(sum_where(spend, which)), what)


def _largest(
    key: str,
    title: str,
    chosen: pl.DataFrame,
    of: pl.DataFrame,
    none: str,
    of_what: str = "all spend",
) -> Section:
    suppliers = _ranked(chosen)
    if suppliers.is_empty():
        return Section(key, title, None, none)
    total = sum_of(of["pence"])
    table = _table(suppliers, total, of_what, MOST_ROWS)
    brief = _table(suppliers, total, of_what, FEW_ROWS)
    return Section(key, title, table, brief=brief if len(brief.rows) < len(table.rows) else None)


def _table(suppliers: pl.DataFrame, total: int, of_what: str, most: int) -> Table:
    """So many suppliers with a row of their own, the others in one."""
    rows: list[tuple[Cell, ...]] = [
        (label, tier, pounds(pence), share(pence, total), payments)
        for label, tier, pence, payments in suppliers.drop("name").head(most).iter_rows()
    ]
    rest = suppliers.slice(most)
    if rest.height:
        pence = sum_of(rest["pence"])
        amount = pounds(pence)
        more = f"{rest.height:,} more"
        rows.append((more, None, amount, share(pence, total), int(rest["payments"].sum())))
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("tier", "where", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE, of=of_what),
        Column("payments", "payments", Kind.COUNT),
    )
    closing = (
        "all of these",
        None,
        pounds(sum_of(suppliers["pence"])),
        share(sum_of(suppliers["pence"]), total),
        int(suppliers["payments"].sum()),
    )
    return _without_sameness(Table(columns, tuple(rows), total=closing), suppliers)


def _without_sameness(table: Table, suppliers: pl.DataFrame) -> Table:
    """The table without its tiers where every supplier is in the same one."""
    return table if suppliers["tier"].n_unique() > 1 else table.without("tier")
