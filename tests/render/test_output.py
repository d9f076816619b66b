from __future__ import annotations

import os
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from render.literal_reports import ORDINARY
from spendaudit.errors import OutputError
from spendaudit.render.delimited import report_as_csv
from spendaudit.render.frames import frame_as
from spendaudit.render.html import report_as_html
from spendaudit.render.json_report import report_as_json
from spendaudit.render.markdown import report_as_markdown
from spendaudit.render.output import format_from, write_folder, write_output
from spendaudit.render.package import report_as_package
from spendaudit.render.report_workbook import report_as_workbook
from spendaudit.render.terminal import report_as_text

if TYPE_CHECKING:
    from collections.abc import Callable

ALLOWED = ("table", "markdown", "json", "csv")

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")


class Screen(TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def stream_of(stored: BytesIO, encoding: str = "utf-8") -> TextIOWrapper:
    return TextIOWrapper(stored, encoding=encoding, newline="\n")


def test_text_and_bytes_go_to_standard_output() -> None:
    stored = BytesIO()
    stdout = stream_of(stored, "ascii")
    stdout.write("before ")
    write_output("£5\n", None, stdout)
    write_output(b"PAR1", Path("-"), stdout)
    assert stored.getvalue() == "before £5\nPAR1".encode()


def test_a_stream_without_bytes_gets_text() -> None:
    stdout = StringIO()
    write_output("£5\n", None, stdout)
    assert stdout.getvalue() == "£5\n"


def test_a_terminal_gets_its_own_encoding_and_no_escapes() -> None:
    stored = BytesIO()
    screen = Screen(stored, encoding="ascii", newline="\n")
    write_output("£5,\x1b[2J\n", None, screen)
    assert stored.getvalue() == b"GBP5,?[2J\n"


def test_a_terminal_gets_no_bytes() -> None:
    with pytest.raises(OutputError, match="not text"):
        write_output(b"PAR1", None, Screen(BytesIO()))


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    write_output("old", path, StringIO())
    write_output("£5, \udc80\n", path, StringIO())
    assert path.read_bytes() == b"\xc2\xa35, \\udc80\n"
    assert [one.name for one in tmp_path.iterdir()] == ["report.md"]


@posix_only
def test_a_new_file_follows_the_umask_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    before = os.umask(0o027)
    try:
        write_output("new", path, StringIO())
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o600)
    write_output("newer", path, StringIO())
    assert path.stat().st_mode & 0o777 == 0o600


@posix_only
def test_a_link_is_replaced_and_what_it_points_to_is_not_touched(tmp_path: Path) -> None:
    target = tmp_path / "theirs.csv"
    target.write_text("theirs")
    link = tmp_path / "report.csv"
    link.symlink_to(target)
    write_output("ours", link, StringIO())
    assert target.read_text() == "theirs"
    assert not link.is_symlink()
    assert link.read_text() == "ours"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="no space left on device") as raised:
        write_output("new", path, StringIO())
    assert raised.value.try_next
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.md"]


WRITTEN: dict[str, Callable[[], str | bytes | dict[str, bytes]]] = {
    "report.csv": lambda: report_as_csv(ORDINARY),
    "report.html": lambda: report_as_html(ORDINARY),
    "report.json": lambda: report_as_json(ORDINARY),
    "report.md": lambda: report_as_markdown(ORDINARY),
    "report.txt": lambda: report_as_text(ORDINARY),
    "report.xlsx": lambda: report_as_workbook(ORDINARY),
    "payments.parquet": lambda: frame_as(pl.DataFrame({"line": range(100)}), {}, "parquet"),
    "tables": lambda: report_as_package(ORDINARY),
}


def put(content: str | bytes | dict[str, bytes], path: Path) -> None:
    if isinstance(content, dict):
        write_folder(content, path)
    else:
        write_output(content, path, StringIO())


@posix_only
@pytest.mark.parametrize("name", WRITTEN)
def test_a_disk_that_is_full_half_way_leaves_the_old_file_whole(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    # A module that is compiled under the limit would be cut off on the disk, for everybody after.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    content, path = WRITTEN[name](), tmp_path / name
    put(content if isinstance(content, dict) else "old", path)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The system breaks off a write after so many bytes, as it does where no room is left.
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    try:
        with pytest.raises(OutputError, match="cannot be written: file too large") as raised:
            put(content, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert raised.value.try_next
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["", "missing/report.md"])
def test_a_place_that_cannot_be_written_is_an_error_with_advice(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="cannot be written") as raised:
        write_output("new", tmp_path / name, StringIO())
    assert raised.value.try_next
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_output("nothing", Path(os.devnull), StringIO())
    assert not Path(os.devnull).is_file()


@posix_only
@pytest.mark.parametrize("where", [None, "pipe"])
def test_a_closed_pipe_is_left_to_the_command_line(tmp_path: Path, where: str | None) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    destination = Path(f"/dev/fd/{writer}") if where else None
    # Unbuffered, so that closing it has nothing left to write to the pipe.
    stdout = TextIOWrapper(os.fdopen(writer, "wb", buffering=0), write_through=True)
    with pytest.raises(BrokenPipeError):
        write_output("x" * 100_000, destination, stdout)
    stdout.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "asked", "expected"),
    [
        (None, None, "table"),
        (None, "json", "json"),
        ("a.csv", None, "csv"),
        ("A.MD", None, "markdown"),
        ("a.txt", None, "table"),
        ("a.csv", "json", "json"),
        ("a", None, "table"),
        ("-", None, "table"),
        ("/dev/fd.d/3", None, "table"),
    ],
)
def test_the_ending_picks_the_format(path: str | None, asked: str | None, expected: str) -> None:
    assert format_from(Path(path) if path else None, asked, ALLOWED, "table") == expected


@pytest.mark.parametrize("path", ["a.docx", "a.parquet"])
def test_an_unknown_ending_names_those_that_are_known(path: str) -> None:
    with pytest.raises(OutputError, match=path) as raised:
        format_from(Path(path), None, ALLOWED, "table")
    assert ".csv, .json, .markdown, .md or .txt" in raised.value.try_next
