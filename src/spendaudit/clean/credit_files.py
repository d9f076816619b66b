"""Files of credit notes, told by their name or title: credits without a minus would be payments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

_CREDITS = re.compile(
    r"\b(?:credit (?:notes?|memos?)|credits|refunds)\b"
    r"|\bcredit(?:$| (?=[0-9]|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b))"
)
"""A lone `credit` only before a month or at the end of the name: cards, unions and marks have it too."""
_PAYMENTS_TOO = re.compile(
    r"\b(?:payments?|paid|spend(?:ing)?|expenditure|invoices?|suppliers?|creditors?|purchas\w+)\b"
)
"""`Invoices and credit notes over £500` holds both, and a minus tells them apart or nothing does."""


def notice_credit_file(name: str, titles: Sequence[str], pence: pl.Series) -> list[str]:
    """Say that a file which calls itself one of credits has no amount with a minus.

    Args:
        name: of the file, with its folders.
        titles: texts above its heading.
        pence: of its payments.
    """
    called = name.replace("\\", "/").rpartition("/")[2]
    told = [
        what
        for what, texts in (("its name", [called]), ("its title", titles))
        if any(_speaks_of_credits(text) for text in texts)
    ]
    if not told or (pence < 0).any() or not (pence > 0).any():
        return []
    what = f"{pence.len():,} amounts has" if pence.len() > 1 else "amounts has"
    return [f"{told[0]} speaks of credits, and none of the {what} a minus: they count as payments"]


def _speaks_of_credits(text: str) -> bool:
    words = " ".join(re.split(r"[\W_]+", text.lower().removesuffix(".csv")))
    return bool(_CREDITS.search(words)) and not _PAYMENTS_TOO.search(words)
