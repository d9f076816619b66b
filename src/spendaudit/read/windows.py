"""Rows from places all over a text, without reading all of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from spendaudit.read.headings import Heading

WINDOWS, WINDOW_ROWS = 16, 40
"""Places in a text, and about as many rows at each of them."""
_FIRST_BYTES = 1 << 16
"""Bytes that tell how long a row is, and the most that are read in one place."""
_CHUNK = 1 << 20


class Row(NamedTuple):
    """A row somewhere in a file.

    Attributes:
        begins: the byte on which its line begins.
        line: in the file, from 1; None where only a count of the lines above tells it.
        cells: what it holds.
    """

    begins: int
    line: int | None
    cells: list[str]


def windows_of(
    path: Path, delimiter: str, heading: Heading, *, numbered: bool
) -> Iterator[list[Row]]:
    """Rows from places that are evenly apart, from the beginning of a text to its end.

    Args:
        path: text of which each line is a whole record.
        delimiter: what stands between its cells.
        heading: it and what stands above are left out.
        numbered: whether the first cell of each record is its line in the file.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        first = stream.read(_FIRST_BYTES)
        length = min(WINDOW_ROWS * len(first) // max(first.count(b"\n"), 1), _FIRST_BYTES)
        many = min(WINDOWS, 2 * size // max(length, 1))
        for at in range(many):
            stream.seek(size * at // many)
            if at:
                stream.readline(length)  # the rest of a line that has begun before
            begins = stream.tell()
            # The last line may be cut.
            lines = stream.read(min(size // many, length)).split(b"\n")[:-1]
            rows = _rows(lines, begins, delimiter, numbered=numbered)
            yield [row for row in rows if _is_below(row, heading)]


def _rows(lines: Sequence[bytes], begins: int, delimiter: str, *, numbered: bool) -> Iterator[Row]:
    """The rows on some lines that follow one another; of a record of several lines, the first."""
    is_top = begins == 0
    for number, line in enumerate(lines, start=1):
        text = line.decode(errors="replace").replace("\r", "")
        cells = next(csv.reader([text], delimiter=delimiter), [])
        if not numbered:
            yield Row(begins, number if is_top else None, cells)
        elif cells and cells[0].isdecimal():
            yield Row(begins, int(cells[0]), cells[1:])
        begins += len(line) + 1


def _is_below(row: Row, heading: Heading) -> bool:
    """Whether a row is one of the table, and not its heading."""
    if row.line is not None and (row.line < heading.begins or row.line in heading.lines):
        return False
    return sum(map(bool, row.cells)) > 2 and tuple(row.cells) != heading.cells


def filled(window: Sequence[Row], place: int) -> list[str]:
    """What stands in one column, without the cells that are blank or hold a mark such as `#`."""
    cells = (row.cells[place].strip() for row in window if place < len(row.cells))
    return [cell for cell in cells if any(map(str.isalnum, cell))]


def line_at(path: Path, begins: int) -> int:
    """The line that begins on a byte of a text."""
    ends = 0
    with path.open("rb") as stream:
        while begins > 0 and (chunk := stream.read(min(begins, _CHUNK))):
            ends += chunk.count(b"\n")
            begins -= len(chunk)
    return ends + 1
