"""A ledger's spelling and a register's name of one organisation have one key, and keys are stable."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.names.cleaning import clean_name
from spendaudit.names.keys import compact, form_key, legal_forms, match_key, with_keys

WORDS = (
    "ABC", "SMITH", "THE", "The", "AND", "&", "+", "LIMITED", "LTD", "L.T.D.", "PLC", "P.L.C.", "LLP", "CIC",
    "C.I.C.", "COMMUNITY INTEREST COMPANY", "Company", "COMPANY", "CO", "CO.", "(THE)", "LIMITED(THE)", "CYF",
    "(NORTH WEST)", "H.M.", "o'neill", "café", "Straße", "Øst", "-", ".", "24/7", "\N{NO-BREAK SPACE}", "ﬁ", "ǅ", "İ",
)  # fmt: skip


def keys(*names: str | None) -> list[tuple[str | None, str | None]]:
    table = with_keys(pl.DataFrame({"name": pl.Series(names, dtype=pl.String)}))
    return list(table.select("key", "form_key").iter_rows())


@pytest.mark.parametrize(
    ("name", "key", "form"),
    [
        ("The Abc Company Limited", "ABC CO", "LTD"),
        ("GROUP HOLDINGS LIMITED(THE)", "GROUP HOLDINGS", "LTD"),
        ("HELPING HANDS C.I.C.", "HELPING HANDS", "CIC"),
        ("HELPING HANDS COMMUNITY INTEREST COMPANY", "HELPING HANDS", "CIC"),
        ("X COMMUNITY INTEREST PUBLIC LIMITED COMPANY", "X", "CIC"),
        ("Smith & Sons Public Limited Company", "SMITH AND SONS", "PLC"),
        ("SMITH LIMITED LIABILITY PARTNERSHIP", "SMITH", "LLP"),
        ("Dŵr CYF", "DWR", "LTD"),
        ("J.MALLINSON (ORMSKIRK) LIMITED", "J MALLINSON ORMSKIRK", "LTD"),
        ("LIMITED", "LIMITED", None),
        ("THE", "THE", None),
        ("", "", None),
    ],
)
def test_the_key_of_a_name(name: str, key: str, form: str | None) -> None:
    assert keys(name) == [(key, form)]


def test_a_null_has_no_key() -> None:
    assert keys(None, "A LTD") == [(None, None), ("A", "LTD")]


def test_initials_meet_without_blanks() -> None:
    spelt = pl.DataFrame({"name": ["H.M. SMITH LTD", "HM SMITH LIMITED", "H M Smith"]})
    assert spelt.select(compact(match_key(pl.col("name"))))["name"].unique().to_list() == [
        "HMSMITH"
    ]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=7).map(" ".join))
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    ((key, _),) = keys(name)
    assert key is not None
    assert keys(key)[0][0] == key


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), min_size=1, max_size=5))
def test_a_key_does_not_depend_on_the_names_beside_it(names: list[str]) -> None:
    assert keys(*names) == [keys(name)[0] for name in names]


@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_key_and_form_are_the_same_one_by_one(name: str) -> None:
    table = pl.DataFrame({"name": [name]})
    apart = table.select(
        match_key(pl.col("name")).alias("key"), form_key(pl.col("name")).alias("form")
    )
    assert apart.row(0) == keys(name)[0]


@given(
    st.lists(st.sampled_from(["ABC", "SMITH", "AND", "LTD", "24 7", "CO"]), min_size=1, max_size=5)
)
def test_the_cleaning_of_ledgers_keeps_the_key_of_a_plain_name(words: list[str]) -> None:
    name = " ".join(words)
    cleaned = pl.DataFrame({"name": [name]}).select(clean_name(pl.col("name")))
    assert keys(cleaned["name"][0]) == keys(name)


def test_every_form_says_why() -> None:
    assert all(form.reason and form.source for form in legal_forms())
