"""Everything behind one supplier, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from spendaudit.report.values import Section


class Explanation(NamedTuple):
    """What is known of one supplier, and how.

    Attributes:
        asked: as the user typed it.
        supplier: the spelling that most money went under.
        amount: pounds paid to it, over all files.
        period: first and last day of the payments, where they are dated.
        facts: what is known, each with a word for it and a sentence: `place`, `kind`, `owner`, ….
        sections: the evidence, as tables.
        sources: editions and licences of the tables used.
    """

    version: str
    asked: str
    supplier: str
    area_code: str
    area_name: str
    amount: Decimal
    payments: int
    period: tuple[date, date] | None
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
