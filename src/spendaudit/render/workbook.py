"""Sheets of titled tables as an XLSX workbook: numbers as numbers, and no formula in it.

It follows the Government Analysis Function's guidance “Releasing statistics in spreadsheets”: one
table a sheet, marked up as a table, its title in A1, no merged cell, no blank row.
The only module that makes a workbook with XlsxWriter.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from io import BytesIO
from itertools import islice, tee
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import OutputError
from spendaudit.read.spool import spool_folder
from spendaudit.render.spreadsheet_cells import (
    ColumnWriter,
    Formats,
    cell_text,
    headings_of,
    height_of,
    lines_in,
    sheet_names,
    table_names,
)
from spendaudit.report.figures import RIGHT_ALIGNED, count, for_people
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from spendaudit.report.values import Cell, Column

MOST_ROWS = 1_048_576
"""Rows of a sheet, those above the table among them: the format has no more."""

IN_MEMORY = 50_000
"""Rows that are kept until all are known; of a workbook with more, each row is written at once."""
_FILTERED_FROM = 20
"""Rows from which on a table gets the buttons that sort and filter it."""
_MEASURED = 1_000
"""Rows that decide how wide a column is."""
_WIDEST, _WIDEST_HEADING, _NARROWEST, _COVER = 60, 24, 9, 100
"""Characters."""
_LARGE = 14
"""The size of a title; all else is 11."""
_A4 = 9
_MADE_ON = datetime(1980, 1, 1)  # noqa: DTZ001  # the same for every workbook, so that its bytes are


class Sheet(NamedTuple):
    """A sheet: lines of text, and a table below them or none.

    Attributes:
        name: on its tab; made valid and unique when it is written.
        title: in A1, or an empty text where the table begins in the first row.
        lines: below the title, one a row.
        columns: of the table; none where there is no table.
        rows: of the table.
        height: how many rows.
        total: a closing line, written below the table and outside it.
        links: for each row the name of the sheet that its first cell leads to, or an empty text.
        wrapped: whether the lines are broken within the first column, as on a cover.
    """

    name: str
    title: str = ""
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: Iterable[Sequence[Cell]] = ()
    height: int = 0
    total: Sequence[Cell] | None = None
    links: Sequence[str] = ()
    wrapped: bool = False


def workbook_of(sheets: Sequence[Sheet], title: str) -> bytes:
    """Write sheets as a workbook; the same sheets give the same bytes.

    Args:
        sheets: in the order of the tabs.
        title: of the document, for screen readers and file managers.

    Raises:
        OutputError: a table has more rows than a sheet, or there is no room for temporary files.
    """
    for sheet in sheets:
        _refuse_unless_it_fits(sheet)
    with spool_folder() as folder:
        return _written(sheets, title, folder)


def _written(sheets: Sequence[Sheet], title: str, temporary: Path) -> bytes:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    written = BytesIO()
    large = any(sheet.height > IN_MEMORY for sheet in sheets)
    book = Workbook(
        written,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": large,
            "tmpdir": str(temporary),
            "default_format_properties": {"font_name": "Arial", "font_size": 11},
        },
    )
    book.set_properties({"title": cell_text(title)[:255], "created": _MADE_ON})
    names = sheet_names([sheet.name for sheet in sheets])
    called = {sheet.name: name for sheet, name in zip(sheets, names, strict=True)}
    formats = Formats(book)
    for sheet, name, table_name in zip(sheets, names, table_names(names), strict=True):
        links = [called.get(link, "") for link in sheet.links]
        page = _Page(book.add_worksheet(name), formats, sheet, links)
        page.write(table_name)
    try:
        book.close()
    except FileCreateError as error:
        folder = tempfile.gettempdir()
        raise OutputError(
            f"a workbook cannot be made in {folder}: {error}",
            "make room there, or set TMPDIR to a folder on a larger disk",
        ) from None
    return written.getvalue()


class _Page:
    """One sheet while it is written."""

    def __init__(
        self, page: Worksheet, formats: Formats, sheet: Sheet, links: Sequence[str]
    ) -> None:
        self._page, self._formats, self._sheet, self._links = page, formats, sheet, links
        self._kinds = [column.kind for column in sheet.columns]
        self._widths: list[int] = [_COVER]
        self._rows: Iterable[Sequence[Cell]] = ()

    def write(self, table_name: str) -> None:
        """Write it from its first row to its last."""
        page = self._page
        page.hide_gridlines(2)
        page.set_paper(_A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        self._set_widths()
        at = self._write_lines()
        if self._kinds:
            page.freeze_panes(at + 1, 0)
            page.repeat_rows(at)
            self._write_headings(at, table_name)
            self._allow_numbers_as_text(at)
            self._write_rows(at)

    def _set_widths(self) -> None:
        sheet = self._sheet
        if not sheet.columns:
            self._page.set_column(0, 0, _COVER)
            return
        ahead, self._rows = tee(sheet.rows)
        widths = [min(len(column.heading) + 3, _WIDEST_HEADING) for column in sheet.columns]
        closing = [sheet.total] if sheet.total is not None else []
        for cells in (*islice(ahead, _MEASURED), *closing):
            for column, cell in enumerate(cells):
                if cell is not None:
                    written = len(for_people(cell, self._kinds[column]))
                    widths[column] = max(widths[column], written + 2)
        self._widths = [min(max(width, _NARROWEST), _WIDEST) for width in widths]
        for column, width in enumerate(self._widths):
            self._page.set_column(column, column, width)

    def _write_lines(self) -> int:
        """The title and the lines below it, and in which row the table begins."""
        sheet = self._sheet
        if sheet.title:
            large = self._formats.of(bold=True, font_size=_LARGE, text_wrap=sheet.wrapped)
            self._write_line(0, sheet.title, large, _LARGE)
        plain = self._formats.of(text_wrap=sheet.wrapped, valign="top")
        for number, line in enumerate(sheet.lines, start=1):
            self._write_line(number, line, plain)
        return len(sheet.lines) + bool(sheet.title)

    def _write_line(self, row: int, line: str, look: Format, font_size: int = 11) -> None:
        if self._sheet.wrapped:
            lines = lines_in(line, _COVER * 11 / font_size)
            self._page.set_row(row, height_of(lines, font_size))
        self._page.write_string(row, 0, cell_text(line), look)

    def _write_headings(self, at: int, table_name: str) -> None:
        headings = headings_of(self._sheet.columns)
        looks = [
            self._look_of_heading(kind, **beside)
            for kind, beside in zip(self._kinds, self._beside_figures(), strict=True)
        ]
        if self._sheet.height:
            columns = [
                {"header": heading, "header_format": look}
                for heading, look in zip(headings, looks, strict=True)
            ]
            self._mark_table(at, table_name, columns)
        # The button that sorts takes the room of three letters.
        lines = max(map(lines_in, headings, (width - 3 for width in self._widths)))
        self._page.set_row(at, height_of(lines))
        for column, (heading, look) in enumerate(zip(headings, looks, strict=True)):
            self._page.write_string(at, column, heading, look)

    def _mark_table(self, at: int, name: str, columns: list[dict[str, object]]) -> None:
        """Mark the rows up as a table, also where each of them is written at once.

        For these XlsxWriter has no tables: it notes every cell of one, and writes its headings into
        rows that may be gone. So it marks the first two rows, and the mark is drawn out to the last.
        """
        page, height, last = self._page, self._sheet.height, len(self._kinds) - 1
        at_once = page.constant_memory
        table = {
            "name": name,
            "columns": columns,
            "autofilter": height >= _FILTERED_FROM,
            "style": "Table Style Light 1",
        }
        page.constant_memory = False
        page.add_table(at, 0, at + (1 if at_once else height), last, table)
        page.constant_memory = at_once
        if at_once:
            from xlsxwriter.utility import xl_range

            whole = xl_range(at, 0, at + height, last)
            marked = page.tables[-1]
            marked |= {key: whole for key in ("range", "a_range", "autofilter") if key in marked}

    def _look_of_heading(self, kind: Kind, **more: object) -> Format:
        side = "right" if kind in RIGHT_ALIGNED else "left"
        look = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "align": side}
        return self._formats.of(**(look | more))

    def _beside_figures(self) -> list[dict[str, object]]:
        """For each column the room that a text needs to the right of figures, or nothing."""
        right = [kind in RIGHT_ALIGNED for kind in self._kinds]
        return [
            {"indent": 1, "align": "left"} if before and not here else {}
            for before, here in zip([False, *right], right, strict=False)
        ]

    def _allow_numbers_as_text(self, at: int) -> None:
        """Ids and company numbers are names: no green corner has to say that they are text."""
        from xlsxwriter.utility import xl_range

        ranges = [
            xl_range(at + 1, column, at + self._sheet.height, column)
            for column, kind in enumerate(self._kinds)
            if kind is Kind.TEXT and self._sheet.height
        ]
        if ranges:
            self._page.ignore_errors({"number_stored_as_text": " ".join(ranges)})

    def _write_rows(self, at: int) -> None:
        page, formats = self._page, self._formats
        beside, widths = self._beside_figures(), self._widths
        writers = [
            ColumnWriter(page, formats, kind, **more)
            for kind, more in zip(self._kinds, beside, strict=True)
        ]
        row = at
        for row, cells in enumerate(self._rows, start=at + 1):
            lines = 1
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and len(cell) > widths[column] - 2:
                    lines = max(lines, lines_in(cell, widths[column] - 2))
            if lines > 1:
                page.set_row(row, height_of(lines))
            for column, cell in enumerate(cells):
                if cell is not None:
                    writers[column].write(row, column, cell)
            if self._links and (name := self._links[row - at - 1]):
                look = formats.of(underline=1, font_color="#0563C1", valign="top")
                target = "internal:'" + name.replace("'", "''") + "'!A1"
                page.write_url(row, 0, target, look, name)
        for column, cell in enumerate(self._sheet.total or ()):
            closing = ColumnWriter(
                page, formats, self._kinds[column], bold=True, top=1, **beside[column]
            )
            closing.write(row + 1, column, cell)


def _refuse_unless_it_fits(sheet: Sheet) -> None:
    above = len(sheet.lines) + bool(sheet.title) + 1
    closing = sheet.total is not None
    if above + sheet.height + closing > MOST_ROWS:
        raise OutputError(
            f"{count(sheet.height)} rows do not fit on a sheet: a workbook has {count(MOST_ROWS)}",
            "write CSV or Parquet, or fewer files at once",
        )
