"""Workbooks: each cell exact, each row under its own number, each sheet read or named."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
import xlrd
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from read.office import Broken, Day, archive, ods, ods_table, ole, xls, xlsx
from read.published import cleaned, paid, published, set_aside
from spendaudit.audit import Request
from spendaudit.errors import InputError
from spendaudit.intake import Wanted, clean_files
from spendaudit.read import workbook
from spendaudit.read.contents import Workbook, look_inside
from spendaudit.read.numbers import without_noise
from spendaudit.read.source import open_source
from spendaudit.report.check import check
from spendaudit.report.worked_out import worked_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        [True, None, "x"],
        ["03/04/2024", 'A "B" Ltd, C', -5.68434e-13],
    )
    assert sheet_texts(write(rows, from_1904=from_1904)) == [
        ["Date", "Supplier", "Amount"],
        ["2024-04-03", "Wyre", "0.3"],
        ["2024-04-03 12:00:00", "Lune Ltd", "1234.565"],
        ["2024-04-03", "100234", "10000000000.12"],
        ["true", "", "x"],
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
@settings(max_examples=20)  # each starts a process
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
    written = [
        f"{pounds:.15f}",
        f"{Decimal(pounds):f}",
        f"{pounds + 2e-8 if abs(pounds) < 1e7 else pounds:.9f}",
    ]
    told = (
        pl.DataFrame({"text": written}).select(without_noise(pl.col("text"))).to_series().to_list()
    )
    assert [Decimal(text) for text in told] == [Decimal(pence) / 100] * 3


@each_kind
@pytest.mark.parametrize(
    ("number", "text"),
    [
        (100234.0, "100234"),
        (1.00234e15, "1002340000000000"),
        (5.0999999999999996, "5.1"),
        (12345678.930000002, "12345678.93"),
        (9_999_999_999_999.99, "9999999999999.99"),
        (1234.565, "1234.565"),
        (-0.0, "0"),
        (0.0015, "0.0015"),
        (-1234.5, "-1234.5"),
    ],
)
def test_a_number_is_written_without_exponent_and_without_noise(
    write: object, number: float, text: str
) -> None:
    assert callable(write)
    assert sheet_texts(write([[number]])) == [[text]]


@each_kind
def test_words_that_look_like_numbers_stay_as_they_are(write: object) -> None:
    assert callable(write)
    assert sheet_texts(write([["007", "1.10", "1E5", "100.0", "NA", "1/2"]])) == [
        ["007", "1.10", "1E5", "100.0", "NA", "1/2"]
    ]


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
        ("#,##0.00\\ \\D\\R", False),
        ("#,##0.00_d", False),
        ("[Red]-#,##0.00", False),
        ('"£"#,##0.00_);[Red]\\("£"#,##0.00\\)', False),
        ("[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", False),
        ("[$USD]\\ #,##0.00", False),
        ("0.00E+00", False),
        ("@", False),
        ('_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', False),
    ],
)
def test_money_is_no_date_whatever_its_format(code: str, is_date: bool) -> None:
    content = xlsx({"One": [[Day(45385)]]}, formats=(code,))
    assert sheet_texts(content) == [["2024-04-03" if is_date else "45385"]]


@pytest.mark.parametrize("write", [as_xlsx, as_xls])
@pytest.mark.parametrize(
    ("serial", "text"),
    [(45385.999999999, "2024-04-04"), (45385.6789, "2024-04-03 16:17:36")],
)
def test_a_day_is_told_to_the_second(write: object, serial: float, text: str) -> None:
    assert callable(write)
    assert sheet_texts(write([[Day(serial)]])) == [[text]]


def test_a_day_number_outside_the_calendar_is_no_day_of_a_payment() -> None:
    content = xlsx({"One": table([Day(2_958_466.5), "Wyre", 1.0], [Day(-40_000), "Lune", 2.0])})
    payments = cleaned(content).payments
    assert payments["pence"].to_list() == [100, 200]
    assert payments["paid_on"].to_list() == [None, None]


@each_kind
def test_an_error_value_is_an_amount_that_is_missing_and_never_another(write: object) -> None:
    assert callable(write)
    content = write(table(["1/4/24", "Wyre", 5.0], ["2/4/24", "Lune", Broken("#REF!")]))
    assert cleaned(content).payments["line"].to_list() == [2]
    assert [line for line, _ in set_aside(content)] == [3]


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
    assert sheet_texts(content) == [
        ["Supplier", "Amount"],
        ["", ""],
        ["Wyre ", "7.50"],
    ]


def test_a_chart_between_the_sheets_is_no_sheet_with_cells() -> None:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    book.add_worksheet("Data").write(0, 0, "x")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Data!$A$1"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.add_worksheet("More").write(0, 0, "y")
    book.close()
    with published(written.getvalue()) as path:
        found = look_inside(path, "x", path.parent)
        assert isinstance(found, Workbook)
        assert [(sheet.name, sheet.rows) for sheet in found.sheets] == [
            ("Data", 1),
            ("Chart", 0),
            ("More", 1),
        ]


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
    assert sheet_texts(content) == [["x", ""], ["", ""], ["Ribble", "é£"]]


def test_short_numbers_and_formulas_of_an_old_workbook_are_exact() -> None:
    def place(column: int) -> bytes:
        return struct.pack("<HHH", 1, column, 0)

    content = xls({"One": [["x"]]}, cells=[
        (0x027E, place(0) + struct.pack("<i", (1234565 << 2) | 3)),
        (0x027E, place(1) + struct.pack("<i", (-7 << 2) | 2)),
        (0x00BD, struct.pack("<HH", 1, 2) + struct.pack("<Hi", 0, (5 << 2) | 2) + struct.pack("<Hi", 1, (45385 << 2) | 2) + struct.pack("<H", 3)),
        (0x0006, place(4) + struct.pack("<d", 12000.1 + 0.2) + bytes(8)),
        (0x0006, place(5) + b"\x02\0\x17\0\0\0\xff\xff" + bytes(8)),
        (0x0006, place(6) + b"\x00\0\0\0\0\0\xff\xff" + bytes(8)),
        (0x0207, struct.pack("<HB", 4, 0) + b"Wyre"),
        (0x0006, place(7) + b"\x01\0\x01\0\0\0\xff\xff" + bytes(8)),
    ])  # fmt: skip
    assert sheet_texts(content)[1] == [
        "12345.65", "-7", "5", "2024-04-03", "12000.3", "", "Wyre", "true",
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
    assert sheet_texts(content) == [
        [""] * 5,
        [""] * 5,
        ["Sup plier two", "", "", "5.1", "5.1"],
        ["7", "", "", "", ""],
        ["7", "", "", "", ""],
    ]


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


def test_a_stray_cell_in_the_last_row_is_read_under_its_number() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="C1048576"><v>2</v></c></row>'
    )
    texts = sheet_texts(xlsx({"One": rows}))
    assert len(texts) == 1_048_576
    assert texts[-1] == ["", "", "2"]


def test_a_workbook_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_SECONDS", 0.01)
    with pytest.raises(InputError, match=r"takes over .* minutes to read"):
        sheet_texts(xlsx({"One": "<row><c><v>1</v></c></row>"}))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (xlsx({"One": '<row r="1048577"><c><v>1</v></c></row>'}), "has 1,048,577 rows"),
        (xlsx({"One": '<row><c t="s"><v>7</v></c></row>'}), "is a damaged XLSX workbook"),
        (xlsx({"One": '<row r="x"><c><v>1</v></c></row>'}), "is a damaged XLSX workbook"),
        (xlsx({"One": ""}, changed={"xl/_rels/workbook.xml.rels": "<Relationships/>"}), "is a damaged XLSX workbook"),
        (archive({"xl/other.xml": ""}), "is a damaged XLSX workbook"),
        (
            xlsx({"One": ""}, changed={"xl/worksheets/s1.xml": "<row " * 100_000}),
            "is a damaged XLSX workbook",
        ),
        (
            xlsx({"One": '<row r="1"><c r="A1"><v>1</v></c></row>'
                 '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}),
            "takes over 4 GB of memory to read",
        ),
        (
            xlsx({"One": '<row r="1"><c r="A1"><v>1</v></c></row>'
                 '<row r="40000"><c r="BXX40000"><v>1</v></c></row>'}),
            "has 80,000,000 cells",
        ),
        (
            xlsx({"One": '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>9</v></c></row>'}),
            "rows of a sheet are out of order after row 2",
        ),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "x",
                     "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
            "is a workbook with a password",
        ),
        (
            xlsx({"One": [["x" * (1 << 20) + "y"]]}),
            "has a cell of 1,048,577 characters",
        ),
        (ods('<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
             '<table:table-cell office:value-type="float" office:value="1" '
             'table:number-columns-repeated="16384"/></table:table-row></table:table>'),
         "is a damaged ODS workbook"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
         "is a damaged ODS workbook"),
        (xls({"One": [["x"]]})[:1500], "is a damaged XLS workbook"),
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


def test_rows_out_of_order_are_seen_over_the_borders_of_pieces() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_001))
    assert len(sheet_texts(xlsx({"One": rows}))) == 60_000
    with pytest.raises(InputError, match="out of order after row 60,000"):
        sheet_texts(xlsx({"One": rows + "<row spans='1:1' r='60000'/>"}))


MAY = table(["1/5/24", "Wyre", 1.0], ["2/5/24", "Lune", 2.0])
JUNE = table(["1/6/24", "Wyre", 1.0], ["2/6/24", "Lune", 2.0])


def names_and_totals(content: bytes, sheets: Sequence[str] = ()) -> list[tuple[str, str]]:
    with published(content) as path:
        found = clean_files([path], Wanted(sheets=sheets))
        return [(file.name.removeprefix(str(path)), str(file.total)) for file in found.files]


def test_a_sheet_a_month_is_read_sheet_by_sheet() -> None:
    assert names_and_totals(xlsx({"May": MAY, "June": JUNE})) == [(" [June]", "3"), (" [May]", "3")]


def test_every_sheet_of_a_copy_is_accounted_for(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(xlsx({"May": MAY, "June": JUNE}))
    found = clean_files([tmp_path])
    assert [(Path(file.name).name, bool(file.counted_in)) for file in found.files] == [
        ("a.xlsx [June]", False),
        ("a.xlsx [May]", False),
        ("b.xlsx [June]", True),
        ("b.xlsx [May]", True),
    ]
    assert {file.rows for file in found.files} == {3}
    assert found.payments.height == 4


def test_sheets_of_a_workbook_have_one_page_each_and_one_profile(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"May": MAY, "June": JUNE}))
    pages = check(Request([path])).files
    assert [fact.text for fact in pages[0].facts if fact.key == "format"] == ["XLSX workbook"]
    assert not [fact for fact in pages[0].facts if fact.key == "encoding"]
    profile = worked_out(clean_files([path]), None, "nothing")
    written = {entry.key: entry.value for entry in profile.entries}
    assert profile.file == str(path)
    assert written["sheet"] is None
    assert not {"encoding", "delimiter"} & set(written)
    profile = worked_out(clean_files([path], Wanted(sheets=["May"])), None, "", None, ["May"])
    assert {entry.key: entry.value for entry in profile.entries}["sheet"] == ("May",)


def test_a_summary_without_dates_is_not_counted_with_its_details() -> None:
    summary: list[list[Cell]] = [["Supplier", "Amount"], ["Wyre", 1.0], ["Lune", 2.0]]
    content = xlsx({"Summary": summary, "May": MAY})
    assert names_and_totals(content) == [("", "3")]
    with published(content) as path:
        notice = clean_files([path]).files[0].notices[0]
    assert notice == "sheet read: 'May' (3 rows); not read: 'Summary' (3 rows)"
    content = xlsx({"Suppliers": summary, "May": MAY})
    assert names_and_totals(content) == [("", "3")]
    with published(content) as path:
        notice = clean_files([path]).files[0].notices[0]
    assert notice == (
        "sheet read: 'May' (3 rows); "
        "not read, since their amounts are sums of those: 'Suppliers' (3 rows)"
    )


SUMS: list[Sequence[Cell]] = [["Supplier", "Amount"]] + [
    [f"FIRM {n}", 2 * (500.0 + n) + 3] for n in range(6)
]


@pytest.mark.parametrize("date", [[], [Day(45_473)]])
@pytest.mark.parametrize("rows", [6, 5])
def test_sums_by_supplier_are_not_counted_with_their_months(date: list[Cell], rows: int) -> None:
    heading: Sequence[Cell] = ["Supplier", "Amount", "Date"] if date else SUMS[0]
    summary = [heading, *([*row, *date] for row in SUMS[1 : rows + 1])]
    content = xlsx({"Apr": months_of(1), "Firms": summary, "May": months_of(2)})
    notices, totals = notices_and_totals(content)
    assert sorted(totals) == ["3021", "3027"]
    assert f"sums of those: 'Firms' ({rows + 1} rows)" in notices[0]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["Wyre", 700.0], ["Lune", 800.0]], "their headings differ"),
        ([*SUMS[1:6], ["FIRM 5", 1.0]], "their headings differ"),
    ],
)
def test_a_sheet_without_dates_is_left_out_only_where_its_sums_are_proved(
    rows: list[Sequence[Cell]], why: str
) -> None:
    content = xlsx({"Apr": months_of(1), "Schools": [SUMS[0], *rows], "May": months_of(2)})
    with pytest.raises(InputError, match=why):
        names_and_totals(content)


def test_a_sheet_that_comes_to_the_same_under_other_names_is_for_the_user_to_choose() -> None:
    content = xlsx(
        {
            "Apr": months_of(1),
            "May": months_of(2),
            "Departments": [HEADING, [Day(45_473), "Various", 6_048.0]],
        }
    )
    with pytest.raises(
        InputError, match="'Departments' comes to the same pounds as the others"
    ) as r:
        names_and_totals(content)
    assert "--sheet Apr --sheet May (repeatable" in str(r.value.try_next)


def test_months_that_pay_the_same_rents_are_no_sums_of_each_other() -> None:
    rents = payments_of(1)
    june: list[Sequence[Cell]] = [[Day(45_473), *row[1:]] for row in rents]
    content = xlsx({"Apr": table(*rents), "Jun": table(*june)})
    assert notices_and_totals(content)[1] == ["3021", "3021"]


def test_named_sheets_are_read_and_no_others() -> None:
    content = xlsx({"May": MAY, "June": JUNE, "all": MAY}, hidden=["June"])
    assert names_and_totals(content, ["june "]) == [("", "3")]
    assert names_and_totals(content, ["June", "May"]) == [(" [June]", "3"), (" [May]", "3")]
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


def test_every_real_old_workbook_is_read_as_another_library_reads_it(shared: Path) -> None:
    books = 0
    for path in sorted(shared.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        if not content.startswith(b"\xd0\xcf\x11\xe0"):
            continue
        books += 1
        for number, sheet in enumerate(xlrd.open_workbook(file_contents=content).sheets()):
            theirs = [
                [text for cell in row if (text := _as_ours(cell, sheet.book.datemode))]
                for row in sheet.get_rows()
            ]
            ours = [[cell for cell in row if cell] for row in sheet_texts(content, number)]
            assert ours == theirs[: len(ours)]
            assert not any(theirs[len(ours) :])
    assert books > 2


def _as_ours(cell: xlrd.sheet.Cell, datemode: int) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            return str(xlrd.xldate_as_datetime(cell.value, datemode)).removesuffix(" 00:00:00")
        case xlrd.XL_CELL_NUMBER:
            return f"{round(Decimal(cell.value), 6):f}".rstrip("0").rstrip(".")
        case xlrd.XL_CELL_ERROR:
            return ""
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(cell.value)).lower()
        case _:
            return str(cell.value).replace("\r\n", " ").replace("\n", " ")


def days_on(cell: Cell) -> date:
    assert isinstance(cell, Day)
    return date(1899, 12, 30) + timedelta(days=cell.serial)


def payments_of(month: int, *, more: Sequence[Cell] = ()) -> list[Sequence[Cell]]:
    return [[Day(45382 + 30 * month + n), f"Firm {n}", 500.0 + n + month, *more] for n in range(6)]


def months_of(*numbers: int) -> list[Sequence[Cell]]:
    return table(*(row for number in numbers for row in payments_of(number)))


def notices_and_totals(content: bytes, *sheets: str) -> tuple[list[str], list[str]]:
    with published(content) as path:
        found = clean_files([path], Wanted(sheets=sheets))
        return (
            [notice for file in found.files for notice in file.notices if "sheet" in notice],
            [str(file.total) for file in found.files],
        )


@pytest.mark.parametrize(
    "name", ["Jun", "June 2024", "P3", "03", "Q1 to Q2", "Spend over £500 Jun-24"]
)
@pytest.mark.parametrize(
    "heading", [["Paid On", "Payee", "Value", "Purpose"], [None, "Supplier", "Amount"]]
)
def test_months_whose_headings_drifted_are_read_together(name: str, heading: list[Cell]) -> None:
    june = [heading, *payments_of(3)]
    content = xlsx({"Apr": months_of(1), "May": months_of(2), name: june})
    assert sorted(notices_and_totals(content)[1]) == ["3021", "3027", "3033"]


@pytest.mark.parametrize("name", ["Cards", "Apr", "apr", "Apr Cards", "June summary", "x" * 70])
def test_other_sheets_whose_headings_differ_are_for_the_user_to_choose(name: str) -> None:
    cards = [["Date", "Merchant", "Net Amount"], *payments_of(3)]
    with pytest.raises(InputError, match="headings differ"):
        names_and_totals(xlsx({"Apr ": months_of(1), name: cards}))


def test_payments_and_cards_are_read_together_where_the_user_says_that_both_count() -> None:
    cards = [["Date", "Merchant", "Net Amount"], *payments_of(3)]
    content = xlsx({"Note": [["Spending over £250"]], "250 Spend": months_of(1), "Cards": cards})
    with pytest.raises(InputError, match="headings differ") as refusal:
        names_and_totals(content)
    assert str(refusal.value.try_next).endswith(
        "--sheet '250 Spend' (repeatable; --sheet all for every one)"
    )
    for sheets in (["all"], ["250 Spend", "Cards"]):
        assert names_and_totals(content, sheets) == [(" [250 Spend]", "3021"), (" [Cards]", "3033")]


def test_a_month_without_dates_is_no_summary_of_the_others() -> None:
    june: list[Sequence[Cell]] = [["Supplier", "Amount"], ["Wyre", 700.0], ["Lune", 800.0]]
    content = xlsx({"Apr": months_of(1), "May": months_of(2), "Jun": june})
    assert sorted(notices_and_totals(content)[1]) == ["1500", "3021", "3027"]


@pytest.mark.parametrize("total", [[], [[None, "Total", 3021.0]]])
def test_a_year_beside_its_months_is_counted_once(total: list[Sequence[Cell]]) -> None:
    content = xlsx(
        {
            "Apr": [*months_of(1), *total],
            "May": months_of(2),
            "YTD": months_of(1, 2),
            "Jun": months_of(3),
        }
    )
    notices, totals = notices_and_totals(content)
    assert sorted(totals) == ["3033", "6048"]
    (notice,) = notices
    assert notice == (
        "sheets read: 'YTD' (13 rows), 'Jun' (7 rows); not read, since all their payments stand there "
        f"too: 'Apr' ({8 if total else 7} rows), 'May' (7 rows)"
    )


def export_of(
    *, named: int, rows: int = 8, more: Sequence[Sequence[Cell]] = ()
) -> list[Sequence[Cell]]:
    """A ledger's raw export: the first suppliers with name and number, none after them."""
    heading = ["Service(T)", "Transaction Date", "Amount", "Supplier ID", "Supplier ID(T)"]
    lines: list[Sequence[Cell]] = [
        [
            f"Service {n % 3}",
            Day(45_400 + n // 2),
            520.0 + 10 * (n // 4),
            *((f"{n}00{n}", f"Firm {n} Ltd") if n < named else (None, None)),
        ]
        for n in range(rows)
    ]
    return [heading, *lines, *more]


@pytest.mark.parametrize("named", [0, 2, 7])
@pytest.mark.parametrize("names", ["IBReport 4875,Suggested publishing ", "Published,Raw"])
def test_an_export_without_names_is_counted_once_beside_the_same_with_them(
    named: int, names: str
) -> None:
    raw, published_as = names.split(",")
    content = xlsx({raw: export_of(named=named), published_as: export_of(named=8)})
    notices, totals = notices_and_totals(content)
    assert totals == ["4200"]
    assert notices == [
        (
            f"sheet read: {published_as!r} (9 rows); not read, since all their payments stand there too, "
            f"with the names of suppliers that are blank on them: {raw!r} (9 rows)"
        )
    ]


OF_ANOTHER_DAY: Sequence[Cell] = ["Service 1", Day(45_420), 700.0, None, None]
OF_ANOTHER_SUPPLIER: Sequence[Cell] = ["Service 0", Day(45_400), 520.0, "9009", "Firm 9 Ltd"]
ONCE_MORE: Sequence[Cell] = ["Service 0", Day(45_400), 520.0, None, None]
OF_ANOTHER_NUMBER: Sequence[Cell] = ["Service 2", Day(45_403), 530.0, "9009", None]


@pytest.mark.parametrize("row", [OF_ANOTHER_DAY, OF_ANOTHER_SUPPLIER, ONCE_MORE, OF_ANOTHER_NUMBER])
@pytest.mark.parametrize("named", [2, 7])
def test_an_export_with_a_row_that_the_named_one_has_not_is_for_the_user_to_choose(
    row: Sequence[Cell], named: int
) -> None:
    content = xlsx({"Raw": export_of(named=named, more=[row]), "Published": export_of(named=8)})
    with pytest.raises(InputError, match="'Raw' and 'Published' repeat the same rows") as refusal:
        names_and_totals(content)
    assert "--sheet Published (repeatable" in str(refusal.value.try_next)


def test_sheets_without_names_of_other_days_are_read_together() -> None:
    june = [[row[0], Day(45_500 + n), *row[2:]] for n, row in enumerate(export_of(named=2)[2:])]
    content = xlsx({"A": export_of(named=2), "B": [export_of(named=2)[0], *june]})
    assert len(notices_and_totals(content)[1]) == 2


@pytest.mark.parametrize(
    "undated",
    [[None, "Wyre Ltd", 1750.5], [None, "Total Gas & Power", 1750.5], ["30/04/2024", None, 1750.5]],
)
def test_a_month_with_a_payment_that_the_year_has_not_is_no_repeat(undated: Sequence[Cell]) -> None:
    """What has no date, or no supplier, is paid all the same."""
    months = {"Apr": [*months_of(1), undated], "May": months_of(2)}
    with pytest.raises(InputError, match="'Apr' and 'YTD' repeat the same rows"):
        names_and_totals(xlsx({**months, "YTD": months_of(1, 2)}))
    year = [*months_of(1, 2), undated]
    notices, totals = notices_and_totals(xlsx({**months, "YTD": year}))
    assert len(totals) == 1
    assert "not read, since all their payments stand there too: 'Apr'" in notices[0]


def test_a_copy_is_one_whatever_its_order_its_further_columns_and_its_way_of_writing_dates() -> (
    None
):
    rows = payments_of(1)
    written = [
        [f"{days_on(row[0]):%d/%m/%Y}", f"{row[1]} ", f"£{float(str(row[2])):,.2f}", "Roads"]
        for row in reversed(rows)
    ]
    content = xlsx({"List": table(*rows), "By road": [[*HEADING, "Department"], *written]})
    notices, totals = notices_and_totals(content)
    assert totals == ["3021"]
    assert "not read, since all their payments stand there too: 'By road' (7 rows)" in notices[0]


VAT_RATES = (0, 20, 20, 5, 20, 20)


def with_vat(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """The same payments with VAT of several rates."""
    return [
        [row[0], row[1], round(float(str(row[2])) * (100 + VAT_RATES[n % 6]) / 100, 2), *row[3:]]
        for n, row in enumerate(rows)
    ]


GROSS: list[Cell] = ["Payment Date", "Supplier Name", "Gross Amount", "Department"]


@pytest.mark.parametrize("gross_first", [False, True])
@pytest.mark.parametrize("heading", [HEADING, GROSS])
@pytest.mark.parametrize("month", [1, 2])
def test_what_stands_on_another_sheet_without_vat_is_counted_once(
    month: int, heading: list[Cell], gross_first: bool
) -> None:
    net = table(*payments_of(1, more=("Roads",)), *payments_of(2))
    gross = [heading, *reversed(with_vat(payments_of(month, more=("Roads",))))]
    sheets = {"Gross": gross, "Net": net} if gross_first else {"Net": net, "Gross": gross}
    (notice,), totals = notices_and_totals(xlsx(sheets))
    assert totals == ["6048"]
    assert notice == (
        "sheet read: 'Net' (13 rows); not read, since they are payments of those with VAT: "
        f"'Gross' (7 rows), £{'3,449.40' if month == 1 else '3,456.25'}"
    )


@pytest.mark.parametrize(
    "gross",
    [
        with_vat(payments_of(1))[:4],
        [*with_vat(payments_of(1)), *payments_of(2)[:1]],
        [*with_vat(payments_of(1))[:-1], *payments_of(2)[:1]],
        [*with_vat(payments_of(1))[:-1], [Day(45_417), "Firm 5", 999.0]],
    ],
)
def test_sheets_that_may_have_the_same_payments_with_vat_are_for_the_user_to_choose(
    gross: list[Sequence[Cell]],
) -> None:
    content = xlsx({"List": months_of(1), "Paid": table(*gross)})
    with pytest.raises(
        InputError, match="'Paid' may hold the payments of 'List' with VAT"
    ) as refusal:
        names_and_totals(content)
    assert "--sheet List (rep" in str(refusal.value.try_next)


@pytest.mark.parametrize(
    "others",
    [
        [[Day(45_473 + n), *row[1:]] for n, row in enumerate(with_vat(payments_of(1)))],
        [[row[0], f"{row[1]} plc", *row[2:]] for row in with_vat(payments_of(1))],
        [[*row[:2], float(str(row[2])) + 7.77] for row in with_vat(payments_of(1))],
    ],
)
def test_other_payments_are_not_the_same_with_vat(others: list[Sequence[Cell]]) -> None:
    content = xlsx({"List": months_of(1), "Paid": table(*others)})
    assert len(notices_and_totals(content)[1]) == 2


def test_the_same_day_and_supplier_with_other_numbers_is_another_payment() -> None:
    heading = [*HEADING, "Invoice Number"]
    net = [[*row, f"A{n}"] for n, row in enumerate(payments_of(1))]
    gross = [[*row, f"B{n}"] for n, row in enumerate(with_vat(payments_of(1)))]
    content = xlsx({"List": [heading, *net], "Paid": [heading, *gross]})
    assert len(notices_and_totals(content)[1]) == 2


def test_a_copy_of_a_sheet_is_counted_once_and_a_restated_one_is_for_the_user_to_choose() -> None:
    copied = xlsx({"April": months_of(1), "April (2)": months_of(1)})
    assert notices_and_totals(copied)[1] == ["3021"]
    restated = xlsx({"April": months_of(1), "April (2)": months_of(1)[:-1] + payments_of(9)[:1]})
    with pytest.raises(InputError, match="repeat the same rows"):
        names_and_totals(restated)


@pytest.mark.parametrize(
    "name", ["Income", "Purchase Orders", "Do not publish", "Receipts 2024", "Example", "DRAFT"]
)
def test_a_sheet_called_otherwise_than_payments_is_for_the_user_to_choose(name: str) -> None:
    content = xlsx({name: months_of(1, 2), "Payments": months_of(3)})
    with pytest.raises(
        InputError, match=f"{name!r} is called as if it held no payments"
    ) as refusal:
        names_and_totals(content)
    assert "--sheet Payments" in str(refusal.value.try_next)


def test_a_sheet_that_has_headings_is_not_said_to_have_none() -> None:
    both: list[Sequence[Cell]] = [["Date", "Supplier", "Original Amount", "Amount"]]
    both += [[f"0{n}/04/2024", "Wyre Ltd", 100.0 + n, 90.0 + n] for n in range(1, 5)]
    content = xlsx({"April": months_of(1), "Corrections": both})
    said = "'Corrections' has rows like payments"
    with published(content) as path, pytest.raises(InputError, match=said) as refusal:
        clean_files([path])
    assert refusal.value.found.endswith(
        "and 'Original Amount' (column 3) and 'Amount' (column 4) could both be the amount, and they "
        "differ"
    )
    assert refusal.value.try_next.startswith("leave there the column of what was paid alone; or, ")


def test_a_sheet_of_contracts_is_left_out_and_called_one() -> None:
    rows: list[Sequence[Cell]] = [["Award Date", "Supplier", "Contract", "Contract Value"]]
    rows += [[f"2024-04-0{n}", f"Wyre {n} Ltd", "Cleaning", 5000.5] for n in range(1, 6)]
    (said,), totals = notices_and_totals(xlsx({"Payments": months_of(1), "Contracts": rows}))
    assert len(totals) == 1
    assert "not read, since their headings are of contracts: 'Contracts' (6 rows)" in said


def test_of_a_sheet_with_one_heading_missing_that_one_is_spoken_of() -> None:
    rows: list[Sequence[Cell]] = [["Date", "Supplier", "Budget", "Limit"]]
    rows += [[f"2024-04-0{n}", f"Wyre {n} Ltd", 5000.5, 6000.5] for n in range(1, 6)]
    with pytest.raises(InputError, match="rows like payments, and no heading for the amount"):
        names_and_totals(xlsx({"Payments": months_of(1), "More": rows}))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Removed",
            "Accruals",
            "Accruals Apr 2024",
            "March for comparison",
            "Not paid",
        ),
        *(
            "Previous month",
            "Contracts awarded",
            "Payments on hold",
            "Excluded rows",
            "Duplicates removed",
        ),
    ],
)
def test_a_sheet_that_may_not_have_been_paid_counts_and_is_told(name: str) -> None:
    content = xlsx({"Spend April 2024": months_of(1, 2), name: months_of(3)})
    totals = dict(names_and_totals(content))
    notices, _ = notices_and_totals(content)
    assert len(totals) == 2
    (said,) = notices
    assert said.startswith(f"sheet {name!r} is called as if its rows were not paid")
    pounds = f"£{Decimal(totals[f' [{name}]']):,.2f} in all"
    assert said.endswith(f"its {len(payments_of(3))} amounts count as payments, {pounds}")


