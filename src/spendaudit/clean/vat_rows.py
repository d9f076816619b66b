"""Rows that are the VAT of an invoice and nothing else, told by what they say they were for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.texts import distinct_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

_IS_VAT = r"(?i)\bVAT\b|\bVALUE ADDED TAX\b"
# Nothing but such words: Consultants (VAT recoverable) is what consultants were paid, and VAT that
# cannot be recovered is a cost like any other.
# Source: the files over £25,000 of the Department for Transport (Input VAT, VAT INPUT, Vat On Rents,
# VOSAPO1234,Value Added Tax - line level), the Foreign and Commonwealth Office (VAT (Input) (Oracle
# Sub-Ledger Control Account)) and the Ministry of Justice (Debtors < 1 Year - VAT); Darlington (VAT
# ONLY Invoice); Rochdale (INPUT VAT - ADJUSTMENTS).
_WORDS = (
    *("VAT", "VALUE ADDED", "INPUTS?", "TAX", "RECOVERABLE", "RECLAIMABLE", "RECLAIM(?:ED)?"),
    *(
        "RECOVERED",
        "REFUNDABLE",
        "RECEIVABLE",
        "CONTROL",
        "SUB-?LEDGER",
        "ORACLE",
        "ACCOUNT",
        "A/C",
    ),
    *(
        "DEBTORS?",
        "YEAR",
        "ONLY",
        "INVOICES?",
        "ON",
        "PURCHASES",
        "RENTS?",
        "LINE",
        "HEADER",
        "LEVEL",
    ),
    *("ADJUSTMENTS?", "AMOUNT", "ELEMENT", "STANDARD", "RATED?", "PAID", "PAYMENTS?", "SUSPENSE"),
    r"[0-9.]+ ?%?",
)
_CODE = r"(?:[A-Z]*[0-9][A-Z0-9]*\W+)?"
_NOTHING_ELSE = rf"(?i)^\W*{_CODE}(?:\b(?:{'|'.join(_WORDS)})(?:[^A-Z0-9]+|$))+$"
_COLLECTS_IT = r"(?i)\bHMRC\b|\bREVENUE (?:AND|&) CUSTOMS\b|\bCUSTOMS (?:AND|&) EXCISE\b"
_SHARE = 2 / 3
"""Of the payments: where more say so, the column tells a treatment of VAT, and not what was paid."""
_TEXTS = ("category", "purpose")


def notice_vat_rows(
    payments: pl.DataFrame, called: Mapping[str, str], known: pl.Series | None = None
) -> list[str]:
    """Say that payments are VAT alone, which is no spending where it is claimed back.

    Args:
        payments: as `frames.PAYMENTS`.
        called: what stands over a column of it.
        known: every text of its columns, and perhaps others; None where nobody asked.

    Returns:
        A sentence of each column that says so; of VAT paid to the Revenue, none.
    """
    if known is not None and not known.str.contains(_IS_VAT).any():
        return []
    said, told = [], pl.Series("told", [False]).new_from_index(0, payments.height)
    for column in _TEXTS:
        texts = distinct_texts(payments[column])
        written = texts.cast(pl.String)
        texts = texts.filter(
            written.str.contains(_IS_VAT) & written.str.contains(_NOTHING_ELSE)
        )  # as hardly any file has them
        if texts.is_empty():
            continue
        is_vat = payments[column].is_in(texts.implode()).fill_null(value=False) & ~told
        found = payments.filter(is_vat).filter(
            ~pl.col("supplier").cast(pl.String).fill_null("").str.contains(_COLLECTS_IT)
        )
        told |= is_vat
        if found.is_empty() or found.height > _SHARE * payments.height:
            continue
        pounds = f"£{int(found['pence'].sum()) / 100:,.2f}".replace("£-", "-£")
        example = " ".join(str(found[column][0]).split())[:40]
        one = found.height == 1
        over = re.sub(r"\s+", " ", called.get(column, "")).strip() or column
        said.append(
            f"{found.height:,} {'payment is' if one else 'payments are'} VAT and nothing else, as "
            f"{example!r} under {over!r} says: {pounds} in all, counted as paid to "
            f"{'its supplier' if one else 'their suppliers'}; what is claimed back of it is no spending"
        )
    return said
