"""What kind of file an OLE2 file of old Microsoft Office is, whether it has a password, and what it hides."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from spendaudit.read.number_formats import shows_credit, shows_other_money
from spendaudit.read.sheet_parts import MOST_MARKED, Marks, Merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
_DATE_MODE, _MERGED, _FORMAT, _STYLE, _NUMBERS = 0x0022, 0x00E5, 0x041E, 0x00E0, 0x00BD
_NUMBER_OR_FORMULA = (0x0203, 0x027E, 0x0006)


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
    """What is hidden, merged, or shown as a credit on each sheet of an XLS, in the order of the tabs.

    After [MS-XLS]: 2.4.28 BoundSheet8, 2.4.221 Row, 2.4.53 ColInfo, 2.4.168 MergeCells, 2.4.77 Date1904,
    2.4.126 Format, 2.4.353 XF, 2.4.180 Number, 2.4.220 RK, 2.4.175 MulRk, 2.4.127 Formula; older ones
    have the same bits, and shorter texts.
    """
    import olefile

    with olefile.OleFileIO(path) as compound:
        stream = next(name for name in ("Workbook", "Book") if compound.exists(name))
        content = compound.openstream(stream).read()
    found: list[Marks] = []
    begins: dict[int, Marks] = {}
    marks = None
    of_all = _OfAllSheets()
    shown: tuple[frozenset[int], frozenset[int]] | None = None
    depth = 0
    for at, kind, body in _records(content):
        if kind == _BOUND_SHEET and len(body) >= 4:
            found.append(Marks())
            begins[struct.unpack_from("<I", body)[0]] = found[-1]
        elif kind == _BEGINS:
            if not depth:
                marks = begins.get(at)
                if marks is not None and shown is None:
                    shown = of_all.styles_that(shows_credit), of_all.styles_that(shows_other_money)
            depth += 1
        elif kind == _ENDS:
            depth -= 1
        elif marks is None:
            of_all.add(kind, body)
        else:
            _mark(marks, kind, body)
            if shown and any(shown):
                _mark_shown(marks, kind, body, *shown)
    for sheet in found:
        sheet.from_1904 = of_all.from_1904
    return found


class _OfAllSheets:
    """Where a workbook counts its days from, its number formats, and which of them each style has."""

    def __init__(self) -> None:
        self.from_1904 = False
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []

    def add(self, kind: int, body: bytes) -> None:
        """Take down what a record of the workbook says of them."""
        if kind == _DATE_MODE:
            self.from_1904 = body[:1] == b"\1"
        elif kind == _FORMAT and len(body) >= 4:
            self._codes[struct.unpack_from("<H", body)[0]] = _code(body[2:])
        elif kind == _STYLE and len(body) >= 4:
            self._styles.append(struct.unpack_from("<2xH", body)[0])

    def styles_that(self, show: Callable[[str], bool]) -> frozenset[int]:
        """The styles with a number format of which `show` is true."""
        shown = {number for number, code in self._codes.items() if show(code)}
        return frozenset(place for place, one in enumerate(self._styles) if one in shown)


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
            if bits & 0x07:
                marks.in_groups.add(row + 1)
        marks.is_folded |= bool(bits & 0x10)
    elif kind == _COLUMNS and len(body) >= 10:
        first, last, bits = struct.unpack_from("<HH4xH", body)
        if bits & 1:
            marks.columns.update(range(first, last + 1))
    elif kind == _MERGED:
        whole = body[2 : len(body) - (len(body) - 2) % 8]
        for first, last, left, right in struct.iter_unpack("<HHHH", whole):
            if left == right and first != last and len(marks.merged) < MOST_MARKED:
                marks.merged.append(Merged(left, first + 1, last + 1))


def _mark_shown(
    marks: Marks, kind: int, body: bytes, credit: frozenset[int], other_money: frozenset[int]
) -> None:
    """Take down which numbers one record of a sheet shows as credits or other money, by their styles."""
    numbers: list[tuple[int, int, int]] = []
    if kind in _NUMBER_OR_FORMULA and len(body) >= 6:
        numbers = [struct.unpack_from("<HHH", body)]
    elif kind == _NUMBERS and len(body) >= 6:
        row, first = struct.unpack_from("<HH", body)
        of_each = body[4 : 4 + (len(body) - 6) // 6 * 6]
        numbers = [
            (row, column, style)
            for column, (style,) in enumerate(struct.iter_unpack("<H4x", of_each), start=first)
        ]
    for row, column, style in numbers:
        if style in other_money:
            marks.other_money[column] += 1
        if style in credit and len(marks.credits) < MOST_MARKED:
            marks.credits.append((row + 1, column))


def _code(text: bytes) -> str:
    """A number format: two bytes for its length and one for its encoding, or of old one for its length."""
    if text[0] == len(text) - 1:
        return text[1:].decode("cp1252", errors="replace")
    is_wide = len(text) > 2 and text[2] & 1
    return text[3:].decode("utf-16-le" if is_wide else "latin-1", errors="replace")
