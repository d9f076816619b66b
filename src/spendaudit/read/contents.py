"""What a file is, told by its content and not by its name, and its way to regular text.

Delimited text, a workbook, a Parquet file, or one of these packed with gzip or zip; anything else is
refused by what it is.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.encodings import Evidence, is_utf8
from spendaudit.read.lines import Marks, look_at_lines
from spendaudit.read.refusals import kind_of_zip, refuse_binary, refuse_ole, refuse_unless_text
from spendaudit.read.transcoding import transcode
from spendaudit.read.wrapped_lines import are_wrapped, unwrap

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from spendaudit.read.lines import Lines
    from spendaudit.read.workbook import Sheet

CHUNK = 1 << 20
_PIECE = (1 << 20) + (1 << 16)
"""Bytes that are looked at together: as many as a processor keeps at hand, and more than the head has."""
_LARGE = 1 << 23
"""Bytes from which on two processors look at a text."""
LONGEST_LINE = 1 << 20
"""Bytes between two line ends: of a longer one nobody could say what it is."""
MOST_OLE_BYTES = 256 << 20
"""A full sheet of the old format, 65,536 rows of 256 numbers, is about as large."""
UNICODE = "unicode"
"""The encoding of a workbook or Parquet file: it has no other."""

_GZIP, _OLE, _PARQUET = b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_ZIP = (b"PK\x03\x04", b"PK00PK\x03\x04")
_LONGEST_MIMETYPE = 200


@dataclass(frozen=True, slots=True)
class Text:
    """Delimited text on disk.

    Attributes:
        path: text in UTF-8, perhaps after a byte order mark, with line ends LF or CRLF.
        format: what it was before, in words.
        encoding: in which it was published.
        marks: which characters stand anywhere in it.
        notices: sentences about what was changed on the way.
        lines: what its lines say together; None where nobody looked.
        at_once: whether it may be read before it is proved regular.
        on_trust: whether it may be read before it is proved to be UTF-8 and rightly so.
    """

    path: Path
    format: str
    encoding: str
    marks: Marks
    notices: tuple[str, ...]
    lines: Lines | None = None
    at_once: bool = False
    on_trust: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook whose sheets are on disk.

    Attributes:
        format: which kind, in words: `XLSX workbook`.
        sheets: in the order of the tabs, the hidden ones too.
    """

    format: str
    sheets: tuple[Sheet, ...]


def look_inside(
    path: Path, name: str, spool: Path, packed: str = "", *, at_once: bool = False
) -> Text | Workbook:
    """Tell what a file is, and make text of it.

    Args:
        path: the file on disk.
        name: as the user gave it.
        spool: the folder for copies.
        packed: `gzip of ` or `zip of `, where `path` was unpacked from the published file.
        at_once: whether whoever reads a text will prove what can be taken on trust.

    Raises:
        InputError: it is no table, damaged, or too large.
    """
    with path.open("rb") as stream:
        head = stream.read(CHUNK)
    if head.startswith(_GZIP):
        _refuse_if_packed(packed, name)
        from spendaudit.read.unpack import gunzip

        unpacked = spool / "unpacked"
        gunzip(path, unpacked, name)
        return look_inside(unpacked, name, spool, "gzip of ", at_once=at_once)
    if head.startswith(_ZIP):
        return _look_inside_zip(path, name, spool, packed, at_once=at_once)
    if head.startswith(_OLE):
        return _look_inside_ole(path, name, spool, packed)
    if head.startswith(_PARQUET):
        from spendaudit.read.parquet import write_parquet_as_text

        text = spool / "table.csv"
        notices = write_parquet_as_text(path, text, name)
        return Text(text, f"{packed}Parquet", UNICODE, marks_of(text), notices)
    refuse_unless_text(head, name)
    form = f"{packed}delimited text"
    evidence = _evidence(path, name)
    if at_once and evidence.may_be_regular and not (evidence.quoted and are_wrapped(path)):
        encoding = evidence.encoding(is_utf8=True, again=lambda: _chunks(path))
        return Text(path, form, encoding, evidence.marks, (), at_once=True, on_trust=True)
    return _proved(path, evidence, spool, form)


def refuse_at_once(head: bytes, name: str) -> None:
    """Refuse a file by its first bytes, where they are enough to tell that it is no table.

    Raises:
        InputError: it is none.
    """
    if not head.startswith((_GZIP, *_ZIP, _OLE, _PARQUET)):
        refuse_binary(head, name)


def _look_inside_ole(path: Path, name: str, spool: Path, packed: str) -> Workbook:
    from spendaudit.read.ole import kind_of_ole

    if path.stat().st_size > MOST_OLE_BYTES:
        raise InputError(
            f"{name} is an old Microsoft Office file of over {MOST_OLE_BYTES >> 20} MB",
            "open it, and save the sheet with the payments as CSV",
        )
    refuse_ole(kind_of_ole(path), name)
    return _workbook(path, f"{packed}XLS", name, spool)


