"""A report or a table as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from spendaudit.formulas import neutral
from spendaudit.render import wording
from spendaudit.report.figures import for_programs
from spendaudit.report.questions import EVERY_SECTION
from spendaudit.report.values import Kind, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from spendaudit.report.values import Cell, Page, Report, Retention, Table

_FIRST_COLUMNS = ("section", "label", "amount", "share", "low", "high", "share_of_placed")


def report_as_csv(report: Report, sections: Collection[str] | None = None) -> str:
    """Write a report as one flat table: a row for each row of each of its tables.

    With one name in `sections`, that table alone, as `table_as_csv` writes it; with several, only
    their rows.

    `section` says which table and `label` holds that table's first column; the other columns are
    named by their keys, and empty where a table has no such column. The section `summary` holds
    the headline with its range. Closing totals are left out, so that each section adds up once.
    """
    wanted = (EVERY_SECTION,) if sections is None else sections
    chosen = wording.questions(report, wanted)
    alone = only_section(report, sections)
    if alone is not None:
        return "" if alone.table is None else table_as_csv(alone.table)
    lines = list(_summary(report)) if EVERY_SECTION in wanted else []
    for section in chosen:
        if section.table is not None:
            lines += _lines(section.key, section.table)
    columns = list(dict.fromkeys([*_FIRST_COLUMNS, *(key for line in lines for key in line)]))
    return _written(columns, ([line.get(column) for column in columns] for line in lines))


def only_section(report: Report, sections: Collection[str] | None) -> Section | None:
    """The one section asked for, which may have no table; None where it is not one that is."""
    names = set(sections or ())
    if len(names) != 1 or EVERY_SECTION in names:
        return None
    found = wording.questions(report, names)
    (name,) = names
    return found[0] if found else Section(name, name, None, wording.NOTHING_TO_SHOW)


def page_as_csv(page: Page) -> str:
    """Write the tables of a page as one, like those of a report, closing totals left out."""
    lines = [
        line
        for section in page.sections
        if section.table is not None
        for line in _lines(section.key, section.table)
    ]
    columns = list(dict.fromkeys(["section", "label", *(key for line in lines for key in line)]))
    return _written(columns, ([line.get(column) for column in columns] for line in lines))


def table_as_csv(table: Table) -> str:
    """Write one table with its keys as headings, its closing total left out."""
    keys = [column.key for column in table.columns]
    kinds = [column.kind for column in table.columns]
    return _written(keys, (_cells(row, kinds) for row in table.rows))


def _summary(report: Report) -> Iterable[Mapping[str, str | int | float | None]]:
    yield _summary_line("all", {"amount": for_programs(report.total, Kind.MONEY)})
    yield _summary_line("local", _range(report.local))
    total = for_programs(report.influenceable.total, Kind.MONEY)
    yield _summary_line("influenceable", {"amount": total})
    yield _summary_line("influenceable, local", _range(report.influenceable))


def _summary_line(
    label: str, cells: Mapping[str, str | int | float | None]
) -> Mapping[str, str | int | float | None]:
    return {"section": "summary", "label": label, **cells}


def _range(retention: Retention) -> Mapping[str, str | int | float | None]:
    return {
        "amount": for_programs(retention.amount, Kind.MONEY),
        "share": for_programs(retention.share, Kind.SHARE),
        "low": for_programs(retention.low, Kind.SHARE),
        "high": for_programs(retention.high, Kind.SHARE),
        "share_of_placed": for_programs(retention.share_of_placed, Kind.SHARE),
    }


def _lines(section: str, table: Table) -> Iterable[Mapping[str, str | int | float | None]]:
    keys = ["label", *(column.key for column in table.columns[1:])]
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        yield {"section": section, **dict(zip(keys, _cells(row, kinds), strict=True))}


def _cells(row: Sequence[Cell], kinds: Sequence[Kind]) -> list[str | int | float | None]:
    return [
        neutral(cell) if isinstance(cell, str) else for_programs(cell, kind)
        for cell, kind in zip(row, kinds, strict=True)
    ]


def _written(headings: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> str:
    page = StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return page.getvalue()
