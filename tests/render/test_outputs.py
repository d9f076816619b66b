"""Where a report goes: several files in one run, a folder of tables, a workbook, one table alone."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

import polars as pl
import pytest

from render.workbook_contents import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

YEAR = "preston-sample-2024-25.csv"


def pounds(cell: object) -> Decimal:
    return Decimal(f"{cell:.2f}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    """A folder with one audit in every format that a file can have."""
    folder = tmp_path_factory.mktemp("made")
    outputs = ["report.xlsx", "report.json", "report.csv", "report.md", "tables/"]
    words = [word for one in outputs for word in ("-o", one)]
    command = [sys.executable, "-m", "spendaudit", "report", str(sample / YEAR), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    assert done.stdout == b""
    return folder


def test_every_format_has_the_same_pounds(made: Path) -> None:
    content = json.loads((made / "report.json").read_text("utf-8"))
    book = read_workbook((made / "report.xlsx").read_bytes())
    flat = list(csv.DictReader(StringIO((made / "report.csv").read_text("utf-8"))))
    sections = {one["key"]: one["rows"] for one in content["sections"] if one["rows"]}
    sections |= {"tiers": content["tiers"], "placed-by": content["placed_by"]}
    assert len(sections) > 15
    for key, rows in sections.items():
        alone = pl.read_csv(made / "tables" / f"{key}.csv", infer_schema=False)
        lines = [line for line in flat if line["section"] == key]
        sheet = book.table(key.replace("-", " ").capitalize())
        columns = list(rows[0])
        assert alone.columns == columns
        assert len(rows) == alone.height == len(lines) == len(sheet)
        for column in ("amount", "local"):
            if column in columns:
                expected = [Decimal(row[column]) for row in rows]
                assert [Decimal(cell) for cell in alone[column]] == expected
                assert [Decimal(line[column]) for line in lines] == expected
                assert [pounds(row[columns.index(column)]) for row in sheet] == expected
    assert f"£{Decimal(content['local']['amount']):,.2f}" in (made / "report.md").read_text("utf-8")
    headline = book.table("Headline")
    assert [pounds(cell) for cell in headline[0][1:3]] == [
        Decimal(content["total"]),
        Decimal(content["local"]["amount"]),
    ]
    assert headline[0][3:7] == [
        pytest.approx(content["local"][key], rel=1e-14)
        for key in ("share", "low", "high", "share_of_placed")
    ]


def test_what_was_written_is_never_read_as_spending(made: Path, spendaudit: Run) -> None:
    for name in ("report.xlsx", "report.csv", "tables/suppliers-leaving.csv"):
        done = spendaudit("report", made / name, "--area", "Preston")
        assert done.returncode == 1, name
    assert "is a table that spendaudit wrote" in spendaudit("report", made / "report.xlsx").stderr


def test_a_folder_of_tables_in_a_folder_of_spending_is_passed_over(
    tmp_path: Path, sample: Path, spendaudit: Run
) -> None:
    (tmp_path / YEAR).write_bytes((sample / YEAR).read_bytes())
    alone = spendaudit("report", YEAR, "-f", "json", cwd=tmp_path)
    spendaudit("report", YEAR, "-o", "tables/", "-o", "report.xlsx", cwd=tmp_path)
    again = spendaudit("report", ".", "--strict", "-f", "json", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    for key in ("total", "rows", "payments", "tiers", "unread"):
        assert json.loads(again.stdout)[key] == json.loads(alone.stdout)[key]


def test_suppliers_as_a_workbook_can_be_given_back(tmp_path: Path, spendaudit: Run) -> None:
    (tmp_path / "spend.csv").write_text(
        "Date,Supplier,Supplier ID,Net Amount,Postcode\n"
        "01/04/2024,=1+1 Ltd,007,600.00,PR1 2RL\n"
        "14/04/2024,Café -Smith,008,900.00,\n"
        "15/04/2024,-Dash\u200bed,,700.50,M1 1AE\n"
    )
    first = spendaudit("report", "spend.csv", "--area", "Preston", "-f", "json", cwd=tmp_path)
    done = spendaudit("suppliers", "spend.csv", "--area", "Preston", "-o", "s.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    book = read_workbook((tmp_path / "s.xlsx").read_bytes())
    headings = book.tables["suppliers"][1]
    listed = {row[0]: dict(zip(headings, row, strict=True)) for row in book.table("suppliers")}
    assert listed["=1+1 Ltd"]["supplier_id"] == "007"
    assert listed["=1+1 Ltd"]["amount"] == 600.0
    asked = ("report", "spend.csv", "--area", "Preston", "--suppliers", "s.xlsx", "-f", "json")
    again = spendaudit(*asked, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    rungs = {row["rung"]: row["amount"] for row in json.loads(again.stdout)["placed_by"]}
    assert rungs["your supplier list"] == "1300.50"
    assert json.loads(again.stdout)["tiers"] == json.loads(first.stdout)["tiers"]


@pytest.mark.parametrize("command", ["payments", "suppliers", "set-aside", "leaks"])
def test_each_table_can_be_a_workbook(
    command: str, tmp_path: Path, sample: Path, spendaudit: Run
) -> None:
    book, text = tmp_path / "table.xlsx", tmp_path / "table.csv"
    for path in (book, text):
        area = () if command == "set-aside" else ("--area", "Preston")
        done = spendaudit(command, sample / "messy.csv", *area, "-o", path)
        assert done.returncode == 0, done.stderr
    written = read_workbook(book.read_bytes())
    if command == "leaks":
        assert written.names[:2] == ["Cover", "Contents"]
        return
    table = pl.read_csv(text, infer_schema=False)
    place, headings = written.tables[command]
    assert headings == table.columns
    assert len(written.table(command)) == table.height
    at = headings.index("amount")
    found = [None if row[at] is None else pounds(row[at]) for row in written.table(command)]
    assert found == [None if cell is None else Decimal(cell) for cell in table["amount"]]
    assert place.startswith("A1:")


def test_one_section_as_csv_is_that_table_alone(sample: Path, spendaudit: Run, made: Path) -> None:
    done = spendaudit("report", sample / YEAR, "--section", "tiers", "-f", "csv")
    assert done.stdout == (made / "tables" / "tiers.csv").read_text("utf-8")
    done = spendaudit(
        "report", sample / YEAR, "--section", "months", "--section", "tiers", "-f", "csv"
    )
    keys = [row["section"] for row in csv.DictReader(StringIO(done.stdout))]
    assert list(dict.fromkeys(keys)) == ["tiers", "months"]


def test_a_section_without_a_table_says_why_beside_an_empty_csv(
    tmp_path: Path, spendaudit: Run
) -> None:
    (tmp_path / "spend.csv").write_text("Supplier,Net Amount\nA Ltd,600.00\nB Ltd,900.00\n")
    asked = ("report", "spend.csv", "--area", "Preston", "--section", "months", "-f", "csv")
    done = spendaudit(*asked, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert (
        done.stderr
        == "spendaudit: months has no table: no payment has a date that tells its month\n"
    )
    assert spendaudit(*asked, "--quiet", cwd=tmp_path).stderr == ""


def test_sections_narrow_json_and_its_figures_stay(sample: Path, spendaudit: Run) -> None:
    done = spendaudit("report", sample / YEAR, "--section", "months", "-f", "json")
    content = json.loads(done.stdout)
    assert [one["key"] for one in content["sections"]] == ["months"]
    assert content["tiers"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("-o", "a.json", "-o", "a.csv", "-f", "json"), 2, "the ending of each picks the format"),
        (("-o", "a.json", "-o", "./a.json"), 2, "named twice"),
        (("-o", "tables/", "-f", "json"), 2, "a folder holds CSV, not json"),
        (("-o", "a.json", "-o", "a.docx"), 1, "does not write .docx"),
        (("-o", "."), 1, "is the folder in which you are"),
        (("-o", "theirs/"), 1, "holds files that are not ours, such as minutes.txt"),
    ],
)
def test_outputs_that_cannot_be_write_nothing(
    words: tuple[str, ...],
    status: int,
    said: str,
    tmp_path: Path,
    sample: Path,
    spendaudit: Run,
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "minutes.txt").write_text("theirs")
    done = spendaudit("report", sample / YEAR, *words, cwd=tmp_path)
    assert done.returncode == status
    assert said in " ".join(done.stderr.split())
    assert [one.name for one in tmp_path.iterdir()] == ["theirs"]
