"""Precision, recall and time of matching names against a register of made-up companies.

    python benchmarks/matching.py TRUTH REGISTERS
    python benchmarks/matching.py TRUTH REGISTERS --names NAMES.txt
    python benchmarks/matching.py TRUTH REGISTERS --missed

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
from spendaudit.names.keys import compact
from spendaudit.names.likeness import in_full, without_country
from spendaudit.names.parts import parts_of
from spendaudit.registers.postings import known_words
from spendaudit.registers.store import open_registers
from spendaudit.suppliers.kinds import kinds_of
from spendaudit.suppliers.matching import match
from spendaudit.suppliers.search import thresholds

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


def missed(folder: Path, registers: Path) -> None:
    """Print why names of true companies were missed, by what their register says of those companies.

    An oracle: it knows who was meant. Where no name of the company shares a telling word with the
    ledger's, no rule can find it; what it shows at most is how far names could ever lead.
    """
    found = matched(truth(folder), registers).filter(pl.col("true").is_not_null())
    (register,) = (
        one for one in open_registers(registers).registers if one.id == "companies-house"
    )
    there = (
        register.organisations()
        .filter(pl.col("number").is_in(found["true"].unique().implode()))
        .select("organisation", pl.col("number").alias("true"))
        .collect()
    )
    names = (
        register.names()
        .filter(pl.col("organisation").is_in(there["organisation"].implode()))
        .select(
            "organisation", pl.col("key").alias("theirs"), pl.col("form_key").alias("their_form")
        )
        .collect()
        .join(there, on="organisation")
    )
    held = (
        parts_of(found.select("payee", "supplier"))
        .join(found.select("payee", "true"), on="payee")
        .join(names, on="true")
        .with_columns(_telling("key").alias("mine"), _telling("theirs").alias("others"))
    )
    met = known_words(held.select(pl.col("mine").explode()).to_series(), register.words()[0])
    rare = met.filter(pl.col("names") <= thresholds()["near"]["rare"])["word"]
    both = pl.col("mine").list.set_intersection("others")
    initials = pl.col("others").list.eval(pl.element().str.head(1)).list.join("")
    cause = (
        pl.when(compact(pl.col("key")) == compact(pl.col("theirs")))
        .then(pl.lit("1 its very name, but for the form"))
        .when(pl.col("mine").list.set_difference("others").list.len() == 0)
        .then(pl.lit("2 the register has words more"))
        .when(pl.col("others").list.set_difference("mine").list.len() == 0)
        .then(pl.lit("3 the ledger has words more"))
        .when(pl.col("mine").list.first() == initials)
        .then(pl.lit("4 initials alone"))
        .when(both.list.eval(pl.element().is_in(rare.implode())).list.any())
        .then(pl.lit("5 other words beside a telling one"))
        .when(both.list.len() > 0)
        .then(pl.lit("6 only everyday words in common"))
        .otherwise(pl.lit("7 no word in common"))
    )
    why = held.with_columns(cause.alias("cause")).sort("cause").unique("payee", keep="first")
    told = found.join(why.select("payee", "cause"), on="payee", how="left").with_columns(
        (pl.col("number") == pl.col("true")).fill_null(value=False).alias("right"),
        (pl.col("supplier").hash(seed=7) % 2).alias("half"),
    )
    for of in ("nhs", "lancashire", "gm"):
        mine = told.filter(pl.col("set") == of)
        sys.stdout.write(f"{of}: {mine.height:,} names, {mine['right'].sum():,} found\n")
        for (why_so,), some in sorted(mine.group_by("cause")):
            halves = [
                some.filter(~pl.col("right") & (pl.col("half") == half)).height for half in (0, 1)
            ]
            sys.stdout.write(f"    {why_so or '8 left out by the kind of payee':40} {some.height:6,} names, {sum(halves):5,} missed {tuple(halves)}\n")  # fmt: skip


def _telling(key: str) -> pl.Expr:
    """The words of a key in full, without those that say nothing."""
    return in_full(without_country(pl.col(key))).list.unique(maintain_order=True)


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
    asked.add_argument("--missed", action="store_true", help="say why names were missed instead")
    given = asked.parse_args()
    if given.missed:
        missed(given.truth, given.registers)
    elif given.names:
        clock(given.names, given.registers)
    else:
        measure(given.truth, given.registers)
