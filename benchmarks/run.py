"""Every performance goal measured in one run, whole processes in turns, on synthetic files.

    python -m pip install -e '.[benchmarks]'
    python benchmarks/run.py                    all of it, a quarter of an hour: writes RESULTS.md
    python benchmarks/run.py --quick            50,000 and a million rows, no register: prints alone
    python benchmarks/run.py --only registers   one part: prints alone
    python benchmarks/run.py --rows 50000000    all, and the memory of a report on one file of so many

Files are generated into a temporary folder (TMPDIR names another place: ten million rows take 1.5 GB,
fifty million 7.5 GB), with caches and registers of its own, and are gone afterwards. What is measured:
`timing.py`; what is generated: `generated.py` and `made_up_companies.py`; rivals: `with_duckdb.py` and
`with_pandas.py`; how well names are matched is another matter: `matching.py`.
"""

from __future__ import annotations

import argparse
import csv
import io
import shutil
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from results import Goal, Results, describe_machine
from timing import Programme, Taken, in_turns, run

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
SMALL, MIDDLE, LARGE = 50_000, 1_000_000, 10_000_000
COMPANIES = 5_500_000
FILES = 50
"""How often a file of `MIDDLE` rows is written as payments, to stand for so many files."""

BARE = "import sys, polars as pl; pl.read_csv(sys.argv[1], infer_schema=False)"
BARE_WINDOWS = (
    "import sys, polars as pl; pl.read_csv(sys.argv[1], infer_schema=False, encoding='utf8-lossy')"
)
"""The fastest way in which Polars parses a file of the Windows code page: without its £ and accents."""
CLEAN = """
import gc, sys, pathlib
gc.set_threshold(100_000)
from spendaudit.read.seals import begin_seal
files = [pathlib.Path(sys.argv[1])]
begin_seal(files)
from spendaudit.intake import clean_files
clean_files(files)
"""
"""As every command reads: garbage is seldom looked for, and the SHA-256 begun before Polars is loaded."""
PLACED = """
import sys, pathlib
from spendaudit.audit import Request, audit
found = audit(Request([pathlib.Path(sys.argv[1])], area="Preston", points=True))
"""
MEASURED = (
    PLACED
    + """
from spendaudit.report.compose import compose
compose(found, "", None)
"""
)
DIRECTORY = """
import os, sys, time
from spendaudit.places.directory import open_directory
start = time.perf_counter()
open_directory()
print(time.perf_counter() - start)
"""
TOTALS = """
import sys, polars as pl
from spendaudit.measures.scale import area_totals
totals = area_totals(pl.scan_parquet(sys.argv[1])).collect(engine="streaming")
print(totals["payments"].sum(), totals["pence"].sum())
"""
INDEX = """
import sys, pathlib
from spendaudit.registers.index import build
build([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]))
"""


class Bench:
    """A temporary folder with what was generated, and the results so far."""

    def __init__(self, folder: Path, results: Results, runs: int) -> None:
        self.folder = folder
        self.results = results
        self.runs = runs
        self.places = folder / "places"
        self.setting = {
            "SPENDAUDIT_CACHE": str(folder / "cache"),
            "SPENDAUDIT_REGISTERS": str(folder / "no-registers"),
            "PGEOCODE_DATA_DIR": str(self.places),
        }

    def code(self, text: str, *arguments: str | Path, own_clock: bool = False) -> Programme:
        """A programme of Python."""
        return Programme([sys.executable, "-c", text, *arguments], self.setting, own_clock)

    def script(self, name: str, *arguments: str | Path) -> Programme:
        """A script of this folder."""
        return Programme([sys.executable, HERE / name, *arguments], self.setting)

    def tool(self, *arguments: str | Path) -> Programme:
        """Spendaudit itself."""
        return Programme([sys.executable, "-m", "spendaudit", *arguments], self.setting)

    def report(self, file: Path, *arguments: str) -> Programme:
        """A report on a generated file."""
        return self.tool("report", file, "--area", "Preston", *arguments)

    def spending(self, rows: int) -> Path:
        """The generated file of that many rows; made when it is first asked for."""
        file = self.folder / f"spending-{rows}.csv"
        if not file.exists():
            say(f"writing {rows:,} synthetic payments")
            run(self.script("generated.py", "spending", file, str(rows)), self.folder)
        return file

    def timed(
        self, title: str, programmes: dict[str, Programme], runs: int = 0, *, warm: bool = True
    ) -> dict[str, Taken]:
        """Time programmes in turns and keep what they took under a title."""
        runs = runs or self.runs
        say(f"{title}: {len(programmes)} programmes, {runs} runs")
        taken = in_turns(programmes, runs, self.folder, warm=warm)
        self.results.timed(title, taken, runs)
        return taken


