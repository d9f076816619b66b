"""Presence beside the registered office: the local share with the branches that the user knows of, and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import is_local, pounds, share, sum_of
from spendaudit.report.values import Cell, Column, Kind, Omitted, Section, Table

if TYPE_CHECKING:
    from spendaudit.audit import Audit
    from spendaudit.places.areas import Area

MOST_GROUPS = 20


def branch_sections(audit: Audit, paid: pl.DataFrame) -> tuple[Section, ...]:
    """What the user's list adds: branches and groups; where it tells of none, that.

    Args:
        audit: what was audited.
        paid: as `organisations.organisations_of` gives it.
    """
    return (_branches(paid, audit.area), _groups(paid, audit.area))


def _branches(paid: pl.DataFrame, area: Area) -> Section:
    elsewhere = paid.filter(pl.col("branch_here") & ~is_local(area.name))
    called = area.in_a_sentence
    title = f"What stayed in {called} with branches"
    if not paid["branch_here"].any():
        why = "no supplier list names one of a supplier that was paid"
        return Section("branches", title, None, why)
    parts = (
        ("by address", paid.filter(is_local(area.name))),
        ("more, by a branch", elsewhere),
        ("with branches", paid.filter(pl.col("branch_here") | is_local(area.name))),
    )
    influenceable = pl.col("influenceable") != "no"
    whole = sum_of(paid["pence"])
    purchases = sum_of(paid.filter(influenceable)["pence"])
    rows: list[tuple[Cell, ...]] = []
    for label, some in parts:
        pence = sum_of(some["pence"])
        bought = sum_of(some.filter(influenceable)["pence"])
        rows.append(
            (
                label,
                pounds(pence),
                share(pence, whole),
                pounds(bought),
                share(bought, purchases),
                some["name"].n_unique(),
            )
        )
    columns = (
        Column("presence", "Stayed", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "of all spend", Kind.SHARE, of="all spend"),
        Column("influenceable_amount", "influenceable £", Kind.MONEY),
        Column("influenceable_share", "of purchases", Kind.SHARE, of="purchases"),
        Column("suppliers", "suppliers", Kind.COUNT),
    )
    said = (
        "Branches are those that your supplier list names; nobody else was asked. How much of the "
        "work a branch did, and how much of the money stayed there, it does not say: the figures "
        "above count by address alone."
    )
    *rows, closing = rows
    table = Table(columns, tuple(rows), total=closing)
    left = sum_of(paid.filter(~pl.col("branch_here") & ~is_local(area.name))["pence"])
    omitted = (Omitted(pounds(left), "to suppliers without a branch or an address there"),)
    return Section("branches", title, table, said, omitted)


def groups_of(paid: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The groups that a supplier list names, most pounds first.

    Returns:
        `group`, `pence`, `local` (pence in the area), `name` (how many suppliers), `payments`.
    """
    local = pl.col("pence").filter(is_local(area.name)).sum()
    return (
        paid.filter(pl.col("group").is_not_null())
        .group_by(pl.col("group").str.strip_chars())
        .agg(
            pl.col("pence").sum(),
            local.alias("local"),
            pl.col("name").n_unique(),
            pl.col("payments").sum(),
        )
        .sort("pence", "group", descending=[True, False])
    )


def _groups(paid: pl.DataFrame, area: Area) -> Section:
    title = "Which groups the suppliers belong to"
    grouped = paid.filter(pl.col("group").is_not_null())
    if grouped.is_empty():
        return Section("groups", title, None, "no supplier list names one")
    whole = sum_of(paid["pence"])
    sums = groups_of(paid, area)
    rows: list[tuple[Cell, ...]] = [
        (group, pounds(pence), share(pence, whole), pounds(here), suppliers, payments)
        for group, pence, here, suppliers, payments in sums.head(MOST_GROUPS).iter_rows()
    ]
    rest = sums.slice(MOST_GROUPS)
    if rest.height:
        others = grouped.join(
            rest.select("group"),
            left_on=pl.col("group").str.strip_chars(),
            right_on="group",
            how="semi",
        )
        pence, here = sum_of(rest["pence"]), sum_of(rest["local"])
        rows.append(
            (
                f"{rest.height:,} more", pounds(pence), share(pence, whole), pounds(here),
                others["name"].n_unique(), int(rest["payments"].sum()),
            )
        )  # fmt: skip
    every = sum_of(sums["pence"])
    closing = (
        "all groups on your list",
        pounds(every),
        share(every, whole),
        pounds(sum_of(sums["local"])),
        grouped["name"].n_unique(),
        int(sums["payments"].sum()),
    )
    columns = (
        Column("group", "Group", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "of all spend", Kind.SHARE, of="all spend"),
        Column("local", f"in {area.in_a_sentence}", Kind.MONEY),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    said = "Groups are those that your supplier list names."
    omitted = (Omitted(pounds(whole - every), "to suppliers that it puts in no group"),)
    return Section("groups", title, Table(columns, tuple(rows), total=closing), said, omitted)
