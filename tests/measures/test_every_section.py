"""Every section of every report: the money adds up, each share has its denominator, nothing is silent."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from line import BLACKPOOL, LEEDS, LIVERPOOL, PRESTON
from line import table as written
from spendaudit.audit import Request, audit
from spendaudit.report.captions import NOTHING_LEFT_OUT, denominators
from spendaudit.report.compared import compared
from spendaudit.report.compose import compose
from spendaudit.report.leaking import leaking
from spendaudit.report.values import Kind, Section

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from spendaudit.audit import Audit
    from spendaudit.report.values import Report, Table

REAL = {
    "one month, few columns": ("cafcass/2010_april_cafcass_spend..csv", "Camden"),
    "no date": ("darlington-bc/2013-03.csv", "Darlington"),
    "rows set aside": ("epsrc/EPSRCSpendDataAug2016.csv", "Swindon"),
    "a council's month": ("hyndburn-bc/SpendOver250Feb24.csv", "Hyndburn"),
    "a year, two tables": ("lancashire-fire-rescue/fire-2022-23.xlsx", "Lancashire"),
}
LISTED = ("supplier", "postcode", "branch", "group", "passed_on", "sme", "ownership")
SAID = (
    (PRESTON, "", "One Group", "", "small", "co-operative"),
    (LIVERPOOL, PRESTON, "", "", "", ""),
    (LEEDS, "", "One Group", "25%", "", "charity"),
    ("", "", "", "", "medium", ""),
    (BLACKPOOL, "", "", "", "large", ""),
)
"""What a made-up supplier list says, one supplier after the other, so that every question has an answer."""


def added(table: Table, at: int) -> Decimal:
    """The sum of a column."""
    return sum((Decimal(str(row[at] or 0)) for row in table.rows), Decimal())


def check(section: Section, total: Decimal | None) -> None:
    """One section: dropped with a reason, or adding up, with denominators, and with what is left out."""
    assert section.left_out, f"{section.key}: nothing is said about what it leaves out"
    assert "\n" not in section.left_out
    table = section.table
    if table is None:
        return
    assert table.rows, f"{section.key}: a table without a row"
    for column in table.columns:
        if column.kind is Kind.SHARE:
            assert column.of, f"{section.key}: {column.heading} does not say what it is a share of"
        else:
            assert not column.of
    assert denominators(table).lower() in section.left_out.lower()
    if table.total is None and all(column.kind is not Kind.MONEY for column in table.columns):
        return
    if table.total is None:
        assert "add up" in section.left_out, f"{section.key}: neither a total nor why there is none"
        assert section.omitted is None
        return
    check_sums(section.key, table, section.brief or table)
    if total is not None and section.key != "set-aside":
        assert section.omitted is not None, f"{section.key}: no account of all that was spent"
        amount = added(table, [column.key for column in table.columns].index("amount"))
        check_denominators(section.key, table, is_all_spend=amount == total)
        left = sum((one.amount for one in section.omitted), Decimal())
        assert amount + left == total, f"{section.key}: {amount} and {left} are not {total}"
        if not any(one.amount for one in section.omitted):
            assert NOTHING_LEFT_OUT in section.left_out.lower()


def check_sums(key: str, *tables: Table) -> None:
    """Each table adds up to its closing line, and all have the same one."""
    for table in tables:
        assert table.total == tables[0].total
        for at, (column, closing) in enumerate(zip(table.columns, table.total or (), strict=True)):
            if closing is None or not (column.kind is Kind.MONEY or column.key == "payments"):
                continue
            rows = added(table, at)
            assert rows == closing, f"{key}: {column.heading} adds up to {rows}, not {closing}"


def check_denominators(key: str, table: Table, *, is_all_spend: bool) -> None:
    """A column that closes with 100% of all spend stands beside all that was spent."""
    for column, closing in zip(table.columns, table.total or (), strict=True):
        if column.of == "all spend" and closing == 1.0:
            assert is_all_spend, f"{key}: {column.heading} is not of all spend"


def check_all(found: Audit) -> Report:
    report = compose(found, "spend.csv")
    for section in report.sections:
        check(section, report.total)
    for table in (report.tiers, report.placed_by):
        closing = table.total
        assert closing is not None
        assert added(table, 1) == closing[1] == report.total
        assert {column.of for column in table.columns} == {"", "all spend"}
    for section in leaking(found, "department").sections:
        check(section, report.total)
    return report


@pytest.mark.parametrize("case", [case for case in REAL if case != "a year, two tables"])
def test_every_section_of_a_published_file(case: str, shared: Path) -> None:
    file, area = REAL[case]
    check_all(audit(Request([shared / "spend" / file], area=area, points=True)))


def list_for(found: Audit, folder: Path) -> Path:
    """A made-up supplier list of an audit's payees."""
    path = folder / "list.csv"
    names = found.payees["supplier"].drop_nulls().unique(maintain_order=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(
            [LISTED, *((name, *said) for name, said in zip(names, cycle(SAID), strict=False))]
        )
    return path


@pytest.mark.parametrize("case", ["a year, two tables", "a council's month"])
def test_every_question_that_a_supplier_list_answers(
    case: str, shared: Path, tmp_path: Path
) -> None:
    file = shared / "spend" / REAL[case][0]
    area = "Preston"
    listed = list_for(audit(Request([file], area=area)), tmp_path)
    report = check_all(audit(Request([file], area=area, supplier_lists=[listed], points=True)))
    answered = {section.key for section in report.sections if section.table}
    assert answered >= {"branches", "groups", "pass-through", "owners", "firm-sizes", "distance"}
    assert answered >= {"suppliers-leaving", "flows", "reservable", "sizes", "sizes-yearly"}


HEADING = ("Payment Date", "Supplier", "Postcode", "Department", "Category", "Amount")
PAID = (
    ("13/04/2024", "ABC LTD", PRESTON, "Parks", "Printing", "9000.00"),
    ("13/05/2024", "DEF LTD", LEEDS, "Parks", "Printing", "8000.00"),
    ("13/06/2024", "GHI LTD", "", "Roads", "Repairs", "3000.00"),
    ("13/06/2024", "LANCASHIRE COUNTY COUNCIL", "", "Roads", "Levies", "700.00"),
)


def made_up(
    folder: Path, *, without: Collection[str] = (), amounts: str = "", rows: slice = slice(None)
) -> Path:
    """A file without a column, with other amounts (a sign or a figure), or of some of its rows."""
    kept = [at for at, heading in enumerate(HEADING) if heading not in without]
    changed = [
        (*row[:-1], f"-{row[-1]}" if amounts == "-" else amounts or row[-1]) for row in PAID[rows]
    ]
    return written(
        folder, [[row[at] for at in kept] for row in changed], [HEADING[at] for at in kept]
    )


EMPTY: dict[str, dict[str, Any]] = {
    "no department, category or date": {"without": ("Payment Date", "Department", "Category")},
    "no postcode": {"without": ["Postcode"]},
    "no placed supplier": {"without": ["Postcode"], "rows": slice(3)},
    "one payment": {"rows": slice(1)},
    "no purchase": {"rows": slice(3, 4)},
    "credits alone": {"amounts": "-"},
    "amounts of nought": {"amounts": "0.00"},
}


@pytest.mark.parametrize("case", EMPTY)
def test_what_has_nothing_to_say_is_dropped_with_its_reason(case: str, tmp_path: Path) -> None:
    found = audit(Request([made_up(tmp_path, **EMPTY[case])], area="Preston", points=True))
    report = check_all(found)
    every_section = (*report.sections, *compared(found, found).sections)
    for section in every_section:
        assert section.left_out
        if section.table is None or section.key in BARE:
            continue
        every = [
            row[at]
            for row in section.table.rows
            for at, column in enumerate(section.table.columns)
            if column.kind is Kind.MONEY
        ]
        assert not every or any(every), f"{case}: {section.key} holds noughts alone"
    if case == "no placed supplier":
        answered = {one.key for one in every_section if one.table}
        assert answered == {*BARE, "owners", "legal-forms", "suppliers-unplaced"} - {"causes"}


BARE = ("tiers", "suppliers", "causes")
"""Of a comparison: all that was paid, whatever it was, and noughts where nothing has changed."""


def test_every_section_of_two_years_and_of_two_publishers(sample: Path, tmp_path: Path) -> None:
    first, second = (sample / f"preston-sample-{year}.csv" for year in ("2023-24", "2024-25"))
    page = compared(*(audit(Request([path], area="Preston")) for path in (first, second)))
    for section in page.sections:
        check(section, None)
    other = tmp_path / "leeds.csv"
    text = second.read_text(encoding="utf-8-sig")
    other.write_text(text.replace("Preston City Council", "Leeds City Council"), "utf-8")
    report = check_all(audit(Request([first, other], area="Preston", points=True)))
    answered = {section.key for section in report.sections if section.table}
    assert answered >= {"change", "years", "anchors", "joint", "unusual", "sample", "months"}
    dropped = {section.key: section.left_out for section in report.sections if not section.table}
    assert all(dropped.values())
