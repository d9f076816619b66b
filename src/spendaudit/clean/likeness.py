"""Files that share payments without proof that these are the same: restated months, lost dates.

Nothing is left out for it. Each pair is reported with what it has in common and what only one of
the two has, so that a person can decide.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from spendaudit.clean.fingerprints import counts_of, linked_files
from spendaudit.clean.repeats import FEWEST_IN_TWIN, FEWEST_INSIDE
from spendaudit.report.file_accounts import Alike, Overlap, Overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FEWEST_ALIKE, LEAST_SHARE = 5, 0.05
"""Different dated payments in common, and their share of the smaller file in the months that both
have, from which on it is no chance. Published files of different months have none or one."""

FEWEST_WITHOUT_DAY, LEAST_SHARE_WITHOUT_DAY = 20, 0.6
"""The same where only supplier and amount are compared. Different months of one council have up to
23% in common so: rents and fees recur to the penny."""

LEAST_LINKED = 0.05
"""Pairs of which fewer payments than this share of the smaller are linked are not looked at."""

MOSTLY = 0.5
"""A file whose payments are dated less often than this is one without dates."""

SAME_NUMBERS = 0.1
"""Where both files number their payments, so many of the equal ones must bear equal numbers."""


def alike_in_part(
    prints: pl.DataFrame,
    by_day: pl.DataFrame,
    names: Sequence[str],
    with_numbers: Callable[[pl.DataFrame], pl.DataFrame],
) -> Overlaps:
    """Find files that share payments, by day, supplier and amount, or without the day.

    Args:
        prints: as `fingerprints`, of the files that count.
        by_day: what more than one of all files has, as `counts_of` gives it.
        names: of the files.
        with_numbers: of some prints, those with a transaction number, which `key` then holds too.
    """
    sizes = prints.group_by("file").agg(
        pl.len().cast(pl.Int64).alias("size"),
        pl.col("dated").mean().alias("dated"),
        pl.col("paid_on").min().alias("first"),
        pl.col("paid_on").max().alias("last"),
    )
    dated = _dated_pairs(prints, by_day.filter("dated"), sizes)
    undated = _undated_pairs(prints, sizes, dated, with_numbers)
    found = [
        *_dated_overlaps(dated, prints, sizes, names),
        *_undated_overlaps(undated, prints, sizes, names),
    ]
    rows, pence = (
        sum(parts) for parts in zip(_counted_again(dated), _counted_again(undated), strict=True)
    )
    return Overlaps(tuple(found), rows, Decimal(pence) / 100)


def _in_common(pairs: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Every payment that a pair shares: `a`, `b`, `key`, `n_a`, `n_b`, `n` (in both), `pence`."""
    there = counts.select(pl.col("file").alias("b"), "key", pl.col("n").alias("n_b"))
    return (
        pairs.select("a", "b")
        .join(counts.rename({"file": "a", "n": "n_a"}), on="a")
        .join(there, on=["b", "key"])
        .with_columns(pl.min_horizontal("n_a", "n_b").alias("n"))
    )


