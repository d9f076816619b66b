"""Which area a publisher's label, address or file name speaks of: an answer only when it is sure."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from spendaudit.places.area_names import (
    PREFIXES,
    SUFFIXES,
    aliases_by_name,
    area_of_code,
    codes_by_name,
    fold,
    predecessors_by_name,
    successor,
)
from spendaudit.places.area_table import KINDS, Area, areas, districts, table_rows

LONGEST_NAME = 9
"""Words of "City and County of Swansea Council" and its like, with room."""

COUNCIL_WORDS = frozenset(
    {
        *(words for words in (*PREFIXES, *SUFFIXES) if "council" in words or "borough" in words),
        *(words for words in SUFFIXES if "authority" in words),
        *("mbc", "mdc", "lbc", "rbc", "cbc", "mca", "cca", "bc", "dc", "cc", "lb", "cyngor"),
        *("corporation", "gov uk", "lb of"),
    }
)
"""Beside a name they say that it is a council's: "Preston CC", "bury.gov.uk", not "City of Bury"."""


class Mention(NamedTuple):
    """A name that stands in a text, the areas that bear it, and whether a council word is beside it."""

    start: int
    end: int
    areas: tuple[Area, ...]
    beside_council_word: bool
    doubtful: bool


def area_in_text(text: str) -> Area | None:
    """Find the area that a publisher's label, address or file name refers to.

    A GSS code decides. Otherwise exactly one district, county or combined authority must be named
    in whole words, the longest name counting. Beside a council word ("Tameside MBC",
    "…/id/district-council/preston") that is enough; else every other word must be one that says
    nothing about whose file it is ("Manchester September 2014"), and a name that is also an
    ordinary word (Reading) or is borne by two areas (Lancashire) is not enough. Bodies that are
    not councils (police, NHS, universities, parish and town councils …) give None, since their
    areas are others, and so does anything in doubt: a wrong area would be worse than none.
    """
    codes = {
        area_of_code(code) for code in re.findall(r"(?<![A-Z0-9])[EWSN][0-9]{8}(?![0-9])", text)
    }
    if len(codes) == 1 and (coded := codes.pop()):
        return coded
    words = _words(text)
    mentions = _mentions(words)
    around = _around(words, mentions)
    if any(_roles().get(word) == "other body" for word in around):
        return None
    named = {area.code: area for mention in mentions for area in mention.areas}
    if len(named) != 1:
        return None
    area = next(iter(named.values()))
    if any(mention.beside_council_word for mention in mentions):
        return area
    if any(mention.doubtful for mention in mentions):
        return None
    return area if all(map(_says_nothing, around)) else None


def _words(text: str) -> list[str]:
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unquote(text))  # PrestonCityCouncil
    folded = fold(text)
    return re.sub(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])", " ", folded).split()  # preston2014


def _mentions(words: list[str]) -> list[Mention]:
    """The names that stand in a text, without those that are part of a longer one."""
    found = [
        mention
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
        if (mention := _mention(words, start, end))
    ]
    return [
        mention
        for mention in found
        if not any(
            other.start <= mention.start
            and mention.end <= other.end
            and (other.start, other.end) != (mention.start, mention.end)
            for other in found
        )
    ]


def _mention(words: list[str], start: int, end: int) -> Mention | None:
    name = " ".join(words[start:end])
    named, sure = _bearers(name)
    if not named:
        return None
    kinds, beside = _kinds_beside(words, start, end)
    of_kind = tuple(area for area in named if area.kind in kinds)
    return Mention(
        start=start,
        end=end,
        areas=of_kind or named,
        beside_council_word=beside or _is_official(name),
        doubtful=not sure or _roles().get(name) == "ordinary word",
    )


def _bearers(name: str) -> tuple[tuple[Area, ...], bool]:
    """The areas that bear a folded name, and whether the name says so without a council word."""
    codes = codes_by_name().get(name) or _names_without_and().get(name, ())
    here = tuple(areas()[code] for code in codes if areas()[code].kind in KINDS[:3])
    if here:
        return here, len(here) == len(codes)  # "West Midlands" is a region too
    if name in predecessors_by_name():
        return (successor(predecessors_by_name()[name]),), True
    alias = aliases_by_name().get(name)
    area = area_of_code(alias.code) if alias else None
    return ((area,), alias.alone) if alias and area else ((), False)


def _kinds_beside(words: list[str], start: int, end: int) -> tuple[frozenset[str], bool]:
    """The kinds that the words on either side allow, and whether one of them is a council word."""
    before, after = " ".join(words[:start]) + " ", " " + " ".join(words[end:])
    kinds, beside = frozenset(KINDS), after.startswith(" gov uk")
    for phrases, is_beside in (
        (SUFFIXES, lambda phrase: (after + " ").startswith(f" {phrase} ")),
        (PREFIXES, lambda phrase: (" " + before).endswith(f" {phrase} ")),
    ):
        phrase = next(filter(is_beside, phrases), None)
        if phrase:
            kinds = kinds & phrases[phrase] or kinds
            beside = beside or phrase in COUNCIL_WORDS
    return kinds, beside


def _around(words: list[str], mentions: list[Mention]) -> list[str]:
    inside = {place for each in mentions for place in range(each.start, each.end)}
    return [word for place, word in enumerate(words) if place not in inside]


def _says_nothing(word: str) -> bool:
    return (
        word.isdigit() or len(word) == 1 or _roles().get(word) == "neutral" or word in _kind_words()
    )


@cache
def _kind_words() -> frozenset[str]:
    return frozenset(word for phrase in (*PREFIXES, *SUFFIXES) for word in phrase.split())


@cache
def _is_official(name: str) -> bool:
    return name in {fold(district.council) for district in districts().values()} and (
        "council" in name or "borough" in name
    )


@cache
def _names_without_and() -> dict[str, tuple[str, ...]]:
    """Names as they stand in addresses and file names: "hammersmith fulham"."""
    return {
        name.replace(" and ", " "): codes
        for name, codes in codes_by_name().items()
        if " and " in name
    }


@cache
def _roles() -> dict[str, str]:
    return {row["word"]: row["role"] for row in table_rows("publisher_words.csv")}
