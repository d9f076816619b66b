"""What a ledger cancelled was not paid, and stays visible with its pounds."""

from __future__ import annotations

import pytest

from read.published import cleaned, set_aside

ROWS = (
    ("Ribble Roofing Ltd", "100.00"),
    ("Aire Analytics Ltd", "200.00"),
    ("Wyre Ltd", "30.00"),
    ("Lune Ltd", "40.00"),
)


def table(heading: str, *marks: str, credit: str = "") -> str:
    rows = [f"{name},0{n}/04/2024,{pounds},{mark}" for n, ((name, pounds), mark) in enumerate(zip(ROWS, marks, strict=True), 1)]  # fmt: skip
    return "\n".join([f"Supplier,Date,Amount,{heading}", *rows, *([credit] if credit else []), ""])


@pytest.mark.parametrize("heading", ["Status", "Payment Status", "Cheque Status", "Invoice State"])
@pytest.mark.parametrize(
    "word", ["Cancelled", "VOID", "reversed", "Rejected", "Payment stopped", "On Hold"]
)
@pytest.mark.parametrize("paid", ["Paid", "Cleared", ""])
def test_a_cancelled_row_is_set_aside_with_its_pounds(heading: str, word: str, paid: str) -> None:
    text = table(heading, paid, word, paid, paid)
    clean = cleaned(text)
    assert clean.payments["pence"].to_list() == [10000, 3000, 4000]
    assert set_aside(text) == [(3, f"it was not paid after all, by the column {heading!r}")]
    assert clean.set_aside["pence"].to_list() == [20000]


@pytest.mark.parametrize("heading", ["Cancelled", "Void?", "Is Cancelled", "Cancelled Y/N"])
def test_a_column_may_say_no_more_than_whether_it_was_cancelled(heading: str) -> None:
    clean = cleaned(table(heading, "N", "Y", "N", "N"))
    assert clean.payments["pence"].to_list() == [10000, 3000, 4000]


@pytest.mark.parametrize(
    ("heading", "paid", "mark"),
    [
        ("Paid?", "Y", "N"),
        ("Paid Y/N", "Yes", "No"),
        ("Invoice paid", "1", "0"),
        ("Has been paid", "Y", "Not paid"),
        ("On Hold", "N", "Y"),
        ("Hold", "", "On Hold"),
        ("Held?", "", "Held"),
        ("Hold", "None", "Held"),
        ("Cancelled?", "-", "Yes"),
        ("Stopped", "", "Stopped"),
        ("Cancelled", "", "Cancelled 12/05/2024"),
        ("Unpaid", "", "Y"),
    ],
)
def test_a_flag_may_say_whether_it_was_paid_or_held(heading: str, paid: str, mark: str) -> None:
    text = table(heading, paid, mark, paid, paid)
    assert set_aside(text) == [(3, f"it was not paid after all, by the column {heading!r}")]
    assert cleaned(text).payments["pence"].to_list() == [10000, 3000, 4000]


@pytest.mark.parametrize(
    ("heading", "marks"),
    [
        ("Paid?", ("Y", "N", "N", "N")),
        ("Paid?", ("", "N", "", "")),
        ("Status", ("Unpaid", "Unpaid", "Unpaid", "Unpaid")),
        ("On hold", ("Y", "Y", "N", "Y")),
        ("Status", ("Open", "Cancelled", "Open", "Open")),
    ],
)
def test_where_nothing_says_that_others_were_paid_they_count_and_are_told(
    heading: str, marks: tuple[str, ...]
) -> None:
    clean = cleaned(table(heading, *marks))
    assert clean.payments.height == len(ROWS)
    assert any(
        f"under {heading!r}" in one and one.endswith("that counts as paid") for one in clean.notices
    )


