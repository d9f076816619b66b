"""Amounts that commas without quotation marks divide are refused, and never read as what follows the comma."""

from __future__ import annotations

import pytest

from read.published import cleaned, heading_of
from read.test_tables import NAMES
from spendaudit.errors import ColumnError

DIVIDED = ("54,690.00", "80,000.00", "7,502.00", "92,419.80", "123,456", "1,250.50")


def rows_of(*rows: str) -> str:
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Supplier,Date,Amount", "{name},0{n}/04/2024,{amount}"),
        ("Department,Supplier,Date,Ref,Amount", "Roads,{name},0{n}/04/2024,90{n},{amount}"),
        ("Supplier,Amount,Date", "{name},{amount},0{n}/04/2024"),
        ("Supplier,Amount,Date,", "{name},{amount},0{n}/04/2024"),
        ("Supplier,Date,Amount", "{name},0{n}/04/2024,-£{amount}"),
        ("Supplier,Date,Amount,Purpose", "{name},0{n}/04/2024,({amount}),Works"),
        ("Supplier,Date,Amount,Purpose", "{name},0{n}/04/2024,1{n},50{n}.20,"),
        ("Supplier,Date,Net Amount,VAT", "{name},0{n}/04/2024,{amount},0.00"),
        ("Supplier,Date,Amount,Notes", "{name},0{n}/04/2024,{amount}"),
        ("Supplier,Date,VAT,Net Amount", "{name},0{n}/04/2024,{amount},{amount}"),
    ],
)
def test_divided_amounts_are_refused(heading: str, row: str) -> None:
    rows = (row.format(name=name, n=n, amount=DIVIDED[n - 1]) for n, name in enumerate(NAMES, 1))
    with pytest.raises(ColumnError, match="commas in the amounts") as refusal:
        heading_of(rows_of(heading, *rows))
    assert "quotation marks" in refusal.value.try_next


def test_without_a_heading_they_are_refused_too() -> None:
    rows = (f"{name},0{n}/04/2024,{DIVIDED[n - 1]}" for n, name in enumerate(NAMES, 1))
    with pytest.raises(ColumnError, match="commas in the amounts"):
        heading_of(rows_of(*rows))


@pytest.mark.parametrize(
    ("rows", "rest", "is_read"), [(60, 7, False), (150, 7, True), (150, 0, False)]
)
def test_whole_amounts_beside_a_code_are_told_by_many_rows(
    rows: int, rest: int, *, is_read: bool
) -> None:
    made = [
        f"{NAMES[n % 6]},0{n % 9 + 1}/04/2024,{n % 90 + 1},{n * (rest or 7) * 37 % 900 + 100}.{n % 90 + 10}"
        for n in range(rows)
    ]
    if rest == 0:
        made[70] = f"{NAMES[0]},03/04/2024,7,045.00"
    if is_read:
        assert cleaned(rows_of(*made)).payments["pence"].min() >= 100_00  # type: ignore[operator]
        return
    with pytest.raises(ColumnError, match="commas in the amounts") as refusal:
        heading_of(rows_of(*made))
    assert '--column amount="column 4"' in refusal.value.try_next


def test_one_amount_many_times_proves_nothing() -> None:
    made = [f"{NAMES[n % 6]},0{n % 9 + 1}/04/2024,1,250.00" for n in range(300)]
    with pytest.raises(ColumnError, match="commas in the amounts"):
        heading_of(rows_of(*made))


def test_a_column_with_a_heading_is_no_part_of_the_amount() -> None:
    rows = (f"{name},0{n}/04/2024,12,{500 + n}.50" for n, name in enumerate(NAMES, 1))
    assert heading_of(rows_of("Supplier,Date,Code,Amount", *rows)).columns["amount"] == 3


def test_a_real_column_beside_the_amount_is_no_part_of_it() -> None:
    rows = (f"{name},0{n}/04/2024,1{n},{400 * n}.50" for n, name in enumerate(NAMES, 1))
    clean = cleaned(rows_of("Supplier,Date,Amount", *rows))
    assert clean.payments["pence"].to_list() == [40050 + 40000 * n for n in range(6)]


def test_pounds_without_pence_and_a_code_beside_them_are_no_amount() -> None:
    rows = (f"{name},0{n}/04/2024,{500 + n},{120 + n}," for n, name in enumerate(NAMES, 1))
    clean = cleaned(rows_of("Supplier,Date,Amount,Code", *rows))
    assert clean.payments["pence"].to_list() == [50100 + 100 * n for n in range(6)]


def test_with_semicolons_a_cell_is_a_cell() -> None:
    rows = (f"{name};0{n}/04/2024;12;{500 + n}.50" for n, name in enumerate(NAMES, 1))
    clean = cleaned(rows_of("Supplier;Date;Amount", *rows))
    assert clean.payments["pence"].to_list() == [50150 + 100 * n for n in range(6)]
