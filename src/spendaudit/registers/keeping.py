"""Registers on disk: put in place as a whole, taken away, and what was left half done removed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from spendaudit.errors import RegisterError
from spendaudit.locks import alone, alone_at_once, hold_shared
from spendaudit.registers.store import MANIFEST, Manifest, manifests

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNFINISHED = ".unfinished-"


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """A new folder beside the registers for tables that are being made; it is gone afterwards.

    What other processes left behind when they were killed is removed first: their locks are free.

    Raises:
        RegisterError: the folder of registers cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            _remove_abandoned(folder)
            place = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
            held = hold_shared(place)
    except OSError as error:
        raise RegisterError(
            f"registers cannot be kept in {folder}: {error.strerror}",
            "make room or name another folder: --registers DIR",
        ) from None
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        held.release()


def publish(made: Path, manifest: Manifest, folder: Path) -> None:
    """Put a register in the place of the one of the same id; readers see the one or the other.

    Args:
        made: a folder with its tables.
        manifest: what is known of it; its `folder` is the name that `made` shall have.
        folder: of the registers.

    Raises:
        OSError: it cannot be written; the old register is as it was.
    """
    for table in manifest.tables:
        _flush(made / table)
    place = folder / manifest.id
    with alone(folder):
        place.mkdir(exist_ok=True)
        made.rename(place / manifest.folder)
        _flush(place)
        part = place / f"{MANIFEST}.part"
        try:
            part.write_text(manifest.as_json(), encoding="utf-8")
            _flush(part)
            part.replace(place / MANIFEST)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            shutil.rmtree(place / manifest.folder, ignore_errors=True)
            if not (place / MANIFEST).exists():
                shutil.rmtree(place, ignore_errors=True)
            raise
        _flush(place)
        _remove_unread(place, manifest.folder)


def remove(register: str, folder: Path) -> bool:
    """Take a register away; a process that reads it just now can read it to its end.

    Returns:
        Whether there was one.

    Raises:
        RegisterError: it cannot be removed.
    """
    known = {path.parent.name: path for path in manifests(folder)}
    if register not in known:
        return False
    try:
        with alone(folder):
            known[register].unlink(missing_ok=True)
            _remove_unread(known[register].parent, "")
            _remove_abandoned(folder)
    except OSError as error:
        raise RegisterError(
            f"the register {register} cannot be removed: {error.strerror}", "check permissions"
        ) from None
    return True


def _remove_unread(place: Path, current: str) -> None:
    """Remove what a register had before, unless somebody reads it: then the next one does."""
    with alone_at_once(place) as nobody:
        if not nobody:
            return
        for one in place.iterdir():
            if one.is_dir() and one.name != current:
                shutil.rmtree(one, ignore_errors=True)
    if not current:
        shutil.rmtree(place, ignore_errors=True)


def _remove_abandoned(folder: Path) -> None:
    """Remove what nobody makes any more, and tables of registers without a manifest."""
    for one in folder.iterdir():
        if not one.is_dir():
            continue
        abandoned = one.name.startswith(_UNFINISHED)
        if abandoned or (not (one / MANIFEST).exists() and _looks_ours(one)):
            with suppress(OSError), alone_at_once(one) as nobody:
                if nobody:
                    shutil.rmtree(one, ignore_errors=True)


def _looks_ours(place: Path) -> bool:
    """Whether a folder without a manifest holds nothing but tables of a register."""
    inside = [one for one in place.rglob("*") if one.is_file()]
    ours = (".lock", f"{MANIFEST}.part")
    return bool(inside) and all(
        one.name in ours or (one.suffix in (".parquet", ".arrow") and one.parent.parent == place)
        for one in inside
    )


def _flush(path: Path) -> None:
    """Have a file, or the entries of a folder, on the disk before going on."""
    if path.is_dir() and sys.platform == "win32":
        return  # Windows cannot flush a folder
    handle = os.open(path, os.O_RDONLY if sys.platform != "win32" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
