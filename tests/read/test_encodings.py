"""Every code page that councils publish in is told by its bytes, and no character is mistaken."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from read.published import cleaned, heading_of, paid, published, source_of
from spendaudit.read import contents, transcoding
from spendaudit.read.encodings import Evidence, is_utf8
from spendaudit.read.lines import Marks, look_at_lines
from spendaudit.read.source import open_source

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


def test_a_file_that_is_cut_in_its_last_character_is_utf_8_where_another_one_was() -> None:
    cut = source_of(TEXT.encode() + "René 🙂".encode()[:-1])
    assert cut.encoding == "utf-8"
    assert cut.notices == ("1 character means nothing in utf-8: shown as \ufffd",)
    for end in (b"\xc3", b"\xe2\x80"):
        assert source_of(TEXT.encode() + end).encoding == "utf-8"
        # Of ASCII alone an accent at the very end is as likely one of Windows'.
        assert source_of(b"Supplier,Amount\n" + end).encoding == "cp1252"
    assert source_of(TEXT.encode() + b"Caf\xe9,1.00").encoding == "cp1252"


@pytest.fixture(params=[4, 5, 6, 7])
def small_chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at files a few bytes at a time, so that every border falls inside something."""
    monkeypatch.setattr(contents, "CHUNK", request.param)
    monkeypatch.setattr(transcoding, "CHUNK", request.param)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_character_split_over_a_border_is_one_character(codec: str) -> None:
    assert paid(TEXT.encode(codec)) == [
        ("Café Ribble\N{RIGHT SINGLE QUOTATION MARK}s", 1250),
        ("Plain Ltd", 300),
    ]


def test_a_line_end_split_over_a_border_is_one_line_end() -> None:
    look = Evidence()
    for chunk in (b"Supplier,Amount\r", b"\nFoo,1\r", b"\nBar,2"):
        look.add(chunk)
    assert look.may_be_regular


_PIECES = st.lists(
    st.one_of(
        st.binary(max_size=4),
        st.text(max_size=4).map(lambda text: text.encode(errors="surrogatepass")),
        st.just(b"\n"),
    )
)


