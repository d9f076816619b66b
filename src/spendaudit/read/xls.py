"""The sheets of an XLS workbook, record by record, in the layouts of Excel 5 to 2003.

Source: [MS-XLS], Excel Binary File Format (.xls) Structure; the layout before Excel 97 differs in its
texts, which are in a code page. Read here and not by a library, because the one at hand gives error
values as empty cells, and the cells of a workbook with an old password as they stand, scrambled.
"""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.cells import date_text, number_text, shows_date
from spendaudit.read.workbook import SheetRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class _Is:
    """Kinds of records."""

    BEGIN, END = 0x0809, 0x000A
    PASSWORD, CODE_PAGE, DATES, SHEET = 0x002F, 0x0042, 0x0022, 0x0085
    FORMAT, CELL_FORMAT, TEXTS = 0x041E, 0x00E0, 0x00FC
    NUMBER, SHORT_NUMBER, SHORT_NUMBERS, LOGICAL = 0x0203, 0x027E, 0x00BD, 0x0205
    SHARED_TEXT, TEXT, RICH_TEXT = 0x00FD, 0x0204, 0x00D6
    FORMULA, FORMULA_TEXT = 0x0006, 0x0207


_CONTINUE = b"\x3c\x00"
_EXCEL_97 = 0x0600
_WORKSHEET = 0
_MOST_COLUMNS = 256
_WITH_PLACE = frozenset(
    (
        *(_Is.NUMBER, _Is.SHORT_NUMBER, _Is.SHORT_NUMBERS, _Is.LOGICAL),
        *(_Is.SHARED_TEXT, _Is.TEXT, _Is.RICH_TEXT, _Is.FORMULA),
    )
)
_NO_NUMBER = b"\xff\xff"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class _Book:
    """What the workbook says of all its sheets."""

    is_97: bool = True
    codec: str = "cp1252"
    from_1904: bool = False
    sheets: list[tuple[int, bool, str]] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def are_dates(self) -> list[bool]:
        """Which cell formats show a date, by their number."""
        return [shows_date(number, self.codes.get(number)) for number in self.formats]


def sheets_of_xls(stream: bytes, name: str) -> Iterator[SheetRows]:
    """Every sheet that has cells, in the order of the tabs.

    Args:
        stream: the one called `Workbook` or `Book`.
        name: of the file.

    Raises:
        InputError: it has a password.
        ValueError, IndexError, EOFError, struct.error: it is damaged.
    """
    book = _book(stream, name)
    are_dates = book.are_dates()
    for start, hidden, tab in book.sheets:
        yield SheetRows(tab, hidden, _rows(stream, start, book, are_dates))


def _records(stream: bytes, start: int) -> Iterator[tuple[int, list[bytes]]]:
    """Kind and pieces of each record, up to the end of the part that begins there.

    A long record goes on in others; a chart inside a sheet is passed over.
    """
    depth = 0
    at = start
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        pieces = [stream[at + 4 : at + 4 + size]]
        at += 4 + size
        while stream[at : at + 2] == _CONTINUE:
            (size,) = struct.unpack_from("<H", stream, at + 2)
            pieces.append(stream[at + 4 : at + 4 + size])
            at += 4 + size
        depth += (kind == _Is.BEGIN) - (kind == _Is.END)
        if depth == 1:
            yield kind, pieces
        elif not depth:
            if kind != _Is.END:
                raise ValueError(kind)
            return


