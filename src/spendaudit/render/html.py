"""A report as one page of HTML that needs nothing else: no network, no other file, no script to be read.

Whatever a file holds is text on the page: the templates escape all of it, and the page's own policy
lets no script or style run but the two that stand in it, and asks for nothing from anywhere.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from spendaudit.render import wording
from spendaudit.render.charts.bars import bars_of, lengths_of
from spendaudit.render.charts.bars import money as amount_of
from spendaudit.render.charts.columns import columns_of
from spendaudit.render.charts.maps import drawing_of
from spendaudit.render.charts.ranked import ranked_of
from spendaudit.render.charts.segments import segments_of
from spendaudit.render.charts.stack import fill_of, stack_of
from spendaudit.render.delimited import table_as_csv
from spendaudit.report.figures import (
    RIGHT_ALIGNED,
    count,
    for_people,
    long_date,
    money,
    pounds,
    share,
)
from spendaudit.report.questions import EVERY_SECTION
from spendaudit.report.text import shown
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from spendaudit.report.values import Cell, Report, Section, Table

PAGE = Path(__file__).parent / "page"
TEMPLATE = "report.html.jinja"

MOST_ROWS = 300
"""Rows of one table that stand on the page; its CSV has all."""
LONGEST = 2_000
"""Characters of one text: a longer one is no sentence."""
MOST_BESIDE = 2
"""Columns that a telephone shows beside each other."""
MOST_LARGE = 8
"""Columns that a desk's window shows beside each other in letters of the usual size."""
LEAKS = 3
AT_A_GLANCE = ("tiers", "placed-by")
"""Sections that the first screen shows."""


def report_as_html(report: Report) -> str:
    """Write a report as a page; the same report gives the same bytes."""
    sections = {one.key: one for one in wording.questions(report, (EVERY_SECTION,))}
    answered = [
        one
        for key, one in sections.items()
        if one.table is not None and one.table.rows and key not in AT_A_GLANCE
    ]
    style, script = _text("page.css"), _text("page.js")
    page = _environment().get_template(TEMPLATE)
    return page.render(
        report=report,
        details=report.details,
        wording=wording,
        title=wording.title(report),
        sections=sections,
        answered=answered,
        unanswered=[
            one for key, one in sections.items() if one not in answered and key not in AT_A_GLANCE
        ],
        leak_amount=_column_at(sections.get("suppliers-leaving"), "amount"),
        leaks=_largest_paid(sections.get("suppliers-leaving"), LEAKS),
        placed_at=_column_of(report.placed_by, "share"),
        accounts=_anchors(report),
        fills=_fills(report),
        tiers_in=_tiers_in,
        style=Markup(style),  # noqa: S704 - a file of the package
        script=Markup(script),  # noqa: S704 - a file of the package
        policy=_policy(style, script),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "cells": _cells,
        "column_class": _column_class,
        "count": count,
        "csv": _csv,
        "long_date": long_date,
        "money": money,
        "pounds": pounds,
        "share": share,
        "percent": _percent,
        "people": lambda cell, kind: for_people(cell, Kind(kind)),
        "path": _path,
        "shape": _shape,
        "zip": zip,
        "sentence": _sentence,
        "sort_key": _sort_key,
        "bars": bars_of,
        "lengths": lengths_of,
        "columns": columns_of,
        "ranked": ranked_of,
        "segments": segments_of,
        "stack": stack_of,
        "drawing": drawing_of,
        "caveat_line": wording.caveat_line,
    }
    environment.globals |= {"fill_of": fill_of, "MOST_ROWS": MOST_ROWS, "Kind": Kind}
    return environment


def _harmless(value: object) -> object:
    """Make what a template writes visible and bounded, unless it is a piece of the page itself."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return shown(value, LONGEST)
    return value


def _text(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which the page can ask for nothing from anywhere."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _cells(table: Table, row: tuple[Cell, ...]) -> list[str]:
    return [for_people(cell, one.kind) for cell, one in zip(row, table.columns, strict=True)]


def _shape(table: Table) -> str:
    """How a table gives way to a narrow window: a wide one has its rows stacked, a very wide one small letters too."""
    if len(table.columns) <= MOST_BESIDE:
        return "flat"
    return "stacks wide" if len(table.columns) > MOST_LARGE else "stacks"


def _column_class(kind: Kind) -> str:
    return "n" if kind in RIGHT_ALIGNED else "t"


def _csv(table: Table) -> Markup:
    """A table as a link to itself as CSV; quoted, it holds no sign that HTML knows."""
    return Markup("data:text/csv;charset=utf-8,%EF%BB%BF" + quote(table_as_csv(table), safe=""))  # noqa: S704


def _path(steps: str) -> Markup:
    """The path of an outline, which may be longer than any text."""
    return escape(steps)


def _percent(fraction: float | None) -> str:
    """A share as a length within its bar; none where there is no share."""
    return f"{100 * min(max(fraction or 0.0, 0.0), 1.0):.2f}"


def _sentence(text: str) -> str:
    """A remark as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _sort_key(cell: Cell, kind: Kind) -> str:
    """What a column of figures is sorted by; texts sort as they stand."""
    return "" if cell is None or kind is Kind.TEXT else str(cell)


def _largest_paid(section: Section | None, rows: int) -> tuple[tuple[Cell, ...], ...]:
    """The first rows of a table that has the largest first; without net credits."""
    if section is None or section.table is None:
        return ()
    at = _column_of(section.table, "amount")
    return tuple(row for row in section.table.rows[:rows] if amount_of(row[at]) > 0)


def _column_at(section: Section | None, key: str) -> int:
    if section is None or section.table is None:
        return 0
    return _column_of(section.table, key)


def _fills(report: Report) -> dict[Any, str]:
    """Which fill each tier has in every chart, by its name."""
    rows = report.tiers.rows
    return {row[0]: fill_of(number, len(rows)) for number, row in enumerate(rows)}


def _tiers_in(table: Table) -> list[Any]:
    """The tiers that a table names, from near to far."""
    return list(dict.fromkeys(row[_column_of(table, "tier")] for row in table.rows))


def _column_of(table: Table, key: str) -> int:
    return [column.key for column in table.columns].index(key)


def _anchors(report: Report) -> dict[Any, int]:
    """Number of each supplier on the page, by the name that it has in every table."""
    if report.details is None:
        return {}
    names = [account.name for account in report.details.suppliers.accounts]
    return {name: number for number, name in enumerate(names, start=1) if names.count(name) == 1}
