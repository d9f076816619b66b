"""What a heading says of its dates settles what they leave open, and never what they prove."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from read.published import cleaned
from spendaudit.clean.date_headings import names_calendar_months, stated_order, with_weeks
from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST
from spendaudit.clean.dates import read_dates
from spendaudit.clean.periods import Clues, Period

EITHER = ["03/04/2023", "04/04/2023", "12/04/2023", "11/04/2023"]
APRIL = Clues(Period(date(2023, 4, 1), date(2023, 4, 30), "its name"))


@pytest.mark.parametrize(
    ("heading", "order"),
    [
        ("Payment Date (DD/MM/YYYY)", DAY_FIRST),
        ("Date dd-mm-yy", DAY_FIRST),
        ("Paid (dd.mm.yyyy)", DAY_FIRST),
        ("Date [DDMMYYYY]", DAY_FIRST),
        ("Date (d/m/yy)", DAY_FIRST),
        ("Dyddiad (DD/MM/BBBB)", DAY_FIRST),
        ("Date (DD/MM/YYYY HH:MM)", DAY_FIRST),
        ("Payment Date (MM/DD/YYYY)", MONTH_FIRST),
        ("Date m/d/yy", MONTH_FIRST),
        ("Date (YYYY-MM-DD)", None),
        ("Date (YYYY/MM/DD)", None),
        ("Payment Date", None),
        ("Date Added My Ddm", None),
        ("Period (MM/YYYY)", None),
    ],
)
def test_a_heading_may_state_the_order_of_its_dates(heading: str, order: str | None) -> None:
    assert stated_order(heading) == order


@pytest.mark.parametrize(
    ("heading", "first"),
    [
        ("Date (DD/MM/YYYY)", date(2023, 4, 3)),
        ("Date (MM/DD/YYYY)", date(2023, 3, 4)),
    ],
)
def test_what_the_heading_states_settles_dates_that_prove_nothing(
    heading: str, first: date
) -> None:
    dates = read_dates(pl.Series(EITHER), heading=heading)
    assert (dates.settled, dates.notices) == (True, ())
    assert dict(dates.table.select("text", "paid_on").iter_rows())[EITHER[0]] == first


def test_a_date_that_has_one_reading_only_is_read_whatever_the_heading_states() -> None:
    dates = read_dates(pl.Series([*EITHER, "25/04/2023"]), heading="Date (MM/DD/YYYY)")
    assert not dates.month_first
    assert dates.notices == (
        (
            "the heading 'Date (MM/DD/YYYY)' says month first, and the dates are day first: one of "
            "them has no other reading"
        ),
    )


def test_the_time_of_the_file_is_believed_before_the_heading_and_this_is_told() -> None:
    dates = read_dates(pl.Series(EITHER), APRIL, heading="Date (MM/DD/YYYY)")
    assert not dates.month_first
    (said,) = dates.notices
    assert said == (
        "the heading 'Date (MM/DD/YYYY)' says month first, and the dates were read day first, so "
        "that they fall into April 2023, as its name has it"
    )


def test_a_column_beside_that_states_its_order_tells_that_of_the_dates() -> None:
    rows = "".join(f"Wyre,04/0{day}/2015,0{day}/04/2015,1.00\n" for day in range(1, 10))
    clean = cleaned("Supplier,Payment Date,Invoice Date (DD/MM/YYYY),Amount\n" + rows)
    assert clean.payments["paid_on"].to_list() == [date(2015, 4, day) for day in range(1, 10)]


@pytest.mark.parametrize(
    ("heading", "of_calendar"),
    [
        ("Month", True),
        ("Payment Month", True),
        ("YEAR_MONTH", True),
        ("Mis / Month", True),
        ("Calendar Month", True),
        ("Period", False),
        ("Financial Month", False),
        ("Month (Period)", False),
        ("Accounting Month", False),
        ("Fiscal Month", False),
        ("Ledger Month", False),
        ("Posting Month", False),
        ("Date", False),
    ],
)
def test_a_month_is_of_the_calendar_where_no_ledger_counts_it(
    heading: str, of_calendar: bool
) -> None:
    assert names_calendar_months(heading) is of_calendar


def test_six_digits_under_month_are_a_month() -> None:
    assert read_dates(pl.Series(["202304"]), heading="Payment Month").notices == ()
    (said,) = read_dates(pl.Series(["202304"]), heading="Period").notices
    assert said.endswith("some ledgers count their periods from April")


def test_six_digits_under_month_are_a_period_where_the_file_is_of_its_time() -> None:
    july = Clues(Period(date(2023, 7, 1), date(2023, 7, 31), "its name"))
    dates = read_dates(pl.Series(["202304"]), july, heading="Month")
    assert dates.table["paid_on"].to_list() == [date(2023, 7, 1)]


@pytest.mark.parametrize(
    ("heading", "first", "last"),
    [
        ("Week Ending", date(2023, 4, 3), date(2023, 4, 9)),
        ("W/E", date(2023, 4, 3), date(2023, 4, 9)),
        ("Week Commencing", date(2023, 4, 9), date(2023, 4, 15)),
        ("Payment Date", date(2023, 4, 9), date(2023, 4, 9)),
        ("Weekend Rate", date(2023, 4, 9), date(2023, 4, 9)),
    ],
)
def test_a_day_under_a_heading_of_weeks_stands_for_its_week(
    heading: str, first: date, last: date
) -> None:
    read = with_weeks(read_dates(pl.Series(["09/04/2023"])).table, heading)
    assert read.select("paid_on", "paid_to").row(0) == (first, last)


@pytest.mark.parametrize(
    "heading", ["Period Name", "GL Period", "Ledger Period", "Week Ending", "W/C"]
)
def test_the_names_of_periods_are_headings_of_dates(heading: str) -> None:
    clean = cleaned(f"{heading},Supplier,Amount\n25/04/2023,Wyre Ltd,1.00\n")
    assert clean.payments["paid_on"].null_count() == 0


@pytest.mark.parametrize("heading", ["Month Ending", "Period", "Month"])
def test_the_last_days_of_months_under_a_heading_of_months_stand_for_them(heading: str) -> None:
    clean = cleaned(f"{heading},Supplier,Amount\n30/04/2023,Wyre,1.00\n31/05/2023,Lune,2.00\n")
    assert clean.payments["paid_on"].to_list() == [date(2023, 4, 1), date(2023, 5, 1)]
    assert clean.payments["paid_to"].to_list() == [date(2023, 4, 30), date(2023, 5, 31)]


@pytest.mark.parametrize(
    ("heading", "day", "many", "is_month"),
    [
        ("EffectiveDate", "30/04/2023", 20, True),
        ("Effective Date", "30/04/2023", 19, False),
        ("EffectiveDate", "28/04/2023", 20, False),
        ("Payment Date", "30/04/2023", 20, False),
        ("Date", "30/04/2023", 20, False),
    ],
)
def test_an_effective_date_that_is_always_the_last_of_a_month_stands_for_it(
    heading: str, day: str, many: int, is_month: bool
) -> None:
    rows = "".join(f"{day},Wyre {n} Ltd,{500 + n}.00\n" for n in range(many))
    clean = cleaned(f"{heading},Supplier,Amount\n{rows}")
    first = date(2023, 4, 1) if is_month else date(2023, 4, int(day[:2]))
    assert clean.payments["paid_on"].unique().to_list() == [first]
    assert any("the last day of a month" in one for one in clean.notices) is is_month
