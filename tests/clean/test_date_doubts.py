"""Dates that can all be read, and yet may be others: that is said, and nothing is changed."""

from __future__ import annotations

import pytest

from read.published import cleaned

EXCHANGED = (
    "every date after the twelfth is of April 2024, and so would 3 others be with day and month "
    "exchanged, such as {!r}: a spreadsheet may have done so, and they count on the date written"
)


def notices_of(*dates: str, heading: str = "Date") -> tuple[str, ...]:
    rows = "".join(f"Wyre Ltd,{date},1.00\n" for date in dates)
    return cleaned(f"Supplier,{heading},Amount\n{rows}").notices


@pytest.mark.parametrize(
    ("form", "first"),
    [("{1:02}/{0:02}/2024", "04/02/2024"), ("2024-{0:02}-{1:02} 00:00:00", "2024-02-04 00:00:00")],
)
def test_days_that_a_spreadsheet_may_have_taken_for_months_are_told(form: str, first: str) -> None:
    # 2, 3 and 5 April became 4 February, 4 March and 4 May.
    exchanged = [form.format(month, 4) for month in (3, 2, 5)]
    kept = ["15/04/2024", "16/04/2024", "29/04/2024", "30/04/2024"]
    assert notices_of(*exchanged, *kept) == (EXCHANGED.format(first),)


@pytest.mark.parametrize(
    "others",
    [
        ["02/04/2024", "03/04/2024", "05/04/2024"],
        ["04/02/2024", "02/04/2024", "03/04/2024"],
        ["08/03/2024", "09/03/2024", "10/05/2024"],
        ["04/02/2024", "04/03/2024"],
        ["04/04/2024"] * 5,
    ],
)
def test_days_of_the_same_month_or_of_any_other_are_no_sign_of_a_spreadsheet(
    others: list[str],
) -> None:
    assert notices_of(*others, "15/04/2024", "16/04/2024", "30/04/2024") == ()


def test_a_year_of_two_digits_that_may_stand_first_is_told() -> None:
    assert notices_of("24/04/02", "24/04/03", "24/05/09") == (
        (
            "'24/04/02' and the like may begin with the year: they were read day first, as one day "
            "in several years"
        ),
    )
    assert notices_of("24/04/22", "25/04/22", "26/04/22") == ()
    assert notices_of("24/04/22", "24/05/22") == ()


def test_a_month_by_number_under_a_heading_of_periods_may_be_counted_from_april() -> None:
    told = "'01/2024' was read as January 2024; some ledgers count their periods from April"
    assert notices_of("01/2024", "02/2024", heading="Period") == (told,)
    assert notices_of("01/2024", "02/2024", heading="Month") == ()
    assert notices_of("January 2024", heading="Period") == ()
