"""A month that two files hold wholly alike beside other months: counted once, its twin left out.

Alike is every payment with every column that both files fill, as often as the other has it.
Anything less stays in doubt, and both stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fingerprints import bare, transaction_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spendaudit.clean.repeats import Holding

FEWEST_IN_MONTH = 5
"""Different payments that prove it; published files of different months share none or one."""
MOST_VERSIONS = 5
"""Different versions of one month, with the same suppliers and amounts, that are compared."""
COMPARED = (
    *("supplier_id", "department", "category", "purpose", "postcode_written"),
    *("company_number", "charity_number", "transaction", "body"),
)
"""Columns beside day, supplier and amount."""


def alike_months(
    prints: pl.DataFrame,
    by_day: pl.DataFrame,
    payments: pl.DataFrame,
    holdings: Sequence[Holding],
    repeated: Sequence[int],
) -> pl.DataFrame:
    """Choose the months to leave out, each in favour of the same month in a file that keeps it.

    Args:
        prints: of all files, as `fingerprints`.
        by_day: what more than one of them has, as `counts_of` gives it.
        payments: where both come from.
        holdings: all files.
        repeated: places of files that are left out whole.

    Returns:
        `file`, `month`, `other` (which keeps it); the same whatever the order of the files.
    """
    counts = by_day.filter(~pl.col("file").is_in(list(repeated)) & pl.col("dated"))
    held = _held_elsewhere(counts, prints.filter("dated"))
    found: list[tuple[int, date, int]] = []
    if held.height:
        owed = _owed(by_day, repeated)
        months = _in_full(held, prints.filter("dated"), payments)
        found = _chosen(held, months, owed, holdings)
    schema = {"file": pl.UInt32, "month": pl.Date, "other": pl.UInt32}
    return pl.DataFrame(found, schema=schema, orient="row")


def _held_elsewhere(counts: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """Months of which other files have every payment: `month`, and the `files` that may be alike.

    The same payments have the same signature; whether they are the same is asked later.
    """
    held = counts.group_by("file", "month").agg(
        pl.col("n").sum().alias("shared"), pl.len().alias("distinct")
    )
    return (
        dated.join(held, on=["file", "month"], how="semi")
        .group_by("file", "month")
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("key").hash().sum().alias("signature"))
        .join(held, on=["file", "month"])
        .filter((pl.col("rows") == pl.col("shared")) & (pl.col("distinct") >= FEWEST_IN_MONTH))
        .group_by("month", "rows", "signature")
        .agg(pl.col("file").alias("files"))
        .filter(pl.col("files").list.len() > 1)
        .select("month", "files")
        .sort("month")
    )


def _owed(by_day: pl.DataFrame, repeated: Sequence[int]) -> pl.DataFrame:
    """How often files that were left out have a payment: so often it has to stay counted."""
    return (
        by_day.filter(pl.col("file").is_in(list(repeated)))
        .group_by("key")
        .agg(pl.col("n").max().alias("owed"))
    )


def _in_full(
    held: pl.DataFrame, dated: pl.DataFrame, payments: pl.DataFrame
) -> dict[tuple[int, date], pl.DataFrame]:
    """The payments of some months of some files, with every column that is compared."""
    asked = held.explode("files").select(pl.col("files").alias("file"), "month").unique()
    rows = dated.join(asked, on=["file", "month"], how="semi").select("row", "file", "month", "key")
    written = rows.with_columns(
        _comparable(payments[name].gather(rows["row"])).alias(name) for name in COMPARED
    )
    parts = written.partition_by("file", "month", as_dict=True)
    return {(file, month): part for (file, month), part in parts.items()}


def _comparable(texts: pl.Series) -> pl.Expr:
    if texts.name == "transaction":
        return transaction_key(pl.lit(texts))
    return bare(pl.lit(texts.cast(pl.String)))


def _chosen(
    held: pl.DataFrame,
    months: dict[tuple[int, date], pl.DataFrame],
    owed: pl.DataFrame,
    holdings: Sequence[Holding],
) -> list[tuple[int, date, int]]:
    """Of files with the same month the one that knows most keeps it, and of equals the first."""
    order = sorted(holdings, key=lambda one: (-one.columns, -one.payments, len(one.name), one.name))
    rank = {one.number: place for place, one in enumerate(order)}
    found = []
    for month, files in held.iter_rows():
        keeping: list[int] = []
        for file in sorted(files, key=rank.__getitem__):
            mine = months[file, month]
            twins = (
                other
                for other in keeping[:MOST_VERSIONS]
                if _are_the_same(mine, months[other, month], owed)
            )
            keeps = next(twins, None)
            if keeps is None:
                keeping.append(file)
            else:
                found.append((file, month, keeps))
    return sorted(found)


def _are_the_same(mine: pl.DataFrame, theirs: pl.DataFrame, owed: pl.DataFrame) -> bool:
    """Whether two months are equal in every column that both fill, and nothing else is owed."""
    shared = [name for name in COMPARED if all((one[name] != "").any() for one in (mine, theirs))]
    here, there = (one.group_by("key", *shared).agg(pl.len().alias("n")) for one in (mine, theirs))
    if here.height != there.height or here.join(there, on=here.columns, how="anti").height:
        return False
    often = theirs.group_by("key").agg(pl.len().cast(pl.Int64).alias("n"))
    return often.join(owed, on="key").filter(pl.col("owed") > pl.col("n")).is_empty()
