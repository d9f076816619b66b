"""Ctrl-C and a full disk end the program in words, with their own status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spendaudit.cli.program import run

ROOT = Path(__file__).resolve().parent.parent
FULL = Path("/dev/full")


@pytest.mark.parametrize("command", [["report", "-"], ["set-aside", "-"], ["postcodes"]])
def test_an_interrupt_ends_a_wait_for_standard_input(command: list[str]) -> None:
    # A shell's background jobs ignore the signal, and what they start inherits that.
    heeding = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        f"sys.argv = ['spendaudit', *{command!r}]; "
        "import polars; print(1, file=sys.stderr, flush=True); "
        "from spendaudit.cli import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", heeding],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stderr is not None
        program.stderr.readline()
        time.sleep(3)
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=30) == 130


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_end_by_the_system_leaves_no_temporary_file_and_no_output(tmp_path: Path) -> None:
    spool, outputs = tmp_path / "spool", tmp_path / "outputs"
    spool.mkdir()
    outputs.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "spendaudit", "report", "-", "-o", outputs / "r.html"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(spool)},
    ) as program:
        assert program.stdin is not None
        assert program.stderr is not None
        program.stdin.write(b"a" * (1 << 20))
        until = time.monotonic() + 60
        while not any(spool.rglob("published")) and time.monotonic() < until:
            time.sleep(0.02)
        assert any(outputs.iterdir()), "its lock"
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=60) == 143
        assert program.stderr.read() == b"spendaudit: ended by SIGTERM\n"
    assert list(spool.rglob("*")) == []
    assert list(outputs.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("last", ["e.csv", "e.xlsx"])
def test_a_disk_that_fills_up_leaves_every_old_output(
    last: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import resource

    monkeypatch.chdir(tmp_path)
    names = ("a.md", "b.html", "c.json", last)
    for name in names:
        (tmp_path / name).write_text("old")
    written = [word for name in (*names, "tables/") for word in ("-o", name)]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # A module that is compiled under the limit would be cut off on the disk, for everybody after.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    # No file may be larger than 16 KB: the first is not, the second is.
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 << 10, before[1]))
    try:
        status = run(["report", str(ROOT / "tests/files/preston.csv"), *written])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert status == 1
    assert "file too large" in capsys.readouterr().err.lower()
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(names)
    assert {one.read_text() for one in tmp_path.iterdir()} == {"old"}


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
def test_streams_that_are_closed_lose_nothing_in_silence(tmp_path: Path) -> None:
    spend = ROOT / "tests/files/preston.csv"
    program = f"{sys.executable} -m spendaudit"
    script = (
        f"{program} report {spend} -o r.json <&- >&- 2>&-; echo $?\n"
        f"{program} areas preston >&-; echo $?\n"
        f"{program} report - <&-; echo $?\n"
    )
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "0\n1\n1\n"
    assert json.loads((tmp_path / "r.json").read_text())["payments"]
    assert "Bad file descriptor" in done.stderr
    assert "standard input is empty" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_every_command_says_in_words_that_the_disk_is_full() -> None:
    spend = str(ROOT / "tests/files/preston.csv")
    asked = [
        *(["report", spend, "-f", form] for form in ("table", "json", "html", "xlsx")),
        *(["payments", spend, "-f", form] for form in ("table", "csv", "xlsx")),
        *(
            ["check", spend],
            ["explain", "ribble roofing", spend],
            ["compare", spend, "--with", spend],
        ),
        *(["verify", "--claim", "1 of 2 is 60%"], ["profile", spend], ["registers", "where"]),
        *(["--help"], ["--version"]),
    ]
    # One process for all of them, each with its own standard output on the full device.
    script = (
        "import json, sys; from spendaudit.cli.program import run\n"
        "for one in json.loads(sys.argv[1]):\n"
        "    sys.stdout = open('/dev/full', 'w')\n"
        "    print(json.dumps([one, run(one)]), file=sys.__stdout__)\n"
        "    try: sys.stdout.close()\n"
        "    except OSError: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(asked)],
        capture_output=True,
        text=True,
        check=False,
    )
    ended = [json.loads(line) for line in done.stdout.splitlines()]
    assert ended == [[one, 1] for one in asked]
    assert "Traceback" not in done.stderr
    assert done.stderr.count("No space left") == len(asked)
