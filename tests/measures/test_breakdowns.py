from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from line import audit_of, table
from spendaudit.measures.breakdowns import MOST_ROWS, by_category, by_department, by_month
from spendaudit.measures.spend import spend_of
from spendaudit.places.areas import find_area
from spendaudit.places.tiers import NOT_PLACED

if TYPE_CHECKING:
    from pathlib import Path

PRESTON = find_area("Preston")
HOME = PRESTON.name
Payment = tuple[str | None, date | None, str, int]
"""Department, date, tier, pence."""


def spend(*payments: Payment) -> pl.DataFrame:
    columns = {"department": pl.String, "paid_on": pl.Date, "tier": pl.String, "pence": pl.Int64}
    return pl.DataFrame(payments, schema=columns, orient="row").with_columns(
        paid_to=pl.col("paid_on"), category=pl.col("department")
    )


EVERY_PAYMENT = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 20).map(str)),
        st.one_of(st.none(), st.dates(date(2023, 4, 1), date(2025, 3, 31))),
        st.sampled_from([HOME, "rest of England", NOT_PLACED]),
        st.integers(-(10**9), 10**9),
    ),
    min_size=1,
    max_size=40,
)


@given(EVERY_PAYMENT)
def test_every_breakdown_adds_up_to_all_payments(payments: list[Payment]) -> None:
    every = spend(*payments)
    total = Decimal(sum(pence for *_, pence in payments)) / 100
    local = Decimal(sum(pence for *_, tier, pence in payments if tier == HOME)) / 100
    for measure in (by_month, by_department, by_category):
        section = measure(every, PRESTON)
        if section.table is None:
            assert section.left_out
            continue
        assert section.table.total is not None
        for column, whole in ((1, total), (2, local)):
            assert sum(row[column] or 0 for row in section.table.rows) == whole  # type: ignore[misc]
            assert section.table.total[column] == whole


def test_a_month_without_payments_stands_between_the_others_as_missing_and_not_as_nought() -> None:
    section = by_month(
        spend(
            ("A", date(2024, 4, 3), HOME, 100),
            ("A", date(2024, 6, 3), HOME, 100),
            ("A", date(2024, 7, 3), HOME, 100),
            ("A", date(2024, 7, 4), HOME, -100),
        ),
        PRESTON,
    )
    assert section.table is not None
    assert [row[:4] for row in section.table.rows] == [
        (date(2024, 4, 1), 1, 1, 1.0),
        (date(2024, 5, 1), None, None, None),
        (date(2024, 6, 1), 1, 1, 1.0),
        (date(2024, 7, 1), 0, 0, None),
    ]
    assert section.left_out == "no payment is dated in 1 month between the others, May 2024"


def test_one_mistyped_year_does_not_fill_the_screen_with_empty_months() -> None:
    section = by_month(
        spend(("A", date(2024, 4, 3), HOME, 100), ("A", date(2054, 4, 3), HOME, 100)), PRESTON
    )
    table = section.table
    assert table is not None
    assert len(table.rows) < 60
    assert section.left_out == (
        "no payment is dated in 359 months between the others, May 2024 to March 2054 (no row each)"
    )


def test_payments_without_a_date_are_a_row_of_their_own() -> None:
    section = by_month(spend(("A", date(2024, 4, 3), HOME, 100), ("A", None, HOME, 250)), PRESTON)
    assert section.table is not None
    assert section.table.rows[-1][:2] == (None, Decimal("2.50"))
    assert "£2.50" in section.left_out


def test_without_any_date_there_are_no_months_and_the_reason_is_said() -> None:
    section = by_month(spend(("A", None, HOME, 250)), PRESTON)
    assert section.table is None
    assert "date" in section.left_out


def test_the_smallest_departments_share_one_row() -> None:
    payments = [(f"D{n:02}", None, HOME, 100 - n) for n in range(MOST_ROWS + 3)]
    table = by_department(spend(*payments), PRESTON).table
    assert table is not None
    assert [row[0] for row in table.rows] == [
        *(f"D{n:02}" for n in range(MOST_ROWS)),
        "3 others",
    ]


def test_payments_without_a_department_are_a_row_of_their_own() -> None:
    table = by_department(spend(("A", None, HOME, 100), (None, None, HOME, 900)), PRESTON).table
    assert table is not None
    assert [row[0] for row in table.rows] == ["A", "(none given)"]


def test_without_a_column_the_reason_is_said() -> None:
    section = by_department(spend((None, None, HOME, 900)), PRESTON)
    assert section.table is None
    assert "no column" in section.left_out


def test_spellings_of_a_category_that_differ_in_capitals_alone_are_one(tmp_path: Path) -> None:
    rows = [
        ("03/04/2024", "A Ltd", category, "100.00")
        for category in ("Contract Works", "CONTRACT  WORKS", "Contract Works", "Other")
    ]
    found = spend_of(audit_of(table(tmp_path, rows, ("Date", "Supplier", "Category", "Amount"))))
    assert found["category"].to_list() == ["Contract Works"] * 3 + ["Other"]
