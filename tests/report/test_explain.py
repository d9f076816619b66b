"""Everything behind one supplier: who is meant, and what is said of it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from line import LEEDS, PRESTON, audit_of, paid, table
from spendaudit.errors import SupplierError
from spendaudit.render.explanation import (
    explanation_as_json,
    explanation_as_markdown,
    explanation_as_text,
)
from spendaudit.report.explain import explain
from spendaudit.suppliers.meant import supplier_meant

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.audit import Audit
    from spendaudit.report.explanation import Explanation
    from spendaudit.report.values import Section


@pytest.fixture
def found(tmp_path: Path) -> Audit:
    """A few suppliers of Preston."""
    return audit_of(
        table(
            tmp_path,
            [
                paid("Acme Works Ltd", PRESTON, "100.00", "A1", "1952719"),
                paid("ACME WORKS LIMITED - DD ONLY", LEEDS, "20.00", "A2"),
                paid("Acme Tools Ltd", LEEDS, "500.00", "B1"),
                paid("LANCASHIRE COUNTY COUNCIL", PRESTON, "1,000.00", "C1"),
                paid("National Crime Agency", "", "7.00", "D1"),
                paid("REDACTED PERSONAL DATA", "", "3.00"),
                paid("", "", "5.00", "E1"),
                paid("[b](x) <i> | $E$ \x1b[31m", "", "9.00", "F1"),
            ],
        )
    )


def section_of(explanation: Explanation, key: str) -> Section:
    """One section."""
    return next(one for one in explanation.sections if one.key == key)


@pytest.mark.parametrize(
    ("asked", "supplier"),
    [
        ("acme works ltd", "Acme Works Ltd"),
        (" ACME-WORKS, Limited ", "Acme Works Ltd"),
        ("works", "Acme Works Ltd"),
        ("A2", "Acme Works Ltd"),
        ("01952719", "Acme Works Ltd"),
        ("GB-COH-01952719", "Acme Works Ltd"),
        ("acme", "Acme Tools Ltd"),
        ("E1", "(no name in the file)"),
        ("redacted personal data", "REDACTED PERSONAL DATA"),
    ],
)
def test_a_supplier_is_known_by_name_words_id_and_number(
    found: Audit, asked: str, supplier: str
) -> None:
    assert explain(found, asked).supplier == supplier


def test_of_several_the_one_with_most_money_is_explained_and_the_others_named(
    found: Audit,
) -> None:
    explanation = explain(found, "acme")
    assert dict(explanation.facts)["found"].endswith("1 other supplier would fit (see the end)")
    others = section_of(explanation, "others").table
    assert others is not None
    assert others.rows == (("Acme Works Ltd", Decimal("120.00")),)


@pytest.mark.parametrize("asked", ["acmo works", "", "  ", "work", "\x00", "x" * 100_000, "[", "-"])
def test_nobody_is_an_error_with_the_nearest_names(found: Audit, asked: str) -> None:
    with pytest.raises(SupplierError, match="no supplier in these files") as error:
        explain(found, asked)
    if asked == "acmo works":
        assert "Acme Works Ltd" in error.value.details[0]


def test_the_evidence_is_every_spelling_place_and_payment(found: Audit) -> None:
    explanation = explain(found, "acme works ltd")
    assert (explanation.amount, explanation.payments) == (Decimal("120.00"), 2)
    spellings = section_of(explanation, "spellings").table
    assert spellings is not None
    assert [row[0] for row in spellings.rows] == ["Acme Works Ltd", "ACME WORKS LIMITED - DD ONLY"]
    evidence = section_of(explanation, "evidence").table
    assert evidence is not None
    placed = [
        dict(zip((one.key for one in evidence.columns), row, strict=True)) for row in evidence.rows
    ]
    assert [(one["postcode"], one["district"], one["tier"]) for one in placed] == [
        (PRESTON, "Preston", "Preston"),
        (LEEDS, "Leeds", "rest of England"),
    ]
    payments = section_of(explanation, "payments").table
    assert payments is not None
    assert [row[-1] for row in payments.rows] == ["2", "3"], "the lines of the file"
    facts = dict(explanation.facts)
    assert facts["place"] == (
        "£100.00 in Preston, by a postcode in the file; "
        "£20.00 in rest of England, by a postcode in the file"
    )
    assert facts["owner"] == "company, told by its name; legal form: limited company"
    assert facts["is"] == "GB-COH-01952719"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("LANCASHIRE COUNTY COUNCIL", "rule “county councils” (public-transfer)"),
        ("National Crime Agency", "stands in the table of public bodies"),
        ("Acme Tools Ltd", "rule “companies by their legal form”"),
    ],
)
def test_the_rule_that_decides_is_named_with_its_reason(
    found: Audit, asked: str, says: str
) -> None:
    assert says in dict(explain(found, asked).facts)["kind"]


def test_the_users_list_is_repeated(tmp_path: Path) -> None:
    mine = table(
        tmp_path,
        [("Acme Ltd", PRESTON, "yes", "Acme Group", "co-op")],
        ("supplier", "postcode", "branch", "group", "ownership"),
        "list.csv",
    )
    found = audit_of(table(tmp_path, [paid("Acme Ltd", LEEDS)]), lists=[mine])
    facts = dict(explain(found, "acme ltd").facts)
    assert facts["list"] == f"postcode {PRESTON}; ownership co-op; branch yes; group Acme Group"
    assert facts["owner"].startswith("co-operative or mutual, told by your supplier list")


def test_candidates_are_shown_with_their_scores(found: Audit) -> None:
    def candidates(name: str) -> pl.DataFrame:
        assert name == "Acme Works Ltd"
        return pl.DataFrame(
            {
                "matched_name": ["ACME WORKS LIMITED", "ACME WORDS LTD"],
                "identifier": ["GB-COH-01952719", "GB-COH-00000001"],
                "score": [100.0, 93.4],
                "against": [None, "another word"],
            }
        )

    section = section_of(explain(found, "acme works ltd", candidates), "candidates")
    assert section.table is not None
    assert section.table.rows == (
        ("ACME WORKS LIMITED", "GB-COH-01952719", "100%", None),
        ("ACME WORDS LTD", "GB-COH-00000001", "93%", "another word"),
    )
    none = section_of(explain(found, "acme works ltd", lambda _: pl.DataFrame()), "candidates")
    assert (none.table, none.left_out) == (None, "no register has one like it")


def test_every_format_carries_a_hostile_name_harmlessly(found: Audit) -> None:
    explanation = explain(found, "F1")
    said = json.loads(explanation_as_json(explanation))
    assert said["supplier"] == "[b](x) <i> | $E$ \x1b[31m"
    assert said["amount"] == "9.00"
    assert "\x1b" not in explanation_as_text(explanation)
    markdown = explanation_as_markdown(explanation)
    assert "\x1b" not in markdown
    assert r"\[b\](x) \<i\> \| \$E\$" in markdown


def test_whoever_was_paid_can_be_asked_for_by_any_spelling(found: Audit) -> None:
    payees = found.payees.join(
        found.payments.group_by("payee").agg(pl.col("pence").sum()), on="payee"
    )
    for supplier, name in found.payees.select("supplier", "name").drop_nulls().iter_rows():
        if name:
            assert supplier_meant(supplier, payees).name == name
