"""A report or a table in Markdown, for a committee paper or a screen reader.

Nothing that comes from a file is ever read as markup: a supplier called `<b>` or `[a](b)` stays so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.render import wording
from spendaudit.report.figures import RIGHT_ALIGNED, count, for_people, money
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from spendaudit.report.checked import Check, FileCheck, Finding
    from spendaudit.report.file_accounts import FileAccount
    from spendaudit.report.values import Cell, Kind, Page, Report, Section, Table

_MARKS = re.compile(r"[\\`*_\[\]<>|~$]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AUTOMATIC_LINK = re.compile(r"(?<=www)\.|:(?=//)", re.IGNORECASE)
# A heading, a rule and a list mean something only at the start of a text.
_BLOCK_START = re.compile(r"^(\s*)(?:([#+-])(?=[#\s-]|$)|([0-9]+)([.)])(?=\s|$))")

_FILE_HEADINGS = ("File", "Rows", "Payments", "Set aside", "Not payments", "£", "SHA-256")


def report_as_markdown(report: Report, sections: Collection[str] | None = None) -> str:
    """Write a report; with `sections`, only those tables beside the sentence and its caveats."""
    blocks = [
        f"# {escaped(wording.title(report))}",
        escaped(report.headline),
        escaped(report.influenceable_line),
        f"{wording.counts(report)}.",
    ]
    if report.hardly_placed:
        blocks += _next_steps(report)
    for section in wording.questions(report, sections):
        blocks += section_as_markdown(section)
    blocks += _caveats(report)
    blocks.append(escaped(wording.more(report, sections)))
    if sections is None:
        blocks += [] if report.hardly_placed else _next_steps(report)
        blocks += _sources(report)
    return "\n\n".join(block for block in blocks if block) + "\n"


def check_as_markdown(check: Check) -> str:
    """Write what a check found: a chapter a file, the gravest findings first."""
    blocks = [f"# {escaped(wording.check_summary(check))}"] if len(check.files) > 1 else []
    if check.between:
        blocks += [f"## {wording.BETWEEN}", bullets(map(_finding, check.between))]
    for file in check.files:
        blocks += _checked_file(file)
    blocks.append(f"spendaudit {check.version}")
    return "\n\n".join(block for block in blocks if block) + "\n"


def page_as_markdown(page: Page) -> str:
    """Write a page: its title, its sentences, and each table under a heading of its own."""
    blocks = [f"# {escaped(page.title)}", *map(escaped, page.sentences)]
    for section in page.sections:
        blocks += section_as_markdown(section)
    if page.sources:
        blocks.append(bullets(map(escaped, page.sources)))
    return "\n\n".join(block for block in blocks if block) + "\n"


def table_as_markdown(table: Table, note: str = "") -> str:
    """Write one table, figures to the right, with a line under it if there is something to add."""
    alignments = ["---:" if one.kind in RIGHT_ALIGNED else "---" for one in table.columns]
    kinds = [column.kind for column in table.columns]
    lines = [
        _line(escaped(column.heading) for column in table.columns),
        _line(alignments),
        *(_line(_cells(row, kinds)) for row in table.rows),
    ]
    if table.total:
        lines.append(_line(f"**{cell}**" if cell else "" for cell in _cells(table.total, kinds)))
    text = "\n".join(lines) + "\n"
    return f"{text}\n{escaped(note)}\n" if note else text


def escaped(text: str) -> str:
    """Escape a text so that Markdown, with GitHub's additions, shows it as it stands."""
    text = _MARKS.sub(r"\\\g<0>", shown(text, None))
    text = _AUTOMATIC_LINK.sub(r"\\\g<0>", _ENTITY.sub(r"\\&", text))
    return _BLOCK_START.sub(_escaped_start, text)


def code(text: str) -> str:
    """Set a command as code, with a fence longer than any run of backticks in it."""
    text = shown(text, None)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    padding = " " if "`" in text else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _checked_file(file: FileCheck) -> list[str]:
    heading = f"# {escaped(file.name)}: {wording.verdict(file)}"
    if file.unreadable:
        why = file.unreadable
        lines = [why.found, *why.details, *filter(None, [wording.advice(why.try_next)])]
        return [heading, bullets(map(escaped, lines))]
    facts = [f"{escaped(fact.name)}: {escaped(fact.text)}" for fact in file.facts]
    facts.append(f"SHA-256: {file.sha256}")
    blocks = [heading, bullets(facts), bullets(map(_finding, file.findings))]
    for section in file.sections:
        blocks += section_as_markdown(section)
    return blocks


def _finding(finding: Finding) -> str:
    at = wording.where(finding)
    line = f"**{finding.severity}** {escaped(finding.text)}{f' ({escaped(at)})' if at else ''}"
    return f"{line}. Change: {escaped(finding.change)}." if finding.change else f"{line}."


def section_as_markdown(section: Section) -> list[str]:
    """Write a section as blocks: its title, its table or why there is none, what it leaves out."""
    heading = f"## {escaped(section.title)}"
    if section.table is None or not section.table.rows:
        return [heading, escaped(section.left_out or wording.NOTHING_TO_SHOW)]
    return [heading, table_as_markdown(section.table).rstrip("\n"), escaped(section.left_out)]


def _caveats(report: Report) -> list[str]:
    """List what the figures leave out, each with the command that mends it, and the notices."""
    blocks = []
    if report.caveats:
        lines = [escaped(wording.caveat_line(caveat)) for caveat in report.caveats]
        commands = [caveat.try_next for caveat in report.caveats]
        lines = [
            f"{line} → {code(command)}" if command else line
            for line, command in zip(lines, commands, strict=True)
        ]
        blocks += [f"## {wording.CAVEATS}", bullets(lines)]
    if notices := wording.notices(report):
        blocks += [f"## {wording.NOTICES}", bullets(map(escaped, notices))]
    return blocks


def _next_steps(report: Report) -> list[str]:
    if not report.next_steps:
        return []
    steps = [shown(step, None) for step in report.next_steps]
    longest = max((len(run) for step in steps for run in re.findall("`+", step)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"## {wording.NEXT_STEPS}", "\n".join([fence, *steps, fence])]


def _sources(report: Report) -> list[str]:
    files = [_line(_FILE_HEADINGS), _line(["---", *["---:"] * 5, "---"])]
    files += [_line(_file_cells(file)) for file in report.files]
    lines = [*wording.sources(report), f"spendaudit {report.version}"]
    return [f"## {wording.SOURCES}", "\n".join(files), bullets(map(escaped, lines))]


def _file_cells(file: FileAccount) -> list[str]:
    counts = (file.rows, file.payments, file.set_aside, sum(file.non_rows.values()))
    return [escaped(shown(file.name)), *map(count, counts), money(file.total), file.sha256]


def _cells(row: Sequence[Cell], kinds: Sequence[Kind]) -> list[str]:
    written = [for_people(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
    # Figures carry no markup: `<0.1%` starts no tag.
    return [
        escaped(text) if isinstance(cell, str) else text
        for cell, text in zip(row, written, strict=True)
    ]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def bullets(lines: Iterable[str]) -> str:
    """Write lines that are escaped already as a list."""
    return "\n".join(f"- {line}" for line in lines)


def _escaped_start(found: re.Match[str]) -> str:
    space, mark, number, dot = found.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{dot}"
