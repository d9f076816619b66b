"""The local multiplier, and what it may mean in jobs and wages, as a table with its sources."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import MeasureError
from spendaudit.measures.jobs import jobs
from spendaudit.measures.multiplier import Range, multipliers
from spendaudit.measures.retention import retention
from spendaudit.measures.spend import is_influenceable, is_placed, spend_of
from spendaudit.measures.survey import surveyed
from spendaudit.report.compose import sources_of
from spendaudit.report.figures import count, pounds, share
from spendaudit.report.values import Cell, Column, Kind, Page, Section, Table

if TYPE_CHECKING:
    from spendaudit.audit import Audit
    from spendaudit.measures.jobs import Ratio
    from spendaudit.measures.multiplier import Rates

MOST_NAMED = 5


def living_wage_rise(text: str) -> Decimal:
    """What a rise costs in a year, from `120x1850`: staff times pounds.

    Raises:
        MeasureError: the text has another form.
    """
    found = re.fullmatch(r"\s*([0-9,]+)\s*[x×*]\s*£?\s*([0-9,]+(?:\.[0-9]{1,2})?)\s*", text)  # noqa: RUF001  # a multiplication sign is what people type
    if not found:
        raise MeasureError(
            f"{text!r} is no rise for so many staff", "write staff times pounds a year: 120x1850"
        )
    staff, rise = (Decimal(one.replace(",", "")) for one in found.groups())
    return staff * rise


def multiplied(
    audit: Audit,
    rates: Rates | None,
    answers: pl.DataFrame | None,
    survey: str | None,
    ratios: tuple[Ratio, ...],
    rise: Decimal | None,
) -> Page:
    """LM3 of all spend and of influenceable spend, in each published form.

    Args:
        audit: what the line gave.
        rates: published ones, or None where a survey was taken.
        answers: of the survey.
        survey: what the survey's file is called.
        ratios: pounds behind a job.
        rise: pounds a year that local staff are to be paid more.

    Raises:
        MeasureError: the survey says too little, or the amounts allow no multiplier.
    """
    spend = spend_of(audit)
    home = audit.area
    if not spend.select(is_placed().any()).item():
        raise MeasureError(
            f"nobody who was paid could be placed, so what is spent in {home.in_a_sentence} is not known",
            "fill in the postcodes of the largest suppliers: spendaudit suppliers FILE... --unplaced",
        )
    notes: list[str] = []
    sentences: list[str] = []
    if rates is None:
        asked = (
            pl.DataFrame(schema=dict.fromkeys(("name", "behind_code"), pl.String))
            if answers is None
            else answers
        )
        taken = surveyed(asked, survey or "survey", spend, home)
        rates = taken.rates
        covered, every = taken.covered
        notes.append(
            f"{count(taken.answers[0])} local suppliers answered, paid {pounds(covered)} of the "
            f"{pounds(every)} that stayed ({share(float(covered / every))})"
        )
        if taken.unknown:
            named = ", ".join(taken.unknown[:MOST_NAMED])
            more = len(taken.unknown) - MOST_NAMED
            notes.append(
                f"not among these payments and left out: {named}"
                + (f" and {count(more)} more" if more > 0 else "")
            )
    rows: list[tuple[Cell, ...]] = []
    for label, chosen in (
        ("all spend", spend),
        ("influenceable", spend.filter(is_influenceable())),
    ):
        kept = retention(chosen, home.name)
        if chosen.is_empty() and not spend.is_empty():
            notes.append(f"nothing is {label}, so that it has no row")
            continue
        notes.append(f"round 1 of {label} is {pounds(kept.total)}")
        found = multipliers(kept, rates)
        rows += [
            (
                label,
                one.form,
                *(one.value[1], one.value[0], one.value[2]),
                one.spent_locally.value,
                one.respent.value,
            )
            for one in found
        ]
        if ratios and label == "influenceable":
            sentences.append(_jobs(found[0].spent_locally, ratios, home.in_a_sentence))
    if rise is not None:
        sentences.append(_wages(rise, rates.local, home.in_a_sentence))
    notes.append(f"re-spending rates: {rates.source}")
    if rates.other is None:
        notes.append(
            "no rate for suppliers elsewhere is known, so their re-spending in the area is left out"
        )
    columns = (
        Column("of", "Of", Kind.TEXT),
        Column("crediting", "crediting", Kind.TEXT),
        Column("multiplier", "LM3", Kind.RATIO),
        Column("low", "least", Kind.RATIO),
        Column("high", "most", Kind.RATIO),
        Column("spent_locally", "round 2 £", Kind.MONEY),
        Column("respent", "round 3 £", Kind.MONEY),
    )
    notes.append("the rows do not add up: each is another way to reckon")
    section = Section(
        "multiplier",
        "LM3, between 1 and 3",
        Table(columns, tuple(rows)),
        "; ".join(notes),
    )
    title = f"How often a pound is spent in {home.in_a_sentence}"
    return Page("multiplier", title, tuple(sentences), (section,), sources_of(audit))


def _jobs(amount: Range, ratios: tuple[Ratio, ...], home: str) -> str:
    fewest, most = jobs(amount, ratios)
    said = "; ".join(f"£{ratio.pounds_per_job:,} a job: {ratio.source}" for ratio in ratios)
    between = f" (between {pounds(amount.low)} and {pounds(amount.high)})"
    return (
        f"{pounds(amount.value)}{between if amount.low != amount.high else ''} that stayed in {home} "
        f"goes with {fewest:,} to {most:,} jobs by the ratios given ({said}); nothing shows "
        "that they would not be there without it, and what they displace is not taken off."
    )


def _wages(rise: Decimal, local: Range, home: str) -> str:
    low, value, high = ((rise * rate).quantize(Decimal("0.01")) for rate in local)
    between = f", between {pounds(low)} and {pounds(high)}" if low != high else ""
    return (
        f"A rise of {pounds(rise)} a year for staff who live in {home} puts {pounds(value)} into it, "
        f"if they spend there what its suppliers do{between}."
    )
