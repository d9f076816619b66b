"""Where the money went as maps: home with its neighbours and suppliers, and the country by region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import pounds, share, sum_of
from spendaudit.places.area_table import OUTSIDE_THE_UK, areas
from spendaudit.places.grid import national_grid
from spendaudit.places.outlines import borders, extent_of, outlines, region_outlines
from spendaudit.places.tiers import ABROAD, NOT_PLACED
from spendaudit.report.details import Map, Shape, Spot
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.regions import NO_ONE_REGION, region_code, regions
from spendaudit.report.values import Cell, Column, Kind, Table
from spendaudit.suppliers.ladder import PUBLIC_BODY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spendaudit.audit import Audit
    from spendaudit.places.areas import Area
    from spendaudit.places.outlines import Box, Outline
    from spendaudit.report.details import Ring

MOST_SPOTS = 300
MOST_DISTRICTS = 60
"""A home area of more, such as a nation, is on the map of the country alone."""
MARGIN = 0.12
"""Parts of the home area's larger side that are seen around it."""

_COLUMNS = (
    Column("supplier", "Supplier", Kind.TEXT),
    Column("tier", "where", Kind.TEXT),
    Column("amount", "£", Kind.MONEY),
)


def map_around(audit: Audit) -> Map | None:
    """The home area with what borders it, and its suppliers where their postcodes lie.

    A supplier that was placed without a postcode, such as a public body by its name, has no point.
    Suppliers of whom more was taken back than paid have none either.
    """
    home = [code for code in audit.area.districts if code not in OUTSIDE_THE_UK]
    if not home or len(home) > MOST_DISTRICTS:
        return None
    extent = extent_of(home)
    extent = extent.wider(int(MARGIN * max(extent.east - extent.west, extent.north - extent.south)))
    beside = {border.district for code in home for border in borders(code)} - set(home)
    seen = {one.code for one in outlines(within=extent)} | beside
    around = [one for one in outlines(sorted(seen - set(home))) if one.extent.meets(extent)]
    points = _points(audit)
    east, north = pl.col("easting"), pl.col("northing")
    inside = east.is_between(extent.west, extent.east) & north.is_between(
        extent.south, extent.north
    )
    drawn = points.filter(inside & (pl.col("pence") > 0)).head(MOST_SPOTS)
    spots = tuple(
        Spot(
            row["label"],
            pounds(row["pence"]),
            (row["easting"], row["northing"]),
            row["tier"] == audit.area.name,
            row["doubt"],
        )
        for row in drawn.iter_rows(named=True)
    )
    rows = tuple(
        (label, tier, pounds(pence))
        for label, tier, pence in drawn.select("label", "tier", "pence").iter_rows()
    )
    shown = sum_of(drawn["pence"])
    table = Table(_COLUMNS, rows, total=("all of these", None, pounds(shown)))
    return Map(
        home=tuple(map(_shape, outlines(home))),
        around=_in_sight(around, extent),
        spots=spots,
        extent=tuple(extent),  # type: ignore[arg-type]
        table=table,
        left_out=_not_drawn(audit, shown, points),
    )


def _points(audit: Audit) -> pl.DataFrame:
    """One row a supplier and point: `label`, `tier`, `doubt`, `easting`, `northing`, `pence`."""
    sums = audit.payments.group_by("payee").agg(pl.col("pence").sum())
    located = audit.payees.join(sums, on="payee").filter(
        pl.col("latitude").is_not_null()
        & pl.col("longitude").is_not_null()
        & (pl.col("placed_by") != PUBLIC_BODY)
        & ~pl.col("tier").is_in([NOT_PLACED, ABROAD])
        & ~pl.col("hidden")
    )
    grid = national_grid(pl.col("latitude"), pl.col("longitude"))
    return (
        located.with_columns(grid.alias("grid"))
        .with_columns(
            pl.col("grid").struct.field("easting", "northing").round(0).cast(pl.Int64),
            pl.col("doubt").is_not_null(),
        )
        .sort("pence", "payee", descending=[True, False])
        .group_by("name", "tier", "doubt", "easting", "northing", maintain_order=True)
        .agg(pl.col("supplier").fill_null("").first().alias("label"), pl.col("pence").sum())
        .sort(
            *("pence", "label", "easting", "northing", "tier", "doubt"),
            descending=[True, False, False, False, False, False],
        )
    )


def _not_drawn(audit: Audit, shown: int, points: pl.DataFrame) -> str:
    total, located = sum_of(audit.payments["pence"]), sum_of(points["pence"])
    hidden = "payees who are not named, " if audit.payees["hidden"].any() else ""
    said = []
    if located != shown:
        said.append(
            f"{in_pounds(pounds(located - shown))} net is further away, too small or a net credit"
        )
    if total != located:
        said.append(
            f"{in_pounds(pounds(total - located))} has no point: public bodies placed by the area "
            f"they serve, suppliers abroad, {hidden}and what was not placed"
        )
    return "; ".join(said)


