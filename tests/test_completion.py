"""Completion as a user meets it: a real shell, a line, the key, and what the program is then given."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from session_runner import ROOT
from spendaudit.cli.completion import SCRIPTS
from spendaudit.cli.known_words import areas_begun, meanings_begun
from spendaudit.places.areas import find_area

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60
"""Seconds after which a shell that says nothing has failed."""

LINES = {
    "spendaudit rep\t --area blackb\t --section suppliers-u\t -f js\t": [
        *("report", "--area", "blackburn with Darwen"),
        *("--section", "suppliers-unplaced", "-f", "json"),
    ],
    'spendaudit report --area "Blackb\t': ["report", "--area", "Blackburn with Darwen"],
    "spendaudit report --area Blackburn\\ w\t": ["report", "--area", "Blackburn with Darwen"],
    "spendaudit report --area=Blackb\t": ["report", "--area=Blackburn with Darwen"],
    "spendaudit report --column am\tPaid --deprivation neigh\t": [
        *("report", "--column", "amount=Paid", "--deprivation", "neighbour hoods.csv"),
    ],
    "spendaudit registers remove com\t": ["registers", "remove", "companies-house"],
}
NOT_IN_FISH = {"spendaudit report --area=Blackb\t"}
"""Fish completes only the words of a script that repeat `--area=`."""

STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "--private", "-i"],
}
READY = {
    "bash": "source {script}",
    "zsh": "autoload -Uz compinit; compinit -D; source {script}",
    "fish": "source {script}",
}


@pytest.mark.parametrize("shell", STARTS)
def test_a_shell_completes_a_line(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "script"
    shown = subprocess.run(
        [sys.executable, "-m", "spendaudit", "--show-completion", shell],
        capture_output=True,
        check=True,
    )
    script.write_bytes(shown.stdout)
    assert shown.stdout.decode().strip() == SCRIPTS[shell].strip()

    given = tmp_path / "given"
    program = tmp_path / "bin" / "spendaudit"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'[ -z "$_SPENDAUDIT_COMPLETE" ] || exec "{sys.executable}" -m spendaudit "$@"\n'
        f'{{ printf "%s\\n" "$@"; echo "end of line"; }} >>"{given}"\n'
    )
    program.chmod(0o755)
    (tmp_path / "neighbour hoods.csv").touch()
    kept = tmp_path / "registers" / "companies-house"
    kept.mkdir(parents=True)
    (kept / "manifest.json").write_text("{}", encoding="utf-8")

    lines = [line for line in LINES if shell != "fish" or line not in NOT_IN_FISH]
    typed = "".join(f"{line}\r" for line in [READY[shell].format(script=script), *lines])
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "SPENDAUDIT_REGISTERS": str(kept.parent),
        "HOME": str(tmp_path),
        "TERM": "dumb" if shell != "fish" else "xterm",
    }
    said = interactive(STARTS[shell], typed, given, len(lines), tmp_path, environment)
    found = given.read_text().split("end of line\n")[:-1] if given.exists() else []
    assert [one.splitlines() for one in found] == [LINES[line] for line in lines], said


def interactive(
    start: list[str],
    typed: str,
    given: Path,
    lines: int,
    folder: Path,
    environment: dict[str, str],
) -> str:
    """Type into a shell at a terminal of its own until a file has so many lines; what it showed."""
    ours, its = pty.openpty()
    os.set_blocking(ours, False)
    said = b""
    with subprocess.Popen(
        start,
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(its)
        left = typed.encode()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                said += os.read(ours, 65536)
            except BlockingIOError:
                left = left[os.write(ours, left[:64]) :] if left else left
                time.sleep(0.02)
            except OSError:
                break
            if given.exists() and given.read_text().count("end of line") == lines:
                break
        process.kill()
    os.close(ours)
    return said.decode(errors="replace")


def test_each_name_that_is_offered_is_that_of_an_area() -> None:
    offered = areas_begun("")
    assert len(offered) > 400
    assert all(find_area(name).code for name in offered)
    assert areas_begun("st h") == ["st helens"]
    assert areas_begun("zz") == []
    assert "E07000123" in areas_begun("E07")
    assert meanings_begun("AM") == ["AMount="]


def test_asking_for_a_word_loads_no_tables_and_prints_nothing_else() -> None:
    look = (
        "import sys; from spendaudit.cli.program import run; status = run(); "
        "print(status, sorted({'polars', 'rich', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look],
        env={
            **os.environ,
            "_SPENDAUDIT_COMPLETE": "complete_lines",
            "_TYPER_COMPLETE_ARGS": "spendaudit --version report --schema --area Prest",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["Preston", "0 []"]