class _Pieces:
    """A record, read from its start, over the borders of its pieces."""

    def __init__(self, pieces: Sequence[bytes], at: int = 0) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = at

    def take(self, size: int) -> bytes:
        """The next bytes."""
        taken = b""
        while True:
            more = self._pieces[self._piece][self._at : self._at + size - len(taken)]
            taken += more
            self._at += len(more)
            if len(taken) == size:
                return taken
            self._next()

    def number(self, size: int) -> int:
        """The next bytes as a whole number."""
        return int.from_bytes(self.take(size), "little")

    def text(self, book: _Book, *, length_bytes: int = 2) -> str:
        """The next text, without its formatting."""
        length = self.number(length_bytes)
        if not book.is_97:
            return self.take(length).decode(book.codec, errors="replace")
        flags = self.number(1)
        runs = self.number(2) if flags & 8 else 0
        extra = self.number(4) if flags & 4 else 0
        text = self._letters(length, wide=bool(flags & 1))
        self.take(runs * 4 + extra)
        return text

    def _letters(self, length: int, *, wide: bool) -> str:
        """Letters of one or two bytes; where they go on in another piece, it says anew which."""
        parts = []
        while True:
            size = 2 if wide else 1
            piece = self._pieces[self._piece]
            here = min(length, (len(piece) - self._at) // size)
            parts.append(
                self.take(here * size).decode("utf-16-le" if wide else "latin-1", "replace")
            )
            length -= here
            if not length:
                return "".join(parts)
            self._next()
            wide = bool(self.number(1) & 1)

    def _next(self) -> None:
        self._piece += 1
        self._at = 0


def _book(stream: bytes, name: str) -> _Book:
    book = _Book()
    for kind, pieces in _records(stream, 0):
        content = pieces[0]
        match kind:
            case _Is.BEGIN:
                book.is_97 = _Pieces(pieces).number(2) >= _EXCEL_97
            case _Is.PASSWORD:
                raise InputError(
                    f"{name} is a workbook with a password",
                    "open it with the password, and save the sheet with the payments as CSV",
                )
            case _Is.CODE_PAGE:
                book.codec = _codec(_Pieces(pieces).number(2))
            case _Is.DATES:
                book.from_1904 = _Pieces(pieces).number(2) == 1
            case _Is.SHEET if content[5] == _WORKSHEET:
                (start,) = struct.unpack_from("<I", content)
                text = _Pieces(pieces, 6).text(book, length_bytes=1)
                book.sheets.append((start, content[4] & 3 != 0, text))
            case _Is.FORMAT:
                length_bytes = 2 if book.is_97 else 1
                code = _Pieces(pieces, 2).text(book, length_bytes=length_bytes)
                book.codes[_Pieces(pieces).number(2)] = code
            case _Is.CELL_FORMAT:
                book.formats.append(_Pieces(pieces, 2).number(2))
            case _Is.TEXTS:
                texts = _Pieces(pieces, 4)
                book.texts = [texts.text(book) for _ in range(texts.number(4))]
            case _:
                pass
    return book


def _codec(page: int) -> str:
    """Python's name of a code page of Excel 5 and 95."""
    if page in (10_000, 32_768):
        return "mac-roman"
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "cp1252"


def _rows(
    stream: bytes, start: int, book: _Book, are_dates: Sequence[bool]
) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each filled row of one sheet, in order."""
    rows: dict[int, dict[int, str]] = {}
    for row, column, text in _cells(stream, start, book, are_dates):
        if column >= _MOST_COLUMNS:
            raise ValueError(column)
        if text:
            rows.setdefault(row, {})[column] = text
    for row in sorted(rows):
        cells = rows[row]
        yield row + 1, [cells.get(column, "") for column in range(max(cells) + 1)]


def _cells(  # noqa: C901, PLR0912  # one case for each kind of record
    stream: bytes, start: int, book: _Book, are_dates: Sequence[bool]
) -> Iterator[tuple[int, int, str]]:
    """Row and column from 0, and the text of each cell."""

    def number(value: float, cell_format: int) -> str:
        if cell_format < len(are_dates) and are_dates[cell_format]:
            return date_text(repr(value), from_1904=book.from_1904)
        return number_text(repr(value))

    row = column = 0
    for kind, pieces in _records(stream, start):
        content = pieces[0]
        if kind in _WITH_PLACE:
            row, column, cell_format = struct.unpack_from("<HHH", content)
        match kind:
            case _Is.NUMBER:
                yield row, column, number(struct.unpack_from("<d", content, 6)[0], cell_format)
            case _Is.SHORT_NUMBER:
                yield row, column, number(_short_number(content, 6), cell_format)
            case _Is.SHORT_NUMBERS:
                for step in range((len(content) - 6) // 6):
                    (cell_format,) = struct.unpack_from("<H", content, 4 + step * 6)
                    value = _short_number(content, 6 + step * 6)
                    yield row, column + step, number(value, cell_format)
            case _Is.SHARED_TEXT:
                yield row, column, book.texts[_Pieces(pieces, 6).number(4)]
            case _Is.TEXT | _Is.RICH_TEXT:
                yield row, column, _Pieces(pieces, 6).text(book)
            case _Is.LOGICAL:
                yield row, column, _logical(content[6], is_error=content[7] == 1)
            case _Is.FORMULA if content[12:14] != _NO_NUMBER:
                yield row, column, number(struct.unpack_from("<d", content, 6)[0], cell_format)
            case _Is.FORMULA if content[6] in (1, 2):
                yield row, column, _logical(content[8], is_error=content[6] == 2)
            case _Is.FORMULA_TEXT:
                yield row, column, _Pieces(pieces).text(book)
            case _:
                pass


def _short_number(content: bytes, at: int) -> float:
    """Four bytes: 30 bits of a double or a whole number, and whether it is in hundredths."""
    (bits,) = struct.unpack_from("<i", content, at)
    value: float
    if bits & 2:
        value = bits >> 2
    else:
        (value,) = struct.unpack("<d", struct.pack("<ii", 0, bits & ~3))
    return value / 100 if bits & 1 else value


def _logical(value: int, *, is_error: bool) -> str:
    if is_error:
        return _ERRORS.get(value, "#N/A")
    return "TRUE" if value else "FALSE"
