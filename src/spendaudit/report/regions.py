"""In which region of England or other nation a payee is, as the map of the country and its table say it."""

from __future__ import annotations

from functools import cache

import polars as pl

from spendaudit.places.area_table import areas, districts
from spendaudit.places.outlines import region_outlines
from spendaudit.places.tiers import ABROAD, NOT_PLACED

NO_ONE_REGION = "placed, but in no one region"


@cache
def regions() -> dict[str, str]:
    """Of each district, the code of the region of England or of the nation it lies in."""
    drawn = {one.code for one in region_outlines()}
    return {
        code: district.region if district.region in drawn else district.nation
        for code, district in districts().items()
    }


def region_code() -> pl.Expr:
    """The code of a payment's region or nation by its `tier` and `district`, or why it is in none."""
    tier = pl.col("tier").cast(pl.String)
    return (
        pl.when(tier.is_in([ABROAD, NOT_PLACED]))
        .then(tier)
        .otherwise(pl.col("district").cast(pl.String).replace(regions()))
        .fill_null(NO_ONE_REGION)
    )


def region_name() -> pl.Expr:
    """The same, with the name of a region or nation that is drawn in place of its code."""
    drawn = {one.code for one in region_outlines()}
    return region_code().replace(
        {code: areas()[code].name for code in sorted(drawn & set(regions().values()))}
    )
