"""Payments that several files hold: the same file again, a month inside a year, a restated month.

What is proved to repeat is counted once; what is alike without proof is counted, and reported with
its pounds. Rows of one file are never compared with each other: equal rows are real.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.alike_months import alike_months
from spendaudit.clean.fingerprints import counts_of, fingerprints, numbered_files, transaction_key
from spendaudit.clean.likeness import alike_in_part
from spendaudit.clean.repeats import Holding, repeated_files
from spendaudit.clean.versions import other_versions
from spendaudit.report.file_accounts import Alike, Overlap, Overlaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEW_HOLDERS = 6
"""Payments that more files hold, such as rents without a date, are looked at last."""


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
    sizes = dict(prints.group_by("file").len().iter_rows())
    holdings = [
        Holding(number, name, sizes[number], columns[name], number in numbered)
        for number, name in enumerate(names)
    ]
    by_day = counts_of(prints, "key")
    by_number = counts_of(_with_numbers(prints, payments, by_day, numbered), "key")
    repeated = repeated_files(by_number, by_day, holdings)
    kept = ~pl.col("file").is_in(repeated)
    months = alike_months(prints, by_day, payments, holdings, repeated)
    once = prints.join(months, on=["file", "month"], how="semi").filter("dated")
    rest, in_common = prints.filter(kept), by_day.filter(kept)
    if once.height:
        rest = rest.join(once, on="row", how="anti")
        in_common = counts_of(rest, "key")
    doubtful = alike_in_part(
        rest,
        in_common,
        names,
        lambda some: _with_numbers(some, payments, some, numbered),
    )
    pairs = {frozenset((one.file, *one.others)) for one in doubtful.found}
    versions = other_versions(payments, rest, names, pairs)
    said_again = {one.file: one for one in sorted(versions, key=lambda one: one.amount)}
    found = [
        *_proved(repeated, by_day, prints, names),
        *_months(months, once, names),
        *doubtful.found,
        *versions,
    ]
    found.sort(key=lambda one: (not one.counted_once, one.file, one.others))
    return Overlaps(
        tuple(found),
        doubtful.rows_in_doubt + sum(one.rows for one in said_again.values()),
        sum((one.amount for one in said_again.values()), doubtful.amount_in_doubt),
    )


def _with_numbers(
    prints: pl.DataFrame, payments: pl.DataFrame, wanted: pl.DataFrame, numbered: frozenset[int]
) -> pl.DataFrame:
    """Payments of files with transaction numbers whose key is wanted; `key` holds the number too."""
    numbers = transaction_key(pl.lit(payments["transaction"]).gather(pl.col("row")))
    return (
        prints.filter(pl.col("file").is_in(list(numbered)))
        .join(wanted.select("key"), on="key", how="semi")
        .with_columns(numbers.alias("number"))
        .with_columns(pl.struct("key", "number").hash().alias("key"))
    )


def _proved(
    repeated: Sequence[int], by_day: pl.DataFrame, prints: pl.DataFrame, names: Sequence[str]
) -> list[Overlap]:
    """Say of each file that is left out where its payments are counted."""
    sums = (
        prints.group_by("file")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("pence").sum(),
            pl.col("paid_on").min().alias("from"),
            pl.col("paid_on").max().alias("to"),
        )
        .rows_by_key("file", named=True, unique=True)
    )
    found = []
    for number, others in _where_counted(repeated, by_day).items():
        mine = sums[number]
        twin = len(others) == 1 and sums[others[0]]["rows"] == mine["rows"]
        overlap = Overlap(
            kind=Alike.SAME_PAYMENTS if twin else Alike.INSIDE,
            file=names[number],
            others=tuple(names[other] for other in others),
            rows=mine["rows"],
            amount=Decimal(mine["pence"]) / 100,
            period=(mine["from"], mine["to"]) if mine["from"] else None,
        )
        found.append(overlap)
    return found


def _months(months: pl.DataFrame, once: pl.DataFrame, names: Sequence[str]) -> list[Overlap]:
    """Say which months of a file are counted in another one."""
    sums = (
        once.join(months, on=["file", "month"])
        .group_by("file", "other")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("pence").sum(),
            pl.col("month").unique().sort().alias("months"),
            pl.col("paid_on").min().alias("from"),
            pl.col("paid_on").max().alias("to"),
        )
    )
    return [
        Overlap(
            kind=Alike.SAME_MONTHS,
            file=names[row["file"]],
            others=(names[row["other"]],),
            rows=row["rows"],
            amount=Decimal(row["pence"]) / 100,
            period=(row["from"], row["to"]),
            months=tuple(row["months"]),
        )
        for row in sums.iter_rows(named=True)
    ]


def _where_counted(repeated: Sequence[int], by_day: pl.DataFrame) -> dict[int, list[int]]:
    """In which files, as few as need be, the payments of each one that is left out are counted.

    Payments that few files hold are looked at first: they tell most, and do not multiply.
    """
    out = pl.col("file").is_in(list(repeated))
    missing = by_day.filter(out).select(pl.col("file").alias("of"), "key", "n")
    held = by_day.filter(~out).select("file", "key", pl.col("n").alias("held"))
    if held["file"].n_unique() == 1:
        only = held["file"][0]
        return {number: [only] for number in repeated}
    holders = held.group_by("key").len()
    counted: dict[int, list[int]] = {number: [] for number in repeated}
    for most in (1, FEW_HOLDERS, None):
        few = holders if most is None else holders.filter(pl.col("len") <= most)
        rare = missing.join(few, on="key", how="semi")
        _choose(rare, held, counted)
        missing = _still_missing(missing, held, counted)
    return counted


def _choose(missing: pl.DataFrame, held: pl.DataFrame, counted: dict[int, list[int]]) -> None:
    """Choose for all at once the file that holds most of what is missing, until nothing is."""
    both = missing.join(held, on="key")
    while both.height:
        best = (
            both.group_by("of", "file")
            .agg(pl.min_horizontal("n", "held").sum())
            .sort("n", "file", descending=[True, False])
            .unique("of", keep="first", maintain_order=True)
            .select("of", "file")
        )
        for number, other in best.iter_rows():
            counted[number].append(other)
        there = both.join(best, on=["of", "file"], how="semi").select(
            "of", "key", pl.col("held").alias("there")
        )
        both = (
            both.join(best, on=["of", "file"], how="anti")
            .join(there, on=["of", "key"], how="left")
            .with_columns(pl.col("n") - pl.col("there").fill_null(0))
            .filter(pl.col("n") > 0)
            .drop("there")
        )


def _still_missing(
    missing: pl.DataFrame, held: pl.DataFrame, counted: dict[int, list[int]]
) -> pl.DataFrame:
    pairs = pl.DataFrame(
        [(number, other) for number, others in counted.items() for other in others],
        schema={"of": pl.UInt32, "file": pl.UInt32},
        orient="row",
    )
    there = (
        missing.select("of", "key")
        .join(pairs, on="of")
        .join(held, on=["file", "key"])
        .group_by("of", "key")
        .agg(pl.col("held").sum())
    )
    return (
        missing.join(there, on=["of", "key"], how="left")
        .with_columns(pl.col("n") - pl.col("held").fill_null(0))
        .filter(pl.col("n") > 0)
        .drop("held")
    )
