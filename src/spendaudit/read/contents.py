"""What a file is, told by its content and not by its name, and its way to regular text.

Delimited text, a workbook, a Parquet file, or one of these packed with gzip or zip; anything else is
refused by what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError
from spendaudit.read.lines import Marks
from spendaudit.read.refusals import kind_of_zip, refuse_binary, refuse_ole, refuse_unless_text
from spendaudit.read.spaced_quotes import close_up, spaced_mark
from spendaudit.read.whole_look import WholeLook
from spendaudit.read.wrapped_lines import are_wrapped, unwrap

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from spendaudit.read.encodings import Evidence
    from spendaudit.read.workbook import Sheet

CHUNK = 1 << 20
MOST_OLE_BYTES = 256 << 20
"""A full sheet of the old format, 65,536 rows of 256 numbers, is about as large."""
UNICODE = "unicode"
"""The encoding of a workbook or Parquet file: it has no other."""

_GZIP, _OLE, _PARQUET = b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_ZIP = (b"PK\x03\x04", b"PK00PK\x03\x04")
_LONGEST_MIMETYPE = 200


class Text(NamedTuple):
    """Delimited text on disk.

    Attributes:
        path: text in UTF-8, perhaps after a byte order mark, with line ends LF or CRLF.
        format: what it was before, in words.
        encoding: in which it was published.
        marks: which quotation marks stand anywhere in it.
        notices: sentences about what was changed on the way.
        at_once: whether it may be read before it is proved regular.
        look: tells what all of its bytes say, where only the first have been looked at: encoding and
            marks are theirs, and taken on trust; None where nothing is.
    """

    path: Path
    format: str
    encoding: str
    marks: Marks
    notices: tuple[str, ...]
    at_once: bool = False
    look: Callable[[], Evidence] | None = None


class Workbook(NamedTuple):
    """A workbook whose sheets are on disk.

    Attributes:
        format: which kind, in words: `XLSX workbook`.
        sheets: in the order of the tabs, the hidden ones too.
    """

    format: str
    sheets: tuple[Sheet, ...]


def look_inside(
    path: Path, name: str, spool: Path, packed: str = "", *, on_trust: bool = False
) -> Text | Workbook:
    """Tell what a file is, and make text of it.

    Args:
        path: the file on disk.
        name: as the user gave it.
        spool: the folder for copies.
        packed: `gzip of ` or `zip of `, where `path` was unpacked from the published file.
        on_trust: whether most of a large text may be left to be looked at by whoever reads it.

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
        return look_inside(unpacked, name, spool, "gzip of ", on_trust=on_trust)
    if head.startswith(_ZIP):
        return _look_inside_zip(path, name, spool, packed, on_trust=on_trust)
    if head.startswith(_OLE):
        return _look_inside_ole(path, name, spool, packed)
    if head.startswith(_PARQUET):
        from spendaudit.read.parquet import write_parquet_as_text

        text = spool / "table.csv"
        notices = write_parquet_as_text(path, text, name)
        return Text(text, f"{packed}Parquet", UNICODE, marks_of(text), notices)
    refuse_unless_text(head, name)
    return _look_inside_text(path, name, spool, f"{packed}delimited text", on_trust=on_trust)


def _is_odd(path: Path) -> bool:
    """Whether quotation marks stand where no reader takes them for such."""
    return are_wrapped(path) or spaced_mark(path) is not None


def _look_inside_text(path: Path, name: str, spool: Path, form: str, *, on_trust: bool) -> Text:
    look = WholeLook(path, name)
    first = look.first
    if look.is_whole:
        return regular_text(path, spool, form, first)
    if on_trust and first.is_regular and not (first.quoted and _is_odd(path)):
        return Text(path, form, first.encoding(), first.marks, (), at_once=True, look=look)
    return regular_text(path, spool, form, look())


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
    path: Path, name: str, spool: Path, packed: str, *, on_trust: bool
) -> Text | Workbook:
    from spendaudit.read.unpack import open_zip, unzip

    with path.open("rb") as stream, open_zip(stream, name) as archive:
        kind = kind_of_zip(archive.namelist(), _mimetype(archive), name)
        if kind in ("XLSX", "ODS"):
            return _workbook(path, f"{packed}{kind}", name, spool)
        _refuse_if_packed(packed, name)
        unpacked = spool / "unpacked"
        unzip(archive, unpacked, name)
    return look_inside(unpacked, name, spool, "zip of ", on_trust=on_trust)


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


def regular_text(path: Path, spool: Path, form: str, evidence: Evidence) -> Text:
    """Regular text: the file itself, or what is written anew of it.

    Args:
        path: the file on disk, or what was unpacked from it.
        spool: the folder for copies.
        form: what it is, in words.
        evidence: what all of its bytes say.
    """
    encoding = evidence.encoding(lambda: _chunks(path))
    marks = evidence.marks
    notices: list[str] = []
    regular = path
    if not evidence.is_regular:
        from spendaudit.read.transcoding import transcode

        regular = spool / "regular.csv"
        notices = transcode(path, regular, encoding, cut=evidence.is_cut).notices(encoding)
        marks = Marks(quotes=marks.quotes, doubled=marks.quotes)
    if marks.quotes and are_wrapped(regular):
        wrapped = unwrap(regular, spool / "unwrapped.csv")
        regular = spool / "unwrapped.csv"
        marks = Marks(quotes=True, doubled=True)
        notices.append(
            f"{wrapped:,} lines stood in quotation marks as a whole: they were read without them"
        )
    elif marks.quotes and (mark := spaced_mark(regular)):
        closed_up = spool / "closed-up.csv"
        if close_up(regular, closed_up, mark):
            regular, marks = closed_up, Marks(quotes=True, doubled=True)
            notices.append(
                "spaces stand before the quotation marks that open cells: they were read without them"
            )
    return Text(regular, form, encoding, marks, tuple(notices), at_once=True)


def marks_of(path: Path) -> Marks:
    """Which quotation marks may stand in a text that was written here."""
    quotes = any(b'"' in chunk for chunk in _chunks(path))
    return Marks(quotes=quotes, doubled=quotes)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
