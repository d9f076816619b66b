"""Locks of the operating system on folders: they end with the process, however it ends."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".lock"

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO, *, shared: bool, wait: bool) -> None:
        # Windows knows no shared lock here: readers go without, and an open file cannot be removed.
        if shared:
            return
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO, *, shared: bool, wait: bool) -> None:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(file.fileno(), kind if wait else kind | fcntl.LOCK_NB)


def hold_shared(folder: Path) -> BinaryIO:
    """Lock a folder among other readers; it is free again when the file is closed.

    Raises:
        OSError: the folder cannot be written.
    """
    file = (folder / LOCK).open("ab")
    try:
        _lock(file, shared=True, wait=True)
    except OSError:
        file.close()
        raise
    return file


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process is in the folder, and keep others out.

    Raises:
        OSError: the folder cannot be written.
    """
    with (folder / LOCK).open("ab") as file:
        _lock(file, shared=False, wait=True)
        yield


@contextmanager
def alone_at_once(folder: Path) -> Iterator[bool]:
    """Keep others out of the folder, if no other process is in it: whether that was so."""
    with (folder / LOCK).open("ab") as file:
        try:
            _lock(file, shared=False, wait=False)
        except OSError:
            yield False
            return
        yield True
