"""An audit as a report: the sentences, the tables and what weakens them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit import __version__
from spendaudit.measures.retention import retention, rungs_table, tiers_table
from spendaudit.measures.spend import is_placed, spend_of, sum_where
from spendaudit.places.areas import tiers_of
from spendaudit.places.deprivation import SOURCE
from spendaudit.report.caveats import caveats_of, next_steps_of
from spendaudit.report.editions import AREAS, AREAS_EDITION
from spendaudit.report.figures import pounds, share
from spendaudit.report.manifest import manifest_of
from spendaudit.report.questions import answers, questions
from spendaudit.report.values import Report
from spendaudit.suppliers.ladder import HEAD_OFFICE

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from spendaudit.audit import Audit
    from spendaudit.report.values import Retention

HARDLY_ANY = 0.2
"""Below this placed share of the influenceable pounds, how much stayed is not known."""


def compose(audit: Audit, arguments: str, wanted: Collection[str] | None = None) -> Report:
    """Measure an audit and put it into words.

    Args:
        audit: what the line gave.
        arguments: the files and options as the user typed them, for commands to run next.
        wanted: keys of the sections to be answered; None for every one.
    """
    spend = spend_of(audit)
    home, called = audit.area.name, audit.area.in_a_sentence
    local = retention(spend, home)
    influenceable = retention(spend.lazy().filter(pl.col("influenceable") != "no"), home)
    placed_share = _placed_share(local)
    # Public bodies are placed by name even where nothing else can be, and are no trade.
    trade_placed = _placed_share(influenceable)
    hardly_placed = trade_placed is not None and trade_placed < HARDLY_ANY
    cleaned = audit.cleaned
    period = period_of(audit.payments)
    asked = questions(audit, spend, period[1] if period else None, hardly_placed=hardly_placed)
    sections, unasked = answers(asked, wanted)
    return Report(
        version=__version__,
        area_code=audit.area.code,
        area_name=home,
        area_from=audit.area_from,
        home=called,
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
            local, called, why_unplaced(audit, spend, called) if hardly_placed else ""
        ),
        influenceable_line=""
        if hardly_placed
        else influenceable_line(local, influenceable, called),
        caveats=caveats_of(audit, spend),
        sections=sections,
        unasked=unasked,
        sources=sources_of(audit),
        next_steps=next_steps_of(audit, spend, arguments),
        hardly_placed=hardly_placed,
        overlaps=cleaned.overlaps,
        unread=cleaned.unread,
        manifest=manifest_of(audit),
    )


def headline(local: Retention, home: str, why: str = "") -> str:
    """The one sentence with its range, ready to be read aloud; `why` hardly anything was placed."""
    spent = f"Of {pounds(local.total)} spent"
    if local.share is None:
        return f"{spent}, no share can be told: credits are as large as payments, or larger."
    between = f"between {share(local.low)} and {share(local.high)}"
    unplaced = share(_fraction(local.unplaced, local.total))
    if why:
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
    # Of a net credit nothing is a share, as in `measures.spend.share`.
    return None if local.total < 0 else _fraction(local.total - local.unplaced, local.total)


def why_unplaced(audit: Audit, spend: pl.DataFrame, home: str) -> str:
    """What keeps most of the unplaced pounds from being placed."""
    if audit.payees["postcode_written"].is_null().all():
        return "these files have no supplier postcodes (hardly any council's has)"
    unplaced = sum_where(spend, ~is_placed())
    if sum_where(spend, pl.col("doubt") == HEAD_OFFICE) > unplaced / 2:
        return (
            f"most of it went to public bodies with their head office in {home}, whose names do not "
            "say whom they serve"
        )
    return "most of it has no supplier postcode that could be found"


def period_of(payments: pl.DataFrame) -> tuple[date, date] | None:
    """The first and the last day of dated payments, or None where none is."""
    first, last = payments["paid_on"].min(), payments["paid_to"].max()
    return (first, last) if first is not None and last is not None else None  # type: ignore[return-value]


def sources_of(audit: Audit) -> tuple[str, ...]:
    """Editions and licences of every table that the figures rest on."""
    return (
        f"postcodes: {audit.directory.edition}",
        f"areas: {AREAS}, {AREAS_EDITION}",
        audit.directory.licence,
        *(
            [f"deprivation: {found.how}; {SOURCE}"]
            if (found := audit.directory.deprivation)
            else ()
        ),
        *(audit.registers.sources() if audit.registers else ()),
    )
