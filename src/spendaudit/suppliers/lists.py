"""The user's own supplier list: whatever it says of a supplier beats every other evidence.

It may be what `spendaudit suppliers` wrote and a person filled in, or a creditor export from a
finance system under the headings of its own.
"""

from __future__ import annotations

import io
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import InputError
from spendaudit.formulas import restore
from spendaudit.names.cleaning import clean_name
from spendaudit.read.headings import meaning_of
from spendaudit.read.quotes import records
from spendaudit.read.source import open_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from spendaudit.read.quotes import Record

COLUMNS = (
    "supplier",
    "supplier_id",
    "postcode",
    "company_number",
    "charity_number",
    "name",
    "ownership",
    "sme",
    "branch",
    "group",
    "passed_on",
    "note",
)
"""What a supplier list may say.

`name` is the organisation's proper name; `branch` is yes, no or the postcode of a branch that is not
the supplier's own address; `group` is what the supplier belongs to; `passed_on` is the
share of what it is paid that it passes to firms in the area.
"""
_SAYS_SOMETHING = (
    "postcode",
    "company_number",
    "charity_number",
    "name",
    "ownership",
    "sme",
    "branch",
    "group",
    "passed_on",
    "note",
)
_HEAD_ROWS = 40


class SupplierList(NamedTuple):
    """What one list says.

    Attributes:
        name: of the file.
        entries: one row a supplier with something to say: `line`, the COLUMNS (null where blank),
            and `clean`, the cleaned name.
        contradictions: sentences about what the list says twice and differently, which is not in
            `entries`, and about quotation marks that were never closed.
        sha256: of its bytes, and `bytes` how many these are.
    """

    name: str
    entries: pl.DataFrame
    contradictions: tuple[str, ...]
    sha256: str = ""
    bytes: int = 0


def read_supplier_list(path: Path) -> SupplierList:
    """Read a supplier list.

    Raises:
        InputError: it is no table, or no column names the supplier.
    """
    with open_source(path) as source:
        text = source.path.read_text(encoding="utf-8-sig")
        name, sha256, size = source.name, source.sha256, source.bytes
    heads = {mark: _head(text, mark) for mark in (",", ";", "\t")}
    delimiter = max(heads, key=lambda mark: max((len(row) for row in heads[mark]), default=0))
    at, columns = _heading(heads[delimiter], name)
    rows: list[dict[str, str | int]] = []
    misquoted: list[str] = []
    for number, record in enumerate(_records_of(text, delimiter)):
        if number <= at or not any(cell.strip() for cell in record.cells):
            continue
        if record.misquoted:
            misquoted.append(
                f"{name}, line {record.line}: a quotation mark is not closed; it was read as a letter"
            )
        cells = {
            column: record.cells[position].strip()
            for column, position in columns.items()
            if position < len(record.cells)
        }
        rows.append({"line": record.line, **cells})
    found = _without_contradictions(_tidy(rows), name)
    said = (*misquoted, *found.contradictions)
    return SupplierList(name, found.entries, said, sha256, size)


def _records_of(text: str, delimiter: str) -> Iterator[Record]:
    return records(io.StringIO(text, newline=""), delimiter)


def _head(text: str, delimiter: str) -> list[Sequence[str]]:
    return [record.cells for record in islice(_records_of(text, delimiter), _HEAD_ROWS)]


def _heading(head: Sequence[Sequence[str]], name: str) -> tuple[int, dict[str, int]]:
    """Which of the first rows is the heading, and where its columns are.

    It is the one with most columns that are known: a title, such as `Creditors`, has one at most.
    """
    found = [(number, _columns(cells)) for number, cells in enumerate(head)]
    naming = [
        (number, columns)
        for number, columns in found
        if "supplier" in columns or "supplier_id" in columns
    ]
    if naming:
        return max(naming, key=lambda one: len(one[1]))
    seen = ", ".join(cell.strip() for cell in head[0] if cell.strip()) if head else "nothing"
    raise InputError(
        f"{name} is no supplier list: no column is called supplier or supplier_id",
        "begin from one that fits: spendaudit suppliers FILE --unplaced -o todo.csv",
        (f"line 1 has: {seen[:200]}",),
    )


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """The columns of a list that a row of headings has, with their positions."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(cells):
        own = cell.strip().lower().replace(" ", "_")
        if own in COLUMNS:
            columns.setdefault(own, position)
    for position, cell in enumerate(cells):
        found = meaning_of(cell)
        if found and found[0] in COLUMNS and position not in columns.values():
            columns.setdefault(found[0], position)
    # In a bare creditor export `Name` is the supplier, not the organisation's proper name.
    if (
        "name" in columns
        and "postcode" in columns
        and not {"supplier", "supplier_id"} & set(columns)
    ):
        columns["supplier"] = columns.pop("name")
    return columns


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
    """Leave out what the list puts in two places, and say so.

    A name with several ids is several accounts of one supplier: each is known by its id, and the
    name alone tells nothing.
    """
    by_id = _in_two_places(entries, "supplier_id")
    entries = entries.join(by_id, on="supplier_id", how="anti", nulls_equal=False).sort("line")
    by_name = _in_two_places(entries, "clean")
    several = pl.col("clean").is_in(by_name["clean"].to_list())
    undecided = by_name.join(
        entries.filter(several & pl.col("supplier_id").is_null()).select("clean").unique(),
        on="clean",
    )
    sentences = [
        f"{name} gives {supplier or found!r} different postcodes on lines "
        f"{', '.join(str(line) for line in lines)}: {unused} is used"
        for doubled, unused in (
            (by_id, "none of them"),
            (undecided.sort("clean"), "none without an id"),
        )
        for found, lines, supplier in doubled.iter_rows()
    ]
    entries = entries.with_columns(
        pl.when(~several.fill_null(value=False)).then("clean").alias("clean")
    )
    known = pl.col("supplier_id").is_not_null() | pl.col("clean").is_not_null()
    return SupplierList(name, entries.filter(known), tuple(sentences))


def _in_two_places(entries: pl.DataFrame, key: str) -> pl.DataFrame:
    """Keys with more than one postcode: the key, `lines` and `supplier`."""
    postcode = pl.col("postcode").str.replace_all(r"\s", "").str.to_uppercase()
    return (
        entries.filter(pl.col(key).is_not_null())
        .group_by(key)
        .agg(
            pl.col("line").sort().alias("lines"),
            pl.col("supplier").drop_nulls().first(),
            postcode.drop_nulls().n_unique().alias("places"),
        )
        .filter(pl.col("places") > 1)
        .sort(key)
        .drop("places")
    )
