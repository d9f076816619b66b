"""Ctrl-C and a full disk end the program in words, with their own status."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_full_disk_is_said_in_words(form: str) -> None:
    with FULL.open("w") as full:
        spend = str(ROOT / "tests/files/preston.csv")
        done = subprocess.run(
            [sys.executable, "-m", "spendaudit", "report", spend, "-f", form],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
