"""Files whose headings are those of something else: orders, contracts, unpaid invoices, what officials got.

Their suppliers and amounts look like those of payments, and nothing else may say what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.called_otherwise import is_called_payments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.records import Rows

_ANY = re.compile(
    r"order|p\W?o\W?\b|requisition|award|contract|tender|days|disput|hold|query"
    r"|gift|hospitality|accepted|offered|waive|travel|mileage|accom|hotel|subsistence|meal|air|rail|taxi",
    re.IGNORECASE,
)
"""What the headings of most files have nothing of."""
_ORDER = r"(?:p ?o|orders?|ordered|requisitions?)"
_ORDERED = rf"\b{_ORDER}\b"
_ORDER_DATE = (
    rf"^(?:purchase |works? )?{_ORDER} (?:[a-z]+ )?(?:date|dt|on)\b|\bdate\b.*\b{_ORDER}\b"
)
_ONLY_A_MONTH = re.compile(
    r"(?: ?\b(?:calendar|financial|fiscal|fin|reporting|report|the|of|no|number|name|ending|end|year|yr|fy"
    r"|month|mth|quarter|qtr|period)s?\b)+"
)
"""A date that may be when an order was raised as well as when it was paid."""
_AWARD_DATE = r"\baward(?:ed)? (?:date|dt|on)\b|\bdate\b.*\baward(?:ed)?\b"
_CONTRACT = r"\bcontract|\btender|\brenewal|\b(?:start|end|expiry|review|award)(?:ed)? date\b"
_OF_A_CONTRACT = (
    r"\bcontract (?:title|name|start|end|term|length|period|type|date|status)\b|\btender|\brenewal"
    r"|\b(?:start|end|expiry|review|award)(?:ed)? date\b"
)
"""What a register of contracts says of them; their number stands beside many a payment too."""
_GRANT = r"\bgrants?\b"
_AGED = (
    r"^(?:over |0 |1 )?(?:30|31|45|60|61|90|91|120|121)(?: (?:to )?(?:30|60|90|120))? (?:plus )?days?"
    r"(?: (?:plus|over|and over|old|overdue))?$"
)
"""By how many days invoices are late, each in a column of its own."""
_UNPAID = (
    r"\bdisput|\b(?:hold|query) (?:reason|code)\b|\breason (?:for|of) (?:hold|query)"
    r"|\bdays overdue\b|\boverdue days\b"
)
_OF_PAYMENT = (
    r"paid|payments?|pymn?t|pmt|cheques?|chq|bacs|clear(?:ed|ing)?|remittance|settle(?:d|ment)"
)
_PAYMENT = rf"\b(?:{_OF_PAYMENT})\b"
_PAYMENT_OR_INVOICE = (
    rf"\b(?:{_OF_PAYMENT}|inv(?:oices?)?|trans?(?:actions?)?|vouchers?|post(?:ed|ing)|journal|card"
    r"|spen[dt]|expenditure|(?:doc|document|ledger|gl|effective) date)\b"
)
_LATER = r"\b(?:terms?|due|frequency|estimated|annual|budget|forecast|schedule)\b"
"""Beside a word of payments, that they are to come."""
_OF_OFFICIALS = {
    "gifts and hospitality": (
        r"\b(?:gifts?|hospitality)\b|\b(?:accepted|offered) (?:or )?(?:declined|refused)\b"
    ),
    "waivers": r"\bwaive[rd]s?\b|\bsingle tender\b",
}
_EXPENSES = (
    r"(?:total |other )?(?:(?:air|rail|taxi|car|road|public)(?: travel| transport)?|travel|mileage"
    r"|accomm?odation|hotels?|subsistence|meals?)(?: (?:and|or) (?:accomm?odation|subsistence|meals?|hotels?))?"
    r"(?: (?:costs?|expenses?|claims?))?"
)
"""What an official claims, each in a column of its own."""
_PAID_TO_SUPPLIERS = (
    r"paid|payment|pymnt|invoice|\binv\b|cheque|bacs|transaction|voucher|remittance|creditor|spend"
)
"""One of these, in any form, is enough beside what was given to officials, or claimed by them."""
_FEWEST = 2
"""Headings that say so: one alone may stand beside payments."""


def notice_headed_otherwise(
    rows: Rows, paid: pl.Series, name: str, titles: Sequence[str]
) -> list[str]:
    """Say that the headings of a file are those of orders, contracts, invoices not paid, gifts or expenses.

    One heading of a payment, or for orders and contracts of an invoice or a transaction, is enough
    to say that it was: many payments have the number of their order beside them.

    Args:
        rows: as read.
        paid: the lines that are payments.
        name: of the file, with its folders.
        titles: texts above its heading.
    """
    cells = rows.heading.cells
    if not any(map(_ANY.search, cells)) or is_called_payments(name, titles, rows.sheet):
        return []
    headings = {place: _words(cell) for place, cell in enumerate(cells)}
    date = rows.heading.columns.get("date")
    found = (
        _unpaid(headings, rows, paid)
        or _of_orders(headings, date)
        or _of_contracts(headings, date)
        or _of_officials(headings)
    )
    if found is None:
        return []
    what, places = found
    shown = " and ".join(repr(" ".join(cells[place].split())[:40]) for place in places[:_FEWEST])
    return [
        f"its heading, with {shown}, speaks of {what}, and not of payments: its amounts count as payments"
    ]


def _of_orders(headings: dict[int, str], date: int | None) -> tuple[str, list[int]] | None:
    if _says(headings, _PAYMENT_OR_INVOICE):
        return None
    ordered = [place for place, words in headings.items() if re.search(_ORDERED, words)]
    if date is None:
        return ("orders", ordered) if len(ordered) >= _FEWEST else None
    dates = [place for place, words in headings.items() if re.search(_ORDER_DATE, words)]
    if date not in dates and not (dates and _ONLY_A_MONTH.fullmatch(headings[date])):
        return None
    first = date if date in dates else dates[0]
    return "orders", [first, *(place for place in ordered if place != first)]


def _of_contracts(headings: dict[int, str], date: int | None) -> tuple[str, list[int]] | None:
    if _says(headings, _PAYMENT_OR_INVOICE) or _says(headings, _GRANT):
        return None
    of_them = [place for place, words in headings.items() if re.search(_CONTRACT, words)]
    if date is not None:
        awarded = re.search(_AWARD_DATE, headings[date])
        return ("contracts", [date]) if awarded else None
    enough = len(of_them) >= _FEWEST and _says(headings, _OF_A_CONTRACT)
    return ("contracts", of_them) if enough else None


def _unpaid(headings: dict[int, str], rows: Rows, paid: pl.Series) -> tuple[str, list[int]] | None:
    if _says(headings, _PAYMENT):
        return None
    aged = [place for place, words in headings.items() if re.search(_AGED, words)]
    if len(aged) >= _FEWEST:
        return "unpaid invoices", aged
    # A column that a file keeps for the few that are disputed says nothing of the others.
    for place, words in headings.items():
        if re.search(_UNPAID, words) and _is_mostly_filled(rows, paid, place):
            return "unpaid invoices", [place]
    return None


def _of_officials(headings: dict[int, str]) -> tuple[str, list[int]] | None:
    if any(re.search(_PAID_TO_SUPPLIERS, words) for words in headings.values()):
        return None
    for what, says in _OF_OFFICIALS.items():
        if places := [place for place, words in headings.items() if re.search(says, words)]:
            return what, places[:1]
    claimed = [place for place, words in headings.items() if re.fullmatch(_EXPENSES, words)]
    return ("expense claims", claimed) if len(claimed) >= _FEWEST else None


def _is_mostly_filled(rows: Rows, paid: pl.Series, place: int) -> bool:
    text = pl.col(f"c{place}").fill_null("").str.strip_chars().str.to_lowercase()
    filled = (
        rows.cells.join(paid.to_frame("line").lazy(), on="line", how="semi")
        .select((~text.is_in(["", "n", "no", "0", "none", "n/a", "-"])).sum())
        .collect(engine="streaming")
        .item()
    )
    return bool(filled * 2 > paid.len())


def _says(headings: dict[int, str], words: str) -> bool:
    return any(re.search(words, said) and not re.search(_LATER, said) for said in headings.values())


def _words(cell: str) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", cell)
    return " ".join(re.split(r"[\W_]+", apart.lower().replace("+", " plus "))).strip()
