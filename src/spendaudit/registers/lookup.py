"""Where a name is among millions: hashes of whole names and of their beginnings, in order.

A hash finds rows and proves nothing: whoever asks compares the names that stand there.
"""

from __future__ import annotations

import polars as pl

from spendaudit.names.keys import compact

HEAD = 16
"""Letters and digits, blanks left out, by which names that were cut off are found."""

LOOKUP: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "hash": (pl.UInt64, "upper half: of the first HEAD letters; lower half: of the whole name"),
    "row": (pl.UInt32, "row number of the name in NAMES"),
}
"""One row a name of one register, in the order of `hash`."""

_HALF = 1 << 32


def lookup_of(names: pl.LazyFrame) -> pl.LazyFrame:
    """The names as LOOKUP; `names` is in the order in which it is stored."""
    return (
        names.select("key")
        .with_row_index("row")
        .select(_hash(compact(pl.col("key"))).alias("hash"), "row")
        .sort("hash", maintain_order=True)
    )


def hashing() -> str:
    """How this version of Polars hashes: another may do so otherwise, and would find nothing."""
    probes = pl.Series(["", "A", "SPENDAUDIT", "AN EXAMPLE THAT IS LONGER THAN TWELVE BYTES"])
    return "-".join(f"{one:016x}" for one in probes.hash().to_list())


def rows_of(names: pl.Series, lookup: pl.DataFrame) -> pl.DataFrame:
    """Rows where compact names may stand: `compact`, `row`."""
    asked = pl.DataFrame({"compact": names.unique()})
    hashes = asked.select(_hash(pl.col("compact"))).to_series()
    return _between(asked, hashes, hashes, lookup)


def rows_beginning(heads: pl.Series, lookup: pl.DataFrame) -> pl.DataFrame:
    """Rows of names that may begin with HEAD letters, none fewer: `compact`, `row`."""
    asked = pl.DataFrame({"compact": heads.unique()})
    least = asked.select(_upper(pl.col("compact"))).to_series()
    return _between(asked, least, least + (_HALF - 1), lookup)


def rows_between(
    asked: pl.DataFrame, first: pl.Series, after: pl.Series, rows: pl.Series
) -> pl.DataFrame:
    """What is asked for, with each `row` that stands from one place of `rows` to before another."""
    places = asked.with_columns(
        pl.int_ranges(first, after, dtype=pl.UInt32, eager=True).alias("row")
    ).explode("row", empty_as_null=False, keep_nulls=False)
    return places.with_columns(rows.gather(places["row"]).alias("row"))


def _between(
    asked: pl.DataFrame, least: pl.Series, most: pl.Series, lookup: pl.DataFrame
) -> pl.DataFrame:
    hashes = lookup["hash"]
    first = hashes.search_sorted(least, side="left")
    after = hashes.search_sorted(most, side="right")
    return rows_between(asked, first, after, lookup["row"])


def _hash(compacted: pl.Expr) -> pl.Expr:
    return _upper(compacted.str.slice(0, HEAD)) + compacted.hash() // _HALF


def _upper(head: pl.Expr) -> pl.Expr:
    return head.hash() // _HALF * _HALF
