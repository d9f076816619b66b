"""The options that commands share, each with one name and one help text."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spendaudit.cli.program import Status, announce, warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from spendaudit.audit import Request
    from spendaudit.report.values import Kind

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="Published spending as CSV; - is standard input."),
]
Area = Annotated[
    str | None,
    typer.Option(
        "--area",
        metavar="NAME|CODE",
        help="Home: a district, county, combined authority or region. Else taken from the files.",
    ),
]
SupplierLists = Annotated[
    list[Path] | None,
    typer.Option(
        "--suppliers",
        metavar="FILE",
        help="Your own supplier list (CSV): its word beats every other evidence. Repeatable.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="MEANING=HEADING",
        help='What a column means, where the heading does not tell: amount="Invoice Value".',
    ),
]
PostcodeFile = Annotated[
    Path | None,
    typer.Option(
        "--postcodes",
        metavar="FILE",
        help="A newer ONSPD or NSPL file (CSV or zip) instead of the installed directory.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="PATH", help="Write here; the ending picks the format."),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Exit 3 when a row was set aside or a printed total differs."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")]
EveryRow = Annotated[
    bool, typer.Option("--all", help="Every row, where a table shows the first 50.")
]


def settled_columns(given: Sequence[str] | None) -> dict[str, str]:
    """`MEANING=HEADING` texts as a mapping.

    Raises:
        typer.BadParameter: one has another form, or an unknown meaning.
    """
    from spendaudit.read.headings import meanings

    settled = {}
    for text in given or ():
        meaning, equals, heading = text.partition("=")
        meaning = meaning.strip().lower().replace(" ", "_")
        if not equals or not heading.strip():
            raise typer.BadParameter(
                f'{text!r}: write MEANING=HEADING, such as amount="Invoice Value"',
                param_hint="--column",
            )
        if meaning not in meanings():
            known = ", ".join(one for one in meanings() if one != "ignored")
            raise typer.BadParameter(
                f"{meaning!r} is no meaning of a column; known: {known}", param_hint="--column"
            )
        settled[meaning] = heading
    return settled


def request_for(
    files: Sequence[Path],
    area: str | None,
    supplier_lists: Sequence[Path] | None,
    columns: Sequence[str] | None,
    postcode_file: Path | None,
    *,
    quiet: bool,
) -> Request:
    """The options of a command as what the audit is asked."""
    from spendaudit.audit import Request

    return Request(
        files=files,
        area=area,
        supplier_lists=supplier_lists or (),
        columns=settled_columns(columns),
        postcode_file=postcode_file,
        announce=None if quiet else announce,
    )


def as_typed(
    files: Sequence[Path],
    area: str | None,
    supplier_lists: Sequence[Path] | None,
    columns: Sequence[str] | None,
    postcode_file: Path | None = None,
) -> str:
    """The files and options as a shell would take them again."""
    words = [str(path) for path in files]
    words += [word for text in columns or () for word in ("--column", text)]
    words += ["--area", area] if area else []
    words += [word for path in supplier_lists or () for word in ("--suppliers", str(path))]
    words += ["--postcodes", str(postcode_file)] if postcode_file else []
    return shlex.join(words)


FRAME_FORMATS = ("table", "markdown", "json", "csv")


def write_frame(
    frame: pl.DataFrame,
    kinds: Mapping[str, Kind],
    form: str,
    output: Path | None,
    *,
    every_row: bool,
    for_spreadsheet: bool = False,
) -> None:
    """Write a frame in a format, to a file or to standard output.

    `for_spreadsheet`: a CSV file begins with a byte order mark, without which Excel on Windows
    shows Café as CafÃ©; a pipe gets none.
    """
    from spendaudit.render.frames import MOST_ROWS, frame_as, frame_as_table, rows_left_out
    from spendaudit.render.output import write_output

    limit = None if every_row else MOST_ROWS
    if form == "table" and output is None:
        from spendaudit.render.terminal import console_for, render_table

        note = rows_left_out(frame, limit)
        render_table(frame_as_table(frame, kinds, None, limit), console_for(sys.stdout), note=note)
        return
    content = frame_as(frame, kinds, form, limit=limit)
    if form == "csv" and for_spreadsheet and output is not None and isinstance(content, str):
        content = f"\ufeff{content}"
    write_output(content, output, sys.stdout)


def finish(*, strict: bool, set_aside: int, differing_totals: int, quiet: bool) -> None:
    """End with status 3 where the user asked for strictness and something failed it."""
    if not strict or not (set_aside or differing_totals):
        return
    if not quiet:
        warn(f"--strict: {set_aside:,} rows set aside, {differing_totals:,} printed totals differ")
    raise typer.Exit(Status.CHECK_FAILED)
