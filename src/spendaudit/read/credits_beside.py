"""A column of credits beside the amounts: the rows that it fills, where these have no amount, are credits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.headings import TOLD_BY, cleaned
from spendaudit.read.looks import rough_pence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spendaudit.read.headings import Heading

_CREDITS = re.compile(
    "credits?(?:notes?|memos?)?(?:amounts?|amt|values?|gbp|pounds|net|total)*|(?:amounts?|values?)credit(?:ed|s)?"
)
_DEBITS = re.compile("(?:amounts?|values?)?(?:debits?|dr)(?:amounts?|amt|values?|gbp|pounds|net)*")
_IN_POUNDS = r"[£,.]"
"""What hardly any amount is without, and no number of a credit note has."""
_MOSTLY = 0.9
_TOTAL = r"(?i)\btotals?\b"


def credits_beside(heading: Heading) -> int | None:
    """Where a column stands whose heading speaks of credits, beside amounts that do not speak of debits."""
    plain = [cleaned(cell) for cell in heading.cells]
    if any(_DEBITS.fullmatch(text) for text in plain):
        return None
    places = [place for place, text in enumerate(plain) if _CREDITS.fullmatch(text)]
    if len(places) != 1 or places[0] == heading.columns["amount"] or "credit" in heading.columns:
        return None
    return places[0]


def with_credits_beside(
    heading: Heading, rows: pl.LazyFrame, settled: Mapping[str, str]
) -> Heading:
    """The heading with the credits, if they stand on rows without an amount only.

    Args:
        heading: with the amount that was chosen.
        rows: those under it; read once more only where a heading speaks of credits.
        settled: meaning to heading, as the user said.
    """
    place = credits_beside(heading)
    if place is None or settled.keys() & {"amount", "credit"}:
        return heading
    amount, credit, supplier = (
        pl.col(f"c{one}").fill_null("").str.strip_chars()
        for one in (heading.columns["amount"], place, heading.columns["supplier"])
    )
    worth = [rough_pence(one).fill_null(0) for one in (amount, credit)]
    has_none = (worth[0] == 0) & ~amount.str.contains("[1-9A-Za-z]")
    filled = credit.str.contains("[1-9A-Za-z]")
    told = (
        rows.filter((supplier != "") & ~supplier.str.contains(_TOTAL))
        .select(
            (filled & ~has_none).sum().alias("both"),
            (filled & has_none).sum().alias("credits"),
            (~has_none).sum().alias("amounts"),
            (filled & (worth[1] != 0) & credit.str.contains(_IN_POUNDS)).sum().alias("money"),
        )
        .collect(engine="streaming")
    )
    both, credits_, amounts, money = (int(one or 0) for one in told.row(0))
    if both or not credits_ or credits_ > amounts or money < credits_ * _MOSTLY:
        return heading
    columns = {one: at for one, at in heading.columns.items() if at != place}
    return heading._replace(
        columns=columns | {"credit": place},
        told_by=heading.told_by | {"credit": TOLD_BY[3]},
        rival_amounts=tuple(one for one in heading.rival_amounts if one[1] != place),
    )
