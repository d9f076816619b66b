"""`spendaudit set-aside`: the rows that could not be read, with the reason."""

from __future__ import annotations

from typing import Annotated

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    FRAME_FORMATS,
    Asked,
    Columns,
    EveryRow,
    Files,
    Log,
    Output,
    Profile,
    Quiet,
    Sheets,
    Strict,
    chosen_format,
    finish,
    format_option,
    write_frame,
)
from spendaudit.cli.program import command, warn


@command("Tables", "set-aside")
def set_aside(
    files: Files,
    column: Columns = None,
    profile: Profile = None,
    sheet: Sheets = None,
    form: Annotated[str | None, format_option(FRAME_FORMATS)] = None,
    output: Output = None,
    every_row: EveryRow = False,
    strict: Strict = False,
    quiet: Quiet = False,
    log: Log = None,  # noqa: ARG001  # `command` answers it
) -> None:
    """The rows that could not be read as payments: file, line, reason and the text.

    Example: spendaudit set-aside spend.csv
    """
    import polars as pl

    from spendaudit.frames import as_pounds
    from spendaudit.intake import clean_files
    from spendaudit.report.values import Kind

    chosen = chosen_format(output, form, FRAME_FORMATS)
    asked = Asked(files, columns=column, profile=profile, sheets=sheet).request(quiet=quiet)
    cleaned = clean_files(asked.files, asked.wanted, announce=asked.announce)
    tell_files(cleaned)
    frame = cleaned.set_aside.with_columns(as_pounds("pence").alias("amount")).select(
        "file", "line", "reason", "amount", "text"
    )
    if chosen in ("table", "markdown"):
        # A line number is a name: no separators. The file is one only beside others.
        frame = frame.with_columns(pl.col("line").cast(pl.String))
        frame = frame if len(files) > 1 else frame.drop("file")
    if frame.is_empty() and not quiet:
        warn("every row with content was read as a payment")
    write_frame(
        frame,
        {"line": Kind.TEXT} if chosen in ("table", "markdown") else {},
        chosen,
        output,
        every_row=every_row,
        name="set-aside",
    )
    finish(cleaned, strict=strict)
