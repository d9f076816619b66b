"""What kind of file an OLE2 file of old Microsoft Office is, whether it has a password, and what it hides."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.read.sheet_parts import Marks

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
    """What is hidden on each sheet of an XLS workbook, in the order of the tabs.

    After [MS-XLS]: 2.4.28 BoundSheet8, 2.4.221 Row, 2.4.53 ColInfo; older ones have the same bits.
    """
    import olefile

    from spendaudit.read.sheet_parts import Marks

    with olefile.OleFileIO(path) as compound:
        stream = next(name for name in ("Workbook", "Book") if compound.exists(name))
        content = compound.openstream(stream).read()
    found: list[Marks] = []
    begins: dict[int, Marks] = {}
    marks = None
    at = depth = 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        body = at + 4
        if kind == _BOUND_SHEET and size >= 4:
            found.append(Marks())
            begins[struct.unpack_from("<I", content, body)[0]] = found[-1]
        elif kind == _BEGINS:
            if not depth:
                marks = begins.get(at)
            depth += 1
        elif kind == _ENDS:
            depth -= 1
        elif marks is not None and kind == _ROW_OF_SHEET and size >= 16:
            row, bits = struct.unpack_from("<H10xH", content, body)
            if bits & 0x20:
                marks.rows.add(row + 1)
        elif marks is not None and kind == _COLUMNS and size >= 10:
            first, last, bits = struct.unpack_from("<HH4xH", content, body)
            if bits & 1:
                marks.columns.update(range(first, last + 1))
        at = body + size
    return found
