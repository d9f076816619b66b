"""What a page shows beyond the tables: findings, rows behind figures, what caveats mean."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from line import BLACKPOOL, DUBLIN, GLASGOW, LEEDS, PRESTON, table
from session_runner import ROOT
from spendaudit.audit import Request, audit
from spendaudit.measures.leakage import flows
from spendaudit.measures.leaving import MOST_GROUPS, leaving_by_tier
from spendaudit.measures.spend import spend_of
from spendaudit.report.caveats import DOUBTS
from spendaudit.report.compose import compose
from spendaudit.report.detailed import with_details
from spendaudit.report.figures import counted
from spendaudit.report.meanings import meanings_of
from spendaudit.report.payment_rows import MOST_OF_A_ROW, MOST_SET_ASIDE
from spendaudit.report.values import Caveat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spendaudit.audit import Audit
    from spendaudit.report.details import Behind, Details
    from spendaudit.report.values import Report, Table

HEADING = ("Payment Date", "Supplier", "Postcode", "Department", "Category", "Amount")
ROWS = (
    ("03/04/2024", "Here Ltd", PRESTON, "Parks", "Trees", "600.00"),
    ("04/04/2024", "Leeds Ltd", LEEDS, "Parks", "Trees", "400.00"),
    ("05/05/2024", "Glasgow Ltd", GLASGOW, "Roads", "Tar", "2,000.00"),
    ("06/05/2024", "Here Ltd", PRESTON, "Roads", "Tar", "500.00"),
    ("07/06/2024", "Blackpool Ltd", BLACKPOOL, "Roads", "Salt", "300.00"),
    ("08/06/2024", "Blackpool Ltd", BLACKPOOL, "Roads", "Salt", "200.00"),
    ("09/06/2024", "Credit Ltd", LEEDS, "Roads", "Salt", "-50.00"),
    *((f"{day:02}/06/2024", "Unread Ltd", LEEDS, "Roads", "Salt", "#####") for day in range(1, 24)),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    file = table(tmp_path_factory.mktemp("details"), ROWS, HEADING)
    return audit(Request(files=[file], area="Preston", points=True))


@pytest.fixture(scope="module")
def details(found: Audit) -> Details:
    made = with_details(compose(found, "spend.csv"), found).details
    assert made
    return made


def test_each_chart_says_what_it_shows(details: Details) -> None:
    told = details.told
    assert told["departments"] == (
        "The largest is Roads: £2,950.00, of which 16.9% stayed in Preston. "
        "The share goes from 16.9% (Roads) to 60.0% (Parks)."
    )
    assert told["months"] == (
        "The share that stayed in Preston was lowest in Jun 2024 (0.0%) and highest in "
        "Apr 2024 (60.0%)."
    )
    assert told["leaving"] == (
        "Of £2,850.00 that leaves Preston, the largest part goes to the rest of the UK: 70.2%."
    )
    assert told["flows"] == (
        "Of districts, Glasgow City gains the most of what leaves Preston: £2,000.00, 70.2%."
    )
    assert told["map"] == "£1,100.00 went to 1 supplier in Preston, 27.8% of all pounds."
    assert told["country"] == (
        "Of what was placed in other regions and nations, the most went to Scotland: "
        "£2,000.00, 50.6% of all pounds."
    )


def test_what_leaves_is_divided_without_a_penny_lost(details: Details) -> None:
    assert details.leaving
    assert details.leaving.table
    rows = details.leaving.table.rows
    assert [(row[0], row[1], row[2]) for row in rows if row[2]] == [
        ("Tar", "rest of the UK", Decimal("2000.00")),
        ("Salt", "rest of Lancashire", Decimal("500.00")),
        ("Salt", "rest of England", Decimal("-50.00")),
        ("Trees", "rest of England", Decimal("400.00")),
    ]
    assert {row[0]: row[4] for row in rows} == {
        "Tar": Decimal("2000.00"),
        "Salt": Decimal("450.00"),
        "Trees": Decimal("400.00"),
    }


def test_what_leaves_is_the_same_by_category_and_by_district(sample: Path) -> None:
    made = audit(Request(files=[sample / "preston-sample-2024-25.csv"]))
    spend = spend_of(made)
    one, other = leaving_by_tier(spend, made.area).table, flows(spend, made.area).table
    assert one
    assert other
    assert one.total
    assert other.total
    assert one.total[2] == other.total[2] == sum(row[2] for row in one.rows)  # type: ignore[misc]
    assert len({row[0] for row in one.rows}) == MOST_GROUPS + 1


def test_figures_lead_to_their_largest_payments(details: Details) -> None:
    largest = details.rows.largest
    assert [(line.amount, line.line) for line in largest[:2]] == [
        (Decimal("2000.00"), 4),
        (Decimal("600.00"), 2),
    ]
    assert largest[0].supplier == "Glasgow Ltd"
    assert largest[0].what == "Roads · Tar"
    roads, parks = details.rows.of["departments"]
    assert roads
    assert parks
    assert [line.line for line in parks.largest] == [2, 3]
    assert [line.line for line in roads.largest] == [4, 5, 6][:MOST_OF_A_ROW]
    assert (roads.payments, roads.amount) == (5, Decimal("2950.00"))
    assert [one and one.payments for one in details.rows.of["months"]] == [2, 2, 3]


def detailed(made: Audit) -> Report:
    return with_details(compose(made, "spend.csv"), made)


def tables_of(report: Report) -> dict[str, tuple[Table, tuple[Behind | None, ...]]]:
    """Every table whose rows lead to payments, with these."""
    assert report.details
    assert report.details.leaving
    tables = {one.key: one.table for one in (*report.sections, report.details.leaving)}
    tables |= {"tiers": report.tiers, "placed-by": report.placed_by}
    tables["country"] = report.details.country.table
    found = {}
    for key, behind in report.details.rows.of.items():
        figures = tables[key]
        assert figures
        found[key] = figures, behind
    return found


def assert_each_row_is_the_sum_of_what_is_behind_it(report: Report) -> set[str]:
    """Hold every row against its payments, and give the keys of the tables that have any."""
    found = tables_of(report)
    for key, (figures, behind) in found.items():
        assert len(behind) == len(figures.rows), key
        at = {column.key: number for number, column in enumerate(figures.columns)}
        for row, one in zip(figures.rows, behind, strict=True):
            amount = row[at["amount"]] or Decimal()
            assert isinstance(amount, Decimal)
            if row[0] == EACH_OTHER and row is figures.rows[-1]:
                amount = -amount
            assert amount == (one.amount if one else 0), (key, row)
            if "payments" in at:
                assert row[at["payments"]] == (one.payments if one else 0), (key, row)
            if one:
                assert len(one.largest) == min(one.payments, MOST_OF_A_ROW)
                if one.payments == len(one.largest):
                    assert sum(line.amount for line in one.largest) == one.amount
    return set(found)


def assert_caveats_lead_to_their_payments(report: Report) -> set[str]:
    """Hold each caveat about payments against these, and give their keys."""
    assert report.details
    behind = report.details.rows.caveats
    led = [(one, found) for one, found in zip(report.caveats, behind, strict=True) if found]
    for one, found in led:
        assert one.amount == found.amount, one
        if one.key not in DOUBTS:
            assert f" ({counted(found.payments, 'payment')}) " in one.text
    about = {*DOUBTS, "redacted", "nameless", "undated", "public-bodies"}
    assert {one.key for one, _ in led} == {one.key for one in report.caveats} & about
    assert all(found for one, found in zip(report.caveats, behind, strict=True) if one.key in about)
    return {one.key for one, _ in led}


LEADING = {
    *("tiers", "placed-by", "country", "months", "years", "departments", "categories", "sizes"),
    *("sizes-yearly", "leakage-departments", "leakage-categories", "flows", "reservable"),
    *("leaving", "not-influenceable", "owners", "legal-forms", "firm-sizes", "standing"),
    *("redactions", "distance", "sample"),
}
EACH_OTHER = "less what they pay each other"
"""The row that takes off what its payments add up to."""


def test_each_row_of_the_sample_is_the_sum_of_what_is_behind_it(sample: Path) -> None:
    files = sorted(sample.glob("preston-sample-*.csv"))
    lists = [sample / "suppliers.csv"]
    report = detailed(audit(Request(files, supplier_lists=lists, points=True)))
    assert assert_each_row_is_the_sum_of_what_is_behind_it(report) == LEADING
    assert assert_caveats_lead_to_their_payments(report) >= {
        "redacted",
        "public-bodies",
        "doubtful",
    }


TWO_PUBLISHERS = (
    "hyndburn-bc/SpendOver250Feb24.csv",
    "lancashire-fire-rescue/fire-2025-26-q2.xlsx",
)


@pytest.mark.parametrize(
    ("files", "area", "leading"),
    [
        (TWO_PUBLISHERS, "Lancashire", {"owners", "standing", "sample", "anchors", "joint"}),
        (["oxford-city-council/expenditure-over-500-jan-mar-2018.csv"], "Oxford", {"redactions"}),
    ],
)
def test_each_row_of_real_files_is_the_sum_of_what_is_behind_it(
    shared: Path, files: Sequence[str], area: str, leading: set[str]
) -> None:
    paths = [shared / "spend" / one for one in files]
    report = detailed(audit(Request(paths, area=area, points=True)))
    assert assert_each_row_is_the_sum_of_what_is_behind_it(report) >= leading
    assert "public-bodies" in assert_caveats_lead_to_their_payments(report)


def test_publishers_tenths_and_industries_lead_to_their_payments(tmp_path: Path) -> None:
    heading = ("Body Name", *HEADING)
    councils = ("Preston City Council", "Lancashire County Council")
    firms = [(f"Firm {at:02}", LEEDS, 100 * at) for at in range(1, 30)]
    payees = [*firms, ("REDACTED", "", 7), ("Old Ltd", PRESTON, 3), ("-", "", 2), ("", "", 1)]
    rows = [
        (body, day, name, postcode, "", "", amount)
        for body in (*councils, EACH_OTHER, "")
        for name, postcode, amount in [*payees, (councils[0], "", 70), (councils[1], "", -5)]
        for day in ("03/04/2024", "")
    ]
    places = tmp_path / "ONSPD_UK.csv"
    places.write_text(
        "pcds,lad25cd,oseast1m,osnrth1m,imd\n"
        f"{PRESTON},E07000123,354000,429410,1\n{LEEDS},E08000035,430000,433000,32844\n",
        "utf-8",
    )
    file = table(tmp_path, rows, heading)
    of_groups = [(name, "yes", f" Group {name} ") for name, _, _ in firms[:24]]
    told = table(tmp_path, of_groups, ("supplier", "branch", "group"), "list.csv")
    made = audit(
        Request([file], area="Lancashire", supplier_lists=[told], postcode_file=places, points=True)
    )
    is_firm = pl.col("supplier").str.starts_with("Firm")
    known = {"sic": "87300", "accounts": "MICRO ENTITY", "until": date(2024, 1, 31)}
    said = [pl.when(is_firm).then(pl.lit(value)).alias(key) for key, value in known.items()]
    report = detailed(made._replace(payees=made.payees.with_columns(said)))
    found = assert_each_row_is_the_sum_of_what_is_behind_it(report)
    new = {"anchors", "joint", "deprivation", "distance", "industries", "firm-sizes", "standing"}
    new |= {"branches", "groups"}
    assert found >= new
    assert assert_caveats_lead_to_their_payments(report) >= {"redacted", "nameless", "undated"}


def test_groups_are_told_by_their_place_and_not_by_what_they_are_called(tmp_path: Path) -> None:
    names = [f"Department {number:02}" for number in range(15)]
    rows = [
        ("03/04/2024", f"Firm {at}", code, name, name, amount)
        for at, name in enumerate([*names, "(none given)", "4 others", "", "  "])
        for code, amount in ((LEEDS, 900 - at), (PRESTON, 5), ("", 1), (GLASGOW, -2))
    ]
    rows += [("", "Undated", DUBLIN, "", "", 7), ("03/04/2023", "Early", LEEDS, "X", "", -9)]
    file = table(tmp_path, rows, HEADING)
    made = audit(Request(files=[file], area="Preston"))
    assert_each_row_is_the_sum_of_what_is_behind_it(detailed(made))


def test_of_a_net_credit_no_share_is_told(tmp_path: Path) -> None:
    rows = [("03/04/2024", "Here", PRESTON, "", "", -9), ("03/04/2024", "Leeds", LEEDS, "", "", 4)]
    made = audit(Request(files=[table(tmp_path, rows, HEADING)], area="Preston"))
    found = with_details(compose(made, "spend.csv"), made).details
    assert found
    assert found.country.undrawn == "credits are as large as payments, or larger"
    assert found.told["country"] == found.told["map"] == ""


def test_of_what_was_taken_back_the_largest_is_furthest_below_nought(tmp_path: Path) -> None:
    rows = [("03/04/2024", "Leeds", LEEDS, "", "", -amount) for amount in (1, 40, 3, 200, 5)]
    rows.append(("03/04/2024", "Here", PRESTON, "", "", 300))
    made = audit(Request(files=[table(tmp_path, rows, HEADING)], area="Preston"))
    credit = tables_of(detailed(made))["sizes"][1][-1]
    assert credit
    assert [line.amount for line in credit.largest] == [-200, -40, -5]


def test_rows_set_aside_stand_with_their_lines_and_the_rest_is_counted(details: Details) -> None:
    rows = details.rows
    assert [one.line for one in rows.set_aside] == list(range(9, 9 + MOST_SET_ASIDE))
    assert "#####" in rows.set_aside[0].text
    assert rows.set_aside_left_out == "3 more rows not listed here"


def test_every_caveat_that_is_no_notice_has_its_meaning() -> None:
    source = "".join(
        (ROOT / "src/spendaudit/report" / name).read_text("utf-8")
        for name in ("caveats.py", "overlapping.py")
    )
    made = set(re.findall(r'Caveat\(\s*"([\w-]+)"', source)) - {"notice"}
    parts = set(re.findall(r'^ +\(?"([\w-]+)",(?: |\n +)pl\.col', source, re.MULTILINE))
    doubts = set(re.findall(r'key = "([\w-]+)" if .* else "([\w-]+)"', source).pop())
    keys = made | parts | doubts
    assert {"set-aside", "redacted", "public-bodies", "doubtful", "overlap"} <= keys
    assert set(meanings_of(Caveat(key, "") for key in keys)) == keys
