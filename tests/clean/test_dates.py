"""Dates are day first unless the column itself proves otherwise, and no day is swapped in silence."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from read.published import cleaned
from spendaudit.clean.dates import read_dates


def days(*texts: str) -> list[date | None]:
    """The first day of each text, in the order in which they are given."""
    table = read_dates(pl.Series(texts)).table
    found = dict(table.select("text", "paid_on").iter_rows())
    return [found[text] for text in texts]


def period(text: str) -> tuple[date | None, date | None]:
    table = read_dates(pl.Series([text])).table
    return table["paid_on"][0], table["paid_to"][0]


@pytest.mark.parametrize(
    "written",
    [
        *("2026-01-02", "2026-01-02 00:00:00", "2026-01-02T13:45:00Z", "2026/01/02", "2026.1.2"),
        *("02/01/2026", "2/1/2026", "02/01/26", "2/1/26", "02.01.2026", "02-01-2026", "02 01 2026"),
        *(
            "02-Jan-26",
            "02-JAN-2026",
            "2 January 2026",
            "2nd Jan 2026",
            "02Jan2026",
            " 02/01/2026 ",
        ),
        *("Friday, Jan 02, 2026", "January 2, 2026", "Fri 02 Jan 2026", "02/01/2026 09:30"),
        *("20260102", "46024", "46024.5", "02\u00a0Jan\u00a02026"),
    ],
)
def test_every_form_met_in_real_files_is_read(written: str) -> None:
    assert days(written) == [date(2026, 1, 2)]
    assert period(written) == (date(2026, 1, 2), date(2026, 1, 2))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2013-06", date(2013, 6, 1), date(2013, 6, 30)),
        ("Jun-13", date(2013, 6, 1), date(2013, 6, 30)),
        ("June 2013", date(2013, 6, 1), date(2013, 6, 30)),
        ("Feb 2016", date(2016, 2, 1), date(2016, 2, 29)),
        ("Apr 2015-Mar 2016", date(2015, 4, 1), date(2016, 3, 31)),
        ("July 2010-September 2010", date(2010, 7, 1), date(2010, 9, 30)),
        ("April - June 2010", date(2010, 4, 1), date(2010, 6, 30)),
        ("Apr to Jun 2010", date(2010, 4, 1), date(2010, 6, 30)),
        ("October - March 2011", date(2010, 10, 1), date(2011, 3, 31)),
        ("Apr 2010 \u2013 Jun 2010", date(2010, 4, 1), date(2010, 6, 30)),
    ],
)
def test_a_period_stays_the_range_that_it_is(written: str, first: date, last: date) -> None:
    assert period(written) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        *("", "VARIOUS", "00:00:00", "31/02/2024", "30/02/2024", "00/01/2024", "01/00/2024"),
        *("17/012014", "09/10/1202", "1/1/1066", "01/01/2150", "12345", "99999", "2013-13"),
        *(
            "13/13/2013",
            "32/01/2013",
            "2024-02-30",
            "TBC 2024",
            "Mar 2016-Apr 2015",
            "Q1 2013/14",
            "0",
        ),
    ],
)
def test_what_is_no_date_is_null_and_never_another_date(written: str) -> None:
    assert period(written) == (None, None)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1, max_size=40))
def test_a_column_of_one_order_is_read_in_that_order(wanted: list[date]) -> None:
    proof = [date(2020, 1, 25), *wanted]
    day_first = [f"{day:%d/%m/%Y}" for day in proof]
    month_first = [f"{day:%m/%d/%Y}" for day in proof]
    assert days(*day_first) == proof
    assert days(*month_first) == proof


def test_without_any_proof_the_day_comes_first() -> None:
    dates = read_dates(pl.Series(["04/05/2020", "01/02/2020"]))
    assert not dates.month_first
    assert days("04/05/2020") == [date(2020, 5, 4)]


def test_one_date_that_has_no_other_reading_proves_the_column_month_first() -> None:
    text = "Supplier,Date,Amount\nWyre,04/05/2020,1.00\nLune,04/25/2020,2.00\n"
    clean = cleaned(text)
    assert clean.payments["paid_on"].to_list() == [date(2020, 4, 5), date(2020, 4, 25)]
    assert clean.notices == ("the dates are month first: one of them has no other reading",)


@pytest.mark.parametrize("nonsense", ["04/45/2020", "13/13/2020", "00/13/2020"])
def test_a_date_that_cannot_be_proves_nothing(nonsense: str) -> None:
    assert days("04/05/2020", nonsense) == [date(2020, 5, 4), None]


def test_dates_that_contradict_each_other_are_said_aloud_and_none_is_swapped() -> None:
    rows = ["25/04/2020", "26/04/2020", "04/27/2020", "04/05/2020", "05/05/2020"]
    clean = cleaned("Supplier,Date,Amount\n" + "".join(f"Wyre,{day},1.00\n" for day in rows))
    april, may = 4, 5
    assert clean.payments["paid_on"].to_list() == [
        date(2020, april, 25),
        date(2020, april, 26),
        None,
        date(2020, may, 4),
        date(2020, may, 5),
    ]
    contradiction, unreadable = clean.notices
    assert contradiction == (
        "some dates can only be day first and others only month first: all were read day first, "
        "and what does not fit has no date; 1 could be either"
    )
    assert unreadable == (
        "1 payment has a date that cannot be read, such as '04/27/2020': it counts, but in no month"
    )


def test_one_slip_of_the_hand_does_not_turn_a_month_first_column_round() -> None:
    wanted = ["04/26/2020", "04/27/2020", "04/05/2020", "25/04/2020"]
    assert days(*wanted) == [date(2020, 4, 26), date(2020, 4, 27), date(2020, 4, 5), None]


def test_several_forms_may_stand_in_one_column() -> None:
    assert days("19-May-17", "03/05/2017", "43658", "2017-05-03") == [
        date(2017, 5, 19),
        date(2017, 5, 3),
        date(2019, 7, 12),
        date(2017, 5, 3),
    ]


@pytest.mark.parametrize(
    ("year", "read"), [("99", 1999), ("90", 1990), ("00", 2000), ("24", 2024), ("69", 2069)]
)
def test_two_digits_are_a_year_of_living_ledgers(year: str, read: int) -> None:
    assert days(f"1/4/{year}") == [date(read, 4, 1)]


def test_a_payment_without_a_readable_date_still_counts() -> None:
    clean = cleaned("Supplier,Date,Amount\nWyre,VARIOUS,1.00\nLune,,2.00\nDee,soon,4.00\n")
    assert clean.payments["pence"].to_list() == [100, 200, 400]
    assert clean.payments["paid_on"].null_count() == clean.payments["paid_to"].null_count() == 3
    assert clean.notices == (
        "2 payments have a date that cannot be read, such as 'VARIOUS': they count, but in no month",
    )
