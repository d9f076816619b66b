"""What became of published claims, on a terminal or as plain text: the claim, then what it gives."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from spendaudit.render.terminal import as_text, print_prose
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from spendaudit.render.terminal import PipeConsole
    from spendaudit.report.values import Table

WIDEST = 110


def render_claims(table: Table, console: PipeConsole, note: str = "") -> None:
    """Print each claim with its verdict and the readings behind it."""
    room = min(console.width, WIDEST)
    for number, ((claim, verdict), rows) in enumerate(groupby(table.rows, key=lambda row: row[:2])):
        if number:
            console.line()
        print_prose(console, shown(str(claim), None), style="bold", room=room)
        print_prose(console, str(verdict), room=room, indent=2)
        for _, _, reading, gives, between in rows:
            rounding = f" ({between} with its rounding)" if between else ""
            line = f"{reading}: {gives}{rounding}" if gives else str(reading)
            print_prose(console, line, room=room, indent=4)
    if note:
        console.line()
        print_prose(console, note, room=room)


def claims_as_text(table: Table, note: str = "", width: int = 80) -> str:
    """Write the same as plain text."""
    return as_text(lambda console: render_claims(table, console, note), width)
