"""Workbooks: each cell exact, each row under its own number, each sheet read or named."""

from __future__ import annotations

import csv
import io
import struct
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import fastexcel
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from read.office import Broken, Day, archive, ods, ods_table, ole, xls, xlsx
from read.published import cleaned, paid, published, set_aside
from spendaudit.errors import InputError
from spendaudit.intake import Wanted, clean_files
from spendaudit.read import workbook

from spendaudit.read.contents import Workbook, look_inside
from spendaudit.read.source import open_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from read.office import Cell

HEADING: list[Cell] = ["Date", "Supplier", "Amount"]


def table(*rows: Sequence[Cell]) -> list[Sequence[Cell]]:
    return [HEADING, *rows]


def sheet_texts(content: bytes, number: int = 0) -> list[list[str]]:
    """Every row of a sheet, as text."""
    with published(content) as path:
        found = look_inside(path, "spend.csv", path.parent)
        assert isinstance(found, Workbook)
        with found.sheets[number].path.open(encoding="utf-8", newline="") as text:
            return list(csv.reader(text))


def as_ods(rows: Sequence[Sequence[Cell]], *, from_1904: bool = False) -> bytes:
    first = 1462 if from_1904 else 0
    return ods(
        ods_table(
            "One",
            [
                [Day(cell.serial + first) if isinstance(cell, Day) else cell for cell in row]
                for row in rows
            ],
        )
    )


def as_xls(rows: Sequence[Sequence[Cell]], *, from_1904: bool = False) -> bytes:
    return xls({"One": rows}, from_1904=from_1904)


def as_xlsx(rows: Sequence[Sequence[Cell]], *, from_1904: bool = False) -> bytes:
    return xlsx({"One": rows}, from_1904=from_1904)


each_kind = pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods])


@each_kind
@pytest.mark.parametrize(("from_1904", "serial"), [(False, 45385), (True, 45385 - 1462)])
def test_cells_become_the_text_that_an_exact_reader_wants(
    write: object, from_1904: bool, serial: int
) -> None:
    assert callable(write)
    rows = table(
        [Day(serial), "Wyre", 0.1 + 0.2],
        [Day(serial + 0.5), "Lune\nLtd", 1234.565],
        [Day(serial), 100234.0, 10000000000.12],
        [True, Broken("#REF!"), Broken("#N/A")],
        ["03/04/2024", 'A "B" Ltd, C', -5.68434e-13],
    )
    assert sheet_texts(write(rows, from_1904=from_1904)) == [
        ["Date", "Supplier", "Amount"],
        ["2024-04-03", "Wyre", "0.3"],
        ["2024-04-03 12:00:00", "Lune Ltd", "1234.565"],
        ["2024-04-03", "100234", "10000000000.12"],
        ["TRUE", "#REF!", "#N/A"],
        ["03/04/2024", 'A "B" Ltd, C', "0"],
    ]


@each_kind
def test_a_line_is_the_row_that_the_spreadsheet_shows(write: object) -> None:
    assert callable(write)
    content = write(
        [[], ["Payments"], [], *table(["1/4/24", "Wyre", 5.0], [], ["2/4/24", "Lune", "x"])]
    )
    found = cleaned(content)
    assert found.payments["line"].to_list() == [5]
    assert set_aside(content) == [(7, "the amount is not a number")]
    assert found.rows == 7


@given(
    st.lists(
        st.tuples(
            st.dates(date(1990, 1, 1), date(2099, 12, 31)),
            st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
            st.integers(-(10**12), 10**12),
        ),
        min_size=1,
        max_size=30,
    ),
    st.booleans(),
    st.booleans(),
)
def test_what_another_program_writes_is_read_to_the_penny(
    rows: list[tuple[date, str, int]], from_1904: bool, shared: bool
) -> None:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": shared, "constant_memory": not shared, "date_1904": from_1904}
    )
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADING)
    day, money = (
        book.add_format({"num_format": "dd mmm yy"}),
        book.add_format({"num_format": "£#,##0.00"}),
    )
    for number, (paid_on, supplier, pence) in enumerate(rows, 1):
        sheet.write_datetime(number, 0, paid_on, day)
        sheet.write_string(number, 1, f"S{supplier}")
        sheet.write_number(number, 2, pence / 100, money)
    book.close()
    found = cleaned(written.getvalue()).payments
    assert found.select("paid_on", "supplier", "pence").rows() == [
        (paid_on, f"S{supplier}", pence) for paid_on, supplier, pence in rows
    ]


