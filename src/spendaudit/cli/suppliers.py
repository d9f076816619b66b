"""`spendaudit suppliers`: one row a supplier, and the list of those still to be placed."""

from __future__ import annotations

from typing import Annotated

import typer

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    FRAME_FORMATS,
    Asked,
    EveryRow,
    Output,
    Quiet,
    Strict,
    asking,
    chosen_format,
    finish,
    format_option,
    write_frame,
)
from spendaudit.cli.program import command, warn


@command("Tables")
@asking
def suppliers(
    asked: Asked,
    unplaced: Annotated[
        bool,
        typer.Option(
            "--unplaced", help="Only those that no evidence reached: a to-do list by value."
        ),
    ] = False,
    doubtful: Annotated[
        bool,
        typer.Option("--doubtful", help="Only those placed on doubtful evidence, by value."),
    ] = False,
    form: Annotated[str | None, format_option(FRAME_FORMATS)] = None,
    output: Output = None,
    every_row: EveryRow = False,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """One row a supplier: what it was paid, where it is, how that is known.

    Fill in `postcode` in what --unplaced or --doubtful writes and give it back with --suppliers.

    Example: spendaudit suppliers spend.csv --unplaced -o todo.csv
    """
    from spendaudit.audit import audit
    from spendaudit.measures.suppliers import doubtful_first, suppliers_of, unplaced_first
    from spendaudit.report.caveats import most_of_it
    from spendaudit.report.values import Kind

    if unplaced and doubtful:
        raise typer.BadParameter("--unplaced and --doubtful are two lists: ask for one at a time.")
    chosen = chosen_format(output, form, FRAME_FORMATS)
    found = audit(asked.request(quiet=quiet))
    tell_files(found.cleaned)
    table = suppliers_of(found)
    if unplaced:
        table = unplaced_first(table)
        if not quiet:
            warn(most_of_it(table["unplaced"]))
    elif doubtful:
        table = doubtful_first(table)
    if chosen in ("table", "markdown"):
        known = ("amount", "share", "payments", "postcode", "tier", "placed_by")
        missing = ("unplaced", "cumulative_share", "payments", "kind")
        # A list to be filled in has no such column, and without registers it holds nothing.
        has_organisations = "organisation" in table.columns and table["organisation"].count()
        organisation = ["organisation"] if has_organisations else []
        unsure = ("doubtful", *organisation, "postcode_found", "tier", "doubt")
        table = table.select("supplier", *(missing if unplaced else unsure if doubtful else known))
    kinds = {
        "share": Kind.SHARE,
        "cumulative_share": Kind.SHARE,
        "payments": Kind.COUNT,
    }
    write_frame(
        table, kinds, chosen, output, every_row=every_row, name="suppliers", for_spreadsheet=True
    )
    finish(found.cleaned, strict=strict)
