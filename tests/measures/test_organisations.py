"""To whom suppliers belong, how large they are, what they do, and whether they were there when paid."""

from __future__ import annotations

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
from spendaudit.places.areas import find_area
from spendaudit.places.tiers import ABROAD, NOT_PLACED
from spendaudit.render.charts.bars import bars_of
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
    for key in ("firm-sizes", "industries"):
        dropped = section_of(report, key)
        assert dropped is not None
        assert dropped.table is None
        assert dropped.left_out.startswith("no register")


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
    return found._replace(
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
    sections = {
        section.key: section
        for section in organisation_sections(organisations_of(found), found.area)
    }
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


HOME, REST = "Preston", "rest of Lancashire"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.integers(-(10**9), 10**9),
            st.sampled_from([HOME, REST, ABROAD, NOT_PLACED]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_parts_are_always_the_whole_and_so_is_each_row(
    rows: list[tuple[str, int, str]],
) -> None:
    paid = pl.DataFrame(
        {
            "name": [name for name, *_ in rows],
            "supplier": [name for name, *_ in rows],
            "pence": [pence for _, pence, _ in rows],
            "tier": [tier for *_, tier in rows],
            "payments": [1] * len(rows),
            "ownership": [OWNERS[number % len(OWNERS)] if number % 3 else NAMELESS for number in range(len(rows))],
            "ownership_from": ["its name"] * len(rows),
            "legal_form": ["limited company" if number % 2 else None for number in range(len(rows))],
            "size": ["small"] * len(rows),
            "section": [None] * len(rows),
            "standing": [None] * len(rows),
        },
        schema_overrides={
            "pence": pl.Int64, "section": pl.String, "standing": pl.String, "legal_form": pl.String,
        },
    )  # fmt: skip
    divided = 0
    for section in organisation_sections(paid, find_area(HOME)):
        if section.table is None or section.key == "standing":
            continue
        divided += 1
        assert section.table.total is not None
        keys = [column.key for column in section.table.columns]
        every = [dict(zip(keys, row, strict=True)) for row in section.table.rows]
        closing = dict(zip(keys, section.table.total, strict=True))
        for key in ("amount", "local", "outside", "unplaced", "payments"):
            if key in closing:
                assert sum(row[key] for row in every) == closing[key]  # type: ignore[misc]
        where = all(tier == NOT_PLACED for *_, tier in rows)
        assert ("local" not in keys) == where
        for row in [] if where else [*every, closing]:
            local, outside, unplaced = (Decimal(str(row[key])) for key in WHERE)
            assert local + outside + unplaced == row["amount"]
            placed = local + outside
            assert row["share_of_placed"] == (float(local / placed) if placed > 0 else None)
    assert divided


WHERE = ("local", "outside", "unplaced")


def test_each_owner_says_how_much_stayed(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        [
            paid("ABC LTD", PRESTON, "1,000.00"),
            paid("DEF LTD", LEEDS, "3,000.00"),
            paid("GHI LTD", "", "500.00"),
            paid("LEEDS CREDIT UNION", LEEDS, "30.00"),
            paid("SOMEBODY", "", "9.00"),
        ],
    )
    report = report_of(file)
    for key, first in (("owners", "company"), ("legal-forms", "limited company")):
        section = section_of(report, key)
        assert section is not None
        assert section.table is not None
        keys = [column.key for column in section.table.columns]
        rows = {row[0]: dict(zip(keys, row, strict=True)) for row in section.table.rows}
        company = rows[first]
        assert [company[one] for one in WHERE] == [
            Decimal("1000.00"), Decimal("3000.00"), Decimal("500.00"),
        ]  # fmt: skip
        assert company["share_of_placed"] == 0.25
        assert rows["not known"]["share_of_placed"] is None
        assert "of placed: of the row's £ that could be placed" in section.left_out.lower()
        assert not bars_of(section.table), "a share of all would read as what stayed of the row"
    assert rows["credit union"]["outside"] == Decimal("30.00")


def test_nothing_is_said_of_where_when_hardly_a_pound_was_placed(tmp_path: Path) -> None:
    file = table(tmp_path, [paid("ABC LTD", PRESTON, "1.00"), paid("DEF LTD", "", "99.00")])
    report = report_of(file)
    assert report.hardly_placed
    owners = section_of(report, "owners")
    assert owners is not None
    assert owners.table is not None
    assert "local" not in {column.key for column in owners.table.columns}
    assert "too little was placed" in owners.left_out
