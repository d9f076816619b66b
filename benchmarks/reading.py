"""Times reading and cleaning against Polars parsing the same file as text, in one run.

python benchmarks/reading.py [ROWS] [RUNS]: whole processes, taken in turns; medians and ratios, of the
time that passed and of the processors' time, which other work on the machine disturbs less.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from generated import write_spending
from spendaudit.places.directory import open_directory

BARE = "import sys, polars as pl; pl.read_csv(sys.argv[1], infer_schema=False)"
OURS = (
    "import sys, pathlib; from spendaudit.audit import clean_files; "
    "clean_files([pathlib.Path(sys.argv[1])])"
)

_NO_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Under it modules are compiled anew in each run, as they are nowhere else."""


def main(rows: int, runs: int) -> None:
    """Write the files, time the programmes in turns and print what they took."""
    with tempfile.TemporaryDirectory(prefix="spendaudit-benchmark-") as folder:
        utf8, windows = Path(folder) / "utf-8.csv", Path(folder) / "cp1252.csv"
        write_spending(utf8, rows, _some_postcodes())
        windows.write_bytes(utf8.read_text(encoding="utf-8").encode("cp1252"))
        programmes = {
            "Polars, as text": (BARE, utf8),
            "spendaudit, UTF-8": (OURS, utf8),
            "spendaudit, cp1252": (OURS, windows),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programmes}
        # One more than asked for: the first of each compiles modules, and fills the disk's cache.
        for run in range(runs + 1):
            for name, (programme, file) in programmes.items():
                both = _timed(programme, file, Path(folder))
                if run:
                    taken[name].append(both)
    print(f"{rows:,} rows, {runs} runs in turns, whole processes, medians")
    medians = {
        name: [statistics.median(figures) for figures in zip(*both, strict=True)]
        for name, both in taken.items()
    }
    bare = medians["Polars, as text"]
    print(f"{'':20} {'passed':>8} {'ratio':>7} {'processors':>12} {'ratio':>7}")
    for name, (passed, worked) in medians.items():
        print(
            f"{name:20} {passed:6.2f} s {passed / bare[0]:7.1f} "
            f"{worked:10.2f} s {worked / bare[1]:7.1f}"
        )


def _some_postcodes() -> pl.Series:
    """Every 97th postcode of the directory, written as people write them."""
    keys = (
        key.to_bytes(8, "big").decode().strip()
        for key in open_directory(points=False).postcodes["key"].gather_every(97)
    )
    return pl.Series([f"{key[:-3]} {key[-3:]}" for key in keys])


def _timed(programme: str, file: Path, folder: Path) -> tuple[float, float]:
    """Seconds that passed, and those that the processors worked."""
    setting = {name: text for name, text in os.environ.items() if name != _NO_COMPILED}
    setting["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    worked, start = _worked(), time.perf_counter()
    subprocess.run([sys.executable, "-c", programme, str(file)], check=True, env=setting)
    return time.perf_counter() - start, _worked() - worked


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], "1000000", "5")[:2]))
