"""What was measured, held against the goals, as a page of Markdown."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timing import Taken

PACKAGES = ("spendaudit", "polars", "duckdb", "pandas", "pgeocode", "numpy", "pyarrow")


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, and the most that it may be."""

    measure: str
    most: float


@dataclass
class Results:
    """All that one run measured."""

    machine: str
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
            _busy(),
            "## Goals",
            "\n".join(goals),
            "\n".join([*(f"- {note}" for note in self._notes), _RIVALS]),
            "## Measured",
            *self._tables,
            "## On what",
            f"{self.machine}; on average {_load()} processes were running or waiting when it ended.",
            _versions(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


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


def _busy() -> str:
    """A warning where other work shared the processors; our own keeps each of them busy at most."""
    if os.getloadavg()[2] <= 1.5 * (os.cpu_count() or 1):
        return ""
    return (
        f"**The machine was busy:** {_load()} processes shared {os.cpu_count()} processors. What passed, and "
        "so whether a goal is met, says little here; the processors' time says more."
    )


def _load() -> str:
    return f"{os.getloadavg()[2]:.1f}"


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
