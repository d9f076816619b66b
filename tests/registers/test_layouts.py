"""Registers of which only the headings could be had, with made-up rows in their published form."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest

from registers.published import charities_as_text, charity, written
from spendaudit.errors import RegisterError
from spendaudit.registers.index import build
from spendaudit.registers.store import open_registers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from spendaudit.registers.store import Register

# Headings of the 2019 and 2025 exports as they are published, two of them with a blank before.
OSCR_2019 = [
    "Charity Number",
    "Charity Name",
    "Registered Date",
    "Known As",
    "Charity Status",
    "Notes",
    "Postcode",
    "Constitutional Form",
    "Previous Constitutional Form 1",
    "Geographical Spread",
    "Main Operating Location",
    "Purposes",
]
OSCR_2025 = [*OSCR_2019, "Date annual return received", " Next year end date"]
MUTUALS = [
    "Society Number",
    "Society Suffix",
    "Full Registation Number",
    "Society Name",
    "Registered As",
    "Society Address",
    "Registration Date",
    "Deregistration Date",
    "Registration Act",
    "Standard Industrial Classification Code (SIC)",
    "Reporting Classification",
    "Society Status",
]
SCOTLAND = [
    "CSNumber",
    "Combined_Service_",
    "CareService",
    "Subtype",
    "Service Type",
    "ServiceName",
    "Address_line_1",
    "Service_town",
    "Service_Postcode",
    "ManagerName",
    "SP_number",
    "ServiceProvider",
    "ServiceStatus",
    "DateReg",
]
OTHER_NAMES = [
    "date_of_extract",
    "organisation_number",
    "registered_charity_number",
    "linked_charity_number",
    "charity_name_id",
    "charity_name_type",
    "charity_name",
]


def table(headings: Sequence[str], *rows: Mapping[str, str]) -> str:
    """A CSV with those headings; blank where a row says nothing."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def kept(folder: Path, *paths: Path) -> Register:
    """The one register that files make."""
    build(paths, folder / "kept")
    (found,) = open_registers(folder / "kept").registers
    return found


def rows(register: Register, *columns: str) -> list[tuple[Any, ...]]:
    return register.organisations().select(columns).collect().rows()


def names(register: Register) -> list[tuple[Any, ...]]:
    found = register.names().select("organisation", "name", "kind", "until").collect()
    return [row for row in found.rows() if row[2] != "registered"]


@pytest.mark.parametrize("headings", [OSCR_2019, OSCR_2025])
def test_scottish_charities_with_those_that_were_removed(
    tmp_path: Path, headings: Sequence[str]
) -> None:
    there = {
        "Charity Number": "SC012345", "Charity Name": "Loch Made Up Trust", "Known As": "The Loch",
        "Registered Date": "02/03/2004", "Charity Status": "Active", "Postcode": "EH1 1AA",
        "Constitutional Form": "SCIO (Scottish Charitable Incorporated Organisation)",
        "Main Operating Location": "Highland", "Purposes": "'relief, of need','education'",
    }  # fmt: skip
    gone = {
        "Charity Number": "SC054321",
        "Charity Name": "Glen Made Up",
        "Registered Date": "2001-05-06",
    }
    paths = [
        written(tmp_path, "CharityExport-01-Sep-2026.csv", table(headings, there)),
        written(
            tmp_path,
            "CharityExport-Removed-01-Sep-2026.csv",
            table([*headings, "Ceased Date"], {**gone, "Ceased Date": "07/08/2019"}, there),
        ),
    ]
    register = kept(tmp_path, *paths)
    assert rows(register, "identifier", "name", "postcode", "from", "until", "council", "country") == [
        ("GB-SC-SC012345", "Loch Made Up Trust", "EH1 1AA", dt.date(2004, 3, 2), None, "Highland", "Scotland"),
        ("GB-SC-SC054321", "Glen Made Up", None, dt.date(2001, 5, 6), dt.date(2019, 8, 7), None, "Scotland"),
    ]  # fmt: skip
    assert names(register) == [(0, "The Loch", "trading", None)]
    assert register.edition == "1 September 2026"
    assert not register.presence
    assert [(one.reason, one.rows) for one in register.manifest.left_out] == [
        ("the same number again", 1)
    ]


def test_societies_with_their_postcodes_out_of_their_addresses(tmp_path: Path) -> None:
    said = {
        "Society Number": "29627", "Society Suffix": "R", "Full Registation Number": "29627R",
        "Society Name": "Made Up Co-operative Limited", "Registered As": "Co-operative Society",
        "Society Address": "1 Mill Street, Burnley, Lancashire, BB11 1AA", "Registration Date": "01/02/2003",
        "Society Status": "Registered",
    }  # fmt: skip
    gone = {
        "Society Number": "4002", "Full Registation Number": "4002", "Society Name": "Made Up Land Trüst Ltd",
        "Registered As": "Community Benefit Society", "Society Address": "The Old Hall, Ripon",
        "Registration Date": "2014-09-01", "Deregistration Date": "2020-10-11", "Society Status": "Deregistered",
    }  # fmt: skip
    text = table(MUTUALS, said, gone, said).encode("latin-1")
    register = kept(tmp_path, written(tmp_path, "SocietyList.csv", text))
    assert rows(register, "identifier", "name", "postcode", "form", "until") == [
        ("GB-MPR-29627R", "Made Up Co-operative Limited", "BB11 1AA", "Co-operative Society", None),
        ("GB-MPR-4002", "Made Up Land Trüst Ltd", None, "Community Benefit Society", dt.date(2020, 10, 11)),
    ]  # fmt: skip


