"""What is written from the program is what the program says today."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

import architecture
import man_page
from session_runner import ROOT
from spendaudit import __version__
from spendaudit.cli.program import Status
from test_architecture import ROOMS, room_of


def test_the_manual_page_is_that_of_the_help() -> None:
    written = man_page.PAGE.read_text(encoding="utf-8")
    assert written == man_page.page(), "python docs/man_page.py"


def test_the_changelog_has_the_version_that_the_program_tells() -> None:
    written = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = re.findall(r"(?m)^## \[(.+)\] - \d{4}-\d\d-\d\d$", written)
    assert dated[0] == __version__ or ".dev" in __version__


def test_the_manual_page_knows_each_exit_status() -> None:
    assert set(man_page.STATUSES) == set(Status)


def test_the_manual_page_is_read_without_a_warning() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        [groff, "-man", "-Tutf8", "-ww", man_page.PAGE], capture_output=True, check=True
    )
    assert done.stderr == b""
    assert b"spendaudit report" in done.stdout


def test_the_page_of_the_architecture_is_that_of_the_modules() -> None:
    assert architecture.PAGE.read_text(encoding="utf-8") == architecture.page(), (
        "python docs/architecture.py"
    )


def test_the_page_of_the_architecture_has_every_room_in_the_order_of_imports() -> None:
    numbers = [room_of(room) for room in architecture.ROOMS]
    assert numbers == sorted(numbers)
    assert {*architecture.ROOMS, "__main__"} == {room for rooms in ROOMS for room in rooms}
