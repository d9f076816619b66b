"""Other clocks, time zones, locales and encodings of the terminal: the same bytes, or a clear sentence."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from faults.campaign import LONG, SPEND, each, environment, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faults.campaign import Tally

CLOCKS = (0, 68169600, 951782400, 2147483648, 4102444800, 32503680000)
"""Seconds since 1970: its first one, a leap day, after the end of 32 bits, in 2100 and in 3000."""
SURROUNDINGS: tuple[dict[str, str | None], ...] = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"TZ": "Pacific/Kiritimati", "PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONIOENCODING": "latin-1"},
    {"TZ": "nonsense/zone", "LC_ALL": "nonsense"},
    {"TZ": ":/dev/zero", "LANG": None},
    {"COLUMNS": "0", "LINES": "-1", "TERM": "x"},
    {"COLUMNS": "999999999", "NO_COLOR": "1"},
    {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "7"},
)


def test_locales_and_time_zones(tally: Callable[[str], Tally]) -> None:
    counted = tally("other locales, time zones and encodings")
    asked = [["report", str(SPEND), "--area", "Preston", "-f", form] for form in ("json", "html", "csv")]  # fmt: skip
    table = ["report", str(SPEND), "--area", "Preston"]
    usual = [end.out for end in each(asked)]
    for number, changes in enumerate(SURROUNDINGS if LONG else SURROUNDINGS[::3]):
        env = environment(**changes)
        ends = list(each([*asked, table], env=env))
        for end, before in zip(ends, usual, strict=False):
            counted.case((number, end.asked), wrong_with(end, adds_up="json" in end.asked))
            counted.case((number, "same"), None if end.out == before else "other bytes")
        counted.case((number, "table"), wrong_with(ends[-1], adds_up=False))
        # What goes into a real pipe, past what captured it above.
        done = subprocess.run(
            [sys.executable, "-m", "spendaudit", *table], env=env, capture_output=True, check=False
        )
        wrong = b"Traceback" in done.stderr or done.returncode
        counted.case((number, "pipe"), done.stderr.decode(errors="replace") if wrong else None)
    counted.assert_none_failed()


def test_clocks(tally: Callable[[str], Tally], tmp_path: Path) -> None:
    counted = tally("other clocks")
    answers = set()
    asked = [
        ["report", str(SPEND), "--area", "Preston", "-f", "json"],
        ["report", str(SPEND), "--area", "Preston", "-f", "xlsx", "-o", str(tmp_path / "r.xlsx")],
        ["report", str(SPEND), "--area", "Preston", "-f", "html", "-o", str(tmp_path / "r.html")],
        ["registers", "list", "--registers", str(tmp_path)],
    ]
    for seconds in CLOCKS if LONG else CLOCKS[::3]:
        # Files dated by that clock, and the clock itself, as Python's own modules tell it.
        setup = (
            f"import time, datetime\nnow = {seconds}\ntime.time = lambda: float(now)\n"
            "time.time_ns = lambda: now * 10**9\nreal = datetime.datetime\n"
            "class Then(real):\n"
            "    @classmethod\n"
            "    def now(cls, tz=None): return real.fromtimestamp(now, tz)\n"
            "datetime.datetime = Then\n"
        )
        ends = list(each(asked, setup=setup))
        for end in ends:
            counted.case((seconds, end.asked), wrong_with(end, adds_up="json" in end.asked))
        answers.add(
            hashlib.sha256(
                (tmp_path / "r.xlsx").read_bytes()
                + (tmp_path / "r.html").read_bytes()
                + ends[0].out.encode()
            ).hexdigest()
        )
    counted.case("the same bytes", None if len(answers) == 1 else "they differ by the clock")
    counted.assert_none_failed()


@pytest.mark.parametrize("program", ["report"])
def test_a_stamp_follows_the_clock_it_is_given(program: str) -> None:
    (end,) = each(
        [[program, str(SPEND), "--area", "Preston", "-f", "json", "--stamp"]],
        env=environment(SOURCE_DATE_EPOCH="nonsense"),
    )
    assert wrong_with(end) is None
