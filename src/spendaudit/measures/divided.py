"""Pounds divided by what kind of organisation was paid, and each part by where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.measures.spend import is_local, is_placed, leaves, pounds, share, sum_of
from spendaudit.report.values import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.places.areas import Area
    from spendaudit.report.values import Cell

FIGURES = (
    Column("amount", "£", Kind.MONEY),
    Column("share", "share", Kind.SHARE, of="all spend"),
    Column("suppliers", "suppliers", Kind.COUNT),
    Column("payments", "payments", Kind.COUNT),
)
_WHERE = (
    Column("local", "local £", Kind.MONEY),
    Column(
        "share_of_placed",
        "of placed",
        Kind.SHARE,
        of="the row's £ that could be placed, those that are local",
    ),
    # On a narrow screen the pounds at home and their share come first.
    Column("outside", "outside £", Kind.MONEY, spare=True),
    Column("unplaced", "not placed £", Kind.MONEY, spare=True),
)


class Divided(NamedTuple):
    """Payees to be divided by kinds.

    Attributes:
        paid: as `organisations.organisations_of` gives it.
        home: the area that is asked about; None where so little was placed that it says nothing.
    """

    paid: pl.DataFrame
    home: Area | None

    def of(self, which: pl.Expr) -> Divided:
        """Some of the payees alone."""
        return self._replace(paid=self.paid.filter(which))

    def table(
        self,
        by: str,
        order: Sequence[str],
        first: Column,
        *,
        of: str = "all spend",
        every: bool = False,
    ) -> Table:
        """Pounds, share, suppliers and payments of each part, and how much of it stayed.

        Args:
            by: the column that tells the parts.
            order: of the parts.
            first: the column that names them.
            of: in words, what all the payees' pounds are.
            every: whether parts stand there that hold nothing.
        """
        sums = {row[0]: row[1:] for row in self._sums(by).iter_rows()}
        nothing = (0,) * 5
        whole = sum_of(self.paid["pence"])
        rows = tuple(
            self._row(part, sums.get(part, nothing), share(sums.get(part, nothing)[0], whole))
            for part in order
            if every or part in sums
        )
        [together] = self.paid.select(self._figures()).iter_rows()
        closing = self._row("all", together, 1.0 if whole > 0 else None)
        amount, part, suppliers, payments = FIGURES
        where = _WHERE if self.home else ()
        columns = (first, amount, part._replace(of=of), *where, suppliers, payments)
        return Table(columns, rows, bar="share", total=closing)

    def _sums(self, by: str) -> pl.DataFrame:
        return self.paid.group_by(by).agg(self._figures())

    def _figures(self) -> list[pl.Expr]:
        """Pence of all, at home and outside; suppliers and payments."""
        pence = pl.col("pence")
        home = self.home.name if self.home else ""
        return [
            pence.sum(),
            pence.filter(is_local(home)).sum().alias("local"),
            pence.filter(leaves(home)).sum().alias("outside"),
            pl.col("name").n_unique().alias("suppliers"),
            pl.col("payments").sum(),
        ]

    def _row(
        self, part: str, figures: tuple[int, ...], share_of_all: float | None
    ) -> tuple[Cell, ...]:
        pence, local, outside, suppliers, payments = figures
        where: tuple[Cell, ...] = ()
        if self.home:
            placed = local + outside
            where = (
                pounds(local),
                share(local, placed),
                pounds(outside),
                pounds(pence - placed),
            )
        return (part, pounds(pence), share_of_all, *where, suppliers, payments)


def says_where(paid: pl.DataFrame, home: Area, *, hardly_placed: bool) -> Divided:
    """Payees to be divided, by home and outside too unless hardly any of their pounds was placed."""
    placed = paid.select(is_placed().any()).item()
    return Divided(paid, None if hardly_placed or not placed else home)
