"""What a cell of a spreadsheet can hold: text that stays text, exact money, real dates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from math import ceil, isfinite
from typing import TYPE_CHECKING

from spendaudit.formulas import neutral
from spendaudit.report.figures import money
from spendaudit.report.figures import share as share_for_people
from spendaudit.report.text import harmless
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from spendaudit.report.values import Cell, Column

MOST_CHARACTERS = 32_000
"""UTF-16 units of a cell; the format has 32,767."""
LONGEST_NAME = 31
"""Characters of a sheet's name."""
LONGEST_HEADING = 240
"""Characters of a heading; the format has 255."""

LINE_HEIGHT = 15.0
"""Points that a line of Arial takes at size 11."""
_HIGHEST = 400.0
"""Points of a row; the format has 409."""
_MOST_KNOWN = 1_000
"""Texts of a column that are kept as they were made ready."""
_FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar has a 29 February 1900; what lies before it is written as text."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that drive a screen or that XML has not; a joiner inside a name may stay."""
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_NUMBERS = {
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.COUNT: "#,##0",
    Kind.DISTANCE: "#,##0.0",
    Kind.RATIO: "#,##0.000",
    Kind.DATE: "d mmm yyyy",
    Kind.MONTH: "mmm yyyy",
}


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Make names that a spreadsheet accepts, each different from the others without its capitals."""
    taken = {"history"}
    names = []
    for one in wanted:
        plain = " ".join(_NOT_IN_A_NAME.sub(" ", cell_text(one)).split()).strip("'") or "Sheet"
        name, number = cut(plain, LONGEST_NAME).strip(" '") or "Sheet", 1
        while name.casefold() in taken:
            number += 1
            name = f"{cut(plain, LONGEST_NAME - len(str(number)) - 1).rstrip()} {number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def table_names(sheets: Sequence[str]) -> list[str]:
    """Names of the tables of sheets, which tell what each holds: placed_by_table.

    A spreadsheet wants letters, digits and underscores, and nothing that could be a cell.
    """
    names: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        plain = re.sub(r"[^a-z0-9]+", "_", sheet.lower()).strip("_")
        name = f"{plain}_table" if plain[:1].isalpha() else f"table_{number}"
        names.append(name if name not in names else f"{name}_{number}")
    return names


def headings_of(columns: Sequence[Column]) -> list[str]:
    """Headings of a table as a spreadsheet wants them: none empty, no two alike."""
    taken: set[str] = set()
    headings = []
    for column in columns:
        plain = " ".join(cell_text(column.heading).split()) or column.key or "column"
        heading, number = cut(plain, LONGEST_HEADING), 1
        while heading.casefold() in taken:
            number += 1
            heading = f"{cut(plain, LONGEST_HEADING)} {number}"
        taken.add(heading.casefold())
        headings.append(heading)
    return headings


def is_exact(amount: Decimal) -> bool:
    """Whether a spreadsheet, which keeps 15 significant digits, shows an amount to the penny."""
    return Decimal(f"{float(amount):.15g}") == amount


def cell_text(text: str) -> str:
    """A text as a cell holds it: visible, and no longer than a cell may be."""
    text = cut(text.replace("\r\n", "\n"), MOST_CHARACTERS)
    return _NO_CHARACTER.sub("\ufffd", _UNSEEN.sub(lambda found: harmless(found.group()), text))


def cut(text: str, longest: int) -> str:
    """The beginning of a text, counted as a spreadsheet counts, in units of UTF-16."""
    if len(text) * 2 <= longest:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= longest * 2:
        return text
    return units[: (longest - 1) * 2].decode("utf-16-le", "ignore") + "…"


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters, rather one more than too few."""
    return sum(
        max(ceil(len(line) * 1.08 / width), 1) for line in text[:MOST_CHARACTERS].split("\n")
    )


def height_of(lines: int, font_size: int = 11) -> float:
    """The height of a row, in points; who opens it need not do so: LibreOffice leaves rows as written."""
    return min(lines * LINE_HEIGHT * font_size / 11, _HIGHEST)


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **properties: object) -> Format:
        """The format with these properties, as XlsxWriter names them."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


class ColumnWriter:
    """Writes the cells of one column, of one kind, each as what it is."""

    def __init__(self, page: Worksheet, formats: Formats, kind: Kind, **more: object) -> None:
        of = formats.of
        self._page, self._formats, self._kind, self._more = page, formats, kind, more
        self._known: dict[str, tuple[str, Format]] = {}
        self._text = of(text_wrap=True, valign="top", **more)
        self._quoted = of(text_wrap=True, valign="top", quote_prefix=True, **more)
        self._right = of(**(more | {"align": "right", "valign": "top"}))
        known = {"num_format": _NUMBERS[kind]} if kind in _NUMBERS else {}
        self._number = of(valign="top", **known, **more)

    def write(self, row: int, column: int, cell: Cell) -> None:
        """Write a cell; what is no figure stays blank."""
        page = self._page
        match cell:
            case None:
                pass
            case str():
                page.write_string(row, column, *self._text_and_look(cell))
            case Decimal() if not is_exact(cell):
                page.write_string(row, column, money(cell), self._right)
            case float() if not isfinite(cell):
                pass
            case float() if self._kind is Kind.SHARE:
                page.write_number(row, column, cell, self._look_of_share(cell))
            case date() if cell < _FIRST_DAY:
                page.write_string(row, column, cell.isoformat(), self._right)
            case date():
                page.write_datetime(row, column, cell, self._number)
            case _:
                page.write_number(row, column, float(cell), self._number)

    def _text_and_look(self, text: str) -> tuple[str, Format]:
        """A text and its format; most texts of a large table come again and again."""
        known = self._known.get(text)
        if known is None:
            # It stays text when a person edits the cell, too, and not only when it is opened.
            look = self._quoted if neutral(text) != text else self._text
            known = (cell_text(text), look)
            if len(self._known) < _MOST_KNOWN:
                self._known[text] = known
        return known

    def _look_of_share(self, fraction: float) -> Format:
        """0.04% is not nought, and 99.97% is not all; the number stays what it is."""
        told = share_for_people(fraction)
        if told[0] not in "<>":
            return self._number
        return self._formats.of(num_format=f'"{told}"', align="right", valign="top", **self._more)
