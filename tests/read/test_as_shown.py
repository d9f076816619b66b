"""What a spreadsheet shows and its cells do not hold: credits, days since 1904, merged cells."""

from __future__ import annotations

import io
import struct
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
import xlsxwriter

from read.office import ods, xls, xlsx
from read.published import published
from spendaudit.intake import clean_files
from spendaudit.read.as_shown import as_shown
from spendaudit.read.number_formats import shows_credit, styles_that
from spendaudit.read.ods_parts import marks_of_ods
from spendaudit.read.ole import marks_of_xls
from spendaudit.read.sheet_parts import Marks, Merged, marks_of_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from read.office import Cell
    from spendaudit.intake import Cleaned

FILES = Path(__file__).resolve().parents[1] / "files"
HEADING = ("Date", "Supplier", "Amount", "Invoice")


def workbook(
    rows: Sequence[tuple[object, ...]],
    *,
    formats: dict[int, str] | None = None,
    merged: tuple[tuple[str, object], ...] = (),
    from_1904: bool = False,
    heading: tuple[str, ...] = HEADING,
) -> bytes:
    """A sheet of payments; `formats` gives the number format of the amount in a row, from 1."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet("April")
        sheet.write_row(0, 0, heading)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
            if number in (formats or {}):
                shown = book.add_format({"num_format": (formats or {})[number]})
                sheet.write(number, 2, row[2], shown)
                sheet.write(number, 3, row[3], shown)
        for where, what in merged:
            sheet.merge_range(where, what)
    return content.getvalue()


def read(content: bytes) -> tuple[Cleaned, str]:
    with published(content) as path:
        found = clean_files([path])
        notices = [
            notice for notice in found.files[0].notices if notice.startswith("sheet 'April'")
        ]
        return found, "; ".join(notices)


PAYMENTS: list[tuple[object, ...]] = [
    ("2024-04-03", "Ribble Ltd", 700.5, 1001),
    ("2024-04-04", "Wyre Ltd", 606.38, 1002),
    ("2024-04-05", "Lune Ltd", 800, 1003),
]


@pytest.mark.parametrize(
    ("code", "is_credit"),
    [
        ('#,##0.00" CR"', True),
        ('#,##0.00"Cr"', True),
        (r"#,##0.00\C\R", True),
        ('[Red]#,##0.00" CR";#,##0.00', True),
        ("(#,##0.00)", True),
        ("-£#,##0.00", True),
        ('"-"#,##0.00', True),
        ("#,##0.00", False),
        ('#,##0.00;#,##0.00" CR"', False),
        ("#,##0.00;(#,##0.00)", False),
        ("_-£* #,##0.00_-;-£* #,##0.00_-", False),
        ("_(* #,##0.00_);_(* (#,##0.00)", False),
        ('#,##0.00"; CR"', True),
        ('#,##0.00" acre"', False),
        ('"CR"', False),
    ],
)
def test_a_credit_by_its_number_format_is_a_credit(code: str, is_credit: bool) -> None:
    found, notices = read(workbook(PAYMENTS, formats={2: code}))
    wyre = Decimal("-606.38" if is_credit else "606.38")
    assert found.files[0].total == Decimal("1500.50") + wyre
    said = (
        "sheet 'April': read as credits, since their number format alone shows them so: "
        "1 cell in column C, such as 606.38"
    )
    assert notices == (said if is_credit else "")
    assert sorted(found.payments["transaction"]) == ["1001", "1002", "1003"]


@pytest.mark.parametrize(
    ("code", "is_other_money"),
    [
        ("[$€-2] #,##0.00", True),
        ("[$€-2]\\ #,##0.00;-[$€-2]\\ #,##0.00", True),
        ("[$$-409]#,##0.00", True),
        ('"$"#,##0.00', True),
        ("[$EUR] #,##0.00", True),
        ('#,##0.00" USD"', True),
        ("[$£-809]#,##0.00", False),
        ("[$-809]#,##0.00", False),
        ("[$GBP] #,##0.00", False),
        ('_-"£"* #,##0.00_-', False),
        ("#,##0.00", False),
    ],
)
def test_other_money_by_its_number_format_is_told(code: str, is_other_money: bool) -> None:
    found, notices = read(workbook(PAYMENTS, formats={2: code}))
    assert found.files[0].total == Decimal("2106.88")
    said = "the number format of 1 amount shows euros, dollars or the like: they count as pounds"
    assert notices == (f"sheet 'April': {said}" if is_other_money else "")


def test_what_is_already_negative_or_nought_stays() -> None:
    rows = [
        PAYMENTS[0],
        ("2024-04-04", "Wyre Ltd", -606.38, 1002),
        ("2024-04-05", "Lune Ltd", 0, 3),
    ]
    found, notices = read(workbook(rows, formats={2: '#,##0.00" CR"', 3: '#,##0.00" CR"'}))
    assert found.files[0].total == Decimal("94.12")
    assert notices == ""


def test_styles_that_cannot_be_read_mark_nothing() -> None:
    assert styles_that(b"", shows_credit) == set()
    assert (
        styles_that(
            b'<numFmt numFmtId="164" formatCode="0 CR"/><cellXfs><xf/></cellXfs>', shows_credit
        )
        == set()
    )


@pytest.mark.parametrize(
    ("from_1904", "day"), [(True, date(2024, 4, 2)), (False, date(2020, 4, 1))]
)
def test_plain_day_numbers_are_counted_as_their_workbook_counts(from_1904: bool, day: date) -> None:
    rows = [(43_922 + n, f"Firm {n} Ltd", 500.0 + n, 10_000 + n) for n in range(4)]
    found, notices = read(workbook(rows, from_1904=from_1904))
    assert found.payments["paid_on"].min() == day
    said = (
        "sheet 'April': the workbook counts its days from 1904: so 4 cells with a day number "
        "such as 43922 were read as dates"
    )
    assert notices == (said if from_1904 else "")
    assert sorted(found.payments["transaction"]) == ["10000", "10001", "10002", "10003"]


def test_dates_and_suppliers_that_are_merged_hold_for_all_their_rows() -> None:
    rows: list[tuple[object, ...]] = [
        (None, "Ribble Ltd", 700.5, 1),
        (None, None, 600, 2),
        (None, "Lune Ltd", 800, 3),
        (None, None, None, "checked"),
    ]
    content = workbook(
        [*rows, ("2024-04-09", "Wyre Ltd", 900, 5)],
        merged=(("A2:A5", "2024-04-03"), ("B2:B3", "Ribble Ltd")),
    )
    found, notices = read(content)
    assert found.payments.select("paid_on", "supplier", "pence").rows() == [
        (date(2024, 4, 3), "Ribble Ltd", 70050),
        (date(2024, 4, 3), "Ribble Ltd", 60000),
        (date(2024, 4, 3), "Lune Ltd", 80000),
        (date(2024, 4, 9), "Wyre Ltd", 90000),
    ]
    assert notices == (
        "sheet 'April': under 'Date', 'Supplier' cells are merged over several rows: what they hold "
        "was read on each of these (3 in all)"
    )


def test_an_amount_that_is_merged_is_paid_once() -> None:
    rows = [("2024-04-03", "Ribble Ltd", None, 7), ("2024-04-03", "Ribble Ltd", None, 7), *PAYMENTS]
    found, notices = read(workbook(rows, merged=(("C2:C3", 1200.5),)))
    assert found.files[0].total == Decimal("3307.38")
    assert notices == ""


def test_a_merged_title_is_no_cell_of_a_payment() -> None:
    content = workbook(PAYMENTS, merged=(("F1:F4", "Published quarterly"), ("A6:A9", "Checked")))
    found, notices = read(content)
    assert found.files[0].total == Decimal("2106.88")
    assert notices == ""


def test_an_old_workbook_is_read_as_it_is_shown_too() -> None:
    rows: list[list[Cell]] = [
        [43_922.0, "Ribble Ltd", 700.5],
        [None, None, 600.0],
        [43_924.0, "Lune Ltd", 800.0],
    ]
    merged = struct.pack("<H8H", 2, 1, 2, 0, 0, 1, 2, 1, 1)
    content = xls({"April": [list(HEADING[:3]), *rows]}, from_1904=True, cells=[(0x00E5, merged)])
    found, notices = read(content)
    assert found.payments.select("paid_on", "supplier", "pence").rows() == [
        (date(2024, 4, 2), "Ribble Ltd", 70050),
        (date(2024, 4, 2), "Ribble Ltd", 60000),
        (date(2024, 4, 4), "Lune Ltd", 80000),
    ]
    assert "counts its days from 1904: so 2 cells" in notices
    assert "read on each of these (2 in all)" in notices


@pytest.mark.parametrize(
    ("where", "marked"),
    [("C3", [(3, 2)]), ("C99999999999", []), ("3", []), ("", []), ("ZZZZ1", []), ("C0", [(0, 2)])],
)
def test_a_cell_without_a_place_is_no_credit(where: str, marked: list[tuple[int, int]]) -> None:
    data = f'<row r="3"><c r="{where}" s="1"><v>606.38</v></c></row>'
    content = xlsx({"April": data}, formats=['0.00" CR"'])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert marks_of_xlsx(parts, "spend.xlsx")["April"].credits == marked


def test_hostile_marks_name_no_cell_that_is_there() -> None:
    cells = pl.DataFrame({"A": ["Supplier", "Wyre"], "B": ["Amount", "700.5"]})
    marks = Marks(credits=[(9_999_999, 1), (2, 16_383), (0, 1)], merged=[Merged(0, 2, 9_999_999)])
    assert as_shown(cells, marks, "April")[0].equals(cells)


def test_a_table_that_begins_in_another_column_has_its_credits_in_their_places() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("April")
        shown = book.add_format({"num_format": '0.00" CR"'})
        sheet.write_row(2, 2, HEADING)
        for number, row in enumerate(PAYMENTS, start=3):
            sheet.write_row(number, 2, row)
        sheet.write(4, 4, PAYMENTS[1][2], shown)
        sheet.merge_range("C5:C6", "2024-04-04")
    found, notices = read(content.getvalue())
    assert found.files[0].total == Decimal("894.12")
    assert "1 cell in column E, such as 606.38" in notices


def test_marks_are_counted_from_the_first_column_that_holds_anything() -> None:
    marks = Marks(
        columns={0, 2, 4},
        formulas=Counter({-1: 1, 1: 2, 4: 3}),
        credits=[(2, 1), (2, 3)],
        merged=[Merged(1, 2, 3), Merged(2, 2, 3)],
    )
    marks.begin_after(2)
    assert marks.columns == {0, 2}
    assert marks.formulas == Counter({-1: 3, 2: 3})
    assert marks.credits == [(2, 1)]
    assert marks.merged == [Merged(0, 2, 3)]
    assert marks.letters_of(0) == "C"


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_what_libreoffice_saved_is_read_as_it_shows_it(kind: str) -> None:
    """A workbook of 1904 whose table begins in column B, saved by LibreOffice 7.4."""
    found, notices = read((FILES / f"as-shown.{kind}").read_bytes())
    assert found.payments.select("paid_on", "supplier", "pence").rows()[:4] == [
        (date(2024, 4, 2), "Ribble Roofing Ltd", 60050),
        (date(2024, 4, 3), "Wyre Waste Ltd", -61050),
        (date(2024, 4, 4), "Lune Services Ltd", -62050),
        (date(2024, 4, 5), "Fylde Fencing Ltd", -63050),
    ]
    assert found.payments.select("paid_on", "supplier", "pence").rows()[-2:] == [
        (date(2024, 4, 11), "Dane Drains Ltd", 90025),
        (date(2024, 4, 11), "Dane Drains Ltd", 90125),
    ]
    assert found.files[0].total == Decimal("1151.00")
    assert (
        "read as credits, since their number format alone shows them so: 5 cells in column D"
        in (notices)
    )
    assert "counts its days from 1904" in notices
    assert "cells are merged over several rows" in notices


def open_document(cell: str, *, row: str = "", before: str = "", beside: str = "") -> bytes:
    """A sheet with a heading and one row, whose amount is a cell; `row` are attributes of it."""
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("Supplier", "Net Amount", "Date")
    )
    return ods(
        f'{before}<table:table table:name="April"><table:table-row>{texts}</table:table-row>'
        f'<table:table-row{row}><table:table-cell office:value-type="string"><text:p>Wyre Ltd</text:p>'
        f"</table:table-cell>{cell}{beside}</table:table-row></table:table>"
    )


def number(shown: str, *, value: str = "606.38", more: str = "") -> str:
    return (
        f'<table:table-cell{more} office:value-type="float" office:value="{value}">{shown}'
        "</table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "row", "marked"),
    [
        (number("<text:p>€ 606.38</text:p>"), "", {1: 1}),
        (number("<text:p>606.38 €</text:p>"), "", {1: 1}),
        (number("<text:p>-$<text:span>606.38</text:span></text:p>", value="-606.38"), "", {1: 1}),
        (number("<text:p>606.38 EUR</text:p>"), "", {1: 1}),
        (number("<text:p>€6</text:p>"), ' table:number-rows-repeated="3"', {1: 3}),
        (number("<text:p>£606.38</text:p>", more=' office:currency="EUR"'), "", {}),
        (number("<text:p>606.38</text:p>", more=' table:formula="of:=[.$A$1]"'), "", {}),
        ('<table:table-cell office:value-type="string"><text:p>€5</text:p></table:table-cell>', "", {}),
    ],
)  # fmt: skip
def test_other_money_in_an_open_document_is_what_a_cell_shows(
    cell: str, row: str, marked: dict[int, int]
) -> None:
    content = open_document(cell, row=row)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert marks_of_ods(parts)[0].other_money == marked


@pytest.mark.parametrize(
    ("cell", "row", "marked"),
    [
        (number("<text:p>606.38 CR</text:p>"), "", [(2, 1)]),
        (number("<text:p>606.38Cr</text:p>"), "", [(2, 1)]),
        (number("<text:p><text:s/>(606.38)</text:p>"), "", [(2, 1)]),
        (number("<text:p>-£<text:span>606.38</text:span></text:p>"), "", [(2, 1)]),
        (number("<text:p>606.38</text:p>"), "", []),
        (number("<text:p>£ 606.38 -</text:p>"), "", []),
        (number("<text:p>606.38 acre</text:p>"), "", []),
        (number("<text:p>-606.38</text:p>", value="-606.38"), "", []),
        (number(""), "", []),
        (
            number("<office:annotation><text:p>(a note)</text:p></office:annotation>")
            + number("<text:p>606.38</text:p>"),
            "",
            [],
        ),
        (
            number(
                "<office:annotation><text:p>CR</text:p></office:annotation><text:p>(606.38)</text:p>"
            ),
            "",
            [(2, 1)],
        ),
        (
            number("<text:p>606 CR</text:p>", more=" table:formula='of:=IF([.A1]>0;1)'"),
            "",
            [(2, 1)],
        ),
        (
            number("<text:p>606 CR</text:p>", more=' table:number-columns-repeated="2"'),
            "",
            [(2, 1), (2, 2)],
        ),
        (
            number("<text:p>606 CR</text:p>"),
            ' table:number-rows-repeated="3"',
            [(2, 1), (3, 1), (4, 1)],
        ),
    ],
)
def test_a_number_of_open_document_is_a_credit_where_its_text_is_one(
    cell: str, row: str, marked: list[tuple[int, int]]
) -> None:
    with zipfile.ZipFile(io.BytesIO(open_document(cell, row=row))) as parts:
        assert marks_of_ods(parts)[0].credits == marked


def test_open_document_without_end_is_read_to_an_end() -> None:
    cell = number("<text:p>606 CR</text:p>", more=' table:number-columns-repeated="999999999"')
    content = open_document(cell, row=' table:number-rows-repeated="999999999"')
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert len(marks_of_ods(parts)[0].credits) <= 1 << 21


def test_what_is_merged_in_open_document_is_of_one_column() -> None:
    merged = '<table:table-cell table:number-columns-spanned="{}" table:number-rows-spanned="{}"/>'
    cells = merged.format(1, 3) + "<table:covered-table-cell/>" + merged.format(2, 3)
    with zipfile.ZipFile(io.BytesIO(open_document(cells + merged.format(1, 1)))) as parts:
        assert marks_of_ods(parts)[0].merged == [Merged(1, 2, 4)]


FORMAT = struct.pack("<HHB", 164, 8, 0) + b'0.00"CR"'
WIDE_FORMAT = struct.pack("<HHB", 164, 8, 1) + '0.00"CR"'.encode("utf-16-le")
OLD_FORMAT = struct.pack("<HB", 164, 8) + b'0.00"CR"'
STYLE = struct.pack("<HH", 0, 164) + bytes(16)


@pytest.mark.parametrize(
    ("cell", "marked"),
    [
        ((0x0203, struct.pack("<HHHd", 4, 2, 2, 606.38)), [(5, 2)]),
        ((0x0203, struct.pack("<HHHd", 4, 2, 1, 606.38)), []),
        ((0x027E, struct.pack("<HHHI", 4, 2, 2, 2426)), [(5, 2)]),
        ((0x0006, struct.pack("<HHHd8x", 4, 2, 2, 606.38)), [(5, 2)]),
        ((0x00BD, struct.pack("<HHHIHIH", 4, 2, 2, 2426, 1, 2426, 3)), [(5, 2)]),
        ((0x00BD, struct.pack("<HHHIHIH", 4, 2, 1, 2426, 2, 2426, 3)), [(5, 3)]),
        ((0x0203, b"\x04\0"), []),
        ((0x00BD, b"\x04\0\x02\0\x02\0"), []),
    ],
)
@pytest.mark.parametrize("code", [FORMAT, WIDE_FORMAT, OLD_FORMAT])
def test_a_number_of_an_old_workbook_is_a_credit_by_its_style(
    code: bytes, cell: tuple[int, bytes], marked: list[tuple[int, int]], tmp_path: Path
) -> None:
    path = tmp_path / "spend.xls"
    records = [(0x041E, code), (0x00E0, STYLE)]
    path.write_bytes(xls({"April": [list(HEADING)]}, records=records, cells=[cell]))
    assert marks_of_xls(path)[0].credits == marked


@pytest.mark.parametrize("code", [b"", b"\xa4", b"\xa4\0\xff\xff\0CR", b"\xa4\0\xff\xff\x010"])
def test_a_format_of_an_old_workbook_that_is_cut_off_marks_nothing(
    code: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "spend.xls"
    records = [(0x041E, code), (0x00E0, STYLE)]
    cell = (0x0203, struct.pack("<HHHd", 4, 2, 2, 606.38))
    path.write_bytes(xls({"April": [list(HEADING)]}, records=records, cells=[cell]))
    assert marks_of_xls(path)[0].credits == []
