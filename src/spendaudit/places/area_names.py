"""What an area is called: finding it by name, alias, official name or GSS code."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from spendaudit.errors import AreaError
from spendaudit.places.area_table import (
    KINDS,
    Alias,
    Area,
    Predecessor,
    aliases,
    areas,
    districts,
    metropolitan_counties,
    predecessors,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

GSS_CODE = re.compile(r"[A-Z][0-9]{8}")

DISTRICT, COUNTY, AUTHORITY, REGION, NATION = (frozenset({kind}) for kind in KINDS)

# What a council calls itself, after its name and before it, and the kinds of area that it can
# be: folded, the longest first. "cc" is a county council or a city council.
SUFFIXES: dict[str, frozenset[str]] = {
    "mayoral combined county authority": AUTHORITY,
    "mayoral combined authority": AUTHORITY,
    "combined county authority": AUTHORITY,
    "city and district council": DISTRICT,
    "metropolitan borough council": DISTRICT,
    "metropolitan district council": DISTRICT,
    "county borough council": DISTRICT,
    "london borough council": DISTRICT,
    "royal borough council": DISTRICT,
    "combined authority": AUTHORITY,
    "metropolitan borough": DISTRICT,
    "metropolitan district": DISTRICT,
    "county borough": DISTRICT,
    "london borough": DISTRICT,
    "royal borough": DISTRICT,
    "unitary authority": DISTRICT,
    "county of": DISTRICT,  # as ONS writes "Herefordshire, County of"
    "city of": DISTRICT,
    "borough council": DISTRICT,
    "city council": DISTRICT,
    "district council": DISTRICT,
    "county council": COUNTY | DISTRICT,
    "corporation": DISTRICT,
    "borough": DISTRICT,
    "district": DISTRICT,
    "council": COUNTY | DISTRICT,
    "county": COUNTY | DISTRICT,
    "region": REGION,
    "nation": NATION,
    "city": DISTRICT,
    "mbc": DISTRICT,
    "mdc": DISTRICT,
    "lbc": DISTRICT,
    "rbc": DISTRICT,
    "cbc": DISTRICT,
    "mca": AUTHORITY,
    "cca": AUTHORITY,
    "bc": DISTRICT,
    "dc": DISTRICT,
    "cc": COUNTY | DISTRICT,
    "lb": DISTRICT,
    "ca": AUTHORITY,
}
PREFIXES: dict[str, frozenset[str]] = {
    "metropolitan borough of": DISTRICT,
    "metropolitan district of": DISTRICT,
    "borough council of": DISTRICT,
    "city and county of": DISTRICT,
    "county borough of": DISTRICT,
    "london borough of": DISTRICT,
    "royal borough of": DISTRICT,
    "council of the": DISTRICT,
    "royal county of": DISTRICT | COUNTY,
    "london borough": DISTRICT,
    "royal borough": DISTRICT,
    "metropolitan district council": DISTRICT,
    "london borough council": DISTRICT,
    "unitary authority": DISTRICT,
    "district council": DISTRICT,
    "county council": COUNTY | DISTRICT,
    "borough council": DISTRICT,
    "city council": DISTRICT,
    "borough of": DISTRICT,
    "council of": DISTRICT | COUNTY,
    "county of": DISTRICT | COUNTY,
    "district of": DISTRICT,
    "city of": DISTRICT,
    "region of": REGION,
    "cyngor": DISTRICT,
    "lb of": DISTRICT,
    "rb of": DISTRICT,
    "lb": DISTRICT,
    "rb": DISTRICT,
}


_APOSTROPHES = re.compile("['\u2019`]")
_SIGNS = re.compile("[^a-z0-9]+")


def fold(text: str) -> str:
    """Write a name as plain lower-case words: "King's Lynn & West Norfolk" → "kings lynn and west norfolk"."""
    plain = text.replace("&", " and ")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _SIGNS.sub(" ", _APOSTROPHES.sub("", plain.casefold())).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@cache
def codes_by_name() -> dict[str, tuple[str, ...]]:
    """Folded name, Welsh name and official name of every area → the codes that bear it, in order of kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, area in areas().items():
        found[fold(area.name)].add(code)
    for code, district in districts().items():
        for name in (district.welsh_name, district.council):
            if name:
                found[fold(name)].add(code)
    return {
        name: tuple(sorted(codes, key=lambda code: (KINDS.index(areas()[code].kind), code)))
        for name, codes in found.items()
    }


@cache
def aliases_by_name() -> dict[str, Alias]:
    """Other names, folded."""
    return {fold(alias.name): alias for alias in aliases()}


