"""`spendaudit check`: what is wrong with a file, for whoever makes it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from spendaudit.cli.options import (
    Asked,
    Columns,
    Files,
    Log,
    Output,
    PostcodeFile,
    Profile,
    Quiet,
    Sheets,
    chosen_format,
    format_option,
)
from spendaudit.cli.program import Status, command, hush

FORMATS = ("table", "markdown", "json")


@command("Assurance")
def check(
    files: Files,
    column: Columns = None,
    sheet: Sheets = None,
    postcodes: PostcodeFile = None,
    profile: Profile = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: Output = None,
    quiet: Quiet = False,
    log: Log = None,  # noqa: ARG001  # `command` answers it
) -> None:
    """What kind of file this is, what is wrong with it, and what to change in the export.

    Exits with 3 when a figure made from it would be wrong or doubtful.

    Example: spendaudit check spend.csv -o for-the-publisher.md
    """
    from spendaudit.render.output import write_output
    from spendaudit.report.check import check as checked

    chosen = chosen_format(output, form, FORMATS)
    found = checked(
        Asked(files, columns=column, postcodes=postcodes, profile=profile, sheets=sheet).request(
            quiet=quiet
        )
    )
    hush()
    match chosen:
        case "json":
            from spendaudit.render.json_report import check_as_json

            write_output(check_as_json(found), output, sys.stdout)
        case "markdown":
            from spendaudit.render.markdown import check_as_markdown

            write_output(check_as_markdown(found), output, sys.stdout)
        case _ if output is None:
            from spendaudit.render.check_terminal import render_check
            from spendaudit.render.terminal import console_for

            render_check(found, console_for(sys.stdout))
        case _:
            from spendaudit.render.check_terminal import check_as_text

            write_output(check_as_text(found), output, sys.stdout)
    if found.is_hopeless:
        raise typer.Exit(Status.FAILED)
    if not found.is_clean:
        raise typer.Exit(Status.CHECK_FAILED)
