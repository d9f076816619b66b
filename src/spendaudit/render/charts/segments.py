"""Groups whose pounds go to several tiers, each as a bar of parts in the fills of the tiers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.render.charts.bars import fraction, longest_of, money, percentage
from spendaudit.render.charts.stack import fill_of
from spendaudit.report.figures import for_people, pounds, share
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.report.values import Cell, Table


class Segment(NamedTuple):
    """One tier's part of a bar: where it begins and how long it is, as percentages."""

    start: float
    width: float
    fill: str
    text: str


class Group(NamedTuple):
    """One bar.

    Attributes:
        amount: all of it, as written.
        mostly: the largest share with its tier, as written; empty where no share can be told.
        segments: none where no bar is drawn, as of a `bars.Bar`.
        rows: the numbers of its rows in the table.
    """

    label: str
    amount: str
    mostly: str
    segments: tuple[Segment, ...]
    rows: tuple[int, ...] = ()


def segments_of(table: Table, tiers: Table) -> tuple[Group, ...]:
    """A bar for each group of a table of `measures.leaving`; net credits have no part.

    Args:
        table: its rows of one group stand together.
        tiers: the table of the tiers, whose order gives each its fill.
    """
    at = {column.key: number for number, column in enumerate(table.columns)}
    names = [for_people(row[0], Kind.TEXT) for row in tiers.rows]
    fills = {name: fill_of(number, len(names)) for number, name in enumerate(names)}
    by_group: dict[Cell, list[_Part]] = {}
    for number, row in enumerate(table.rows):
        part = _Part(
            number,
            for_people(row[at["tier"]], Kind.TEXT),
            money(row[at["amount"]]),
            fraction(row[at["share"]]),
            money(row[at["leaves"]]),
        )
        by_group.setdefault(row[0], []).append(part)
    longest = longest_of(((one, _drawn(parts)) for one, parts in by_group.items()), table.rest)
    if longest <= 0:
        return ()
    return tuple(
        _group(for_people(group, Kind.TEXT), parts, longest, fills)
        for group, parts in by_group.items()
    )


class _Part(NamedTuple):
    row: int
    tier: str
    amount: Decimal
    share: float | None
    leaves: Decimal


def _group(label: str, parts: Sequence[_Part], longest: Decimal, fills: dict[str, str]) -> Group:
    before = Decimal()
    segments = []
    for part in parts:
        if part.amount <= 0:
            continue
        text = f"{label} to {part.tier}: {pounds(part.amount)}"
        start = percentage(before, longest)
        before += part.amount
        width = round(percentage(before, longest) - start, 2)
        segments.append(Segment(start, width, fills[part.tier], text))
    if before > longest:
        segments = []
    most = max(parts, key=lambda part: part.share or 0.0)
    mostly = f"{share(most.share)} {most.tier}" if most.share else ""
    return Group(
        label, pounds(parts[0].leaves), mostly, tuple(segments), tuple(one.row for one in parts)
    )


def _drawn(parts: Sequence[_Part]) -> Decimal:
    return sum((part.amount for part in parts if part.amount > 0), Decimal())
