"""Rows that are sums of others are totals, whatever they are called; and payments never are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.published import cleaned, paid

HEADING = "Supplier,Date,Ref,Department,Amount"
GROUPS = st.lists(
    st.lists(st.integers(1_00, 50_000_00), min_size=2, max_size=6), min_size=2, max_size=6
)


def file_of(*rows: str) -> str:
    return "\n".join([HEADING, *rows]) + "\n"


def payment(number: int, pence: int, department: str = "Roads") -> str:
    return f"Payee {number} Ltd,01/02/2024,R{number},{department},{pence / 100:.2f}"


def grouped(groups: list[list[int]], label: str, *, above: bool = False) -> list[str]:
    """The payments of each group, and a row that says their sum."""
    rows: list[str] = []
    for number, group in enumerate(groups):
        lines = [payment(number * 100 + place, one) for place, one in enumerate(group)]
        total = f"{label.replace('#', f'Part {number}')},{sum(group) / 100:.2f}"
        rows += [total, *lines] if above else [*lines, total]
    return rows


@pytest.mark.parametrize(
    "label",
    ["Result,,,", "*,,,", "#,,,", ",03/02/2024,,", "BACS run,03/02/2024,R,Roads", "#,03/02/2024,,"],
)
@given(groups=GROUPS, grand=st.booleans(), above=st.booleans())
def test_rows_that_are_all_sums_of_the_rows_between_are_totals(
    groups: list[list[int]], label: str, grand: bool, above: bool
) -> None:
    rows = grouped(groups, label, above=above)
    everything = sum(map(sum, groups))
    if grand:
        one = f"{label.replace('#', 'Everything')},{everything / 100:.2f}"
        rows = [one, *rows] if above else [*rows, one]
    clean = cleaned(file_of(*rows))
    assert clean.payments["pence"].to_list() == [one for group in groups for one in group]
    assert all(total.agrees for total in clean.control_totals)
    assert sum(clean.non_rows.values()) == 1 + len(groups) + grand


@given(GROUPS, st.booleans())
def test_a_summary_below_the_payments_that_comes_to_all_of_them_is_none_of_them(
    groups: list[list[int]], total: bool
) -> None:
    rows = [
        payment(number * 100 + place, one, f"Part {number}")
        for number, group in enumerate(groups)
        for place, one in enumerate(group)
    ]
    order = sorted(range(len(groups)), key=lambda number: (-sum(groups[number]), number))
    rows += [f"Part {number},,,,{sum(groups[number]) / 100:.2f}" for number in order]
    rows += [f"Grand Total,,,,{sum(map(sum, groups)) / 100:.2f}"] * total
    clean = cleaned(file_of(*rows))
    assert clean.payments["pence"].sum() == sum(map(sum, groups))
    assert all(one.agrees for one in clean.control_totals)


@given(st.lists(st.integers(1, 9), min_size=4, max_size=60))
def test_payments_of_a_few_pounds_that_happen_to_add_up_stay_payments(pounds: list[int]) -> None:
    rows = [payment(number % 3, one * 100) for number, one in enumerate(pounds)]
    kept = [one * 100 for one in pounds]
    assert [pence for _, pence in paid(file_of(*rows))] == kept


@given(st.lists(st.integers(1_00, 50_000_00), min_size=2, max_size=10))
def test_every_payment_twice_is_no_payment_and_its_total(pence: list[int]) -> None:
    rows = []
    for number, one in enumerate(pence):
        rows += [
            f"Payee {number} Ltd,01/02/2024,R{number},{what},{one / 100:.2f}"
            for what in ("Rent", "Rates")
        ]
    assert len(paid(file_of(*rows))) == 2 * len(pence)


def test_what_was_taken_for_a_total_is_said_with_its_first_line() -> None:
    groups = [[1234_50, 2500_00, 875_10], [3120_99, 640_25]]
    clean = cleaned(file_of(*grouped(groups, "Result,,,")))
    assert (
        "2 rows are sums of others to the penny, such as line 5 (£4,609.60): totals, and not counted"
        in clean.notices
    )
    lines = [total.line for total in clean.control_totals]
    assert lines == [5, 8]
    assert all(one < other for one, other in pairwise(lines))


@pytest.mark.parametrize("name", ["All suppliers", "ALL PAYMENTS", "All payees:"])
def test_a_dated_row_of_all_suppliers_on_top_is_their_total(name: str) -> None:
    rows = [f"Payee {n} Ltd,0{n}/04/2024,Housing,{n}.50" for n in range(1, 6)]
    text = "\n".join(["Supplier,Date,Department,Amount", f"{name},30/04/2024,All,17.50", *rows, ""])
    assert len(paid(text)) == len(rows)
    assert [total.agrees for total in cleaned(text).control_totals] == [True]
    assert len(paid(text.replace("17.50", "17.51"))) == len(rows) + 1
