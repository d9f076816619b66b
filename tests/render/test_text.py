from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.report.text import LONGEST, carried, escaped_in_json, harmless, shown

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}

# Hypothesis leaves lone surrogates out of `text()`; file names can hold them.
ANY_TEXT = st.text(st.characters(codec=None, categories=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café Nuñez & Co", "Café Nuñez & Co"),
        ("\x1b[2J", "␛[2J"),
        ("two\r\nlines", "two␍␊lines"),
        ("tab\tbed", "tab␉bed"),
        ("\x7f\x9b", "␡�"),
        ("evil\u202ecod.exe", "evil�cod.exe"),
        ("a\u2028b\u200bc\ufeff", "a�b�c�"),
        ("\udc80", "�"),
        ("no\xa0break", "no\xa0break"),
    ],
)
def test_unseen_characters_are_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_name_of_ten_thousand_characters_is_shortened() -> None:
    assert shown("N" * 10_000) == "N" * (LONGEST - 1) + "…"
    assert shown("N" * 10_000, None) == "N" * 10_000


@given(ANY_TEXT)
def test_nothing_unseen_is_left(text: str) -> None:
    assert not {unicodedata.category(mark) for mark in shown(text)} & UNSEEN
    assert len(shown(text)) <= LONGEST
    assert len(shown(text).splitlines()) <= 1


@given(ANY_TEXT)
def test_showing_twice_changes_nothing(text: str) -> None:
    assert shown(shown(text)) == shown(text)


def test_a_whole_output_keeps_its_lines_and_tabs() -> None:
    assert harmless("a\tb\r\n\x1b[2J\n") == "a\tb␍\n␛[2J\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "£5 … \u2013 █ 株"),
        ("latin-1", "£5 ... - # ?"),
        ("cp1252", "£5 … \u2013 # ?"),
        ("ascii", "GBP5 ... - # ?"),
    ],
)
def test_a_text_is_written_with_what_the_encoding_has(encoding: str, expected: str) -> None:
    assert carried("£5 … \u2013 █ 株", encoding) == expected


@given(ANY_TEXT, st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252", "cp850"]))
def test_every_encoding_carries_every_shown_text(text: str, encoding: str) -> None:
    carried(shown(text), encoding).encode(encoding)


@given(ANY_TEXT)
def test_escaping_json_changes_no_value(text: str) -> None:
    written = escaped_in_json(json.dumps({"name": text}, ensure_ascii=False))
    assert json.loads(written) == {"name": text}
    written.encode()
