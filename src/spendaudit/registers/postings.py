"""Which names of a register hold a word: how a search finds those that share a rare one."""

from __future__ import annotations

import polars as pl

RARE = 5_000
"""A word that more names than this share tells none of them apart: its names are not kept."""

POSTINGS: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "word": (pl.String, "a word of a key"),
    "names": (pl.UInt32, "how many names hold it"),
    "rows": (pl.List(pl.UInt32), "row numbers of those names in NAMES; null if more than RARE"),
}
"""One row a word of the keys of one register."""


def postings_of(names: pl.LazyFrame) -> pl.LazyFrame:
    """The words of the names' keys, as POSTINGS; `names` is in the order in which it is stored."""
    return (
        names.select("key")
        .with_row_index("row")
        .select("row", pl.col("key").str.split(" ").alias("word"))
        .explode("word", empty_as_null=False, keep_nulls=False)
        .filter(pl.col("word") != "")
        .group_by("word")
        .agg(pl.len().cast(pl.UInt32).alias("names"), pl.col("row").alias("rows"))
        .with_columns(pl.when(pl.col("names") <= RARE).then("rows").alias("rows"))
        .sort("word")
    )