@pytest.mark.parametrize(
    "names",
    [
        ("April 2024", "May 2024", "Q2", "Page 4"),
        ("Adults", "Contracts and Commissioning", "Old Trafford", "Schools outstanding support"),
        ("Resources", "Awards and Archives", "Transport", "Libraries"),
        ("Contracts", "Accruals"),
    ],
)
def test_sheets_of_months_and_directorates_say_nothing(names: Sequence[str]) -> None:
    content = xlsx({name: months_of(n) for n, name in enumerate(names, 1)})
    notices, totals = notices_and_totals(content)
    assert (notices, len(totals)) == ([], len(names))


def test_a_sheet_that_is_asked_for_is_not_doubted() -> None:
    content = xlsx({"April": months_of(1), "Accruals": months_of(2)})
    assert notices_and_totals(content, "all")[0] == []


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        (["Supplier", "Title", "Award date", "Contract value"], "contracts"),
        (["Order Date", "Supplier", "PO Number", "Order Value"], "orders"),
    ],
)
def test_a_sheet_of_contracts_or_orders_beside_the_payments_is_left_out(
    heading: list[Cell], what: str
) -> None:
    rows: list[Sequence[Cell]] = [["Firm", "Paper", "03/04/2024", 500.0 + n] for n in range(6)]
    notices, totals = notices_and_totals(xlsx({"Spend": months_of(1), "Others": [heading, *rows]}))
    assert len(totals) == 1
    assert f"not read, since their headings are of {what}: 'Others' (7 rows)" in notices[0]


