"""A file's bytes, looked at once: where they come from, and the tables of text that they hold.

Each table is a path to regular UTF-8 text: the file itself wherever possible, a temporary copy where
not. A file holds one table, or, if it is a workbook, one for each sheet with payments.
"""

from __future__ import annotations

import errno
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from spendaudit.errors import ColumnError, InputError, OwnTableError
from spendaudit.read.changes import unchanged
from spendaudit.read.contents import (
    CHUNK,
    UNICODE,
    Text,
    Workbook,
    look_inside,
    marks_of,
    refuse_at_once,
    regular_text,
)
from spendaudit.read.seals import begun_seal, sha256_of
from spendaudit.read.spool import spool_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from io import BufferedReader
    from pathlib import Path

    from spendaudit.read.encodings import Evidence
    from spendaudit.read.lines import Marks
    from spendaudit.read.records import Rows
    from spendaudit.read.workbook import Sheet

STANDARD_INPUT = "-"
_ENOUGH_TO_TELL = 1 << 12
"""Bytes that tell what a file is; a pipe may give fewer at a time."""


class Source(NamedTuple):
    """One input file, ready to be parsed.

    Attributes:
        name: the file as the user named it, or `standard input`; with the sheet in brackets where
            several sheets of a workbook are read.
        path: text in UTF-8, perhaps after a byte order mark, with line ends LF or CRLF.
        folder: for further copies; it goes when the source is closed.
        seal: the SHA-256 of the bytes as published, which may still be reckoned.
        bytes: how many these are.
        format: what kind of file it is, in words: `delimited text`, `XLSX workbook`.
        encoding: in which they were published; `unicode` for workbooks and Parquet.
        marks: which quotation marks stand anywhere in it.
        notices: sentences about what was changed on the way in.
        at_once: whether it may be read before it is proved regular.
        look: tells what all of its bytes say, where only the first have been looked at: encoding and
            marks are taken on trust so long.
        sheet: the name of the sheet, where it was one of a workbook.
    """

    name: str
    path: Path
    folder: Path
    seal: Future[str]
    bytes: int
    format: str
    encoding: str
    marks: Marks
    notices: tuple[str, ...]
    at_once: bool = False
    look: Callable[[], Evidence] | None = None
    sheet: str = ""

    @property
    def sha256(self) -> str:
        """Of the bytes as published, in hexadecimal; waits until it is reckoned."""
        return self.seal.result()

    def proved(self) -> Source:
        """The same with nothing taken on trust.

        Raises:
            InputError: a line of it has no end.
        """
        if self.look is None:
            return self._replace(at_once=False)
        text = regular_text(self.path, self.folder, self.format, self.look())
        return self._replace(
            path=text.path,
            encoding=text.encoding,
            marks=text.marks,
            notices=(*self.notices, *text.notices),
            at_once=False,
            look=None,
        )


