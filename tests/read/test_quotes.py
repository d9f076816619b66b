"""Quotation marks that are never closed swallow no payment in silence."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.published import HEADING, paid, published, records_of, set_aside
from spendaudit.read.records import _scan
from spendaudit.read.regular import measured

ROWS = [f"Wyre Ltd,0{day}/02/2024,{day},{day}.00,text" for day in range(1, 8)]
NOT_CLOSED = "a quotation mark is not closed"


@pytest.mark.parametrize(
    "broken",
    [
        'Lune Ltd,03/02/2024,9,9.00,"a text',
        '"Lune Ltd,03/02/2024,9,9.00,a text',
        'Lune Ltd,"03/02/2024,9,9.00,a text',
        'Lune Ltd,03/02/2024,9,"9.00,a text',
        '"Lune, Lune & Co,03/02/2024,9,9.00,a text',
    ],
)
@pytest.mark.parametrize(
    "after",
    [
        [],
        ['"Hodder, Son & Co",04/02/2024,8,8.00,"b, c"'],
        ['Hodder,04/02/2024,8,8.00,size 5"'],
        ['Hodder,04/02/2024,8,8.00,"another'],
    ],
    ids=["never closed", "closed by a quoted name", "closed by an inch", "two of them"],
)
@pytest.mark.parametrize("place", [0, 3, 7])
def test_only_the_row_with_the_open_mark_is_set_aside(
    broken: str, after: list[str], place: int
) -> None:
    rows = [*ROWS[:place], broken, *ROWS[place:], *after, *ROWS]
    text = "\n".join([HEADING, *rows]) + "\n"
    aside = set_aside(text)
    assert aside[0] == (place + 2, NOT_CLOSED)
    assert len(aside) == 1 + after.count('Hodder,04/02/2024,8,8.00,"another')
    assert len(paid(text)) == len(rows) - len(aside)


def test_an_open_mark_in_a_column_that_nobody_uses_swallows_nothing() -> None:
    text = 'Supplier,Amount,Contract Title\nWyre,1.00,"open\nLune,2.00,x\n"Hodder, Co",3.00,y\n'
    assert paid(text) == [("Lune", 200), ("Hodder, Co", 300)]
    assert set_aside(text) == [(2, NOT_CLOSED)]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    text = (
        f'{HEADING}\nWyre,01/02/2024,1,1.00,"first, with commas, 20\nsecond ""line"", 3,000.00\n"\n'
    )
    assert paid(text) == [("Wyre", 100)]
    assert set_aside(text) == []


def test_a_cell_of_several_lines_is_one_cell_in_a_row_with_blank_cells_to_spare() -> None:
    text = (
        'Supplier,Text,Amount,,\nWyre,"first\n",1.00,,,,,\nLune,"first\nsecond, 5.00",2.00,,,,,\n'
    )
    assert paid(text) == [("Wyre", 100), ("Lune", 200)]


def test_a_mark_in_the_middle_of_a_cell_is_a_letter() -> None:
    text = 'Supplier,Amount,Text\nWyre,1.00,5" pipe\nLune 3" Ltd,2.00,6" and 7" pipe\n'
    assert paid(text) == [("Wyre", 100), ('Lune 3" Ltd', 200)]
    # Two of them in one line are no pair: the comma between them parts two cells.
    assert records_of('Supplier,Amount,Text\n5" a,1.00,6" b\n')[1] == (2, ('5" a', "1.00", '6" b'))


def test_an_unquoted_comma_between_two_marks_pushes_a_cell_too_far() -> None:
    text = 'Supplier,Amount,Text\nWyre,1.00,5" pipe, 6" pipe\nLune,2.00,x\n'
    assert set_aside(text) == [
        (2, "there are more cells than headings: the values may have slipped")
    ]


def test_a_name_quoted_inside_quotation_marks_does_not_slip_into_the_amount() -> None:
    text = 'Supplier,Ref,Amount,,\nWyre,1,1.00,,\n"Lune, "The Best", Ltd",5,2.00,,\n'
    assert paid(text) == [("Wyre", 100)]
    assert set_aside(text) == [(3, NOT_CLOSED)]


def test_a_cell_that_never_ends_costs_one_row_and_not_the_file() -> None:
    rows = "\n".join(f"Wyre,1.00,{'x' * 90}" for _ in range(15_000))
    text = f'Supplier,Amount,Text\nLune,2.00,"open\n{rows}\n'
    assert len(paid(text)) == 15_000
    assert set_aside(text) == [(2, NOT_CLOSED)]


RIDDEN = st.lists(
    st.lists(
        st.one_of(
            st.text('ab",; \t', max_size=6),
            st.text("ab, ", max_size=5).map(lambda cell: '"' + cell + '"'),
            st.text('a",', max_size=5).map(lambda cell: '"' + cell.replace('"', '""') + '"'),
        ),
        min_size=1,
        max_size=4,
    ).map(",".join),
    min_size=1,
    max_size=8,
)


@given(RIDDEN, st.sampled_from(["\n", "\r\n"]))
def test_the_fast_reader_and_pythons_agree_on_all_that_is_called_regular(
    lines: list[str], end: str
) -> None:
    text = end.join(lines) + end
    with published(text) as path:
        regular, columns = measured(path, ",", 2, quoted='"' in text)
        if not regular:
            return
        fast = _scan(path, ",", columns, numbered=False).collect().rows()
    slow = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[0] for row in fast] == list(range(1, len(slow) + 1))
    padded = [[*row, *[""] * (columns - len(row))] for row in slow]
    assert [[cell or "" for cell in row[1:]] for row in fast] == padded