def test_where_every_sheet_is_called_a_draft_all_of_them_count() -> None:
    content = xlsx({"Draft Apr": months_of(1), "Draft May": months_of(2)})
    assert len(notices_and_totals(content)[1]) == 2


def test_rents_without_a_date_are_paid_every_month() -> None:
    rents: list[Sequence[Cell]] = [["Supplier", "Amount"]] + [
        [f"Firm {n}", 600.0] for n in range(6)
    ]
    with pytest.raises(InputError, match="repeat the same rows"):
        names_and_totals(xlsx({"Apr": rents, "May": [*rents, ["Wyre", 5.0]]}))


@pytest.mark.parametrize(
    "first", [[["Spending over £500"]], [["Directorate", "Total"], ["Roads", 5.0]]]
)
def test_payments_on_a_hidden_sheet_are_spoken_of(first: list[Sequence[Cell]]) -> None:
    notes: list[Sequence[Cell]] = [["Published under a licence"]]
    each: tuple[dict[str, list[Sequence[Cell]]], ...] = (
        {"Cover": first},
        {"Cover": first, "Notes": notes},
    )
    for covers in each:
        content = xlsx({**covers, "Data": months_of(1)}, hidden=["Data"])
        with pytest.raises(InputError, match="only a hidden sheet has headings") as refusal:
            names_and_totals(content)
        assert refusal.value.try_next.endswith("--sheet Data")


