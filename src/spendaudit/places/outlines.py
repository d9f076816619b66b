"""The outlines of districts and regions, on one grid for the whole United Kingdom, and who borders whom."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from spendaudit.places.area_table import TABLES, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

OUTLINES_LICENCE = (
    "Outlines: Office for National Statistics, National Records of Scotland and Northern Ireland "
    "Statistics and Research Agency, licensed under the Open Government Licence v3.0. Contains "
    "Ordnance Survey data and Land & Property Services data © Crown copyright and database right."
)
"""The attribution to show wherever an outline is drawn or a border decides a figure."""


class Box(NamedTuple):
    """A rectangle on the National Grid, in metres."""

    west: int
    south: int
    east: int
    north: int

    def meets(self, other: Box) -> bool:
        """Whether the two have a point in common."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def wider(self, by: int) -> Box:
        """The box with so many metres more on each side."""
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)


class Outline(NamedTuple):
    """The outline of a district or region.

    Attributes:
        code: its GSS code.
        polygons: the largest first; each is its rings, the outer one first and then the holes. A
            ring is (easting, northing) in metres on the National Grid, its first point not
            repeated. Neighbours have the points of their common border in common.
        extent: the rectangle around it.
    """

    code: str
    polygons: tuple[tuple[tuple[tuple[int, int], ...], ...], ...]
    extent: Box


class Border(NamedTuple):
    """Where a district meets another one.

    Attributes:
        district: GSS code of the other one.
        shared_m: metres of border that they share; 0 where tidal water lies between.
        water_m: metres of tidal water between them, up to 1,000; 0 where they share a border.
    """

    district: str
    shared_m: int
    water_m: int


def outline(code: str) -> Outline:
    """The outline of one district of today.

    Raises:
        KeyError: no district of the United Kingdom has this code.
    """
    return _districts().outline(code)


def outlines(codes: Iterable[str] | None = None, within: Box | None = None) -> tuple[Outline, ...]:
    """Outlines of districts, in the order of their codes.

    Args:
        codes: which districts; all 361 unless told.
        within: only those whose extent meets this box, as what is seen on a map of it.

    Raises:
        KeyError: no district of the United Kingdom has one of the codes.
    """
    kept = _districts()
    wanted = sorted(kept.extents if codes is None else set(codes))
    return tuple(
        kept.outline(code) for code in wanted if within is None or kept.extents[code].meets(within)
    )


def extent_of(codes: Iterable[str]) -> Box:
    """The rectangle around some districts.

    Raises:
        KeyError: no district of the United Kingdom has one of the codes.
        ValueError: there are no codes.
    """
    west, south, east, north = zip(*(_districts().extents[code] for code in codes), strict=True)
    return Box(min(west), min(south), max(east), max(north))


def region_outlines() -> tuple[Outline, ...]:
    """Coarse outlines of England's nine regions, Wales, Scotland and Northern Ireland, by code.

    Without islands under 30 square kilometres, and good to a kilometre or two: for a map of the
    whole country.
    """
    kept = _topology("regions")
    return tuple(kept.outline(code) for code in sorted(kept.extents))


@cache
def borders(code: str) -> tuple[Border, ...]:
    """Where a district meets others, by their code; empty for islands.

    The outlines end at high water, and the border of two districts on a tidal river lies in the
    river. So those that face each other across at most a kilometre of it are here too.
    """
    return tuple(sorted(_borders().get(code, ()), key=lambda border: border.district))


def bordering(code: str) -> tuple[str, ...]:
    """GSS codes of the districts that share a border on land with a district, sorted."""
    return tuple(border.district for border in borders(code) if border.shared_m)


@cache
def _borders() -> dict[str, list[Border]]:
    found: dict[str, list[Border]] = defaultdict(list)
    for row in table_rows("bordering.csv"):
        shared, water = int(row["shared_m"] or 0), int(row["water_m"] or 0)
        found[row["district"]].append(Border(row["other"], shared, water))
        found[row["other"]].append(Border(row["district"], shared, water))
    return found


class _Topology:
    """A TopoJSON file of the package, of which only what is asked for is unfolded."""

    def __init__(self, content: dict[str, Any], collection: str) -> None:
        geometries = content["objects"][collection]["geometries"]
        self._arcs: list[list[list[int]]] = content["arcs"]
        self._step: int = content["transform"]["scale"][0]
        self._rings = {geometry["id"]: geometry["arcs"] for geometry in geometries}
        self.extents = {geometry["id"]: Box(*geometry["bbox"]) for geometry in geometries}

    def outline(self, code: str) -> Outline:
        polygons = tuple(
            tuple(self._ring(arcs) for arcs in polygon) for polygon in self._rings[code]
        )
        return Outline(code, polygons, self.extents[code])

    def _ring(self, numbers: list[int]) -> tuple[tuple[int, int], ...]:
        # Each arc ends where the next begins, and the last where the first does.
        return tuple(point for number in numbers for point in self._arc(number)[:-1])

    def _arc(self, number: int) -> list[tuple[int, int]]:
        """The points of an arc; ~number is the same the other way, as TopoJSON has it."""
        eastings, northings = zip(*self._arcs[max(number, ~number)], strict=True)
        points = [
            (east * self._step, north * self._step)
            for east, north in zip(accumulate(eastings), accumulate(northings), strict=True)
        ]
        return points if number >= 0 else points[::-1]


def _districts() -> _Topology:
    return _topology("districts")


@cache
def _topology(collection: str) -> _Topology:
    text = (TABLES / f"{collection}.topojson").read_text(encoding="utf-8")
    return _Topology(json.loads(text), collection)
