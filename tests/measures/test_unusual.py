"""Payments worth a second look: what each rule picks out, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from line import audit_of, table
from spendaudit.measures.unusual import unusual

if TYPE_CHECKING:
    from pathlib import Path

HEADING = ("Payment Date", "Supplier", "Amount")
Row = tuple[str, str, str]


def picked(folder: Path, *rows: Row) -> list[tuple[object, ...]]:
    section = unusual(audit_of(table(folder, rows, HEADING)))
    return [row[:4] for row in section.table.rows] if section.table else []


EVERY_MONTH: list[Row] = [
    (f"05/{month:02}/2024", "Steady Ltd", f"9{month}.50") for month in range(4, 11)
]


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([("01/05/2024", "A Ltd", "7000.50"), ("20/05/2024", "A Ltd", "7000.50")], "equal"),
        ([("01/05/2024", "A Ltd", "4500.10"), ("01/05/2024", "A Ltd", "4600.10")], "below a limit"),
        ([*EVERY_MONTH, ("30/10/2024", "A Ltd", "123456.78")], "large first"),
        ([("01/05/2024", "A Ltd", "25000.00")], "round"),
    ],
)
def test_each_rule_picks_out_its_own(tmp_path: Path, rows: list[Row], rule: str) -> None:
    assert [row[0] for row in picked(tmp_path, *rows)] == [rule]


@pytest.mark.parametrize(
    "rows",
    [
        # The lines of one invoice, a contract paid every month, and two payments a year apart.
        [("01/05/2024", "A Ltd", "7000.50")] * 2,
        [(f"01/{month:02}/2024", "A Ltd", "7000.50") for month in range(4, 9)],
        [("01/05/2023", "A Ltd", "7000.50"), ("01/05/2024", "A Ltd", "7000.50")],
        # Together below the limit that each is near.
        [("01/05/2024", "A Ltd", "4500.10")],
        # Large and first, but nobody knows what was paid before.
        [("01/05/2024", "A Ltd", "123456.78")],
        # No purchase, or no name.
        [("01/05/2024", "HM Revenue and Customs", "25000.00")],
        [("01/05/2024", "REDACTED PERSONAL DATA", "25000.00")],
    ],
)
def test_what_is_usual_is_left_alone(tmp_path: Path, rows: list[Row]) -> None:
    assert picked(tmp_path, *rows) == []


def test_the_largest_are_examples_and_the_rest_is_counted(tmp_path: Path) -> None:
    rows = [("01/05/2024", f"Firm {number} Ltd", f"{number}0000.00") for number in range(1, 8)]
    found = picked(tmp_path, *rows)
    assert found[0] == ("round", "Firm 7 Ltd", Decimal("70000.00"), 1)
    assert found[-1] == ("round", "2 more such cases", Decimal("30000.00"), 2)


def test_a_case_says_where_its_rows_stand(tmp_path: Path) -> None:
    rows = [("01/05/2024", "A Ltd", "7000.50"), ("20/05/2024", "A Ltd", "7000.50")]
    section = unusual(audit_of(table(tmp_path, rows, HEADING)))
    assert section.table is not None
    assert section.table.rows[0][-1] == "spend.csv, line 2; spend.csv, line 3"


def test_of_many_rows_the_first_are_named(tmp_path: Path) -> None:
    rows = [("01/05/2024", "A Ltd", f"4500.{number:02}") for number in range(12)]
    section = unusual(audit_of(table(tmp_path, rows, HEADING)))
    assert section.table is not None
    assert section.table.rows[0][-1] == (
        "spend.csv, line 2; spend.csv, line 3; spend.csv, line 4; spend.csv, line 5; and 8 more"
    )


def test_what_was_paid_after_a_supplier_was_dissolved_is_picked_out(tmp_path: Path) -> None:
    rows = [
        ("01/05/2024", "A Ltd", "700.50"),
        ("31/05/2024", "A Ltd", "70.50"),
        ("01/06/2024", "A Ltd", "7.50"),
        ("02/06/2024", "A Ltd", "0.50"),
        ("02/06/2024", "B Ltd", "5.00"),
    ]
    found = audit_of(table(tmp_path, rows, HEADING))
    ended = pl.when(pl.col("supplier") == "A Ltd").then(pl.lit(date(2024, 5, 31)))
    section = unusual(found._replace(payees=found.payees.with_columns(ended.alias("until"))))
    assert section.table is not None
    assert section.table.rows == (
        (
            "dissolved", "A Ltd", Decimal("8.00"), 2, date(2024, 6, 1), date(2024, 6, 2),
            "spend.csv, line 4; spend.csv, line 5",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "split"), [(("T1", "T1"), 0), (("T1", "T2"), 1), (("", ""), 1)]
)
def test_lines_of_one_invoice_are_no_parts_of_a_payment(
    tmp_path: Path, numbers: tuple[str, str], split: int
) -> None:
    rows = [
        ("01/05/2024", "A Ltd", amount, number)
        for amount, number in zip(("4500.10", "4600.10"), numbers, strict=True)
    ]
    heading = (*HEADING, "Transaction Number")
    section = unusual(audit_of(table(tmp_path, rows, heading)))
    assert (len(section.table.rows) if section.table else 0) == split
