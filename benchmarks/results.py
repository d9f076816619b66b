"""What was measured, held against the goals, as a page of Markdown."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timing import Taken

QUIET = 0.1
"""The share of one processor that a machine takes for itself, at the most."""
PACKAGES = ("spendaudit", "polars", "duckdb", "pandas", "pgeocode", "numpy", "pyarrow")


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, and the most that it may be."""

    measure: str
    most: float


class Others:
    """What all processes but this one and its children take of the processors, from now on."""

    def __init__(self) -> None:
        self._since = self._now()

    def took(self) -> float | None:
        """Processors on average, such as 0.05; None where the system does not tell."""
        if self._since is None or (now := self._now()) is None:
            return None
        passed, busy, ours = (
            after - before for after, before in zip(now, self._since, strict=True)
        )
        return max(0.0, busy - ours) / passed if passed else 0.0

    @staticmethod
    def _now() -> tuple[float, float, float] | None:
        """Seconds: of the clock, that processors worked in all, and for us."""
        try:
            first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
        except OSError:
            return None
        # user, nice, system, idle, iowait, irq, softirq; see proc(5).
        ticks = [int(one) for one in first.split()[1:8]]
        busy = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
        return time.monotonic(), busy, sum(os.times()[:4])


@dataclass
class Results:
    """All that one run measured."""

    machine: str
    others: Others = field(default_factory=Others)
    _tables: list[str] = field(default_factory=list)
    _goals: list[tuple[Goal, float, float | None]] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    def timed(self, title: str, taken: Mapping[str, Taken], runs: int) -> None:
        """Keep what programmes took; each is set beside the first."""
        first = next(iter(taken.values()))
        lines = [
            f"### {title}",
            "",
            f"{'Medians of ' + str(runs) + ' runs' if runs > 1 else 'One run'}.",
            "",
            "| programme | passed | / first | processors | / first | memory |",
            "|---|---:|---:|---:|---:|---:|",
        ]
        lines += [
            f"| {name} | {one.passed:.2f} s | {one.passed / first.passed:.2f} "
            f"| {one.worked:.2f} s | {one.worked / first.worked:.2f} | {one.peak:,.0f} MB |"
            for name, one in taken.items()
        ]
        self._tables.append("\n".join(lines))

    def ratio(self, goal: Goal, ours: Taken, base: Taken) -> None:
        """How much longer one took than the other."""
        self._goals.append((goal, ours.passed / base.passed, ours.worked / base.worked))

    def seconds(self, goal: Goal, ours: Taken) -> None:
        """How long one took."""
        self._goals.append((goal, ours.passed, None))

    def peak(self, goal: Goal, ours: Taken) -> None:
        """How much memory one took, in megabytes."""
        self._goals.append((goal, ours.peak, None))

    def figure(self, goal: Goal, reached: float) -> None:
        """Any other figure."""
        self._goals.append((goal, reached, None))

    def note(self, sentence: str) -> None:
        """Something that a reader should know."""
        self._notes.append(sentence)

    def as_markdown(self) -> str:
        """The page: goals first, then what was measured, then on what."""
        goals = [
            "| measure | goal | reached | by processors' time | |",
            "|---|---:|---:|---:|---|",
            *(_line(*each) for each in self._goals),
        ]
        parts = [
            "# How fast spendaudit is",
            _HOW,
            self._busy(),
            "## Goals",
            "\n".join(goals),
            "\n".join([*(f"- {note}" for note in self._notes), _RIVALS]),
            "## Measured",
            *self._tables,
            "## On what",
            f"{self.machine}. {self._said_of_others()}",
            _versions(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _busy(self) -> str:
        """A warning where other work shared the processors."""
        took = self.others.took()
        if took is None or took <= QUIET:
            return ""
        return (
            "**The machine was busy.** What passed, and so whether a goal is met, says little here; the "
            "processors' time says more."
        )

    def _said_of_others(self) -> str:
        took = self.others.took()
        if took is None:
            return "Whether anything else ran meanwhile is not known."
        return f"All else that ran meanwhile took {took:.2f} of a processor on average."


_HOW = """\
Written by `python benchmarks/run.py`; every payment and company in it is synthetic. Whole processes from
start to end, in turns in one run, medians. What passed is what a user waits for and what the goals are
about; the processors' time is what other work on the machine disturbs less. Memory is the most that the
process held."""

_RIVALS = """\
- DuckDB sums what it is told to: it reads the same CSV, the same directory and the same tiers, and looks
  for no credits in words, totals, repeats, odd dates or public bodies.
- pandas with pgeocode is the way most people would write it, and its answer is another: pgeocode looks
  at the outward code alone. GeoNames' file comes from the network, so a file of its layout is made from
  the postcode directory."""


def describe_machine() -> str:
    """Processors, memory and system, without names or paths."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def _versions() -> str:
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"no {package}")
    return ", ".join(found) + "."


def _line(goal: Goal, reached: float, worked: float | None) -> str:
    places = 0 if goal.most >= 100 else 2
    return (
        f"| {goal.measure} | ≤ {goal.most:,.{1 if places else 0}f} | {reached:,.{places}f} "
        f"| {'' if worked is None else f'{worked:.2f}'} "
        f"| {'met' if reached <= goal.most else 'not met'} |"
    )
