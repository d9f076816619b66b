"""Lines of a table that stand as one cell each: in quotation marks as a whole, or in one column of a sheet."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LOOKED_AT, _FEWEST = 50, 3
_NEARLY_ALL, _MOST = 0.9, 0.5
_DELIMITERS = ",;\t|"


def are_lines(cells: Iterable[str]) -> bool:
    """Whether texts are rows of a table themselves: nearly all have three cells or more, most as many."""
    filled = list(islice((cell for cell in cells if cell.strip()), _LOOKED_AT))
    if len(filled) < _FEWEST:
        return False
    for delimiter in _DELIMITERS:
        widths = Counter(len(_split(cell, delimiter)) for cell in filled)
        wide = {width: rows for width, rows in widths.items() if width > 2}
        if sum(wide.values()) >= len(filled) * _NEARLY_ALL and (
            max(wide.values(), default=0) >= len(filled) * _MOST
        ):
            return True
    return False


def are_wrapped(path: Path) -> bool:
    """Whether quotation marks stand around all lines of a text in UTF-8, by its first ones."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as text:
        head = [line for line in islice(text, _LOOKED_AT) if line.strip()]
    inside = [_inside(line) for line in head]
    return bool(head) and None not in inside and are_lines(filter(None, inside))


def unwrap(path: Path, target: Path) -> int:
    """Write a text in UTF-8 without the quotation marks around its lines.

    Returns:
        How many lines had them.
    """
    unwrapped = 0
    with (
        path.open(encoding="utf-8-sig", newline="", errors="replace") as text,
        target.open("w", encoding="utf-8", newline="") as lines,
    ):
        for line in text:
            cell = _inside(line)
            unwrapped += cell is not None
            lines.write(line if cell is None else cell + "\n")
    return unwrapped


def _inside(line: str) -> str | None:
    """What stands in the quotation marks around a whole line; None where they do not."""
    bare = line.strip()
    if not bare.startswith('"'):
        return None
    # After it may stand cells that are empty: a spreadsheet has saved it again.
    cells = [_split(bare, delimiter) for delimiter in _DELIMITERS]
    if any(any(map(str.strip, others)) for _, *others in cells if others):
        return None
    return min((first for first, *_ in cells), key=len)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [""]) or [""]
    except csv.Error:
        return [line]
