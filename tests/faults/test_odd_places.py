"""Names that are no files: loops of links, pipes, devices, folders that are called like files."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faults.campaign import SPEND, each, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from faults.campaign import Tally

pytestmark = pytest.mark.skipif(
    not Path("/dev/zero").exists() or sys.platform == "win32", reason="devices of POSIX"
)


def test_odd_places(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    counted = tally("links, pipes, devices and folders in the place of files")
    loop, one, other = (tmp_path / name for name in ("loop.csv", "one.csv", "other.csv"))
    loop.symlink_to(loop)
    one.symlink_to(other)
    other.symlink_to(one)
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    folder = tmp_path / "x.csv"
    folder.mkdir()
    (folder / "again").symlink_to(folder)
    (folder / "up").symlink_to(tmp_path)
    (folder / "spend.csv").write_bytes(SPEND.read_bytes())
    odd = [*(tmp_path / name for name in ("loop.csv", "one.csv", "gone.csv", "x.csv", "x.csv/up"))]
    odd += [Path(name) for name in ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/full", "/dev/stdin")]  # fmt: skip
    odd += [Path("/proc/self/mem"), tmp_path / ("n" * 300), tmp_path / "spend.csv" / "x"]
    home = ["--area", "Preston"]
    asked = []
    for place in map(str, odd):
        asked += [
            ["report", place, *home, "-f", "json"],
            ["report", str(SPEND), "--suppliers", place, *home, "-f", "json"],
            ["report", str(SPEND), "--profile", place, *home, "-f", "json"],
            ["report", str(SPEND), "--postcodes", place, *home],
            ["report", str(SPEND), "--registers", place, *home],
            ["verify", "--claims", place],
            ["verify", place, str(SPEND)],
            ["compare", place, place],
            ["registers", "add", place, "--registers", str(tmp_path / "r")],
            ["check", place],
            ["profile", place],
        ]
    for end in each(asked, cwd=tmp_path):
        # `check` answers about what cannot be read, in its answer.
        answers = "json" in end.asked
        wrong = wrong_with(end, adds_up=answers, allowed=(0, 1, 2, 3))
        if end.asked[0] == "check" and end.status == 1:
            wrong = None if "Traceback" not in end.err else end.err
        counted.case(" ".join(end.asked), wrong)
    counted.assert_none_failed()


def test_pipes(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    counted = tally("links, pipes, devices and folders in the place of files")
    content = SPEND.read_bytes()
    given = [content, b"", b"\0" * 100, content[:-40], os.urandom(3 << 20)]
    pipes = [tmp_path / f"{number}.csv" for number in range(len(given))]

    def feed() -> None:
        for pipe, data in zip(pipes, given, strict=True):
            with suppress(BrokenPipeError), pipe.open("wb") as end:  # refused before its end
                end.write(data)

    for pipe in pipes:
        os.mkfifo(pipe)
    feeding = threading.Thread(target=feed, daemon=True)
    feeding.start()
    asked = [["report", str(pipe), "--area", "Preston", "-f", "json"] for pipe in pipes]
    ends = list(each(asked))
    for number, end in enumerate(ends):
        counted.case(number, wrong_with(end))
    assert [end.status for end in ends] == [0, 1, 1, 0, 1]
    feeding.join()
    counted.assert_none_failed()
