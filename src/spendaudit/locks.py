"""Locks of the operating system on folders and turns: they end with the process, however it ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".lock"
_A_MOMENT = 0.05
_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}
# Whoever may read a lock may take it: another user's, left by a run that was killed, too.
_OPEN = (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY) | os.O_CREAT
_OPEN |= getattr(os, "O_NOFOLLOW", 0)

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


@contextmanager
def turn(lock: Path, patience: float) -> Iterator[bool]:
    """Wait until no other process has a turn at something, and keep others out.

    The empty file that the lock hangs on is removed. Where no lock can be had (a folder that cannot
    be written, a network disk without locks) one goes on without: whether there is one is yielded.

    Args:
        lock: the file that the lock hangs on.
        patience: seconds to wait.

    Raises:
        TimeoutError: another process still has it when they are over.
    """
    handle = _taken(lock, time.monotonic() + patience)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            # Removed while it is held: whoever waits for it sees that it is gone, and makes another.
            with suppress(OSError):
                lock.unlink()
            os.close(handle)


def _taken(lock: Path, until: float) -> int | None:
    """The lock as an open file, or None where no lock can be had at all.

    Raises:
        TimeoutError: another process still has it when the time is up.
    """
    while True:
        try:
            handle = os.open(lock, _OPEN, 0o666)
        except OSError:
            return None
        try:
            lock_handle(handle, shared=False, wait=False)
        except OSError as error:
            os.close(handle)
            if error.errno not in _TAKEN:
                return None
            if time.monotonic() >= until:
                raise TimeoutError from None
            time.sleep(_A_MOMENT)
            continue
        except BaseException:
            os.close(handle)
            raise
        if _is_still(handle, lock):
            return handle
        os.close(handle)


def _is_still(handle: int, lock: Path) -> bool:
    """Whether an open file is still the one of its name, and not one that was removed meanwhile."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except OSError:
        return False
