"""Distance: the formula against pgeocode's, the bands, and who has none."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from line import LEEDS, PRESTON, table
from spendaudit.audit import Request, audit
from spendaudit.measures.distance import by_distance, centre_of, distance_km, median_km
from spendaudit.measures.spend import spend_of
from spendaudit.places.abroad import distances_km
from spendaudit.report.values import Omitted

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.audit import Audit

HEADING = ("Payment Date", "Supplier", "Postcode", "Amount")
PLACES = st.tuples(st.floats(49, 61), st.floats(-8, 2))


def paid(folder: Path, *rows: tuple[str, str, str]) -> Audit:
    lines = [("01/05/2024", *row) for row in rows]
    path = table(folder, lines, HEADING)
    return audit(Request(files=[path], area="Preston", points=True, use_registers=False))


@given(PLACES, st.lists(PLACES, min_size=1, max_size=5))
def test_distances_are_those_of_pgeocode_to_a_tenth(
    centre: tuple[float, float], places: list[tuple[float, float]]
) -> None:
    points = pl.DataFrame(places, schema=["latitude", "longitude"], orient="row")
    ours = points.select(distance_km(centre).alias("km"))["km"].to_list()
    # Half a tenth for the rounding, and 2 m: its earth is 9 m larger, and 1,500 km is the furthest.
    assert ours == pytest.approx(distances_km(points, *centre).to_list(), abs=0.053)


def test_the_middle_of_preston_is_in_preston(tmp_path: Path) -> None:
    centre = centre_of(paid(tmp_path, ("Near Ltd", PRESTON, "1.00")))
    assert centre == pytest.approx((53.77, -2.70), abs=0.02)


def test_bands_add_up_and_a_council_has_no_distance(tmp_path: Path) -> None:
    found = paid(
        tmp_path,
        ("Near Ltd", PRESTON, "100.00"),
        ("Far Ltd", LEEDS, "300.00"),
        ("Nowhere Ltd", "", "50.00"),
        ("Lancashire County Council", PRESTON, "900.00"),
    )
    section = by_distance(found, spend_of(found))
    assert section.table is not None
    amounts = {row[0]: row[1] for row in section.table.rows if isinstance(row[1], Decimal)}
    assert amounts["under 5 km"] == Decimal("100.00")
    assert amounts["50 to 100 km"] == Decimal("300.00")
    assert amounts["not known"] == Decimal("50.00")
    assert section.table.total is not None
    assert sum(amounts.values(), Decimal()) == section.table.total[1] == Decimal("450.00")
    assert section.omitted == (Omitted(Decimal("900.00"), "that is no purchase"),)


def test_half_of_the_pounds_go_no_further_than_the_median() -> None:
    bought = pl.DataFrame({"name": ["A", "B", "C"], "km": [1.0, 5.0, None], "pence": [60, 50, 900]})
    assert median_km(bought) == 1.0
    assert median_km(bought.filter(pl.col("km").is_null())) is None


def test_without_postcodes_the_section_says_so(tmp_path: Path) -> None:
    found = paid(tmp_path, ("Nowhere Ltd", "", "50.00"))
    section = by_distance(found, spend_of(found))
    assert section.table is None
    assert section.left_out == "no supplier has a postcode with a known point"
