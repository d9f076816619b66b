"""Killed at any moment: what was there is whole, the next run works and clears away what was left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from faults.campaign import (
    FILES,
    LONG,
    SPEND,
    ended,
    environment,
    program,
    seeded,
    times,
    wrong_with,
)
from spendaudit.locks import LOCK, hold_shared
from spendaudit.read.spool import PREFIX
from spendaudit.render.output import write_outputs
from spendaudit.render.replacing import new_folder
from spendaudit.render.turns import alone_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faults.campaign import Tally

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

WRITING = """
import sys
from pathlib import Path
from spendaudit.render.output import write_outputs
from spendaudit.render.turns import alone_at
places = [Path(sys.argv[1]) / name for name in ("a.json", "b.csv", "tables")]
number = 0
while True:
    number += 1
    data = str(number % 10).encode() * 200_000
    with alone_at(places):
        write_outputs([*((one, data) for one in places[:2]),
            (places[2], {"datapackage.json": b'{"made_by": "spendaudit 0", "resources": [{"path": "t.csv"}]}', "t.csv": data})], sys.stdout)
    if number == 1:
        print(flush=True)
"""

CACHING = """
import sys
from pathlib import Path
import polars as pl
from spendaudit.places import directory
from spendaudit.places.postcode_table import as_directory_table
rows = pl.DataFrame({"postcode": [f"PR{n % 9 + 1} {n % 10}AA" for n in range(30_000)]}).unique().sort("postcode")
rows = rows.with_columns(district=pl.lit("E07000123"), easting=pl.lit(354029.0), northing=pl.lit(429410.0))
table = as_directory_table(rows)
directory.decode_package = lambda: table
print(flush=True)
while True:
    opened = directory.open_directory()
    assert opened.postcodes.equals(table) and not opened.notice
    if len(sys.argv) > 1:
        break
    for kept in directory.cache_folder().glob("*.arrow"):
        kept.unlink()
"""


def killed(code: str, *arguments: str | Path, after: float, **changes: str | Path) -> None:
    """Start a program, and kill it so many seconds after it says that it is ready."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        env=environment(**changes),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "it never was ready"
        time.sleep(after)
        # What failed by itself before it was killed would prove nothing.
        assert process.poll() is None, "it ended by itself"
        process.kill()


def test_outputs(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    counted, chance = tally("killed while outputs are written"), seeded("outputs")
    names = ["a.json", "b.csv", "tables"]
    left = 0
    for number in times(8, 150):
        killed(WRITING, tmp_path, after=chance.random() * 0.1)
        left += len({one.name for one in tmp_path.iterdir()} - set(names)) > 0
        with alone_at([tmp_path / name for name in names]):
            pass
        wrong = None
        if sorted(one.name for one in tmp_path.iterdir()) != names:
            wrong = f"there is {sorted(one.name for one in tmp_path.iterdir())}"
        for file in (tmp_path / "a.json", tmp_path / "b.csv", tmp_path / "tables" / "t.csv"):
            content = file.read_bytes() if file.exists() else b""
            if len(content) != 200_000 or len(set(content)) != 1:
                wrong = f"{file.name} is not whole"
        counted.case(number, wrong)
    assert left or not LONG, "no kill left anything to clear away: they prove little"
    counted.assert_none_failed()


def test_a_folder_that_was_moved_aside_is_put_back(tmp_path: Path) -> None:
    place = tmp_path / "tables"
    place.mkdir()
    (place / "old.csv").write_text("old")
    with new_folder({"new.csv": b"new"}, place):
        (unfinished,) = tmp_path.glob(".spendaudit-new-*")
        # What a kill leaves between the two renames, put beside what is still in the making.
        aside = tmp_path / f"{unfinished.name}1-before"
        place.rename(aside)
        with alone_at([place]):
            assert (place / "old.csv").read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["tables"]


def test_what_belongs_to_another_output_or_user_is_left(tmp_path: Path) -> None:
    write_outputs([(tmp_path / "a.csv", "a")], sys.stdout)
    other = tmp_path / ".spendaudit-new-0123456789abcdef-0123"
    other.write_text("of another output")
    with alone_at([tmp_path / "a.csv"]):
        pass
    assert other.exists()


def test_the_postcode_cache(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    counted, chance = tally("killed while the postcode cache is written"), seeded("cache")
    for number in times(5, 120):
        killed(CACHING, after=chance.random() * 0.15, SPENDAUDIT_CACHE=tmp_path)
        for kept in tmp_path.glob("*.arrow"):
            if number % 2:
                kept.unlink()
        done = subprocess.run(
            [sys.executable, "-c", CACHING, "once"],
            env=environment(SPENDAUDIT_CACHE=tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        wrong = done.stderr[-300:]
        if number % 2 and [one.suffix for one in tmp_path.iterdir()] != [".arrow"] * 2:
            wrong += f"there is {sorted(one.name for one in tmp_path.iterdir())}"
        counted.case(number, wrong)
    counted.assert_none_failed()


def wait_for_readers(spool: Path) -> None:
    """The process that reads a workbook outlives the one that was killed until it has written its sheets."""
    before = None
    while before != (now := {one: one.stat().st_mtime_ns for one in spool.rglob("*")}):
        before = now
        time.sleep(2)


def test_a_report(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    counted, chance = tally("killed anywhere in a report"), seeded("report")
    spool, place = tmp_path / "spool", tmp_path / "out"
    spool.mkdir()
    place.mkdir()
    asked = ["report", str(FILES / "april.xlsx"), "--area", "Preston", "--quiet"]
    asked += ["-o", str(place / "r.json"), "-o", str(place / "r.xlsx")]
    env = environment(TMPDIR=spool)
    first = ended(program(*asked, env=env))
    assert first.status == 0, first.err
    whole = {one.name: one.read_bytes() for one in place.iterdir()}
    for number in times(3, 80):
        process = program(*asked, env=env)
        time.sleep(chance.random() * first.seconds)
        process.kill()
        process.communicate()
        now = {one.name: one.read_bytes() for one in place.iterdir() if one.name[0] != "."}
        counted.case(number, None if now == whole else f"there is {sorted(now)}, or other bytes")
    wait_for_readers(spool)
    for left in spool.iterdir():  # older than what may have been made in this moment
        os.utime(left, (time.time() - 3600,) * 2)
    last = ended(program(*asked, env=env))
    counted.case("the next run", wrong_with(last, adds_up=False))
    counted.case("what is left", ", ".join(map(str, spool.iterdir())) or None)
    counted.case("beside it", None if {o.name for o in place.iterdir()} == set(whole) else "more")
    counted.assert_none_failed()


def test_a_spool_that_somebody_uses_is_left(tmp_path: Path) -> None:
    used, abandoned, foreign = (tmp_path / f"{PREFIX}{name}" for name in ("used", "dead", "other"))
    for folder in (used, abandoned, foreign):
        folder.mkdir()
    held = hold_shared(used)
    (abandoned / LOCK).touch()
    for folder in (used, abandoned, foreign):
        os.utime(folder, (1_000_000_000,) * 2)
    done = ended(program("report", SPEND, "-f", "json", env=environment(TMPDIR=tmp_path)))
    assert done.status == 0, done.err
    assert sorted(tmp_path.iterdir()) == sorted([used, foreign])
    held.release()
