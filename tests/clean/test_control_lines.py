"""A balance, a sum of VAT or a line below the total is no payment, and stays visible with its pounds."""

from __future__ import annotations

import pytest

from read.published import cleaned, paid, set_aside

HEADING = "Payee,Date,Cheque No,Amount"
ROWS = [
    "Ribble Roofing Ltd,03/04/2024,1001,100.00",
    "Aire Analytics Ltd,06/04/2024,1002,200.00",
    "Fylde Fencing Ltd,09/04/2024,1003,300.50",
    "Wyre Welding Ltd,12/04/2024,1004,400.00",
]
PAID = [
    ("Ribble Roofing Ltd", 10000),
    ("Aire Analytics Ltd", 20000),
    ("Fylde Fencing Ltd", 30050),
    ("Wyre Welding Ltd", 40000),
]
BALANCE = "a balance of the account is no payment"
BELOW = "it stands below the total, without the date or number that payments have"


def file_of(*rows: str, heading: str = HEADING) -> str:
    return "\n".join([heading, *rows]) + "\n"


@pytest.mark.parametrize("date", ["01/04/2024", ""])
@pytest.mark.parametrize(
    "words",
    [
        *("Opening balance", "Closing Balance", "Balance b/f", "Bal b/f", "Bal. bf", "B/F", "C/F"),
        *("Balance at bank", "Bank balance", "Cash in hand", "Balance brought forward"),
        *("Balance carried forward", "CLOSING BALANCE:", "Opening bank balance"),
        *("Closing balance at 30/04/2024", "Balance per bank statement", "Brought forward"),
    ],
)
def test_a_balance_of_the_account_is_no_payment(words: str, date: str) -> None:
    first = file_of(f"{words},{date},,25000.00", *ROWS)
    assert paid(first) == PAID
    assert set_aside(first) == [(2, BALANCE)]


@pytest.mark.parametrize("words", ["Opening balance", "Bank balance", "Balance c/f"])
def test_it_may_stand_below_and_in_the_narrative(words: str) -> None:
    below = file_of(*ROWS, f"{words},30/04/2024,,25000.00")
    assert paid(below) == PAID
    assert set_aside(below) == [(6, BALANCE)]
    heading = "Payee,Date,Details,Amount"
    told = file_of(*ROWS, f",30/04/2024,{words},25000.00", heading=heading)
    assert set_aside(told) == [(6, BALANCE)]
    of_somebody = file_of(*ROWS, f"Dee Ltd,30/04/2024,{words},25.00", heading=heading)
    assert paid(of_somebody)[-1] == ("Dee Ltd", 2500)


@pytest.mark.parametrize(
    "name",
    [
        "Balance Consulting Ltd",
        "Opening Doors",
        "Bank Balance Ltd",
        "New Balance",
        "Cash in Hand Ltd",
    ],
)
def test_a_supplier_may_be_called_nearly_so(name: str) -> None:
    assert paid(file_of(*ROWS, f"{name},30/04/2024,,25.00"))[-1] == (name, 2500)


def test_after_a_balance_totals_still_add_up() -> None:
    clean = cleaned(file_of("Balance b/f,01/04/2024,,25000.00", *ROWS, "Total,,,1000.50"))
    assert [total.agrees for total in clean.control_totals] == [True]


def test_what_a_page_carries_forward_stays_a_total() -> None:
    clean = cleaned(file_of(*ROWS, "Balance c/fwd,,,1000.50"))
    assert [(total.line, total.agrees) for total in clean.control_totals] == [(6, True)]
    assert clean.set_aside.is_empty()


@pytest.mark.parametrize(
    ("label", "pounds"), [("VAT", "200.10"), ("Total VAT", "200.10"), ("VAT total:", "200.10")]
)
def test_a_sum_of_vat_below_the_payments_is_no_payment(label: str, pounds: str) -> None:
    assert paid(file_of(*ROWS, f"{label},,,{pounds}")) == PAID
    three = file_of(*ROWS, "Net,,,1000.50", f"{label},,,{pounds}", "Gross,,,1200.60")
    assert paid(three) == PAID
    assert [(total.line, total.agrees) for total in cleaned(three).control_totals] == [(6, True)]
    assert [line for line, _ in set_aside(three)] == [7, 8]


def test_a_net_total_that_differs_is_shown_beside_ours() -> None:
    clean = cleaned(
        file_of(*ROWS, "Net total,,,1000.50", "VAT total,,,200.10", "Gross total,,,9.00")
    )
    assert [total.agrees for total in clean.control_totals] == [True, False]
    assert clean.set_aside["line"].to_list() == [7]


def test_vat_that_was_paid_stays_a_payment() -> None:
    for row in ("VAT,30/04/2024,,200.10", "VAT,,1005,200.10", "VAT Services Ltd,,,200.10"):
        assert paid(file_of(*ROWS, row))[-1][1] == 20010
    between = file_of(*ROWS[:2], "VAT,,,200.10", *ROWS[2:])
    assert ("VAT", 20010) in paid(between)
    undated = file_of(*(row.split(",")[0] + ",,,5.00" for row in ROWS), "VAT,,,200.10")
    assert ("VAT", 20010) in paid(undated)


def test_what_stands_below_the_total_is_no_payment() -> None:
    text = file_of(*ROWS, "Total,,,1000.50", "Budget for month,,,4000.00", "Variance,,,2999.50")
    assert paid(text) == PAID
    assert set_aside(text) == [(7, BELOW), (8, BELOW)]


