"""The council's shares beside what councils across the country once said of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.national import National, national
from spendaudit.measures.organisations import organisations_of
from spendaudit.measures.retention import retention
from spendaudit.measures.spend import is_influenceable, share, sum_of
from spendaudit.report.values import Cell, Column, Kind, Section, Table
from spendaudit.suppliers.organisation_facts import NOT_KNOWN, SIZES
from spendaudit.suppliers.ownership import PUBLIC

if TYPE_CHECKING:
    from spendaudit.audit import Audit
    from spendaudit.report.values import Retention

KEY = "benchmark"
TITLE = "Beside a national figure"
OF_ONE_COUNCIL = ("district", "county")
"""Kinds of area that have a council whose own boundary the national figure could be of."""


def benchmark(audit: Audit, spend: pl.DataFrame) -> Section:
    """The local share of purchases, and that of small firms where sizes are known, each beside the nation's.

    Args:
        audit: what the line gave.
        spend: as `spend_of` gives it.
    """
    home = audit.area
    bought = retention(spend.filter(is_influenceable()), home.name)
    if home.kind not in OF_ONE_COUNCIL:
        why = f"the national figure is of a council's own boundary, and {home.in_a_sentence} is a {home.kind}"
        return Section(KEY, TITLE, None, why)
    if bought.share is None:
        return Section(KEY, TITLE, None, "nothing was spent that counts as a purchase")
    figure = national()
    rows: list[tuple[Cell, ...]] = [
        (
            f"purchases that stayed in {home.in_a_sentence}",
            bought.share,
            bought.low,
            bought.high,
            figure.stayed,
        ),
        *_small(audit, figure),
    ]
    columns = (
        Column("measure", "What", Kind.TEXT),
        Column("share", "share", Kind.SHARE, of="purchases here"),
        Column("low", "at least", Kind.SHARE, of="purchases here"),
        Column("high", "at most", Kind.SHARE, of="purchases here"),
        Column("national", "nationally", Kind.SHARE, of="purchases there"),
    )
    note = (
        f"the range here {_beside(bought, figure.stayed)}; nationally: what {figure.councils} councils "
        f"of the United Kingdom answered in {figure.year} on average ({figure.source}). Hardly "
        "comparable: each counted its own purchases in its own way, and counties and cities stand "
        "beside small districts"
    )
    return Section(KEY, TITLE, Table(columns, tuple(rows)), note)


def _beside(bought: Retention, national: float) -> str:
    low, high = bought.low or 0, bought.high or 0
    if low <= national <= high:
        return "holds the national figure, so that it may be less, as much or more"
    return "lies above the national figure" if national < low else "lies below the national figure"


def _small(audit: Audit, figure: National) -> list[tuple[Cell, ...]]:
    """The row of small firms: what is known of them, and at most with all whose size is not."""
    # Most files come without any size; who the organisations are need not be asked then.
    told_by = [one for one in ("listed_sme", "accounts") if one in audit.payees.columns]
    if all(audit.payees[one].is_null().all() for one in told_by):
        return []
    bought = organisations_of(audit).filter(is_influenceable())
    if bought.filter(pl.col("size") != NOT_KNOWN).is_empty():
        return []
    small = sum_of(bought.filter(pl.col("size").is_in(SIZES[:3]))["pence"])
    unknown = bought.filter((pl.col("size") == NOT_KNOWN) & (pl.col("ownership") != PUBLIC))
    whole, most = sum_of(bought["pence"]), small + max(sum_of(unknown["pence"]), 0)
    label = "purchases from small and medium firms"
    return [(label, share(small, whole), share(small, whole), share(most, whole), figure.small)]
