"""What a file is, its content says: packed files, Parquet, and names that lie."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.office import archive, ole, xls, xlsx
from read.published import cleaned, heading_of, paid, published, source_of
from spendaudit.errors import InputError
from spendaudit.intake import clean_files
from spendaudit.read import contents, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = b"Supplier,Amount\nWyre Ltd,1.00\nLune Ltd,2.50\n"
PAID = [("Wyre Ltd", 100), ("Lune Ltd", 250)]
ROWS: list[list[str | float | None]] = [
    ["Supplier", "Amount"],
    ["Wyre Ltd", 1.0],
    ["Lune Ltd", 2.5],
]


def parquet(**columns: object) -> bytes:
    written = io.BytesIO()
    pl.DataFrame(columns).write_parquet(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (TABLE, "delimited text"),
        (gzip.compress(TABLE), "gzip of delimited text"),
        (archive({"a.csv": TABLE}), "zip of delimited text"),
        (xlsx({"A": ROWS}), "XLSX workbook"),
        (xls({"A": ROWS}), "XLS workbook"),
        (gzip.compress(xlsx({"A": ROWS})), "gzip of XLSX workbook"),
        (archive({"a.xls": xls({"A": ROWS})}), "zip of XLS workbook"),
        (archive({"a.xlsx": xlsx({"A": ROWS})}), "zip of XLSX workbook"),
        (parquet(Supplier=["Wyre Ltd", "Lune Ltd"], Amount=[1.0, 2.5]), "Parquet"),
        (gzip.compress(parquet(Supplier=["Wyre Ltd", "Lune Ltd"], Amount=[1.0, 2.5])), "gzip of Parquet"),
        (gzip.compress(TABLE.decode().encode("utf-16")), "gzip of delimited text"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)  # fmt: skip
def test_whatever_is_under_the_name_of_a_csv_gives_the_same_payments(
    content: bytes, called: str
) -> None:
    assert paid(content) == PAID
    source = source_of(content)
    assert source.format == called
    assert source.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (archive({"a.csv": TABLE, "b.csv": TABLE}), "is a zip archive of 2 files"),
        (archive({"a/": b"", "__MACOSX/a.csv": b"x", "a/.DS_Store": b"x"}), "with no file in it"),
        (gzip.compress(archive({"a.csv": TABLE})), "is packed twice: a gzip of another archive"),
        (archive({"a.gz": gzip.compress(TABLE)}), "is packed twice: a zip of another archive"),
        (archive({"a.pdf": b"%PDF-1.7"}), "is a PDF, not a table"),
        (gzip.compress(b""), "is empty"),
        (gzip.compress(TABLE)[:-9], "is a damaged gzip file"),
        (archive({"a.csv": TABLE})[:-30], "is a damaged zip archive or workbook"),
        (archive({"a.csv": TABLE}).replace(b"PK\x01\x02", b"PK\x01\x03"), "is a damaged zip archive or workbook"),
        (parquet(Supplier=["Wyre"], Amount=[1.0])[:-20], "is a damaged Parquet file"),
        (parquet(Supplier=["x" * 1_100_000], Amount=[1.0]), "holds a text of 1,100,000 bytes"),
        (ole({"Other": b""}), "in which no workbook can be found"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)  # fmt: skip
def test_what_cannot_be_unpacked_is_refused_in_a_sentence(content: bytes, what: str) -> None:
    with published(content) as path, pytest.raises(InputError) as refusal:
        clean_files([path])
    assert what in refusal.value.found
    assert refusal.value.try_next


def test_files_in_an_archive_are_named() -> None:
    content = archive({f"{number}.csv": TABLE for number in range(12)})
    with pytest.raises(InputError) as refusal:
        source_of(content)
    (listed,) = refusal.value.details
    assert listed.startswith("it holds: 0.csv, 1.csv, ")
    assert listed.endswith(", and 2 more")


def test_a_file_that_grows_beyond_belief_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = TABLE + b",\n" * 3_000_000
    monkeypatch.setattr(unpack, "SURELY_FINE", 1 << 20)
    for content in (gzip.compress(bomb), archive({"a.csv": bomb})):
        with pytest.raises(InputError, match="grows to over 250 times its size"):
            source_of(content)
    monkeypatch.setattr(unpack, "MOST_BYTES", 1 << 20)
    with pytest.raises(InputError, match="holds more than 0 GB"):
        source_of(gzip.compress(bomb))


def test_what_flows_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_BYTES", 1 << 10)
    reader, writer = os.pipe()
    os.write(writer, TABLE * 100)
    os.close(writer)
    with pytest.raises(InputError, match="is endless, or of over 0 GB"):
        clean_files([Path(f"/dev/fd/{reader}")])
    os.close(reader)


def test_an_archive_that_lies_about_a_size_is_damaged() -> None:
    content = bytearray(archive({"a.csv": TABLE * 50}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(InputError, match="is a damaged zip archive"):
        source_of(bytes(content))


def test_an_archive_of_millions_of_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_DIRECTORY_BYTES", 10)
    with pytest.raises(InputError, match="far too many files"):
        source_of(archive({"a.csv": TABLE}))


def test_a_member_packed_in_an_unknown_way_is_refused() -> None:
    content = bytearray(archive({"a.csv": TABLE}))
    content[8] = content[content.index(b"PK\x01\x02") + 10] = 99
    with pytest.raises(InputError, match="is a damaged zip archive"):
        source_of(bytes(content))


def test_parquet_keeps_money_days_and_numbers_exact() -> None:
    content = parquet(
        Date=[date(2024, 4, 3), None],
        Paid=[datetime(2024, 4, 3), datetime(2024, 4, 4, 12, 30)],  # noqa: DTZ001
        Supplier=['A\nB, "C" Ltd', "Lune"],
        **{"Supplier ID": [100234.0, None], "Number": [12345678901234, 7]},
        Amount=[0.1 + 0.2, -33554432.07],
        Net=pl.Series([Decimal("1.10"), Decimal("2.00")]),
        Flag=[True, False],
        Kind=pl.Series(["a", "b"], dtype=pl.Categorical),
        Lines=[[1], [2]],
    )
    with published(content) as path:
        text = contents.look_inside(path, "spend.csv", path.parent)
        assert isinstance(text, contents.Text)
        assert text.path.read_text(encoding="utf-8").splitlines() == [
            "Date,Paid,Supplier,Supplier ID,Number,Amount,Net,Flag,Kind",
            '2024-04-03,2024-04-03,"A B, ""C"" Ltd",100234,12345678901234,0.3,1.10,true,a',
            ",2024-04-04 12:30:00,Lune,,7,-33554432.07,2.00,false,b",
        ]
    assert text.notices == ("column 'Lines' holds lists or records: it was left out",)


def test_the_heading_of_parquet_is_line_1() -> None:
    content = parquet(Supplier=["Wyre", "Lune"], Amount=["1.00", "x"])
    assert heading_of(content).line == 1
    assert cleaned(content).payments["line"].to_list() == [2]
    assert cleaned(content).set_aside["line"].to_list() == [3]


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=50))
def test_binary_amounts_in_parquet_are_exact_to_the_penny(pence: list[int]) -> None:
    content = parquet(Supplier=["Wyre"] * len(pence), Amount=[one / 100 for one in pence])
    assert [amount for _, amount in paid(content)] == pence


SEEDS = {
    "XLSX": xlsx({"May": [["Date", "Supplier", "Amount"], ["1/5/24", "Wyre", 1.0]]}),
    "XLS": xls({"May": [["Date", "Supplier", "Amount"], ["1/5/24", "Wyre", 1.0]]}),
    "gzip": gzip.compress(TABLE),
    "zip": archive({"a.csv": TABLE}),
}


def with_a_part_changed(content: bytes, change: Callable[[bytes], bytes], victim: int) -> bytes:
    """A workbook in which one part is changed, and the checksums are right again."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = {name: parts.read(name) for name in parts.namelist()}
    name = list(texts)[victim % len(texts)]
    return archive({**texts, name: change(texts[name])})


@pytest.mark.parametrize("kind", SEEDS)
@given(data=st.data())
def test_a_damaged_file_is_refused_or_adds_up(kind: str, data: st.DataObject) -> None:
    def change(content: bytes) -> bytes:
        damaged = bytearray(content)
        for _ in range(data.draw(st.integers(1, 4))):
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
        return bytes(
            damaged[: data.draw(st.integers(1, len(damaged)))]
            if data.draw(st.booleans())
            else damaged
        )

    content = SEEDS[kind]
    if kind == "XLSX" and data.draw(st.booleans()):
        content = with_a_part_changed(content, change, data.draw(st.integers(0, 9)))
    else:
        content = change(content)
    with published(content) as path:
        try:
            found = clean_files([path])
        except InputError as refusal:
            assert refusal.found  # noqa: PT017  # either is right
            return
    for file in found.files:
        assert file.payments + file.set_aside + sum(file.non_rows.values()) == file.rows
