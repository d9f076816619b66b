from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.places.area_table import OUTSIDE_THE_UK, areas, districts
from spendaudit.places.areas import (
    find_area,
    tier_containing,
    tier_of_nation,
    tier_table,
    tiers_of,
)

ENDING = ["rest of England", "rest of the UK", "abroad", "not placed"]


@pytest.mark.parametrize(
    ("home", "names"),
    [
        ("Preston", ["Preston", "rest of Lancashire", "rest of the North West", *ENDING]),
        (
            "Lancashire County Council",
            [
                "Lancashire",
                "rest of the Lancashire combined authority",
                "rest of the North West",
                *ENDING,
            ],
        ),
        ("Oxford", ["Oxford", "rest of Oxfordshire", "rest of the South East", *ENDING]),
        ("Camden", ["Camden", "rest of Greater London", *ENDING]),
        ("London", ["London", *ENDING]),
        ("Isle of Wight", ["Isle of Wight", "rest of the South East", *ENDING]),
        (
            "Newcastle upon Tyne",
            [
                "Newcastle upon Tyne",
                "rest of the North East combined authority",
                "rest of the North East",
                *ENDING,
            ],
        ),
        (
            "Halton",
            ["Halton", "rest of the Liverpool City Region", "rest of the North West", *ENDING],
        ),
        ("Leeds", ["Leeds", "rest of West Yorkshire", "rest of Yorkshire and The Humber", *ENDING]),
        # Its districts are in two regions, so no ring can be the rest of one.
        ("Greater Lincolnshire", ["Greater Lincolnshire", *ENDING]),
        ("North West", ["North West", *ENDING]),
        ("England", ["England", *ENDING[1:]]),
        ("Cardiff", ["Cardiff", "rest of Wales", *ENDING[1:]]),
        ("Glasgow", ["Glasgow City", "rest of Scotland", *ENDING[1:]]),
        ("Belfast", ["Belfast", "rest of Northern Ireland", *ENDING[1:]]),
        ("Isle of Man", ["Isle of Man", "the UK", *ENDING[2:]]),
    ],
)
def test_the_rings_around_a_home(home: str, names: list[str]) -> None:
    assert [tier.name for tier in tiers_of(find_area(home))] == names


def test_every_district_is_in_exactly_one_tier_of_every_area() -> None:
    for area in areas().values():
        tiers = tiers_of(area)
        placed = [code for tier in tiers for code in tier.districts]
        assert sorted(placed) == sorted(districts())
        assert tiers[0].districts == set(area.districts)
        assert len({tier.name for tier in tiers}) == len(tiers)
        assert [tier.name for tier in tiers[-2:]] == ["abroad", "not placed"]
        assert tiers[-1].districts == frozenset()
        assert all(tier.districts for tier in tiers[:-2])


def test_an_area_of_two_counties_that_ended_has_sound_tiers() -> None:
    cumbria = find_area("Cumbria")
    assert [tier.name for tier in tiers_of(cumbria)][:2] == ["Cumbria", "rest of the North West"]
    assert sum(len(tier.districts) for tier in tiers_of(cumbria)) == len(districts())


def test_the_islands_are_abroad() -> None:
    table = tier_table(find_area("Preston"))
    abroad = table.filter(table["tier"] == "abroad")["district"].to_list()
    assert set(abroad) == OUTSIDE_THE_UK
    assert table.height == 363


@pytest.mark.parametrize(
    ("home", "nation", "tier"),
    [
        ("Preston", "Scotland", "rest of the UK"),
        ("Preston", "England", None),
        ("Cardiff", "England", "rest of the UK"),
        ("Cardiff", "Wales", None),
        ("England", "England", "England"),
        ("Preston", "Atlantis", None),
    ],
)
def test_a_nation_tells_the_tier_only_where_it_lies_in_one(
    home: str, nation: str, tier: str | None
) -> None:
    assert tier_of_nation(find_area(home), nation) == tier


@pytest.mark.parametrize(
    ("served", "tier"),
    [
        ("Preston", "Preston"),
        ("Lancashire County Council", "rest of Lancashire"),
        ("Lancashire Combined Authority", "rest of Lancashire"),
        ("Blackpool", "rest of Lancashire"),
        ("Manchester", "rest of the North West"),
        ("England", "rest of England"),
        ("Scotland", "rest of the UK"),
        ("Isle of Man", "abroad"),
    ],
)
def test_a_public_body_is_in_the_ring_that_holds_all_it_serves(served: str, tier: str) -> None:
    assert tier_containing(find_area("Preston"), find_area(served)) == tier


@given(st.sampled_from(sorted(areas())), st.sampled_from(sorted(areas())))
def test_a_body_never_lies_further_in_than_any_of_its_districts(home: str, served: str) -> None:
    tiers = tiers_of(areas()[home])
    order = [tier.name for tier in tiers]
    ring = order.index(tier_containing(areas()[home], areas()[served]))
    furthest = max(
        place for place, tier in enumerate(tiers) if tier.districts & set(areas()[served].districts)
    )
    assert ring == furthest
