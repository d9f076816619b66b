"""Lines end in several ways, and a row keeps the number of the line on which it begins."""

from __future__ import annotations

import pytest

from read.published import cleaned, paid, records_of
from spendaudit.errors import InputError

ROWS = ["Supplier,Amount", "Ribble Ltd,1.00", "Wyre Ltd,2.00", "Lune Ltd,3.00"]
BOTH = [("Ribble Ltd", 100), ("Wyre Ltd", 200), ("Lune Ltd", 300)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "cut"])
def test_any_line_end_will_do(end: str, last: bool) -> None:
    assert paid(end.join(ROWS) + (end if last else "")) == BOTH


def test_line_ends_of_all_kinds_may_be_mixed() -> None:
    assert paid("\r".join(ROWS[:2]) + "\n" + "\r\n".join(ROWS[2:]) + "\r\n") == BOTH


def test_a_lone_carriage_return_inside_quotation_marks_is_a_space_in_a_name() -> None:
    assert paid('Supplier,Amount\r\n"Ribble\rLtd",1.00\r\n') == [("Ribble Ltd", 100)]


def test_a_row_is_numbered_by_the_line_on_which_it_begins() -> None:
    text = (
        'Supplier,Amount,Note\n"Ribble\n& Co\nLtd",1.00,x\n\nWyre Ltd,2.00,"two\nlines"\nLune,3,\n'
    )
    payments = cleaned(text).payments
    assert payments.select("line", "supplier").rows() == [
        (2, "Ribble & Co Ltd"),
        (6, "Wyre Ltd"),
        (8, "Lune"),
    ]


def test_blank_lines_are_rows_and_keep_their_numbers() -> None:
    read = records_of("\n\nSupplier,Amount\n\nRibble,1\n,\n\n")
    assert [line for line, _ in read] == [1, 2, 3, 4, 5, 6, 7]
    assert read[4] == (5, ("Ribble", "1"))


@pytest.mark.parametrize("quoted", ["Ribble", '"Ribble"', '"Ribble, Wyre\n& Co"'])
def test_titles_blank_lines_and_rows_add_up_however_the_file_is_read(quoted: str) -> None:
    clean = cleaned(f"A title,\n\nSupplier,Amount\n{quoted},1.00\n,\nWyre,2.00\n\n\n")
    assert clean.rows == 8
    assert clean.non_rows == {"title": 1, "heading": 1, "blank": 4}
    assert clean.payments.height == 2


ONE_LINE = [
    "Body,Date,Supplier,Number,Amount,Note",
    *(f"Wyre Council,0{day}/04/2024,Ribble Ltd,{day},{day}00.00,Works" for day in range(1, 7)),
]


@pytest.mark.parametrize(
    "lines",
    [
        ONE_LINE,
        ONE_LINE[1:],
        ["Date,Supplier,Net Amount", *(f"0{day}/04/2024,Lune Ltd,{day}.50" for day in range(1, 4))],
        ["Supplier,Amount,On", *(f"Lune Ltd,{day}.50,Roads" for day in range(1, 5))],
    ],
)
@pytest.mark.parametrize("between", ["", " ", ","])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_table_whose_line_ends_are_gone_is_told_as_such(
    lines: list[str], between: str, mark: str
) -> None:
    text = between.join(lines).replace(",", mark)
    with pytest.raises(InputError, match=r"is one line of [0-9]+ cells: the ends of its lines"):
        cleaned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Date,Supplier,Number,Invoice Date,Net Amount,VAT,Gross Amount,Order Value,Body",
        "2024-04-03,Lune Ltd,7,2024-03-03,10.00,2.00,12.00,12.00,Wyre Council",
    ],
)
def test_one_row_alone_has_not_lost_its_end(text: str) -> None:
    with pytest.raises(InputError) as refused:
        cleaned(text)
    assert "is one line of" not in refused.value.found
