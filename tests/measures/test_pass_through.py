"""Prime contractors: Tameside's two shares, and what is no share."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from line import report_of, table

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.report.values import Section

HEADING = ("Payment Date", "Supplier", "Amount")
ASHTON, LONDON = "OL6 6BH", "EC1A 1BB"
SPENT = (
    ("Local Firms Ltd", "35300000.00"),
    ("Prime Ltd", "27600000.00"),
    ("Rest Ltd", "89000000.00"),
)


def sections(folder: Path, passed_on: str) -> dict[str, Section]:
    spend = table(folder, [("01/05/2011", *row) for row in SPENT], HEADING)
    listed = [
        ("Local Firms Ltd", ASHTON, ""),
        ("Prime Ltd", LONDON, passed_on),
        ("Rest Ltd", LONDON, ""),
    ]
    suppliers = table(folder, listed, ("supplier", "postcode", "passed_on"), "list.csv")
    report = report_of(spend, area="Tameside", lists=[suppliers])
    return {section.key: section for section in report.sections}


def test_tameside_with_and_without_its_prime_contractor(tmp_path: Path) -> None:
    found = sections(tmp_path, "100%")["pass-through"].table
    assert found is not None
    assert found.total is not None
    assert [(row[1], round(float(str(row[2])), 3)) for row in (found.rows[0], found.total)] == [
        (Decimal("35300000.00"), 0.232),
        (Decimal("62900000.00"), 0.414),
    ]


def test_a_part_is_passed_on_to_the_penny(tmp_path: Path) -> None:
    found = sections(tmp_path, "0.25")["pass-through"].table
    assert found is not None
    assert found.rows[1][:2] == ("more, through Prime Ltd", Decimal("6900000.00"))


def test_what_is_no_share_is_named_and_not_used(tmp_path: Path) -> None:
    section = sections(tmp_path, "most of it")["pass-through"]
    assert "no share between 0 and 100%: 'most of it'." in section.left_out
    assert section.table is not None
    assert section.table.total == ("with what is passed on", *section.table.rows[0][1:])


def test_without_such_a_column_the_reason_is_all_there_is(tmp_path: Path) -> None:
    section = sections(tmp_path, "")["pass-through"]
    assert (section.table, section.left_out) == (None, "no supplier list says what one passes on")
