"""What a file is, told by its content and not by its name, and its way to regular text.

Delimited text, a workbook, a Parquet file, or one of these packed with gzip or zip; anything else is
refused by what it is.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.encodings import Evidence
from spendaudit.read.refusals import kind_of_zip, refuse_binary, refuse_ole, refuse_unless_text
from spendaudit.read.transcoding import transcode

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from spendaudit.read.workbook import Sheet

CHUNK = 1 << 20
_PIECE = 1 << 22
LONGEST_LINE = 1 << 20
"""Bytes: of a longer one, with no end in sight, nobody could say what it is."""
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
        has_quotes: whether a double quote stands anywhere in it.
        has_doubled: whether two of them may stand side by side.
        notices: sentences about what was changed on the way.
        sha256: of the published bytes, where they were looked at for this.
        bytes: how many these are.
        at_once: whether it may be read before it is proved regular.
    """

    path: Path
    format: str
    encoding: str
    has_quotes: bool
    has_doubled: bool
    notices: tuple[str, ...]
    sha256: str
    bytes: int
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook whose sheets are on disk.

    Attributes:
        format: which kind, in words: `XLSX workbook`.
        sheets: in the order of the tabs, the hidden ones too.
        sha256: of the published bytes.
        bytes: how many these are.
    """

    format: str
    sheets: tuple[Sheet, ...]
    sha256: str
    bytes: int


def look_inside(published: Path, name: str, spool: Path) -> Text | Workbook:
    """Tell what a file is, and make text of it.

    Args:
        published: the file on disk.
        name: as the user gave it.
        spool: the folder for copies.

    Raises:
        InputError: it is no table, damaged, or too large.
    """
    return _look_inside(published, published, name, spool, "")


def refuse_at_once(head: bytes, name: str) -> None:
    """Refuse a file by its first bytes, where they are enough to tell that it is no table.

    Raises:
        InputError: it is none.
    """
    if not head.startswith((_GZIP, *_ZIP, _OLE, _PARQUET)):
        refuse_binary(head, name)


def _look_inside(
    path: Path, published: Path, name: str, spool: Path, packed: str
) -> Text | Workbook:
    """`packed`: `gzip of ` or `zip of `, where `path` was unpacked from the published file."""
    with path.open("rb") as stream:
        head = stream.read(CHUNK)
    if head.startswith(_GZIP):
        _refuse_if_packed(packed, name)
        from spendaudit.read.unpack import gunzip

        unpacked = spool / "unpacked"
        gunzip(path, unpacked, name)
        return _look_inside(unpacked, published, name, spool, "gzip of ")
    if head.startswith(_ZIP):
        return _look_inside_zip(path, published, name, spool, packed)
    if head.startswith(_OLE):
        return _look_inside_ole(path, published, name, spool, packed)
    if head.startswith(_PARQUET):
        from spendaudit.read.parquet import write_parquet_as_text

        text = spool / "table.csv"
        notices = write_parquet_as_text(path, text, name)
        quoted = has_quotes(text)
        seal = _sealed(published)
        return Text(text, f"{packed}Parquet", UNICODE, quoted, quoted, notices, *seal)
    refuse_unless_text(head, name)
    return _look_at_text(path, published, name, spool, packed)


def _look_inside_ole(path: Path, published: Path, name: str, spool: Path, packed: str) -> Workbook:
    from spendaudit.read.ole import kind_of_ole

    if path.stat().st_size > MOST_OLE_BYTES:
        raise InputError(
            f"{name} is an old Microsoft Office file of over {MOST_OLE_BYTES >> 20} MB",
            "open it, and save the sheet with the payments as CSV",
        )
    refuse_ole(kind_of_ole(path), name)
    return _workbook(path, f"{packed}XLS", published, name, spool)


def _look_inside_zip(
    path: Path, published: Path, name: str, spool: Path, packed: str
) -> Text | Workbook:
    from spendaudit.read.unpack import open_zip, unzip

    with path.open("rb") as stream, open_zip(stream, name) as archive:
        kind = kind_of_zip(archive.namelist(), _mimetype(archive), name)
        if kind in ("XLSX", "ODS"):
            return _workbook(path, f"{packed}{kind}", published, name, spool)
        _refuse_if_packed(packed, name)
        unpacked = spool / "unpacked"
        unzip(archive, unpacked, name)
    return _look_inside(unpacked, published, name, spool, "zip of ")


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


def _workbook(path: Path, kind: str, published: Path, name: str, spool: Path) -> Workbook:
    from spendaudit.read.workbook import write_sheets

    sheets = write_sheets(path, f"{kind} workbook", spool, name)
    return Workbook(f"{kind} workbook", sheets, *_sealed(published))


def _look_at_text(path: Path, published: Path, name: str, spool: Path, packed: str) -> Text:
    evidence = Evidence()
    # A hash is reckoned without holding Python up: one processor does, and the other looks.
    with ThreadPoolExecutor(max_workers=1) as beside:
        sealing = beside.submit(_sealed, published)
        for chunk in _chunks(path):
            evidence.add(chunk)
            if len(chunk) >= LONGEST_LINE and b"\n" not in chunk and b"\r" not in chunk:
                raise InputError(
                    f"{name}: line {_ends_before(path, evidence.size) + 1:,} has over "
                    f"{LONGEST_LINE:,} characters",
                    "fetch it again, as it is published",
                )
        seal = sealing.result()
    encoding = evidence.encoding(lambda: _chunks(path))
    notices: list[str] = []
    regular = path
    is_regular = encoding in ("utf-8", "utf-8 with BOM") and not (
        evidence.lone_returns or evidence.nuls or evidence.mangled
    )
    if not is_regular:
        regular = spool / "regular.csv"
        notices = transcode(path, regular, encoding).notices(encoding)
    # Of two bytes a character the looks above know nothing, and a NUL may have stood between.
    doubled = evidence.doubled or (evidence.quoted and evidence.nuls > 0)
    form = f"{packed}delimited text"
    return Text(
        regular, form, encoding, evidence.quoted, doubled, tuple(notices), *seal, at_once=True
    )


def _ends_before(path: Path, size: int) -> int:
    """How many lines end in the first bytes of a file."""
    with path.open("rb") as stream:
        return sum(stream.read(CHUNK).count(b"\n") for _ in range(0, size, CHUNK))


def _sealed(published: Path) -> tuple[str, int]:
    """What tells a file's bytes from others: their SHA-256, and how many there are."""
    return sha256_of(published), published.stat().st_size


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def has_quotes(path: Path) -> bool:
    """Whether a double quote stands anywhere in a file."""
    return any(b'"' in chunk for chunk in _chunks(path))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    sha256 = hashlib.sha256()
    # In large pieces: between them Python's lock is waited for.
    piece = memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(piece):
            sha256.update(piece[:size])
    return sha256.hexdigest()
