"""How the local share changed from one financial year to the next, and why local pounds changed."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.measures.spend import (
    financial_year,
    is_local,
    is_placed,
    pounds,
    share,
    year_name,
)
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.places.areas import Area


class Change(NamedTuple):
    """A change in local pounds, divided into its two causes; the two add up to it exactly."""

    by_share: Decimal
    by_volume: Decimal

    @property
    def total(self) -> Decimal:
        """The whole change in pounds."""
        return self.by_share + self.by_volume


def change_in_local(
    before: tuple[Decimal, Decimal], after: tuple[Decimal, Decimal]
) -> Change | None:
    """Divide a change in local pounds into the effect of the share and that of the volume.

    Volume effect: the old share of the change in all pounds. Share effect: the change in the share
    of the new pounds. From CLES's figures for Preston, £38.3m of £750m in 2012-13 and £112.3m of
    £617.0m in 2016-17, it makes +£74.0m = +£80.8m by share and -£6.8m by volume.

    Args:
        before: local pounds and all pounds, before.
        after: the same, after.

    Returns:
        To the penny, or None where there was nothing to have a share of before.
    """
    (local_before, all_before), (local_after, all_after) = before, after
    if all_before <= 0:
        return None
    by_volume = (local_before * (all_after - all_before) / all_before).quantize(Decimal("0.01"))
    return Change(local_after - local_before - by_volume, by_volume)


def year_sections(spend: pl.DataFrame, home: Area) -> tuple[Section, Section]:
    """`by_year` and `change_by_year`."""
    years, undated = _years(spend, home)
    return by_year(home, years, undated), change_by_year(home, years)


def by_year(home: Area, sums: Sequence[Year], undated: Year | None) -> Section:
    """The local share by financial year, April to March, with how many months the files hold of it."""
    title = f"What stayed in {home.in_a_sentence}, by financial year"
    if not sums:
        return Section("years", title, None, "no payment has a date that tells its year")
    rows: list[tuple[Cell, ...]] = [
        _row(year_name(year.began), len(year.months), year) for year in sums
    ]
    if undated:
        rows.append(_row("(no one year)", None, undated))
    columns = (
        Column("year", "Year", Kind.TEXT),
        Column("months", "months", Kind.COUNT),
        Column("amount", "£", Kind.MONEY),
        Column("local", "local £", Kind.MONEY),
        Column("share", "local", Kind.SHARE, of="the row's £"),
        Column("placed", "placed", Kind.SHARE, of="the row's £"),
    )
    parts = [*sums, *([undated] if undated else [])]
    pence, local, placed = (
        sum(getattr(part, column) for part in parts) for column in ("pence", "local", "placed")
    )
    whole = Year(0, pence, local, placed, [])
    closing = _row("all", None, whole)
    note = (
        f"{in_pounds(pounds(undated.pence))} has no date, or one of two years: the last row"
        if undated
        else ""
    )
    table = Table(columns, tuple(rows), bar="share", total=closing)
    return Section("years", title, table, note, omitted=())


def change_by_year(home: Area, years: Sequence[Year]) -> Section:
    """What moved the local pounds from each financial year to the next: the share, or the volume.

    Told only between neighbouring years of which the files hold the same months: a year with fewer
    months would show a fall that never was.
    """
    title = f"What changed in {home.in_a_sentence} from year to year"
    pairs = [
        (before, after) for before, after in pairwise(years) if after.began == before.began + 1
    ]
    alike = [(before, after) for before, after in pairs if before.months == after.months]
    rows = [
        (
            f"{year_name(before.began)} to {year_name(after.began)}",
            share(before.local, before.pence),
            share(after.local, after.pence),
            change.total,
            change.by_share,
            change.by_volume,
        )
        for before, after in alike
        if (change := change_in_local(before.in_pounds, after.in_pounds))
    ]
    if not rows:
        why = (
            "the files hold other months of one year than of the next"
            if pairs
            else "the files hold no two neighbouring financial years"
        )
        return Section("change", title, None, why)
    columns = (
        Column("years", "Years", Kind.TEXT),
        Column("share_before", "local", Kind.SHARE, of="what was spent in the first year"),
        Column("share", "then", Kind.SHARE, of="the second"),
        Column("change", "change in £", Kind.MONEY),
        Column("by_share", "by its share", Kind.MONEY),
        Column("by_volume", "by all spend", Kind.MONEY),
    )
    notes = [
        (
            "by its share: what the new share makes of the new spend; by all spend: what the old "
            "share makes of the change in spend; the two add up to the change"
        )
    ]
    unsure = [year_name(after.began) for before, after in alike if _overlap(before, after)]
    if unsure:
        notes.append(
            f"better evidence could turn the change to {', '.join(unsure)} round: more could not be "
            "placed than the share moved"
        )
    if len(alike) < len(pairs):
        notes.append("years of which the files hold other months are not compared")
    return Section("change", title, Table(columns, tuple(rows)), "; ".join(notes))


def _overlap(before: Year, after: Year) -> bool:
    """Whether the local shares, each up to one with all that was not placed, have any in common."""
    (low, high), (low_after, high_after) = (
        (share(year.local, year.pence) or 0, share(year.local + year.unplaced, year.pence) or 0)
        for year in (before, after)
    )
    return low <= high_after and low_after <= high


class Year(NamedTuple):
    """A financial year's pence: all, local and placed; and the months that have payments."""

    began: int
    pence: int
    local: int
    placed: int
    months: list[int]

    @property
    def unplaced(self) -> int:
        """What could not be placed, where that is not a net credit."""
        return max(self.pence - self.placed, 0)

    @property
    def in_pounds(self) -> tuple[Decimal, Decimal]:
        """Local pounds and all pounds."""
        return pounds(self.local), pounds(self.pence)


def _years(spend: pl.DataFrame, home: Area) -> tuple[list[Year], Year | None]:
    """Each financial year in order, and what belongs to none."""
    same_year = financial_year(pl.col("paid_on")) == financial_year(pl.col("paid_to"))
    year = pl.when(same_year).then(financial_year(pl.col("paid_on")))
    sums = _sums(spend.with_columns(year.alias("year")), home)
    undated = next((one for one in sums if one.began is None), None)
    return sorted(one for one in sums if one.began is not None), undated


def _sums(dated: pl.DataFrame, home: Area) -> list[Year]:
    return [
        Year(*figures)
        for figures in dated.group_by("year")
        .agg(
            pl.col("pence").sum(),
            pl.col("pence").filter(is_local(home.name)).sum().alias("local"),
            pl.col("pence").filter(is_placed()).sum().alias("placed"),
            pl.col("paid_on").dt.month().unique().sort().alias("months"),
        )
        .iter_rows()
    ]


def _row(label: str, months: int | None, year: Year) -> tuple[Cell, ...]:
    return (
        label,
        months,
        pounds(year.pence),
        pounds(year.local),
        share(year.local, year.pence),
        share(year.placed, year.pence),
    )
