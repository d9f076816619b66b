from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from line import LEEDS, PRESTON, table
from spendaudit.errors import InputError
from spendaudit.formulas import neutral
from spendaudit.suppliers.lists import SupplierList, read_supplier_list

if TYPE_CHECKING:
    from pathlib import Path


def list_of(folder: Path, text: str, encoding: str = "utf-8") -> SupplierList:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return read_supplier_list(path)


def said(found: SupplierList) -> list[tuple[str | None, ...]]:
    return found.entries.select("supplier", "supplier_id", "postcode").rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_in_the_encoding_that_a_spreadsheet_gives_it(
    tmp_path: Path, encoding: str
) -> None:
    found = list_of(tmp_path, "supplier,postcode\nCafé Blé,PR1 2RL\n", encoding)
    assert said(found) == [("Café Blé", None, PRESTON)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_list_may_have_another_delimiter(tmp_path: Path, mark: str) -> None:
    text = "\n".join(mark.join(row) for row in [("supplier", "postcode"), ("A Ltd", PRESTON)])
    assert said(list_of(tmp_path, text)) == [("A Ltd", None, PRESTON)]


def test_a_creditor_export_is_read_under_headings_of_its_own(tmp_path: Path) -> None:
    text = "As at 31 March\n\nVendor Name,Vendor No,Post Code,Balance\nA Ltd,7,PR1 2RL,12.00\n"
    assert said(list_of(tmp_path, text)) == [("A Ltd", "7", PRESTON)]


@pytest.mark.parametrize("title", ["Creditors", "Suppliers", "Supplier list"])
def test_a_title_above_the_heading_is_not_the_heading(tmp_path: Path, title: str) -> None:
    text = f"{title}\n\nVendor Name,Vendor No,Post Code,Balance\nA Ltd,7,PR1 2RL,12.00\n"
    assert said(list_of(tmp_path, text)) == [("A Ltd", "7", PRESTON)]


def test_a_bare_name_beside_a_postcode_is_the_supplier(tmp_path: Path) -> None:
    assert said(list_of(tmp_path, "Name,Postcode\nA Ltd,PR1 2RL\n")) == [("A Ltd", None, PRESTON)]


def test_a_proper_name_stands_beside_the_name_as_spelt(tmp_path: Path) -> None:
    found = list_of(tmp_path, "supplier,name,postcode\nA LTD - DD ONLY,A Limited,PR1 2RL\n")
    assert found.entries.select("supplier", "name").rows() == [("A LTD - DD ONLY", "A Limited")]


def test_rows_that_say_nothing_about_a_supplier_are_left_out(tmp_path: Path) -> None:
    found = list_of(tmp_path, "supplier,supplier_id,postcode\nA Ltd,1,\n,,\nB Ltd,2,PR1 2RL\n")
    assert said(found) == [("B Ltd", "2", PRESTON)]


def test_every_entry_keeps_its_line(tmp_path: Path) -> None:
    found = list_of(tmp_path, 'supplier,postcode\n"A\nLtd",PR1 2RL\n\nB Ltd,LS1 1UR\n')
    assert found.entries["line"].to_list() == [2, 5]


def test_the_same_postcode_twice_is_no_contradiction(tmp_path: Path) -> None:
    found = list_of(tmp_path, "supplier,postcode\nA Ltd,PR1 2RL\nA LIMITED,pr12rl\n")
    assert found.contradictions == ()
    assert found.entries.height == 2


def test_a_supplier_in_two_places_is_used_in_neither_and_named(tmp_path: Path) -> None:
    found = list_of(
        tmp_path, "supplier,postcode\nA Ltd,PR1 2RL\nB Ltd,PR1 2RL\nA LIMITED,LS1 1UR\n"
    )
    assert said(found) == [("B Ltd", None, PRESTON)]
    (sentence,) = found.contradictions
    assert "'A Ltd'" in sentence
    assert "lines 2, 4" in sentence


def test_an_id_in_two_places_is_used_in_neither_and_named(tmp_path: Path) -> None:
    found = list_of(tmp_path, "supplier_id,postcode\n1,PR1 2RL\n1,LS1 1UR\n2,PR1 2RL\n")
    assert said(found) == [(None, "2", PRESTON)]
    assert "'1'" in found.contradictions[0]


def test_two_accounts_of_one_supplier_in_two_places_are_told_apart_by_id(tmp_path: Path) -> None:
    found = list_of(tmp_path, "supplier,supplier_id,postcode\nA Ltd,1,PR1 2RL\nA Ltd,2,LS1 1UR\n")
    assert said(found) == [("A Ltd", "1", PRESTON), ("A Ltd", "2", LEEDS)]


@pytest.mark.parametrize("name", ["=1+1", "'=1+1", "+44 Ltd", "-5 Degrees", "@home", "''-x"])
def test_a_name_like_a_formula_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    found = read_supplier_list(
        table(tmp_path, [(neutral(name), PRESTON)], ("supplier", "postcode"), "list.csv")
    )
    assert found.entries["supplier"].to_list() == [name]


@pytest.mark.parametrize("text", ["town,postcode\nPreston,PR1 2RL\n", "a\nb\n", "A Ltd,PR1 2RL\n"])
def test_a_table_that_names_no_supplier_is_refused_with_the_way_to_one(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(InputError, match="no supplier list") as refused:
        list_of(tmp_path, text)
    assert "--unplaced -o todo.csv" in refused.value.try_next
    assert refused.value.details


def test_a_list_with_a_cell_longer_than_a_reader_takes_is_read_or_refused(tmp_path: Path) -> None:
    text = f'supplier,postcode\n"{"x" * 200_000}",PR1 2RL\nB Ltd,PR1 2RL\n'
    try:
        names = list_of(tmp_path, text).entries["supplier"].to_list()
    except InputError:
        return
    assert names[-1] == "B Ltd"


def test_a_list_with_an_unclosed_quote_loses_no_supplier_in_silence(tmp_path: Path) -> None:
    text = 'supplier,postcode\nA Ltd,PR1 2RL\n"B Ltd,PR1 2RL\nC Ltd,PR1 2RL\n'
    try:
        names = list_of(tmp_path, text).entries["supplier"].to_list()
    except InputError:
        return
    assert "C Ltd" in names


def test_the_list_of_the_sample_data_is_read_whole(sample: Path) -> None:
    found = read_supplier_list(sample / "suppliers.csv")
    rows = len((sample / "suppliers.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert found.entries.height == rows
    assert found.contradictions == ()
