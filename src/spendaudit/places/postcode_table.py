"""The one layout of every postcode table, wherever it came from."""

from __future__ import annotations

import polars as pl

from spendaudit.places.area_table import districts, successor_codes

CROWD = 50
"""A point that more other postcodes than this share is where mail is sorted, not where a firm is."""


def as_directory_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Bring rows of postcode, district and grid reference into the layout that look-ups join to.

    Args:
        rows: columns `postcode` and `district` (text) and `easting` and `northing` (metres as
            Float64, NaN, null or nought where missing).

    Returns:
        One row a postcode, sorted by `key` (the postcode in capitals without spaces), with
        `district` (Enum of GSS codes; null where missing or not a district of today or its
        predecessor), `easting` and `northing` (Int32, null where missing) and `mail_centre`.
    """
    codes = pl.Enum(sorted(districts()))
    easting, northing = (
        pl.when((pl.col("easting") > 0) & (pl.col("northing") > 0)).then(
            pl.col(name).fill_nan(None).round().cast(pl.Int32)
        )
        for name in ("easting", "northing")
    )
    table = (
        rows.select(
            key=pl.col("postcode").str.replace_all(" ", "", literal=True).str.to_uppercase(),
            district=_district_of_today(rows["district"]).cast(codes, strict=False),
            easting=easting,
            northing=northing,
        )
        .drop_nulls("key")
        .sort("key", maintain_order=True)
        .filter((pl.col("key") != pl.col("key").shift(1)).fill_null(value=True))
    )
    return _with_mail_centres(table)


def _district_of_today(codes: pl.Series) -> pl.Series:
    """Lead abolished districts to their successors; old vintages of the ONS tables have them."""
    return codes.replace(successor_codes())


def _with_mail_centres(table: pl.DataFrame) -> pl.DataFrame:
    # One whole number a point (northings have seven digits), sorted and counted in runs: a third
    # of the time that grouping takes.
    point = table.select(point=pl.col("easting").cast(pl.Int64) * 10_000_000 + pl.col("northing"))[
        "point"
    ]
    runs = point.drop_nulls().sort().rle().struct.unnest()
    crowded = runs.filter(pl.col("len") > CROWD + 1)["value"]
    return table.with_columns(
        mail_centre=point.is_in(crowded.implode()).fill_null(value=False)  # no point, no crowd
    )


FEW = 50_000
"""Up to this many keys are found faster one by one than by a join, which reads every postcode."""


def look_up(keys: pl.DataFrame, postcodes: pl.DataFrame) -> pl.DataFrame:
    """Rows of `keys` whose `key` the directory table has, with its columns; order is not promised."""
    if keys.height > FEW or postcodes.is_empty():
        return keys.join(postcodes, on="key", how="inner")
    keys = keys.drop_nulls("key")
    at = postcodes["key"].search_sorted(keys["key"])
    nearest = postcodes[at.clip(0, postcodes.height - 1)]
    both = pl.concat([keys, nearest.rename({"key": "nearest"})], how="horizontal")
    return both.filter(pl.col("key") == pl.col("nearest")).drop("nearest")
