"""To whom suppliers belong, how large they are, what they do, and whether they were there when paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from line import LEEDS, PRESTON, audit_of, paid, report_of, table
from spendaudit.measures.organisations import (
    NAMELESS,
    organisation_sections,
    organisations_of,
)
from spendaudit.suppliers.ownership import OWNERS

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.audit import Audit
    from spendaudit.report.values import Report, Section

LIST = ("supplier", "ownership", "sme", "group")


def section_of(report: Report, key: str) -> Section | None:
    """One section of a report, if it is there."""
    return next((one for one in report.sections if one.key == key), None)


def amounts(section: Section | None) -> dict[object, object]:
    """The pounds of each row, by its first cell."""
    assert section is not None
    assert section.table is not None
    return {row[0]: row[1] for row in section.table.rows}


def test_each_supplier_belongs_to_somebody_and_the_pounds_add_up(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        [
            paid("ABC LTD", PRESTON, "1,000.00"),
            paid("ABC CIC", PRESTON, "200.00"),
            paid("LEEDS CREDIT UNION", LEEDS, "30.00"),
            paid("AGE UK PRESTON", PRESTON, "4.00"),
            paid("LANCASHIRE COUNTY COUNCIL", PRESTON, "50.00"),
            paid("REDACTED PERSONAL DATA", "", "6.00"),
            paid("HOUSING BENEFIT", "", "7.00"),
            paid("CORNER SHOP", "", "-8.00"),
            paid("SOMEBODY", "", "9.00", number="IP29627R"),
            paid("MULLER GMBH", "", "11.00"),
        ],
    )
    report = report_of(file)
    section = section_of(report, "owners")
    assert amounts(section) == {
        "co-operative or mutual": Decimal("39.00"),
        "charity": Decimal("4.00"),
        "community interest company": Decimal("200.00"),
        "public sector": Decimal("50.00"),
        "company": Decimal("1000.00"),
        "overseas": Decimal("11.00"),
        "not known": Decimal("-8.00"),
        "no name": Decimal("13.00"),
    }
    assert section is not None
    assert section.table is not None
    assert section.table.total is not None
    assert section.table.total[1] == report.total
    standing = section_of(report, "standing")
    assert amounts(standing) == {"MULLER GMBH": "overseas, told by its name"}
    assert section_of(report, "firm-sizes") is None
    assert section_of(report, "industries") is None


def test_the_users_words_are_lines_of_their_own(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        [
            paid("ABC LTD", amount="100.00"),
            paid("DEF LTD", amount="20.00"),
            paid("REDACTED", amount="3.00"),
        ],
    )
    mine = table(
        tmp_path,
        [("ABC LTD", "Employee-owned", "small", ""), ("DEF LTD", "co-op", "", "")],
        LIST,
        "list.csv",
    )
    report = report_of(file, lists=[mine])
    assert amounts(section_of(report, "owners")) == {
        "co-operative or mutual": Decimal("20.00"),
        "employee-owned": Decimal("100.00"),
        "no name": Decimal("3.00"),
    }
    sizes = section_of(report, "firm-sizes")
    assert amounts(sizes) == {
        "micro": Decimal("0.00"),
        "small": Decimal("100.00"),
        "medium": Decimal("0.00"),
        "large": Decimal("0.00"),
        "not known": Decimal("20.00"),
    }
    assert sizes is not None
    assert "£120.00 to named suppliers outside the public sector" in sizes.left_out
    assert "a proxy" in sizes.left_out


REGISTERED = {
    "register": "companies-house",
    "form": "Private Limited Company",
    "status": "Active",
    "sic": "87300;88100",
    "accounts": "MICRO ENTITY",
    "from": date(2001, 5, 1),
    "until": date(2024, 1, 31),
    "identifier": "GB-COH-01952719",
}


def with_register(found: Audit, supplier: str, **other: object) -> Audit:
    """The audit as if a register had one supplier."""
    said = REGISTERED | other
    is_it = pl.col("supplier") == supplier
    return replace(
        found,
        payees=found.payees.with_columns(
            pl.when(is_it).then(pl.lit(value)).alias(column) for column, value in said.items()
        ),
    )


def test_a_register_says_what_a_supplier_is_does_and_was(tmp_path: Path) -> None:
    file = table(tmp_path, [paid("ABC LTD", amount="100.00"), paid("DEF LTD", amount="20.00")])
    found = with_register(audit_of(file), "ABC LTD")
    one = organisations_of(found).filter(pl.col("supplier") == "ABC LTD").row(0, named=True)
    assert one["identifier"] == "GB-COH-01952719"
    assert (one["legal_form"], one["ownership"]) == ("private limited company", "company")
    assert (one["ownership_from"], one["size"]) == ("a register", "micro")
    assert (one["section"], one["division"]) == ("Health and social work", "Residential care")
    assert (one["age"], one["standing"]) == (22, "dissolved or removed before it was last paid")
    sections = {section.key: section for section in organisation_sections(organisations_of(found))}
    assert amounts(sections["industries"]) == {"Health and social work": Decimal("100.00")}
    assert "£100.00 (83.3% of all)" in sections["industries"].left_out
    assert amounts(sections["firm-sizes"])["micro"] == Decimal("100.00")
    assert amounts(sections["standing"]) == {
        "ABC LTD": "dissolved or removed before it was last paid"
    }


def test_a_small_company_of_a_group_is_not_counted_as_small(tmp_path: Path) -> None:
    file = table(tmp_path, [paid("ABC LTD", amount="100.00")])
    mine = table(tmp_path, [("ABC LTD", "", "", "Big Group")], LIST, "list.csv")
    found = with_register(audit_of(file, lists=[mine]), "ABC LTD")
    assert organisations_of(found)["size"].to_list() == ["not known"]


NAMES = (
    "ABC LTD",
    "ABC CIC",
    "PRESTON COUNCIL",
    "REDACTED",
    "",
    "X PLC",
    "ST MARYS CHURCH",
    "SHOP",
)


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.integers(-(10**9), 10**9)), min_size=1, max_size=12
    )
)
def test_the_parts_are_always_the_whole(rows: list[tuple[str, int]]) -> None:
    paid = pl.DataFrame(
        {
            "name": [name for name, _ in rows],
            "supplier": [name for name, _ in rows],
            "pence": [pence for _, pence in rows],
            "payments": [1] * len(rows),
            "ownership": [OWNERS[number % len(OWNERS)] if number % 3 else NAMELESS for number in range(len(rows))],
            "ownership_from": ["its name"] * len(rows),
            "size": ["small"] * len(rows),
            "section": [None] * len(rows),
            "standing": [None] * len(rows),
        },
        schema_overrides={"pence": pl.Int64, "section": pl.String, "standing": pl.String},
    )  # fmt: skip
    for section in organisation_sections(paid):
        if section.table is None or section.key == "standing":
            continue
        total = section.table.total
        assert total is not None
        assert sum(row[1] for row in section.table.rows) == total[1]  # type: ignore[misc]
        assert sum(row[4] for row in section.table.rows) == total[4]  # type: ignore[misc]
