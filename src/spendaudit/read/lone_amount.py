"""The one column of pounds under a heading that names the supplier and no amount: `Actual`, `£ p`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from spendaudit.read.heading_rows import find_heading, is_worded
from spendaudit.read.headings import TOLD_BY, meaning_of, understand
from spendaudit.read.looks import look_at_records
from spendaudit.read.missing_columns import A_FEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading

ENOUGH_ROWS = 5
SURE, UNSURE = 0.9, 0.5
"""Shares of the filled cells that are amounts, and that are plainly so: with pence or commas."""
OF_ANOTHER_KIND = re.compile(
    r"vat|tax|budget|commit|contract|order|award|estimat|forecast|plan|cumul|balance|limit|rate|hour"
    r"|qty|quantity|unit|price|salar|pay band|grade|income|receipt|receiv|discount|per ?cent|%|score"
    r"|target|varian|year|band|threshold|outturn|alloc|annual|lifetime|approv|outstanding|to date|ytd"
    r"|total|number|ref|code|id\b|no\b|km|mile|weight|latitud|longitud|east|north|postcode"
)
"""What a column of figures is called that holds something else than what was paid."""


OF_CONTRACTS = re.compile(r"contract|tender|(start|end|expiry|review|award)(ed)? date|renewal")
"""What a heading has in a list of contracts, whose pounds are not paid yet."""


def with_lone_amount(records: Sequence[Record], settled: Mapping[str, str]) -> Heading | None:
    """The heading of a table in which one column only can be the amount; None where that is open.

    Args:
        records: line and cells of the first rows that are not blank.
        settled: meaning to heading, as the user said; an amount of theirs is the amount.
    """
    if "amount" in settled:
        return None
    place = _place(records, settled)
    if place is None:
        return None
    heading = find_heading(records, {**settled, "amount": f"column {place + 1}"})
    if heading is None or heading.columns["amount"] != place:
        return None
    called = f"column {place + 1}"
    if heading.cells[place].strip():
        called = f"{heading.called(place)!r} ({called})"
    return replace(
        heading,
        told_by=heading.told_by | {"amount": TOLD_BY[-1]},
        notices=(*heading.notices, f"{called} was understood as the amount by its content only"),
    )


def _place(records: Sequence[Record], settled: Mapping[str, str]) -> int | None:
    """Where the only column of pounds stands that no word speaks of."""
    known = [
        (len(columns), at, cells, columns)
        for at, (_, cells) in enumerate(records)
        if is_worded(cells) and "supplier" in (columns := understand(cells, settled))
    ]
    if not known:
        return None
    _, at, cells, columns = max(known, key=lambda one: (one[0], -one[1]))
    if (
        "amount" in columns
        or len(columns) < A_FEW
        or any(map(OF_CONTRACTS.search, map(str.lower, cells)))
    ):
        return None
    looks = look_at_records([row for _, row in records[at + 1 :]])
    most = max((look.filled for look in looks), default=0)
    found = [
        place
        for place, look in enumerate(looks[: len(cells)])
        if meaning_of(cells[place]) is None
        and look.filled > most / 2
        and look.share(look.money) >= SURE
        and look.share(look.pounds) >= UNSURE
    ]
    if most < ENOUGH_ROWS or len(found) != 1 or OF_ANOTHER_KIND.search(cells[found[0]].lower()):
        return None
    return found[0]
