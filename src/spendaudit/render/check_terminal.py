"""What a check found, on a terminal or as plain text: first what is wrong, then the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.render import wording
from spendaudit.render.terminal import (
    WIDEST,
    PipeConsole,
    as_text,
    print_labelled,
    print_prose,
    print_section,
)
from spendaudit.report.checked import Severity

if TYPE_CHECKING:
    from spendaudit.report.checked import Check, FileCheck, Finding

STYLES = {Severity.WRONG: "bold red", Severity.DOUBTFUL: "yellow", Severity.NOTE: "dim"}
INDENT = 10
"""What the longest severity takes, and a gap."""


def render_check(check: Check, console: PipeConsole) -> None:
    """Print one page a file."""
    room = min(console.width, WIDEST)
    if len(check.files) > 1:
        print_prose(console, wording.check_summary(check), room=room, style="bold")
        console.line()
    if check.between:
        print_prose(console, wording.BETWEEN, room=room, style="bold")
        for finding in check.between:
            _print_finding(console, finding, room)
        console.line()
    for number, file in enumerate(check.files):
        if number:
            console.line()
        _print_file(console, file, room)


def check_as_text(check: Check, width: int = 80) -> str:
    """Write the pages as plain text, for a file."""
    return as_text(lambda console: render_check(check, console), width)


def _print_file(console: PipeConsole, file: FileCheck, room: int) -> None:
    print_prose(console, f"{file.name}: {wording.verdict(file)}", room=room, style="bold")
    if file.unreadable:
        why = file.unreadable
        label = Severity.WRONG.value
        print_labelled(
            console, label, why.found, room=room, style=STYLES[Severity.WRONG], indent=INDENT
        )
        for line in (*why.details, wording.advice(why.try_next)):
            if line:
                print_labelled(console, "", line, room=room, indent=INDENT)
        return
    for fact in file.facts:
        print_labelled(console, fact.name, fact.text, room=room, style="dim", indent=INDENT)
    if file.findings:
        console.line()
    for finding in file.findings:
        _print_finding(console, finding, room)
    for section in file.sections:
        console.line()
        print_section(console, section, room)


def _print_finding(console: PipeConsole, finding: Finding, room: int) -> None:
    print_labelled(
        console,
        finding.severity.value,
        finding.text,
        room=room,
        style=STYLES[finding.severity],
        indent=INDENT,
    )
    for line in (wording.where(finding), finding.change and f"change: {finding.change}"):
        if line:
            print_labelled(console, "", line, room=room, indent=INDENT)
