"""Spellings of one supplier meet under one cleaned name, and different bodies do not."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.names.cleaning import clean_name, forms

# What ledgers put into names, so that forms meet in orders that nobody thought of.
LEDGER_WORDS = (
    "ABC", "SMITH", "A", "B", "T", "THE", "AND", "&", "+", "LIMITED", "LTD", "L.T.D.", "LIMITE", "P L C",
    "PUBLIC", "COMPANY", "CO", "LIABILITY PARTNERSHIP", "COMMUNITY INTEREST COMPANY", "C.I.C.", "T/A", "t/as",
    "C/O", "A/C", "(DD)", "(DD ONLY)", "- DD", "- BACS", "DIRECT DEBIT ONLY", "DO NOT USE", "P CARD ONLY",
    "12345 -", "UK0254862801 :", "#2", "#WAS", "*", "**1904**", "(387786)", "(****1543", "~105029039", "'S", "\N{RIGHT SINGLE QUOTATION MARK}S", "?S", "café", "Straße", "-", "()", "  ",
)  # fmt: skip


def cleaned(*spelt: str | None) -> list[str | None]:
    """The cleaned names of a few spellings."""
    names = pl.DataFrame({"spelt": pl.Series(spelt, dtype=pl.String)}).select(
        clean_name(pl.col("spelt"))
    )
    return names.to_series().to_list()


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["Barnardo's", "BARNARDO\N{RIGHT SINGLE QUOTATION MARK}S", "BARNARDO?S"], "BARNARDOS"),
        (["Café Royal", "CAFE  ROYAL ", "cafe royal", "Cafe-Royal"], "CAFE ROYAL"),
        (["A & B Services", "A AND B SERVICES", "A+B Services"], "A AND B SERVICES"),
        (["Abc Limited", "ABC LTD.", "A.B.C. L.T.D.", "ABC LIMTED", "ABC LIMITE"], "ABC LTD"),
        (["Abc Public Limited Company", "ABC P.L.C."], "ABC PLC"),
        (["B & Q plc", "B.& Q. P.L.C."], "B AND Q PLC"),
        (["Helping Hands Community Interest Company", "HELPING HANDS C.I.C"], "HELPING HANDS CIC"),
        (["Smith Company Limited", "SMITH CO LTD"], "SMITH CO LTD"),
        (["J Short T/A Woodleigh", "J SHORT t/as Woodleigh"], "J SHORT TRADING AS WOODLEIGH"),
        (["H.M. Revenue & Customs", "H M REVENUE AND CUSTOMS"], "HM REVENUE AND CUSTOMS"),
        (["The Guinness Trust", "GUINNESS TRUST THE"], "GUINNESS TRUST"),
        (["X Ltd - DIRECT DEBIT ONLY - DO NOT USE", "X LTD (DD)", "(DD) X LTD"], "X LTD"),
        (
            [
                "X Ltd (387786)",
                "X Ltd *",
                "X LTD_****3201",
                "X Ltd (****1543",
                "X LTD#2",
                "X Ltd~105029039",
                "X LTD ~ 37/187/0070",
            ],
            "X LTD",
        ),
        (["UK0254862801 : X Ltd", "12345 - X LTD", "S10442: X Ltd"], "X LTD"),
        (["UK0096816601 : 3M UK PLC", "3M UK Plc"], "3M UK PLC"),
        (["PREMIER INN P CARD ONLY", "Premier Inn - PCARD"], "PREMIER INN"),
        (["Shelter (SP)", "SHELTER - BACS", "SHELTER#WAS HOUSING AID"], "SHELTER"),
    ],
)
def test_spellings_of_one_supplier_meet(spellings: list[str], name: str) -> None:
    assert cleaned(*spellings) == [name] * len(spellings)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ABC LTD", "ABC PLC"),
        ("ABC", "ABC LTD"),
        ("ABC CIC", "ABC LTD"),
        ("ABC (2008) LTD", "ABC LTD"),
        ("ABC NORTH LTD", "ABC SOUTH LTD"),
        ("ABC ONLY HAIR LTD", "ABC LTD"),
        ("STAR DIRECT", "STAR"),
        ("DR K LIM", "DR K LTD"),
        ("1066 - HOLIDAYS LTD", "HOLIDAYS LTD"),  # too short for a ledger's number
        ("12345 - 67890", "67890"),  # and nobody is named behind this one
    ],
)
def test_different_bodies_do_not_merge(one: str, other: str) -> None:
    first, second = cleaned(one, other)
    assert first != second


def test_a_blank_is_blank_and_nothing_else_is() -> None:
    assert cleaned("", "  \t", None) == ["", "", None]
    assert cleaned("***", " - ", "(DD)", "The") == ["***", "-", "DD", "THE"]


def test_every_form_says_why() -> None:
    assert {form.stage for form in forms()} == {"encoding", "spelling", "words"}
    assert all(form.reason and form.source for form in forms())


names_in_ledgers = st.lists(st.sampled_from(LEDGER_WORDS), min_size=1, max_size=7).map(" ".join)


@given(st.one_of(st.text(), names_in_ledgers))
def test_cleaning_a_cleaned_name_changes_nothing(spelt: str) -> None:
    (once,) = cleaned(spelt)
    assert cleaned(once) == [once]


@given(st.one_of(st.text(min_size=1), names_in_ledgers))
def test_a_name_that_says_something_is_never_emptied(spelt: str) -> None:
    (name,) = cleaned(spelt)
    blank = pl.select(pl.lit(spelt).str.strip_chars() == "").item()
    assert (name == "") == blank


@given(names_in_ledgers)
def test_case_and_spaces_do_not_tell_names_apart(spelt: str) -> None:
    assert cleaned(spelt) == cleaned(f"  {spelt.upper()} ".replace(" ", "  "))
