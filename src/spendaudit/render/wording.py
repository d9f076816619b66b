"""What the renderers for people say alike: the title, the counts, the order of the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.report.figures import count, counted, period, pounds
from spendaudit.report.text import shown
from spendaudit.report.values import Section

if TYPE_CHECKING:
    from collections.abc import Collection

    from spendaudit.report.values import Caveat, FileAccount, Report

CAVEATS = "Left out or in doubt"
NEXT_STEPS = "To make this better"
NOTICES = "Noticed while reading"
SOURCES = "Made from"
NOTHING_TO_SHOW = "nothing to show"


def title(report: Report) -> str:
    """Name the place and the period: Preston, 1 April 2024 to 31 March 2025."""
    when = period(*report.period) if report.period else "dates unknown"
    return f"{shown(report.area_name)}, {when}"


def counts(report: Report) -> str:
    """Say how much was read: 12,408 payments to 1,912 suppliers in 1 file."""
    repeating = sum(bool(file.counted_in) for file in report.files)
    more = f"; {count(repeating)} more repeat{'s'[: repeating == 1]} them"
    return (
        f"{counted(report.payments, 'payment')} to {counted(report.suppliers, 'supplier')}"
        f" in {counted(len(report.files) - repeating, 'file')}{more if repeating else ''}"
    )


def questions(report: Report, wanted: Collection[str] | None = None) -> tuple[Section, ...]:
    """Put the two tables that every report has before its sections; keep the wanted ones."""
    every = (
        Section("tiers", "Where the money went", report.tiers),
        Section("placed-by", "How each pound was placed", report.placed_by),
        *report.sections,
    )
    return tuple(section for section in every if wanted is None or section.key in wanted)


def caveat_line(caveat: Caveat) -> str:
    """Say a caveat with its amount, unless its text names the amount already."""
    text = shown(caveat.text, None)
    if caveat.amount is None or pounds(caveat.amount) in text:
        return text
    return f"{text.rstrip('.')}: {pounds(caveat.amount)}"


def notices(report: Report) -> tuple[str, ...]:
    """List what was noticed while each file was read, the file first."""
    return tuple(
        f"{shown(file.name)}: {shown(notice, None)}"
        for file in report.files
        for notice in file.notices
    )


def file_line(file: FileAccount) -> str:
    """Name one input so that a reader can tell whether they hold the same one."""
    return f"{shown(file.name)}: {counted(file.rows, 'row')}, SHA-256 {file.sha256[:16]}…"


def area_line(report: Report) -> str:
    """Say which area was meant, and how it was told."""
    return f"area: {shown(report.area_name)}, {report.area_code} ({shown(report.area_from)})"
