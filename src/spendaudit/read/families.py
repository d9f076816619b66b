"""`Department Family` over a trust's own departments: no publishers, though the heading says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_FAMILIES = ("departmentfamily", "departmentalfamily", "departmentfamilyt")
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
