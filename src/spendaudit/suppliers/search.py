"""Which names in a register could be a payee's: equal, cut off, of the same number, or nearly so."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from spendaudit.names.keys import compact
from spendaudit.names.likeness import in_full, letters_apart, likeness, without_country

if TYPE_CHECKING:
    from spendaudit.registers.store import Register

HITS = {
    "payee": pl.UInt32,
    "way": pl.String,
    "key": pl.String,
    "form_key": pl.String,
    "organisation": pl.UInt32,
    "matched_name": pl.String,
    "name_kind": pl.String,
    "name_until": pl.Date,
    "name_key": pl.String,
    "name_form": pl.String,
    "how": pl.String,
    "apart": pl.Int32,
    "score": pl.Float32,
}
"""A name in a register that could be a payee's: `how` is equal, cut or near; `apart`, the letters
in which they differ; `score`, per cent alike."""

# Parts of spellings that are held against names at a time, so that memory stays bounded.
_AT_ONCE = 250


@cache
def thresholds() -> dict[str, dict[str, Any]]:
    """What a match must reach, as `matching.toml` says."""
    written = Path(__file__).parent / "data" / "matching.toml"
    return tomllib.loads(written.read_text(encoding="utf-8"))


def equal_names(parts: pl.DataFrame, cut: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The names in a register equal to a part of a spelling, or beginning with one cut off: HITS.

    `parts` as `names.parts.parts_of` gives them; `cut` those of them that end where ledgers cut.
    """
    head = thresholds()["cut"]["head"]
    parts = parts.with_columns(compact(pl.col("key")).alias("compact"))
    cut = cut.with_columns(compact(pl.col("name")).alias("compact")).filter(
        pl.col("compact").str.len_chars() >= head
    )
    heads = cut.select(pl.col("compact").str.head(head).unique()).to_series()
    wanted = parts["compact"].unique()
    names = (
        register.names()
        .select(
            "organisation",
            pl.col("name").alias("matched_name"),
            pl.col("kind").alias("name_kind"),
            pl.col("until").alias("name_until"),
            pl.col("key").alias("name_key"),
            pl.col("form_key").alias("name_form"),
            compact(pl.col("key")).alias("compact"),
        )
        .filter(
            pl.col("compact").is_in(wanted.implode())
            | pl.col("compact").str.head(head).is_in(heads.implode())
        )
        .collect(engine="streaming")
    )
    equal = parts.join(names, on="compact").with_columns(pl.lit("equal").alias("how"))
    begun = (
        cut.with_columns(pl.col("compact").str.head(head).alias("head"))
        .join(names.with_columns(pl.col("compact").str.head(head).alias("head")), on="head")
        .filter(_in_words("compact_right").str.starts_with(pl.col("compact")))
        .with_columns(pl.lit("cut").alias("how"))
    )
    return pl.concat(
        [
            one.with_columns(
                pl.lit(0, pl.Int32).alias("apart"), pl.lit(100, pl.Float32).alias("score")
            ).select(*HITS)
            for one in (equal, begun)
        ]
    )


def _in_words(compacted: str) -> pl.Expr:
    """A registered name without blanks, its legal form as ledgers spell it: a cut may go through it."""
    return pl.concat_str(pl.col(compacted), pl.col("name_form").fill_null(""))


