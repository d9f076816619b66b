from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from session_runner import (
    ROOT,
    Difference,
    agrees,
    run_session,
    steps_of,
    surroundings,
    update_session,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SESSIONS = sorted((ROOT / "tests" / "sessions").glob("*.md"))
PAGES = [*SESSIONS, ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FILES = sorted((ROOT / "tests" / "files").iterdir())


COLD = {"README.md", "1-first-report.md"} | {path.name for path in (ROOT / "docs").glob("*.md")}
"""Pages for which the program is started anew for every command, as its users do it."""

BOTH_WAYS = r"""```console
$ spendaudit report files/preston.csv | head -n 4
$ spendaudit report - < files/preston.csv -f csv | tail -n 3
$ spendaudit reprot files/preston.csv 2>&1
$ spendaudit report nowhere.csv > out.txt; echo $? $(wc -c < out.txt)
$ cd files && COLUMNS=60 spendaudit check empty.csv preston.csv
$ spendaudit payments files/preston.csv > /dev/full
$ spendaudit payments files/preston.csv >&-
$ (trap "" TERM; spendaudit areas Preston | wc -l)
$ spendaudit report april.csv --section nonsense | cat; spendaudit payments $'\xe9.csv'
```
"""


@pytest.fixture(scope="module")
def warm() -> Iterator[dict[str, str]]:
    """The environment of sessions in which the program's modules are read once for all."""
    with surroundings(warm=True) as environment:
        yield environment


@pytest.fixture(scope="module")
def cold() -> Iterator[dict[str, str]]:
    """The environment of sessions in which the program is started for every command."""
    with surroundings(warm=False) as environment:
        yield environment


@pytest.fixture(scope="module")
def outcomes(
    warm: dict[str, str], cold: dict[str, str]
) -> Iterator[dict[Path, Future[list[Difference]]]]:
    """Every session at work, as many at once as there are cores: they only wait for processes."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        # The longest first, so that none is left over when the others are done.
        files = sorted(PAGES, key=lambda file: -file.stat().st_size)
        yield {
            file: pool.submit(
                run_session,
                file.read_text(encoding="utf-8"),
                cold if file.name in COLD else warm,
            )
            for file in files
        }


def test_a_program_kept_warm_does_what_one_that_is_started_does(
    warm: dict[str, str], cold: dict[str, str]
) -> None:
    kept = update_session(BOTH_WAYS, warm)
    assert kept == update_session(BOTH_WAYS, cold)
    assert [step.status for step in steps_of(kept)] == [0, 0, 2, 0, 3, 1, 1, 0, 1]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_session_does_what_it_says(
    path: Path, outcomes: dict[Path, Future[list[Difference]]]
) -> None:
    differences = outcomes[path].result()
    again = f"python tests/session_runner.py --update {path.relative_to(ROOT)}"
    assert not differences, "\n\n".join([*map(str, differences), f"If this is right: {again}"])


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.name)
def test_a_session_has_commands(path: Path) -> None:
    assert steps_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_wrong_file_is_in_a_session(path: Path) -> None:
    commands = "\n".join(
        step.command for session in SESSIONS for step in steps_of(session.read_text("utf-8"))
    )
    assert f"files/{path.name}" in commands


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.name)
def test_no_session_shows_a_traceback(path: Path) -> None:
    steps = steps_of(path.read_text(encoding="utf-8"))
    shown = "\n".join(line for step in steps for line in step.expected)
    assert "Traceback" not in shown
    assert "an error of ours" not in shown


def test_an_ellipsis_stands_for_any_number_of_lines() -> None:
    printed = ["one", "two", "three", "four"]
    assert agrees(["…"], printed)
    assert agrees(["one", "…"], printed)
    assert agrees(["…", "two", "three", "…"], printed)
    assert agrees(["one", "two", "…", "three", "four"], printed)
    assert agrees(["one", "…", "three", "…"], printed)
    assert not agrees(["…", "three", "…", "two", "…"], printed)
    assert not agrees(["one", "two", "…", "two", "three", "four"], printed)
    assert not agrees(["one", "two", "three"], printed)


def test_a_wrong_line_and_a_wrong_status_are_both_told(cold: dict[str, str]) -> None:
    wrong = "```console\n$ echo yes\nno\n$ false\n$ true\n[exit 1]\n```\n"
    said = [str(one) for one in run_session(wrong, cold)]
    assert len(said) == 3
    assert "-no" in said[0]
    assert "+yes" in said[0]
    assert "+[exit 1]" in said[1]
    assert "-[exit 1]" in said[2]


def test_an_update_writes_what_is_printed_and_keeps_what_is_left_out(
    cold: dict[str, str],
) -> None:
    session = "Words.\n\n```console\n$ seq 5\n1\n…\n6\n$ seq \\\n  2\n```\n\nMore.\n\n```sh\n$ false\n```\n"
    updated = update_session(session, cold)
    assert updated == session.replace("…\n6", "…\n5").replace("  2\n", "  2\n1\n2\n")
    assert run_session(updated, cold) == []


@pytest.mark.parametrize("way", ["warm", "cold"])
def test_a_session_has_no_network(way: str, request: pytest.FixtureRequest) -> None:
    look = "import socket; socket.create_connection(('127.0.0.1', 9))"
    session = (
        f'```console\n$ python -c "{look}" 2>&1 | tail -n 1\nOSError: a session has no network\n```'
    )
    (difference,) = run_session(session, request.getfixturevalue(way))
    assert difference.status == 1
    assert difference.printed == ["OSError: a session has no network"]


def test_blocks_of_a_session_share_a_folder_with_the_sample_data(cold: dict[str, str]) -> None:
    session = (
        "```console\n$ echo a > b\n```\n```console\n$ cat b; ls sample_data | head -n 1\na\n…\n```"
    )
    assert run_session(session, cold) == []


@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv"])
def test_a_reader_that_stops_early_is_no_failure(form: str) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "spendaudit",
            "report",
            ROOT / "tests/files/preston.csv",
            "-f",
            form,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        said = program.stderr.read()
    assert program.returncode == 141
    assert said == b""
