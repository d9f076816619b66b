"""One set of made-up payments in every layout, form and shape gives the same payments."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from read.layouts import LAYOUTS, PAYMENTS, UNDECIDED, filled, pounds, written
from read.published import cleaned
from spendaudit.clean.dates import read_dates
from spendaudit.errors import ColumnError

if TYPE_CHECKING:
    from collections.abc import Callable

THE_SAME = sorted((one.supplier, one.pence, one.paid_on) for one in PAYMENTS)
COUNCIL, HEALTH = LAYOUTS["county"], LAYOUTS["health"]


def found(content: str | bytes) -> list[tuple[str, int, date | None]]:
    """Supplier, pence and day of each payment, in no order of the file's."""
    return sorted(cleaned(content).payments.select("supplier", "pence", "paid_on").rows())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_payments_are_found_in_every_layout(layout: str) -> None:
    assert found(written(filled(LAYOUTS[layout]))) == THE_SAME


@pytest.mark.parametrize("layout", UNDECIDED)
def test_a_layout_that_words_leave_open_is_refused(layout: str) -> None:
    with pytest.raises(ColumnError, match=r"no column holds the (supplier|amount)"):
        found(written(filled(UNDECIDED[layout])))


AMOUNTS: dict[str, Callable[[int], str]] = {
    "-£5": lambda pence: ("-" if pence < 0 else "") + "£" + pounds(abs(pence)),
    "£5.00-": lambda pence: "£" + pounds(abs(pence)) + ("-" if pence < 0 else ""),
    "(£5.00)": lambda pence: pounds(pence) if pence >= 0 else f"(£{pounds(-pence)})",
    "5.00 CR, 5.00 DR": lambda pence: pounds(abs(pence)) + (" CR" if pence < 0 else " DR"),
    "5.00 Cr.": lambda pence: pounds(abs(pence)) + (" Cr." if pence < 0 else " Dr."),
    "CR 5.00": lambda pence: pounds(pence) if pence >= 0 else "CR " + pounds(-pence),
    "1.234,56": lambda pence: pounds(pence).translate({44: ".", 46: ","}),
    "1 234,56": lambda pence: pounds(pence).translate({44: " ", 46: ","}),
    "GBP 5.00": lambda pence: "GBP " + pounds(pence),
    "5.00 GBP": lambda pence: pounds(pence) + " GBP",
    '"5.00"': lambda pence: f'"{pounds(pence)}"',
    "'5.00": lambda pence: "'" + pounds(pence),
    '="5.00"': lambda pence: f'="{pounds(pence)}"',
}


@pytest.mark.parametrize("form", AMOUNTS)
def test_the_same_payments_are_found_in_every_form_of_amounts(form: str) -> None:
    assert found(written(filled(COUNCIL, amount=AMOUNTS[form]))) == THE_SAME


@pytest.mark.parametrize(
    ("form", "also_a_file"),
    [
        ("%d-%b-%y", False),
        ("%Y.%m.%d", False),
        ("%Y%m%d", False),
        ("%Y%m%d.0", True),
        ("%Y-%m-%dT00:00:00Z", False),
        ("%Y-%m-%dT00:00:00.000+01:00", False),
        ("%m/%d/%Y 12:00:00 AM", False),
        ("%a %b %d %Y 00:00:00 GMT+0100 (British Summer Time)", False),
        ("%d-%b-%y 00.00.00.000000000", True),
        ("%d-%b-%y 12.00.00.000000000 AM", False),
        ("%d%b%Y:00:00:00", True),
        ("%y-%m-%d", True),
        ('="%d/%m/%Y"', True),
    ],
)
def test_the_same_days_are_found_in_every_form_of_dates(form: str, also_a_file: bool) -> None:
    days = [one.paid_on for one in PAYMENTS]
    read = read_dates(pl.Series([f"{day:{form}}" for day in days])).table
    assert sorted(read["paid_on"]) == sorted(set(days))
    if also_a_file:  # what a look at the column might refuse as no dates
        assert found(written(filled(COUNCIL, day=lambda day: f"{day:{form}}"))) == THE_SAME


@pytest.mark.parametrize("behind", [".0", ".5", ".375"])
def test_the_day_numbers_of_a_spreadsheet_may_have_a_time(behind: str) -> None:
    def number(day: date) -> str:
        return f"{(day - date(1899, 12, 30)).days}{behind}"

    assert found(written(filled(COUNCIL, day=number))) == THE_SAME


def test_years_of_two_digits_come_first_only_where_the_whole_column_proves_it() -> None:
    eight_years = [f"24-04-{year}" for year in range(12, 19)]
    assert read_dates(pl.Series(eight_years)).table["paid_on"].min() == date(2012, 4, 24)
    among_others = [*(f"24-04-{day:02}" for day in range(1, 13)), "30-04-24"]
    assert date(2024, 4, 30) in read_dates(pl.Series(among_others)).table["paid_on"].to_list()


