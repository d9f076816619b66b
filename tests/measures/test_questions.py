"""The measures of leakage, size, years and samples: every table adds up, and hand-made cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.measures.leakage import CREDITS_ALONE, flows, leakage_by
from spendaudit.measures.sample import largest_suppliers
from spendaudit.measures.sizes import bands, by_payment_size, by_yearly_size, reservable
from spendaudit.measures.thresholds import reserving, threshold_on, thresholds
from spendaudit.measures.years import change_in_local, year_sections
from spendaudit.places.areas import find_area
from spendaudit.places.tiers import NOT_PLACED
from spendaudit.report.values import Omitted

if TYPE_CHECKING:
    from spendaudit.report.values import Section

PRESTON = find_area("Preston")
HOME, REST = PRESTON.name, "rest of Lancashire"
LAST_DAY = date(2025, 3, 31)
Payment = tuple[str, str | None, date | None, str, str | None, str, int]
"""Supplier, department, date, tier, district, influenceable, pence."""


def spend(*payments: Payment) -> pl.DataFrame:
    columns = {
        "name": pl.String,
        "department": pl.String,
        "paid_on": pl.Date,
        "tier": pl.String,
        "district": pl.String,
        "influenceable": pl.String,
        "pence": pl.Int64,
    }
    return pl.DataFrame(payments, schema=columns, orient="row").with_columns(
        paid_to=pl.col("paid_on"),
        category=pl.col("department"),
        public=pl.col("influenceable") == "no",
        doubt=pl.lit(None, pl.String),
        label=pl.col("name"),
    )


def bought(
    supplier: str,
    pounds: int,
    *,
    tier: str = HOME,
    district: str | None = None,
    department: str | None = "Parks",
    day: date | None = date(2024, 5, 1),
    influenceable: str = "yes",
) -> Payment:
    return (supplier, department, day, tier, district, influenceable, pounds * 100)


EVERY_PAYMENT = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "D"]),
        st.one_of(st.none(), st.integers(1, 20).map(str)),
        st.one_of(st.none(), st.dates(date(2023, 1, 1), date(2025, 3, 31))),
        st.sampled_from([HOME, REST, "abroad", NOT_PLACED]),
        st.sampled_from([None, "E07000126", "E07000128"]),
        st.sampled_from(["yes", "no", "unsure"]),
        st.integers(-(10**9), 10**9),
    ),
    min_size=1,
    max_size=40,
)


def money(section: Section, column: str) -> tuple[Decimal, Decimal]:
    """The sum of a column's rows, and its closing cell."""
    table = section.table
    assert table is not None
    assert table.total is not None
    at = [one.key for one in table.columns].index(column)
    cells = [cell for row in (*table.rows, table.total) if isinstance(cell := row[at], Decimal)]
    return sum(cells[:-1], Decimal()), cells[-1]


def of(payments: list[Payment], *tiers: str, purchases: bool = True) -> Decimal:
    return (
        Decimal(
            sum(
                payment[-1]
                for payment in payments
                if (not tiers or payment[3] in tiers) and (not purchases or payment[5] != "no")
            )
        )
        / 100
    )


@given(EVERY_PAYMENT)
def test_sizes_add_up_to_all_purchases(payments: list[Payment]) -> None:
    for measure in (by_payment_size, by_yearly_size):
        section = measure(spend(*payments), PRESTON, LAST_DAY)
        if section.table is None:
            assert all(payment[5] == "no" for payment in payments)
            continue
        assert money(section, "amount") == (of(payments), of(payments))
        assert money(section, "local") == (of(payments, HOME), of(payments, HOME))


@given(EVERY_PAYMENT)
def test_what_leaves_adds_up(payments: list[Payment]) -> None:
    leaves = of(payments, REST, "abroad")
    sections = [
        leakage_by(spend(*payments), PRESTON, "department"),
        flows(spend(*payments), PRESTON),
    ]
    for section in sections:
        if section.table is not None:
            assert money(section, "amount") == (leaves, leaves)


@given(EVERY_PAYMENT)
def test_years_add_up_to_all_payments(payments: list[Payment]) -> None:
    section, _ = year_sections(spend(*payments), PRESTON)
    if section.table is None:
        assert all(payment[2] is None for payment in payments)
        return
    whole = of(payments, purchases=False)
    assert money(section, "amount") == (whole, whole)


