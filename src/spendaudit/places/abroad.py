"""pgeocode's one adapter: distances, and coordinates of outward codes and of other countries.

It never decides a district, and it never goes to the network: pgeocode downloads in its
constructor, without a time limit, when its data is not there, so the data is looked for first and
handed to it in a folder of our own. GeoNames data: CC BY 4.0, credit geonames.org.
"""

from __future__ import annotations

import csv
import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from spendaudit.read.spool import spool_folder

FIELDS = (
    "country_code",
    "postal_code",
    "place_name",
    "state_name",
    "state_code",
    "county_name",
    "county_code",
    "community_name",
    "community_code",
    "latitude",
    "longitude",
    "accuracy",
)
"""The columns of a GeoNames postal code file: https://download.geonames.org/export/zip/."""

CREDIT = "Some coordinates come from GeoNames (geonames.org), CC BY 4.0."

POINTS = {"code": pl.String, "latitude": pl.Float64, "longitude": pl.Float64}


def data_file(country: str, geonames: Path | None = None) -> Path | None:
    """The GeoNames file of a country (ISO code: GB, IE …) on this machine, or None.

    Looked for in `geonames`, else in $PGEOCODE_DATA_DIR, else in pgeocode's default folder.
    """
    # Unlike Path.home, this leaves the name as it is where no home is known.
    usual = os.path.expanduser("~/.cache/pgeocode")  # noqa: PTH111
    folder = geonames or Path(os.environ.get("PGEOCODE_DATA_DIR") or usual)
    file = folder / f"{country}.txt"
    return file if file.is_file() else None


def missing_data_hint(country: str) -> str:
    """One sentence on how to get the data that coordinates in a country (ISO code) need."""
    return (
        f"Coordinates in {country} need the GeoNames file {country}.txt: download it from "
        f"https://download.geonames.org/export/zip/{country}.zip into ~/.cache/pgeocode."
    )


def foreign_points(
    country: str, codes: pl.Series, geonames: Path | None = None
) -> tuple[pl.DataFrame, str]:
    """Coordinates of the codes of one country, as GeoNames writes them (IE: F12, US: 02110).

    Returns:
        Columns `code`, `latitude` and `longitude` (WGS84 degrees), a row for each distinct code
        that is known; and an empty text, or where the data is missing or unreadable a hint.
    """
    wanted = codes.drop_nulls().unique().sort()
    wanted = wanted.filter(wanted.str.strip_chars().str.len_bytes() > 0)
    nowhere = pl.DataFrame(schema=POINTS)
    file = data_file(country, geonames)
    if file is None or not len(wanted):
        return nowhere, "" if file else missing_data_hint(country)
    try:
        places = _nominatim(country, file, file.stat().st_mtime_ns)
        with warnings.catch_warnings():
            # What pandas deprecates inside pgeocode is not ours to change.
            warnings.simplefilter("ignore")
            found = places.query_postal_code(wanted.to_list())
    except (OSError, ValueError, KeyError, IndexError) as error:
        return nowhere, f"{file.name} could not be read as a GeoNames file: {error}."
    points = pl.DataFrame(
        {
            "code": wanted,
            "latitude": pl.Series(found["latitude"].tolist(), dtype=pl.Float64),
            "longitude": pl.Series(found["longitude"].tolist(), dtype=pl.Float64),
        }
    )
    return points.filter(pl.col("latitude").is_finite() & pl.col("longitude").is_finite()), ""


def outward_points(codes: pl.Series, geonames: Path | None = None) -> tuple[pl.DataFrame, str]:
    """Coordinates of British outward codes (PR1), for distances only; as `foreign_points`."""
    return foreign_points("GB", codes, geonames)


def distances_km(points: pl.DataFrame, latitude: float, longitude: float) -> pl.Series:
    """Great-circle distances in kilometres from one point, to a tenth; null where a point is missing.

    By pgeocode's haversine formula on a sphere with the radius 6,371 km: within 0.6% of the
    ellipsoid anywhere. It needs no data.

    Args:
        points: columns `latitude` and `longitude` (WGS84 degrees).
        latitude: of the one point, in degrees.
        longitude: likewise.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pgeocode import haversine_distance  # here, since it imports pandas

    there = points.select(pl.col("latitude", "longitude").cast(pl.Float64)).to_numpy()
    here = pl.DataFrame({"latitude": [latitude], "longitude": [longitude]}).to_numpy()
    distances = haversine_distance(here, there)
    return pl.Series("distance_km", distances, pl.Float64).fill_nan(None).round(1)


@cache
def _nominatim(country: str, file: Path, changed: int) -> Any:  # noqa: ANN401, ARG001  (untyped)
    """Build pgeocode's table of one country; `changed` only tells an older file from a newer one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pgeocode  # here, since it imports pandas: 0.6 s that few runs need

        with spool_folder() as folder:
            # pgeocode also writes an index beside the file it reads: not into the user's folder.
            _copy_as_pgeocode_wants(file, folder / f"{country}.txt")
            usual, pgeocode.STORAGE_DIR = pgeocode.STORAGE_DIR, str(folder)
            try:
                return pgeocode.Nominatim(country)
            finally:
                pgeocode.STORAGE_DIR = usual


def _copy_as_pgeocode_wants(file: Path, copy: Path) -> None:
    """Copy a GeoNames file, tab-separated as published or as pgeocode keeps it, comma-separated."""
    with (
        file.open(encoding="utf-8", newline="") as published,
        copy.open("w", encoding="utf-8", newline="") as wanted,
    ):
        rows = csv.writer(wanted)
        if published.readline().startswith(",".join(FIELDS)):
            lines = csv.reader(published)
        else:
            published.seek(0)
            lines = csv.reader(published, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows.writerow(FIELDS)
        for number, line in enumerate(lines, start=1):
            if len(line) != len(FIELDS):
                raise ValueError(f"row {number} has {len(line)} columns, not {len(FIELDS)}")
            rows.writerow(line)
