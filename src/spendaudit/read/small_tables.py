"""Small tables that a user writes by hand, such as a survey: a CSV with columns of fixed names."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import InputError
from spendaudit.read.source import open_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_small_table(path: Path, columns: Sequence[str], called: str) -> tuple[pl.DataFrame, str]:
    """Read a table of known columns; others are left out, and so are rows without any of them.

    Args:
        path: the file.
        columns: that it must have, in capitals or not.
        called: what the table is, for a refusal: "a survey".

    Returns:
        `line` and the columns as text, outer spaces off and null where blank; and the file's name.

    Raises:
        InputError: it is no table, or lacks a column or any row.
    """
    advice = f"write a CSV with the columns {' and '.join(columns)}"
    with open_source(path) as source:
        name = source.name
        try:
            table = pl.read_csv(source.path, infer_schema=False)
        except pl.exceptions.PolarsError as error:
            raise InputError(f"{name} is no table, and so not {called}", advice) from error
    found = {heading.strip().lower(): heading for heading in table.columns}
    missing = [column for column in columns if column not in found]
    if missing:
        raise InputError(
            f"{name} is not {called}: it has no column called {missing[0]}",
            advice,
            (f"line 1 has: {', '.join(table.columns)[:200]}",),
        )
    rows = table.select(
        pl.col(found[column]).str.strip_chars().replace("", None).alias(column)
        for column in columns
    ).with_row_index("line", 2)
    rows = rows.filter(pl.any_horizontal(pl.col(columns).is_not_null()))
    if rows.is_empty():
        raise InputError(f"{name} is not {called}: it has no row", advice)
    return rows, name


def share_of(text: str | None) -> Decimal | None:
    """A share written as 63% or 0.63 as an exact fraction of 1; None where it is none."""
    written = (text or "").strip()
    try:
        value = Decimal(written.rstrip("% "))
    except InvalidOperation:
        return None
    value = value / 100 if written.endswith("%") else value
    return value if value.is_finite() and 0 <= value <= 1 else None
