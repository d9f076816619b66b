"""Money that a council received is never counted as paid, and stays visible with its pounds."""

from __future__ import annotations

import pytest

from read.published import cleaned, paid, set_aside

HEADING = "Payee,Date,Ref,Amount"
PAYMENTS = ["Ribble Roofing Ltd,03/04/2024,1,100.00", "Aire Analytics Ltd,06/04/2024,2,200.00"]
RECEIPTS = ["Borough precept,15/04/2024,R1,4000.00", "Hall hire,18/04/2024,R2,150.00"]
PAID = [("Ribble Roofing Ltd", 10000), ("Aire Analytics Ltd", 20000)]


def file_of(*rows: str) -> str:
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("word", ["Received from", "From", "Payer", "Customer", "Income received"])
@pytest.mark.parametrize("band", [["", "Receipts"], [""], []])
@pytest.mark.parametrize("total", [["Total receipts,,,4150.00"], []])
def test_a_table_of_receipts_below_the_payments_is_set_aside(
    word: str, band: list[str], total: list[str]
) -> None:
    receipts = [*band, f"{word},Date,Ref,Amount", *RECEIPTS, *total]
    text = file_of("Payments", HEADING, *PAYMENTS, "Total payments,,,300.00", *receipts)
    assert paid(text) == PAID
    begins = 6 + len(band)
    assert [line for line, _ in set_aside(text)] == [begins + 1, begins + 2]
    assert cleaned(text).set_aside["pence"].to_list() == [400000, 15000]
    assert [total.line for total in cleaned(text).control_totals] == [5]


def test_a_table_of_receipts_above_the_payments_is_set_aside() -> None:
    receipts = ["Receipts", "Received from,Date,Ref,Amount", *RECEIPTS, "Total receipts,,,4150.00"]
    for end in (["", "Payments"], []):
        text = file_of(*receipts, *end, HEADING, *PAYMENTS, "Total payments,,,300.00")
        assert paid(text) == PAID
        assert [line for line, _ in set_aside(text)] == [3, 4]


@pytest.mark.parametrize("band", ["Receipts", "INCOME:", "Money in"])
def test_a_band_of_receipts_lasts_until_one_of_payments(band: str) -> None:
    more = "Calder Cleaning Ltd,20/04/2024,3,50.00"
    text = file_of(HEADING, *PAYMENTS, band, *RECEIPTS, "Expenditure", more)
    assert paid(text) == [*PAID, ("Calder Cleaning Ltd", 5000)]
    assert [line for line, _ in set_aside(text)] == [5, 6]
    repeated = file_of(HEADING, *PAYMENTS, band, HEADING, *RECEIPTS)
    assert paid(repeated) == PAID


@pytest.mark.parametrize("band", ["Income Support", "Housing", "Receipts Ltd", "Payments"])
def test_another_band_is_none_of_receipts(band: str) -> None:
    text = file_of(HEADING, *PAYMENTS, band, *RECEIPTS)
    assert len(paid(text)) == 4


def test_a_heading_of_days_from_and_to_is_none_of_receipts() -> None:
    heading = "Date,From,To,Amount"
    assert len(paid(file_of("Payee,From,To,Amount", *PAYMENTS, heading, *RECEIPTS))) == 4


def test_a_customer_may_be_named_beside_the_supplier() -> None:
    heading = "Payee,Date,Customer,Amount"
    text = file_of(heading, *PAYMENTS, "", heading, *RECEIPTS)
    assert len(paid(text)) == 4


def test_a_kind_may_say_that_it_was_received() -> None:
    rows = [
        *("03/04/2024,Ribble Roofing Ltd,Payment,100.00", "04/04/2024,Hall hire,Receipt,150.00"),
        "06/04/2024,Aire Analytics Ltd,Payment,200.00",
    ]
    text = file_of("Date,Name,Type,Amount", *rows)
    assert paid(text) == PAID
    assert set_aside(text) == [(3, "it was received, not paid, by the column 'Type'")]
    other = text.replace("Payment", "Invoice")
    assert len(paid(other)) == 3
    taken_off = text.replace("150.00", "-150.00")
    assert len(paid(taken_off)) == 3
