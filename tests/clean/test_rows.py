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


@pytest.mark.parametrize(
    "rows",
    [
        # Amounts without pence throughout: of the VAT on them few have any.
        pytest.param([f"Wyre,{n * 1000},{n * 200}" for n in range(1, 12)] + ["Lune,27167,1358.35"], id="pounds"),
        # VAT that cannot be recovered, of one payment in many.
        pytest.param([f"Wyre,{n}.50," for n in range(11, 31)] + ["Lune,27167,1358.35"], id="irrecoverable"),
    ],
)  # fmt: skip
def test_vat_beside_a_whole_amount_is_no_amount_that_has_slipped(rows: list[str]) -> None:
    text = file_of(*rows, heading="Supplier,Amount,VAT")
    assert set_aside(text) == []
    assert ("Lune", 2716700) in paid(text)


def test_a_figure_for_a_purpose_is_no_amount_where_no_number_can_slip_into_its_place() -> None:
    rows = [f"Wyre,0{n}/05/2024,{n}.50,text" for n in range(1, 10)]
    text = file_of(*rows, "Lune,10/05/2024,1250,500.00", heading="Supplier,Date,Amount,Purpose")
    assert set_aside(text) == []
    assert ("Lune", 125000) in paid(text)


TORN = "the amount may be torn by a comma between its thousands"
SWAPPED = "an amount stands in the place of a number, and a number in that of the amount"


@pytest.mark.parametrize(
    "amounts", [["1,234.50", "12,000.00"], ["£1,234", "2,500"], ["1,234,567.89"]]
)
def test_an_amount_torn_at_its_thousands_is_no_small_amount(amounts: list[str]) -> None:
    small = [f"Wyre Ltd,{day}.50" for day in range(1, 5)]
    for heading, more in (("Supplier,Amount,,", ""), ("Supplier,Amount,Purpose,,", "text")):
        rows = [f"{row},{more}," for row in small]
        torn = [f"Lune Ltd,{amount}" for amount in amounts]
        text = file_of(*rows, *torn, heading=heading)
        assert len(paid(text)) == len(small)
        assert {reason for _, reason in set_aside(text)} == {TORN}
        assert cleaned(text).set_aside["pence"].to_list() == [None] * len(torn)
    # Every amount is torn, and no other row shows what stands beside: no heading does, either.
    with pytest.raises(InputError, match="is a payment: the amount may be torn"):
        cleaned(
            file_of(*[f"Lune Ltd,{amount}," for amount in amounts], heading="Supplier,Amount,,")
        )


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Supplier,Amount,VAT", "Wyre,500,100.00"),
        ("Supplier,Amount,Cost Centre Code", "Wyre,500,123"),
        ("Supplier,Amount,Cost Centre Code", "Wyre,5000.50,123"),
        ("Supplier,Amount,Gross", "Wyre,500,600.00"),
    ],
)
def test_two_numbers_side_by_side_in_every_row_are_no_torn_amount(heading: str, row: str) -> None:
    text = file_of(*[row] * 9, "Lune,7,250", heading=heading)
    assert len(paid(text)) == 10


@pytest.mark.parametrize("code", ["100", "245.28"])
def test_a_row_without_a_cell_too_many_is_not_torn(code: str) -> None:
    rows = [f"Wyre,{day}.50,H21A,Care" for day in range(1, 9)]
    heading = "Supplier,Amount,Account Code,Account"
    assert ("Lune", 62500) in paid(file_of(*rows, f"Lune,625,{code},Works", heading=heading))
    torn = file_of(*rows, "Lune,625,100,H21A,Works", heading=f"{heading},")
    assert set_aside(torn) == [(10, TORN)]
    seldom = file_of(*rows, "Wyre,7.50,H21A,", f"Lune,625,{code},Works", heading=heading)
    assert set_aside(seldom) == [(11, TORN)]


@pytest.mark.parametrize("number", ["Transaction Number", "Supplier ID"])
def test_a_number_that_changed_places_with_the_amount_is_no_amount(number: str) -> None:
    rows = [f"Wyre,510055659{day},{day}.50" for day in range(1, 5)]
    text = file_of(*rows, *["Lune,7.50,5100556599"] * 4, heading=f"Supplier,{number},Amount")
    assert len(paid(text)) == len(rows)
    assert {reason for _, reason in set_aside(text)} == {SWAPPED}
    # Numbers that are written with a point are so on every row.
    points = [f"Wyre,5100556.0{day},{day}{'.50' * (day % 2)}" for day in range(1, 9)]
    assert len(paid(file_of(*points, heading=f"Supplier,{number},Amount"))) == len(points)


