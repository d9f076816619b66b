"""What can happen to a file between a ledger and its reader, each as bytes in and bytes out."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Damage = Callable[[bytes, random.Random], bytes]

SPLINTERS = (
    b'"', b'""', b'"\n"', b"'", b",", b";;", b"\t", b"|", b"\n", b"\r", b"\r\n\r\n", b"\0", b"\0\0\0\0",
    b"\xa3", b"\xc2\xa3", b"\x9c", b"\x81", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae",
    b"\x1b[31m", b"\x1a", b"\x0c", b"\x85", b"\xe2\x80\xa8", b"Total", b"=1+1", b"1" * 4_000,
)  # fmt: skip
"""Bytes that mean something to a reader of tables."""

CELLS = (
    "", "-", "#####", "£", "(1,000.00)", "1,000.00-", "1,000.00CR", "1.5E+05", "1e999", "NaN", "inf",
    "1.234,56", "9" * 19, "9" * 30, "-0.005", "$1.00", "€1", "1 000", "12.345", "#REF!", "=SUM(A1:A9)",
    "29/02/2023", "31/12/9999", "00/00/0000", "13/13/13", "45385", "0", "2011-12", "Q1 2015", "Total",
    "Grand Total", "REDACTED PERSONAL DATA", "[/bold]", "\x1b[2J", "\u202e", "a" * 3_000, "Supplier",
    "Amount", "Preston City Council", "PR1 2RL", "TRUE",
)  # fmt: skip
"""Cells that were met, or could be."""

DELIMITERS = (b",", b";", b"\t", b"|")


def cut(content: bytes, chance: random.Random) -> bytes:
    """The beginning, the end or a part between, from any byte to any byte."""
    start = chance.randint(0, len(content)) if chance.random() < 0.3 else 0
    end = chance.randint(start, len(content)) if chance.random() < 0.8 else len(content)
    return content[start:end]


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others, or have one bit wrong."""
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 40))):
        place = chance.randrange(len(damaged))
        one_bit = chance.random() < 0.5
        damaged[place] = (
            damaged[place] ^ 1 << chance.randrange(8) if one_bit else chance.randrange(256)
        )
    return bytes(damaged)


def splintered(content: bytes, chance: random.Random) -> bytes:
    """Quotes, delimiters, line ends and the like where none belong."""
    for _ in range(chance.choice((1, 1, 2, 6))):
        place = chance.randint(0, len(content))
        content = content[:place] + chance.choice(SPLINTERS) + content[place:]
    return content


def with_a_gap(content: bytes, chance: random.Random) -> bytes:
    """A piece from the middle is gone."""
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randint(1, 2_000) :]


def with_lines_shuffled(content: bytes, chance: random.Random) -> bytes:
    """All lines, or some, are in another order."""
    lines = content.splitlines(keepends=True)
    if chance.random() < 0.4:
        chance.shuffle(lines)
        return b"".join(lines)
    for _ in range(chance.randint(1, 20)):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def with_lines_twice(content: bytes, chance: random.Random) -> bytes:
    """Some lines stand twice, together or far apart."""
    lines = content.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    again = lines[start : start + chance.choice((1, 1, 3, 30))]
    place = chance.randint(0, len(lines))
    return b"".join([*lines[:place], *again, *lines[place:]])


def with_lines_lost(content: bytes, chance: random.Random) -> bytes:
    """Some lines are gone, the heading perhaps among them."""
    lines = content.splitlines(keepends=True)
    start = 0 if chance.random() < 0.4 else chance.randrange(len(lines))
    return b"".join(lines[:start] + lines[start + chance.choice((1, 2, 10)) :])


def with_columns_swapped(content: bytes, chance: random.Random) -> bytes:
    """Two columns have changed places, on every line or on some."""
    mark = _delimiter(content)
    a, b, some = chance.randrange(9), chance.randrange(9), chance.choice((0.0, 0.0, 0.5, 0.97))

    def swapped(cells: list[bytes]) -> list[bytes]:
        if max(a, b) < len(cells) and chance.random() >= some:
            cells[a], cells[b] = cells[b], cells[a]
        return cells

    return _by_line(content, mark, swapped)


