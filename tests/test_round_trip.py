"""What `suppliers` writes can be given back: unchanged it moves nothing, filled in it moves money."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from line import (
    DUBLIN,
    GLASGOW,
    LEEDS,
    MAIL_CENTRE,
    PRESTON,
    audit_of,
    money_by_tier,
    paid,
    table,
)
from spendaudit.measures.suppliers import suppliers_of, unplaced_first
from spendaudit.render.frames import frame_as_csv

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.audit import Audit


def written(found: Audit, folder: Path, *, unplaced: bool = False) -> Path:
    """What `spendaudit suppliers FILE -o s.csv` writes."""
    suppliers = suppliers_of(found)
    path = folder / "s.csv"
    text = frame_as_csv(unplaced_first(suppliers) if unplaced else suppliers)
    path.write_text(f"\ufeff{text}", encoding="utf-8")
    return path


def tiers_there_and_back(
    folder: Path, *files: Path, area: str = "Preston"
) -> list[dict[str, Decimal]]:
    there = audit_of(*files, area=area)
    back = audit_of(*files, area=area, lists=[written(there, folder)])
    return [money_by_tier(there), money_by_tier(back)]


def fill_in(path: Path, postcode: str, most: int) -> list[tuple[str, Decimal]]:
    """Give the first suppliers of a to-do list a postcode; who they are and what they were paid."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows[:most]:
        row["postcode"] = postcode
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return [(row["supplier"], Decimal(row["unplaced"])) for row in rows[:most]]


def test_the_sample_data_given_back_moves_no_penny(sample: Path, tmp_path: Path) -> None:
    there, back = tiers_there_and_back(tmp_path, *sorted(sample.glob("preston-sample-*.csv")))
    assert there == back


def test_a_real_file_with_postcodes_given_back_moves_no_penny(shared: Path, tmp_path: Path) -> None:
    spend = shared / "spend" / "department-for-transport" / "dft-monthly-spend-201210.csv"
    there, back = tiers_there_and_back(tmp_path, spend, area="Westminster")
    assert there == back


@pytest.mark.parametrize("publisher", ["hyndburn-bc", "tameside-mbc"])
def test_a_real_file_without_postcodes_moves_what_is_filled_in_and_no_more(
    shared: Path, tmp_path: Path, publisher: str
) -> None:
    spend = min((shared / "spend" / publisher).glob("[DT]*.csv"))
    area, home = ("Hyndburn", "BB5 0PF") if publisher == "hyndburn-bc" else ("Tameside", "OL6 6DL")
    there = audit_of(spend, area=area)
    todo = written(there, tmp_path, unplaced=True)
    moved = sum(amount for _, amount in fill_in(todo, home, 20))
    before, after = money_by_tier(there), money_by_tier(audit_of(spend, area=area, lists=[todo]))
    assert moved > 0
    assert after[area] - before.get(area, 0) == moved
    assert before["not placed"] - after.get("not placed", 0) == moved
    elsewhere = before.keys() - {area, "not placed"}
    assert {tier: after[tier] for tier in elsewhere} == {tier: before[tier] for tier in elsewhere}


def test_a_to_do_list_given_back_untouched_moves_nothing(sample: Path, tmp_path: Path) -> None:
    spend = sample / "preston-sample-2024-25.csv"
    there = audit_of(spend)
    todo = written(there, tmp_path, unplaced=True)
    assert money_by_tier(audit_of(spend, lists=[todo])) == money_by_tier(there)


def test_the_whole_to_do_list_filled_in_leaves_only_what_nobody_can_look_up(
    sample: Path, tmp_path: Path
) -> None:
    spend = sample / "preston-sample-2024-25.csv"
    todo = written(audit_of(spend), tmp_path, unplaced=True)
    fill_in(todo, PRESTON, 10_000)
    after = audit_of(spend, lists=[todo])
    left = after.payees.filter(pl.col("tier") == "not placed")
    assert set(left["kind"].unique()) <= {"redacted", "not-a-payee"}


def test_names_that_only_a_spreadsheet_would_change_are_matched_again(tmp_path: Path) -> None:
    names = [
        "=1+1",
        "'=1+1",
        "+44 Ltd",
        "-5 Ltd",
        "@home",
        'say "hi", Ltd',
        "a\nb Ltd",
        "Café",
        " x",
    ]
    spend = table(tmp_path, [paid(name, "", n + 1) for n, name in enumerate(names)])
    todo = written(audit_of(spend), tmp_path, unplaced=True)
    fill_in(todo, PRESTON, 100)
    assert money_by_tier(audit_of(spend, lists=[todo])).keys() == {"Preston"}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([paid("A Ltd", PRESTON), paid("A Ltd", LEEDS)], id="two postcodes"),
        pytest.param([paid("A Ltd", MAIL_CENTRE)], id="a mail centre"),
        pytest.param([paid("A Ltd", DUBLIN), paid("B Ltd", GLASGOW)], id="abroad"),
        pytest.param([paid("A Ltd", number="SC123456")], id="a company number"),
        pytest.param([paid("Lancashire County Council", PRESTON)], id="a public body"),
        pytest.param([paid("POLICE & CRIME COMMISSIONER FO", PRESTON)], id="a body cut off"),
        pytest.param([paid("", PRESTON), paid("", LEEDS, identifier="7")], id="no names"),
        pytest.param([paid("A Ltd", PRESTON), paid("A Ltd", "")], id="once without"),
        pytest.param([paid("A Ltd", LEEDS), paid("A Ltd", MAIL_CENTRE)], id="once doubtful"),
        pytest.param(
            [paid("A Ltd", PRESTON, identifier="7"), paid("B Ltd", identifier="7")],
            id="an id that two names share",
        ),
        pytest.param(
            [paid("A Ltd", number="SC123456"), paid("A Ltd")],
            id="a company number once",
        ),
    ],
)
def test_a_supplier_of_every_kind_given_back_moves_no_penny(
    tmp_path: Path, rows: list[tuple[object, ...]]
) -> None:
    spend = table(tmp_path, rows)
    there = audit_of(spend)
    back = audit_of(spend, lists=[written(there, tmp_path)])
    assert money_by_tier(there) == money_by_tier(back)
    doubtful = [
        found.payees.filter(pl.col("doubt").is_not_null())["payee"].to_list()
        for found in (there, back)
    ]
    assert doubtful[0] == doubtful[1]
