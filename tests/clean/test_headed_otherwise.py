"""What the headings of a file say it is: orders, contracts and unpaid invoices are no payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path

_SUPPLIERS = ("Ribble Roofing Ltd", "Lune Legal LLP", "Savick Signs")


def told(folder: Path, heading: str, row: str, name: str = "april-2024.csv") -> list[str]:
    path = folder / name
    rows = [row.format(supplier, n + 10, n + 1) for n, supplier in enumerate(_SUPPLIERS)]
    path.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    return [one for one in clean_files([path]).files[0].notices if "not of payments" in one]


@pytest.mark.parametrize(
    ("heading", "row", "said"),
    [
        (
            "Supplier Name,PO Number,PO Date,Description,Total Value",
            "{},40507,{}/04/2024,Works,{}00.50",
            "'PO Date' and 'PO Number', speaks of orders",
        ),
        (
            "Supplier,OrderNo,OrderDate,Description,Value",
            "{},A7,{}/04/2024,Works,{}00.50",
            "'OrderDate' and 'OrderNo', speaks of orders",
        ),
        (
            "Year,Month,Purchase Order Reference,Order Date,Supplier,Value",
            "2024,APR,40507,{1}/04/2024,{0},{2}00.50",
            "'Order Date' and 'Purchase Order Reference', speaks of orders",
        ),
        (
            "Year,Month,PO Number,Date of Order,Supplier,Value",
            "2024,4,40507,{1}/04/2024,{0},{2}00.50",
            "'Date of Order' and 'PO Number', speaks of orders",
        ),
        (
            "Month,PO Number,PO Date,Supplier,Value",
            "Apr-24,40507,{1}/04/2024,{0},{2}00.50",
            "'PO Date' and 'PO Number', speaks of orders",
        ),
        (
            "Supplier,Award Date,Title,Value",
            "{},{}/04/2024,Works,{}00.50",
            "'Award Date', speaks of contracts",
        ),
        (
            "Supplier,Contract Name,Contract Term,Value",
            "{},Works {},2 years,{}00.50",
            "'Contract Name' and 'Contract Term', speaks of contracts",
        ),
        (
            "Supplier,Invoice Date,Current,30 Days,60 Days,90+ Days,Total",
            "{},{}/04/2024,,,,,{}00.50",
            "'30 Days' and '60 Days', speaks of unpaid invoices",
        ),
        (
            "Supplier,Invoice Date,Invoice Amount,Dispute Reason",
            "{},{}/04/2024,{}00.50,No order",
            "'Dispute Reason', speaks of unpaid invoices",
        ),
    ],
)
def test_headings_of_something_else_are_doubted(
    tmp_path: Path, heading: str, row: str, said: str
) -> None:
    (notice,) = told(tmp_path, heading, row)
    assert notice == (
        f"its heading, with {said}, and not of payments: its amounts count as payments"
    )


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Supplier,PO Number,Payment Date,Amount", "{},405,{}/04/2024,{}00.50"),
        ("Supplier,PO Number,PO Date,Invoice Number,Amount", "{},4,{}/04/2024,9,{}00.50"),
        ("Supplier,PO Number,Order Date,Amount Paid", "{},4,{}/04/2024,{}00.50"),
        ("Supplier,PO Number,Date,Amount", "{},405,{}/04/2024,{}00.50"),
        ("Month Paid,Supplier,PO Number,PO Date,Amount", "Apr-24,{},405,{}/03/2024,{}00.50"),
        ("Month,Supplier,PO Number,PO Date,Payment,Amount", "Apr-24,{},4,{}/03/2024,7,{}00.50"),
        ("Year,Month,Supplier,PO Date,Invoice No,Value", "2024,4,{},{}/03/2024,7,{}00.50"),
        ("Posting Period,Supplier,PO Number,PO Date,Amount", "Apr-24,{},405,{}/03/2024,{}00.50"),
        ("Month,Supplier,PO Number,Amount", "Apr-24,{},405{},{}00.50"),
        ("Supplier,Contract Number,Date,Amount", "{},405,{}/04/2024,{}00.50"),
        ("Supplier,Contract Title,Contract Number,Payment Ref,Amount", "{},Works,{},3,{}00.50"),
        ("Beneficiary,Award Date,Purpose of the grant,Amount", "{},{}/04/2024,Help,{}00.50"),
        ("Supplier,Invoice Date,Paid within 30 Days,Amount", "{},{}/04/2024,Yes,{}00.50"),
        ("Supplier,Invoice Date,Disputed,Amount", "{},{}/04/2024,No,{}00.50"),
        ("Supplier,Invoice Date,Dispute Reason,Amount", "{},{}/04/2024,,{}00.50"),
        ("Supplier,Payment Date,30 Days,60 Days,Amount", "{},{}/04/2024,,,{}00.50"),
    ],
)
def test_payments_beside_an_order_or_a_contract_are_payments(
    tmp_path: Path, heading: str, row: str
) -> None:
    assert told(tmp_path, heading, row) == []


def test_a_file_that_calls_itself_one_of_payments_is_believed(tmp_path: Path) -> None:
    heading, row = "Supplier,PO Number,PO Date,Value", "{},4,{}/04/2024,{}00.50"
    assert told(tmp_path, heading, row, "payments-over-500.csv") == []
    assert len(told(tmp_path, heading, row, "april.csv")) == 1


def test_what_is_told_once_by_the_name_is_not_told_again(tmp_path: Path) -> None:
    heading, row = "Supplier,PO Number,PO Date,Value", "{},4,{}/04/2024,{}00.50"
    (notice,) = told(tmp_path, heading, row, "purchase-orders.csv")
    assert notice.startswith("its name speaks of orders")
