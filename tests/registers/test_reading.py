"""Published registers become organisations and names; what is left out is left out with a reason."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.published import (
    charities_as_json,
    charities_as_text,
    charity,
    companies,
    company,
    written,
)
from spendaudit.errors import InputError, RegisterError
from spendaudit.registers.columns import company_number, whole_name
from spendaudit.registers.frames import NAMES, ORGANISATIONS
from spendaudit.registers.index import build
from spendaudit.registers.rows import write_organisations
from spendaudit.registers.store import open_registers
from spendaudit.registers.tables import open_register

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.registers.store import Register

UMLAUT = company("CAFÉ MÜLLER LTD", "01234567")
RENAMED = company(
    "WYRE WORKS LIMITED",
    "07654321",
    **{
        "PreviousName_1.CONDATE": "05/06/2010",
        " PreviousName_1.CompanyName": "WYRE AND SONS LIMITED",
        "PreviousName_2.CONDATE": "07/08/2004",
        " PreviousName_2.CompanyName": "WYRE LTD",
    },
)


def added(folder: Path, *paths: Path) -> Register:
    """The one register that files make."""
    (one,) = build(paths, folder / "registers")
    found = open_registers(folder / "registers").called(one.manifest.id)
    assert found is not None
    return found


def organisations(register: Register) -> list[dict[str, object]]:
    return register.organisations().collect().to_dicts()


def test_a_company_has_what_the_register_says_of_it(tmp_path: Path) -> None:
    register = added(tmp_path, written(tmp_path, "c.csv", companies(UMLAUT)))
    assert register.organisations().collect().schema == {
        name: kind for name, (kind, _) in ORGANISATIONS.items()
    }
    assert organisations(register) == [
        {
            "organisation": 0,
            "register": "companies-house",
            "identifier": "GB-COH-01234567",
            "number": "01234567",
            "name": "CAFÉ MÜLLER LTD",
            "postcode": "PR1 2RL",
            "country": None,
            "status": "Active",
            "from": dt.date(2003, 2, 1),
            "until": None,
            "form": "Private Limited Company",
            "sic": "62020",
            "accounts": "MICRO ENTITY",
            "company_number": None,
            "charity_number": None,
            "parent": None,
            "council": None,
        }
    ]


def test_former_names_keep_the_day_on_which_they_ended(tmp_path: Path) -> None:
    register = added(tmp_path, written(tmp_path, "c.csv", companies(UMLAUT, RENAMED)))
    names = register.names().collect()
    assert names.schema == {name: kind for name, (kind, _) in NAMES.items()}
    assert names.select("organisation", "name", "kind", "until", "key", "form_key").rows() == [
        (0, "CAFÉ MÜLLER LTD", "registered", None, "CAFE MULLER", "LTD"),
        (1, "WYRE WORKS LIMITED", "registered", None, "WYRE WORKS", "LTD"),
        (1, "WYRE AND SONS LIMITED", "former", dt.date(2010, 6, 5), "WYRE AND SONS", "LTD"),
        (1, "WYRE LTD", "former", dt.date(2004, 8, 7), "WYRE", "LTD"),
    ]


def packed(name: str, content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, content)
    return archive.getvalue()


def test_packed_or_not_a_register_is_the_same(tmp_path: Path) -> None:
    content = companies(UMLAUT, RENAMED)
    bare = organisations(added(tmp_path, written(tmp_path, "c.csv", content)))
    zipped = written(tmp_path, "c.zip", packed("c.csv", content))
    assert organisations(added(tmp_path, zipped)) == bare
    assert organisations(added(tmp_path, written(tmp_path, "g.gz", gzip.compress(content)))) == bare
    windows = written(tmp_path, "w.csv", content.decode().encode("cp1252"))
    assert organisations(added(tmp_path, windows)) == bare


def test_parts_are_one_register_and_a_lacking_one_is_told(tmp_path: Path) -> None:
    parts = [
        written(tmp_path, f"BasicCompanyData-2026-11-01-part{number}_3.csv", companies(row))
        for number, row in ((3, RENAMED), (1, UMLAUT))
    ]
    register = added(tmp_path, *parts)
    assert [one["name"] for one in organisations(register)] == [
        "CAFÉ MÜLLER LTD",
        "WYRE WORKS LIMITED",
    ]
    assert register.names().filter(pl.col("organisation") == 1).collect().height == 3
    assert register.edition == "1 November 2026"
    assert register.manifest.notices == (
        "1 of its 3 parts was not given (2): what they hold is not found",
    )


@pytest.mark.parametrize("write", [charities_as_text, charities_as_json])
def test_charities_as_text_and_as_json_are_the_same(tmp_path: Path, write: object) -> None:
    assert callable(write)
    content = write(
        charity("200051", 'THE "GOOD" SHEPHERD', charity_company_registration_number="2534145"),
        charity("200051", "A PARISH", linked_charity_number="1"),
        charity(
            "200052",
            "A TRUST",
            charity_registration_status="Removed",
            date_of_removal="2019-04-05 00:00:00.0000000",
        ),
    )
    register = added(tmp_path, written(tmp_path, "publicextract.charity.txt", content))
    found = organisations(register)
    assert [(one["identifier"], one["name"], one["company_number"]) for one in found] == [
        ("GB-CHC-200051", 'THE "GOOD" SHEPHERD', "02534145"),
        ("GB-CHC-200052", "A TRUST", None),
    ]
    assert found[1]["until"] == dt.date(2019, 4, 5)
    assert register.edition == "1 July 2026"
    assert not register.presence
    (left,) = register.manifest.left_out
    assert (left.rows, left.reason) == (
        1,
        "a linked charity, which shares the number of its main one",
    )


def test_a_line_that_is_broken_inside_a_charity_is_mended(tmp_path: Path) -> None:
    content = charities_as_text(
        charity("200051", "FIRST", charity_activities="meals"), charity("200052", "SECOND")
    )
    broken = content.replace(b"FIRST", b"FIR\r\nST")
    found = organisations(added(tmp_path, written(tmp_path, "c.txt", broken)))
    assert [one["name"] for one in found] == ["FIR ST", "SECOND"]


def test_no_personal_column_is_kept(tmp_path: Path) -> None:
    content = charities_as_text(charity("200051", "FIRST"))
    build([written(tmp_path, "c.txt", content)], tmp_path / "registers")
    for table in (tmp_path / "registers").rglob("*.parquet"):
        cells = pl.read_parquet(table).select(pl.col(pl.String)).to_dicts()
        assert "01234 567890" not in str(cells)
    for table in (tmp_path / "registers").rglob("*.arrow"):
        assert not pl.scan_ipc(table).select(pl.col(pl.String)).collect_schema()


def test_what_cannot_be_an_organisation_is_left_out_with_its_line(tmp_path: Path) -> None:
    content = companies(
        UMLAUT,
        company("  ", "00000001"),
        company("ODD NUMBER LTD", "12"),
        company("MYSTERY LTD", "00000003", DissolutionDate="soon"),
        company("NO COMPANY NUMBER LTD", "SC12"),
    )
    path = written(tmp_path, "c.csv", content + b'"CUT OFF LTD","0000')
    register = added(tmp_path, path)
    assert [one["name"] for one in organisations(register)] == ["CAFÉ MÜLLER LTD", "ODD NUMBER LTD"]
    assert {left.reason: (left.rows, left.first) for left in register.manifest.left_out} == {
        "it has no name, or one that is longer than any": (1, f"{path}, line 3"),
        "the day on which it closed cannot be read": (1, f"{path}, line 5"),
        "its number is none of this register": (1, f"{path}, line 6"),
        "the row has fewer cells than there are headings: it may be cut off": (
            1,
            f"{path}, line 7",
        ),
    }


def test_an_unclosed_quote_swallows_no_company(tmp_path: Path) -> None:
    content = companies(UMLAUT, company("QUOTED LTD", "00000001"), RENAMED)
    path = written(tmp_path, "c.csv", content.replace(b'"QUOTED LTD"', b'"QUOTED LTD'))
    register = added(tmp_path, path)
    names = [one["name"] for one in organisations(register)]
    assert "CAFÉ MÜLLER LTD" in names
    assert "WYRE WORKS LIMITED" in names
    assert len(names) + sum(left.rows for left in register.manifest.left_out) == 3


def test_a_large_text_is_read_as_a_small_one_is(tmp_path: Path) -> None:
    """Large texts are taken for UTF-8 first; what that finds, and what it falls back to, is equal."""
    for name, content in (
        ("plain", companies(UMLAUT, RENAMED)),
        ("windows", companies(RENAMED, UMLAUT).decode().encode("cp1252")),
    ):
        path = written(tmp_path, f"{name}.csv", content)
        frames = []
        for large in (0, 1 << 40):
            with open_register(path, large=large) as table:
                assert table.proved == (large > 0 or name == "windows")
                target = tmp_path / "organisations.parquet"
                assert write_organisations([table], target, tmp_path).rows == 2
                frames.append(pl.read_parquet(target))
        kept = [name for name in frames[0].columns if name in frames[1].columns]
        assert frames[0].select(kept).equals(frames[1].select(kept))


def test_a_late_byte_that_is_no_utf8_is_noticed_in_a_large_text(tmp_path: Path) -> None:
    rows = [company(f"COMPANY {number} LTD", f"{number:08}") for number in range(4000)]
    content = companies(*rows) + companies(UMLAUT).partition(b"\r\n")[2].decode().encode("cp1252")
    path = written(tmp_path, "c.csv", content)
    with open_register(path, large=0) as table:
        assert not table.proved
        target = tmp_path / "organisations.parquet"
        assert write_organisations([table], target, tmp_path).rows == 4001
    assert pl.scan_parquet(target).select(whole_name()).collect()["name"][-1] == "CAFÉ MÜLLER LTD"


def test_a_contracts_register_has_each_supplier_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "contracts-register-wyre.csv",
        "ï»¿Contract Title,Supplier Company Name,Supplier Postcode,Start Date,End Date,Company Number\n"
        "Roads,Wyre Works Ltd,FY5 1AA,2022-01-01,2023-01-01,7654321\n"
        "Paths,WYRE WORKS LTD,fy5 1aa,2022-01-01,2023-01-01,07654321\n"
        "Bins,Fylde Co-op,Various,2022-01-01,2023-01-01,IP29627R\n",
    )
    register = added(tmp_path, path)
    assert register.id == "contracts-wyre"
    found = [
        (one["name"], one["postcode"], one["company_number"]) for one in organisations(register)
    ]
    assert found == [("Wyre Works Ltd", "FY5 1AA", "07654321"), ("Fylde Co-op", None, "IP29627R")]


def test_one_file_of_the_care_register_has_locations_and_providers(tmp_path: Path) -> None:
    headings = (
        "Location ID,Location Name,Location Postal Code,Location HSCA start date,"
        "Location Primary Inspection Category,Provider ID,Provider Name,Provider Postal Code,"
        "Provider Companies House Number\n"
    )
    rows = (
        "1-2,Rose House,BB5 1AA,01/10/2010,Care home,1-1,Made Up Care Ltd,M1 1AA,1234567\n"
        "1-3,Lily House,BB5 2AA,01/10/2010,Care home,1-1,Made Up Care Ltd,M1 1AA,1234567\n"
    )
    path = written(tmp_path, "HSCA.csv", f"HSCA Active Locations,,,,,,,,\n{headings}{rows}")
    build([path], tmp_path / "registers")
    registers = open_registers(tmp_path / "registers")
    assert [(one.id, one.rows) for one in registers.registers] == [
        ("care-locations", 2),
        ("care-providers", 1),
    ]
    locations, providers = (organisations(one) for one in registers.registers)
    assert {one["parent"] for one in locations} == {"care-providers:1-1"}
    assert providers[0]["company_number"] == "01234567"


def test_any_list_with_names_and_postcodes_is_called_as_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, "My Suppliers.csv", "Name,Postcode\nA Firm,PR1 2RL\nAnother,PR2 2RL\n")
    assert added(tmp_path, path).id == "my-suppliers"
    path = written(tmp_path, "oscr.csv", "Name,Postcode\nA Firm,PR1 2RL\n")
    assert added(tmp_path, path).id == "list-oscr"


@pytest.mark.parametrize(
    ("written_number", "number"),
    [
        ("2534145", "02534145"),
        (" 02510791 ", "02510791"),
        ("SC 12345", "SC012345"),
        ("IP29627R", "IP29627R"),
        ("RC000666", "RC000666"),
        ("0", None),
        ("00000000", None),
        ("31552R", None),
        ("GBML4119704", None),
        ("CHA1049226", None),
        ("1234567\n7654321", None),
        ("n/a", None),
    ],
)
def test_a_company_number_gets_its_zeros_back_or_is_none(
    written_number: str, number: str | None
) -> None:
    frame = pl.DataFrame({"number": [written_number]})
    assert frame.select(company_number(pl.col("number"))).item() == number


@given(st.text(max_size=12))
def test_a_company_number_has_eight_characters_or_is_none(text: str) -> None:
    found = pl.DataFrame({"n": [text]}).select(company_number(pl.col("n")).alias("n"))
    number = found.item()
    assert number is None or len(number) == 8
    if number is not None:
        assert found.select(company_number(pl.col("n"))).item() == number


REFUSED = {
    "empty": ("c.csv", b"", "is empty"),
    "missing column": (
        "c.csv",
        companies(UMLAUT).replace(b"RegAddress.PostCode", b"Post"),
        "looks like Companies House, basic company data, but lacks the column RegAddress.PostCode",
    ),
    "no organisation": ("c.csv", companies(), "and no organisation"),
    "spending": (
        "c.csv",
        b"Date,Supplier,Postcode,Amount\n01/02/2024,A Firm,PR1 2RL,12.50\n",
        "is published spending, not a register",
    ),
    "trustees": (
        "c.csv",
        b"date_of_extract,registered_charity_number,linked_charity_number,trustee_id\n2026,1,0,2\n",
        "it holds the names of persons",
    ),
    "another table": ("c.csv", b"SIC Code,Description\n01110,Growing\n", "is no register"),
    "prose": ("c.csv", b"Name,Postcode\nsome,words\nand,more\n", "hardly any postcode in it"),
    "cut-off JSON": (
        "c.json",
        charities_as_json(charity("1", "A"))[:-40],
        "is JSON that is cut off",
    ),
    "cut-off zip": (
        "c.zip",
        packed("c.csv", companies(UMLAUT) * 40)[:-400],
        "is a damaged zip archive",
    ),
    "cut-off gzip": ("c.gz", gzip.compress(companies(UMLAUT) * 40)[:-30], "is a damaged gzip file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_register_is_refused_by_what_it_is(tmp_path: Path, case: str) -> None:
    name, content, sentence = REFUSED[case]
    path = written(tmp_path, name, content)
    with pytest.raises((RegisterError, InputError)) as refusal:
        build([path], tmp_path / "registers")
    assert sentence in refusal.value.found
    assert str(path) in refusal.value.found
    assert refusal.value.try_next
    assert not list((tmp_path / "registers").glob("*")) or not open_registers(
        tmp_path / "registers"
    )


def test_nothing_is_kept_unless_every_file_can_be_read(tmp_path: Path) -> None:
    good = written(tmp_path, "c.csv", companies(UMLAUT))
    bad = written(tmp_path, "bad.csv", "a,b\n1,2\n")
    with pytest.raises(RegisterError):
        build([good, bad], tmp_path / "registers")
    assert not (tmp_path / "registers").exists()


def test_addresses_that_many_share_are_counted(tmp_path: Path) -> None:
    many = [company(f"COMPANY {number} LTD", f"{number:08}") for number in range(60)]
    few = company("ELSEWHERE LTD", "99999999", **{"RegAddress.PostCode": "PR2 1AA"})
    register = added(tmp_path, written(tmp_path, "c.csv", companies(*many, few)))
    shared_by = register.addresses().collect()
    assert shared_by["organisation"].to_list() == list(range(60))
    assert shared_by["at_address"].unique().to_list() == [60]
