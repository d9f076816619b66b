"""A report or a table on a terminal, or as plain text where there is none.

The only module that knows Rich. Every text is a `Text`, never markup, and lines are put together
here rather than by Rich's tables, which cut figures when names are long and pad every line.
"""

from __future__ import annotations

import os
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from spendaudit.render import wording
from spendaudit.render.layout import GAP, bars_of, fitted, fitted_with_bar, need_of, wraps
from spendaudit.report.figures import RIGHT_ALIGNED, count, for_people, share
from spendaudit.report.text import carried, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import TextIO

    from spendaudit.report.values import Cell, Column, Page, Report, Section, Table

WIDEST = 110
"""A report is no wider than this: the eye loses the line between a name and its amount."""

WIDEST_PROSE = 80
"""Of a page without tables."""
WIDEST_TITLE = 32
MOST_LINES = 5
MOST_LINES_OF_A_CELL = 4

ACCENT = "cyan"
_REMARK = "# "
"""Begins a line between commands that a shell passes over."""


class PipeConsole(Console):
    """A console that writes to its stream alone, and leaves a closed pipe to the program.

    Rich would end it with status 1; within a notebook it would show the text itself, and write none.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # those of Rich
        super().__init__(force_jupyter=False, **options)

    def on_broken_pipe(self) -> None:
        """Let the error through."""
        raise BrokenPipeError


def console_for(stream: TextIO) -> PipeConsole:
    """Make a console for a stream: plain and `COLUMNS` or 80 wide where it is no terminal."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else None
    if not stream.isatty():
        return PipeConsole(file=stream, width=width or 80, color_system=None, force_terminal=False)
    if os.environ.get("NO_COLOR"):
        return PipeConsole(file=stream, width=width, color_system=None)
    return PipeConsole(file=stream, width=width)


def render_report(
    report: Report, console: Console, sections: Collection[str] | None = None
) -> None:
    """Print a report: the sentence first, then the tables, then what they rest on.

    With `sections`, only those tables; the sentence and its caveats always stand.
    """
    room = min(console.width, WIDEST)
    print_prose(console, wording.title(report), style="bold", room=room)
    print_prose(console, wording.counts(report), room=room)
    console.line()
    _print_headline(console, report, room)
    if report.hardly_placed:
        _print_next_steps(console, report, room)
    for section in wording.questions(report, sections):
        console.line()
        print_section(console, section, room)
    _print_caveats(console, report, room)
    _print_notices(console, report, room)
    if more := wording.more(report, sections):
        console.line()
        print_prose(console, more, room=room)
    if sections is None:
        if not report.hardly_placed:
            _print_next_steps(console, report, room)
        _print_sources(console, report, room)


def render_page(page: Page, console: Console) -> None:
    """Print a page: its title, its sentences, its tables, and what they rest on."""
    room = min(console.width, WIDEST)
    print_prose(console, shown(page.title, None), style="bold", room=room)
    for sentence in page.sentences:
        print_prose(console, shown(sentence, None), room=room)
    for section in page.sections:
        console.line()
        print_section(console, section, room)
    if page.sources:
        console.line()
        print_prose(console, wording.SOURCES, style="dim", room=room)
        for line in page.sources:
            print_prose(console, shown(line, None), style="dim", room=room, indent=2)


def render_plain(page: Page, console: Console) -> None:
    """Print a page of paragraphs, no wider than a reader's eye likes."""
    room = min(console.width, WIDEST_PROSE)
    print_prose(console, shown(page.title, None), style="bold", room=room)
    for paragraph in page.sentences:
        console.line()
        print_prose(console, paragraph, room=room)


def render_table(table: Table, console: Console, title: str = "", note: str = "") -> None:
    """Print one table over the whole width, with a line under it, such as what it leaves out."""
    _print_table(console, table, title, console.width)
    if note:
        print_prose(console, note, room=console.width, style="dim")


def table_as_text(table: Table, width: int = 80, title: str = "", note: str = "") -> str:
    """Write one table as plain text."""
    page = StringIO()
    console = PipeConsole(file=page, width=width, color_system=None, force_terminal=False)
    render_table(table, console, title, note)
    return page.getvalue()


def print_labelled(
    console: Console, label: str, words: str, *, room: int, style: str = "", indent: int
) -> None:
    """Print prose with a word before it, set in a column of its own; the prose is wrapped beside it."""
    text = _text(console, shown(words, None))
    lines = list(text.wrap(console, max(room - indent, 10))) or [text]
    for number, line in enumerate(lines):
        line.rstrip()
        tag = _text(console, shown(label).ljust(indent), style) if not number else " " * indent
        _print_line(console, Text.assemble(tag, line))


