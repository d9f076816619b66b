from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.places.grid import latitude_longitude, national_grid
from spendaudit.places.postcode_table import look_up

if TYPE_CHECKING:
    from spendaudit.places.directory import Directory

METRES_A_DEGREE = 111_200


def located(easting: float | None, northing: float | None, *, irish: bool) -> dict[str, float]:
    references = pl.DataFrame(
        {"easting": [easting], "northing": [northing], "irish": [irish]},
        schema={"easting": pl.Float64, "northing": pl.Float64, "irish": pl.Boolean},
    )
    point = latitude_longitude(pl.col("easting"), pl.col("northing"), pl.col("irish"))
    return references.select(point.struct.unnest()).row(0, named=True)


def on_national_grid(*, latitude: float | None, longitude: float | None) -> dict[str, float]:
    places = pl.DataFrame(
        {"latitude": [latitude], "longitude": [longitude]},
        schema={"latitude": pl.Float64, "longitude": pl.Float64},
    )
    metres = national_grid(pl.col("latitude"), pl.col("longitude"))
    return places.select(metres.struct.unnest()).row(0, named=True)


def metres_between(point: dict[str, float], latitude: float, longitude: float) -> float:
    north = (point["latitude"] - latitude) * METRES_A_DEGREE
    east = (point["longitude"] - longitude) * METRES_A_DEGREE * math.cos(math.radians(latitude))
    return math.hypot(north, east)


# Computed by pyproj, from the postcode directory's own grid references.
@pytest.mark.parametrize(
    ("key", "latitude", "longitude"),
    [
        ("SW1A1AA", 51.50101, -0.14159),
        ("PR12RL", 53.75989, -2.69870),
        ("ZE10HB", 60.15445, -1.14641),
        ("TR210LW", 49.91438, -6.31530),
        ("BT15GS", 54.59664, -5.93008),
    ],
)
def test_postcodes_from_scilly_to_shetland_and_belfast(
    directory: Directory, key: str, latitude: float, longitude: float
) -> None:
    row = look_up(pl.DataFrame({"key": [key]}), directory.postcodes).row(0, named=True)
    point = located(row["easting"], row["northing"], irish=key.startswith("BT"))
    assert metres_between(point, latitude, longitude) < 6


def test_the_worked_example_of_the_ordnance_survey() -> None:
    # Caister Water Tower, "A guide to coordinate systems in Great Britain", annex C: on the
    # Airy ellipsoid 52°39'27.2531"N 1°43'4.5177"E; on WGS84 52°39'28.723"N 1°42'57.787"E.
    point = located(651409.903, 313177.270, irish=False)
    assert metres_between(point, 52 + 39 / 60 + 28.723 / 3600, 1 + 42 / 60 + 57.787 / 3600) < 6


def test_a_missing_reference_has_no_point() -> None:
    assert located(None, 428_000, irish=False) == {"latitude": None, "longitude": None}
    assert located(None, None, irish=True) == {"latitude": None, "longitude": None}


@given(st.floats(0, 700_000), st.floats(0, 1_250_000))
def test_there_and_back_is_the_same_place(easting: float, northing: float) -> None:
    point = located(easting, northing, irish=False)
    back = on_national_grid(**point)
    assert back["easting"] == pytest.approx(easting, abs=0.05)
    assert back["northing"] == pytest.approx(northing, abs=0.05)


def test_northern_ireland_lies_west_of_scotland_on_the_national_grid() -> None:
    point = located(333_900, 374_000, irish=True)
    back = on_national_grid(**point)
    assert 140_000 < back["easting"] < 150_000
    assert 525_000 < back["northing"] < 535_000


def test_the_worked_example_of_the_ordnance_survey_backwards() -> None:
    back = on_national_grid(
        latitude=52 + 39 / 60 + 28.723 / 3600, longitude=1 + 42 / 60 + 57.787 / 3600
    )
    assert back["easting"] == pytest.approx(651409.903, abs=6)
    assert back["northing"] == pytest.approx(313177.270, abs=6)


def test_a_missing_place_has_no_reference() -> None:
    assert on_national_grid(latitude=None, longitude=-2) == {"easting": None, "northing": None}
