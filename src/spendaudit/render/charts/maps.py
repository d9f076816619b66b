"""Maps in the units of a drawing: outlines as paths, pounds as circles by their area."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from spendaudit.report.figures import pounds, share
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.report.details import Map, Ring, Shape

LARGEST = 0.045
"""Radius of the largest circle, in parts of the drawing's longer side."""
SMALLEST = 2.0
LONGER_SIDE = 1000
_METRES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)


@dataclass(frozen=True, slots=True)
class Outlined:
    """A district or region; its name stands at x, y unless that is out of sight."""

    name: str
    path: str
    x: int
    y: int
    is_named: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """Pounds at a point: a circle at home, elsewhere a diamond of the same area.

    Attributes:
        radius: of the circle.
        reach: from the middle of the diamond to each of its corners.
        text: what a reader is told who points at it.
    """

    x: int
    y: int
    radius: float
    reach: float
    is_local: bool
    is_doubtful: bool
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Size:
    """A circle of the key, in the drawing's units."""

    radius: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map in units of its own.

    Attributes:
        scale_bar: how long a round distance is, and its name.
    """

    width: int
    height: int
    home: tuple[Outlined, ...]
    around: tuple[Outlined, ...]
    dots: tuple[Dot, ...]
    sizes: tuple[Size, ...]
    scale_bar: tuple[float, str]


def drawing_of(chart: Map) -> Drawing:
    """Lay out a map so that its longer side is `LONGER_SIDE`, north at the top."""
    west, south, east, north = chart.extent
    metres = max(east - west, north - south, 1) / LONGER_SIDE
    width, height = math.ceil((east - west) / metres), math.ceil((north - south) / metres)

    def place(point: tuple[int, int]) -> tuple[int, int]:
        return round((point[0] - west) / metres), round((north - point[1]) / metres)

    def outlined(shape: Shape) -> Outlined:
        x, y = place(shape.label_at)
        inside = 60 < x < width - 60 and 30 < y < height - 20
        path = "".join(_path(ring, place) for ring in shape.rings)
        return Outlined(shown(shape.name), path, x, y, inside)

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
        home=tuple(map(outlined, chart.home)),
        around=tuple(map(outlined, chart.around)),
        dots=tuple(dots),
        sizes=_sizes(largest),
        scale_bar=_scale_bar(width * metres, metres),
    )


def _path(ring: Ring, place: Callable[[tuple[int, int]], tuple[int, int]]) -> str:
    """A ring as a path of steps; points that fall into one are one."""
    points: list[tuple[int, int]] = []
    for point in map(place, ring):
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < 3:
        return ""
    steps = "".join(
        f"{x - before_x}{_signed(y - before_y)}" if not number else _step(x - before_x, y - before_y)
        for number, ((before_x, before_y), (x, y)) in enumerate(
            zip(points, points[1:], strict=False)
        )
    )
    return f"M{points[0][0]},{points[0][1]}l{steps}z"


def _step(x: int, y: int) -> str:
    return f"{_signed(x)}{_signed(y)}"


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
