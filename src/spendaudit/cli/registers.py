"""`spendaudit registers`: add, list and remove registers of organisations, and where to get them."""

from __future__ import annotations

import sys
from math import ceil
from pathlib import Path  # noqa: TC003  # Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from spendaudit.cli.known_words import meant, registers_begun
from spendaudit.cli.options import (
    FRAME_FORMATS,
    Output,
    Quiet,
    RegistersFolder,
    chosen_format,
    format_option,
    write_frame,
)
from spendaudit.cli.program import PlainGroup, announce, app, command, heed_interrupts, hush, warn

if TYPE_CHECKING:
    from spendaudit.registers.index import Added
    from spendaudit.registers.layouts import Layout

registers = typer.Typer(cls=PlainGroup, no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    registers,
    name="registers",
    rich_help_panel="Reference",
    help="Add, list and remove registers that tell who was paid; where to get them.\n\n"
    "Example: spendaudit registers where",
)

Format = Annotated[
    str | None,
    format_option(FRAME_FORMATS),
]


@command("Reference", of=registers)
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Registers as they are published, packed or not; all parts of one together.",
        ),
    ],
    folder: RegistersFolder = None,
    quiet: Quiet = False,
) -> None:
    """Make a register of published files, in the place of the one of the same kind.

    Example: spendaudit registers add BasicCompanyDataAsOneFile-2026-11-01.zip
    """
    from spendaudit.registers.index import build

    heed_interrupts()
    made = build(paths, folder, None if quiet else announce)
    hush()
    for added in made:
        typer.echo(_told(added))
        if quiet:
            continue
        manifest = added.manifest
        for one in manifest.left_out:
            rows = "1 row" if one.rows == 1 else f"{one.rows:,} rows"
            warn(f"{manifest.id}: {rows} left out: {one.reason} (first: {one.first})")
        for notice in manifest.notices:
            warn(f"{manifest.id}: {notice}")
        if not manifest.presence:
            warn(f"{manifest.id}: its postcode is {manifest.postcode_is}: doubtful as a place")


@command("Reference", "list", of=registers)
def list_registers(
    folder: RegistersFolder = None, form: Format = None, output: Output = None
) -> None:
    """Each register that is kept: its edition, organisations, size, SHA-256 and day.

    Example: spendaudit registers list -f json
    """
    import polars as pl

    from spendaudit.registers.store import open_registers

    chosen = chosen_format(output, form, FRAME_FORMATS)
    found = open_registers(folder)
    if not found and chosen == "table":
        warn(f"there is no register in {found.folder}; which to get: spendaudit registers where")
        return
    rows = [
        {
            "register": one.id,
            "title": one.title,
            "edition": one.edition,
            "organisations": one.rows,
            "names": one.manifest.names,
            "bytes": one.bytes,
            "built_on": one.manifest.built_on,
            "built_with": one.manifest.built_with,
            "files": "; ".join(file.name for file in one.manifest.files),
            "sha256": "; ".join(file.sha256 for file in one.manifest.files),
            "left_out": sum(left.rows for left in one.manifest.left_out),
            "licence": one.licence,
        }
        for one in found.registers
    ]
    table = pl.DataFrame(rows)
    if rows and chosen in ("table", "markdown"):
        megabytes = (pl.col("bytes") / 1e5).ceil() / 10
        table = table.select(
            "register",
            "edition",
            "organisations",
            megabytes.cast(pl.String).alias("MB"),
            "built_on",
            pl.col("sha256").str.slice(0, 8),
        )
    write_frame(table, {}, chosen, output, every_row=True)


@command("Reference", of=registers)
def remove(
    register: Annotated[
        str,
        typer.Argument(
            metavar="ID", autocompletion=registers_begun, help="As `registers list` shows it."
        ),
    ],
    folder: RegistersFolder = None,
) -> None:
    """Remove a register; the published file stays where it is.

    Example: spendaudit registers remove companies-house
    """
    from spendaudit.errors import RegisterError
    from spendaudit.registers.keeping import remove as removed
    from spendaudit.registers.store import manifests, registers_folder

    place = folder or registers_folder()
    if not removed(register, place):
        known = [path.parent.name for path in manifests(place)]
        raise RegisterError(
            f"there is no register {register}{meant(register, known)}",
            f"one of these: {', '.join(known) or 'none'}",
        )
    typer.echo(f"{register}: removed from {place}")


@command("Reference", of=registers)
def where(form: Format = None, output: Output = None) -> None:
    """Each register that can be read: who publishes it, its licence, the file to download.

    Nothing is downloaded.

    Example: spendaudit registers where
    """
    import polars as pl

    from spendaudit.registers.layouts import layouts
    from spendaudit.render.output import write_output

    chosen = chosen_format(output, form, FRAME_FORMATS)
    readable = [one for one in layouts() if not one.refused]
    if chosen == "table":
        text = "\n\n".join(_described(one) for one in readable if not one.beside)
        write_output(f"{text}\n", output, sys.stdout)
        return
    rows = [
        {
            "register": one.id,
            "title": one.title,
            "publisher": one.publisher,
            "licence": one.licence,
            "page": one.page,
            "file": one.file,
            "postcode_is": one.postcode_is,
        }
        for one in readable
    ]
    write_frame(pl.DataFrame(rows), {}, chosen, output, every_row=True)


def _described(layout: Layout) -> str:
    lines = {
        "publisher": layout.publisher,
        "page": layout.page,
        "file": layout.file,
        "licence": layout.licence,
        "postcode": layout.postcode_is,
    }
    return "\n".join(
        [f"{layout.title} ({layout.id})", *(f"  {key:9} {text}" for key, text in lines.items())]
    )


def _told(added: Added) -> str:
    from spendaudit.report.text import shown

    manifest = added.manifest
    megabytes = ceil(sum(manifest.tables.values()) / 1e5) / 10
    sentence = (
        f"{manifest.id}: {manifest.title}, {manifest.edition}, "
        f"{manifest.rows:,} organisations, {megabytes:.1f} MB"
    )
    if added.replaced is not None:
        before = added.replaced
        sentence += f"; in the place of {before.edition}, {before.rows:,} organisations"
    return shown(sentence, None)
