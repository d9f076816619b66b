"""`spendaudit report`: the audit."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from spendaudit.cli.options import (
    Area,
    Asked,
    Columns,
    Files,
    Output,
    PostcodeFile,
    Profile,
    Quiet,
    Sheets,
    Strict,
    SupplierLists,
    chosen_format,
    finish,
)
from spendaudit.cli.program import command

FORMATS = ("table", "markdown", "html", "json", "csv")
SECTIONS = (
    "tiers", "placed-by", "change", "years", "months", "departments", "categories", "sizes",
    "sizes-yearly", "suppliers-local", "suppliers-leaving", "suppliers-unplaced",
    "leakage-departments", "leakage-categories", "flows", "reservable", "sample", "unusual",
    "anchors", "joint",
    "not-influenceable", "redactions", "set-aside", "overlaps", "all",
)  # fmt: skip


@command("Audit")
def report(
    files: Files,
    area: Area = None,
    suppliers: SupplierLists = None,
    column: Columns = None,
    sheet: Sheets = None,
    postcodes: PostcodeFile = None,
    profile: Profile = None,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section", metavar="NAME", help=f"Only these tables: {', '.join(SECTIONS)}."
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}."),
    ] = None,
    output: Output = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """How much of the money stayed, how sure that is, and where the rest went.

    Example: spendaudit report preston-2024-25.csv --suppliers creditors.csv
    """
    from spendaudit.audit import audit
    from spendaudit.render.output import write_output
    from spendaudit.report.compose import compose

    chosen = chosen_format(output, form, FORMATS)
    unknown = [name for name in section or () if name not in SECTIONS]
    if unknown:
        raise typer.BadParameter(
            f"{unknown[0]!r} is no section; known: {', '.join(SECTIONS)}", param_hint="--section"
        )
    asked = Asked(files, area, suppliers, column, postcodes, profile, sheet)
    found = audit(asked.request(quiet=quiet, points=chosen == "html"))
    result = compose(found, str(asked))
    match chosen:
        case "html":
            from spendaudit.render.html import report_as_html
            from spendaudit.report.detailed import with_details

            write_output(report_as_html(with_details(result, found)), output, sys.stdout)
        case "json":
            from spendaudit.render.json_report import report_as_json

            write_output(report_as_json(result), output, sys.stdout)
        case "csv":
            from spendaudit.render.delimited import report_as_csv

            write_output(report_as_csv(result), output, sys.stdout)
        case "markdown":
            from spendaudit.render.markdown import report_as_markdown

            write_output(report_as_markdown(result, section), output, sys.stdout)
        case _ if output is None:
            from spendaudit.render.terminal import console_for, render_report

            render_report(result, console_for(sys.stdout), section)
        case _:
            from spendaudit.render.terminal import report_as_text

            write_output(report_as_text(result, section), output, sys.stdout)
    finish(found.cleaned, strict=strict, quiet=quiet)
