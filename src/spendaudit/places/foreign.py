"""Postcodes of other countries: recognised only where nothing else is written so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.places.abroad import CREDIT, data_file, foreign_points
from spendaudit.places.area_table import table_rows

if TYPE_CHECKING:
    from pathlib import Path

ISLAND_CODES = {"Isle of Man": "IM", "Jersey": "JE", "Guernsey": "GG"}
"""Islands that are in the British postcode directory without coordinates → ISO code."""

FOREIGN = {
    "row": pl.UInt32,
    "country": pl.String,
    "iso": pl.String,
    "foreign": pl.String,
    "finding": pl.String,
}


def foreign_postcodes(rest: pl.DataFrame) -> pl.DataFrame:
    """Which texts are a postcode of another country, or the country itself.

    Args:
        rest: columns `row`, `plain` (capitals, single spaces) and `words` (punctuation taken out).

    Returns:
        Columns `row`, `country` (null where it is only said to be abroad), `iso`, `foreign` (the
        code by which GeoNames knows the place, null without one) and `finding` ("abroad").
    """
    rows = table_rows("foreign_postcodes.csv")
    codes = [pl.col("plain").str.extract(row["pattern"]) for row in rows]
    by_code = rest.select(
        "row",
        country=pl.coalesce(
            pl.when(code.is_not_null()).then(pl.lit(row["country"]))
            for code, row in zip(codes, rows, strict=True)
        ),
        iso=pl.coalesce(
            pl.when(code.is_not_null()).then(pl.lit(row["iso"]))
            for code, row in zip(codes, rows, strict=True)
        ),
        foreign=pl.coalesce(codes),
    ).filter(pl.col("iso").is_not_null())
    names = {row["name"]: row["country"] for row in table_rows("foreign_names.csv")}
    name = pl.col("words").str.to_lowercase()
    by_name = rest.filter(name.is_in(list(names))).select(
        "row", country=name.replace_strict(names, default=None, return_dtype=pl.String)
    )
    by_name = by_name.with_columns(pl.col("country").replace({"": None}))
    return (
        pl.concat([by_code, by_name], how="diagonal")
        .with_columns(finding=pl.lit("abroad"))
        .cast(FOREIGN)  # type: ignore[arg-type]
    )


def with_foreign_points(places: pl.DataFrame, geonames: Path | None) -> pl.DataFrame:
    """Add the coordinates that GeoNames files on this machine know and the directory does not.

    Args:
        places: columns `iso`, `foreign`, `outward`, `country`, `finding`, `latitude` and
            `longitude`.
        geonames: the folder of GeoNames files, or None for pgeocode's own.
    """
    island = pl.col("country").replace_strict(ISLAND_CODES, default=None, return_dtype=pl.String)
    british = pl.when(pl.col("finding") == "outward only").then(pl.lit("GB"))
    asked = places.with_columns(
        iso=pl.coalesce("iso", island, british), code=pl.coalesce("foreign", "outward")
    )
    wanted = asked.filter(pl.col("latitude").is_null()).select("iso", "code").drop_nulls()
    points = [
        foreign_points(iso, codes["code"], geonames)[0].with_columns(iso=pl.lit(iso))
        for (iso,), codes in wanted.partition_by("iso", as_dict=True).items()
        if data_file(str(iso), geonames)
    ]
    if not points:
        return places
    located = asked.join(pl.concat(points), on=["iso", "code"], how="left", suffix="_of_code")
    return located.with_columns(
        pl.coalesce(name, f"{name}_of_code") for name in ("latitude", "longitude")
    )


def coordinate_hints(places: pl.DataFrame) -> list[str]:
    """How to get the coordinates that are missing abroad, a sentence for each country.

    And whose those are that were found there, as their licence asks.

    Args:
        places: columns `country` and `latitude`, as `place_postcodes` gives them.
    """
    codes = {row["country"]: row["iso"] for row in table_rows("foreign_postcodes.csv")}
    codes |= ISLAND_CODES
    without = places.filter(pl.col("latitude").is_null())["country"].drop_nulls().unique().sort()
    asked = pl.Series(["any code"])
    # Of a file that is there the sentence says why it cannot be read, or nothing.
    hints = [foreign_points(codes[one], asked)[1] for one in without if codes.get(one)]
    located = places.filter(pl.col("latitude").is_not_null())["country"].drop_nulls()
    credit = [CREDIT] if located.is_in([one for one, iso in codes.items() if iso]).any() else []
    return [*filter(None, hints), *credit]
