"""The one column of pounds under a heading that names the supplier and no amount: `Actual`, `£ p`.

Beside pounds that were only planned, `Committed` or `Budget`, it is the one that says `Actual`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.read.heading_rows import find_heading, is_worded
from spendaudit.read.headings import (
    SECOND_AMOUNT,
    TOLD_BY,
    both_parts,
    cleaned,
    meaning_of,
    understand,
)
from spendaudit.read.looks import look_at_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

ENOUGH_ROWS = 5
SURE, UNSURE = 0.9, 0.5
"""Shares of the filled cells that are amounts, and that are plainly so: with pence or commas."""
A_FEW = 2
"""So many known words make a row a heading, even if the one that is needed is not among them."""
OF_ANOTHER_KIND = (
    r"vat|tax|budget|commit|contract|order|award|estimat|forecast|plan|cumul|balance|limit|rate|hour"
    r"|qty|quantity|unit|price|salar|pay band|grade|income|receipt|receiv|discount|per ?cent|%|score"
    r"|target|varian|year|band|threshold|outturn|alloc|annual|lifetime|approv|outstanding|to date|ytd"
    r"|total|number|ref|code|\bid\b|\bno\b|km|mile|weight|latitud|longitud|east|north|postcode"
)
"""What a column of figures is called that holds something else than what was paid."""

_SPENT = r"\bactuals?\b"
"""What says, beside what was planned, that it was paid."""
_PRICES = ("price", "pricepaid", "purchaseprice")
"""What was paid, unless it was paid for one of several."""
_OF_UNITS = r"\bunit|qty|quantity|hours|\bnumber of|\bno\.? of|\bcredit"
OF_CONTRACTS = r"contract|tender|(start|end|expiry|review|award)(ed)? date|renewal"
"""What a heading has in a list of contracts, whose pounds are not paid yet."""


def with_lone_amount(records: Sequence[Record], settled: Mapping[str, str]) -> Heading | None:
    """The heading of a table in which one column only can be the amount; None where that is open.

    Args:
        records: line and cells of the first rows that are not blank.
        settled: meaning to heading, as the user said; an amount of theirs is the amount.
    """
    if "amount" in settled:
        return None
    if (parts := _parts(records, settled)) is not None:
        return parts
    place, planned = _place(records, settled)
    if place is None:
        return None
    heading = find_heading(records, {**settled, "amount": f"column {place + 1}"})
    if heading is None or heading.columns["amount"] != place:
        return None
    called = f"column {place + 1}"
    if heading.cells[place].strip():
        called = f"{heading.called(place)!r} ({called})"
    said = f"{called} was understood as the amount by its content only"
    if planned:
        said += f", and not {' or '.join(repr(heading.called(one)) for one in planned)}"
    return heading._replace(
        told_by=heading.told_by | {"amount": TOLD_BY[-1]},
        notices=(*heading.notices, said),
    )


class Said(NamedTuple):
    """The row that says most of what its columns mean.

    Attributes:
        at: its place among the rows, from 0.
        cells: what stands in it.
        columns: meaning to position.
    """

    at: int
    cells: Sequence[str]
    columns: dict[str, int]


def says_most(records: Sequence[Record], settled: Mapping[str, str], needed: str) -> Said | None:
    """The first of the rows that name most columns, one that is needed among them.

    Args:
        records: line and cells of the first rows that are not blank.
        settled: meaning to heading, as the user said.
        needed: a meaning.

    Returns:
        None where no row names that and another one, or the one that does is of contracts.
    """
    known = [
        Said(at, cells, columns)
        for at, (_, cells) in enumerate(records)
        if is_worded(cells) and needed in (columns := understand(cells, settled))
    ]
    said = max(known, key=lambda one: (len(one.columns), -one.at), default=None)
    if said is None or len(said.columns) < A_FEW:
        return None
    return None if any(re.search(OF_CONTRACTS, cell.lower()) for cell in said.cells) else said


def _parts(records: Sequence[Record], settled: Mapping[str, str]) -> Heading | None:
    """The heading over two columns of pounds such as `Revenue` and `Capital`, both of which were paid."""
    for at, (_, cells) in enumerate(records):
        pair = both_parts(cells, plainly=False) if is_worded(cells) else None
        columns = understand(cells, settled) if pair else {}
        if pair is None or "supplier" not in columns or "amount" in columns:
            continue
        # A dash is what spreadsheets show of nought.
        rows = [
            ["" if cell.strip() == "-" else cell for cell in row] for _, row in records[at + 1 :]
        ]
        looks = look_at_records(rows)
        if max(pair) >= len(looks) or not _are_pounds([looks[place] for place in pair]):
            continue
        first, second = pair
        heading = find_heading(records, {**settled, "amount": f"column {first + 1}"})
        if (
            heading is None
            or heading.columns["amount"] != first
            or second in heading.columns.values()
        ):
            continue
        called = " and ".join(f"{heading.called(place)!r} (column {place + 1})" for place in pair)
        said = f"{called} were understood as the amount by their content only"
        return heading._replace(
            columns=heading.columns | {SECOND_AMOUNT: second},
            told_by=heading.told_by | {"amount": TOLD_BY[-1], SECOND_AMOUNT: TOLD_BY[-1]},
            notices=(*heading.notices, said),
        )
    return None


def _are_pounds(looks: Sequence[Look]) -> bool:
    """Whether columns hold amounts and nothing else, most of them plainly so."""
    filled = sum(look.filled for look in looks)
    return (
        filled >= ENOUGH_ROWS
        and all(look.filled and look.share(look.money) >= SURE for look in looks)
        and sum(look.pounds for look in looks) >= filled * UNSURE
    )


def _place(
    records: Sequence[Record], settled: Mapping[str, str]
) -> tuple[int | None, Sequence[int]]:
    """Where the only column of pounds stands that no word speaks of, and those of what was planned."""
    said = says_most(records, settled, "supplier")
    if said is None or "amount" in said.columns:
        return None, ()
    at, cells, _ = said
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
    priced = any(re.search(_OF_UNITS, cell.lower()) for cell in cells)
    planned = [
        place
        for place in found
        if re.search(OF_ANOTHER_KIND, cells[place].lower())
        and (priced or cleaned(cells[place]) not in _PRICES)
    ]
    paid = [place for place in found if place not in planned]
    if most < ENOUGH_ROWS or len(paid) != 1:
        return None, ()
    if planned and not re.search(_SPENT, cells[paid[0]].lower()):
        return None, ()
    return paid[0], planned
