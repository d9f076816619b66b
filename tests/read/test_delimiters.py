"""What stands between cells: never a comma that only divides thousands, and seldom `~` or `^`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from read.published import cleaned
from read.test_tables import NAMES
from spendaudit.errors import InputError
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path

PENCE = [123450 + 100000 * n for n in range(len(NAMES))]


def lines_between(mark: str) -> str:
    rows = (f"{name}|0{n}/04/2024|Works|{n},234.50" for n, name in enumerate(NAMES, 1))
    return "\n".join(["Payee|Date|Details|Amount", *rows, ""]).replace("|", mark)


@pytest.mark.parametrize("mark", ["~", "^", "\t", ";", "|"])
def test_commas_of_thousands_stand_inside_cells(mark: str) -> None:
    clean = cleaned(lines_between(mark))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["pence"].to_list() == PENCE


@pytest.mark.parametrize("mark", ["~", "^", "\t", ";", "|"])
def test_without_a_heading_too(mark: str) -> None:
    clean = cleaned(lines_between(mark).partition("\n")[2])
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["pence"].to_list() == PENCE


def test_a_mark_inside_the_names_of_a_file_without_a_heading_divides_nothing() -> None:
    rows = (f"{name} ~ A~B,0{n}/04/2024,Works,{n}.50" for n, name in enumerate(NAMES, 1))
    clean = cleaned("\n".join([*rows, ""]))
    assert clean.payments["supplier"][0] == "Ribble Roofing Ltd ~ A~B"


def test_a_mark_inside_names_divides_nothing() -> None:
    rows = (f"{name} ~ A^B,0{n}/04/2024,{n}.50" for n, name in enumerate(NAMES, 1))
    clean = cleaned("\n".join(["Payee,Date,Amount", *rows, ""]))
    assert clean.payments["supplier"][0] == "Ribble Roofing Ltd ~ A^B"


@pytest.mark.parametrize("heading", ["Payee                Date        Amount\n", ""])
def test_columns_of_fixed_width_are_refused_as_text_without_columns(
    tmp_path: Path, heading: str
) -> None:
    path = tmp_path / "april.txt"
    rows = (f"{name:20} 0{n}/04/2024  {n},234.50\n" for n, name in enumerate(NAMES, 1))
    path.write_text(heading + "".join(rows), encoding="utf-8")
    with pytest.raises(InputError, match="is text without columns") as refusal:
        clean_files([path])
    assert "fixed width" in refusal.value.try_next
