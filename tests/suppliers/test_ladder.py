from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from line import (
    BLACKPOOL,
    DUBLIN,
    GLASGOW,
    LEEDS,
    LIST_HEADING,
    LIVERPOOL,
    MAIL_CENTRE,
    PRESTON,
    audit_of,
    money_by_tier,
    paid,
    placed,
    table,
)
from spendaudit.suppliers.ladder import (
    HEAD_OFFICE,
    NATION,
    NOTHING,
    POSTCODE,
    PUBLIC_BODY,
    YOUR_LIST,
    placed_by_name,
)

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.audit import Audit


def one_payee(
    folder: Path, row: tuple[object, ...], *listed: tuple[str, ...], area: str = "Preston"
) -> dict[str, object]:
    """What the ladder says of a single payment, with a supplier list of these rows."""
    lists = [table(folder, listed, LIST_HEADING, "list.csv")] if listed else []
    return audit_of(table(folder, [row]), area=area, lists=lists).payees.row(0, named=True)


BY_POSTCODE = {
    PRESTON: "Preston",
    "pr12rl": "Preston",
    "PRI 2RL": "Preston",
    BLACKPOOL: "rest of Lancashire",
    LIVERPOOL: "rest of the North West",
    LEEDS: "rest of England",
    GLASGOW: "rest of the UK",
    "BT1 5GS": "rest of the UK",
    "CF10 4UW": "rest of the UK",
    DUBLIN: "abroad",
    "IM1 1AA": "abroad",
    "JE2 3AB": "abroad",
    "Germany": "abroad",
}
NO_POSTCODE = ("TBC", "PR1", "ZZ9 9ZZ", "N/A", "12345")
SERVED = {
    "Lancashire County Council": "rest of Lancashire",
    "LANCASHIRE CC - PRECEPT": "rest of Lancashire",
    "Preston City Council": "Preston",
    "Leeds City Council": "rest of England",
}
COUNTY_BODIES = (
    "LANCASHIRE COUNTY PENSION FUND",
    "POLICE & CRIME COMMISSIONER FO",
    "POLICE AND CRIME COMMISSIONER FOR LANCASHIRE",
    "LANCASHIRE FIRE & RESCUE SERVICE",
    "LANCASHIRE COMBINED FIRE AUTHORITY",
    "LANCASHIRE CONSTABULARY",
)
BY_NUMBER = {
    "SC123456": "rest of the UK",
    "sc 123456": "rest of the UK",
    "NI012345": "rest of the UK",
    "SO300001": "rest of the UK",
    "12345678": "not placed",
    "SC12345": "not placed",
    "SCRAP": "not placed",
    "OC301234": "not placed",
}


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What the ladder says of every supplier of one file, by name; most tests need no more."""
    rows = [paid(f"At {postcode}", postcode) for postcode in [*BY_POSTCODE, *NO_POSTCODE]]
    rows += [paid(name, PRESTON) for name in [*SERVED, *COUNTY_BODIES]]
    rows += [paid(f"No {number}", number=number) for number in BY_NUMBER]
    found = audit_of(table(tmp_path_factory.mktemp("ladder"), rows))
    return {payee["supplier"]: payee for payee in found.payees.iter_rows(named=True)}


@pytest.mark.parametrize(("postcode", "tier"), BY_POSTCODE.items())
def test_a_postcode_in_the_file_decides_the_tier(
    together: dict[str, dict[str, object]], postcode: str, tier: str
) -> None:
    payee = together[f"At {postcode}"]
    assert (payee["tier"], payee["placed_by"]) == (tier, POSTCODE)


@pytest.mark.parametrize("postcode", NO_POSTCODE)
def test_what_is_no_postcode_places_nobody(
    together: dict[str, dict[str, object]], postcode: str
) -> None:
    payee = together[f"At {postcode}"]
    assert (payee["tier"], payee["placed_by"]) == ("not placed", NOTHING)
    assert payee["district"] is None


def test_your_list_beats_the_postcode_in_the_file(tmp_path: Path) -> None:
    payee = one_payee(
        tmp_path, paid("Ribble Roofing Ltd", LEEDS), ("Ribble Roofing Ltd", "", PRESTON)
    )
    assert (payee["tier"], payee["placed_by"]) == ("Preston", YOUR_LIST)
    assert payee["postcode"] == PRESTON


def test_your_list_beats_what_the_name_of_a_public_body_says(tmp_path: Path) -> None:
    row = paid("Lancashire County Council", PRESTON)
    listed = ("Lancashire County Council", "", PRESTON)
    assert one_payee(tmp_path, row, listed)["placed_by"] == YOUR_LIST
    assert one_payee(tmp_path, row, listed)["tier"] == "Preston"


def test_your_list_beats_the_nation_of_a_company_number(tmp_path: Path) -> None:
    row = paid("Ribble Roofing Ltd", number="SC123456")
    assert one_payee(tmp_path, row)["placed_by"] == NATION
    assert one_payee(tmp_path, row, ("Ribble Roofing Ltd", "", PRESTON))["tier"] == "Preston"


def test_a_supplier_id_is_looked_up_before_a_name(tmp_path: Path) -> None:
    row = paid("Ribble Roofing Ltd", identifier="7")
    listed = (("Ribble Roofing Ltd", "8", LEEDS), ("Fylde Fencing Ltd", "7", PRESTON))
    assert one_payee(tmp_path, row, *listed)["tier"] == "Preston"
    assert one_payee(tmp_path, row, *reversed(listed))["tier"] == "Preston"


def test_a_name_is_looked_up_where_the_id_is_not_in_the_list(tmp_path: Path) -> None:
    row = paid("RIBBLE ROOFING LIMITED", identifier="9")
    assert one_payee(tmp_path, row, ("Ribble Roofing Ltd", "8", PRESTON))["tier"] == "Preston"


def test_your_list_may_place_a_supplier_abroad(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("Liffey Ltd", PRESTON), ("Liffey Ltd", "", DUBLIN))
    assert (payee["tier"], payee["placed_by"]) == ("abroad", YOUR_LIST)


def test_a_listed_postcode_that_does_not_exist_leaves_the_other_evidence(tmp_path: Path) -> None:
    files = table(tmp_path, [paid("Ribble Roofing Ltd", LEEDS)])
    lists = [table(tmp_path, [("Ribble Roofing Ltd", "", "ZZ9 9ZZ")], LIST_HEADING, "list.csv")]
    found = audit_of(files, lists=lists)
    assert placed(found) == {"Ribble Roofing Ltd": ("rest of England", POSTCODE)}
    assert any("'ZZ9 9ZZ'" in notice and "not used" in notice for notice in found.notices)


def test_the_first_of_two_lists_is_believed(tmp_path: Path) -> None:
    spend = table(tmp_path, [paid("Ribble Roofing Ltd")])
    one = table(tmp_path, [("Ribble Roofing Ltd", "", PRESTON)], LIST_HEADING, "one.csv")
    two = table(tmp_path, [("Ribble Roofing Ltd", "", LEEDS)], LIST_HEADING, "two.csv")
    assert money_by_tier(audit_of(spend, lists=[one, two])).keys() == {"Preston"}
    assert money_by_tier(audit_of(spend, lists=[two, one])).keys() == {"rest of England"}


def test_a_list_without_a_postcode_leaves_the_place_to_the_next_list(tmp_path: Path) -> None:
    spend = table(tmp_path, [paid("Ribble Roofing Ltd")])
    one = table(
        tmp_path, [("Ribble Roofing Ltd", "", "", "", "good people")], LIST_HEADING, "1.csv"
    )
    two = table(tmp_path, [("Ribble Roofing Ltd", "", PRESTON)], LIST_HEADING, "2.csv")
    assert money_by_tier(audit_of(spend, lists=[one, two])).keys() == {"Preston"}


def test_a_row_without_a_postcode_leaves_the_place_to_the_row_with_the_name(tmp_path: Path) -> None:
    payee = one_payee(
        tmp_path,
        paid("Ribble Roofing Ltd", identifier="7"),
        ("", "7", "", "", "good people"),
        ("Ribble Roofing Ltd", "", PRESTON),
    )
    assert payee["tier"] == "Preston"


# Public bodies


@pytest.mark.parametrize(("name", "tier"), SERVED.items())
def test_a_public_body_is_where_it_serves_and_not_where_its_head_office_is(
    together: dict[str, dict[str, object]], name: str, tier: str
) -> None:
    assert (together[name]["tier"], together[name]["placed_by"]) == (tier, PUBLIC_BODY)


@pytest.mark.parametrize("name", COUNTY_BODIES)
def test_no_body_of_the_county_is_local_because_its_head_office_is(
    together: dict[str, dict[str, object]], name: str
) -> None:
    assert together[name]["public"]
    assert together[name]["tier"] in ("rest of Lancashire", "not placed")


def test_a_body_whose_name_is_cut_off_is_not_placed_and_says_why(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("POLICE & CRIME COMMISSIONER FO", PRESTON))
    assert (payee["tier"], payee["placed_by"]) == ("not placed", NOTHING)
    assert payee["doubt"] == HEAD_OFFICE
    assert payee["district"] is None


def test_a_body_whose_name_is_cut_off_may_be_elsewhere_by_its_postcode(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("POLICE & CRIME COMMISSIONER FO", LEEDS))
    assert (payee["tier"], payee["placed_by"]) == ("rest of England", POSTCODE)


def test_the_city_of_london_is_itself_and_not_all_of_london(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("CITY OF LONDON", "EC2P 2EJ"), area="City of London")
    assert (payee["tier"], payee["placed_by"]) == ("City of London", PUBLIC_BODY)


def test_a_school_is_where_it_teaches(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("Fulwood Academy", PRESTON))
    assert (payee["tier"], payee["placed_by"]) == ("Preston", POSTCODE)


def test_a_firm_in_preston_that_is_named_after_the_county_is_local(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("Lancashire Fencing Ltd", PRESTON))
    assert (payee["tier"], payee["placed_by"]) == ("Preston", POSTCODE)


# The nation of a company number


@pytest.mark.parametrize(("number", "tier"), BY_NUMBER.items())
def test_a_company_number_tells_the_nation_and_no_more(
    together: dict[str, dict[str, object]], number: str, tier: str
) -> None:
    payee = together[f"No {number}"]
    rung = NOTHING if tier == "not placed" else NATION
    assert (payee["tier"], payee["placed_by"], payee["district"]) == (tier, rung, None)


def test_a_nation_that_holds_several_tiers_decides_nothing(tmp_path: Path) -> None:
    row = paid("Clyde Roofing Ltd", number="SC123456")
    assert one_payee(tmp_path, row, area="Glasgow City")["tier"] == "not placed"


def test_a_postcode_comes_before_a_company_number(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("Ribble Roofing Ltd", PRESTON, number="SC123456"))
    assert (payee["tier"], payee["placed_by"]) == ("Preston", POSTCODE)


# Doubt


def test_a_mail_centre_is_doubtful(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("Fylde Fencing Ltd", MAIL_CENTRE))
    assert (payee["tier"], payee["placed_by"]) == ("rest of Lancashire", POSTCODE)
    assert payee["doubt"] is not None


def test_a_postcode_that_was_put_right_is_doubtful_and_says_so(tmp_path: Path) -> None:
    payee = one_payee(tmp_path, paid("Ribble Roofing Ltd", "PRI 2RL"))
    assert (payee["tier"], payee["placed_by"]) == ("Preston", POSTCODE)
    assert payee["doubt"] == (
        "its postcode PRI 2RL was read as PR1 2RL: a letter stood for a digit, or the reverse"
    )


def test_a_postcode_of_your_list_that_was_put_right_is_told(tmp_path: Path) -> None:
    path = table(tmp_path, [paid("Ribble Roofing Ltd"), paid("Ribble Roofing Ltd", LEEDS)])
    mine = table(
        tmp_path, [("Ribble Roofing Ltd", "", "PRI 2RL", "", "")], LIST_HEADING, "mine.csv"
    )
    found = audit_of(path, lists=[mine])
    assert found.payees["doubt"].null_count() == 2
    assert [one for one in found.notices if "read as" in one] == [
        f"{mine} gives 'Ribble Roofing Ltd' the postcode 'PRI 2RL': read as PR1 2RL"
    ]


@pytest.mark.parametrize(
    ("name", "by_name"),
    [
        ("Leeds City Council", True),
        ("HM Revenue & Customs", True),
        ("POLICE & CRIME COMMISSIONER FO", False),
        ("Fylde Fencing Ltd", False),
    ],
)
def test_a_body_is_placed_by_its_name_wherever_home_is(
    tmp_path: Path, name: str, *, by_name: bool
) -> None:
    found = audit_of(table(tmp_path, [paid(name, LEEDS)]))
    assert placed_by_name(found.payees).to_list() == [by_name]
    assert (found.payees["placed_by"][0] == PUBLIC_BODY) is by_name


def test_your_word_is_never_doubtful(tmp_path: Path) -> None:
    payee = one_payee(
        tmp_path, paid("Fylde Fencing Ltd", MAIL_CENTRE), ("Fylde Fencing Ltd", "", MAIL_CENTRE)
    )
    assert (payee["placed_by"], payee["doubt"]) == (YOUR_LIST, None)


# The same supplier, several places


def test_each_payment_of_a_supplier_with_two_postcodes_goes_where_its_own_says(
    tmp_path: Path,
) -> None:
    rows = [
        paid("Ribble Roofing Ltd", PRESTON, "60.00"),
        paid("Ribble Roofing Ltd", LEEDS, "40.00"),
    ]
    found = audit_of(table(tmp_path, rows))
    assert {tier: str(amount) for tier, amount in money_by_tier(found).items()} == {
        "Preston": "60",
        "rest of England": "40",
    }


def test_every_payment_has_one_payee_whatever_is_missing(tmp_path: Path) -> None:
    rows = [
        paid("", "", 1),
        paid("", "", 2, identifier="7"),
        paid("", PRESTON, 4),
        paid("A Ltd", "", 8, number="SC123456"),
        paid("A Ltd", PRESTON, 16, identifier="7"),
        paid("A LTD", PRESTON, 32, identifier="7"),
    ]
    found: Audit = audit_of(table(tmp_path, rows))
    assert found.payments["payee"].null_count() == 0
    assert found.payments.height == len(rows)
    assert sum(money_by_tier(found).values()) == 63
