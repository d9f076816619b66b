"""A report or a page as a workbook: a cover, the contents, the notes, and one table a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit import __version__
from spendaudit.read.sheets import COVER, MADE_BY
from spendaudit.render import wording
from spendaudit.render.payments import payment_sheets
from spendaudit.render.tables import report_tables
from spendaudit.render.workbook import Sheet, workbook_of
from spendaudit.report.figures import counted
from spendaudit.report.values import Column, Kind, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import polars as pl

    from spendaudit.report.values import Cell, Page, Report

_WHERE = (
    "Each table is on a sheet of its own. Contents leads to them; Notes says what the figures leave "
    "out or rest on."
)
_HOW = (
    "Amounts are pounds, exact to the penny; a share is a fraction of 1, shown as a percentage. "
    "A blank cell has no figure, such as a share of nothing."
)
_CONTENTS = (
    Column("sheet", "Sheet", Kind.TEXT),
    Column("title", "What it holds", Kind.TEXT),
    Column("rows", "rows", Kind.COUNT),
    Column("left_out", "What it leaves out, or why it is not there", Kind.TEXT),
)
_NOTES = (
    Column("note", "Note", Kind.TEXT),
    Column("text", "What it says", Kind.TEXT),
    Column("amount", "£", Kind.MONEY),
    Column("try", "What to do", Kind.TEXT),
)


def report_as_workbook(
    report: Report,
    sections: Collection[str] | None = None,
    payments: pl.DataFrame | None = None,
) -> bytes:
    """Write a report as XLSX; with `sections`, only those tables beside the figures and the notes.

    With `payments`, they stand on the last sheets, as many as it takes.

    Closing totals stand below the tables that they sum up and outside of them, so that each table
    adds up once.
    """
    tables = report_tables(report, sections)
    pages = [_table_sheet(section) for section in tables if section.table is not None]
    title = wording.title(report)
    lines = (
        report.headline,
        report.influenceable_line,
        f"{wording.counts(report)}.",
        _WHERE,
        _HOW,
        *wording.sources(report),
        f"{MADE_BY}{report.version}",
    )
    heading = f"Spending of {title}" if report.period else title
    cover = Sheet(COVER, heading, tuple(filter(None, lines)), wrapped=True)
    notes = _sheet_of_rows("Notes", "Notes", _NOTES, _notes(report))
    listed = [] if payments is None else payment_sheets(payments)
    contents = _contents(tables, [notes], listed)
    return workbook_of((cover, contents, notes, *pages, *listed), title)


def page_as_workbook(page: Page) -> bytes:
    """Write a page as XLSX: its sentences on the cover, and each table on a sheet of its own."""
    pages = [_table_sheet(section) for section in page.sections if section.table is not None]
    made_by = f"{MADE_BY}{__version__}"
    lines = (*page.sentences, *page.sources, made_by)
    cover = Sheet(COVER, page.title, lines, wrapped=True)
    return workbook_of((cover, _contents(page.sections), *pages), page.title)


def _contents(
    tables: Sequence[Section], before: Sequence[Sheet] = (), after: Sequence[Sheet] = ()
) -> Sheet:
    """List every sheet in the order of the tabs, and why a section has none."""
    rows: list[Sequence[Cell]] = []
    links = []
    listed: tuple[Section | Sheet, ...] = (*before, *tables, *after)
    for one in listed:
        if isinstance(one, Sheet):
            links.append(one.name)
            rows.append((one.name, one.title, one.height, ""))
            continue
        name = "" if one.table is None else _sheet_name(one)
        links.append(name)
        rows.append(
            (
                name or "no sheet",
                one.title,
                None if one.table is None else len(one.table.rows),
                one.left_out,
            )
        )
    return _sheet_of_rows("Contents", "Contents", _CONTENTS, rows, links)


def _table_sheet(section: Section) -> Sheet:
    assert section.table is not None  # noqa: S101  # the caller leaves out what has none
    table = section.table
    what = f"This sheet holds one table of {counted(len(table.rows), 'row')}"
    if table.total is not None:
        what += ", and its total below"
    return Sheet(
        name=_sheet_name(section),
        title=section.title,
        lines=tuple(filter(None, (f"{what}.", section.left_out))),
        columns=table.columns,
        rows=table.rows,
        height=len(table.rows),
        total=table.total,
    )


def _sheet_name(section: Section) -> str:
    return section.key.replace("-", " ").capitalize()


def _sheet_of_rows(
    name: str,
    title: str,
    columns: tuple[Column, ...],
    rows: Sequence[Sequence[Cell]],
    links: Sequence[str] = (),
) -> Sheet:
    what = f"This sheet holds one table of {counted(len(rows), 'row')}."
    return Sheet(name, title, (what,), columns, rows, len(rows), links=links)


def _notes(report: Report) -> list[Sequence[Cell]]:
    """Everything that the figures leave out or rest on, each with what mends it."""
    return [
        *(
            (wording.CAVEATS, caveat.text, caveat.amount, caveat.try_next)
            for caveat in report.caveats
        ),
        *((wording.NOTICES, notice, None, "") for notice in wording.notices(report)),
        *(("Not read", one.found, None, one.try_next) for one in report.unread),
        *((wording.NEXT_STEPS, "", None, step) for step in report.next_steps),
        *(("Source", source, None, "") for source in report.sources),
    ]
