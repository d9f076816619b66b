"""Files that call themselves something else than payments, by their name or title.

Credits without a minus would be payments, and so would orders, budgets and salaries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.clean.amount_column import UNLESS_A_LEDGER

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

_OTHERS = re.compile(
    r"\b(?P<orders>(?:purchase|works?) orders?(?! payments?))\b|\b(?P<budgets>budgets?(?! holder))\b"
    r"|\b(?P<salaries>salar(?:y|ies)|senior (?:staff|officers?) pay|pay multiple)\b"
    r"|\b(?P<allowances>(?:members?|councillors?)(?: s)? allowances)\b"
    r"|\b(?P<income>income|sales invoices|debtors)\b|\b(?P<contracts>contracts? register)\b"
    r"|\b(?P<grants>grants? (?:awarded|awards|register))\b"
    r"|\b(?P<gifts_and_hospitality>gifts?(?: (?:and|or))? hospitality|hospitality(?: (?:and|or))? gifts?"
    r"|(?:gifts?|hospitality) (?:register|received|accepted|declined|offered|declar\w+)"
    r"|register of (?:gifts|hospitality|interests))\b"
    r"|\b(?P<expense_claims>(?:board|(?:elected )?members?|councillors?|ministers?|ministerial|mayors?"
    r"|commissioners?|governors?|trustees?|chairs?|directors?|executives?|special advisers?"
    r"|senior (?:staff|officials?|officers?|managers?|leaders?(?:hip)?|team)"
    r"|chief (?:officers?|executives?)|permanent secretar(?:y|ies))"
    r"(?: (?:s|and|team|members?|directors?|travel|subsistence|business))* expenses|expenses? claims?)\b"
    r"|\b(?P<waivers>(?:tender |contract |procurement )?waivers?|single tender (?:actions?|waivers?))\b"
    r"|\b(?P<unpaid_invoices>unpaid|(?:invoices? )?on hold|not yet paid|awaiting payment)\b"
)
"""What councils publish beside their payments, with suppliers and amounts of the same kind."""
_PAID = re.compile(
    r"\b(?:payments?|paid|spend(?:ing)?|expenditure|invoices? over|supplier invoices?)\b"
)
_OF_ALL = re.compile(r"([0-9,]+) of \1 amounts ")
_OF_THE_SHEET = "the name of its sheet"


def notice_credit_file(
    name: str, titles: Sequence[str], pence: pl.Series, sheet: str = ""
) -> list[str]:
    """Say that a file which calls itself one of credits has no amount with a minus.

    Args:
        name: of the file, with its folders.
        titles: texts above its heading.
        pence: of its payments.
        sheet: the name of the sheet, in a workbook.
    """
    told = [what for what, text in _calls_itself(name, titles, sheet) if _speaks_of_credits(text)]
    if not told or (pence < 0).any() or not (pence > 0).any():
        return []
    what = f"{pence.len():,} amounts has" if pence.len() > 1 else "amounts has"
    return [f"{told[0]} speaks of credits, and none of the {what} a minus: they count as payments"]


def with_credits_named(
    notices: Sequence[str], name: str, titles: Sequence[str], sheet: str = ""
) -> list[str]:
    """The sentences about amounts, without the doubt whether those with a minus are credits, if the file says so.

    Args:
        notices: as `amount_column.read_amounts` gives them.
        name: of the file, with its folders.
        titles: texts above its heading.
        sheet: the name of the sheet, in a workbook.
    """
    if not any(one.endswith(UNLESS_A_LEDGER) for one in notices):
        return list(notices)
    told = [what for what, text in _calls_itself(name, titles, sheet) if _speaks_of_credits(text)]
    if not told:
        return list(notices)
    return [
        one.replace(UNLESS_A_LEDGER, f"as {told[0]} says") if _OF_ALL.match(one) else one
        for one in notices
    ]


def notice_other_file(name: str, titles: Sequence[str], sheet: str = "") -> list[str]:
    """Say that a file calls itself one of orders, budgets or the like, and not one of payments.

    Args:
        name: of the file, with its folders.
        titles: texts above its heading.
        sheet: the name of the sheet, in a workbook.
    """
    calls = _calls_itself(name, titles, sheet)
    # Of a sheet its own name says more than that of the whole workbook.
    of_sheet = [one for one in calls if sheet and one[0] == _OF_THE_SHEET and one[1]]
    for asked in (of_sheet, calls):
        if any(_PAID.search(text) for _, text in asked):
            return []
        for what, text in asked:
            if other := _OTHERS.search(text):
                whom = (other.lastgroup or "").replace("_", " ")
                return [
                    f"{what} speaks of {whom}, and not of payments: its amounts count as payments"
                ]
    return []


def is_called_payments(name: str, titles: Sequence[str], sheet: str) -> bool:
    """Whether the name of a file or of its sheet, or one of its titles, speaks of payments."""
    return any(_PAID.search(text) for _, text in _calls_itself(name, titles, sheet))


def _calls_itself(name: str, titles: Sequence[str], sheet: str) -> list[tuple[str, str]]:
    """The names of a file and its sheet, and its titles, as words, each with what it is."""
    called = name.removesuffix(f" [{sheet}]").replace("\\", "/").rpartition("/")[2]
    texts = [
        ("its name", called),
        (_OF_THE_SHEET, sheet),
        *(("its title", title) for title in titles),
    ]
    return [
        (what, " ".join(re.split(r"[\W_]+", re.sub(r"\.[a-z]{3,4}$", "", text.lower()))))
        for what, text in texts
    ]


def _speaks_of_credits(text: str) -> bool:
    return bool(_CREDITS.search(text)) and not _PAYMENTS_TOO.search(text)
