"""What is read at once, and proved by what was read, is what a proof beforehand gives."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from read.published import published
from spendaudit.clean.rows import clean_rows
from spendaudit.errors import InputError
from spendaudit.read import lines
from spendaudit.read.records import read_rows
from spendaudit.read.regular import IrregularError
from spendaudit.read.source import open_source, open_sources

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.clean.rows import CleanFile

HEADING = "Supplier,Amount,Purpose\n"
REGULAR = 'Wyre Ltd,1.00,a\n"Lune, Lune & Co","1,200.00",b\n'
LONGEST = 60
"""Bytes of a line: none here is longer."""
CELLS = st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", "a", "1", " ", "é", "Â£", "\udce9"])


def cleaned(text: str, *, at_once: bool) -> CleanFile | None:
    """The payments of a text; None where it is refused, or is to be read another way."""
    content = text.encode(errors="surrogateescape")
    with published(content) as path, open_sources(path, on_trust=at_once) as (source,):
        try:
            rows = read_rows(source, {}, at_once=at_once)
            return clean_rows(rows, "spend.csv")
        except (IrregularError, UnicodeDecodeError):
            assert at_once
        except (InputError, pl.exceptions.ComputeError, pl.exceptions.SchemaError):
            pass
    return None


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take all of a short text but its first lines on trust."""
    monkeypatch.setattr(lines, "PIECE", LONGEST)


@given(st.lists(CELLS, max_size=14).map("".join))
@example('"a""b",1,\n')
@example(',""1""')
@example('5" x 6" pipe,1,\n')
@example('"a\nb",1,2\n"c\n')
@example("a,1,2,3\n")
@example('a,1,"2\n3"')
@example('"",1,""\r\n')
@example("Caf\udce9,1,2")
@example("Â£,1,2")
@example("a\rb,1,2")
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.usefixtures("small_pieces")
def test_both_ways_give_the_same(text: str) -> None:
    whole = HEADING + REGULAR + text + "\n" + REGULAR
    at_once = cleaned(whole, at_once=True)
    if at_once is None:
        return
    before = cleaned(whole, at_once=False)
    assert before is not None
    assert at_once.payments.equals(before.payments)
    assert at_once.set_aside.equals(before.set_aside)
    for what in ("non_rows", "rows", "control_totals", "bodies", "titles", "notices"):
        assert getattr(at_once, what) == getattr(before, what)


def test_regular_text_is_read_at_once() -> None:
    for text in (REGULAR, REGULAR[:-1], REGULAR.replace("\n", "\r\n"), '"a ""b"" c",1.00,\n'):
        assert cleaned(HEADING + text, at_once=True) is not None


@pytest.mark.parametrize(
    "odd",
    [
        "Wyre,1.00,a,,",
        "Wyre,1.00,a,b",
        '"Wyre\nLtd",1.00,a',
        'Wyre,1.00,5" x 6"',
        'Wyre,1.00,5"',
        "Caf\udce9,1.00,a",
        "Wyre,1.00,Â£",
        "Wyre,1.00,a\rb",
    ],
)
def test_one_odd_row_among_many_is_noticed(odd: str) -> None:
    # Polars reads such a text in many pieces, and of its bytes only the first are looked at before.
    many = REGULAR * 100_000
    # An accent at the start speaks for UTF-8.
    assert cleaned(f"{HEADING}Café,1.00,a\n{many}{odd}\n{many}", at_once=True) is None


def test_a_large_file_tells_its_encoding_wherever_it_does(tmp_path: Path) -> None:
    row = b"Wyre,1.00,a\n" * 400_000
    large = tmp_path / "large.csv"
    cafe = "Caf\xe9,1.00,a\n"
    for before, after, encoding in (
        (b"", cafe.encode(), "utf-8"),
        (cafe.encode("cp1252"), b"", "cp1252"),
        (b"", cafe.encode("cp1252"), "cp1252"),
    ):
        large.write_bytes(HEADING.encode() + before + row + row + after)
        with open_source(large) as source:
            assert source.encoding == encoding
            assert source.sha256 == hashlib.sha256(large.read_bytes()).hexdigest()