def test_a_column_without_a_heading_that_some_payments_fill_is_told() -> None:
    rows = [f"Wyre Ltd,{day}.50," for day in range(1, 5)]
    moved = [f"Lune Ltd,{day},{day}7.25" for day in range(1, 5)]
    told = "column 3 has no heading and holds amounts on 4 rows, £129.00 in all: it is not used"
    assert cleaned(file_of(*rows, *moved, heading="Supplier,Amount,")).notices == (told,)
    again = [f"Lune Ltd,{day}7.25,{day}7.25" for day in range(1, 5)]
    assert not cleaned(file_of(*rows, *again, heading="Supplier,Amount,")).notices
    words = [f"Lune Ltd,{day}.25,Roads Ltd" for day in range(1, 5)]
    assert cleaned(file_of(*rows, *words, heading="Supplier,Amount,")).notices == (
        "column 3 has no heading and holds words on 4 of 8 rows: it is not used",
    )
    everywhere = [f"Wyre Ltd,{day}.50,Roads Ltd" for day in range(1, 5)]
    assert not cleaned(file_of(*everywhere, heading="Supplier,Amount,")).notices
    assert not cleaned(file_of(*rows, moved[0], heading="Supplier,Amount,")).notices


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        (("Roads,4.00", "Parks,7.00"), False),
        (("Roads,4.00", "Parks,6.00", ","), False),
        (("Roads,4.00", "Parks,6.00", "Homes,5.00"), True),
        (("Roads,4.00", "Parks,6.00", "Homes,5.00", "Total,15.00"), True),
    ],
)
def test_a_summary_beside_the_payments_is_no_column_of_theirs(
    summary: tuple[str, ...], told: bool
) -> None:
    sums = ["Row Labels,Sum of Amount", *summary, *[","] * 5]
    rows = [
        f"Wyre Ltd,{pounds}.00,,{beside}" for pounds, beside in zip(range(6), sums, strict=False)
    ]
    notices = cleaned(file_of(*rows, heading="Supplier,Amount,,,")).notices
    said = "sums of the payments stand beside them, in column 5, which has no heading: left out"
    assert (said in notices) is told
    assert any("is not used" in one for one in notices) is not told


def test_a_column_that_a_later_table_has_a_heading_for_is_not_without_one() -> None:
    sums = ["Wyre Ltd,30.50,,", "Lune Ltd,40.25,,", "Dee Ltd,50.00,,"]
    below = ["Supplier,Date,Purpose,Amount"]
    below += [f"{row.split(',')[0]},01/05/2024,Roads,{row.split(',')[1]}" for row in sums]
    clean = cleaned(file_of(*sums, ",,,", *below, heading="Supplier,Total,,"))
    assert clean.payments["pence"].sum() == 12075
    assert not [one for one in clean.notices if "has no heading" in one]


def test_a_column_of_parts_that_is_blank_beside_the_amounts_has_no_sum() -> None:
    parts = [",,Tar,645.00,", ",,Kerbs,645.00,"]
    rows = [
        *["Wyre Ltd,01/05/2024,Roads,,1290.00", *parts] * 4,
        *["Lune Ltd,22/05/2024,Tea,,7.50"] * 9,
    ]
    (told,) = [
        one
        for one in cleaned(file_of(*rows, heading="Supplier,Date,Detail,Breakdown,Amount")).notices
        if "those of" in one
    ]
    assert told == "the amounts are those of 'Amount'; 'Breakdown' is blank beside them"


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


@pytest.mark.parametrize(
    "row",
    [
        *(
            "Lune Ltd;01/02/2024;5;1.00;text",
            "Lune Ltd|01/02/2024|5|1|text",
            "Lune\t\t5\t1,000.00\ttext",
        ),
        '"Lune Ltd,01/02/2024,5,1.00,text"',
    ],
)
def test_a_row_with_other_marks_between_its_cells_is_no_note(row: str) -> None:
    assert set_aside(file_of(*ROWS, row)) == [(11, "there is no amount")]


@pytest.mark.parametrize(
    "note",
    [
        '"Note: a, b, c, d and payments over £500.00 are published, as the Code asks"',
        "Notes; none; in 2024; nothing; at all; 12 of these",
        "1.00",
    ],
)
def test_a_sentence_with_commas_is_a_note(note: str) -> None:
    assert cleaned(file_of(*ROWS, note)).non_rows == {"heading": 1, "note": 1}


@pytest.mark.parametrize(
    "row",
    ["Count:,9", ",Count,9,,", "Number of payments:,,9", "Record count,9", "No. of invoices,,,,9"],
)
def test_a_row_that_says_how_many_payments_there_are_is_a_note(row: str) -> None:
    assert cleaned(file_of(*ROWS, row)).non_rows == {"heading": 1, "note": 1}


@pytest.mark.parametrize(
    "row", ["subtotal,outline", "subtotal,,,outline", "Subtotal,outline,,outline"]
)
def test_a_row_of_a_ledgers_browser_that_says_how_the_list_folds_is_a_note(row: str) -> None:
    assert cleaned(file_of(row, *ROWS)).non_rows == {"heading": 1, "note": 1}


@pytest.mark.parametrize(
    "row", ["subtotal,outline,5.00", "subtotal,outline,,Lune Ltd", "Subtotal,Wyre Ltd"]
)
def test_a_row_that_says_more_than_how_the_list_folds_is_no_note(row: str) -> None:
    assert "note" not in cleaned(file_of(row, *ROWS)).non_rows


@pytest.mark.parametrize("row", ["Count House Ltd,9", "Count,Wyre Ltd", "Payments,9", "Count:,9,x"])
def test_a_row_that_counts_nothing_is_set_aside(row: str) -> None:
    assert set_aside(file_of(*ROWS, row)) == [(11, "there is no amount")]


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
