"""Which files hold nothing but payments that other files hold too: those are counted once.

A file is left out only when each of its payments is found in what is still counted, as often as
it has it. So no payment is ever counted fewer times than the file that has it most often says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_IN_TWIN, FEWEST_INSIDE, FEWEST_UNDATED = 3, 10, 50
"""Different payments that it takes as proof: in two files that hold the same, in one that is
inside another, and where no date says that it is the same month. Two files of different months
have no dated payment in common, hardly ever one; without dates up to a quarter, as measured on
45 pairs of published files: rents and fees recur to the penny."""


class Holding(NamedTuple):
    """What is known of one file when repeats are looked for.

    Attributes:
        number: its place among the files.
        name: by which equals are told apart.
        payments: how many it has.
        columns: how many meanings it knows; of two equal files the poorer is left out.
        numbered: whether its payments have transaction numbers.
    """

    number: int
    name: str
    payments: int
    columns: int
    numbered: bool


def repeated_files(
    by_number: pl.DataFrame, by_day: pl.DataFrame, holdings: Sequence[Holding]
) -> list[int]:
    """Choose the files whose payments are all counted in others; the smallest are tried first.

    Args:
        by_number: payments of files with transaction numbers that more than one of these files
            has, numbers and all: `file`, `key`, `n` (how often), `dated`.
        by_day: the same for all files, by day, supplier and pence. Both in order of `key`.
        holdings: all files.

    Returns:
        Their places among the files. A file with transaction numbers repeats another one that has
        some only if they are the same.
    """
    # Of "march.csv" and "march (1).csv" the first is the one to keep.
    order = sorted(holdings, key=lambda one: (len(one.name), one.name), reverse=True)
    order.sort(key=lambda one: (one.payments, one.columns))
    sure: list[int] = []
    if by_number.height:
        sure = _Ledger(by_number, (), order).leave_out(numbers=True)
    # What one file alone still holds is counted nowhere else.
    if by_day.filter(~pl.col("file").is_in(sure))["file"].n_unique() < 2:
        return sure
    return [*sure, *_Ledger(by_day, sure, order).leave_out(numbers=False)]


class _Ledger:
    """How often each payment is held by the files that still count."""

    def __init__(self, counts: pl.DataFrame, gone: Sequence[int], order: Sequence[Holding]) -> None:
        placed = counts.with_columns(pl.col("key").rle_id().set_sorted().alias("id"))
        self._keys = placed["id"].n_unique()
        held = placed.filter(~pl.col("file").is_in(list(gone)))
        unnumbered = [one.number for one in order if not one.numbered]
        self.all = self._tally(held, pl.col("n").sum())
        self.unnumbered = self._tally(
            held.filter(pl.col("file").is_in(unnumbered)), pl.col("n").sum()
        )
        self.owed = self._tally(placed.filter(pl.col("file").is_in(list(gone))), pl.col("n").max())
        whole = held.group_by("file").agg(
            pl.col("n").sum(),
            pl.col("dated").sum(),
            pl.len().alias("distinct"),
            pl.struct("key", "n").hash().bitwise_xor().alias("signature"),
        )
        sizes = {one.number: one.payments for one in order}
        self.whole = {
            row["file"]: row
            for row in whole.iter_rows(named=True)
            if row["n"] == sizes[row["file"]]
        }
        self.signatures = [(row["n"], row["signature"]) for row in self.whole.values()]
        self.candidates = [one for one in order if one.number in self.whole]
        parts = held.filter(pl.col("file").is_in(list(self.whole))).partition_by(
            "file", as_dict=True
        )
        self.held = {number: part for (number,), part in parts.items()}

    def leave_out(self, *, numbers: bool) -> list[int]:
        """Leave out file after file; `numbers`: whether the keys hold the transaction numbers."""
        return [
            one.number
            for one in self.candidates
            if self._is_proof(one, numbers=numbers) and self._try(one, numbers=numbers)
        ]

    def _is_proof(self, one: Holding, *, numbers: bool) -> bool:
        row = self.whole[one.number]
        twin = self.signatures.count((row["n"], row["signature"])) > 1
        if row["dated"] >= (FEWEST_IN_TWIN if twin else FEWEST_INSIDE):
            return True
        return bool(row["distinct"] >= FEWEST_UNDATED and (twin or numbers))

    def _try(self, one: Holding, *, numbers: bool) -> bool:
        part = self.held[one.number]
        places, n = part["id"], part["n"]
        rest = self.all.gather(places) - n
        # Another number is another payment: of a file that has numbers, only files without can
        # still hold the same.
        elsewhere = rest if numbers or not one.numbered else self.unnumbered.gather(places)
        owed = self.owed.gather(places)
        if not ((elsewhere >= n).all() and (rest >= owed).all()):
            return False
        self.all.scatter(places, rest)
        if not one.numbered:
            self.unnumbered.scatter(places, self.unnumbered.gather(places) - n)
        self.owed.scatter(places, pl.select(pl.max_horizontal(owed, n)).to_series())
        return True

    def _tally(self, placed: pl.DataFrame, what: pl.Expr) -> pl.Series:
        """A number for each key, nought where there is none."""
        found = placed.group_by("id").agg(what.cast(pl.Int64).alias("n"))
        tally = pl.zeros(self._keys, pl.Int64, eager=True)
        return tally.scatter(found["id"], found["n"])
