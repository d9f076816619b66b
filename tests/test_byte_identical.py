"""The same files give the same bytes in every format, whatever is around them.

Each repetition is a process of its own, with the files in another order and another folder, another
number of threads, time zone, locale and hash seed. A few of them; more on demand:

    SPENDAUDIT_SAME=20 python -m pytest tests/test_byte_identical.py
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from session_runner import ROOT

if TYPE_CHECKING:
    from pathlib import Path

REPETITIONS = int(os.environ.get("SPENDAUDIT_SAME") or 2)
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns")
LOCALES = ("C.UTF-8", "C", "tr_TR.UTF-8")
PARTS = 3
PUBLISHED = ("lancashire-fire-rescue", "hyndburn-bc")


def written(repetition: int, files: list[Path], folder: Path) -> dict[str, Any]:
    """The SHA-256 of every output of one repetition, by its name."""
    chance = random.Random(repetition)  # noqa: S311  # an order, no secret
    here = folder / f"machine {repetition}"
    here.mkdir()
    for file in files:
        shutil.copy(file, here / file.name)
    names = [file.name for file in files]
    chance.shuffle(names)
    out = folder / f"out-{repetition}"
    out.mkdir()
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "every_format.py", out, *names],
        cwd=here,
        env={
            **os.environ,
            "POLARS_MAX_THREADS": str(1 + repetition % 2),
            "TZ": ZONES[repetition % len(ZONES)],
            "LC_ALL": LOCALES[repetition % len(LOCALES)],
            "PYTHONHASHSEED": str(repetition),
            "COLUMNS": "80",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    seals: dict[str, Any] = json.loads(done.stdout)
    return seals


def assert_all_alike(files: list[Path], folder: Path) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        first, *others = pool.map(
            lambda repetition: written(repetition, files, folder), range(REPETITIONS)
        )
    assert len(first) > 25, "every format"
    for other in others:
        assert {name for name in {*first, *other} if first.get(name) != other.get(name)} == set()


def test_the_same_files_give_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    """Of one council in parts that overlap, two publishers, sheets of a workbook, and rows set aside."""
    heading, *lines = (sample / "preston-sample-2024-25.csv").read_text("utf-8").splitlines()
    parts: list[list[str]] = [[] for _ in range(PARTS)]
    for part, line in zip(cycle(parts), lines[:900], strict=False):
        part.append(line)
    files = []
    for number, part in enumerate([*parts, parts[0][:200]]):
        file = tmp_path / f"part-{number}.csv"
        file.write_text("\n".join([heading, *part]), encoding="utf-8")
        files.append(file)
    ours = ROOT / "tests" / "files"
    files += [sample / "messy.csv", ours / "months.xlsx", ours / "utf-16.csv", ours / "preston.zip"]
    assert_all_alike(files, tmp_path)


def test_published_files_give_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    if REPETITIONS < 20:
        pytest.skip("only where more repetitions are asked for: SPENDAUDIT_SAME=20")
    files = [file for name in PUBLISHED for file in sorted((shared / "spend" / name).iterdir())]
    assert_all_alike(files, tmp_path)
