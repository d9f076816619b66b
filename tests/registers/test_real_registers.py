"""Registers as they are published, or all of them that could be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spendaudit.errors import RegisterError
from spendaudit.registers.index import build
from spendaudit.registers.layouts import layouts, recognise
from spendaudit.registers.store import open_registers

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = {
    "companies-house-layout-sample.csv": ("companies-house", 87, 89, 0),
    "companies-house-lancashire-suppliers.csv": ("companies-house", 1155, 1155, 0),
    "ccni-charitydetails-2020-06-30.csv": ("ccni", 300, 300, 0),
    "coops-uk-open_data_organisations-2017.csv": ("co-operatives", 300, 539, 0),
    "nhs-ods-etr-2025.csv": ("nhs-etr", 273, 273, 0),
    "nhs-ods-epraccur.csv": ("nhs-epraccur", 300, 300, 0),
    "nhs-ods-eccg.csv": ("nhs-eccg", 320, 320, 0),
    "gias-edubasealldata-2017.csv": ("schools", 19, 19, 0),
    "gias-edubasealldata-2021.csv": ("schools", 2, 2, 0),
    "gias-edubasealldata-cp1252.csv": ("schools", 4, 4, 0),
    "gias-allgroupsdata.csv": ("school-groups", 4, 4, 0),
    "cqc-directory-2026-09.csv": ("care-locations", 2, 2, 0),
    "contracts-register-salford-2022-07.csv": ("contracts-salford-2022-07", 285, 285, 75),
    "rsh-registered-providers-derived.csv": ("housing-providers", 1612, 1612, 0),
    "charities-three-regulators-derived-ukcat.csv": (
        "charities-three-regulators-derived-ukcat",
        210,
        210,
        0,
    ),
}
"""File → id, organisations, names, rows left out. Counted with a spreadsheet's eyes: rows of the file."""


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_register_is_recognised_and_read_to_its_last_row(
    shared: Path, tmp_path: Path, name: str
) -> None:
    register, organisations, names, left_out = EXPECTED[name]
    (added,) = build([shared / "registers" / name], tmp_path)
    found = open_registers(tmp_path).called(register)
    assert found is not None
    assert (found.rows, found.manifest.names) == (organisations, names)
    assert found.organisations().collect().height == organisations
    assert found.names().collect().height == names
    assert sum(one.rows for one in added.manifest.left_out) == left_out
    frame = found.organisations().collect()
    assert frame["name"].null_count() == 0
    assert frame["organisation"].to_list() == list(range(organisations))


def test_postcodes_in_addresses_are_found(shared: Path, tmp_path: Path) -> None:
    build([shared / "registers" / "ccni-charitydetails-2020-06-30.csv"], tmp_path)
    found = open_registers(tmp_path).registers[0].organisations().collect()
    # One address ends in "Charity No Longer Operates"; two lack the blank inside their postcode.
    assert found["postcode"].null_count() == 1
    assert found["name"].str.contains("Fírinne").any()
    assert found["company_number"].drop_nulls().str.contains(r"^NI\d{6}$").all()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("fca-societylist.header-only.csv", "has the headings of Mutuals Public Register"),
        (
            "oscr-charityexport.header-only-2019.csv",
            "has the headings of Scottish Charity Register",
        ),
        (
            "oscr-charityexport.header-only-2025.csv",
            "has the headings of Scottish Charity Register",
        ),
        (
            "ccew-publicextract.charity.header-only.txt",
            "headings of Charity Commission for England",
        ),
        ("lga-contracts-schema.header-names.csv", "has the headings of A council's contracts"),
        ("lga-contracts-schema.header-titles.csv", "has the headings of A council's contracts"),
        ("care-inspectorate-scotland-mdsf.header-start-only.csv", "Care services in Scotland"),
        ("contracts-finder-notices-2020-09.csv", "is a list of notices from Contracts Finder"),
        ("360giving-trafford-grants.csv", "is a list of grants in the 360Giving standard"),
        ("gias-links.csv", "is the list of schools in their groups"),
        ("sic07_ch_condensed_list_en.csv", "is no register that spendaudit knows"),
        ("LAYOUTS.md", "hardly any postcode in it"),
    ],
)
def test_a_file_without_an_organisation_is_named_for_what_it_is(
    shared: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    with pytest.raises(RegisterError) as refusal:
        build([shared / "registers" / name], tmp_path)
    assert sentence in refusal.value.found


def test_no_published_spending_is_a_register(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "spend" / "hyndburn-bc").glob("*.csv"))[:3]:
        with pytest.raises(RegisterError):
            build([path], tmp_path)


def test_every_layout_can_be_told_apart_from_the_others() -> None:
    for layout in layouts():
        headings = [names[0] for names in layout.known_by]
        if headings and not layout.beside:
            assert recognise(headings) is layout


def test_no_layout_keeps_a_column_of_persons() -> None:
    personal = ("trustee", "head", "phone", "email", "manager", "contact name", "nominated")
    for layout in layouts():
        for meaning, headings in layout.columns.items():
            for heading in headings:
                assert not any(word in heading.lower() for word in personal), (layout.key, meaning)
