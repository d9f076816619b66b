"""A block under a title that says it holds no further payments adds nothing, and is never passed over."""

from __future__ import annotations

import pytest

from read.published import cleaned, set_aside

HEADING = "Supplier,Date,Ref,Amount"
MONTH = ["Ribble Ltd,03/04/2024,P1,100.00", "Aire Ltd,06/04/2024,P2,200.00", "Wyre Ltd,19/04/2024,P3,30.50", "Lune Ltd,23/04/2024,P4,70.00"]  # fmt: skip
OTHERS = ["Dee Ltd,05/03/2024,Q1,500.00", "Esk Ltd,06/03/2024,Q2,45.00"]
TOTAL = "Total,,,400.50"


def file_of(*rows: str) -> str:
    return "\n".join([HEADING, *rows, ""])


def told(*rows: str) -> list[str]:
    """The notices that name a block by its title."""
    return [one for one in cleaned(file_of(*rows)).notices if "below '" in one]


@pytest.mark.parametrize(
    "title",
    [
        *("Three largest payments", "Top 3 payments", "Grants to the voluntary sector (included above)"),
        *("Of which paid by purchase card", "Highest payments in April", "Included in the above:"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", [[TOTAL, ""], [""], []])
@pytest.mark.parametrize("end", [["Total,,,300.00"], []])
def test_rows_that_a_title_says_are_among_those_above_are_not_counted_twice(
    title: str, between: list[str], end: list[str]
) -> None:
    clean = cleaned(file_of(*MONTH, *between, title, *MONTH[1::-1], *end))
    assert clean.payments["pence"].sum() == 40050
    assert clean.set_aside["pence"].to_list() == [20000, 10000]
    line = 6 + len(between)
    assert set(clean.set_aside["reason"]) == {f"it says again a payment above, under the band on line {line}"}  # fmt: skip
    assert all(total.agrees for total in clean.control_totals)
    assert len(clean.control_totals) == len([one for one in between if one])


def test_where_not_all_of_them_stand_above_they_count_and_their_title_is_named() -> None:
    rows = [*MONTH, "", "Three largest payments", *MONTH[:2], OTHERS[0]]
    assert cleaned(file_of(*rows)).payments.height == 7
    said = "the 3 payments below 'Three largest payments' (line 7) count, £800.00 in all: look whether they are further payments that were made"
    assert told(*rows) == [said]


def test_a_title_that_says_nothing_of_it_is_named_where_all_its_payments_stand_above() -> None:
    rows = [*MONTH, "", "Voluntary sector", *MONTH[1:]]
    assert cleaned(file_of(*rows)).payments.height == 7
    said = "the 3 payments below 'Voluntary sector' (line 7) stand above it too, and count twice, £300.50 in all"
    assert told(*rows) == [said]
    assert not told(*MONTH, "", "Voluntary sector", *MONTH[2:], *OTHERS)
    # Without a date or a number a list of the same payments each month repeats rightly.
    undated = [f"{one.split(',')[0]},,,{one.split(',')[3]}" for one in MONTH]
    assert not told(*undated, "", "May", *undated)


@pytest.mark.parametrize(
    "title",
    [
        *("Payments cancelled after publication", "Cancelled cheques", "CANCELLED PAYMENTS:"),
        *("Invoices received, not yet paid", "Unpaid invoices", "Invoices not yet paid as at 30 April 2024"),
        *("Outstanding orders", "Orders outstanding", "Goods on order", "Invoices awaiting payment"),
        *("Cancelled", "Not yet paid", "Outstanding purchase orders"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", [[HEADING], []])
@pytest.mark.parametrize("end", [["Total,,,545.00"], []])
def test_what_a_title_says_was_not_paid_is_set_aside(
    title: str, heading: list[str], end: list[str]
) -> None:
    quoted = f'"{title}"'
    clean = cleaned(file_of(*MONTH, TOTAL, "", quoted, *heading, *OTHERS, *end))
    assert clean.payments["pence"].sum() == 40050
    assert clean.set_aside["pence"].to_list() == [50000, 4500]
    assert set(clean.set_aside["reason"]) == {f"it was not paid, by the title on line 8, {title!r}"}
    assert [total.line for total in clean.control_totals] == [6]


def test_such_a_block_ends_at_the_next_title() -> None:
    text = file_of("Unpaid invoices", *OTHERS, "Payments made", *MONTH)
    assert [line for line, _ in set_aside(text)] == [3, 4]


@pytest.mark.parametrize(
    "title",
    [
        *("Outstanding payments", "Retentions", "Purchase orders", "Cancelled cheques re-issued"),
        "To be paid in May 2024:",
    ],
)
def test_a_title_that_may_say_so_is_named(title: str) -> None:
    assert cleaned(file_of(*MONTH, "", title, *OTHERS)).payments.height == 6
    assert f"below '{title}' (line 7)" in told(*MONTH, "", title, *OTHERS)[0]


@pytest.mark.parametrize(
    "title",
    [
        *("Standing orders", "Outstanding at the last meeting, since paid", "Payments", "Direct debits"),
        *("Invoices to be paid", "Cancellation charges", "Grants", "Void properties"),
    ],
)  # fmt: skip
def test_another_title_says_no_such_thing(title: str) -> None:
    assert cleaned(file_of(*MONTH, "", f'"{title}"', *OTHERS)).payments.height == 6
    assert not told(*MONTH, "", f'"{title}"', *OTHERS)


def test_cancelled_payments_with_a_minus_are_taken_off_and_stay() -> None:
    taken_off = [one.replace("P1,", "P1,-") for one in MONTH[:1]]
    assert cleaned(file_of(*MONTH, "", "Cancelled payments", *taken_off)).payments.height == 5


def test_a_cancelled_payment_that_counts_above_is_named() -> None:
    rows = [*MONTH, "", "Cancelled payments", MONTH[0], OTHERS[0]]
    assert cleaned(file_of(*rows)).payments.height == 4
    said = "1 payment that stands below 'Cancelled payments' (line 7) stands above it too, £100.00, and counts there"
    assert told(*rows) == [said]


def test_a_word_that_a_long_text_was_wrapped_to_is_no_title() -> None:
    rows = [*MONTH[:2], "Cancelled", *MONTH[2:]]
    assert cleaned(file_of(*rows)).payments.height == 4
    assert not told(*rows)
    rows = [*MONTH[:2], "Cancelled cheque", *MONTH[2:]]
    assert cleaned(file_of(*rows)).payments.height == 4
    assert len(told(*rows)) == 1


def test_where_every_payment_stands_below_it_none_is_set_aside() -> None:
    assert cleaned(file_of("Unpaid invoices", *MONTH)).payments.height == 4
    assert told("Unpaid invoices", *MONTH)


def test_a_total_is_none_of_the_payments_that_count_below_it() -> None:
    (total,) = cleaned(file_of(*MONTH, TOTAL, "", "Grants", *OTHERS)).control_totals
    assert total.agrees
    assert (total.rows_below, str(total.pounds_below)) == (2, "545")
    (alone,) = cleaned(file_of(*MONTH, TOTAL)).control_totals
    assert not alone.rows_below
