"""The sheets of an XLSX workbook, cell by cell, as they stand in its XML.

Source: ECMA-376 part 1, chapter 18 (SpreadsheetML). Read here and not by a library, so that error
values, day numbers out of range and the spreadsheet's own row numbers are kept, and that the rows
come in a stream, however far apart the filled ones are.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, TypeVar

from spendaudit.errors import InputError
from spendaudit.read.cells import date_text, number_text, shows_date
from spendaudit.read.markup import LOCAL, Handler, attribute, parse
from spendaudit.read.workbook import SheetRows

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence

MOST_BYTES = 2 << 30
"""Of all parts of a workbook, unpacked: a full sheet of a million rows is about half of it."""
MOST_TEXT_BYTES = 512 << 20
"""Of the part that is held in memory: the texts that cells share."""

_DIGITS = "0123456789"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAIN = "xl/workbook.xml"
_YES = ("1", "true", "on")

_Told = TypeVar("_Told", bound=Handler)


def sheets_of_xlsx(archive: zipfile.ZipFile, name: str) -> Iterator[SheetRows]:
    """Every sheet that has cells, in the order of the tabs; its rows are read when asked for.

    Raises:
        InputError: it unpacks to more than a workbook of payments can.
        KeyError, IndexError, ValueError, ExpatError: it is damaged.
    """
    parts = _Parts(archive, name)
    root = parts.whole("_rels/.rels", _Relations(name, ""))
    main = root.of_kind("officeDocument", _MAIN)
    folder, file = posixpath.split(main)
    book = parts.whole(main, _Book(name), needed=True)
    relations = parts.whole(f"{folder}/_rels/{file}.rels", _Relations(name, folder))
    texts_part = relations.of_kind("sharedStrings", f"{folder}/sharedStrings.xml")
    styles_part = relations.of_kind("styles", f"{folder}/styles.xml")
    parts.refuse_long(texts_part)
    texts = parts.whole(texts_part, _Texts(name)).texts
    are_dates = parts.whole(styles_part, _Styles(name)).are_dates()
    for sheet, hidden, relation in book.sheets:
        kind, part = relations.targets[relation]
        if kind == "worksheet":
            cells = _Cells(name, texts, are_dates, from_1904=book.from_1904)
            yield SheetRows(sheet, hidden, cells.rows(parts.read(part, cells)))


class _Columns(dict[str, int]):
    """Letters to the number of a column, from 1: A is 1, AB is 28."""

    def __missing__(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise ValueError(letters)
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        self[letters] = number
        return number


_COLUMNS = _Columns()


class _Parts:
    """The parts of a workbook, by their path in small letters: writers differ in capitals."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._members = {
            member.filename.replace("\\", "/").lower(): member for member in archive.infolist()
        }
        # zipfile stops at the declared size, so that it can be believed.
        if sum(member.file_size for member in self._members.values()) > MOST_BYTES:
            raise InputError(
                f"{name} is a workbook of over {MOST_BYTES >> 30} GB when unpacked",
                "open it, and save the sheet with the payments as CSV",
            )

    def read(self, part: str, handler: Handler) -> Iterator[None]:
        yield from parse(self._archive, self._members[part.lower()], handler)

    def whole(self, part: str, handler: _Told, *, needed: bool = False) -> _Told:
        """The handler, when it has been told of all of a part; some parts may be missing."""
        if needed or part.lower() in self._members:
            for _ in self.read(part, handler):
                pass
        return handler

    def refuse_long(self, part: str) -> None:
        member = self._members.get(part.lower())
        if member is not None and member.file_size > MOST_TEXT_BYTES:
            raise InputError(
                f"{self._name} is a workbook with over {MOST_TEXT_BYTES >> 20} MB of text in it",
                "open it, and save the sheet with the payments as CSV",
            )


