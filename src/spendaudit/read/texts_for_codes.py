"""Departments and categories in words, where the heading that is found first stands over their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.read.headings import cleaned, meaning_of, told_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_READ_BY_PEOPLE = ("department", "category", "purpose")
_HARDLY, _MOSTLY = 0.1, 0.8
"""Shares of the filled cells that are words and no codes."""


def with_texts(heading: Heading, looks: Sequence[Look], settled: Mapping[str, str]) -> Heading:
    """The heading with `Cost Centre Description` for the department where `Cost Centre` holds codes.

    Args:
        heading: as its words were understood.
        looks: at the first rows under it.
        settled: meaning to heading, as the user said; what the user named stays.
    """
    columns = dict(heading.columns)
    for meaning in _READ_BY_PEOPLE:
        codes = columns.get(meaning)
        if codes is None or meaning in settled or not _holds_codes(looks, codes):
            continue
        bare = cleaned(heading.cells[codes]).removesuffix("code")
        texts = [
            place
            for place in heading.all_that_mean(meaning)
            if place not in columns.values() and _holds_words(looks, place, looks[codes].filled)
        ]
        if texts:
            columns[meaning] = min(
                texts, key=lambda place: (not _of(heading, place, bare), _rank(heading, place))
            )
    if columns == heading.columns:
        return heading
    told = told_by(
        {one: columns[one] for one in _READ_BY_PEOPLE if one in columns}, heading.cells, settled
    )
    changed = {one: told[one] for one in told if columns[one] != heading.columns[one]}
    return heading._replace(columns=columns, told_by=heading.told_by | changed)


def _holds_codes(looks: Sequence[Look], place: int) -> bool:
    return (
        place < len(looks)
        and looks[place].filled > 0
        and looks[place].share(looks[place].words) < _HARDLY
    )


def _holds_words(looks: Sequence[Look], place: int, filled: int) -> bool:
    if place >= len(looks) or looks[place].filled * 2 < filled:
        return False
    return looks[place].share(looks[place].words) >= _MOSTLY


def _of(heading: Heading, place: int, bare: str) -> bool:
    """Whether a heading is another one with something behind it: `Cost Centre`, `Cost Centre Name`."""
    return bool(bare) and cleaned(heading.cells[place]).startswith(bare)


def _rank(heading: Heading, place: int) -> tuple[int, int]:
    found = meaning_of(heading.cells[place])
    return (found[1] if found else 0), place
