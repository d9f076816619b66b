"""Write the manual page `docs/spendaudit.1` from the help of every command.

python docs/man_page.py
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from spendaudit.cli.program import PANELS, Status, app

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = Path(__file__).with_name("spendaudit.1")
SHARED_FROM = 6
"""Commands that have to share an option before it stands in a section of its own."""

STATUSES = {
    Status.DONE: "Done.",
    Status.FAILED: "The work could not be done: a missing file, no amounts, an unknown area.",
    Status.USAGE: "The command line is wrong.",
    Status.CHECK_FAILED: "Done, and a check that was asked for failed.",
    Status.INTERRUPTED: "Interrupted.",
    Status.PIPE_CLOSED: "Whoever read standard output has stopped.",
    Status.TERMINATED: "Ended by the system.",
}
ENVIRONMENT = {
    "SPENDAUDIT_CACHE": "Folder in which the decoded postcode directory is kept.",
    "SPENDAUDIT_REGISTERS": "Folder of the registers, in the place of the usual one.",
    "SOURCE_DATE_EPOCH": "Seconds since 1970 that stand for the present where --stamp asks for a day.",
    "COLUMNS": "How wide a table may be where standard output is no terminal.",
    "NO_COLOR": "Set: no colours.",
}


def page() -> str:
    """The manual page in the language of man(7)."""
    program = get_command(app)
    purpose, *more = _sentences(program)
    commands = list(_commands(program))
    counted = Counter(record for _, _, one in commands for record in _records(one))
    shared = [record for record, times in counted.items() if times >= SHARED_FROM]
    lines = [
        '.\\" Written by docs/man_page.py from the help of the program.',
        ".TH SPENDAUDIT 1",
        ".SH NAME",
        "spendaudit \\-",
        *_wrapped(purpose[0].lower() + purpose[1:].rstrip(".")),
        ".SH SYNOPSIS",
        ".B spendaudit",
        ".I command",
        "[options] [files]",
        ".SH DESCRIPTION",
        *_paragraphs(more),
        ".SH OPTIONS",
        *_options(_records(program)),
    ]
    for panel in PANELS:
        lines.append(f".SH {panel.upper()}")
        for name, where, one in commands:
            if where == panel:
                own = [record for record in _records(one) if record not in shared]
                lines += [f'.SS "spendaudit {name}"', *_paragraphs(_sentences(one)), *_options(own)]
    lines += [".SH COMMON OPTIONS", "Commands that have one of these have it with this meaning."]
    lines += _options(shared)
    lines += [".SH EXIT STATUS", *_options((str(int(one)), said) for one, said in STATUSES.items())]
    lines += [".SH ENVIRONMENT", *_options(ENVIRONMENT.items())]
    return "\n".join(lines) + "\n"


def _commands(program: Any) -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401  # Typer's own Click
    """Name, panel and command of all that can be run, in the order of the help."""
    for name, one in program.commands.items():
        inner = getattr(one, "commands", None)
        if inner is None:
            yield name, one.rich_help_panel, one
        else:
            for word, command in inner.items():
                yield f"{name} {word}", one.rich_help_panel, command


def _records(command: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """How each argument and option is typed, and what it does."""
    with command.make_context(command.name, [], resilient_parsing=True) as context:
        records = [one.get_help_record(context) for one in command.get_params(context)]
    return [
        (re.sub(r" <(list\[)?(Path|str)\]?>", "", typed), said)
        for typed, said in filter(None, records)
        if typed != "-h, --help"
    ]


def _sentences(command: Any) -> list[str]:  # noqa: ANN401
    """The paragraphs of a help text."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", command.help or "")]


def _paragraphs(texts: Iterable[str]) -> list[str]:
    lines = []
    for text in texts:
        example = text.removeprefix("Example: ")
        if example == text:
            lines += [".PP", *_wrapped(text)]
        else:
            lines += [".PP", "Example:", ".RS 4", ".nf", _escaped(example), ".fi", ".RE"]
    return lines[1:]  # a heading begins a paragraph already


def _options(records: Iterable[tuple[str, str]]) -> list[str]:
    return [
        line
        for typed, said in records
        for line in (".TP", f".B {_escaped(typed)}", *_wrapped(said))
    ]


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(text, 72, break_long_words=False, break_on_hyphens=False)
    return [_escaped(line) for line in lines]


def _escaped(text: str) -> str:
    """A text whose every sign stands for itself."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    plain = "".join(one if one.isascii() else f"\\[u{ord(one):04X}]" for one in plain)
    return f"\\&{plain}" if plain[:1] in (".", "'") else plain.replace('"', "\\(dq")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
