"""Columns of money that say the total of an invoice again on each of its lines, told by the sums.

The number of the invoice tells which lines are one. Where no column holds it, the payee, the day and the
totals themselves do: lines that share them all, and come to the total between them, are one invoice.
A total may also stand on the first line of its invoice alone, and be blank on the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ENOUGH = 3
"""Invoices of several lines; fewer prove nothing."""
HOLDS = 0.95
"""Share of them on which the sum has to come out."""


def by_number(money: pl.LazyFrame, pairs: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Pairs of columns: over each numbered invoice with several lines, the first makes the second.

    Args:
        money: the pence of each column as `p0`, `p1`, … and the number of the `invoice`.
        pairs: positions of a column that may hold lines and of one that may hold their total.
    """
    numbered = money.filter(pl.col("invoice").fill_null("") != "")
    return _repeating(numbered, pairs, ["invoice"], pl.len() > 1)


def by_payee(
    money: pl.LazyFrame, lines: Sequence[int], totals: Sequence[int]
) -> frozenset[tuple[int, int]]:
    """Pairs of columns: over the lines of one payee, day and total, the first makes the second.

    An invoice of one line says nothing; two of them for the same amount on a day would contradict.

    Args:
        money: the pence of each column as `p0`, `p1`, …, and `payee` and `day` as they stand.
        lines: positions of the columns that are of lines, by their words.
        totals: those of the others.
    """
    pairs = [(line, total) for line in lines for total in totals]
    several = pl.any_horizontal(
        (pl.col(f"p{line}") != pl.col(f"p{total}")).any() for line, total in pairs
    )
    key = ["payee", "day", *(f"p{total}" for total in totals)]
    return _repeating(money, pairs, key, several & (pl.len() > 1))


def by_run(
    money: pl.LazyFrame, lines: Sequence[int], totals: Sequence[int]
) -> frozenset[tuple[int, int]]:
    """Pairs of columns: a total and the blanks below it are an invoice, whose lines make the total.

    Args:
        money: the pence of each column as `p0`, `p1`, …, in the order of the file.
        lines: positions of the columns that are of lines, by their words.
        totals: those of the others; one without a blank is left out.
    """
    has_blanks = money.select(pl.col(f"p{one}").null_count() for one in (*lines, *totals))
    blanks = has_blanks.collect(engine="streaming").row(0, named=True)
    found: frozenset[tuple[int, int]] = frozenset()
    for total in totals:
        pairs = [(line, total) for line in lines if not blanks[f"p{line}"]]
        if pairs and blanks[f"p{total}"]:
            runs = money.with_columns(run=pl.col(f"p{total}").is_not_null().cum_sum())
            found |= _repeating(runs, pairs, ["run"], pl.len() > 1)
    return found


def _repeating(
    money: pl.LazyFrame, pairs: Iterable[tuple[int, int]], key: Sequence[str], asked: pl.Expr
) -> frozenset[tuple[int, int]]:
    sums = {
        (line, total): (
            (pl.col(f"p{total}").drop_nulls().n_unique() == 1)
            # Blank on some lines it is no total of them where they are blank themselves.
            & ((pl.col(f"p{total}").null_count() == 0) | (pl.col(f"p{line}").null_count() == 0))
            & (pl.col(f"p{line}").sum() == pl.col(f"p{total}").drop_nulls().first())
            & (pl.col(f"p{line}") != pl.col(f"p{total}")).any()
        )
        for line, total in pairs
    }
    # What is a key is no column of its group.
    copies = {column: pl.col(column).alias(f"of {column}") for column in key}
    shares = (
        money.with_columns(copies.values())
        .group_by(f"of {column}" for column in key)
        .agg(asked.alias("asked"), *(sums[pair].alias(f"{pair}") for pair in sums))
        .filter("asked")
        .select(pl.when(pl.len() >= ENOUGH).then(pl.col(f"{pair}").mean()).alias(f"{pair}") for pair in sums)
        .collect(engine="streaming")
        .row(0, named=True)
    )  # fmt: skip
    return frozenset(pair for pair in sums if (shares[f"{pair}"] or 0) >= HOLDS)
