"""Polygons that share their edges, as TopoJSON: each stretch of border is written once."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Point = tuple[int, int]
Line = tuple[Point, ...]


def topology(polygons: Mapping[str, Any], name: str, step: int, notes: Mapping[str, str]) -> str:
    """The text of a TopoJSON file.

    Args:
        polygons: code → polygon or multipolygon of a valid coverage, in metres.
        name: of the one collection in it.
        step: metres; every coordinate becomes a whole number of them.
        notes: foreign members that say what the file is.
    """
    rings = {code: list(_rings(shape, step)) for code, shape in sorted(polygons.items())}
    nodes = _nodes(ring for parts in rings.values() for part in parts for ring in part)
    arcs: dict[Line, int] = {}
    geometries = [
        {
            "type": "MultiPolygon",
            "id": code,
            "bbox": _extent(parts, step),
            "arcs": [[_cut(ring, nodes, arcs) for ring in part] for part in parts],
        }
        for code, parts in rings.items()
    ]
    head = {
        "type": "Topology",
        **notes,
        "transform": {"scale": [step, step], "translate": [0, 0]},
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}},
    }
    lines = ",\n".join(_compact(_differences(arc)) for arc in arcs)
    return f'{_compact(head)[:-1]},\n"arcs":[\n{lines}\n]}}\n'


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _rings(shape: Any, step: int) -> Iterator[list[Line]]:
    """Rings of each polygon in whole steps, the outer one first; the largest polygon first."""
    for polygon in sorted(shapely.get_parts(shape), key=lambda part: -part.area):
        rings = [
            _without_spikes(np.round(shapely.get_coordinates(ring) / step).astype(int).tolist())
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        if rings[0]:
            yield [ring for ring in rings if ring]


def _without_spikes(points: list[list[int]]) -> Line:
    """A closed ring, its last point left out, without what rounding folded onto itself."""
    kept: list[Point] = []
    for easting, northing in points[:-1]:
        kept.append((easting, northing))
        _unfold(kept)
    while len(kept) > 2 and (kept[0] == kept[-1] or kept[1] == kept[-1] or kept[0] == kept[-2]):
        if kept[0] == kept[-1]:
            kept.pop()
        elif kept[1] == kept[-1]:
            kept = kept[1:-1] if len(kept) > 3 else []
        else:
            kept = kept[:-2] if len(kept) > 3 else []
    return tuple(kept) if len(kept) > 2 else ()


def _unfold(line: list[Point]) -> None:
    while len(line) > 1 and line[-1] == line[-2]:
        line.pop()
    while len(line) > 2 and line[-1] == line[-3]:
        del line[-2:]


def _nodes(rings: Iterator[Line]) -> set[Point]:
    """Points where more than two stretches of border meet."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for at, point in enumerate(ring):
            beside[point] |= {ring[at - 1], ring[(at + 1) % len(ring)]}
    return {point for point, neighbours in beside.items() if len(neighbours) > 2}


def _cut(ring: Line, nodes: set[Point], arcs: dict[Line, int]) -> list[int]:
    """Numbers of the arcs that a ring is made of; ~number where one runs the other way."""
    cuts = [at for at, point in enumerate(ring) if point in nodes]
    start = cuts[0] if cuts else ring.index(min(ring))
    turned = ring[start:] + ring[:start] + (ring[start],)
    ends = [at for at, point in enumerate(turned) if point in nodes] if cuts else [0, len(ring)]
    numbers = []
    for first, last in pairwise(ends):
        arc = turned[first : last + 1]
        back = arc[::-1]
        if back in arcs:
            numbers.append(~arcs[back])
        else:
            numbers.append(arcs.setdefault(arc, len(arcs)))
    return numbers


def _differences(arc: Line) -> list[list[int]]:
    first, *_ = arc
    return [list(first), *([to[0] - at[0], to[1] - at[1]] for at, to in pairwise(arc))]


def _extent(parts: list[list[Line]], step: int) -> list[int]:
    points = np.array([point for part in parts for point in part[0]]) * step
    return [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()]
