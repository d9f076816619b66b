"""Quotation marks behind a space, as in `Ribble Ltd, "Smith, Jones", "1,234.50"`: no reader takes them for marks."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.delimiters import DELIMITERS
from spendaudit.read.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LOOKED_AT, _FEWEST = 50, 3
_NEARLY_ALL = 0.9


def spaced_mark(path: Path) -> str | None:
    """What stands before the spaces in front of the quotation marks, by the first lines of a text.

    Returns:
        The delimiter; None where a quotation mark stands right behind it, or the cells do not come
        out as many on each line.
    """
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as text:
        head = [line for line in islice(text, _LOOKED_AT) if line.strip()]
    for mark in DELIMITERS:
        before = re.escape(mark)
        spaced = sum(bool(re.search(rf'{before} +"', line)) for line in head)
        if spaced < _FEWEST or any(f'{mark}"' in line for line in head):
            continue
        try:
            records = list(_reader(StringIO("".join(head), newline=""), mark))
        except csv.Error:
            continue
        widths = Counter(map(len, records))
        if widths.most_common(1)[0][1] >= len(records) * _NEARLY_ALL:
            return mark
    return None


def close_up(path: Path, target: Path, mark: str) -> bool:
    """Write a text in UTF-8 without the spaces in front of its cells.

    Returns:
        Whether it could be done: every quotation mark that opens a cell has them.
    """
    close = pl.col("line").str.contains(f'{mark}"', literal=True)
    if lines_of(path).select(close.any()).collect(engine="streaming").item():
        return False
    with (
        path.open(encoding="utf-8-sig", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as regular,
    ):
        try:
            csv.writer(regular, delimiter=mark, lineterminator="\n").writerows(_reader(text, mark))
        except (csv.Error, UnicodeDecodeError):
            return False
    return True


def _reader(text: Iterable[str], mark: str) -> Iterator[list[str]]:
    return csv.reader(text, delimiter=mark, skipinitialspace=True, strict=True)
