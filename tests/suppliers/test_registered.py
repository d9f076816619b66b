"""Registers on the ladder of evidence: below the user's word and the file's, above the nation."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl
import pytest

from spendaudit.audit import Audit, Request, audit
from spendaudit.measures.suppliers import doubtful_first, suppliers_of
from spendaudit.registers.index import build
from spendaudit.suppliers.ladder import NOTHING, POSTCODE, PUBLIC_BODY, YOUR_LIST
from spendaudit.suppliers.registered import (
    BY_NAME,
    BY_NEAR_NAME,
    BY_NUMBER,
    BY_OTHER_NAME,
    doubt_in_general,
)

if TYPE_CHECKING:
    from pathlib import Path

# Made up; PR1 2HE lies in Preston, LS1 1UR in Leeds.
COMPANIES = (
    ("TARNBECK ROOFING LIMITED", "01000001", "PR1 2HE", ""),
    ("HALDANE SYSTEMS LIMITED", "01000002", "LS1 1UR", ""),
    ("NEW HORIZON SUPPORT LIMITED", "01000003", "PR1 2HE", "OLDFIELD SUPPORT LIMITED"),
    ("LANCASHIRE COUNTY COUNCIL LIMITED", "01000004", "PR1 8RJ", ""),
    ("BRAMWELL PRINT LIMITED", "01000005", "ZZ99 9ZZ", ""),
    ("KESWICK MOTORS LIMITED", "01000006", "PR1 2HE", ""),
    ("FENWAX RESCUE SOCIETY", "01000007", "PR1 2HE", ""),
    # All at one address, as a formation agent's customers are.
    *((f"WAXWELL {number} LIMITED", f"0200{number:03}9", "PR1 2HE", "") for number in range(110)),
)
PAYMENTS = (
    ("TARNBECK ROOFING LTD", "", "", "1000.00"),
    ("TARNBECK ROOFFING LTD", "", "", "200.00"),
    ("HALDANE SYSTEMS LTD", "PR1 2HE", "", "300.00"),
    ("OLDFIELD SUPPORT LTD", "", "", "400.00"),
    ("LANCASHIRE COUNTY COUNCIL", "", "", "5000.00"),
    ("BRAMWELL PRINT LTD", "", "", "60.00"),
    ("HALDANE SYSTEMS GMBH", "", "1000002", "70.00"),
    ("KESWICK MOTORS", "", "", "80.00"),
    ("NOBODY KNOWS LTD", "", "", "90.00"),
    ("WAXWELL 7 LTD", "", "", "50.00"),
    ("FENWAX RESCUE SOCIETY (PRESTON OFFICE)", "", "", "40.00"),
    ("S10442 : TARNBECK ROOFING LIMITED", "", "", "30.00"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("ladder")
    source = place / "BasicCompanyDataAsOneFile-2026-01-01.csv"
    with source.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(
            ["CompanyName", " CompanyNumber", "RegAddress.AddressLine1", "RegAddress.PostCode",
             "CompanyCategory", "CompanyStatus", "CountryOfOrigin", "DissolutionDate",
             "IncorporationDate", "Accounts.AccountCategory", "SICCode.SicText_1",
             "PreviousName_1.CONDATE", " PreviousName_1.CompanyName"]
        )  # fmt: skip
        for name, number, postcode, former in COMPANIES:
            rows.writerow(
                [name, number, f"{number[-1]} Made Up Street", postcode, "Private Limited Company",
                 "Active", "United Kingdom", "", "01/01/1990", "SMALL", "",
                 "01/06/2024" if former else "", former]
            )  # fmt: skip
    build([source], place / "kept")
    with (place / "spend.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["Date", "Supplier", "Supplier Postcode", "Company Number", "Amount"])
        for supplier, postcode, number, amount in PAYMENTS:
            rows.writerow(["02/01/2025", supplier, postcode, number, amount])
    return place


def audited(folder: Path, *lists: Path, registers: bool = True) -> Audit:
    return audit(
        Request(
            [folder / "spend.csv"],
            area="Preston",
            supplier_lists=lists,
            registers=folder / "kept",
            use_registers=registers,
        )
    )


@pytest.fixture(scope="module")
def found(folder: Path) -> Audit:
    return audited(folder)


def payee(audit: Audit, supplier: str) -> dict[str, object]:
    return audit.payees.filter(pl.col("supplier") == supplier).row(0, named=True)


@pytest.mark.parametrize(
    ("supplier", "rung", "tier", "doubt"),
    [
        ("TARNBECK ROOFING LTD", BY_NAME, "Preston", None),
        ("TARNBECK ROOFFING LTD", BY_NEAR_NAME, "Preston", "only nearly that of TARNBECK"),
        ("HALDANE SYSTEMS LTD", POSTCODE, "Preston", None),
        ("OLDFIELD SUPPORT LTD", BY_OTHER_NAME, "Preston", None),
        ("LANCASHIRE COUNTY COUNCIL", PUBLIC_BODY, "rest of Lancashire", None),
        ("BRAMWELL PRINT LTD", NOTHING, "not placed", None),
        ("HALDANE SYSTEMS GMBH", BY_NUMBER, "rest of England", None),
        ("KESWICK MOTORS", BY_NAME, "Preston", "gives no legal form"),
        ("NOBODY KNOWS LTD", NOTHING, "not placed", None),
        ("WAXWELL 7 LTD", BY_NAME, "Preston", "110 organisations share its registered address"),
        ("FENWAX RESCUE SOCIETY (PRESTON OFFICE)", BY_NEAR_NAME, "Preston", "in other words"),
        ("S10442 : TARNBECK ROOFING LIMITED", BY_NAME, "Preston", None),
    ],
)
def test_the_rung_that_holds(
    found: Audit, supplier: str, rung: str, tier: str, doubt: str | None
) -> None:
    one = payee(found, supplier)
    assert (one["placed_by"], one["tier"]) == (rung, tier)
    assert one["doubt"] is None if doubt is None else doubt in str(one["doubt"])


def test_the_evidence_is_kept_though_another_rung_places(found: Audit) -> None:
    assert payee(found, "HALDANE SYSTEMS LTD")["identifier"] == "GB-COH-01000002"
    assert payee(found, "LANCASHIRE COUNTY COUNCIL")["identifier"] is None
    assert (
        payee(found, "OLDFIELD SUPPORT LTD")["organisation_name"] == "NEW HORIZON SUPPORT LIMITED"
    )


def test_without_registers_nobody_is_placed_by_one(folder: Path) -> None:
    without = audited(folder, registers=False)
    assert payee(without, "TARNBECK ROOFING LTD")["placed_by"] == NOTHING
    assert without.payees["identifier"].null_count() == without.payees.height


def test_the_users_word_beats_the_register(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("supplier,postcode\nTARNBECK ROOFING LTD,LS1 1UR\n", encoding="utf-8")
    one = payee(audited(folder, mine), "TARNBECK ROOFING LTD")
    assert (one["placed_by"], one["tier"]) == (YOUR_LIST, "rest of England")


def test_suppliers_given_back_move_no_pound(folder: Path, found: Audit, tmp_path: Path) -> None:
    for number, table in enumerate((suppliers_of(found), doubtful_first(suppliers_of(found)))):
        given = tmp_path / f"{number}.csv"
        table.write_csv(given)
        back = audited(folder, given)
        assert _by_tier(back) == _by_tier(found)
        assert _doubtful(back) == _doubtful(found)


def test_the_doubtful_list_says_what_to_look_at(found: Audit) -> None:
    doubtful = doubtful_first(suppliers_of(found))
    assert doubtful["supplier"].to_list() == [
        "TARNBECK ROOFFING LTD",
        "KESWICK MOTORS",
        "WAXWELL 7 LTD",
        "FENWAX RESCUE SOCIETY (PRESTON OFFICE)",
    ]
    assert doubtful["postcode"].null_count() == 4
    assert set(doubtful["postcode_found"]) == {"PR1 2HE"}
    assert doubtful["organisation"].to_list() == [
        "TARNBECK ROOFING LIMITED",
        "KESWICK MOTORS LIMITED",
        "WAXWELL 7 LIMITED",
        "FENWAX RESCUE SOCIETY",
    ]


def _by_tier(audit: Audit) -> dict[str, int]:
    paid = audit.payments.select("payee", "pence").join(audit.payees, on="payee")
    return dict(paid.group_by("tier").agg(pl.col("pence").sum()).iter_rows())


def _doubtful(audit: Audit) -> int:
    paid = audit.payments.select("payee", "pence").join(audit.payees, on="payee")
    return int(paid.filter(pl.col("doubt").is_not_null())["pence"].sum())


def test_several_doubts_of_one_kind_are_one_caveat() -> None:
    doubts = pl.Series(
        "doubt",
        ["its name is only nearly that of A LTD", "its name is only nearly that of B LTD", "other"],
    )
    general = doubts.to_frame().select(doubt_in_general(pl.col("doubt")))["doubt"]
    assert general.to_list() == [
        "their names are only nearly those in a register",
        "their names are only nearly those in a register",
        "other",
    ]
