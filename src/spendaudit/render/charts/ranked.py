"""The largest suppliers as bars, what stayed told apart from what did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spendaudit.render.charts.bars import money, percentage
from spendaudit.report.figures import for_people, pounds
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from spendaudit.report.values import Cell, Table

MOST = 15


class Ranked(NamedTuple):
    """One supplier as a bar.

    Attributes:
        name: as in every table of suppliers.
        where: its tier, as written.
        amount: as written.
        whole: the length of its bar as a percentage of the longest.
        local: likewise, of what stayed.
    """

    name: Cell
    where: str
    amount: str
    whole: float
    local: float


def ranked_of(table: Table) -> tuple[Ranked, ...]:
    """The first rows of a table of suppliers that has the largest first; without net credits."""
    at = {column.key: number for number, column in enumerate(table.columns)}
    rows = [row for row in table.rows[:MOST] if money(row[at["amount"]]) > 0]
    if not rows:
        return ()
    longest = money(rows[0][at["amount"]])
    return tuple(
        Ranked(
            name=row[0],
            where=for_people(row[at["tier"]], Kind.TEXT),
            amount=pounds(money(row[at["amount"]])),
            whole=percentage(money(row[at["amount"]]), longest),
            local=percentage(money(row[at["local"]]), longest),
        )
        for row in rows
    )