def _print_headline(console: Console, report: Report, room: int) -> None:
    headline = Text(carried(shown(report.headline, None), console.encoding))
    # Not the end of another share: 1.9% is not in 31.9%.
    found = re.search(rf"(?<![0-9.]){re.escape(share(report.local.share))}", headline.plain)
    if found and report.local.share is not None:
        headline.stylize(f"bold {ACCENT}", *found.span())
    print_prose(console, headline, room=room)
    if report.influenceable_line:
        print_prose(console, report.influenceable_line, room=room)


def print_section(console: Console, section: Section, room: int) -> None:
    """Print a table with its title and what it leaves out, or why there is none."""
    if section.table is None or not section.table.rows:
        why = section.left_out or wording.NOTHING_TO_SHOW
        print_prose(console, f"{section.title}: {why}", room=room)
        return
    _print_table(console, section.table, section.title, room)
    if section.left_out:
        print_prose(console, section.left_out, room=room, style="dim")


def _print_caveats(console: Console, report: Report, room: int) -> None:
    if not report.caveats:
        return
    console.line()
    print_prose(console, wording.CAVEATS, style="bold", room=room)
    for caveat in report.caveats:
        print_prose(console, wording.caveat_line(caveat), room=room, indent=2)
        if caveat.try_next:
            _print_command(console, caveat.try_next, indent=4)


def _print_notices(console: Console, report: Report, room: int) -> None:
    notices = wording.notices(report)
    if not notices:
        return
    console.line()
    print_prose(console, wording.NOTICES, style="bold", room=room)
    for line in _first(notices, "notices"):
        print_prose(console, line, room=room, indent=2)


def _print_next_steps(console: Console, report: Report, room: int) -> None:
    if not report.next_steps:
        return
    console.line()
    print_prose(console, wording.NEXT_STEPS, style="bold", room=room)
    for step in report.next_steps:
        if step.startswith(_REMARK):
            _print_remark(console, step.removeprefix(_REMARK), room)
        else:
            _print_command(console, step, indent=2)


def _print_sources(console: Console, report: Report, room: int) -> None:
    console.line()
    print_prose(console, wording.SOURCES, style="dim", room=room)
    files = [wording.file_line(file) for file in report.files]
    others = [*wording.sources(report), f"spendaudit {report.version}"]
    for line in [*_first(files, "files"), *others]:
        print_prose(console, line, style="dim", room=room, indent=2)


def _first(lines: Sequence[str], what: str) -> list[str]:
    """Keep a long list off the screen: fifteen years of one council are 180 files."""
    more = len(lines) - MOST_LINES
    if more <= 0:
        return list(lines)
    return [*lines[:MOST_LINES], f"… and {count(more)} more {what}; -f json has all"]


def print_prose(
    console: Console, words: str | Text, *, room: int, style: str = "", indent: int = 0
) -> None:
    """Print prose, wrapped; further lines of an indented one hang two spaces deeper."""
    text = words if isinstance(words, Text) else _text(console, shown(words, None), style)
    hang = indent + 2 if indent else 0
    if indent + cell_len(text.plain) <= room:
        lines = [text]
    else:
        lines = list(text.wrap(console, max(room - hang, 10)))
    for number, line in enumerate(lines):
        line.rstrip()
        _print_line(console, Text.assemble(" " * (hang if number else indent), line))


def _print_command(console: Console, command: str, indent: int) -> None:
    """Print a command on one line, however long, so that it can be copied."""
    line = Text.assemble(" " * indent, _text(console, shown(command, None), ACCENT))
    _print_line(console, line)


def _print_remark(console: Console, words: str, room: int) -> None:
    """Print a remark between commands, each of its lines marked, so that all can be pasted together."""
    lead = f"  {_REMARK}"
    text = _text(console, shown(words, None), ACCENT)
    for line in text.wrap(console, max(room - len(lead), 10)):
        line.rstrip()
        _print_line(console, Text.assemble((lead, ACCENT), line))


def _print_line(console: Console, line: Text) -> None:
    console.print(line, soft_wrap=True, highlight=False)


def _text(console: Console, words: str, style: str = "") -> Text:
    return Text(carried(words, console.encoding), style=style)


