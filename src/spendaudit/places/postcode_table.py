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
        One row a postcode, sorted by `key` (the postcode, `packed`), with
        `district` (Enum of GSS codes; null where missing or not a district of today or its
        predecessor), `mail_centre`, `easting` and `northing` (Int32, null where missing).
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
            key=packed(
                pl.col("postcode").str.replace_all(" ", "", literal=True).str.to_uppercase()
            ),
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
    mail_centre = point.is_in(crowded.implode()).fill_null(value=False)  # no point, no crowd
    return table.select("key", "district", mail_centre.alias("mail_centre"), "easting", "northing")


LONGEST = 7
"""Letters and digits of the longest postcode."""


def packed(text: pl.Expr) -> pl.Expr:
    """A text of up to seven bytes as a whole number (UInt64) that sorts as the text does, else null.

    2.7 million numbers are read from a file in a tenth of the time that as many texts take.
    """
    short = pl.when(text.str.len_bytes() <= LONGEST).then(text)
    return (
        short.str.pad_end(8, " ").cast(pl.Binary).bin.reinterpret(dtype=pl.UInt64, endianness="big")
    )


FEW = 50_000
"""Up to this many keys are found faster one by one than by a join, which reads every postcode."""


def look_up(keys: pl.DataFrame, postcodes: pl.DataFrame) -> pl.DataFrame:
    """Rows that the directory table has, with its columns; their order is not promised.

    Args:
        keys: with `key`, a text in capitals without spaces; it stays a text.
        postcodes: the directory table.
    """
    keys = keys.with_columns(packed(pl.col("key")).alias("packed")).drop_nulls("packed")
    if keys.height > FEW or postcodes.is_empty():
        table = postcodes.rename({"key": "packed"})
        return keys.join(table, on="packed", how="inner").drop("packed")
    at = postcodes["key"].search_sorted(keys["packed"])
    nearest = postcodes[at.clip(0, postcodes.height - 1)]
    both = pl.concat([keys, nearest.rename({"key": "nearest"})], how="horizontal")
    return both.filter(pl.col("packed") == pl.col("nearest")).drop("packed", "nearest")
