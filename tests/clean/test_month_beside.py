"""A column that tells one month, beside dates of others; and dates of invoices that were paid late."""

from __future__ import annotations

import pytest

from read.published import cleaned

HEADING = "Month,Date,Supplier,Net Amount"


def notices(*rows: str, heading: str = HEADING) -> list[str]:
    found = cleaned("\n".join([heading, *rows]) + "\n").notices
    return [notice for notice in found if "other months" in notice or "far outside" in notice]


def rows(month: str, *days: str) -> list[str]:
    return [f"{month},{day},Firm {n} Ltd,{500 + n}.00" for n, day in enumerate(days)]


OTHERS = ("03/02/2024", "15/03/2024", "28/01/2024", "11/03/2024", "05/02/2024")


@pytest.mark.parametrize("month", ["Mar-24", "March 2024", "45352", "01/03/2024"])
@pytest.mark.parametrize("heading", ["Month", "Payment Month", "Period"])
def test_dates_of_other_months_than_the_one_that_is_told_are_spoken_of(
    month: str, heading: str
) -> None:
    under = HEADING.replace("Month", heading).replace("Date", "Date Paid")
    (said,) = notices(*rows(month, *OTHERS), heading=under)
    assert said == (
        f"{heading!r} says March 2024, and 3 of 5 payments (£1,506.00) are dated in other months "
        "under 'Date Paid', and count there"
    )


@pytest.mark.parametrize(
    ("heading", "days", "is_usual"),
    [
        ("Date", OTHERS, True),
        ("Invoice Date", OTHERS, True),
        ("Doc Date", OTHERS, True),
        ("Payment Date", OTHERS, False),
        ("Invoice Paid Date", OTHERS, False),
        ("Date", (*OTHERS, "02/04/2024"), False),
        ("Invoice Date", (*OTHERS, "28/02/2023"), False),
    ],
)
def test_an_invoice_is_dated_before_the_month_of_its_payment(
    heading: str, days: tuple[str, ...], is_usual: bool
) -> None:
    (said,) = notices(*rows("Mar-24", *days), heading=HEADING.replace("Date", heading))
    assert said.endswith(": such dates may be those of invoices, paid in that month") is is_usual


def test_one_payment_of_a_few_is_spoken_of_as_one() -> None:
    (said,) = notices(*rows("Mar-24", "28/02/2024", "03/03/2024", "04/03/2024"))
    assert (
        "1 of 3 payments (£500.00) is dated in other months under 'Date', and counts there: such "
        "dates may be those of invoices, paid in that month"
    ) in said


@pytest.mark.parametrize(
    "payments",
    [
        rows("Mar-24", *(f"{day:02}/03/2024" for day in range(1, 20))),
        [
            *rows("Mar-24", "28/02/2024"),
            *rows("Mar-24", *(f"{d:02}/03/2024" for d in range(1, 20))),
        ],
        [*rows("Mar-24", *OTHERS[:3]), *rows("Feb-24", *OTHERS[3:])],
        rows("2023/24", *OTHERS),
        rows("", *OTHERS),
        rows("202403", *OTHERS),
        rows("2024-03", *OTHERS),
    ],
    ids=["same", "one paid late", "two months", "a year", "blank", "a period", "a period too"],
)
def test_a_month_that_does_not_differ_is_not_spoken_of(payments: list[str]) -> None:
    assert notices(*payments) == []


@pytest.mark.parametrize(
    ("heading", "day", "late"),
    [
        ("Invoice Date", "29/02/2024", True),
        ("Document Date", "29/02/2024", True),
        ("Transaction Date", "29/02/2024", True),
        ("Invoice Date", "28/02/2021", False),
        ("Invoice Date", "29/12/2024", False),
        ("Payment Date", "29/02/2024", False),
        ("Invoice Paid Date", "29/02/2024", False),
        ("Date", "29/02/2024", False),
    ],
)
def test_an_older_invoice_was_perhaps_paid_late(heading: str, day: str, late: bool) -> None:
    days = [f"{n:02}/0{7 + n % 3}/2024" for n in range(1, 28)]
    told = notices(*rows("x", *days, day), heading=f"Type,{heading},Supplier,Net Amount")
    assert len(told) == 1
    assert (
        told[0].endswith(f"; under {heading!r} an invoice that was paid late is dated so") is late
    )