def test_a_difference_of_nothing_below_the_total_is_a_note() -> None:
    text = file_of(*ROWS, "Total,,,1000.50", "Difference,,,0.00")
    assert paid(text) == PAID
    assert not set_aside(text)
    assert cleaned(text).non_rows["note"] == 1


def test_payments_below_a_total_of_a_part_stay_payments() -> None:
    dated = "Dee Ltd,14/04/2024,1005,1.00"
    for below in (dated, "Dee Ltd,,1005,1.00", "Dee Ltd,14/04/2024,,1.00"):
        assert paid(file_of(*ROWS, "Total,,,1000.50", below))[-1] == ("Dee Ltd", 100)
    both = file_of(*ROWS, "Total,,,1000.50", "Don Ltd,,,2.00", dated)
    assert [one for one in paid(both) if one[0] == "Don Ltd"] == [("Don Ltd", 200)]
    undated = [row.split(",")[0] + ",,," + row.split(",")[3] for row in ROWS]
    assert paid(file_of(*undated, "Total,,,1000.50", "Don Ltd,,,2.00"))[-1] == ("Don Ltd", 200)


def test_the_other_side_of_the_entry_is_no_payment() -> None:
    rows = [*ROWS, "Don Ltd,13/04/2024,1005,5.00", "Esk Ltd,13/04/2024,1006,6.00"]
    text = file_of(*rows, "Bank control account,30/04/2024,,-1011.50")
    assert len(paid(text)) == 6
    assert [line for line, _ in set_aside(text)] == [8]
    for row in ("Esk Ltd,30/04/2024,1007,-1011.50", "Esk Ltd,30/04/2024,,-1011.49"):
        assert len(paid(file_of(*rows, row))) == 7


OF_A_KIND = "it stands below the payments, and says what one kind of them came to"


@pytest.mark.parametrize("minus", ["-", ""])
@pytest.mark.parametrize("words", [("Payments", "Credits", "Net"), ("Invoices:", "Less: Credit notes", "Net total")])  # fmt: skip
def test_what_payments_and_credits_came_to_below_them_are_totals(
    words: tuple[str, str, str], minus: str
) -> None:
    first, second, net = words
    text = file_of(
        *ROWS, "Lune Ltd,15/04/2024,1005,-50.50",
        f"{first},,,1000.50", f"{second},,,{minus}50.50", f"{net},,,950.00",
    )  # fmt: skip
    assert paid(text) == [*PAID, ("Lune Ltd", -5050)]
    assert cleaned(text).set_aside.is_empty()
    assert all(total.agrees for total in cleaned(text).control_totals)
    assert len(cleaned(text).control_totals) == 3
    other = text.replace("1000.50", "999.99")
    assert set_aside(other) == [(7, OF_A_KIND)]


@pytest.mark.parametrize("name", ["Payments", "Credits", "Refunds"])
def test_a_supplier_called_so_that_has_a_date_or_number_stays(name: str) -> None:
    dated = file_of(f"{name},12/04/2024,1005,7.00", *ROWS, f"{name},13/04/2024,,7.00")
    assert paid(dated) == [(name, 700), *PAID, (name, 700)]
    above = file_of(f"{name},,,7.00", *ROWS)
    assert paid(above) == [(name, 700), *PAID]


@pytest.mark.parametrize("words", ["Brought forward from previous month", "B/F from March 2024", "Balance b/f from last year"])  # fmt: skip
def test_what_is_brought_forward_from_another_month_is_no_payment(words: str) -> None:
    text = file_of(f"{words},,,25000.00", *ROWS, "Total to date,,,26000.50")
    assert paid(text) == PAID
    assert set_aside(text) == [(2, BALANCE)]
    assert [total.agrees for total in cleaned(text).control_totals] == [True]


COUNTS = "it stands below the payments, and counts or averages them"


@pytest.mark.parametrize(
    ("word", "figure"),
    [
        *(("Count", "4"), ("No. of payments", "4"), ("Number of transactions", "4.00")),
        *(("Average", "250.13"), ("Mean payment", "£250.12"), ("AVG:", "250.125")),
        *(
            ("Min", "100.00"),
            ("Minimum", "100.00"),
            ("Max", "400.00"),
            ("Largest payment", "400.00"),
        ),
    ],
)
@pytest.mark.parametrize("total", ["Total,,,1000.50", ",,,1000.50", ""])
def test_what_counts_or_averages_the_payments_below_them_is_none(
    word: str, figure: str, total: str
) -> None:
    text = file_of(*ROWS, *([total] if total else []), f"{word},,,{figure}")
    assert paid(text) == PAID
    assert cleaned(text).set_aside.is_empty()
    other = text.replace(f"{word},,,{figure}", f"{word},,,77.77")
    assert set_aside(other) == [(text.count("\n"), COUNTS)]
    assert paid(other) == PAID


@pytest.mark.parametrize("name", ["Count", "Average", "Max", "Min"])
def test_a_supplier_called_like_a_count_that_has_a_date_or_stands_above_stays(name: str) -> None:
    assert len(paid(file_of(*ROWS, f"{name},13/04/2024,,7.00"))) == len(PAID) + 1
    assert len(paid(file_of(*ROWS, f"{name},,1009,7.00"))) == len(PAID) + 1
    assert len(paid(file_of(f"{name},,,7.00", *ROWS))) == len(PAID) + 1
    assert len(paid(file_of(*ROWS, f"{name} Ltd,,,7.00"))) == len(PAID) + 1
