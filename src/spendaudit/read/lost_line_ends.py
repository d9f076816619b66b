"""A whole table on one line: a download or a program has lost the ends of its lines."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.delimiters import DELIMITERS
from spendaudit.read.headings import NEEDED, understand
from spendaudit.read.missing_columns import listed
from spendaudit.read.quotes import records

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIGURE = (
    r"(?P<date>[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{2,4})|(?P<pounds>[0-9]\.[0-9]{2}(?![0-9.]))"
)
_FEWEST = 2
"""Dates or amounts behind a heading; one payment may stand in its row by a slip of the hand."""
_FEWEST_IN_ALL = 5
"""Dates, and amounts, of a line without a heading: no row has so many of both."""

FEWEST_CELLS = 8


def refuse_one_line(text: str, name: str) -> None:
    """Refuse a text of one line that holds a heading and payments, or the payments of many rows.

    Where one row ends and the next begins could only be guessed: the last cell of each stands in
    one with the first cell of the next.

    Args:
        text: the beginning of the file.
        name: of the file.

    Raises:
        InputError: it is such a text.
    """
    line = text.strip()
    if "\n" in line or "\r" in line:
        return
    for mark in DELIMITERS:
        if line.count(mark) < FEWEST_CELLS:
            continue
        cells = [cell for one in records(io.StringIO(line, newline=""), mark) for cell in one.cells]
        if _is_table(cells):
            raise InputError(
                f"{name} is one line of {len(cells):,} cells: the ends of its lines are gone",
                "fetch it again, or the same month in another format; if it is published so, ask the "
                "publisher to export it anew",
                (f"line 1 has: {listed([cell for cell in cells if cell.strip()])}",),
            )


def _is_table(cells: Sequence[str]) -> bool:
    """Whether a heading stands before several payments, or there are too many of these for one row.

    A cell that ends a row is not apart from the one with which the next begins: `250.0002/04/2024`.
    """
    found = [re.search(_FIGURE, cell) for cell in cells]
    figures = [one.lastgroup for one in found if one]
    dates, pounds = figures.count("date"), figures.count("pounds")
    if min(dates, pounds) >= _FEWEST_IN_ALL:
        return True
    if max(dates, pounds) < _FEWEST:
        return False
    first = next(place for place, one in enumerate(found) if one)
    words = [*cells[:first], re.split(_FIGURE, cells[first])[0]]
    return all(meaning in understand(words, {}) for meaning in NEEDED)
