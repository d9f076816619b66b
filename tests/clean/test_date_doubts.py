"""Dates that can all be read, and yet may be others: that is said, and nothing is changed."""

from __future__ import annotations

import pytest

from read.published import cleaned

EXCHANGED = (
    "every date after the twelfth is of April 2024, and so would 3 others be with day and month "
    "exchanged, such as {!r}: a spreadsheet may have done so, and they count on the date written"
)


def notices_of(
    *dates: str, heading: str = "Date", name: str = "spend.csv", title: str = ""
) -> tuple[str, ...]:
    rows = "".join(f"Wyre Ltd,{date},1.00\n" for date in dates)
    return cleaned(f"{title}Supplier,{heading},Amount\n{rows}", name=name).notices


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


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        (["2012-07-09"] * 3, ["14/09/2012"] * 3 + ["21/09/2012"] * 4),
        (["2012-07-09"], ["21/09/2012"]),
        (["2012-07-09", "2012-09-09"], ["14 Sept 2012", "21 Sept 2012"]),
        (["2012-07-09 00:00:00", "2012-07-10 00:00:00"], ["14/09/2012", "21/10/2012"]),
    ],
)
def test_of_few_dates_the_way_of_writing_tells_which_a_spreadsheet_took(
    taken: list[str], left: list[str]
) -> None:
    (said,) = notices_of(*taken, *left)
    assert said.startswith("every date after the twelfth is of September 2012")
    many = sum(day[5:7] != day[8:10] for day in taken)
    assert f"so would {many} {'other' if many == 1 else 'others'} be with day and month" in said
    assert taken[0] in said


@pytest.mark.parametrize(
    "dates",
    [
        ["2012-09-07", "14/09/2012", "21/09/2012"],
        ["2012-07-09", "2012-09-04", "14/09/2012", "21/09/2012"],
        ["2012-07-09", "2012-09-14", "21/09/2012"],
        ["2012-07-09", "07/09/2012", "14/09/2012", "21/09/2012"],
        ["2012-07-05", "14/09/2012", "21/09/2012"],
        ["2011-07-09", "14/09/2012", "21/09/2012"],
        ["09/07/2012", "14/09/2012", "21/09/2012"],
        ["2012-07-09", "2012-09-21"],
    ],
)
def test_a_few_dates_of_another_month_are_no_sign_by_themselves(dates: list[str]) -> None:
    assert notices_of(*dates) == ()


@pytest.mark.parametrize(
    ("name", "title", "told"),
    [
        ("over-25k-1111.csv", "", "a number in its name may speak"),
        ("over-25k-1111.csv [Sheet 1]", "", "a number in its name may speak"),
        ("spend-november-2011.csv", "", "its name speaks"),
        ("1110.csv", "Payments in November 2011,,\n", "its title speaks"),
    ],
)
@pytest.mark.parametrize("dates", [["2011-01-12"], ["2011-01-12", "2011-01-12", "2011-02-12"]])
def test_dates_far_from_the_month_of_the_name_may_be_exchanged(
    name: str, title: str, told: str, dates: list[str]
) -> None:
    assert notices_of(*dates, name=name, title=title) == (
        (
            f"{told} of November 2011: every date lies far from it, such as {dates[0]!r}, and would "
            f"not with day and month exchanged: a spreadsheet may have done so, and "
            f"{'it counts' if len(dates) == 1 else 'they count'} on the date written"
        ),
    )


@pytest.mark.parametrize(
    ("name", "dates", "is_told"),
    [
        ("spend-september-2012.csv", ["2012-07-09"], True),
        ("spend-1209.csv", ["2012-07-09", "2012-11-09"], True),
        ("spend-september-2012.csv", ["2012-08-09"], False),
        ("spend-september-2012.csv", ["2012-07-10"], False),
        ("spend-september-2012.csv", ["2012-07-09", "2012-07-10"], False),
    ],
)
def test_dates_near_the_month_of_the_name_have_to_fall_into_it_exchanged(
    name: str, dates: list[str], is_told: bool
) -> None:
    assert any("every date lies far" in one for one in notices_of(*dates, name=name)) == is_told


@pytest.mark.parametrize(
    ("name", "dates"),
    [
        ("over-25k-1111.csv", ["2011-10-12"]),
        ("over-25k-1111.csv", ["2011-01-12", "2011-11-12"]),
        ("over-25k-1111.csv", ["2011-01-12", "2011-11-14"]),
        ("over-25k-1111.csv", ["2011-05-04"]),
        ("over-25k-1111.csv", ["2011-02-02"]),
        ("over-25k-1112.csv", ["2011-01-12"]),
        ("over-25k-2011.csv", ["2020-01-12"]),
        ("invoice-111111.csv", ["2011-01-12"]),
        ("spend.csv", ["2011-01-12"]),
    ],
)
def test_dates_that_the_name_does_not_contradict_are_told_by_nothing(
    name: str, dates: list[str]
) -> None:
    assert notices_of(*dates, name=name) == ()


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
    assert notices_of("2023/24", heading="Fiscal Period") == ()
