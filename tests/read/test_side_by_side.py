"""A second table behind an empty column is no part of the payments: they are read, and it is named."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from read.published import cleaned, heading_of
from spendaudit.errors import ColumnError

PAYMENTS = [
    "Date,Payee,Amount,Ref",
    "03/04/2024,Ribble Roofing Ltd,100.00,DD",
    "06/04/2024,Aire Analytics Ltd,200.00,BACS",
    "09/04/2024,Fylde Fencing Ltd,300.50,BACS",
    "12/04/2024,Wyre Welding Ltd,400.00,1007",
    "15/04/2024,Lune Ltd,50.00,1008",
]
RECEIPTS = ["Date,From,Amount", "01/04/2024,Hall hire,45.00", "25/04/2024,Precept,9000.00"]
PIVOT = ["Row Labels,Sum of Amount", "Roads,300.00", "Parks,750.50", "Grand Total,1050.50"]
PENCE = [10000, 20000, 30050, 40000, 5000]


def beside(left: list[str], right: list[str], bands: tuple[str, str] | None = None) -> str:
    wide, narrow = left[0].count(","), right[0].count(",")
    pairs = zip_longest(left, right)
    rows = [f"{one or ',' * wide},,{other or ',' * narrow}" for one, other in pairs]
    if bands:
        rows = [f"{bands[0]}{',' * wide},,{bands[1]}{',' * narrow}", *rows]
    return "\n".join(rows) + "\n"


LEFT_OUT = "a second table stands beside the payments, behind an empty column"


@pytest.mark.parametrize("bands", [("Payments", "Receipts"), None])
@pytest.mark.parametrize("longer", [False, True])
def test_receipts_to_the_right_are_left_out(bands: tuple[str, str] | None, *, longer: bool) -> None:
    more = [f"{day}/05/2024,Hall hire,45.00" for day in range(10, 20)] if longer else []
    clean = cleaned(beside(PAYMENTS, [*RECEIPTS, *more], bands))
    assert clean.payments["pence"].to_list() == PENCE
    assert clean.payments["paid_on"].null_count() == 0
    assert clean.set_aside.is_empty()
    said = f"{LEFT_OUT} (columns 6 to 8: "
    assert any(notice.startswith(said) for notice in clean.notices)
    assert not any("no heading" in notice for notice in clean.notices)


@pytest.mark.parametrize("bands", [("RECEIPTS", "PAYMENTS"), None])
def test_receipts_to_the_left_are_left_out_and_the_dates_are_those_of_the_payments(
    bands: tuple[str, str] | None,
) -> None:
    clean = cleaned(beside(RECEIPTS, PAYMENTS, bands and (bands[0], bands[1])))
    assert clean.payments["pence"].to_list() == PENCE
    assert clean.payments["paid_on"].dt.day().to_list() == [3, 6, 9, 12, 15]


@pytest.mark.parametrize(
    "heading", ["Row Labels,Sum of Amount", "Department,Total", "Supplier,Sum of Amount"]
)
def test_a_summary_to_the_right_is_left_out(heading: str) -> None:
    clean = cleaned(beside(PAYMENTS, [heading, *PIVOT[1:]]))
    assert clean.payments["pence"].to_list() == PENCE
    assert clean.set_aside.is_empty()
    assert [one for one in clean.notices if one.startswith(LEFT_OUT)] == [
        f"{LEFT_OUT} (columns 6 and 7: {', '.join(map(repr, heading.split(',')))}): left out"
    ]


def test_what_may_hold_payments_too_is_doubted() -> None:
    cards = ["Date,Details,Amount", "01/04/2024,Stationery,45.00"]
    (notice,) = [one for one in cleaned(beside(PAYMENTS, cards)).notices if LEFT_OUT in one]
    assert notice.endswith("left out, and may hold payments too")


def test_two_tables_of_payments_are_refused_as_such() -> None:
    other = ["Date,Vendor,Amount", "01/05/2024,Esk Ltd,45.00"]
    with pytest.raises(ColumnError, match="two tables stand side by side"):
        cleaned(beside(PAYMENTS, other))


def test_an_empty_column_inside_one_table_divides_nothing() -> None:
    rows = [f"{row},,{n}.00,{n}.20" for n, row in enumerate(PAYMENTS[1:], 1)]
    text = "\n".join([f"{PAYMENTS[0]},,VAT Amount,Discount Amount", *rows]) + "\n"
    assert not any(LEFT_OUT in notice for notice in heading_of(text).notices)
    notes = [f"{row},,," for row in PAYMENTS[1:]]
    notes[1] = f"{PAYMENTS[2]},,paid by cheque,"
    text = "\n".join([f"{PAYMENTS[0]},,Remark,Checked", *notes]) + "\n"
    assert not any(LEFT_OUT in notice for notice in heading_of(text).notices)


def test_the_users_word_is_heeded() -> None:
    clean = cleaned(beside(PAYMENTS, RECEIPTS), {"amount": "column 3"})
    assert clean.payments["pence"].to_list() == PENCE
    assert not any(LEFT_OUT in notice for notice in clean.notices)
