from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from line import BLACKPOOL, LEEDS, PRESTON, audit_of, paid, table
from spendaudit.measures.largest import MOST_ROWS, leaks, local_suppliers, unplaced_suppliers
from spendaudit.measures.spend import spend_of
from spendaudit.measures.suppliers import suppliers_of, unplaced_first
from spendaudit.places.areas import find_area
from spendaudit.report.values import Omitted

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from spendaudit.report.values import Section


def spend_on(folder: Path, *rows: tuple[object, ...]) -> pl.DataFrame:
    return spend_of(audit_of(table(folder, rows)))


def names(section: Section) -> list[object]:
    assert section.table is not None
    return [row[0] for row in section.table.rows]


def test_suppliers_stand_where_they_are_by_value(tmp_path: Path) -> None:
    spend = spend_on(
        tmp_path,
        paid("A Ltd", PRESTON, 10),
        paid("B Ltd", PRESTON, 30),
        paid("C Ltd", LEEDS, 20),
        paid("D Ltd", BLACKPOOL, 40),
        paid("E Ltd", "", 50),
    )
    assert names(local_suppliers(spend, find_area("Preston"))) == ["B Ltd", "A Ltd"]
    assert names(leaks(spend, find_area("Preston"))) == ["D Ltd", "C Ltd"]
    assert names(unplaced_suppliers(spend)) == ["E Ltd"]


def test_what_is_no_purchase_is_no_leak_and_its_pounds_are_said(tmp_path: Path) -> None:
    section = leaks(
        spend_on(tmp_path, paid("Leeds City Council", LEEDS, "5,000.00"), paid("C Ltd", LEEDS, 20)),
        find_area("Preston"),
    )
    assert names(section) == ["C Ltd"]
    assert section.omitted is not None
    assert Omitted(Decimal("5000.00"), "that is no purchase") in section.omitted


def test_spellings_of_one_supplier_are_one_row_under_the_one_with_most_money(
    tmp_path: Path,
) -> None:
    section = local_suppliers(
        spend_on(
            tmp_path,
            paid("RIBBLE ROOFING LIMITED", PRESTON, 10),
            paid("Ribble Roofing Ltd", PRESTON, 30),
            paid("Ribble Roofing Ltd.", PRESTON, 20),
        ),
        find_area("Preston"),
    )
    assert section.table is not None
    assert section.table.rows == (("Ribble Roofing Ltd", Decimal(60), 1.0, 3),)


def test_the_rest_is_one_row_so_that_the_money_adds_up(tmp_path: Path) -> None:
    rows = [paid(f"Firm {n} Ltd", PRESTON, n + 1) for n in range(MOST_ROWS + 5)]
    section = local_suppliers(spend_on(tmp_path, *rows), find_area("Preston"))
    assert section.table is not None
    assert section.table.rows[-1][:2] == ("5 more", Decimal(1 + 2 + 3 + 4 + 5))
    assert sum(row[1] for row in section.table.rows) == sum(range(MOST_ROWS + 6))  # type: ignore[misc]


def test_the_to_do_list_leaves_out_those_whom_nobody_can_look_up(tmp_path: Path) -> None:
    todo = unplaced_first(
        suppliers_of(
            audit_of(
                table(
                    tmp_path,
                    [
                        paid("A Ltd", "", 10),
                        paid("REDACTED PERSONAL DATA", "", 900),
                        paid("", "", 800),
                        paid("B Ltd", "", 30),
                        paid("C Ltd", PRESTON, 500),
                        paid("D Ltd", "", -5),
                    ],
                )
            )
        )
    )
    assert todo["supplier"].to_list() == ["B Ltd", "A Ltd", "D Ltd"]
    assert todo["cumulative_share"].is_sorted() or todo["cumulative_share"][-1] == 1.0
    assert todo["cumulative_share"][-1] == 1.0
    assert todo["postcode"].null_count() == todo.height
