"""A table of contracts or orders below the payments counts, and is told with its pounds."""

from __future__ import annotations

import pytest

from read.published import cleaned

PAYMENTS = [
    "Date,Supplier,Amount,Description",
    *(f"{n:02}/04/2024,Firm {n} Ltd,{500 + n}.00,Works" for n in range(1, 9)),
]


def said_below(*below: str) -> list[str]:
    clean = cleaned("\n".join([*PAYMENTS, *below, ""]))
    return [one for one in clean.notices if one.startswith("the table below line")]


@pytest.mark.parametrize(
    ("heading", "what", "word"),
    [
        ("Award Date,Supplier,Value,Contract", "contracts", "Award Date"),
        ("Start,Supplier,Contract Value,Title", "contracts", "Contract Value"),
        ("Order Date,Supplier,Order Value,Description", "orders", "Order Date"),
        ("Date raised,Supplier,PO Value,Description", "orders", "PO Value"),
    ],
)
@pytest.mark.parametrize("title", [(), ("More of this month",)])
def test_a_table_below_lists_contracts_or_orders(
    heading: str, what: str, word: str, title: tuple[str, ...]
) -> None:
    rows = [f"{n:02}/04/2024,Other {n} Ltd,1000.00,Paper" for n in range(1, 4)]
    (said,) = said_below(*title, heading, *rows)
    line = len(PAYMENTS) + len(title) + 1
    assert said == (
        f"the table below line {line} lists {what}, by its heading {word!r}: "
        "its 3 amounts count as payments, £3,000.00 in all"
    )


@pytest.mark.parametrize(
    "below",
    [
        ("Payment Date,Supplier,Amount,Order Date", "09/04/2024,Other Ltd,10.00,01/04/2024"),
        ("Date,Supplier,Amount,Contract", "09/04/2024,Other Ltd,10.00,C1"),
        ("09/04/2024,Contract Value,10.00,Award Date",),
        ("09/04/2024,Other Ltd,unknown,Contract Value", "10/04/2024,Other Ltd,10.00,Works"),
    ],
)
def test_other_rows_that_speak_of_orders_and_contracts_are_no_such_table(
    below: tuple[str, ...],
) -> None:
    assert said_below(*below) == []
