"""The SHA-256 of a file: of a large one it is begun while the program around it is still loading."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PIECE = 1 << 23
"""Bytes that are hashed together: between them Python's lock is waited for."""
_LARGE = 1 << 23
"""Bytes of a file from which on it is begun beforehand."""
_begun: dict[tuple[int, ...], Future[str]] = {}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    sha256 = hashlib.sha256()
    piece = memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(piece):
            sha256.update(piece[:size])
    return sha256.hexdigest()


def state_of(path: Path) -> tuple[int, ...] | None:
    """What tells a file from another, and from itself after a change; None where there is none.

    Not the time of the last change of its entry: a new link to it or another mode changes no byte.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def begin_seal(files: Sequence[Path]) -> None:
    """Begin the SHA-256 of the only file, if it is large: until Polars is loaded, a processor is idle."""
    if len(files) != 1 or not files[0].is_file() or files[0].stat().st_size < _LARGE:
        return
    state, seal = state_of(files[0]), Future[str]()

    def reckon() -> None:
        try:
            seal.set_result(sha256_of(files[0]))
        except OSError as error:
            seal.set_exception(error)

    if state is not None:
        _begun[state] = seal
        Thread(target=reckon, daemon=True).start()


def begun_seal(path: Path) -> Future[str] | None:
    """The SHA-256 of a file as it is now, if it was begun."""
    state = state_of(path)
    return None if state is None else _begun.get(state)
