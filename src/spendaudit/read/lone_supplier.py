"""The one column full of firms under a heading that names the amount and no supplier: `Account Name`, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.read.heading_rows import find_heading
from spendaudit.read.headings import TOLD_BY, cleaned, meaning_of
from spendaudit.read.lone_amount import ENOUGH_ROWS, says_most
from spendaudit.read.looks import look_at_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading

NAMES, FIRMS = 0.9, 0.25
"""Shares of the filled cells that are words, and that hold a word of organisations, such as `Ltd`."""
MANY = 3
"""How many times as often as any other column."""
VARIED = 0.2
"""Different texts per row, at least: kinds of payees, and departments, vary less."""
OF_OTHERS = r"customer|debtor|tenant|client|owner|funder|funding|employer|publish|row label"
"""What a column of names is called that are not of those who were paid."""
_OF_A_LEDGER = "accountname"
_TOTAL_FOR = re.compile(r"total (?:for|of) (.+)", re.IGNORECASE)
_BY_SUPPLIER = re.compile(r"\bby (?:suppliers?|vendors?|payees?|creditors?)\b", re.IGNORECASE)
OF_CARDS = r"card ?-?_?holder"
"""What a list of purchases by card calls who bought: what else it says is mostly the merchant's name."""


def with_lone_supplier(records: Sequence[Record], settled: Mapping[str, str]) -> Heading | None:
    """The heading of a table in which one column only can hold who was paid; None where that is open.

    Args:
        records: line and cells of the first rows that are not blank.
        settled: meaning to heading, as the user said; a supplier of theirs is the supplier.
    """
    if "supplier" in settled:
        return None
    place = _place(records, settled)
    if place is None:
        place = _place_of_groups(records, settled)
    if place is None:
        return None
    heading = find_heading(records, {**settled, "supplier": f"column {place + 1}"})
    if heading is None or heading.columns["supplier"] != place:
        return None
    called = f"column {place + 1}"
    if heading.cells[place].strip():
        called = f"{heading.called(place)!r} ({called})"
    said = f"{called} was understood as the supplier by its content only"
    return heading._replace(
        told_by=heading.told_by | {"supplier": TOLD_BY[-1]}, notices=(*heading.notices, said)
    )


def _place(records: Sequence[Record], settled: Mapping[str, str]) -> int | None:
    said = says_most(records, settled, "amount")
    if said is None:
        return None
    at, cells, _ = said
    looks = look_at_records([row for _, row in records[at + 1 :]])
    most = max((look.filled for look in looks), default=0)
    texts = sorted(
        (
            (look.bodies, place)
            for place, look in enumerate(looks[: len(cells)])
            if look.share(look.words) >= NAMES and look.filled > most / 2
        ),
        reverse=True,
    )
    called = [cell.strip() for cell in cells] + [""] * (len(looks) - len(cells))
    # A lost heading leaves one column nameless, and what the other words say of theirs is known.
    if sum(not called[place] for _, place in texts) == 1:
        texts = [(bodies, place) for bodies, place in texts if meaning_of(called[place]) is None]
    if most < ENOUGH_ROWS or not texts:
        return None
    (bodies, place), *others = texts
    look = looks[place]
    # `Organisation Name` is mostly the publisher's: then one name stands on every row.
    means = meaning_of(called[place])
    may_mean = {"body", *(["purpose"] if by_card(cells) else [])}
    if cleaned(called[place]) == _OF_A_LEDGER:
        # Of the ledger of accounts it is what was bought; of that of the creditors, who was paid.
        may_mean.add("category")
    return (
        place
        if (means is None or means[0] in may_mean)
        and not re.search(OF_OTHERS, called[place].lower())
        and bodies >= look.filled * FIRMS
        and all(bodies >= MANY * other for other, _ in others)
        and look.distinct >= max(ENOUGH_ROWS, look.filled * VARIED)
        else None
    )


def _place_of_groups(records: Sequence[Record], settled: Mapping[str, str]) -> int | None:
    """The first column, where it has no heading, and names groups of payments above and below each.

    As a ledger's list by supplier has it, `Wyre Ltd` and `Total for Wyre Ltd`; by accounts or by
    departments it is of the same form, and then neither its title nor the names speak of firms.
    """
    said = says_most(records, settled, "amount")
    if said is None or said[1][0].strip():
        return None
    at, *_ = said
    below = [cells for _, cells in records[at + 1 :]]
    alone = {
        cells[0].strip()
        for cells in below
        if cells[0].strip() and not any(map(str.strip, cells[1:]))
    }
    ends = [found[1].strip() for cells in below if (found := _TOTAL_FOR.match(cells[0]))]
    groups = [one for one in ends if one in alone]
    if len(groups) < ENOUGH_ROWS or len(groups) < len(ends) - 1:
        return None
    titled = any(_BY_SUPPLIER.search(cell) for _, cells in records[:at] for cell in cells)
    (look,) = look_at_records([[one] for one in groups])
    return 0 if titled or look.bodies >= FIRMS * look.filled else None


def by_card(cells: Sequence[str]) -> bool:
    """Whether a heading names the holders of cards, beside whom `Details` may be the merchants."""
    return any(re.search(OF_CARDS, cell.lower()) for cell in cells)
