"""A total printed among the rows is a check on ours; a payment is never taken for one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from read.published import cleaned, paid, set_aside

HEADING = "Supplier,Date,Ref,Amount,Department"
ROWS = ["Wyre Ltd,01/02/2024,1,10.00,Housing", "Lune Ltd,02/02/2024,2,5.50,Roads"]
ALONE = "an amount stands alone: no supplier, no date, and not the sum of the rows above"


def file_of(*rows: str, heading: str = HEADING) -> str:
    return "\n".join([heading, *rows]) + "\n"


def totals(text: str) -> list[tuple[int, str, str]]:
    """Line, printed and counted pounds of each total."""
    return [
        (total.line, f"{total.printed:.2f}", f"{total.counted:.2f}")
        for total in cleaned(text).control_totals
    ]


@pytest.mark.parametrize(
    "total",
    [
        ",,,15.50,",
        "Total,,,15.50,",
        "TOTAL:,,,15.50,",
        "Grand Total,,,15.50,",
        ",Total,,15.50,",
        ",,Total,15.50,",
        ",,,15.50,Total",
        "Total spend,,,£15.50,",
        "Total for February 2024,,,15.50,",
        "Total payments over £500,,,15.50,",
        "Overall,,,15.50,",
        ",29/02/2024,,15.50,",
        "Total,29/02/2024,,15.50,",
        ",2,,15.50,",
    ],
)
def test_a_total_is_known_by_its_label_or_by_adding_up(total: str) -> None:
    text = file_of(*ROWS, "Ribble Ltd,03/02/2024,3,0.00,Roads", "", total)
    assert paid(text) == [("Wyre Ltd", 1000), ("Lune Ltd", 550), ("Ribble Ltd", 0)]
    assert totals(text) == [(6, "15.50", "15.50")]


def test_a_total_that_does_not_add_up_is_shown_beside_ours() -> None:
    clean = cleaned(file_of(*ROWS, "Total,,,16.50,"))
    (total,) = clean.control_totals
    assert (total.printed, total.counted) == (Decimal("16.50"), Decimal("15.50"))
    assert not total.agrees


def test_subtotals_and_the_total_of_totals_are_all_recognised() -> None:
    text = file_of(
        *ROWS,
        "Subtotal,,,15.50,",
        "Dee Ltd,03/02/2024,3,4.00,Parks",
        "Sub-total,,,4.00,",
        "Don Ltd,04/02/2024,4,1.00,Parks",
        "Esk Ltd,05/02/2024,5,2.00,Parks",
        ",,,3.00,",
        "Grand total,,,22.50,",
    )
    assert [name for name, _ in paid(text)] == [
        "Wyre Ltd",
        "Lune Ltd",
        "Dee Ltd",
        "Don Ltd",
        "Esk Ltd",
    ]
    assert totals(text) == [
        (4, "15.50", "15.50"),
        (6, "4.00", "4.00"),
        (9, "3.00", "3.00"),
        (10, "22.50", "22.50"),
    ]


def test_a_pivot_table_has_a_total_after_each_name() -> None:
    text = file_of(
        *ROWS[:1],
        "Wyre Ltd,03/02/2024,3,4.00,Parks",
        "Wyre Ltd Total,,,14.00,",
        *ROWS[1:],
        "Lune Ltd Total,,,5.50,",
        "Grand Total,,,19.50,",
    )
    assert [pence for _, pence in paid(text)] == [1000, 400, 550]
    assert [printed for _, printed, _ in totals(text)] == ["14.00", "5.50", "19.50"]


@pytest.mark.parametrize(
    "name", ["Total Merchandise Ltd", "GB Total Solutions", "TotalEnergies", "Total Gas & Power"]
)
@pytest.mark.parametrize("rest", [",03/02/2024,3,99.00,Roads", ",,,99.00,", ",03/02/2024,,15.50,"])
def test_a_supplier_called_total_is_a_supplier(name: str, rest: str) -> None:
    text = file_of(*ROWS, name + rest, "Dee Ltd,03/02/2024,3,4.00,Parks")
    assert name in [supplier for supplier, _ in paid(text)]
    assert totals(text) == []


def test_a_payment_to_a_supplier_just_called_total_counts_when_it_adds_up_to_nothing() -> None:
    text = file_of(*ROWS, "Total,03/02/2024,3,40.00,Fleet")
    assert ("Total", 4000) in paid(text)


@pytest.mark.parametrize(
    "payments",
    [
        ["Wyre Ltd,01/02/2024,1,10.00,Housing", "Lune Ltd,02/02/2024,2,10.00,Roads"],
        ["Wyre Ltd,01/02/2024,1,10.00,Housing", "Wyre Ltd,01/02/2024,1,10.00,Housing"],
        ["Wyre Ltd,,,10.00,", "Lune Ltd,,,10.00,"],
        [*ROWS, "Dee Ltd,03/02/2024,3,15.50,Parks"],
        [*ROWS, "Dee Ltd,,,15.50,"],
        [*ROWS, ",03/02/2024,3,15.50,"],
        [*ROWS, ",03/02/2024,,15.50,Parks"],
        [*ROWS, ",03/02/2024,,15.50,", "Dee Ltd,03/02/2024,3,4.00,Parks"],
        [",01/02/2024,,5.00,", ",01/02/2024,,5.00,", ",01/02/2024,,10.00,", ",01/02/2024,,1.00,"],
    ],
)
def test_a_payment_that_happens_to_equal_the_sum_above_it_is_not_swallowed(
    payments: list[str],
) -> None:
    text = file_of(*payments)
    assert len(paid(text)) == len(payments)
    assert totals(text) == []


def test_an_amount_that_stands_alone_and_adds_up_to_nothing_is_set_aside() -> None:
    assert set_aside(file_of(*ROWS, ",,,99.00,")) == [(4, ALONE)]


def test_rows_that_were_set_aside_may_be_part_of_the_printed_total() -> None:
    text = file_of(*ROWS, ",,,4.00,", "Total,,,19.50,")
    assert set_aside(text) == [(4, ALONE)]
    assert totals(text) == [(5, "19.50", "19.50")]


def test_many_payments_without_a_supplier_are_payments_and_the_total_is_one() -> None:
    rows = [f",0{day % 9 + 1}/02/2024,{day},{day}.00," for day in range(1, 2001)]
    text = file_of(*rows, ",,,2001000.00,")
    assert len(paid(text)) == 2000
    assert totals(text) == [(2002, "2001000.00", "2001000.00")]


def test_payments_without_suppliers_or_dates_are_set_aside_with_their_pounds() -> None:
    clean = cleaned("Supplier,Amount\nWyre,5.00\n,7.00\n,8.00\n")
    assert clean.payments["pence"].to_list() == [500]
    assert clean.set_aside["pence"].to_list() == [700, 800]


def test_a_total_above_the_payments_is_no_surprise() -> None:
    text = file_of("Total,,,15.50,", *ROWS)
    assert len(paid(text)) == 2
    assert [printed for _, printed, _ in totals(text)] == ["15.50"]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(-99_999, 99_999).filter(bool), min_size=2, max_size=30),
    st.sampled_from(["Total,,,{},", ",,,{},", "Grand Total,,,{},", ",,,{},Total"]),
    st.integers(0, 5),
)
def test_whatever_is_paid_its_total_is_found_and_agrees(
    pence: list[int], total: str, blank: int
) -> None:
    rows = [f"Wyre {n},01/02/2024,{n},{p / 100:.2f},Roads" for n, p in enumerate(pence)]
    text = file_of(*rows, *[",,,,"] * blank, total.format(f"{sum(pence) / 100:.2f}"))
    assert [amount for _, amount in paid(text)] == pence
    ((line, printed, counted),) = totals(text)
    assert line == len(rows) + blank + 2
    assert printed == counted
