"""`spendaudit postcodes`: postcode to area, district and coordinates; a filter."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from spendaudit.cli.options import (
    FRAME_FORMATS,
    EveryRow,
    Output,
    PostcodeFile,
    Quiet,
    chosen_format,
    format_option,
    write_frame,
)
from spendaudit.cli.program import announce, command, heed_interrupts, hush, warn

if TYPE_CHECKING:
    import polars as pl

    from spendaudit.places.directory import Directory

_OUTWARD = r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]?"


@command("Reference")
def postcodes(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TEXT]...", help="Postcodes; one a line of standard input without it."
        ),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="POSTCODE",
            help="Adds distance_km: as the crow flies from this postcode or outward code.",
        ),
    ] = None,
    postcode_file: PostcodeFile = None,
    form: Annotated[str | None, format_option(FRAME_FORMATS)] = None,
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
    from spendaudit.report.values import Kind

    chosen = chosen_format(output, form, FRAME_FORMATS)
    heed_interrupts()
    lines = _joined(texts) if texts else _lines_of_standard_input()
    directory = open_directory(postcode_file, None if quiet else announce)
    hush()
    written = pl.DataFrame({"text": lines}, schema={"text": pl.String})
    places = place_postcodes(written["text"], directory)
    if origin is not None:
        places = places.with_columns(_distances(places, origin, directory))
    places = places.join(district_names(), on="district", how="left", maintain_order="left")
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
        *(["distance_km"] if origin is not None else []),
    )
    if chosen in ("table", "markdown"):
        found = found.drop("latitude", "longitude", "mail_centre")
    elif not quiet:
        for hint in coordinate_hints(found):
            warn(hint)
    write_frame(
        found, {"distance_km": Kind.DISTANCE}, chosen, output, every_row=every_row, name="postcodes"
    )


def _distances(places: pl.DataFrame, origin: str, directory: Directory) -> pl.Series:
    """How far each place is from the origin.

    Raises:
        InputError: the origin has no coordinates.
    """
    import polars as pl

    from spendaudit.errors import InputError
    from spendaudit.places.abroad import distances_km, missing_data_hint
    from spendaudit.places.foreign import coordinate_hints
    from spendaudit.places.postcodes import place_postcodes

    here = place_postcodes(pl.Series([origin]), directory)
    latitude, longitude = here.select("latitude", "longitude").row(0)
    if latitude is None:
        outward = here["finding"][0] == "outward only"
        hints = [missing_data_hint("GB")] if outward else coordinate_hints(here)
        raise InputError(
            f"--from {origin!r} has no coordinates: {here['finding'][0]}",
            "give a whole postcode, such as --from 'PR1 2RL'",
            tuple(hints),
        )
    return distances_km(places, latitude, longitude)


def _joined(words: list[str]) -> list[str]:
    """The words of a command line, a postcode that the shell has split in two made whole again."""
    joined: list[str] = []
    for word in words:
        if (
            joined
            and re.fullmatch(r"[0-9][A-Za-z]{2}", word)
            and re.fullmatch(_OUTWARD, joined[-1])
        ):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def _lines_of_standard_input() -> list[str]:
    """The lines, without the quotes that a cell of a CSV file may bring along."""
    data = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    return [line.strip().strip('"').strip() for line in data.splitlines()]
