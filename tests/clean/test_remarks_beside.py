"""A remark to the right of the headings costs no payment; values that have slipped there still do."""

from __future__ import annotations

import pytest

from read.published import cleaned, set_aside

HEADING = "Supplier,Date,Ref,Department,Amount"
ROWS = [
    "Ribble Roofing Ltd,03/04/2024,1001,Housing,100.00",
    "Aire Analytics Ltd,06/04/2024,1002,Roads,200.00",
    "Fylde Fencing Ltd,09/04/2024,1003,Parks,300",
    "Wyre Welding Ltd,12/04/2024,1004,Housing,400.00",
]
SLIPPED = "there are more cells than headings: the values may have slipped"


def file_of(*rows: str, heading: str = HEADING) -> str:
    return "\n".join([heading, *rows]) + "\n"


@pytest.mark.parametrize("wide", ["", ",,,"])
@pytest.mark.parametrize(
    "remark", ["Checked by,JB", ",Diff", "Total per ledger,1000.00", "1000.00"]
)
@pytest.mark.parametrize("row", [0, 2])
def test_a_remark_behind_an_empty_cell_costs_no_payment(wide: str, remark: str, row: int) -> None:
    rows = [one + wide for one in ROWS]
    rows[row] = f"{ROWS[row]},,{remark}"
    clean = cleaned(file_of(*rows, heading=HEADING + wide))
    assert clean.payments["pence"].sum() == 100000
    assert clean.set_aside.is_empty()
    said = "1 row has something to the right of the headings, behind an empty cell, "
    assert any(notice.startswith(said) for notice in clean.notices)


def test_workings_beside_no_payment_are_none() -> None:
    clean = cleaned(file_of(*ROWS, ",,,,,,Total per ledger,1000.00"))
    assert clean.payments["pence"].sum() == 100000
    assert clean.set_aside.is_empty()


@pytest.mark.parametrize(
    "slipped",
    [
        "Smith, Jones,15/04/2024,1005,Housing,500.00",
        "Esk Ltd,15/04/2024,1005,Roads,1,500.00",
        "Esk Ltd,15/04/2024,1005,Housing, Roads,500.00",
        "Esk Ltd,15/04/2024,Housing,1005,500.00,,extra",
        "Esk Ltd,1005,15/04/2024,Housing,500.00,,extra",
        "Esk Ltd,15/04/2024,1005,Roads,500.00,checked",
    ],
)
def test_what_may_have_slipped_is_set_aside(slipped: str) -> None:
    assert set_aside(file_of(*ROWS, slipped)) == [(6, SLIPPED)]
