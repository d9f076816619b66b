"""Every code page that councils publish in is told by its bytes, and no character is mistaken."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from read.published import cleaned, heading_of, paid, published, source_of
from spendaudit.read import contents, transcoding
from spendaudit.read.encodings import Evidence
from spendaudit.read.lines import lines_of, number_of_lines
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


@pytest.mark.parametrize(
    "name", ["O\u2019Brien Ltd", "Café Wyre", "Recharges \u2013 Pay", "Wyre\u2019s £ Shop"]
)
def test_an_early_mac_is_told_by_its_apostrophes_dashes_and_accents(name: str) -> None:
    content = f"Supplier,Amount (£)\n{name},£12.50\n".encode("mac-roman")
    assert source_of(content).encoding == "mac-roman"
    assert paid(content) == [(name, 1250)]


def test_a_portuguese_name_in_the_windows_encoding_is_no_mac() -> None:
    content = "Supplier,Amount\nCAMÕES,1.00\nSão João Ltd,2.00\n".encode("cp1252")
    assert paid(content)[0] == ("CAMÕES", 100)


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


def test_a_nul_says_nothing_of_what_stands_below_it() -> None:
    content = b"Supplier,Amount\nWyre\0 Ltd,1.00\n" + "Café £,2.00\n".encode("cp1252")
    assert source_of(content).encoding == "cp1252"
    assert paid(content) == [("Wyre Ltd", 100), ("Café £", 200)]


def evidence_of(content: bytes) -> Evidence:
    """What some bytes say, seen line by line."""
    look = Evidence()
    for line in re.findall(rb"[^\n]*\n|[^\n]+", content):
        look.add(line)
    return look


def is_utf8_to_python(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=4).filter(lambda piece: b"\0" not in piece),
            st.text(st.characters(exclude_characters="\0"), max_size=4).map(str.encode),
            st.just(b"\n"),
        )
    ).map(b"".join)
)
@example(b"\xf0\x9f\x99\x82")
@example(b"\xc3A")
@example(b"\xc3\n\xa9")
@example("é".encode() + b"\n\xc3")
@example(b"a\n\xc3")
def test_it_is_utf_8_if_python_can_read_it(content: bytes) -> None:
    look = evidence_of(content)
    assert (look.is_utf8 and not look.is_cut) == is_utf8_to_python(content)
    if look.is_utf8 and look.is_cut:
        assert is_utf8_to_python(content[:-1]) or look.is_cut


_LINES = st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b"a", b'"', b'""', "Â£".encode(), "é".encode()])
)


@given(_LINES.map(b"".join))
@example(b"Supplier,Amount\r\nFoo,1\r\nBar,2")
def test_the_marks_of_a_text_are_those_of_its_characters(content: bytes) -> None:
    look = evidence_of(content)
    text = content.decode()
    assert look.doubled == ('""' in text)
    assert look.mangled == ("Â£" in text)
    assert look.lone_returns == bool(re.search(r"\r(?!\n)", text))
    assert look.quoted == ('"' in text)
    assert look.ascii == text.isascii()
    assert look.is_regular == (not look.mangled and not look.lone_returns)


@given(_LINES.map(b"".join))
@example(b"a\n\nb")
@example(b"\n")
@example(b"\r\n\r\n")
@example("\ufeffa\n".encode())
def test_as_many_lines_are_counted_as_are_read(content: bytes) -> None:
    text = content.decode()
    with published(content) as path:
        assert number_of_lines(path) == len(lines_of(path).collect())
        assert number_of_lines(path) == len(text.removesuffix("\n").split("\n")) - (not text)


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
        st.characters(
            codec="cp1252", exclude_categories=["Cc"], exclude_characters='"&,\u0153\u017dÂÃâï'
        ),
        min_size=1,
    )
)
def test_whatever_a_council_writes_in_windows_text_comes_back(name: str) -> None:
    named = f"Sup {name} £"
    content = f"Supplier,Amount\n{named},£1.00\n".encode("cp1252")
    shown = " ".join(named.replace("ï¿½", "\ufffd").split())
    assert paid(content) == [(shown, 100)]
