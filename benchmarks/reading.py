"""Times reading and cleaning against Polars parsing the same file as text, in one run.

python benchmarks/reading.py [ROWS] [RUNS]: whole processes, taken in turns; medians and ratios.
"""

from __future__ import annotations

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
        taken: dict[str, list[float]] = {name: [] for name in programmes}
        for _ in range(runs):
            for name, (programme, file) in programmes.items():
                taken[name].append(_timed(programme, file))
    print(f"{rows:,} rows, {runs} runs in turns, whole processes, medians")
    bare = statistics.median(taken["Polars, as text"])
    for name, figures in taken.items():
        seconds = statistics.median(figures)
        print(f"{name:20} {seconds:6.2f} s  {seconds / bare:4.1f}")


def _some_postcodes() -> pl.Series:
    """Every 97th postcode of the directory, written as people write them."""
    keys = (
        key.to_bytes(8, "big").decode().strip()
        for key in open_directory(points=False).postcodes["key"].gather_every(97)
    )
    return pl.Series([f"{key[:-3]} {key[-3:]}" for key in keys])


def _timed(programme: str, file: Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", programme, str(file)], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], "1000000", "5")[:2]))
