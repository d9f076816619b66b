"""Which names of a register hold a word: how a search finds those that share a rare one."""

from __future__ import annotations

import polars as pl

from spendaudit.registers.lookup import rows_between

RARE = 5_000
"""A word that more names than this share tells none of them apart: its names are not kept."""

WORDS: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "hash": (pl.UInt64, "of a word of a key"),
    "names": (pl.UInt32, "how many names hold it"),
    "first": (pl.UInt32, "where its names begin in POSTINGS; they are not there if more than RARE"),
}
"""One row a word of the keys of one register, in the order of `hash`."""

POSTINGS: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "row": (pl.UInt32, "row number in NAMES of a name that holds the word"),
}
"""The names of one word after those of another."""


def words_of(names: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """WORDS and POSTINGS of the names' keys; `names` is in the order in which it is stored."""
    each = (
        names.select("key")
        .with_row_index("row")
        .select("row", pl.col("key").str.split(" ").alias("word"))
        .explode("word", empty_as_null=False, keep_nulls=False)
        .filter(pl.col("word") != "")
        .select(pl.col("word").hash().alias("hash"), "row")
    )
    words = (
        each.group_by("hash")
        .agg(pl.len().cast(pl.UInt32).alias("names"), pl.col("row"))
        .with_columns(pl.when(pl.col("names") <= RARE).then("row").alias("row"))
        .sort("hash")
        .collect(engine="streaming")
    )
    many = pl.when(pl.col("names") <= RARE).then("names").otherwise(0)
    return (
        words.lazy().select(
            "hash", "names", (many.cum_sum() - many).cast(pl.UInt32).alias("first")
        ),
        words.lazy().select(pl.col("row").explode(empty_as_null=False, keep_nulls=False)),
    )


def known_words(asked: pl.Series, words: pl.DataFrame) -> pl.DataFrame:
    """Those of some words that a register has: `word`, `names`, `first`."""
    found = pl.DataFrame({"word": asked.unique()}).with_columns(
        pl.col("word").hash().alias("asked")
    )
    places = words["hash"].search_sorted(found["asked"], side="left")
    met = places < words.height
    found, places = found.filter(met), places.filter(met)
    return pl.concat([found, words[places]], how="horizontal").filter(
        pl.col("asked") == pl.col("hash")
    )["word", "names", "first"]


def names_with(known: pl.DataFrame, postings: pl.DataFrame) -> pl.DataFrame:
    """The rows of NAMES that hold some known words, none in more than RARE names: one `row` each."""
    first = known["first"]
    return rows_between(known, first, first + known["names"], postings["row"])
