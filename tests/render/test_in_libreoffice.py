"""A workbook opened by LibreOffice: every table is there, its figures are numbers, its texts are text."""

from __future__ import annotations

import csv
import shutil
import subprocess
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from render.literal_reports import EVERY, HOSTILE_NAMES
from spendaudit.audit import Request, audit
from spendaudit.measures.payments import payments_of
from spendaudit.render.report_workbook import report_as_workbook
from spendaudit.render.tables import report_tables
from spendaudit.report.compose import compose
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from spendaudit.report.values import Report, Table

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""Commas, quotation marks, UTF-8; cells as they are and not as they look; each sheet a file."""


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, bytes]], Path]:
    """Open workbooks and write their sheets as CSV; one start for all, since it takes seconds."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice")
    folder = tmp_path_factory.mktemp("office")

    def convert(books: dict[str, bytes]) -> Path:
        for name, data in books.items():
            (folder / f"{name}.xlsx").write_bytes(data)
        command = [office, f"-env:UserInstallation={(folder / 'home').as_uri()}", "--headless"]
        command += ["--convert-to", EVERY_SHEET, *(f"{name}.xlsx" for name in books)]
        subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=300)
        return folder

    return convert


def filled(report: Report) -> Iterator[tuple[str, Table]]:
    for section in report_tables(report):
        if section.table is not None and section.table.rows:
            yield section.key.replace("-", " ").capitalize(), section.table


def test_every_cell_is_what_it_should_be(
    converted: Callable[[dict[str, bytes]], Path], sample: Path
) -> None:
    found = audit(Request([sample / "messy.csv"], area="Preston", points=True))
    report, payments = compose(found, "messy.csv"), payments_of(found)
    hostile = EVERY["hostile"]
    folder = converted(
        {
            "report": report_as_workbook(report, payments=payments),
            "hostile": report_as_workbook(hostile),
        }
    )
    tables = dict(filled(report))
    assert len(tables) > 10
    for name, table in tables.items():
        rows = rows_of(folder / f"report-{name}.csv")
        at = rows.index(next(row for row in rows if len(list(filter(None, row))) > 1)) + 1
        for cells, written in zip(table.rows, rows[at:], strict=False):
            for cell, column, text in zip(cells, table.columns, written, strict=False):
                if column.kind is Kind.MONEY and cell is not None:
                    assert Decimal(text) == cell, (name, column.key)
                elif column.kind is Kind.COUNT and cell is not None:
                    assert int(text) == cell
                elif column.kind is Kind.SHARE and cell is not None:
                    assert float(text.removesuffix("%")) / 100 == pytest.approx(cell, abs=1e-12)
                elif column.kind is Kind.TEXT:
                    assert text == (cell or ""), (name, column.key)
    _, _, headings, *listed = rows_of(folder / "report-Payments.csv")
    amounts, lines = headings.index("£"), headings.index("line")
    assert sum(Decimal(row[amounts]) for row in listed) == report.total
    assert [row[lines] for row in listed] == [str(line) for line in payments["line"]]
    # What looks like a formula came through as the text that it is.
    found_there = {
        cell for path in folder.glob("hostile-*.csv") for row in rows_of(path) for cell in row
    }
    assert [
        name for name in HOSTILE_NAMES if name.startswith("=") and name not in found_there
    ] == []


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_text("utf-8"))))
