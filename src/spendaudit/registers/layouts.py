"""The registers that can be read: how each is known by its columns, and what these mean."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_MARKS = 3
"""A byte order mark may stand at the start of a heading as itself or as text, even twice."""
SOME_DATE = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%Y%m%d")


class Former(NamedTuple):
    """Columns of former names, numbered from 1: their patterns, and how many there are."""

    names: str
    until: str
    most: int


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of register, as `data/layouts.toml` describes it.

    Attributes:
        key: its name in the table.
        id: of the register that it makes; several layouts may make one.
        postcode_is: what the postcode says, in words.
        presence: whether the organisation can be taken to be where its postcode is.
        scheme: prefix of org-id.guide identifiers, or an empty text.
        known_by: headings that all stand in one row; each with its alternatives.
        width: of a register without a heading, how many cells every row has; 0 with a heading.
        columns: meaning to headings.
        former: the columns of former names.
        numbers: identifiers that depend on another column: `column`, `where`, `is`, `scheme`.
        constant: meaning to a text that holds for every row.
        address: headings that together are one address; those shared by many are counted.
        zeros: digits to which numbers are filled up.
        number_like: what every number looks like, or an empty text.
        names_of: the register to whose organisations its rows are other names, or an empty text.
        only: heading to the texts of the rows that are kept; `only_reason` says what the others are.
        once_by: meanings; of rows that agree in them only the first is kept, for `once_reason`.
        as_written: whether texts are kept as they stand and tidied when they are read.
        quoted: whether quotation marks stand around cells; else they are letters.
        edition: the column that says of which day the register is.
        named_by: pattern of what makes several files of one kind several registers.
        part: pattern of number and count in the names of parts.
        own: whether it is any list of the user's.
        instead: what it says in place of what was paid, `agreed` or `awarded`, where such a list lies
            about among spending and its amounts would pass for payments.
        beside: whether it is read from the file of another layout, whose `beside_it` names it.
        refused: why a file that looks so is not read, or an empty text; `try_next` says what to do.
    """

    key: str
    id: str
    title: str
    known_by: tuple[tuple[str, ...], ...]
    source: str
    publisher: str = ""
    page: str = ""
    file: str = ""
    licence: str = ""
    postcode_is: str = ""
    presence: bool = True
    scheme: str = ""
    parent_scheme: str = ""
    width: int = 0
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former: Former | None = None
    numbers: tuple[Mapping[str, str], ...] = ()
    constant: Mapping[str, str] = field(default_factory=dict)
    address: tuple[str, ...] = ()
    zeros: int = 0
    number_like: str = ""
    sic_like: str = r"^\s*([0-9]{4,5})\b"
    company_prefix: str = ""
    postcode_at_end: bool = False
    dates: tuple[str, ...] = SOME_DATE
    blanks: tuple[str, ...] = ()
    names_of: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_reason: str = ""
    once_by: tuple[str, ...] = ()
    once_reason: str = "the same number again"
    as_written: bool = False
    quoted: bool = True
    edition: str = ""
    named_by: str = ""
    part: str = ""
    own: bool = False
    instead: str = ""
    beside: bool = False
    beside_it: str = ""
    refused: str = ""
    try_next: str = ""

    def lacks(self, headings: frozenset[str]) -> list[str]:
        """Headings by which it would be known and that are missing, as the publisher writes them.

        Args:
            headings: as `plain` gives them.
        """
        return [one[0] for one in self.known_by if headings.isdisjoint(plain(name) for name in one)]


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout, in the order of the table."""
    table = files("spendaudit.registers").joinpath("data", "layouts.toml")
    written = tomllib.loads(table.read_text(encoding="utf-8"))
    return tuple(_layout(key, one) for key, one in written.items())


def layout_called(key: str) -> Layout:
    """The layout of a name in the table."""
    return {one.key: one for one in layouts()}[key]


def plain(heading: str) -> str:
    """A heading as it is compared: small letters, single blanks, no byte order mark."""
    text = heading
    for _ in range(MOST_MARKS):
        text = text.removeprefix("\ufeff").removeprefix("ï»¿").removeprefix("Ã¯Â»Â¿").lstrip()
    return " ".join(text.split()).casefold()


def recognise(cells: Sequence[str], among: Sequence[Layout] = ()) -> Layout | None:
    """The layout whose headings a row holds; of several, the one that is known by most of them.

    Args:
        cells: of the row.
        among: the layouts that count; all without it.
    """
    headings = frozenset(plain(cell) for cell in cells)
    fitting = [
        one
        for one in among or layouts()
        if one.known_by and not one.beside and not one.lacks(headings)
    ]
    return max(fitting, key=lambda one: (not one.own, len(one.known_by)), default=None)


def recognise_rows(rows: Sequence[Sequence[str]]) -> Layout | None:
    """The layout of a register without a heading, by its first rows.

    Each has so many cells, its code in the first, and a day or nothing where days stand.
    """
    for one in layouts():
        if not one.width or not rows:
            continue
        days = [int(name) - 1 for key in ("from", "until") for name in one.columns[key]]
        if all(
            len(cells) == one.width
            and re.fullmatch(r"[A-Z0-9]{2,12}", cells[0].strip())
            and cells[1].strip()
            and all(re.fullmatch(r"(?:[0-9]{8})?", cells[day].strip()) for day in days)
            for cells in rows
        ):
            return one
    return None


def nearest(rows: Sequence[Sequence[str]]) -> tuple[Layout, list[str], Sequence[str]] | None:
    """The layout of which some row holds most, what it lacks, and the row; None where none is near."""
    found: list[tuple[int, int, Layout, list[str], Sequence[str]]] = []
    for place, cells in enumerate(rows):
        headings = frozenset(plain(cell) for cell in cells)
        for one in layouts():
            lacking = one.lacks(headings)
            met = len(one.known_by) - len(lacking)
            if one.known_by and met * 2 >= len(one.known_by) and not one.own and not one.refused:
                found.append((met, -place, one, lacking, cells))
    if not found:
        return None
    best = max(found, key=lambda one: one[:2])
    return best[2], best[3], best[4]


def _layout(key: str, written: Mapping[str, Any]) -> Layout:
    said = dict(written)
    former = said.pop("former", None)
    renamed = {"with": "beside_it", "try": "try_next"}
    values = {renamed.get(name, name): _frozen(value) for name, value in said.items()}
    values["known_by"] = tuple(
        tuple(name.strip() for name in one.split(" | ")) for one in said.get("known_by", ())
    )
    values.setdefault("id", key)
    return Layout(key=key, former=Former(**former) if former else None, **values)


def _frozen(value: Any) -> Any:  # noqa: ANN401  # whatever TOML holds
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return value
