"""Dates are day first unless the column itself proves otherwise, and no day is swapped in silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.published import cleaned
from spendaudit.clean.date_doubts import notice_doubts
from spendaudit.clean.date_order import DAY_FIRST
from spendaudit.clean.dates import read_dates
from spendaudit.clean.periods import Clues, Period, told_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def days(*texts: str, clues: Clues | None = None) -> list[date | None]:
    """The first day of each text, in the order in which they are given."""
    table = read_dates(pl.Series(texts), clues).table
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
        *("20260102", "46024", "46024.5", "02\u00a0Jan\u00a02026", "02012026", "2012026"),
        *("2nd of January 2026", "2026 Jan 02", "2026-JAN-02", "Jan-02-2026", "2 JANUARY 2026"),
        *(
            "'02/01/2026",
            "Fri Jan 02 00:00:00 GMT 2026",
            "2026-01-02T00:00:00+00:00",
            "2026/01/02 00:00:00+00",
        ),
        *("02/01/2026 12:00:00 AM", "2 Jan 2026, 09:30", "02 / 01 / 2026", "\u200b02/01/2026"),
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
        ("Apr-10 to Jun-10", date(2010, 4, 1), date(2010, 6, 30)),
        ("06/2013", date(2013, 6, 1), date(2013, 6, 30)),
        ("2013 June", date(2013, 6, 1), date(2013, 6, 30)),
        ("Q1 2015/16", date(2015, 4, 1), date(2015, 6, 30)),
        ("Quarter 2 2016-17", date(2016, 7, 1), date(2016, 9, 30)),
        ("2013/14 q4", date(2014, 1, 1), date(2014, 3, 31)),
        ("1st Quarter 2015/2016", date(2015, 4, 1), date(2015, 6, 30)),
        ("Q3 15/16", date(2015, 10, 1), date(2015, 12, 31)),
        ("2015/16", date(2015, 4, 1), date(2016, 3, 31)),
        ("2015-2016", date(2015, 4, 1), date(2016, 3, 31)),
        ("FY 2015-16", date(2015, 4, 1), date(2016, 3, 31)),
        ("FY15/16", date(2015, 4, 1), date(2016, 3, 31)),
        ("1999-00", date(1999, 4, 1), date(2000, 3, 31)),
        ("P01 2015/16", date(2015, 4, 1), date(2015, 4, 30)),
        ("2015/16 Period 12", date(2016, 3, 1), date(2016, 3, 31)),
        ("201504", date(2015, 4, 1), date(2015, 4, 30)),
        ("2023-24 M01", date(2023, 4, 1), date(2023, 4, 30)),
        ("M01 2023/24", date(2023, 4, 1), date(2023, 4, 30)),
        ("2023/24-M12", date(2024, 3, 1), date(2024, 3, 31)),
        ("M9 23/24", date(2023, 12, 1), date(2023, 12, 31)),
        ("w/e 25/04/2015", date(2015, 4, 19), date(2015, 4, 25)),
        ("week commencing 30 March 2015", date(2015, 3, 30), date(2015, 4, 5)),
        ("05/04/2015 - 13/04/2015", date(2015, 4, 5), date(2015, 4, 13)),
        ("25/04/2015-02/05/2015", date(2015, 4, 25), date(2015, 5, 2)),
        ("01-04-2015 to 30-04-2015", date(2015, 4, 1), date(2015, 4, 30)),
        ("1-30 April 2015", date(2015, 4, 1), date(2015, 4, 30)),
        ("28 Dec - 3 Jan 2011", date(2010, 12, 28), date(2011, 1, 3)),
    ],
)
def test_a_period_stays_the_range_that_it_is(written: str, first: date, last: date) -> None:
    assert period(written) == (first, last)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *((f"15 {name} 2024", date(2024, number, 15)) for number, name in enumerate(
            ("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
             "Hydref", "Tachwedd", "Rhagfyr"), 1)),
        *((f"15-{name}-24", date(2024, number, 15)) for number, name in enumerate(
            ("Ion", "Chwe", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Med", "Hyd", "Tach",
             "Rhag"), 1)),
        ("Chwefror 3, 2024", date(2024, 2, 3)),
        ("3 Chw. 2024", date(2024, 2, 3)),
        ("2024 Ebrill 3", date(2024, 4, 3)),
        ("Ebrill 2024", date(2024, 4, 1)),
        ("Ebrill 2024 - Mai 2024", date(2024, 4, 1)),
        ("15 Ionian 2024", None),
        ("15 Maelor 2024", None),
        ("15 Medicare 2024", None),
        ("Hydro 2024", None),
    ],
)  # fmt: skip
def test_months_in_welsh_are_read(written: str, day: date | None) -> None:
    assert days(written) == [day]


def test_a_title_in_welsh_tells_the_time_of_the_file() -> None:
    said = told_period("a.csv", ["Gwariant dros £500, Gorffennaf 2024"])
    assert (said.first, said.last) == (date(2024, 7, 1), date(2024, 7, 31)) if said else False
    assert days("3 Gorff", clues=Clues(said)) == [date(2024, 7, 3)]


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
            "0",
            *("Q5 2013/14", "Q1 2013/15", "P13 2013/14", "2013/15", "42000 - 42030", "2015 16"),
            *("15/16", "2015", "02-Jan", "1/4/24/1", "(01/04/2024)", "9" * 5000),
        ),
    ],
)
def test_what_is_no_date_is_null_and_never_another_date(written: str) -> None:
    assert period(written) == (None, None)


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
    rows = ["25/04/2020", "26/04/2020", "04/27/2020", "04/05/2020", "05/05/2020", "01/20/2020"]
    clean = cleaned("Supplier,Date,Amount\n" + "".join(f"Wyre,{day},1.00\n" for day in rows))
    april, may = 4, 5
    assert clean.payments["paid_on"].to_list() == [
        date(2020, april, 25),
        date(2020, april, 26),
        None,
        date(2020, may, 4),
        date(2020, may, 5),
        None,
    ]
    contradiction, unreadable = clean.notices
    assert contradiction == (
        "some dates can only be day first (2) and others only month first (2): "
        "1 could be either and were read day first"
    )
    assert unreadable.startswith("2 payments have a date that cannot be read, such as '04/27/2020'")


def test_a_date_with_one_reading_only_is_read_so_where_it_belongs_to_the_rest() -> None:
    rest = [f"{day}/04/2015" for day in range(10, 31)]
    read = days(*rest, "04/20/2015", "09/20/2012")
    assert read[-2:] == [date(2015, 4, 20), None]


def test_one_slip_of_the_hand_does_not_turn_a_month_first_column_round() -> None:
    wanted = ["04/26/2020", "04/27/2020", "04/05/2020", "25/04/2020"]
    assert days(*wanted) == [date(2020, 4, 26), date(2020, 4, 27), date(2020, 4, 5), None]


def test_dates_written_alike_share_their_order() -> None:
    read = days("25/04/2020", "26/04/2020", "04/05/2020", "04-27-20", "05-04-20")
    april, may = 4, 5
    assert read == [
        date(2020, april, 25),
        date(2020, april, 26),
        date(2020, may, 4),
        date(2020, april, 27),
        date(2020, may, 4),
    ]


APRIL = Clues(Period(date(2015, 4, 1), date(2015, 4, 30), "its name"))


def test_the_time_of_the_file_tells_day_from_month_where_the_column_does_not() -> None:
    day_first = [f"0{day}/04/2015" for day in range(1, 10)]
    month_first = [f"04/0{day}/2015" for day in range(1, 10)]
    wanted = [date(2015, 4, day) for day in range(1, 10)]
    assert days(*day_first, clues=APRIL) == days(*month_first, clues=APRIL) == wanted
    assert read_dates(pl.Series(day_first), APRIL).notices == ()
    assert read_dates(pl.Series(month_first), APRIL).notices == (
        (
            "no date tells its day from its month by itself: they were read month first, "
            "so that they fall into April 2015, as its name has it"
        ),
    )


def test_the_other_dates_of_a_column_tell_day_from_month_too() -> None:
    others = [f"2015-04-{day}" for day in range(10, 30)]
    assert days(*others, "04/05/2015", "04/06/2015")[-2:] == [date(2015, 4, 5), date(2015, 4, 6)]


def test_a_column_beside_tells_day_from_month_too() -> None:
    rows = "".join(f"Wyre,04/0{day}/2015,{day + 9} April 2015,1.00\n" for day in range(1, 10))
    clean = cleaned("Supplier,Payment Date,Invoice Date,Amount\n" + rows)
    assert clean.payments["paid_on"].to_list() == [date(2015, 4, day) for day in range(1, 10)]
    assert clean.notices[0].endswith("April 2015, as the column 'Invoice Date' has it")


def test_rows_in_order_of_date_tell_day_from_month_too() -> None:
    wanted = [date(2015, month, day) for month in (4, 5, 6) for day in (1, 3, 7, 9)]
    assert days(*(f"{day:%m/%d/%Y}" for day in wanted)) == wanted
    assert days(*(f"{day:%d/%m/%Y}" for day in wanted)) == wanted
    assert read_dates(pl.Series([f"{day:%d/%m/%Y}" for day in wanted])).notices == ()


def test_where_nothing_tells_the_day_comes_first_and_it_is_said() -> None:
    assert read_dates(pl.Series(["04/05/2020", "01/02/2020"])).notices == (
        "no date tells its day from its month, such as '01/02/2020': they were read day first",
    )
    assert read_dates(pl.Series(["05/05/2020", "01/01/2020"])).notices == ()


def serials(*wanted: date, epoch: date) -> list[str]:
    return [str((day - epoch).days) for day in wanted]


def test_day_numbers_are_of_the_calendar_that_fits_the_file() -> None:
    wanted = [date(2015, 4, day) for day in (1, 2, 3)]
    for epoch in (date(1899, 12, 30), date(1904, 1, 1)):
        assert days(*serials(*wanted, epoch=epoch), clues=APRIL) == wanted
    of_1904 = serials(*wanted, epoch=date(1904, 1, 1))
    assert days(*of_1904) == [date(2011, 3, 31), date(2011, 4, 1), date(2011, 4, 2)]
    assert read_dates(pl.Series(of_1904), APRIL).notices == (
        (
            "3 dates written as Excel's day numbers were counted from 1904, as old Macintoshes did: "
            "so they fall into April 2015, as its name has it"
        ),
    )


@pytest.mark.parametrize("clues", [None, APRIL])
@pytest.mark.parametrize("time", ["", " 00:00:00"])
def test_days_of_a_hundred_years_ago_are_of_a_calendar_that_begins_in_2000(
    clues: Clues | None, time: str
) -> None:
    written = [f"1915-04-{day:02}{time}" for day in range(1, 16)]
    assert days(*written, clues=clues) == [date(2015, 4, day) for day in range(1, 16)]
    so = ", as its name has it" if clues else ""
    assert read_dates(pl.Series(written), clues).notices == (
        (
            f"15 dates are of a hundred years ago, such as {written[0]!r}, as of a calendar that "
            f"begins in 2000: read as 2015-04-01 and so on{so}"
        ),
    )


@pytest.mark.parametrize(
    "written",
    [
        [*(f"1916-04-{day:02}" for day in range(1, 10))],  # not the time that its name tells
        [*(f"1915-04-{day:02}" for day in range(1, 10)), "2015-04-10"],
        [*(f"1990-04-{day:02}" for day in range(1, 10))],
        [*(f"1915-04-{day:02}" for day in range(1, 10)), "not known"],
    ],
)
def test_other_days_of_long_ago_are_left_as_they_are(written: list[str]) -> None:
    assert written[0] not in str(read_dates(pl.Series(written), APRIL).notices)
    assert days(*written, clues=APRIL)[0] in (None, date(1990, 4, 1))


def test_small_numbers_that_a_format_shows_as_days_are_no_days() -> None:
    assert days(*(f"1900-01-{day:02}" for day in range(1, 12))) == [None] * 11
    assert days("1915-04-01", "1915-04-02") == [None, None]


def test_a_month_or_a_year_is_told_by_the_rest_of_the_column() -> None:
    assert days("2011-12", "2012-01") == [date(2011, 12, 1), date(2012, 1, 1)]
    assert days("2011-12", "2012-13") == [date(2011, 4, 1), date(2012, 4, 1)]
    alone = read_dates(pl.Series(["2011-12"]))
    assert alone.table["paid_to"].to_list() == [date(2012, 3, 31)]
    assert alone.notices == (
        (
            "'2011-12' may be a month or a financial year: "
            "it was read as the year, which holds the month too"
        ),
    )


def test_six_digits_are_a_month_or_a_period_as_the_file_has_it() -> None:
    july = Clues(Period(date(2015, 7, 1), date(2015, 7, 31), "its title"))
    assert days("201504", clues=APRIL) == [date(2015, 4, 1)]
    assert days("201504", clues=july) == [date(2015, 7, 1)]
    assert days("201504", "250415", "40415") == [None, None, None]


def test_thirteen_periods_are_no_months() -> None:
    assert days("P01 2015/16", "P12 2015/16") == [date(2015, 4, 1), date(2016, 3, 1)]
    assert days("P01 2015/16", "P13 2015/16") == [None, None]


def test_a_quarter_of_one_year_spans_both_readings_unless_the_file_tells() -> None:
    assert period("Q1 2015") == (date(2015, 1, 1), date(2015, 6, 30))
    assert days("Q1 2015", clues=APRIL) == [date(2015, 4, 1)]
    february = Clues(Period(date(2015, 2, 1), date(2015, 2, 28), "its name"))
    assert days("Q1 2015", clues=february) == [date(2015, 2, 1).replace(month=1)]


DAY_FORMS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%d-%b-%Y", "%d %b %Y", "%Y %b %d"),
    *("%A, %b %d, %Y", "%d%b%Y", "%Y%m%d", "%B %d, %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"),
)


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1, max_size=9),
    st.lists(st.sampled_from(DAY_FORMS), min_size=9, max_size=9),
    st.sampled_from([str.upper, str.lower, str.title, str]),
    st.sampled_from(
        ["{}", " {} ", "\u00a0{}", "{} 09:30", "'{}", "{}T00:00:00Z", "{} 00:00:00.000"]
    ),
)
def test_any_day_in_any_form_comes_back(
    wanted: list[date], forms: list[str], case: Callable[[str], str], around: str
) -> None:
    # One date that has no other reading, written as each form of three numbers is.
    proof = ["25/01/2020", "25.01.2020", "25-01-2020"]
    written = [
        around.format(case(f"{day:{form}}")) for day, form in zip(wanted, forms, strict=False)
    ]
    assert days(*proof, *written)[3:] == wanted


@given(
    st.dates(date(1990, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["%b-%y", "%B %Y", "%b %Y", "%Y %B", "%m/%Y", "%b'%y"]),
)
def test_any_month_in_any_form_comes_back_whole(day: date, form: str) -> None:
    first, last = period(f"{day:{form}}")
    assert first == day.replace(day=1)
    assert last is not None
    assert last.month == day.month
    assert (last + timedelta(days=1)).day == 1


def test_days_of_one_month_in_the_wrong_order_are_no_period() -> None:
    assert period("2-1 January 2000") == (None, None)
    assert period("28 December - 3 January 2011") == (date(2010, 12, 28), date(2011, 1, 3))


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(DAY_FORMS),
    st.integers(0, 12),
    st.sampled_from([*"0123456789/-.x#? ", "20", "//"]),
)
def test_noise_in_a_date_gives_a_date_that_the_text_says_or_none(
    day: date, form: str, place: int, noise: str
) -> None:
    text = f"{day:{form}}"
    text = text[:place] + noise + text[place:]
    (read,) = days(text)
    if read is not None:
        assert str(read.year)[-2:] in text
        assert str(read.day) in text


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


def half_converted(days_of: Iterable[date], other: str, real: str = "%Y-%m-%d") -> list[str]:
    """Dates as a program that reads the month first leaves them: the first twelve days exchanged."""
    return [
        day.replace(month=day.day, day=day.month).strftime(real)
        if day.day <= 12
        else day.strftime(other)
        for day in days_of
    ]


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=after) for after in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("last", "other", "real"),
    [
        (date(2024, 4, 30), "%d/%m/%Y", "%Y-%m-%d"),
        (date(2024, 6, 30), "%d/%m/%Y", "%Y-%m-%d"),
        (date(2025, 3, 31), "%d/%m/%Y", "%Y-%m-%d"),
        (date(2024, 4, 30), "%Y-%m-%d", "%Y-%m-%d"),
        (date(2024, 4, 30), "%d/%m/%Y", "%d/%m/%Y"),
        (date(2024, 6, 30), "%d/%m/%Y", "%d/%m/%Y"),
    ],
)
def test_days_that_a_spreadsheet_took_month_first_are_read_back(
    last: date, other: str, real: str
) -> None:
    paid = every_day(date(2024, 4, 1), last)
    written = half_converted(paid, other, real)
    assert days(*written) == paid
    (notice,) = read_dates(pl.Series(written)).notices
    assert "were read with day and month exchanged" in notice


@pytest.mark.parametrize(
    "written",
    [
        # Real dates and texts beside each other, all of them right.
        [f"2024-04-{n:02}" if n % 2 else f"{n:02}/04/2024" for n in range(1, 31)],
        # The first of each month, in a file of April.
        [f"{n:02}/04/2024" for n in range(13, 31)] + [f"01/{n:02}/2023" for n in range(1, 13)],
        # Few of them prove nothing.
        [f"{n:02}/04/2024" for n in range(13, 31)] + ["04/01/2024", "04/02/2024", "04/03/2024"],
        # A year of the first twelve days, and too few others.
        [f"2024-{n:02}-05" for n in range(1, 13)] + ["20/05/2024"],
    ],
)
def test_days_without_such_a_proof_stay_as_they_are(written: list[str]) -> None:
    as_they_are = [
        date.fromisoformat(text) if "-" in text else datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  # no zone
        for text in written
    ]
    assert days(*written) == as_they_are


@pytest.mark.parametrize(
    ("name", "sheet", "title", "turned"),
    [
        ("spend.csv", "", "Payments in April 2024", True),
        ("spend-april-2024.csv", "", "", True),
        ("spend.xlsx [April 2024]", "April 2024", "", True),
        ("spend.xlsx", "April 2024", "", True),
        ("spend-may-2024.xlsx", "April 2024", "", True),
        ("spend-2024.csv", "", "", False),
        ("spend.csv", "", "", False),
        ("spend.csv", "", "Payments January to December 2024", False),
    ],
)
def test_days_that_were_all_taken_for_months_are_read_back_where_the_month_is_told(
    name: str, sheet: str, title: str, turned: bool
) -> None:
    texts = pl.Series([f"2024-{day:02}-04" for day in (1, 2, 3, 5, 8, 11, 12)])
    dates = read_dates(texts, Clues(told_period(name, [title], sheet)))
    months = dates.table["paid_on"].dt.month().unique().to_list()
    assert (months == [4]) is turned
    assert any("exchanged" in notice for notice in dates.notices) is turned


@pytest.mark.parametrize(
    ("title", "real", "turned"),
    [
        ("April 2024", ["2024-09-04", "2024-12-04"], True),
        ("", ["2024-09-04", "2024-12-04"], False),
        ("April to June 2024", ["2024-09-04", "2024-12-04"], False),
        ("April 2024", ["2024-09-04", "2024-12-04", "2024-04-20"], False),
        ("April 2024", ["2024-09-04", "2024-09-04"], False),
        ("April 2024", ["2024-09-04", "2024-12-05"], False),
        ("April 2024", ["2024-02-04", "2024-03-04"], True),
    ],
)
def test_a_few_days_are_read_back_where_the_month_is_told_too(
    title: str, real: list[str], turned: bool
) -> None:
    """Month-first texts in a spreadsheet of the day first: only those up to the 12th became dates."""
    written = [f"4/{day}/2024" for day in (13, 15, 18, 20, 22) for _ in range(5)] + real * 10
    dates = read_dates(pl.Series(written), Clues(told_period("spend.csv", [title])))
    months = set(dates.table["paid_on"].dt.month())
    assert (months == {4}) is turned
    assert any("exchanged" in notice for notice in dates.notices) is turned


def test_a_date_that_was_typed_right_among_exchanged_ones_stays() -> None:
    written = half_converted(every_day(date(2024, 5, 1), date(2024, 5, 31)), "%d/%m/%Y")
    table = read_dates(pl.Series([*written, "2024-05-11"])).table
    assert set(table["paid_on"].dt.month()) == {5}


@pytest.mark.parametrize(("real", "turned"), [("2024-12-04", True), ("2024-02-04", False)])
def test_in_a_file_of_few_rows_one_date_behind_its_month_proves_it(real: str, turned: bool) -> None:
    """Dates before it may be those of invoices that were paid late."""
    written = ["13/04/2024", "22/04/2024", "2024-03-04", real]
    dates = read_dates(pl.Series(written), Clues(told_period("spend-april-2024.xlsx", [])))
    assert (set(dates.table["paid_on"].dt.month()) == {4}) is turned


APART = ["2024-01-03", "2024-08-03", "2024-09-03", "17/03/2024", "19/03/2024", "23/03/2024"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["25/03/2024", "2024-02-04"], True),
        ([], False),
        (["25/03/2024", "2024-02-14"], False),
        (["25/03/2024", "04/02/2024"], False),
    ],
    ids=["apart", "by chance", "a later day too", "an earlier day too"],
)
def test_days_that_two_ways_of_writing_part_at_the_twelfth_are_doubted(
    more: list[str], said: bool
) -> None:
    notices = notice_doubts(read_dates(pl.Series(APART + more)).table)
    assert any(notice.startswith("every date written as") for notice in notices) is said


def test_days_are_not_read_back_where_the_user_says_which_number_is_the_day() -> None:
    written = half_converted(every_day(date(2024, 4, 1), date(2024, 4, 30)), "%d/%m/%Y")
    table = read_dates(pl.Series(written), asked=DAY_FIRST).table
    assert table["paid_on"].max() == date(2024, 12, 4)


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (["2024-03-31T23:00:00.000Z", "2024-04-22T23:00:00.000Z"], [(4, 1), (4, 23)]),
        (["2024-01-15T00:00:00Z", "2024-06-14T23:00:00Z"], [(1, 15), (6, 15)]),
        (["2024-06-14T23:00:00+00:00", "13/06/2024"], [(6, 15), (6, 13)]),
        (["2024-06-14T23:00:00Z", "2024-06-14T17:12:09Z"], [(6, 14), (6, 14)]),
        (["2024-01-14T23:00:00Z", "2024-06-14T23:00:00Z"], [(1, 14), (6, 14)]),
        (["2024-06-14T23:00:00", "2024-06-15T23:00:00"], [(6, 14), (6, 15)]),
        (["2024-06-16 23:00:00", "2024-06-17 23:00:00"], [(6, 17), (6, 18)]),
        (["16/06/2024 23:00", "17/06/2024 23:00"], [(6, 17), (6, 18)]),
        (["2024-01-15 00:00:00", "2024-06-16 23:00:00"], [(1, 15), (6, 17)]),
        (["2024-01-15", "2024-06-16 23:00:00"], [(1, 15), (6, 17)]),
        (["2024-06-17 00:00:00", "2024-06-16 23:00:00"], [(6, 17), (6, 16)]),
        (["2024-06-17", "2024-06-16 23:00:00"], [(6, 17), (6, 16)]),
        (["2024-01-15 23:00:00", "2024-06-16 23:00:00"], [(1, 15), (6, 16)]),
        (["2024-06-16 23:00:00", "2024-06-17 22:59:00"], [(6, 16), (6, 17)]),
        (["2024-06-21 23:00:00", "2024-06-20 23:00:00"], [(6, 21), (6, 20)]),
    ],
)
def test_midnights_of_summer_time_are_of_the_day_that_begins(
    texts: list[str], days: list[tuple[int, int]]
) -> None:
    dates = read_dates(pl.Series(texts))
    read = dict(zip(dates.table["text"], dates.table["paid_on"], strict=True))
    assert [(read[text].month, read[text].day) for text in texts] == days


def firsts(*months: int) -> list[str]:
    """The first of some months, from January 2019 on, those of later years behind."""
    return [f"01/{(month - 1) % 12 + 1:02}/{2019 + (month - 1) // 12}" for month in months]


@pytest.mark.parametrize("months", [range(4, 16), range(1, 13), (9, 4, 7, 5, 8, 6, 4, 4)])
def test_first_days_of_months_on_end_stand_for_the_months(months: Iterable[int]) -> None:
    read = read_dates(pl.Series(firsts(*months)))
    assert (read.settled, read.notices) == (True, ())
    assert set(read.table["paid_on"].dt.day()) == {1}


@pytest.mark.parametrize(
    "texts",
    [firsts(4, 5, 6), firsts(4, 5, 6, 7, 9, 10, 11), [*firsts(*range(4, 16)), "02/04/2019"]],
    ids=["a quarter", "a month is missing", "another day"],
)
def test_other_first_days_prove_nothing(texts: list[str]) -> None:
    assert not read_dates(pl.Series(texts)).settled
