"""The largest suppliers: those at home, those that leak most, those that no evidence reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import is_local, is_placed, pounds, share, sum_of
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from spendaudit.places.areas import Area

MOST_ROWS = 10
_NEEDED = ("name", "label", "tier", "pence")
"""Of a payment: a filter copies every column that it is given."""


def local_suppliers(spend: pl.DataFrame, home: Area) -> Section:
    """The suppliers in the home area that were paid most."""
    title = f"The largest suppliers in {home.in_a_sentence}"
    local = spend.select(_NEEDED).filter(is_local(home.name))
    return _largest(
        "suppliers-local", title, local, spend, f"no supplier was placed in {home.in_a_sentence}"
    )


def leaks(spend: pl.DataFrame, home: Area) -> Section:
    """The suppliers outside that were paid most, of what could have gone elsewhere."""
    title = f"The largest leaks: suppliers outside {home.in_a_sentence}"
    outside = spend.select(*_NEEDED, "influenceable").filter(~is_local(home.name) & is_placed())
    counted = outside.filter(pl.col("influenceable") != "no")
    section = _largest(
        "suppliers-leaving",
        title,
        counted,
        spend,
        f"nothing that counts as a purchase was placed outside {home.in_a_sentence}",
    )
    left_out = pounds(sum_of(outside["pence"]) - sum_of(counted["pence"]))
    if section.table is None or not left_out:
        return section
    note = f"£{left_out:,.2f} that is no purchase (precepts, taxes, pensions, loans) is left out"
    return Section(section.key, section.title, section.table, note)


def unplaced_suppliers(spend: pl.DataFrame) -> Section:
    """The suppliers that no evidence reached, by value, with the share of what is unplaced."""
    unplaced = spend.select(_NEEDED).filter(~is_placed())
    title = "The largest suppliers that could not be placed"
    return _largest(
        "suppliers-unplaced", title, unplaced, unplaced, "every supplier was placed", "of unplaced"
    )


def _largest(
    key: str,
    title: str,
    chosen: pl.DataFrame,
    of: pl.DataFrame,
    none: str,
    share_heading: str = "share",
) -> Section:
    suppliers = (
        chosen.group_by("name")
        .agg(
            pl.col("label").first(),
            pl.col("tier").mode().sort().first(),
            pl.col("pence").sum(),
            pl.len().alias("payments"),
        )
        .sort("pence", "label", descending=[True, False])
    )
    if suppliers.is_empty():
        return Section(key, title, None, none)
    total = sum_of(of["pence"])
    rows: list[tuple[Cell, ...]] = [
        (label, tier, pounds(pence), share(pence, total), payments)
        for label, tier, pence, payments in suppliers.drop("name").head(MOST_ROWS).iter_rows()
    ]
    rest = suppliers.slice(MOST_ROWS)
    if rest.height:
        pence = sum_of(rest["pence"])
        amount = pounds(pence)
        more = f"{rest.height:,} more"
        rows.append((more, None, amount, share(pence, total), int(rest["payments"].sum())))
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("tier", "where", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", share_heading, Kind.SHARE),
        Column("payments", "payments", Kind.COUNT),
    )
    closing = (
        "all of these",
        None,
        pounds(sum_of(suppliers["pence"])),
        share(sum_of(suppliers["pence"]), total),
        int(suppliers["payments"].sum()),
    )
    return Section(
        key, title, _without_sameness(Table(columns, tuple(rows), total=closing), suppliers)
    )


def _without_sameness(table: Table, suppliers: pl.DataFrame) -> Table:
    """The table without its tiers where every supplier is in the same one."""
    return table if suppliers["tier"].n_unique() > 1 else table.without("tier")
