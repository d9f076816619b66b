"""A long column is tidied by its distinct texts, and comes out as a short one does."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.clean.texts import (
    FEW_ROWS,
    distinct_texts,
    stripped,
    stripped_alone,
    tidied,
)

SPACED = st.lists(
    st.sampled_from(["a", "b", *" \t\n\u00a0\ufeff\u2003", "&", "&amp;", "&amp;amp;"]), max_size=6
).map("".join)


@given(st.lists(SPACED, min_size=1, max_size=6), st.lists(SPACED, min_size=1, max_size=6))
def test_many_rows_are_tidied_as_few_are(suppliers: list[str], departments: list[str]) -> None:
    few = pl.DataFrame(
        {"supplier": suppliers * len(departments), "department": departments * len(suppliers)},
        schema={"supplier": pl.Categorical, "department": pl.Categorical},
    )
    many = few.select(pl.all().gather(pl.int_range(FEW_ROWS + 1) % few.height))
    outcome = []
    for cells in (few, many):
        bare, odd, _ = stripped(cells, cells.columns)
        tidy = tidied(bare, cells.columns, odd)
        assert tidy.equals(tidied(bare, cells.columns))
        outcome.append((bare.head(few.height), tidy.head(few.height)))
    (few_bare, few_tidy), (many_bare, many_tidy) = outcome
    assert many_bare.equals(few_bare)
    assert many_tidy.equals(few_tidy)


def test_spaces_outside_and_inside_go_and_nothing_is_null() -> None:
    cells = pl.DataFrame(
        {"supplier": ["\u00a0 A  Ltd\t", "B\u00a0plc", " ", ""]},
        schema={"supplier": pl.Categorical},
    )
    bare, odd, _ = stripped(cells, ["supplier"])
    assert bare["supplier"].to_list() == ["A  Ltd", "B\u00a0plc", "", ""]
    assert tidied(bare, ["supplier"], odd)["supplier"].to_list() == ["A Ltd", "B plc", None, None]


def test_signs_that_a_web_page_writes_as_words_are_signs_again() -> None:
    written = [
        "Marks &amp; Co",
        "Smith &amp;amp; Sons",
        "O&#39;Brien",
        "R & D",
        "A&B;",
        "AT&T; Ltd",
    ]
    cells = pl.DataFrame({"supplier": written}, schema={"supplier": pl.Categorical})
    plain = ["Marks & Co", "Smith & Sons", "O'Brien", "R & D", "A&B;", "AT&T; Ltd"]
    assert tidied(cells, ["supplier"])["supplier"].to_list() == plain


@given(
    st.lists(st.one_of(SPACED, st.sampled_from(["12", " 12", "+3", "3 4", '3"', '"'])), max_size=6)
)
def test_numbers_of_transactions_lose_outer_spaces_and_tell_what_else_is_odd(
    numbers: list[str],
) -> None:
    texts, may_be_odd, may_be_quoted = stripped_alone(pl.Series("number", numbers, pl.String))
    assert texts.to_list() == [number.strip(" \t\r\n\u00a0\ufeff") for number in numbers]
    assert texts.name == "number"
    tight = texts.to_list()
    odd = [
        one for one in tight if "  " in one or set(one) & set("\t\n\u00a0\u2003") or "&amp;" in one
    ]
    assert may_be_odd == bool(odd)
    assert may_be_quoted == any('"' in one for one in tight)


@given(st.lists(st.one_of(st.none(), SPACED), max_size=9))
def test_each_text_is_found_once(texts: list[str | None]) -> None:
    # Others are known to Polars, too: they are not among these.
    pl.Series(["met before", "a"], dtype=pl.Categorical)
    found = distinct_texts(pl.Series("supplier", texts, pl.Categorical))
    assert found.dtype == pl.Categorical
    assert found.name == "supplier"
    assert sorted(found.cast(pl.String)) == sorted({text for text in texts if text is not None})
