"""What is not a table of text is refused by what it is; pipes are read like files."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from read.published import cleaned, heading_of, source_of
from spendaudit.errors import InputError, NilReturnError
from spendaudit.intake import clean_files

TABLE = b"Supplier,Amount\nWyre Ltd,1.00\n"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\n\r\n  \n", "holds only blank lines"),
        (b"PK\x05\x06" + bytes(18), "is an empty zip archive"),
        (b"%PDF-1.7\n", "is a PDF, not a table"),
        (b"BZh91AY", "is compressed with bzip2"),
        (b"\xfd7zXZ\x00", "is compressed with xz"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive"),
        (b"Rar!\x1a\x07", "is a RAR archive"),
        (b"ARROW1\x00\x00", "is an Arrow file"),
        (b"SQLite format 3\x00", "is an SQLite database"),
        (b"{\\rtf1 Supplier", "is a Rich Text document, not a table"),
        (b"\x89PNG\r\n\x1a\n", "is an image, not a table"),
        (b"\xff\xd8\xff\xe0", "is an image, not a table"),
        (b"GIF89a", "is an image, not a table"),
        (b"\n\n<!DOCTYPE html><html>", "is a web page, not a table"),
        (b"\xef\xbb\xbf<HTML>", "is a web page, not a table"),
        (b"<?xml version='1.0'?><rows/>", "is XML, not a table"),
        (b'{"payments": []}', "is JSON, not a table"),
        (b"\n\n<table><tr><td>Supplier", "is a web page, not a table"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook", "is a web archive (MHTML), not a table"),
        (b"\x28\xb5\x2f\xfd\x04", "is compressed with zstd"),
        (b"II*\x00\x08\x00", "is an image, not a table"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "is a workbook in the XML of Excel 2003",
        ),
        (bytes(range(32)) * 8, "is not text"),
        (b"\x7fELF\x02\x01\x01" + bytes(400) + b"Supplier,Amount" * 10, "is not text"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_no_table_is_refused_in_a_sentence_by_what_it_is(content: bytes, what: str) -> None:
    with pytest.raises(InputError) as refusal:
        source_of(content)
    assert refusal.value.found.split("spend.csv ", maxsplit=1)[1] == what
    assert refusal.value.try_next


def test_a_text_that_speaks_of_other_formats_is_a_text() -> None:
    assert source_of(b"PDF title\n" + TABLE).encoding == "utf-8"
    assert source_of(b"[Payments over 500]\n" + TABLE).encoding == "utf-8"


def test_a_heading_alone_holds_no_payments() -> None:
    for content in ("Supplier,Amount", "Supplier,Amount\n\n,\n", "Supplier,Amount\r\n"):
        with pytest.raises(InputError, match="has a heading on line 1 and no payments under it"):
            cleaned(content)


@pytest.mark.parametrize(
    "said",
    [
        *("NIL RETURN", "Nil", "No payments over £500 this month", "*nil return*", ",Nil return,"),
        *("Health Body,Nil return,", '"No payments over £25,000 were made"'),
        '"There were no transactions over £25,000 in May 2023",,',
        "There was no relevant expenditure this month,,",
        "The trust made no payments over £500,,",
        "Nil return for May 2023,,",
    ],
)
def test_a_nil_return_is_called_one(said: str) -> None:
    with pytest.raises(InputError, match=r"is a nil return: .* says so on line 3") as refusal:
        cleaned(f"Date,Supplier,Amount\n,,\n{said}\n,,\n")
    assert refusal.value.try_next.startswith("leave it out")


@pytest.mark.parametrize(
    "text",
    [
        "Spend over 25k May 2023\n\nNil return\n",
        '"There were no transactions over £25,000 in May 2023"\n',
        '"Lune Trust spend over £25,000 May 2023"\n"There were no transactions over £25,000"\n',
        "Spend over 25k May 2023,,,\n,,,\nNil return,,,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_nil_return_without_a_heading_is_called_one(
    tmp_path: Path, text: str, encoding: str
) -> None:
    path = tmp_path / "may.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(NilReturnError, match=r"is a nil return: it has no payments, and says so"):
        clean_files([path])


@pytest.mark.parametrize("text", ["No transactions found\n", "Payments are on another page\n"])
def test_a_page_that_found_nothing_is_no_nil_return(tmp_path: Path, text: str) -> None:
    path = tmp_path / "may.csv"
    path.write_text(text)
    with pytest.raises(InputError, match="is one line of text"):
        clean_files([path])


def test_a_nil_return_beside_other_months_is_passed_over(tmp_path: Path) -> None:
    april, may = tmp_path / "april.csv", tmp_path / "may.csv"
    april.write_text("Date,Supplier,Amount\n25/04/2023,Lune Ltd,5.00\n")
    may.write_text("Date,Supplier,Amount\n,Nil return,\n")
    for files in ([tmp_path], [april, may], [may, april]):
        found = clean_files(files)
        assert [file.name for file in found.files] == [str(april)]
        assert found.unread == ()
        (said,) = found.notices
        assert said.startswith(f"passed over: {may} is a nil return")


def test_a_payment_beside_the_word_nil_is_one() -> None:
    assert cleaned("Date,Supplier,Amount\n02/04/2024,Lune Ltd,5.00\nNil return,,\n").rows == 3


def test_one_row_that_is_no_payment_is_spoken_of_as_one() -> None:
    with pytest.raises(InputError, match="not the one row under 'Amount'"):
        cleaned("Supplier,Amount\nWyre,twelve\n")
    with pytest.raises(InputError, match="none of the 2 rows under 'Amount'"):
        cleaned("Supplier,Amount\nWyre,twelve\nLune,ten\n")


def test_a_missing_file_a_folder_and_a_name_too_long_are_refused(tmp_path: Path) -> None:
    for path, why in (
        (tmp_path / "none.csv", "there is no file"),
        (tmp_path, "is a folder without a file that could hold payments"),
        (tmp_path / ("x" * 300), "cannot be read"),
        (tmp_path / "none" / "inside.csv", "there is no file"),
    ):
        with pytest.raises(InputError, match=why):
            clean_files([path])


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file of Linux that breaks off")
def test_a_file_that_breaks_off_while_it_is_read_is_named() -> None:
    with pytest.raises(InputError, match="/proc/self/mem cannot be read: Input/output error"):
        clean_files([Path("/proc/self/mem")])


def test_a_file_named_like_a_pattern_is_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TABLE + b"Lune,2.00\n")
    path = tmp_path / "[a]*.csv"
    path.write_bytes(TABLE)
    assert clean_files([path]).files[0].payments == 1


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[TABLE])
    writer.start()
    account = clean_files([path]).files[0]
    writer.join()
    assert account.payments == 1
    assert account.sha256 == hashlib.sha256(TABLE).hexdigest()


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TABLE)))
    account = clean_files([Path("-")]).files[0]
    assert (account.name, account.payments) == ("standard input", 1)


def test_the_hint_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "Payments over £500.csv"
    path.write_text("Date,Who,Amount\n1/2/24,Wyre,5\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        clean_files([path])
    assert f"spendaudit report '{path}' --column" in refusal.value.try_next


def test_a_line_of_two_hundred_thousand_cells_is_no_table() -> None:
    with pytest.raises(InputError, match="has a row of 200,001 cells"):
        cleaned(TABLE + b"," * 200_000)


def test_a_cell_of_megabytes_is_no_cell_and_a_long_one_is_read() -> None:
    assert cleaned(TABLE + b'"' + b"x" * 500_000 + b'\n",2.00\n').payments.height == 2
    with pytest.raises(InputError, match="line 4 has over 1,048,576 characters"):
        cleaned(TABLE + b'a"\n"' + b"x" * 1_048_576 + b'",2.00\n')
    endless = cleaned(TABLE + b'"' + (b"x" * 600_000 + b"\n") * 2 + b'Lune",2.00\n')
    assert endless.payments.height + sum(endless.non_rows.values()) == endless.rows == 5


def test_a_file_of_one_endless_line_is_refused() -> None:
    with pytest.raises(InputError):
        heading_of(b"Supplier Amount " * 100_000)


def test_amounts_with_vat_are_said_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Supplier,Gross Amount\n2024-04-30,A Ltd,5.00\n")
    said = [notice for notice in clean_files([path]).files[0].notices if "VAT" in notice]
    assert said == ["the amounts include VAT: the heading says gross"]
