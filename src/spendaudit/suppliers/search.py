"""Which names in a register could be a payee's: equal, cut off, of the same number, or nearly so."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from spendaudit.names.keys import compact
from spendaudit.names.likeness import in_full, letters_apart, likeness, without_country
from spendaudit.registers.lookup import HEAD, rows_beginning, rows_of
from spendaudit.registers.postings import known_words, names_with

if TYPE_CHECKING:
    from spendaudit.registers.store import Register

FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "payee": pl.UInt32,
    "way": pl.String,
    "key": pl.String,
    "form_key": pl.String,
    "row": pl.UInt32,
    "name_key": pl.String,
    "name_form": pl.String,
    "how": pl.String,
    "apart": pl.Int32,
    "score": pl.Float32,
}
"""A name in a register (its `row` in NAMES) that could be a payee's: `how` is equal, cut or near;
`apart`, the letters in which they differ; `score`, per cent alike."""
HITS: dict[str, pl.DataType | type[pl.DataType]] = {
    **{name: kind for name, kind in FOUND.items() if name != "row"},
    "organisation": pl.UInt32,
    "matched_name": pl.String,
    "name_kind": pl.String,
    "name_until": pl.Date,
}
"""The same with what the register says of the name."""
NAMED = (
    "row", "name_key", "name_form", "organisation", "organisation_name", "matched_name", "name_kind",
    "name_until",
)  # fmt: skip
"""What a register says of its names."""

# Pairs of spellings and names that are held against each other at a time: memory stays bounded.
_AT_ONCE = 100_000


@cache
def thresholds() -> dict[str, dict[str, Any]]:
    """What a match must reach, as `matching.toml` says."""
    written = Path(__file__).parent / "data" / "matching.toml"
    return tomllib.loads(written.read_text(encoding="utf-8"))


def possible_names(parts: pl.DataFrame, cut: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Rows of a register where a part of a spelling may stand, or a name that begins with one cut off.

    Found by hashes, which prove nothing: `verified` holds the names against each other.

    Args:
        parts: as `names.parts.parts_of` gives them.
        cut: those of them that end where ledgers cut.
        register: to be searched.

    Returns:
        The parts with `compact`, `how` (equal or cut) and `row`.
    """
    lookup = register.lookup()
    parts = parts.with_columns(
        compact(pl.col("key")).alias("compact"), pl.lit("equal").alias("how")
    )
    cut = cut.with_columns(
        compact(pl.col("name")).alias("compact"), pl.lit("cut").alias("how")
    ).filter(pl.col("compact").str.len_chars() >= HEAD)
    cut = cut.with_columns(pl.col("compact").str.slice(0, HEAD).alias("head"))
    begun = rows_beginning(cut["head"], lookup).rename({"compact": "head"})
    return pl.concat(
        [
            parts.join(rows_of(parts["compact"], lookup), on="compact"),
            cut.join(begun, on="head").drop("head"),
        ],
        how="diagonal",
    )


