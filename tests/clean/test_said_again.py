"""What a file says twice counts once, and the second time stays visible with its pounds."""

from __future__ import annotations

import pytest

from read.published import cleaned, set_aside

HEADING = "Supplier,Date,Ref,Amount"
MONTH = ["Ribble Ltd,03/04/2024,P1,100.00", "Aire Ltd,06/04/2024,P2,200.00", "Wyre Ltd,09/04/2024,P3,30.50"]  # fmt: skip
BEFORE = ["Lune Ltd,05/03/2024,P0,70.00"]


def file_of(*rows: str) -> str:
    return "\n".join([HEADING, *rows, ""])


@pytest.mark.parametrize("band", ["Year to date", "YEAR TO DATE 2024/25", "Cumulative:", "YTD"])
@pytest.mark.parametrize("heading", [[HEADING], []])
@pytest.mark.parametrize("total", [["Total,,,330.50"], []])
def test_the_year_to_date_says_the_month_again(
    band: str, heading: list[str], total: list[str]
) -> None:
    text = file_of(*MONTH, *total, band, *heading, *BEFORE, *MONTH)
    clean = cleaned(text)
    assert clean.payments["pence"].sum() == 33050 + 7000
    assert clean.set_aside["pence"].to_list() == [10000, 20000, 3050]
    line = 5 + len(total)
    assert set(clean.set_aside["reason"]) == {f"it says again a payment above, under the band on line {line}"}  # fmt: skip


def test_a_year_to_date_without_every_payment_above_counts() -> None:
    text = file_of(*MONTH, "Year to date", *MONTH[:2], "Dee Ltd,09/04/2024,P3,30.50")
    assert cleaned(text).payments.height == 6
    assert cleaned(file_of(*MONTH, "Housing", *MONTH)).payments.height == 6


PARTS = [",,inv 1,60.00", ",,inv 2,40.00"]


def test_parts_of_a_payment_below_it_do_not_count_again() -> None:
    text = file_of(MONTH[0], *PARTS, MONTH[1], MONTH[2], ",,inv 9,30.00", ",,inv 8,0.50")
    assert [line for line, _ in set_aside(text)] == [3, 4, 7, 8]
    assert cleaned(text).payments["pence"].to_list() == [10000, 20000, 3050]
    with_total = cleaned(text + "Total,,,330.50\n")
    assert [total.agrees for total in with_total.control_totals] == [True]


@pytest.mark.parametrize(
    "rows",
    [
        [MONTH[0], *PARTS, MONTH[1], ",,inv 3,7.00", MONTH[2]],
        [MONTH[0], *PARTS, MONTH[1]],
        [MONTH[0], ",,inv 1,100.00", MONTH[1], ",,inv 2,200.00", MONTH[2], ",,inv 3,30.50"],
        [*PARTS, MONTH[0], *PARTS],
    ],
)
def test_lines_without_a_supplier_that_do_not_all_add_up_are_no_parts(rows: list[str]) -> None:
    assert not any("a part of" in reason for _, reason in set_aside(file_of(*rows)))
