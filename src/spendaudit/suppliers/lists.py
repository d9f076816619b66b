"""The user's own supplier list: whatever it says of a supplier beats every other evidence.

It may be what `spendaudit suppliers` wrote and a person filled in, or a creditor export from a
finance system under the headings of its own.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import InputError
from spendaudit.read.headings import meaning_of
from spendaudit.read.source import open_source
from spendaudit.render.delimited import restore
from spendaudit.suppliers.names import clean_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS = (
    "supplier",
    "supplier_id",
    "postcode",
    "company_number",
    "charity_number",
    "name",
    "ownership",
    "sme",
    "note",
)
"""What a supplier list may say; `name` is the organisation's proper name."""
_SAYS_SOMETHING = (
    "postcode",
    "company_number",
    "charity_number",
    "name",
    "ownership",
    "sme",
    "note",
)
_HEAD_ROWS = 40


@dataclass(frozen=True, slots=True)
class SupplierList:
    """What one list says.

    Attributes:
        name: of the file.
        entries: one row a supplier with something to say: `line`, the COLUMNS (null where blank),
            and `clean`, the cleaned name.
        contradictions: sentences about suppliers named twice with different postcodes; neither
            of their rows is in `entries`.
    """

    name: str
    entries: pl.DataFrame
    contradictions: tuple[str, ...]


def read_supplier_list(path: Path) -> SupplierList:
    """Read a supplier list.

    Raises:
        InputError: it is no table, or no column names the supplier.
    """
    with open_source(path) as source:
        text = source.path.read_text(encoding="utf-8-sig")
        name = source.name
    heads = {mark: _head(text, mark) for mark in (",", ";", "\t")}
    delimiter = max(heads, key=lambda mark: max((len(row) for row in heads[mark]), default=0))
    at, columns = _heading(heads[delimiter], name)
    rows: list[dict[str, str | int]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for number, cells in enumerate(reader):
        if number > at and any(cell.strip() for cell in cells):
            row: dict[str, str | int] = {"line": line}
            row.update(
                {
                    column: cells[position].strip()
                    for column, position in columns.items()
                    if position < len(cells)
                }
            )
            rows.append(row)
        line = reader.line_num + 1
    return _without_contradictions(_tidy(rows), name)


def _head(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for row, _ in zip(reader, range(_HEAD_ROWS), strict=False)]


def _heading(head: Sequence[Sequence[str]], name: str) -> tuple[int, dict[str, int]]:
    """Which of the first rows is the heading, and where its columns are."""
    for number, cells in enumerate(head):
        columns: dict[str, int] = {}
        for position, cell in enumerate(cells):
            own = cell.strip().lower().replace(" ", "_")
            if own in COLUMNS:
                columns.setdefault(own, position)
        for position, cell in enumerate(cells):
            found = meaning_of(cell)
            if found and found[0] in COLUMNS and position not in columns.values():
                columns.setdefault(found[0], position)
        if "supplier" in columns or "supplier_id" in columns:
            return number, columns
        # In a bare creditor export `Name` is the supplier, not the organisation's proper name.
        if "name" in columns and "postcode" in columns:
            columns["supplier"] = columns.pop("name")
            return number, columns
    seen = ", ".join(cell.strip() for cell in head[0] if cell.strip()) if head else "nothing"
    raise InputError(
        f"{name} is no supplier list: no column is called supplier or supplier_id",
        "begin from one that fits: spendaudit suppliers FILE --unplaced -o todo.csv",
        (f"line 1 has: {seen[:200]}",),
    )


def _tidy(rows: list[dict[str, str | int]]) -> pl.DataFrame:
    entries = pl.DataFrame(
        rows, schema={"line": pl.UInt32, **dict.fromkeys(COLUMNS, pl.String)}, orient="row"
    )
    return (
        entries.with_columns(restore(pl.col(column)).alias(column) for column in COLUMNS)
        .with_columns(
            pl.when(pl.col(column) != "").then(column).alias(column) for column in COLUMNS
        )
        .with_columns(clean_name(pl.col("supplier")).alias("clean"))
        .filter(pl.any_horizontal(pl.col(column).is_not_null() for column in _SAYS_SOMETHING))
    )


def _without_contradictions(entries: pl.DataFrame, name: str) -> SupplierList:
    """Leave out suppliers that the list puts in two places, and say so."""
    sentences: list[str] = []
    for key in ("supplier_id", "clean"):
        doubled = (
            entries.filter(pl.col(key).is_not_null())
            .group_by(key)
            .agg(
                pl.col("postcode")
                .str.replace_all(r"\s", "")
                .str.to_uppercase()
                .drop_nulls()
                .n_unique()
                .alias("places"),
                pl.col("line").sort(),
                pl.col("supplier").first(),
            )
            .filter(pl.col("places") > 1)
            .sort(key)
        )
        sentences += [
            f"{name} gives {supplier or found!r} different postcodes on lines "
            f"{', '.join(str(line) for line in lines)}: none of them is used"
            for found, lines, supplier in doubled.select(key, "line", "supplier").iter_rows()
        ]
        entries = entries.join(doubled.select(key), on=key, how="anti", nulls_equal=False)
        entries = entries.sort("line")
    return SupplierList(name, entries, tuple(sentences))
