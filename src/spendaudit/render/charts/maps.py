"""Maps in the units of a drawing: outlines as paths, pounds as circles by their area."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.report.figures import pounds, share
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.report.details import Map, Ring, Shape

    _Place = Callable[[tuple[int, int]], tuple[int, int]]

LARGEST = 0.045
"""Radius of the largest circle, in parts of the drawing's longer side."""
SMALLEST = 2.0
LONGER_SIDE = 1000
NAME_HEIGHT = 27
"""Between what the style of the page has on wide pages and on telephones."""
LABEL_HEIGHT = 30
"""As the style of the page has it for the map of the country."""
WIDEST, THINNEST = 24.0, 1.5
"""Width of the flow of most pounds, and of those that are next to nothing."""
BEND = 0.16
"""How far a flow leaves the straight line, in parts of its length."""
_METRES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)


class Outlined(NamedTuple):
    """A district or region.

    Attributes:
        anchor: whether its name begins, ends or has its middle at x, y, so that it stays in sight.
        is_named: whether there is room for the name.
    """

    name: str
    path: str
    x: int
    y: int
    anchor: str
    is_named: bool


class Dot(NamedTuple):
    """Pounds at a point: a circle at home, elsewhere a diamond of the same area.

    Attributes:
        radius: of the circle.
        reach: from the middle of the diamond to each of its corners.
        text: what a reader is told who points at it.
        label: what stands beside it, in the middle of label_x and on label_y.
    """

    x: int
    y: int
    radius: float
    reach: float
    is_local: bool
    is_doubtful: bool
    text: str
    label: str
    label_x: int = 0
    label_y: int = 0


class Flow(NamedTuple):
    """Pounds that go from home to a spot: a curve whose width stands for them."""

    path: str
    width: float


class Size(NamedTuple):
    """A circle of the key, in the drawing's units."""

    radius: float
    label: str


class Drawing(NamedTuple):
    """A map in units of its own.

    Attributes:
        scale_bar: how long a round distance is, and its name.
        flows: curves from home to the spots elsewhere, where the map has an origin.
    """

    width: int
    height: int
    home: tuple[Outlined, ...]
    around: tuple[Outlined, ...]
    dots: tuple[Dot, ...]
    sizes: tuple[Size, ...]
    scale_bar: tuple[float, str]
    flows: tuple[Flow, ...] = ()


def drawing_of(chart: Map) -> Drawing:
    """Lay out a map so that its longer side is `LONGER_SIDE`, north at the top."""
    west, south, east, north = chart.extent
    metres = max(east - west, north - south, 1) / LONGER_SIDE
    width, height = math.ceil((east - west) / metres), math.ceil((north - south) / metres)

    def place(point: tuple[int, int]) -> tuple[int, int]:
        return round((point[0] - west) / metres), round((north - point[1]) / metres)

    names = _Names(width, height)
    home = tuple(names.outlined(shape, place) for shape in chart.home)
    around = tuple(names.outlined(shape, place) for shape in chart.around)
    largest = max((spot.amount for spot in chart.spots), default=Decimal())
    dots = []
    for spot in chart.spots:
        radius = _radius(spot.amount, largest)
        x, y = place(spot.at)
        told = f"{pounds(spot.amount)}{'' if spot.share is None else f', {share(spot.share)}'}"
        dots.append(
            Dot(
                x, y, radius, round(radius * math.sqrt(math.pi / 2), 1), spot.is_local,
                spot.is_doubtful, f"{shown(spot.name)}: {told}",
                "" if spot.share is None else share(spot.share),
            )
        )  # fmt: skip
    return Drawing(
        width=width,
        height=height,
        home=home,
        around=around,
        dots=_labelled(dots, width),
        sizes=_sizes(largest),
        scale_bar=_scale_bar(width * metres, metres),
        flows=() if chart.origin is None else _flows(chart, place(chart.origin), place),
    )


def _flows(chart: Map, origin: tuple[int, int], place: _Place) -> tuple[Flow, ...]:
    """A curve to each spot elsewhere, bent to its left so that opposite ones do not meet."""
    away = [spot for spot in chart.spots if not spot.is_local]
    largest = max((spot.amount for spot in away), default=Decimal())
    x, y = origin
    found = []
    for spot in away:
        to_x, to_y = place(spot.at)
        bend_x = (x + to_x) / 2 + (to_y - y) * BEND
        bend_y = (y + to_y) / 2 - (to_x - x) * BEND
        found.append(
            Flow(
                f"M{x},{y}Q{bend_x:.0f},{bend_y:.0f} {to_x},{to_y}",
                round(max(float(spot.amount / largest) * WIDEST, THINNEST), 1),
            )
        )
    return tuple(found)


