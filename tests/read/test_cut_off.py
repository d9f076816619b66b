"""A file that ends in the middle of a row is told, and a file that merely lacks its last line end is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.published import cleaned, paid, set_aside, source_of

HEADING = "Date,Department,Supplier,Amount"
DEPARTMENTS = ("Housing benefits", "Parks", "Roads")
WHY = "the file ends in the middle of this row: it may have been cut off"


def row(number: int, amount: str = "") -> str:
    amount = amount or f"{500 + number * 7919 % 90_000 / 100:.2f}"
    return f"{1 + number % 28:02}/04/2024,{DEPARTMENTS[number % 3]},Firm {number % 7} Ltd,{amount}"


def file_of(*last: str, rows: int = 40, heading: str = HEADING, end: str = "") -> str:
    return "\n".join([heading, *map(row, range(rows)), *last]) + end


def in_order(text: str, *places: int) -> str:
    lines = [line.split(",") for line in text.split("\n")]
    return "\n".join(",".join(cells[p] for p in places if p < len(cells)) for cells in lines)


def told(text: str) -> list[str]:
    return [one for one in cleaned(text).notices if "cut off" in one]


@pytest.mark.parametrize(
    "last",
    [
        "30/04/2024,Parks,Wyre Ltd,86",
        "30/04/2024,Parks,Wyre Ltd,8660.",
        "30/04/2024,Parks,Wyre Ltd,8660.1",
        "30/04/2024,Parks,Wyre Ltd,",
        "30/04/2024,Parks,Wyre Ltd",
        '30/04/2024,Parks,"Wyre L',
        "30/04/2024,Par",
        "30/04/2024,",
        "30/04/2024",
        "30/04/20",
    ],
)
@pytest.mark.parametrize("rows", [12, 40, 4000])
def test_a_row_in_the_middle_of_which_a_file_ends_is_set_aside(last: str, rows: int) -> None:
    found = cleaned(file_of(last, rows=rows))
    assert found.payments.height == rows
    assert found.set_aside.select("line", "reason").rows() == [(rows + 2, WHY)]
    assert found.set_aside["pence"].to_list() == [None]
    (notice,) = told(file_of(last, rows=rows))
    assert notice.startswith(f"the file ends in the middle of line {rows + 2:,}")


@pytest.mark.parametrize(
    "last",
    [
        "30/04/2024,Parks,Wyre Ltd,8660.14",
        "Total,,,19.99",
        ",,,£19.99",
        "Source: Finance",
        "Published under the Transparency Code",
        "End of report, May 2024",
    ],
)
@pytest.mark.parametrize("rows", [1, 5, 40, 4000])
def test_a_file_without_its_last_line_end_is_whole(last: str, rows: int) -> None:
    assert told(file_of(last, rows=rows)) == []
    assert told(file_of(rows=rows)) == []


@given(st.lists(st.sampled_from(["5", "5.5", "5.55", "1,234", "-7.5"]), min_size=30))
def test_amounts_of_a_spreadsheet_without_their_noughts_prove_nothing(amounts: list[str]) -> None:
    amounts = ["5", "5.5", "5.55", *amounts]
    assert told("\n".join([HEADING, *(row(n, f'"{one}"') for n, one in enumerate(amounts))])) == []


def test_a_mark_that_is_not_closed_further_up_costs_its_own_line_and_not_the_last_one() -> None:
    stray = '30/04/2024,Parks,"Wyre Ltd,500.00'
    text = file_of(stray, *map(row, range(9)))
    assert told(text) == []
    assert [line for line, _ in set_aside(text)] == [42]


@pytest.mark.parametrize("last", ['"8,66', '"8,660.14', '"'])
def test_a_mark_that_is_open_at_the_end_of_a_file_tells_that_it_is_cut(last: str) -> None:
    amounts = ["5", "5.5", '"1,234.50"', '"12,345"']
    rows = [row(n, amounts[n % 4]) for n in range(20)]
    assert set_aside("\n".join([HEADING, *rows, row(3, last)])) == [(22, WHY)]


def test_a_total_that_adds_up_is_whole_though_its_row_is_short() -> None:
    text = "\n".join(
        ["Date,Supplier,Amount,Purpose", *[f"{n:02}/04/2024,Firm,10.00,Hire" for n in range(1, 13)]]
    )
    assert told(f"{text}\n,,120.00") == []


def test_the_amounts_over_a_threshold_tell_of_a_small_one() -> None:
    whole = [row(n, str(500 + 37 * n)) for n in range(40)]
    assert told("\n".join([HEADING, *whole])) == []
    assert set_aside("\n".join([HEADING, *whole, row(3, "86")])) == [(42, WHY)]
    small = [*whole[:20], row(3, "12"), *whole[20:]]
    assert told("\n".join([HEADING, *small, row(3, "86")])) == []


def test_a_row_whose_amount_is_whole_counts_and_what_breaks_off_is_said() -> None:
    text = in_order(file_of(row(4)), 0, 3, 2, 1)
    cut = text + "\n30/04/2024,8660.14,Wyre Ltd,Housing ben"
    assert ("Wyre Ltd", 866014) in paid(cut)
    assert "'Housing ben'" in told(cut)[0]
    assert ("Wyre Ltd", 866014) in paid(text + "\n30/04/2024,8660.14,Wyre Ltd,")
    assert told(text + "\n30/04/2024,8660.14,Wyre Ltd,")
    # Whether the day and the supplier are whole nobody knows.
    assert set_aside(text + "\n30/04/2024,8660.14,Wyre L") == [(42 + 1, WHY)]


def test_a_file_that_ends_between_the_two_bytes_of_a_line_end_is_said() -> None:
    text = file_of(row(41), end="\n").replace("\n", "\r\n")
    assert source_of(text).notices == ()
    assert source_of(text[:-1]).notices == (
        "the file ends between the two bytes of a line end: it may have been cut off",
    )


def test_a_file_of_lone_carriage_returns_with_one_whole_line_end_ends_as_its_lines_do() -> None:
    lines = file_of(row(41), end="\n").splitlines()
    text = "\r".join([*lines[:7], lines[7] + "\r\n" + lines[8], *lines[9:], ""])
    assert source_of(text).notices == ()
    assert len(paid(text)) == len(lines) - 1


@pytest.mark.parametrize("cut", range(1, 60))
def test_wherever_a_file_of_pennies_is_cut_no_wrong_amount_is_counted(cut: int) -> None:
    text = file_of(row(41), row(42))
    whole = dict.fromkeys(paid(text))
    assert all(one in whole for one in paid(text[:-cut]))


@pytest.mark.parametrize("cut", [40, 45, 60])
def test_a_row_in_the_middle_of_which_a_file_begins_is_set_aside(cut: int) -> None:
    text = file_of(end="\n")[cut:]
    assert set_aside(text) == [
        (1, "the file has no heading, and this row above its payments is not like theirs")
    ]
    assert cleaned("April 2024\n" + file_of(end="\n").partition("\n")[2]).set_aside.is_empty()
