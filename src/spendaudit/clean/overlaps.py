"""Payments that several files hold: the same file again, a month inside a year, a restated month.

What is proved to repeat is counted once; what is alike without proof is counted, and reported with
its pounds. Rows of one file are never compared with each other: equal rows are real.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fingerprints import counts_of, fingerprints, numbered_files, transaction_key
from spendaudit.clean.likeness import alike_in_part
from spendaudit.clean.repeats import Holding, repeated_files
from spendaudit.report.values import Alike, Overlap, Overlaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def find_overlaps(payments: pl.DataFrame, columns: Mapping[str, int]) -> Overlaps:
    """Find what files have in common.

    Args:
        payments: of all files, as `frames.PAYMENTS`.
        columns: how many meanings the heading of each file has; by file name.

    Returns:
        The same whatever the order of the files and of their rows.
    """
    if len(columns) < 2:
        return Overlaps()
    names = sorted(columns)
    prints = fingerprints(payments, names)
    numbered = numbered_files(payments, names)
    numbers = payments.select(transaction_key("transaction")).to_series()
    sizes = dict(prints.group_by("file").len().iter_rows())
    holdings = [
        Holding(number, name, sizes[number], columns[name], number in numbered)
        for number, name in enumerate(names)
    ]
    by_day = counts_of(prints, "key")
    by_number = counts_of(_with_numbers(prints, numbers, by_day, numbered), "key")
    repeated = repeated_files(by_number, by_day, holdings)
    proved = [_proved(number, repeated, by_day, prints, names) for number in repeated]
    kept = ~pl.col("file").is_in(repeated)
    doubtful = alike_in_part(
        prints.with_columns(numbers).filter(kept), by_day.filter(kept), names, numbered
    )
    found = [*proved, *doubtful.found]
    found.sort(key=lambda one: (not one.counted_once, one.file, one.others))
    return Overlaps(tuple(found), doubtful.rows_in_doubt, doubtful.amount_in_doubt)


def _with_numbers(
    prints: pl.DataFrame, numbers: pl.Series, by_day: pl.DataFrame, numbered: frozenset[int]
) -> pl.DataFrame:
    """Payments of files with transaction numbers whose key is in several files, number and all."""
    return (
        prints.with_columns(numbers)
        .filter(pl.col("file").is_in(list(numbered)))
        .join(by_day.select("key").unique(), on="key", how="semi")
        .with_columns(pl.struct("key", "transaction").hash().alias("key"))
    )


def _proved(
    number: int,
    repeated: Sequence[int],
    by_day: pl.DataFrame,
    prints: pl.DataFrame,
    names: Sequence[str],
) -> Overlap:
    """Say of a file that is left out where its payments are counted, in as few files as need be."""
    mine = prints.filter(pl.col("file") == number)
    wanted = by_day.filter(pl.col("file") == number).select("key", pl.col("n").alias("missing"))
    held = by_day.filter(~pl.col("file").is_in(list(repeated))).join(wanted, on="key")
    others: list[int] = []
    while held.height:
        found = pl.min_horizontal("n", "missing")
        most = (
            held.group_by("file")
            .agg(found.sum().alias("n"))
            .sort("n", "file", descending=[True, False])
        )
        other = most["file"][0]
        others.append(other)
        covered = held.filter(pl.col("file") == other).select("key", pl.col("n").alias("covered"))
        held = (
            held.filter(pl.col("file") != other)
            .join(covered, on="key", how="left")
            .with_columns(pl.col("missing") - pl.col("covered").fill_null(0))
            .drop("covered")
            .filter(pl.col("missing") > 0)
        )
    size = prints.filter(pl.col("file") == others[0]).height
    twin = len(others) == 1 and size == mine.height
    days = mine["paid_on"].drop_nulls()
    return Overlap(
        kind=Alike.SAME_PAYMENTS if twin else Alike.INSIDE,
        file=names[number],
        others=tuple(names[other] for other in others),
        rows=mine.height,
        amount=Decimal(int(mine["pence"].sum())) / 100,
        period=(days.min(), days.max()) if days.len() else None,  # type: ignore[arg-type]
    )
