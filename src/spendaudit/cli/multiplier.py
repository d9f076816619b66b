"""`spendaudit multiplier`: how often a pound is spent in the area, as a range."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # Typer reads the annotation
from typing import Annotated

import typer

from spendaudit.cli.known_words import meant, rates_begun
from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    FRAME_FORMATS,
    Asked,
    Output,
    Quiet,
    asking,
    chosen_format,
    format_option,
    write_page,
)
from spendaudit.cli.program import command


@command("Audit")
@asking
def multiplier(
    survey: Annotated[
        Path | None,
        typer.Option(
            "--survey",
            metavar="FILE",
            help="A CSV with supplier and respent: what share each spends again in the area.",
        ),
    ] = None,
    rates: Annotated[
        str | None,
        typer.Option(
            "--rates",
            metavar="NAME",
            autocompletion=rates_begun,
            help="Published rates, such as fsb-cles-2013.",
        ),
    ] = None,
    jobs: Annotated[
        Path | None,
        typer.Option(
            "--jobs",
            metavar="FILE",
            help="A CSV with pounds_per_job and source: what the local pounds stand for in jobs.",
        ),
    ] = None,
    living_wage: Annotated[
        str | None,
        typer.Option(
            "--living-wage",
            metavar="STAFFxPOUNDS",
            help="A yearly rise for so many local staff, such as 120x1850.",
        ),
    ] = None,
    *,
    asked: Asked,
    form: Annotated[str | None, format_option(FRAME_FORMATS)] = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """LM3, the local multiplier, in its published forms; never without rates that somebody measured.

    Example: spendaudit multiplier spend.csv --rates fsb-cles-2013
    """
    from spendaudit.audit import audit
    from spendaudit.measures.jobs import read_ratios
    from spendaudit.measures.multiplier import published_rates
    from spendaudit.measures.survey import read_survey
    from spendaudit.report.multiplied import living_wage_rise, multiplied

    chosen = chosen_format(output, form, FRAME_FORMATS)
    known = published_rates()
    if (survey is None) == (rates is None) or (rates is not None and rates not in known):
        raise typer.BadParameter(
            f"give a survey with --survey, or one of the published rates{meant(rates or '', known)}: "
            f"{', '.join(known)}",
            param_hint="--rates",
        )
    rise = living_wage_rise(living_wage) if living_wage else None
    answers = read_survey(survey) if survey else None
    ratios = read_ratios(jobs) if jobs else ()
    found = audit(asked.request(quiet=quiet))
    tell_files(found.cleaned)
    page = multiplied(
        found,
        known[rates] if rates else None,
        answers,
        survey.name if survey else None,
        ratios,
        rise,
    )
    write_page(page, chosen, output)
