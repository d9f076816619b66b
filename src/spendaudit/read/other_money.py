"""Other money than the amount in pounds: columns that nobody knows by their heading, other currencies.

`Carriage` and `Non VAT Amount` may be a part of what was paid, and are not added: what they come to is
said. Euros and dollars are never counted as pounds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.headings import cleaned, meaning_of
from spendaudit.read.lone_amount import ENOUGH_ROWS, OF_ANOTHER_KIND, SURE, UNSURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_WITHOUT_VAT = "^non?vat"
"""What no VAT is on, which is not the VAT."""

_OTHER_CURRENCY = r"[$€¥]|\b(?:eur|euros?|usd|dollars?)\b"
_STERLING = ("£", "gbp", "sterling")
_POUNDS = r"£|\bgbp\b|\bsterling\b|\bpounds?\b"
_PENCE = ("p", "pence", "pennies")
_OF_THE_ACCOUNTS = (
    "(?<!data)base(?:curr|ccy|amount|amt|value|$)|(?:local|functional|accounting|reporting|home|company"
    "|ledger)(?:curr|ccy)|accounted|functional(?:amount|amt|value)|(?:amount|amt|value)inlc$|^lc(?:amount|amt|value)$"
)
"""What is in the currency in which a council keeps its accounts, whatever that of the invoice."""
_OF_EACH_PURCHASE = (
    "foreign|(orig(inal)?|trans(action)?|doc(ument)?|merchant)curr(ency)?(amount|amn?t|val(ue)?|total)"
    "|(amount|amn?t|value)indc$"
)


def is_in_pounds(cell: str) -> bool:
    """Whether a heading says that its amounts are in pounds."""
    return any(word in cell.lower() for word in _STERLING)


def is_of_the_accounts(cell: str) -> bool:
    """Whether a heading speaks of the currency of the accounts: `Base Amount`, `Local Currency`."""
    return bool(re.search(_OF_THE_ACCOUNTS, cleaned(cell)))


def is_of_any_currency(cell: str) -> bool:
    """Whether the amounts under a heading are in the currency of each purchase: `Foreign Currency Amt`."""
    return bool(re.search(_OF_EACH_PURCHASE, cleaned(cell))) and not is_in_pounds(cell)


def is_of_other_currency(cell: str) -> bool:
    """Whether a heading speaks of euros or dollars, and not of pounds."""
    words = cell.lower().replace("_", " ")
    return bool(re.search(_OTHER_CURRENCY, words)) and not re.search(_POUNDS, words)


def refuse_other_currency(heading: Heading, name: str) -> None:
    """Refuse amounts that are not in pounds by their heading.

    Args:
        heading: with the amount that was chosen.
        name: of the file.

    Raises:
        InputError: its words speak of another currency.
    """
    amount = heading.called(heading.columns["amount"])
    if is_of_other_currency(amount):
        raise InputError(
            f"{name}: the heading {' '.join(amount.split())[:60]!r} says that the amounts are not "
            "in pounds",
            "ask for the pounds that left the bank account; if these are pounds, "
            "change the heading to Amount (£)",
        )


def refuse_pence_apart(heading: Heading, looks: Sequence[Look], name: str) -> None:
    """Refuse amounts whose pence stand in a column of their own, as account books have it.

    Args:
        heading: with the amount that was chosen.
        looks: what each column of the rows under it looks like.
        name: of the file.

    Raises:
        InputError: the next column is called pence, and the amounts have none.
    """
    amount = heading.columns["amount"]
    if amount + 1 >= min(len(heading.cells), len(looks)) or looks[amount].pounds:
        return
    if cleaned(heading.cells[amount + 1]) in _PENCE and looks[amount + 1].money:
        pounds, pence = heading.called(amount), heading.called(amount + 1)
        raise InputError(
            f"{name}: the pounds stand under {pounds!r} and their pence under {pence!r}",
            "put both into one column, as 1234.50",
        )


def with_other_money(heading: Heading, looks: Sequence[Look]) -> Heading:
    """The heading with those columns among the rivals of its amount, whose sums are said.

    Args:
        heading: as it was understood.
        looks: what each column of the rows under it looks like.
    """
    known = {*heading.columns.values(), *(place for _, place in heading.rival_amounts)}
    found = [
        (heading.called(place), place)
        for place, look in enumerate(looks[: len(heading.cells)])
        if place not in known and _is_money(heading.cells[place], look)
    ]
    if not found:
        return heading
    return heading._replace(rival_amounts=(*heading.rival_amounts, *found))


def _is_money(cell: str, look: Look) -> bool:
    if not cell.strip() or look.filled < ENOUGH_ROWS:
        return False
    if not re.search(_WITHOUT_VAT, cleaned(cell)) and (
        meaning_of(cell) is not None or re.search(OF_ANOTHER_KIND, cell.lower())
    ):
        return False
    return look.share(look.money) >= SURE and look.share(look.pounds) >= UNSURE
