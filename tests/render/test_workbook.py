from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from render.literal_reports import EVERY, HOSTILE, HOSTILE_NAMES, ORDINARY
from render.workbook_contents import Written, read_workbook
from spendaudit.errors import OutputError
from spendaudit.render import wording, workbook
from spendaudit.render.frames import frame_as
from spendaudit.render.payments import payment_sheets
from spendaudit.render.report_workbook import page_as_workbook, report_as_workbook
from spendaudit.render.spreadsheet_cells import MOST_CHARACTERS, cell_text, is_exact, sheet_names
from spendaudit.render.tables import report_tables
from spendaudit.render.workbook import MOST_ROWS, Sheet, workbook_of
from spendaudit.report.values import Column, Kind, Page, Section, Table

if TYPE_CHECKING:
    from spendaudit.report.values import Report

EXCEL_DAY = date(1899, 12, 30)
HOSTILE_TEXT = some.one_of(
    some.sampled_from(HOSTILE_NAMES),
    some.sampled_from(
        ['=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "'=1", "''", "_x0041_", "\uffff"]
    ),
    some.text(max_size=40),
    some.text(alphabet="a\U0001f600", min_size=1).map(lambda text: (text * 40_000)[:40_000]),
)


def written(report: Report) -> Written:
    return read_workbook(report_as_workbook(report))


def assert_safe(book: Written) -> None:
    """No formula, no merged cell, no link to anywhere, and names that a spreadsheet accepts."""
    for path, part in book.parts.items():
        assert "<f>" not in part, path
        assert "<f " not in part, path
        assert "mergeCell" not in part, path
        assert 'TargetMode="External"' not in part, path
    assert len({name.casefold() for name in book.names}) == len(book.names)
    for name in book.names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name == name.strip("'")


@pytest.mark.parametrize("name", EVERY)
def test_every_report_is_safe_and_has_cover_contents_and_notes(name: str) -> None:
    book = written(EVERY[name])
    assert book.names[:3] == ["Cover", "Contents", "Notes"]
    assert_safe(book)
    for sheet in book.names[1:]:
        assert len(book.rows[sheet][0]) == 1, "the title stands alone in the first row"


@pytest.mark.parametrize("name", EVERY)
def test_each_table_has_a_sheet_whose_cells_are_those_of_the_report(name: str) -> None:
    report = EVERY[name]
    book = written(report)
    tables = [one.table for one in report_tables(report) if one.table is not None]
    assert len(tables) == len(book.names) - 3
    for table, sheet in zip(tables, book.names[3:], strict=True):
        if not table.rows:
            assert sheet not in book.tables
            continue
        for wanted, found in zip(table.rows, book.table(sheet), strict=True):
            for column, cell, there in zip(table.columns, wanted, found, strict=True):
                match cell:
                    case None:
                        assert there is None
                    case Decimal() if isinstance(there, str):
                        assert not is_exact(cell)
                        assert Decimal(there.replace(",", "")) == cell
                    case Decimal():
                        assert isinstance(there, float)
                        assert Decimal(f"{there:.2f}") == cell
                    case date():
                        assert there == (cell - EXCEL_DAY).days
                    case str():
                        assert there == cell_text(cell)
                    case _:
                        assert there == pytest.approx(cell, rel=1e-14), column


def test_the_closing_total_stands_below_the_table_and_outside_of_it() -> None:
    book = written(ORDINARY)
    place, headings = book.tables["Tiers"]
    last = int(place.rpartition("E")[2])
    assert len(book.rows["Tiers"]) == last + 1
    assert book.rows["Tiers"][-1] == {0: "all", 1: 48123301.80, 2: 1.0, 3: 1912, 4: 12408}
    amounts = [row[headings.index("£")] for row in book.table("Tiers")]
    assert sum(Decimal(f"{one:.2f}") for one in amounts) == ORDINARY.total


def test_the_headings_are_frozen_below_the_title_and_what_the_table_leaves_out() -> None:
    book = written(ORDINARY)
    sheet = book.parts[f"xl/worksheets/sheet{book.names.index('Suppliers local') + 1}.xml"]
    assert book.rows["Suppliers local"][2] == {0: "Leaves out 12 suppliers with refunds only."}
    assert book.tables["Suppliers local"][0].startswith("A4:")
    assert '<pane ySplit="4" topLeftCell="A5"' in sheet


def test_contents_leads_to_each_sheet_and_says_why_one_is_not_there() -> None:
    book = written(ORDINARY)
    rows = book.table("Contents")
    assert ["no sheet", "Local share by department", None, "no column names a department"] in rows
    links = re.findall(r'location="\'([^\']+)\'!A1"', book.parts["xl/worksheets/sheet2.xml"])
    assert links == book.names[2:]
    assert [row[0] for row in rows if row[0] != "no sheet"] == links


def test_two_sections_of_one_title_lead_to_their_own_sheets() -> None:
    first = ORDINARY.sections[0]._replace(key="a" * 40)
    twice = replace(ORDINARY, sections=(first, first._replace(key="a" * 41)))
    book = written(twice)
    links = re.findall(r'location="\'([^\']+)\'!A1"', book.parts["xl/worksheets/sheet2.xml"])
    assert links == book.names[2:]
    assert len(set(links)) == len(links)


def test_notes_hold_every_caveat_notice_and_source() -> None:
    texts = {row[1] for row in written(ORDINARY).table("Notes")}
    assert {caveat.text for caveat in ORDINARY.caveats} <= texts
    assert set(wording.notices(ORDINARY)) <= texts
    assert set(ORDINARY.sources) <= texts


def test_only_the_sections_asked_for() -> None:
    book = read_workbook(report_as_workbook(ORDINARY, ["months"]))
    assert book.names == [
        "Cover",
        "Contents",
        "Notes",
        "Headline",
        "Months",
        "Files",
        "Manifest",
    ]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_as_workbook(HOSTILE) == report_as_workbook(HOSTILE)


def test_a_page_has_its_sentences_and_tables() -> None:
    sections = (ORDINARY.sections[0], Section("none", "Nothing", None, "why not"))
    book = read_workbook(
        page_as_workbook(Page("comparison", "Before, after", ("It rose.",), sections))
    )
    assert book.names == ["Cover", "Contents", "Suppliers local"]
    assert book.rows["Cover"][:2] == [{0: "Before, after"}, {0: "It rose."}]
    assert_safe(book)


def one_column(kind: Kind, cells: list[object]) -> Sheet:
    rows = [(cell,) for cell in cells]
    return Sheet("One", "One", (), (Column("one", "one", kind),), rows, len(rows))  # type: ignore[arg-type]


@given(some.lists(HOSTILE_TEXT, min_size=1, max_size=5))
def test_any_text_comes_back_as_text_through_two_readers(texts: list[str]) -> None:
    data = workbook_of([one_column(Kind.TEXT, list(texts))], texts[0])
    book = read_workbook(data)
    assert_safe(book)
    # A spreadsheet has no empty text: the cell is blank.
    expected = [cell_text(text) or None for text in texts]
    assert [row[0] or None for row in book.table("One")] == expected
    assert all(len(text.encode("utf-16-le")) <= 2 * MOST_CHARACTERS for text in expected if text)
    sheet = fastexcel.read_excel(data).load_sheet(0, header_row=None, dtypes="string")
    column = pl.DataFrame(sheet).to_series(0).to_list()[2:]
    column += [None] * (len(texts) - len(column))
    assert [text or None for text in column] == expected


@given(some.decimals(min_value=-(10**15), max_value=10**15, places=2), some.booleans())
def test_money_is_exact_to_the_penny_as_a_number_or_else_as_text(
    amount: Decimal, small: bool
) -> None:
    amount = (amount / 10**8).quantize(Decimal("0.01")) if small else amount
    (row,) = read_workbook(workbook_of([one_column(Kind.MONEY, [amount])], "")).table("One")
    if isinstance(row[0], str):
        assert abs(amount) >= 10**12, "only what a spreadsheet cannot hold is text"
        assert Decimal(row[0].replace(",", "")) == amount
    else:
        assert isinstance(row[0], float)
        assert Decimal(f"{row[0]:.15g}") == amount


@given(some.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)))
def test_a_date_is_a_real_date_or_text_where_the_calendar_of_spreadsheets_is_wrong(
    day: date,
) -> None:
    (row,) = read_workbook(workbook_of([one_column(Kind.DATE, [day])], "")).table("One")
    if day < date(1900, 3, 1):
        assert row[0] == day.isoformat()
    else:
        assert isinstance(row[0], float)
        assert EXCEL_DAY + timedelta(days=row[0]) == day