@given(EVERY_PAYMENT)
def test_what_could_be_reserved_adds_up(payments: list[Payment]) -> None:
    section = reservable(spend(*payments), PRESTON)
    if section.table is not None:
        added, closing = money(section, "amount")
        assert added == closing > 0


MONEY = st.integers(0, 10**12).map(lambda pence: Decimal(pence) / 100)


@given(MONEY, MONEY, MONEY, MONEY)
def test_the_two_effects_are_the_whole_change(
    local: Decimal, all_of_it: Decimal, local_after: Decimal, all_after: Decimal
) -> None:
    change = change_in_local((local, all_of_it), (local_after, all_after))
    if not all_of_it:
        assert change is None
        return
    assert change is not None
    assert change.total == local_after - local


@pytest.mark.parametrize(
    ("before", "after", "by_share", "by_volume"),
    [
        # CLES on Preston's anchor institutions, 2012-13 and 2016-17, in millions of pounds.
        (("38.3", "750"), ("112.3", "617.0"), "80.8", "-6.8"),
        (("292.0", "750"), ("488.7", "617.0"), "248.5", "-51.8"),
    ],
)
def test_preston_kept_more_of_less(
    before: tuple[str, str], after: tuple[str, str], by_share: str, by_volume: str
) -> None:
    change = change_in_local(
        (Decimal(before[0]), Decimal(before[1])), (Decimal(after[0]), Decimal(after[1]))
    )
    assert change is not None
    assert round(change.by_share, 1) == Decimal(by_share)
    assert round(change.by_volume, 1) == Decimal(by_volume)


def test_a_change_is_told_between_years_with_the_same_months_alone() -> None:
    months = [date(2023, 5, 1), date(2024, 5, 1), date(2025, 5, 1), date(2025, 6, 1)]
    _, section = year_sections(spend(*(bought("A", 100, day=day) for day in months)), PRESTON)
    assert section.table is not None
    assert [row[0] for row in section.table.rows] == ["2023-24 to 2024-25"]
    assert "other months are not compared" in section.left_out


def test_years_that_are_not_neighbours_are_not_compared() -> None:
    days = [date(2021, 5, 1), date(2023, 5, 1)]
    _, section = year_sections(spend(*(bought("A", 100, day=day) for day in days)), PRESTON)
    assert section.table is None
    assert section.left_out == "the files hold no two neighbouring financial years"


def test_march_and_april_are_two_financial_years() -> None:
    days = [date(2024, 3, 31), date(2024, 4, 1)]
    table = year_sections(spend(*(bought("A", 100, day=day) for day in days)), PRESTON)[0].table
    assert table is not None
    assert [row[:2] for row in table.rows] == [("2023-24", 1), ("2024-25", 1)]


def test_a_single_supplier_is_all_of_what_leaves() -> None:
    section = leakage_by(
        spend(bought("A", 300, tier=REST), bought("B", 100)), PRESTON, "department"
    )
    assert section.table is not None
    assert section.table.rows == (("Parks", Decimal("300.00"), 0.75, 1, 1.0, 10_000, REST),)


def test_two_equal_suppliers_halve_the_index() -> None:
    payments = [bought("A", 300, tier=REST), bought("B", 300, tier=REST)]
    table = leakage_by(spend(*payments), PRESTON, "department").table
    assert table is not None
    assert table.rows[0][4:6] == (0.5, 5_000)


def test_credits_alone_have_no_concentration() -> None:
    payments = [bought("A", -300, tier=REST), bought("B", 100, tier=REST, department="Roads")]
    table = leakage_by(spend(*payments), PRESTON, "department").table
    assert table is not None
    assert table.rows[1][4:6] == (None, None)
    credit = spend(payments[0])
    for section in (leakage_by(credit, PRESTON, "department"), flows(credit, PRESTON)):
        assert (section.table, section.left_out) == (None, CREDITS_ALONE)


def test_flows_name_the_districts_that_gain() -> None:
    payments = [
        bought("A", 300, tier=REST, district="E07000126"),
        bought("B", 100, tier=REST),
        bought("C", 50, tier="abroad"),
        bought("D", 70, tier=NOT_PLACED),
    ]
    section = flows(spend(*payments), PRESTON)
    assert section.table is not None
    assert [row[:3] for row in section.table.rows] == [
        ("South Ribble", REST, Decimal("300.00")),
        ("(no one district)", REST, Decimal("100.00")),
        ("abroad", "abroad", Decimal("50.00")),
    ]
    assert section.omitted is not None
    assert section.omitted[1] == Omitted(
        Decimal("70.00"), "that could not be placed (some of it leaves too)"
    )


