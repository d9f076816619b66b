from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.places.area_table import OUTSIDE_THE_UK, TABLES, districts
from spendaudit.places.grid import latitude_longitude, national_grid
from spendaudit.places.outlines import (
    Box,
    Outline,
    bordering,
    borders,
    extent_of,
    outline,
    outlines,
    region_outlines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spendaudit.places.directory import Directory

Point = tuple[int, int]

UK = sorted(set(districts()) - OUTSIDE_THE_UK)
CODES = {district.name: district.code for district in districts().values()}


def names(codes: tuple[str, ...]) -> set[str]:
    return {districts()[code].name for code in codes}


def edges(shape: Outline) -> Iterator[tuple[Point, Point]]:
    for polygon in shape.polygons:
        for ring in polygon:
            yield from pairwise((*ring, ring[0]))


def square_kilometres(shape: Outline) -> float:
    """By the shoelace formula; a hole takes off what it holds."""
    total = 0.0
    for outer, *holes in shape.polygons:
        total += _area(outer) - sum(_area(hole) for hole in holes)
    return total / 1e6


def _area(ring: tuple[Point, ...]) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise((*ring, ring[0])))) / 2


def test_every_district_of_the_united_kingdom_has_an_outline() -> None:
    assert len(UK) == 361
    assert [shape.code for shape in outlines()] == UK


@pytest.mark.parametrize("code", [*sorted(OUTSIDE_THE_UK), "E07000999", ""])
def test_what_is_no_district_of_the_united_kingdom_has_none(code: str) -> None:
    with pytest.raises(KeyError):
        outline(code)
    assert bordering(code) == ()


@pytest.fixture(scope="module")
def sampled(directory: Directory) -> pl.DataFrame:
    """20,000 postcodes, and as many of Northern Ireland, each with whether its district holds it."""
    placed = directory.postcodes.drop_nulls(["district", "easting", "northing"]).filter(
        ~pl.col("mail_centre")
    )
    irish = pl.col("district").cast(pl.String).str.starts_with("N")
    sample = pl.concat(
        [placed.sample(20_000, seed=361), placed.filter(irish).sample(20_000, seed=361)]
    ).with_row_index()
    degrees = latitude_longitude(pl.col("easting"), pl.col("northing"), irish)
    metres = national_grid(pl.col("latitude"), pl.col("longitude"))
    points = (
        sample.select("index", pl.col("district").cast(pl.String), degrees.struct.unnest())
        .with_columns(metres.struct.unnest())
        .drop("latitude", "longitude")
    )
    sides = pl.DataFrame(
        [(shape.code, *start, *end) for shape in outlines() for start, end in edges(shape)],
        schema=["district", "x", "y", "u", "v"],
        orient="row",
    )
    # A line to the west of the point crosses the outline an odd number of times if it is inside.
    northing = pl.col("northing")
    at = pl.col("x") + (northing - pl.col("y")) * (pl.col("u") - pl.col("x")) / (
        pl.col("v") - pl.col("y")
    )
    crossing = ((pl.col("y") > northing) != (pl.col("v") > northing)) & (at < pl.col("easting"))
    crossings = (
        points.lazy()
        .join(sides.lazy(), on="district")
        .filter(crossing)
        .group_by("index")
        .len("crossings")
        .collect()
    )
    inside = (pl.col("crossings").fill_null(0) % 2 == 1).alias("inside")
    return points.join(crossings, on="index", how="left").with_columns(inside)


def test_postcodes_lie_in_the_outline_of_their_district(sampled: pl.DataFrame) -> None:
    # Measured: 99.6%. The outlines of England and Wales are generalised to 200 m.
    assert sampled.head(20_000)["inside"].sum() >= 0.995 * 20_000


def test_so_do_those_of_northern_ireland_from_their_own_grid(sampled: pl.DataFrame) -> None:
    # Measured: 99.8%.
    assert sampled.tail(20_000)["inside"].sum() >= 0.995 * 20_000


# Square kilometres of land to high water: ONS, Standard Area Measurements, rounded.
@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Preston", 142),
        ("City of London", 2.9),
        ("Isles of Scilly", 16.4),
        ("Isle of Wight", 380),
        ("Powys", 5_180),
        ("Fermanagh and Omagh", 3_000),
    ],
)
def test_areas_are_those_that_are_published(name: str, area: float) -> None:
    assert square_kilometres(outline(CODES[name])) == pytest.approx(area, rel=0.05)


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Highland", 25_700),
        ("Orkney Islands", 990),
        ("Shetland Islands", 1_467),
        ("Na h-Eileanan Siar", 3_060),
        ("Glasgow City", 175),
    ],
)
def test_those_of_scotland_reach_low_water(name: str, area: float) -> None:
    assert area < square_kilometres(outline(CODES[name])) < area * 1.13


def test_no_district_is_empty_or_huge_and_all_are_as_large_as_the_country() -> None:
    areas = [square_kilometres(shape) for shape in outlines()]
    assert min(areas) > 2
    assert max(areas) < 27_000
    assert sum(areas) == pytest.approx(244_000, rel=0.01)


def test_an_extent_is_what_the_points_reach() -> None:
    for shape in outlines():
        points = [point for polygon in shape.polygons for ring in polygon for point in ring]
        assert shape.extent == Box(
            min(x for x, _ in points),
            min(y for _, y in points),
            max(x for x, _ in points),
            max(y for _, y in points),
        )
        assert all(x % 20 == 0 and y % 20 == 0 for x, y in points)


