"""The local share with and without the branches that a supplier list tells of, and groups."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from line import BLACKPOOL, LEEDS, PRESTON, audit_of, paid, report_of, table
from spendaudit.report.compose import compose

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.report.values import Report, Section

LIST = ("supplier", "postcode", "branch", "group")


def section_of(report: Report, key: str) -> Section | None:
    """One section of a report, if it is there."""
    return next((one for one in report.sections if one.key == key), None)


def files(folder: Path, *entries: tuple[str, str, str, str]) -> tuple[Path, list[Path]]:
    """Spending of £100 in Preston, £1,000 in Leeds and £20 nowhere, and a supplier list."""
    spending = table(
        folder,
        [
            paid("LOCAL LTD", PRESTON, "100.00"),
            paid("FAR LTD", LEEDS, "1,000.00"),
            paid("LOST LTD", "", "20.00"),
            paid("HMRC", "", "80.00"),
        ],
    )
    return spending, [table(folder, entries, LIST, "list.csv")] if entries else []


@pytest.mark.parametrize(
    ("branch", "more"),
    [
        ("yes", "1000.00"),
        ("Y", "1000.00"),
        (PRESTON, "1000.00"),
        ("pr1 2rl", "1000.00"),
        (BLACKPOOL, None),
        ("no", None),
        ("", None),
    ],
)
def test_a_branch_in_the_area_counts_beside_the_address(
    tmp_path: Path, branch: str, more: str | None
) -> None:
    spending, lists = files(tmp_path, ("FAR LTD", "", branch, ""), ("LOCAL LTD", "", "", "G"))
    report = report_of(spending, lists=lists)
    assert report.local.amount == Decimal("100.00"), "the headline counts by address alone"
    section = section_of(report, "branches")
    assert section is not None
    if more is None:
        assert (section.table, section.left_out[:16]) == (None, "no supplier list")
        return
    assert section.table is not None
    assert section.table.total is not None
    rows = [*section.table.rows, section.table.total]
    assert [row[1] for row in rows] == [
        Decimal("100.00"),
        Decimal(more),
        Decimal("1100.00"),
    ]
    shares = [row[2] for row in rows]
    assert shares == pytest.approx([100 / 1200, 1000 / 1200, 1100 / 1200])
    influenceable = [row[4] for row in rows]
    assert influenceable == pytest.approx([100 / 1120, 1000 / 1120, 1100 / 1120])


def test_a_branch_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    spending, lists = files(tmp_path, ("FAR LTD", "", "Fishergate", ""))
    found = audit_of(spending, lists=lists)
    assert not found.payees["branch_here"].any()
    assert [notice for notice in found.notices if "branches" in notice] == [
        (
            "your supplier list has branches that are neither yes, no nor a postcode: 'Fishergate': "
            "not used"
        )
    ]


def test_groups_add_up_whatever_their_companies_are_called(tmp_path: Path) -> None:
    spending, lists = files(
        tmp_path, ("FAR LTD", "", "", "Big plc"), ("LOST LTD", "", "", " Big plc "), ("LOCAL LTD", "", "", "Own")
    )  # fmt: skip
    section = section_of(report_of(spending, lists=lists), "groups")
    assert section is not None
    assert section.table is not None
    assert [row[:2] + row[3:] for row in section.table.rows] == [
        ("Big plc", Decimal("1020.00"), Decimal("0.00"), 2, 2),
        ("Own", Decimal("100.00"), Decimal("100.00"), 1, 1),
    ]
    assert [row[2] for row in section.table.rows] == pytest.approx([0.85, 100 / 1200])


def test_without_a_list_there_is_nothing_to_say(tmp_path: Path) -> None:
    spending, _ = files(tmp_path)
    report = report_of(spending)
    for key in ("branches", "groups"):
        section = section_of(report, key)
        assert section is not None
        assert (section.table, section.left_out[:16]) == (None, "no supplier list")
        assert key not in compose(audit_of(spending), "spend.csv", ["tiers"]).unasked
