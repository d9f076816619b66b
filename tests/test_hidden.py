"""Whoever is hidden stands in no output: every command, every format, invented names of every form."""

from __future__ import annotations

import html
import io
import random
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from line import table
from spendaudit.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

HEADING: tuple[str, ...] = (
    "Body Name",
    "Department",
    "Supplier",
    "Supplier ID",
    "Postcode",
    "Payment Date",
)
HEADING += ("Transaction Number", "Amount", "Expense Type", "Purpose")
FORMS = (
    "Mrs {first} {last}",
    "{last}, {initial} {initial}",
    "MR {initial} {last}",
    "{first} {last}",
    "{first} {last} Plumbing",
    "Dr {last} T/A Happy Days",
    "Estate of {first} {last}",
    "Cllr {first} {last}",
)
FIRST_NAMES = ("Margaret", "John", "Susan", "David")
POSTCODES = ("PR1 2RL", "M1 1AE", "")
"""Of individuals alone."""


class Spending(NamedTuple):
    """A file, one of a month later, a list of suppliers, a register, and the invented surnames."""

    files: list[Path]
    known: Path
    register: Path
    surnames: list[str]


def invented(chance: random.Random) -> str:
    """A surname that stands in no text of ours."""
    return "Zq" + "".join(
        chance.choice("bdfgklmnprstvwz") + chance.choice("aeiou") for _ in range(4)
    )


def spending(folder: Path, seed: int) -> Spending:
    """Firms and individuals, whose names stand in other columns of others' rows too."""
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    surnames = [invented(chance) for _ in FORMS]
    firsts = [chance.choice(FIRST_NAMES) for _ in FORMS]
    people = [
        form.format(first=first, initial=first[0], last=last)
        for form, first, last in zip(FORMS, firsts, surnames, strict=True)
    ]
    body, months = "Preston City Council", []
    for month in (4, 5):
        rows = []
        for number, name in enumerate(people):
            other = chance.choice(people)
            words = [f"paid for {name}", name, name.upper(), "care", f"{name}'s rent"]
            day, amount = f"{1 + number:02}/{month:02}/2024", f"{chance.randrange(1, 900_000)}.50"
            theirs = (f"{number}{surnames[number]}", chance.choice(POSTCODES))
            department = chance.choice(["Care", name])
            beside = (f"{surnames[number]}/24", amount, chance.choice(words), chance.choice(words))
            rows.append((body, department, name, *theirs, day, *beside))
            rows.append(rows[-1])  # the same again is worth a second look
            beside = ("1", amount, chance.choice(["Roofs", f"Aid to {other}"]), f"for {other.upper()}")  # fmt: skip
            rows.append((body, "Care", f"Ribble Roofing {number} Ltd", str(number), "PR2 8AJ", day, *beside))  # fmt: skip
        # One that is set aside, since it has no amount.
        rows.append((body, "Care", people[0], surnames[0], "", "01/04/2024", "2", "", "", people[0]))  # fmt: skip
        months.append(table(folder, rows, HEADING, f"{month}.csv"))
    known = folder / "known.csv"
    lines = [
        f'"{name}",{n}{surnames[n]},PR1 2RL,"note on {name}"' for n, name in enumerate(people[:4])
    ]
    known.write_text("\n".join(["supplier,supplier_id,postcode,note", *lines]))
    register = folder / "traders.csv"
    nearly = [f'"{name} of Preston",PR1 2RL' for name in people]
    register.write_text("\n".join(["name,postcode", *nearly]))
    return Spending(months, known, register, surnames)


def texts(content: bytes) -> Iterator[str]:
    """All text of an output, however it is packed."""
    if content[:4] == b"PAR1":
        yield pl.read_parquet(io.BytesIO(content)).write_json()
        return
    if content[:2] != b"PK":
        text = content.decode("utf-8")
        yield from (text, html.unescape(text))
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            yield name
            yield html.unescape(packed.read(name).decode("utf-8"))


def named(said: str, surnames: list[str]) -> list[str]:
    """The surnames and postcodes in a text, whatever stands where a line was broken."""
    plain = re.sub(r"[\s\\]+", "", said).lower()
    wanted = [*surnames, *(one for one in POSTCODES if one)]
    return [one for one in wanted if one.lower().replace(" ", "") in plain]


def test_no_output_of_any_command_names_who_is_hidden(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """It takes some seconds: every command, and every format of a report."""
    spent = spending(tmp_path, 1)
    first, second = map(str, spent.files)
    kept, out = str(tmp_path / "registers"), tmp_path / "out"
    out.mkdir()
    assert run(["registers", "add", str(spent.register), "--registers", kept]) == 0
    capsysbinary.readouterr()
    hiding = ["--hide-individuals", "--registers", kept, "--suppliers", str(spent.known)]
    both = [first, second, "--area", "Preston", *hiding]
    names = [f"report.{form}" for form in ("json", "html", "md", "csv", "txt", "xlsx")]
    names += ["payments.parquet", "tables/"]
    written = [word for name in names for word in ("-o", f"{out}/{name}")]
    asked = [
        ["report", *both, "--section", "all", "--with-payments", *written, "--log", "json"],
        ["report", *both, "--section", "all"],
        ["report", *both, "--plain"],
        *(["report", one, "--area", "Preston", *hiding, "-q", "-o", f"{one}.json"] for one in (first, second)),
        ["payments", *both, "-f", "jsonl"],
        ["suppliers", *both, "-o", f"{out}/suppliers.xlsx"],
        ["leaks", *both, "-f", "json"],
        ["multiplier", *both, "--rates", "fsb-cles-2013", "-f", "json"],
        ["compare", *both[:1], "--with", *both[1:]],
        ["compare", f"{first}.json", f"{second}.json"],
        ["verify", f"{first}.json", first, *hiding],
        ["explain", "ribble roofing 1", *both],
        ["explain", spent.surnames[0], *both],
    ]  # fmt: skip
    found = {}
    for words in asked:
        status = run(words)
        answer = capsysbinary.readouterr()
        said = answer.out + b"\n" + answer.err
        is_asked_for = words[1] in spent.surnames  # and is said again in the refusal
        assert status == 1 if is_asked_for else status in (0, 3), (words, answer.err)
        hits = [hit for text in texts(said) for hit in named(text, spent.surnames)]
        if hits != [words[1]] * len(hits):
            found[" ".join(words)] = hits
    files = [one for one in (*out.rglob("*"), *tmp_path.glob("*.json")) if one.is_file()]
    assert {"report.html", "suppliers.xlsx", "datapackage.json"} <= {one.name for one in files}
    for file in files:
        if hits := [
            hit for text in texts(file.read_bytes()) for hit in named(text, spent.surnames)
        ]:
            found[file.name] = hits
    assert found == {}
    suppliers = {row[0] for row in pl.read_parquet(out / "payments.parquet", columns=["supplier"]).rows()}  # fmt: skip
    assert suppliers == {"(an individual)", *(f"Ribble Roofing {n} Ltd" for n in range(len(FORMS)))}
