"""What the parts of an XLSX say beside its cells: disorder, what is hidden, what was never worked out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError
from spendaudit.read.number_formats import shows_credit, shows_other_money, styles_that
from spendaudit.read.unpack import CHUNK

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from typing import IO

_ROW = re.compile(rb"""<(?:\w{1,20}:)?row\s(?:[^<>]{0,500}?\s)?r=["'](\d{1,9})["']([^<>]{0,500})""")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_IN_A_GROUP = re.compile(rb"""\soutlineLevel=["'][1-7]["']""")
_FOLDED = re.compile(rb"""\scollapsed=["'](?:1|true)["']""")
_COLUMNS = re.compile(rb"""<(?:\w{1,20}:)?col\s([^<>]{0,500})>""")
# A formula may stand for others too, and then has no text of its own.
_FORMULA = re.compile(
    rb"<(?:\w{1,20}:)?c(\s[^<>]{0,300})?>\s*<(?:\w{1,20}:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w{1,20}:)?f>)\s*"
    rb"(?:<(?:\w{1,20}:)?v>([^<]*)<)?"
)
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]{0,300})>")
_MERGED = re.compile(
    rb"""<(?:\w{1,20}:)?mergeCell\s[^<>]{0,99}?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
MOST_MARKED = 1 << 20
"""Cells of a sheet."""
_LONGEST_TAG = 1 << 10
_MOST_AT_ONCE = 16 << 20
_MOST_RULES = 1 << 22
"""Bytes of a workbook's list of sheets."""


class Merged(NamedTuple):
    """Cells of one column that were merged into one, whose content is that of the first.

    Attributes:
        column: from 0.
        first: number of the first row.
        last: number of the last row.
    """

    column: int
    first: int
    last: int


@dataclass(slots=True)
class Marks:
    """What a spreadsheet program would show of a sheet otherwise, or not at all.

    Attributes:
        rows: hidden ones, by their numbers.
        in_groups: those of them that are in a group, as an outline has it.
        is_folded: whether any group is folded away; else a filter hides those rows.
        columns: hidden ones, from 0.
        formulas: without a value, by column.
        noughts: formulas whose value is 0, by column.
        worked_out: whether any formula has a value that is not 0.
        example: where a formula without a value stands.
        credits: row and column of numbers that are shown as credits by their format.
        other_money: cells that are shown as euros or dollars by their format, by column.
        merged: cells of one column that are merged.
        from_1904: whether day numbers are counted from 1904.
        left: empty columns before the first that holds anything.
    """

    rows: set[int] = field(default_factory=set)
    in_groups: set[int] = field(default_factory=set)
    is_folded: bool = False
    columns: set[int] = field(default_factory=set)
    formulas: Counter[int] = field(default_factory=Counter)
    noughts: Counter[int] = field(default_factory=Counter)
    worked_out: bool = False
    example: str = ""
    credits: list[tuple[int, int]] = field(default_factory=list)
    other_money: Counter[int] = field(default_factory=Counter)
    merged: list[Merged] = field(default_factory=list)
    from_1904: bool = False
    left: int = 0

    def folded(self) -> set[int]:
        """Hidden rows that stand one click below the row of their group, and are meant to be seen."""
        return self.in_groups if self.is_folded else set()

    def begin_after(self, left: int) -> None:
        """Count columns as the library does: from the first that holds anything."""
        self.left = left
        self.columns = {column - left for column in self.columns if column >= left}
        self.credits = [(row, column - left) for row, column in self.credits if column >= left]
        self.merged = [
            one._replace(column=one.column - left) for one in self.merged if one.column >= left
        ]
        for cells in (self.formulas, self.noughts, self.other_money):
            counted = [*cells.items()]
            cells.clear()
            for column, many in counted:
                cells[max(column - left, -1)] += many

    def letters_of(self, column: int) -> str:
        """What a spreadsheet calls a column, counted from the first that holds anything."""
        return _letters_of(column + self.left)

    def count_noughts(self) -> None:
        """Take formulas that are all 0 for what no program has worked out yet."""
        if self.noughts and not self.worked_out:
            self.formulas += self.noughts


def marks_of_xlsx(archive: zipfile.ZipFile, name: str) -> dict[str, Marks]:
    """Look through every sheet once.

    Returns:
        What is marked in it, by the name of the sheet.

    Raises:
        InputError: rows of a sheet are out of order: the library would lose one in silence.
    """
    members = {_plain(member.filename): member for member in archive.infolist()}
    styles = _start_of(archive, members.get("xl/styles.xml"))
    shown = styles_that(styles, shows_credit), styles_that(styles, shows_other_money)
    found = {
        path: _looked_through(archive, member, shown, name)
        for path, member in members.items()
        if "/worksheets/" in path
    }
    book = _start_of(archive, members.get("xl/workbook.xml"))
    relations = _start_of(archive, members.get("xl/_rels/workbook.xml.rels"))
    parts = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in re.findall(rb"<(?:\w+:)?Relationship\s([^<>]*)>", relations)
    }
    by_name = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\s([^<>]*)>", book):
        target = parts.get(_attribute(tag, rb"\w+:id"), "")
        path = _plain(target[1:] if target.startswith("/") else f"xl/{target}")
        if path in found:
            by_name[unescape(_attribute(tag, b"name"))] = found[path]
    if re.search(rb"""\sfullCalcOnLoad=["'](?:1|true)["']""", book):
        for marks in by_name.values():
            marks.count_noughts()
    from_1904 = re.search(rb"""\sdate1904=["'](?:1|true)["']""", book) is not None
    for marks in by_name.values():
        marks.from_1904 = from_1904
    return by_name