@pytest.mark.parametrize(("mark", "code"), [(";", "utf-8-sig"), ("\t", "utf-16"), ("|", "cp1252")])
def test_the_same_payments_are_found_between_titles_and_notes(mark: str, code: str) -> None:
    heading, *rows = filled(HEALTH, amount=lambda pence: "£" + pounds(pence))
    titles = [["Payments over £250 made by Midshire Council"], ["April 2024"], []]
    total = ["Grand Total", *[""] * 6, pounds(sum(one.pence for one in PAYMENTS)), "", ""]
    notes = [[], total, [], ["Payments to individuals are redacted."]]
    page = io.StringIO()
    csv.writer(page, delimiter=mark).writerows([*titles, heading, *rows, *notes])
    assert found(page.getvalue().encode(code)) == THE_SAME


@pytest.mark.parametrize(
    "text", ["Q1 2024/25", "Apr 2024 - Jun 2024", "2024/25", "1 April 2024 to 30 June 2024"]
)
def test_a_file_of_one_quarter_or_year_has_no_payment_outside_it(text: str) -> None:
    file = cleaned(written(filled(COUNCIL, day=lambda _: text)))
    assert not [said for said in file.notices if "far outside" in said]


@pytest.mark.parametrize(
    ("heading", "is_date"), [("On", True), ("Day", True), ("Due", False), ("Contract ends", False)]
)
def test_the_only_column_of_dates_is_theirs_where_its_word_says_nothing_else(
    heading: str, is_date: bool
) -> None:
    file = cleaned(written(filled(f"Supplier=supplier|{heading}=date|Amount ex VAT=amount")))
    said = f"'{heading}' (column 2) was understood as the date by its content only"
    assert (said in file.notices) is is_date
    assert (file.payments["paid_on"].null_count() == 0) is is_date


@pytest.mark.parametrize("heading", ["Due Date", "Update Date", "Contract Start"])
def test_a_column_of_days_that_are_another_matter_is_not_passed_over_in_silence(
    heading: str,
) -> None:
    file = cleaned(written(filled(f"Supplier=supplier|{heading}=date|Amount ex VAT=amount")))
    said = f"no column was understood as the date: {heading!r} (column 2) holds dates, and was not used"
    assert said in file.notices


@pytest.mark.parametrize("heading", ["Organisation Name", "Those to whom it went"])
def test_the_only_column_of_firms_is_that_of_the_suppliers(heading: str) -> None:
    layout = f"{heading}=supplier|Date=date|Service=department|Amount ex VAT=amount"
    assert found(written(filled(layout))) == THE_SAME
    said = f"{heading!r} (column 1) was understood as the supplier by its content only"
    assert said in cleaned(written(filled(layout))).notices


@pytest.mark.parametrize(
    ("layout", "place"),
    [
        ("Date=date|Service=department|=supplier|Amount ex VAT=amount", 3),
        ("Date=date|Service=department|Amount ex VAT=amount|=supplier", 4),
        ("=supplier|Date=date|Amount ex VAT=amount", 1),
    ],
)
def test_the_only_column_of_firms_may_have_lost_its_heading(layout: str, place: int) -> None:
    assert found(written(filled(layout))) == THE_SAME
    said = f"column {place} was understood as the supplier by its content only"
    assert said in cleaned(written(filled(layout))).notices


@pytest.mark.parametrize("heading", ["Customer", "Publisher", "Funding Organisation"])
def test_a_column_of_firms_that_are_others_is_not_that_of_the_suppliers(heading: str) -> None:
    with pytest.raises(ColumnError, match="no column holds the supplier"):
        found(written(filled(f"{heading}=supplier|Date=date|Service=department|Amount=amount")))


@pytest.mark.parametrize(
    ("heading", "last"), [("Month", 30), ("Month Paid", 30), ("Payment Date", 1)]
)
def test_the_first_of_each_month_under_month_is_the_month(heading: str, last: int) -> None:
    layout = f"Supplier=supplier|{heading}=date|Amount ex VAT=amount"
    file = cleaned(written(filled(layout, day=lambda _: "2024-04-01")))
    assert set(file.payments["paid_on"]) == {date(2024, 4, 1)}
    assert set(file.payments["paid_to"]) == {date(2024, 4, last)}


@pytest.mark.parametrize(
    ("numbers", "days"),
    [("Period", "When"), ("Payment Period", "Month"), ("Accounting Period", "For Month")],
)
def test_days_come_before_the_number_of_a_period(numbers: str, days: str) -> None:
    heading, *rows = filled(f"Supplier=supplier|{days}=date|Amount ex VAT=amount")
    file = cleaned(written([[numbers, *heading], *(["5", *row] for row in rows)]))
    assert file.payments["paid_on"].null_count() == 0


def test_a_column_of_formulas_is_read_as_what_they_say() -> None:
    heading, *rows = filled(COUNCIL)
    wrapped = [[f'="{cell}"' for cell in row] for row in rows]
    assert found(written([heading, *wrapped])) == THE_SAME
