"""Completion as a user meets it: a real shell, a line, the key, and what the program is then given."""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from session_runner import ROOT
from spendaudit.cli.known_words import areas_begun, meanings_begun
from spendaudit.cli.program import Status, run
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
IN_FISH = {
    "spendaudit report --area blackb": ["blackburn with Darwen"],
    'spendaudit report --area "Blackb': ["Blackburn with Darwen"],
    "spendaudit report --area Blackburn\\ w": ["Blackburn with Darwen"],
    "spendaudit registers remove com": ["companies-house"],
    "spendaudit report --column am": ["amount="],
    "spendaudit report --deprivation neigh": ["neighbour hoods.csv"],
}
"""What fish proposes before it does its own quoting."""

STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}
READY = {
    "bash": "source {script}",
    "zsh": "autoload -Uz compinit; compinit -D; source {script}",
}


@pytest.fixture
def at_work(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell, whose `spendaudit` notes what it is given in the file `given`."""
    program = tmp_path / "bin" / "spendaudit"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'[ -z "$_SPENDAUDIT_COMPLETE" ] || exec "{sys.executable}" -m spendaudit "$@"\n'
        f'{{ printf "%s\\n" "$@"; echo "end of line"; }} >>"{tmp_path}/given"\n'
    )
    program.chmod(0o755)
    (tmp_path / "neighbour hoods.csv").touch()
    kept = tmp_path / "registers" / "companies-house"
    kept.mkdir(parents=True)
    (kept / "manifest.json").write_text("{}", encoding="utf-8")
    return {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "SPENDAUDIT_REGISTERS": str(kept.parent),
        "HOME": str(tmp_path),
        "TERM": "dumb",
    }


def script_of(shell: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The script that the program prints for a shell, in a file."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert run(["--show-completion", shell]) == Status.DONE
    script = folder / "script"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    return script


@pytest.mark.parametrize("shell", STARTS)
def test_a_shell_completes_a_line(
    shell: str, tmp_path: Path, at_work: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    script = script_of(shell, tmp_path, capsys)
    typed = "".join(f"{line}\r" for line in [READY[shell].format(script=script), *LINES])
    said = interactive(STARTS[shell], typed, tmp_path, at_work)
    given = tmp_path / "given"
    found = given.read_text().split("end of line\n")[:-1] if given.exists() else []
    assert [one.splitlines() for one in found] == list(LINES.values()), said


def test_fish_completes_a_line(
    tmp_path: Path, at_work: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    script = script_of("fish", tmp_path, capsys)
    ask = "; echo =====; ".join(f"complete -C {shlex.quote(line)}" for line in IN_FISH)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; {ask}"],  # noqa: S607  # found above
        cwd=tmp_path,
        env=at_work,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [one.split("\n") for one in done.stdout.split("=====\n")]
    assert [[line for line in one if line] for one in found] == list(IN_FISH.values()), done.stderr


def test_a_script_is_for_the_shell_that_was_named(capsys: pytest.CaptureFixture[str]) -> None:
    for shell, of_it in {"bash": "complete -o", "zsh": "compdef", "powershell": "Import-"}.items():
        assert run(["--show-completion", shell]) == Status.DONE
        assert of_it in capsys.readouterr().out
    assert run(["--show-completion", "fsh"]) == Status.USAGE
    assert "did you mean 'fish'" in capsys.readouterr().err


def interactive(
    start: list[str],
    typed: str,
    folder: Path,
    environment: dict[str, str],
) -> str:
    """Type into a shell at a terminal of its own until all lines have run; what it showed."""
    given = folder / "given"
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
            if given.exists() and given.read_text().count("end of line") == len(LINES):
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
