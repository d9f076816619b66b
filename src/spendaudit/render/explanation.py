"""Everything behind one supplier, for a terminal, in Markdown and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.render import wording
from spendaudit.render.json_report import as_json, section_as_json
from spendaudit.render.markdown import bullets, escaped, section_as_markdown
from spendaudit.report.figures import counted, exact, period, pounds

if TYPE_CHECKING:
    from spendaudit.render.terminal import PipeConsole
    from spendaudit.report.explanation import Explanation

INDENT = 10
"""What the longest word for a fact takes, and a gap."""


def render_explanation(explanation: Explanation, console: PipeConsole) -> None:
    """Print an explanation: what it was paid, what is known, then the evidence."""
    from spendaudit.render.terminal import WIDEST, print_labelled, print_prose, print_section

    room = min(console.width, WIDEST)
    print_prose(console, explanation.supplier, style="bold", room=room)
    print_prose(console, summary(explanation), room=room)
    console.line()
    for label, sentence in explanation.facts:
        print_labelled(console, label, sentence, room=room, style="dim", indent=INDENT)
    for section in explanation.sections:
        console.line()
        print_section(console, section, room)
    console.line()
    print_prose(console, wording.SOURCES, style="dim", room=room)
    for line in (*explanation.sources, f"spendaudit {explanation.version}"):
        print_prose(console, line, style="dim", room=room, indent=2)


def explanation_as_text(explanation: Explanation, width: int = 80) -> str:
    """Write an explanation as plain text, for a file."""
    from spendaudit.render.terminal import as_text

    return as_text(lambda console: render_explanation(explanation, console), width)


def explanation_as_markdown(explanation: Explanation) -> str:
    """Write an explanation in Markdown."""
    blocks = [
        f"# {escaped(explanation.supplier)}",
        f"{escaped(summary(explanation))}.",
        bullets(f"**{escaped(label)}** {escaped(text)}" for label, text in explanation.facts),
    ]
    for section in explanation.sections:
        blocks += section_as_markdown(section)
    lines = (*explanation.sources, f"spendaudit {explanation.version}")
    blocks += [f"## {wording.SOURCES}", bullets(map(escaped, lines))]
    return "\n\n".join(block for block in blocks if block) + "\n"


def explanation_as_json(explanation: Explanation) -> str:
    """Write an explanation as JSON, always with the same keys in the same order."""
    when = explanation.period
    return as_json(
        {
            "version": explanation.version,
            "asked": explanation.asked,
            "supplier": explanation.supplier,
            "area": {"code": explanation.area_code, "name": explanation.area_name},
            "amount": exact(explanation.amount),
            "payments": explanation.payments,
            "period": None if when is None else [day.isoformat() for day in when],
            "facts": dict(explanation.facts),
            "sections": [section_as_json(section) for section in explanation.sections],
            "sources": explanation.sources,
        }
    )


def summary(explanation: Explanation) -> str:
    """Say what was paid, how often and when: £1,234.50 in 12 payments, 1 April 2024 to …."""
    when = f", {period(*explanation.period)}" if explanation.period else ""
    return (
        f"{pounds(explanation.amount)} in {counted(explanation.payments, 'payment')}{when}"
        f" (seen from {explanation.area_name})"
    )
