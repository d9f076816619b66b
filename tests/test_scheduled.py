"""The files to copy in docs/scheduled.md: their commands do what they should, and their form is right."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from spendaudit.cli.program import run

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "scheduled.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", PAGE, re.DOTALL))


def commands() -> set[str]:
    """Every command of the product in these files, as a shell would get it."""
    # `$@` is the target of a rule, which stands in the line above.
    lines = re.sub(r"(?m)^(\S+): (.*)\n(.*)\$@", r"\1: \2\n\3\1", "\n".join(FILES.values()))
    found = re.findall(
        r"(?:^\t|&& |ExecStart=\S*/|- run: )(spendaudit [^\n]*)", lines, re.MULTILINE
    )
    return set(found)


def test_the_page_has_the_files() -> None:
    names = {"crontab", "spendaudit.service", "spendaudit.timer", "audit.yml", "Makefile"}
    assert set(FILES) == names
    assert len(commands()) == 5


@pytest.mark.parametrize("command", sorted(commands()))
def test_a_command_writes_what_it_names(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spend").mkdir()
    shutil.copy(ROOT / "tests" / "files" / "preston.csv", tmp_path / "spend")
    words = shlex.split(command)[1:]
    assert run(words) in (0, 3)
    outputs = [after for before, after in pairwise(words) if before == "-o"]
    assert outputs
    assert all((tmp_path / one).stat().st_size for one in outputs)
    assert capsys.readouterr().out == ""


def test_the_crontab_has_five_fields_before_its_command() -> None:
    lines = [line for line in FILES["crontab"].splitlines() if line and line[0] not in "#M"]
    (line,) = lines
    fields = line.split(maxsplit=5)
    assert all(re.fullmatch(r"[\d*/,-]+", field) for field in fields[:5])
    # A bare % would end the command and begin its standard input.
    assert "%" not in fields[5]
    assert subprocess.run(["/bin/sh", "-n", "-c", fields[5]], check=False).returncode == 0


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("no systemd-analyze here")
    (tmp_path / "bin").mkdir()
    stand_in = tmp_path / "bin" / "spendaudit"
    stand_in.symlink_to("/bin/true")
    units = [tmp_path / name for name in ("spendaudit.service", "spendaudit.timer")]
    for unit in units:
        unit.write_text(FILES[unit.name].replace("/usr/local/bin/spendaudit", str(stand_in)))
    done = subprocess.run(
        [verify, "verify", "--man=no", *map(str, units)],
        capture_output=True,
        text=True,
        check=False,
    )
    # Where systemd does not run, it cannot look at other units; what it says of ours counts.
    assert [line for line in done.stderr.splitlines() if "spendaudit" in line] == []


def test_make_takes_the_makefile(tmp_path: Path) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("no make here")
    (tmp_path / "Makefile").write_text(FILES["Makefile"])
    (tmp_path / "spend").mkdir()
    (tmp_path / "spend" / "april.csv").touch()
    done = subprocess.run(
        [make, "-n", "report.html", "payments.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2


def test_the_workflow_is_yaml() -> None:
    yaml = pytest.importorskip("yaml", reason="no reader of YAML here")
    workflow = yaml.safe_load(FILES["audit.yml"])
    (job,) = workflow["jobs"].values()
    assert all("uses" in step or "run" in step for step in job["steps"])
    assert workflow["permissions"] == {"contents": "read"}