def near_names(parts: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The names in a register that share a rare word with a part and are nearly equal to it: HITS."""
    says = thresholds()["near"]
    words = (
        parts.select("payee", "way", "key", "form_key")
        .with_row_index("part")
        .with_columns(pl.col("key").str.split(" ").alias("word"))
    )
    each = words.select("part", "word").explode("word").unique()
    rows = pl.when(pl.col("names") <= says["rare"]).then("rows").alias("rows")
    known = (
        register.postings()
        .filter(pl.col("word").is_in(each["word"].unique().implode()))
        .with_columns(rows)
        .collect(engine="streaming")
    )
    rare = (
        each.join(known.filter(pl.col("rows").is_not_null()), on="word")
        .sort("part", "names", "word")
        .with_columns(pl.col("names").cum_sum().over("part").alias("so_far"))
        .with_columns(pl.col("word").cum_count().over("part").alias("nth"))
        .filter((pl.col("so_far") <= says["looked_at"]) | (pl.col("nth") == 1))
        .select("part", pl.col("rows").alias("row"))
    )
    known = known.drop("rows")
    keys = _names_at(rare["row"].explode().unique(), register, "row", "name_key")
    keys = keys.with_columns(pl.col("name_key").str.len_chars().cast(pl.Int32).alias("long"))
    parted = words.select("part", "key", pl.col("key").str.len_chars().cast(pl.Int32).alias("mine"))
    close = pl.concat(
        [
            _close(some.explode("row").unique(), keys, parted)
            for some in rare.with_columns((pl.col("part") // _AT_ONCE).alias("batch")).partition_by(
                "batch", include_key=False
            )
        ]
        if len(rare)
        else [pl.DataFrame(schema={"part": pl.UInt32, "row": pl.UInt32, "score": pl.Float32})]
    )
    names = _names_at(close["row"].unique(), register)
    hits = close.join(names, on="row").join(words.drop("word"), on="part")
    full = hits.select(
        in_full(without_country(pl.col("key"))).list.join(" ").alias("one"),
        in_full(without_country(pl.col("name_key"))).list.join(" ").alias("other"),
    )
    hits = hits.with_columns(letters_apart(full["one"], full["other"]), pl.lit("near").alias("how"))
    return _told_apart(hits, known).select(*HITS)


def _names_at(rows: pl.Series, register: Register, *columns: str) -> pl.DataFrame:
    """The names of a register with the given row numbers, or some columns of them."""
    names = (
        register.names()
        .with_row_index("row")
        .filter(pl.col("row").is_in(rows.implode()))
        .select(
            "row", "organisation", pl.col("name").alias("matched_name"),
            pl.col("kind").alias("name_kind"), pl.col("until").alias("name_until"),
            pl.col("key").alias("name_key"), pl.col("form_key").alias("name_form"),
        )
    )  # fmt: skip
    return names.select(columns or pl.all()).collect(engine="streaming")


def _close(pairs: pl.DataFrame, keys: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The pairs of part and name of which most letters are alike: `part`, `row`, `score`."""
    says = thresholds()["near"]
    held = (
        pairs.join(keys, on="row")
        .join(parts, on="part")
        .filter((pl.col("long") - pl.col("mine")).abs() <= says["longer"])
    )
    held = held.with_columns(likeness(held["key"], held["name_key"]))
    return held.filter(pl.col("score") >= says["near"]).select("part", "row", "score")


def _told_apart(hits: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The hits; those that differ in more than spelling get a distance that no rule takes.

    A word of many names is a word: HALL is no misspelling of HILL, nor NORTH of SOUTH. Numbers are
    never misspelt. What is left must share a word that is rare.
    """
    says = thresholds()["near"]
    words = known.select("word", "names")
    numbered = hits.select("key", "name_key").with_row_index("hit")
    mine, theirs = (
        numbered.select("hit", without_country(pl.col(name)).str.split(" ").alias("word"))
        .explode("word")
        .with_columns(in_full(pl.col("word")).list.join(" ").alias("full"))
        .filter(pl.col("full") != "")
        for name in ("key", "name_key")
    )
    odd = mine.join(theirs, on=["hit", "full"], how="anti").join(words, on="word", how="left")
    other = theirs.join(mine, on=["hit", "full"], how="anti")
    met = odd.group_by("hit").agg(
        (pl.col("names").fill_null(0) > says["misspelt"]).any().alias("is_word"),
        pl.col("word").str.contains(r"\d").any().alias("number"),
        pl.col("word").str.len_chars().sum().alias("odd_letters"),
    )
    telling = (
        mine.join(theirs, on=["hit", "full"], how="semi")
        .join(words, on="word")
        .group_by("hit")
        .agg((pl.col("names") <= says["rare"]).any().alias("telling"))
    )
    digits = other.group_by("hit").agg(
        pl.col("word").str.contains(r"\d").any().alias("other_number")
    )
    judged = (
        numbered.select("hit")
        .join(met, on="hit", how="left", maintain_order="left")
        .join(telling, on="hit", how="left", maintain_order="left")
        .join(digits, on="hit", how="left", maintain_order="left")
    )
    only_spelling = (
        judged["telling"].fill_null(value=False)
        & ~judged["is_word"].fill_null(value=False)
        & ~judged["number"].fill_null(value=False)
        & ~judged["other_number"].fill_null(value=False)
        & (judged["odd_letters"].fill_null(100) >= says["letters_for_one"] * hits["apart"])
    )
    return hits.with_columns(
        pl.when(only_spelling).then("apart").otherwise(pl.lit(None, pl.Int32)).alias("apart")
    )


def with_rarity(hits: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The hits with `rare`: whether the one word of a name stands in few names of the register."""
    single = hits.filter(~pl.col("name_key").str.contains(" "))["name_key"].unique()
    known = (
        register.postings()
        .filter(
            pl.col("word").is_in(single.implode())
            & (pl.col("names") <= thresholds()["near"]["one_word"])
        )
        .select("word")
        .collect(engine="streaming")
    )
    return hits.with_columns(pl.col("name_key").is_in(known["word"].implode()).alias("rare"))
