"""`spendaudit explain`: all the evidence about one supplier."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from spendaudit.cli.options import (
    Area,
    Asked,
    Columns,
    Files,
    NoRegisters,
    Output,
    PostcodeFile,
    Profile,
    Quiet,
    RegistersFolder,
    Sheets,
    SupplierLists,
    chosen_format,
)
from spendaudit.cli.program import command

FORMATS = ("table", "markdown", "json")


@command("Assurance")
def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A supplier: its name in any spelling, words of it, its id or company number.",
        ),
    ],
    files: Files,
    area: Area = None,
    suppliers: SupplierLists = None,
    column: Columns = None,
    sheet: Sheets = None,
    postcodes: PostcodeFile = None,
    profile: Profile = None,
    registers: RegistersFolder = None,
    no_registers: NoRegisters = False,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}."),
    ] = None,
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
    asked = Asked(
        files, area, suppliers, column, postcodes, profile, sheet, registers, no_registers
    )
    found = explained(audit(asked.request(quiet=quiet)), name)
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
