"""Whatever happens to a file on its way, every row is accounted for or the file is refused.

Each case begins from the beginning of a published file, of a synthetic one, or of one of the wrong
files in `tests/files`. The cases are the same on every run. More of them, or others:

    SPENDAUDIT_FUZZ=0-500 python -m pytest tests/read/test_fuzz.py
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SAMPLE, SHARED
from read.accounting import Case, accounted_for, run_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = Path(__file__).resolve().parent.parent / "files"
VARIABLE = "SPENDAUDIT_FUZZ"
WORKBOOK_ENDINGS = (".xls", ".xlsx", ".ods")
LARGEST_WORKBOOK = 100_000
"""Bytes: what is wrong with a larger one is wrong with a small one, and each costs a process."""

PUBLISHED = sorted((SHARED / "spend").glob("*/*.*"))
# A case each of all of them, only where more cases are asked for: the suite has to end in minutes.
OURS = [
    SAMPLE / "messy.csv",
    *sorted(FILES.glob("*.csv"))[:: 1 if os.environ.get(VARIABLE) else 4],
]
TEXTS = [file for file in [*PUBLISHED, *OURS] if file.suffix.lower() not in WORKBOOK_ENDINGS]
WORKBOOKS = [
    file
    for file in [*PUBLISHED, FILES / "april.xlsx", FILES / "april.xls", FILES / "april.ods"]
    if file.suffix.lower() in WORKBOOK_ENDINGS and file.stat().st_size < LARGEST_WORKBOOK
]
OTHERS = tuple(TEXTS[::9])
"""Files of which one may stand behind, or before, the one that is damaged."""

EACH_PUBLISHED, EACH_OF_OURS, EACH_WORKBOOK = 1, 1, 1
THOROUGH = 40
"""So often a case, beginning with the first, goes down the whole line: that takes ten times as long."""


def seeds(file: Path) -> range:
    """The cases of a file: as many as one has time for, or those that the variable asks for."""
    asked = os.environ.get(VARIABLE)
    if asked:
        first, _, last = asked.partition("-")
        return range(int(first), int(last or first) + 1)
    if file in WORKBOOKS:
        return range(EACH_WORKBOOK)
    return range(EACH_PUBLISHED) if file in PUBLISHED else range(1, 1 + EACH_OF_OURS)


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


@pytest.fixture(scope="module")
def outcomes() -> Iterator[dict[Path, Future[list[Case]]]]:
    """All cases at work, as many files at once as there are cores."""
    with pytest.MonkeyPatch.context() as patch:
        # Read when Polars is imported: of small tables, threads only wait for each other.
        patch.setenv("POLARS_MAX_THREADS", "1")
        workers = ProcessPoolExecutor(
            os.cpu_count(), mp_context=multiprocessing.get_context("spawn")
        )
        with workers as pool:
            yield {
                file: pool.submit(run_cases, file, OTHERS, seeds(file), THOROUGH)
                for file in [*WORKBOOKS, *TEXTS]
            }
            pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("file", [*WORKBOOKS, *TEXTS], ids=name_of)
def test_a_damaged_file_adds_up_or_is_refused(
    file: Path, outcomes: dict[Path, Future[list[Case]]]
) -> None:
    wrong = [case for case in outcomes[file].result() if case.wrong]
    again = [f"{VARIABLE}={case.seed} repeats it: {case.happened}: {case.wrong}" for case in wrong]
    assert not wrong, "\n".join([name_of(file), *again])


def test_there_are_published_files_to_damage(shared: Path) -> None:
    assert len(PUBLISHED) > 90, shared


def test_most_damaged_files_are_read_and_many_are_refused(
    outcomes: dict[Path, Future[list[Case]]],
) -> None:
    """Else the cases above would prove nothing: a reader that refuses everything passes them."""
    ends = Counter(case.ended for file in TEXTS for case in outcomes[file].result())
    assert ends["read"] > 0.4 * ends.total()
    assert ends["refused"] > 0.1 * ends.total()


@settings(derandomize=True)
@given(
    st.lists(
        st.text(st.sampled_from('ab1,2."\n\r\t;|£-() \u00a0\u2028\x1f\x1c/'), max_size=30),
        max_size=8,
    )
)
def test_rubbish_under_a_heading_adds_up_or_is_refused(rows: list[str]) -> None:
    content = "\n".join(["Supplier,Date,Amount,Text", "Wyre,01/02/2024,1.00,x", *rows])
    accounted_for(content.encode())


@settings(derandomize=True)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_add_up_or_are_refused(rubbish: bytes, under_a_heading: bool) -> None:
    accounted_for(b"Supplier,Date,Amount\nWyre,01/02/2024,1.00\n" * under_a_heading + rubbish)
