"""Tables whose rows are amounts with a local part, as bars: the whole, and on it what stayed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.report.figures import for_people, pounds, share
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spendaudit.report.values import Cell, Table

PARTS = ("amount", "local", "share")
"""Keys of the columns that make such a table."""


class Bar(NamedTuple):
    """One row as a bar.

    Attributes:
        cell: the first of its row.
        whole: its length as a percentage of the longest, from 0 to 100; None where no bar is drawn,
            for many rows in one that is longer than any alone.
        local: likewise, of what stayed.
        share: what stayed, as written: 31.9%.
        amount: the whole as written.
        local_amount: what stayed as written.
    """

    cell: Cell
    label: str
    whole: float | None
    local: float
    share: str
    amount: str
    local_amount: str


def bars_of(table: Table) -> tuple[Bar, ...]:
    """A bar for each row; none for a table without such columns or with months in the first.

    Nor where the share is of all rows together: it would stand there as the part of one that stayed.
    """
    at = {column.key: number for number, column in enumerate(table.columns)}
    if not at.keys() >= set(PARTS) or table.columns[0].kind is Kind.MONTH:
        return ()
    if table.columns[at["share"]].of.startswith("all"):
        return ()
    longest = longest_of(((row[0], money(row[at["amount"]])) for row in table.rows), table.rest)
    if longest <= 0:
        return ()
    return tuple(
        Bar(
            cell=row[0],
            label=for_people(row[0], table.columns[0].kind),
            whole=percentage(money(row[at["amount"]]), longest)
            if money(row[at["amount"]]) <= longest
            else None,
            local=percentage(money(row[at["local"]]), longest),
            share=share(fraction(row[at["share"]])),
            amount=pounds(money(row[at["amount"]])),
            local_amount=pounds(money(row[at["local"]])),
        )
        for row in table.rows
    )


def lengths_of(table: Table) -> tuple[float, ...]:
    """The length of the bar beside each row, as a percentage; none where length means nothing."""
    if table.bar is None:
        return ()
    at = [column.key for column in table.columns].index(table.bar)
    shares = [fraction(row[at]) or 0.0 for row in table.rows]
    longest = max(shares, default=0.0)
    return tuple(100 * max(one, 0.0) / longest for one in shares) if longest > 0 else ()


def longest_of(amounts: Iterable[tuple[Cell, Decimal]], rest: str | None) -> Decimal:
    """The largest amount of a row that stands for one: many in one would dwarf the others' bars."""
    return max((amount for name, amount in amounts if name != rest), default=Decimal())


def percentage(part: Decimal, whole: Decimal) -> float:
    """A part as a percentage of a whole above nought, between 0 and 100, to a hundredth."""
    return round(float(min(max(100 * part / whole, Decimal()), Decimal(100))), 2)


def money(cell: Cell) -> Decimal:
    """A cell of money; nought where it has none."""
    return cell if isinstance(cell, Decimal) else Decimal()


def fraction(cell: Cell) -> float | None:
    """A cell of a share, or None."""
    return cell if isinstance(cell, float) else None
