"""The table of a campaign: cases and failures by kind, after the last test."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from faults.campaign import LONG, Tally
from spendaudit.places.directory import cache_folder, open_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = "fault campaign"


@pytest.fixture(scope="session")
def warm() -> Path:
    """A cache folder that holds the postcode directory."""
    folder = cache_folder()
    if folder is None or open_directory().notice:
        pytest.skip("the postcode directory cannot be kept on this machine")
    return folder


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Callable[[str], Tally]]:
    """Counts the cases of a kind; the test fails if one of them did."""
    tallies: list[Tally] = []

    def begin(kind: str) -> Tally:
        tallies.append(Tally(kind))
        return tallies[-1]

    yield begin
    for one in tallies:
        record_property(KEY, [one.kind, one.cases, len(one.failures)])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of the long form."""
    if not LONG:
        return
    cases: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "teardown":
                continue
            for key, value in report.user_properties:
                if key == KEY:
                    cases[value[0]] += value[1]
                    failures[value[0]] += value[2]
    terminalreporter.section("fault campaign")
    for kind, number in [*sorted(cases.items()), ("all", cases.total())]:
        failed = failures.total() if kind == "all" else failures[kind]
        terminalreporter.write_line(f"{kind:<60} {number:>6} cases {failed:>4} failures")
