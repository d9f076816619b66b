"""One run at a time for one output: a second one waits a little, and then leaves it alone."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from spendaudit.errors import OutputError
from spendaudit.locks import turn
from spendaudit.read.folders import UNFINISHED
from spendaudit.render.replacing import fingerprint, tidy_up_after_killed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATIENCE = 5.0
"""Seconds after which a run no longer waits for another that writes the same output."""


@contextmanager
def alone_at(destinations: Iterable[Path], patience: float = PATIENCE) -> Iterator[None]:
    """Keep other runs from files and folders until this one has written them.

    What a run that was killed left beside them is removed. Where no lock can be had (see
    `locks.turn`) a run goes on without: each output is still whole.

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
            folder = Path(os.path.realpath(destination.parent, strict=True))
            name = f"{UNFINISHED}lock-{fingerprint(destination)}"
            locks.setdefault(folder / name, destination)
    return locks


@contextmanager
def _turn(lock: Path, destination: Path, patience: float) -> Iterator[None]:
    with ExitStack() as held:
        try:
            is_alone = held.enter_context(turn(lock, patience))
        except TimeoutError:
            raise OutputError(
                f"{destination} is being written by another run of spendaudit",
                "wait until that one has ended, or give another name with -o",
            ) from None
        if is_alone:
            tidy_up_after_killed(lock.parent / destination.name)
        yield
