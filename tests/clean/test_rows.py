"""Each row is a payment, or set aside with its reason, or recognised as what it is."""

from __future__ import annotations

import polars as pl
import pytest

from read.published import HEADING, cleaned, paid, set_aside
from spendaudit.errors import InputError
from spendaudit.frames import PAYMENTS, SET_ASIDE

SLIPPED = "there are more cells than headings: the values may have slipped"
BESIDE = "an amount stands beside the column of amounts: the values may have slipped"
ROWS = [f"Wyre Ltd,0{day}/02/2024,510055659{day},{day}.50,text" for day in range(1, 10)]


def file_of(*rows: str, heading: str = HEADING) -> str:
    return "\n".join([heading, *rows]) + "\n"


def test_the_frames_have_the_columns_that_the_table_of_frames_names() -> None:
    clean = cleaned(file_of(*ROWS, "Lune Ltd,,,,"))
    for frame, columns in ((clean.payments, PAYMENTS), (clean.set_aside, SET_ASIDE)):
        kinds = {name: kind for name, (kind, _) in columns.items()}
        assert frame.schema == pl.DataFrame(schema=kinds).schema


def test_a_text_loses_its_outer_and_double_spaces_and_an_empty_one_is_null() -> None:
    clean = cleaned(file_of(" Wyre\u00a0 and\tLune Ltd ,01/02/2024, ,1.00,"))
    payment = clean.payments.row(0, named=True)
    assert (payment["supplier"], payment["transaction"], payment["purpose"]) == (
        "Wyre and Lune Ltd",
        None,
        None,
    )


@pytest.mark.parametrize("more", ["", ",,,", ","])
def test_an_unquoted_comma_before_the_amount_never_counts_a_wrong_amount(more: str) -> None:
    rows = [row + more for row in ROWS]
    text = file_of(
        *rows, f"Lune, Son & Co,02/02/2024,5100556599,521.38,text{more}", heading=HEADING + more
    )
    assert len(paid(text)) == len(ROWS)
    assert [line for line, _ in set_aside(text)] == [len(ROWS) + 2]


@pytest.mark.parametrize("more", ["", ",,,"])
def test_a_transaction_number_that_slipped_into_the_amount_is_not_millions(more: str) -> None:
    heading = "Supplier,Transaction Number,Amount,Description" + more
    rows = [f"Wyre,510055659{day},{day}.50,text{more}" for day in range(1, 10)]
    slipped = f"Lune, Son & Co,5100556599,521.38,text{more}"
    text = file_of(*rows, slipped, heading=heading)
    assert sum(pence for _, pence in paid(text)) == sum(100 * day + 50 for day in range(1, 10))
    assert set_aside(text) == [(11, BESIDE if more else SLIPPED)]
    # 5100556599 is no amount that is merely left out: of this row no pounds are known.
    assert cleaned(text).set_aside["pence"].to_list() == [None]


def test_a_row_that_is_short_at_the_end_hides_no_slip() -> None:
    heading = "Supplier,Transaction Number,Amount,Description,Postcode"
    rows = [f"Wyre,510055659{day},{day}.50,text,PR1 2RL" for day in range(1, 10)]
    text = file_of(*rows, "Lune, Son & Co,5100556599,521.38", heading=heading)
    assert set_aside(text) == [(11, BESIDE)]


def test_an_amount_beside_a_column_of_other_amounts_has_not_slipped() -> None:
    heading = "Supplier,Net Amount,VAT,Gross"
    assert len(paid(file_of(*["Wyre,10,2.00,12.00"] * 20, heading=heading))) == 20


def test_a_comma_too_many_after_the_amount_is_told_by_the_cell_too_many() -> None:
    assert set_aside(file_of(*ROWS, "Lune,01/02/2024,5,1.00,bolts, nuts")) == [(11, SLIPPED)]


def test_a_file_of_rows_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(InputError, match="2 of 2 rows have more cells than the 3 of the heading"):
        cleaned("Supplier,Date,Amount\nWyre,a,01/02/2024,1.00\nLune,b,02/02/2024,2.00\n")
    with pytest.raises(InputError, match="1 of 1 rows has more cells than the 3"):
        cleaned("Supplier,Date,Amount\nWyre,a,01/02/2024,1.00\n")


def test_a_row_set_aside_keeps_its_line_its_text_and_what_could_be_read_of_its_amount() -> None:
    clean = cleaned(file_of(*ROWS, 'Lune,01/02/2024,5,"1,000.00",bolts, nuts'))
    assert clean.set_aside.row(0) == (
        "spend.csv",
        11,
        SLIPPED,
        100000,
        "Lune,01/02/2024,5,1,000.00,bolts,nuts",
    )


def test_a_heading_repeated_among_the_rows_is_a_heading() -> None:
    clean = cleaned(file_of(*ROWS[:3], HEADING, *ROWS[3:], HEADING.upper()))
    assert clean.non_rows == {"heading": 3}
    assert clean.payments.height == len(ROWS)


@pytest.mark.parametrize("word", ["Total", "Payment", "Spend", "Expenditure", "Gross"])
def test_a_row_with_a_word_for_its_amount_is_no_heading(word: str) -> None:
    clean = cleaned(file_of(*ROWS, f"Lune Ltd,01/02/2024,5,{word},text"))
    assert clean.non_rows == {"heading": 1}
    assert clean.set_aside["reason"].to_list() == ["the amount is not a number"]


def test_notes_and_blank_rows_are_neither_payments_nor_set_aside() -> None:
    clean = cleaned(
        file_of(*ROWS, ",,,,", "", "  , ,\t,,", ",,© Copyright 2024,,", "Notes: as published")
    )
    assert clean.non_rows == {"heading": 1, "blank": 3, "note": 2}
    assert clean.set_aside.is_empty()


def test_a_row_with_two_cells_and_no_amount_is_set_aside_not_forgotten() -> None:
    assert set_aside(file_of(*ROWS, "Lune Ltd,01/02/2024")) == [(11, "there is no amount")]


def test_blank_rows_by_the_ten_thousand_are_counted() -> None:
    clean = cleaned(file_of(*ROWS) + ",,,,\n" * 60_000)
    assert clean.non_rows == {"heading": 1, "blank": 60_000}
    assert clean.rows == 60_010


def test_equal_payments_are_all_kept() -> None:
    assert len(paid(file_of(*ROWS[:1] * 500))) == 500


def test_credits_keep_their_sign() -> None:
    assert paid(file_of("Wyre,1/2/24,1,-5.00,", "Lune,1/2/24,2,(7.00),", "Dee,1/2/24,3,9.00,")) == [
        ("Wyre", -500),
        ("Lune", -700),
        ("Dee", 900),
    ]


def test_a_file_of_which_nothing_is_left_says_what_is_wrong_with_it() -> None:
    with pytest.raises(
        InputError, match=r"not the one row under the heading on line 1 is a payment: an"
    ):
        cleaned(file_of(",,,5.00,"))
    with pytest.raises(InputError, match=r"is a payment: the amount is in EUR, not in pounds"):
        cleaned(file_of("Wyre,5.00,EUR", heading="Supplier,Amount,Currency"))


def test_the_names_of_the_publisher_come_before_its_addresses() -> None:
    text = (
        "Body,Body Name,Supplier,Amount\nhttp://a/preston,Preston,Wyre,1\nhttp://a/preston,Preston,Dee,2\n"
        "http://a/preston,Preston City,Don,3\n"
    )
    assert cleaned(text).bodies == ("Preston", "Preston City", "http://a/preston")
