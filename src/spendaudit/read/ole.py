"""What an OLE2 file of Microsoft Office holds, told by the names in its root directory.

Source: [MS-CFB], Compound File Binary File Format: a header, a table of sector chains, and a
directory whose entries of 128 bytes form a binary tree under the root.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER_BYTES = 512
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are marks: the end of a chain, a free sector."""
_NO_ENTRY = 0xFFFFFFFF
_MOST_ENTRIES = 10_000
_ENTRY = struct.Struct("<64sHBBIII")

# The name of a stream in the root, and what a person calls a file that has it; the first that is
# there decides.
_KINDS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "XLS"),
    ("Book", "XLS"),
    ("WordDocument", "a Word document (DOC), not a table"),
    ("PowerPoint Document", "a PowerPoint presentation (PPT), not a table"),
    ("__properties_version1.0", "an e-mail saved by Outlook, not a table"),
)


def kind_of_ole(path: Path) -> str | None:
    """`XLS`, `encrypted`, what else it is in words, or None where nothing known is in it."""
    try:
        with path.open("rb") as stream:
            names = set(_root_names(stream))
    except (struct.error, IndexError):
        return None
    return next((kind for name, kind in _KINDS if name in names), None)


def _root_names(stream: BinaryIO) -> Iterator[str]:
    """Names of the streams and folders right under the root."""
    header = stream.read(_HEADER_BYTES)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        return
    (first,) = struct.unpack_from("<I", header, 48)
    entries = _directory(stream, header, first, 1 << shift)
    waiting = [_ENTRY.unpack_from(entries, 0)[-1]]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen:
            continue
        seen.add(number)
        name, length, _, _, left, right, _ = _ENTRY.unpack_from(entries, number * 128)
        yield name[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        waiting += (left, right)


def _directory(stream: BinaryIO, header: bytes, first: int, sector_bytes: int) -> bytes:
    """The sectors of the directory, in the order of their chain."""
    tables = _table_sectors(stream, header, sector_bytes)
    sector = first
    found = b""
    seen: set[int] = set()
    while sector < _LAST_SECTOR and sector not in seen and len(found) < _MOST_ENTRIES * 128:
        seen.add(sector)
        found += _sector(stream, sector, sector_bytes)
        table, place = divmod(sector, sector_bytes // 4)
        (sector,) = struct.unpack_from(
            "<I", _sector(stream, tables[table], sector_bytes), place * 4
        )
    return found


def _table_sectors(stream: BinaryIO, header: bytes, sector_bytes: int) -> list[int]:
    """Numbers of the sectors that hold the table of chains: 109 in the header, the rest chained."""
    tables = list(struct.unpack_from("<109I", header, 76))
    (more,) = struct.unpack_from("<I", header, 68)
    seen: set[int] = set()
    while more < _LAST_SECTOR and more not in seen:
        seen.add(more)
        *further, more = struct.unpack(
            f"<{sector_bytes // 4}I", _sector(stream, more, sector_bytes)
        )
        tables += further
    return tables


def _sector(stream: BinaryIO, number: int, sector_bytes: int) -> bytes:
    stream.seek((number + 1) * sector_bytes)
    return stream.read(sector_bytes)
