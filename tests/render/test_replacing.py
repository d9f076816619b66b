"""What somebody else laid out in a shared folder, and outputs that take their place together."""

from __future__ import annotations

import os
import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from spendaudit.errors import OutputError
from spendaudit.render.output import format_from, write_outputs
from spendaudit.render.replacing import refuse_planted

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")

THEIRS = 4242


@pytest.fixture
def shared_folder(tmp_path: Path) -> Path:
    """A folder that everybody may write to, as /tmp is."""
    folder = tmp_path / "everybody's"
    folder.mkdir()
    folder.chmod(0o1777)
    return folder


def stranger(path: Path) -> int:
    """A user whose file this is not: it is given away where that can be done, or another asks."""
    if os.geteuid() == 0:
        os.chown(path, THEIRS, -1, follow_symlinks=False)
        return 0
    return os.geteuid() + 1


def test_somebody_elses_link_is_refused_at_the_end_of_a_path_and_on_the_way(
    shared_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    link = shared_folder / "out"
    link.symlink_to(tmp_path / "home")
    user = stranger(link)
    for destination in (link, link / "report.html"):
        with pytest.raises(OutputError, match="somebody else's link"):
            refuse_planted(destination, user)
    refuse_planted(shared_folder / "report.html", user)


def test_somebody_elses_pipe_is_refused_where_everybody_may_write_and_nowhere_else(
    shared_folder: Path, tmp_path: Path
) -> None:
    for folder in (shared_folder, tmp_path):
        os.mkfifo(folder / "report.html")
    user = stranger(shared_folder / "report.html")
    with pytest.raises(OutputError, match="pipe or device"):
        refuse_planted(shared_folder / "report.html", user)
    refuse_planted(tmp_path / "report.html", user)


def test_a_link_of_ones_own_is_replaced_in_a_shared_folder_too(
    shared_folder: Path, tmp_path: Path
) -> None:
    target, link = tmp_path / "target", shared_folder / "report.md"
    target.write_text("untouched")
    link.symlink_to(target)
    write_outputs([(link, "new")], StringIO())
    assert (link.read_text(), target.read_text()) == ("new", "untouched")


def test_no_output_takes_its_place_before_all_are_written(tmp_path: Path) -> None:
    old = tmp_path / "report.md"
    old.write_text("old")
    stdout = StringIO()
    answers = [(old, "new"), (None, "also"), (tmp_path / "missing" / "report.csv", "never")]
    with pytest.raises(OutputError, match=r"report\.csv cannot be written"):
        write_outputs(answers, stdout)
    assert (old.read_text(), stdout.getvalue()) == ("old", "")
    assert [one.name for one in tmp_path.iterdir()] == ["report.md"]


def test_a_private_file_is_never_readable_by_others_while_it_is_replaced(tmp_path: Path) -> None:
    from spendaudit.render.replacing import new_file

    path = tmp_path / "report.md"
    path.write_text("old")
    path.chmod(0o600)
    with new_file(b"new", path):
        (unfinished,) = (one for one in tmp_path.iterdir() if one != path)
        assert unfinished.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == "old"


def test_a_file_in_shared_memory_is_a_file_and_no_device() -> None:
    from pathlib import Path

    assert format_from(Path("/dev/shm/report.json"), None, ["json", "table"], "table") == "json"  # noqa: S108
    assert format_from(Path("/dev/stdout"), None, ["json", "table"], "table") == "table"
