"""The areas as the Office for National Statistics lists them: districts, what they lie in, what they were."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).parent / "data"

OUTSIDE_THE_UK = frozenset({"L99999999", "M99999999"})
"""Pseudo district codes of the ONS Postcode Directory: the Channel Islands and the Isle of Man."""

KINDS = ("district", "county", "combined authority", "region", "nation")
"""The kinds of area, in the order in which a name that several bear is decided."""


# Names that English puts "the" before.
WITH_ARTICLE = frozenset(
    {
        "East Midlands",
        "East of England",
        "Liverpool City Region",
        "North East",
        "North West",
        "South East",
        "South West",
        "West Midlands",
        "West of England",
    }
)


class Area(NamedTuple):
    """A part of the United Kingdom as a set of districts.

    Attributes:
        code: its GSS code, such as E07000123.
        name: its name without the kind, such as Preston.
        kind: one of KINDS.
        districts: GSS codes of its districts, sorted; a district holds itself.
        notice: one sentence that the user should see (a name that several areas bear, a
            district that no longer exists), or an empty text.
    """

    code: str
    name: str
    kind: str
    districts: tuple[str, ...]
    notice: str = ""

    @property
    def in_a_sentence(self) -> str:
        """The name as English says it: Preston, the North West."""
        return f"the {self.name}" if self.name in WITH_ARTICLE else self.name


class District(NamedTuple):
    """A lower tier or unitary authority, and the codes of what it lies in (empty where nothing)."""

    code: str
    name: str
    welsh_name: str
    council: str
    kind: str
    county: str
    combined_authority: str
    region: str
    nation: str


class Predecessor(NamedTuple):
    """A district or county that no longer exists under this code.

    Attributes:
        code: its GSS code; empty where only the name is known.
        districts: the districts of today that follow it.
        change: `merged`, `recoded` (same place, new code) or `county abolished`.
        ended: the last year it existed, or an empty text.
    """

    code: str
    name: str
    districts: tuple[str, ...]
    change: str
    ended: str


def table_rows(table: str) -> list[dict[str, str]]:
    """Rows of one of the package's own tables, heading → text; lines that begin with # are notes."""
    with (TABLES / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def districts() -> dict[str, District]:
    """Every district of today by its code, the two pseudo districts outside the UK included."""
    return {
        row["district"]: District(code=row.pop("district"), **row)
        for row in table_rows("districts.csv")
    }


@cache
def _all_areas() -> dict[str, Area]:
    members: dict[str, list[str]] = defaultdict(list)
    for district in districts().values():
        for code in (
            district.county,
            district.combined_authority,
            district.region,
            district.nation,
        ):
            members[code].append(district.code)
    found = {
        code: Area(code, district.name, "district", (code,))
        for code, district in districts().items()
    }
    for row in table_rows("areas.csv"):
        code = row["code"]
        found[code] = Area(code, row["name"], row["kind"], tuple(sorted(members[code])))
    return found


@cache
def metropolitan_counties() -> dict[str, str]:
    """Code of each county that is wholly a combined authority → the code of that authority."""
    authorities = {
        area.districts: area.code
        for area in _all_areas().values()
        if area.kind == "combined authority"
    }
    return {
        area.code: authorities[area.districts]
        for area in _all_areas().values()
        if area.kind == "county" and area.districts in authorities
    }


@cache
def areas() -> dict[str, Area]:
    """Every area of today by its code.

    A metropolitan county with the same districts as its combined authority (Greater Manchester,
    West Yorkshire …) is left out: it has no council, and the combined authority stands for it.
    """
    return {
        code: area for code, area in _all_areas().items() if code not in metropolitan_counties()
    }


@cache
def predecessors() -> tuple[Predecessor, ...]:
    """Districts and counties that were abolished or given another code, with their successors."""
    followers: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in table_rows("predecessors.csv"):
        followers[row["old_code"], row["old_name"], row["change"], row["ended"][:4]].append(
            row["district"]
        )
    return tuple(
        Predecessor(code, name, tuple(sorted(codes)), change, ended)
        for (code, name, change, ended), codes in followers.items()
    )


@cache
def successor_codes() -> dict[str, str]:
    """Code of each abolished or recoded district → the code of the one district that follows it."""
    return {
        old.code: old.districts[0]
        for old in predecessors()
        if old.code and old.change != "county abolished"
    }


class Alias(NamedTuple):
    """Another name of an area.

    Attributes:
        name: the name as it is spelt.
        code: the area's code, which may be an abolished one.
        alone: whether it names the area without a word such as Council beside it.
    """

    name: str
    code: str
    alone: bool


@cache
def aliases() -> tuple[Alias, ...]:
    """Other names of areas: everyday names, abbreviations, former names."""
    return tuple(
        Alias(row["alias"], row["code"], row["alone"] == "yes") for row in table_rows("aliases.csv")
    )