@given(st.integers(-(10**14), 10**14))
def test_pence_survive_binary_fractions_and_their_noise(pence: int) -> None:
    pounds = pence / 100
    assert Decimal(number_text(repr(pounds))) == Decimal(pence) / 100
    assert Decimal(number_text(f"{pounds:.17g}")) == Decimal(pence) / 100
    assert (
        Decimal(number_text(repr(pounds + 2e-8 if abs(pounds) < 1e7 else pounds)))
        == Decimal(pence) / 100
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("100234", "100234"),
        ("100234.0", "100234"),
        ("1.00234E+15", "1002340000000000"),
        ("5.0999999999999996", "5.1"),
        ("1234.565", "1234.565"),
        ("0.33333333333333331", "0.3333333333333333"),
        ("-0", "0"),
        ("12345678901234567890", "12345678901234567890"),
        ("1E999", "1E999"),
        ("nan", "nan"),
        ("1.5E-3", "0.0015"),
    ],
)
def test_a_number_is_written_without_exponent_and_without_noise(written: str, text: str) -> None:
    assert number_text(written) == text


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ("[$-809]dd mmmm yyyy;@", True),
        ("yyyy\\-mm\\-dd", True),
        ("mmm\\-yy", True),
        ("mmmm", True),
        ("General", False),
        ("0.00", False),
        ("0%", False),
        ('#,##0.00\\ "days"', False),
        ("[Red]-#,##0.00", False),
        ('"£"#,##0.00_);[Red]\\("£"#,##0.00\\)', False),
        ("[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", False),
        ("[h]:mm:ss", False),
        ("hh:mm", False),
        ("mm:ss.0", False),
        ("0.00E+00", False),
        ("@", False),
        ('_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', False),
    ],
)
def test_a_format_shows_a_date_or_not(code: str, is_date: bool) -> None:
    assert shows_date(164, code) is is_date


def test_formats_that_are_not_written_down_are_known() -> None:
    assert [number for number in range(60) if shows_date(number, None)] == [
        *range(14, 18), 22, *range(27, 37), *range(50, 59),
    ]  # fmt: skip


def test_a_day_number_outside_the_calendar_stays_a_number() -> None:
    assert date_text("2958466.5", from_1904=False) == "2958466.5"
    assert date_text("-5", from_1904=False) == "-5"
    assert date_text("x", from_1904=False) == "x"
    assert date_text("45385.999999999", from_1904=False) == "2024-04-04"


def test_what_writers_differ_in_is_read_alike() -> None:
    rows = (
        '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="3" spans="1:2"><x:c r="B3" s="0" t="str"><x:f>A1</x:f><x:v>7.50</x:v></x:c>'
        '<x:c r="A3" t="inlineStr"><x:is><x:r><x:t>Wy</x:t></x:r><x:r><x:t>re_x000D_</x:t></x:r>'
        "<x:rPh><x:t>aid</x:t></x:rPh></x:is></x:c></x:row>"
    )
    content = xlsx(
        {"One": ""},
        texts=[
            "<t>Supplier</t><rPh><t>aid</t></rPh>",
            '<r><t xml:space="preserve">Amo</t></r><r><t>unt</t></r>',
        ],
        changed={
            "xl/worksheets/s1.xml": '<x:worksheet xmlns:x="urn:strict">'
            f"<x:sheetData>{rows}</x:sheetData></x:worksheet>"
        },
    )
    assert sheet_texts(content) == [["Supplier", "Amount"], [], ["Wyre ", "7.50"]]


def test_parts_are_found_where_the_workbook_says() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = archive(
        {
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{office}/officeDocument" '
            'Target="/XL/book.xml"/></Relationships>',
            "xl/Book.xml": '<workbook xmlns:q="urn:q"><sheets><sheet name="A" q:id="z"/>'
            '<sheet name="Chart" q:id="y"/></sheets></workbook>',
            "xl/_rels/Book.xml.rels": f'<Relationships><Relationship Id="z" Type="{office}/worksheet" '
            f'Target="..\\xl\\Sheets\\One.xml"/><Relationship Id="y" Type="{office}/chartsheet" '
            'Target="chart.xml"/></Relationships>',
            "xl/sheets/one.XML": "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
        }
    )
    assert sheet_texts(content) == [["1"]]


