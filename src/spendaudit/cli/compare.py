"""`spendaudit compare`: two sets of files, and what changed between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # noqa: TC003  # Typer reads the annotation
from typing import Annotated

import typer

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    FRAME_FORMATS,
    Asked,
    Output,
    Quiet,
    asking,
    chosen_format,
    write_page,
)
from spendaudit.cli.program import command


@command("Audit")
@asking
def compare(
    files: Annotated[  # noqa: ARG001  # `asked` has them
        list[Path],
        typer.Argument(
            metavar="BEFORE...", help="Published spending of the earlier time, or folders."
        ),
    ],
    after: Annotated[
        list[Path],
        typer.Option(
            "--with", metavar="AFTER", help="The later time: a file or a folder. Repeatable."
        ),
    ],
    asked: Asked,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help=f"One of {', '.join(FRAME_FORMATS)}."
        ),
    ] = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """What changed between two sets of files: the share, the pounds, the suppliers.

    Example: spendaudit compare 2023-24.csv --with 2024-25.csv
    """
    from spendaudit.audit import audit
    from spendaudit.report.compared import compared

    chosen = chosen_format(output, form, FRAME_FORMATS)
    later = replace(asked, files=after)
    sides = [audit(one.request(quiet=quiet)) for one in (asked, later)]
    tell_files(*(side.cleaned for side in sides))
    write_page(compared(*sides), chosen, output)
