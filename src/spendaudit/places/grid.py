"""Between grid references and latitude and longitude, for both grids of the postcode directory.

Sources: Ordnance Survey, "A guide to coordinate systems in Great Britain" (annex B: Helmert
transformation; annex C: transverse Mercator; section 6.6: OSGB36 to WGS84) for Great Britain;
Ordnance Survey of Northern Ireland and Ordnance Survey Ireland, "Making maps compatible with GPS"
(annex A and B) for the Irish Grid. A Helmert transformation of this kind is within 5 metres or so
in Great Britain and 1 metre in Ireland: enough for distances between suppliers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import polars as pl

DEGREES = pl.Struct({"latitude": pl.Float64, "longitude": pl.Float64})
METRES = pl.Struct({"easting": pl.Float64, "northing": pl.Float64})
ARC_SECOND = math.pi / (180 * 3600)


class Ellipsoid(NamedTuple):
    """The figure of the Earth: semi-major and semi-minor axis in metres."""

    major: float
    minor: float

    @property
    def eccentricity_squared(self) -> float:
        """(a² - b²) / a²."""
        return 1 - (self.minor / self.major) ** 2


class Helmert(NamedTuple):
    """Seven steps from a local datum to WGS84: metres, parts per million, arc seconds."""

    x: float
    y: float
    z: float
    scale: float
    rotation_x: float
    rotation_y: float
    rotation_z: float

    def reversed(self) -> Helmert:
        """The way back, by the signs turned round: within a centimetre, as the guide says."""
        return Helmert(
            -self.x,
            -self.y,
            -self.z,
            -self.scale,
            -self.rotation_x,
            -self.rotation_y,
            -self.rotation_z,
        )


class Grid(NamedTuple):
    """A transverse Mercator grid: ellipsoid, central scale, true and false origin, way to WGS84."""

    ellipsoid: Ellipsoid
    scale: float
    origin_latitude: float
    origin_longitude: float
    false_easting: float
    false_northing: float
    to_wgs84: Helmert


WGS84 = Ellipsoid(6378137.0, 6356752.314245)

NATIONAL_GRID = Grid(
    ellipsoid=Ellipsoid(6377563.396, 6356256.909),  # Airy 1830
    scale=0.9996012717,
    origin_latitude=49,
    origin_longitude=-2,
    false_easting=400_000,
    false_northing=-100_000,
    to_wgs84=Helmert(446.448, -125.157, 542.060, -20.4894, 0.1502, 0.2470, 0.8421),
)
"""EPSG:27700; the Helmert is the guide's, with the signs turned round for the way to WGS84."""

IRISH_GRID = Grid(
    ellipsoid=Ellipsoid(6377340.189, 6356034.447),  # Airy modified
    scale=1.000035,
    origin_latitude=53.5,
    origin_longitude=-8,
    false_easting=200_000,
    false_northing=250_000,
    to_wgs84=Helmert(482.530, -130.596, 564.557, 8.150, -1.042, -0.214, -0.631),
)
"""EPSG:29903; rotations in the position vector convention, as EPSG:1641 gives them reversed."""


def latitude_longitude(easting: pl.Expr, northing: pl.Expr, irish: pl.Expr) -> pl.Expr:
    """A struct of `latitude` and `longitude`, WGS84 degrees; each null where a reference is null.

    The steps run on whole columns rather than as one expression, which would repeat each inner
    step wherever it is used and grow to millions of nodes.

    Args:
        easting: metres east, on the Irish Grid (EPSG:29903) where `irish`, else on the National
            Grid (EPSG:27700).
        northing: metres north, on the same grid.
        irish: whether the reference is on the Irish Grid, as those of BT postcodes are.
    """
    references = pl.struct(
        easting=easting.cast(pl.Float64),
        northing=northing.cast(pl.Float64),
        irish=irish.fill_null(value=False),
    )
    return references.map_batches(_degrees, return_dtype=DEGREES)


