"""Registers that lie among published spending: named for what they are, and not audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.errors import InputError, SpendAuditError
from spendaudit.read.headings import as_argument

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.read.source import Source

HEAD_BYTES = 1 << 16


def refuse_contracts(source: Source) -> None:
    """Refuse a contracts register, whose suppliers and values would pass for payments.

    Raises:
        InputError: it is one.
    """
    # Every known heading of one has both words, and few other files: the rest are not cut apart.
    with source.path.open("rb") as text:
        beginning = text.read(HEAD_BYTES).lower()
    if not (b"contract" in beginning and b"start" in beginning):
        return
    from spendaudit.registers.layouts import layouts
    from spendaudit.registers.tables import first_layout

    contracts = [one for one in layouts() if one.contracts]
    if first_layout(source.path, contracts) is not None:
        raise InputError(
            f"{source.name} is a contracts register: it says what was agreed, not what was paid",
            f"leave it out, or have its suppliers known: spendaudit registers add {as_argument(source.name)}",
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
