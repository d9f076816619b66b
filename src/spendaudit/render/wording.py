"""What the renderers for people say alike: the title, the counts, the order of the questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.report.figures import count, counted, period, pounds
from spendaudit.report.manifest import beside_lines, manifest_section
from spendaudit.report.questions import EVERY_SECTION, FIRST, IF_HARDLY_PLACED
from spendaudit.report.text import shown
from spendaudit.report.values import Section

if TYPE_CHECKING:
    from collections.abc import Collection

    from spendaudit.report.checked import Check, FileCheck, Finding
    from spendaudit.report.file_accounts import FileAccount
    from spendaudit.report.values import Caveat, Report

CAVEATS = "Left out or in doubt"
NEXT_STEPS = "To make this better"
NOTICES = "Noticed while reading"
SOURCES = "Made from"
MANIFEST = "manifest"
"""A section that stands in no report unless it is asked for by its name; every format has its content."""
BETWEEN = "Between the files"
NOTHING_TO_SHOW = "nothing to show"


def title(report: Report) -> str:
    """Name the place and the period: Preston, 1 April 2024 to 31 March 2025."""
    when = period(*report.period) if report.period else "dates unknown"
    return f"{shown(report.area_name)}, {when}"


def counts(report: Report) -> str:
    """Say how much was read: 12,408 payments to 1,912 suppliers in 1 file."""
    repeating = sum(bool(file.counted_in) for file in report.files)
    # The sheets of a workbook are read each for itself; a person counts it as one file.
    read = len({file.sha256 for file in report.files if not file.counted_in})
    more = f"; {count(repeating)} more repeat{'s'[: repeating == 1]} them"
    return (
        f"{counted(report.payments, 'payment')} to {counted(report.suppliers, 'supplier')}"
        f" in {counted(read, 'file')}{more if repeating else ''}"
    )


def questions(report: Report, wanted: Collection[str] | None = None) -> tuple[Section, ...]:
    """Put the two tables that every report has before its sections; keep the wanted ones.

    Without `wanted`, the first questions alone, in few rows, and where hardly anything was placed
    those whose suppliers would mend that.
    """
    every = (
        Section("tiers", "Where the money went", report.tiers),
        Section("placed-by", "How each pound was placed", report.placed_by),
        *report.sections,
    )
    if wanted is not None and MANIFEST in wanted and report.manifest is not None:
        every = (*every, manifest_section(report.manifest))
    if wanted is None:
        wanted = {*FIRST, IF_HARDLY_PLACED} if report.hardly_placed else FIRST
        every = tuple(one._replace(table=one.brief or one.table) for one in every)
    return tuple(section for section in every if is_wanted(section, wanted))


def is_wanted(section: Section, wanted: Collection[str]) -> bool:
    """Whether a section is among those asked for, by its name or as one of all."""
    return EVERY_SECTION in wanted or section.key in wanted


def more(report: Report, wanted: Collection[str] | None) -> str:
    """Name the sections that may be asked for; nothing when some were."""
    if wanted is not None:
        return ""
    shown_already = {section.key for section in questions(report)}
    answered = [section.key for section in report.sections if section.table is not None]
    others = [key for key in (*answered, *report.unasked) if key not in shown_already]
    return f"More: --section {' | '.join([*others, EVERY_SECTION])}" if others else ""


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


def source(report: Report) -> str:
    """Name what the figures were made from, shortly: spend.csv and 3 more files, spendaudit 1.0."""
    counting = [file.name for file in report.files if not file.counted_in]
    named = shown(re.split(r"[\\/]", counting[0])[-1]) if counting else ""
    more = f" and {counted(len(counting) - 1, 'more file')}" if len(counting) > 1 else ""
    program = f"spendaudit {report.version}"
    return f"{named}{more}, by {program}" if named else program


def area_line(report: Report) -> str:
    """Say which area was meant, and how it was told."""
    return f"area: {shown(report.area_name)}, {report.area_code} ({shown(report.area_from)})"


def sources(report: Report) -> tuple[str, ...]:
    """List what the figures rest on beside the files: the area, editions and licences, your own lists."""
    return (area_line(report), *report.sources, *beside_lines(report.manifest))


def verdict(file: FileCheck) -> str:
    """Say how much was found in a file: 2 wrong, 1 doubtful, 9 notes."""
    if file.unreadable:
        return "cannot be read"
    from spendaudit.report.checked import Severity  # a report does without

    found = [
        f"{count(number)} {severity.value}"
        for severity in (Severity.WRONG, Severity.DOUBTFUL)
        if (number := file.count(severity))
    ]
    notes = file.count(Severity.NOTE)
    found += [counted(notes, "note")] if notes else []
    return ", ".join(found) or "nothing found"


def advice(try_next: str) -> str:
    """Say what to try, with the word before it."""
    return try_next if not try_next or try_next.startswith("try:") else f"try: {try_next}"


def check_summary(check: Check) -> str:
    """Say how all files fared: 3 files: 1 cannot be read, 1 would give a wrong or doubtful figure."""
    from spendaudit.report.checked import Severity

    grave = sum(
        bool(file.count(Severity.WRONG) or file.count(Severity.DOUBTFUL)) for file in check.files
    )
    unread = sum(file.unreadable is not None for file in check.files)
    said = [f"{count(unread)} cannot be read"] if unread else []
    said += [f"{count(grave)} would give a wrong or doubtful figure"] if grave else []
    return f"{counted(len(check.files), 'file')}: {', '.join(said) or 'every figure is sound'}"


def where(finding: Finding) -> str:
    """Say where something was found, and how much money it is: lines 20, 31 and 4 more; £12.00."""
    said = []
    if finding.lines:
        more = (finding.rows or 0) - len(finding.lines)
        named = ", ".join(map(str, finding.lines))
        what = "line" if len(finding.lines) == 1 and more <= 0 else "lines"
        said.append(f"{what} {named}" + (f" and {count(more)} more" if more > 0 else ""))
    if finding.amount is not None and pounds(abs(finding.amount)) not in finding.text:
        said.append(pounds(finding.amount))
    return "; ".join(said)
