"""Departments and categories in words, where the heading found first stands over codes or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.read.headings import SAY_NO_MORE, TOLD_BY, cleaned, meaning_of, told_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_READ_BY_PEOPLE = ("department", "category", "purpose")
_HARDLY, _MOSTLY = 0.1, 0.8
"""Shares of the filled cells that are words and no codes, and of the rows that are filled."""
_OVER_CODES = {
    "department": re.compile(r"(service|(cost|profit|business)cent(re|er)|division|team)(code)?"),
    "category": re.compile(
        r"(detailed)?(account|expense|expenditure|subjective|nominal|ledger|internalcost|gl(account)?)(code)?"
    ),
}
"""What stands over codes nearly everywhere, and here and there over the words for them."""
_DESCRIPTION = ("description", "desc", "narrative")


def with_texts(heading: Heading, looks: Sequence[Look], settled: Mapping[str, str]) -> Heading:
    """The heading with `Cost Centre Description` for the department where `Cost Centre` holds codes.

    The same where it holds nothing, or only says of each payment whether it is revenue or capital:
    then there is no category, unless another column has one. What stands in words under a heading
    of codes is taken where nothing else is.

    Args:
        heading: as its words were understood.
        looks: at the first rows under it.
        settled: meaning to heading, as the user said; what the user named stays.
    """
    rows = max((look.filled for look in looks), default=0)
    columns = dict(heading.columns)
    for meaning in _READ_BY_PEOPLE:
        found = columns.get(meaning)
        if meaning in settled or not (found is None or _says_little(looks, found, rows)):
            continue
        of_codes = found is not None and looks[found].filled >= rows / 2
        filled = looks[found].filled / 2 if found is not None and of_codes else rows * _MOSTLY
        if found is not None and _is_of_kinds(looks, found):
            del columns[meaning]
        bare = "" if found is None else cleaned(heading.cells[found]).removesuffix("code")
        texts = [
            place
            for place in heading.all_that_mean(meaning)
            if place not in columns.values()
            and _holds_words(looks, place, filled)
            and not _is_of_kinds(looks, place)
        ]
        instead = _over_words(heading, looks, meaning, columns, rows)
        if texts:
            columns[meaning] = min(
                texts, key=lambda place: (not _of(heading, place, bare), _rank(heading, place))
            )
        elif instead is not None:
            columns[meaning] = instead
        elif meaning == "category" and found is not None:
            columns = _with_description(heading, looks, columns, found, settled)
    if columns == heading.columns:
        return heading
    told = told_by(
        {one: columns[one] for one in _READ_BY_PEOPLE if one in columns}, heading.cells, settled
    )
    changed = {one: told[one] for one in told if columns[one] != heading.columns.get(one)}
    by_content = {
        one: TOLD_BY[-1]
        for one in changed
        if (known := meaning_of(heading.cells[columns[one]])) is None or known[0] != one
    }
    kept = {one: by for one, by in heading.told_by.items() if one in columns}
    return heading._replace(columns=columns, told_by=kept | changed | by_content)


def _says_little(looks: Sequence[Look], place: int, rows: int) -> bool:
    """Whether a column holds codes, next to nothing, or revenue and capital."""
    if place >= len(looks):
        return False
    look = looks[place]
    return look.filled < rows / 2 or look.share(look.words) < _HARDLY or _is_of_kinds(looks, place)


def _is_of_kinds(looks: Sequence[Look], place: int) -> bool:
    """Whether a column says of each payment that it is revenue or capital, and no more."""
    return place < len(looks) and looks[place].share(looks[place].kinds) >= 1


def _over_words(
    heading: Heading, looks: Sequence[Look], meaning: str, columns: Mapping[str, int], rows: int
) -> int | None:
    """The last column whose heading tells of codes and which holds words on nearly every row."""
    codes = _OVER_CODES.get(meaning)
    found = [
        place
        for place, cell in enumerate(heading.cells[: len(looks)])
        if codes
        and place not in _used(columns)
        and codes.fullmatch(cleaned(cell))
        and _holds_words(looks, place, rows * _MOSTLY)
        and not _is_of_kinds(looks, place)
    ]
    return found[-1] if found else None


def _used(columns: Mapping[str, int]) -> set[int]:
    return {place for meaning, place in columns.items() if meaning not in SAY_NO_MORE}


def _with_description(
    heading: Heading,
    looks: Sequence[Look],
    columns: dict[str, int],
    codes: int,
    settled: Mapping[str, str],
) -> dict[str, int]:
    """`Description` right behind `Account` says what each account is, and not what each payment was for."""
    behind = codes + 1
    if (
        "purpose" in settled
        or columns.get("purpose") != behind
        or cleaned(heading.cells[behind]) not in _DESCRIPTION
        or not _holds_words(looks, behind, looks[codes].filled / 2)
        or looks[behind].distinct > min(looks[codes].distinct, looks[behind].filled * _MOSTLY)
    ):
        return columns
    left = {meaning: place for meaning, place in columns.items() if meaning != "purpose"}
    return left | {"category": behind}


def _holds_words(looks: Sequence[Look], place: int, filled: float) -> bool:
    """Whether so many cells of a column are filled, and nearly all of them with words."""
    if place >= len(looks) or looks[place].filled < max(filled, 1):
        return False
    return looks[place].share(looks[place].words) >= _MOSTLY


def _of(heading: Heading, place: int, bare: str) -> bool:
    """Whether a heading is another one with something behind it: `Cost Centre`, `Cost Centre Name`."""
    return bool(bare) and cleaned(heading.cells[place]).startswith(bare)


def _rank(heading: Heading, place: int) -> tuple[int, int]:
    found = meaning_of(heading.cells[place])
    return (found[1] if found else 0), place
