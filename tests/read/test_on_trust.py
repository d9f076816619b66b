"""What a text is taken for before all of it was seen, and what becomes of it where it is something else."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from spendaudit.intake import clean_files
from spendaudit.read.seals import begin_seal, begun_seal
from spendaudit.read.source import open_sources

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.report.file_accounts import FileAccount

HEADING = "Supplier,Amount,Purpose\n"
MANY = 'Wyre Ltd,1.00,a\n"Lune, Lune & Co","1,200.00",b\n' * 100_000
"""More than is looked at before."""
ACCENT = "Café,1.00,a\n"
"""UTF-8 near the start: what is looked at first speaks for it."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to write."""
    return tmp_path / "spend.csv"


def account_of(file: Path, content: bytes) -> FileAccount:
    """What became of a file."""
    file.write_bytes(content)
    (account,) = clean_files([file]).files
    return account


def payees(file: Path) -> set[str]:
    """Who was paid."""
    return set(clean_files([file]).payments["supplier"].cast(str).unique())


@pytest.mark.parametrize(
    ("line", "payee", "encoding", "said"),
    [
        # The accent above is two characters of the Windows code page.
        (b"Ren\xe9 Ltd,1.00,a\n", "René Ltd", "cp1252", "had been read in the wrong code page"),
        ("RenÃ© Ltd,1.00,a\n".encode(), "René Ltd", "utf-8", "1 character had been read"),
        (b"Lune,1.00,a\rRibble,2.00,b\n", "Ribble", "utf-8", ""),
    ],
)
def test_what_is_found_far_down_is_read_as_if_it_had_been_seen_at_once(
    file: Path, line: bytes, payee: str, encoding: str, said: str
) -> None:
    text = (HEADING + ACCENT + MANY).encode() + line + MANY.encode()
    account = account_of(file, text)
    assert account.encoding == encoding
    assert said in " ".join(account.notices)
    assert payee in payees(file)
    with open_sources(file, on_trust=True) as (trusted,):
        assert trusted.look is not None
        assert trusted.path == file
        proved = trusted.proved()
    with open_sources(file) as (source,):
        for told in ("encoding", "marks", "notices", "format"):
            assert getattr(proved, told) == getattr(source, told), told


def test_a_text_that_ends_within_a_character_is_not_taken_on_trust(file: Path) -> None:
    file.write_bytes((HEADING + ACCENT).encode() + b"Lune,1.00,\xc3")
    with open_sources(file, on_trust=True) as (source,):
        assert source.look is None
        assert source.encoding == "utf-8"


def test_regular_text_is_taken_on_trust_and_keeps_it(file: Path) -> None:
    account = account_of(file, (HEADING + ACCENT + MANY).encode())
    with open_sources(file, on_trust=True) as (source,):
        assert source.look is not None
    assert account.payments == 200_001
    assert not account.notices


def test_a_seal_that_was_begun_is_that_of_the_file_as_it_is(file: Path) -> None:
    content = (HEADING + MANY * 2).encode()
    file.write_bytes(content)
    begin_seal([file])
    seal = begun_seal(file)
    assert seal is not None
    assert seal.result() == hashlib.sha256(content).hexdigest()
    (account,) = clean_files([file]).files
    assert account.sha256 == seal.result()
    file.write_bytes(content + b"Lune,1.00,a\n")
    assert begun_seal(file) is None
    (account,) = clean_files([file]).files
    assert account.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_no_seal_is_begun_of_small_files_several_or_what_is_none(
    file: Path, tmp_path: Path
) -> None:
    file.write_text(HEADING)
    large = tmp_path / "large.csv"
    large.write_text(HEADING + MANY * 2)
    begin_seal([file])
    begin_seal([file, large])
    begin_seal([tmp_path])
    begin_seal([tmp_path / "missing.csv"])
    assert begun_seal(file) is None
    assert begun_seal(large) is None
    assert begun_seal(tmp_path / "missing.csv") is None
