"""A month of a few payments is of the order that another month of the same export proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "Entity,Date,Supplier,Amount"
OPEN = [f"{HEADING}", "Lune Trust,01/06/2023,Wyre Ltd,1.00", "Lune Trust,02/06/2023,Wyre Ltd,2.00"]
DAY_FIRST = [HEADING, "Lune Trust,25/05/2023,Wyre Ltd,1.00"]
MONTH_FIRST = [HEADING, "Lune Trust,05/25/2023,Wyre Ltd,3.00"]
OTHER_BODY = [one.replace("Lune", "Wyre") for one in DAY_FIRST]
OTHER_WAY = [one.replace("/2023", "/23") for one in DAY_FIRST]
OTHER_HEADING = [one.replace("Date", "Payment Date") for one in DAY_FIRST]


@pytest.mark.parametrize(
    ("siblings", "by"),
    [
        ([DAY_FIRST], "0.csv"),
        ([OPEN[:2], DAY_FIRST], "1.csv"),
        ([DAY_FIRST, MONTH_FIRST], ""),
        ([MONTH_FIRST], ""),
        ([OTHER_BODY], ""),
        ([OTHER_WAY], ""),
        ([OTHER_HEADING], ""),
        ([OPEN[:2]], ""),
    ],
)
def test_a_file_that_proves_nothing_is_settled_by_one_like_it(
    tmp_path: Path, siblings: list[list[str]], by: str
) -> None:
    for number, lines in enumerate([*siblings, OPEN]):
        (tmp_path / f"{number}.csv").write_text("\n".join([*lines, ""]))
    name = str(tmp_path / f"{len(siblings)}.csv")
    found = clean_files([tmp_path])
    dates = found.readings[name].dates
    assert dates.settled == bool(by)
    assert dates.settled_by == (str(tmp_path / by) if by else "")
    (account,) = [file for file in found.files if file.name == name]
    said = [one for one in account.notices if "tells its day from its month" in one]
    assert len(said) == (0 if by else 1)


def test_a_file_of_another_folder_proves_nothing(tmp_path: Path) -> None:
    for number, lines in enumerate([DAY_FIRST, OPEN]):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "spend.csv").write_text("\n".join([*lines, ""]))
    found = clean_files([tmp_path])
    assert not found.readings[str(tmp_path / "1" / "spend.csv")].dates.settled


def test_the_order_in_which_files_are_named_changes_nothing(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(4)]
    again = [HEADING, "Lune Trust,26/05/2023,Lune Ltd,4.00"]
    for path, lines in zip(paths, [OPEN, DAY_FIRST, OPEN[:2], again], strict=True):
        path.write_text("\n".join([*lines, ""]))
    runs = clean_files(paths), clean_files(paths[::-1])
    assert runs[0].payments.equals(runs[1].payments)
    for run in runs:
        by = {name: one.dates.settled_by for name, one in run.readings.items()}
        assert by == {str(paths[0]): str(paths[1]), str(paths[2]): str(paths[1])} | {
            str(paths[1]): "", str(paths[3]): ""
        }  # fmt: skip
