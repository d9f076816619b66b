"""Runs that nobody watches: thresholds, the log line, exit statuses of every command, names kept back."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from line import table
from spendaudit.audit import Request, audit
from spendaudit.cli.fail_under import SHARES, Threshold
from spendaudit.cli.program import app, run
from spendaudit.measures.payments import payments_of
from spendaudit.measures.suppliers import suppliers_of

if TYPE_CHECKING:
    from pathlib import Path

FILES = ROOT / "tests" / "files"
SPEND = str(FILES / "preston.csv")
KEYS = (
    "version", "command", "started", "seconds", "status", "error", "files", "rows", "payments",
    "set_aside", "total", "shares", "thresholds", "outputs", "warnings_count", "warnings",
)  # fmt: skip


def logged(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one line on standard error, and that it is the only one."""
    (line,) = capsys.readouterr().err.splitlines()
    found: dict[str, Any] = json.loads(line)
    assert tuple(found) == KEYS
    return found


@given(
    st.integers(0, 10**12), st.integers(1, 10**12), st.decimals(1, 100, places=4, allow_nan=False)
)
def test_a_threshold_is_met_from_its_very_percentage_on(
    part: int, whole: int, percent: Decimal
) -> None:
    share = part / whole
    met = Threshold("local", percent).is_met(share)
    assert met == (Decimal(part) * 100 >= percent * whole)


@pytest.mark.parametrize(("share", "told"), [(0.2996, "29.96%"), (0.29999994, "29.99999%")])
def test_a_missed_threshold_does_not_look_like_one_that_was_reached(
    share: float, told: str
) -> None:
    assert told in Threshold("local", Decimal(30)).missed(share)


def test_a_missed_threshold_is_told_in_the_line_after_everything_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [tmp_path / "report.json", tmp_path / "report.md"]
    status = run(
        [
            *("report", SPEND, "--fail-under", "local=1", "--fail-under", "placed=100"),
            *("--quiet", "--log", "json", "-o", str(places[0]), "-o", str(places[1])),
        ]
    )
    line, report = logged(capsys), json.loads(places[0].read_text())
    assert status == line["status"] == 3
    assert places[1].stat().st_size
    assert line["outputs"] == [str(one) for one in places]
    assert line["error"] is None
    assert [one["met"] for one in line["thresholds"]] == [True, False]
    assert set(line["shares"]) == set(SHARES)
    for key in ("rows", "payments", "set_aside", "total"):
        assert line[key] == report[key]
    assert line["shares"]["local"] == report["local"]["share"]
    assert line["files"][0]["sha256"] == report["files"][0]["sha256"]
    assert line["warnings_count"] == len(line["warnings"]) > 0


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["report", "nowhere.csv"], 1, "there is no file nowhere.csv"),
        (["report", SPEND, "--section", "nothing"], 2, "is no section"),
        (["payments", SPEND, "-o", "nowhere/p.csv"], 1, "cannot be written"),
    ],
)
def test_a_run_that_fails_is_one_line_too(
    arguments: list[str], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, "--log", "json"]) == status
    line = logged(capsys)
    assert line["status"] == status
    assert words in line["error"]["found"]
    assert line["outputs"] == []


def test_an_output_in_the_folder_of_the_files_changes_nothing_of_what_is_said(
    tmp_path: Path,
) -> None:
    shutil.copy(SPEND, tmp_path)
    place = tmp_path / "report.json"
    assert run(["report", str(tmp_path), "-o", str(place)]) == 0
    assert ".spendaudit" not in place.read_text(encoding="utf-8")


