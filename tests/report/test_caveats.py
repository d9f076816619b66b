"""What a report says of the totals that are printed in its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spendaudit.audit import Request, audit
from spendaudit.measures.spend import spend_of
from spendaudit.report.caveats import caveats_of

if TYPE_CHECKING:
    from pathlib import Path

BELOW = ["25/04/2024,Lune Legal LLP,640.00", "26/04/2024,Savick Signs,710.00"]


def told(folder: Path, *files: tuple[str, list[str]]) -> list[str]:
    """What is said of files with three payments of 3,000 pounds in all, a total and what stands below it."""
    for number, (total, below) in enumerate(files, start=1):
        rows = [f"{n + 13}/04/2024,Wyre {number}{n} Ltd,{n}00.00" for n in (5, 12, 13)]
        text = "\n".join(["Date,Supplier,Amount", *rows, f",Total,{total}", *below, ""])
        folder.joinpath(f"file-{number}.csv").write_text(text, encoding="utf-8")
    found = audit(Request(files=[folder], area="Preston"))
    return [one.text for one in caveats_of(found, spend_of(found)) if one.key == "control-total"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("3000.00", [])], "the total printed in the file equals ours to the penny"),
        (
            [("3000.00", BELOW)],
            "the total printed in the file equals ours to the penny, but 2 payments count below it, £1,350.00 in all",
        ),
        (
            [("3000.00", []), ("3000.00", [])],
            "2 totals printed in the files equal ours to the penny",
        ),
        (
            [("3000.00", BELOW), ("3000.00", BELOW[:1])],
            "2 totals printed in the files equal ours to the penny, but 3 payments count below the last, £1,990.00 in all",
        ),
    ],
)
def test_what_counts_below_totals_that_agree_is_said(
    tmp_path: Path, files: list[tuple[str, list[str]]], said: str
) -> None:
    assert told(tmp_path, *files) == [said]


def test_one_of_two_files_has_a_total_that_agrees(tmp_path: Path) -> None:
    differs, agrees = told(tmp_path, ("3000.00", BELOW), ("2999.00", []))
    assert "prints a total of £2,999.00" in differs
    assert agrees == (
        "the total printed in one file equals ours to the penny, but 2 payments count below it, £1,350.00 in all"
    )
