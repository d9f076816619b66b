"""Every payment beside the tables of a report: sheets of its workbook, a table of its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.render.frames import flat, frame_as_csv, kind_by_type
from spendaudit.render.workbook import MOST_ROWS, Sheet
from spendaudit.report.figures import count, counted
from spendaudit.report.values import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "payments"
TITLE = "Every payment"
WHAT_THEY_ARE = (
    "All payments that the figures are made of, in the order of files and lines, with what is known "
    "of each payee"
)
_HEADINGS = {"amount": "£"}
_LINES_ABOVE = 3
"""Rows of a sheet above its payments: title, description and headings."""
MOST_ON_A_SHEET = MOST_ROWS - _LINES_ABOVE


def payment_sheets(payments: pl.DataFrame, most: int = MOST_ON_A_SHEET) -> list[Sheet]:
    """Write payments as sheets of at most `most` rows, each of which says which rows it holds."""
    rows = flat(payments)
    columns = tuple(
        Column(key, _HEADINGS.get(key, key.replace("_", " ")), kind_by_type(kind))
        for key, kind in rows.schema.items()
    )
    sheets = []
    for number, start in enumerate(range(0, max(rows.height, 1), most), start=1):
        part = rows.slice(start, most)
        what = f"This sheet holds one table of {counted(part.height, 'row')}"
        if part.height < rows.height:
            what += f": payments {count(start + 1)} to {count(start + part.height)} of {count(rows.height)}"
        sheets.append(
            Sheet(
                name=KEY.capitalize() + (f" {number}" if number > 1 else ""),
                title=TITLE,
                lines=(f"{what}. {WHAT_THEY_ARE}.",),
                columns=columns,
                rows=part.iter_rows(),
                height=part.height,
            )
        )
    return sheets


def payments_as_csv(payments: pl.DataFrame) -> bytes:
    """Write payments as CSV in UTF-8, safe to open in a spreadsheet."""
    return frame_as_csv(payments).encode("utf-8", "backslashreplace")


def payment_fields(payments: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Describe each column as a field of a Table Schema."""
    for key, kind in payments.schema.items():
        unit = {"description": "pounds, exact to the penny"} if key == "amount" else {}
        title = _HEADINGS.get(key, key.replace("_", " "))
        yield {"name": key, "type": _type_of(kind), "title": title, **unit}


def _type_of(kind: pl.DataType) -> str:
    if kind == pl.Date:
        return "date"
    if kind.is_integer():
        return "integer"
    return "number" if kind.is_numeric() else "string"