class _Relations(Handler):
    """Identifier to the kind and path of a part."""

    def __init__(self, name: str, folder: str) -> None:
        super().__init__(name)
        self._folder = folder
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = LOCAL[tag]
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes["Type"].rpartition("/")[2]
            target = attributes["Target"].replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            self.targets[attributes["Id"]] = (kind, path)

    def of_kind(self, kind: str, otherwise: str) -> str:
        """The path of the first part of a kind."""
        return next((path for one, path in self.targets.values() if one == kind), otherwise)


class _Book(Handler):
    """Names, states and relations of the sheets, and where day numbers begin."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sheets: list[tuple[str, bool, str]] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = LOCAL[tag]
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes["name"], hidden, attribute(attributes, "id")))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "").lower() in _YES


class _Texts(Handler):
    """The texts that cells share, in order."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.texts: list[str] = []
        self._in_reading_aid = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        tag = LOCAL[tag]
        if tag == "t":
            self.collecting = not self._in_reading_aid
        elif tag == "rPh":
            self._in_reading_aid = True

    def end(self, tag: str) -> None:
        tag = LOCAL[tag]
        if tag == "t":
            self.collecting = False
        elif tag == "rPh":
            self._in_reading_aid = False
        elif tag == "si":
            self.texts.append(_unescaped(self.collected()))


class _Styles(Handler):
    """Which cell formats show a date."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._inside = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = LOCAL[tag]
        if tag in ("numFmts", "cellXfs", "cellStyleXfs", "dxfs"):
            self._inside = tag
        elif tag == "numFmt" and self._inside == "numFmts":
            self._codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "xf" and self._inside == "cellXfs":
            self._formats.append(int(attributes.get("numFmtId", "0")))

    def are_dates(self) -> list[bool]:
        """By the number of the cell format."""
        return [shows_date(number, self._codes.get(number)) for number in self._formats]


class _Cells(Handler):
    """The rows of one sheet."""

    def __init__(
        self, name: str, texts: Sequence[str], are_dates: Sequence[bool], *, from_1904: bool
    ) -> None:
        super().__init__(name)
        self._texts = texts
        self._are_dates = are_dates
        self._from_1904 = from_1904
        self._ready: list[tuple[int, list[str]]] = []
        self._row = 0
        self._cells: list[str] = []
        self._column = 0
        self._kind = ""
        self._style = 0
        self._in_reading_aid = False

    def rows(self, reading: Iterator[None]) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row that has cells."""
        for _ in reading:
            yield from self._ready
            self._ready = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = LOCAL[tag]
        if tag == "c":
            place = attributes.get("r")
            self._column = self._column + 1 if place is None else _COLUMNS[place.rstrip(_DIGITS)]
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", "0"))
        elif tag in ("v", "t"):
            self.collecting = not self._in_reading_aid
        elif tag == "row":
            number = attributes.get("r")
            self._row = self._row + 1 if number is None else int(number)
            self._cells = []
            self._column = 0
        elif tag == "rPh":
            self._in_reading_aid = True

    def end(self, tag: str) -> None:
        tag = LOCAL[tag]
        if tag in ("v", "t"):
            self.collecting = False
        elif tag == "c":
            written = self.collected()
            if written:
                missing = self._column - len(self._cells)
                if missing > 0:
                    self._cells += [""] * missing
                self._cells[self._column - 1] = self._text(written)
        elif tag == "row":
            if self._cells:
                self._ready.append((self._row, self._cells))
        elif tag == "rPh":
            self._in_reading_aid = False

    def _text(self, written: str) -> str:
        match self._kind:
            case "s" if written.isdecimal():
                return self._texts[int(written)]
            case "s":
                raise ValueError(written)
            case "n":
                is_date = self._style < len(self._are_dates) and self._are_dates[self._style]
                return (
                    date_text(written, from_1904=self._from_1904)
                    if is_date
                    else number_text(written)
                )
            case "b":
                return "TRUE" if written in _YES else "FALSE"
            case "d":
                return written.replace("T", " ").removesuffix(" 00:00:00")
            case _:  # inline text, the text of a formula, the name of an error
                return _unescaped(written)


def _unescaped(text: str) -> str:
    """What XML cannot hold stands as `_x000D_`: ECMA-376 part 1, 22.4.2.4."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
