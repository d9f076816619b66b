"""Two sets of files held against each other: every table adds up, and each kind of change is seen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from line import BLACKPOOL, LEEDS, PRESTON, audit_of, table
from spendaudit.errors import AreaError
from spendaudit.measures.comparison import changed_tiers, kept_won_lost, why_local_changed
from spendaudit.places.areas import find_area
from spendaudit.report.compared import compared

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.report.values import Page, Section

HOME = find_area("Preston")
HEADING = ("Payment Date", "Supplier", "Postcode", "Amount")
Row = tuple[str, str, str, str]


def page_of(folder: Path, before: list[Row], after: list[Row], area: str = "Preston") -> Page:
    was, now = (
        audit_of(table(folder, rows, HEADING, f"{name}.csv"), area=area)
        for name, rows in (("before", before), ("after", after))
    )
    return compared(was, now)


def section(page: Page, key: str) -> Section:
    return next(one for one in page.sections if one.key == key)


def rows_of(page: Page, key: str) -> list[tuple[object, ...]]:
    found = section(page, key).table
    return list(found.rows) if found else []


A = ("01/05/2023", "Alpha Ltd", PRESTON, "100.00")
A_LATER = ("01/05/2024", "Alpha Ltd", PRESTON, "300.00")
B = ("01/05/2023", "Beta Ltd", LEEDS, "300.00")
C_LATER = ("01/05/2024", "Gamma Ltd", BLACKPOOL, "100.00")


def test_the_change_is_said_with_both_ranges(tmp_path: Path) -> None:
    page = page_of(tmp_path, [A, B], [A_LATER, C_LATER])
    (sentence,) = page.sentences
    assert sentence == (
        "The share that stayed in Preston rose by 50.0 percentage points, from 25.0% (between 25.0% "
        "and 25.0%) to 75.0% (between 75.0% and 75.0%): £100.00 of £400.00 before, £300.00 of £400.00 "
        "after."
    )


def test_suppliers_are_kept_won_and_lost(tmp_path: Path) -> None:
    page = page_of(tmp_path, [A, B], [A_LATER, C_LATER])
    assert [row[:4] for row in rows_of(page, "suppliers")] == [
        ("kept", 1, Decimal("100.00"), Decimal("300.00")),
        ("won", 1, Decimal("0.00"), Decimal("100.00")),
        ("lost", 1, Decimal("300.00"), Decimal("0.00")),
    ]
    assert [row[0] for row in rows_of(page, "gains")] == ["Alpha Ltd", "Gamma Ltd"]
    assert [row[0] for row in rows_of(page, "falls")] == ["Beta Ltd"]


def test_a_supplier_in_another_place_is_named(tmp_path: Path) -> None:
    moved = ("01/05/2024", "Alpha Ltd", LEEDS, "300.00")
    page = page_of(tmp_path, [A], [moved])
    assert rows_of(page, "moved") == [
        ("Alpha Ltd", "Preston", "rest of England", Decimal("100.00"), Decimal("300.00"))
    ]


def test_what_is_in_doubt_may_turn_the_change_round(tmp_path: Path) -> None:
    unplaced = ("01/05/2024", "Nowhere Ltd", "", "300.00")
    page = page_of(tmp_path, [A], [A_LATER, unplaced])
    assert page.sentences[1].startswith("The two ranges overlap")


def test_other_months_are_said_and_gaps_are_named(tmp_path: Path) -> None:
    later = [
        ("01/05/2024", "Alpha Ltd", PRESTON, "1.00"),
        ("01/07/2024", "Alpha Ltd", PRESTON, "1.00"),
    ]
    note = section(page_of(tmp_path, [A], later), "tiers").left_out
    assert note == (
        "before holds 1 month, after holds 2 months: other months of the year, so that sums cannot "
        "be compared, only shares; after lacks Jun 2024"
    )


def test_two_areas_are_not_compared(tmp_path: Path) -> None:
    before = audit_of(table(tmp_path, [A], HEADING, "a.csv"), area="Preston")
    after = audit_of(table(tmp_path, [A], HEADING, "b.csv"), area="Leeds")
    with pytest.raises(AreaError, match="of Preston, those after of Leeds"):
        compared(before, after)


PAYMENTS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from([HOME.name, "rest of England", "not placed"]),
        st.sampled_from(["yes", "no"]),
        st.integers(-(10**9), 10**9),
    ),
    max_size=20,
)


def spend(payments: list[tuple[str, str, str, int]]) -> pl.DataFrame:
    columns = {"name": pl.String, "tier": pl.String, "influenceable": pl.String, "pence": pl.Int64}
    frame = pl.DataFrame(payments, schema=columns, orient="row")
    day = pl.lit(date(2024, 5, 1))
    return frame.with_columns(label=pl.col("name"), paid_on=day)


@given(PAYMENTS, PAYMENTS)
def test_tables_add_up_to_both_totals(
    before: list[tuple[str, str, str, int]], after: list[tuple[str, str, str, int]]
) -> None:
    totals = [Decimal(sum(one[-1] for one in side)) / 100 for side in (before, after)]
    was, now = spend(before), spend(after)
    for found, columns in (
        (changed_tiers(was, now, HOME), (1, 3)),
        (kept_won_lost(was, now), (2, 3)),
    ):
        assert found.table is not None
        for at, total in zip(columns, totals, strict=True):
            assert sum(row[at] for row in found.table.rows) == total  # type: ignore[misc]
    causes = why_local_changed(was, now, HOME).table
    for row in causes.rows if causes else ():
        assert row[1] == row[2] + row[3]  # type: ignore[operator]