def _looked_through(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    shown: tuple[set[str], set[str]],
    name: str,
) -> Marks:
    marks = Marks()
    before = 0
    with archive.open(member) as part:
        for piece in whole_tags(part):
            for found in _ROW.finditer(piece):
                row = int(found[1])
                if row <= before:
                    raise InputError(
                        f"{name}: the rows of a sheet are out of order after row {before:,}",
                        "open it in a spreadsheet and save it again",
                    )
                before = row
                if b"hidden" in found[0] and _HIDDEN.search(found[0]):
                    marks.rows.add(row)
                    if _IN_A_GROUP.search(found[0]):
                        marks.in_groups.add(row)
                marks.is_folded |= b"collapsed" in found[0] and bool(_FOLDED.search(found[0]))
            if b"hidden" in piece:
                _add_columns(piece, marks)
            if b"<f" in piece or b":f" in piece:
                _add_formulas(piece, marks)
            if b"mergeCell" in piece:
                _add_merged(piece, marks)
            if any(shown):
                _add_shown(piece, *shown, marks)
    return marks


def _add_merged(piece: bytes, marks: Marks) -> None:
    for left, first, right, last in _MERGED.findall(piece):
        if left == right and first != last and len(marks.merged) < MOST_MARKED:
            marks.merged.append(Merged(_column(f"{left.decode()}1"), int(first), int(last)))


def _add_shown(piece: bytes, credit: set[str], other_money: set[str], marks: Marks) -> None:
    """Take down the cells whose style shows a credit, or other money."""
    for tag in _CELL.findall(piece):
        style = _attribute(tag, b"s")
        if style in other_money:
            marks.other_money[_column(_attribute(tag, b"r"))] += 1
        if style in credit and len(marks.credits) < MOST_MARKED:
            where = _attribute(tag, b"r")
            row = re.fullmatch(r"[A-Z]{1,3}([0-9]{1,7})", where)
            if row:
                marks.credits.append((int(row[1]), _column(where)))


def _add_columns(piece: bytes, marks: Marks) -> None:
    for tag in _COLUMNS.findall(piece):
        first, last = _attribute(tag, b"min"), _attribute(tag, b"max")
        if _HIDDEN.search(b" " + tag) and first.isdigit() and last.isdigit():
            marks.columns.update(range(int(first) - 1, min(int(last), 1 << 14)))


def _add_formulas(piece: bytes, marks: Marks) -> None:
    for found in _FORMULA.finditer(piece):
        attributes, value = found[1] or b"", (found[2] or b"").strip()
        where = _attribute(attributes, b"r")
        column = _column(where)
        if value == b"0":
            marks.noughts[column] += 1
        elif value or _attribute(attributes, b"t") == "str":
            marks.worked_out = True
            continue
        else:
            marks.formulas[column] += 1
        marks.example = marks.example or where


def whole_tags(part: IO[bytes]) -> Iterator[bytes]:
    """A part in pieces that end where a row does, or, where none ends, between two tags."""
    kept = b""
    while chunk := part.read(CHUNK):
        piece = kept + chunk
        end = piece.rfind(b"row>") + 4
        if end < 4 and len(piece) < _MOST_AT_ONCE:
            kept = piece
            continue
        if end < 4:
            end = max(piece.rfind(b"<"), len(piece) - _LONGEST_TAG)
        yield piece[:end]
        kept = piece[end:]
    yield kept


def _column(where: str) -> int:
    """A column from 0 of a cell's name: 27 of `AB7`; -1 where it has none."""
    letters = re.match(r"[A-Z]{1,3}(?=[0-9])", where)
    column = 0
    for letter in letters[0] if letters else "":
        column = column * 26 + ord(letter) - 64
    return column - 1


def _letters_of(column: int) -> str:
    """What a spreadsheet calls a column from 0: `AB` for 27."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _start_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo | None) -> bytes:
    if member is None:
        return b""
    with archive.open(member) as part:
        return part.read(_MOST_RULES)


def _attribute(tag: bytes, called: bytes) -> str:
    found = re.search(rb"(?:^|\s)" + called + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (found[1] or found[2] or b"").decode(errors="replace") if found else ""


def _plain(path: str) -> str:
    return path.replace("\\", "/").lower()
