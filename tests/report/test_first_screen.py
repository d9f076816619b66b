"""What a report shows unasked: the four answers within a screen, and every supplier row elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from line import report_of
from spendaudit.measures.largest import FEW_ROWS, MOST_ROWS
from spendaudit.render import wording
from spendaudit.render.terminal import report_as_text
from spendaudit.report.questions import FIRST

if TYPE_CHECKING:
    from pathlib import Path

SCREEN = 46
"""Lines of 80 columns."""


def test_the_first_screen_answers_how_much_how_sure_what_moved_and_what_leaks(sample: Path) -> None:
    report = report_of(*(sample / f"preston-sample-{year}.csv" for year in ("2023-24", "2024-25")))
    screen = report_as_text(report).splitlines()[:SCREEN]
    ends = ("could not be placed", "nothing found", "2023-24 to 2024-25", "The largest leaks")
    for answer in (*ends, " more  ", "that is no purchase"):
        assert any(answer in line for line in screen), answer
    unasked = {one.key: one for one in wording.questions(report)}
    asked = {one.key: one for one in wording.questions(report, FIRST)}
    leaks = unasked["suppliers-leaving"].table, asked["suppliers-leaving"].table
    # The others are one row.
    assert [len(table.rows) - 1 for table in leaks if table] == [FEW_ROWS, MOST_ROWS]
    assert unasked.keys() == asked.keys()


@pytest.mark.parametrize(
    ("supplier", "said"),
    [
        ("Ribble Hospitals NHS Trust", "these could be either and count as influenceable: public-transfer"),
        ("Ribble Paints Ltd", "no payee was recognised as such"),
    ],
)  # fmt: skip
def test_what_may_be_no_purchase_is_said_where_nothing_surely_is(
    tmp_path: Path, supplier: str, said: str
) -> None:
    file = tmp_path / "april.csv"
    file.write_text(f"Date,Supplier,Net Amount\n01/04/2024,{supplier},500.00\n")
    text = " ".join(report_as_text(report_of(file)).split())
    assert said in text.split("What is no purchase")[1]
    assert text.count("recognised as such") == said.count("recognised as such")
