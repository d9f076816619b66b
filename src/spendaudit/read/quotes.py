"""Records of text with quotation marks, some of which are never closed.

A quotation mark that is not closed swallows the lines after it, up to the next one: hundreds of
payments inside one cell. Here such a record is given back, its first line is taken for itself and
flagged, and reading goes on with the line after it.
"""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spendaudit.read.headings import Heading

LONGEST_CELL = 1 << 20
"""Characters: as many as the longest line has. A longer cell is a quote that was never closed."""


class Record(NamedTuple):
    """One row of a file.

    Attributes:
        line: of the file on which it begins, from 1.
        cells: a blank line has none.
        misquoted: whether its quotation marks do not pair, so that its cells are a guess.
    """

    line: int
    cells: Sequence[str]
    misquoted: bool


def records(
    text: Iterable[str], delimiter: str, heading: Heading | None = None
) -> Iterator[Record]:
    """Every record of a file.

    Args:
        text: its lines, with their ends.
        delimiter: what stands between cells.
        heading: where it is known, lines inside a cell that are payments are recognised.
    """
    lines = _Lines(iter(text))
    reader = csv.reader(lines, delimiter=delimiter)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        while True:
            lines.begin()
            try:
                cells: Sequence[str] = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells, misquoted = [], True
            else:
                misquoted = _is_misquoted(lines.taken, cells, delimiter, heading)
            if misquoted and (len(lines.taken) > 1 or not cells):
                lines.give_back_all_but_one()
                cells = _unquoted(lines.taken[0], delimiter)
            yield Record(lines.first, cells, misquoted)
    finally:
        csv.field_size_limit(before)


class _Lines:
    """Lines that can be given back.

    Attributes:
        first: the number of the line on which the present record begins.
        taken: the lines of the present record.
    """

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self._returned: deque[str] = deque()
        self.first = 1
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._text)
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """What is taken from here on belongs to the next record."""
        self.first += len(self.taken)
        self.taken = []

    def give_back_all_but_one(self) -> None:
        """Keep the first line of the present record; the others are to be read again."""
        self._returned.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]


def _is_misquoted(
    lines: Sequence[str], cells: Sequence[str], delimiter: str, heading: Heading | None
) -> bool:
    """Whether the quotation marks of a record cannot be what its writer meant.

    They are wrong when text stands between a closing mark and the delimiter, in a record of many
    lines or of too many cells; and when one of the lines inside a cell is itself a payment.
    """
    too_many = heading is not None and any(map(str.strip, cells[heading.width :]))
    if len(lines) == 1:
        return too_many and '"' in lines[0] and not _is_strict(lines, delimiter)
    if too_many or not _is_strict(lines, delimiter):
        return True
    inside = (line for cell in cells for line in cell.splitlines()[1:])
    return heading is not None and any(_is_payment(line, delimiter, heading) for line in inside)


def _is_strict(lines: Sequence[str], delimiter: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _is_payment(line: str, delimiter: str, heading: Heading) -> bool:
    """Whether a line taken for itself has a supplier, and a figure for its amount."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return False
    supplier, amount = heading.columns["supplier"], heading.columns["amount"]
    if len(cells) <= max(supplier, amount):
        return False
    figure = cells[amount]
    digits = sum(character.isdigit() for character in figure)
    return bool(cells[supplier].strip()) and digits * 2 > len(figure.strip()) > 0


def _unquoted(line: str, delimiter: str) -> list[str]:
    """The cells of one line, its quotation marks taken as they stand."""
    return line.rstrip("\r\n").split(delimiter)
