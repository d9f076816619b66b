"""What takes long is said at a terminal, and nowhere else; it never stands beside the answer."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_runner import ROOT
from spendaudit.cli.waiting import _width, _within

pty = pytest.importorskip("pty", reason="no terminals of POSIX")

SPEND = (ROOT / "tests/files/preston.csv").read_bytes()
COMMAND = [sys.executable, "-m", "spendaudit", "report", "-", "--area", "Preston"]


def test_a_terminal_is_told_what_is_waited_for_and_the_line_is_wiped_away() -> None:
    ours, theirs = pty.openpty()
    pipe = subprocess.PIPE
    # It waits until we have read the line, which comes after a second, however slow the machine is.
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=theirs) as program:
        os.close(theirs)
        told = os.read(ours, 1_000)
        answer, _ = program.communicate(SPEND)
    while more := _rest_of(ours):
        told += more
    os.close(ours)
    lines = told.decode().split("\r")
    assert lines[1].startswith("Reading standard input …")
    assert {line.rstrip().partition(" …")[0] for line in lines[1:]} <= {
        "Reading standard input",
        "Looking up who was paid",
        "Working out the figures",
        "",
    }
    assert lines[-1] == ""
    assert lines[-2].isspace()
    piped = subprocess.run(COMMAND, input=SPEND, capture_output=True, check=True)
    assert (answer, b"") == (piped.stdout, piped.stderr)


def _rest_of(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1_000)
    except OSError:  # Linux says so that the other end is closed
        return b""


@settings(max_examples=50)
@given(st.text(), st.integers(0, 120))
def test_the_line_is_never_wider_than_the_terminal(text: str, room: int) -> None:
    line = _within(text, room)
    assert _width(line) <= room
    assert line == text or _width(text) > room


def test_what_is_too_wide_keeps_how_it_begins_and_ends() -> None:
    line = "Reading " + "folder/" * 20 + "march.csv (3 of 24) …"
    assert _within(line, 60).startswith("Reading folder/")
    assert _within(line, 60).endswith("march.csv (3 of 24) …")