class _Names:
    """Which names of districts have room on a map; those asked for first take it."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        # Where the scale stands.
        self._taken: list[tuple[float, float, float, float]] = [(0, 300, height - 60, height)]

    def outlined(self, shape: Shape, place: _Place) -> Outlined:
        """A shape with its name, if that has room."""
        name = shown(shape.name)
        x, y = place(shape.label_at)
        long = len(name) * NAME_HEIGHT * 0.56
        if x - long / 2 < 0:
            anchor, left = "start", float(x)
        elif x + long / 2 > self._width:
            anchor, left = "end", x - long
        else:
            anchor, left = "middle", x - long / 2
        box = (left, left + long, y - NAME_HEIGHT, y + NAME_HEIGHT * 0.3)
        inside = left >= 0 and box[1] <= self._width and box[2] >= 0 and box[3] <= self._height
        is_named = inside and not any(_meet(box, other) for other in self._taken)
        if is_named:
            self._taken.append(box)
        path = "".join(_path(ring, place) for ring in shape.rings)
        return Outlined(name, path, x, y, anchor, is_named)


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two boxes (left, right, top, bottom) have a point in common."""
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _labelled(dots: Sequence[Dot], width: int) -> tuple[Dot, ...]:
    """Give each label the first place around its dot that no other dot or label has taken."""
    taken = [(dot.x, dot.y, dot.reach, dot.reach) for dot in dots]
    found = []
    for dot in dots:
        if not dot.label:
            found.append(dot)
            continue
        half = len(dot.label) * LABEL_HEIGHT * 0.3
        beside = dot.reach + half + 6
        places = (
            (dot.x, dot.y + dot.reach + LABEL_HEIGHT * 0.6),
            (dot.x + beside, dot.y),
            (dot.x - beside, dot.y),
            (dot.x, dot.y - dot.reach - LABEL_HEIGHT * 0.6),
        )
        seen = [place for place in places if half <= place[0] <= width - half] or places
        free = [place for place in seen if not _is_taken(place, half, taken, dot)]
        x, y = (free or seen)[0]
        taken.append((round(x), round(y), half, LABEL_HEIGHT / 2))
        found.append(dot._replace(label_x=round(x), label_y=round(y + LABEL_HEIGHT * 0.35)))
    return tuple(found)


def _is_taken(
    place: tuple[float, float],
    half: float,
    taken: Sequence[tuple[int, int, float, float]],
    dot: Dot,
) -> bool:
    x, y = place
    return any(
        abs(x - other_x) < half + wide and abs(y - other_y) < LABEL_HEIGHT / 2 + high
        for other_x, other_y, wide, high in taken
        if (other_x, other_y) != (dot.x, dot.y)
    )


def _path(ring: Ring, place: _Place) -> str:
    """A ring as a path of steps; points that fall into one are one."""
    points: list[tuple[int, int]] = []
    for point in map(place, ring):
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < 3:
        return ""
    steps = "".join(
        _signed(x - before_x) + _signed(y - before_y)
        for (before_x, before_y), (x, y) in pairwise(points)
    )
    return f"M{points[0][0]},{points[0][1]}l{steps}z"


def _signed(number: int) -> str:
    """A number that parts itself from the one before it: -3, or a blank and 3."""
    return str(number) if number < 0 else f" {number}"


def _radius(amount: Decimal, largest: Decimal) -> float:
    part = math.sqrt(max(float(amount / largest), 0.0)) if largest > 0 else 0.0
    return round(max(LARGEST * LONGER_SIDE * part, SMALLEST), 1)


def _sizes(largest: Decimal) -> tuple[Size, ...]:
    """Two circles of round amounts, the larger the largest power of ten that is drawn."""
    if largest < 10:
        return ()
    power = Decimal(10) ** largest.adjusted()
    return tuple(
        Size(_radius(amount, largest), f"£{amount:,.0f}") for amount in (power, power / 10)
    )


def _scale_bar(room: float, metres: float) -> tuple[float, str]:
    """The longest round distance that takes no more than a quarter of the width."""
    fitting: Sequence[int] = [one for one in _METRES if one <= room / 4] or _METRES[:1]
    return round(fitting[-1] / metres, 1), f"{fitting[-1] // 1_000} km"
