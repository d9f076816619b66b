"""How much money has no name: withheld in one way or another, or never written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from line import audit_of, paid, report_of, table
from spendaudit.measures.redactions import redactions

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    paid("Wyre Ltd", amount="1,000.00"),
    paid("REDACTED PERSONAL DATA", amount="100.00"),
    paid("Redacted - personal information", amount="-20.00"),
    paid("REDACTED COMMERCIAL CONFIDENTIALITY", amount="50.00"),
    paid("<REDACTED>", amount="30.00"),
    paid("XX XXX XXXX", amount="7.00"),
    paid("*****", amount="2.00"),
    paid("228979", amount="11.00"),
    paid("", amount="5.00"),
    paid("-", amount="3.00"),
    paid("N/A", amount="1.00"),
    paid("Redactive Publishing Ltd", amount="500.00"),
    paid("Places for People Individual Support", amount="300.00"),
    paid("Confidential Direct", amount="11.00"),
]


def test_each_way_of_leaving_a_name_out_is_a_line_and_they_add_up(tmp_path: Path) -> None:
    section = redactions(audit_of(table(tmp_path, ROWS)))
    assert section.table is not None
    assert [row[:2] + row[3:] for row in section.table.rows] == [
        ("redacted as personal data", Decimal("80.00"), 2, 2),
        ("redacted for commercial reasons", Decimal("50.00"), 1, 1),
        ("redacted, no reason given", Decimal("30.00"), 1, 1),
        ("a number where a name belongs", Decimal("11.00"), 1, 1),
        ("letters masked one by one", Decimal("9.00"), 2, 2),
        ("no name in the file", Decimal("5.00"), 1, 0),
        ("a dash, N/A, Direct Debit or the like", Decimal("4.00"), 2, 2),
    ]
    total = section.table.total
    assert total is not None
    amounts = [row[1] for row in section.table.rows if isinstance(row[1], Decimal)]
    assert total[1] == sum(amounts) == Decimal("189.00")
    assert total[2] == 189 / 2000
    assert section.left_out == (
        "£180.00 of it was withheld; the rest was left blank or marked as missing"
    )


def test_a_firm_that_sounds_withheld_is_in_no_line(tmp_path: Path) -> None:
    section = redactions(audit_of(table(tmp_path, [ROWS[0], *ROWS[-3:]])))
    assert section.table is None
    assert section.left_out == "every payee has a name"


def test_the_report_has_the_section_and_the_same_pounds_in_its_caveats(tmp_path: Path) -> None:
    report = report_of(table(tmp_path, ROWS))
    (section,) = [section for section in report.sections if section.key == "redactions"]
    assert section.table is not None
    caveats = {caveat.key: caveat.amount for caveat in report.caveats}
    assert caveats["redacted"] == Decimal("180.00")
    assert caveats["nameless"] == Decimal("9.00")