def test_a_trace_is_not_shown_as_nought_and_what_is_no_number_is_blank() -> None:
    data = workbook_of([one_column(Kind.SHARE, [0.0004, 0.9999, float("nan"), 0.5])], "")
    book = read_workbook(data)
    assert book.table("One") == [[0.0004], [0.9999], [None], [0.5]]
    assert "&lt;0.1%" in book.parts["xl/styles.xml"]
    assert "&gt;99.9%" in book.parts["xl/styles.xml"]


def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited() -> None:
    data = workbook_of([one_column(Kind.TEXT, ["=1+1", "plain"])], "")
    styles = read_workbook(data).parts["xl/styles.xml"]
    assert styles.count('quotePrefix="1"') == 1


@given(some.lists(some.text(max_size=50), max_size=8))
def test_names_of_sheets_are_valid_and_unique(wanted: list[str]) -> None:
    names = sheet_names(["History", "A", "a", *wanted])
    assert len({name.casefold() for name in names}) == len(names)
    sheets = [Sheet(name) for name in names]
    assert_safe(read_workbook(workbook_of(sheets, "")))


def test_headings_that_are_alike_or_empty_are_told_apart() -> None:
    columns = tuple(
        Column(key, heading, Kind.TEXT) for key, heading in zip("abc", ["£", "£", ""], strict=True)
    )
    section = Section("s", "S", Table(columns, (("x", "y", "z"),)))
    book = read_workbook(page_as_workbook(Page("p", "P", (), (section,))))
    assert book.tables["S"][1] == ["£", "£ 2", "c"]


