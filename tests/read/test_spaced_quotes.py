"""Cells in quotation marks behind a space are read as what stands in the marks, where all are so."""

from __future__ import annotations

import pytest

from read.published import cleaned, paid
from read.test_tables import NAMES

PAID = [(name, 123450 + 100000 * n) for n, name in enumerate(NAMES)]


def lines(row: str, heading: str = "Supplier, Purpose, Date, Amount") -> str:
    rows = (row.format(name=name, n=n) for n, name in enumerate(NAMES, 1))
    return "\n".join([heading, *rows, ""])


@pytest.mark.parametrize(
    "row",
    [
        '"{name}", "x, y", 0{n}/04/2024, "{n},234.50"',
        '{name},  "x, y", 0{n}/04/2024, "{n},234.50"',
        '"{name}", "he said ""x"", y", 0{n}/04/2024, "{n},234.50"\r',
    ],
)
def test_spaces_before_the_marks_are_no_part_of_a_cell(row: str) -> None:
    assert paid(lines(row)) == PAID


def test_lines_keep_their_numbers() -> None:
    clean = cleaned(lines('"{name}", "x, y", 0{n}/04/2024, "{n},234.50"'))
    assert clean.payments["line"].to_list() == [2, 3, 4, 5, 6, 7]


def test_marks_right_behind_the_comma_leave_everything_as_it_is() -> None:
    row = '"{name}","a, ""b"", c",0{n}/04/2024,"{n},234.50"'
    assert paid(lines(row, "Supplier,Purpose,Date,Amount")) == PAID


def test_a_line_far_below_that_is_written_otherwise_leaves_the_file_as_it_is() -> None:
    many = lines('"{name}", 0{n}/04/2024, {n}234.50', "Supplier, Date, Amount")
    more = many.split("\n", 1)[1] * 20
    otherwise = '"Wyre Council","13/04/2024",5.00\n'
    assert len(paid(many + more + otherwise)) == 6 * 21 + 1