def test_texts_of_an_old_workbook_go_on_over_the_borders_of_records() -> None:
    first = struct.pack("<II", 2, 2) + struct.pack("<HB", 6, 0) + b"Rib"
    second = (
        b"\x01"
        + "ble".encode("utf-16-le")
        + struct.pack("<HBH", 2, 0x09, 1)
        + "é£".encode("utf-16-le")
    )
    third = bytes(4)
    content = xls(
        {"One": [["x"]]},
        records=[(0x00FC, first), (0x003C, second), (0x003C, third)],
        cells=[
            (0x00FD, struct.pack("<HHHI", 2, 0, 0, 0)),
            (0x00FD, struct.pack("<HHHI", 2, 1, 0, 1)),
        ],
    )
    assert sheet_texts(content) == [["x"], [], ["Ribble", "é£"]]


def test_short_numbers_and_formulas_of_an_old_workbook_are_exact() -> None:
    def place(column: int) -> bytes:
        return struct.pack("<HHH", 1, column, 0)

    content = xls({"One": [["x"]]}, cells=[
        (0x027E, place(0) + struct.pack("<i", (1234565 << 2) | 3)),
        (0x027E, place(1) + struct.pack("<i", (-7 << 2) | 2)),
        (0x00BD, struct.pack("<HH", 1, 2) + struct.pack("<Hi", 0, (5 << 2) | 2) + struct.pack("<Hi", 1, (45385 << 2) | 2) + struct.pack("<H", 3)),
        (0x0006, place(4) + struct.pack("<d", 12000.1 + 0.2) + bytes(6)),
        (0x0006, place(5) + b"\x02\0\x17\0\0\0\xff\xff" + bytes(6)),
        (0x0006, place(6) + b"\x00\0\0\0\0\0\xff\xff" + bytes(6)),
        (0x0207, struct.pack("<HB", 4, 0) + b"Wyre"),
        (0x0006, place(7) + b"\x01\0\x01\0\0\0\xff\xff" + bytes(6)),
    ])  # fmt: skip
    assert sheet_texts(content)[1] == [
        "12345.65", "-7", "5", "2024-04-03", "12000.3", "#REF!", "Wyre", "TRUE",
    ]  # fmt: skip


def test_repeated_cells_and_notes_of_an_open_document() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-header-rows><table:table-row><table:table-cell office:value-type="string">'
        "<office:annotation><text:p>a note</text:p></office:annotation><text:p>Sup<text:s/>plier</text:p>"
        '<text:p>two</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="currency" office:value="5.10" table:number-columns-repeated="2">'
        "<text:p>£5</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" '
        'office:value="7"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048571"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = ods(f'<table:table table:name="A">{rows}</table:table>')
    assert sheet_texts(content) == [[], [], ["Sup plier two", "", "", "5.1", "5.1"], ["7"], ["7"]]


def test_a_hidden_sheet_of_an_open_document_is_hidden() -> None:
    style = (
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    )
    content = ods(
        ods_table("Old", table(["1/4/24", "Wyre", 1.0]), style="h")
        + ods_table("New", table(["1/4/24", "Lune", 2.0])),
        styles=style,
    )
    assert paid(content) != []
    with published(content) as path:
        found = look_inside(path, "x", path.parent)
        assert isinstance(found, Workbook)
        assert [(sheet.name, sheet.hidden) for sheet in found.sheets] == [
            ("Old", True),
            ("New", False),
        ]


