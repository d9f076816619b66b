"""A date without a year gets it from the file's own time, or stays unread with the reason."""

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


def cleaned(folder: Path, name: str, dates: Sequence[str], title: str = "") -> Cleaned:
    rows = [f"{supplier},{day},10.50" for supplier, day in zip(NAMES, dates, strict=False)]
    path = folder / name
    path.write_text("\n".join([*([title] if title else []), "Supplier,Date,Amount", *rows, ""]))
    return clean_files([path])


def days(found: Cleaned) -> list[date | None]:
    return found.payments["paid_on"].to_list()


def notices(found: Cleaned) -> str:
    return " ".join(found.files[0].notices)


def test_the_name_of_the_file_tells_the_year(tmp_path: Path) -> None:
    found = cleaned(tmp_path, "spend-2024-25.csv", ["02 Jan", "30-Apr", "1st May", "31 Mar"])
    assert days(found) == [
        *(date(2025, 1, 2), date(2024, 4, 30), date(2024, 5, 1), date(2025, 3, 31)),
    ]
    assert (
        "'02 Jan' and the like have no year: read as of April 2024 to March 2025, "
        "as its name has it"
    ) in notices(found)


def test_a_title_tells_the_year_and_the_order_of_day_and_month(tmp_path: Path) -> None:
    dates = ["2/1", "3/1", "12/1", "5/1", "6/1"]
    found = cleaned(tmp_path, "spend.csv", dates, "Payments in January 2024")
    assert days(found) == [date(2024, 1, day) for day in (2, 3, 12, 5, 6)]
    dates = ["1/2", "1/13", "1/12", "1/30", "1/6"]
    found = cleaned(tmp_path, "spend.csv", dates, "Payments in January 2024")
    assert days(found) == [date(2024, 1, day) for day in (2, 13, 12, 30, 6)]
    assert "month first" in notices(found)


def test_a_month_alone_is_the_whole_month(tmp_path: Path) -> None:
    found = cleaned(tmp_path, "2023-24.csv", ["April", "May", "January", "Sept", "December"])
    assert days(found) == [
        *(date(2023, 4, 1), date(2023, 5, 1), date(2024, 1, 1)),
        *(date(2023, 9, 1), date(2023, 12, 1)),
    ]
    assert found.payments["paid_to"][2] == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("name", "dates", "why"),
    [
        ("spend.csv", ["02 Jan"] * 5, "neither titles nor the name of the file tell it"),
        (
            "april-2024.csv",
            ["02 Apr", "03 Apr", "02 Jul", "05 Apr"],
            "not all of them fall into April 2024, of which its name speaks",
        ),
        (
            "spend-2022-23-2024-25.csv",
            ["02 Apr", "03 Apr", "02 Jul", "05 Apr"],
            "its name speaks of April 2022 to March 2025, which is more than one",
        ),
        ("2023-24.csv", ["29 Feb", "30 Feb", "02 Jul"], "not all of them fall into"),
    ],
)
def test_a_year_is_never_guessed(tmp_path: Path, name: str, dates: list[str], why: str) -> None:
    found = cleaned(tmp_path, name, dates)
    assert days(found) == [None] * len(dates)
    assert f"have no year, and {why}" in notices(found)
    assert found.payments.height == len(dates)


def test_dates_with_a_year_are_left_as_they_are(tmp_path: Path) -> None:
    found = cleaned(tmp_path, "april-2024.csv", ["02/04/2024", "03 Apr", "Jan 02", "04/04/2024"])
    assert days(found) == [
        *(date(2024, 4, 2), date(2024, 4, 3), date(2002, 1, 1), date(2024, 4, 4)),
    ]


def test_a_column_beside_it_tells_the_year_of_days_in_two_numbers(tmp_path: Path) -> None:
    rows = [f"2024,{n}/4,{supplier},10.50" for n, supplier in enumerate(NAMES, 13)]
    path = tmp_path / "spend.csv"
    path.write_text("\n".join(["Year,Date,Supplier,Amount", *rows, ""]))
    found = clean_files([path])
    assert days(found) == [date(2024, 4, day) for day in range(13, 19)]
    assert "as the column 'Year' has it" in notices(found)
