from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from line import BLACKPOOL, HEADING, LEEDS, LIVERPOOL, PRESTON, audit_of, paid, table
from spendaudit.errors import AreaError

if TYPE_CHECKING:
    from pathlib import Path

WITH_BODY = ("Body Name", *HEADING)


def publisher(body: str, *rows: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [(body, *row) for row in rows]


def test_what_the_user_says_beats_the_file(tmp_path: Path) -> None:
    rows = publisher("Preston City Council", paid("A Ltd", PRESTON))
    found = audit_of(table(tmp_path, rows, WITH_BODY), area="Leeds")
    assert (found.area.name, found.area_from) == ("Leeds", "given by you")


def test_the_publisher_in_the_rows_is_home(tmp_path: Path) -> None:
    rows = publisher("Preston City Council", paid("A Ltd", LEEDS), paid("B Ltd", LEEDS))
    found = audit_of(table(tmp_path, rows, WITH_BODY, "leeds-council.csv"), area=None)
    assert found.area.name == "Preston"
    assert "publisher" in found.area_from


def test_the_name_of_the_file_is_home_where_no_row_says_it(tmp_path: Path) -> None:
    found = audit_of(table(tmp_path, [paid("A Ltd", LEEDS)], name="wyre-2024.csv"), area=None)
    assert found.area.name == "Wyre"
    assert "name of the file" in found.area_from


def test_the_folder_is_home_where_the_name_of_the_file_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "wyre-council"
    folder.mkdir()
    found = audit_of(table(folder, [paid("A Ltd", LEEDS)], name="2024.csv"), area=None)
    assert found.area.name == "Wyre"


@pytest.mark.parametrize("place", ["rows", "names", "folders"])
def test_two_publishers_are_not_chosen_between(tmp_path: Path, place: str) -> None:
    files = []
    for number, council in enumerate(("Preston City Council", "Leeds City Council")):
        folder = tmp_path / (council if place == "folders" else str(number))
        folder.mkdir()
        rows = publisher(council if place == "rows" else "", paid(council[:1], PRESTON, number + 1))
        name = f"{council}.csv" if place == "names" else "2024.csv"
        files.append(table(folder, rows, WITH_BODY, name))
    with pytest.raises(AreaError, match="more than one area: Leeds, Preston") as refused:
        audit_of(*files, area=None)
    assert '--area "Leeds"' in refused.value.try_next


@pytest.mark.parametrize(("area", "told"), [("Leeds", True), ("England", False), (None, None)])
def test_publishers_of_other_areas_than_the_one_that_is_given_are_told(
    tmp_path: Path, area: str | None, told: bool | None
) -> None:
    rows = [("Preston City Council", *paid("A Ltd")), ("Leeds City Council", *paid("B Ltd"))]
    path = table(tmp_path, rows, WITH_BODY)
    if told is None:
        with pytest.raises(AreaError) as refused:
            audit_of(path, area=area)
        assert refused.value.try_next.startswith("keep the rows of one publisher, or")
        return
    said = (
        "the files name more than one area: Leeds, Preston: the payments of all of them are counted"
    )
    assert (said in audit_of(path, area=area).notices) == told


def test_a_clear_centre_of_the_suppliers_is_a_guess_and_says_so(tmp_path: Path) -> None:
    rows = [paid(f"Firm {n} Ltd", PRESTON) for n in range(6)]
    rows += [paid("B Ltd", LEEDS), paid("C Ltd", LIVERPOOL)]
    found = audit_of(table(tmp_path, rows), area=None)
    assert found.area.name == "Preston"
    assert found.area_from.startswith("a guess: 75%")


def test_one_large_payment_does_not_make_a_home(tmp_path: Path) -> None:
    rows = [paid(f"Firm {n} Ltd", PRESTON) for n in range(6)]
    rows += [paid("B Ltd", LEEDS, "9,000,000.00")]
    assert audit_of(table(tmp_path, rows), area=None).area.name == "Preston"


def test_public_bodies_do_not_make_a_home(tmp_path: Path) -> None:
    rows = [paid(f"{place} City Council", LEEDS) for place in ("Leeds", "Bradford", "York") * 3]
    rows += [paid("A Ltd", PRESTON), paid("B Ltd", PRESTON), paid("C Ltd", PRESTON)]
    assert audit_of(table(tmp_path, rows), area=None).area.name == "Preston"


def test_no_clear_centre_is_an_error_that_names_the_likely_ones(tmp_path: Path) -> None:
    rows = [
        *(paid(f"P{n} Ltd", PRESTON) for n in range(3)),
        *(paid(f"L{n} Ltd", LEEDS) for n in range(2)),
        *(paid(f"B{n} Ltd", BLACKPOOL) for n in range(2)),
    ]
    with pytest.raises(AreaError, match="do not say which area is home") as refused:
        audit_of(table(tmp_path, rows), area=None)
    assert refused.value.details[0].index("Preston (43%)") < refused.value.details[0].index("Leeds")
    assert "--area" in refused.value.try_next


def test_without_a_postcode_nothing_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(AreaError) as refused:
        audit_of(table(tmp_path, [paid("A Ltd"), paid("B Ltd")]), area=None)
    assert refused.value.details == ()


def test_an_unknown_area_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(AreaError, match='no area is called "Presten"') as refused:
        audit_of(table(tmp_path, [paid("A Ltd")]), area="Presten")
    assert "Preston" in refused.value.try_next


@pytest.mark.parametrize(
    ("area", "home", "around"),
    [
        ("E07000123", "Preston", "rest of Lancashire"),
        ("Lancashire County Council", "Lancashire", "Lancashire"),
        ("North West", "North West", "North West"),
        ("Leeds", "Leeds", "rest of England"),
    ],
)
def test_the_same_payment_is_as_far_away_as_home_is_large(
    tmp_path: Path, area: str, home: str, around: str
) -> None:
    lancaster = paid("Lune Ltd", "LA1 1PJ")
    found = audit_of(table(tmp_path, [lancaster]), area=area)
    assert found.area.name == home
    assert found.payees["tier"].to_list() == [around]
