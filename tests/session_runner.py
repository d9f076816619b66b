"""Re-run the sessions that stand in Markdown files: a manual whose every line is true.

A ```console block holds commands, each after `$ `, and what they print. A command that ends in a
backslash goes on in the next line. A line `…` alone stands for any number of lines, and
`[exit 1]` after the output for a status other than 0; a pipe closed by its reader is no failure.
All blocks of a file share one folder, with the sample data and `tests/files` in it. Other blocks
are only read. The sessions run the package that is installed; where that is a source tree (an
editable installation, or PYTHONPATH), they run the tree that this file stands in. Its modules are
read once for all commands (warm_program.py), or, with --cold, as its users do it.

    python tests/session_runner.py --update tests/sessions/*.md
"""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^(?P<indent>\s*)```console\s*$")
STATUS = re.compile(r"^\[exit (\d+)\]$")
ANYTHING = "…"
LONGEST_SECONDS = 120
PIPE_CLOSED = 141
"""What `… | head` ends with under pipefail, if `head` is the faster one."""

_OF_THE_MACHINE = ("NO_COLOR", "LANG", "PYTHONUNBUFFERED")
"""What may be set where the tests run, and is not where a user sits."""

# Python reads this when it starts. A session has no network, whatever the machine has.
_NO_NETWORK = """\
import socket


def _refuse(*_):
    raise OSError("a session has no network")


socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = _refuse
"""


@dataclass(slots=True)
class Step:
    """One command of a session.

    Attributes:
        line: where it stands in the Markdown file, from 1.
        written: the lines of the command as they stand there, `$ ` included.
        command: what the shell runs.
        expected: the lines that should follow.
        status: the exit status that should follow.
    """

    line: int
    written: list[str]
    command: str
    expected: list[str] = field(default_factory=list)
    status: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A command that did something else than its session says.

    Attributes:
        step: the command.
        printed: what it printed.
        status: the status it ended with.
    """

    step: Step
    printed: list[str]
    status: int

    def __str__(self) -> str:
        expected = [*self.step.expected, *_status_line(self.step.status)]
        found = [*self.printed, *_status_line(self.status)]
        lines = difflib.unified_diff(expected, found, "in the session", "in fact", lineterm="")
        return "\n".join([f"line {self.step.line}: $ {self.step.command}", *lines])


def steps_of(markdown: str) -> list[Step]:
    """Every command of every console block, in order."""
    return [step for _, _, steps in _blocks(markdown.splitlines()) for step in steps]


def run_session(markdown: str, environment: Mapping[str, str]) -> list[Difference]:
    """Run a session from its first line to its last, in a folder of its own.

    Args:
        markdown: the page.
        environment: of every command, from `surroundings`.
    """
    return [
        Difference(step, printed, status)
        for step, printed, status in _run(steps_of(markdown), environment)
        if status != step.status or not agrees(step.expected, printed)
    ]


def update_session(markdown: str, environment: Mapping[str, str]) -> str:
    """The session with what its commands print today; what `…` stands for stays left out."""
    lines = markdown.splitlines()
    done_now = _run(steps_of(markdown), environment)
    outcomes = {step.line: (printed, status) for step, printed, status in done_now}
    updated: list[str] = []
    done = 0
    for start, end, steps in _blocks(lines):
        updated += lines[done:start]
        for step in steps:
            printed, status = outcomes[step.line]
            kept = _left_out_again(step.expected, printed)
            updated += [*step.written, *kept, *_status_line(status)]
        done = end
    return "\n".join([*updated, *lines[done:]]) + "\n"


def agrees(expected: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether lines are the expected ones, where `…` stands for any number of them."""
    parts = _split(expected)
    if len(parts) == 1:
        return list(expected) == list(printed)
    first, *middle, last = parts
    end = len(printed) - len(last)
    if len(first) > end or list(printed[: len(first)]) != first or list(printed[end:]) != last:
        return False
    at = len(first)
    for part in middle:
        starts = range(at, end - len(part) + 1)
        found = next((s for s in starts if list(printed[s : s + len(part)]) == part), None)
        if found is None:
            return False
        at = found + len(part)
    return True


def _split(expected: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in expected:
        if line == ANYTHING:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _left_out_again(expected: Sequence[str], printed: list[str]) -> list[str]:
    """What was printed, cut down as the session had it cut down, as far as that still fits."""
    if agrees(expected, printed):
        return list(expected)
    first, last = len(_split(expected)[0]), len(_split(expected)[-1])
    if ANYTHING not in expected or first + last >= len(printed):
        return printed
    return [*printed[:first], ANYTHING, *printed[len(printed) - last :]]


def _status_line(status: int) -> list[str]:
    return [f"[exit {status}]"] if status else []


def _blocks(lines: list[str]) -> Iterator[tuple[int, int, list[Step]]]:
    """Each console block: the index of its first line, of its closing fence, and its steps."""
    at = 0
    while at < len(lines):
        opened = FENCE.match(lines[at])
        at += 1
        if not opened:
            continue
        close = f"{opened['indent']}```"
        end = next((n for n in range(at, len(lines)) if lines[n].rstrip() == close), len(lines))
        yield at, end, _steps(lines, at, end)
        at = end + 1