def hidden_xlsx() -> bytes:
    rows = (
        "".join(
            f'<row r="{n}"{" hidden=" + chr(34) + "1" + chr(34) if n in (3, 4, 6) else ""}>'
            f'<c r="A{n}" t="inlineStr"><is><t>{a}</t></is></c>'
            f'<c r="C{n}" t="inlineStr"><is><t>{b}</t></is></c></row>'
            for n, a, b in [(1, "Supplier", "Amount"), *((n, "Wyre", str(n)) for n in range(2, 6))]
        )
        + '<row r="6" hidden="true"/>'
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    columns = '<cols><col min="2" max="3" width="9" hidden="1"/><col min="4" max="16384"/></cols>'
    return xlsx(
        {"A & B": ""},
        changed={
            "xl/worksheets/s1.xml": f'<worksheet xmlns="{main}">{columns}<sheetData>{rows}</sheetData></worksheet>'
        },
    )


def hidden_ods() -> bytes:
    def row(first: str, last: str, more: str = "") -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in (first, "", last)
        )
        return f"<table:table-row{more}>{cells}</table:table-row>"

    away = ' table:visibility="filter" table:number-rows-repeated="2"'
    return ods(
        '<table:table table:name="Other"><table:table-row table:visibility="collapse"/></table:table>'
        '<table:table table:name="A &amp; B"><table:table-column/><table:table-column '
        'table:number-columns-repeated="2" table:visibility="collapse"/>'
        + row("Supplier", "Amount") + row("Wyre", "2") + row("Wyre", "3", away) + row("Wyre", "5")
        + '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048571">'
        "<table:table-cell/></table:table-row></table:table>"
    )  # fmt: skip


