from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from spendaudit.audit import Request, audit
from spendaudit.suppliers.hiding import HIDDEN_NAME
from spendaudit.suppliers.individuals import are_individuals, looks_like_a_person

if TYPE_CHECKING:
    from pathlib import Path

PERSONS = (
    "Mrs A Smith", "SMITH, J", "Smith J A", "John Smith", "SMITH JOHN", "J & M Smith", "J.A. Smith",
    "Sarah Jane O'Neill", "John Smith Plumbing", "Denise Nathan Consultancy", "M AND V LOVE T/A KIDDIES CORNER",
    "Mr G Singh t/a G S Builders", "Ceri Davies", "PG Wright", "Dr Martin Haigh (T/A Lattitude)",
    "HARRISON-WALKER KATHERINE", "Estate of the late John Smith", "Exors of Mrs A Smith",
    "DR P C MIAH & DR S P MIAH", "Dr E Quong & C Evans", "36L AALIYA TAYLOR", "SMITH LAURA JAYNE (CHILDMINDER)",
    "OKONJO R K & K", "WARE J&A", "Ashworth John and Mary", "OKONJO BILJANA DR", "SMITH MELISSA CHILDCARE", "Sandra Smith Childminding",
)  # fmt: skip
OTHERS = (
    "Acme", "Christian Aid", "K P Builders", "Kerry Cleaning", "St John Ambulance", "Victoria Hotel",
    "Robert Owen Communities", "Smith & Sons", "Slater and Gordon", "British Gas", "Lidl GB", "A4 Paper",
    "James Street Surgery", "", "123", "Grace Church", "Thomas Ward School",
    "Estate of the Arts", "Executors of Change Ltd", "Mason Owen Property", "Red Rose Blinds", "BK Travel",
    "DR A SMITH & PARTNERS", "TONE & TRIM", "BUTCHER J & SONS", "WARD C AND D SERVICES", "247 Taylor", "Happy Days Childcare",
)  # fmt: skip


@pytest.mark.parametrize("name", PERSONS)
def test_a_name_of_a_person_looks_like_one(name: str) -> None:
    assert pl.select(looks_like_a_person(pl.lit(name))).item()


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_of_a_firm_or_a_place_does_not(name: str) -> None:
    assert not pl.select(looks_like_a_person(pl.lit(name))).item()


def test_what_proves_a_body_of_its_own_is_believed_and_the_user_before_all_else() -> None:
    columns = (
        "supplier", "kind", "company_number", "charity_number", "listed_company_number",
        "listed_charity_number", "listed_ownership", "register_rung", "register_doubt",
    )  # fmt: skip
    rows = [
        (True, {"supplier": "John Smith", "kind": "unknown"}),
        (False, {"supplier": "John Smith", "kind": "unknown", "company_number": "01234567"}),
        (False, {"supplier": "John Smith", "kind": "unknown", "register_rung": "by name"}),
        (True, {"supplier": "John Smith", "kind": "unknown", "register_rung": "by name", "register_doubt": "?"}),
        (False, {"supplier": "Mr Smith Ltd", "kind": "company"}),
        (True, {"supplier": "Jones A G", "kind": "company"}),
        (True, {"supplier": "KHAN, S A", "kind": "company"}),
        (False, {"supplier": "Siemens AG", "kind": "company"}),
        (False, {"supplier": "Nestle S.A.", "kind": "company"}),
        (True, {"supplier": "Green Fingers", "kind": "unknown", "listed_ownership": "Sole trader"}),
        (False, {"supplier": "John Smith", "kind": "unknown", "listed_ownership": "plc"}),
        (True, {"supplier": "Ms A Body", "kind": "individual"}),
        (False, {"supplier": "REDACTED", "kind": "redacted"}),
        (False, {"supplier": None, "kind": "unknown"}),
    ]  # fmt: skip
    payees = pl.DataFrame([row for _, row in rows], schema=dict.fromkeys(columns, pl.String))
    assert are_individuals(payees).to_list() == [expected for expected, _ in rows]


@pytest.mark.parametrize(
    ("heading", "mark", "hidden"),
    [
        ("Creditor Type", "INDV", True),
        ("Supplier Type", "Individual", True),
        ("Supplier Group", "Individual Payee", True),
        ("Vendor Type", "IND", True),
        ("Supplier Type", "private individuals", True),
        ("Supplier Type", "EMPLOYEE", True),
        ("Creditor Type", "Person", True),
        ("Creditor Type", "SOLE", False),
        ("Creditor Type", "Sole trader", False),
        ("Creditor Type", "LTD", False),
        ("Supplier Type", "Independent school", False),
        ("Remarks", "Individual", False),
    ],
)
def test_a_payee_whom_the_publisher_marks_as_a_person_is_one(
    tmp_path: Path, heading: str, mark: str, *, hidden: bool
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"Date,Supplier,Net Amount,{heading}\n2024-04-03,Green Fingers,70.00,{mark}\n"
        "2024-04-04,Green Fingers,80.00,\n2024-04-05,Ribble Roofing Ltd,90.00,LTD\n",
        encoding="utf-8",
    )
    audited = audit(Request([path], area="Preston", hide_individuals=True))
    named = audited.payments["supplier"].cast(pl.String).to_list()
    shown = [HIDDEN_NAME] * 2 if hidden else ["Green Fingers"] * 2
    assert named == [*shown, "Ribble Roofing Ltd"]
    assert any("publisher's marks" in notice for notice in audited.notices) == hidden
    assert ("Green Fingers" in str(audited.payees.to_dicts())) != hidden
