"""A date that is written once a day counts for every payment below it, where the file is written so."""

from __future__ import annotations

import pytest

from read.published import cleaned

DAYS = ["03/04/2024", "12/04/2024", "19/04/2024", "02/05/2024"]


def file_of(*rows: str) -> str:
    return "\n".join(["Date,Supplier,Amount", *rows, ""])


def rows_of(days: list[str]) -> list[str]:
    return [
        row
        for day in days
        for row in (f"{day},Ribble Ltd,1.00", ",Aire Ltd,2.00", ",Lune Ltd,5.00")
    ]


@pytest.mark.parametrize(
    "days", [DAYS, DAYS[::-1], ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024"]]
)
def test_a_date_on_the_first_payment_of_each_day_is_that_of_those_below(days: list[str]) -> None:
    clean = cleaned(file_of(*rows_of(days)))
    dates = clean.payments["paid_on"]
    assert dates.null_count() == 0
    assert dates.to_list() == [dates[place] for place in (0, 3, 6, 9) for _ in range(3)]
    assert clean.notices[0] == (
        "8 payments have no date of their own: read as of the one above them, which stands on the "
        f"first of each day alone, such as {days[0]!r}"
    )


def test_a_date_is_that_of_the_payments_below_a_row_that_is_set_aside() -> None:
    rows = rows_of(DAYS)
    rows[3] = f"{DAYS[1]},Ribble Ltd,####"
    dates = cleaned(file_of(*rows)).payments["paid_on"]
    assert [day.day for day in dates] == [3, 3, 3, 12, 12, 19, 19, 19, 2, 2, 2]


@pytest.mark.parametrize(
    "rows",
    [
        rows_of(DAYS[:3]),
        rows_of([*DAYS, DAYS[0]]),
        rows_of([*DAYS, DAYS[-1]]),
        rows_of([DAYS[1], DAYS[0], *DAYS[2:]]),
        rows_of([*DAYS, "see note"]),
        [",Aire Ltd,2.00", *rows_of(DAYS)],
        [*rows_of(DAYS), "Roads,,", ",Aire Ltd,2.00"],
        [*rows_of(DAYS), "", ",Aire Ltd,2.00"],
        [*rows_of(DAYS), ",Total,24.00", ",Aire Ltd,2.00"],
        [f"{day},Ribble Ltd,1{number}.00" for number, day in enumerate(DAYS)] + [",Aire Ltd,2.00"] * 3,
    ],
)  # fmt: skip
def test_dates_that_nothing_proves_stay_blank(rows: list[str]) -> None:
    clean = cleaned(file_of(*rows))
    assert clean.payments["paid_on"].null_count() >= 3
    assert not any("no date of their own" in one for one in clean.notices)
