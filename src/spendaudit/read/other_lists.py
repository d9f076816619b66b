"""Headings that only lists of contracts or of orders have, where a list of payments has its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTRACTS, ORDERS = "contracts", "orders"
_ONLY_OF = {
    CONTRACTS: (
        "(?:total|estimated|annual|net|gross|whole|lifetime|maximum)?contract(?:award)?(?:value|amount|sum|price)"
        "(?:exc?l?vat|inc?l?vat|gbp)?|(?:total|estimated|annual)?valueof(?:the)?(?:contract|award)"
        "|award(?:ed)?(?:value|amount|price)|(?:amount|value)awarded"
        "|(?:contract)?award(?:ed)?date|date(?:of)?(?:the)?(?:contract)?award(?:ed)?"
        "|contract(?:start|end|expiry|commencement)date|(?:start|end|expiry)dateof(?:the)?contract"
    ),
    ORDERS: (
        "(?:total|purchase|works|net|gross)?(?:order|po)(?:line)?(?:value|amount|total|sum)(?:exc?l?vat|inc?l?vat|gbp)?"
        "|(?:total)?valueof(?:the)?(?:purchase)?(?:order|po)|(?:value|amount)ordered"
        "|(?:purchase|works)?(?:order|po)(?:raised|creation|created|placed|issue|issued)?date"
        "|date(?:of)?(?:the)?(?:purchase)?(?:order|po)(?:ed|raised|placed|issued)?"
    ),
}
"""What such a list calls its pounds or its dates, without spaces and signs."""
_OF_PAYMENTS = (
    ".*(?:paid|payment|invoice|voucher|cleared|clearing|cheque|bacs|posting|posted|settle|grant).*"
    "|(?:transaction|trans|gl|ledger|effective|accounting)date|date|spend"
)
"""What a list of payments may call them: beside one of these an order is no more than a detail."""


def list_of(cells: Sequence[str]) -> tuple[str, str] | None:
    """Of what a row of headings makes a list, `CONTRACTS` or `ORDERS`, and the heading that says so.

    None where it may be one of payments, or names no pounds or days of contracts or orders at all.
    """
    found = [(cell, cleaned(cell)) for cell in cells if cell.strip()]
    if any(re.fullmatch(_OF_PAYMENTS, word) for _, word in found):
        return None
    for what, words in _ONLY_OF.items():
        said = next((cell for cell, word in found if re.fullmatch(words, word)), None)
        if said is not None:
            return what, " ".join(said.split())[:40]
    return None
