"""What the content of an ODS says beside its cells: what is hidden, merged, or shown as a credit or other money."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from spendaudit.read.number_formats import is_shown_as_credit, is_shown_as_other_money
from spendaudit.read.sheet_parts import MOST_MARKED, Marks, Merged, whole_tags

if TYPE_CHECKING:
    import zipfile

_PIECE = re.compile(
    rb"<(?:table:(table|table-row-group|table-row|table-column)(\s[^<>]{0,1000})?/?|/table:table-row-group)>"
)
# An attribute may hold `>`: a formula does.
_CELL = re.compile(
    rb"""<table:(?:covered-)?table-cell((?:[\s/](?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)?)>"""
)
_AWAY = re.compile(rb"""table:visibility=["'](?:collapse|filter)["']""")
_FOLDED = re.compile(rb"""table:display=["']false["']""")
_OFTEN = re.compile(rb"""-repeated=["'](\d{1,9})["']""")
_SINCE_1904 = re.compile(rb"""<table:null-date\s[^<>]{0,200}date-value=["']1904-01-01""")
_DOWN = re.compile(rb"""-rows-spanned=["'](?!1["'])(\d{1,7})["']""")
_ACROSS = re.compile(rb"""-columns-spanned=["'](?!1["'])""")
_VALUE = re.compile(rb"""\soffice:value=["']""")
_POSITIVE = re.compile(rb"""\soffice:value=["'][0-9]""")
_TEXT = re.compile(rb"<text:p(?:\s[^<>]{0,200})?>((?:[^<]++|<(?!/text:p))*+)")
_TAG = re.compile(rb"<[^<>]*>")
# What a credit or other money may be shown by, each found by its first letters: most sheets hold none.
_PERHAPS_SHOWN = tuple(
    re.compile(pattern)
    for pattern in (
        rb"<text:p(?:\s[^<>]{0,200})?>(?:<text:s/>)?[^0-9A-Za-z]{0,20}[-(]",
        rb"CR(?![A-Za-z])",
        rb"Cr(?![A-Za-z])",
        rb"cr(?![A-Za-z])",
        rb"\xe2\x82\xac|\xc2\xa5",  # euro and yen
        rb"<text:p(?:\s[^<>]{0,200})?>[^0-9A-Za-z<]{0,20}\$",
        rb"EUR(?![A-Za-z])",
        rb"USD(?![A-Za-z])",
    )
)
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
_LONGEST_SHOWN = 200


def marks_of_ods(archive: zipfile.ZipFile) -> list[Marks]:
    """What is hidden or merged in each table, and which numbers are shown as credits or other money.

    What a cell shows stands in it as text beside its number: its style need not be worked out.

    Returns:
        These of each table, in the order of the tables.
    """
    content = _Content()
    with archive.open("content.xml") as part:
        for piece in whole_tags(part):
            content.add(piece)
    return content.tables


class _Content:
    """The tables of a content as far as it was read, and where the last of them has got to."""

    def __init__(self) -> None:
        self.tables: list[Marks] = []
        self._from_1904 = False
        self._row = self._column = self._groups = 0

    def add(self, piece: bytes) -> None:
        """Take down what a piece of the content says."""
        if not self.tables:
            self._from_1904 = self._from_1904 or _SINCE_1904.search(piece) is not None
        told = _told(piece)
        tags = list(_PIECE.finditer(piece))
        ends = [*(tag.start() for tag in tags[1:]), len(piece)]
        for tag, end in zip(tags, ends, strict=False):
            kind, attributes = tag[1], tag[2] or b""
            if kind == b"table":
                self.tables.append(Marks(from_1904=self._from_1904))
                self._row = self._column = self._groups = 0
            elif not self.tables:
                continue
            elif kind == b"table-column":
                self._add_columns(attributes)
            elif kind == b"table-row":
                while told and told[-1] < tag.start():
                    told.pop()
                if told and told[-1] < end:
                    rows = self._row, _often(attributes)
                    _mark_cells(piece, (tag.end(), end), rows, self.tables[-1])
                self._add_rows(attributes)
            else:
                self._groups += 1 if kind else -1
                self.tables[-1].is_folded |= bool(_FOLDED.search(attributes))

    def _add_rows(self, attributes: bytes) -> None:
        often, marks = _often(attributes), self.tables[-1]
        if _AWAY.search(attributes):
            away = range(self._row + 1, min(self._row + often, _MOST_ROWS) + 1)
            marks.rows.update(away)
            marks.in_groups.update(away if self._groups else ())
        self._row += often

    def _add_columns(self, attributes: bytes) -> None:
        often = _often(attributes)
        if _AWAY.search(attributes):
            away = range(self._column, min(self._column + often, _MOST_COLUMNS))
            self.tables[-1].columns.update(away)
        self._column += often


def _told(piece: bytes) -> list[int]:
    """Where something stands that may be merged, or shown as something else; the first of them last."""
    places = [found.start() for pattern in _PERHAPS_SHOWN for found in pattern.finditer(piece)]
    places += [found.start() for found in _DOWN.finditer(piece)]
    return sorted(places, reverse=True)


def _mark_cells(piece: bytes, of: tuple[int, int], rows: tuple[int, int], marks: Marks) -> None:
    """Take down what is merged in a row, or shown as a credit or other money.

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
        shown = _shown(piece[cell.end() : end]) if _VALUE.search(attributes) else ""
        if is_shown_as_other_money(shown):
            for place in range(column, min(column + wide, _MOST_COLUMNS)):
                marks.other_money[place] += min(often, _MOST_ROWS)
        if _POSITIVE.search(attributes) and is_shown_as_credit(shown):
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
