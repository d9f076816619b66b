"""Times building the index of a register against Polars parsing the same file as text.

python benchmarks/registers.py [FILE|ROWS] [RUNS]: whole processes, taken in turns, on a register in
the layout of Companies House or on that many made-up companies; medians of wall and processor time,
peak memory and size on disk.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BARE = "import sys, polars as pl; pl.read_csv(sys.argv[1], infer_schema=False)"
OURS = (
    "import sys, pathlib; from spendaudit.registers.index import build; "
    "build([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]))"
)


def main(asked: str, runs: int) -> None:
    """Time the programmes in turns and print what they took."""
    with tempfile.TemporaryDirectory(prefix="spendaudit-benchmark-") as folder:
        register = Path(asked)
        if not register.exists():
            register = Path(folder) / "made-up.csv"
            _make_up(register, int(asked))
        kept = Path(folder) / "registers"
        programmes = {"Polars, as text": BARE, "the index": OURS}
        taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in programmes}
        for _ in range(runs):
            for name, programme in programmes.items():
                taken[name].append(_measured(programme, str(register), str(kept)))
        megabytes = {path.name: path.stat().st_size / 1e6 for path in sorted(kept.rglob("*/*/*.*"))}
    medians = {
        name: [statistics.median(each) for each in zip(*one, strict=True)]
        for name, one in taken.items()
    }
    bare = medians["Polars, as text"]
    for name, (wall, processor, peak) in medians.items():
        sys.stdout.write(
            f"{name:16} {wall:7.1f} s ({wall / bare[0]:.2f}), processor {processor:6.1f} s "
            f"({processor / bare[1]:.2f}), peak {peak:6.0f} MB\n"
        )
    listed = ", ".join(f"{name} {size:.0f}" for name, size in megabytes.items())
    sys.stdout.write(f"on disk {sum(megabytes.values()):.0f} MB: {listed}\n")


def _make_up(register: Path, rows: int) -> None:
    """Made-up companies, around one name that is made up too."""
    names = register.with_name("names.csv")
    names.write_text("name,company_number\nMADE UP WORKS LIMITED,00000001\n")
    generator = ROOT / "made_up_companies.py"
    asked = [sys.executable, generator, "--rows", str(rows), "--true", names, "-o", register]
    subprocess.run(list(map(str, asked)), check=True)


def _measured(programme: str, *arguments: str) -> tuple[float, float, float]:
    """Seconds on the wall and of the processors, and megabytes at the peak."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", programme, *arguments])
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given else "1000000", int(given[1]) if len(given) > 1 else 3)