def start(bench: Bench) -> None:
    """What starting costs, and a report of a usual size."""
    file = bench.spending(SMALL)
    taken = bench.timed(
        f"Start, and {SMALL:,} rows",
        {
            "import polars": bench.code("import polars"),
            "spendaudit --help": bench.tool("--help"),
            "Polars, as text": bench.code(BARE, file),
            "report": bench.report(file),
            "report -f json": bench.report(file, "-f", "json"),
        },
        runs=max(bench.runs, 7) if bench.runs > 1 else 1,
    )
    base = taken["import polars"]
    bench.results.ratio(Goal("`spendaudit --help` / `import polars`", 1.0), taken["spendaudit --help"], base)  # fmt: skip
    bench.results.ratio(Goal(f"`report` on {SMALL:,} rows / `import polars`", 2.5), taken["report"], base)  # fmt: skip


def spending(bench: Bench) -> None:
    """A million rows: against a bare parse, the Windows code page, DuckDB and pandas."""
    file = bench.spending(MIDDLE)
    windows = bench.folder / "windows.csv"
    run(bench.script("generated.py", "windows", file, windows), bench.folder)
    programmes = _programmes(bench, file)
    programmes["Polars, as text, in cp1252"] = bench.code(BARE_WINDOWS, windows)
    programmes["read and clean alone, in cp1252"] = bench.code(CLEAN, windows)
    programmes["report, in cp1252"] = bench.report(windows)
    programmes["pandas and pgeocode, area totals"] = bench.script("with_pandas.py", file)
    taken = bench.timed(f"{MIDDLE:,} rows", programmes)
    windows.unlink()
    results = bench.results
    for code_page, most in (("", 2.0), (", in cp1252", 3.0)):
        results.ratio(
            Goal(f"read and clean {MIDDLE:,} rows{code_page} / bare parse of the same file", most),
            taken[f"read and clean alone{code_page}"],
            taken[f"Polars, as text{code_page}"],
        )
    _against(bench, MIDDLE, taken, most=2.0)
    results.ratio(Goal("a cp1252 file / the same in UTF-8", 1.2), taken["report, in cp1252"], taken["report"])  # fmt: skip
    for name in ("report", "report, area totals alone"):
        results.ratio(
            Goal(f"`{name}`, {MIDDLE:,} rows / pandas and pgeocode", 0.2),
            taken[name],
            taken["pandas and pgeocode, area totals"],
        )


def measures(bench: Bench) -> None:
    """What every section costs, beside reading and placing the payments that they speak of."""
    file = bench.spending(MIDDLE)
    placed, measured = "read and placed", "the same, and every section"
    taken = bench.timed(
        f"Every section, {MIDDLE:,} rows",
        {placed: bench.code(PLACED, file), measured: bench.code(MEASURED, file)},
    )
    goal = Goal(f"`{measured}`, {MIDDLE:,} rows / `{placed}`", 2.0)
    bench.results.ratio(goal, taken[measured], taken[placed])


def large(bench: Bench) -> None:
    """Ten million rows: time and memory."""
    taken = bench.timed(
        f"{LARGE:,} rows",
        _programmes(bench, bench.spending(LARGE)),
        runs=min(bench.runs, 3),
        warm=False,
    )
    _against(bench, LARGE, taken, most=3.0)
    bench.results.peak(Goal(f"memory of `report` on {LARGE:,} rows, MB", 900), taken["report"])