STATUSES: dict[tuple[str, ...], tuple[list[str] | None, list[str] | None, list[str] | None]] = {
    # command: what ends it with 1, with 2, with 3
    ("report",): (["none.csv"], [SPEND, "-f", "doc"], [SPEND, "--fail-under", "placed=100"]),
    ("payments",): (["none.csv"], [SPEND, "-f", "doc"], [str(FILES / "one-slipped.csv"), "--strict"]),
    ("suppliers",): (["none.csv"], [SPEND, "--unplaced", "--doubtful"], [str(FILES / "one-slipped.csv"), "--strict"]),
    ("set-aside",): (["none.csv"], [SPEND, "-f", "doc"], [str(FILES / "one-slipped.csv"), "--strict"]),
    ("check",): (["none.csv"], [SPEND, "-f", "doc"], [str(FILES / "one-slipped.csv")]),
    ("explain",): (["nobody at all", SPEND], ["acme"], None),
    ("leaks",): (["none.csv"], [SPEND, "--by", "moon"], [str(FILES / "one-slipped.csv"), "--strict"]),
    ("compare",): (["none.csv", "--with", SPEND], [SPEND, "--with", SPEND, "-f", "doc"], None),
    ("multiplier",): (["none.csv", "--rates", "fsb-cles-2013"], [SPEND], None),
    ("verify",): (["--claims", "none.txt"], [], ["--claim", "from 20.1 to 35.3 is +43%"]),
    ("areas",): (["no such place"], ["-f", "doc"], None),
    ("postcodes",): (["PR1 2RL", "--from", "nowhere"], ["PR1 2RL", "-f", "doc"], None),
    ("profile",): (["none.csv"], [], None),
    ("registers", "add"): (["none.zip"], [], None),
    ("registers", "list"): (["-o", "nowhere/r.csv", "-f", "csv"], ["-f", "doc"], None),
    ("registers", "remove"): (["none"], [], None),
    ("registers", "where"): (["-o", "nowhere/r.csv"], ["-f", "doc"], None),
}  # fmt: skip


def commands() -> set[tuple[str, ...]]:
    """Every command that there is, those of a group after its name."""
    names: set[tuple[str, ...]] = {
        (one.name or one.callback.__name__,) for one in app.registered_commands if one.callback
    }
    for group in app.registered_groups:
        assert group.typer_instance
        names |= {
            (str(group.name), one.name or one.callback.__name__)
            for one in group.typer_instance.registered_commands
            if one.callback
        }
    return names


def test_every_command_has_its_statuses_here() -> None:
    assert commands() == set(STATUSES)


@pytest.mark.parametrize(
    ("command", "status", "arguments"),
    [
        (command, status, arguments)
        for command, ways in STATUSES.items()
        for status, arguments in enumerate(ways, start=1)
        if arguments is not None
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else None,
)
def test_a_command_ends_with_the_status_of_the_table(
    command: tuple[str, ...],
    status: int,
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*command, *arguments]) == status
    answer = capsys.readouterr()
    assert "Traceback" not in answer.err
    assert "an error of ours" not in answer.err
    # A check that fails is told beside its answer; what cannot be done gives none. Only `check`
    # answers about what cannot be read.
    assert bool(answer.out) == (status == 3 or (command, status) == (("check",), 1))


def test_the_readme_has_the_statuses_that_the_program_has() -> None:
    from spendaudit.cli.program import Status

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [one for one in Status if f"\n| {int(one)} |" not in readme] == []


def test_hiding_individuals_moves_no_figure(sample: Path) -> None:
    spend = sample / "preston-sample-2024-25.csv"
    lists = [sample / "suppliers.csv"]
    open_one, hidden = (
        audit(Request([spend], supplier_lists=lists, points=True, hide_individuals=hiding))
        for hiding in (False, True)
    )
    assert hidden.payees["hidden"].any()
    open_payments, payments = payments_of(open_one), payments_of(hidden)
    texts = [
        *("supplier", "supplier_id", "purpose", "transaction", "organisation"),
        *("postcode", "latitude", "longitude", "doubt"),
    ]
    assert payments["doubt"].is_null().equals(open_payments["doubt"].is_null())
    assert payments.drop(texts).equals(open_payments.drop(texts))
    from spendaudit.report.compose import compose

    before, after = (
        figures_of(json.loads(as_json(compose(one, "FILE")))) for one in (open_one, hidden)
    )
    assert before == after