def map_of_country(spend: pl.DataFrame, home: Area) -> Map:
    """Pounds by region of England and by nation, wherever the payee is, as spots in their middle."""
    shapes = {one.code: _shape(one) for one in region_outlines()}
    at_home = {regions()[code] for code in home.districts}
    total = sum_of(spend["pence"])
    placed = (
        spend.group_by("district", "tier")
        .agg(pl.col("pence").sum())
        .with_columns(region_code().alias("region"))
        .group_by("region")
        .agg(pl.col("pence").sum())
        .sort("pence", "region", descending=[True, False])
    )
    sums: dict[str, int] = dict(placed.iter_rows())
    spots = tuple(
        Spot(
            shapes[code].name,
            pounds(pence),
            shapes[code].label_at,
            code in at_home,
            share=share(pence, total),
        )
        for code, pence in sums.items()
        if code in shapes and pence > 0 and total > 0
    )
    others = [name for name in (NO_ONE_REGION, ABROAD, NOT_PLACED) if name in sums]
    others += sorted(set(sums) - set(shapes) - set(others))
    order = [*(code for code in sums if code in shapes), *others]
    rows: list[tuple[Cell, ...]] = [
        (
            shapes[code].name if code in shapes else code,
            pounds(sums[code]),
            share(sums[code], total),
        )
        for code in order
    ]
    columns = (
        Column("region", "Region or nation", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE),
    )
    closing = ("all", pounds(total), share(total, total))
    left = sum(sums[name] for name in others)
    return Map(
        home=(),
        around=tuple(shapes.values()),
        spots=spots,
        extent=_around(tuple(shapes.values())),
        table=Table(columns, tuple(rows), bar="share", total=closing),
        left_out=f"{in_pounds(pounds(left))} is in no one region: see the table" if left else "",
        origin=_origin(home),
        undrawn="" if spots else _undrawn(total, set(sums) & set(shapes)),
    )


def _undrawn(total: int, paid: Collection[str]) -> str:
    if total <= 0:
        return "credits are as large as payments, or larger"
    if not paid:
        return "no payment was placed in a region or nation"
    return "no region or nation was paid more than it paid back"


def _origin(home: Area) -> tuple[int, int] | None:
    """The middle of a home area that is small enough for money to flow out of it on a map."""
    codes = [code for code in home.districts if code not in OUTSIDE_THE_UK]
    if not codes or len(codes) > MOST_DISTRICTS:
        return None
    extent = extent_of(codes)
    return (extent.west + extent.east) // 2, (extent.south + extent.north) // 2


def _around(shapes: Sequence[Shape]) -> tuple[int, int, int, int]:
    easts, norths = zip(
        *(point for shape in shapes for ring in shape.rings for point in ring), strict=True
    )
    west, south, east, north = min(easts), min(norths), max(easts), max(norths)
    edge = (north - south) // 50
    return west - edge, south - edge, east + edge, north + edge


def _shape(one: Outline) -> Shape:
    area = areas().get(one.code)
    rings = tuple(ring for polygon in one.polygons for ring in polygon)
    return Shape(one.code, area.name if area else one.code, rings, _middle(one.polygons[0][0]))


def _in_sight(around: Sequence[Outline], extent: Box) -> tuple[Shape, ...]:
    """What is to be seen of other districts, the largest first, each named in the middle of that."""
    # A little more than is seen, so that no edge of the cut is.
    cut = extent.wider(max(extent.east - extent.west, extent.north - extent.south) // 50)
    shapes: list[tuple[int, Shape]] = []
    for one in around:
        rings = tuple(filter(None, (clipped(ring, cut) for ring in _shape(one).rings)))
        if rings:
            largest = max(rings, key=_area)
            shape = Shape(one.code, _shape(one).name, rings, _middle(largest))
            shapes.append((_area(largest), shape))
    return tuple(shape for _, shape in sorted(shapes, key=lambda one: (-one[0], one[1].code)))


def clipped(ring: Ring, box: Box) -> Ring:
    """The part of a ring that lies in a box, by the way of Sutherland and Hodgman (1974).

    Parts that do not hang together are joined along the edge of the box.
    """
    for axis, limit, sign in (
        (0, box.west, 1),
        (0, box.east, -1),
        (1, box.south, 1),
        (1, box.north, -1),
    ):
        kept: list[tuple[int, int]] = []
        for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            was_in = sign * (before[axis] - limit) >= 0
            is_in = sign * (point[axis] - limit) >= 0
            if was_in != is_in:
                kept.append(_crossing(before, point, axis, limit))
            if is_in:
                kept.append(point)
        ring = tuple(kept)
    return ring if len(ring) > 2 else ()


def _crossing(a: tuple[int, int], b: tuple[int, int], axis: int, limit: int) -> tuple[int, int]:
    """Where the line between two points on either side of a limit crosses it."""
    part = (limit - a[axis]) / (b[axis] - a[axis])
    other = round(a[1 - axis] + part * (b[1 - axis] - a[1 - axis]))
    return (limit, other) if axis == 0 else (other, limit)


def _area(ring: Ring) -> int:
    """Twice the area of a ring, by the shoelace formula."""
    return abs(
        sum(
            e1 * n2 - e2 * n1 for (e1, n1), (e2, n2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        )
    )


def _middle(ring: Ring) -> tuple[int, int]:
    """The centre of gravity of a ring, by the shoelace formula."""
    doubled = east = north = 0.0
    first_east, first_north = ring[0]
    # Around its first point, so that the products stay small.
    moved = [(e - first_east, n - first_north) for e, n in ring]
    for (e1, n1), (e2, n2) in zip(moved, [*moved[1:], moved[0]], strict=True):
        cross = e1 * n2 - e2 * n1
        doubled += cross
        east += (e1 + e2) * cross
        north += (n1 + n2) * cross
    if not doubled:
        return ring[0]
    return round(first_east + east / (3 * doubled)), round(first_north + north / (3 * doubled))
