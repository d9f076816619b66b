"""What leaves an area and could be won back, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.largest import leaks
from spendaudit.measures.leakage import flows, leakage_by
from spendaudit.measures.local_firms import firms_at_home, industries_of
from spendaudit.measures.pools import pools
from spendaudit.measures.retention import retention
from spendaudit.measures.sizes import reservable
from spendaudit.measures.spend import is_influenceable, spend_of
from spendaudit.report.captions import captioned
from spendaudit.report.compose import influenceable_line, period_of, sources_of
from spendaudit.report.figures import period
from spendaudit.report.values import Page

if TYPE_CHECKING:
    from spendaudit.audit import Audit


def leaking(audit: Audit, by: str) -> Page:
    """The pools that could be offered to local firms, then what leaves, whence and whither.

    Args:
        audit: what the line gave.
        by: "category", "department" or "industry", which a register gives.
    """
    spend, home = spend_of(audit), audit.area
    firms = None
    if by == "industry":
        spend = spend.with_columns(industries_of(audit).cast(pl.Categorical).alias(by))
        firms = firms_at_home(audit)
    when = period(*found) if (found := period_of(audit.payments)) else "dates unknown"
    local = retention(spend, home.name)
    bought = retention(spend.filter(is_influenceable()), home.name)
    found_pools = pools(spend, home, by, firms)
    sentences = (influenceable_line(local, bought, home.in_a_sentence), found_pools.scenario)
    return Page(
        "leaks",
        f"What leaves {home.in_a_sentence}, {when}",
        tuple(sentence for sentence in sentences if sentence),
        captioned(
            (
                found_pools.section,
                reservable(spend, home),
                leaks(spend, home),
                leakage_by(spend, home, by),
                flows(spend, home),
            )
        ),
        sources_of(audit),
    )