@pytest.fixture(scope="module")
def owners() -> dict[frozenset[Point], set[str]]:
    """Each stretch of border between two points, and the districts it belongs to."""
    found: dict[frozenset[Point], set[str]] = {}
    for shape in outlines():
        for edge in edges(shape):
            found.setdefault(frozenset(edge), set()).add(shape.code)
    return found


def test_no_stretch_of_border_belongs_to_three_districts(
    owners: dict[frozenset[Point], set[str]],
) -> None:
    assert max(len(codes) for codes in owners.values()) == 2


def test_neighbours_have_the_points_of_their_border_in_common(
    owners: dict[frozenset[Point], set[str]],
) -> None:
    together = {frozenset(codes) for codes in owners.values() if len(codes) == 2}
    told = {
        frozenset((code, border.district))
        for code in UK
        for border in borders(code)
        if border.shared_m
    }
    assert together <= told
    # What is shorter than a step of the grid may be rounded to a point.
    assert all(
        border.shared_m < 100
        for code in UK
        for border in borders(code)
        if border.shared_m and frozenset((code, border.district)) not in together
    )


@given(st.sampled_from(UK))
def test_who_borders_is_bordered(code: str) -> None:
    for border in borders(code):
        assert border.district != code
        assert (border.shared_m > 0) != (border.water_m > 0)
        back = {other.district: other for other in borders(border.district)}
        assert back[code].shared_m == border.shared_m
        assert back[code].water_m == border.water_m


@pytest.mark.parametrize(
    ("name", "neighbours"),
    [
        ("Preston", {"Fylde", "Ribble Valley", "South Ribble", "Wyre"}),
        ("Cambridge", {"South Cambridgeshire"}),
        (
            "City of London",
            {"Camden", "Hackney", "Islington", "Tower Hamlets", "Westminster"},
        ),
        ("Isle of Wight", set()),
        ("Isles of Scilly", set()),
        ("Orkney Islands", set()),
        ("Shetland Islands", set()),
        ("Na h-Eileanan Siar", set()),
        ("Scottish Borders", {
            "City of Edinburgh", "Cumberland", "Dumfries and Galloway", "East Lothian", "Midlothian", "Northumberland",
            "South Lanarkshire", "West Lothian",
        }),
        ("Belfast", {"Antrim and Newtownabbey", "Ards and North Down", "Lisburn and Castlereagh"}),
    ],
)  # fmt: skip
def test_neighbours_on_land(name: str, neighbours: set[str]) -> None:
    assert names(bordering(CODES[name])) == neighbours


def test_the_shortest_border_of_two_counties_is_nineteen_metres() -> None:
    # Northamptonshire and Lincolnshire meet for some twenty yards near Stamford.
    kesteven = CODES["South Kesteven"]
    (border,) = (b for b in borders(kesteven) if b.district == CODES["North Northamptonshire"])
    assert border.shared_m == 19


def test_boroughs_face_each_other_across_the_thames_and_no_one_the_isle_of_wight() -> None:
    water = {
        districts()[border.district].name: border.water_m
        for border in borders(CODES["Tower Hamlets"])
        if border.water_m
    }
    assert set(water) == {"Greenwich", "Lewisham", "Southwark"}
    assert all(100 < metres < 400 for metres in water.values())
    assert borders(CODES["Isle of Wight"]) == ()


def test_a_city_within_its_neighbour_is_a_hole_in_it() -> None:
    (ring,) = outline(CODES["Cambridge"]).polygons[0]
    _, hole = outline(CODES["South Cambridgeshire"]).polygons[0]
    assert set(hole) == set(ring)


def test_a_map_of_preston_shows_its_neighbours() -> None:
    home = extent_of([CODES["Preston"]])
    seen = {shape.code for shape in outlines(within=home.wider(2_000))}
    assert {CODES["Preston"], *bordering(CODES["Preston"])} <= seen
    assert len(seen) < 12
    assert extent_of(seen).meets(home)
    assert [shape.code for shape in outlines([CODES["Preston"]], within=home)] == ["E07000123"]
    assert outlines([CODES["Shetland Islands"]], within=home) == ()


def test_regions_are_those_of_the_table_and_coarse() -> None:
    found = region_outlines()
    of_table = {each.region or each.nation for code, each in districts().items() if code in UK}
    assert [shape.code for shape in found] == sorted(of_table)
    assert len(found) == 12
    assert sum(map(square_kilometres, found)) == pytest.approx(244_000, rel=0.02)
    assert sum(1 for shape in found for _ in edges(shape)) < 4_000


@pytest.mark.parametrize(("file", "limit"), [("districts", 600_000), ("regions", 40_000)])
def test_the_files_are_small_topojson_with_their_licence(file: str, limit: int) -> None:
    content = (TABLES / f"{file}.topojson").read_bytes()
    assert len(content) <= limit
    topology = json.loads(content)
    assert topology["type"] == "Topology"
    assert "Open Government Licence v3.0" in topology["licence"]
    used = {
        max(number, ~number)
        for geometry in topology["objects"][file]["geometries"]
        for polygon in geometry["arcs"]
        for ring in polygon
        for number in ring
    }
    assert used == set(range(len(topology["arcs"])))
