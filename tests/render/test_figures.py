from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.report import figures
from spendaudit.report.values import Cell, Kind


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1234567.89", "1,234,567.89"),
        ("-1234.50", "-1,234.50"),
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("1E+3", "1,000.00"),
        ("98765432109876543210987.12", "98,765,432,109,876,543,210,987.12"),
    ],
)
def test_money(amount: str, expected: str) -> None:
    assert figures.money(Decimal(amount)) == expected


def test_pounds_put_the_minus_before_the_sign() -> None:
    assert figures.pounds(Decimal("-1234.5")) == "-£1,234.50"
    assert figures.pounds(Decimal("1234.5")) == "£1,234.50"


@pytest.mark.parametrize(
    ("fraction", "expected"),
    [
        (0.31895, "31.9%"),
        (1.0, "100.0%"),
        (0.0, "0.0%"),
        (-0.0, "0.0%"),
        (0.00049, "<0.1%"),
        (-0.00049, "-0.0%"),
        (0.9996, ">99.9%"),
        (-0.25, "-25.0%"),
        (1.02, "102.0%"),
        (None, "—"),
        (float("nan"), "—"),
    ],
)
def test_a_share_never_claims_more_than_it_is(fraction: float | None, expected: str) -> None:
    assert figures.share(fraction) == expected


@pytest.mark.parametrize(
    ("cell", "kind", "people", "programs"),
    [
        (Decimal("-1234.50"), Kind.MONEY, "-1,234.50", "-1234.50"),
        (0.5, Kind.SHARE, "50.0%", 0.5),
        (float("inf"), Kind.SHARE, "—", None),
        (12_408, Kind.COUNT, "12,408", 12_408),
        (1304.74, Kind.DISTANCE, "1,304.7", 1304.74),
        (date(2024, 4, 1), Kind.DATE, "2024-04-01", "2024-04-01"),
        (date(2024, 4, 1), Kind.MONTH, "Apr 2024", "2024-04-01"),
        ("a\nb", Kind.TEXT, "a␊b", "a\nb"),
        (7, Kind.TEXT, "7", 7),
        (None, Kind.TEXT, "", None),
        (None, Kind.MONEY, "—", None),
        ("unknown", Kind.MONEY, "unknown", "unknown"),
    ],
)
def test_a_cell_for_people_and_for_programs(
    cell: Cell, kind: Kind, people: str, programs: Cell
) -> None:
    assert figures.for_people(cell, kind) == people
    assert figures.for_programs(cell, kind) == programs


def test_dates_in_a_sentence() -> None:
    assert figures.period(date(2024, 4, 1), date(2025, 3, 31)) == "1 April 2024 to 31 March 2025"
    assert figures.period(date(2024, 4, 1), date(2024, 4, 1)) == "1 April 2024"


def test_a_number_agrees_with_its_noun() -> None:
    assert figures.counted(1, "file") == "1 file"
    assert figures.counted(0, "file") == "0 files"
    assert figures.counted(1_200, "body", "bodies") == "1,200 bodies"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_money_loses_no_penny(amount: Decimal) -> None:
    assert Decimal(figures.money(amount).replace(",", "")) == amount
    assert Decimal(figures.exact(amount)) == amount
