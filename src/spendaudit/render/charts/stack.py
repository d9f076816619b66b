"""A whole divided into its parts, as one bar."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.render.charts.bars import fraction, money
from spendaudit.report.figures import for_people, pounds, share
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from spendaudit.report.values import Table

LABELLED = 4.5
"""A part of less than so many percent has no room for its share."""
NARROW = 15.0
"""One of less has none on a telephone."""


class Part(NamedTuple):
    """One part of a stack.

    Attributes:
        start: where it begins, as a percentage of the whole.
        width: how long it is, likewise.
        fill: which of the page's fills it has: the first is home, `none` what was not placed.
    """

    label: str
    start: float
    width: float
    share: str
    amount: str
    fill: str

    @property
    def middle(self) -> float:
        """Where its share stands."""
        return round(self.start + self.width / 2, 2)

    @property
    def is_labelled(self) -> bool:
        """Whether there is room for its share."""
        return self.width >= LABELLED

    @property
    def is_narrow(self) -> bool:
        """Whether that room is only there on a wide page."""
        return self.width < NARROW


def stack_of(table: Table) -> tuple[Part, ...]:
    """The rows of a table with `amount` and `share` as parts; none if one is a net credit.

    The last row is what could not be placed.
    """
    at = {column.key: number for number, column in enumerate(table.columns)}
    amounts = [money(row[at["amount"]]) for row in table.rows]
    whole = sum(amounts, Decimal())
    if whole <= 0 or min(amounts) < 0:
        return ()
    parts: list[Part] = []
    before = Decimal()
    for number, (row, amount) in enumerate(zip(table.rows, amounts, strict=True)):
        start, before = before, before + amount
        parts.append(
            Part(
                label=for_people(row[0], Kind.TEXT),
                start=round(float(100 * start / whole), 2),
                width=round(float(100 * amount / whole), 2),
                share=share(fraction(row[at["share"]])),
                amount=pounds(amount),
                fill=fill_of(number, len(amounts)),
            )
        )
    return tuple(parts)


def fill_of(number: int, rows: int) -> str:
    """Which fill a row of the tiers has: 0 is home, then further and further away."""
    return "none" if number == rows - 1 else str(min(number, 6))