@pytest.mark.parametrize("renamed", [{}, {"CSNumber": "CaseNumber", "ServiceProvider": "Service_Provider"}])  # fmt: skip
def test_care_services_in_scotland_under_either_headings(
    tmp_path: Path, renamed: Mapping[str, str]
) -> None:
    said = {
        "CSNumber": "CS2003000001", "CareService": "Care Home Service", "ServiceName": "Rowan Hoose Café",
        "Service_Postcode": "AB10 1AA", "ManagerName": "A Person", "ServiceProvider": "Made Up Care Ltd",
        "ServiceStatus": "Active", "DateReg": "01-Apr-02",
    }  # fmt: skip
    headings = [renamed.get(one, one) for one in SCOTLAND]
    row = {renamed.get(one, one): text for one, text in said.items()}
    text = b"\xef\xbb\xbf" + table(headings, row).encode("latin-1")
    register = kept(tmp_path, written(tmp_path, "MDSF_data_30_June_2026.csv", text))
    assert rows(register, "number", "name", "postcode", "from", "form") == [
        ("CS2003000001", "Rowan Hoose Café", "AB10 1AA", dt.date(2002, 4, 1), "Care Home Service")
    ]


def test_other_names_of_charities_come_from_their_own_table(tmp_path: Path) -> None:
    main = charities_as_text(
        charity("200051", "THE MADE UP INSTITUTE FOR DEAF PEOPLE"), charity("200052", "A TRUST")
    )
    said = {"date_of_extract": "2026-07-01 00:00:00.0000000", "linked_charity_number": "0"}
    other = [
        {**said, "registered_charity_number": "200051", "charity_name_type": "Working name", "charity_name": "HEARD"},
        {**said, "registered_charity_number": "200051", "charity_name_type": "Previous name", "charity_name": "OLD NAME"},
        {**said, "registered_charity_number": "200051", "linked_charity_number": "2", "charity_name": "A LINKED ONE"},
        {**said, "registered_charity_number": "999999", "charity_name_type": "Working name", "charity_name": "OF NOBODY"},
    ]  # fmt: skip
    lines = ["\t".join(OTHER_NAMES), *("\t".join(one.get(h, "") for h in OTHER_NAMES) for one in other)]  # fmt: skip
    charities = written(tmp_path, "publicextract.charity.txt", main)
    others = written(
        tmp_path,
        "publicextract.charity_other_names.txt",
        "\ufeff" + "".join(f"{line}\r\n" for line in lines),
    )
    register = kept(tmp_path, others, charities)
    assert (register.id, register.rows, register.manifest.names) == ("charity-commission", 2, 4)
    assert sorted(names(register)) == [
        (0, "HEARD", "trading", None),
        (0, "OLD NAME", "former", None),
    ]
    assert [one.name for one in register.manifest.files] == [charities.name, others.name]
    with pytest.raises(RegisterError) as refusal:
        build([others], tmp_path / "alone")
    assert "holds only other names" in refusal.value.found


def test_the_old_extract_of_charities_has_its_own_marks(tmp_path: Path) -> None:
    def row(number: str, linked: str, name: str, kind: str) -> str:
        cells = [number, linked, name, kind, "CONSTITUTION\r\nOF 1990", *[""] * 4, "A PERSON"]
        return "@**@".join([*cells, *[""] * 5, "BB5 1AA", "01234", ""])

    text = "*@@*".join(
        [
            row("200051", "0", 'THE "GOOD" CAFÉ, LTD', "R"),
            row("200051", "1", "A LINKED ONE", "R"),
            row("200052", "0", "GONE", "RM"),
            "",
        ]
    ).encode("cp1252")
    register = kept(tmp_path, written(tmp_path, "extract_charity.bcp", text))
    assert register.id == "charity-commission"
    assert rows(register, "identifier", "name", "postcode") == [
        ("GB-CHC-200051", 'THE "GOOD" CAFÉ, LTD', "BB5 1AA")
    ]
    assert sum(one.rows for one in register.manifest.left_out) == 2
    for content, sentence in (
        (text[:-30], "ends in the middle of a row"),
        (b"1@**@2@**@A NAME*@@*", "another table of the Charity Commission's old extract"),
    ):
        with pytest.raises(RegisterError) as refusal:
            build([written(tmp_path, "other.bcp", content)], tmp_path / "none")
        assert sentence in refusal.value.found
