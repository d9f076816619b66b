"""New files and folders beside the old ones, each put in the place of the old one in one step."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from spendaudit.errors import OutputError
from spendaudit.read.folders import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_PERMISSIONS = 0o777
_ROOT = 0
_BEFORE = "-before"


@contextmanager
def new_file(data: bytes, destination: Path) -> Iterator[Callable[[], None]]:
    """Write a new file beside the old one; what is given puts it in the place of the old one.

    A new file may be read by whom the umask lets read, and one that replaces another by whom that
    one let read, from its first byte on. A symbolic link is replaced, not followed: what it points
    to may be someone else's.

    Raises:
        OutputError: somebody else's link or pipe is in the way: see `refuse_planted`.
        OSError: it cannot be written; the old file is still whole.
    """
    refuse_planted(destination)
    if destination.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    unfinished = _beside(destination)
    try:
        mode = _mode_of(destination)
        # O_EXCL, so that nothing that is there already is written to or followed.
        handle = os.open(unfinished, _NEW, 0o666 if mode is None else mode)
        with open(handle, "wb") as file:  # noqa: PTH123  # a handle has no path
            if mode is not None:
                unfinished.chmod(mode)  # the umask may have taken some of it away
            file.write(data)
            file.flush()
            # Otherwise a machine that loses power may keep the new name without the bytes.
            os.fsync(file.fileno())
        yield lambda: _put(unfinished, destination)
    finally:
        with suppress(OSError):
            unfinished.unlink()


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _put(unfinished: Path, destination: Path) -> None:
    unfinished.replace(destination)


def _mode_of(destination: Path) -> int | None:
    """Who may read and write the file that is there; None where there is none, or a link."""
    try:
        found = destination.lstat()
    except OSError:
        return None
    return found.st_mode & _PERMISSIONS if stat.S_ISREG(found.st_mode) else None


@contextmanager
def new_folder(files: Mapping[str, bytes], destination: Path) -> Iterator[Callable[[], None]]:
    """Write a new folder of files beside the old one; what is given puts it in the place of that.

    Raises:
        OutputError: somebody else's link is in the way: see `refuse_planted`.
        OSError: it cannot be written; the old folder is still whole.
    """
    refuse_planted(destination)
    place = Path(os.path.realpath(destination))  # of a loop, resolve() raises on Python 3.11
    unfinished = _beside(place)
    before = place.with_name(f"{unfinished.name}{_BEFORE}")

    def put() -> None:
        try:
            if place.exists():
                place.rename(before)
            unfinished.rename(place)
        except BaseException:  # an interrupt too: the old one is about to be removed
            if before.exists() and not place.exists():
                before.rename(place)
            raise

    try:
        unfinished.mkdir()
        for name, data in files.items():
            (unfinished / name).write_bytes(data)
        yield put
    finally:
        for left_over in (unfinished, before):
            shutil.rmtree(left_over, ignore_errors=True)


def fingerprint(destination: Path) -> str:
    """What tells the name of an output from others, in the names of what belongs to it."""
    return hashlib.sha256(os.fsencode(destination.name)).hexdigest()[:16]


def _beside(destination: Path) -> Path:
    """A new name beside an output; nobody can foresee it, and it says whose it is."""
    return destination.with_name(f"{_unfinished(destination)}{secrets.token_hex(8)}")


def _unfinished(destination: Path) -> str:
    return f"{UNFINISHED}new-{fingerprint(destination)}-"


def tidy_up_after_killed(destination: Path) -> None:
    """Remove what runs left beside an output that were killed while they wrote it.

    A folder that one of them had moved aside, and not replaced yet, is put back. To be called while
    no other run writes that output. Only what is the user's own is touched.
    """
    start = _unfinished(destination)
    with suppress(OSError):
        left_over = [one for one in destination.parent.iterdir() if one.name.startswith(start)]
        for one in left_over:
            with suppress(OSError):
                found = one.lstat()
                if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
                    continue
                if not stat.S_ISDIR(found.st_mode):
                    one.unlink()
                elif one.name.endswith(_BEFORE) and not os.path.lexists(destination):
                    one.rename(destination)
                else:
                    shutil.rmtree(one, ignore_errors=True)


def refuse_planted(destination: Path, user: int | None = None) -> None:
    """Refuse a link or pipe that somebody else may have laid out in a folder where everybody may.

    That is what Linux itself does where `protected_symlinks` and `protected_fifos` are set. Links of
    the user's own and of the system are none.

    Args:
        destination: where an output is to be written.
        user: on whose behalf; None for the one who runs this.

    Raises:
        OutputError: there is one on the way to it, or in its place.
    """
    if not hasattr(os, "geteuid"):  # pragma: no cover - Windows has neither
        return
    trusted = {_ROOT, os.geteuid() if user is None else user}
    path = Path.cwd() / destination
    for one in (*reversed(path.parents), path):
        try:
            found, folder = one.lstat(), one.parent.stat()
        except OSError:
            return  # there is nothing further on
        is_shared = bool(folder.st_mode & stat.S_IWOTH)
        is_plain = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
        if is_shared and not is_plain and found.st_uid not in trusted:
            what = "link" if stat.S_ISLNK(found.st_mode) else "pipe or device"
            raise OutputError(
                f"{one} is somebody else's {what} in a folder that everybody may write to",
                "choose a folder of your own with -o",
            )
