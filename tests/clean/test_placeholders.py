from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from spendaudit.clean.placeholders import pattern_for, placeholders
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path


def holds_nothing(column: str, text: str) -> bool:
    return bool(pl.Series([text]).str.contains(pattern_for(column)).item())


HEADING = "Date,Department,Category,Purpose,Supplier,Amount,Postcode,Supplier ID,Company Number"


@pytest.mark.parametrize(
    "text",
    [
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "0",
        "0.00",
        "n/a",
        "N/A",
        "(blank)",
        "-",
        "#",
        "Not assigned",
        "Not  available",
    ],
)
@pytest.mark.parametrize("column", ["department", "category", "purpose", "postcode_written", "supplier_id", "company_number"])  # fmt: skip
def test_a_placeholder_is_nothing_under_any_heading(column: str, text: str) -> None:
    assert holds_nothing(column, text)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("company_number", "Not yet available"),
        ("company_number", "Sole trader"),
        ("charity_number", "Awaiting"),
        ("supplier_id", "Redacted"),
        ("postcode_written", "xxxxxx"),
        ("postcode_written", "Redacted"),
        ("supplier", "#REF!"),
    ],
)
def test_what_is_no_number_and_no_name_is_nothing(column: str, text: str) -> None:
    assert holds_nothing(column, text)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("department", "Non-Services"),
        ("department", "100"),
        ("category", "Not elsewhere classified"),
        ("purpose", "Redacted"),
        ("purpose", "#600 per day"),
        ("supplier", "0"),
        ("supplier", "N/A"),
        ("supplier_id", "SMITHJ"),
        ("company_number", "SC123456"),
        ("company_number", "00000006"),
        ("postcode_written", "PR1 2RL"),
        ("postcode_written", "Ireland"),
    ],
)
def test_what_says_something_stays(column: str, text: str) -> None:
    assert not holds_nothing(column, text)


def test_every_placeholder_has_its_source() -> None:
    assert all(one.source and one.stands_for for one in placeholders())


def test_placeholders_are_blank_and_told_with_how_many(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        "03/04/2024,#N/A,Roofs,0,A Ltd,5.00,(blank),Redacted,Awaiting",
        "14/04/2024,Housing,Roofs,Tiles,B Ltd,6.00,PR1 2RL,77,01234567",
        "15/04/2024,#n/a,Roofs,Tiles,C Ltd,7.00,PR1 2RL,,",
    ]
    path.write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")
    cleaned = clean_files([path])
    first = cleaned.payments.row(0, named=True)
    blank = ("department", "purpose", "postcode_written", "supplier_id", "company_number")
    assert [first[one] for one in blank] == [None] * 5
    assert cleaned.payments["department"].to_list() == [None, "Housing", None]
    assert cleaned.payments["company_number"].to_list() == [None, "01234567", None]
    (told,) = [one for one in cleaned.files[0].notices if "read as blank" in one]
    assert told == (
        "cells that hold nothing were read as blank: 2 under 'Department', such as '#N/A'; 1 under "
        "'Purpose', such as '0'; 1 under 'Postcode', such as '(blank)'; 1 under 'Supplier ID', such "
        "as 'Redacted'; 1 under 'Company Number', such as 'Awaiting'"
    )


@pytest.mark.parametrize(("amount", "others"), [("", 0), ("#REF!", 0)])
def test_rows_of_nothing_but_errors_are_blank(tmp_path: Path, amount: str, others: int) -> None:
    path = tmp_path / "a.csv"
    rows = ["15/04/2024,H,R,T,A Ltd,5.00,,,", *[f",#REF!,,,,{amount},,,"] * 3]
    path.write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")
    cleaned = clean_files([path])
    assert cleaned.files[0].non_rows["blank"] == 3
    assert cleaned.set_aside.height == others
    assert "3 rows hold nothing but '#REF!': read as blank" in cleaned.files[0].notices


def test_a_row_with_an_error_for_its_amount_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = ["15/04/2024,H,R,T,A Ltd,5.00,,,", "16/04/2024,,,,B Ltd,#REF!,,,", ",,,,B Ltd,#REF!,,,"]
    path.write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")
    assert clean_files([path]).set_aside.height == 2
