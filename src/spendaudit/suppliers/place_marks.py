"""Places that have a council or a force, marked in a name so that short patterns find them."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

# A letter, so that a word boundary stands beside it, and in the name of nobody.
PLACE = "\N{CYRILLIC LETTER MULTIOCULAR O}"
MARKED = f"{PLACE}[^{PLACE}]*{PLACE}"
"""Finds a place with the sign on both sides."""

_DATA = Path(__file__).parent / "data"
_AREAS = Path(__file__).parent.parent / "places" / "data"  # facts only: no code of that room


def enclosed(text: pl.Expr, places: Iterable[str]) -> pl.Expr:
    """The text with the sign before and after each of the places, the longest first."""
    # Every blank doubled, so that two places side by side need not share the one between them.
    longest_first = sorted(places, key=lambda name: (-len(name), name))
    found = [f" {place.replace(' ', '  ')} " for place in longest_first]
    put = [f" {PLACE}{place.replace(' ', '  ')}{PLACE} " for place in longest_first]
    spaced = pl.concat_str(pl.lit(" "), text.str.replace_all(" ", "  ", literal=True), pl.lit(" "))
    marked = spaced.str.replace_many(found, put, leftmost=True)
    return marked.str.replace_all("  ", " ", literal=True).str.strip_chars(" ")


def marks_alone(text: pl.Expr) -> pl.Expr:
    """A text with places enclosed, each of them as the sign alone."""
    return text.str.replace_all(MARKED, PLACE)


def unmarked(text: pl.Expr) -> pl.Expr:
    """The text without any sign."""
    return text.str.replace_all(PLACE, "", literal=True)


@cache
def council_places() -> frozenset[str]:
    """Cleaned names of the places that have or had a council, from the table of areas and ours."""
    rows = [
        *(row["name"] for row in _rows("districts.csv")),
        *(row["name"] for row in _rows("areas.csv") if row["kind"] == "county"),
        *(row["old_name"] for row in _rows("predecessors.csv")),
        *(_DATA / "council_places.txt").read_text(encoding="utf-8").splitlines(),
    ]
    # As the Office for National Statistics writes them: Bristol, City of; Derry City.
    title = re.compile(r", (?:City|County) of$|^(?:City|County) of | (?:City|County)$")
    # A test holds this against the cleaning of names, which would take ten times as long here.
    return frozenset(
        " ".join(re.sub("[^A-Z0-9 ]", " ", title.sub("", row).replace("'", "").upper()).split())
        for row in rows
        if not row.startswith("#")
    )


def _rows(areas: str) -> list[dict[str, str]]:
    with (_AREAS / areas).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))
