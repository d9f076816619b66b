"""A published register on disk as tables of text, each with its layout and where its rows begin."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import RegisterError
from spendaudit.read.contents import Text, look_inside
from spendaudit.read.quotes import records
from spendaudit.read.refusals import kind_of_zip, refuse_unless_text
from spendaudit.read.source import on_disk
from spendaudit.read.unpack import CHUNK, gunzip, open_zip, unzip
from spendaudit.registers.layouts import nearest, recognise, recognise_rows
from spendaudit.registers.old_extract import regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from spendaudit.read.quotes import Record
    from spendaudit.registers.layouts import Layout

HEAD_CHARACTERS = 1 << 18
HEAD_ROWS = 60
DELIMITERS = (",", "\t", ";", "|")
LARGE = 64 << 20
"""Bytes. A larger text is taken for regular UTF-8 first, as the great registers are; whether it
is, reading it proves."""
MOST_COLUMNS = 2_000
LONGEST_OBJECT = 4 << 20
"""Characters of one object in JSON."""
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK00PK\x03\x04")
_BOM = b"\xef\xbb\xbf"
_WHERE = "see which file to download: spendaudit registers where"


class RegisterTable(NamedTuple):
    """One table of a file that is a register.

    Attributes:
        layout: which register it is.
        name: of the file, as the user gave it.
        path: the text, in UTF-8.
        folder: for further copies.
        delimiter: what stands between the cells.
        headings: of its columns; of a register without a heading, their numbers from 1.
        begins: the line on which its rows begin, from 1.
        above: the cells that are filled above the heading.
        published: the file as it came, and `size` its bytes.
        proved: whether the text was looked through already; else it is only taken for UTF-8.
    """

    layout: Layout
    name: str
    path: Path
    folder: Path
    delimiter: str
    headings: tuple[str, ...]
    begins: int
    above: tuple[str, ...]
    published: Path
    size: int
    proved: bool


@contextmanager
def open_register(path: Path, *, large: int = LARGE) -> Iterator[RegisterTable]:
    """Open a file and find the one table in it that is a register.

    Args:
        path: text, a workbook, JSON, or one of these packed.
        large: bytes from which on a text is taken for regular UTF-8 first.

    Raises:
        InputError: the file is missing, damaged, or no table.
        RegisterError: it is no register that is known, or one that is not read.
    """
    with on_disk(path) as (name, published, spool):
        unpacked = _unpacked(published, name, spool)
        texts, proved = _texts(unpacked, name, spool, large)
        if not texts:
            raise RegisterError(f"{name} has no sheet with anything in it", "fetch it again")
        found = [
            (text, head)
            for text in texts
            if (head := _head_of(text)) is not None and head.layout is not None
        ]
        if not found:
            raise _unknown(texts, name)
        text, head = max(found, key=lambda one: (not one[1].is_own, -texts.index(one[0])))
        assert head.layout is not None  # noqa: S101  # for mypy: those without were left out
        if head.layout.own:
            _refuse_spending(head, name)
        if head.layout.refused:
            raise RegisterError(
                f"{name} is {head.layout.title}: {head.layout.refused}", head.layout.try_next
            )
        yield RegisterTable(
            layout=head.layout,
            name=name,
            path=text,
            folder=spool,
            delimiter=head.delimiter,
            headings=head.headings,
            begins=head.begins,
            above=head.above,
            published=published,
            size=published.stat().st_size,
            proved=proved,
        )


def first_layout(path: Path, among: Sequence[Layout]) -> Layout | None:
    """The layout that the first rows of a regular text have, of some layouts; else None."""
    head = _head_of(path, among)
    return head.layout if head is not None else None


class _Head(NamedTuple):
    """What the first rows of a text say."""

    layout: Layout | None
    delimiter: str
    headings: tuple[str, ...]
    begins: int
    above: tuple[str, ...]
    rows: tuple[Sequence[str], ...]

    @property
    def is_own(self) -> bool:
        return self.layout is not None and self.layout.own


def _refuse_spending(head: _Head, name: str) -> None:
    """A list of organisations has no amounts: spending with postcodes would pass for one."""
    from spendaudit.read.heading_rows import find_heading
    from spendaudit.read.headings import as_argument

    rows = [(number, cells) for number, cells in enumerate(head.rows, start=1)]
    heading = find_heading(rows, {})
    if heading is None:
        return
    words = " ".join(heading.cells[heading.columns[one]] for one in ("supplier", "amount")).lower()
    # A charity has a name and spends money, too; a payment has a payee or was paid.
    if re.search(r"supplier|vendor|payee|beneficiary|creditor|amount|invoice|paid|payment", words):
        raise RegisterError(
            f"{name} is published spending, not a register: it has a supplier and an amount",
            f"audit it: spendaudit report {as_argument(name)}; "
            "a list of suppliers is given with --suppliers",
        )


def _unpacked(published: Path, name: str, spool: Path) -> Path:
    """The file itself, or what the one archive that it is holds; JSON as text with delimiters."""
    with published.open("rb") as stream:
        start = stream.read(16)
    path = published
    if start.startswith(_GZIP):
        path = spool / "register"
        gunzip(published, path, name)
    elif start.startswith(_ZIP):
        with published.open("rb") as stream, open_zip(stream, name) as archive:
            if kind_of_zip(archive.namelist(), "", name) == "zip" and not any(
                member == "mimetype" for member in archive.namelist()
            ):
                path = spool / "register"
                unzip(archive, path, name)
    return regular(_without_json(path, name, spool), name, spool)


def _texts(path: Path, name: str, spool: Path, large: int) -> tuple[list[Path], bool]:
    """The texts in a file: one, or each visible sheet; and whether they were looked through."""
    with path.open("rb") as stream:
        head = stream.read(CHUNK)
    packed = head.startswith((_GZIP, *_ZIP, b"\xd0\xcf\x11\xe0", b"PAR1"))
    if not packed and path.stat().st_size >= large and _is_plain(head):
        refuse_unless_text(head, name)
        return [path], False
    inside = look_inside(path, name, spool)
    if isinstance(inside, Text):
        return [inside.path], True
    return [sheet.path for sheet in inside.sheets if sheet.rows and not sheet.hidden], True


def _is_plain(head: bytes) -> bool:
    """Whether the beginning of a text is UTF-8 with line feeds and without NULs."""
    if b"\0" in head or b"\n" not in head:
        return False
    try:
        head[: head.rfind(b"\n")].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _head_of(path: Path, among: Sequence[Layout] = ()) -> _Head | None:
    """The first rows under the delimiter that makes them a register; the likeliest where none does."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        text = stream.read(HEAD_CHARACTERS)
    if len(text) == HEAD_CHARACTERS:
        text = text[: text.rfind("\n") + 1] or text
    heads = [_head_under(text, mark, among) for mark in DELIMITERS if mark in text]
    if not heads:
        return None
    return max(
        heads,
        key=lambda one: (
            one.layout is not None,
            not one.is_own,
            sum(map(len, one.rows)),
        ),
    )