def test_a_size_is_that_of_the_whole_year_wherever_the_money_went() -> None:
    payments = [bought("A", 4_000), bought("A", 4_000, tier=REST), bought("B", 4_000)]
    table = by_yearly_size(spend(*payments), PRESTON, LAST_DAY).table
    assert table is not None
    assert [(row[0], row[1], row[3], row[-1]) for row in table.rows[:2]] == [
        ("under £5k", Decimal("4000.00"), Decimal("4000.00"), 1),
        ("£5k to £25k", Decimal("8000.00"), Decimal("4000.00"), 1),
    ]


def test_bands_leave_no_gap() -> None:
    every = bands(threshold_on(LAST_DAY))
    assert [band.least for band in every[1:-1]] == [band.below for band in every[:-2]]
    assert (every[0].least, every[-2].below, every[-1].below) == (0, None, 0)
    assert [band.name for band in every[3:7]] == [
        "£100k to £214,904", "£214,904 to £663,540", "£663,540 to £5,372,609", "£5,372,609 or more",
    ]  # fmt: skip


def test_no_band_says_that_it_is_below_the_threshold_or_above() -> None:
    by_day = {
        date(2009, 3, 31): "from 1 January 2010 on, the oldest known, VAT left out: £156,442",
        date(
            2015, 3, 31
        ): "since 1 January 2014, VAT left out: £172,514 for goods and services and",
        LAST_DAY: "since 1 January 2024, VAT included: £214,904 for goods and services, £663,540",
    }
    for day, said in by_day.items():
        section = by_payment_size(spend(bought("A", 4_000_000)), PRESTON, day)
        assert said in section.left_out
        assert "do not say which of these a contract is for" in section.left_out
        assert section.table is not None
        assert sum(row[1] == Decimal("4000000.00") for row in section.table.rows) == 1


def test_what_could_be_reserved_leaves_out_the_large_and_the_public() -> None:
    payments = [
        bought("A", 207_719, tier=REST),
        bought("B", 207_720, tier=REST),
        bought("C", 500),
        bought("D", 900, influenceable="no"),
        bought("E", 5_193_000),
    ]
    section = reservable(spend(*payments), PRESTON)
    assert money(section, "amount")[1] == Decimal("208219.00")
    assert section.omitted is not None
    assert [str(one.amount) for one in section.omitted] == [
        "207720.00", "5193000.00", "0.00", "900.00",
    ]  # fmt: skip
    assert "where it was for works" in section.omitted[0].what


def test_what_could_be_reserved_is_dropped_where_nothing_was_placed() -> None:
    section = reservable(spend(bought("A", 500, tier=NOT_PLACED)), PRESTON)
    assert section.table is None
    assert "could be placed" in section.left_out


def test_only_councils_in_england_may_reserve() -> None:
    section = reservable(spend(bought("A", 500)), find_area("Cardiff"))
    assert section.table is None
    assert "England" in section.left_out


def test_thresholds_are_in_order_and_those_of_2026_are_the_published_ones() -> None:
    every = thresholds()
    assert [one.since for one in every] == sorted(one.since for one in every)
    latest = threshold_on(reserving()[0])
    assert (latest.goods_and_services, latest.works, latest.light_touch) == (
        207_720,
        5_193_000,
        663_540,
    )
    assert threshold_on(date(2023, 12, 31)).goods_and_services == 213_477
    assert (threshold_on(date(2013, 4, 1)).works, threshold_on(date(2013, 4, 1)).light_touch) == (
        4_348_350,
        None,
    )
    assert threshold_on(date(1999, 1, 1)) == every[0]


def test_the_sample_says_what_it_covers() -> None:
    payments = [bought("A", 600), bought("B", 300, tier=REST), bought("C", 100, tier=REST)]
    table = largest_suppliers(spend(*payments), PRESTON, 2).table
    assert table is not None
    assert [row[:6] for row in table.rows[:2]] == [
        ("2 largest", 2, Decimal("900.00"), 0.9, Decimal("600.00"), 600 / 900),
        ("all", 3, Decimal("1000.00"), 1.0, Decimal("600.00"), 0.6),
    ]


def test_a_sample_of_everything_is_dropped() -> None:
    section = largest_suppliers(spend(bought("A", 600)), PRESTON)
    assert section.table is None
