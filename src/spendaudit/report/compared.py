"""Two audits of one area as a page: what changed, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.errors import AreaError
from spendaudit.measures.comparison import (
    changed_tiers,
    kept_won_lost,
    largest_changes,
    moved_suppliers,
    summed_up,
    why_local_changed,
)
from spendaudit.measures.spend import spend_of
from spendaudit.report.captions import captioned
from spendaudit.report.compose import period_of, sources_of
from spendaudit.report.figures import period
from spendaudit.report.values import Page

if TYPE_CHECKING:
    from spendaudit.audit import Audit


def compared(before: Audit, after: Audit) -> Page:
    """Hold one audit against another.

    Raises:
        AreaError: they are of two areas.
    """
    home = before.area
    if home.code != after.area.code:
        raise AreaError(
            f"the files before are of {home.in_a_sentence}, those after of "
            f"{after.area.in_a_sentence}",
            f'compare files of one publisher, or say which area is home: --area "{home.name}"',
        )
    was, now = spend_of(before), spend_of(after)
    when = [
        period(*found) if (found := period_of(one.payments)) else "dates unknown"
        for one in (before, after)
    ]
    return Page(
        "comparison",
        f"{home.name}: {when[0]}, and {when[1]}",
        summed_up(was, now, home),
        captioned(
            (
                changed_tiers(was, now, home),
                why_local_changed(was, now, home),
                kept_won_lost(was, now),
                largest_changes(was, now, gains=True),
                largest_changes(was, now, gains=False),
                moved_suppliers(was, now),
            )
        ),
        sources_of(before),
    )
