"""Two reports held against each other: months new, gone and restated, and through which file."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from line import LEEDS, PRESTON, audit_of, kept_of, table
from spendaudit.errors import AreaError
from spendaudit.report import ledger
from spendaudit.report.reports_compared import GONE, NEW, RESTATED, Compared, reports_compared

if TYPE_CHECKING:
    from spendaudit.report.values import Section

HEADING = ("Payment Date", "Supplier", "Postcode", "Amount")
Row = tuple[str, str, str, str]
Files = dict[str, list[Row]]


def paid(day: str, pounds: str, supplier: str = "Ribble Roofing", postcode: str = PRESTON) -> Row:
    return (day, supplier, postcode, pounds)


def compared(folder: Path, before: Files, after: Files) -> Compared:
    """What came of two sets of files of one folder, each reported in turn."""
    kept = []
    for label, files in (("before", before), ("after", after)):
        place = folder / "data"
        place.mkdir(exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        paths = [table(place, rows, HEADING, name) for name, rows in files.items()]
        kept.append(kept_of(audit_of(*paths), folder / f"{label}.json"))
    return reports_compared(*kept)


def rows_of(found: Compared, key: str) -> list[dict[str, object]]:
    section: Section = next(one for one in found.page.sections if one.key == key)
    if section.table is None:
        return []
    keys = [column.key for column in section.table.columns]
    return [dict(zip(keys, row, strict=True)) for row in section.table.rows]


APRIL = [paid("03/04/2024", "100.00"), paid("04/04/2024", "50.00", "Leeds Lifts", LEEDS)]
MAY = [paid("03/05/2024", "10.00")]
JUNE = [paid("03/06/2024", "20.00"), paid("28/05/2024", "5.00")]


def test_a_new_month_restates_nothing(tmp_path: Path) -> None:
    found = compared(tmp_path, {"4.csv": APRIL}, {"4.csv": APRIL, "5.csv": MAY})
    assert found.restated == 0
    (month,) = rows_of(found, "months")
    assert (month["month"], month["what"]) == (date(2024, 5, 1), NEW)
    assert (month["before"], month["after"]) == (Decimal("0.00"), Decimal("10.00"))
    assert "5.csv" in str(month["through"])
    assert "1 month new (May 2024)" in " ".join(found.page.sentences)


def test_a_late_payment_in_a_new_file_restates_the_month_before(tmp_path: Path) -> None:
    found = compared(tmp_path, {"5.csv": MAY}, {"5.csv": MAY, "6.csv": JUNE})
    assert found.restated == 1
    first, second = rows_of(found, "months")
    assert (first["month"], first["what"]) == (date(2024, 5, 1), RESTATED)
    assert str(first["through"]).startswith("new: ")
    assert (second["month"], second["what"]) == (date(2024, 6, 1), NEW)


def test_a_payment_exchanged_for_two_is_told_though_the_pounds_are_the_same(tmp_path: Path) -> None:
    split = [paid("03/05/2024", "4.00"), paid("03/05/2024", "6.00")]
    found = compared(tmp_path, {"5.csv": MAY}, {"5.csv": split})
    assert found.restated == 1
    (month,) = rows_of(found, "months")
    assert month["before"] == month["after"]
    assert (month["payments_before"], month["payments_after"]) == (1, 2)
    assert str(month["through"]).startswith("other bytes: ")
    (file,) = rows_of(found, "files")
    assert file["what"] == "other bytes"


def test_months_that_fall_out_at_an_end_are_gone_and_those_between_restated(tmp_path: Path) -> None:
    every = {"4.csv": APRIL, "5.csv": MAY, "6.csv": JUNE[:1]}
    at_the_end = compared(tmp_path, every, {"5.csv": MAY, "6.csv": JUNE[:1]})
    assert at_the_end.restated == 0
    assert [one["what"] for one in rows_of(at_the_end, "months")] == [GONE]
    between = compared(tmp_path, every, {"4.csv": APRIL, "6.csv": JUNE[:1]})
    assert between.restated == 1


def test_payments_without_a_date_are_restated_by_a_file_that_changed_alone(tmp_path: Path) -> None:
    undated = [*APRIL, paid("", "7.00", "Nobody Knows When Ltd")]
    more = [*MAY, paid("", "8.00", "Another Ltd")]
    added = compared(tmp_path, {"4.csv": undated}, {"4.csv": undated, "5.csv": more})
    assert added.restated == 0
    changed = [*APRIL, paid("", "9.00", "Nobody Knows When Ltd")]
    assert compared(tmp_path, {"4.csv": undated}, {"4.csv": changed}).restated == 1


def test_suppliers_newly_large_and_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [*APRIL, paid("05/04/2024", "900.00", "Departing Ltd")]
    after = [*APRIL, paid("05/05/2024", "800.00", "Arriving Ltd", LEEDS)]
    found = compared(tmp_path, {"a.csv": before}, {"a.csv": after})
    (new,) = rows_of(found, "newly-large")
    assert (new["supplier"], new["before"], new["after"]) == (
        "Arriving Ltd", Decimal("0.00"), Decimal("800.00"),
    )  # fmt: skip
    (gone,) = rows_of(found, "gone")
    assert (gone["supplier"], gone["before"], gone["after"]) == (
        "Departing Ltd", Decimal("900.00"), Decimal("0.00"),
    )  # fmt: skip
    # Where a report does not list every supplier, one that is missing may be a small one.
    monkeypatch.setattr(ledger, "MOST_SUPPLIERS", 2)
    found = compared(tmp_path, {"a.csv": before}, {"a.csv": after})
    unsure = next(one for one in rows_of(found, "gone") if one["supplier"] == "Departing Ltd")
    assert unsure["after"] is None
    section = next(one for one in found.page.sections if one.key == "gone")
    assert "no figure after: under £100.00" in section.left_out


def test_a_supplier_that_gets_a_code_before_its_name_is_neither_new_nor_gone(
    tmp_path: Path,
) -> None:
    names = ("Ribble Roofing", "Lune Works", "Hodder Hire")
    before = [paid(f"0{day}/04/2024", "100.00", name) for day, name in enumerate(names, 1)]
    after = [
        paid(f"0{day}/05/2024", "100.00", f"WPS00E{day} : {name}")
        for day, name in enumerate(names, 1)
    ]
    found = compared(tmp_path, {"a.csv": before}, {"a.csv": after})
    assert {one.key: one.table for one in found.page.sections if one.key in ("newly-large", "gone")} == {
        "newly-large": None, "gone": None,
    }  # fmt: skip


def test_many_files_are_held_against_each_other_by_month_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MOST_OF_FILES", 1)
    monkeypatch.setattr(ledger, "MOST_MONTHS", 1)
    found = compared(tmp_path, {"4.csv": APRIL, "5.csv": MAY}, {"4.csv": APRIL, "5.csv": JUNE})
    section = next(one for one in found.page.sections if one.key == "months")
    assert "3 months beyond the last that a report keeps" in section.left_out


def test_reports_of_two_areas_are_not_compared(tmp_path: Path) -> None:
    file = table(tmp_path, APRIL, HEADING)
    kept = [
        kept_of(audit_of(file, area=area), tmp_path / f"{area}.json")
        for area in ("Preston", "Leeds")
    ]
    with pytest.raises(AreaError, match=r"Preston\.json is a report of Preston"):
        reports_compared(*kept)


DAYS = st.dates(date(2024, 1, 1), date(2024, 5, 31)).map(lambda day: f"{day:%d/%m/%Y}")
ROWS = st.lists(
    st.builds(paid, DAYS, st.integers(1, 99).map("{}.00".format)), min_size=1, max_size=6
)


@settings(deadline=None, max_examples=5, suppress_health_check=list(HealthCheck))
@given(ROWS, ROWS)
def test_every_change_of_a_month_is_told_and_nothing_else(was: list[Row], now: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        found = compared(Path(folder), {"a.csv": was}, {"a.csv": now})

    def by_month(rows: list[Row]) -> dict[date, tuple[int, Decimal]]:
        sums: dict[date, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal()))
        for day, _, _, pounds in rows:
            _, month, year = map(int, day.split("/"))
            count, amount = sums[date(year, month, 1)]
            sums[date(year, month, 1)] = (count + 1, amount + Decimal(pounds))
        return dict(sums)

    old, new = by_month(was), by_month(now)
    told = {
        one["month"]: (
            (one["payments_before"], one["before"]),
            (one["payments_after"], one["after"]),
            one["what"],
        )
        for one in rows_of(found, "months")
    }
    expected = {}
    for month in {*old, *new}:
        both = (old.get(month, (0, Decimal())), new.get(month, (0, Decimal())))
        if both[0] != both[1]:
            inside = min(new) < month < max(new)
            kept = month in new or inside
            what = NEW if month not in old else RESTATED if kept else GONE
            expected[month] = (*both, what)
    assert told == expected
    assert found.restated == sum(what == RESTATED for *_, what in expected.values())
