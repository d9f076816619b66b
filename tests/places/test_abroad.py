from __future__ import annotations

import csv
import math
import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

from spendaudit.places.abroad import (
    FIELDS,
    data_file,
    distances_km,
    foreign_points,
    outward_points,
)
from spendaudit.places.area_table import table_rows
from spendaudit.places.postcodes import place_postcodes

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.places.directory import Directory

PRESTON = "GB\tPR1\tPreston\tEngland\tENG\tLancashire\t\t\t\t53.76\t-2.71\t4\n"
ASHTON = "GB\tPR1\tAshton\tEngland\tENG\tLancashire\t\t\t\t53.78\t-2.73\t4\n"


@pytest.fixture
def geonames(tmp_path: Path) -> Path:
    folder = tmp_path / "geonames"
    folder.mkdir()
    (folder / "GB.txt").write_text(PRESTON + ASHTON, encoding="utf-8")
    return folder


def test_without_data_there_is_a_hint_and_no_network() -> None:
    points, hint = outward_points(pl.Series(["PR1"]))
    assert points.is_empty()
    assert hint.startswith("Coordinates in GB need the GeoNames file GB.txt")
    assert data_file("GB") is None


def test_a_file_as_geonames_publishes_it(geonames: Path) -> None:
    points, hint = outward_points(pl.Series(["PR1", "PR1", "ZZ9", "", None]), geonames)
    assert hint == ""
    assert points.select("code", pl.col("latitude", "longitude").round(6)).rows() == [
        ("PR1", 53.77, -2.72)
    ]
    assert [file.name for file in geonames.iterdir()] == ["GB.txt"]


def test_a_file_as_pgeocode_keeps_it(geonames: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [line.split("\t") for line in (PRESTON + ASHTON).splitlines()]
    with (geonames / "GB.txt").open("w", encoding="utf-8", newline="") as kept:
        csv.writer(kept).writerows([list(FIELDS), *rows])
    monkeypatch.setenv("PGEOCODE_DATA_DIR", str(geonames))
    points, hint = outward_points(pl.Series(["PR1"]))
    assert hint == ""
    assert points["latitude"].round(6).to_list() == [53.77]


def test_another_file_of_that_name_is_a_hint(geonames: Path) -> None:
    (geonames / "GB.txt").write_text("name,amount\nSmith,1\n", encoding="utf-8")
    points, hint = outward_points(pl.Series(["PR1"]), geonames)
    assert points.is_empty()
    assert "could not be read as a GeoNames file" in hint


def test_nothing_asked_is_nothing_found(geonames: Path) -> None:
    assert foreign_points("GB", pl.Series(["", None], dtype=pl.String), geonames)[1] == ""


def test_places_abroad_from_real_geonames_files(directory: Directory, shared: Path) -> None:
    texts = ["F12 X9Y7", "1012 AB", "MA 02110", "IM1 1AA", "JE2 4WD", "GY1 1AA", "PR1", "F-75001"]
    places = place_postcodes(pl.Series(texts), directory, shared / "geonames")
    points = places.select(pl.col("latitude", "longitude").round(1)).rows()
    assert points == [
        (53.8, -8.9),
        (52.4, 4.9),
        (42.4, -71.1),
        (54.2, -4.5),
        (49.2, -2.1),
        (49.4, -2.6),
        (53.8, -2.7),
        (None, None),  # France is recognised, but there is no file for it
    ]


def test_our_eircodes_are_those_that_geonames_knows(shared: Path) -> None:
    pattern = next(row for row in table_rows("foreign_postcodes.csv") if row["iso"] == "IE")
    with (shared / "geonames" / "IE.txt").open(encoding="utf-8") as lines:
        keys = {line.split("\t")[1] for line in lines}
    assert [key for key in sorted(keys) if not re.match(pattern["pattern"], f"{key} A1B2")] == []


def test_distances_are_great_circles_in_kilometres() -> None:
    points = pl.DataFrame(
        {"latitude": [51.50101, 53.75989, None], "longitude": [-0.14159, -2.69870, -2.0]}
    )
    # Buckingham Palace from Preston, by the spherical law of cosines on the same radius.
    here, there = (math.radians(53.75989), math.radians(51.50101))
    across = math.radians(2.69870 - 0.14159)
    angle = math.sin(here) * math.sin(there) + math.cos(here) * math.cos(there) * math.cos(across)
    expected = round(math.acos(angle) * 6371, 1)
    assert distances_km(points, 53.75989, -2.69870).to_list() == [expected, 0.0, None]
