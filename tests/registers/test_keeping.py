"""Whatever happens while a register is added, the old one is there, or the new one is."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from registers.published import companies, company, written
from spendaudit.errors import RegisterError
from spendaudit.registers.index import build
from spendaudit.registers.keeping import remove
from spendaudit.registers.store import MANIFEST, Register, open_registers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROWS = 20_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of registers in which one company is known."""
    build([written(tmp_path, "old.csv", companies(company("OLD LTD", "00000001")))], tmp_path / "r")
    return tmp_path / "r"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    rows = [company(f"COMPANY {number} OF MANY LTD", f"{number:08}") for number in range(ROWS)]
    return written(tmp_path, "new.csv", companies(*rows))


def adding(path: Path, folder: Path, limit: str = "") -> Sequence[str]:
    """The command that adds a register in a process of its own."""
    program = f"{limit}\nfrom spendaudit.cli import main\nmain()"
    return [
        sys.executable,
        "-c",
        program,
        "registers",
        "add",
        str(path),
        "--registers",
        str(folder),
    ]


def rows_in(folder: Path) -> int:
    """How many companies can be read, each with its names."""
    register = open_registers(folder).called("companies-house")
    assert register is not None
    found = register.organisations().collect().height
    assert register.names().collect().height == found == register.rows
    assert register.lookup().height == found
    assert all(table.height for table in register.words())
    return found


def test_killed_at_any_moment_the_old_register_is_there_or_the_new_one(
    folder: Path, large: Path
) -> None:
    began = time.monotonic()
    subprocess.run(adding(large, folder), check=True, capture_output=True)
    lasted = time.monotonic() - began
    build([written(large.parent, "old.csv", companies(company("OLD LTD", "00000001")))], folder)
    seen = set()
    for tenth in range(3, 12):
        process = subprocess.Popen(
            adding(large, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(lasted * tenth / 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.add(rows_in(folder))
    assert seen <= {1, ROWS}
    # The next one takes away what the killed ones left behind.
    build([large], folder)
    assert rows_in(folder) == ROWS
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["companies-house"]
    assert len([path for path in (folder / "companies-house").iterdir() if path.is_dir()]) == 1


def test_a_full_disk_leaves_the_old_register(folder: Path, large: Path) -> None:
    for kilobytes in (1, 20, 40):
        limit = (
            # Nor may a module be compiled under it, and stay cut off on the disk.
            "import resource, sys\nsys.dont_write_bytecode = True\n"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes << 10}, {kilobytes << 10}))"
        )
        done = subprocess.run(adding(large, folder, limit), check=False, capture_output=True)
        said = done.stderr.decode()
        assert done.returncode == 1, said
        assert "could not be written" in said
        assert "try:" in said
        assert rows_in(folder) == 1
        assert [path.name for path in folder.iterdir() if path.is_dir()] == ["companies-house"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_two_at_once_do_no_harm(folder: Path, large: Path) -> None:
    both = [
        subprocess.Popen(adding(large, folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    while any(process.poll() is None for process in both):
        assert rows_in(folder) in (1, ROWS)
    for process in both:
        said = process.communicate()
        assert process.returncode == 0, said
    assert rows_in(folder) == ROWS


def test_whoever_reads_a_register_can_read_it_to_its_end(folder: Path, large: Path) -> None:
    reading = open_registers(folder).registers[0]
    subprocess.run(adding(large, folder), check=True, capture_output=True)
    assert reading.organisations().collect()["name"].to_list() == ["OLD LTD"]
    assert rows_in(folder) == ROWS
    assert remove("companies-house", folder)
    assert reading.names().collect()["name"].to_list() == ["OLD LTD"]
    assert not open_registers(folder)
    del reading
    build([large], folder)
    assert len([path for path in (folder / "companies-house").iterdir() if path.is_dir()]) == 1


def test_the_same_files_make_the_same_bytes(tmp_path: Path, large: Path) -> None:
    contents = []
    for name in ("one", "two"):
        build([large], tmp_path / name)
        tables = sorted(path for path in (tmp_path / name).glob("*/*/*") if path.name != MANIFEST)
        contents.append([(path.name, path.read_bytes()) for path in tables])
    assert {name.rpartition(".")[2] for name, _ in contents[0]} == {"arrow", "parquet"}
    assert contents[0] == contents[1]


def test_where_polars_hashes_otherwise_the_same_names_are_found(folder: Path, large: Path) -> None:
    build([large], folder)
    kept = open_registers(folder).called("companies-house")
    assert kept is not None
    manifest = replace(kept.manifest, hashing="of another version")
    anew = Register(manifest, kept.folder)
    assert anew.lookup().equals(kept.lookup())
    assert [table.to_dict(as_series=False) for table in anew.words()] == [
        table.to_dict(as_series=False) for table in kept.words()
    ]


def test_a_register_of_another_format_is_refused_with_what_to_do(folder: Path) -> None:
    manifest = folder / "companies-house" / MANIFEST
    known = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**known, "format": 99, "what": "is this"}))
    with pytest.raises(RegisterError, match="made by another version") as refusal:
        open_registers(folder)
    assert refusal.value.try_next == "add it again: spendaudit registers add old.csv"
    assert remove("companies-house", folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', "\x00\x01", "[" * 100_000])
def test_a_broken_manifest_is_refused(folder: Path, content: str) -> None:
    (folder / "companies-house" / MANIFEST).write_text(content)
    with pytest.raises(RegisterError, match="companies-house"):
        open_registers(folder)


def test_a_table_that_is_cut_off_is_refused(folder: Path) -> None:
    (table,) = folder.rglob("organisations.parquet")
    os.truncate(table, 100)
    with pytest.raises(RegisterError, match=r"is damaged: organisations\.parquet"):
        open_registers(folder)


def test_a_folder_that_is_not_there_is_refused_where_it_was_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="there is no folder of registers"):
        open_registers(tmp_path / "nowhere")
    assert not remove("oscr", tmp_path / "nowhere")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, large: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RegisterError, match="registers cannot be kept in"):
        build([large], tmp_path / "file" / "registers")
