"""Workbooks made by hand, byte for byte: what no library writes any more, and what none would."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Day(NamedTuple):
    """A day number in a cell that shows a date."""

    serial: float


class Broken(NamedTuple):
    """An error value: `#REF!`."""

    text: str


Cell = str | float | bool | Day | Broken | None
_HIDDEN = ' state="hidden"'

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ERRORS = {"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}


def xls(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    from_1904: bool = False,
    hidden: Sequence[str] = (),
    encrypted: bool = False,
    records: Sequence[tuple[int, bytes]] = (),
    cells: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """An XLS workbook (BIFF8), after [MS-XLS].

    Args:
        sheets: name to rows.
        from_1904: whether day numbers are those of an early Mac.
        hidden: names of hidden sheets.
        encrypted: whether it says that it has a password.
        records: more of the workbook, by kind.
        cells: more of every sheet, by kind.
    """
    heads = [
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)),
        *([_record(0x002F, bytes(6))] if encrypted else []),
        _record(0x0022, struct.pack("<H", from_1904)),
        _record(0x00E0, struct.pack("<HH", 0, 0) + bytes(16)),
        _record(0x00E0, struct.pack("<HH", 0, 14) + bytes(16)),
        *(_record(kind, content) for kind, content in records),
    ]
    bodies = [_sheet(rows, cells) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    size = sum(map(len, heads)) + sum(4 + 8 + len(name) for name in names) + 4
    bounds = []
    for tab, name, body in zip(sheets, names, bodies, strict=True):
        state = struct.pack("<IBBBB", size, tab in hidden, 0, len(name) // 2, 1)
        bounds.append(_record(0x0085, state + name))
        size += len(body)
    return ole({"Workbook": b"".join([*heads, *bounds, _record(0x000A), *bodies])})


def _sheet(rows: Sequence[Sequence[Cell]], more: Sequence[tuple[int, bytes]]) -> bytes:
    cells = [
        _cell(row, column, cell)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
        if cell is not None
    ]
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    further = [_record(kind, content) for kind, content in more]
    return b"".join([start, *cells, *further, _record(0x000A)])


def _cell(row: int, column: int, cell: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, isinstance(cell, Day))
    match cell:
        case Day(serial):
            return _record(0x0203, place + struct.pack("<d", serial))
        case Broken(text):
            return _record(0x0205, place + bytes([_ERRORS[text], 1]))
        case bool():
            return _record(0x0205, place + bytes([cell, 0]))
        case float() | int():
            return _record(0x0203, place + struct.pack("<d", cell))
        case _:
            letters = str(cell).encode("utf-16-le")
            return _record(0x0204, place + struct.pack("<HB", len(letters) // 2, 1) + letters)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file whose root has these streams, after [MS-CFB]; each is made 4,096 bytes or more."""
    contents = [stream.ljust(4096, b"\0") for stream in streams.values()]
    contents = [stream + bytes(-len(stream) % _SECTOR) for stream in contents]
    directory_sectors = -(-(len(streams) + 1) // 4)
    sectors = directory_sectors + sum(len(stream) // _SECTOR for stream in contents)
    tables = -(-(sectors + 1) // 127)
    chain = [_TABLE] * tables
    chain += [tables + number + 1 for number in range(directory_sectors - 1)] + [_END]
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    for number, (name, stream) in enumerate(zip(streams, contents, strict=True), 1):
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, _FREE, len(chain), len(stream), following))
        chain += [len(chain) + step + 1 for step in range(len(stream) // _SECTOR - 1)] + [_END]
    chain += [_FREE] * (tables * 128 - len(chain))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
        + struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    )
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + b"".join(contents)


def _entry(  # the fields of the format
    name: str, kind: int, child: int, start: int, size: int, right: int = _FREE
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, _FREE, right, child)
        + bytes(16 + 4 + 16)
        + struct.pack("<IQ", start, size)
    )


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive that is the same whenever it is made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def xlsx(  # what a workbook can say
    sheets: Mapping[str, str | Sequence[Sequence[Cell]]],
    *,
    from_1904: bool = False,
    hidden: Sequence[str] = (),
    formats: Sequence[str] = ("dd/mm/yyyy",),
    texts: Sequence[str] = (),
    changed: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An XLSX workbook.

    Args:
        sheets: name to rows, or to the XML of `sheetData`.
        from_1904: whether day numbers are those of an early Mac.
        hidden: names of hidden sheets.
        formats: codes of the cell formats 1, 2, …; 0 is General.
        texts: the XML of the shared texts.
        changed: parts to be put in place of ours.
    """
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    tabs = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"'
        f"{_HIDDEN if name in hidden else ''}/>"
        for number, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{office}/worksheet" Target="worksheets/s{number}.xml"/>'
        for number, _ in enumerate(sheets, 1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{163 + number}" formatCode={quoteattr(code)}/>'
        for number, code in enumerate(formats, 1)
    )
    styles = "".join(f'<xf numFmtId="{163 + number}"/>' for number, _ in enumerate(formats, 1))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{codes}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">'
        + "".join(f"<si>{text}</si>" for text in texts)
        + "</sst>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        data = rows if isinstance(rows, str) else _sheet_data(rows)
        parts[f"xl/worksheets/s{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'
        )
    return archive({**parts, **(changed or {})})


def _sheet_data(rows: Sequence[Sequence[Cell]]) -> str:
    return "".join(
        f'<row r="{number}">{"".join(map(_xlsx_cell, row))}</row>'
        for number, row in enumerate(rows, 1)
        if any(cell is not None for cell in row)
    )


def _xlsx_cell(cell: Cell) -> str:
    match cell:
        case None:
            return "<c/>"
        case Day(serial):
            return f'<c s="1"><v>{serial!r}</v></c>'
        case Broken(text):
            return f'<c t="e"><v>{text}</v></c>'
        case bool():
            return f'<c t="b"><v>{int(cell)}</v></c>'
        case float() | int():
            return f"<c><v>{cell!r}</v></c>"
        case _:
            return f'<c t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'


def ods(tables: str, *, mimetype: str = "spreadsheet", styles: str = "") -> bytes:
    """An OpenDocument file.

    Args:
        tables: the XML of the tables.
        mimetype: what it says that it is.
        styles: the XML of automatic styles.
    """
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("calcext", "calcext"),
        )
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{mimetype}",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def ods_table(name: str, rows: Sequence[Sequence[Cell]], *, style: str = "") -> str:
    """The XML of one table of an OpenDocument file."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    named = f" table:style-name={quoteattr(style)}" if style else ""
    return f"<table:table table:name={quoteattr(name)}{named}>{lines}</table:table>"


def _ods_cell(cell: Cell) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case Day(serial):
            day = (datetime(1899, 12, 30) + timedelta(days=serial)).isoformat()  # noqa: DTZ001  # no zone
            value = f'office:date-value="{day.removesuffix("T00:00:00")}"'
            return f'<table:table-cell office:value-type="date" {value}/>'
        case Broken(text):
            return (
                '<table:table-cell office:value-type="string" calcext:value-type="error">'
                f"<text:p>{text}</text:p></table:table-cell>"
            )
        case bool():
            value = str(cell).lower()
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{value}"/>'
        case float() | int():
            return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'
        case _:
            return (
                '<table:table-cell office:value-type="string">'
                f"<text:p>{escape(str(cell))}</text:p></table:table-cell>"
            )
