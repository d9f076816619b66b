"""Whatever happens to a file on its way, every row is accounted for or the file is refused."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from read.published import cleaned
from spendaudit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REAL = (
    "hyndburn-bc/1705.csv",
    "hyndburn-bc/December-2020.csv",
    "cabinet-office/CO-Transparency-data-May-2012.csv",
    "cefas/cefas-over-25k-1007.csv",
    "homerton-university-hospital-nhs-ft/HOME 10 - January.pdf.csv",
    "nice/Transparency-of-Spend-over-25k-April-2014.csv",
    "warwickshire-cc/all-jan-2013.csv",
    "hammersmith-fulham-lbc/data.csv",
)
SPLINTERS = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xa3",
    b"\x9c",
    b"\xff",
    b"\t",
    b'""',
    b"\xef\xbb\xbf",
    b";;",
]


@cache
def beginning(path: Path) -> bytes:
    return path.read_bytes()[:12_000]


def truncated(content: bytes, draw: Callable[[int], int]) -> bytes:
    start = draw(len(content)) if draw(3) == 0 else 0
    return content[start : start + draw(len(content))]


def with_bytes_flipped(content: bytes, draw: Callable[[int], int]) -> bytes:
    damaged = bytearray(content)
    for _ in range(1 + draw(12)):
        damaged[draw(len(damaged) - 1)] = draw(255)
    return bytes(damaged)


def with_splinters(content: bytes, draw: Callable[[int], int]) -> bytes:
    for _ in range(1 + draw(8)):
        place = draw(len(content))
        content = content[:place] + SPLINTERS[draw(len(SPLINTERS) - 1)] + content[place:]
    return content


def shuffled(content: bytes, draw: Callable[[int], int]) -> bytes:
    lines = content.splitlines(keepends=True)
    for _ in range(1 + draw(20)):
        a, b = draw(len(lines) - 1), draw(len(lines) - 1)
        lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


DAMAGES = (truncated, with_bytes_flipped, with_splinters, shuffled)


def assert_accounted_for(content: bytes) -> None:
    try:
        clean = cleaned(content)
    except InputError:
        return
    kept = clean.payments.height + clean.set_aside.height + sum(clean.non_rows.values())
    assert kept == clean.rows
    lines = [*clean.payments["line"], *clean.set_aside["line"]]
    assert len(set(lines)) == len(lines)
    assert all(clean.set_aside["reason"].is_not_null())
    assert clean.payments["pence"].null_count() == 0


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data(), st.sampled_from(DAMAGES))
@pytest.mark.parametrize("file", REAL)
def test_a_damaged_real_file_adds_up_or_is_refused(
    file: str,
    shared: Path,
    data: st.DataObject,
    damage: Callable[[bytes, Callable[[int], int]], bytes],
) -> None:
    content = beginning(shared / "spend" / file)
    assert_accounted_for(damage(content, lambda most: data.draw(st.integers(0, most))))


@settings(
    max_examples=35, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data(), st.sampled_from(DAMAGES))
def test_a_damaged_sample_adds_up_or_is_refused(
    sample: Path,
    data: st.DataObject,
    damage: Callable[[bytes, Callable[[int], int]], bytes],
) -> None:
    content = beginning(sample / "messy.csv")
    assert_accounted_for(damage(content, lambda most: data.draw(st.integers(0, most))))


@settings(max_examples=35, deadline=None)
@given(
    st.lists(
        st.text(st.sampled_from('ab1,2."\n\r\t;|£-() \u00a0\u2028\x1f\x1c/'), max_size=30),
        max_size=8,
    )
)
def test_rubbish_under_a_heading_adds_up_or_is_refused(rows: list[str]) -> None:
    content = "\n".join(["Supplier,Date,Amount,Text", "Wyre,01/02/2024,1.00,x", *rows])
    assert_accounted_for(content.encode())