def verified(possible: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Those that are equal to a name or begin it, as FOUND; `keys` of the rows: NAMED.

    A name that was put in other words is as like as it was before, and as far apart as what was
    left out at its end is long.
    """
    held = possible.join(keys, on="row").with_columns(
        compact(pl.col("name_key")).alias("their_compact")
    )
    equal = (pl.col("how") == "equal") & (pl.col("compact") == pl.col("their_compact"))
    begun = (pl.col("how") == "cut") & _in_words("their_compact").str.starts_with(pl.col("compact"))
    held = held.filter(equal | begun)
    if "asked" not in held.columns:
        held = held.with_columns(pl.lit(None, pl.String).alias("asked"), left_out=None)
    reworded = pl.col("asked").is_not_null()
    same = held.filter(~reworded).with_columns(pl.lit(100.0).alias("score"))
    other = held.filter(reworded)
    other = other.with_columns(likeness(other["asked"], other["name_key"]))
    return pl.concat([same, other], how="vertical_relaxed").select(
        (pl.col("left_out").fill_null(0).alias(name) if name == "apart" else pl.col(name)).cast(
            kind
        )
        for name, kind in FOUND.items()
    )


def _in_words(compacted: str) -> pl.Expr:
    """A registered name without blanks, its legal form as ledgers spell it: a cut may go through it."""
    return pl.concat_str(pl.col(compacted), pl.col("name_form").fill_null(""))


def words_asked(parts: pl.DataFrame, register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The words of parts that a register knows, and where names stand that share a rare one.

    Returns:
        The words with `names`; and the parts (`part`, their number) with lists of `row`.
    """
    says = thresholds()["near"]
    words, postings = register.words()
    each = (
        parts.select("key")
        .with_row_index("part")
        .select("part", pl.col("key").str.split(" ").alias("word"))
        .explode("word", empty_as_null=False, keep_nulls=False)
        .unique(maintain_order=True)
    )
    known = known_words(each["word"], words)
    rare = (
        each.join(known.filter(pl.col("names") <= says["rare"]), on="word")
        .sort("part", "names", "word")
        .with_columns(pl.col("names").cum_sum().over("part").alias("so_far"))
        .with_columns(pl.col("word").cum_count().over("part").alias("nth"))
        .filter((pl.col("so_far") <= says["looked_at"]) | (pl.col("nth") == 1))
        .select("part", "names", "first")
    )
    return known, names_with(rare, postings)


def near_names(
    parts: pl.DataFrame, known: pl.DataFrame, places: pl.DataFrame, keys: pl.DataFrame
) -> pl.DataFrame:
    """The names that share a rare word with a part and are nearly equal to it, as FOUND.

    `known` and `places` as `words_asked` gives them for the parts, `keys` as NAMED.
    """
    words = parts.select("payee", "way", "key", "form_key").with_row_index("part")
    close = pl.concat(
        [
            pl.DataFrame(schema={"part": pl.UInt32, "row": pl.UInt32, "score": pl.Float32}),
            *(
                _close(some, keys, words)
                for some in _of_like_length(places, keys, words).iter_slices(_AT_ONCE)
            ),
        ]
    ).unique(["part", "row"], maintain_order=True)  # two rare words lead to one name twice
    hits = close.join(keys, on="row").join(words, on="part")
    full = hits.select(
        in_full(without_country(pl.col("key"))).list.join(" ").alias("one"),
        in_full(without_country(pl.col("name_key"))).list.join(" ").alias("other"),
    )
    hits = hits.with_columns(letters_apart(full["one"], full["other"]), pl.lit("near").alias("how"))
    return _told_apart(hits, known).select(*FOUND)


def names_in(rows: pl.Series, register: Register) -> pl.DataFrame:
    """The names with some row numbers, as NAMED."""
    others = (
        register.other_names(rows.filter(rows >= register.rows))
        .rename({"name": "matched_name", "kind": "name_kind", "until": "name_until"})
        .collect(engine="streaming")
    )
    wanted = pl.concat([rows.filter(rows < register.rows), others["organisation"]]).unique()
    own = register.registered_names(wanted).collect(engine="streaming")
    others = others.join(
        own.select("organisation", pl.col("name").alias("organisation_name")), on="organisation"
    )
    own = own.with_columns(
        pl.col("organisation").alias("row"), pl.col("name").alias("organisation_name")
    ).rename({"name": "matched_name", "kind": "name_kind", "until": "name_until"})
    # A registered name that is there only for its former one is no candidate by itself.
    asked = own.filter(pl.col("row").is_in(rows.implode()))
    return (
        pl.concat([asked, others], how="diagonal")
        .rename({"key": "name_key", "form_key": "name_form"})
        .select(NAMED)
    )


def _of_like_length(places: pl.DataFrame, keys: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The pairs of part and name that are about as long: `part`, `row`, and `at`, its place in `keys`."""
    names = keys.select(
        "row", pl.col("name_key").str.len_chars().cast(pl.Int16).alias("theirs")
    ).with_row_index("at")
    mine = parts["key"].str.len_chars().cast(pl.Int16)
    return (
        places.select("part", "row")
        .with_columns(mine.gather(places["part"]).alias("mine"))
        .join(names, on="row")
        .filter((pl.col("theirs") - pl.col("mine")).abs() <= thresholds()["near"]["longer"])
        .select("part", "row", "at")
    )


def _close(pairs: pl.DataFrame, keys: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The pairs of part and name of which most letters are alike: `part`, `row`, `score`."""
    least = thresholds()["near"]["near"]
    held = pairs.with_columns(
        likeness(parts["key"].gather(pairs["part"]), keys["name_key"].gather(pairs["at"]), least)
    )
    return held.filter(pl.col("score") >= least).select("part", "row", "score")


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
        pl.col("word").str.contains(r"[0-9]").any().alias("number"),
        pl.col("word").str.len_chars().sum().alias("odd_letters"),
    )
    telling = (
        mine.join(theirs, on=["hit", "full"], how="semi")
        .join(words, on="word")
        .group_by("hit")
        .agg((pl.col("names") <= says["rare"]).any().alias("telling"))
    )
    digits = other.group_by("hit").agg(
        pl.col("word").str.contains(r"[0-9]").any().alias("other_number")
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
    """The hits with `rare`, a word of the name is in few of the register, and `telling`.

    What tells names apart among millions is everyday among the names of a small register.
    """
    words = pl.col("name_key").str.split(" ")
    asked = hits.select(words.explode(empty_as_null=False, keep_nulls=False)).to_series()
    known = known_words(asked, register.words()[0])
    says = thresholds()["near"]

    def any_in(most: int) -> pl.Expr:
        few = known.filter(pl.col("names") <= most)["word"]
        return words.list.eval(pl.element().is_in(few.implode())).list.any().fill_null(value=False)

    return hits.with_columns(
        any_in(says["misspelt"]).alias("rare"),
        any_in(max(says["misspelt"], min(says["rare"], register.rows // says["one_in"]))).alias(
            "telling"
        ),
    )
