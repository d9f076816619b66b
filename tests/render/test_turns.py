"""Two runs for one output, and one after a run that was killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from spendaudit.errors import OutputError
from spendaudit.render.turns import alone_at

HOLD = """
import sys, time
from pathlib import Path
from spendaudit.render.turns import alone_at
with alone_at([Path(sys.argv[1])]):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_a_run_waits_no_longer_than_it_has_patience_and_a_killed_one_holds_nothing(
    tmp_path: Path,
) -> None:
    place = tmp_path / "report.html"
    with subprocess.Popen([sys.executable, "-c", HOLD, place], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"mine\n"
        with pytest.raises(OutputError, match="by another run") as raised, alone_at([place], 0.1):
            pass
        assert raised.value.try_next
        with alone_at([tmp_path / "another.html"], 0):
            pass
        other.kill()
    # The file that the lock hung on is still there, and holds nobody up.
    assert list(tmp_path.iterdir())
    with alone_at([place], 0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_next_run_goes_on_as_soon_as_the_first_has_ended(tmp_path: Path) -> None:
    place = tmp_path / "report.html"
    soon = HOLD.replace("sleep(60)", "sleep(0.2)")
    with subprocess.Popen([sys.executable, "-c", soon, place], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        began = time.monotonic()
        with alone_at([place], 60):
            assert time.monotonic() - began < 30
    assert list(tmp_path.iterdir()) == []


def test_one_output_under_two_names_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with alone_at([Path("a.html"), tmp_path / "a.html", Path("tables/")], 0):
        assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_is_not_there_is_left_to_whoever_writes(tmp_path: Path) -> None:
    with alone_at([tmp_path / "missing" / "a.html"], 0):
        assert list(tmp_path.iterdir()) == []
