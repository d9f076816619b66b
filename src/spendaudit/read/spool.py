"""A folder for copies that goes with the run, and those of runs that were killed with the next one."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.locks import LOCK, alone_at_once, hold_shared

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "spendaudit-"
_JUST_MADE = 60.0
"""Seconds in which a folder may be new and not locked yet, whatever the clock says."""


@contextmanager
def spool_folder() -> Iterator[Path]:
    """A new folder in the temporary one; it is gone afterwards.

    Raises:
        InputError: no temporary folder can be written.
    """
    try:
        _remove_abandoned(Path(tempfile.gettempdir()))
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    except OSError as error:
        raise InputError(
            f"no temporary folder can be written: {error.strerror}",
            "set TMPDIR to a folder that can be written",
        ) from None
    held = None
    try:
        with suppress(OSError):  # a disk without locks, or one that is full: that is found out soon
            held = hold_shared(folder)
        yield folder
    finally:
        if held is not None:
            held.release()
        shutil.rmtree(folder, ignore_errors=True)


@cache  # once a run
def _remove_abandoned(temporary: Path) -> None:
    """Remove what runs of this user left that were killed: their locks are free."""
    for folder in temporary.glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = folder.lstat()
            is_ours = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
            if not is_ours or abs(time.time() - found.st_mtime) < _JUST_MADE:
                continue
            # Without a lock it is of somebody who could not make one, or none of this module's.
            if folder.is_symlink() or not (folder / LOCK).is_file():
                continue
            with alone_at_once(folder) as nobody:
                if nobody:
                    shutil.rmtree(folder, ignore_errors=True)
