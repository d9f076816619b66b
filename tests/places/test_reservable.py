from __future__ import annotations

import pytest

from spendaudit.places.area_table import areas, districts
from spendaudit.places.areas import find_area
from spendaudit.places.reservable import ReservableArea, reservable_area


def of(name: str) -> ReservableArea:
    found = reservable_area(find_area(name))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("home", "county", "bordering"),
    [
        ("Preston", "Lancashire", set()),
        (
            "Lancashire County Council",
            None,
            {
                "Blackburn with Darwen",
                "Blackpool",
                "Greater Manchester",
                "Merseyside",
                "North Yorkshire",
                "West Yorkshire",
                "Westmorland and Furness",
            },
        ),
        (
            "Manchester",
            "Greater Manchester",
            {"Cheshire East"},
        ),
        # The Thames between them is a border, and the City is neither county nor borough.
        ("Southwark", None, {"Bromley", "Lambeth", "Lewisham", "Tower Hamlets"}),
        ("Isle of Wight", None, set()),
        ("Reading", "Berkshire", {"Oxfordshire"}),
        ("Carlisle", None, {"Northumberland", "Westmorland and Furness"}),
    ],
)
def test_what_a_council_may_reserve_for(home: str, county: str | None, bordering: set[str]) -> None:
    found = of(home)
    assert (found.county.name if found.county else None) == county
    assert {area.name for area in found.bordering} == bordering


def test_the_widest_area_holds_its_own_and_all_that_may_be_added() -> None:
    preston = of("Preston")
    assert preston.widest == areas()["E10000017"].districts
    for code, district in districts().items():
        if district.nation == "E92000001":
            found = reservable_area(areas()[code])
            assert found is not None
            assert code in found.widest
            assert all(districts()[each].nation == "E92000001" for each in found.widest)
            assert all(code not in area.districts for area in found.bordering)


@pytest.mark.parametrize("name", ["Cardiff", "Glasgow City", "Belfast", "M99999999"])
def test_the_order_is_the_law_of_england_alone(name: str) -> None:
    assert reservable_area(find_area(name)) is None
