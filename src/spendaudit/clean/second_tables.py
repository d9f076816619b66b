"""A second table in the same file, with its columns in another order: it is refused, never misread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import InputError
from spendaudit.read.headings import NEEDED, understand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.records import Rows

LOOKED_AT = 500
"""Rows without a figure that are looked at; an ordinary file has a handful."""
KNOWN = 3
"""Meanings that the words of a row have to tell before it is taken for a heading."""


def refuse_second_table(looked_at: pl.DataFrame, rows: Rows, name: str) -> None:
    """Refuse a file in which another heading stands among the payments.

    Args:
        looked_at: rows that are no payments: `line`, `seen_as` and `text`.
        rows: of the file.
        name: of the file.

    Raises:
        InputError: a row below the heading is a heading too, and its columns stand elsewhere.
    """
    mark = re.escape(rows.delimiter)
    figure = rf"(?:^|{mark})[^\p{{L}}{mark}]*\d[^\p{{L}}{mark}]*(?:{mark}|$)"
    worded = looked_at.filter(
        (pl.col("line") > max(rows.heading.line, rows.heading.begins))
        & pl.col("seen_as").is_null()
        & ~pl.col("text").str.contains(figure)
    ).head(LOOKED_AT)
    suspects = [
        line
        for line, text in worded.select("line", "text").iter_rows()
        if _is_another_heading(text.split(rows.delimiter), rows)
    ]
    if not suspects:
        return
    # A text, such as a query, may have delimiters inside a cell: its true cells decide.
    whole = rows.cells.filter(pl.col("line").is_in(suspects)).collect().sort("line")
    for line, *cells in whole.iter_rows():
        filled = [cell or "" for cell in cells]
        if _is_another_heading(filled, rows):
            shown = ", ".join(cell.strip() for cell in filled if cell.strip())
            raise InputError(
                f"{name}: line {line:,} is another heading, and its columns stand in another order",
                "cut the file in two above that line, and name both parts",
                (f"line {line} has: {shown[:200]}",),
            )


def _is_another_heading(cells: Sequence[str], rows: Rows) -> bool:
    columns = understand(cells, {})
    known = sum(meaning != "ignored" for meaning in columns)
    elsewhere = any(columns.get(one) != rows.heading.columns[one] for one in NEEDED)
    return known >= KNOWN and columns.keys() >= set(NEEDED) and elsewhere