@pytest.mark.parametrize(
    ("heading", "marks"),
    [
        ("Is paid", ("100", "200", "0", "1")),
        ("Paid", ("03/04/2024", "N/A", "", "05/04/2024")),
        ("Paid?", ("Y", "Y", "Y", "Y")),
        ("On hold", ("N", "N", "", "N")),
        ("Withheld", ("N", "Y", "N", "N")),
        ("Cheque cleared", ("Y", "N", "Y", "Y")),
    ],
)
def test_a_column_beside_says_nothing_of_the_kind(heading: str, marks: tuple[str, ...]) -> None:
    clean = cleaned(table(heading, *marks))
    assert clean.payments.height == len(ROWS)
    assert not any("that counts as paid" in one for one in clean.notices)


@pytest.mark.parametrize("mark", ["Cancelled", "Paid", ""])
def test_a_row_that_a_credit_takes_back_stays(mark: str) -> None:
    credit = f"Aire Analytics Ltd,09/04/2024,-200.00,{mark}"
    clean = cleaned(table("Status", "Paid", "Cancelled", "Paid", "Paid", credit=credit))
    assert clean.payments["pence"].sum() == 17000
    assert clean.set_aside.is_empty()
    other = cleaned(table("Status", "Paid", "Cancelled", "Paid", "Paid", credit="Wyre Ltd,09/04/2024,-200.00,Paid"))  # fmt: skip
    assert other.set_aside["pence"].to_list() == [20000]


@pytest.mark.parametrize(
    ("heading", "marks"),
    [
        ("Status", ("Open", "Cancelled", "Open", "Open")),
        ("Status", ("Cancelled", "Cancelled", "Paid", "Cancelled")),
        ("Status", ("Live", "Closed", "Live", "Live")),
        ("Status", ("Paid", "Unpaid", "Paid", "On hold")),
        ("Supplier Status", ("Paid", "Cancelled", "Paid", "Paid")),
        ("SME Status", ("Y", "Void", "Y", "Y")),
        ("Description", ("Paid", "Cancelled", "Paid", "Paid")),
    ],
)
def test_what_is_not_plainly_cancelled_beside_payments_counts(
    heading: str, marks: tuple[str, ...]
) -> None:
    assert cleaned(table(heading, *marks)).payments.height == len(ROWS)


@pytest.mark.parametrize(
    "word", ["VOID", "Cancelled", "*** Void ***", "CANCELLED CHEQUE", "Canc'd"]
)
@pytest.mark.parametrize("place", ["supplier", "purpose"])
def test_a_cancelled_cheque_without_an_amount_lacks_none(word: str, place: str) -> None:
    void = f"100003,04/04/2024,{word},," if place == "supplier" else f"100003,04/04/2024,,{word},"
    rows = [f"10000{n},0{n}/04/2024,{name},Repairs,{pounds}" for n, (name, pounds) in enumerate(ROWS)]  # fmt: skip
    text = "\n".join(["Cheque No,Date,Payee,Details,Amount", *rows, void, ""])
    clean = cleaned(text)
    assert clean.set_aside.is_empty()
    assert clean.non_rows == {"heading": 1, "note": 1}


@pytest.mark.parametrize("named", ["Void Cleaning Ltd", "Returned Volunteers Trust", "Failed"])
def test_what_lacks_an_amount_for_no_reason_that_it_says_is_set_aside(named: str) -> None:
    rows = [f"{n},0{n}/04/2024,{name},{pounds}" for n, (name, pounds) in enumerate(ROWS, 1)]
    amount = "n/a" if named == "Failed" else ""
    text = "\n".join(["Cheque No,Date,Payee,Amount", *rows, f"6,06/04/2024,{named},{amount}", ""])
    assert cleaned(text).set_aside["line"].to_list() == [6]


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("Cancelled", True),
        ("VOID", True),
        ("Not used", True),
        ("cheque cancelled 12/05/2024", True),
        ("Cancelled on 3 May", True),
        ("Replaces cancelled cheque", False),
        ("Cancelled 12 places", False),
    ],
)
def test_a_payment_that_a_remark_calls_cancelled_counts_and_is_told(
    remark: str, told: bool
) -> None:
    clean = cleaned(table("Notes", "", remark, "", ""))
    assert clean.payments["pence"].to_list() == [10000, 20000, 3000, 4000]
    assert any("that counts as paid" in one for one in clean.notices) is told
