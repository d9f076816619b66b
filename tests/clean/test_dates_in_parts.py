"""A date whose year, month and day stand in columns of their own is joined, or left where it cannot be told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spendaudit.intake import Cleaned

NAMES = ("Ribble Ltd", "Wyre Ltd", "Fylde Ltd", "Lune Ltd", "Aire Ltd", "Calder Ltd")


def cleaned(
    folder: Path, heading: str, parts: Sequence[str] | str, name: str = "spend.csv"
) -> Cleaned:
    every = [parts] * len(NAMES) if isinstance(parts, str) else parts
    rows = [f"{one},{NAMES[n % len(NAMES)]},10.50" for n, one in enumerate(every)]
    path = folder / name
    path.write_text("\n".join([f"{heading},Supplier,Amount", *rows, ""]))
    return clean_files([path])


def months(found: Cleaned) -> list[date | None]:
    return found.payments["paid_on"].to_list()


def said(found: Cleaned) -> str:
    return " ".join(one for one in found.files[0].notices if one.startswith("the dates are those"))


@pytest.mark.parametrize(
    ("heading", "row", "month"),
    [
        ("Financial Year,Month", "2019/20,Apr", date(2019, 4, 1)),
        ("Financial Year,Month", "2019-2020,March", date(2020, 3, 1)),
        ("Fin Year,Month", "FY19/20,January", date(2020, 1, 1)),
        ("Year,Month", "2023,March", date(2023, 3, 1)),
        ("Year,Month", "2023,Mawrth", date(2023, 3, 1)),
        ("Year,Month", "2023,3", date(2023, 3, 1)),
        ("Calendar Year,Month Number", "2023.0,03", date(2023, 3, 1)),
        ("Year,Period", "2019/20,1", date(2019, 4, 1)),
        ("Year,Period", "FY2019,1", date(2019, 4, 1)),
        ("Financial Year,Period", "2019/20,12", date(2020, 3, 1)),
        ("Financial Year,Period", "2019/20,P10", date(2020, 1, 1)),
        ("Financial Year,Month", "19/20,Period 10", date(2020, 1, 1)),
        ("Fiscal Year,Posting Period", "2019,001", date(2019, 4, 1)),
        ("Fiscal Year,Posting Period", "2019,012", date(2020, 3, 1)),
        ("Year,Date", "2023,2nd March", date(2023, 3, 2)),
        # Beside both, the month is of the calendar's year, and the period of the financial one.
        ("Year,Financial Year,Month", "2020,2019/20,1", date(2020, 1, 1)),
        ("Year,Financial Year,Period", "2020,2019/20,1", date(2019, 4, 1)),
        # Of which year's calendar, nobody says; and a thirteenth period is no month.
        ("Financial Year,Month", "2023,March", None),
        ("Year,Period", "2023,1", None),
        ("Financial Year,Period", "2019/20,13", None),
        ("Financial Year,Month", "2019/21,March", None),
        ("Year,Month", "about 2023,March", None),
        ("Year,Calendar Year,Month", "2022,2023,3", None),
    ],
)
def test_year_and_month_are_joined(
    tmp_path: Path, heading: str, row: str, month: date | None
) -> None:
    found = cleaned(tmp_path, heading, row)
    assert months(found) == [month] * len(NAMES)
    assert bool(said(found)) == (month is not None)


def test_each_row_has_its_own_year(tmp_path: Path) -> None:
    found = cleaned(tmp_path, "Year,Month", ["2023,12", "2024,1", ",2", "2024,", "2024,2"])
    assert months(found) == [date(2023, 12, 1), date(2024, 1, 1), None, None, date(2024, 2, 1)]
    assert found.payments["paid_to"][4] == date(2024, 2, 29)
    assert said(found) == (
        "the dates are those of two columns together, 'Year' and 'Month': "
        "'2023' and '12' were read as December 2023"
    )


@pytest.mark.parametrize(
    ("heading", "order"), [("Day,Month,Year", (0, 1, 2)), ("Year,Month,Date", (2, 1, 0))]
)
@pytest.mark.parametrize("april", ["4", "April"])
def test_day_month_and_year_are_joined(
    tmp_path: Path, heading: str, order: tuple[int, ...], april: str
) -> None:
    parts = [(str(day), april, "2019") for day in (1, 2, 12, 28, 31)]
    found = cleaned(tmp_path, heading, [",".join(one[at] for at in order) for one in parts])
    assert months(found) == [*(date(2019, 4, day) for day in (1, 2, 12, 28)), None]
    assert found.payments["paid_to"].to_list() == months(found)
    assert f"'2019', '{april}' and '1' were read as 1 April 2019" in said(found)
    assert len(next(iter(found.readings.values())).dates.parts) == 3


def test_numbers_up_to_seven_may_be_weekdays(tmp_path: Path) -> None:
    found = cleaned(tmp_path, "Day,Month,Year", [f"{day},4,2019" for day in (1, 2, 5, 3)])
    assert months(found) == [date(2019, 4, 1)] * 4
    assert found.payments["paid_to"].to_list() == [date(2019, 4, 30)] * 4


@pytest.mark.parametrize(
    ("heading", "row", "begins", "ends"),
    [
        ("Financial Year,Quarter", "2019/20,Q1", date(2019, 4, 1), date(2019, 6, 30)),
        ("Financial Year,Quarter", "2019/20,4", date(2020, 1, 1), date(2020, 3, 31)),
        ("Financial Year,Qtr", "2019/20,2", date(2019, 7, 1), date(2019, 9, 30)),
        # Of the calendar or of a financial year: both together, as `Q1 2019` is read.
        ("Year,Quarter", "2019,1", date(2019, 1, 1), date(2019, 6, 30)),
        ("Fiscal Year,Quarter", "2019,1st Quarter", date(2019, 4, 1), date(2019, 6, 30)),
    ],
)
def test_quarters_are_joined(
    tmp_path: Path, heading: str, row: str, begins: date, ends: date
) -> None:
    found = cleaned(tmp_path, heading, row)
    assert set(found.payments.select("paid_on", "paid_to").rows()) == {(begins, ends)}


@pytest.mark.parametrize(
    ("heading", "row", "name", "month"),
    [
        ("Fiscal Year,Period", "2020,1", "spend-april-2019.csv", date(2019, 4, 1)),
        ("Fiscal Year,Period", "2020,1", "spend-april-2020.csv", date(2020, 4, 1)),
        ("Fiscal Year,Period", "2020,1", "spend-2019-20.csv", date(2019, 4, 1)),
        ("Fiscal Year,Month", "2020,March", "spend-2020-21.csv", date(2021, 3, 1)),
        ("Year,Period", "2023,1", "spend-january-2023.csv", date(2023, 1, 1)),
        ("Year,Period", "2023,1", "spend-2023-24.csv", date(2023, 4, 1)),
        ("Year,Month", "2019,1", "spend-april-2019.csv", date(2019, 4, 1)),
        ("Year,Month", "2019,January", "spend-january-2020.csv", date(2020, 1, 1)),
        ("Financial Year,Month", "2019/20,4", "spend-april-2019.csv", date(2019, 4, 1)),
    ],
)
def test_the_name_of_the_file_settles_which_year_is_meant(
    tmp_path: Path, heading: str, row: str, name: str, month: date
) -> None:
    found = cleaned(tmp_path, heading, row, name)
    assert months(found) == [month] * len(NAMES)
    assert "as its name has it" in said(found)
    assert "some ledgers" not in said(found)


def test_what_was_assumed_is_said(tmp_path: Path) -> None:
    found = cleaned(tmp_path, "Fiscal Year,Posting Period", "2019,1")
    assert said(found).endswith(
        "months counted from April of the year that begins in 2019: "
        "some ledgers name the year that ends"
    )
    found = cleaned(tmp_path, "Financial Year,Period", "2019/20,1")
    assert said(found).endswith("were read as April 2019, months counted from April")
    found = cleaned(tmp_path, "Financial Year,Period", "2019/20,1", "april-2019.csv")
    assert "counted from April" not in said(found)


def test_a_name_that_the_usual_reading_does_not_fit_is_told(tmp_path: Path) -> None:
    rows = [f"2019,{number}" for number in range(1, 13)]
    found = cleaned(tmp_path, "Year,Month", rows, "spend-2019-20.csv")
    assert months(found)[0] == date(2019, 1, 1)
    assert said(found).endswith(
        "; its name speaks of April 2019 to March 2020, and some ledgers count from April"
    )


def test_a_text_that_is_no_month_leaves_its_own_row_undated(tmp_path: Path) -> None:
    rows = [f"2023,{1 + n % 3}" for n in range(30)]
    found = cleaned(tmp_path, "Year,Month", [*rows, "2023,various"])
    assert months(found).count(None) == 1
    assert not said(cleaned(tmp_path, "Year,Month", [*rows, *["2023,various"] * 5]))


def test_whole_dates_are_left_alone(tmp_path: Path) -> None:
    found = cleaned(tmp_path, "Year,Month,Payment Date", "2019,1,03/04/2019")
    assert months(found) == [date(2019, 4, 3)] * len(NAMES)
    assert not next(iter(found.readings.values())).dates.parts
    found = cleaned(tmp_path, "Financial Year,Month", "2019/20,Apr-19")
    assert months(found) == [date(2019, 4, 1)] * len(NAMES)
    assert not said(found)
