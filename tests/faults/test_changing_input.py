"""Files that grow, are cut off, replaced or removed while they are read: refused, or read as they were."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from faults.campaign import ended, program, seeded, times, wrong_with
from spendaudit.audit import Request, audit
from spendaudit.errors import InputError
from spendaudit.read.source import on_disk, open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faults.campaign import Ended, Tally

HEADING = "Date,Supplier,Postcode,Amount\n"
ROWS = "".join(
    f"{1 + n % 28:02}/04/2024,Firm {n % 997} Ltd,PR1 2RL,{n % 5000}.50\n" for n in range(20_000)
)


def grown(path: Path) -> None:
    with path.open("a") as file:
        file.write("01/04/2024,Late Ltd,PR1 2RL,1.00\n")


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def replaced(path: Path) -> None:
    new = path.with_name("new")
    new.write_text(HEADING + ROWS[: len(ROWS) // 2])
    new.replace(path)


def rewritten(path: Path) -> None:
    path.write_text(path.read_text().replace("PR1", "M11"))


def removed(path: Path) -> None:
    path.unlink()


WAYS = (grown, cut_off, replaced, rewritten, removed)


@pytest.mark.parametrize("change", WAYS)
def test_a_change_after_the_first_look_is_refused(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(HEADING + ROWS[:2000])
    with pytest.raises(InputError, match="changed while it was read"), open_source(path):
        change(path)
    # What fails in the reading is the consequence of the change.
    path.write_text(HEADING + ROWS[:2000])
    with pytest.raises(InputError, match="changed while it was read"), on_disk(path):  # noqa: PT012
        change(path)
        raise ValueError("failed to fill whole buffer")


def test_a_new_link_or_mode_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(HEADING + ROWS[:2000])
    with open_source(path):
        (tmp_path / "link").hardlink_to(path)
        path.chmod(0o600)


def test_an_audit_is_of_the_bytes_that_it_names_or_of_none(
    tmp_path: Path, tally: Callable[[str], Tally]
) -> None:
    counted, chance = tally("input changes while it is read"), seeded("changing")
    path = tmp_path / "spend.csv"
    whole = (HEADING + ROWS).encode()
    refused = 0
    for number in times(15, 600):
        change = WAYS[number % len(WAYS)]
        path.write_bytes(whole)
        wait = chance.random() * 0.35

        def meddle(change: Callable[[Path], None] = change, wait: float = wait) -> None:
            time.sleep(wait)
            change(path)

        beside = threading.Thread(target=meddle)
        beside.start()
        wrong = None
        try:
            found = audit(Request([path], area="Preston"))
        except InputError as error:
            refused += "changed while it was read" in error.found
            wrong = None if error.try_next else "nothing to try"
        except Exception as error:  # noqa: BLE001  # whatever it is, it is the failure
            wrong = f"{type(error).__name__}: {error}"
        else:
            wrong = not_of_the_bytes(found.cleaned.files[0], whole, path, beside)
        beside.join()
        counted.case(f"{change.__name__} after {wait:.3f} s", wrong)
    assert refused, "no change fell into the reading: the cases prove little"
    counted.assert_none_failed()


def not_of_the_bytes(
    account: object, whole: bytes, path: Path, beside: threading.Thread
) -> str | None:
    """Why an account is not that of the bytes whose SHA-256 it gives, or None."""
    beside.join()
    versions = [whole, *([path.read_bytes()] if path.exists() else [])]
    sha256, rows = account.sha256, account.rows  # type: ignore[attr-defined]
    for version in versions:
        if hashlib.sha256(version).hexdigest() == sha256:
            lines = version.count(b"\n") + (not version.endswith(b"\n"))
            return None if rows == lines else f"{rows} rows of {lines}"
    return "it names bytes that the file never had"


def test_a_report_of_a_log_that_grows(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    """A whole run, while another process appends line by line."""
    counted = tally("input grows all the time")
    path = tmp_path / "spend.csv"
    for number in times(1, 12):
        path.write_text(HEADING + ROWS)
        process = program("report", path, "--area", "Preston", "-f", "json", "--quiet")
        while process.poll() is None:
            grown(path)
            time.sleep(0.005)
        counted.case(number, refused_or_whole(ended(process)))
    counted.assert_none_failed()


def refused_or_whole(end: Ended) -> str | None:
    """What is wrong with the end of a run whose file changed all the time."""
    if end.status == 0:
        return f"it has {json.loads(end.out)['rows']} rows of a file that never stood still"
    return wrong_with(end)