def with_cells_slipped(content: bytes, chance: random.Random) -> bytes:
    """A cell is one too many, or missing, on the heading, on some lines or on all."""
    mark, often = _delimiter(content), chance.choice((0.02, 0.3, 1.0))
    place, one_more = chance.randrange(9), chance.random() < 0.5

    def slipped(cells: list[bytes]) -> list[bytes]:
        if chance.random() < often:
            cells[place : place + 1 - one_more] = [b"x"] if one_more else []
        return cells

    return _by_line(content, mark, slipped)


def with_other_cells(content: bytes, chance: random.Random) -> bytes:
    """Some cells hold what no column like theirs should."""
    mark, often, cell = _delimiter(content), chance.choice((0.05, 0.3)), chance.choice(CELLS)
    column = chance.choice((None, chance.randrange(9)))

    def changed(cells: list[bytes]) -> list[bytes]:
        if chance.random() < often:
            place = chance.randrange(len(cells)) if column is None else column
            cells[place : place + 1] = [cell.encode()]
        return cells

    return _by_line(content, mark, changed)


def with_another_delimiter(content: bytes, chance: random.Random) -> bytes:
    """Another sign stands between the cells, everywhere or from some byte on."""
    old, new = _delimiter(content), chance.choice(DELIMITERS)
    start = chance.choice((0, 0, chance.randrange(len(content))))
    return content[:start] + content[start:].replace(old, new)


def in_another_encoding(content: bytes, chance: random.Random) -> bytes:
    """The same text in other bytes, or read once in the wrong code page."""
    text = content.decode("cp1252", "replace")
    other = chance.choice(
        ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp850", "utf-8", "cp037")
    )
    return text.encode(other, "replace")


def with_other_line_ends(content: bytes, chance: random.Random) -> bytes:
    """Lines end as on another system, all of them or here and there."""
    ends = chance.choice(((b"\r",), (b"\r\n",), (b"\n\r",), (b"\r", b"\n", b"\r\n"), (b"\r\r\n",)))
    return b"".join(line + chance.choice(ends) for line in content.splitlines())


def behind_another(content: bytes, chance: random.Random, *, others: tuple[bytes, ...]) -> bytes:
    """Two files in one, one behind the other."""
    parts = [content, chance.choice(others)]
    if chance.random() < 0.5:
        parts.reverse()
    return chance.choice((b"", b"\n", b"\r\n\r\n")).join(parts)


def _delimiter(content: bytes) -> bytes:
    return max(DELIMITERS, key=content.count)


def _by_line(content: bytes, mark: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return b"\n".join(mark.join(change(line.split(mark))) for line in content.split(b"\n"))


OF_BYTES: tuple[Damage, ...] = (cut, flipped, splintered, with_a_gap)
"""What happens to any file, whatever it holds."""

OF_LINES: tuple[Damage, ...] = (
    with_lines_shuffled, with_lines_twice, with_lines_lost, with_columns_swapped,
    with_cells_slipped, with_other_cells, with_another_delimiter, in_another_encoding,
    with_other_line_ends,
)  # fmt: skip
"""What happens to a text of lines and cells."""


def damaged(
    content: bytes, chance: random.Random, others: tuple[bytes, ...]
) -> tuple[bytes, list[str]]:
    """A file to which one thing or two have happened, and their names."""
    ways: list[tuple[str, Damage]] = [
        *((way.__name__, way) for way in (*OF_BYTES, *OF_LINES)),
        ("behind_another", partial(behind_another, others=others)),
    ]
    happened = chance.sample(ways, chance.choice((1, 1, 1, 2, 3)))
    for _, way in happened:
        # Nothing more can happen to a file of which nothing is left.
        content = way(content, chance) if content.splitlines() else content
    return content, [name for name, _ in happened]


def damaged_workbook(content: bytes, chance: random.Random) -> tuple[bytes, list[str]]:
    """A workbook with damage to its bytes or, where it is a zip archive, inside one of its parts."""
    way = chance.choice(OF_BYTES)
    if not content.startswith(b"PK") or chance.random() < 0.3:
        return way(content, chance), [way.__name__]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    # The sheets three times: a fault in the other parts is seen at once.
    name = chance.choice(
        [*parts, *[part for part in parts if "sheet" in part or "content" in part] * 3]
    )
    parts[name] = way(parts[name], chance) if parts[name] else b""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, inside in parts.items():
            packed.writestr(part, inside)
    return written.getvalue(), [way.__name__, name]
