"""`spendaudit payments`: every payment, cleaned, identified and placed."""

from __future__ import annotations

from typing import Annotated

from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
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
from spendaudit.cli.program import command

FORMATS = ("table", "markdown", "json", "jsonl", "csv", "parquet", "xlsx")


@command("Tables")
@asking
def payments(
    asked: Asked,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: Output = None,
    every_row: EveryRow = False,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Every payment, cleaned, identified and placed, with its file and line.

    Example: spendaudit payments spend.csv -o payments.parquet
    """
    from spendaudit.audit import audit
    from spendaudit.measures.payments import payments_of
    from spendaudit.report.values import Kind

    chosen = chosen_format(output, form, FORMATS)
    found = audit(asked.request(quiet=quiet, points=True))
    tell_files(found.cleaned)
    frame = payments_of(found)
    if chosen in ("table", "markdown"):
        frame = frame.select(
            "line", "paid_on", "supplier", "amount", "department", "postcode", "tier", "placed_by"
        )
    # A line number is a name, not a count: no separators.
    kinds = {"line": Kind.TEXT}
    if "line" in frame.columns and chosen in ("table", "markdown"):
        import polars as pl

        frame = frame.with_columns(pl.col("line").cast(pl.String))
    write_frame(frame, kinds, chosen, output, every_row=every_row, name="payments")
    finish(found.cleaned, strict=strict)
