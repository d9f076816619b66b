"""What could be won back: which purchases are in a pool, and what the scenario asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from line import LEEDS, PRESTON, audit_of, table
from spendaudit.measures.pools import MANY, pools, way_of
from spendaudit.measures.spend import spend_of
from spendaudit.places.areas import find_area

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.measures.pools import Pools

HEADING = ("Payment Date", "Supplier", "Postcode", "Category", "Amount")
Row = tuple[str, str, str, str, str]


def bought(supplier: str, postcode: str, amount: int, category: str = "Printing") -> Row:
    return ("01/05/2024", supplier, postcode, category, f"{amount}.00")


def pools_of(folder: Path, *rows: Row) -> Pools:
    return pools(spend_of(audit_of(table(folder, rows, HEADING))), find_area("Preston"))


def test_a_pool_is_what_leaves_in_small_purchases(tmp_path: Path) -> None:
    found = pools_of(
        tmp_path,
        bought("Far Ltd", LEEDS, 6_000),
        bought("Farther Ltd", LEEDS, 8_000),
        bought("Near Ltd", PRESTON, 4_000),
        bought("Huge Ltd", LEEDS, 300_000),
        bought("Leeds City Council", LEEDS, 9_000),
        bought("Nowhere Ltd", "", 5_000),
    )
    assert found.total == 14_000_00
    assert found.section.table is not None
    assert found.section.table.rows == (
        ("Printing", Decimal("14000.00"), 2, Decimal("7000.00"), 2, 1, "few"),
    )
    assert found.section.omitted is not None
    assert [str(one.amount) for one in found.section.omitted] == [
        "4000.00",
        "5000.00",
        "300000.00",
        "0.00",
        "9000.00",
    ]


def test_small_pools_are_one_row_and_the_money_adds_up(tmp_path: Path) -> None:
    rows = [bought(f"Far {number} Ltd", LEEDS, 900, f"Kind {number}") for number in range(5)]
    table_of = pools_of(tmp_path, bought("Far Ltd", LEEDS, 6_000), *rows).section.table
    assert table_of is not None
    assert table_of.total is not None
    assert [row[:2] for row in table_of.rows] == [
        ("Printing", Decimal("6000.00")),
        ("5 others, or none given", Decimal("4500.00")),
    ]
    assert table_of.total[1] == Decimal("10500.00")


def test_the_scenario_says_what_five_points_are(tmp_path: Path) -> None:
    found = pools_of(
        tmp_path, bought("Far Ltd", LEEDS, 60_000), bought("Near Ltd", PRESTON, 40_000)
    )
    assert found.scenario == (
        "For five points more of the influenceable pounds to stay, 45.0% instead of 40.0%, £5,000.00 "
        "would have to move: 8% of each pool, £60,000.00 in all; a tenth of it would add 6.0 points."
    )


def test_the_scenario_speaks_of_no_pool_that_is_not_shown(tmp_path: Path) -> None:
    rows = [bought("Far Ltd", LEEDS, 60_000, ""), bought("Near Ltd", PRESTON, 40_000, "")]
    found = pools_of(tmp_path, *rows)
    assert found.section.table is None
    assert "8% of what leaves in small purchases, £60,000.00 in all" in found.scenario


def test_the_scenario_says_when_the_pools_are_too_small(tmp_path: Path) -> None:
    found = pools_of(tmp_path, bought("Far Ltd", LEEDS, 1_000), bought("Huge Ltd", LEEDS, 900_000))
    assert found.scenario.endswith("more than all that leaves in small purchases, £1,000.00.")


def test_nothing_small_that_leaves_is_no_pool(tmp_path: Path) -> None:
    found = pools_of(tmp_path, bought("Near Ltd", PRESTON, 1_000))
    assert found.section.table is None
    assert found.scenario == ""


@pytest.mark.parametrize(
    ("sellers", "unplaced", "way"),
    [
        (0, 0, "none"),
        (0, 1, "not known"),
        (1, 0, "few"),
        (1, MANY - 2, "few"),
        (1, MANY - 1, "few or more"),
        (MANY, 9, "many"),
    ],
)
def test_who_could_depends_on_who_sells_it_at_home_and_who_may(
    sellers: int, unplaced: int, way: str
) -> None:
    assert way_of(sellers, unplaced) == way


def test_with_a_register_the_firms_at_home_say_what_could_be_done(tmp_path: Path) -> None:
    spend = spend_of(audit_of(table(tmp_path, [bought("Far Ltd", LEEDS, 6_000)], HEADING)))
    section = pools(spend, find_area("Preston"), "category", {"Printing": 40}).section
    assert section.table is not None
    assert section.table.rows[0][5:] == (0, 40, "many")
    nobody = pools(spend, find_area("Preston"), "category", {}).section
    assert nobody.table is not None
    assert nobody.table.rows[0][5:] == (0, 0, "none")
