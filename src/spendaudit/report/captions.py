"""What stands below a table: how it is to be read, what its shares are of, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.report.figures import pounds
from spendaudit.report.values import Kind, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spendaudit.report.values import Table

NOUGHT = "what was paid comes to nought in every row"
NOTHING_LEFT_OUT = "nothing is left out"
WHOLE = 1.0


def captioned(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with all of it in `left_out`; those without a table are as they were.

    A table that divides what was spent and holds noughts alone gives way to a word about it.

    In one place, so that no share is without its denominator and no pound without a word.
    """
    return tuple(_captioned(section) for section in sections)


def _captioned(section: Section) -> Section:
    if section.table is None:
        return section
    if section.omitted is not None and _holds_noughts_alone(section.table):
        return Section(section.key, section.title, None, NOUGHT)
    sentences = [section.left_out, denominators(section.table), _omitted(section)]
    return section._replace(left_out=_joined(filter(None, sentences)))


def _holds_noughts_alone(table: Table) -> bool:
    money = [at for at, column in enumerate(table.columns) if column.kind is Kind.MONEY]
    return not any(row[at] for row in table.rows for at in money)


def denominators(table: Table) -> str:
    """Say what each share is a share of, where neither its heading nor its closing line does.

    A share of all that closes with 100% is of the pounds that stand beside it there.
    """
    of: dict[str, list[str]] = {}
    for at, column in enumerate(table.columns):
        closes = (
            table.total is not None and table.total[at] == WHOLE and column.of.startswith("all")
        )
        if column.kind is Kind.SHARE and not closes and column.heading != f"of {column.of}":
            of.setdefault(column.of, []).append(column.heading)
    return "; ".join(f"{_and(headings)}: of {what}" for what, headings in of.items())


def _omitted(section: Section) -> str:
    if section.omitted is None:
        return ""
    parts = [f"{pounds(one.amount)} {one.what}" for one in section.omitted if one.amount]
    return f"left out: {_and(parts)}" if parts else NOTHING_LEFT_OUT


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _joined(sentences: Iterable[str]) -> str:
    whole = ""
    for sentence in sentences:
        if whole.endswith("."):
            whole = f"{whole} {sentence[0].upper()}{sentence[1:]}"
        else:
            whole = f"{whole}; {sentence}" if whole else sentence
    return whole
