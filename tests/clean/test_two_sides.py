"""Debits and credits in two columns are one amount: the first less the second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.published import cleaned, heading_of

NAMES = ("Ribble Roofing Ltd", "Wyre Council", "Fylde Fencing Ltd", "Lune Services Ltd", "Aire Ltd")
PAIRS = (("120.00", ""), ("", "50.25"), ("1,000.50", "0.00"), ("0.00", "7.00"), ("£5", "-"))
PENCE = [12000, -5025, 100050, -700, 500]


def rows(pairs: tuple[tuple[str, str], ...] = PAIRS) -> str:
    return "".join(
        f'{name},0{n}/04/2024,"{debit}","{credit}"\n'
        for n, (name, (debit, credit)) in enumerate(zip(NAMES, pairs, strict=True), 1)
    )


@pytest.mark.parametrize(
    ("debit", "credit"),
    [
        ("Debit", "Credit"),
        ("Dr", "Cr"),
        ("DR (£)", "CR (£)"),
        ("Debit Amount", "Credit Amount"),
        ("Amount Dr", "Amount Cr"),
        ("Payment Amount", "Refund Amount"),
    ],
)
def test_the_amount_is_the_debit_less_the_credit(debit: str, credit: str) -> None:
    clean = cleaned(f"Supplier,Date,{debit},{credit}\n{rows()}")
    assert clean.payments["pence"].to_list() == PENCE
    assert clean.set_aside.is_empty()
    assert clean.notices[0] == (
        f"the amounts are those of two columns, {debit!r} less {credit!r}: "
        "2 payments are credits, £57.25 in all"
    )


def test_the_credits_may_stand_first() -> None:
    text = "".join(
        f'{name},0{n}/04/2024,"{credit}","{debit}"\n'
        for n, (name, (debit, credit)) in enumerate(zip(NAMES, PAIRS, strict=True), 1)
    )
    clean = cleaned(f"Supplier,Date,Credit,Debit\n{text}Supplier,Date,Credit,Debit\n")
    assert clean.payments["pence"].to_list() == PENCE
    assert clean.non_rows == {"heading": 2}


def test_credits_that_have_their_minus_are_taken_as_they_stand() -> None:
    pairs = (("120.00", ""), ("", "-50.25"), ("1,000.50", "0.00"), ("", "(7.00)"), ("5", ""))
    assert (
        cleaned(f"Supplier,Date,Debit,Credit\n{rows(pairs)}").payments["pence"].to_list() == PENCE
    )


def test_what_the_two_columns_do_not_tell_is_set_aside() -> None:
    pairs = (("120.00", "50.00"), ("", "-50.25"), ("1,000.50", ""), ("", "7.00"), ("", "ten"))
    clean = cleaned(f"Supplier,Date,Debit,Credit\n{rows(pairs)}")
    assert clean.payments["pence"].to_list() == [100050, -700]
    assert clean.set_aside["reason"].to_list()[:2] == [
        "it has a debit and a credit: nothing tells which of them was paid",
        "its credit has a minus, and other credits have none",
    ]
    assert clean.set_aside["line"].to_list() == [2, 3, 6]


def test_beside_an_amount_the_two_say_nothing() -> None:
    text = "".join(f"{line},{n}.00\n" for n, line in enumerate(rows().splitlines(), 1))
    clean = cleaned(f"Supplier,Date,Debit,Credit,Amount\n{text}")
    assert clean.payments["pence"].to_list() == [100, 200, 300, 400, 500]


@pytest.mark.parametrize(
    ("amount", "credit"),
    [
        ("Amount", "Credit"),
        ("Net Amount", "Credits"),
        ("Amount", "Credit Amount"),
        ("Amount (£)", "Credit Note (£)"),
    ],
)
def test_credits_on_the_rows_without_an_amount_are_taken_off(amount: str, credit: str) -> None:
    clean = cleaned(f"Supplier,Date,{amount},{credit}\n{rows()}")
    assert clean.payments["pence"].to_list() == PENCE
    assert clean.notices[0] == (
        f"the amounts are those of two columns, {amount!r} less {credit!r}: "
        "2 payments are credits, £57.25 in all"
    )


def test_credits_on_rows_that_have_an_amount_are_told_and_change_nothing() -> None:
    pairs = (("120.00", ""), ("50.25", "50.25"), ("1,000.50", "0.00"), ("", "7.00"), ("£5", "-"))
    total = "Total,,1175.75,57.25\n"
    clean = cleaned(f"Supplier,Date,Amount,Credit\n{rows(pairs)}{total}")
    assert clean.payments["pence"].to_list() == [12000, 5025, 100050, 500]
    assert (
        "1 amount may be a credit by the column 'Credit', £50.25 in all, and has no minus: "
        "it counts as a payment"
    ) in clean.notices


@pytest.mark.parametrize(
    ("credit", "pairs"),
    [
        # Numbers of credit notes; a mark; credits that have their minus in the amount too.
        ("Credit Note", (("120.00", ""), ("", "4005123"), ("1,000.50", ""), ("5", ""), ("6", ""))),
        (
            "Credit Note",
            (("120.00", ""), ("50.25", "4005123"), ("1,000.50", ""), ("5", ""), ("6", "")),
        ),
        ("Credit", (("120.00", ""), ("-50.25", "50.25"), ("1,000.50", ""), ("5", ""), ("6", ""))),
        # More credits than amounts are no credits.
        ("Credit", (("120.00", ""), ("", "50.25"), ("", "7.00"), ("", "5.00"), ("", "9.00"))),
    ],
)
def test_what_may_be_no_credit_is_left_as_it_is(
    credit: str, pairs: tuple[tuple[str, str], ...]
) -> None:
    clean = cleaned(f"Supplier,Date,Amount,{credit}\n{rows(pairs)}")
    assert all(pence > 0 or pence == -5025 for pence in clean.payments["pence"])
    assert not any("credits" in notice or "may be" in notice for notice in clean.notices)


def test_the_user_may_name_both_columns_or_one() -> None:
    text = f"Supplier,Date,Soll,Haben\n{rows()}"
    clean = cleaned(text, {"amount": "Soll", "credit": "Haben"})
    assert clean.payments["pence"].to_list() == PENCE
    clean = cleaned(f"Supplier,Date,Debit,Credit\n{rows()}", {"amount": "Debit"})
    assert clean.payments["pence"].sum() == 12000 + 100050 + 500


def test_a_total_of_both_columns_is_held_against_the_difference() -> None:
    clean = cleaned(f"Supplier,Date,Debit,Credit\n{rows()}Total,,1068.25,\n")
    assert [(total.printed, total.agrees) for total in clean.control_totals] == [
        (clean.control_totals[0].counted, True)
    ]


@pytest.mark.parametrize(
    ("paid", "received"),
    [
        ("Payments", "Receipts"),
        ("Payments £", "Receipts £"),
        ("Paid out", "Paid in"),
        ("Money Out", "Money In"),
        ("Withdrawals", "Deposits"),
        ("Withdrawn", "Paid In"),
    ],
)
def test_what_a_cash_book_received_is_income_and_no_credit(paid: str, received: str) -> None:
    clean = cleaned(f"Supplier,Date,{paid},{received}\n{rows()}")
    assert clean.payments["pence"].to_list() == [12000, 100050, 500]
    assert clean.set_aside["line"].to_list() == [3, 5]
    assert clean.set_aside["pence"].to_list() == [5025, 700]
    why = f"it was received, not paid, by the column {received!r}"
    assert set(clean.set_aside["reason"]) == {why}
    assert not any("less" in notice for notice in clean.notices)


def test_the_user_may_call_receipts_credits() -> None:
    settled = {"amount": "Paid out", "credit": "Paid in"}
    clean = cleaned(f"Supplier,Date,Paid out,Paid in\n{rows()}", settled)
    assert clean.payments["pence"].to_list() == PENCE


# A bank takes a debit off the balance, a ledger adds it to what an account holds.
OF_A_BANK = ("880.00", "930.25", "-70.25", "-63.25", "-68.25")
OF_A_LEDGER = ("120.00", "69.75", "1070.25", "1063.25", "1068.25")


def with_balances(balances: tuple[str, ...]) -> list[str]:
    return [
        f"{row},{balance}\n" for row, balance in zip(rows().splitlines(), balances, strict=True)
    ]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("over", ["Balance", "Running Balance (£)", "Account balance"])
def test_beside_the_balance_of_a_bank_a_credit_is_income(over: str, *, newest_first: bool) -> None:
    printed = with_balances(OF_A_BANK)
    printed = printed[::-1] if newest_first else printed
    clean = cleaned(f"Supplier,Date,Debit,Credit,{over}\n{''.join(printed)}")
    assert sorted(clean.payments["pence"]) == [500, 12000, 100050]
    assert clean.set_aside["pence"].sum() == 5725


@pytest.mark.parametrize("newest_first", [False, True])
def test_beside_the_balance_of_a_ledger_a_credit_is_one(*, newest_first: bool) -> None:
    printed = with_balances(OF_A_LEDGER)
    printed = printed[::-1] if newest_first else printed
    clean = cleaned(f"Supplier,Date,Debit,Credit,Balance\n{''.join(printed)}")
    assert sorted(clean.payments["pence"]) == sorted(PENCE)
    assert clean.set_aside.is_empty()


def test_a_bank_may_print_its_balance_once_a_day() -> None:
    balances = ("", "930.25", "", "-63.25", "-68.25")
    clean = cleaned(f"Supplier,Date,Debit,Credit,Balance\n{''.join(with_balances(balances))}")
    assert clean.payments["pence"].to_list() == [12000, 100050, 500]


@pytest.mark.parametrize("label", ["Totals,", "Grand total,", ",Total", ","])
def test_a_total_of_payments_and_of_receipts_is_held_against_the_payments(label: str) -> None:
    clean = cleaned(f"Supplier,Date,Payments,Receipts\n{rows()}{label},1125.50,57.25\n")
    assert [str(total.printed) for total in clean.control_totals] == ["1125.5"]
    assert all(total.agrees for total in clean.control_totals)
    assert clean.set_aside["line"].to_list() == [3, 5]
    clean = cleaned(f"Supplier,Date,Debit,Credit\n{rows()}{label},1125.50,57.25\n")
    assert [str(total.printed) for total in clean.control_totals] == ["1068.25"]
    assert all(total.agrees for total in clean.control_totals)


def test_a_total_of_the_receipts_alone_is_one_of_them() -> None:
    below = "Total payments,,1125.50,\nTotal receipts,,,57.25\n"
    clean = cleaned(f"Supplier,Date,Payments,Receipts\n{rows()}{below}")
    assert clean.set_aside["line"].to_list() == [3, 5]
    assert clean.non_rows == {"heading": 1, "total": 2}


@pytest.mark.parametrize("called", ["Balance b/fwd", "Opening balance", "Closing Balance"])
def test_a_balance_without_an_amount_is_no_payment_that_lacks_one(called: str) -> None:
    line = f"{called},01/04/2024,,,1000.00\n"
    printed = "".join(with_balances(OF_A_BANK))
    clean = cleaned(f"Supplier,Date,Payments,Receipts,Balance\n{line}{printed}")
    assert clean.non_rows == {"heading": 1, "note": 1}
    assert clean.set_aside["line"].to_list() == [4, 6]


pence = st.integers(1, 10**9)


@given(st.lists(st.tuples(pence, st.booleans()), min_size=1, max_size=12))
def test_debits_less_credits_are_the_sum_to_the_penny(paid: list[tuple[int, bool]]) -> None:
    text = "".join(
        f"Firm {n} Ltd,01/04/2024,{amount / 100:.2f},\n"
        if debit
        else f"Firm {n} Ltd,01/04/2024,,{amount / 100:.2f}\n"
        for n, (amount, debit) in enumerate(paid)
    )
    clean = cleaned(f"Supplier,Date,Debit,Credit\n{text}")
    assert clean.payments["pence"].to_list() == [a if debit else -a for a, debit in paid]


PARTS = [("120.00", ""), ("", "50.25"), ("1,000.50", "0.00"), ("7.00", "3.00"), ("£5", "-")]


@pytest.mark.parametrize("first", ["Revenue", "Revenue £", "Revenue Spend", "Revenue Amount (£)"])
def test_revenue_and_capital_were_both_paid(first: str) -> None:
    second = first.replace("Revenue", "Capital")
    clean = cleaned(f"Supplier,Date,{first},{second}\n{rows(tuple(PARTS))}")
    assert clean.payments["pence"].to_list() == [12000, 5025, 100050, 1000, 500]
    assert clean.set_aside.is_empty()
    said = f"the amounts are those of two columns together, {first!r} and {second!r}: "
    assert f"{said}2 payments have one under the second, £53.25 in all" in clean.notices
    again = {"amount": first, "second_amount": second}
    assert cleaned(f"Supplier,Date,{first},{second}\n{rows(tuple(PARTS))}", again).payments[
        "pence"
    ].to_list() == [12000, 5025, 100050, 1000, 500]


def test_of_two_amounts_that_cannot_both_be_read_none_is() -> None:
    pairs = (*PARTS[:4], ("5.00", "#####"))
    clean = cleaned(f"Supplier,Date,Revenue Spend,Capital Spend\n{rows(pairs)}")
    assert clean.payments.height == 4
    assert clean.set_aside["reason"].to_list() == [
        "it has two amounts, and one of them cannot be read"
    ]


@pytest.mark.parametrize("total", ["Total", "Amount"])
def test_beside_an_amount_revenue_and_capital_are_parts_of_it(total: str) -> None:
    both = "".join(f"Payee {n} Ltd,0{n}/04/2024,{n}.50,{n}.00,{2 * n}.50\n" for n in range(1, 7))
    found = heading_of(f"Supplier,Date,Revenue,Capital,{total}\n{both}")
    assert found.called(found.columns["amount"]) == total
    assert "second_amount" not in found.columns


def test_words_under_revenue_and_capital_are_no_amounts() -> None:
    marked = "".join(f"Payee {n} Ltd,0{n}/04/2024,Y,,{2 * n}.50\n" for n in range(1, 7))
    found = heading_of(f"Supplier,Date,Revenue,Capital,Actual\n{marked}")
    assert found.called(found.columns["amount"]) == "Actual"
