"""What the command line itself says: examples that run, words that were meant, editions."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from session_runner import ROOT
from spendaudit.cli.editions import editions
from spendaudit.cli.program import DEBUG_VARIABLE, Status, app, outcome_of, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = ROOT / "tests" / "files"
DAMAGED = [
    (["report", "--section", "tirs", "x.csv"], "'tiers'"),
    (["report", "--format", "jsn", "x.csv"], "'json'"),
    (["report", "--column", "amont=Paid", "x.csv"], "'amount'"),
    (["report", "--fail-under", "lcal=30", "x.csv"], "'local'"),
    (["report", "--aera", "Preston", "x.csv"], "--area"),
    (["report", "--area", "Prestn", str(FILES / "preston.csv")], "--area Preston"),
    (["areas", "prestn"], "Preston"),
    (["leaks", "--by", "deprtment", "x.csv"], "'department'"),
    (["multiplier", "--rates", "fsb-cles", "x.csv"], "'fsb-cles-2013'"),
    (["registers", "remove", "--registers", "REGISTERS", "companys-house"], "'companies-house'"),
    (["registers", "lst"], "'list'"),
    (["repart", "x.csv"], "'report'"),
]


def helps() -> Iterator[tuple[str, str]]:
    """The name of every command, and of every command of a group, with its help."""
    waiting = [("spendaudit", get_command(app))]
    while waiting:
        name, one = waiting.pop()
        yield name, one.help or ""
        inner = getattr(one, "commands", {})
        waiting += [(f"{name} {word}", command) for word, command in inner.items()]


EXAMPLES = sorted(
    (name, example)
    for name, text in helps()
    for example in re.findall(r"^Example: (.+)$", text, re.MULTILINE)
)


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files that are called as those of the examples."""
    place = tmp_path_factory.mktemp("examples")
    months = (FILES / "preston.csv").read_text(encoding="utf-8")
    spend = months + 'Preston City Council,06/04/2024,Capita plc,109,,Property,"1,000.00"\n'
    for name in ("spend.csv", "2023-24.csv"):
        (place / name).write_text(spend, encoding="utf-8")
    for name in ("preston-2024-25.csv", "2024-25.csv"):
        (place / name).write_text(months, encoding="utf-8")
    (place / "creditors.csv").write_text("supplier,postcode\nCapita plc,PR1 2RL\n", "utf-8")
    (place / "data").mkdir()
    shutil.copy(place / "spend.csv", place / "data")
    register = FILES / "registers" / "BasicCompanyDataAsOneFile-2026-09-01.csv"
    with zipfile.ZipFile(place / "BasicCompanyDataAsOneFile-2026-11-01.zip", "w") as packed:
        packed.write(register, "BasicCompanyDataAsOneFile-2026-11-01.csv")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(place)
        written = ["-o", "march.json", "-o", "april.json", "-o", "report.json"]
        assert run(["report", "-q", "data/", "--suppliers", "creditors.csv", *written]) == 0
    return place


def test_every_command_has_an_example() -> None:
    shown = {name for name, _ in EXAMPLES}
    assert [name for name, _ in helps() if name not in shown] == []


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_an_example_runs(
    name: str,
    example: str,
    at_work: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(at_work)
    monkeypatch.setenv("SPENDAUDIT_REGISTERS", str(at_work / "registers"))
    before, pipe, command = example.rpartition(" | ")
    assert command.startswith(name)
    if pipe:
        whole = f"{before} | {shlex.quote(sys.executable)} -m {command}"
        done = subprocess.run(["/bin/sh", "-c", whole], capture_output=True, text=True, check=False)
        status, printed = done.returncode, done.stdout
    else:
        if name == "spendaudit registers remove":
            assert run(["registers", "add", "BasicCompanyDataAsOneFile-2026-11-01.zip"]) == 0
        status = run(shlex.split(command)[1:])
        printed = capsys.readouterr().out
    assert status in (Status.DONE, Status.CHECK_FAILED)
    assert printed or " -o " in example


@pytest.mark.parametrize(("typed", "meant"), DAMAGED, ids=[meant for _, meant in DAMAGED])
def test_a_mistyped_word_is_told_what_it_may_have_meant(
    typed: list[str], meant: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kept = tmp_path / "companies-house"
    kept.mkdir()
    (kept / "manifest.json").write_text("{}", encoding="utf-8")
    status = run([str(tmp_path) if word == "REGISTERS" else word for word in typed])
    assert status in (Status.FAILED, Status.USAGE) or typed[0] == "areas"
    assert meant in capsys.readouterr().err


def test_a_word_that_is_near_none_is_told_those_that_are_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["report", "--section", "zzzz", "x.csv"]) == Status.USAGE
    said = capsys.readouterr().err
    assert "did you mean" not in said
    assert "known: tiers, placed-by" in said


@pytest.mark.parametrize("word", ["a" * 100_000, "ab " * 40_000])
def test_a_refusal_stays_a_sentence_whatever_it_says_again(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(FILES / "preston.csv"), "--area", word]) == Status.FAILED
    first, *others = capsys.readouterr().err.splitlines()
    assert first.startswith('spendaudit: no area is called "a')
    assert " … " in first
    assert len(first) < 1_500
    assert others[-1].startswith("  try: ")


def test_the_version_names_what_a_figure_depends_on() -> None:
    lines = editions().splitlines()
    assert [line.split()[0] for line in lines] == [
        "spendaudit",
        "postcodes:",
        "areas:",
        "rules:",
        "runs",
    ]
    assert "November 2025" in lines[1]
    assert re.search(r"\d\d tables, SHA-256 [0-9a-f]{12}$", lines[3])


def test_what_nobody_thought_of_is_called_an_error_of_ours() -> None:
    status, said = outcome_of(ZeroDivisionError("division\nby zero"))
    assert status == Status.FAILED
    assert said is not None
    assert said.found == "an error of ours, not yours: ZeroDivisionError: division by zero"
    assert said.try_next == f"again with {DEBUG_VARIABLE}=1, and send us what it prints"


def test_a_module_that_is_cut_off_is_no_wish_to_stop(tmp_path: Path) -> None:
    # As Python leaves what it compiles on a full disk; reading it is an EOFError, which Typer takes
    # for a terminal's end of input.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "spendaudit", "areas", "Preston"]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    (compiled,) = tmp_path.rglob("area_names.*.pyc")
    os.truncate(compiled, 200)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == Status.FAILED
    assert "an error of ours" in done.stderr
    assert "Aborted" not in done.stderr