def hidden_xls() -> bytes:
    rows: list[Sequence[Cell]] = [
        ["Supplier", None, "Amount"],
        *(["Wyre", None, float(n)] for n in range(2, 6)),
    ]
    row = [(0x0208, struct.pack("<HHHHIHH", n - 1, 0, 3, 255, 0, 0x20, 0)) for n in (3, 4, 6)]
    return xls({"A & B": rows}, cells=[*row, (0x007D, struct.pack("<HHHHHH", 1, 2, 9, 0, 1, 0))])


@pytest.mark.parametrize(("write", "pounds"), [(hidden_xlsx, 7), (hidden_ods, 6), (hidden_xls, 7)])
def test_what_is_hidden_on_a_sheet_is_read_and_said(
    write: Callable[[], bytes], pounds: int
) -> None:
    where = f"(3 to 4; 2 in all; £{pounds}.00 under 'Amount')"
    with published(write()) as path:
        (file,) = clean_files([path]).files
    assert file.payments == 4
    assert [notice for notice in file.notices if "hidden" in notice] == [
        f"sheet 'A & B': hidden rows that hold something {where} were read like all others",
        "sheet 'A & B': hidden columns that hold something (C) were read like all others",
    ]


def folded_xlsx(*, folded: bool) -> bytes:
    """The payments of the sheet in a group, which is folded away; or open, with a filter on."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    outline = ["", *[' hidden="1" outlineLevel="1"'] * 2, ' collapsed="1"' if folded else ""]
    rows = "".join(
        f'<row r="{n}"{more}><c r="A{n}" t="inlineStr"><is><t>{a}</t></is></c>'
        f'<c r="B{n}" t="inlineStr"><is><t>{b}</t></is></c></row>'
        for n, (more, a, b) in enumerate(
            zip(
                outline,
                ("Supplier", "Wyre", "Lune", "Total"),
                ("Amount", "3", "4", "7"),
                strict=True,
            ),
            start=1,
        )
    )
    written = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    return xlsx({"April": ""}, changed={"xl/worksheets/s1.xml": written})


def folded_ods(*, folded: bool) -> bytes:
    away = f' table:visibility="{"collapse" if folded else "filter"}"'
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [
        ("", "Supplier", "Amount"),
        (away, "Wyre", "3"),
        (away, "Lune", "4"),
        ("", "Total", "7"),
    ]
    heading, *paid, total = [
        f"<table:table-row{more}>{cell.format(a)}{cell.format(b)}</table:table-row>"
        for more, a, b in rows
    ]
    display = ' table:display="false"' if folded else ""
    group = f"<table:table-row-group{display}>{''.join(paid)}</table:table-row-group>"
    return ods(f'<table:table table:name="April">{heading}{group}{total}</table:table>')


def folded_xls(*, folded: bool) -> bytes:
    rows: list[Sequence[Cell]] = [
        ["Supplier", "Amount"],
        ["Wyre", 3.0],
        ["Lune", 4.0],
        ["Total", 7.0],
    ]
    bits = {1: 0x21, 2: 0x21, 3: 0x10 if folded else 0}
    return xls(
        {"April": rows},
        cells=[
            (0x0208, struct.pack("<HHHHIHH", n, 0, 2, 255, 0, more, 0)) for n, more in bits.items()
        ],
    )


@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("write", [folded_xlsx, folded_ods, folded_xls])
def test_rows_that_are_folded_away_below_a_total_are_hidden_from_nobody(
    write: Callable[..., bytes], folded: bool
) -> None:
    with published(write(folded=folded)) as path:
        (file,) = clean_files([path]).files
    assert file.payments == 2
    what = "rows that are folded away in groups" if folded else "hidden rows that hold something"
    assert [notice for notice in file.notices if "like all others" in notice] == [
        f"sheet 'April': {what} (2 to 3; 2 in all; £7.00 under 'Amount') were read like all others"
    ]


@pytest.mark.parametrize("hidden", [(1,), (2,), (1, 2), (1, 2, 5), (5,)])
def test_hidden_rows_that_are_no_payments_are_no_matter(hidden: tuple[int, ...]) -> None:
    def sheet(*away: int) -> bytes:
        table = [("April 2024", ""), ("Supplier", "Amount"), ("Wyre", "2"), ("Lune", "3"), ("Roads", "")]  # fmt: skip
        rows = "".join(
            f'<row r="{n}"{chr(32) + "hidden=" + chr(34) + "1" + chr(34) if n in away else ""}>'
            f'<c r="A{n}" t="inlineStr"><is><t>{a}</t></is></c>'
            f'<c r="B{n}" t="inlineStr"><is><t>{b}</t></is></c></row>'
            for n, (a, b) in enumerate([*table, ("Aire", "4")], 1)
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        written = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
        return xlsx({"April": ""}, changed={"xl/worksheets/s1.xml": written})

    with published(sheet(*hidden)) as path:
        (file,) = clean_files([path]).files
    assert file.payments == 3
    assert not [notice for notice in file.notices if "hidden" in notice]
    with published(sheet(*hidden, 4)) as path:
        (file,) = clean_files([path]).files
    (notice,) = [notice for notice in file.notices if "hidden" in notice]
    assert "(4; 1 in all; £3.00 under 'Amount')" in notice


def formulas(*values: str, also: str = "", book: str = "") -> bytes:
    """A sheet whose amounts are formulas; written by openpyxl where they have no value."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Wyre</t></is></c>'
        f'<c r="B{n}"><v>{n}</v></c><c r="C{n}" s="1"><f>B{n}*2</f>{value}</c></row>'
        for n, value in enumerate(values, 2)
    )
    head = "".join(
        f'<c r="{at}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in zip("ABC", ("Supplier", "Invoice No", "Net Amount"), strict=True)
    )
    content = {"One": f'<row r="1">{head}</row>{rows}{also}'}
    if not book:
        return xlsx(content, formats=["0.00"])
    made = (
        zipfile.ZipFile(io.BytesIO(xlsx(content, formats=["0.00"])))
        .read("xl/workbook.xml")
        .decode()
    )
    return xlsx(
        content,
        formats=["0.00"],
        changed={"xl/workbook.xml": made.replace("</workbook>", book + "</workbook>")},
    )


