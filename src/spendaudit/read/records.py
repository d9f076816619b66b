"""Delimited text to rows: each with its line in the file and the cells that have a meaning.

Polars reads regular text fast and in a stream, but pads short rows, drops cells beyond its schema
and misreads stray quotes without a word. So a file is proved regular, before it is read or, sooner,
by what was read of it; any other is written again, record by record, through Python's own reader,
with its line numbers.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import InputError
from spendaudit.read.column_order import OtherOrder, other_order
from spendaudit.read.cut_off import CutOff, where_cut_off
from spendaudit.read.names_beside import with_names_beside
from spendaudit.read.names_in_two import with_whole_names
from spendaudit.read.quotes import records
from spendaudit.read.regular import Promise, measured
from spendaudit.read.tables import find_table, understand_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from spendaudit.read.headings import Heading
    from spendaudit.read.later_tables import LaterTable
    from spendaudit.read.source import Source

MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file, from its first line on: titles, heading and blank ones too.

    Attributes:
        heading: the heading that was found.
        cells: lazily, `line` (UInt32, from 1) and a text column `c0`, `c1`, … for each cell.
        columns: how many cells the widest row has.
        delimiter: what stands between the cells.
        disorder: finds rows below the heading whose columns stand in another order, perhaps those
            of a later table; None where there are none.
        misquoted: lines of the rows whose quotation marks do not pair.
        settled: meaning to heading, as the user said.
        later: tables below the first one, which have headings of their own.
        published: the rows as they stand in the file, where those of a later table were moved
            under the first heading.
        promise: what is still to be proved of the file; None where it was.
        cut_off: where in the last row the file ends, if it ends in the middle of one.
        sheet: the name of the sheet, where they were one of a workbook.
    """

    heading: Heading
    cells: pl.LazyFrame
    columns: int
    delimiter: str
    disorder: Callable[[], OtherOrder | None]
    misquoted: tuple[int, ...] = ()
    settled: Mapping[str, str] = field(default_factory=dict)
    later: tuple[LaterTable, ...] = ()
    published: Rows | None = None
    promise: Promise | None = None
    cut_off: CutOff | None = None
    sheet: str = ""

    def as_published(self) -> Rows:
        """The rows as they stand in the file."""
        return self if self.published is None else self.published

    def tables(self) -> list[tuple[Heading, pl.Expr]]:
        """Each heading with the condition that holds on the lines of its rows."""
        line = pl.col("line")
        read = [one for one in self.later if one.heading is not None]
        first = line >= self.heading.begins
        for one in self.later:
            first &= ~one.holds(line)
        return [
            (self.as_published().heading, first),
            *((one.heading, one.holds(line)) for one in read if one.heading),
        ]

    def named(self) -> dict[str, str]:
        """Meaning to the name of its column in `cells`."""
        return {meaning: f"c{position}" for meaning, position in self.heading.columns.items()}

    def beyond(self) -> list[str]:
        """Names of the columns to the right of the heading: what stands there has slipped."""
        return [f"c{position}" for position in range(len(self.heading.cells), self.columns)]

    def everything(self) -> list[str]:
        """Names of all columns, from the left."""
        return [f"c{position}" for position in range(self.columns)]


def read_rows(source: Source, settled: Mapping[str, str], *, at_once: bool = False) -> Rows:
    """Find the heading of a file and make its rows ready to be read.

    Args:
        source: the file.
        settled: meaning to heading, as the user said.
        at_once: whether to leave the proof that the file is regular to whoever reads all of its
            rows, where that is possible; they then have a `promise`.

    Raises:
        InputError: a row has more cells than a table can have columns.
        ColumnError: the supplier or the amount was not found.
    """
    table = find_table(source, settled)
    delimiter = table.delimiter
    misquoted: tuple[int, ...] = ()
    usual = max((len(cells) for _, cells in table.head), default=1)
    expected = max(len(table.heading.cells) if table.heading else 1, usual)
    promise = None
    if at_once and source.at_once:
        promise = Promise(source.path, delimiter, source.marks, source.look)
        regular, columns = True, expected
    else:
        regular, columns = measured(source.path, delimiter, expected, quoted=source.marks.quotes)
    if regular:
        path, separator = source.path, delimiter
    else:
        path, separator = source.folder / "records.csv", ","
        columns, misquoted = _write_again(source, path, delimiter, table.likely)
    columns = max(columns, len(table.heading.cells) if table.heading else 0)
    cells = _scan(path, separator, _bounded(columns, source.name), numbered=not regular)
    names = [f"c{position}" for position in range(columns)]
    beside = table.heading.beside if table.heading else ()
    cells = cells.with_columns(pl.lit(None, pl.String).alias(f"c{place}") for place in beside)
    heading = understand_table(table, cells, names, settled, source.name)
    heading, cells = with_whole_names(heading, cells, settled, table.ends)
    heading, cells = with_names_beside(heading, cells, settled, table.ends)
    return Rows(
        heading=heading,
        cells=cells,
        columns=max(columns, len(heading.cells)),
        delimiter=delimiter,
        disorder=partial(other_order, path, separator, heading, numbered=not regular),
        misquoted=misquoted,
        settled=settled,
        promise=promise,
        cut_off=where_cut_off(source.path, delimiter, heading),
        sheet=source.sheet,
    )


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
        extra_columns="raise",
        glob=False,
    )
    return cells.with_columns(pl.col("line").cast(pl.UInt32))


def _write_again(
    source: Source, target: Path, delimiter: str, heading: Heading | None
) -> tuple[int, tuple[int, ...]]:
    """Write each record with its line in front, in regular form.

    Returns:
        How many cells the widest record has, and the lines of misquoted ones.
    """
    widest = 1
    misquoted = []
    with (
        source.path.open(encoding="utf-8-sig", newline="") as published,
        target.open("w", encoding="utf-8", newline="") as regular,
    ):
        writer = csv.writer(regular, lineterminator="\n")
        for record in records(published, delimiter, heading):
            widest = max(widest, len(record.cells))
            if record.misquoted:
                misquoted.append(record.line)
            # A carriage return inside a cell would need quotes that Polars does not expect.
            writer.writerow([record.line, *(cell.replace("\r", "") for cell in record.cells)])
    return widest, tuple(misquoted)


def _bounded(columns: int, name: str) -> int:
    if columns > MOST_COLUMNS:
        raise InputError(
            f"{name} has a row of {columns:,} cells: no table of payments is that wide",
            "export it again as CSV, with one payment a row",
        )
    return columns