def _head_under(text: str, delimiter: str, among: Sequence[Layout]) -> _Head:
    found = list(islice(_filled(text, delimiter), HEAD_ROWS))
    rows = tuple(record.cells for record in found)
    if not among and (headless := recognise_rows(rows)) is not None:
        numbers = tuple(str(place + 1) for place in range(headless.width))
        return _Head(headless, delimiter, numbers, found[0].line, (), rows)
    for place, record in enumerate(found):
        layout = recognise(record.cells, among)
        if layout is not None:
            above = tuple(cell.strip() for cells in rows[:place] for cell in cells if cell.strip())
            following = found[place + 1].line if place + 1 < len(found) else None
            begins = following or text.count("\n") + 2
            return _Head(layout, delimiter, tuple(record.cells), begins, above, rows)
    return _Head(None, delimiter, (), 0, (), rows)


def _filled(text: str, delimiter: str) -> Iterator[Record]:
    return (
        record
        for record in records(io.StringIO(text, newline=""), delimiter)
        if any(map(str.strip, record.cells))
    )


def _unknown(texts: Sequence[Path], name: str) -> RegisterError:
    """The refusal of a file that is none of the registers: what it comes nearest to, and lacks."""
    rows = [row for text in texts if (head := _head_of(text)) for row in head.rows]
    if not rows:
        return RegisterError(f"{name} has no table in it", _WHERE)
    near = nearest(rows)
    if near is not None:
        layout, lacking, seen = near
        many = "columns" if len(lacking) > 1 else "column"
        return RegisterError(
            f"{name} looks like {layout.title}, but lacks the {many} {', '.join(lacking)}",
            f"download it again, as it is published: {layout.file}",
            (f"it has: {_shown(seen)}",),
        )
    return RegisterError(
        f"{name} is no register that spendaudit knows, and has no columns of names and postcodes",
        f"{_WHERE}; a list of your own needs the headings name and postcode",
        (f"its first row has: {_shown(rows[0])}",),
    )


def _shown(cells: Sequence[str]) -> str:
    seen = [" ".join(cell.split())[:40] for cell in cells if cell.strip()]
    more = f", and {len(seen) - 12} more" if len(seen) > 12 else ""
    return ", ".join(seen[:12]) + more


def _without_json(path: Path, name: str, spool: Path) -> Path:
    """An array of objects as delimited text; anything else as it is."""
    with path.open("rb") as stream:
        start = stream.read(512).removeprefix(_BOM).lstrip()
    if not re.match(rb"\[\s*\{", start):
        return path
    target = spool / "objects.csv"
    try:
        with target.open("w", encoding="utf-8", newline="") as text:
            _write_objects(path, text)
    except (ValueError, AttributeError, RecursionError) as error:
        raise RegisterError(
            f"{name} is JSON that is cut off, or not one list of plain objects",
            "fetch it again: the download may have been cut off",
        ) from error
    return target


def _write_objects(path: Path, text: io.TextIOBase) -> None:
    """Write each object as a row; the first one says which columns there are."""
    writer = csv.writer(text, lineterminator="\n")
    keys: list[str] = []
    for number, one in enumerate(_objects(path)):
        if not number:
            keys = list(one)[:MOST_COLUMNS]
            writer.writerow(keys)
        values = (one.get(key) for key in keys)
        writer.writerow("" if value is None else _one_line(str(value)) for value in values)


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "\r" in text else text


def _objects(path: Path) -> Iterator[dict[str, object]]:
    """The objects of one array, one after the other.

    Raises:
        ValueError: it is cut off, or an object is too long.
    """
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        held, at = stream.read(CHUNK), 0
        at = held.index("[") + 1
        while True:
            while at < len(held) and held[at] in ", \r\n\t":
                at += 1
            if at < len(held) and held[at] == "]":
                return
            try:
                one, at = decoder.raw_decode(held, at)
            except ValueError:
                more = stream.read(CHUNK)
                if not more or len(held) - at > LONGEST_OBJECT:
                    raise
                held, at = held[at:] + more, 0
                continue
            yield one