def is_utf8_to_python(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(pieces=_PIECES)
@example(pieces=[b"\xf0\x9f", b"\x99", b"\x82"])
@example(pieces=[b"\xe2\x82", b""])
@example(pieces=[b"\xc3", b"A"])
@example(pieces=[b"\xc3", b"\n", b"\xa9"])
def test_it_is_utf_8_if_python_can_read_it(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    assert is_utf8(pieces) >= is_utf8_to_python(content)
    assert is_utf8([*pieces, b"\n"]) == is_utf8_to_python(content)
    if b"\0" in content:
        return
    with published(content) as path:
        lines = look_at_lines(path, Marks(quotes=True, returns=True, others=True))
    assert (lines is not None) == is_utf8_to_python(content)


@given(pieces=_PIECES)
@example(pieces=["é".encode()[:1], "é".encode()[1:]])
@example(pieces=[b"a", b"\xa3\n"])
def test_what_is_utf_8_is_never_known_to_be_something_else(pieces: list[bytes]) -> None:
    look = Evidence()
    for piece in filter(None, pieces):
        look.add(piece)
    assert not (look.is_known_otherwise and is_utf8_to_python(b"".join(pieces)))


@given(st.lists(st.sampled_from([b"\r", b"\n", b"a", b'"', b'""', "Â£".encode()])).map(b"".join))
def test_the_lines_of_a_text_say_what_its_bytes_say(content: bytes) -> None:
    look = Evidence()
    look.add(content)
    with published(content) as path:
        lines = look_at_lines(path, look.marks)
    assert lines is not None
    text = content.decode()
    assert lines.number == len(text.removesuffix("\n").split("\n")) - (not text)
    assert lines.doubled == ('""' in text)
    assert lines.mangled == ("Â£" in text)
    has_lone_returns = bool(re.search(r"\r(?!\n)", text))
    assert (lines.returns or not look.may_be_regular) == has_lone_returns


@pytest.mark.parametrize("codec", ["cp1252", "utf-8"])
def test_what_a_broken_program_replaced_is_shown_as_lost(codec: str) -> None:
    content = "Supplier,Amount\nCafï¿½ £,£1.00\n".encode(codec)
    assert paid(content) == [("Caf\ufffd £", 100)]
    assert source_of(content).notices == (
        "1 character was lost before the file was published: shown as \ufffd",
    )


def mangled(text: str, times: int = 1) -> str:
    """UTF-8 that was read as Windows text and saved again; the five missing bytes as controls."""
    for _ in range(times):
        pieces = (bytes([byte]) for byte in text.encode())
        text = "".join(
            piece.decode("latin-1" if piece in b"\x81\x8d\x8f\x90\x9d" else "cp1252")
            for piece in pieces
        )
    return text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("times", [1, 2])
def test_text_that_went_through_a_wrong_code_page_is_put_right_and_said(
    codec: str, times: int
) -> None:
    content = mangled(TEXT, times).encode(codec)
    assert paid(content) == [
        ("Café Ribble\N{RIGHT SINGLE QUOTATION MARK}s", 1250),
        ("Plain Ltd", 300),
    ]
    (notice,) = source_of(content).notices
    assert "had been read in the wrong code page before, as Ã" in notice


def test_lines_of_utf_8_in_a_windows_file_are_put_right_and_said() -> None:
    content = "Supplier,Amount\nCafé,£1.00\n".encode("cp1252") + "Café,£2.00\n".encode()
    assert paid(content) == [("Café", 100), ("Café", 200)]
    assert source_of(content).notices == (
        "2 characters had been read in the wrong code page before, as Ã© for é: put right",
    )


def test_a_file_half_of_which_was_mangled_keeps_its_other_half() -> None:
    content = f"Supplier,Amount\n{mangled('Café £')},1.00\nCafé É® £,2.00\n".encode()
    assert paid(content) == [("Café £", 100), ("Café É® £", 200)]
    assert source_of(content).notices == (
        "2 characters had been read in the wrong code page before, as Ã© for é: put right",
    )


@pytest.mark.parametrize("mark", ["ï»¿", "Ã¯Â»Â¿"])
def test_a_mangled_byte_order_mark_is_taken_out(mark: str) -> None:
    content = f"{mark}Supplier,Amount\nWyre,1.00\n".encode()
    assert heading_of(content).cells == ("Supplier", "Amount")
    assert source_of(content).notices == (
        "a mangled byte order mark at the start of the file was taken out",
    )


@pytest.mark.parametrize(
    "name", ["SÃO PAULO", "NESTLÉ®", "Ângela £", "ÂME £5", "Ä™ naïve", "Â", "Ã"]
)
def test_real_letters_are_left_as_they_are(name: str) -> None:
    for codec in ("utf-8", "cp1252"):
        content = f"Supplier,Amount\n{name} é,£1.00\n".encode(codec)
        assert paid(content) == [(f"{name} é", 100)]
        assert source_of(content).notices == ()


@given(st.text(st.sampled_from("aé£\u2019\u2013€™,\n©ü"), max_size=60), st.integers(4, 9))
def test_mangled_text_comes_back_wherever_the_borders_fall(text: str, chunk: int) -> None:
    before = (contents.CHUNK, transcoding.CHUNK)
    contents.CHUNK = transcoding.CHUNK = chunk
    try:
        with published(mangled(f"head £{text} end")) as path, open_source(path) as source:
            found = source.path.read_text(encoding="utf-8")
    finally:
        contents.CHUNK, transcoding.CHUNK = before
    assert found == f"head £{text} end"


@pytest.mark.parametrize(
    ("order", "called"), [("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")]
)
def test_utf_16_without_a_mark_is_told_by_its_noughts(order: str, called: str) -> None:
    assert source_of(TEXT.encode(order)).encoding == called
    assert paid(TEXT.encode(order))[1] == ("Plain Ltd", 300)


def test_nul_bytes_in_a_text_are_taken_out_and_counted() -> None:
    plain = b"Supplier,Amount\n" + b"Wyre Ltd,1.00\n" * 20
    for content, nuls in (
        (plain.replace(b"Ltd", b"L\0td", 1), "1 NUL byte was"),
        (plain.replace(b"1.00", b"1\0.00"), "20 NUL bytes were"),
        (plain + bytes(5000), "5,000 NUL bytes were"),
        ("Supplier,Amount\nW\0yre Café £,1.00\n".encode("cp1252"), "1 NUL byte was"),
    ):
        assert all(pence == 100 for _, pence in paid(content))
        (notice,) = source_of(content).notices
        assert notice.startswith(f"{nuls} taken out: ")


def test_mixed_line_ends_make_the_same_rows() -> None:
    rows = [b"Supplier,Amount", b"Wyre,1.00", b"Lune,2.00", b"Calder,3.00", b"Hodder,4.00"]
    for ends in ([b"\r", b"\n", b"\r\n", b"\r"], [b"\r\n", b"\r", b"\n", b"\r\n"], [b"\r"] * 4):
        content = b"".join(row + end for row, end in zip(rows, [*ends, b""], strict=True))
        found = cleaned(content).payments.select("line", "supplier").rows()
        assert found == [(2, "Wyre"), (3, "Lune"), (4, "Calder"), (5, "Hodder")]


@given(
    st.text(
        st.characters(codec="cp1252", exclude_categories=["Cc"], exclude_characters='",\u0153ÂÃâï'),
        min_size=1,
    )
)
def test_whatever_a_council_writes_in_windows_text_comes_back(name: str) -> None:
    named = f"Sup {name} £"
    content = f"Supplier,Amount\n{named},£1.00\n".encode("cp1252")
    shown = " ".join(named.replace("ï¿½", "\ufffd").split())
    assert paid(content) == [(shown, 100)]
