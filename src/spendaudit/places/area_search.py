"""Looking areas up: the table behind `spendaudit areas`, and the names of districts."""

from __future__ import annotations

from functools import cache

import polars as pl

from spendaudit.places.area_names import aliases_by_name, codes_by_name, fold
from spendaudit.places.area_table import KINDS, Area, areas, districts, predecessors

SEARCH_SCHEMA = {
    "code": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "within": pl.String,
    "districts": pl.Int64,
}


def search_areas(text: str | None = None) -> pl.DataFrame:
    """List the areas in whose name, alias or code every word of `text` begins a word.

    Returns:
        Columns `code`, `name`, `kind`, `within` (such as "Lancashire, North West, England") and
        `districts` (how many), sorted by kind, then name, then code. An abolished district has
        the kind "abolished district" and `within` says what it is now. All areas where `text` is
        None or empty; no row where nothing fits.
    """
    wanted = fold(text or "").split()
    names = _names_of_codes()
    rows = [
        row
        for row, searched in (
            *((row, names.get(row[0], "")) for row in _rows_of_today()),
            *((row, names.get(row[0], "")) for row in _rows_of_the_past()),
        )
        if _begin_words(wanted, f"{row[0].lower()} {fold(row[1])} {searched}")
    ]
    return pl.DataFrame(rows, schema=SEARCH_SCHEMA, orient="row")


def _begin_words(wanted: list[str], searched: str) -> bool:
    words = searched.split()
    return all(any(word.startswith(start) for word in words) for start in wanted)


Row = tuple[str, str, str, str, int]


@cache
def _rows_of_today() -> tuple[Row, ...]:
    found = sorted(
        areas().values(), key=lambda area: (KINDS.index(area.kind), area.name, area.code)
    )
    return tuple(
        (area.code, area.name, area.kind, _within(area), len(area.districts)) for area in found
    )


@cache
def _rows_of_the_past() -> tuple[Row, ...]:
    return tuple(
        (
            old.code,
            old.name,
            "abolished county" if old.change == "county abolished" else "abolished district",
            "now " + " and ".join(areas()[code].name for code in old.districts),
            len(old.districts),
        )
        for old in sorted(predecessors(), key=lambda old: (old.name, old.code))
        if old.change != "recoded"
    )


def _within(area: Area) -> str:
    """What all of an area lies in, the nearest first."""
    inner = set(area.districts)
    around = [each.name for each in areas().values() if inner < set(each.districts)]
    # The county and the combined authority of Lancashire read as one.
    return ", ".join(dict.fromkeys(around))


@cache
def _names_of_codes() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, codes in codes_by_name().items():
        for code in codes:
            names[code] = f"{names.get(code, '')} {name}"
    for name, alias in aliases_by_name().items():
        names[alias.code] = f"{names.get(alias.code, '')} {name}"
    return names


@cache
def district_names() -> pl.DataFrame:
    """The name of every district of today; columns `district` and `district_name`."""
    return pl.DataFrame(
        {
            "district": list(districts()),
            "district_name": [district.name for district in districts().values()],
        }
    )
