"""The files to copy in docs/scheduled.md: their commands do what they should, and their form is right."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from spendaudit.cli.program import run
from spendaudit.places.directory import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "scheduled.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", PAGE, re.DOTALL))


def commands() -> set[str]:
    """What the unit and the workflow run; that of cron and of make are run as a whole."""
    found = re.findall(r"(?m)(?:^ExecStart=\S*/|- run: )(spendaudit .*)", "\n".join(FILES.values()))
    return set(found)


def test_the_page_has_the_files() -> None:
    names = {"crontab", "spendaudit.service", "spendaudit.timer", "audit.yml", "Makefile"}
    assert set(FILES) == names
    assert len(commands()) == 2


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


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A folder with spending, and a folder of programs that has ours."""
    spend, programs = tmp_path / "council" / "spend", tmp_path / "bin"
    spend.mkdir(parents=True)
    programs.mkdir()
    shutil.copy(ROOT / "tests" / "files" / "preston.csv", spend)
    program = programs / "spendaudit"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m spendaudit "$@"\n'
    )
    program.chmod(0o755)
    return spend.parent


def in_shell(command: str, council: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command as cron runs it: a plain shell, the user's home, and next to no environment."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],  # noqa: S607  # where it is
        cwd=council,
        env={
            "PATH": f"{council.parent / 'bin'}:/usr/bin:/bin",
            "HOME": str(council.parent),
            "SPENDAUDIT_CACHE": str(cache_folder()),
            **more,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_cron_gets_a_report_or_a_sentence_to_send(council: Path) -> None:
    (line,) = [one for one in FILES["crontab"].splitlines() if "spendaudit" in one]
    done = in_shell(line.split(maxsplit=5)[5], council)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((council / "report.json").read_text())["total"] == "20000.00"
    assert (council / "report.html").stat().st_size


def test_make_makes_and_makes_again_what_is_older(council: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("no make here")
    (council / "Makefile").write_text(FILES["Makefile"])
    targets = ["report.html", "payments.csv"]
    done = in_shell(f"make {' '.join(targets)}", council)
    assert done.returncode == 0, done.stderr
    assert all((council / one).stat().st_size for one in targets)
    assert in_shell(f"make -q {' '.join(targets)}", council).returncode == 0
    os.utime(council / "report.html", (1, 1))
    assert in_shell("make -q report.html", council).returncode == 1


def test_a_download_becomes_a_report_and_a_failed_one_none(council: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    (command,) = re.findall(r"```sh\n(curl .*?)```", PAGE, re.DOTALL)
    quiet = partial(QuietHandler, directory=str(council / "spend"))
    with ThreadingHTTPServer(("127.0.0.1", 0), quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        done = in_shell(command, council, URL=f"{address}/preston.csv", no_proxy="*")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        report = (council / "report.html").read_bytes()
        failed = in_shell(command, council, URL=f"{address}/gone.csv", no_proxy="*")
        server.shutdown()
    assert failed.returncode == 1
    assert "404" in failed.stderr
    assert "spendaudit: standard input" in failed.stderr
    assert (council / "report.html").read_bytes() == report


class QuietHandler(SimpleHTTPRequestHandler):
    """A server of files that logs nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_workflow_is_yaml() -> None:
    yaml = pytest.importorskip("yaml", reason="no reader of YAML here")
    workflow = yaml.safe_load(FILES["audit.yml"])
    (job,) = workflow["jobs"].values()
    assert all("uses" in step or "run" in step for step in job["steps"])
    assert workflow["permissions"] == {"contents": "read"}
