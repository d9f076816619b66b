"""One row a supplier: sums and no payments, which is said."""

from __future__ import annotations

import pytest

from read.published import cleaned


def is_told(text: str) -> bool:
    return any("sums by supplier" in notice for notice in cleaned(text).notices)


def listing(heading: str, many: int, *more: str) -> str:
    rows = [f"Firm {n} Ltd,{500 + 37 * n}.25" for n in range(many)]
    return "\n".join([f"Supplier,{heading}", *rows, *more]) + "\n"


@pytest.mark.parametrize(
    ("heading", "many"),
    [("Sum of Invoice Nett Amount", 10), ("Total", 10), ("YTD Amount", 12), ("Amount", 60)],
)
def test_suppliers_that_stand_once_without_a_date_are_told(heading: str, many: int) -> None:
    assert is_told(listing(heading, many))


@pytest.mark.parametrize(
    ("heading", "many"), [("Amount", 40), ("Sum of Amount", 5), ("Net Amount", 49)]
)
def test_a_few_suppliers_may_stand_once_by_chance(heading: str, many: int) -> None:
    assert not is_told(listing(heading, many))


def test_suppliers_that_stand_twice_are_paid_twice() -> None:
    again = [f"Firm {n} Ltd,{700 + 37 * n}.25" for n in range(6)]
    assert not is_told(listing("Total", 60, *again))


@pytest.mark.parametrize("column", ["Date", "Transaction Number"])
def test_dates_and_numbers_tell_payments_apart(column: str) -> None:
    rows = [f"Firm {n} Ltd,{500 + 37 * n}.25,{n % 27 + 1:02}/04/2024" for n in range(60)]
    if column != "Date":
        rows = [f"Firm {n} Ltd,{500 + 37 * n}.25,INV{n:05}" for n in range(60)]
    assert not is_told("\n".join([f"Supplier,Total,{column}", *rows]))
