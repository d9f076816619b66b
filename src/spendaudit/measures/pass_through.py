"""Prime contractors: what they pass on to firms in the area, as the user's list says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import is_local, pounds, share, sum_of
from spendaudit.read.small_tables import share_of
from spendaudit.report.values import Cell, Column, Kind, Omitted, Section, Table

if TYPE_CHECKING:
    from spendaudit.audit import Audit

MOST_NAMED = 10
MOST_UNREAD = 5


def pass_through(audit: Audit, paid: pl.DataFrame) -> Section:
    """The local share with what suppliers elsewhere pass on to local firms; no table if nobody said.

    Counting like this, the Centre for Local Economic Strategies put Tameside at 41.4% instead of
    23.2% in 2011-12: £27.6m of its prime contractor's work was done there, beside £35.3m of £151.9m.
    What a local supplier passes out of the area is not taken off.

    Args:
        audit: with `listed_passed_on` of its payees.
        paid: as `organisations.organisations_of` gives it.
    """
    said = audit.payees.filter(pl.col("listed_passed_on").is_not_null())
    called = audit.area.in_a_sentence
    title = f"What stayed in {called} with what prime contractors pass on"
    if said.is_empty():
        return Section("pass-through", title, None, "no supplier list says what one passes on")
    written = {text: share_of(text) for text in said["listed_passed_on"].unique().sort()}
    contractors = paid.join(said.select("payee", "listed_passed_on"), on="payee").filter(
        ~is_local(audit.area.name)
    )
    # A list that somebody wrote by hand: exact, and few.
    passed_on = [
        int((pence * (written[text] or Decimal(0))).quantize(Decimal(1)))
        for pence, text in contractors.select("pence", "listed_passed_on").iter_rows()
    ]
    contractors = contractors.with_columns(pl.Series("on", passed_on, pl.Int64))
    whole = sum_of(paid["pence"])
    local = sum_of(paid.filter(is_local(audit.area.name))["pence"])
    passed = sum_of(contractors["on"])
    rows: list[tuple[Cell, ...]] = [("by address", pounds(local), share(local, whole))]
    largest = (
        contractors.group_by("name")
        .agg(pl.col("supplier").first(), pl.col("on").sum())
        .sort("on", "supplier", descending=[True, False])
    )
    rows += [
        (f"more, through {supplier}", pounds(pence), share(pence, whole))
        for supplier, pence in largest.select("supplier", "on").head(MOST_NAMED).iter_rows()
    ]
    rest = largest.slice(MOST_NAMED)
    if rest.height:
        pence = sum_of(rest["on"])
        rows.append((f"more, through {rest.height:,} others", pounds(pence), share(pence, whole)))
    columns = (
        Column("presence", "Stayed", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "of all spend", Kind.SHARE, of="all spend"),
    )
    closing = ("with what is passed on", pounds(local + passed), share(local + passed, whole))
    note = (
        "The parts passed on are those that your supplier list gives; what local suppliers pass out "
        "of the area is not taken off. The figures above count by address alone."
    )
    unread = [text for text, fraction in written.items() if fraction is None]
    if unread:
        named = ", ".join(repr(text[:20]) for text in unread[:MOST_UNREAD])
        note += f" Not used, since it is no share between 0 and 100%: {named}."
    omitted = (
        Omitted(pounds(whole - local - passed), "that neither stayed nor is passed on there"),
    )
    table = Table(columns, tuple(rows), total=closing)
    return Section("pass-through", title, table, note, omitted)
