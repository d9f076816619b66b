"""What kind of file an OLE2 file of old Microsoft Office is, whether it has a password, and what it hides."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from spendaudit.read.sheet_parts import MOST_MARKED, Marks, Merged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The name of a stream in the root, and what a person calls such a file; the first that is there
# decides.
_KINDS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "XLS"),
    ("Book", "XLS"),
    ("WordDocument", "a Word document (DOC), not a table"),
    ("PowerPoint Document", "a PowerPoint presentation (PPT), not a table"),
    ("__properties_version1.0", "an e-mail saved by Outlook, not a table"),
)
# [MS-XLS] 2.1.7.20.3: BOF, perhaps WriteProtect, and FilePass. An old XOR password leaves the
# records as they are, with their content scrambled, and the library takes that for the content.
_PASSWORD = re.compile(rb"\x09\x08(?:\x08\0.{8}|\x10\0.{16})(?:\x86\0\0\0)?\x2f\0", re.DOTALL)

_BOUND_SHEET, _BEGINS, _ENDS, _ROW_OF_SHEET, _COLUMNS = 0x0085, 0x0809, 0x000A, 0x0208, 0x007D
_DATE_MODE, _MERGED = 0x0022, 0x00E5


def kind_of_ole(path: Path) -> str | None:
    """`XLS`, `encrypted`, what else it is in words, or None where nothing known is in it."""
    import olefile

    try:
        with olefile.OleFileIO(path) as compound:
            stream = next((name for name, _ in _KINDS if compound.exists(name)), None)
            if stream is None:
                return None
            kind = dict(_KINDS)[stream]
            if kind == "XLS" and _PASSWORD.match(compound.openstream(stream).read(64)):
                return "encrypted"
            return kind
    # What a damaged file raises is no one kind of error.
    except Exception:  # noqa: BLE001
        return None


def marks_of_xls(path: Path) -> list[Marks]:
    """What is hidden or merged on each sheet of an XLS workbook, in the order of the tabs.

    After [MS-XLS]: 2.4.28 BoundSheet8, 2.4.221 Row, 2.4.53 ColInfo, 2.4.168 MergeCells, 2.4.77 Date1904;
    older ones have the same bits.
    """
    import olefile

    with olefile.OleFileIO(path) as compound:
        stream = next(name for name in ("Workbook", "Book") if compound.exists(name))
        content = compound.openstream(stream).read()
    found: list[Marks] = []
    begins: dict[int, Marks] = {}
    marks = None
    from_1904 = False
    depth = 0
    for at, kind, body in _records(content):
        if kind == _BOUND_SHEET and len(body) >= 4:
            found.append(Marks())
            begins[struct.unpack_from("<I", body)[0]] = found[-1]
        elif kind == _DATE_MODE:
            from_1904 = body[:1] == b"\1"
        elif kind == _BEGINS:
            if not depth:
                marks = begins.get(at)
            depth += 1
        elif kind == _ENDS:
            depth -= 1
        elif marks is not None:
            _mark(marks, kind, body)
    for sheet in found:
        sheet.from_1904 = from_1904
    return found


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each record begins, its kind, and what it holds."""
    at = 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        yield at, kind, content[at + 4 : at + 4 + size]
        at += 4 + size


def _mark(marks: Marks, kind: int, body: bytes) -> None:
    """Take down what one record of a sheet says of it."""
    if kind == _ROW_OF_SHEET and len(body) >= 16:
        row, bits = struct.unpack_from("<H10xH", body)
        if bits & 0x20:
            marks.rows.add(row + 1)
    elif kind == _COLUMNS and len(body) >= 10:
        first, last, bits = struct.unpack_from("<HH4xH", body)
        if bits & 1:
            marks.columns.update(range(first, last + 1))
    elif kind == _MERGED:
        whole = body[2 : len(body) - (len(body) - 2) % 8]
        for first, last, left, right in struct.iter_unpack("<HHHH", whole):
            if left == right and first != last and len(marks.merged) < MOST_MARKED:
                marks.merged.append(Merged(left, first + 1, last + 1))
