"""Folders are searched, patterns expanded, and each file is read once, whatever it is called."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from line import PRESTON, audit_of, paid, table
from spendaudit.errors import AreaError, InputError, OwnTableError
from spendaudit.intake import clean_files
from spendaudit.read.folders import gather_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from spendaudit.read.folders import Gathered


def spend(folder: Path, name: str, amount: object = "100.00") -> Path:
    """A file of one payment."""
    folder.mkdir(parents=True, exist_ok=True)
    return table(folder, [paid("A Ltd", PRESTON, amount)], name=name)


def found_in(folder: Path, gathered: Gathered) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in gathered.paths)


def test_a_folder_is_searched_to_its_depths(tmp_path: Path) -> None:
    for place, name in (("", "c.csv"), ("2023", "a.csv"), ("2024/q1", "a.CSV"), ("2024", "b")):
        spend(tmp_path / place, name)
    gathered = gather_files([tmp_path])
    assert found_in(tmp_path, gathered) == ["2023/a.csv", "2024/b", "2024/q1/a.CSV", "c.csv"]
    assert not gathered.named
    assert not gathered.notices


@pytest.mark.parametrize(
    "name",
    [".hidden.csv", ".git/config.csv", "~$april.xlsx", ".~lock.april.ods#", "Thumbs.db",
     "README", "ReadMe.txt", "LICENSE", "notes.md", "April.PDF", "__MACOSX/._april.csv"],
)  # fmt: skip
def test_what_is_plainly_no_data_is_passed_over_and_named(tmp_path: Path, name: str) -> None:
    spend(tmp_path, "april.csv")
    spend((tmp_path / name).parent, Path(name).name)
    gathered = gather_files([tmp_path])
    assert found_in(tmp_path, gathered) == ["april.csv"]
    (notice,) = gathered.notices
    assert name.split("/", maxsplit=1)[0] in notice


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    hidden = spend(tmp_path, ".README.pdf")
    assert clean_files([hidden]).payments.height == 1


def test_each_file_is_read_once_under_whatever_names(tmp_path: Path) -> None:
    data = tmp_path / "data"
    april = spend(data, "april.csv")
    (data / "link.csv").symlink_to(april)
    os.link(april, data / "hard-link.csv")
    (data / "again").symlink_to(data)
    (tmp_path / "elsewhere").symlink_to(data)
    names = [data, tmp_path / "elsewhere", data / ".." / "data" / "april.csv", april, april]
    found = clean_files(names)
    assert (found.payments.height, len(found.files)) == (1, 1)
    assert found.files[0].name == str(april)
    assert any("hard-link.csv is the same file as" in notice for notice in found.notices)
    assert clean_files([*reversed(names)]).files == found.files


def test_equal_files_in_two_folders_keep_their_names_apart(tmp_path: Path) -> None:
    for place, amount in (("north", "1.00"), ("south", "2.00")):
        spend(tmp_path / place, "april.csv", amount)
    found = clean_files([tmp_path])
    assert [Path(file.name).parent.name for file in found.files] == ["north", "south"]
    assert found.payments["file"].to_list() == [file.name for file in found.files]


def test_links_to_nothing_and_pipes_are_told_and_do_not_hang(tmp_path: Path) -> None:
    spend(tmp_path, "april.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    unread = clean_files([tmp_path]).unread
    assert [one.found.split(" is ")[1] for one in unread] == [
        "a link that leads nowhere",
        "a pipe or a device, not a file",
    ]


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """As from a zip archive of Windows, unpacked on Linux."""
    spend(tmp_path, "april.csv")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    shutil.copy(tmp_path / "april.csv", odd)
    (unread,) = clean_files([tmp_path]).unread
    assert unread.found == f"the name of {tmp_path}/caf\ufffd.csv is not in UTF-8"
    with pytest.raises(InputError, match="is not in UTF-8"):
        clean_files([odd])


def test_a_pattern_that_no_shell_expanded_is_expanded(tmp_path: Path) -> None:
    for name in ("april.csv", "may.csv", "june.txt"):
        spend(tmp_path, name)
    gathered = gather_files([tmp_path / "*.csv", tmp_path / "april.csv"])
    assert found_in(tmp_path, gathered) == ["april.csv", "may.csv"]
    assert gathered.named == frozenset(gathered.paths)
    with pytest.raises(InputError, match="no file is named like"):
        gather_files([tmp_path / "*.tsv"])


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    odd = spend(tmp_path, "april [final].csv")
    spend(tmp_path, "april f.csv")
    assert gather_files([odd]).paths == (odd,)


def test_a_table_that_we_wrote_is_refused_by_what_it_is_when_it_is_named(tmp_path: Path) -> None:
    own = tmp_path / "suppliers.csv"
    own.write_text("supplier,amount,payments,tier,placed_by\nA Ltd,5.00,1,Preston,nothing found\n")
    with pytest.raises(OwnTableError, match="is a table that spendaudit wrote") as refused:
        clean_files([own])
    assert "published file" in refused.value.try_next


def test_a_file_of_a_folder_that_is_no_spending_is_told_and_stops_nothing(tmp_path: Path) -> None:
    spend(tmp_path, "april.csv")
    register = tmp_path / "register.csv"
    register.write_text("Reference,Title\n1,Gritting\n")
    found = clean_files([tmp_path])
    assert found.payments.height == 1
    assert [one.name for one in found.unread] == [str(register)]
    assert found.unread[0].try_next
    with pytest.raises(InputError):
        clean_files([tmp_path, register])


def test_of_a_folder_without_spending_the_reasons_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="without a file that could hold payments"):
        clean_files([tmp_path])
    (tmp_path / "a.csv").write_text("Reference,Title\n1,Gritting\n")
    (tmp_path / "b.csv").write_text("<html></html>")
    with pytest.raises(InputError, match="none of the 2 files in") as refused:
        clean_files([tmp_path])
    assert len(refused.value.details) == 2


def test_tables_that_we_wrote_and_lists_that_were_given_are_no_spending(
    tmp_path: Path, spendaudit: Callable[..., CompletedProcess[str]]
) -> None:
    spend(tmp_path, "april.csv")
    for command in ("suppliers", "payments"):
        output = tmp_path / f"{command}.csv"
        assert spendaudit(command, tmp_path, "--area", "Preston", "-o", output).returncode == 0
    found = clean_files([tmp_path])
    assert (found.payments.height, found.unread) == (1, ())
    assert sum("spendaudit wrote" in notice for notice in found.notices) == 2
    suppliers = tmp_path / "list.csv"
    suppliers.write_text("supplier,postcode,amount\nA Ltd,PR1 2RL,100.00\n")
    assert audit_of(tmp_path, lists=[suppliers]).payments.height == 1


def test_strict_says_that_a_file_of_a_folder_was_not_read(
    tmp_path: Path, spendaudit: Callable[..., CompletedProcess[str]]
) -> None:
    spend(tmp_path, "april.csv")
    assert spendaudit("report", tmp_path, "--area", "Preston", "--strict").returncode == 0
    (tmp_path / "b.csv").write_text("<html></html>")
    assert spendaudit("report", tmp_path, "--area", "Preston").returncode == 0
    done = spendaudit("report", tmp_path, "--area", "Preston", "--strict")
    assert done.returncode == 3
    assert "1 file not read" in done.stderr


def test_every_area_that_a_folder_names_is_listed_with_a_file(tmp_path: Path) -> None:
    """Each file is asked: one names its publisher in the rows, others by their folder."""
    for council in ("wyre-council/2024", "leeds-city-council"):
        spend(tmp_path / council, "april.csv", 1 + len(council))
    rows = [("Preston City Council", "A Ltd", "5.00")]
    table(tmp_path, rows, ("Body Name", "Supplier", "Amount"), "rows.csv")
    with pytest.raises(AreaError, match="more than one area: Leeds, Preston, Wyre") as refused:
        audit_of(tmp_path, area=None)
    assert [line.split(":")[0] for line in refused.value.details] == ["Leeds", "Preston", "Wyre"]
    shutil.rmtree(tmp_path / "leeds-city-council")
    (tmp_path / "rows.csv").unlink()
    found = audit_of(tmp_path, area=None)
    assert (found.area.name, found.area_from) == ("Wyre", "the name of the folder: wyre-council")
