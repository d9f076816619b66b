"""`spendaudit verify`: a published claim, or an earlier report, reckoned again."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path  # noqa: TC003  # Typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    OPTIONS,
    Asked,
    EveryRow,
    Output,
    Quiet,
    asking,
    chosen_format,
    format_option,
    write_page,
)
from spendaudit.cli.program import Status, announce, command, heed_interrupts, warn

if TYPE_CHECKING:
    from spendaudit.report.found_again import Found
    from spendaudit.report.kept import Kept

FORMATS = ("table", "markdown", "json", "csv")


@command("Assurance")
@asking
def verify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="A report in JSON and the files it was made from; or published spending, for claims "
            "that name its figures: local of total is 31.9%.",
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
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: Output = None,
    every_reading: EveryRow = False,
    quiet: Quiet = False,
) -> None:
    """Reckon a published claim, or an earlier report, again; exit 3 if it comes out otherwise.

    A claim: says which reading makes it true.

    Example: spendaudit verify --claim "from 20.1 to 35.3 is +43%"

    A report: makes it again as its manifest says, and names every figure that differs. Files are
    told by their SHA-256, and folders are searched.

    Example: spendaudit verify report.json data/ creditors.csv
    """
    from spendaudit.report.kept import is_report

    chosen = chosen_format(output, form, FORMATS)
    if files and not claim and not claims and is_report(files[0]):
        _verify_report(asked, chosen, output, quiet=quiet)
        return
    from spendaudit.measures.claims import check_claim
    from spendaudit.render.output import write_output
    from spendaudit.report.verified import (
        claims_table,
        fails,
        implied_together,
        known_figures,
        read_claims,
    )

    sentences = [*(claim or ()), *(read_claims(claims) if claims else ())]
    if not sentences:
        raise typer.BadParameter(
            'say what to verify, such as "35.3 of 151.9 is 23%", or name a report in JSON first',
            param_hint="--claim",
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


def _verify_report(asked: Asked, form: str, output: Path | None, *, quiet: bool) -> None:
    from spendaudit.report.found_again import find_again
    from spendaudit.report.kept import read_report
    from spendaudit.report.reproduced import MOST_READ, MOST_SHOWN, reproduced

    path, *given = asked.files
    if not given:
        raise typer.BadParameter(
            "name the files that the report was made from, or their folder", param_hint="FILE"
        )
    heed_interrupts()
    kept = read_report(path)
    beside = (*(asked.suppliers or ()), *filter(None, [asked.postcodes, asked.profile]))
    if kept.manifest is not None:
        settled = [
            name for name in ("area", "columns", "sheets", "no_registers") if getattr(asked, name)
        ]
        if settled:
            raise typer.BadParameter(
                "the report says with which it was made: leave it out",
                param_hint=OPTIONS[settled[0]],
            )
        found = find_again(kept, [*given, *beside])
    else:
        found = find_again(kept, given)
    most = MOST_SHOWN if form in ("json", "csv") else MOST_READ
    again = _made_again(kept, found, asked, quiet=quiet)
    page, differs = reproduced(kept, again, found, most)
    write_page(page, form, output)
    if differs:
        if not quiet:
            warn("the report is not what these files give")
        raise typer.Exit(Status.CHECK_FAILED)


def _made_again(kept: Kept, found: Found, asked: Asked, *, quiet: bool) -> Kept:
    """The report that the files give today, in the earlier one's names for them."""
    import json

    from spendaudit.audit import audit
    from spendaudit.render.json_report import report_as_json
    from spendaudit.report.compose import compose
    from spendaudit.report.found_again import INPUT
    from spendaudit.report.kept import Kept
    from spendaudit.report.ledger import with_ledger
    from spendaudit.report.made_again import in_its_names, request_again, sections_of
    from spendaudit.report.manifest import marked
    from spendaudit.report.questions import asks_for_points

    sections = sections_of(kept)
    if kept.manifest is not None:
        request = request_again(kept, found, asked.registers, None if quiet else announce)
    else:
        # It does not say with what it was made: that is for the command line.
        typed = replace(
            asked, files=found.of(INPUT), area=asked.area or kept.content["area"]["code"]
        )
        request = typed.request(quiet=quiet, points=asks_for_points(sections))
    audited = audit(request)
    report = with_ledger(marked(compose(audited, "", sections), sections, None), audited)
    content = in_its_names(json.loads(report_as_json(report, sections)), found)
    return Kept("this version", content)
