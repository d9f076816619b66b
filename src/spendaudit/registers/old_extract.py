"""The Charity Commission's extract as it was until 2020, written again as any other table.

Source: `table-definition.csv` and `bcp.py` of ncvo/charity-commission-extract: fields end with `@**@`
and rows with `*@@*`, there are no headings, and texts are in Windows-1252.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from spendaudit.errors import RegisterError
from spendaudit.read.unpack import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIELD, ROW = b"@**@", b"*@@*"
# From the left: two fields that are blank have the mark of a row between them.
_MARKS = re.compile(rb"(@\*\*@|\*@@\*)")
_BEGINS = re.compile(rb"\s*[0-9]+@\*\*@")
HEADINGS = (
    "regno", "subno", "name", "orgtype", "gd", "aob", "aob_defined", "nhs", "ha_no", "corr",
    "add1", "add2", "add3", "add4", "add5", "postcode", "phone", "fax",
)  # fmt: skip
"""Of extract_charity, in their order."""
LONGEST_ROW = 1 << 20


def regular(path: Path, name: str, spool: Path) -> Path:
    """The table of charities of an old extract with headings and commas; any other file as it is.

    Raises:
        RegisterError: it is another table of the extract, or is cut off.
    """
    with path.open("rb") as stream:
        head = stream.read(CHUNK)
    if not _BEGINS.match(head):
        return path
    first = next(iter(_cells(head)), [])
    if len(first) != len(HEADINGS):
        raise RegisterError(
            f"{name} is another table of the Charity Commission's old extract",
            "add extract_charity.bcp of it, or publicextract.charity as it is published now",
        )
    target = spool / "old-extract.csv"
    with target.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(_rows(path, name))
    return target


def _rows(path: Path, name: str) -> Iterator[list[str]]:
    held = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            held += chunk
            done = 0
            for mark in _MARKS.finditer(held):
                if mark[0] == ROW:
                    yield from _cells(held[done : mark.end()])
                    done = mark.end()
            held = held[done:]
            if len(held) > LONGEST_ROW:
                break
    if held.strip():
        raise RegisterError(
            f"{name} ends in the middle of a row", "fetch it again: the download may have failed"
        )


def _cells(text: bytes) -> Iterator[list[str]]:
    """The cells of each whole row."""
    cells: list[str] = []
    told = _MARKS.split(text)
    for cell, mark in zip(told[::2], told[1::2], strict=False):
        cells.append(" ".join(cell.decode("cp1252", "replace").split()))
        if mark == ROW:
            yield cells
            cells = []
