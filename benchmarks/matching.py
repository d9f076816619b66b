"""Precision, recall and time of matching names against a register of made-up companies.

    python benchmarks/matching.py TRUTH REGISTERS
    python benchmarks/matching.py TRUTH REGISTERS --names NAMES.txt

TRUTH is a folder with `lancashire-names.csv`, `nhs-names-checked-by-hand.xlsx` and
`gm-names-machine-matched.csv`; REGISTERS a folder in which `spendaudit registers add` has put what
`made_up_companies.py` wrote, with the true companies of those files among it. Each set is halved by
a hash of the name: thresholds were chosen on the first half, the second was kept back.

NHS codes of the people who checked: 1, 2 and 4 are names that the register has (perfect, but for the
legal form, or perfect after correction); 3 and 5 to 13 they found by other means, such as the web.
Those checked as `not a company` have the codes -4 to -9.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl

from spendaudit.names.cleaning import clean_name
from spendaudit.registers.store import open_registers
from spendaudit.suppliers.kinds import kinds_of
from spendaudit.suppliers.matching import match

PAID = {"lancashire": (2015, 2026), "gm": (2015, 2026), "nhs": (2015, 2021)}
"""From and to which year the names were paid, as far as the sets tell."""


def truth(folder: Path) -> pl.DataFrame:
    """All names: `set`, `code`, `supplier` as spelt, `true` (a company number, or null for none)."""
    lancashire = pl.read_csv(folder / "lancashire-names.csv", infer_schema=False)
    greater = pl.read_csv(folder / "gm-names-machine-matched.csv", infer_schema=False)
    nhs = pl.read_excel(folder / "nhs-names-checked-by-hand.xlsx")
    code = pl.col("matchcodeCH").str.extract(r"^(-?\d+)", 1).alias("code")
    number = pl.col("companynumber")
    return pl.concat(
        [
            lancashire.select(pl.lit("lancashire").alias("set"), pl.lit("").alias("code"), pl.col("name_in_spend_file").alias("supplier"), pl.col("company_number").alias("true")),
            nhs.filter(number.str.contains("^[A-Z0-9]{8}$")).select(pl.lit("nhs").alias("set"), code, "supplier", number.alias("true")),
            nhs.filter(pl.col("matchcodeCH").str.starts_with("-")).select(pl.lit("nhs").alias("set"), code, "supplier", pl.lit(None, pl.String).alias("true")),
            greater.select(pl.lit("gm").alias("set"), pl.col("match_method").alias("code"), pl.col("name_in_spend_file").alias("supplier"), pl.col("company_number").alias("true")),
        ]
    ).with_row_index("payee")  # fmt: skip


def matched(names: pl.DataFrame, registers: Path) -> pl.DataFrame:
    """The names with what the matcher made of them."""
    years = {name: year for name, (year, _) in PAID.items()}, {name: year for name, (_, year) in PAID.items()}  # fmt: skip
    asked = names.with_columns(
        clean_name(pl.col("supplier")).alias("name"),
        *(
            pl.date(pl.col("set").replace_strict(said, return_dtype=pl.Int32), 1, 1).alias(column)
            for said, column in zip(years, ("first_paid", "last_paid"), strict=True)
        ),
    )
    found = match(kinds_of(asked), open_registers(registers))
    return names.join(found.select("payee", "number", "rung"), on="payee", how="left")


def line(label: str, names: pl.DataFrame) -> None:
    """One line of figures."""
    placed = names.filter(pl.col("rung").is_not_null())
    right = placed.filter(pl.col("number") == pl.col("true")).height
    share = "" if names["true"].null_count() == names.height else f"precision {right / max(placed.height, 1):.4f}  recall {right / max(names.height, 1):.4f}"  # fmt: skip
    sys.stdout.write(f"{label:44} {names.height:6,} names {placed.height:6,} matched {placed.height - right:4,} wrong  {share}\n")  # fmt: skip


def measure(folder: Path, registers: Path) -> None:
    """Print the figures of every set, whole and by halves."""
    found = matched(truth(folder), registers).with_columns(
        (pl.col("supplier").hash(seed=7) % 2).alias("half")
    )
    companies = pl.col("true").is_not_null()
    by_name = pl.col("code").is_in(["1", "2", "4"])
    sets = {
        "lancashire-names": pl.col("set") == "lancashire",
        "NHS, companies that the register names": (pl.col("set") == "nhs") & companies & by_name,
        "NHS, companies found by other means": (pl.col("set") == "nhs") & companies & ~by_name,
        "NHS, all that are companies": (pl.col("set") == "nhs") & companies,
        "NHS, checked as not a company": (pl.col("set") == "nhs") & ~companies,
        "gm-names (machine-matched)": pl.col("set") == "gm",
    }
    for label, those in sets.items():
        names = found.filter(those)
        line(label, names)
        for half, called in ((0, "chosen on"), (1, "kept back")):
            line(f"    {called}", names.filter(pl.col("half") == half))


def clock(names: Path, registers: Path) -> None:
    """Print the time and memory of matching a file of names, one a line."""
    spelt = names.read_text(encoding="utf-8").splitlines()
    payees = pl.DataFrame({"supplier": spelt}).with_row_index("payee").with_columns(
        pl.lit(date(2015, 1, 1)).alias("first_paid"), pl.lit(date(2026, 1, 1)).alias("last_paid")
    )  # fmt: skip
    wall, cpu = time.perf_counter(), time.process_time()
    found = match(payees, open_registers(registers))
    took, worked = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{len(spelt):,} names, {found['rung'].drop_nulls().len():,} matched: {took:.1f} s, {worked:.1f} s of processor, {peak:,} MB\n")  # fmt: skip


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("truth", type=Path)
    asked.add_argument("registers", type=Path)
    asked.add_argument("--names", type=Path, help="time the matching of these instead")
    given = asked.parse_args()
    if given.names:
        clock(given.names, given.registers)
    else:
        measure(given.truth, given.registers)
