"""`spendaudit postcodes`: postcode to area, district and coordinates; a filter."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from spendaudit.cli.options import (
    FRAME_FORMATS,
    EveryRow,
    Output,
    PostcodeFile,
    Quiet,
    chosen_format,
    write_frame,
)
from spendaudit.cli.program import announce, command, heed_interrupts, warn

_OUTWARD = r"[A-Za-z]{1,2}\d[A-Za-z\d]?"


@command("Reference")
def postcodes(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TEXT]...", help="Postcodes; one a line of standard input without it."
        ),
    ] = None,
    postcode_file: PostcodeFile = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help=f"One of {', '.join(FRAME_FORMATS)}."
        ),
    ] = None,
    output: Output = None,
    every_row: EveryRow = False,
    quiet: Quiet = False,
) -> None:
    """Postcode to district and coordinates, one row for each line, in order.

    Example: cut -d, -f7 spend.csv | spendaudit postcodes -f csv
    """
    import polars as pl

    from spendaudit.places.areas import district_names
    from spendaudit.places.directory import open_directory
    from spendaudit.places.foreign import coordinate_hints
    from spendaudit.places.postcodes import place_postcodes

    chosen = chosen_format(output, form, FRAME_FORMATS)
    heed_interrupts()
    lines = _joined(texts) if texts else _lines_of_standard_input()
    directory = open_directory(postcode_file, None if quiet else announce)
    written = pl.DataFrame({"text": lines}, schema={"text": pl.String})
    places = place_postcodes(written["text"], directory).join(
        district_names(), on="district", how="left", maintain_order="left"
    )
    found = written.join(places, on="text", how="left", maintain_order="left").select(
        "text",
        "postcode",
        "district",
        "district_name",
        "country",
        pl.col("latitude").round(5),
        pl.col("longitude").round(5),
        "mail_centre",
        "finding",
    )
    if chosen in ("table", "markdown"):
        found = found.select("text", "postcode", "district", "district_name", "country", "finding")
    elif not quiet:
        for hint in coordinate_hints(found):
            warn(hint)
    write_frame(found, {}, chosen, output, every_row=every_row)


def _joined(words: list[str]) -> list[str]:
    """The words of a command line, a postcode that the shell has split in two made whole again."""
    joined: list[str] = []
    for word in words:
        if joined and re.fullmatch(r"\d[A-Za-z]{2}", word) and re.fullmatch(_OUTWARD, joined[-1]):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def _lines_of_standard_input() -> list[str]:
    """The lines, without the quotes that a cell of a CSV file may bring along."""
    data = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    return [line.strip().strip('"').strip() for line in data.splitlines()]