@cache
def predecessors_by_name() -> dict[str, Predecessor]:
    """Folded names of abolished districts and counties that no area of today bears."""
    return {fold(old.name): old for old in predecessors() if fold(old.name) not in codes_by_name()}


def without_type_words(folded: str) -> Iterator[tuple[str, frozenset[str]]]:
    """A folded name, then again with each word of its kind taken off, and the kinds it can be.

    "city of bradford metropolitan district council" has such words at both ends; "liverpool city
    region combined authority" must keep some of them.
    """
    kinds = frozenset(KINDS)
    yield folded, kinds
    for _ in range(2):
        for phrases, strip in ((SUFFIXES, _without_ending), (PREFIXES, _without_beginning)):
            for phrase, of_kind in phrases.items():
                shorter = strip(folded, phrase)
                if shorter != folded:
                    folded, kinds = shorter, kinds & of_kind or kinds
                    yield folded, kinds
                    break


def _without_ending(folded: str, phrase: str) -> str:
    return folded.removesuffix(f" {phrase}")


def _without_beginning(folded: str, phrase: str) -> str:
    return folded.removeprefix(f"{phrase} ").removeprefix("the ")


def successor(old: Predecessor) -> Area:
    """The area of today that follows an abolished one, with a notice that says so."""
    followers = [areas()[code] for code in old.districts]
    names = " and ".join(f"{area.name} ({area.code})" for area in followers)
    if len(followers) > 1:
        notice = (
            f"The county of {old.name} ended in {old.ended}; its districts of today are {names}."
        )
        return Area(old.code, old.name, "county", old.districts, notice)
    if old.change == "recoded":
        notice = f"{old.code} is an older code of {names}."
    elif followers[0].name == old.name:
        notice = f"{old.code} was the county of {old.name} until {old.ended}; today it is {names}."
    else:
        notice = f"{old.name} ended in {old.ended} and is part of {names} today."
    return followers[0]._replace(notice=notice)


def area_of_code(code: str) -> Area | None:
    """The area with a GSS code, or the one that follows it; None if there never was one."""
    code = metropolitan_counties().get(code, code)
    if code in areas():
        return areas()[code]
    return next((successor(old) for old in predecessors() if old.code == code), None)


def find_area(text: str) -> Area:
    """Find the area that a user means by a name, an alias, an official name or a GSS code.

    Case, punctuation and "&" do not matter. Where several areas bear one name, words of the kind
    decide ("Lancashire County Council", "West Midlands region"); without any, the first of
    district, county, combined authority, region, nation is taken and `notice` names the others.
    An abolished district leads to the one that follows it, and `notice` says so.

    Raises:
        AreaError: no area bears the name; it suggests the nearest names.
    """
    code = text.strip().upper()
    if GSS_CODE.fullmatch(code):
        alias = aliases_by_name().get(fold(code))
        if area := area_of_code(alias.code if alias else code):
            return area
        raise AreaError(f'no area has the code "{code}"', "try: spendaudit areas NAME")
    core = ""
    for core, kinds in without_type_words(fold(text)):
        # A wrong type word ("Preston District Council" for a city) is no reason to refuse.
        if area := _area_by_name(core, kinds) or _area_by_name(core, frozenset(KINDS)):
            return area
    raise AreaError(f'no area is called "{text.strip()}"', _suggestion(core))


def _area_by_name(folded: str, kinds: frozenset[str]) -> Area | None:
    codes = [code for code in codes_by_name().get(folded, ()) if areas()[code].kind in kinds]
    if codes:
        chosen, *others = [areas()[code] for code in codes]
        return chosen._replace(notice=_namesakes(chosen, others)) if others else chosen
    if folded in aliases_by_name():
        return area_of_code(aliases_by_name()[folded].code)
    if folded in predecessors_by_name():
        return successor(predecessors_by_name()[folded])
    return None


def _namesakes(chosen: Area, others: list[Area]) -> str:
    also = " and ".join(f"the {area.kind} is {area.code}" for area in others)
    return f"{chosen.name} is taken as the {chosen.kind} ({chosen.code}); {also}."


def _suggestion(core: str) -> str:
    known = {fold(area.name): area.name for area in areas().values()}
    known.update({fold(old.name): old.name for old in predecessors()})
    near = [known[name] for name in known if core and name.startswith(core + " ")][:3]
    near = near or [known[name] for name in difflib.get_close_matches(core, known, n=3, cutoff=0.6)]
    if not near:
        return "try: spendaudit areas (it lists every area)"
    return "try: " + " or ".join(
        f'--area "{name}"' if " " in name else f"--area {name}" for name in near
    )