def many(bench: Bench) -> None:
    """More rows than any publisher has in one file: each file is written as Parquet, and all are summed."""
    file, written = bench.spending(MIDDLE), bench.folder / "written"
    written.mkdir()
    rows = FILES * MIDDLE
    say(f"{rows:,} rows in {FILES} files, one after the other")
    each = []
    for number in range(FILES):
        target = written / f"{number}.parquet"
        each.append(
            run(bench.tool("payments", file, "--area", "Preston", "-o", target), bench.folder)
        )
    totals = run(bench.code(TOTALS, written / "*.parquet"), bench.folder)
    one = run(bench.code(TOTALS, written / "0.parquet"), bench.folder)
    if _figures(totals.said) != tuple(FILES * figure for figure in _figures(one.said)):
        raise SystemExit(f"the sums differ: {totals.said} of all, {one.said} of one")
    shutil.rmtree(written)
    passed, worked = sum(taken.passed for taken in each), sum(taken.worked for taken in each)
    most = max(taken.peak for taken in each)
    taken = {
        "payments, one file after the other": Taken(passed, worked, most, ""),
        "area totals of what was written": totals,
    }
    bench.results.timed(f"{rows:,} rows, file by file", taken, 1)
    goal = Goal(f"memory of {rows:,} rows, file by file, MB", 2000)
    bench.results.peak(goal, max(taken.values(), key=lambda one: one.peak))
    bench.results.note(
        f"{rows:,} rows are one file of {MIDDLE:,}, written as payments {FILES} times over."
    )


def _figures(said: str) -> tuple[int, ...]:
    return tuple(map(int, said.split()))


def memory(bench: Bench, rows: int) -> None:
    """The memory of one report, beside that of one on ten million rows."""
    taken = {}
    for many in (LARGE, rows):
        say(f"memory of a report on {many:,} rows")
        taken[many] = run(bench.report(bench.spending(many)), bench.folder)
        bench.results.timed(f"Memory, {many:,} rows", {"report": taken[many]}, 1)
    goals = bench.results
    goals.peak(Goal(f"memory of `report` on {rows:,} rows, MB", 2000), taken[rows])
    goals.figure(
        Goal(f"memory on {rows:,} rows / on {LARGE:,}", 1.2), taken[rows].peak / taken[LARGE].peak
    )


def directory(bench: Bench) -> None:
    """The postcode directory: decoded, and opened again."""
    first = f"import os, tempfile; os.environ['SPENDAUDIT_CACHE'] = tempfile.mkdtemp(dir={str(bench.folder)!r})"  # fmt: skip
    taken = bench.timed(
        "Postcode directory, without the start of Python",
        {
            "first use": bench.code(first + DIRECTORY, own_clock=True),
            "later use": bench.code(DIRECTORY, own_clock=True),
        },
    )
    bench.results.seconds(Goal("postcode directory, first use, seconds", 3.0), taken["first use"])
    bench.results.seconds(Goal("postcode directory, later use, seconds", 0.2), taken["later use"])


def registers(bench: Bench, rows: int = COMPANIES) -> None:
    """The index of a register of companies, and names looked up in it."""
    register, kept, names = (bench.folder / name for name in ("companies.csv", "kept", "names.txt"))
    true = bench.folder / "true.csv"
    true.write_text("name,company_number\nMADE UP WORKS LIMITED,00000001\n")
    say(f"writing {rows:,} made-up companies")
    made_up = ("--rows", str(rows), "--true", true, "-o", register)
    run(bench.script("made_up_companies.py", *made_up), bench.folder)
    run(bench.script("generated.py", "names", register, names), bench.folder)
    # In this order: the names are looked up in what the turn has built.
    taken = bench.timed(
        f"Register of {rows:,} companies",
        {
            "Polars, as text": bench.code(BARE, register),
            "the index": bench.code(INDEX, register, kept),
            "20,000 names": bench.script("matching.py", ".", kept, "--names", names),
        },
        runs=min(bench.runs, 2),
        warm=False,
    )
    bare = taken["Polars, as text"]
    bench.results.ratio(Goal(f"index of {rows:,} names / bare parse", 2.0), taken["the index"], bare)  # fmt: skip
    bench.results.ratio(Goal("20,000 names against it / the same parse", 0.6), taken["20,000 names"], bare)  # fmt: skip
    bench.results.peak(Goal("memory of 20,000 names, MB", 1000), taken["20,000 names"])
    file = bench.folder / "named.csv"
    run(bench.script("generated.py", "named", names, file, str(SMALL)), bench.folder)
    reports = bench.timed(
        f"{SMALL:,} rows to {SMALL // 10:,} of these names",
        {
            "report": bench.report(file, "--no-registers"),
            "report, with the register": bench.report(file, "--registers", str(kept)),
        },
    )
    bench.results.figure(
        Goal(f"`report` on {SMALL:,} rows with the register, seconds more", 1.5),
        reports["report, with the register"].passed - reports["report"].passed,
    )
    size = sum(path.stat().st_size for path in kept.rglob("*") if path.is_file())
    bench.results.note(
        f"The register is {register.stat().st_size / 1e6:,.0f} MB as CSV and {size / 1e6:,.0f} MB as an index."
    )