def test_no_category_or_purpose_names_a_payee_who_is_hidden(tmp_path: Path) -> None:
    rows = [
        ("2024-04-03", "Mrs Ada Quillfeather", "PR1 2RL", "Aid for MRS ADA QUILLFEATHER", "", 10),
        ("2024-04-04", "Ribble Roofing Ltd", "PR1 2RL", "Roofs", "for Mrs Ada Quillfeather", 20),
        ("2024-04-05", "Ribble Roofing Ltd", "PR1 2RL", "Roofs", "roof", 30),
    ]
    heading = ("Date", "Supplier", "Postcode", "Expense Type", "Purpose", "Amount")
    file = table(tmp_path, rows, heading)
    payments = payments_of(audit(Request([file], area="Preston", hide_individuals=True)))
    assert payments.select("category", "purpose").rows() == [
        ("Aid for (not shown)", None),
        ("Roofs", "for (not shown)"),
        ("Roofs", "roof"),
    ]
    assert payments["amount"].sum() == 60


def as_json(report: Any) -> str:  # noqa: ANN401  # a report
    from spendaudit.render.json_report import report_as_json

    return report_as_json(report)


def figures_of(content: Any) -> list[object]:  # noqa: ANN401  # what JSON holds
    """Every number of a report, and every text of one, in order; the words left out."""
    if isinstance(content, dict):
        content = [one for key, one in content.items() if key not in ("caveats", "text")]
    if isinstance(content, list):
        return [figure for one in content for figure in figures_of(one)]
    if isinstance(content, bool):  # whether they are to be hidden, which is no figure
        return []
    is_money = isinstance(content, str) and content.replace(".", "").replace("-", "").isdigit()
    return [content] if is_money or isinstance(content, int | float) else []


def test_what_a_list_says_of_others_stands_in_no_notice(tmp_path: Path) -> None:
    known = tmp_path / "creditors.csv"
    known.write_text(
        "supplier,postcode\nPerpetua O'Nightingale,PR1 2RL\nPerpetua O'Nightingale,M1 1AE\n"
        "Mr Osric Fennimore,ZZ9 9ZZ\nMrs Ada Quillfeather,ZZ1 1ZZ\n"
    )
    asked = Request([FILES / "people.csv"], supplier_lists=[known], hide_individuals=True)
    found = audit(asked)
    notices = [one for one in found.notices if "creditors.csv" in one]
    assert len(notices) == 2
    assert "ightingale" not in str(notices)
    assert "Quillfeather" not in str(notices)
    assert "ZZ1" not in str(notices)
    assert set(found.cleaned.set_aside["text"]) == {"(not shown)"}


def test_a_withheld_name_gets_none_from_a_list_that_knows_its_id(tmp_path: Path) -> None:
    known = tmp_path / "creditors.csv"
    known.write_text(
        "supplier_id,name,postcode,note\n105,Perpetua Nightingale,PR1 2RL,foster carer\n"
    )
    found = audit(Request([FILES / "people.csv"], supplier_lists=[known], points=True))
    (row,) = payments_of(found).filter(pl.col("kind") == "redacted").to_dicts()
    assert (row["organisation"], row["postcode"], row["latitude"]) == (None, "PR1", None)
    assert row["tier"] == "Preston"
    # The list of suppliers can be given back all the same: it is the user's own.
    (supplier,) = suppliers_of(found).filter(pl.col("kind") == "redacted").to_dicts()
    assert (supplier["postcode"], supplier["name"], supplier["note"]) == ("PR1 2RL", None, None)
    withheld = found.payees.filter(pl.col("kind") == "redacted")
    assert "Perpetua" not in str(withheld.to_dicts())
    assert "foster" not in str(withheld.to_dicts())
