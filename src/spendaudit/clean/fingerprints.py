"""Payments as numbers that are equal when the payments are, however a file spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_PERIOD_DAYS = 31
"""A payment dated by a longer period, such as a whole financial year, counts as undated."""

NEAREST = 5
"""How many further files that have the same payment each file is compared with: with seven files
of rents without a date, not every pair of them. A file and its copy share what no other has, too."""

SHARE_NUMBERED = 0.9
"""From this share of payments with a transaction number on, a file has them."""


def fingerprints(payments: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Look at payments as a person would who compares two files line by line.

    Args:
        payments: of all files, as `frames.PAYMENTS`.
        names: of the files.

    Returns:
        One row a payment: `row` (its place in `payments`), `file` (its place in `names`), `key` (day, supplier
        and pence), `loose` (supplier and pence), `pence`, `paid_on`, `month`, and `dated`, whether
        the date says when.
    """
    supplier = supplier_keys(payments)
    return payments.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        pl.col("file").cast(pl.Enum(names)).to_physical().cast(pl.UInt32),
        pl.struct("paid_on", "pence", supplier).hash().alias("key"),
        pl.struct("pence", supplier).hash().alias("loose"),
        "pence",
        "paid_on",
        pl.col("paid_on").dt.truncate("1mo").alias("month"),
        is_dated().alias("dated"),
    )


def is_dated() -> pl.Expr:
    """Whether the date of a payment says when; a quarter or a year does not."""
    days = (pl.col("paid_to") - pl.col("paid_on")).dt.total_days()
    return (days <= LONGEST_PERIOD_DAYS).fill_null(False)


def counts_of(prints: pl.DataFrame, key: str) -> pl.DataFrame:
    """How often each payment stands in each file, of those that stand in more than one.

    Sorted numbers tell what stands together at a fifth of the cost of grouping them.

    Returns:
        `file`, `key`, `n`, and `pence`, `paid_on`, `month`, `dated` of the first of them; in order
        of `key`, then of `file`.
    """
    place, file = pl.col("place"), pl.col("file")
    is_first = (pl.col(key) != pl.col(key).shift()).fill_null(True)
    placed = (
        prints.select(key, "file", pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
        .sort(key, maintain_order=True)
        .with_columns((is_first.cum_sum() - 1).cast(pl.UInt32).alias("id"))
        .with_columns((~is_first & (file != file.shift())).fill_null(False).alias("is_shared"))
    )
    shared = placed.filter("is_shared")["id"].unique()
    if shared.is_empty():
        starts = placed.clear().with_columns(n=pl.lit(0, pl.Int64))
    else:
        is_shared = pl.repeat(False, placed["id"][-1] + 1, eager=True).scatter(shared, True)
        files = prints["file"].max() + 1  # type: ignore[operator]
        starts = (
            placed.filter(is_shared.gather(placed["id"]))
            .with_columns((pl.col("id").cast(pl.UInt64) * files + file).alias("place"))
            .sort("place", maintain_order=True)
            .with_row_index("from")
            .filter((place != place.shift()).fill_null(True))
            .with_columns(n=pl.col("from").shift(-1).cast(pl.Int64))
        )
        ends = pl.col("n").fill_null(int(is_shared.gather(placed["id"]).sum()))
        starts = starts.with_columns(ends - pl.col("from").cast(pl.Int64))
    said = prints.select("pence", "paid_on", "month", "dated")[starts["at"]]
    return starts.select("file", pl.col(key).alias("key"), "n").hstack(said)


def linked_files(held: pl.DataFrame) -> pl.DataFrame:
    """Pairs of files, `a` before `b`, and in `links` how many different payments link them.

    Args:
        held: `file` and `key`; equal keys stand together, and their files in order, as `counts_of`
            gives them.
    """
    linked = held.select("key", pl.col("file").alias("b"))
    steps = [
        linked.with_columns(pl.col("b").shift(step).alias("a"))
        .filter(pl.col("key") == pl.col("key").shift(step))
        .select("a", "b")
        for step in range(1, NEAREST + 1)
    ]
    return pl.concat(steps).group_by("a", "b").agg(pl.len().alias("links"))


def numbered_files(payments: pl.DataFrame, names: Sequence[str]) -> frozenset[int]:
    """The files, by their place in `names`, whose payments have transaction numbers."""
    shares = payments.group_by("file").agg(pl.col("transaction").is_not_null().mean())
    have = shares.filter(pl.col("transaction") >= SHARE_NUMBERED)["file"]
    return frozenset(names.index(name) for name in have)


def transaction_key(numbers: pl.Expr) -> pl.Expr:
    """A transaction number without what a spreadsheet adds or takes away: 000123 is 123."""
    return bare(numbers).str.strip_chars_start("0")


def supplier_keys(payments: pl.DataFrame) -> pl.Series:
    """The suppliers' names as letters and digits only; each spelling is looked at once.

    What is not ASCII goes too, since it is where encodings differ.
    """
    spellings = payments.select(pl.col("supplier").unique())
    plain = spellings.with_columns(bare(pl.col("supplier").cast(pl.String)).alias("bare"))
    return payments.select("supplier").join(
        plain, on="supplier", how="left", nulls_equal=True, maintain_order="left"
    )["bare"]


def bare(text: pl.Expr) -> pl.Expr:
    """Letters and digits only, in lower case; nothing for null."""
    return text.fill_null("").str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "")
