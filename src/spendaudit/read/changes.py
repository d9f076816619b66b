"""Whether a file stayed as it was while it was read: else its rows and its SHA-256 are of two files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.seals import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def unchanged(path: Path, name: str) -> Iterator[None]:
    """Read a file in here, however often.

    Args:
        path: the file on disk.
        name: as the user gave it.

    Raises:
        InputError: it was written, cut off, replaced or removed meanwhile. Whatever else went wrong
            may be the consequence of that.
    """
    before = state_of(path)
    try:
        yield
    except Exception:
        if state_of(path) != before:
            raise _changed(name) from None
        raise
    if state_of(path) != before:
        raise _changed(name)


def _changed(name: str) -> InputError:
    return InputError(
        f"{name} changed while it was read: it may still be written",
        "wait until it is whole, and run this again",
    )
