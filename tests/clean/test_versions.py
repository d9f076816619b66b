"""Files that say the same spending in other words are told, and those that do not are left alone."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spendaudit.clean.versions import (
    BY_SUPPLIER,
    ON_OTHER_DAYS,
    SAME_AMOUNTS,
    SAME_NUMBERS,
    SAME_PAYMENTS,
    SAME_SUM,
    SAME_SUPPLIERS,
    SUM_OF_OTHERS,
)
from spendaudit.intake import clean_files
from spendaudit.report.file_accounts import Alike

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = tuple[str, str, Decimal, str]
"""Day, supplier, pounds, number of the transaction."""
Told = tuple[str, list[str], str, int]
"""The file that says it again, the others, why, payments."""
HEADING = ("Date", "Supplier", "Amount", "Transaction No")


def month(number: int, rows: int = 24) -> list[Row]:
    """Payments of one month to eight suppliers, one to three a day."""
    return [
        (
            f"{day * 5 % 28 + 1:02}/{number:02}/2024",
            f"Supplier {'ABCDEFGH'[day % 8]} Ltd",
            Decimal(10_037 * number + 1_313 * day) / 100,
            f"51{number:02}{day:04}",
        )
        for day in range(rows)
    ]


def found(folder: Path, **files: Sequence[Sequence[object]]) -> list[Told]:
    """What is told of files: which says again what others say, why, of how many payments."""
    for name, rows in files.items():
        with Path(folder, f"{name}.csv").open("w", newline="") as lines:
            csv.writer(lines).writerows([HEADING[: len(rows[0])], *rows])
    cleaned = clean_files([folder])
    assert cleaned.payments.height == sum(map(len, files.values())), "both are counted"
    overlaps = cleaned.overlaps
    assert all(one.kind is Alike.IN_OTHER_WORDS for one in overlaps.found)
    assert overlaps.rows_in_doubt == sum(one.rows for one in overlaps.found)
    assert overlaps.amount_in_doubt == sum((one.amount for one in overlaps.found), Decimal())
    return [
        (Path(one.file).stem, [Path(name).stem for name in one.others], one.doubt, one.rows)
        for one in overlaps.found
    ]


def respelled(row: Row) -> Row:
    return (row[0], f"1002{row[1][9]} - {row[1].upper()} OF PRESTON", row[2] + 1, row[3])


def redacted(row: Row) -> Row:
    return (row[0], "Redacted personal data", row[2], f"9{row[3]}")


def gross(row: Row) -> Row:
    with_vat = (
        row[2] if row[1].startswith("Supplier A") else (row[2] * 6 / 5).quantize(Decimal("0.01"))
    )
    return (row[0], row[1], with_vat, f"9{row[3]}")


def rounded(row: Row) -> Row:
    return (row[0], row[1], Decimal(round(row[2])), f"9{row[3]}")


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (respelled, SAME_NUMBERS),
        (redacted, SAME_AMOUNTS),
        (gross, SAME_SUPPLIERS),
        (rounded, SAME_SUPPLIERS),
    ],
)
def test_a_version_of_a_month_is_told(
    tmp_path: Path, change: Callable[[Row], Row], doubt: str
) -> None:
    may = month(5)
    told = found(tmp_path, april=month(4), may=may, other=[change(row) for row in may])
    assert told == [("other", ["may"], doubt, 24)]


def test_a_month_in_two_parts_is_no_version(tmp_path: Path) -> None:
    may = month(5)
    assert found(tmp_path, one=may[::2], two=may[1::2]) == []


def test_lines_of_the_same_invoices_are_told_by_their_sums(tmp_path: Path) -> None:
    lines = [
        (day, supplier, part, number)
        for day, supplier, pounds, number in month(5)
        for part in (pounds - Decimal("50.01"), Decimal("50.01"))
    ]
    told = found(tmp_path, lines=lines, may=[row[:3] for row in month(5)])
    assert told == [("may", ["lines"], SAME_SUPPLIERS, 24)]


def test_the_edge_of_a_month_in_the_next_is_told_by_its_numbers(tmp_path: Path) -> None:
    april = sorted(month(4))
    told = found(tmp_path, april=april, may=[*april[-4:], *month(5)])
    assert told == [("april", ["may"], SAME_PAYMENTS, 4)]


def invoiced(row: Row) -> Row:
    return (row[0].replace("/05/", "/03/"), *gross(row)[1:])


def test_gross_amounts_by_another_date_in_files_of_the_same_month_are_told(tmp_path: Path) -> None:
    may = [row[:3] for row in month(5)]
    told = found(
        tmp_path, **{"May 2024 net": may, "May 2024": [invoiced(row)[:3] for row in month(5)]}
    )
    assert told == [("May 2024", ["May 2024 net"], ON_OTHER_DAYS, 24)]


@pytest.mark.parametrize("name", ["April 2024", "gross", "May 2024"])
def test_files_of_other_months_or_amounts_are_not(tmp_path: Path, name: str) -> None:
    others = [invoiced(row)[:3] for row in month(5)]
    if name == "May 2024":
        others = [(day, supplier, pounds + 7) for day, supplier, pounds in others]
    may = [row[:3] for row in month(5)]
    assert found(tmp_path, **{"May 2024 net": may, name: others}) == []


def by_supplier(rows: Sequence[Row]) -> list[tuple[str, str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row[1]] = sums.get(row[1], Decimal()) + row[2]
    return [("", supplier, pounds) for supplier, pounds in sums.items()]


def test_a_summary_by_supplier_is_told(tmp_path: Path) -> None:
    whole, part = by_supplier(month(4)), by_supplier(month(4))[:6]
    (tmp_path / "whole").mkdir()
    (tmp_path / "part").mkdir()
    assert found(tmp_path / "whole", april=month(4), summary=whole) == [
        ("summary", ["april"], BY_SUPPLIER, 8)
    ]
    assert found(tmp_path / "part", april=month(4), top=part) == [
        ("top", ["april"], BY_SUPPLIER, 6)
    ]


def test_a_file_that_sums_all_others_is_told_by_its_sum(tmp_path: Path) -> None:
    months = {"april": month(4), "may": month(5), "june": month(6)}
    departments = [
        ("28/06/2024", "Various", sum(row[2] for rows in months.values() for row in rows[at::4]))
        for at in range(4)
    ]
    told = found(tmp_path, **months, summary=departments)
    assert told == [("summary", ["april", "june", "may"], SUM_OF_OTHERS, 4)]


def test_a_file_with_the_sum_of_another_is_told(tmp_path: Path) -> None:
    total = sum(row[2] for row in month(5))
    parts = [("", "Roads", total - 3), ("", "Parks", Decimal(2)), ("", "Schools", Decimal(1))]
    told = found(tmp_path, may=month(5), departments=parts)
    assert told == [("departments", ["may"], SAME_SUM, 3)]


def test_the_same_rents_every_month_are_no_version(tmp_path: Path) -> None:
    rents = [(day, supplier, pounds) for day, supplier, pounds, _ in month(4)]
    later = [(day.replace("/04/", "/05/"), *rest) for day, *rest in rents]
    assert found(tmp_path, april=rents, may=later) == []


def test_other_months_that_come_to_the_same_sum_are_no_version(tmp_path: Path) -> None:
    """As many payments of months that lie between each other's: found by Hypothesis."""
    outer, inner = [*month(4), *month(7)], [*month(5), *month(6)]
    assert sum(row[2] for row in outer) == sum(row[2] for row in inner)
    assert found(tmp_path, outer=outer, inner=inner) == []
