"""Whole processes timed in turns: what passed, what the processors worked, and memory at its peak.

The clock on the wall is what a user waits for; the processors' time is what other work on the machine
disturbs less. Nothing here loads Polars, on purpose: Linux counts as a child's memory what its parent
held when it was started.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_NO_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Under it modules are compiled anew in each run, as they are nowhere else."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A command to time.

    Attributes:
        command: and its arguments.
        setting: of the environment, beside what is there.
        own_clock: whether it prints the seconds that count, instead of all that pass.
    """

    command: Sequence[str | Path]
    setting: Mapping[str, str] = field(default_factory=dict)
    own_clock: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took, or the medians of several.

    Attributes:
        passed: seconds on the wall.
        worked: seconds of all processors together.
        peak: megabytes (of 1,000,000 bytes) of memory at the most.
        said: what the programme printed.
    """

    passed: float
    worked: float
    peak: float
    said: str = ""


def in_turns(
    programmes: Mapping[str, Programme], runs: int, scratch: Path, *, warm: bool = True
) -> dict[str, Taken]:
    """Run all programmes one after the other, `runs` times over; the median of each.

    Args:
        programmes: by name.
        runs: that count.
        scratch: a folder for modules as they are compiled.
        warm: whether to run all once before that: it compiles modules and fills the disk's cache.
    """
    taken: dict[str, list[Taken]] = {name: [] for name in programmes}
    for turn in range(runs + warm):
        for name, programme in programmes.items():
            one = run(programme, scratch)
            if turn >= warm:
                taken[name].append(one)
    return {name: _median(each) for name, each in taken.items()}


def run(programme: Programme, scratch: Path) -> Taken:
    """Run one programme once.

    Raises:
        SystemExit: it failed; what it said is printed.
    """
    setting = {name: text for name, text in os.environ.items() if name != _NO_COMPILED}
    setting |= {"PYTHONPYCACHEPREFIX": str(scratch / "compiled"), **programme.setting}
    command = [str(word) for word in programme.command]
    with tempfile.TemporaryFile(dir=scratch) as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=setting, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        passed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{text}")
    if programme.own_clock:
        passed = float(text.split()[-1])
    megabytes = used.ru_maxrss * 1024 / 1e6
    return Taken(passed, used.ru_utime + used.ru_stime, megabytes, text)


def _median(each: Iterable[Taken]) -> Taken:
    runs = list(each)
    return Taken(
        statistics.median(one.passed for one in runs),
        statistics.median(one.worked for one in runs),
        max(one.peak for one in runs),
        runs[-1].said,
    )
