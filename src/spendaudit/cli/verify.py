"""`spendaudit verify`: a published claim, reckoned again."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  # Typer reads the annotation
from typing import Annotated

import typer

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    Asked,
    EveryRow,
    Output,
    Quiet,
    asking,
    chosen_format,
)
from spendaudit.cli.program import Status, command, warn

FORMATS = ("table", "markdown", "json", "csv")


@command("Assurance")
@asking
def verify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="Published spending, for claims that name its figures: local of total is 31.9%.",
        ),
    ] = None,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            "--claim",
            metavar="TEXT",
            help="A sentence with its figures: 35.3 of 151.9 is 23%. Repeatable.",
        ),
    ] = None,
    claims: Annotated[
        Path | None,
        typer.Option("--claims", metavar="FILE", help="A text file with one claim a line."),
    ] = None,
    *,
    asked: Asked,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}."),
    ] = None,
    output: Output = None,
    every_reading: EveryRow = False,
    quiet: Quiet = False,
) -> None:
    """Reckon a published claim again, and say which reading makes it true; exit 3 if it is not.

    Example: spendaudit verify --claim "from 20.1 to 35.3 is +43%"
    """
    from spendaudit.measures.claims import check_claim
    from spendaudit.render.output import write_output
    from spendaudit.report.verified import (
        claims_table,
        fails,
        implied_together,
        known_figures,
        read_claims,
    )

    chosen = chosen_format(output, form, FORMATS)
    sentences = [*(claim or ()), *(read_claims(claims) if claims else ())]
    if not sentences:
        raise typer.BadParameter(
            'say what to verify, such as "35.3 of 151.9 is 23%"', param_hint="--claim"
        )
    known = {}
    if files:
        from spendaudit.audit import audit
        from spendaudit.report.compose import compose

        found = audit(asked.request(quiet=quiet))
        tell_files(found.cleaned)
        known = known_figures(compose(found, str(asked), ()))
    checked = [check_claim(sentence, known) for sentence in sentences]
    every = every_reading or chosen in ("json", "csv")
    table = claims_table(checked, every_reading=every)
    together = implied_together(checked)
    match chosen:
        case "table" if output is None:
            from spendaudit.render.claims_terminal import render_claims
            from spendaudit.render.terminal import console_for

            render_claims(table, console_for(sys.stdout), together)
        case "table":
            from spendaudit.render.claims_terminal import claims_as_text

            write_output(claims_as_text(table, together), output, sys.stdout)
        case "markdown":
            from spendaudit.render.markdown import table_as_markdown

            write_output(table_as_markdown(table, together), output, sys.stdout)
        case "json":
            from spendaudit.render.json_report import table_as_json

            write_output(table_as_json(table, together), output, sys.stdout)
        case _:
            from spendaudit.render.delimited import table_as_csv

            write_output(table_as_csv(table), output, sys.stdout)
    if fails(checked):
        if not quiet:
            warn("a claim is not true as it reads")
        raise typer.Exit(Status.CHECK_FAILED)
