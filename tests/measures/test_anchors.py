"""Several institutions in one run: each one's share, what they pay each other, whom they share."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from line import LEEDS, PRESTON, audit_of, table
from spendaudit.measures.anchors import anchor_sections, publishers_of
from spendaudit.measures.spend import spend_of

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.audit import Audit
    from spendaudit.report.values import Table

HEADING = ("Body Name", "Payment Date", "Supplier", "Postcode", "Amount")
PLAIN = HEADING[1:]
DAY = "01/05/2024"


def both(folder: Path) -> Audit:
    rows = [
        ("Preston City Council", DAY, "Near Ltd", PRESTON, "100.00"),
        ("Preston City Council", DAY, "Far Ltd", LEEDS, "300.00"),
        ("Preston City Council", DAY, "Lancashire County Council", "", "50.00"),
        ("Lancashire County Council", DAY, "NEAR LIMITED", PRESTON, "500.00"),
        ("Lancashire CC", DAY, "Preston City Council", "", "70.00"),
    ]
    return audit_of(table(folder, rows, HEADING), area="Lancashire")


def found(audit: Audit) -> Table:
    section, _ = anchor_sections(audit, spend_of(audit))
    assert section.table is not None
    return section.table


def test_each_publisher_has_its_share_and_the_whole_leaves_out_what_they_pay_each_other(
    tmp_path: Path,
) -> None:
    table_of = found(both(tmp_path))
    assert [(row[0], row[1], row[3]) for row in table_of.rows] == [
        ("Lancashire County Council", Decimal("570.00"), Decimal("570.00")),
        ("Preston City Council", Decimal("450.00"), Decimal("150.00")),
        ("less what they pay each other", Decimal("-120.00"), Decimal("-120.00")),
    ]
    assert table_of.total is not None
    assert table_of.total[1] == sum(row[1] for row in table_of.rows) == Decimal("900.00")  # type: ignore[misc]
    assert table_of.total[3] == sum(row[3] for row in table_of.rows) == Decimal("600.00")  # type: ignore[misc]


def test_spellings_of_one_council_are_one_publisher(tmp_path: Path) -> None:
    assert publishers_of(both(tmp_path)).unique().sort().to_list() == [
        "Lancashire County Council",
        "Preston City Council",
    ]


def test_a_supplier_of_both_is_named_once(tmp_path: Path) -> None:
    audit = both(tmp_path)
    _, section = anchor_sections(audit, spend_of(audit))
    assert section.table is not None
    assert [row[:4] for row in section.table.rows] == [
        ("NEAR LIMITED", "Lancashire", 2, Decimal("600.00"))
    ]


def test_folders_tell_publishers_where_rows_do_not(tmp_path: Path) -> None:
    files = []
    for name in ("hospital", "university"):
        (tmp_path / name).mkdir()
        rows = [(DAY, f"Supplier of {name}", LEEDS, "100.00")]
        files.append(table(tmp_path / name, rows, PLAIN))
    audit = audit_of(*files)
    assert [row[0] for row in found(audit).rows] == ["hospital", "university"]


def test_one_publisher_is_no_comparison(tmp_path: Path) -> None:
    audit = audit_of(table(tmp_path, [(DAY, "Near Ltd", PRESTON, "100.00")], PLAIN))
    for section in anchor_sections(audit, spend_of(audit)):
        assert section.table is None
        assert section.left_out == "the files are of one publisher"


def test_a_file_that_names_no_publisher_is_no_other_publisher(tmp_path: Path) -> None:
    named = table(tmp_path, [("Preston City Council", DAY, "Near Ltd", PRESTON, "100.00")], HEADING)
    silent = table(tmp_path, [(DAY, "Near Ltd", PRESTON, "40.00")], PLAIN, "more.csv")
    audit = audit_of(named, silent)
    for section in anchor_sections(audit, spend_of(audit)):
        assert section.table is None
        assert section.left_out == (
            "the files name one publisher, and £40.00 is in files that name none"
        )


def test_what_names_no_publisher_is_neither_between_them_nor_shared(tmp_path: Path) -> None:
    rows = [
        ("Preston City Council", DAY, "Near Ltd", PRESTON, "100.00"),
        ("Leeds City Council", DAY, "Far Ltd", LEEDS, "300.00"),
    ]
    silent = [(DAY, "Near Ltd", PRESTON, "40.00"), (DAY, "Preston City Council", "", "7.00")]
    audit = audit_of(
        table(tmp_path, rows, HEADING), table(tmp_path, silent, PLAIN, "more.csv"), area="England"
    )
    each, joint = anchor_sections(audit, spend_of(audit))
    assert each.table is not None
    assert [row[0] for row in each.table.rows] == [
        "Leeds City Council",
        "Preston City Council",
        "(not said)",
    ]
    assert joint.table is None
    assert joint.left_out == "no supplier is paid by more than one of them"
