"""How far the money goes, as the crow flies from the middle of the area to the supplier's postcode."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import (
    is_influenceable,
    no_purchase,
    paid_by_payee,
    pounds,
    share,
    sum_of,
)
from spendaudit.places.grid import latitude_longitude
from spendaudit.report.values import Cell, Column, Kind, Section, Table
from spendaudit.suppliers.ladder import NATION, NOTHING, PUBLIC_BODY

if TYPE_CHECKING:
    from spendaudit.audit import Audit

STEPS_KM = (5, 10, 25, 50, 100, 250)
"""Kilometres at which a band begins."""
EARTH_KM = 6371.0
"""Mean radius of the earth, as pgeocode's haversine takes it."""
NOT_KNOWN = "not known"


def by_distance(audit: Audit, spend: pl.DataFrame) -> Section:
    """Influenceable pounds by the distance of the supplier, with the money-weighted median.

    Only suppliers placed by a postcode have a distance; a body placed by the area it serves has none.
    The middle of the area is the mean of its postcodes, which lie where people and firms are.

    Args:
        audit: with points (`Request.points`).
        spend: as `spend_of` gives it.
    """
    title = f"How far from the middle of {audit.area.in_a_sentence} the money goes"
    centre = centre_of(audit)
    if centre is None or audit.payees["latitude"].is_null().all():
        return Section("distance", title, None, "no supplier has a postcode with a known point")
    km = km_to_supplier(centre).alias("km")
    bought = paid_by_payee(audit).filter(is_influenceable()).with_columns(km)
    if bought.is_empty():
        return Section("distance", title, None, "nothing was spent that counts as a purchase")
    total = sum_of(bought["pence"])
    rows: list[tuple[Cell, ...]] = []
    for name, low, high in bands():
        inside = (pl.col("km") >= low) & (pl.col("km") < high)
        rows.append(_row(name, bought.filter(inside), total))
    rows.append(_row(NOT_KNOWN, bought.filter(pl.col("km").is_null()), total))
    columns = (
        Column("distance", "Distance", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE, of="all purchases"),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    table = Table(columns, tuple(rows), bar="share", total=_row("all", bought, total))
    middle = median_km(bought)
    note = (
        ""
        if middle is None
        else f"half of the pounds with a distance go no further than {middle:.1f} km; "
    )
    note += "as the crow flies, to the postcode that each supplier was placed by"
    return Section("distance", title, table, note, omitted=(no_purchase(spend),))


_BY_AREA = (PUBLIC_BODY, NATION, NOTHING)
"""Rungs on which no postcode says where a supplier is."""


def centre_of(audit: Audit) -> tuple[float, float] | None:
    """Latitude and longitude of the mean of the area's postcodes; None where none has a point."""
    points = audit.directory.postcodes
    if not {"easting", "northing"} <= set(points.columns):
        return None
    # Two million codes as text would take forty times as long; one that no postcode has is no match.
    codes = pl.Series(audit.area.districts, dtype=pl.String)
    codes = codes.cast(points.schema["district"], strict=False).drop_nulls()
    inside = points.filter(
        pl.col("district").is_in(codes.implode()) & pl.col("easting").is_not_null()
    )
    if inside.is_empty():
        return None
    mean = inside.select(pl.col("easting", "northing").mean().round().cast(pl.Int32))
    irish = pl.lit(all(code.startswith("N") for code in audit.area.districts))
    place = mean.select(
        latitude_longitude(pl.col("easting"), pl.col("northing"), irish).alias("place")
    ).unnest("place")
    latitude, longitude = place.row(0)
    return latitude, longitude


def distance_km(centre: tuple[float, float]) -> pl.Expr:
    """Great-circle distance in kilometres from a centre to `latitude`, `longitude`, by haversines.

    Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
    """
    latitude, longitude = (math.radians(one) for one in centre)
    there, along = (pl.col(one).radians() for one in ("latitude", "longitude"))
    half = ((there - latitude) / 2).sin() ** 2
    half += there.cos() * math.cos(latitude) * ((along - longitude) / 2).sin() ** 2
    return 2 * EARTH_KM * half.sqrt().clip(0, 1).arcsin()


def km_to_supplier(centre: tuple[float, float]) -> pl.Expr:
    """The distance of a payee in kilometres; null where no postcode says where it is."""
    return pl.when(~pl.col("placed_by").is_in(_BY_AREA)).then(distance_km(centre))


def median_km(bought: pl.DataFrame) -> float | None:
    """The distance within which half of the pounds stay; by suppliers' net sums above nought."""
    sums = (
        bought.lazy()
        .filter(pl.col("km").is_not_null())
        .group_by("name", "km")
        .agg(pl.col("pence").sum())
        .filter(pl.col("pence") > 0)
        .sort("km", "name")
        .collect()
    )
    if sums.is_empty():
        return None
    running = sums["pence"].cum_sum()
    return float(sums["km"][int((running * 2 < sums["pence"].sum()).sum())])


def bands() -> list[tuple[str, float, float]]:
    """The rows of the table: name, least distance in kilometres, and the distance that is beyond it."""
    first, *others = STEPS_KM
    ends = [*others, math.inf]
    named = [(f"under {first} km", 0.0, float(first))]
    for low, high in zip(STEPS_KM, ends, strict=True):
        name = f"{low} km or more" if math.isinf(high) else f"{low} to {high:g} km"
        named.append((name, float(low), float(high)))
    return named


def _row(name: str, chosen: pl.DataFrame, total: int) -> tuple[Cell, ...]:
    pence = sum_of(chosen["pence"])
    return (
        name,
        pounds(pence),
        share(pence, total),
        chosen["name"].n_unique(),
        int(chosen["payments"].sum()),
    )
