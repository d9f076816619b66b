"""What the content of an ODS says beside its cells: what is hidden, merged, or shown as a credit."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from spendaudit.read.number_formats import is_shown_as_credit
from spendaudit.read.sheet_parts import MOST_MARKED, Marks, Merged, whole_tags

if TYPE_CHECKING:
    import zipfile

_PIECE = re.compile(rb"<table:(table|table-row|table-column)(\s[^<>]{0,1000})?/?>")
# An attribute may hold `>`: a formula does.
_CELL = re.compile(
    rb"""<table:(?:covered-)?table-cell((?:[\s/](?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)?)>"""
)
_AWAY = re.compile(rb"""table:visibility=["'](?:collapse|filter)["']""")
_OFTEN = re.compile(rb"""-repeated=["'](\d{1,9})["']""")
_SINCE_1904 = re.compile(rb"""<table:null-date\s[^<>]{0,200}date-value=["']1904-01-01""")
_DOWN = re.compile(rb"""-rows-spanned=["'](?!1["'])(\d{1,7})["']""")
_ACROSS = re.compile(rb"""-columns-spanned=["'](?!1["'])""")
_POSITIVE = re.compile(rb"""\soffice:value=["'][0-9]""")
_TEXT = re.compile(rb"<text:p(?:\s[^<>]{0,200})?>((?:[^<]++|<(?!/text:p))*+)")
_TAG = re.compile(rb"<[^<>]*>")
# What a credit may be shown by, each found by its first letters: most sheets hold none.
_PERHAPS_SHOWN = tuple(
    re.compile(pattern)
    for pattern in (
        rb"<text:p(?:\s[^<>]{0,200})?>(?:<text:s/>)?[^0-9A-Za-z]{0,20}[-(]",
        rb"CR(?![A-Za-z])",
        rb"Cr(?![A-Za-z])",
        rb"cr(?![A-Za-z])",
    )
)
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
_LONGEST_SHOWN = 200


def marks_of_ods(archive: zipfile.ZipFile) -> list[Marks]:
    """What is hidden or merged in each table, and which numbers are shown as credits, in their order.

    What a cell shows stands in it as text beside its number: its style need not be worked out.
    """
    found: list[Marks] = []
    from_1904 = False
    row = column = 0
    with archive.open("content.xml") as part:
        for piece in whole_tags(part):
            if not found:
                from_1904 = from_1904 or _SINCE_1904.search(piece) is not None
            told = _told(piece)
            tags = list(_PIECE.finditer(piece))
            ends = [*(tag.start() for tag in tags[1:]), len(piece)]
            for tag, end in zip(tags, ends, strict=False):
                kind, attributes = tag[1], tag[2] or b""
                if kind == b"table":
                    found.append(Marks(from_1904=from_1904))
                    row = column = 0
                    continue
                often = _often(attributes)
                is_away = bool(found) and bool(_AWAY.search(attributes))
                if kind == b"table-row":
                    if is_away:
                        found[-1].rows.update(range(row + 1, min(row + often, _MOST_ROWS) + 1))
                    while told and told[-1] < tag.start():
                        told.pop()
                    if told and told[-1] < end and found:
                        _mark_cells(piece, (tag.end(), end), (row, often), found[-1])
                    row += often
                else:
                    if is_away:
                        found[-1].columns.update(range(column, min(column + often, _MOST_COLUMNS)))
                    column += often
    return found


def _told(piece: bytes) -> list[int]:
    """Where something stands that may be merged, or shown as a credit; the first of them last."""
    places = [found.start() for pattern in _PERHAPS_SHOWN for found in pattern.finditer(piece)]
    places += [found.start() for found in _DOWN.finditer(piece)]
    return sorted(places, reverse=True)


def _mark_cells(piece: bytes, of: tuple[int, int], rows: tuple[int, int], marks: Marks) -> None:
    """Take down what is merged in a row, or shown as a credit.

    Args:
        piece: of the content.
        of: from where to where the row's cells stand in it.
        rows: how many rows are before it, and how often it stands there.
        marks: of its table.
    """
    before, often = rows
    cells = list(_CELL.finditer(piece, *of))
    column = 0
    for cell, end in zip(cells, [*(cell.start() for cell in cells[1:]), of[1]], strict=False):
        attributes = cell[1]
        wide = _often(attributes)
        if column >= _MOST_COLUMNS:
            return
        down = _DOWN.search(attributes)
        if down and not _ACROSS.search(attributes) and len(marks.merged) < MOST_MARKED:
            marks.merged.append(Merged(column, before + 1, before + int(down[1])))
        if _POSITIVE.search(attributes) and is_shown_as_credit(_shown(piece[cell.end() : end])):
            for row in range(before + 1, min(before + often, _MOST_ROWS) + 1):
                if len(marks.credits) >= MOST_MARKED:
                    break
                places = range(column, min(column + wide, _MOST_COLUMNS))
                marks.credits.extend((row, place) for place in places)
        column += wide


def _shown(content: bytes) -> str:
    """The text of a cell, without the note that may stand before it."""
    text = _TEXT.search(content.rpartition(b"</office:annotation>")[2])
    return (
        unescape(_TAG.sub(b"", text[1][:_LONGEST_SHOWN]).decode(errors="replace")) if text else ""
    )


def _often(attributes: bytes) -> int:
    repeated = _OFTEN.search(attributes)
    return int(repeated[1]) if repeated else 1
