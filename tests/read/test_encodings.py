"""Every code page that councils publish in is told by its bytes, and no character is mistaken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from read.published import paid, source_of
from spendaudit.read import encodings, source

TEXT = "Supplier,Amount\nCafé Ribble\N{RIGHT SINGLE QUOTATION MARK}s,£12.50\nPlain Ltd,3.00\n"


@pytest.mark.parametrize(
    ("codec", "called"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 with BOM"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_pounds_accents_and_apostrophes_survive(codec: str, called: str) -> None:
    assert source_of(TEXT.encode(codec)).encoding == called
    assert paid(TEXT.encode(codec)) == [
        ("Café Ribble\N{RIGHT SINGLE QUOTATION MARK}s", 1250),
        ("Plain Ltd", 300),
    ]


@pytest.mark.parametrize("codec", ["cp850", "cp437"])
def test_a_pound_sign_of_the_old_ledgers_is_a_pound_sign(codec: str) -> None:
    text = "Supplier,Amount (£)\nCafé Ribble,£12.50\n"
    assert source_of(text.encode(codec)).encoding == "cp850"
    assert paid(text.encode(codec)) == [("Café Ribble", 1250)]


def test_utf_16_is_read_in_either_byte_order() -> None:
    for order, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        assert paid(mark + TEXT.encode(order))[0] == (
            "Café Ribble\N{RIGHT SINGLE QUOTATION MARK}s",
            1250,
        )


def test_a_letter_of_one_code_page_does_not_decide_for_the_other() -> None:
    # œ in Windows is £ in DOS, ú in DOS is £ in Windows: between letters they are letters.
    assert source_of("Supplier,Amount\nCœur Ltd,1.00\n".encode("cp1252")).encoding == "cp1252"
    assert paid("Supplier,Amount\nCœur Ltd,1.00\n".encode("cp1252")) == [("Cœur Ltd", 100)]


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_a_byte_that_windows_does_not_define_is_no_crash_and_is_said_aloud(byte: int) -> None:
    content = "Supplier,Amount\nCafé £,£1.00\nX".encode("cp1252") + bytes([byte]) + b",2.00\n"
    assert source_of(content).notices == ("1 character means nothing in cp1252: shown as \ufffd",)
    assert paid(content)[-1] == ("X\ufffd", 200)


def test_two_undefined_bytes_are_said_in_the_plural() -> None:
    content = "Supplier,Amount\nCafé £,£1.00\nX".encode("cp1252") + b"\x81\x81,2.00\n"
    assert source_of(content).notices == ("2 characters mean nothing in cp1252: shown as \ufffd",)


def test_a_file_that_stops_being_utf_8_only_at_its_very_end_is_not_utf_8() -> None:
    for end in (b"\xc3", b"\xe2\x80", b"Caf\xe9,1.00"):
        assert source_of(TEXT.encode() + end).encoding == "cp1252"


@pytest.fixture(params=[4, 5, 6, 7])
def small_chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at files a few bytes at a time, so that every border falls inside something."""
    monkeypatch.setattr(source, "CHUNK", request.param)
    monkeypatch.setattr(encodings, "CHUNK", request.param)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_character_split_over_a_border_is_one_character(codec: str) -> None:
    assert paid(TEXT.encode(codec)) == [
        ("Café Ribble\N{RIGHT SINGLE QUOTATION MARK}s", 1250),
        ("Plain Ltd", 300),
    ]


def test_a_line_end_split_over_a_border_is_one_line_end() -> None:
    look = encodings.Evidence()
    for chunk in (b"Supplier,Amount\r", b"\nFoo,1\r", b"\nBar,2"):
        look.add(chunk)
    assert look.lone_returns == 0


def test_what_a_broken_program_replaced_is_shown_as_lost() -> None:
    content = "Supplier,Amount\nCafï¿½ £,£1.00\n".encode("cp1252")
    assert paid(content) == [("Caf\ufffd £", 100)]


@settings(max_examples=30, deadline=None)
@given(
    st.text(
        st.characters(codec="cp1252", exclude_categories=["Cc"], exclude_characters='",\u0153'),
        min_size=1,
    )
)
def test_whatever_a_council_writes_in_windows_text_comes_back(name: str) -> None:
    named = f"Sup {name} £"
    content = f"Supplier,Amount\n{named},£1.00\n".encode("cp1252")
    shown = " ".join(named.replace("ï¿½", "\ufffd").split())
    assert paid(content) == [(shown, 100)]