def _steps(lines: list[str], start: int, end: int) -> list[Step]:
    steps: list[Step] = []
    at = start
    while at < end:
        line = lines[at]
        if line.startswith("$ "):
            written = [line]
            while written[-1].endswith("\\") and at + 1 < end:
                at += 1
                written.append(lines[at])
            command = "\n".join(written).removeprefix("$ ")
            steps.append(Step(at - len(written) + 2, written, command))
        elif not steps:
            raise ValueError(f"line {at + 1}: a console block begins with a command: {line!r}")
        elif status := STATUS.match(line):
            steps[-1].status = int(status[1])
        else:
            steps[-1].expected.append(line)
        at += 1
    return steps


def _source() -> list[str]:
    """Where this tree's package is, unless one is installed as users have it: that is tested."""
    found = importlib.util.find_spec("spendaudit")
    is_installed = found and found.origin and "site-packages" in Path(found.origin).parts
    return [] if is_installed else [str(ROOT / "src")]


@contextmanager
def surroundings(*, warm: bool) -> Iterator[dict[str, str]]:
    """The environment of sessions: `spendaudit` on PATH, no network, nothing kept on the machine.

    `warm`: whether the program's modules are read once for all, where that can be.
    """
    with tempfile.TemporaryDirectory(prefix="hooks-") as named:
        hooks = Path(named)
        (hooks / "sitecustomize.py").write_text(_NO_NETWORK)
        environment = {
            **{key: value for key, value in os.environ.items() if key not in _OF_THE_MACHINE},
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": os.pathsep.join([str(hooks), *_source()]),
            "PGEOCODE_DATA_DIR": str(hooks / "no-geonames"),
            "SPENDAUDIT_REGISTERS": "kept",
            "COLUMNS": "80",
            "LC_ALL": "C.UTF-8",
        }
        # Elsewhere what the program imports may not bear a fork.
        if warm and sys.platform == "linux":
            from warm_program import kept_warm

            with kept_warm(environment) as changed:
                yield changed
        else:
            yield environment


def _run(
    steps: Sequence[Step], environment: Mapping[str, str]
) -> Iterator[tuple[Step, list[str], int]]:
    shell = shutil.which("bash") or "bash"
    with tempfile.TemporaryDirectory(prefix="session-") as folder:
        home = Path(folder, "session")
        shutil.copytree(ROOT / "tests" / "files", home / "files")
        for table in sorted((ROOT / "sample_data").glob("*.csv")):
            shutil.copy(table, home)
            # Commands in the README begin at the root of the project.
            (home / "sample_data").mkdir(exist_ok=True)
            shutil.copy(table, home / "sample_data")
        for step in steps:
            done = subprocess.run(
                [shell, "-o", "pipefail", "-c", step.command],
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=LONGEST_SECONDS,
                check=False,
            )
            status = 0 if done.returncode == PIPE_CLOSED else done.returncode
            yield step, done.stdout.decode("utf-8", "replace").split("\n")[:-1], status


def main() -> int:
    """Check the sessions that the command line names, or rewrite what they expect."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="rewrite the expected output")
    parser.add_argument("--cold", action="store_true", help="start the program for every command")
    parser.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args()
    wrong = 0
    with surroundings(warm=not asked.cold) as environment:
        for path in asked.files:
            markdown = path.read_text(encoding="utf-8")
            if asked.update:
                path.write_text(update_session(markdown, environment), encoding="utf-8")
                continue
            for difference in run_session(markdown, environment):
                wrong += 1
                sys.stdout.write(f"{path}, {difference}\n\n")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