LATER = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'


@pytest.mark.parametrize(
    "content",
    [formulas("<v/>", "<v></v>", ""), formulas("<v>0</v>", "<v>0</v>", book=LATER)],
)
def test_amounts_that_no_program_worked_out_are_refused(content: bytes) -> None:
    with pytest.raises(
        InputError, match=r"'Net Amount' .column C. holds . formulas without a value"
    ):
        names_and_totals(content)


@pytest.mark.parametrize(
    "content",
    [
        formulas("<v>4</v>", "<v>6</v>", "<v>0</v>", book=LATER),
        formulas("<v>0</v>", "<v>6</v>", "<v>4</v>"),
        formulas(
            "<v>4</v>",
            "<v>6</v>",
            "<v>0</v>",
            also='<row r="9"><c r="F9" t="str"><f>X</f><v></v></c></row>',
        ),
    ],
)
def test_amounts_that_a_program_worked_out_are_read(content: bytes) -> None:
    found = cleaned(content)
    assert sorted(found.payments["pence"].to_list()) == [0, 400, 600]


def test_single_formulas_without_a_value_are_spoken_of() -> None:
    content = formulas("<v>4</v>", "<v>6</v>", "<v></v>")
    with published(content) as path:
        (file,) = clean_files([path]).files
    assert (file.payments, file.set_aside) == (2, 1)
    said = (
        "sheet 'One': formulas that no program has worked out (C4; 1 in all) count as empty or as 0"
    )
    assert said in file.notices


@pytest.mark.parametrize(
    "june", [[HEADING], [HEADING, [], ["No payments this month"]], [["June"], HEADING]]
)
@pytest.mark.parametrize("asked", [[], ["all"]])
def test_a_month_to_come_has_a_heading_and_is_not_read(
    june: list[Sequence[Cell]], asked: list[str]
) -> None:
    content = xlsx({"Apr": months_of(1), "May": months_of(2), "Jun": june})
    assert names_and_totals(content, asked) == [(" [Apr]", "3021"), (" [May]", "3027")]


def test_a_workbook_of_months_to_come_has_no_payments() -> None:
    with pytest.raises(InputError, match="no payments under it"):
        names_and_totals(xlsx({"Apr": [HEADING], "May": [HEADING]}))
