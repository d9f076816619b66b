"""Lists of what officials were given, claimed or allowed, by their headings: they look like payments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.clean.called_otherwise import is_called_payments, notice_other_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.records import Rows

_OF_A_PAYMENT = re.compile(
    r"paid|payment|pymnt|invoice|\binv\b|cheque|bacs|transaction|voucher|remittance|creditor|spend"
)
"""A heading with one of these is enough to say that the rows were paid to their suppliers."""
_ONE_SAYS_SO = {
    "gifts and hospitality": re.compile(
        r"\b(?:gifts?|hospitality)\b|\b(?:accepted|offered) (?:or )?(?:declined|refused)\b"
    ),
    "waivers": re.compile(r"\bwaive[rd]s?\b|\bsingle tender\b"),
}
_EXPENSES = re.compile(
    r"(?:total |other )?(?:(?:air|rail|taxi|car|road|public)(?: travel| transport)?|travel|mileage"
    r"|accomm?odation|hotels?|subsistence|meals?)(?: (?:and|or) (?:accomm?odation|subsistence|meals?|hotels?))?"
    r"(?: (?:costs?|expenses?|claims?))?"
)
_FEWEST = 2
"""Columns of what an official claimed; a total stands beside them."""


def notice_list_of_officials(rows: Rows, name: str, titles: Sequence[str]) -> list[str]:
    """Say that the headings are those of gifts, of expenses or of waivers, and not of payments.

    Args:
        rows: as read.
        name: of the file, with its folders.
        titles: texts above its heading.
    """
    headings = {cell: _words(cell) for cell in rows.heading.cells}
    found = _said(headings)
    if (
        found is None
        or any(_OF_A_PAYMENT.search(words) for words in headings.values())
        or is_called_payments(name, titles, rows.sheet)
        or notice_other_file(name, titles, rows.sheet)
    ):
        return []
    what, said = found
    shown = " and ".join(repr(" ".join(cell.split())[:40]) for cell in said)
    said_of = f"its heading, with {shown}, speaks of {what}, and not of payments"
    return [f"{said_of}: its amounts count as payments"]


def _said(headings: dict[str, str]) -> tuple[str, list[str]] | None:
    """Of what headings speak, and those that do; None for payments, as in nearly every file."""
    for what, says in _ONE_SAYS_SO.items():
        if of_it := [cell for cell, words in headings.items() if says.search(words)]:
            return what, of_it[:1]
    claimed = [cell for cell, words in headings.items() if _EXPENSES.fullmatch(words)]
    return ("expense claims", claimed[:_FEWEST]) if len(claimed) >= _FEWEST else None


def _words(cell: str) -> str:
    return " ".join(re.split(r"[\W_]+", cell.lower())).strip()
