from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.measures.retention import retention, rungs_table, tiers_table
from spendaudit.places.areas import find_area, tiers_of
from spendaudit.suppliers.ladder import RUNGS

TIERS = [tier.name for tier in tiers_of(find_area("Preston"))]
HOME, ELSEWHERE, NOT_PLACED = TIERS[0], TIERS[2], TIERS[-1]

Payment = tuple[str, str, bool, int]
"""Supplier, tier, whether it is doubtful, pence."""


def spend(*payments: Payment) -> pl.DataFrame:
    columns = {"name": pl.String, "tier": pl.String, "doubtful": pl.Boolean, "pence": pl.Int64}
    return pl.DataFrame(payments, schema=columns, orient="row").with_columns(
        doubt=pl.when("doubtful").then(pl.lit("its postcode is where the mail is sorted")),
        placed_by=pl.when(pl.col("tier") == NOT_PLACED)
        .then(pl.lit(RUNGS[-1]))
        .otherwise(pl.lit(RUNGS[0])),
    )


def payments(pence: st.SearchStrategy[int]) -> st.SearchStrategy[list[Payment]]:
    names, tiers = st.sampled_from("ABCDEFGH"), st.sampled_from(TIERS)
    return st.lists(st.tuples(names, tiers, st.booleans(), pence), max_size=25)


@given(payments(st.integers(-(10**9), 10**9)))
def test_the_share_always_lies_in_its_range(paid: list[Payment]) -> None:
    found = retention(spend(*paid), HOME)
    if found.total <= 0:
        assert found.share is found.low is found.high is None
        return
    assert found.share is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.share <= found.high
    # The ends are shares, unless credits push the share itself over the edge.
    assert found.low >= min(found.share, 0)
    assert found.high <= max(found.share, 1)


@given(payments(st.integers(1, 10**9)))
def test_without_credits_the_range_is_two_simple_sums(paid: list[Payment]) -> None:
    found = retention(spend(*paid), HOME)
    total = sum(pence for *_, pence in paid)
    local = sum(pence for _, tier, _, pence in paid if tier == HOME)
    doubtful_local = sum(pence for _, tier, doubt, pence in paid if tier == HOME and doubt)
    unplaced = sum(pence for _, tier, _, pence in paid if tier == NOT_PLACED)
    doubtful_elsewhere = sum(
        pence for _, tier, doubt, pence in paid if doubt and tier not in (HOME, NOT_PLACED)
    )
    assert found.total == Decimal(total) / 100
    assert found.amount == Decimal(local) / 100
    assert found.unplaced == Decimal(unplaced) / 100
    assert found.doubtful == Decimal(doubtful_local + doubtful_elsewhere) / 100
    if not total:
        return
    assert found.share == pytest.approx(local / total)
    assert found.low == pytest.approx((local - doubtful_local) / total)
    assert found.high == pytest.approx((local + unplaced + doubtful_elsewhere) / total)
    if total > unplaced:
        assert found.share_of_placed == pytest.approx(local / (total - unplaced))


@given(payments(st.integers(-(10**12), 10**12)))
def test_tiers_and_rungs_sum_to_the_total_to_the_penny(paid: list[Payment]) -> None:
    every = spend(*paid)
    total = Decimal(sum(pence for *_, pence in paid)) / 100
    for table in (tiers_table(every, tiers_of(find_area("Preston"))), rungs_table(every)):
        at = [column.key for column in table.columns].index("amount")
        assert table.total is not None
        amounts = [row[at] for row in table.rows]
        assert sum(amounts) == table.total[at] == total  # type: ignore[arg-type]


def test_home_is_the_first_tier_and_not_placed_the_last() -> None:
    table = tiers_table(spend((("A"), HOME, False, 100)), tiers_of(find_area("Preston")))
    assert table.rows[0][0] == "Preston"
    assert table.rows[-1][0] == "not placed"
    assert table.mark == 0


def test_every_tier_has_a_row_even_without_a_payment() -> None:
    table = tiers_table(spend(), tiers_of(find_area("Preston")))
    assert [row[0] for row in table.rows] == TIERS
    assert all(row[1] == 0 and row[2] is None for row in table.rows)


def test_a_supplier_counts_in_the_range_by_its_net_sum() -> None:
    """An invoice and its credit note widen nothing."""
    found = retention(
        spend(
            ("A", HOME, False, 1_000), ("B", NOT_PLACED, False, 900), ("B", NOT_PLACED, False, -900)
        ),
        HOME,
    )
    assert (found.low, found.share, found.high) == (1.0, 1.0, 1.0)


def test_an_unplaced_credit_can_only_lower_the_share() -> None:
    found = retention(
        spend(
            ("A", HOME, False, 1_000),
            ("B", ELSEWHERE, False, 1_000),
            ("C", NOT_PLACED, False, -500),
        ),
        HOME,
    )
    assert found.share == pytest.approx(1_000 / 1_500)
    assert found.low == pytest.approx(500 / 1_500)
    assert found.high == found.share


def test_nothing_spent_has_no_share() -> None:
    found = retention(spend(("A", HOME, False, 500), ("A", HOME, False, -500)), HOME)
    assert found.total == 0
    assert found.share is found.low is found.high is None
