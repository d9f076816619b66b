"""A spelling is taken apart into the names that it may stand for, and into no others."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.names.likeness import (
    abbreviations,
    in_full,
    is_personal,
    organisation_words,
    shared_names,
)
from spendaudit.names.parts import WAYS, numerals, parts_of, separators


def parts(*spelt: str) -> list[tuple[str, str, str | None]]:
    payees = pl.DataFrame({"supplier": spelt}).with_row_index("payee")
    return list(parts_of(payees).select("way", "key", "form_key").iter_rows())


@pytest.mark.parametrize(
    ("spelt", "way", "key", "form"),
    [
        ("MERIDIAN HEALTHCARE LTD T/A SANDON HOUSE", "company", "MERIDIAN HEALTHCARE", "LTD"),
        ("MERIDIAN HEALTHCARE LTD T/A SANDON HOUSE", "trading", "SANDON HOUSE", None),
        ("Meridian Ltd trading as Sandon House", "trading", "SANDON HOUSE", None),
        ("Knowledge Group Limited#Westminster Insight", "trading", "WESTMINSTER INSIGHT", None),
        ("BOLTON COLLEGE#WAS COMMUNITY COLLEGE", "former", "COMMUNITY COLLEGE", None),
        ("NEW NAME LTD (FORMERLY OLD NAME LTD)", "former", "OLD NAME", "LTD"),
        ("BANK OF SCOTLAND PLC (WALKER MORRIS LLP)", "company", "BANK OF SCOTLAND", "PLC"),
        ("AIRBORNE CONSULTANTS LTD MANCHESTER", "company", "AIRBORNE CONSULTANTS", "LTD"),
        ("HOUSING ASSOCIATIONS CHARITABLE TRUST(HACT)", "company", "HOUSING ASSOCIATIONS CHARITABLE TRUST", None),
        ("FIRST CHOICE LTD", "respelt", "1ST CHOICE", "LTD"),
        ("4 SEASONS CARE", "respelt", "FOUR SEASONS CARE", None),
        ("TURNINGAA POINT", "respelt", "TURNING POINT", None),
        ("SMITH LTD C/O BROWN SOLICITORS LLP", "company", "SMITH", "LTD"),
    ],
)  # fmt: skip
def test_what_a_spelling_may_stand_for(spelt: str, way: str, key: str, form: str | None) -> None:
    assert (way, key, form) in parts(spelt)


@pytest.mark.parametrize(
    ("spelt", "never"),
    [
        ("SMITH LTD C/O BROWN SOLICITORS LLP", "BROWN SOLICITORS"),
        ("LLOYDS FINANCE RE MILLTOWN CARE LTD", "MILLTOWN CARE"),
        ("ALPHA (NORTH WEST) LTD", "ALPHA"),
    ],
)
def test_what_it_does_not_stand_for(spelt: str, never: str) -> None:
    assert never not in [key for _, key, _ in parts(spelt)]


@given(st.lists(st.sampled_from(["ABC", "LTD", "T/A", "#", "(", ")", "FORMERLY", "1", "ONE", "C/O", "XAA", ""]), max_size=8))  # fmt: skip
def test_every_part_has_a_key_and_the_whole_comes_first(words: list[str]) -> None:
    found = parts(" ".join(words))
    assert all(way in WAYS and key for way, key, _ in found)
    assert not found or sorted(found, key=lambda one: WAYS.index(one[0])) == found


@pytest.mark.parametrize(
    "name", ["J SMITH", "JANE SMITH", "DR A B SMITH", "MRS P PATEL", "JOHN PACKER"]
)
def test_names_of_persons(name: str) -> None:
    assert pl.select(is_personal(pl.lit(name))).item()


@pytest.mark.parametrize(
    "name", ["ST HELENA HOSPICE", "IN CARING HANDS", "J SMITH BUILDERS", "SMITH AND SONS", "CO WHEELS CAR CLUB"]
)  # fmt: skip
def test_names_of_firms(name: str) -> None:
    assert not pl.select(is_personal(pl.lit(name))).item()


def test_abbreviations_written_out() -> None:
    full = pl.select(in_full(pl.lit("WEST LANCS EDUC SERVICES AND TRUST"))).item().to_list()
    assert full == ["WEST", "LANCASHIRE", "EDUCATION", "SERVICE", "TRUST"]


def test_the_tables_can_be_used() -> None:
    assert separators()
    assert numerals()
    assert all(short == short.upper() and " " not in short for short in abbreviations())
    for pattern in (
        shared_names(),
        organisation_words("firm"),
        organisation_words("unincorporated"),
    ):
        assert pl.select(pl.lit("NO SUCH").str.contains(pattern)).item() is False
