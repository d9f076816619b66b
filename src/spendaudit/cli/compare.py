"""`spendaudit compare`: two sets of files or two reports, and what changed between them."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path  # noqa: TC003  # Typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    FRAME_FORMATS,
    OPTIONS,
    Asked,
    Output,
    Quiet,
    asking,
    chosen_format,
    format_option,
    write_page,
)
from spendaudit.cli.program import Status, command, warn

if TYPE_CHECKING:
    from collections.abc import Sequence


@command("Audit")
@asking
def compare(
    files: Annotated[  # noqa: ARG001  # `asked` has them
        list[Path],
        typer.Argument(
            metavar="BEFORE...",
            help="Published spending of the earlier time, or folders; or two reports in JSON, the "
            "earlier one first.",
        ),
    ],
    after: Annotated[
        list[Path] | None,
        typer.Option(
            "--with", metavar="AFTER", help="The later time: a file or a folder. Repeatable."
        ),
    ] = None,
    *,
    asked: Asked,
    form: Annotated[str | None, format_option(FRAME_FORMATS)] = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """What changed between two sets of files, or two reports: the share, the pounds, the suppliers.

    Example: spendaudit compare 2023-24.csv --with 2024-25.csv

    Of two reports in JSON it also says which months are new, gone or restated; exit 3 if one was.

    Example: spendaudit compare march.json april.json
    """
    from spendaudit.report.kept import is_report

    chosen = chosen_format(output, form, FRAME_FORMATS)
    reports = [path for path in (*asked.files, *(after or ())) if is_report(path)]
    if reports:
        _compare_reports(reports, asked, after or (), chosen, output, quiet=quiet)
        return
    if not after:
        raise typer.BadParameter(
            "name the later files, or two reports in JSON", param_hint="--with"
        )
    from spendaudit.audit import audit
    from spendaudit.report.compared import compared

    later = replace(asked, files=after)
    sides = [audit(one.request(quiet=quiet)) for one in (asked, later)]
    tell_files(*(side.cleaned for side in sides))
    write_page(compared(*sides), chosen, output)


def _compare_reports(
    reports: Sequence[Path],
    asked: Asked,
    after: Sequence[Path],
    form: str,
    output: Path | None,
    *,
    quiet: bool,
) -> None:
    from spendaudit.errors import InputError
    from spendaudit.report.kept import read_report
    from spendaudit.report.reports_compared import reports_compared

    others = [path for path in (*asked.files, *after) if path not in reports]
    if others:
        raise InputError(
            f"{reports[0]} is a report, and {others[0]} is not",
            "compare two reports, or two sets of published files with --with between them",
        )
    if len(reports) != 2:  # the earlier and the later
        raise typer.BadParameter(
            f"two reports are compared, not {len(reports)}", param_hint="BEFORE..."
        )
    settled = [
        one.name for one in fields(asked) if one.name != "files" and getattr(asked, one.name)
    ]
    if settled:
        raise typer.BadParameter(
            "reports are compared as they were made: leave it out", param_hint=OPTIONS[settled[0]]
        )
    before, later = map(read_report, reports)
    page, restated = reports_compared(before, later)
    write_page(page, form, output)
    if restated:
        if not quiet:
            warn("what was published before has been restated")
        raise typer.Exit(Status.CHECK_FAILED)
