"""What a row says of one payment, where the payee's name alone would mislead."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from spendaudit.names.cleaning import clean_name
from spendaudit.suppliers.kinds import kinds_of
from spendaudit.suppliers.payee_rules import INFLUENCEABLE, KINDS, NO_REASON, Rules, standard_rules
from spendaudit.suppliers.rows_say import as_rows_say


def verdicts(
    *rows: tuple[str, str | None, str | None, str | None], rules: Rules | None = None
) -> list[Any]:
    """`influenceable` and `rule` of payments; each has a supplier, a publisher, a category and a purpose."""
    payments = pl.DataFrame(
        rows,
        schema=dict.fromkeys(("supplier", "body", "category", "purpose"), pl.String),
        orient="row",
    ).with_columns(pl.all().cast(pl.Categorical))
    payees = payments.select(pl.col("supplier").cast(pl.String)).unique(maintain_order=True)
    payees = kinds_of(
        payees.with_columns(clean_name(pl.col("supplier")).alias("name")).with_row_index("payee"),
        rules,
    )
    numbers = payees.select(pl.col("supplier").cast(pl.Categorical), "payee")
    said = payments.join(numbers, on="supplier", how="left", maintain_order="left")
    moved, known = as_rows_say(said, payees, rules)
    # No payment is lost or changed, and every payee has one.
    assert moved.drop("payee").equals(said.drop("payee"))
    assert set(moved["payee"]) == set(known["payee"])
    found = moved.select("payee").join(known, on="payee", how="left", maintain_order="left")
    assert found["supplier"].to_list() == [row[0] for row in rows]
    return found.select("influenceable", "rule").rows()


COUNCIL = "Ribble Borough Council"


@pytest.mark.parametrize(
    ("supplier", "publisher", "category", "purpose", "influenceable", "rule"),
    [
        ("BARCLAYS BANK PLC", None, "Government Procurement Card", "Monthly GPC payment", "unsure", "card-bill"),
        ("THE ROYAL BANK OF SCOTLAND PLC", None, "Expense clearing GPC (ST)", None, "unsure", "card-bill"),
        ("NATIONAL WESTMINSTER BANK PLC", None, "Nat West Corporate Card", None, "unsure", "card-bill"),
        ("LLOYDS BANK PLC", None, "Bank charges", "Merchant card processing", "no", "treasury-or-loan"),
        ("LLOYDS BANK PLC", None, "Credit card charges", None, "no", "treasury-or-loan"),
        ("Unity Trust Bank", None, None, "Transfer to savings", "no", "own-accounts"),
        ("Wyre Savings", None, None, "Transfer to deposit account", "no", "own-accounts"),
        ("Wyre Savings", None, "Transport", "Transfer to current placement", "yes", None),
        ("Wyre Cars", None, None, "Transfers to hospital", "yes", None),
        ("Greater Manchester Police", COUNCIL, "Labour Charges", None, "unsure", "public-transfer"),
        ("TRANSPORT FOR GREATER MANCHESTER", COUNCIL, None, "MINOR BUILDING WORKS", "unsure", "public-transfer"),
        ("TRANSPORT FOR LONDON", None, "NLE - GRANT PMT TO TFL", None, "no", "grant"),
        ("Lancashire Police Authority", COUNCIL, "Precepts", None, "no", "precept-or-levy"),
        ("Lancashire Police Authority", COUNCIL, "Supplies and Services", None, "no", "precept-or-levy"),
        ("Lancashire Police Authority", COUNCIL, "Police precept", "Maintenance of the force", "no", "precept-or-levy"),
        ("Merseytravel", COUNCIL, "Transport levy and grants", None, "no", "precept-or-levy"),
        ("Lancashire Police Authority", None, None, None, "no", "precept-or-levy"),
        ("PCC FOR LANCASHIRE", "Home Office", "Criminal Record Checks", None, "unsure", "public-transfer"),
        ("PCC FOR LANCASHIRE", "Home Office", "Other", None, "no", "public-transfer"),
        ("WELLS HARBOUR COMMISSIONERS", "DEFRA", "Grant Payments", None, "no", "grant"),
        ("DEPARTMENT FOR WORK AND PENSIONS", "CAFCASS", "Rent", "LEEDS RENT MAR 15", "unsure", "public-transfer"),
        ("DEPARTMENT FOR WORK AND PENSIONS", "Department of Health", "Business Rates", None, "no", "public-transfer"),
        ("DEPARTMENT FOR WORK AND PENSIONS", COUNCIL, "Compensation", None, "no", "benefits"),
        ("HM TREASURY", "Cabinet Office", "OPERATING LEASES - RENT", None, "unsure", "public-transfer"),
        ("HM TREASURY", "Department for Transport", "Receipts surrendered", None, "no", "treasury-or-loan"),
        ("Preston BID", COUNCIL, "Printing", None, "no", "precept-or-levy"),
        ("Lancashire County Council", COUNCIL, "Repairs", None, "no", "public-transfer"),
        ("Batch 14", COUNCIL, "Transfer Payments", "Direct payments to service users", "no", "benefits"),
        ("Mrs A Ashworth", COUNCIL, None, "Direct payment to client", "no", "benefits"),
        ("Ribble Payroll Ltd", COUNCIL, None, "Direct payments to service users", "unsure", "benefits"),
        ("Ribble Payroll Ltd", COUNCIL, "Social Services Direct Payments", None, "unsure", "benefits"),
        ("Ribble Payroll Ltd", COUNCIL, "Children's - Direct_Payments", None, "unsure", "benefits"),
        ("Ashworth Homes", COUNCIL, "Transfer Payments - Social Services Clients", None, "unsure", "benefits"),
        ("Ribble Rowing Ltd", COUNCIL, "Direct Payment", None, "yes", None),
        ("Ashworth Energy", COUNCIL, "DIRECT PAYMENT SUB CONTRACTOR", None, "yes", None),
        ("Ribble County Council", COUNCIL, "Transfer Payments", None, "no", "public-transfer"),
    ],
)  # fmt: skip
def test_a_row_is_believed_where_it_says_more_than_the_name(
    supplier: str, publisher: str | None, category: str | None, purpose: str | None,
    influenceable: str, rule: str | None,
) -> None:  # fmt: skip
    assert verdicts((supplier, publisher, category, purpose)) == [(influenceable, rule)]


def test_only_the_payments_that_say_so_are_another() -> None:
    rows = [
        ("GMCA", COUNCIL, text, None) for text in ("Levy", "Advertising", None, "Grant", "Printing")
    ]
    said = [rule for _, rule in verdicts(*rows)]
    assert said == [
        "precept-or-levy",
        "public-transfer",
        "precept-or-levy",
        "grant",
        "public-transfer",
    ]


def test_what_the_user_decides_no_row_changes() -> None:
    own = {
        "name": "ours", "kind": "police", "pattern": "POLICE", "influenceable": "no",
        "rule": "precept-or-levy", "reason": "we know", "publisher": "Ribble",
    }  # fmt: skip
    row = ("Lancashire Police", COUNCIL, "Labour Charges", None)
    assert verdicts(row, rules=standard_rules().preceded_by([own])) == [("no", "precept-or-levy")]
    without = standard_rules().without(["bought from bodies that set a precept or levy"])
    assert verdicts(row, rules=without) == [("no", "precept-or-levy")]
    counting = standard_rules().counting(["public-transfer"])
    assert verdicts(row, rules=counting) == [("yes", None)]


def test_every_rule_about_rows_says_why_and_corrects_what_a_rule_about_names_says() -> None:
    rules = standard_rules()
    reasons = {rule.rule for rule in rules.rules}
    names = [*(rule.name for rule in rules.rules), *(row.name for row in rules.rows)]
    assert len(set(names)) == len(names)
    for row in rules.rows:
        assert row.reason
        assert row.source
        assert {*row.of, row.rule} <= reasons | {NO_REASON}
        assert {*row.kinds, *row.payers} <= KINDS
        assert row.influenceable in INFLUENCEABLE
