"""A report made again from its own manifest: the same figures from the same bytes, whatever they are called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from line import LIST_HEADING, PRESTON, paid, table
from session_runner import ROOT
from spendaudit.cli.program import app
from spendaudit.errors import InputError
from spendaudit.report.found_again import find_again
from spendaudit.report.kept import read_report

if TYPE_CHECKING:
    from pathlib import Path

FILES = ROOT / "tests" / "files"
ROWS = [
    paid("Ribble Roofing Ltd", "", "1000.00"),
    paid("Leeds Lifts Ltd", "LS1 1UR", "500.00"),
    paid("Café Blé", "PR1 2RL", "12.34"),
]


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def verified(*arguments: str | Path) -> tuple[int, dict[str, list[dict[str, object]]]]:
    """The status of `verify`, and the rows of its tables."""
    status, text = run("verify", *arguments, "-f", "json", "--quiet")
    return status, {one["key"]: one["rows"] for one in json.loads(text)["sections"]}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with spending in two files, a list, a profile, and the report that was made of them."""
    folder = tmp_path / "council"
    folder.mkdir()
    spend = [table(folder, ROWS[:2], name="a.csv"), table(folder, ROWS[2:], name="b.csv")]
    table(folder, [("Ribble Roofing Ltd", "", PRESTON, "", "")], LIST_HEADING, "creditors.csv")
    profile = folder / "p.toml"
    profile.write_text('area = "Preston"\nsuppliers = ["creditors.csv"]\n')
    status, _ = run("report", *spend, "--profile", profile, "-o", folder / "r.json")
    assert status == 0
    return folder


def test_the_same_files_give_the_same_report_under_any_name(made: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for new, old in (("1.csv", "b.csv"), ("2.csv", "creditors.csv"), ("3.txt", "a.csv")):
        (archive / new).write_bytes((made / old).read_bytes())
    status, sections = verified(made / "r.json", archive)
    assert status == 0
    assert sections["figures"] == []
    assert [one["found"] for one in sections["inputs"]] == [
        "the same bytes under another name",
        "the same bytes under another name",
        "as the report holds it",
        "the same bytes under another name",
    ]


def test_a_changed_payment_is_found_and_in_which_file(made: Path) -> None:
    table(made, [*ROWS[:1], paid("Leeds Lifts Ltd", "LS1 1UR", "500.01")], name="a.csv")
    status, sections = verified(made / "r.json", made)
    assert status == 3
    differs = {
        (one["where"], one["what"]): (one["before"], one["after"]) for one in sections["figures"]
    }
    assert differs["headline", "total"] == ("1512.34", "1512.35")
    assert differs["tiers", "amount of rest of England"] == ("500.00", "500.01")
    assert ("headline", "local: amount") not in differs
    assert [one["found"] for one in sections["inputs"] if one["role"] == "input"] == [
        "other bytes",
        "the same",
    ]


def test_the_same_figures_from_other_bytes_are_not_the_same_report(made: Path) -> None:
    with (made / "b.csv").open("a") as file:
        file.write("\n")
    status, sections = verified(made / "r.json", made)
    assert status == 3
    assert all("amount" not in str(one["what"]) for one in sections["figures"])


def test_a_supplier_that_goes_by_another_list_is_placed_elsewhere(made: Path) -> None:
    (made / "creditors.csv").write_text("supplier,postcode\nRibble Roofing Ltd,LS1 1UR\n")
    status, sections = verified(made / "r.json", made)
    assert status == 3
    assert any(one["what"] == "local: amount" for one in sections["figures"])
    assert [one["what"] for one in sections["editions"]] == ["supplier list 1"]


def test_another_edition_that_moves_no_figure_is_told_and_is_no_failure(made: Path) -> None:
    content = json.loads((made / "r.json").read_text("utf-8"))
    content["manifest"]["tables"][0]["edition"] = "ONS Postcode Directory, August 2025"
    (made / "r.json").write_text(json.dumps(content))
    status, sections = verified(made / "r.json", made)
    assert status == 0
    assert [one["what"] for one in sections["editions"]] == ["postcodes"]


def test_an_older_report_is_compared_in_what_it_holds(made: Path) -> None:
    content = json.loads((made / "r.json").read_text("utf-8"))
    del content["manifest"], content["ledger"]
    content["version"] = "0.0.1"
    content["sections"] = [one for one in content["sections"] if one["key"] != "flows"]
    (made / "old.json").write_text(json.dumps(content))
    status, sections = verified(
        made / "old.json", made / "a.csv", made / "b.csv", "--suppliers", made / "creditors.csv"
    )
    assert status == 0
    assert sections["figures"] == []
    status, _ = verified(made / "old.json", made / "a.csv", made / "b.csv")
    assert status == 3, "without the list"


def test_the_sheets_of_a_workbook_are_one_file(tmp_path: Path) -> None:
    status, _ = run("report", FILES / "months.xlsx", "--area", "Preston", "-o", tmp_path / "r.json")
    assert status == 0
    status, sections = verified(tmp_path / "r.json", FILES / "months.xlsx")
    assert (status, len(sections["inputs"])) == (0, 1)


def test_a_missing_file_is_named_and_a_copy_is_left_alone(made: Path, tmp_path: Path) -> None:
    kept = read_report(made / "r.json")
    with pytest.raises(
        InputError, match=r"b\.csv, which .* was made from, is not among"
    ) as refused:
        find_again(kept, [made / "a.csv"])
    assert any("creditors.csv" in line for line in refused.value.details)
    copy = tmp_path / "copy.csv"
    copy.write_bytes((made / "a.csv").read_bytes())
    found = find_again(kept, [made, copy])
    assert set(found.unused) == {made / "r.json", copy}
    assert not found.changed
