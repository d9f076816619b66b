"""One run at a time for one output: a second one waits a little, and then leaves it alone."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from spendaudit.errors import OutputError
from spendaudit.read.folders import UNFINISHED
from spendaudit.registers.locks import lock_handle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PATIENCE = 5.0
"""Seconds after which a run no longer waits for another that writes the same output."""
_A_MOMENT = 0.05
_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}
# Whoever may read a lock may take it: another user's, left by a run that was killed, too.
_OPEN = (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY) | os.O_CREAT
_OPEN |= getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def alone_at(destinations: Iterable[Path], patience: float = PATIENCE) -> Iterator[None]:
    """Keep other runs from files and folders until this one has written them.

    The lock is the operating system's and ends with the process, however it ends; the empty file
    that it hangs on, beside the output, is removed. Where no lock can be had (a folder that cannot
    be written, a network disk without locks) a run goes on without: each output is still whole.

    Args:
        destinations: what is to be written; of several all are waited for, in one order for all runs.
        patience: seconds to wait for each.

    Raises:
        OutputError: another run has one of them and did not end in time.
    """
    with ExitStack() as held:
        for lock, destination in sorted(_locks(destinations).items()):
            held.enter_context(_turn(lock, destination, patience))
        yield


def _locks(destinations: Iterable[Path]) -> dict[Path, Path]:
    """The file that each lock hangs on, and the output: one for all names of one output."""
    locks: dict[Path, Path] = {}
    for destination in destinations:
        with suppress(OSError):
            folder = destination.parent.resolve(strict=True)
            name = hashlib.sha256(os.fsencode(destination.name)).hexdigest()[:16]
            locks.setdefault(folder / f"{UNFINISHED}lock-{name}", destination)
    return locks


@contextmanager
def _turn(lock: Path, destination: Path, patience: float) -> Iterator[None]:
    handle = _taken(lock, destination, time.monotonic() + patience)
    try:
        yield
    finally:
        if handle is not None:
            # Removed while it is held: whoever waits for it sees that it is gone, and makes another.
            with suppress(OSError):
                lock.unlink()
            os.close(handle)


def _taken(lock: Path, destination: Path, until: float) -> int | None:
    """The lock as an open file, or None where no lock can be had at all.

    Raises:
        OutputError: another run still has it when the time is up.
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
                raise OutputError(
                    f"{destination} is being written by another run of spendaudit",
                    "wait until that one has ended, or give another name with -o",
                ) from None
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
