"""A file's bytes, looked at once: what it is, its hash, its encoding, its line ends.

The result is a path to regular UTF-8 text: the file itself wherever possible, a temporary
re-encoded copy where not.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from spendaudit.errors import InputError
from spendaudit.read.encodings import Evidence, transcode
from spendaudit.read.refusals import refuse_unless_text

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input file, ready to be parsed.

    Attributes:
        name: the file as the user named it, or `standard input`.
        path: text in UTF-8, perhaps after a byte order mark, with line ends LF or CRLF.
        folder: for further copies; it goes when the source is closed.
        sha256: of the bytes as published.
        format: what kind of file it is, in words: `delimited text`.
        encoding: in which they were published.
        has_quotes: whether a double quote stands anywhere in it.
        notices: sentences about what was changed on the way in.
    """

    name: str
    path: Path
    folder: Path
    sha256: str
    format: str
    encoding: str
    has_quotes: bool
    notices: tuple[str, ...]


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Look at a file once and yield it as regular UTF-8 text.

    Args:
        path: a file, or `-` for standard input.

    Raises:
        InputError: it is missing, a folder, empty, unreadable, or not text at all.
    """
    name = "standard input" if str(path) == STANDARD_INPUT else str(path)
    with tempfile.TemporaryDirectory(prefix="spendaudit-") as folder:
        spool = Path(folder)
        published = _published(path, name, spool)
        yield _look_at(published, name, spool)


def _published(path: Path, name: str, spool: Path) -> Path:
    """The file on disk that holds the published bytes; standard input is spooled first."""
    if str(path) == STANDARD_INPUT:
        return _spooled(sys.stdin.buffer, spool)
    try:
        if path.is_dir():
            raise InputError(
                f"{name} is a folder, not a file",
                f"name the files in it: spendaudit report {path}/*.csv",
            )
        # A FIFO or a device can be read only once, so it is spooled like standard input.
        if not path.is_file() and path.exists():
            with path.open("rb") as stream:
                return _spooled(stream, spool)
        with path.open("rb"):
            return path
    except FileNotFoundError:
        raise InputError(
            f"there is no file {name}", "check the spelling; `-` reads standard input"
        ) from None
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror}", "check its permissions"
        ) from None


def _spooled(stream: BinaryIO, spool: Path) -> Path:
    copy = spool / "published"
    with copy.open("wb") as target:
        shutil.copyfileobj(stream, target, CHUNK)
    return copy


def _look_at(published: Path, name: str, spool: Path) -> Source:
    evidence = Evidence()
    sha256 = hashlib.sha256()
    has_quotes = False
    with published.open("rb") as stream:
        head = stream.read(CHUNK)
        refuse_unless_text(head, name)
        chunk = head
        while chunk:
            sha256.update(chunk)
            evidence.add(chunk)
            has_quotes = has_quotes or b'"' in chunk
            chunk = stream.read(CHUNK)
    encoding = evidence.encoding()
    if evidence.nuls and encoding != "utf-16":
        raise InputError(
            f"{name} is not text: it holds {evidence.nuls:,} NUL byte{'s'[: evidence.nuls > 1]}",
            "export it again as CSV in UTF-8",
        )
    notices: list[str] = []
    path = published
    lone_returns = evidence.lone_returns
    if encoding not in ("utf-8", "utf-8 with BOM") or lone_returns:
        path = spool / "regular.csv"
        undecodable = transcode(published, path, encoding)
        if undecodable:
            what = "character means" if undecodable == 1 else "characters mean"
            notices.append(
                f"{undecodable:,} {what} nothing in {encoding}: shown as \N{REPLACEMENT CHARACTER}"
            )
    return Source(
        name=name,
        path=path,
        folder=spool,
        sha256=sha256.hexdigest(),
        format="delimited text",
        encoding=encoding,
        has_quotes=has_quotes,
        notices=tuple(notices),
    )
