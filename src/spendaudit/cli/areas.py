"""`spendaudit areas`: find an area, its code and its kind."""

from __future__ import annotations

from typing import Annotated

import typer

from spendaudit.cli.known_words import areas_begun
from spendaudit.cli.options import (
    FRAME_FORMATS,
    EveryRow,
    Output,
    chosen_format,
    format_option,
    write_frame,
)
from spendaudit.cli.program import command


@command("Reference")
def areas(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]",
            autocompletion=areas_begun,
            help="Part of a name, or a code; all without it.",
        ),
    ] = None,
    form: Annotated[str | None, format_option(FRAME_FORMATS)] = None,
    output: Output = None,
    every_row: EveryRow = False,
) -> None:
    """Find an area: its code, its kind, what it lies in and how many districts it has.

    Example: spendaudit areas preston
    """
    from spendaudit.places.areas import find_area, search_areas

    chosen = chosen_format(output, form, FRAME_FORMATS)
    found = search_areas(text)
    if found.is_empty() and text:
        # Nothing begins so; a whole name or an alias may still fit, and if not, the error suggests.
        found = search_areas(find_area(text).code)
    write_frame(found, {}, chosen, output, every_row=every_row, name="areas")
