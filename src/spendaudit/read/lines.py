"""The lines of a text, as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 4 << 20
"""Bytes of a text that are taken together: more than the longest line has."""
LONGEST_LINE = 1 << 20
"""Bytes between two line ends: of a longer one nobody could say what it is."""
_NEAR = 1 << 16
"""Bytes before the end of a piece in which its last line nearly always ends."""
_NO_SEPARATOR = "\0"
"""A byte that no text has: such files are refused before, or written again without it."""


class Marks(NamedTuple):
    """Which quotation marks stand anywhere in a text.

    Attributes:
        quotes: one.
        doubled: two side by side, or perhaps so.
    """

    quotes: bool = False
    doubled: bool = False


def number_of_lines(path: Path) -> int:
    """How many lines a text has, the last one also without its end.

    Raises:
        InputError: as `whole_lines`.
    """
    # Piece by piece: asked of a file, Polars would have all of it in memory for this.
    return sum(map(lines_in, whole_lines(path, path.name)))


def lines_in(piece: bytes) -> int:
    """How many lines some bytes are."""
    return int(lines_of(piece).select(pl.len()).collect(engine="streaming").item())


def lines_of(text: Path | bytes) -> pl.LazyFrame:
    """The lines of a text as they stand, without their ends, in a column `line`."""
    return pl.scan_csv(
        text,
        has_header=False,
        infer_schema=False,
        separator=_NO_SEPARATOR,
        quote_char=None,
        schema={"line": pl.String},
        empty_string_is_null=False,
        raise_if_empty=False,
        glob=False,
    )


def whole_lines(path: Path, name: str) -> Iterator[bytes]:
    """The bytes of a file in pieces, each of which ends a line; the last one may not.

    It is open only while a piece is read: nobody need ask for them all.

    Raises:
        InputError: a line is longer than any can be.
    """
    at, left = 0, path.stat().st_size
    while left and (piece := _piece(path, at, left)):
        line = 0
        while len(piece) - line > LONGEST_LINE:
            end = _last_end(piece, line, line + LONGEST_LINE + 1)
            if not end:
                raise _too_long(path, name, at + line)
            line = end
        if len(piece) < left:
            piece = piece[: _last_end(piece, line, len(piece)) or line]
        yield piece
        at, left = at + len(piece), left - len(piece)


def _piece(path: Path, at: int, left: int) -> bytes:
    """As many bytes as are taken together, up to a line end near there: to cut them later copies them."""
    with path.open("rb", buffering=0) as stream:
        size = min(PIECE, left)
        if size < left:
            before = max(PIECE - _NEAR, 0)
            stream.seek(at + before)
            end = stream.read(PIECE - before).rfind(b"\n") + 1
            size = before + end if end else PIECE
        stream.seek(at)
        return stream.read(size)


def _last_end(piece: bytes, first: int, last: int) -> int:
    """Where the last line that ends in this part of some bytes does; 0 where none does."""
    return piece.rfind(b"\n", first, last) + 1 or piece.rfind(b"\r", first, last) + 1


def _too_long(path: Path, name: str, at: int) -> InputError:
    """The refusal of a text for the line that a byte of it is on."""
    line = 1
    with path.open("rb") as stream:
        while at > 0 and (chunk := stream.read(min(at, PIECE))):
            line += chunk.count(b"\n")
            at -= len(chunk)
    return InputError(
        f"{name}: line {line:,} has over {LONGEST_LINE:,} characters",
        "fetch it again, as it is published",
    )
