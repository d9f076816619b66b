"""The sheets of an ODS workbook, with the exact values that stand beside what the cells show.

Source: OASIS Open Document Format for Office Applications 1.3, part 3, chapters 9 and 19.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.cells import number_text
from spendaudit.read.markup import LOCAL, Handler, attribute, parse
from spendaudit.read.workbook import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, SheetRows

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

MOST_BYTES = 2 << 30
_CONTENT = "content.xml"
_NO_CONTENT = ("annotation", "shapes", "forms", "tracked-changes")
"""Notes, drawings and earlier versions hold text, and even tables, that are in no cell."""


def sheets_of_ods(archive: zipfile.ZipFile, name: str) -> Iterator[SheetRows]:
    """Every sheet, in the order of the tabs; they must be read in that order.

    Raises:
        InputError: it unpacks to more than a workbook of payments can.
        KeyError, ValueError, ExpatError: it is damaged.
    """
    member = archive.getinfo(_CONTENT)
    if member.file_size > MOST_BYTES:
        raise InputError(
            f"{name} is a workbook of over {MOST_BYTES >> 30} GB when unpacked",
            "open it, and save the sheet with the payments as CSV",
        )
    handler = _Content(name)
    reading = parse(archive, member, handler)
    sheet = 0
    while True:
        while len(handler.sheets) <= sheet:
            if next(reading, False) is False:
                return
        tab, hidden = handler.sheets[sheet]
        yield SheetRows(tab, hidden, handler.rows(sheet, reading))
        sheet += 1


class _Content(Handler):
    """The tables of a document, row by row."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sheets: list[tuple[str, bool]] = []
        self._ready: deque[tuple[int, int, list[str]]] = deque()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._skipped = 0
        self._row = 0
        self._row_repeats = 1
        self._cells: list[str] = []
        self._column = 0
        self._cell: dict[str, str] = {}
        self._lines: list[str] = []

    def rows(self, sheet: int, reading: Iterator[None]) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each filled row of one sheet."""
        more = True
        while True:
            while self._ready and self._ready[0][0] == sheet:
                yield self._ready.popleft()[1:]
            if not more or len(self.sheets) > sheet + 1:
                return
            more = next(reading, False) is not False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = LOCAL[tag]
        if self._skipped or tag in _NO_CONTENT:
            self._skipped += 1
        elif tag == "style":
            self._style = attribute(attributes, "name")
        elif tag == "table-properties":
            if attribute(attributes, "display") == "false":
                self._hidden_styles.add(self._style)
        elif tag in ("table", "table-row", "table-cell", "covered-table-cell"):
            self._start_part(tag, attributes)
        elif tag == "p":
            self.collecting = True
        elif tag == "s":
            self.text(" " * min(_times(attributes, "c"), MOST_COLUMNS))
        elif tag in ("tab", "line-break"):
            self.text(" ")

    def _start_part(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            hidden = attribute(attributes, "style-name") in self._hidden_styles
            self.sheets.append((attribute(attributes, "name"), hidden))
            self._row = 0
        elif tag == "table-row":
            self._row_repeats = _times(attributes, "number-rows-repeated")
            self._cells = []
            self._column = 0
        else:
            self._cell = attributes
            self._lines = []

    def end(self, tag: str) -> None:
        tag = LOCAL[tag]
        if self._skipped:
            self._skipped -= 1
        elif tag == "p":
            self._lines.append(self.collected())
            self.collecting = False
        elif tag in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif tag == "table-row":
            self._end_row()

    def text(self, text: str) -> None:
        if not self._skipped:
            super().text(text)

    def _end_cell(self) -> None:
        repeats = _times(self._cell, "number-columns-repeated")
        if text := self._text():
            missing = self._column - len(self._cells)
            self._cells += [""] * missing
            self._cells += [text] * min(repeats, MOST_COLUMNS + 1)
        self._column = min(self._column + repeats, MOST_COLUMNS + 1)

    def _end_row(self) -> None:
        sheet = len(self.sheets) - 1
        if self._cells:
            if (
                self._row + self._row_repeats > MOST_ROWS
                or self._row_repeats * len(self._cells) > MOST_CELLS
            ):
                raise InputError(
                    f"{self._name}: sheet {self.sheets[sheet][0]!r} repeats a row "
                    f"{self._row_repeats:,} times: no table of payments is that large",
                    "open it, and save the sheet with the payments as CSV",
                )
            for number in range(1, self._row_repeats + 1):
                self._ready.append((sheet, self._row + number, self._cells))
        self._row += self._row_repeats

    def _text(self) -> str:
        shown = "\n".join(self._lines)
        kinds = [value for key, value in self._cell.items() if key.endswith(":value-type")]
        if not kinds or "error" in kinds:
            return shown
        match kinds[0]:
            case "float" | "percentage" | "currency":
                return number_text(attribute(self._cell, "value"))
            case "date":
                day = attribute(self._cell, "date-value")
                return day.replace("T", " ").removesuffix(" 00:00:00")
            case "boolean":
                return attribute(self._cell, "boolean-value").upper()
            case _:
                return shown or attribute(self._cell, "string-value")


def _times(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attribute(attributes, name) or 1))
