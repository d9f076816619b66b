"""`Department Family`: the ministry beside one of its bodies, or a trust's own departments; and a body's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.read.headings import FAMILIES, TOLD_BY, cleaned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_FAMILIES = ("departmentfamily", "departmentalfamily", "departmentfamilyt")
_FEWEST = 5
"""Rows with a name, before it is said to stand on each of them."""
MOST_PUBLISHERS = 3
"""Names of publishers that one file has without saying that they are bodies."""


def without_own_departments(
    heading: Heading, looks: Sequence[Look], settled: Mapping[str, str]
) -> Heading:
    """The heading whose family of departments is the department, where it names no bodies.

    Args:
        heading: as its words were understood.
        looks: at the first rows under it.
        settled: meaning to heading, as the user said.
    """
    place = heading.columns.get("body", len(looks))
    if "body" in settled or place >= len(looks):
        return heading
    look = looks[place]
    if (
        cleaned(heading.cells[place]) not in _FAMILIES
        or look.distinct <= MOST_PUBLISHERS
        or look.bodies * 2 >= look.filled
    ):
        return heading
    columns = {meaning: at for meaning, at in heading.columns.items() if meaning != "body"}
    told = {meaning: by for meaning, by in heading.told_by.items() if meaning != "body"}
    if "department" not in columns:
        columns["department"], told["department"] = place, heading.told_by["body"]
    return heading._replace(columns=columns, told_by=told)


def with_body_as_heading(heading: Heading, looks: Sequence[Look]) -> Heading:
    """The heading with the publisher's column, where that has the publisher's name in place of a heading.

    As `Department of Health, West Hertfordshire Hospitals NHS Trust, Date, …` over the same two on every
    row: the last of them is the body, and the one before it its family.

    Args:
        heading: as it was understood in the end.
        looks: at the first rows under it.
    """
    used = {place for meaning, place in heading.columns.items() if meaning != "department"}
    found = [
        place
        for place, (cell, look) in enumerate(zip(heading.cells, looks, strict=False))
        if place not in used
        and look.distinct == 1
        and look.filled >= _FEWEST
        and cleaned(cell) == cleaned(look.example)
    ]
    bodies = [place for place in found if looks[place].bodies == looks[place].filled]
    if not bodies or "body" in heading.columns:
        return heading
    body = bodies[-1]
    told = {**heading.told_by, "body": TOLD_BY[-1]}
    columns = {**heading.columns, "body": body}
    if columns.get("department") in found:
        del told["department"], columns["department"]
    return heading._replace(
        columns=columns,
        told_by=told,
        family=next((looks[place].example for place in found if place < body), heading.family),
    )


def with_family(heading: Heading, looks: Sequence[Look]) -> Heading:
    """The heading with the department that a column beside the publishers' names on every row.

    `Corporate` and `EA` say nothing of who published; `Department for Work and Pensions` beside does.

    Args:
        heading: as it was understood in the end.
        looks: at the first rows under it.
    """
    used = {place for meaning, place in heading.columns.items() if meaning != "department"}
    if "body" not in heading.columns:
        return heading
    beside = [place for place in heading.all_that_mean("body") if place not in used]
    beside += [place for place, cell in enumerate(heading.cells) if cleaned(cell) in FAMILIES]
    for place in beside:
        if place not in used and place < len(looks) and looks[place].distinct == 1:
            return heading._replace(family=looks[place].example)
    return heading
