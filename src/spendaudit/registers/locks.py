"""Locks of the operating system on folders: they end with the process, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".lock"

if sys.platform == "win32":
    import msvcrt

    def lock_handle(handle: int, *, shared: bool, wait: bool) -> None:
        """Lock an open file; raises OSError where another process has it and `wait` is false."""
        # Windows knows no shared lock here: readers go without, and an open file cannot be removed.
        if not shared:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def lock_handle(handle: int, *, shared: bool, wait: bool) -> None:
        """Lock an open file; raises OSError where another process has it and `wait` is false."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)


class Held:
    """A lock that is held until it is released, or until nobody knows of it any more."""

    def __init__(self, folder: Path, *, shared: bool, wait: bool) -> None:
        """Lock a folder.

        Raises:
            OSError: the folder cannot be written; or, without waiting, another process is there.
        """
        self._handle: int | None = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            lock_handle(self._handle, shared=shared, wait=wait)
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Let others in; a second time does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        self.release()


def hold_shared(folder: Path) -> Held:
    """Lock a folder among other readers.

    Raises:
        OSError: the folder cannot be written.
    """
    return Held(folder, shared=True, wait=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process is in the folder, and keep others out.

    Raises:
        OSError: the folder cannot be written.
    """
    held = Held(folder, shared=False, wait=True)
    try:
        yield
    finally:
        held.release()


@contextmanager
def alone_at_once(folder: Path) -> Iterator[bool]:
    """Keep others out of the folder, if no other process is in it: whether that was so."""
    try:
        held = Held(folder, shared=False, wait=False)
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        held.release()