def test_one_stray_cell_far_away_costs_nothing() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="C1048576"><v>2</v></c></row>'
    )
    texts = sheet_texts(xlsx({"One": rows}))
    assert len(texts) == 1_048_576
    assert texts[-1] == ["", "", "2"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (xlsx({"One": '<row r="1048577"><c><v>1</v></c></row>'}), "1 columns in row 1,048,577"),
        (xlsx({"One": '<row><c t="s"><v>7</v></c></row>'}), "is a damaged XLSX workbook"),
        (xlsx({"One": '<row><c t="s"><v>-1</v></c></row>'}, texts=["<t>a</t>"]), "is a damaged XLSX workbook"),
        (xlsx({"One": '<row r="x"><c><v>1</v></c></row>'}), "is a damaged XLSX workbook"),
        (xlsx({"One": '<row><c r="ABCD1"><v>1</v></c></row>'}), "is a damaged XLSX workbook"),
        (xlsx({"One": ""}, changed={"xl/_rels/workbook.xml.rels": "<Relationships/>"}), "is a damaged XLSX workbook"),
        (archive({"xl/other.xml": ""}), "is a damaged XLSX workbook"),
        (
            xlsx({"One": ""}, changed={"xl/worksheets/s1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}),
            "is a damaged XLSX workbook",
        ),
        (
            xlsx({"One": [["x" * (1 << 20) + "y"]]}),
            "has a cell of over 1,048,576 characters",
        ),
        (ods('<table:table table:name="A"><table:table-row table:number-rows-repeated="9999999">'
             '<table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>'),
         "repeats a row 9,999,999 times"),
        (ods("<table:table>"), "is a damaged ODS workbook"),
        (xls({"One": [["x"]]})[:1500], "is a damaged XLS workbook"),
        (ole({"Workbook": b"\x09\x08\x10\x00"}), "is a damaged XLS workbook"),
        (ole({"Workbook": b"nothing like it"}), "is a damaged XLS workbook"),
        (archive({"index/Document.iwa": b""}), "is a document of Apple Numbers or Pages"),
        (ole({"__properties_version1.0": b""}), "is an e-mail saved by Outlook"),
        (ole({"PowerPoint Document": b""}), "is a PowerPoint presentation (PPT)"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)  # fmt: skip
def test_what_is_no_workbook_of_payments_is_refused_in_a_sentence(
    content: bytes, what: str
) -> None:
    with published(content) as path, pytest.raises(InputError) as refusal:
        clean_files([path])
    assert what in refusal.value.found
    assert refusal.value.try_next


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 5)
    with pytest.raises(InputError, match="over 5 cells up to row 2"):
        sheet_texts(xlsx({"One": [["a", "b", "c"], ["d", "e", "f"]]}))


MAY = table(["1/5/24", "Wyre", 1.0], ["2/5/24", "Lune", 2.0])
JUNE = table(["1/6/24", "Wyre", 1.0], ["2/6/24", "Lune", 2.0])


def names_and_totals(content: bytes, sheets: Sequence[str] = ()) -> list[tuple[str, str]]:
    with published(content) as path:
        found = clean_files([path], Wanted(sheets=sheets))
        return [(file.name.removeprefix(str(path)), str(file.total)) for file in found.files]


def test_a_sheet_a_month_is_read_sheet_by_sheet() -> None:
    assert names_and_totals(xlsx({"May": MAY, "June": JUNE})) == [(" [May]", "3"), (" [June]", "3")]


def test_a_summary_without_dates_is_not_counted_with_its_details() -> None:
    summary: list[list[Cell]] = [["Supplier", "Amount"], ["Wyre", 1.0], ["Lune", 2.0]]
    content = xlsx({"Summary": summary, "May": MAY})
    assert names_and_totals(content) == [("", "3")]
    with published(content) as path:
        notice = clean_files([path]).files[0].notices[0]
    assert notice == "sheet read: 'May' (3 rows); not read: 'Summary' (3 rows)"


def test_named_sheets_are_read_and_no_others() -> None:
    content = xlsx({"May": MAY, "June": JUNE, "all": MAY}, hidden=["June"])
    assert names_and_totals(content, ["june "]) == [("", "3")]
    assert names_and_totals(content, ["June", "May"]) == [(" [May]", "3"), (" [June]", "3")]
    assert names_and_totals(content, ["all"]) == [("", "3")]
    with pytest.raises(InputError, match="has no sheet called 'July'"):
        names_and_totals(content, ["May", "July"])
    with pytest.raises(InputError, match="sheet 'Empty' is empty"):
        names_and_totals(xlsx({"May": MAY, "Empty": []}), ["Empty"])


def test_a_file_that_is_no_workbook_has_no_sheets_to_choose_from() -> None:
    assert names_and_totals(b"Supplier,Amount\nWyre,1.00\n", ["May"]) == [("", "1")]


def test_a_supplier_list_must_be_the_only_sheet() -> None:
    with (
        published(xlsx({"May": MAY, "June": JUNE})) as path,
        pytest.raises(InputError, match="2 sheets"),
        open_source(path),
    ):
        pass


def test_every_real_workbook_is_read_as_an_independent_reader_reads_it(shared: Path) -> None:
    books = 0
    for path in sorted(shared.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        if not content.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
            continue
        books += 1
        reader = fastexcel.read_excel(content)
        for number, name in enumerate(reader.sheet_names):
            sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            theirs = [[_as_ours(cell) for cell in row] for row in sheet.to_polars().iter_rows()]
            ours = sheet_texts(content, number)
            assert len(ours) == len(theirs)
            # The other reader leaves out empty columns on the left.
            for mine, other in zip(ours, theirs, strict=True):
                assert [cell for cell in mine if cell] == [cell for cell in other if cell]
    assert books > 8


def _as_ours(cell: str | None) -> str:
    text = (cell or "").removesuffix(" 00:00:00").replace("\r\n", " ").replace("\n", " ")
    if text in ("true", "false"):
        return text.upper()
    try:
        return number_text(text) if "." in text and len(text.rpartition(".")[2]) > 6 else text
    except ValueError:
        return text
