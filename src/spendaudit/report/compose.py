"""An audit as a report: the sentences, the tables and what weakens them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit import __version__
from spendaudit.measures import spend as measure
from spendaudit.measures.anchors import anchor_sections
from spendaudit.measures.branches import branch_sections
from spendaudit.measures.breakdowns import by_category, by_department, by_month
from spendaudit.measures.distance import by_distance
from spendaudit.measures.largest import leaks, local_suppliers, unplaced_suppliers
from spendaudit.measures.leakage import flows, leakage_by
from spendaudit.measures.organisations import organisation_sections, organisations_of
from spendaudit.measures.pass_through import pass_through
from spendaudit.measures.redactions import redactions
from spendaudit.measures.retention import retention, rungs_table, tiers_table
from spendaudit.measures.sample import largest_suppliers
from spendaudit.measures.sizes import by_payment_size, by_yearly_size, reservable
from spendaudit.measures.spend import spend_of
from spendaudit.measures.unusual import unusual
from spendaudit.measures.years import year_sections
from spendaudit.places.areas import tiers_of
from spendaudit.report.caveats import caveats_of, next_steps_of
from spendaudit.report.figures import pounds, share
from spendaudit.report.overlapping import overlaps_section
from spendaudit.report.values import Column, Kind, Report, Section, Table

if TYPE_CHECKING:
    from datetime import date

    from spendaudit.audit import Audit
    from spendaudit.report.values import Retention

HARDLY_ANY = 0.2
"""Below this placed share of the influenceable pounds, how much stayed is not known."""


def compose(audit: Audit, arguments: str) -> Report:
    """Measure an audit and put it into words.

    Args:
        audit: what the line gave.
        arguments: the files and options as the user typed them, for commands to run next.
    """
    spend = spend_of(audit)
    paid = organisations_of(audit)
    home, called = audit.area.name, audit.area.in_a_sentence
    local = retention(spend, home)
    influenceable = retention(spend.filter(pl.col("influenceable") != "no"), home)
    placed_share = _placed_share(local)
    # Public bodies are placed by name even where nothing else can be, and are no trade.
    trade_placed = _placed_share(influenceable)
    hardly_placed = trade_placed is not None and trade_placed < HARDLY_ANY
    cleaned = audit.cleaned
    period = period_of(audit.payments)
    last_day = period[1] if period else None
    return Report(
        version=__version__,
        area_code=audit.area.code,
        area_name=home,
        area_from=audit.area_from,
        period=period,
        files=cleaned.files,
        rows=sum(file.rows for file in cleaned.files),
        payments=spend.height,
        set_aside=cleaned.set_aside.height,
        suppliers=spend["name"].n_unique(),
        total=local.total,
        local=local,
        influenceable=influenceable,
        placed_share=placed_share,
        tiers=tiers_table(spend, tiers_of(audit.area)),
        placed_by=rungs_table(spend),
        headline=headline(
            local, called, hardly_placed=hardly_placed, has_postcodes=_has_postcodes(audit)
        ),
        influenceable_line=""
        if hardly_placed
        else influenceable_line(local, influenceable, called),
        caveats=caveats_of(audit, spend),
        sections=(
            *(
                _dropped(section) if hardly_placed else section
                for section in (
                    by_month(spend, audit.area),
                    by_department(spend, audit.area),
                    by_category(spend, audit.area),
                    *year_sections(spend, audit.area),
                    by_payment_size(spend, audit.area, last_day),
                    by_yearly_size(spend, audit.area, last_day),
                )
            ),
            local_suppliers(spend, audit.area),
            leaks(spend, audit.area),
            leakage_by(spend, audit.area, "department"),
            leakage_by(spend, audit.area, "category"),
            flows(spend, audit.area),
            reservable(spend, audit.area),
            largest_suppliers(spend, audit.area),
            unplaced_suppliers(spend),
            *branch_sections(audit, paid),
            *pass_through(audit, paid),
            *organisation_sections(paid),
            _not_influenceable(spend),
            redactions(audit),
            _set_aside(audit),
            *([by_distance(audit, spend)] if audit.has_points else []),
            *anchor_sections(audit, spend),
            unusual(audit),
            *overlaps_section(cleaned),
        ),
        sources=sources_of(audit),
        next_steps=next_steps_of(audit, spend, arguments),
        hardly_placed=hardly_placed,
        overlaps=cleaned.overlaps,
        unread=cleaned.unread,
    )


def _dropped(section: Section) -> Section:
    """A section whose shares would all be next to nothing because hardly any pound was placed."""
    why = "too little was placed for a local share to mean anything"
    return Section(section.key, section.title, None, section.left_out or why)


def headline(local: Retention, home: str, *, hardly_placed: bool, has_postcodes: bool) -> str:
    """The one sentence with its range, ready to be read aloud."""
    spent = f"Of {pounds(local.total)} spent"
    if local.share is None:
        return f"{spent}, no share can be told: credits are as large as payments, or larger."
    between = f"between {share(local.low)} and {share(local.high)}"
    unplaced = share(_fraction(local.unplaced, local.total))
    if hardly_placed:
        why = (
            "most of it has no supplier postcode that could be found"
            if has_postcodes
            else "these files have no supplier postcodes (hardly any council's has)"
        )
        return (
            f"{spent}, {unplaced} could not be placed: {why}. {pounds(local.amount)} "
            f"({share(local.share)}) is known to have stayed in {home}; it may be {between}."
        )
    doubtful = share(_fraction(local.doubtful, local.total))
    if local.unplaced < 0:
        unplaced = f"net credits of {pounds(-local.unplaced)}"
    reasons = [f"{unplaced} could not be placed"] if local.unplaced else ["every pound was placed"]
    if local.doubtful:
        reasons.append(f"{doubtful} is doubtful")
    return (
        f"{spent}, {pounds(local.amount)} ({share(local.share)}) stayed in {home}; "
        f"{between}: {', '.join(reasons)}."
    )


def influenceable_line(local: Retention, influenceable: Retention, home: str) -> str:
    """What stayed of the pounds that could have been spent elsewhere."""
    taken_out = local.total - influenceable.total
    if influenceable.share is None or not taken_out:
        return ""
    return (
        f"Without {pounds(taken_out)} that is no purchase (precepts, taxes, pensions, loans and "
        f"the like), {pounds(influenceable.amount)} of {pounds(influenceable.total)} "
        f"({share(influenceable.share)}) stayed in {home}; between {share(influenceable.low)} "
        f"and {share(influenceable.high)}."
    )


def _fraction(part: object, whole: object) -> float | None:
    return float(part) / float(whole) if whole else None  # type: ignore[arg-type]


def _placed_share(local: Retention) -> float | None:
    return _fraction(local.total - local.unplaced, local.total)


def _has_postcodes(audit: Audit) -> bool:
    return not audit.payees["postcode_written"].is_null().all()


def period_of(payments: pl.DataFrame) -> tuple[date, date] | None:
    """The first and the last day of dated payments, or None where none is."""
    first, last = payments["paid_on"].min(), payments["paid_to"].max()
    return (first, last) if first is not None and last is not None else None  # type: ignore[return-value]


def _not_influenceable(spend: pl.DataFrame) -> Section:
    """What each rule took out of the influenceable spend."""
    title = "What is no purchase, and so not influenceable"
    taken = (
        spend.filter(pl.col("influenceable") == "no")
        .group_by(pl.col("rule").fill_null("other"))
        .agg(pl.col("pence").sum(), pl.col("name").n_unique(), pl.len())
        .sort("pence", "rule", descending=[True, False])
    )
    if taken.is_empty():
        return Section("not-influenceable", title, None, "no payee was recognised as such")
    total = int(spend["pence"].sum())
    columns = (
        Column("rule", "Rule", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    rows = tuple(
        (rule, measure.pounds(pence), measure.share(pence, total), suppliers, payments)
        for rule, pence, suppliers, payments in taken.iter_rows()
    )
    pence = int(taken["pence"].sum())
    closing = (
        "all of these",
        measure.pounds(pence),
        measure.share(pence, total),
        int(taken["name"].sum()),
        int(taken["len"].sum()),
    )
    unsure = int(spend.filter(pl.col("influenceable") == "unsure")["pence"].sum())
    left_out = (
        f"{pounds(measure.pounds(unsure))} could be either, such as redacted payees; it counts as influenceable"
        if unsure
        else ""
    )
    return Section("not-influenceable", title, Table(columns, rows, total=closing), left_out)


def _set_aside(audit: Audit) -> Section:
    """How many rows were set aside, for which reason, with what they hold as far as it is known."""
    title = "Rows set aside"
    set_aside = audit.cleaned.set_aside
    if set_aside.is_empty():
        return Section("set-aside", title, None, "every row with content was read as a payment")
    reasons = (
        set_aside.group_by("reason")
        .agg(pl.len(), pl.col("pence").sum(), pl.col("pence").is_null().sum().alias("unknown"))
        .sort("len", "reason", descending=[True, False])
    )
    columns = (
        Column("reason", "Reason", Kind.TEXT),
        Column("rows", "rows", Kind.COUNT),
        Column("amount", "known £", Kind.MONEY),
        Column("unknown", "of unknown £", Kind.COUNT),
    )
    rows = tuple(
        (reason, count, measure.pounds(pence), unknown)
        for reason, count, pence, unknown in reasons.iter_rows()
    )
    closing = (
        "all",
        set_aside.height,
        measure.pounds(int(set_aside["pence"].sum())),
        int(set_aside["pence"].is_null().sum()),
    )
    return Section("set-aside", title, Table(columns, rows, total=closing))


def sources_of(audit: Audit) -> tuple[str, ...]:
    """Editions and licences of every table that the figures rest on."""
    return (
        f"postcodes: {audit.directory.edition}",
        "areas: ONS local authority districts, counties, combined authorities and regions, 2025",
        audit.directory.licence,
        *(audit.registers.sources() if audit.registers else ()),
    )
