"""What the name of a sheet, or its headings, say of its rows: that they are no payments, or may be none."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING

from spendaudit.read.headings import meaning_of
from spendaudit.read.other_lists import list_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.alike_sheets import PaymentSheet
    from spendaudit.read.workbook import Sheet

NO_PAYMENTS = re.compile(
    r"\b(income|receipts?|(purchase )?orders|pos|budgets?|forecast|salar(y|ies)|allowances"
    r"|(do not|not for) publi(sh|cation)|not published|unpublished|examples?|template|drafts?|test)\b",
    re.IGNORECASE,
)
"""What the name of a sheet says whose rows are no published payments, whatever its headings are."""
_OTHERWISE = re.compile(
    r"(removed?|removals?|excluded?|exclusions?|omitted|omissions?|deleted|deletions?|withdrawn|redundant"
    r"|accruals?|accrued|prepayments?|commitments?|committed|journals?|jnls?"
    r"|(for )?comparisons?|comparators?|compare|(for )?(reference|information|info) only"
    r"|(previous|prior|last) (months?|years?|quarters?)"
    r"|exemptions?|contracts?( awards?| awarded)?|awards|awarded"
    r"|(in )?disputes?|disputed|quer(y|ies)|queried|payments on hold|held|not paid|outstanding|pending"
    r"|cancelled|canceled|void(ed)?|reversed|reversals?|rejected|stopped|returned|failed"
    r"|superseded|duplicates?|workings?|scratch|backup|errors?|to (check|review|delete|remove))"
)
"""What the whole name says, beside months and the words below, of rows that may be no payments of theirs.

A department or a directorate may have such a word in its name, and never nothing else. Names by
which a whole file is known to be no payments, such as `Unpaid`, are told of the sheet as of a file.
"""
_MONTHS = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?"
)
_BESIDE = re.compile(
    rf"{_MONTHS}|[0-9]+|k|q|fy|p|m|months?|years?|quarters?|and|of|the|for|from|over|in|not|only|list|data"
    "|payments?|spend(ing)?|expenditure|invoices?|transactions?|items?|rows?|lines?|entries|suppliers?"
    "|creditors?|sheet|tab"
)
_WORDS = re.compile(r"[^\W0-9_]+|[0-9]+")
_LONGEST = 60
_LOOKED_AT = 50


def called_otherwise(found: Sequence[PaymentSheet]) -> list[PaymentSheet]:
    """The sheets that are called as if they held something else than others do, of those to be read.

    None of them where all are called so: `Contracts` may be what a body calls its spending.
    """
    others = [one for one in found if _is_otherwise(one.sheet.name)]
    return others if len(others) < len(found) else []


def lists(sheet: Sheet) -> str:
    """What a sheet without amounts of payments lists by its headings, contracts or orders, or an empty text."""
    with sheet.path.open(encoding="utf-8", newline="") as text:
        for cells in islice(csv.reader(text), _LOOKED_AT):
            meanings = [found[0] for one in cells if (found := meaning_of(one)) is not None]
            if "supplier" in meanings and (found_list := list_of(cells)) is not None:
                return found_list[0]
    return ""


def _is_otherwise(name: str) -> bool:
    """Whether the whole name is one of these words, but for months, years and what any sheet says."""
    if len(name) > _LONGEST:
        return False
    words = _WORDS.findall(name.lower())
    telling = [n for n, word in enumerate(words) if not _BESIDE.fullmatch(word)]
    if not telling:
        return False
    # `Not paid April` and `Previous month` need words that say nothing beside others.
    parts = (
        words[first:last]
        for first in range(telling[0] + 1)
        for last in range(telling[-1] + 1, len(words) + 1)
    )
    return any(_OTHERWISE.fullmatch(" ".join(part)) for part in parts) or all(
        _OTHERWISE.fullmatch(words[n]) for n in telling
    )
