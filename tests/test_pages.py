"""The commands that pages only name, in blocks of `sh`, `python` and `toml`, do what they should too.

Those in blocks of `console` are sessions: `test_sessions.py` holds every line of them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from session_runner import ROOT
from spendaudit.cli.program import Status, run
from spendaudit.places.directory import cache_folder
from spendaudit.profile import read_profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = ("README.md", *(f"docs/{one.relative_to(ROOT / 'docs')}" for one in sorted((ROOT / "docs").rglob("*.md"))))  # fmt: skip
ELSEWHERE = {
    "python3 -m venv .venv": "run by .ci/run, as it stands",
    ".venv/bin/pip install": "run by .ci/run, as it stands",
    "pip install 'spendaudit[scale]'": "it asks a registry; .ci/run installs the same extra",
    "mkdir -p": "the test of completion below runs it whole",
    "curl": "test_scheduled.py runs it, from a server of its own",
}
"""Beginnings of blocks that are not run here, and why."""
CHECKS = ("report spend/", "check ", "compare march.json", "verify --claim")
"""What is asked of the program where 3 is a good end too: a share was missed, a claim is wrong."""
SHELL = re.compile(r"[|<>;$]")


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Each block of a language: the page and what it holds."""
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for block in re.findall(rf"(?m)^```{language}\n((?s:.*?))^```$", text):
            yield page, block


def commands() -> Iterator[tuple[str, str]]:
    """Each command of a block of `sh`; one of several lines is one command."""
    for page, block in blocks("sh"):
        if block.startswith(tuple(ELSEWHERE)):
            continue
        whole = block.startswith("for ")
        for one in [block] if whole else block.replace("\\\n", " ").splitlines():
            if one.strip() and not one.startswith("#"):
                yield page, one


COMMANDS = list(commands())


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    """A folder with the files that the pages speak of, and the program where a shell finds it."""
    folder = tmp_path_factory.mktemp("pages")
    ours = ROOT / "tests" / "files"
    heading, *rows = (sample / "preston-sample-2024-25.csv").read_text("utf-8").splitlines()[:60]
    wanted = rows[0].split(",")
    wanted[3] = "Ribble Roofing Ltd"
    (folder / "spend.csv").write_text("\n".join([heading, *rows, ",".join(wanted)]))
    for year in ("2023", "2024", "data", "spend", "spending/preston", "payments", "zsh"):
        (folder / year).mkdir(parents=True)
    for copy in ("2023.csv", *(f"{year}/a.csv" for year in ("2023", "2024", "data", "spend", "spending/preston"))):  # fmt: skip
        shutil.copy(folder / "spend.csv", folder / copy)
    shutil.copy(ours / "april.xlsx", folder / "2024.xlsx")
    with zipfile.ZipFile(folder / "BasicCompanyData.zip", "w") as packed:
        register = ours / "registers" / "BasicCompanyData-2026-11-01-part1_2.csv"
        packed.write(register, register.name)
    for place in ("council.toml", "spending/preston/profile.toml"):
        (folder / place).write_text('area = "Preston"\n')
    (folder / "creditors.csv").write_text("supplier,postcode\nA Ltd,PR1 2RL\n")
    program = folder / "bin" / "spendaudit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spendaudit "$@"\n')
    program.chmod(0o755)
    reports = [word for name in ("march", "april", "report") for word in ("-o", f"{folder}/{name}.json")]  # fmt: skip
    assert run(["report", str(folder / "data"), "-q", *reports]) == Status.DONE
    return folder


@pytest.fixture
def there(at_work: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, entered as a user would, who keeps everything in it."""
    monkeypatch.chdir(at_work)
    monkeypatch.setenv("SPENDAUDIT_REGISTERS", str(at_work / "kept"))
    monkeypatch.setenv("SPENDAUDIT_CACHE", str(cache_folder()))
    monkeypatch.setenv("HOME", str(at_work))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("PATH", f"{at_work / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return at_work


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_command_of_a_page_works(page: str, command: str, there: Path) -> None:
    before, _, _ = command.partition("  #")
    good = {0, 3} if any(one in before for one in CHECKS) else {0}
    if SHELL.search(before):
        shell = ["bash", "-o", "pipefail", "-c", command]
        done = subprocess.run(shell, cwd=there, capture_output=True, text=True, check=False)
        assert done.returncode in good, (page, done.stderr)
        return
    program, *words = shlex.split(before)
    assert program == "spendaudit"
    assert run(words) in good
    outputs = [after for before, after in pairwise(words) if before == "-o"]
    assert all((there / one).exists() for one in outputs)


def test_what_a_page_writes_for_shells_is_there(there: Path) -> None:
    (completion,) = [block for _, block in blocks("sh") if "--show-completion" in block]
    subprocess.run(["bash", "-e", "-c", completion], cwd=there, check=True)  # noqa: S607  # as users do
    for name, word in {".zfunc/_spendaudit": "#compdef", ".config/fish/completions/spendaudit.fish": "complete ", ".local/share/bash-completion/completions/spendaudit": "complete -o"}.items():  # fmt: skip
        assert word in (there / name).read_text()


@pytest.mark.parametrize(("page", "block"), list(blocks("toml")))
def test_a_profile_of_a_page_is_one(page: str, block: str, there: Path) -> None:
    (there / "of-page.toml").write_text(block, encoding="utf-8")
    assert read_profile(there / "of-page.toml"), page


@pytest.mark.usefixtures("there")
def test_the_program_of_a_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("narwhals", reason="narwhals is not installed")
    assert run(["payments", "data", "-o", "payments/preston.parquet"]) == Status.DONE
    of_spark, of_polars = (block for _, block in blocks("python"))
    exec(of_polars, {})  # noqa: S102  # it stands in our own page
    assert "Preston" in capsys.readouterr().out
    # test_scale.py starts Spark, which takes long, and asks it the same question.
    compile(of_spark, "docs/scale.md", "exec")
    assert "area_totals(payments, within=" in of_spark


def test_every_reason_is_of_a_block() -> None:
    beginnings = [block for _, block in blocks("sh")]
    assert [one for one in ELSEWHERE if not any(b.startswith(one) for b in beginnings)] == []


def test_what_contributors_type_is_there() -> None:
    """Commands that install or take long are not run here; the files that they name exist."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?m)^```sh\n((?s:.*?))^```$", text)
    words = {word for line in "".join(lines).splitlines() for word in shlex.split(line)}
    named = {word for word in words if "/" in word and not word.startswith(".venv/")}
    assert len(named) > 8
    assert [one for one in named if not (ROOT / one).exists()] == []