def national_grid(latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
    """A struct of `easting` and `northing`, metres on the National Grid (EPSG:27700).

    Northern Ireland has references on it too, west of the rest: what a map of the United Kingdom
    on one sheet needs. Each is null where a coordinate is null.

    Args:
        latitude: degrees north, WGS84.
        longitude: degrees east, WGS84.
    """
    places = pl.struct(
        latitude=latitude.cast(pl.Float64).radians(), longitude=longitude.cast(pl.Float64).radians()
    )
    return places.map_batches(_metres, return_dtype=METRES)


def _metres(places: pl.Series) -> pl.Series:
    grid = NATIONAL_GRID
    x, y, z = _cartesian(places.struct.field("latitude"), places.struct.field("longitude"), WGS84)
    local = _on_ellipsoid(*_shift(x, y, z, grid.to_wgs84.reversed()), grid.ellipsoid)
    easting, northing = _project(*local, grid)
    return pl.DataFrame({"easting": easting, "northing": northing}).to_struct(places.name)


def _degrees(references: pl.Series) -> pl.Series:
    rows = references.struct.unnest().with_row_index()
    parts = [
        _located(rows.filter(pl.col("irish") == irish), grid)
        for irish, grid in ((False, NATIONAL_GRID), (True, IRISH_GRID))
    ]
    return pl.concat(parts).sort("index").drop("index").to_struct(references.name)


def _located(rows: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    latitude, longitude = _unproject(rows["easting"], rows["northing"], grid)
    x, y, z = _shift(*_cartesian(latitude, longitude, grid.ellipsoid), grid.to_wgs84)
    latitude, longitude = _on_ellipsoid(x, y, z, WGS84)
    to_degrees = 180 / math.pi
    return rows.select("index", latitude=latitude * to_degrees, longitude=longitude * to_degrees)


def _meridional_arc(latitude: pl.Series, grid: Grid) -> pl.Series:
    """Metres along the meridian from the true origin (the guide's M, equation C3)."""
    a, b = grid.ellipsoid.major * grid.scale, grid.ellipsoid.minor * grid.scale
    n = (a - b) / (a + b)
    origin = math.radians(grid.origin_latitude)
    plus, minus = latitude + origin, latitude - origin
    return b * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * minus
        - (3 * n + 3 * n**2 + 2.625 * n**3) * minus.sin() * plus.cos()
        + (1.875 * n**2 + 1.875 * n**3) * (2 * minus).sin() * (2 * plus).cos()
        - 35 / 24 * n**3 * (3 * minus).sin() * (3 * plus).cos()
    )


def _unproject(easting: pl.Series, northing: pl.Series, grid: Grid) -> tuple[pl.Series, pl.Series]:
    """Latitude and longitude in radians on the grid's own ellipsoid (the guide's annex C.2)."""
    a, e2 = grid.ellipsoid.major * grid.scale, grid.ellipsoid.eccentricity_squared
    north = northing - grid.false_northing
    foot = north / a + math.radians(grid.origin_latitude)
    for _ in range(4):  # each pass gains about three decimals; four leave less than 0.01 mm
        foot = foot + (north - _meridional_arc(foot, grid)) / a
    sin2, tan, cos = foot.sin().pow(2), foot.tan(), foot.cos()
    nu = a / (1 - e2 * sin2).sqrt()
    rho = a * (1 - e2) / (1 - e2 * sin2).pow(1.5)
    eta2 = nu / rho - 1
    t2, t4, t6 = tan.pow(2), tan.pow(4), tan.pow(6)
    east = easting - grid.false_easting
    latitude = (
        foot
        - east.pow(2) * tan / (2 * rho * nu)
        + east.pow(4) * tan / (24 * rho * nu.pow(3)) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
        - east.pow(6) * tan / (720 * rho * nu.pow(5)) * (61 + 90 * t2 + 45 * t4)
    )
    longitude = (
        math.radians(grid.origin_longitude)
        + east / (cos * nu)
        - east.pow(3) / (6 * cos * nu.pow(3)) * (nu / rho + 2 * t2)
        + east.pow(5) / (120 * cos * nu.pow(5)) * (5 + 28 * t2 + 24 * t4)
        - east.pow(7) / (5040 * cos * nu.pow(7)) * (61 + 662 * t2 + 1320 * t4 + 720 * t6)
    )
    return latitude, longitude


def _project(latitude: pl.Series, longitude: pl.Series, grid: Grid) -> tuple[pl.Series, pl.Series]:
    """Easting and northing of radians on the grid's own ellipsoid (the guide's annex C.1)."""
    a, e2 = grid.ellipsoid.major * grid.scale, grid.ellipsoid.eccentricity_squared
    sin, cos, tan = latitude.sin(), latitude.cos(), latitude.tan()
    nu = a / (1 - e2 * sin.pow(2)).sqrt()
    rho = a * (1 - e2) / (1 - e2 * sin.pow(2)).pow(1.5)
    eta2 = nu / rho - 1
    t2, t4 = tan.pow(2), tan.pow(4)
    east = longitude - math.radians(grid.origin_longitude)
    northing = (
        grid.false_northing
        + _meridional_arc(latitude, grid)
        + nu / 2 * sin * cos * east.pow(2)
        + nu / 24 * sin * cos.pow(3) * (5 - t2 + 9 * eta2) * east.pow(4)
        + nu / 720 * sin * cos.pow(5) * (61 - 58 * t2 + t4) * east.pow(6)
    )
    easting = (
        grid.false_easting
        + nu * cos * east
        + nu / 6 * cos.pow(3) * (nu / rho - t2) * east.pow(3)
        + nu / 120 * cos.pow(5) * (5 - 18 * t2 + t4 + 14 * eta2 - 58 * t2 * eta2) * east.pow(5)
    )
    return easting, northing


def _cartesian(
    latitude: pl.Series, longitude: pl.Series, ellipsoid: Ellipsoid
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Metres from the centre of the Earth, at height nought (the guide's annex B.1)."""
    e2 = ellipsoid.eccentricity_squared
    nu = ellipsoid.major / (1 - e2 * latitude.sin().pow(2)).sqrt()
    return (
        nu * latitude.cos() * longitude.cos(),
        nu * latitude.cos() * longitude.sin(),
        (1 - e2) * nu * latitude.sin(),
    )


def _shift(
    x: pl.Series, y: pl.Series, z: pl.Series, by: Helmert
) -> tuple[pl.Series, pl.Series, pl.Series]:
    scale = 1 + by.scale * 1e-6
    turn_x, turn_y, turn_z = (
        angle * ARC_SECOND for angle in (by.rotation_x, by.rotation_y, by.rotation_z)
    )
    return (
        by.x + scale * x - turn_z * y + turn_y * z,
        by.y + turn_z * x + scale * y - turn_x * z,
        by.z - turn_y * x + turn_x * y + scale * z,
    )


def _on_ellipsoid(
    x: pl.Series, y: pl.Series, z: pl.Series, ellipsoid: Ellipsoid
) -> tuple[pl.Series, pl.Series]:
    """Latitude and longitude in radians (the guide's annex B.2)."""
    e2 = ellipsoid.eccentricity_squared
    from_axis = (x.pow(2) + y.pow(2)).sqrt()
    latitude = (z / (from_axis * (1 - e2))).arctan()
    for _ in range(3):  # converges by a factor of about 300 a pass
        nu = ellipsoid.major / (1 - e2 * latitude.sin().pow(2)).sqrt()
        latitude = ((z + e2 * nu * latitude.sin()) / from_axis).arctan()
    return latitude, (y / x).arctan()  # x is positive everywhere near Greenwich
