"""What an XLSX file holds, looked at without the library that wrote it: by zip and XML."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Written:
    """A workbook as it lies on disk.

    Attributes:
        names: of the sheets, in the order of the tabs.
        rows: of each sheet, the cells by row and column; numbers as float, text as str.
        tables: the range of each defined table, such as A3:E9, and its headings, by sheet name.
        parts: the XML of each part, by path.
    """

    names: list[str]
    rows: dict[str, list[dict[int, str | float]]]
    tables: dict[str, tuple[str, list[str]]]
    parts: dict[str, str]

    def table(self, name: str) -> list[list[str | float | None]]:
        """The rows of the defined table of a sheet, without its headings."""
        place, headings = self.tables[name]
        first, last = (int(re.sub(r"\D", "", end)) for end in place.split(":"))
        return [
            [row.get(column) for column in range(len(headings))]
            for row in self.rows[name][first:last]
        ]


def read_workbook(data: bytes) -> Written:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
    # Made by ourselves a moment ago.
    book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314
    names = [sheet.attrib["name"] for sheet in book.iter(f"{_MAIN}sheet")]
    shared = _shared_texts(parts.get("xl/sharedStrings.xml"))
    rows, tables = {}, {}
    for number, name in enumerate(names, start=1):
        rows[name] = _rows(parts[f"xl/worksheets/sheet{number}.xml"], shared)
        links = parts.get(f"xl/worksheets/_rels/sheet{number}.xml.rels", "")
        if found := re.search(r"tables/(table\d+\.xml)", links):
            table = ET.fromstring(parts[f"xl/tables/{found[1]}"])  # noqa: S314
            headings = [one.attrib["name"] for one in table.iter(f"{_MAIN}tableColumn")]
            tables[name] = (table.attrib["ref"], headings)
    return Written(names, rows, tables, parts)


def _shared_texts(part: str | None) -> list[str]:
    if part is None:
        return []
    root = ET.fromstring(part)  # noqa: S314
    return [
        "".join(text.text or "" for text in item.iter(f"{_MAIN}t"))
        for item in root.iter(f"{_MAIN}si")
    ]


def _rows(part: str, shared: list[str]) -> list[dict[int, str | float]]:
    rows: list[dict[int, str | float]] = []
    for row in ET.fromstring(part).iter(f"{_MAIN}row"):  # noqa: S314
        rows += [{} for _ in range(int(row.attrib["r"]) - len(rows))]
        for cell in row.iter(f"{_MAIN}c"):
            value = cell.find(f"{_MAIN}v")
            inline = "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
            column = _column(cell.attrib["r"])
            if cell.attrib.get("t") == "s" and value is not None:
                rows[-1][column] = _unescaped(shared[int(value.text or 0)])
            elif cell.attrib.get("t") == "inlineStr":
                rows[-1][column] = _unescaped(inline)
            elif value is not None:
                rows[-1][column] = float(value.text or 0)
    return rows


def _column(reference: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", reference):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