def test_more_rows_than_a_sheet_has_are_refused() -> None:
    column = (Column("one", "one", Kind.COUNT),)
    sheet = Sheet("One", "One", (), column, repeat((1,), MOST_ROWS), MOST_ROWS)
    with pytest.raises(OutputError, match="1,048,576 rows do not fit on a sheet") as raised:
        workbook_of([sheet], "")
    assert "CSV or Parquet" in raised.value.try_next


def test_a_frame_begins_with_its_headings_and_can_be_read_by_any_program() -> None:
    frame = pl.DataFrame(
        {
            "supplier": ["=1+1", "Café", None],
            "supplier_id": ["007", "12", None],
            "amount": [Decimal("1234.50"), Decimal("-0.01"), None],
            "line": [2, 3, 4],
            "paid_on": [date(2024, 4, 1), None, None],
            "spellings": [["a", "b"], [], None],
        },
        schema_overrides={"amount": pl.Decimal(18, 2)},
    )
    data = frame_as(frame, {}, "xlsx", name="suppliers")
    assert isinstance(data, bytes)
    book = read_workbook(data)
    assert book.names == ["suppliers"]
    assert book.tables["suppliers"] == ("A1:F4", frame.columns)
    back = pl.read_excel(data, schema_overrides={"supplier_id": pl.String})
    assert back["supplier"].to_list() == ["=1+1", "Café", None]
    assert back["supplier_id"].to_list() == ["007", "12", None]
    assert back["amount"].to_list() == [1234.5, -0.01, None]
    assert back["line"].to_list() == [2, 3, 4]
    assert back["paid_on"].to_list() == [date(2024, 4, 1), None, None]


def test_many_rows_are_written_at_once_and_hold_the_same_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = pl.DataFrame({"supplier": ["=1", "b\tc", " d "], "share": [0.25, None, 1.0]})
    kinds = {"share": Kind.SHARE}
    small = frame_as(frame, kinds, "xlsx", name="s")
    monkeypatch.setattr(workbook, "IN_MEMORY", 2)
    large = frame_as(frame, kinds, "xlsx", name="s")
    assert isinstance(small, bytes)
    assert isinstance(large, bytes)
    assert read_workbook(large).rows == read_workbook(small).rows
    assert (
        read_workbook(large).tables
        == read_workbook(small).tables
        == {"s": ("A1:B4", ["supplier", "share"])}
    )


def test_payments_go_on_over_as_many_sheets_as_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    payments = pl.DataFrame(
        {
            "line": range(2, 72),
            "supplier": ["=1", None, "c\nd"] * 23 + ["last"],
            "amount": pl.Series([Decimal("1.10")] * 70),
        }
    )
    sheets = payment_sheets(payments, most=30)
    monkeypatch.setattr(workbook, "IN_MEMORY", 20)
    book = read_workbook(workbook_of(sheets, "t"))
    assert book.names == ["Payments", "Payments 2", "Payments 3"]
    assert [book.tables[name][0] for name in book.names] == ["A3:C33", "A3:C33", "A3:C13"]
    rows = [row for name in book.names for row in book.table(name)]
    assert [row[0] for row in rows] == list(range(2, 72))
    assert rows[-1] == [71.0, "last", 1.1]
    said = [book.rows[name][1][0] for name in book.names]
    assert "payments 61 to 70 of 70" in str(said[-1])
    for name, part in book.parts.items():
        if name.startswith("xl/tables/"):
            (whole,) = re.findall(r'<table [^>]*ref="([^"]*)"', part)
            assert re.findall(r'<autoFilter ref="([^"]*)"', part) in ([whole], [])


def test_what_is_wrapped_has_the_height_that_it_needs() -> None:
    long = "Whose supplier is not known " * 10
    columns = (Column("a", "A", Kind.TEXT), Column("n", "n", Kind.COUNT))
    sheet = Sheet("s", "T", (long,), columns, (("short", 1), (long, 2)), 2)
    cover = Sheet("c", "T", (long, "short"), wrapped=True)
    part = read_workbook(workbook_of((cover, sheet), "t")).parts
    heights = [
        dict(
            re.findall(r'<row r="(\d+)"[^>]*? ht="([\d.]+)"', part[f"xl/worksheets/sheet{one}.xml"])
        )
        for one in (1, 2)
    ]
    assert (heights[0]["2"], "3" in heights[0]) == ("60", False)
    assert (heights[1]["5"], "4" in heights[1]) == ("90", False)
