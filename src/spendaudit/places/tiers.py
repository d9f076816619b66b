"""How far money went: nested rings of districts around the home area."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from spendaudit.places.area_table import OUTSIDE_THE_UK, WITH_ARTICLE, Area, areas, districts

ABROAD = "abroad"
NOT_PLACED = "not placed"


class Tier(NamedTuple):
    """One ring: the districts that belong to it and to no ring further in."""

    name: str
    districts: frozenset[str]


@cache
def tiers_of(area: Area) -> tuple[Tier, ...]:
    """Divide the districts into disjoint rings around a home area, the innermost first.

    Home itself; the rest of its combined authority, of Greater London or of its county (the first
    that holds all of home and more); the rest of its region, nation and the UK; abroad, with the
    Isle of Man and the Channel Islands; and last `not placed`, which has no districts. A ring
    that would be empty is left out, except the last two. Each name occurs once.
    """
    taken = frozenset(area.districts)
    rings = [Tier(area.name, taken)]
    for ring, members in _rings_around(area):
        rest = members - taken
        if rest:
            rings.append(Tier(ring, rest))
            taken |= rest
    return (*rings, Tier(ABROAD, OUTSIDE_THE_UK - taken), Tier(NOT_PLACED, frozenset()))


def _rings_around(area: Area) -> list[tuple[str, frozenset[str]]]:
    home = frozenset(area.districts)
    rings: list[tuple[str, frozenset[str]]] = []
    if around := _county_or_city_region(home):
        rings.append((_rest_of_city_region(area, around), frozenset(around.districts)))
    rings += [
        (_rest_of(around.name), frozenset(around.districts))
        for kind in ("region", "nation")
        if (around := _holding(home, kind))
    ]
    in_the_uk = not home & OUTSIDE_THE_UK
    rings.append(("rest of the UK" if in_the_uk else "the UK", _districts_of_the_uk()))
    return rings


def _county_or_city_region(home: frozenset[str]) -> Area | None:
    london = areas()["E12000007"]
    for around in (_holding(home, "combined authority"), london, _holding(home, "county")):
        if around and home < set(around.districts):
            return around
    return None


def _holding(home: frozenset[str], kind: str) -> Area | None:
    return next(
        (area for area in areas().values() if area.kind == kind and home <= set(area.districts)),
        None,
    )


def _rest_of_city_region(home: Area, around: Area) -> str:
    if around.kind == "region":
        return "rest of Greater London"
    namesakes = {area.name for area in areas().values() if area.kind == "region"} | {home.name}
    if around.name in namesakes:  # so that "rest of the North East" is the region alone
        return f"rest of the {around.name} {around.kind}"
    return _rest_of(around.name)


def _rest_of(name: str) -> str:
    return f"rest of the {name}" if name in WITH_ARTICLE else f"rest of {name}"


@cache
def _districts_of_the_uk() -> frozenset[str]:
    return frozenset(districts()) - OUTSIDE_THE_UK


def tier_table(area: Area) -> pl.DataFrame:
    """Every district code with the name of its tier around `area`; columns `district`, `tier`."""
    placed = [(code, tier.name) for tier in tiers_of(area) for code in sorted(tier.districts)]
    return pl.DataFrame(placed, schema={"district": pl.String, "tier": pl.String}, orient="row")


def tier_of_nation(area: Area, nation: str) -> str | None:
    """The tier of something that is only known to be in a nation, or None if that cannot tell.

    Args:
        area: the home area.
        nation: "England", "Wales", "Scotland" or "Northern Ireland".
    """
    members = next(
        (
            set(each.districts)
            for each in areas().values()
            if each.name == nation and each.kind == "nation"
        ),
        set(),
    )
    return next(
        (tier.name for tier in tiers_of(area) if members and members <= tier.districts), None
    )


def tier_containing(area: Area, served: Area) -> str:
    """The innermost tier within which all of an area lies, as for a public body that serves it.

    Lancashire County Council serves more than Preston, so for Preston it is "rest of Lancashire".
    """
    reached: frozenset[str] = frozenset()
    for tier in tiers_of(area):
        reached |= tier.districts
        if reached >= set(served.districts):
            return tier.name
    return NOT_PLACED
