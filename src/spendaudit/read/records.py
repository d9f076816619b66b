"""Delimited text to rows: each with its line in the file and the cells that have a meaning.

Polars reads regular text fast and in a stream, but pads short rows, drops cells beyond its schema
and misreads stray quotes without a word. So a file is first proved regular; any other is written
again, record by record, through Python's own reader, with its line numbers.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import InputError
from spendaudit.read.headings import Heading, find_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from spendaudit.read.source import Source

HEAD_BYTES = 1 << 18
HEAD_RECORDS = 60
DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1 << 20
"""Characters. A longer cell is a quote that was never closed, or an attack."""
MOST_COLUMNS = 2_000
NO_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file, from its first line on: titles, heading and blank ones too.

    Attributes:
        heading: the heading that was found.
        cells: lazily, `line` (UInt32, from 1) and a text column `c0`, `c1`, … for each cell.
        columns: how many cells the widest row has.
        delimiter: what stands between the cells.
    """

    heading: Heading
    cells: pl.LazyFrame
    columns: int
    delimiter: str

    def named(self) -> dict[str, str]:
        """Meaning to the name of its column in `cells`."""
        return {meaning: f"c{position}" for meaning, position in self.heading.columns.items()}

    def beyond(self) -> list[str]:
        """Names of the columns to the right of the heading: what stands there has slipped."""
        return [f"c{position}" for position in range(len(self.heading.cells), self.columns)]

    def everything(self) -> list[str]:
        """Names of all columns, from the left."""
        return [f"c{position}" for position in range(self.columns)]


def read_rows(source: Source, settled: Mapping[str, str]) -> Rows:
    """Find the heading of a file and make its rows ready to be read.

    Args:
        source: the file.
        settled: meaning to heading, as the user said.

    Raises:
        InputError: a cell is longer than a cell can be, or a quote is never closed.
        ColumnError: the supplier or the amount was not found.
    """
    delimiter, heading = _find_table(source, settled)
    regular, columns = _measure(source.path, delimiter, quoted=source.has_quotes)
    columns = max(columns, len(heading.cells))
    if regular:
        cells = _scan(source.path, delimiter, _bounded(columns, source.name), numbered=False)
        return Rows(heading, cells, columns, delimiter)
    rewritten = source.folder / "records.csv"
    columns = max(_write_again(source, rewritten, delimiter), len(heading.cells))
    cells = _scan(rewritten, ",", _bounded(columns, source.name), numbered=True)
    return Rows(heading, cells, columns, delimiter)


def _find_table(source: Source, settled: Mapping[str, str]) -> tuple[str, Heading]:
    """The delimiter under which a heading is found, and that heading; commas are tried first."""
    with source.path.open(encoding="utf-8-sig", newline="") as stream:
        text = stream.read(HEAD_BYTES)
    heads = {delimiter: _head(text, delimiter, source.name) for delimiter in DELIMITERS}
    likeliest = max(DELIMITERS, key=lambda mark: (_columns_in(heads[mark]), mark == ","))
    return likeliest, find_heading(heads[likeliest], settled, source.name)


def _columns_in(records: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The usual number of filled cells in a row: most under the delimiter that is the right one."""
    counts = sorted(sum(bool(cell.strip()) for cell in cells) for _, cells in records)
    return counts[len(counts) * 3 // 4] if counts else 0


def _head(text: str, delimiter: str, name: str) -> list[tuple[int, list[str]]]:
    records = []
    for line, cells in _records(io.StringIO(text, newline=""), delimiter, name):
        records.append((line, cells))
        if len(records) == HEAD_RECORDS:
            break
    return records


def _measure(path: Path, delimiter: str, *, quoted: bool) -> tuple[bool, int]:
    """Whether every line is a whole record, and how many cells the widest has.

    A line is one when each of its quoted cells closes before the next delimiter. Polars and
    Python's reader agree on such lines, and only on such (tried on random text).
    """
    line = pl.col("line")
    mark = "\\" + delimiter
    cell = rf'(?:[^"{mark}][^{mark}]*|"(?:[^"]|"")*"|)'
    whole = line.str.contains(rf"^{cell}(?:{mark}{cell})*\r?$")
    bare = line.str.replace_all('"[^"]*"', "") if quoted else line
    lines = pl.scan_csv(
        path,
        has_header=False,
        infer_schema=False,
        separator=NO_SEPARATOR,
        quote_char=None,
        schema={"line": pl.String},
        empty_string_is_null=False,
        truncate_ragged_lines=True,
        raise_if_empty=False,
        glob=False,
    )
    irregular = ((line.str.contains('"', literal=True) & ~whole) if quoted else pl.lit(False)).any()
    slipped = line.str.contains("\r.", literal=False).any()
    measured = lines.select(
        bare.str.count_matches(delimiter, literal=True).max().fill_null(0).alias("delimiters"),
        (irregular | slipped).alias("irregular"),
    ).collect(engine="streaming")
    return not measured["irregular"][0], int(measured["delimiters"][0]) + 1


def _scan(path: Path, delimiter: str, columns: int, *, numbered: bool) -> pl.LazyFrame:
    """Every record as text; `numbered` when its first cell is already the line."""
    names = [*(["line"] if numbered else []), *(f"c{position}" for position in range(columns))]
    cells = pl.scan_csv(
        path,
        has_header=False,
        infer_schema=False,
        separator=delimiter,
        schema=dict.fromkeys(names, pl.String),
        missing_columns="insert",
        empty_string_is_null=False,
        row_index_name=None if numbered else "line",
        row_index_offset=1,
        raise_if_empty=False,
        glob=False,
    )
    return cells.with_columns(pl.col("line").cast(pl.UInt32))


def _records(stream: io.TextIOBase, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins on; blank lines are records of no cells.

    Raises:
        InputError: a cell is too long.
    """
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(stream, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise InputError(
            f"{name}: the row that begins on line {line:,} has a cell of over {LONGEST_CELL:,} characters",
            "look at that line: a quotation mark is probably never closed",
        ) from None
    finally:
        csv.field_size_limit(before)


def _write_again(source: Source, target: Path, delimiter: str) -> int:
    """Write each record with its line in front, in regular form; return the widest record."""
    widest = 1
    with (
        source.path.open(encoding="utf-8-sig", newline="") as published,
        target.open("w", encoding="utf-8", newline="") as regular,
    ):
        writer = csv.writer(regular, lineterminator="\n")
        for line, cells in _records(published, delimiter, source.name):
            widest = max(widest, len(cells))
            # A carriage return inside a cell would need quotes that Polars does not expect.
            writer.writerow([line, *(cell.replace("\r", "") for cell in cells)])
    return widest


def _bounded(columns: int, name: str) -> int:
    if columns > MOST_COLUMNS:
        raise InputError(
            f"{name} has a row of {columns:,} cells: no table of payments is that wide",
            "export it again as CSV, with one payment a row",
        )
    return columns
