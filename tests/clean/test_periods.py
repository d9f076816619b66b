"""A file's own time is told by its titles, its name and its other dates; a stray date is shown."""

from __future__ import annotations

from datetime import date

import pytest

from read.published import cleaned
from spendaudit.clean.periods import told_period


def told(text: str) -> tuple[date, date] | None:
    """By a title, so that a slash in it is no folder."""
    period = told_period("spend.csv", [text])
    return None if period is None else (period.first, period.last)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("dfe_20spend_20_20june_202010.csv", date(2010, 6, 1), date(2010, 6, 30)),
        ("dfe%20spend%20january%202011.csv", date(2011, 1, 1), date(2011, 1, 31)),
        ("dfe_20spend_20_20_20january_202011_20rev.csv", date(2011, 1, 1), date(2011, 1, 31)),
        ("spend_201011.csv", date(2010, 11, 1), date(2010, 11, 30)),
        ("spend_2011_04.csv", date(2011, 4, 1), date(2011, 4, 30)),
    ],
)
def test_spaces_of_an_address_in_a_name_are_no_part_of_a_year(
    name: str, first: date, last: date
) -> None:
    period = told_period(name, [])
    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Payments over £500: April 2015", date(2015, 4, 1), date(2015, 4, 30)),
        ("Expenditure 1st to 30th June 2010", date(2010, 6, 1), date(2010, 6, 30)),
        ("EPSRCSpendDataAug2016", date(2016, 8, 1), date(2016, 8, 31)),
        ("Spend_over_25K_Feb_2014", date(2014, 2, 1), date(2014, 2, 28)),
        ("moj-aramis-data-sept-11", date(2011, 9, 1), date(2011, 9, 30)),
        ("DCCSpendingOver500_201103", date(2011, 3, 1), date(2011, 3, 31)),
        ("dft-monthly-spend-201210", date(2012, 10, 1), date(2012, 10, 31)),
        ("2018-01_clean", date(2018, 1, 1), date(2018, 1, 31)),
        ("expenditure-over-500-apr-jun-2014", date(2014, 4, 1), date(2014, 6, 30)),
        ("October 2010 to March 2011", date(2010, 10, 1), date(2011, 3, 31)),
        ("October to March 2011", date(2010, 10, 1), date(2011, 3, 31)),
        ("Spend 2019/20 Quarter 3", date(2019, 10, 1), date(2019, 12, 31)),
        ("Q1 2015-16", date(2015, 4, 1), date(2015, 6, 30)),
        ("supplier_payments_2009_q4", date(2009, 10, 1), date(2010, 3, 31)),
        ("fire-2022-23", date(2022, 4, 1), date(2023, 3, 31)),
        ("Payments over 250_201601_Apr15", date(2015, 4, 1), date(2016, 1, 31)),
        ("10 April to 12 May 2015", date(2015, 5, 1), date(2015, 5, 31)),
    ],
)
def test_titles_and_names_tell_months_quarters_and_years(
    text: str, first: date, last: date
) -> None:
    assert told(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("Spend over £25,000", "Local Government Transparency Code 2015", "data", "1703"),
        *("March of progress", "published 2015-05-12", "20120424_report", "2015-17", "99999999"),
    ],
)
def test_what_names_no_time_tells_none(text: str) -> None:
    assert told(text) is None


def file_of(*days: str, amount: str = "10.00") -> str:
    return "Supplier,Date,Amount\n" + "".join(f'Wyre Ltd,{day},"{amount}"\n' for day in days)


APRIL = [f"{day}/04/2015" for day in range(1, 31)]


def test_a_date_far_outside_the_rest_is_shown_and_counts() -> None:
    clean = cleaned(file_of(*APRIL, "20/04/2051", "20/04/2051", amount="1,000.50"))
    assert clean.payments["paid_on"].max() == date(2051, 4, 20)
    assert clean.notices == (
        (
            "2 payments are dated far outside the rest of the file (April 2015), £2,001.00 in all, "
            "such as line 32, '20/04/2051': they count on the date written"
        ),
    )


def test_a_swap_by_a_spreadsheet_is_shown_and_not_undone() -> None:
    clean = cleaned(file_of(*APRIL, "2015-12-04"))
    assert clean.payments["paid_on"].max() == date(2015, 12, 4)
    (notice,) = clean.notices
    assert notice.endswith(
        "it counts on the date written; with day and month exchanged most would fall inside: "
        "a spreadsheet may have done so"
    )


@pytest.mark.parametrize("late", ["28/02/2015", "20/05/2015"])
def test_an_invoice_of_the_months_around_is_nothing_to_speak_of(late: str) -> None:
    assert cleaned(file_of(*APRIL, late)).notices == ()


def test_a_year_of_payments_has_no_outsiders() -> None:
    days = [f"{day:02}/{month:02}/2015" for month in range(1, 13) for day in range(1, 28)]
    assert cleaned(file_of(*days)).notices == ()


@pytest.mark.parametrize(
    ("sheet", "year"),
    [("payments-over-500-all-october-20", 2024), ("payments-over-500-october-2012-x", 2012)],
)
def test_the_name_of_a_sheet_that_was_cut_tells_what_is_whole_of_it(sheet: str, year: int) -> None:
    period = told_period("spend-october-2024.xlsx", [], sheet[:31])
    assert period is not None
    assert period.first.year == year


def test_titles_below_the_query_of_a_ledger_are_read_and_its_periods_are_not() -> None:
    query = [
        "sql select t.apar_id, t.amount from agltransact t,,",
        *(f"sql inner join asuheader d{n} on t.client = d{n}.client,," for n in range(12)),
        "sql and t.period between '201207' and '201207',,",
        "Borough Council - transactions over £500,,",
        "Oct-12,,",
    ]
    found = cleaned("\n".join([*query, "Supplier,Date,Net Amount", "Wyre Ltd,03/10/2012,600.00"]))
    assert found.titles == ("Borough Council - transactions over £500", "Oct-12")
    assert told_period("spend.csv", found.titles) == (
        date(2012, 10, 1),
        date(2012, 10, 31),
        "its title",
    )


def test_titles_that_speak_of_another_time_are_held_against_the_dates() -> None:
    clean = cleaned("Payments over £500 - July 2019,,\n" + file_of(*APRIL))
    assert clean.notices == (
        "its title speaks of July 2019, and most payments are dated April 2015",
    )
