"""The keys and columns that programs rely on, and that every format says the same."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from line import BLACKPOOL, LEEDS, MAIL_CENTRE, PRESTON, audit_of, paid, report_of, table
from spendaudit.measures.payments import payments_of
from spendaudit.measures.suppliers import suppliers_of
from spendaudit.render.delimited import report_as_csv
from spendaudit.render.json_report import report_as_json
from spendaudit.render.markdown import report_as_markdown
from spendaudit.render.terminal import report_as_text
from spendaudit.suppliers.lists import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.report.values import Report

MONEY = re.compile(r"-?\d+\.\d\d")


@pytest.fixture(scope="module")
def found(sample: Path) -> Report:
    return report_of(sample / "preston-sample-2024-25.csv", sample / "messy.csv")


@pytest.fixture(scope="module")
def content(found: Report) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(report_as_json(found))
    return loaded


def test_json_has_the_keys_that_were_promised(content: dict[str, Any]) -> None:
    assert content.keys() >= {
        "version", "area", "area_from", "files", "rows", "payments", "set_aside", "total",
        "tiers", "local", "influenceable", "placed_by", "placed_share", "caveats", "sections",
    }  # fmt: skip
    assert content["area"] == {"code": "E07000123", "name": "Preston"}
    assert content["files"][0].keys() >= {
        "name", "sha256", "rows", "payments", "set_aside", "total", "columns",
    }  # fmt: skip
    assert content["tiers"][0].keys() >= {"tier", "amount", "share", "suppliers", "payments"}
    assert content["local"].keys() >= {"amount", "share", "low", "high", "share_of_placed"}
    assert content["influenceable"].keys() >= {
        "total", "local", "share", "low", "high", "share_of_placed",
    }  # fmt: skip
    assert content["placed_by"][0].keys() >= {"rung", "amount", "share", "suppliers"}


def test_json_money_is_text_with_two_decimals_and_shares_are_fractions(
    content: dict[str, Any],
) -> None:
    amounts = [content["total"], content["local"]["amount"], content["influenceable"]["total"]]
    amounts += [row["amount"] for row in content["tiers"] + content["placed_by"]]
    amounts += [file["total"] for file in content["files"]]
    assert all(isinstance(amount, str) and MONEY.fullmatch(amount) for amount in amounts)
    shares = [row["share"] for row in content["tiers"]]
    shares += [content["local"][key] for key in ("share", "low", "high", "share_of_placed")]
    assert all(0 <= share <= 1 for share in shares)


def test_json_adds_up(content: dict[str, Any]) -> None:
    tiers = content["tiers"]
    assert sum(Decimal(row["amount"]) for row in tiers) == Decimal(content["total"])
    assert tiers[0]["tier"] == content["area"]["name"]
    assert tiers[0]["amount"] == content["local"]["amount"]
    assert tiers[-1]["tier"] == "not placed"
    assert sum(file["rows"] for file in content["files"]) == content["rows"]
    assert sum(row["payments"] for row in tiers) == content["payments"]
    assert sum(Decimal(file["total"]) for file in content["files"]) == Decimal(content["total"])


def test_every_format_has_the_same_tiers_to_the_penny(found: Report) -> None:
    tiers = [(str(row[0]), row[1]) for row in found.tiers.rows]
    rows = csv.DictReader(io.StringIO(report_as_csv(found)))
    in_csv = [(row["label"], Decimal(row["amount"])) for row in rows if row["section"] == "tiers"]
    assert in_csv == tiers
    in_json = json.loads(report_as_json(found))["tiers"]
    assert [(row["tier"], Decimal(row["amount"])) for row in in_json] == tiers
    for page in (report_as_text(found), report_as_markdown(found)):
        lines = page[page.index("Where the money went") :].splitlines()
        for name, amount in tiers:
            assert any(name in line and f"{amount:,.2f}" in line for line in lines), name


def test_every_format_has_the_same_headline(found: Report) -> None:
    words = found.headline.split()
    for page in (report_as_text(found), report_as_markdown(found)):
        assert " ".join(words) in " ".join(page.split())
    summary = {
        row["label"]: row
        for row in csv.DictReader(io.StringIO(report_as_csv(found)))
        if row["section"] == "summary"
    }
    assert Decimal(summary["all"]["amount"]) == found.total
    assert Decimal(summary["local"]["amount"]) == found.local.amount
    for key in ("share", "low", "high", "share_of_placed"):
        assert float(summary["local"][key]) == getattr(found.local, key)


def test_payments_have_the_columns_that_were_promised(tmp_path: Path) -> None:
    payments = payments_of(audit_of(table(tmp_path, [paid("A Ltd", PRESTON, "1,234.50", "7")])))
    assert set(payments.columns) >= {
        "file", "line", "paid_on", "supplier", "supplier_id", "amount", "department", "category",
        "organisation", "company_number", "kind", "influenceable", "rule", "postcode", "district",
        "tier", "placed_by",
    }  # fmt: skip
    assert payments.schema["amount"] == pl.Decimal(18, 2)
    assert payments.select("line", "supplier_id", "amount", "district", "tier").row(0) == (
        2, "7", Decimal("1234.50"), "E07000123", "Preston",
    )  # fmt: skip


def test_suppliers_have_the_columns_of_a_supplier_list(tmp_path: Path) -> None:
    suppliers = suppliers_of(audit_of(table(tmp_path, [paid("A Ltd", PRESTON)])))
    assert set(suppliers.columns) >= set(COLUMNS)


def test_payments_and_suppliers_hold_the_money_of_the_report(sample: Path, found: Report) -> None:
    audit = audit_of(sample / "preston-sample-2024-25.csv", sample / "messy.csv")
    payments, suppliers = payments_of(audit), suppliers_of(audit)
    assert payments.height == found.payments
    assert payments["amount"].sum() == suppliers["amount"].sum() == found.total
    assert suppliers["unplaced"].sum() == found.local.unplaced
    by_tier = dict(payments.group_by("tier").agg(pl.col("amount").sum()).iter_rows())
    assert by_tier == {row[0]: row[1] for row in found.tiers.rows if row[4]}
    assert payments["influenceable"].is_in(["yes", "no", "unsure"]).all()


def test_payments_stand_in_the_order_of_files_and_lines(sample: Path) -> None:
    payments = payments_of(audit_of(*sorted(sample.glob("preston-sample-*.csv"), reverse=True)))
    assert payments.select("file", "line").rows() == sorted(payments.select("file", "line").rows())


# Sentences


def test_the_headline_reads_aloud_with_its_range(tmp_path: Path) -> None:
    rows = [
        paid("A Ltd", PRESTON, "500.00"),
        paid("B Ltd", LEEDS, "300.00"),
        paid("C Ltd", "", "150.00"),
        paid("D Ltd", MAIL_CENTRE, "50.00"),
    ]
    assert report_of(table(tmp_path, rows)).headline == (
        "Of £1,000.00 spent, £500.00 (50.0%) stayed in Preston; between 50.0% and 70.0%: "
        "15.0% could not be placed, 5.0% is doubtful."
    )


def test_a_file_without_postcodes_is_said_to_have_none(tmp_path: Path) -> None:
    found = report_of(table(tmp_path, [paid("A Ltd"), paid("B Ltd")]))
    assert found.hardly_placed
    assert "no supplier postcodes" in found.headline
    assert any("--unplaced -o todo.csv" in step for step in found.next_steps)


def test_a_file_without_postcodes_is_said_to_have_none_beside_its_precepts(tmp_path: Path) -> None:
    rows = [paid("Lancashire County Council", "", 900), *(paid(f"F{n} Ltd") for n in range(20))]
    found = report_of(table(tmp_path, rows))
    assert found.hardly_placed
    assert "no supplier postcodes" in found.headline


def test_a_head_office_is_not_said_to_lack_a_postcode(tmp_path: Path) -> None:
    rows = [
        paid("POLICE & CRIME COMMISSIONER FO", PRESTON, 900),
        *(paid(f"F{n} Ltd", "", 10) for n in range(9)),
        paid("G Ltd", LEEDS, 1),
    ]
    found = report_of(table(tmp_path, rows))
    assert found.hardly_placed
    assert "public bodies with their head office in Preston" in found.headline
    assert "one of a place that it serves" in " ".join(found.next_steps)


def test_postcodes_put_right_and_postcodes_not_found_are_told_with_an_example(
    tmp_path: Path,
) -> None:
    rows = [
        paid("A Ltd", "PRI 2RL", 10),
        paid("B Ltd", "PR1 2R1", 20),
        paid("C Ltd", "LSI 1UR", 40),
        paid("D Ltd", "W15 1UA", 80),
    ]
    found = report_of(table(tmp_path, rows))
    told = {caveat.key: caveat for caveat in found.caveats}
    assert told["doubtful"].text == (
        "£50.00 to 2 suppliers is doubtful: in their postcodes a letter stood for a digit, or the "
        "reverse, such as LSI 1UR, read as LS1 1UR"
    )
    assert told["postcodes-unknown"].text == (
        "£100.00 (2 payments) has a postcode that leads to no district, such as 'W15 1UA', and "
        "counts as not placed"
    )


def test_a_region_has_its_article(tmp_path: Path) -> None:
    found = report_of(table(tmp_path, [paid("A Ltd", PRESTON)]), area="North West")
    assert "stayed in the North West" in found.headline


def test_every_caveat_has_its_pounds(tmp_path: Path) -> None:
    rows = [
        paid("Redacted personal data", "", 10),
        paid("", "", 20),
        paid("Leeds City Council", "", 40),
        paid("B Ltd", MAIL_CENTRE, 80),
        paid("POLICE & CRIME COMMISSIONER FO", PRESTON, 160),
        ("", "C Ltd", "", BLACKPOOL, "", 320),
    ]
    amounts = {caveat.key: caveat.amount for caveat in report_of(table(tmp_path, rows)).caveats}
    assert amounts == {
        "redacted": 10,
        "nameless": 20,
        "public-bodies": 40,
        "doubtful": 80,
        "head-office": 160,
        "undated": 320,
    }


def test_the_next_steps_repeat_the_command_line(tmp_path: Path) -> None:
    from spendaudit.report.compose import compose

    audit = audit_of(table(tmp_path, [paid("A Ltd"), paid("B Ltd")]))
    steps = compose(audit, "'my spend.csv' --area Preston").next_steps
    assert steps[0] == "spendaudit suppliers 'my spend.csv' --area Preston --unplaced -o todo.csv"
    assert steps[-1] == "spendaudit report 'my spend.csv' --area Preston --suppliers todo.csv"


def test_one_unplaced_supplier_is_all_of_what_is_unplaced(tmp_path: Path) -> None:
    steps = report_of(table(tmp_path, [paid("A Ltd")])).next_steps
    assert not any("80%" in step for step in steps)
