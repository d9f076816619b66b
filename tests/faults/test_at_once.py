"""Many runs at once that find no cache: one prepares the postcode directory, and all agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faults.campaign import LONG, SPEND, ended, environment, program, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faults.campaign import Tally


def test_on_one_cold_cache(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    counted = tally("runs at once on one cold cache, for one output")
    cache, place = tmp_path / "cache", tmp_path / "report.json"
    env = environment(SPENDAUDIT_CACHE=cache)
    asked = ["report", str(SPEND), "--area", "Preston", "--quiet"]
    runs = [
        program(*asked, *(["-o", str(place)] if number % 4 == 3 else ["-f", "json"]), env=env)
        for number in range(64 if LONG else 8)
    ]
    answers = set()
    for number, one in enumerate(runs):
        end = ended(one)
        printed = number % 4 != 3
        # A run that waits too long for the output of another says so.
        wrong = wrong_with(end, adds_up=printed, allowed=(0,) if printed else (0, 1))
        if end.status == 1 and "by another run" not in end.err:
            wrong = end.err
        if printed:
            answers.add(end.out)
        counted.case(number, wrong)
    counted.case("agreement", None if len(answers | {place.read_text()}) == 1 else "they differ")
    left = sorted(one.suffix for one in cache.iterdir())
    counted.case("cache", None if left == [".arrow"] * 2 else str(left))
    beside = [one.name for one in tmp_path.iterdir()]
    counted.case("beside", None if sorted(beside) == ["cache", "report.json"] else str(beside))
    counted.assert_none_failed()