class _Opened(NamedTuple):
    """A file that was looked at, while it is open.

    Attributes:
        name: as `Source` has it, and so `folder`, `seal` and `bytes`.
        contents: what it holds.
    """

    name: str
    contents: Text | Workbook
    folder: Path
    seal: Future[str]
    bytes: int

    def text(self, text: Text) -> Source:
        """The one table that it is."""
        return Source(
            name=self.name,
            path=text.path,
            folder=self.folder,
            seal=self.seal,
            bytes=self.bytes,
            format=text.format,
            encoding=text.encoding,
            marks=text.marks,
            notices=text.notices,
            at_once=text.at_once,
            look=text.look,
        )

    def sheet(self, sheet: Sheet, name: str, notices: tuple[str, ...] = ()) -> Source:
        """One of its sheets, and what that is to be called."""
        folder = sheet.path.with_suffix("")
        folder.mkdir(exist_ok=True)
        return Source(
            name=name,
            path=sheet.path,
            folder=folder,
            seal=self.seal,
            bytes=self.bytes,
            format=self.contents.format,
            encoding=UNICODE,
            marks=marks_of(sheet.path),
            notices=notices,
            sheet=sheet.name,
        )


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Look at a file once and yield its one table as regular UTF-8 text.

    Args:
        path: a file, or `-` for standard input.

    Raises:
        InputError: it is missing, a folder, empty, unreadable, no table at all, or a workbook
            with more than one sheet that is filled.
    """
    with _opened(path) as opened:
        contents = opened.contents
        if isinstance(contents, Text):
            yield opened.text(contents)
            return
        seen = [sheet for sheet in contents.sheets if sheet.rows and not sheet.hidden]
        if len(seen) != 1:
            raise InputError(
                f"{opened.name} is a workbook with {len(seen)} sheets that are filled",
                "save the one that is meant as CSV",
            )
        yield opened.sheet(seen[0], opened.name)


@contextmanager
def open_sources(
    path: Path,
    columns: Mapping[str, str] | None = None,
    sheets: Sequence[str] = (),
    *,
    on_trust: bool = False,
) -> Iterator[tuple[Source, ...]]:
    """Look at a file of payments once and yield its tables: one, or one for each sheet.

    Args:
        path: a file, or `-` for standard input.
        columns: meaning to heading, where the user settles it.
        sheets: names of sheets in workbooks, or `all`; none where they are to be found.
        on_trust: whether whoever reads a text will prove what is taken on trust so long.

    Raises:
        InputError: as `open_source`; or it cannot be told which sheets are to be read.
    """
    with _opened(path, on_trust=on_trust) as opened:
        contents = opened.contents
        if isinstance(contents, Text):
            yield (opened.text(contents),)
            return
        yield _payments_of(opened, contents, columns or {}, sheets)


def _payments_of(
    opened: _Opened, workbook: Workbook, columns: Mapping[str, str], asked: Sequence[str]
) -> tuple[Source, ...]:
    from spendaudit.read.records import read_rows
    from spendaudit.read.sheets import is_own_workbook, payment_sheets, refuse_not_worked_out

    name = opened.name
    if is_own_workbook(workbook.sheets):
        raise OwnTableError(name)

    unread: dict[str, str] = {}

    @cache
    def rows_of(sheet: Sheet) -> Rows | None:
        try:
            return read_rows(opened.sheet(sheet, name), columns)
        except ColumnError as error:
            unread[sheet.name] = error.found
            return None

    chosen, notices = payment_sheets(workbook.sheets, asked, rows_of, name, unread)
    refuse_not_worked_out(chosen, name)
    if len(chosen) == 1:
        return (opened.sheet(chosen[0], name, (*notices, *chosen[0].notices)),)
    first, *others = chosen
    return (
        opened.sheet(first, f"{name} [{first.name}]", (*notices, *first.notices)),
        *(opened.sheet(sheet, f"{name} [{sheet.name}]", sheet.notices) for sheet in others),
    )


@contextmanager
def on_disk(path: Path) -> Iterator[tuple[str, Path, Path]]:
    """The name of a file, where its published bytes are, and a folder that lasts as long as it is open.

    Raises:
        InputError: it is missing, a folder or unreadable, changed meanwhile, or there is no room
            for copies.
    """
    name = called(path)
    with spool_folder() as spool:
        try:
            published = _published(path, name, spool)
            with unchanged(published, name):
                yield name, published, spool
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise _unreadable(name, error) from None
            raise InputError(
                f"{name}: there is no room in {tempfile.gettempdir()} for a copy of it",
                "make room there, or set TMPDIR to a folder on a larger disk",
            ) from None


@contextmanager
def _opened(path: Path, *, on_trust: bool = False) -> Iterator[_Opened]:
    """Look at a file; what it holds lasts as long as it is open."""
    with on_disk(path) as (name, published, spool), ThreadPoolExecutor(max_workers=1) as beside:
        # Nothing but the account of the file asks for it, when all else is done.
        seal = begun_seal(published) or beside.submit(sha256_of, published)
        contents = look_inside(published, name, spool, on_trust=on_trust)
        yield _Opened(name, contents, spool, seal, published.stat().st_size)


def called(path: Path) -> str:
    """What a file is called in sentences and tables."""
    return "standard input" if str(path) == STANDARD_INPUT else str(path)


def _published(path: Path, name: str, spool: Path) -> Path:
    """The file on disk that holds the published bytes; standard input is spooled first."""
    if str(path) == STANDARD_INPUT:
        return _spooled(cast("BufferedReader", sys.stdin.buffer), name, spool)
    try:
        if path.is_dir():
            raise InputError(
                f"{name} is a folder, not a file",
                f"name the files in it: spendaudit report {path}/*.csv",
            )
        # A FIFO or a device can be read only once, so it is spooled like standard input.
        if not path.is_file() and path.exists():
            with path.open("rb") as stream:
                return _spooled(stream, name, spool)
        with path.open("rb"):
            return path
    except FileNotFoundError:
        raise InputError(
            f"there is no file {name}", "check the spelling; `-` reads standard input"
        ) from None
    except OSError as error:
        raise _unreadable(name, error) from None


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(
        f"{name} cannot be read: {error.strerror}", "check its permissions, and the disk it is on"
    )


def _spooled(stream: BufferedReader, name: str, spool: Path) -> Path:
    """A copy of what can be read only once; what cannot be a table is refused before it fills a disk.

    Raises:
        InputError: it is of no kind that is read, or has no end.
    """
    from spendaudit.read.unpack import MOST_BYTES

    copy = spool / "published"
    size = 0
    head = b""
    with copy.open("wb") as target:
        # What is there at a time: a full chunk is waited for without heeding a signal that came before.
        while chunk := stream.read1(CHUNK):
            if size < _ENOUGH_TO_TELL:
                head += chunk
                if len(head) >= _ENOUGH_TO_TELL:
                    refuse_at_once(head, name)
            size += len(chunk)
            if size > MOST_BYTES:
                raise InputError(
                    f"{name} is endless, or of over {MOST_BYTES >> 30} GB",
                    "save it as a file first, and name that",
                )
            target.write(chunk)
    if 0 < size < _ENOUGH_TO_TELL:
        refuse_at_once(head, name)
    return copy
