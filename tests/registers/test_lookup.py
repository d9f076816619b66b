"""What is found by hashes is what a search through all names would find."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.names.keys import compact, with_keys
from spendaudit.registers.columns import ending, whole_name
from spendaudit.registers.lookup import HEAD, lookup_of, rows_beginning, rows_of
from spendaudit.registers.postings import RARE, known_words, names_with, words_of

WORD = st.sampled_from(["A", "AB", "CARE", "NORTHAMPTONSHIRE", "ASSOCIATION", "É", "0"])
KEYS = st.lists(st.lists(WORD, max_size=5).map(" ".join), max_size=20)


@given(KEYS, KEYS)
def test_every_equal_name_is_found(kept: list[str], asked: list[str]) -> None:
    names = pl.LazyFrame({"key": kept}, schema={"key": pl.String})
    wanted = pl.Series(asked, dtype=pl.String).str.replace_all(" ", "")
    found = rows_of(wanted, lookup_of(names).collect())
    texts = names.select(compact(pl.col("key"))).collect().to_series().to_list()
    expected = {(one, row) for row, one in enumerate(texts) if one in set(wanted)}
    assert set(found.iter_rows()) == expected
    assert found.height == len(expected)


@given(KEYS, KEYS)
def test_every_name_that_begins_so_is_found(kept: list[str], asked: list[str]) -> None:
    names = pl.LazyFrame({"key": kept}, schema={"key": pl.String})
    heads = {one.replace(" ", "")[:HEAD] for one in asked}
    heads = {one for one in heads if len(one) == HEAD}
    found = rows_beginning(pl.Series(sorted(heads), dtype=pl.String), lookup_of(names).collect())
    expected = {
        (one.replace(" ", "")[:HEAD], row)
        for row, one in enumerate(kept)
        if one.replace(" ", "")[:HEAD] in heads
    }
    assert set(found.iter_rows()) == expected


@given(KEYS, st.lists(WORD, max_size=5))
def test_every_name_with_a_word_is_found(kept: list[str], asked: list[str]) -> None:
    words, postings = (
        frame.collect()
        for frame in words_of(pl.LazyFrame({"key": kept}, schema={"key": pl.String}))
    )
    known = known_words(pl.Series(asked, dtype=pl.String), words)
    held = {word for one in kept for word in one.split()}
    assert set(known["word"]) == held & set(asked)
    for word, names, _ in known.iter_rows():
        assert names == sum(one.split().count(word) for one in kept)
    assert sorted(names_with(known, postings).select("word", "row").iter_rows()) == sorted(
        (word, row)
        for word in held & set(asked)
        for row, one in enumerate(kept)
        for met in one.split()
        if met == word
    )


def test_names_of_a_word_that_too_many_share_are_not_kept() -> None:
    names = pl.LazyFrame({"key": ["LTD"] * (RARE + 1) + ["LTD RARE"]})
    words, postings = (frame.collect() for frame in words_of(names))
    known = known_words(pl.Series(["LTD", "RARE", "NONE"]), words).sort("names")
    assert known.select("word", "names").rows() == [("RARE", 1), ("LTD", RARE + 2)]
    assert names_with(known.head(1), postings)["row"].to_list() == [RARE + 1]
    assert postings.height == 1


@given(st.lists(st.one_of(st.text(min_size=1), KEYS.map(" ".join), KEYS.map(" LTD ".join))))
def test_a_name_kept_as_its_key_and_ending_comes_back(names: list[str]) -> None:
    written = with_keys(pl.DataFrame({"name": names}, schema={"name": pl.String}))
    kept = written.with_columns(ending().alias("ending")).with_columns(
        pl.when(pl.col("ending").is_null()).then("name").alias("name")
    )
    assert kept.select(whole_name()).to_series().to_list() == names
