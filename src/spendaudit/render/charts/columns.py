"""A table by month as columns: what was spent, and in it what stayed."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.render.charts.bars import PARTS, fraction, money
from spendaudit.report.figures import month, pounds, share
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from datetime import date

    from spendaudit.report.values import Table

HEIGHT = 220
"""Pixels between the highest and the lowest value."""
TOP = 18
FOOT = 40
MOST_LABELS = 12
_STEPS = (1, 2, 5, 10)


class Span(NamedTuple):
    """A rectangle's top and height in pixels."""

    top: float
    height: float


class MonthColumn(NamedTuple):
    """One month.

    Attributes:
        left: where it begins, as a percentage of the width.
        width: likewise.
        middle: likewise, of its label.
        text: what a reader is told who points at it.
        label: its month, where there is room; then its year, where that is a new one.
    """

    left: float
    width: float
    middle: float
    whole: Span
    local: Span
    text: str
    label: str
    year: str


class Line(NamedTuple):
    """A line of the grid, its height in pixels and what it stands for."""

    at: float
    label: str


class Columns(NamedTuple):
    """A chart of months; `zero` is where nought is, in pixels."""

    columns: tuple[MonthColumn, ...]
    lines: tuple[Line, ...]
    zero: float
    height: int


def columns_of(table: Table) -> Columns | None:
    """Draw a table by month with `amount`, `local` and `share`; None for any other."""
    at = {column.key: number for number, column in enumerate(table.columns)}
    if not at.keys() >= set(PARTS) or table.columns[0].kind is not Kind.MONTH:
        return None
    rows = [(row[0], *(row[at[key]] for key in PARTS)) for row in table.rows if row[0] is not None]
    amounts = [money(cell) for _, *cells in rows for cell in cells[:2]]
    highest, lowest = max([*amounts, Decimal()]), min([*amounts, Decimal()])
    if len(rows) < 2 or highest == lowest:
        return None
    step = _step(highest - lowest)
    first, last = math.floor(lowest / step), math.ceil(highest / step)

    def height(amount: Decimal) -> float:
        return round(TOP + HEIGHT * float((last - amount / step) / (last - first)), 1)

    def span(amount: Decimal) -> Span:
        ends = sorted((height(amount), height(Decimal())))
        return Span(ends[0], round(ends[1] - ends[0], 1))

    slot = 100 / len(rows)
    every = math.ceil(len(rows) / MOST_LABELS)
    columns = []
    for number, (day, amount, local, stayed) in enumerate(rows):
        text = (
            f"{month(day)}: {pounds(money(amount))}, of which "  # type: ignore[arg-type]
            f"{pounds(money(local))} ({share(fraction(stayed))}) stayed"
            if amount is not None
            else f"{month(day)}: no payment is dated in it"  # type: ignore[arg-type]
        )
        labelled = number % every == 0
        columns.append(
            MonthColumn(
                left=round(number * slot + 0.12 * slot, 3),
                width=round(0.76 * slot, 3),
                middle=round((number + 0.5) * slot, 3),
                whole=span(money(amount)),
                local=span(money(local)),
                text=text,
                label=month(day)[:3] if labelled else "",  # type: ignore[arg-type]
                year=_year(day, number, every) if labelled else "",  # type: ignore[arg-type]
            )
        )
    lines = tuple(Line(height(step * one), _short(step * one)) for one in range(first, last + 1))
    return Columns(tuple(columns), lines, height(Decimal()), TOP + HEIGHT + FOOT)


def _year(day: date, number: int, every: int) -> str:
    """The year, at the first label of each."""
    return str(day.year) if number == 0 or day.month <= every else ""


def _step(room: Decimal) -> Decimal:
    """The round step of which three to six fill the room."""
    power = Decimal(10) ** ((room / 5).adjusted())
    return next(power * one for one in _STEPS if room / (power * one) <= 5)


def _short(amount: Decimal) -> str:
    """A round amount, short: £2.5m, £500k."""
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    for least, letter in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
        if size >= least:
            return f"{sign}£{(size / least).normalize():f}{letter}"
    return f"{sign}£{size.normalize():f}"
