from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.errors import AreaError
from spendaudit.places.area_names import area_of_code, fold
from spendaudit.places.area_table import areas, districts, predecessors, successor_codes
from spendaudit.places.areas import find_area


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Preston", "E07000123"),
        ("PRESTON", "E07000123"),
        ("E07000123", "E07000123"),
        (" e07000123 ", "E07000123"),
        ("Preston City Council", "E07000123"),
        ("preston-city-council", "E07000123"),
        ("City of Westminster", "E09000033"),
        ("LB Camden", "E09000007"),
        ("London Borough of Camden", "E09000007"),
        ("windsor-and-maidenhead", "E06000040"),
        ("Windsor & Maidenhead RBC", "E06000040"),
        ("Sir y Fflint", "W06000005"),
        ("Ynys Môn", "W06000001"),
        ("ynys mon", "W06000001"),
        ("King's Lynn & West Norfolk", "E07000146"),
        ("St Helens", "E08000013"),
        ("Bristol, City of", "E06000023"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("Hull", "E06000010"),
        ("Herefordshire, County of", "E06000019"),
        ("Durham County Council", "E06000047"),
        ("City of London", "E09000001"),
        ("Newcastle City Council", "E08000021"),
        ("City of Bradford MDC", "E08000032"),
        ("The Borough of Calderdale", "E08000033"),
        ("Glasgow", "S12000049"),
        ("Cyngor Caerdydd", "W06000015"),
        ("Londonderry", "N09000005"),
        ("Isle of Man", "M99999999"),
        ("Devon", "E10000008"),
        ("Devon County Council", "E10000008"),
        ("Lancashire County Council", "E10000017"),
        ("Lancashire Combined County Authority", "E47000018"),
        ("West Midlands Combined Authority", "E47000007"),
        ("West Midlands region", "E12000005"),
        ("North West", "E12000002"),
        ("the north west", "E12000002"),
        ("Yorkshire & the Humber", "E12000003"),
        ("London", "E12000007"),
        ("Greater London", "E12000007"),
        ("E61000001", "E12000007"),
        ("England", "E92000001"),
        ("Greater Manchester", "E47000001"),
        ("GMCA", "E47000001"),
        ("E11000001", "E47000001"),
        ("Merseyside", "E11000002"),
        ("Northumberland", "E06000057"),
        ("Somerset", "E06000066"),
    ],
)
def test_a_name_leads_to_its_area(text: str, code: str) -> None:
    area = find_area(text)
    assert (area.code, area.notice) == (code, "")


@pytest.mark.parametrize(
    ("text", "code", "notice"),
    [
        (
            "Lancashire",
            "E10000017",
            "Lancashire is taken as the county (E10000017); the combined authority is E47000018.",
        ),
        (
            "West Midlands",
            "E47000007",
            (
                "West Midlands is taken as the combined authority (E47000007); "
                "the region is E12000005."
            ),
        ),
        (
            "Aylesbury Vale District Council",
            "E06000060",
            "Aylesbury Vale ended in 2020 and is part of Buckinghamshire (E06000060) today.",
        ),
        (
            "Barrow",
            "E06000064",
            (
                "Barrow-in-Furness ended in 2023 and is part of Westmorland and Furness "
                "(E06000064) today."
            ),
        ),
        (
            "E07000163",
            "E06000065",
            "Craven ended in 2023 and is part of North Yorkshire (E06000065) today.",
        ),
        ("E08000016", "E08000038", "E08000016 is an older code of Barnsley (E08000038)."),
        (
            "Cumbria County Council",
            "E10000006",
            (
                "The county of Cumbria ended in 2023; its districts of today are Cumberland "
                "(E06000063) and Westmorland and Furness (E06000064)."
            ),
        ),
        (
            "E10000027",
            "E06000066",
            "E10000027 was the county of Somerset until 2023; today it is Somerset (E06000066).",
        ),
    ],
)
def test_what_was_decided_is_said(text: str, code: str, notice: str) -> None:
    area = find_area(text)
    assert (area.code, area.notice) == (code, notice)


@pytest.mark.parametrize(
    ("text", "found", "try_next"),
    [
        ("Prestn", 'no area is called "Prestn"', "try: --area Preston"),
        (
            "Prestn City Council",
            'no area is called "Prestn City Council"',
            "try: --area Preston",
        ),
        (
            "Newcastle",
            'no area is called "Newcastle"',
            'try: --area Newcastle-under-Lyme or --area "Newcastle upon Tyne"',
        ),
        ("zzzz", 'no area is called "zzzz"', "try: spendaudit areas (it lists every area)"),
        ("E07999999", 'no area has the code "E07999999"', "try: spendaudit areas NAME"),
        ("", 'no area is called ""', "try: spendaudit areas (it lists every area)"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(text: str, found: str, try_next: str) -> None:
    with pytest.raises(AreaError) as caught:
        find_area(text)
    assert (caught.value.found, caught.value.try_next) == (found, try_next)


def test_every_district_is_found_by_each_of_its_names() -> None:
    for code, district in districts().items():
        for name in (code, district.name, district.council, district.welsh_name):
            assert not name or find_area(name).code == code, name


def test_every_area_is_found_by_its_code_and_by_its_name_with_its_kind() -> None:
    for code, area in areas().items():
        assert find_area(code) == area
        if area.kind in {"combined authority", "region"}:
            assert find_area(f"{area.name} {area.kind}").code == code
        if area.kind == "county":
            assert find_area(f"{area.name} County Council").code == code


def test_every_abolished_code_leads_to_districts_of_today() -> None:
    codes = {old.code for old in predecessors() if old.code}
    assert len(codes) == 62
    for code in codes:
        area = area_of_code(code)
        assert area is not None
        assert set(area.districts) <= set(districts())
        assert area.notice
    assert len(successor_codes()) == 56
    assert set(successor_codes().values()) <= set(districts())


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_any_text_gives_an_area_or_an_area_error(text: str) -> None:
    with suppress(AreaError):
        assert find_area(text).districts
