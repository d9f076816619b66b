"""`spendaudit compare`: two sets of files, and what changed between them."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # Typer reads the annotation
from typing import Annotated

import typer

from spendaudit.cli.options import (
    FRAME_FORMATS,
    Area,
    Asked,
    Columns,
    NoRegisters,
    Output,
    PostcodeFile,
    Profile,
    Quiet,
    RegistersFolder,
    Sheets,
    SupplierLists,
    chosen_format,
    write_page,
)
from spendaudit.cli.program import command


@command("Audit")
def compare(
    before: Annotated[
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
    sides = [
        audit(
            Asked(
                files, area, suppliers, column, postcodes, profile, sheet, registers, no_registers
            ).request(quiet=quiet)
        )
        for files in (before, after)
    ]
    write_page(compared(*sides), chosen, output)
