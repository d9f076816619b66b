"""A workbook's sheets, each written as delimited text whose lines are the rows of the sheet."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError
from spendaudit.read.quotes import LONGEST_CELL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST_ROWS, MOST_COLUMNS = 1_048_576, 2_000
"""A sheet has no more rows; it can have 16,384 columns, and no table of payments has so many."""
MOST_CELLS = 50_000_000
"""Of one sheet, from its first row to the last that is filled, each as wide as it reaches."""
MOST_BYTES = 4 << 30
"""Of one sheet as text: a long cell can be repeated at no cost to the workbook's size."""


class SheetRows(NamedTuple):
    """A sheet as it is being read.

    Attributes:
        name: as its tab shows it.
        hidden: whether the tab is hidden.
        rows: numbers from 1 and the texts of the cells from the left; rows that hold nothing may
            be missing.
    """

    name: str
    hidden: bool
    rows: Iterable[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on disk.

    Attributes:
        name: as its tab shows it.
        hidden: whether the tab is hidden.
        rows: how many of its rows hold something.
        path: comma-separated text in UTF-8; the number of a line is that of the row.
    """

    name: str
    hidden: bool
    rows: int
    path: Path

    def __str__(self) -> str:
        """Its name and size, for a list of sheets."""
        what = "row" if self.rows == 1 else "rows"
        return f"{self.name!r} ({self.rows:,} {what}{', hidden' if self.hidden else ''})"


def write_sheets(sheets: Iterable[SheetRows], folder: Path, name: str) -> list[Sheet]:
    """Write each sheet of a workbook, in their order.

    Raises:
        InputError: a sheet is larger than a table of payments can be.
    """
    return [
        _write(sheet, folder / f"sheet-{number}.csv", name)
        for number, sheet in enumerate(sheets, 1)
    ]


def _write(sheet: SheetRows, path: Path, name: str) -> Sheet:
    filled = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        size = 0
        for cells in _from_the_first(sheet, name):
            if cells:
                size += sum(map(len, cells))
                if size > MOST_BYTES:
                    raise _too_large(name, sheet.name, f"over {MOST_BYTES >> 30} GB of text")
                filled += any(map(str.strip, cells))
                writer.writerow(cells)
            else:
                text.write("\n")
    return Sheet(sheet.name, sheet.hidden, filled, path)


def _from_the_first(sheet: SheetRows, name: str) -> Iterator[Sequence[str]]:
    """Every row from row 1 on, the empty ones too; no cell has a line end in it."""
    before = area = 0
    for number, cells in sheet.rows:
        last = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
        if not last:
            continue
        if number <= before:
            raise InputError(
                f"{name}: the rows of sheet {sheet.name!r} are out of order after row {before:,}",
                "open it in a spreadsheet and save it again",
            )
        area += last + number - before
        if number > MOST_ROWS or last > MOST_COLUMNS:
            raise _too_large(name, sheet.name, f"{last:,} columns in row {number:,}")
        if area > MOST_CELLS:
            raise _too_large(name, sheet.name, f"over {MOST_CELLS:,} cells up to row {number:,}")
        for _ in range(number - before - 1):
            yield ()
        before = number
        longest = max(map(len, cells))
        if longest > LONGEST_CELL:
            raise _too_large(
                name, sheet.name, f"a cell of {longest:,} characters in row {number:,}"
            )
        yield [_on_one_line(cell) for cell in cells[:last]]


def _on_one_line(cell: str) -> str:
    """A line end inside a cell becomes a space, so that lines are rows; NUL is in no text."""
    if cell.isprintable():
        return cell
    return cell.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\0", "")


def _too_large(name: str, sheet: str, what: str) -> InputError:
    return InputError(
        f"{name}: sheet {sheet!r} has {what}: no table of payments is that large",
        "open it, and save the sheet with the payments as CSV",
    )
