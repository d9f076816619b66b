from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from render.literal_reports import EVERY, HOSTILE, NOTHING_PLACED, ORDINARY
from spendaudit.errors import OutputError
from spendaudit.formulas import neutral
from spendaudit.read.folders import files_of_package
from spendaudit.render.output import write_folder
from spendaudit.render.package import report_as_package
from spendaudit.render.tables import report_tables

if TYPE_CHECKING:
    from collections.abc import Callable

READERS: dict[str, Callable[[str], object]] = {
    "string": str,
    "number": Decimal,
    "integer": int,
    "date": date.fromisoformat,
}


def descriptor_of(files: dict[str, bytes]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files["datapackage.json"])
    return content


@pytest.mark.parametrize("name", EVERY)
def test_the_descriptor_says_what_each_file_is(name: str) -> None:
    files = report_as_package(EVERY[name])
    package = descriptor_of(files)
    assert next(iter(files)) == "datapackage.json"
    assert {one["path"] for one in package["resources"]} == set(files) - {"datapackage.json"}
    assert len({one["name"] for one in package["resources"]}) == len(package["resources"])
    for resource in package["resources"]:
        # https://datapackage.org/standard/data-resource/#name
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        fields = resource["schema"]["fields"]
        heading, *rows = csv.reader(StringIO(data.decode(resource["encoding"]), newline=""))
        assert heading == [field["name"] for field in fields]
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                if cell not in resource["schema"]["missingValues"]:
                    READERS[field["type"]](cell)


@pytest.mark.parametrize("name", EVERY)
def test_the_tables_are_those_of_the_report(name: str) -> None:
    report = EVERY[name]
    files = report_as_package(report)
    for section in report_tables(report):
        if section.table is None:
            assert f"{section.key}.csv" not in files
            assert section.left_out in descriptor_of(files)["description"]
            continue
        text = files[f"{section.key}.csv"].decode()
        _, *rows = csv.reader(StringIO(text, newline=""))
        assert len(rows) == len(section.table.rows)
        for wanted, found in zip(section.table.rows, rows, strict=True):
            for cell, there in zip(wanted, found, strict=True):
                if isinstance(cell, Decimal):
                    assert Decimal(there) == cell
                elif isinstance(cell, str):
                    assert there == neutral(cell)


def test_sources_and_licence_are_named() -> None:
    package = descriptor_of(report_as_package(ORDINARY))
    assert {one["title"] for one in package["sources"]} == {
        *ORDINARY.sources,
        *(file.name for file in ORDINARY.files),
    }
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_as_package(HOSTILE) == report_as_package(HOSTILE)


def test_a_folder_is_written_whole_and_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    write_folder(report_as_package(ORDINARY), folder)
    assert files_of_package(folder) == {one.name for one in folder.iterdir()}
    fewer = replace(ORDINARY, sections=())
    write_folder(report_as_package(fewer), folder)
    assert {one.name for one in folder.iterdir()} == set(report_as_package(fewer))
    assert [one.name for one in tmp_path.iterdir()] == ["tables"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    write_folder({"datapackage.json": b"{}"}, tmp_path / "tables")
    assert (tmp_path / "tables" / "datapackage.json").read_bytes() == b"{}"


@pytest.mark.parametrize(
    "descriptor",
    [
        None,
        "{}",
        "[]",
        "\x00",
        '{"made_by": "spendaudit 1"}',
        '{"made_by": "else", "resources": []}',
    ],
)
def test_a_folder_with_files_of_others_is_left_alone(
    tmp_path: Path, descriptor: str | None
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "precious.csv").write_text("theirs")
    if descriptor is not None:
        (folder / "datapackage.json").write_text(descriptor)
    with pytest.raises(OutputError, match="holds files that are not ours, such as") as raised:
        write_folder(report_as_package(ORDINARY), folder)
    assert raised.value.try_next
    assert (folder / "precious.csv").read_text() == "theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["tables"]


def test_one_more_file_in_a_folder_of_ours_is_enough_to_leave_it_alone(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    write_folder(report_as_package(ORDINARY), folder)
    (folder / "minutes.docx").write_text("theirs")
    with pytest.raises(OutputError, match=re.escape("such as minutes.docx")):
        write_folder(report_as_package(ORDINARY), folder)
    assert (folder / "minutes.docx").exists()
    assert (folder / "tiers.csv").exists()


def test_a_file_a_link_and_the_folder_one_is_in_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("theirs")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("file", "link"):
        with pytest.raises(OutputError, match="is no folder"):
            write_folder({"a": b""}, tmp_path / name)
    monkeypatch.chdir(tmp_path / "real")
    for here in (tmp_path / "real", tmp_path):
        with pytest.raises(OutputError, match="in which you are"):
            write_folder({"a": b""}, here)
    assert (tmp_path / "file").read_text() == "theirs"
    assert not list((tmp_path / "real").iterdir())


def test_a_write_that_fails_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    write_folder({"datapackage.json": b'{"made_by": "spendaudit 1", "resources": []}'}, folder)
    with pytest.raises(OutputError, match="cannot be written"):
        write_folder({"datapackage.json": b"{}", "missing/a.csv": b""}, folder)
    assert [one.name for one in tmp_path.iterdir()] == ["tables"]
    assert [one.name for one in folder.iterdir()] == ["datapackage.json"]
    with pytest.raises(OutputError, match="cannot be written") as raised:
        write_folder({"a": b""}, tmp_path / "missing" / "tables")
    assert raised.value.try_next == "make the folder first, or choose another with -o"


@pytest.mark.parametrize("what", [KeyboardInterrupt, OSError])
def test_an_interrupt_between_two_folders_puts_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: type[BaseException]
) -> None:
    place = tmp_path / "tables"
    write_folder(report_as_package(ORDINARY), place)
    old = {path.name: path.read_bytes() for path in place.iterdir()}
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if target == place and "before" not in path.name:
            raise what  # as a signal would
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises((KeyboardInterrupt, OutputError)):
        write_folder(report_as_package(NOTHING_PLACED), place)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == old
    assert list(tmp_path.iterdir()) == [place]
