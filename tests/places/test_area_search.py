from __future__ import annotations

from spendaudit.places.area_table import areas, districts
from spendaudit.places.areas import district_names, search_areas


def test_a_district_with_what_it_lies_in() -> None:
    assert search_areas("preston").rows() == [
        ("E07000123", "Preston", "district", "Lancashire, North West, England", 1)
    ]


def test_words_are_matched_by_their_beginnings() -> None:
    assert search_areas("west york")["name"].to_list() == ["West Yorkshire"]
    assert "Windsor and Maidenhead" in search_areas("maiden")["name"]
    assert search_areas("E0700012")["code"].to_list() == sorted(
        (code for code in areas() if code.startswith("E0700012")),
        key=lambda code: areas()[code].name,
    )


def test_namesakes_stand_beside_each_other() -> None:
    found = search_areas("West Midlands")
    assert found["kind"].to_list() == ["combined authority", "region"]
    assert found["districts"].to_list() == [7, 30]


def test_welsh_names_and_aliases_are_searched() -> None:
    assert search_areas("caerdydd")["name"].to_list() == ["Cardiff"]
    assert search_areas("rbwm")["name"].to_list() == ["Windsor and Maidenhead"]


def test_an_abolished_district_says_what_it_is_now() -> None:
    assert search_areas("craven").rows() == [
        ("E07000163", "Craven", "abolished district", "now North Yorkshire", 1)
    ]
    assert search_areas("E10000006").rows() == [
        (
            "E10000006",
            "Cumbria",
            "abolished county",
            "now Cumberland and Westmorland and Furness",
            2,
        )
    ]


def test_nothing_found_is_an_empty_table_and_no_text_is_everything() -> None:
    assert search_areas("atlantis").is_empty()
    assert search_areas("").equals(search_areas(None))
    assert set(search_areas()["code"]) > set(areas())


def test_every_district_has_a_name() -> None:
    names = district_names()
    assert names.columns == ["district", "district_name"]
    assert names["district"].to_list() == list(districts())
    assert names["district_name"].null_count() == 0
