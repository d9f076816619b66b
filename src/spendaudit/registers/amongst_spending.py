"""Registers that lie among published spending: named for what they are, and not audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.errors import InputError, SpendAuditError
from spendaudit.read.headings import as_argument

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.read.source import Source

HEAD_BYTES = 1 << 16
WORDS = ((b"contract", b"start"), (b"recipient org",), (b"notice identifier",))


def refuse_agreed(source: Source) -> None:
    """Refuse a list of contracts or grants, whose suppliers and values would pass for payments.

    Raises:
        InputError: it is one.
    """
    # Every known heading of one has these words, and few other files: the rest are not cut apart.
    with source.path.open("rb") as text:
        beginning = text.read(HEAD_BYTES).lower()
    if not any(all(word in beginning for word in words) for words in WORDS):
        return
    from spendaudit.registers.layouts import layouts
    from spendaudit.registers.tables import first_layout

    found = first_layout(source.path, [one for one in layouts() if one.instead])
    if found is None:
        return
    what = "a contracts register" if found.key == "contracts" else found.title
    known = f"spendaudit registers add {as_argument(source.name)}"
    raise InputError(
        f"{source.name} is {what}: it says what was {found.instead}, not what was paid",
        "leave it out" + ("" if found.refused else f", or have its suppliers known: {known}"),
    )


def as_register(path: Path, name: str) -> InputError | None:
    """The refusal of a file that is no spending because it is a register; None where it is none."""
    from spendaudit.registers.tables import open_register

    try:
        with open_register(path) as table:
            layout = table.layout
    except SpendAuditError:
        return None
    if layout.own:
        return None
    return InputError(
        f"{name} is a register ({layout.title}), not published spending",
        f"leave it out, and add it: spendaudit registers add {as_argument(name)}",
    )
