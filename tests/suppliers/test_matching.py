"""Payees are matched with the organisation that is meant, and with none where it is not certain."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spendaudit.names.cleaning import clean_name
from spendaudit.registers.index import build
from spendaudit.registers.store import Registers, open_registers
from spendaudit.suppliers.by_number import charity_number, company_number
from spendaudit.suppliers.kinds import kinds_of
from spendaudit.suppliers.matching import MATCHES, candidates, match
from spendaudit.suppliers.search import thresholds
from spendaudit.suppliers.weighing import MATCH_RUNGS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Made up, in the headings of Companies House: name, number, status, dissolved, former name, until.
COMPANIES = (
    ("MERIDIAN HEALTHCARE LIMITED", "01000001", "Active", "", "", ""),
    ("MERIDIAN HEALTHCARE (NORTH WEST) LIMITED", "01000002", "Active", "", "", ""),
    ("KESTREL JOINERY LTD", "01000003", "Active", "", "", ""),
    ("KESTREL JOINERY PLC", "01000004", "Active", "", "", ""),
    ("BRACKENDALE CARE LIMITED", "01000005", "Active", "", "", ""),
    ("BRACKENDALE CARE LIMITED", "01000006", "Dissolved", "01/03/2009", "", ""),
    (
        "NEW HORIZON SUPPORT LIMITED",
        "01000007",
        "Active",
        "",
        "OLDFIELD SUPPORT LIMITED",
        "01/06/2019",
    ),
    ("THE PENDLE THREAD COMPANY LIMITED", "01000008", "Active", "", "", ""),
    (
        "WARBURTON & HOLT ENGINEERING SERVICES (LANCASHIRE) LIMITED",
        "01000009",
        "Active",
        "",
        "",
        "",
    ),
    ("TARNBECK ROOFING LIMITED", "01000010", "Active", "", "", ""),
    ("J HARGREAVES LIMITED", "01000011", "Active", "", "", ""),
    ("SILVERDALE SURGERY LIMITED", "01000012", "Active", "", "", ""),
    ("PRESTON CITY COUNCIL LIMITED", "01000013", "Active", "", "", ""),
    ("HALLAM DESIGN COMMUNITY INTEREST COMPANY", "01000014", "Active", "", "", ""),
    ("MIND", "01000015", "Active", "", "", ""),
    ("WINDERMERE BOATS LIMITED", "01000016", "Active", "", "", ""),
    ("WINDERMERE BOATS LTD", "01000017", "Liquidation", "", "", ""),
    ("OAKWELL CARE LTD", "01000018", "Active", "", "", ""),
    ("OAKWELL CARE LIMITED", "01000019", "Active", "", "", ""),
    ("ANCHORSTONE SOFTWARE LIMITED", "SC100020", "Active", "", "", ""),
    ("1ST CALL TAXIS LIMITED", "01000021", "Active", "", "", ""),
    ("ZYQUANTA LIMITED", "01000022", "Active", "", "", ""),
    ("FARNWICK COUNCIL FOR VOLUNTARY SERVICE", "01000023", "Active", "", "", ""),
    ("AGE CONCERN FARNWICK", "01000024", "Active", "", "", ""),
    ("QUILLTHORPE HEARING AID (QHA)", "01000025", "Active", "", "", ""),
    ("YARROW LIFEBOAT SOCIETY", "01000026", "Active", "", "", ""),
    ("OLDBECK HEALTHY LIVING CENTRE", "01000027", "Active", "", "", ""),
    ("TARNBROOK COUNCIL FOR VOLUNTARY SERVICES", "01000028", "Active", "", "", ""),
    ("TARNBROOK COMMUNITY AND VOLUNTARY SERVICE", "01000029", "Active", "", "", ""),
    ("ST ALDGYTH HOSPICE TRUST", "01000030", "Active", "", "", ""),
    ("OLDMERE RIVER WATCH LIMITED", "01000031", "Active", "", "", ""),
    ("OLDMERE RIVER WATCH TRUST", "01000032", "Active", "", "", ""),
)
HEADINGS = (
    "CompanyName", " CompanyNumber", "RegAddress.AddressLine1", "RegAddress.PostCode",
    "CompanyCategory", "CompanyStatus", "CountryOfOrigin", "DissolutionDate", "IncorporationDate",
    "Accounts.AccountCategory", "SICCode.SicText_1", "PreviousName_1.CONDATE",
    " PreviousName_1.CompanyName",
)  # fmt: skip


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return kept(tmp_path_factory.mktemp("registers"), COMPANIES)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    """A register in which many names have the words BUSY, OTTERS and HOSPICE."""
    many = [
        f"{words} {chr(letter)}{chr(letter + 1)} LIMITED"
        for words in ("BUSY FERRETS", "QUIET OTTERS", "FAR HOSPICE")
        for letter in range(ord("A"), ord("Y"))
    ]
    own = ["BUSY OTTERS LIMITED", "OTTERS HOSPICE LIMITED", "BUSY HOSPICE", "BUSY HOSPICE LIMITED",
           "BUSY OTTERS OF YARROWMERE LIMITED", "QUIET FERRETS C.I.C.", "BUSY OTTER"]  # fmt: skip
    rows = [(name, f"{n:08}", "Active", "", "", "") for n, name in enumerate([*own, *many])]
    return kept(tmp_path_factory.mktemp("crowded"), rows)


def kept(folder: Path, companies: Iterable[tuple[str, ...]]) -> Registers:
    """A register of made-up companies."""
    source = folder / "BasicCompanyDataAsOneFile-2026-01-01.csv"
    with source.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADINGS)
        for position, (name, number, status, gone, former, until) in enumerate(companies):
            rows.writerow(
                [name, number, f"{position} Made Up Street", f"PR1 {position % 9}AA",
                 "Private Limited Company", status, "United Kingdom", gone, "01/01/1990", "SMALL", "",
                 until, former]
            )  # fmt: skip
    build([source], folder / "kept")
    return open_registers(folder / "kept")


def matched(registers: Registers, *spelt: str, **said: date | str) -> list[dict[str, Any]]:
    """What the matcher says of each spelling, in their order."""
    payees = pl.DataFrame({"supplier": spelt}).with_row_index("payee").with_columns(
        clean_name(pl.col("supplier")).alias("name"),
        pl.lit(said.get("first_paid", date(2020, 1, 1))).alias("first_paid"),
        pl.lit(said.get("last_paid", date(2021, 1, 1))).alias("last_paid"),
        pl.lit(said.get("company_number"), pl.String).alias("company_number"),
        pl.lit(said.get("postcode"), pl.String).alias("postcode_written"),
    )  # fmt: skip
    found = match(kinds_of(payees), registers)
    assert found.columns == list(MATCHES)
    return payees.select("payee").join(found, on="payee", how="left").to_dicts()


@pytest.mark.parametrize(
    ("spelt", "number", "rung"),
    [
        ("MERIDIAN HEALTHCARE LTD", "01000001", "exact name"),
        ("Meridian Healthcare Limited", "01000001", "exact name"),
        ("MERIDIAN  HEALTH CARE LTD.", "01000001", "exact name"),
        ("MERIDIAN HEALTHCARE", "01000001", "exact name"),
        ("MERIDIAN HEALTHCARE LTD T/A SANDON HOUSE", "01000001", "exact name"),
        ("SANDON HOUSE T/A MERIDIAN HEALTHCARE LTD", "01000001", "trading name"),
        ("MERIDIAN HEALTHCARE LTD - BACS", "01000001", "exact name"),
        ("MERIDIAN HEALTHCARE (NORTH WEST) LTD", "01000002", "exact name"),
        ("KESTREL JOINERY LTD", "01000003", "exact name"),
        ("KESTREL JOINERY P.L.C.", "01000004", "exact name"),
        ("BRACKENDALE CARE LTD", "01000005", "exact name"),
        ("OLDFIELD SUPPORT LTD", "01000007", "former name"),
        ("PENDLE THREAD CO LTD", "01000008", "exact name"),
        ("WARBURTON AND HOLT ENGINEERING SERV", "01000009", "name cut off"),
        ("TARNBECK ROOFFING LTD", "01000010", "name nearly the same"),
        ("HALLAM DESIGN LTD", "01000014", "exact name, other legal form"),
        ("FIRST CALL TAXIS LTD", "01000021", "exact name"),
        ("ZYQUANTA", "01000022", "exact name"),
        ("WINDERMERE BOATS LTD", "01000016", "exact name"),
        ("FARNWICK CVS", "01000023", "name in other words"),
        ("AGE UK FARNWICK", "01000024", "name in other words"),
        ("QUILLTHORPE HEARING AID", "01000025", "name in other words"),
        ("QUILLTHORPE HEARING AIDS (QHA)", "01000025", "name in other words"),
        ("OLDMERE RIVER WATCH LTD", "01000031", "exact name"),
        ("YARROW LIFEBOAT", "01000026", "name in other words"),
        ("YARROW LIFEBOAT SOCIETY SOUTHPORT OFFICE", "01000026", "name in other words"),
        ("SOCIETY YARROW LIFEBOAT", "01000026", "name in other words"),
    ],
)
def test_who_is_meant(registers: Registers, spelt: str, number: str, rung: str) -> None:
    (found,) = matched(registers, spelt)
    assert (found["number"], found["rung"]) == (number, rung)
    assert rung in MATCH_RUNGS
    assert found["identifier"] == f"GB-COH-{number}"
    assert found["organisation_name"]


@pytest.mark.parametrize(
    ("spelt", "reason"),
    [
        ("KESTREL JOINERY", "could be any of 2"),
        ("OAKWELL CARE LTD", "could be any of 2"),
        ("MERIDIAN HEALTHCARE LLP", "another legal form"),
        ("J HARGREAVES", "too little to go by"),
        ("SILVERDALE SURGERY", "its name is not that of a company"),
        ("Mind", "many bodies go by this name"),
        ("MERIDIAN HEALTHCARE (SOUTH) LTD", "differs by a word"),
        ("TARNBECK ROOFFING", "not quite the name"),
        ("SOMEONE ELSE T/A MERIDIAN HEALTHCARE", "only a trading name"),
        ("PRESTON CITY COUNCIL", None),
        ("REDACTED PERSONAL DATA", None),
        ("WHOLLY UNKNOWN LTD", None),
        ("TARNBROOK CVS", "could be any of 2"),  # and initials do not say which
        ("AGE UK FARNWICK LTD", "another legal form"),
        ("YARROW LIFEBOAT LTD", None),  # with a form it would be another body
        ("YARROW LIFEBOAT SOCIETY ENTERPRISES", None),
        ("OLDBECK HEALTHY LIVING CENTRE PRESTON", None),  # every town has one
        ("OLDMERE RIVER WATCH", "a body without one has nearly this name"),
        ("ST ALDGYTH HOSPICE", "letters differ"),  # and every saint many
        ("", None),
    ],
)
def test_nobody_is_taken_where_it_is_not_certain(
    registers: Registers, spelt: str, reason: str | None
) -> None:
    (found,) = matched(registers, spelt)
    assert found["rung"] is None
    assert found["number"] is None
    assert (found["reason"] or "") == "" if reason is None else reason in found["reason"]


@pytest.mark.parametrize(
    ("spelt", "number", "reason"),
    [
        ("BUSY OTTERS", None, "too few to tell it by"),  # or BUSY OTTERS NURSERIES LIMITED
        ("BUSY OTTERS LTD", "00000000", None),
        ("BUSY OTTERS OF YARROWMERE", "00000004", None),  # YARROWMERE is in no other name
        ("OTTERS HOSPICE", None, "need be no company"),
        ("OTTERS HOSPICE LTD", "00000001", None),
        ("BUSY HOSPICE", "00000002", None),  # a name without form, as it stands there
        ("QUIET FERRETS", "00000005", None),  # nobody calls another body's short name a CIC
    ],
)
def test_without_a_legal_form_few_words_are_no_evidence(
    crowded: Registers, spelt: str, number: str | None, reason: str | None
) -> None:
    (found,) = matched(crowded, spelt)
    assert found["number"] == number
    assert reason is None or reason in found["reason"]


def test_a_postcode_in_the_file_stands_for_a_legal_form(crowded: Registers) -> None:
    (found,) = matched(crowded, "BUSY OTTERS", postcode="pr1 0aa")
    assert found["number"] == "00000000"
    (found,) = matched(crowded, "BUSY OTTERS", postcode="PR1 9ZZ")
    assert found["number"] is None


def test_the_days_of_the_payments_are_respected(registers: Registers) -> None:
    early = {"first_paid": date(2007, 1, 1), "last_paid": date(2008, 1, 1)}
    late = {"first_paid": date(2026, 1, 1), "last_paid": date(2026, 2, 1)}
    before = {"first_paid": date(1985, 1, 1), "last_paid": date(1985, 2, 1)}
    (still_there,) = matched(registers, "BRACKENDALE CARE LTD", **early)
    assert still_there["number"] == "01000005", "of two that were there, the one that still is"
    (long_gone,) = matched(registers, "OLDFIELD SUPPORT LTD", **late)
    assert long_gone["rung"] is None
    assert "given up in 2019" in long_gone["reason"]
    (unborn,) = matched(registers, "TARNBECK ROOFING LTD", **before)
    assert unborn["rung"] is None
    assert "registered on 1 January 1990, after the last payment" in unborn["reason"]


def test_the_postcode_in_the_file_tells_two_of_one_name_apart(registers: Registers) -> None:
    (found,) = matched(registers, "OAKWELL CARE LTD", postcode="pr1 0aa")
    assert found["number"] == "01000019"


def test_a_number_is_held_against_the_name(registers: Registers) -> None:
    (right,) = matched(registers, "TARNBECK ROOFS", company_number="1000010")
    assert (right["number"], right["rung"]) == ("01000010", "number")
    (scottish,) = matched(registers, "Anchorstone", company_number="SC100020")
    assert scottish["identifier"] == "GB-COH-SC100020"
    (wrong,) = matched(registers, "ZZYX QUARRIES", company_number="01000010")
    assert wrong["rung"] is None
    assert "the number is that of TARNBECK ROOFING LIMITED" in wrong["reason"]
    (by_name,) = matched(registers, "KESTREL JOINERY LTD", company_number="01000010")
    assert (by_name["number"], by_name["rung"]) == ("01000003", "exact name")


def test_candidates_say_why_not(registers: Registers) -> None:
    found = candidates("MERIDIAN HEALTHCARE", registers)
    assert found["matched_name"].to_list()[0] == "MERIDIAN HEALTHCARE LIMITED"
    assert found["against"].to_list()[0] is None
    assert found.filter(pl.col("matched_name") != "MERIDIAN HEALTHCARE LIMITED")[
        "against"
    ].null_count() == 0  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(st.permutations(["MERIDIAN HEALTHCARE LTD", "TARNBECK ROOFFING LTD", "OAKWELL CARE LTD", "PENDLE THREAD CO"]))  # fmt: skip
def test_a_match_does_not_depend_on_the_payees_beside_it(
    registers: Registers, spelt: list[str]
) -> None:
    together = matched(registers, *spelt)
    alone = [matched(registers, one)[0] for one in spelt]
    assert [one["identifier"] for one in together] == [one["identifier"] for one in alone]
    assert [one["reason"] for one in together] == [one["reason"] for one in alone]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234567", "01234567"), ("01234567", "01234567"), (" sc 123456 ", "SC123456"), ("NI12345", "NI012345"),
        ("OC301234", "OC301234"), ("IP29627R", "IP29627R"), ("GB-COH-1", None), ("0", None), ("n/a", None),
        ("123456789", None), (None, None),
    ],
)  # fmt: skip
def test_company_numbers(written: str | None, number: str | None) -> None:
    assert pl.select(company_number(pl.lit(written, pl.String))).item() == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("1049226", "1049226"), ("SC012345", "SC012345"), ("1049226-1", "1049226"), ("12", None), (None, None)],
)  # fmt: skip
def test_charity_numbers(written: str | None, number: str | None) -> None:
    assert pl.select(charity_number(pl.lit(written, pl.String))).item() == number


def test_the_thresholds_can_be_read() -> None:
    assert {"former", "cut", "near", "number", "address"} <= thresholds().keys()
