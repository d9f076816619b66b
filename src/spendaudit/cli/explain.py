"""`spendaudit explain`: all the evidence about one supplier."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import Asked, Output, Quiet, asking, chosen_format, format_option
from spendaudit.cli.program import command

FORMATS = ("table", "markdown", "json")


@command("Assurance")
@asking
def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A supplier: its name in any spelling, words of it, its id or company number.",
        ),
    ],
    asked: Asked,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Everything behind one supplier: spellings, kind, place, register records and payments.

    Example: spendaudit explain "Capita" spend.csv
    """
    from spendaudit.audit import audit
    from spendaudit.render.output import write_output
    from spendaudit.report.explain import explain as explained

    chosen = chosen_format(output, form, FORMATS)
    audited = audit(asked.request(quiet=quiet))
    tell_files(audited.cleaned)
    found = explained(audited, name)
    match chosen:
        case "json":
            from spendaudit.render.explanation import explanation_as_json

            write_output(explanation_as_json(found), output, sys.stdout)
        case "markdown":
            from spendaudit.render.explanation import explanation_as_markdown

            write_output(explanation_as_markdown(found), output, sys.stdout)
        case _ if output is None:
            from spendaudit.render.explanation import render_explanation
            from spendaudit.render.terminal import console_for

            render_explanation(found, console_for(sys.stdout))
        case _:
            from spendaudit.render.explanation import explanation_as_text

            write_output(explanation_as_text(found), output, sys.stdout)
