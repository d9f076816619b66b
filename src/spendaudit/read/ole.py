"""The streams in an OLE2 file of Microsoft Office, and what kind of file they tell it is.

Source: [MS-CFB], Compound File Binary File Format: a header, a table of sector chains, and a
directory whose entries of 128 bytes form a binary tree under the root.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

_HEADER_BYTES, _ENTRY_BYTES, _SHORT_SECTOR_BYTES = 512, 128, 64
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are marks: the end of a chain, a free sector."""
_NO_ENTRY = 0xFFFFFFFF
_ENTRY = struct.Struct("<64sHBBIII36xIQ")

# The name of a stream in the root, and what a person calls such a file; the first that is there
# decides.
_KINDS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "XLS"),
    ("Book", "XLS"),
    ("WordDocument", "a Word document (DOC), not a table"),
    ("PowerPoint Document", "a PowerPoint presentation (PPT), not a table"),
    ("__properties_version1.0", "an e-mail saved by Outlook, not a table"),
)


class _Entry(NamedTuple):
    """Where a stream begins, and its length in bytes."""

    start: int
    size: int


class Compound:
    """An OLE2 file in memory.

    Raises:
        ValueError, IndexError, struct.error: it is damaged.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise ValueError(shift)
        self._sector_bytes = 1 << shift
        (directory, _, self._short_below, short_table) = struct.unpack_from("<IIII", content, 48)
        self._next = self._numbers(self._table_sectors())
        entries = b"".join(map(self._sector, self._chain(directory)))
        root = _ENTRY.unpack_from(entries)
        self._streams = dict(_children(entries, root[6]))
        self._short_next = self._numbers(self._chain(short_table))
        self._short_stream = b"".join(map(self._sector, self._chain(root[7])))

    def kind(self) -> str | None:
        """`XLS`, `encrypted`, what else it is in words, or None where nothing known is in it."""
        return next((kind for name, kind in _KINDS if name in self._streams), None)

    def stream(self, *names: str) -> bytes:
        """The content of the first of these streams that is there, or nothing."""
        entry = next((self._streams[name] for name in names if name in self._streams), None)
        if entry is None:
            return b""
        if entry.size < self._short_below:
            short = _SHORT_SECTOR_BYTES
            pieces = [
                self._short_stream[number * short : (number + 1) * short]
                for number in _chain(self._short_next, entry.start)
            ]
        else:
            pieces = [self._sector(number) for number in self._chain(entry.start)]
        return b"".join(pieces)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        return self._content[start : start + self._sector_bytes]

    def _chain(self, first: int) -> list[int]:
        return _chain(self._next, first)

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        table = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _table_sectors(self) -> list[int]:
        """The sectors that hold the table of chains: 109 stand in the header, the rest chained."""
        tables = list(struct.unpack_from("<109I", self._content, 76))
        (more,) = struct.unpack_from("<I", self._content, 68)
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            *further, more = self._numbers([more])
            tables += further
        return [number for number in tables if number < _LAST_SECTOR]


def _chain(following: tuple[int, ...], first: int) -> list[int]:
    """The sectors of a stream, in order; one that comes back to itself is damaged."""
    chain = []
    number = first
    while number < _LAST_SECTOR:
        chain.append(number)
        if len(chain) > len(following):
            raise ValueError(first)
        number = following[number]
    return chain


def _children(entries: bytes, root: int) -> list[tuple[str, _Entry]]:
    """Names and places of what stands right under the root."""
    found = []
    waiting = [root]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen:
            continue
        seen.add(number)
        text, length, _, _, left, right, _, start, size = _ENTRY.unpack_from(
            entries, number * _ENTRY_BYTES
        )
        name = text[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        # The upper half of the size is rubbish in files with small sectors.
        found.append((name, _Entry(start, size & 0xFFFFFFFF)))
        waiting += (left, right)
    return found
