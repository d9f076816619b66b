"""A table whose lines stand as one cell each is read as the table that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from read.office import xlsx
from read.published import cleaned, paid, published
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = [
    "Date,Supplier,Amount",
    '01/04/2024,"Wyre, Lune & Co",1.50',
    "02/04/2024,Ribble Ltd,2.25",
    "13/04/2024,Aire Ltd,3.00",
]
PAID = [("Wyre, Lune & Co", 150), ("Ribble Ltd", 225), ("Aire Ltd", 300)]


def wrapped(line: str, after: str = "") -> str:
    inside = line.replace('"', '""')
    return f'"{inside}"{after}'


@pytest.mark.parametrize(
    "write",
    [
        lambda: "".join(f"{wrapped(line)}\n" for line in LINES),
        lambda: "\ufeff" + "".join(f"{wrapped(line)}\r\n" for line in LINES),
        lambda: "".join(f"{wrapped(line, ',,')}\n" for line in LINES),
        lambda: "".join(f"{wrapped(line, ';')}\n" for line in LINES),
        lambda: xlsx({"One": [[line] for line in LINES]}),
        lambda: xlsx({"One": [[None, line] for line in LINES]}),
    ],
)
def test_lines_as_one_cell_each_are_the_rows(write: Callable[[], str | bytes]) -> None:
    assert paid(write()) == PAID


def test_what_was_taken_off_is_said() -> None:
    with published("".join(f"{wrapped(line)}\n" for line in LINES)) as path:
        (file,) = clean_files([path]).files
    said = "4 lines stood in quotation marks as a whole: they were read without them"
    assert said in file.notices
    with published(xlsx({"One": [[line] for line in LINES]})) as path:
        (file,) = clean_files([path]).files
    assert (
        "sheet 'One': its rows stand in one column, as text: they were read as the cells in it"
        in file.notices
    )


@pytest.mark.parametrize(
    "content",
    [
        'Date,Supplier,Amount\n01/04/2024,"Wyre, Lune & Co",1.50\n',
        '"Date","Supplier","Amount"\n"01/04/2024","Wyre, Lune & Co","1.50"\n',
        '"Supplier";"Date";"Amount"\n"Wyre, Lune & Co";"01/04/2024";"1.50"\n',
    ],
)
def test_cells_in_quotation_marks_stay_cells(content: str) -> None:
    found = cleaned(content)
    assert found.payments["supplier"].to_list() == ["Wyre, Lune & Co"]
    assert not [notice for notice in found.notices if "quotation" in notice]
