"""Two sets of files held against each other: what changed, through which suppliers, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.retention import retention
from spendaudit.measures.spend import (
    is_influenceable,
    is_local,
    is_placed,
    pounds,
    share,
    sum_of,
)
from spendaudit.measures.years import change_in_local
from spendaudit.places.areas import tiers_of
from spendaudit.report.figures import counted, month
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.figures import share as as_share
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from spendaudit.places.areas import Area
    from spendaudit.report.values import Retention

MOST_ROWS = 10
HARDLY_MOVED = 0.05
"""Percentage points: a smaller change would read as 0.0."""
MOST_MONTHS = 6
"""Missing months that are named; more are counted."""


def changed_tiers(before: pl.DataFrame, after: pl.DataFrame, home: Area) -> Section:
    """Pounds and share of each tier in both, and by how much each moved."""
    of_before, of_after = _by_tier(before), _by_tier(after)
    all_before, all_after = sum_of(before["pence"]), sum_of(after["pence"])
    rows = [
        _moved(tier.name, of_before.get(tier.name, 0), of_after.get(tier.name, 0), all_before, all_after)
        for tier in tiers_of(home)
    ]  # fmt: skip
    columns = (
        Column("tier", "Where the money went", Kind.TEXT),
        Column("before", "before £", Kind.MONEY),
        Column("share_before", "share", Kind.SHARE, of="all before"),
        Column("after", "after £", Kind.MONEY),
        Column("share_after", "share", Kind.SHARE, of="all after"),
        Column("change", "change £", Kind.MONEY),
    )
    closing = _moved("all", all_before, all_after, all_before, all_after)
    table = Table(columns, tuple(rows), total=closing, mark=0)
    return Section("tiers", "Before and after", table, _other_months(before, after))


def why_local_changed(before: pl.DataFrame, after: pl.DataFrame, home: Area) -> Section:
    """What of the change in local pounds comes from the share, and what from the volume."""
    unplaced = [
        when
        for when, spend in (("before", before), ("after", after))
        if not spend.select(is_placed().any()).item()
    ]
    if unplaced:
        title = _why_changed(home.in_a_sentence)
        return Section("causes", title, None, _none_placed(unplaced))
    sums = {
        label: (_local_and_all(before.filter(keep), home), _local_and_all(after.filter(keep), home))
        for label, keep in (
            ("all spend", pl.lit(value=True)),
            ("influenceable", is_influenceable()),
        )
    }
    return causes(
        sums, home.in_a_sentence, same_months=same_months(_months(before), _months(after))
    )


def _local_and_all(spend: pl.DataFrame, home: Area) -> tuple[Decimal, Decimal]:
    local = sum_of(spend.filter(is_local(home.name))["pence"])
    return pounds(local), pounds(sum_of(spend["pence"]))


def causes(
    sums: Mapping[str, tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]],
    home: str,
    *,
    same_months: bool,
) -> Section:
    """What of a change in local pounds comes from the share, and what from the volume.

    Args:
        sums: of what, and its local pounds and all its pounds before and after.
        home: as it stands in a sentence.
        same_months: whether both sides hold the same months of the year; else no cause is given.
    """
    title = _why_changed(home)
    if not same_months:
        why = (
            "before and after hold other months of the year, so that pounds would differ by their "
            "months alone"
        )
        return Section("causes", title, None, why)
    rows: list[tuple[Cell, ...]] = [
        (label, change.total, change.by_share, change.by_volume)
        for label, both in sums.items()
        # A share of a net credit is none, and causes nothing.
        if both[1][1] >= 0 < both[0][1] and (change := change_in_local(*both)) is not None
    ]
    if not rows:
        return Section("causes", title, None, "without spending before and after there is no share")
    if not any(was or now for (was, _), (now, _) in sums.values()):
        why = "no pound is known to have stayed, neither before nor after"
        return Section("causes", title, None, why)
    columns = (
        Column("of", "Of", Kind.TEXT),
        Column("change", "change in local £", Kind.MONEY),
        Column("by_share", "by its share", Kind.MONEY),
        Column("by_volume", "by all spend", Kind.MONEY),
    )
    note = (
        "by its share: what the new share makes of the new spend; by all spend: what the old share "
        "makes of the change in spend; the two add up to the change, the rows do not: what is "
        "influenceable is part of all spend"
    )
    return Section("causes", title, Table(columns, tuple(rows)), note)


def kept_won_lost(before: pl.DataFrame, after: pl.DataFrame) -> Section:
    """Suppliers paid in both, only after, only before; their pounds add up to both totals."""
    suppliers = _both(before, after)
    rows: list[tuple[Cell, ...]] = []
    for label, chosen in (
        ("kept", pl.col("was") & pl.col("came")),
        ("won", ~pl.col("was")),
        ("lost", ~pl.col("came")),
    ):
        group = suppliers.filter(chosen)
        old, new = sum_of(group["before"]), sum_of(group["after"])
        rows.append((label, group.height, pounds(old), pounds(new), pounds(new - old)))
    columns = (
        Column("suppliers", "Suppliers", Kind.TEXT),
        Column("count", "how many", Kind.COUNT),
        Column("before", "before £", Kind.MONEY),
        Column("after", "after £", Kind.MONEY),
        Column("change", "change £", Kind.MONEY),
    )
    old, new = sum_of(suppliers["before"]), sum_of(suppliers["after"])
    closing = ("all", suppliers.height, pounds(old), pounds(new), pounds(new - old))
    note = "a supplier goes by its cleaned name: one that changed its name is lost and won"
    title = "Suppliers kept, won and lost"
    return Section("suppliers", title, Table(columns, tuple(rows), total=closing), note)


def largest_changes(before: pl.DataFrame, after: pl.DataFrame, *, gains: bool) -> Section:
    """The suppliers whose pounds rose most, or fell most, with where they are."""
    title = "Suppliers paid much more" if gains else "Suppliers paid much less"
    key = "gains" if gains else "falls"
    bought = [spend.filter(is_influenceable()) for spend in (before, after)]
    suppliers = _both(*bought).with_columns((pl.col("after") - pl.col("before")).alias("change"))
    moved = pl.col("change") > 0 if gains else pl.col("change") < 0
    chosen = suppliers.filter(moved).sort("change", "label", descending=[gains, False])
    if chosen.is_empty():
        return Section(key, title, None, "none")
    shown = ("label", "tier", "before", "after", "change")
    rows: list[tuple[Cell, ...]] = [
        (label, tier, pounds(old), pounds(new), pounds(change))
        for label, tier, old, new, change in chosen.select(shown).head(MOST_ROWS).iter_rows()
    ]
    rest = chosen.slice(MOST_ROWS)
    if rest.height:
        sums = (pounds(sum_of(rest[column])) for column in ("before", "after", "change"))
        rows.append((f"{rest.height:,} more", None, *sums))
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("tier", "where", Kind.TEXT),
        Column("before", "before £", Kind.MONEY),
        Column("after", "after £", Kind.MONEY),
        Column("change", "change £", Kind.MONEY),
    )
    sums = (pounds(sum_of(chosen[column])) for column in ("before", "after", "change"))
    table = Table(columns, tuple(rows), total=("all of these", None, *sums))
    others = "less" if gains else "more"
    note = f"what is no purchase is left out, and so are suppliers paid as much, or {others}"
    return Section(key, title, table, note)


def moved_suppliers(before: pl.DataFrame, after: pl.DataFrame) -> Section:
    """Suppliers that are in another tier than before: moved, or better known."""
    title = "Suppliers in another place than before"
    was, now = (_tier_of_supplier(spend) for spend in (before, after))
    moved = was.join(now, on="name", suffix="_after").filter(pl.col("tier") != pl.col("tier_after"))
    moved = moved.sort("pence_after", "label", descending=[True, False])
    if moved.is_empty():
        return Section("moved", title, None, "none that was paid in both")
    shown = ("label", "tier", "tier_after", "pence", "pence_after")
    rows: list[tuple[Cell, ...]] = [
        (label, tier, tier_after, pounds(old), pounds(new))
        for label, tier, tier_after, old, new in moved.select(shown).head(MOST_ROWS).iter_rows()
    ]
    rest = moved.slice(MOST_ROWS)
    if rest.height:
        sums = (pounds(sum_of(rest[column])) for column in ("pence", "pence_after"))
        rows.append((f"{rest.height:,} more", None, None, *sums))
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("tier_before", "was in", Kind.TEXT),
        Column("tier_after", "is in", Kind.TEXT),
        Column("before", "before £", Kind.MONEY),
        Column("after", "after £", Kind.MONEY),
    )
    sums = (pounds(sum_of(moved[column])) for column in ("pence", "pence_after"))
    table = Table(columns, tuple(rows), total=("all of these", None, None, *sums))
    note = (
        "it may have moved, or its postcode may be known or read better now; suppliers in one place, "
        "and those paid on one side only, are left out"
    )
    return Section("moved", title, table, note)


def _moved(
    label: str, before: int, after: int, all_before: int, all_after: int
) -> tuple[Cell, ...]:
    return (
        label,
        pounds(before),
        share(before, all_before),
        pounds(after),
        share(after, all_after),
        pounds(after - before),
    )


def _by_tier(spend: pl.DataFrame) -> dict[str, int]:
    return dict(spend.group_by("tier").agg(pl.col("pence").sum()).iter_rows())


def _both(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """One row a supplier: `label`, `tier`, `before`, `after`, and whether it `was` and `came`."""
    old, new = (_tier_of_supplier(spend) for spend in (before, after))
    both = old.join(new, on="name", how="full", suffix="_after", coalesce=True)
    return both.select(
        "name",
        pl.coalesce("label_after", "label").alias("label"),
        pl.coalesce("tier_after", "tier").alias("tier"),
        pl.col("pence").fill_null(0).alias("before"),
        pl.col("pence_after").fill_null(0).alias("after"),
        pl.col("pence").is_not_null().alias("was"),
        pl.col("pence_after").is_not_null().alias("came"),
    )


def _tier_of_supplier(spend: pl.DataFrame) -> pl.DataFrame:
    """One row a supplier: its name, label, pence, and the tier that most of its payments are in."""
    return (
        spend.with_columns(pl.col("name", "label", "tier").cast(pl.String))
        .group_by("name")
        .agg(pl.col("label").first(), pl.col("tier").mode().sort().first(), pl.col("pence").sum())
    )


def _other_months(before: pl.DataFrame, after: pl.DataFrame) -> str:
    """Say what the two sides do not have alike: months, and pounds without one."""
    months = [_months(spend) for spend in (before, after)]
    said = ", ".join(
        f"{name} holds {counted(len(side), 'month')}" if side else f"{name} has no dates"
        for name, side in zip(("before", "after"), months, strict=True)
    )
    if not same_months(*months):
        said += ": other months of the year, so that sums cannot be compared, only shares"
    for name, side in (("before", months[0]), ("after", months[1])):
        gaps = _gaps(side)
        if gaps:
            named = ", ".join(month(one) for one in gaps[:MOST_MONTHS])
            more = f" and {len(gaps) - MOST_MONTHS} more" if len(gaps) > MOST_MONTHS else ""
            said += f"; {name} lacks {named}{more}"
    return said


def same_months(before: Sequence[date], after: Sequence[date]) -> bool:
    """Whether both have as many months, and the same of the year."""
    in_year = [{one.month for one in side} for side in (before, after)]
    return len(before) == len(after) and in_year[0] == in_year[1]


def _months(spend: pl.DataFrame) -> list[date]:
    return spend["paid_on"].drop_nulls().dt.month_start().unique().sort().to_list()


def _gaps(months: list[date]) -> list[date]:
    """Months without payments between the first and the last."""
    if not months:
        return []
    every = pl.date_range(months[0], months[-1], "1mo", eager=True)
    return [one for one in every if one not in set(months)]


def summed_up(before: pl.DataFrame, after: pl.DataFrame, home: Area) -> tuple[str, ...]:
    """The change in one or two sentences, each share with its range, ready to be read aloud."""
    both = (retention(before, home.name), retention(after, home.name))
    return share_moved(*both, home.in_a_sentence)


def share_moved(was: Retention, now: Retention, home: str) -> tuple[str, ...]:
    """The same of what was kept before and after; `home` as it stands in a sentence."""
    if was.share is None or now.share is None:
        return ("No change can be told: credits are as large as payments, or larger.",)
    unknown = [when for when, kept in (("before", was), ("after", now)) if _nothing_placed(kept)]
    if unknown:
        return (f"No change can be told: {_none_placed(unknown)}.",)
    points = (now.share - was.share) * 100
    moved = f"{'rose' if points > 0 else 'fell'} by {abs(points):.1f} percentage points"
    if abs(points) < HARDLY_MOVED:
        moved = "hardly moved"
    first = (
        f"The share that stayed in {home} {moved}, from {_with_range(was)} to "
        f"{_with_range(now)}: {in_pounds(was.amount)} of "
        f"{in_pounds(was.total)} before, {in_pounds(now.amount)} of {in_pounds(now.total)} after."
    )
    if not _apart(was, now):
        return (first, "The two ranges overlap: better evidence could turn the change round.")
    return (first,)


def _with_range(kept: Retention) -> str:
    return f"{as_share(kept.share)} (between {as_share(kept.low)} and {as_share(kept.high)})"


def _why_changed(home: str) -> str:
    return f"Why the pounds that stay in {home} changed"


def _none_placed(when: Sequence[str]) -> str:
    """Of `before`, `after` or both, as a sentence has it."""
    return f"nothing that was paid {' or '.join(when)} could be placed"


def _nothing_placed(kept: Retention) -> bool:
    return bool(kept.total) and kept.unplaced == kept.total and not kept.amount


def _apart(was: Retention, now: Retention) -> bool:
    """Whether what was and what is differ by more than is in doubt."""
    ends = (was.low, was.high, now.low, now.high)
    if any(end is None for end in ends):
        return False
    return (was.high or 0) < (now.low or 0) or (now.high or 0) < (was.low or 0)