def _look_inside_zip(
    path: Path, name: str, spool: Path, packed: str, *, at_once: bool
) -> Text | Workbook:
    from spendaudit.read.unpack import open_zip, unzip

    with path.open("rb") as stream, open_zip(stream, name) as archive:
        kind = kind_of_zip(archive.namelist(), _mimetype(archive), name)
        if kind in ("XLSX", "ODS"):
            return _workbook(path, f"{packed}{kind}", name, spool)
        _refuse_if_packed(packed, name)
        unpacked = spool / "unpacked"
        unzip(archive, unpacked, name)
    return look_inside(unpacked, name, spool, "zip of ", at_once=at_once)


def _mimetype(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file says of itself, or an empty text."""
    from spendaudit.read.unpack import DAMAGES

    try:
        with archive.open("mimetype") as stream:
            return stream.read(_LONGEST_MIMETYPE).decode("ascii", errors="replace").strip()
    except (KeyError, RuntimeError, *DAMAGES):
        return ""


def _refuse_if_packed(packed: str, name: str) -> None:
    if packed:
        raise InputError(
            f"{name} is packed twice: a {packed}another archive",
            "unpack it once, and name what is inside",
        )


def _workbook(path: Path, kind: str, name: str, spool: Path) -> Workbook:
    from spendaudit.read.workbook import write_sheets

    return Workbook(f"{kind} workbook", write_sheets(path, f"{kind} workbook", spool, name))


def look_at_text(path: Path, name: str, spool: Path, form: str) -> Text:
    """Make regular text of one that is delimited text, taking nothing on trust.

    Args:
        path: the file on disk, or what was unpacked from it.
        name: as the user gave it.
        spool: the folder for copies.
        form: what it is, in words.

    Raises:
        InputError: a line of it has no end.
    """
    return _proved(path, _evidence(path, name), spool, form)


def _proved(path: Path, evidence: Evidence, spool: Path, form: str) -> Text:
    marks = evidence.marks
    lines = look_at_lines(path, marks) if evidence.may_be_regular else None
    text_is_utf8 = lines is not None or (not evidence.is_known_otherwise and is_utf8(_chunks(path)))
    encoding = evidence.encoding(text_is_utf8, lambda: _chunks(path))
    notices: list[str] = []
    regular = path
    if lines is None or lines.returns or lines.mangled:
        lines, marks = None, Marks(quotes=marks.quotes)
        regular = spool / "regular.csv"
        notices = transcode(path, regular, encoding, cut=evidence.is_cut).notices(encoding)
    if evidence.quoted and are_wrapped(regular):
        lines = None
        wrapped = unwrap(regular, spool / "unwrapped.csv")
        regular = spool / "unwrapped.csv"
        notices.append(
            f"{wrapped:,} lines stood in quotation marks as a whole: they were read without them"
        )
    return Text(regular, form, encoding, marks, tuple(notices), lines=lines, at_once=True)


def _evidence(path: Path, name: str) -> Evidence:
    """What all of a text's bytes say; of a large one two halves are looked at side by side."""
    look = partial(_look_at_part, path, name)
    half = _half(path)
    if half is None:
        return look(0, None)
    with ThreadPoolExecutor(max_workers=1) as beside:
        second = beside.submit(look, half, None)
        return look(0, half).followed_by(second.result())


def _half(path: Path) -> int | None:
    """Where a line begins near the middle of a large file; None for a small one, or for no such line."""
    size = path.stat().st_size
    if size < _LARGE:
        return None
    middle = size // 2
    with path.open("rb") as stream:
        stream.seek(middle)
        found = stream.read(CHUNK).find(b"\n")
    return middle + found + 1 if found >= 0 else None


def _look_at_part(path: Path, name: str, begins: int, ends: int | None) -> Evidence:
    evidence = Evidence(begins)
    held = 0
    for chunk in _chunks(path, begins, ends):
        end = b"\n" if b"\n" in chunk else b"\r"
        first, last = chunk.find(end), chunk.rfind(end)
        whole = held + (first if first >= 0 else len(chunk))
        if whole > LONGEST_LINE:
            raise _too_long(path, name, begins + evidence.size)
        held = len(chunk) - last - 1 if last >= 0 else whole
        evidence.add(chunk)
        if held > LONGEST_LINE:
            raise _too_long(path, name, begins + evidence.size)
    return evidence


def _too_long(path: Path, name: str, at: int) -> InputError:
    """The refusal of a text for the line that a byte of it is on."""
    line = 1
    with path.open("rb") as stream:
        while at > 0 and (chunk := stream.read(min(at, CHUNK))):
            line += chunk.count(b"\n")
            at -= len(chunk)
    return InputError(
        f"{name}: line {line:,} has over {LONGEST_LINE:,} characters",
        "fetch it again, as it is published",
    )


def _chunks(path: Path, begins: int = 0, ends: int | None = None) -> Iterator[bytearray]:
    """The bytes of a file, each piece of them in the same place: it is good until the next is asked for."""
    piece = bytearray(_PIECE)
    left = path.stat().st_size if ends is None else ends
    left -= begins
    with path.open("rb", buffering=0) as stream, memoryview(piece) as view:
        stream.seek(begins)
        while size := stream.readinto(view[: min(_PIECE, left)]):
            yield piece if size == _PIECE else piece[:size]
            left -= size


def marks_of(path: Path) -> Marks:
    """Which characters stand in a text that was written here, with line feeds alone."""
    return Marks(quotes=any(b'"' in chunk for chunk in _chunks(path)))
