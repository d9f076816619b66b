"""How the fault campaign runs the product, and what must hold of every case.

A case ends in a full answer whose accounts add up, or in one clear sentence with the status 1: no
traceback, no half of an output, no more memory than a busy server has to spare.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
FILES = ROOT / "tests" / "files"
SPEND = FILES / "preston.csv"
VARIABLE = "SPENDAUDIT_FAULTS"
LONG = os.environ.get(VARIABLE) == "long"
MOST_MEMORY = 3 << 20
"""Kilobytes that a case may take: the largest workbook that is read takes about half of it."""
MOST_SECONDS = 600
"""What a run may take, and for each of many in one process a few more: it may share its processor."""

_LIMITED = """
import os, sys
from contextlib import redirect_stderr, redirect_stdout, suppress
import io, json, resource, time, traceback
from spendaudit.cli.program import run
for asked in json.loads(sys.stdin.read()):
    out, err = io.StringIO(), io.StringIO()
    began = time.monotonic()
    sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = run(asked)
        except BaseException:
            status = -1
            traceback.print_exc()
    told = {"asked": asked, "status": status, "out": out.getvalue(), "err": err.getvalue(),
        "seconds": time.monotonic() - began,
        "memory": sum(resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))}
    print(json.dumps(told), flush=True)
"""
"""Runs several command lines one after the other, since starting Python costs more than most cases."""


@dataclass(frozen=True)
class Ended:
    """How one run ended; memory in kilobytes, of the process so far."""

    asked: Sequence[str]
    status: int
    out: str
    err: str
    seconds: float = 0.0
    memory: int = 0


@dataclass
class Tally:
    """Cases of one kind, and what was wrong with each that failed."""

    kind: str
    cases: int = 0
    failures: list[str] = field(default_factory=list)

    def case(self, what: object, wrong: str | None) -> None:
        """Count a case; `wrong` says why it failed."""
        self.cases += 1
        if wrong:
            self.failures.append(f"{what}: {wrong}")

    def assert_none_failed(self) -> None:
        """Fail with every case that did."""
        assert self.cases
        assert not self.failures, "\n".join([f"{len(self.failures)} failed", *self.failures[:20]])


def seeded(kind: str) -> random.Random:
    """The same chance on every run."""
    return random.Random(kind)  # noqa: S311  # repeatable on purpose


def times(short: int, long: int) -> range:
    """The numbers of the cases, by the form of the campaign."""
    return range(long if LONG else short)


def environment(**changes: str | Path | None) -> dict[str, str]:
    """The environment of the product as it stands here; None takes a variable out."""
    known = {**os.environ, "PYTHONPATH": str(SOURCE)}
    for name, value in changes.items():
        known.pop(name, None)
        if value is not None:
            known[name] = str(value)
    return known


def each(
    asked: Sequence[Sequence[str]],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    setup: str = "",
) -> Iterator[Ended]:
    """Run command lines in one process, which may not hang, crash or swell.

    Args:
        asked: what stands after the program's name.
        cwd: where.
        env: the whole environment.
        before: a command that takes rights away and then starts what follows.
        setup: Python that is run first.
    """
    done = subprocess.run(
        [*before, sys.executable, "-c", setup + _LIMITED],
        input=json.dumps([list(map(str, one)) for one in asked]),
        capture_output=True,
        text=True,
        errors="surrogateescape",
        cwd=cwd,
        env=environment() if env is None else env,
        timeout=MOST_SECONDS + 5 * len(asked),
        check=False,
    )
    lines = done.stdout.splitlines()
    for line in lines:
        yield Ended(**json.loads(line))
    if len(lines) < len(asked):
        ended = done.returncode if done.returncode < 0 else -1
        yield Ended(asked[len(lines)], ended, "", done.stderr[-2000:])


def program(
    *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[str]:
    """Start the product in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "spendaudit", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment() if env is None else env,
        cwd=cwd,
    )


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a process."""
    began = time.monotonic()
    out, err = process.communicate(timeout=MOST_SECONDS)
    return Ended(process.args[3:], process.returncode, out, err, time.monotonic() - began)  # type: ignore[arg-type,index]


def wrong_with(  # noqa: PLR0911  # one return a thing that can be wrong
    end: Ended, *, allowed: Sequence[int] = (0, 1, 3), adds_up: bool = True
) -> str | None:
    """What is wrong with the end of a run, or None.

    Args:
        end: of a run that was asked for `-f json`, or for anything else with `adds_up` false.
        allowed: the statuses.
        adds_up: whether an answer is a report in JSON, whose accounts are to be looked at.
    """
    said = end.err.strip()
    if end.status not in allowed:
        return f"status {end.status}: {said[-500:]}"
    if "Traceback" in said or "an error of ours" in said or "panicked" in said:
        return f"not said in words: {said[-500:]}"
    if end.memory > MOST_MEMORY:
        return f"{end.memory >> 10:,} MB of memory"
    if end.status == 2:  # the command line is at fault, and Typer says in its own words why
        return None if "Error: " in said else f"no clear sentence: {said[-500:]!r}"
    if end.status == 1:
        first, *others = said.splitlines() or [""]
        if not first.startswith("spendaudit: ") or len(first) > 1_500 or end.out:
            return f"no clear sentence: {said[-500:]!r}, {len(end.out)} characters of answer"
        if not any(line.strip().startswith("try:") for line in others):
            return f"nothing to try: {said[-500:]}"
    elif adds_up:
        return unaccounted(json.loads(end.out))
    return None


def unaccounted(report: Mapping[str, Any]) -> str | None:
    """What does not add up in a report, or None."""
    files = report["files"]
    for file in files:
        kept = file["payments"] + file["set_aside"] + sum(file.get("non_rows", {}).values())
        if "non_rows" in file and kept != file["rows"]:
            return f"{file['name']}: {file['rows']} rows, {kept} kept"
    total = Decimal(report["total"])
    if sum(Decimal(file["total"]) for file in files) != total:
        return "the files do not add up to the total"
    if sum(Decimal(tier["amount"]) for tier in report["tiers"]) != total:
        return "the tiers do not add up to the total"
    return None
