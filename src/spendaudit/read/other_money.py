"""Columns of money beside the amount that nobody knows by their heading: `Carriage`, `Non VAT Amount`.

They may be a part of what was paid, and are not added: what they come to is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.read.headings import cleaned, meaning_of
from spendaudit.read.lone_amount import ENOUGH_ROWS, OF_ANOTHER_KIND, SURE, UNSURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_WITHOUT_VAT = re.compile("^non?vat")
"""What no VAT is on, which is not the VAT."""


def with_other_money(heading: Heading, looks: Sequence[Look]) -> Heading:
    """The heading with those columns among the rivals of its amount, whose sums are said.

    Args:
        heading: as it was understood.
        looks: what each column of the rows under it looks like.
    """
    known = {*heading.columns.values(), *(place for _, place in heading.rival_amounts)}
    found = [
        (heading.called(place), place)
        for place, look in enumerate(looks[: len(heading.cells)])
        if place not in known and _is_money(heading.cells[place], look)
    ]
    if not found:
        return heading
    return heading._replace(rival_amounts=(*heading.rival_amounts, *found))


def _is_money(cell: str, look: Look) -> bool:
    if not cell.strip() or look.filled < ENOUGH_ROWS:
        return False
    if not _WITHOUT_VAT.search(cleaned(cell)) and (
        meaning_of(cell) is not None or OF_ANOTHER_KIND.search(cell.lower())
    ):
        return False
    return look.share(look.money) >= SURE and look.share(look.pounds) >= UNSURE