def _print_table(console: Console, table: Table, title: str, room: int) -> None:
    """Print a table; a short title stands over the first column, a long one on its own line."""
    written = _written(console, table)
    inside = bool(title) and _put_inside(
        carried(shown(title), console.encoding), table, written, room
    )
    if title and not inside:
        print_prose(console, title, style="bold", room=room)
    widths, bar_width = _fitted(table, written, room)
    blocks = carried("█▏", console.encoding) == "█▏"
    bars = bars_of(table, bar_width, blocks=blocks)
    prose = [wraps(one, at, _widest(written, at)) for at, one in enumerate(table.columns)]
    for number, cells in enumerate(written):
        below: list[list[str]] = [
            _wrapped(console, cell, width) if width and goes_on and number else [cell]
            for cell, width, goes_on in zip(cells, widths, prose, strict=True)
        ]
        for down in range(max(map(len, below))):
            line = Text()
            for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
                if width is not None:
                    cell = below[at][down] if down < len(below[at]) else ""
                    style = "bold" if inside and number == at == 0 else _row_style(table, number)
                    line.append(" " * GAP if at else "")
                    line.append(_aligned(cell, width, column, console.encoding), style)
            if not down:
                line.append(" " * GAP)
                line.append(bars[number], ACCENT if _is_home(table, number) else "dim")
            line.rstrip()
            _print_line(console, line)
    absent = [
        one.heading for one, width in zip(table.columns, widths, strict=True) if width is None
    ]
    if absent:
        print_prose(console, f"no room for: {', '.join(absent)}", room=room, style="dim")


def _wrapped(console: Console, cell: str, width: int) -> list[str]:
    """A text in lines of a width; what is longer than `MOST_LINES_OF_A_CELL` is cut in the last.

    A text with a word that fits no line, such as a digest, is left to be cut.
    """
    if cell_len(cell) <= width or max(map(cell_len, cell.split()), default=0) > width:
        return [cell]
    lines = [line.plain.rstrip() for line in Text(cell).wrap(console, width)]
    kept = lines[:MOST_LINES_OF_A_CELL]
    # One that is too long for its column is cut, with its dots, as it is printed.
    return kept if len(lines) == len(kept) else [*kept[:-1], " ".join(lines[len(kept) - 1 :])]


def _put_inside(title: str, table: Table, written: list[list[str]], room: int) -> bool:
    """Put a title in place of the first heading, if it can be read whole there."""
    if cell_len(title) > max(_widest(written, 0), WIDEST_TITLE):
        return False
    heading, written[0][0] = written[0][0], title
    widths, _ = _fitted(table, written, room)
    if cell_len(title) <= (widths[0] or 0):
        return True
    written[0][0] = heading
    return False


def _fitted(table: Table, written: list[list[str]], room: int) -> tuple[list[int | None], int]:
    needs = [
        need_of(
            column,
            at,
            _widest(written, at),
            has_pounds=any("£" in row[at] for row in written[1:]),
        )
        for at, column in enumerate(table.columns)
    ]
    return fitted_with_bar(needs, room) if table.bar else (fitted(needs, room), 0)


def _written(console: Console, table: Table) -> list[list[str]]:
    """Write every cell: the headings, the rows, the total."""
    rows: list[tuple[Cell, ...]] = [*table.rows, *([table.total] if table.total else [])]
    lines = [[shown(column.heading) for column in table.columns]]
    lines += [
        [for_people(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
        for row in rows
    ]
    return [[carried(cell, console.encoding) for cell in line] for line in lines]


def _aligned(cell: str, width: int, column: Column, encoding: str) -> str:
    if cell_len(cell) > width:
        dots = carried("…", encoding)
        cell = set_cell_size(cell, max(width - len(dots), 0)).rstrip() + dots
    padding = " " * (width - cell_len(cell))
    return padding + cell if column.kind in RIGHT_ALIGNED else cell + padding


def _row_style(table: Table, number: int) -> str:
    if number == 0:
        return "dim"
    return "bold" if number > len(table.rows) or _is_home(table, number) else ""


def _is_home(table: Table, number: int) -> bool:
    return table.mark is not None and number == table.mark + 1


def _widest(written: Sequence[Sequence[str]], at: int) -> int:
    return max(cell_len(row[at]) for row in written)


def report_as_text(report: Report, sections: Collection[str] | None = None, width: int = 80) -> str:
    """Write a report as plain text, for a file."""
    return as_text(lambda console: render_report(report, console, sections), width)


def as_text(render: Callable[[PipeConsole], None], width: int) -> str:
    """Give as plain text what a function prints to a console."""
    page = StringIO()
    render(PipeConsole(file=page, width=width, color_system=None, force_terminal=False))
    return page.getvalue()
