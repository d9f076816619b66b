"""Every table of a report under one roof: the headline, the files, and each section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.render import wording
from spendaudit.report.manifest import manifest_section
from spendaudit.report.questions import EVERY_SECTION
from spendaudit.report.values import Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Collection

    from spendaudit.report.values import Cell, Report, Retention

_HEADLINE = (
    Column("of", "Of", Kind.TEXT),
    Column("total", "£", Kind.MONEY),
    Column("local", "local £", Kind.MONEY),
    Column("share", "local", Kind.SHARE),
    Column("low", "at least", Kind.SHARE),
    Column("high", "at most", Kind.SHARE),
    Column("share_of_placed", "of placed", Kind.SHARE),
    Column("unplaced", "not placed £", Kind.MONEY),
    Column("doubtful", "doubtful £", Kind.MONEY),
)
_FILES = (
    Column("file", "File", Kind.TEXT),
    Column("rows", "rows", Kind.COUNT),
    Column("payments", "payments", Kind.COUNT),
    Column("set_aside", "set aside", Kind.COUNT),
    Column("not_payments", "not payments", Kind.COUNT),
    Column("amount", "£", Kind.MONEY),
    Column("repeated", "counted elsewhere £", Kind.MONEY),
    Column("format", "format", Kind.TEXT),
    Column("encoding", "encoding", Kind.TEXT),
    Column("sha256", "SHA-256", Kind.TEXT),
)


def report_tables(report: Report, sections: Collection[str] | None = None) -> tuple[Section, ...]:
    """The share with its range, every section or those asked for, the files and the manifest."""
    wanted = (EVERY_SECTION,) if sections is None else sections
    return (
        headline_table(report),
        *(one for one in wording.questions(report, wanted) if one.key != wording.MANIFEST),
        files_table(report),
        *([manifest_section(report.manifest)] if report.manifest else ()),
    )


def headline_table(report: Report) -> Section:
    """The share that stayed of all spend and of what could be influenced, each with its range."""
    rows = (
        _range("all spend", report.local),
        _range("influenceable spend", report.influenceable),
    )
    return Section("headline", "How much stayed", Table(_HEADLINE, rows))


def files_table(report: Report) -> Section:
    """Each file, what became of its rows, and the hash that tells whether one holds the same."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            file.name,
            file.rows,
            file.payments,
            file.set_aside,
            sum(file.non_rows.values()),
            file.total,
            file.repeated,
            file.format,
            file.encoding,
            file.sha256,
        )
        for file in report.files
    )
    left_out = "rows = payments + set aside + not payments (blank, heading, total and the like)"
    return Section("files", "The files it was made from", Table(_FILES, rows), left_out)


def _range(of: str, retention: Retention) -> tuple[Cell, ...]:
    return (
        of,
        retention.total,
        retention.amount,
        retention.share,
        retention.low,
        retention.high,
        retention.share_of_placed,
        retention.unplaced,
        retention.doubtful,
    )
