from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.places.area_table import districts
from spendaudit.places.areas import area_in_text

if TYPE_CHECKING:
    from pathlib import Path

COUNCILS = {
    "Hyndburn Borough Council": "E07000120",
    "hyndburn-bc": "E07000120",
    "http://opendatacommunities.org/id/district-council/preston": "E07000123",
    "http://opendatacommunities.org/id/county-council/devon": "E10000008",
    "http://opendatacommunities.org/id/london-borough-council/camden": "E09000007",
    "http://opendatacommunities.org/id/metropolitan-district-council/bolton": "E08000001",
    "http://opendatacommunities.org/id/unitary-authority/windsor-and-maidenhead": "E06000040",
    "http://statistics.data.gov.uk/id/statistical-geography/E07000123": "E07000123",
    "http://www.preston.gov.uk/spending": "E07000123",
    "reading.gov.uk": "E06000038",
    "Reading Borough Council": "E06000038",
    "The Borough of Calderdale": "E08000033",
    "preston-2024-25": "E07000123",
    "Preston_spend_over_500_2024-25.csv": "E07000123",
    "PrestonCityCouncil2014.csv": "E07000123",
    "Preston%20City%20Council%20May.csv": "E07000123",
    "Manchester September 2014": "E08000003",
    "tameside-mbc": "E08000008",
    "devon-cc": "E10000008",
    "Lancashire County Council": "E10000017",
    "West Midlands Combined Authority": "E47000007",
    "GMCA": "E47000001",
    "Greater London Authority": "E12000007",
    "London Borough of Camden": "E09000007",
    "LB Camden": "E09000007",
    "Camden London Borough Council": "E09000007",
    "City of London": "E09000001",
    "City of London Corporation": "E09000001",
    "City of Westminster": "E09000033",
    "Westminster City Council": "E09000033",
    "Royal Borough of Kensington and Chelsea": "E09000020",
    "hammersmith-fulham-lbc": "E09000013",
    "LBHF": "E09000013",
    "Hull City Council": "E06000010",
    "Durham County Council": "E06000047",
    "Newcastle City Council": "E08000021",
    "Newcastle-under-Lyme Borough Council": "E07000195",
    "Brighton & Hove City Council": "E06000043",
    "Kings Lynn & West Norfolk": "E07000146",
    "City of York Council": "E06000014",
    "York": "E06000014",
    "St. Helens": "E08000013",
    "Derby City Council": "E06000015",
    "Derbyshire Dales DC": "E07000035",
    "North East Lincolnshire Council": "E06000012",
    "Lincolnshire CC": "E10000019",
    "Neath Port Talbot County Borough Council": "W06000012",
    "Cyngor Gwynedd": "W06000002",
    "The Highland Council": "S12000017",
    "Comhairle nan Eilean Siar": "S12000013",
    "Isle of Wight": "E06000046",
    "Bournemouth Borough Council": "E06000058",
    "Aylesbury Vale District Council": "E06000060",
    "Cumbria County Council": "E10000006",
    "North West Leicestershire DC": "E07000134",
    "Bath & North East Somerset Council": "E06000022",
}

NOT_ONE_COUNCIL = [
    "",
    "2014-09.csv",
    "spend.csv",
    "payments over 500.csv",
    "reading-list.csv",
    "reading",
    "bath",
    "rugby-club",
    "march-2014.csv",
    "bury-st-edmunds.csv",
    "Bury St Edmunds Town Council",
    "Wells City Council",
    "Sutton Coldfield Town Council",
    "Lancashire",
    "West Midlands",
    "North West",
    "England",
    "NHS England",
    "NHS Preston",
    "Lancashire Police",
    "Lancashire Constabulary",
    "Police and Crime Commissioner for Lancashire",
    "Lancashire Fire and Rescue",
    "West Yorkshire Fire and Rescue Authority",
    "University of Manchester",
    "Manchester Metropolitan University",
    "Preston College",
    "Leeds Teaching Hospitals NHS Trust",
    "Manchester Airport",
    "Manchester United FC",
    "Leeds Building Society",
    "Preston Park",
    "Transport for London",
    "Transport for Greater Manchester",
    "London Fire Brigade",
    "Lake District National Park",
    "department-for-transport",
    "Network Rail",
    "Cornwall Homes Ltd",
    "West London Waste Authority",
    "Greater Manchester Pension Fund",
    "Manchester City Council and Leeds City Council",
    "http://statistics.data.gov.uk/id/local-authority/00DA",
    "DCCSpendingOver500_201103",
]

SHARED_PUBLISHERS = {
    "Manchester City Council": "E08000003",
    "Tameside MBC": "E08000008",
    "Hyndburn BC": "E07000120",
    "Darlington BC": "E06000005",
    "Leeds City Council": "E08000035",
    "Calderdale MBC": "E08000033",
    "Warwickshire CC": "E10000031",
    "Devon CC": "E10000008",
    "Windsor & Maidenhead RBC": "E06000040",
    "Windsor & Maidenhead RBC (test fixture cut from the real file)": "E06000040",
    "Bedford BC": "E06000055",
    "Oxford City Council": "E07000178",
    "Hammersmith & Fulham LBC": "E09000013",
    "Bradford MDC": "E08000032",
}
"""The publishers among the shared files that are one council; every other one must give None."""


@pytest.mark.parametrize(("text", "code"), COUNCILS.items())
def test_a_council_is_recognised(text: str, code: str) -> None:
    area = area_in_text(text)
    assert area is not None
    assert area.code == code


@pytest.mark.parametrize("text", NOT_ONE_COUNCIL)
def test_anything_else_is_nobody(text: str) -> None:
    assert area_in_text(text) is None


def test_an_abolished_council_leads_on_with_a_notice() -> None:
    area = area_in_text("harrogate-borough-council")
    assert area is not None
    assert (area.name, area.notice) == (
        "North Yorkshire",
        "Harrogate ended in 2023 and is part of North Yorkshire (E06000065) today.",
    )


def test_every_council_is_recognised_by_what_it_calls_itself() -> None:
    for code, district in districts().items():
        if district.council:
            area = area_in_text(district.council)
            assert area is not None, district.council
            assert area.code == code


def test_the_publishers_of_the_shared_files(shared: Path) -> None:
    with (shared / "spend" / "index.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    publishers = {row["publisher"] for row in rows}
    recognised = {each: area.code for each in publishers if (area := area_in_text(each))}
    assert recognised == SHARED_PUBLISHERS
    for row in rows:
        area = area_in_text(row["file"].rsplit("/", 1)[-1])
        assert area is None or area.code == SHARED_PUBLISHERS.get(row["publisher"]), row["file"]


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    area = area_in_text(text)
    assert area is None or area.districts
