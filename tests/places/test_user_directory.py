from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from packing import rows_of, unpacked
from spendaudit.errors import DirectoryError
from spendaudit.places.directory import open_directory

if TYPE_CHECKING:
    from pathlib import Path

NEW = "pcd7,pcd8,pcds,east1m,north1m,lad25cd\n"
OLD = '"pcd","pcd2","pcds","oseast1m","osnrth1m","laua"\n'


def written(folder: Path, text: str, name: str = "NSPL_NOV_2025_UK.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_new_vintage(tmp_path: Path) -> None:
    file = written(tmp_path, NEW + "PR1 2RL,PR1  2RL,PR1 2RL,354029,429410,E07000123\n")
    said: list[str] = []
    opened = open_directory(file, said.append)
    assert rows_of(opened.postcodes) == [("PR12RL", "E07000123", False, 354029, 429410)]
    assert opened.edition == "NSPL_NOV_2025_UK.csv (2025 codes)"
    assert opened.source == "NSPL_NOV_2025_UK.csv"
    assert said == ["Reading the postcodes of NSPL_NOV_2025_UK.csv"]


def test_an_old_vintage_leads_abolished_districts_to_their_successors(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        OLD
        + '"LA141AA","LA14 1AA","LA14 1AA","319800","0469300","E07000027"\n'
        + '"JE2 4WD","JE2  4WD","JE2 4WD","","","L99999999"\n'
        + '"GIR 0AA","GIR  0AA","GIR 0AA","","",""\n',
        "NSPL_FEB_2016_UK.csv",
    )
    opened = open_directory(file)
    assert rows_of(opened.postcodes) == [
        ("GIR0AA", None, False, None, None),
        ("JE24WD", "L99999999", False, None, None),
        ("LA141AA", "E06000064", False, 319800, 469300),
    ]
    assert opened.notice == ""


def test_districts_newer_than_the_area_table_are_said(tmp_path: Path) -> None:
    file = written(tmp_path, NEW + "PR1 2RL,PR1  2RL,PR1 2RL,354029,429410,E06000099\n")
    opened = open_directory(file)
    assert opened.postcodes["district"].to_list() == [None]
    assert opened.notice == (
        "The area table does not have 1 of the district codes in the postcode file (E06000099); "
        "their postcodes have no district here."
    )


def test_the_archive_as_the_ons_publishes_it(tmp_path: Path) -> None:
    archive = tmp_path / "ONSPD_NOV_2025.zip"
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("Documents/LAD names.csv", "LAD25CD,LAD25NM\n")
        members.writestr("Data/multi_csv/ONSPD_NOV_2025_UK_PR.csv", NEW)
        members.writestr(
            "Data/ONSPD_NOV_2025_UK.csv", NEW + "PR1 2RL,,PR1 2RL,354029,429410,E07000123\n"
        )
    opened = open_directory(archive)
    assert opened.edition == "ONSPD_NOV_2025_UK.csv (2025 codes)"
    assert unpacked(opened.postcodes["key"]) == ["PR12RL"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "cannot be read as a postcode file"),
        ("name,amount\nSmith,1\n", "has no column for the postcode: expected one of pcds"),
        (
            "pcds,east1m,north1m\nPR1 2RL,1,1\n",
            "no column for the district: expected one of lad99cd",
        ),
        (NEW + "Smith,Smith,Smith,1,1,E07000123\n", "a postcode column without postcodes"),
        (NEW, "a postcode column without postcodes"),
        ("\x00\x01\x02\x03", "has no column for the postcode"),
    ],
)
def test_another_file_is_refused_with_what_was_expected(
    tmp_path: Path, text: str, found: str
) -> None:
    with pytest.raises(DirectoryError, match=found) as caught:
        open_directory(written(tmp_path, text))
    assert "geoportal.statistics.gov.uk" in caught.value.try_next


def test_an_archive_without_the_table_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "other.zip"
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("readme.txt", "")
    with pytest.raises(DirectoryError, match=r"holds 0 files named Data/…_UK\.csv"):
        open_directory(archive)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for nothing in (tmp_path, tmp_path / "nothing.csv"):
        with pytest.raises(DirectoryError, match="there is no postcode file"):
            open_directory(nothing)


@pytest.mark.parametrize(
    ("sample", "postcodes"), [("onspd-sample.csv", 8048), ("nspl-2016-sample.csv", 15)]
)
def test_real_rows_of_two_vintages(shared: Path, sample: str, postcodes: int) -> None:
    opened = open_directory(shared / "postcodes" / sample)
    assert opened.postcodes.height == postcodes
    assert opened.notice == ""
    aberdeen = ("AB10AA", "S12000033", False, 385386, 801193)
    assert aberdeen in rows_of(opened.postcodes)
