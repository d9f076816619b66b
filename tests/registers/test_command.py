"""The `registers` command and the options that go with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from registers.published import companies, company, written
from spendaudit.audit import Request, audit
from spendaudit.errors import InputError
from spendaudit.intake import clean_files
from spendaudit.registers.index import build
from spendaudit.registers.layouts import layouts
from spendaudit.report.compose import compose

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

SPENDING = "Date,Supplier,Amount\n01/02/2024,Wyre Works Ltd,1000.00\n02/02/2024,Another Ltd,50.00\n"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with a register of one company, in Preston."""
    path = written(tmp_path, "c.csv", companies(company("WYRE WORKS LTD", "00000001")))
    build([path], tmp_path / "kept")
    return tmp_path / "kept"


def test_a_report_names_the_registers_in_which_it_looked(tmp_path: Path, kept: Path) -> None:
    spending = written(tmp_path, "spend.csv", SPENDING)
    found = compose(audit(Request([spending], "Preston", registers=kept)), "spend.csv")
    lines = [line for line in found.sources if line.startswith("register:")]
    title = "Companies House, basic company data, undated, newest entry 1 February 2003"
    assert lines == [f"register: {title}, 1 organisations (companies-house)"]
    assert any("Companies House: a public register" in line for line in found.sources)
    assert str(found.local.amount) == "1000.00"


def test_without_registers_nobody_is_looked_up(tmp_path: Path, kept: Path) -> None:
    spending = written(tmp_path, "spend.csv", SPENDING)
    request = Request([spending], "Preston", registers=kept, use_registers=False)
    found = compose(audit(request), "spend.csv")
    assert not [line for line in found.sources if line.startswith("register:")]
    assert str(found.local.amount) == "0.00"


def test_the_usual_folder_is_what_the_environment_says(
    tmp_path: Path, kept: Path, spendaudit: Run
) -> None:
    spending = written(tmp_path, "spend.csv", SPENDING)
    environment = {"SPENDAUDIT_REGISTERS": str(kept)}
    asked = ("report", spending, "--area", "Preston", "-f", "json")
    local = {
        options: json.loads(spendaudit(*asked, *options, environment=environment).stdout)["local"]
        for options in ((), ("--no-registers",))
    }
    assert local[()]["amount"] == "1000.00"
    assert local["--no-registers",]["amount"] == "0.00"
    both = spendaudit(*asked, "--no-registers", "--registers", kept)
    assert both.returncode == 2
    assert "rules out --registers" in both.stderr


def test_a_profile_can_name_the_folder(tmp_path: Path, kept: Path, spendaudit: Run) -> None:
    spending = written(tmp_path, "spend.csv", SPENDING)
    profile = written(tmp_path, "p.toml", 'area = "Preston"\nregisters = "kept"\n')
    done = spendaudit("report", spending, "--profile", profile, "-f", "json")
    assert json.loads(done.stdout)["local"]["amount"] == "1000.00", kept


def test_where_names_every_register_that_can_be_read(spendaudit: Run) -> None:
    text = spendaudit("registers", "where").stdout
    rows = json.loads(spendaudit("registers", "where", "-f", "json").stdout)
    for layout in layouts():
        if not layout.refused:
            assert layout.beside or f"({layout.id})" in text
            assert any(row["register"] == layout.id and row["licence"] for row in rows)


def test_list_tells_the_sha256_of_what_was_added(kept: Path, spendaudit: Run) -> None:
    (row,) = json.loads(spendaudit("registers", "list", "--registers", kept, "-f", "json").stdout)
    assert row["register"] == "companies-house"
    assert row["organisations"] == 1
    assert len(row["sha256"]) == 64


CONTRACTS = (
    "Contract Title,Supplier Name,Contract Value,Start Date,End Date\n"
    "Roads,Wyre Works Ltd,1000.00,01/02/2024,01/02/2025\n"
)


def test_a_contracts_register_among_spending_is_named_and_not_audited(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    spending = written(folder, "spend.csv", SPENDING)
    contracts = written(folder, "more-spend.csv", CONTRACTS)
    with pytest.raises(InputError, match="is a contracts register"):
        clean_files([spending, contracts])
    cleaned = clean_files([folder])
    assert [one.name for one in cleaned.files] == [str(spending)]
    (unread,) = cleaned.unread
    assert "is a contracts register" in unread.found
    assert "spendaudit registers add" in unread.try_next


def test_a_list_of_grants_among_spending_is_named_and_not_audited(tmp_path: Path) -> None:
    text = (
        "Identifier,Amount Applied For,Amount Awarded,Award Date,Recipient Org:Identifier,"
        "Recipient Org:Name,Funding Org:Identifier\nG1,,2266,2024-01-18,R1,Wyre Choir,F1\n"
    )
    with pytest.raises(InputError, match="360Giving standard: it says what was awarded") as refusal:
        clean_files([written(tmp_path, "grants.csv", text)])
    assert refusal.value.try_next == "leave it out"


def test_a_register_among_spending_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "c.csv", companies(company("WYRE WORKS LTD", "00000001")))
    with pytest.raises(InputError, match=r"is a register \(Companies House"):
        clean_files([path])


def test_no_published_spending_is_taken_for_a_contracts_register(shared: Path) -> None:
    from spendaudit.read.source import open_sources
    from spendaudit.registers.amongst_spending import refuse_agreed

    read, refusals = 0, []
    for path in sorted((shared / "spend").glob("*/*.csv")):
        try:
            with open_sources(path) as sources:
                for source in sources:
                    refuse_agreed(source)
                    read += 1
        except InputError as error:
            refusals.append(error.found)
    assert read > 50
    assert not [one for one in refusals if "contracts register" in one]
