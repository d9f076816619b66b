"""Dates that no column holds, but rows of their own, titles or the names of sheets: read, and said so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from read.published import cleaned
from spendaudit.clean.rows import clean_rows
from spendaudit.read.records import read_rows
from spendaudit.read.source import open_sources

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.clean.rows import CleanFile

HEADING = "Supplier,Service,Amount"
ONE = ["Ribble Ltd,Parks,100.00", "Aire Ltd,Roads,200.00"]
TWO = ["Ribble Ltd,Parks,300.00", "Dee Ltd,Roads,45.00"]


def file_of(*rows: str) -> str:
    return "\n".join([*rows, ""])


def days(clean: CleanFile) -> list[tuple[date | None, date | None]]:
    return clean.payments.select("paid_on", "paid_to").rows()


def told(clean: CleanFile) -> list[str]:
    return [one for one in clean.notices if one.startswith("no column holds the date")]


@pytest.mark.parametrize(
    ("first", "second", "begins", "ends"),
    [
        ("Payments made on 01/05/2019", "Payments made on 22/05/2019", (date(2019, 5, 1),) * 2, (date(2019, 5, 22),) * 2),
        ("1st May 2019:", "2nd May 2019:", (date(2019, 5, 1),) * 2, (date(2019, 5, 2),) * 2),
        ("April 2019", "May 2019", (date(2019, 4, 1), date(2019, 4, 30)), (date(2019, 5, 1), date(2019, 5, 31))),
        ("Apr-19", "May-19", (date(2019, 4, 1), date(2019, 4, 30)), (date(2019, 5, 1), date(2019, 5, 31))),
        ("2019-04-01 00:00:00", "2019-05-01 00:00:00", (date(2019, 4, 1), date(2019, 4, 30)), (date(2019, 5, 1), date(2019, 5, 31))),
        ("Payments for the month of April 2019", "Payments for the month of May 2019", (date(2019, 4, 1), date(2019, 4, 30)), (date(2019, 5, 1), date(2019, 5, 31))),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["bands", "titles", "totals"])
def test_a_date_above_each_run_is_that_of_its_payments(
    first: str, second: str, begins: object, ends: object, form: str
) -> None:
    if form == "titles":
        text = file_of(first, HEADING, *ONE, "", second, HEADING, *TWO)
    else:
        total = [",Total,300.00"] if form == "totals" else []
        text = file_of(HEADING, first, *ONE, *total, second, *TWO)
    clean = cleaned(text)
    assert days(clean) == [begins, begins, ends, ends]
    line = 1 if form == "titles" else 2
    said = (
        "no column holds the date: it was read from rows of their own above the payments, such as"
    )
    assert told(clean) == [f"{said} {first!r} (line {line})"]


def test_months_without_a_year_are_those_that_the_name_speaks_of() -> None:
    clean = cleaned(file_of(HEADING, "April", *ONE, "February", *TWO), name="spend 2019-20.csv")
    assert [one for one, _ in days(clean)] == [date(2019, 4, 1)] * 2 + [date(2020, 2, 1)] * 2
    assert not told(cleaned(file_of(HEADING, "April", *ONE, "May", *TWO)))


@pytest.mark.parametrize(
    "rows",
    [
        [HEADING, *ONE, "April 2019", *TWO, "May 2019"],  # below each run, or above the next one
        [HEADING, *ONE, "Payments made on 01/05/2019", *TWO],
    ],
)
def test_dates_that_do_not_stand_above_every_payment_are_named_and_not_used(
    rows: list[str],
) -> None:
    clean = cleaned(file_of(*rows))
    assert clean.payments["paid_on"].null_count() == 4
    said = f"no column holds the date, and it is not clear of which payments {rows[3]!r} (line 4) and the like speak"
    assert told(clean) == [said]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADING, "05/06/2019", *ONE, "05/06/2019", *TWO],  # the day on which pages were printed
        [HEADING, "Printed 05/06/2019", *ONE, "Printed 06/06/2019", *TWO],
        [HEADING, "March", *ONE, "Wisbech", *TWO],
        [HEADING, *ONE, ",April 2019", *TWO],  # a text that was wrapped
        [HEADING, *ONE, *TWO, "Published in May 2019"],
    ],
)
def test_other_words_are_no_dates_of_payments(rows: list[str]) -> None:
    clean = cleaned(file_of(*rows))
    assert clean.payments["paid_on"].null_count() == 4
    assert not told(clean)


@pytest.mark.parametrize("title", ["April 2019", "Wyre Council: payments over £500, April 2019"])
def test_the_month_of_a_title_is_that_of_payments_without_any_date(title: str) -> None:
    clean = cleaned(file_of(f'"{title}"', HEADING, *ONE))
    assert days(clean) == [(date(2019, 4, 1), date(2019, 4, 30))] * 2
    assert told(clean) == ["no column holds the date: all payments were read as of April 2019, as its title has it"]  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Published May 2019", "Payments April 2019 to June 2019", "Report date: 5 May 2019"]
)
def test_a_title_of_more_or_of_something_else_dates_nothing(title: str) -> None:
    clean = cleaned(file_of(title, HEADING, *ONE))
    assert clean.payments["paid_on"].null_count() == 2


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        *(("spend-april-2019.csv", True), ("spend-june-2019.csv", True), ("spend-2019-20.csv", True)),
        *(("spend-april-2020.csv", False), ("spend-march-2019.csv", False)),
    ],
)  # fmt: skip
def test_the_name_of_the_file_may_be_the_month_of_its_publication_and_no_other(
    name: str, is_read: bool
) -> None:
    clean = cleaned(file_of("April 2019", HEADING, *ONE), name=name)
    assert (clean.payments["paid_on"].null_count() == 0) == is_read
    assert is_read or told(clean)[0].startswith(
        "no column holds the date, and its title speaks of April 2019, but its name of "
    )


def test_a_column_of_dates_says_more_than_a_title() -> None:
    text = file_of("April 2019", "Supplier,Date,Amount", "A Ltd,05/04/2019,1.00", "B Ltd,,2.00")
    assert days(cleaned(text)) == [(date(2019, 4, 5),) * 2, (None, None)]


@pytest.mark.parametrize(
    ("name", "sheets"),
    [("spend.xlsx", ("Apr 2019", "May 2019")), ("spend 2019-20.xlsx", ("April", "May"))],
)
@pytest.mark.parametrize("title", [[], ["Payments 2019-20,,"]])
def test_the_month_of_a_sheet_is_that_of_its_payments(
    tmp_path: Path, name: str, sheets: tuple[str, str], title: list[str]
) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / name) as book:
        for sheet, rows in zip(sheets, (ONE, TWO), strict=True):
            page = book.add_worksheet(sheet)
            for place, row in enumerate([*title, HEADING, *rows]):
                supplier, service, amount = row.split(",")
                number = float(amount) if row in rows else amount
                page.write_row(place, 0, [supplier, service, number])
    with open_sources(tmp_path / name) as sources:
        found = [clean_rows(read_rows(source, {}), name) for source in sources]
    assert [days(one)[0] for one in found] == [
        (date(2019, 4, 1), date(2019, 4, 30)),
        (date(2019, 5, 1), date(2019, 5, 31)),
    ]
    assert "as the name of its sheet has it" in told(found[0])[0]