def _dated_pairs(prints: pl.DataFrame, counts: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    """What pairs share by day, where it is no chance; as `_in_common`."""
    common = _in_common(linked_files(counts), counts)
    if common.is_empty():
        return common
    monthly = prints.filter("dated").group_by("file", "month").agg(pl.len().alias("n"))
    pairs = common.group_by("a", "b").agg(pl.col("n").sum(), pl.len().alias("distinct"))
    both = (
        pairs.select("a", "b")
        .join(monthly.rename({"file": "a", "n": "n_a"}), on="a")
        .join(monthly.rename({"file": "b", "n": "n_b"}), on=["b", "month"])
        .group_by("a", "b")
        .agg(pl.min_horizontal("n_a", "n_b").sum().alias("most"))
    )
    whole = pl.col("n") == pl.min_horizontal("size_a", "size_b")
    no_chance = (pl.col("distinct") >= FEWEST_ALIKE) & (pl.col("n") >= LEAST_SHARE * pl.col("most"))
    chosen = _with_sizes(pairs.join(both, on=["a", "b"]), sizes).filter(whole | no_chance)
    return common.join(chosen.select("a", "b"), on=["a", "b"], how="semi")


def _undated_pairs(
    prints: pl.DataFrame,
    sizes: pl.DataFrame,
    dated: pl.DataFrame,
    with_numbers: Callable[[pl.DataFrame], pl.DataFrame],
) -> pl.DataFrame:
    """What other pairs share by supplier and amount, where the day is missing or of another kind."""
    comparable = _comparable(sizes).join(dated, on=["a", "b"], how="anti")
    files = pl.concat([comparable["a"], comparable["b"]]).unique()
    asked = prints.filter(pl.col("file").is_in(files.implode()))
    asked = asked.with_columns(pl.col("loose").alias("key"))
    counts = counts_of(asked, "key")
    pairs = linked_files(counts).join(comparable, on=["a", "b"], how="semi")
    # A copy shares what no other file has, and there each pair is linked: of large files, a few
    # links are not enough to look further.
    smaller = pl.min_horizontal("size_a", "size_b")
    pairs = _with_sizes(pairs, sizes).filter(pl.col("links") >= LEAST_LINKED * smaller)
    common = _in_common(pairs, counts)
    alike = _with_sizes(
        common.group_by("a", "b").agg(pl.col("n").sum(), pl.len().alias("distinct")), sizes
    )
    many = (pl.col("distinct") >= FEWEST_WITHOUT_DAY) & (
        pl.col("n") >= LEAST_SHARE_WITHOUT_DAY * smaller
    )
    twins = (
        (pl.col("distinct") >= FEWEST_IN_TWIN)
        & (pl.col("n") == pl.col("size_a"))
        & (pl.col("n") == pl.col("size_b"))
    )
    chosen = alike.filter(many | twins).select("a", "b")
    common = common.join(chosen, on=["a", "b"], how="semi")
    others = _with_other_numbers(common, with_numbers(asked.join(common, on="key", how="semi")))
    return common.join(others, on=["a", "b"], how="anti")


def _comparable(sizes: pl.DataFrame) -> pl.DataFrame:
    """Pairs of files of which one has no dates, or which are of the same time."""
    pairs = (
        sizes.select("file")
        .join(sizes.select(pl.col("file").alias("b")), how="cross")
        .filter(pl.col("file") < pl.col("b"))
        .rename({"file": "a"})
    )
    undated = (pl.col("dated_a") < MOSTLY) | (pl.col("dated_b") < MOSTLY)
    start, end = pl.max_horizontal("first_a", "first_b"), pl.min_horizontal("last_a", "last_b")
    spans = [(pl.col(f"last_{one}") - pl.col(f"first_{one}")).dt.total_days() + 1 for one in "ab"]
    same_time = ((end - start).dt.total_days() + 1) * 2 >= pl.min_horizontal(spans)
    return _with_sizes(pairs, sizes).filter(undated | same_time).select("a", "b")


def _with_other_numbers(common: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Pairs whose equal payments bear other transaction numbers: they are other payments."""
    known = numbers.select("file", "loose", "key").unique()
    a, b = (
        common.select("a", "b", pl.col("key").alias("loose")).join(
            known.rename({"file": one}), on=[one, "loose"]
        )
        for one in "ab"
    )
    same = a.join(b, on=["a", "b", "loose", "key"], how="semi")
    asked, found = (
        both.group_by("a", "b").agg(pl.col("loose").n_unique())
        for both in (a.join(b, on=["a", "b", "loose"], how="semi"), same)
    )
    return asked.join(found, on=["a", "b"], how="left", suffix="_same").filter(
        pl.col("loose_same").fill_null(0) < SAME_NUMBERS * pl.col("loose")
    )


def _dated_overlaps(
    common: pl.DataFrame, prints: pl.DataFrame, sizes: pl.DataFrame, names: Sequence[str]
) -> list[Overlap]:
    months = common.select("a", "b", "month").unique()
    monthly = (
        prints.filter("dated")
        .group_by("file", "month")
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("pence").sum())
    )
    held = months
    for one in "ab":
        named = monthly.rename({"file": one, "rows": f"rows_{one}", "pence": f"pence_{one}"})
        held = held.join(named, on=[one, "month"])
    held = held.group_by("a", "b").agg(pl.col("^(rows|pence)_[ab]$").sum())
    found = _sums(common, sizes).join(held, on=["a", "b"])
    return [_overlap(row, names, _doubt_by_day(row)) for row in found.iter_rows(named=True)]


def _undated_overlaps(
    common: pl.DataFrame, prints: pl.DataFrame, sizes: pl.DataFrame, names: Sequence[str]
) -> list[Overlap]:
    whole = prints.group_by("file").agg(pl.col("pence").sum())
    found = _sums(common, sizes).drop("from", "to")
    for one in "ab":
        held = whole.rename({"file": one, "pence": f"pence_{one}"})
        found = found.join(held, on=one).with_columns(pl.col(f"size_{one}").alias(f"rows_{one}"))
    return [_overlap(row, names, _doubt_without_day(row)) for row in found.iter_rows(named=True)]


def _sums(common: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    """Rows and pence that each pair shares, and the days from the first to the last of them."""
    sums = common.group_by("a", "b").agg(
        pl.col("n").sum(),
        (pl.col("n") * pl.col("pence")).sum().alias("pence"),
        pl.len().alias("distinct"),
        pl.col("paid_on").min().alias("from"),
        pl.col("paid_on").max().alias("to"),
    )
    return _with_sizes(sums, sizes)


def _overlap(row: dict[str, Any], names: Sequence[str], doubt: str) -> Overlap:
    smaller, larger = sorted("ab", key=lambda one: (row[f"size_{one}"], -row[one]))

    def only(one: str) -> tuple[int, Decimal]:
        return row[f"rows_{one}"] - row["n"], _pounds(row[f"pence_{one}"] - row["pence"])

    return Overlap(
        kind=Alike.IN_DOUBT,
        file=names[row[smaller]],
        others=(names[row[larger]],),
        rows=row["n"],
        amount=_pounds(row["pence"]),
        period=(row["from"], row["to"]) if row.get("from") else None,
        only_here=only(smaller),
        only_there=only(larger),
        doubt=doubt,
    )


def _doubt_by_day(row: dict[str, Any]) -> str:
    if row["n"] < min(row["size_a"], row["size_b"]):
        if row["rows_a"] == row["rows_b"] == row["n"]:
            return "day, supplier and amount are the same in these months: too little for a proof"
        if row["n"] in (row["rows_a"], row["rows_b"]):
            return "all that one has of these months is in the other, and each has others"
        return "not all payments of these months are the same"
    if row["distinct"] < FEWEST_INSIDE:
        return "too few payments for a proof"
    return "the numbers of the transactions differ"


def _doubt_without_day(row: dict[str, Any]) -> str:
    if row["dated_a"] < MOSTLY or row["dated_b"] < MOSTLY:
        return "supplier and amount are the same, but no date says whether the month is"
    return "supplier and amount are the same, but the dates differ"


def _counted_again(common: pl.DataFrame) -> tuple[int, int]:
    """Rows and pence beyond the first time that each shared payment is counted."""
    held = pl.concat(
        common.select(pl.col(one).alias("file"), "key", pl.col(f"n_{one}").alias("n"), "pence")
        for one in "ab"
    ).unique(["file", "key"])
    again = held.group_by("key").agg(
        (pl.col("n").sum() - pl.col("n").max()).alias("n"), pl.col("pence").first()
    )
    rows, pence = again.select(
        pl.col("n").sum(), (pl.col("n") * pl.col("pence")).sum().alias("pence")
    ).row(0)
    return rows, pence


def _pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100


def _with_sizes(pairs: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    for one in "ab":
        named = sizes.rename({name: f"{name}_{one}" for name in sizes.columns if name != "file"})
        pairs = pairs.join(named.rename({"file": one}), on=one)
    return pairs