def _programmes(bench: Bench, file: Path) -> dict[str, Programme]:
    return {
        "Polars, as text": bench.code(BARE, file),
        "read and clean alone": bench.code(CLEAN, file),
        "report": bench.report(file),
        "report -f json": bench.report(file, "-f", "json"),
        "report, area totals alone": bench.report(file, "--section", "tiers", "-f", "csv"),
        "DuckDB, area totals": bench.script("with_duckdb.py", file, bench.places, "totals"),
        "DuckDB, the tables of a report": bench.script(
            "with_duckdb.py", file, bench.places, "tables"
        ),
    }


def _against(bench: Bench, rows: int, taken: dict[str, Taken], most: float) -> None:
    results, bare = bench.results, taken["Polars, as text"]
    results.ratio(Goal(f"`report` on {rows:,} rows / bare parse", most), taken["report"], bare)
    results.ratio(
        Goal(f"area totals, {rows:,} rows / DuckDB SQL", 1.0),
        taken["report, area totals alone"],
        taken["DuckDB, area totals"],
    )
    results.ratio(
        Goal(f"tables of a report, {rows:,} rows / DuckDB SQL", 1.0),
        taken["report"],
        taken["DuckDB, the tables of a report"],
    )
    ours = _our_totals(taken["report, area totals alone"].said)
    theirs = _sql_totals(taken["DuckDB, area totals"].said)
    if ours != theirs:
        raise SystemExit(f"the answers differ:\n{ours}\n{theirs}")
    results.note(
        f"On {rows:,} rows spendaudit and DuckDB gave the same pence, payments and suppliers for each tier."
    )


def _our_totals(said: str) -> dict[str, tuple[Decimal, int, int]]:
    """Pounds, payments and suppliers of each tier that has any, as a report's CSV gives them."""
    table = said[said.index("tier,") :]
    return {
        row["tier"]: (Decimal(row["amount"]), int(row["payments"]), int(row["suppliers"]))
        for row in csv.DictReader(io.StringIO(table))
        if int(row["payments"])
    }


def _sql_totals(said: str) -> dict[str, tuple[Decimal, int, int]]:
    rows = (line.split("\t") for line in said.splitlines())
    return {tier: (Decimal(amount), int(many), int(names)) for tier, amount, many, names in rows}


PARTS: dict[str, Callable[[Bench], None]] = {
    "start": start,
    "directory": directory,
    "spending": spending,
    "measures": measures,
    "large": large,
    "many": many,
    "registers": registers,
}
LONG = ("large", "many", "registers")


def say(sentence: str) -> None:
    """Tell the person who waits."""
    sys.stderr.write(sentence + "\n")


def keep(bench: Bench, target: Path | None) -> None:
    """Write down what is known so far: a run that is interrupted has not been for nothing."""
    if target:
        target.write_text(bench.results.as_markdown(), encoding="utf-8")


def main() -> None:
    """Measure what was asked for, print it, and write it down where it is all."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--quick", action="store_true", help="leave out what takes long")
    asked.add_argument("--only", choices=PARTS, action="append", help="measure this part alone")
    asked.add_argument("--rows", type=int, help="also the memory of a report on so many rows")
    asked.add_argument("--runs", type=int, default=5, help="of each programme; 5")
    asked.add_argument("--output", "-o", type=Path, help="write the results here")
    given = asked.parse_args()
    parts = given.only or [name for name in PARTS if not (given.quick and name in LONG)]
    whole = not given.only and not given.quick
    with tempfile.TemporaryDirectory(prefix="spendaudit-benchmark-") as name:
        target = given.output or (HERE / "RESULTS.md" if whole else None)
        bench = Bench(Path(name), Results(describe_machine()), given.runs)
        bench.places.mkdir()
        run(bench.script("generated.py", "places", bench.places), bench.folder)
        for part in parts:
            PARTS[part](bench)
            keep(bench, target)
        if given.rows:
            memory(bench, given.rows)
            keep(bench, target)
    print(bench.results.as_markdown())


if __name__ == "__main__":
    main()
