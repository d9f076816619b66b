"""All that is known about one file that is checked, and how its texts are quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spendaudit.measures.spend import pounds
from spendaudit.report.checked import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from spendaudit.clean.totals import ControlTotal
    from spendaudit.intake import Reading
    from spendaudit.places.areas import Area
    from spendaudit.report.file_accounts import FileAccount

MOST_LINES = 5
"""Lines of the file that a finding names."""
MOST_LISTED = 8
LONGEST_EXAMPLE = 40


class Contents(NamedTuple):
    """All that is known about one file.

    Attributes:
        account: what became of its rows.
        reading: how it was read.
        totals: sums printed in it, beside ours.
        set_aside: as `frames.SET_ASIDE`.
        payments: as `frames.PAYMENTS`, with the payee's `kind`, `finding`, `postcode`, `mail_centre`,
            `sorted_there` (a report would place it where only its mail is sorted), `own_account` (money
            moved between accounts of the payer's own), and `word_for_name` (`Direct Debit`, `Unknown`).
        is_no_council: whether the file says that its publisher is none.
        areas: of the publishers that the file names, each once.
    """

    account: FileAccount
    reading: Reading
    totals: tuple[ControlTotal, ...]
    set_aside: pl.DataFrame
    payments: pl.DataFrame
    is_no_council: bool = False
    areas: tuple[Area, ...] = ()


# Meanings of columns whose texts are content and no more, and what they are called in payments.
_TEXTS = {
    "department": "department",
    "category": "category",
    "purpose": "purpose",
    "supplier": "supplier",
    "supplier_id": "supplier_id",
    "postcode": "postcode_written",
    "company_number": "company_number",
    "charity_number": "charity_number",
    "transaction": "transaction",
    "body": "body",
}


def blank_columns(contents: Contents) -> dict[str, str]:
    """Meaning to heading of the columns in which no payment has anything."""
    named = contents.reading.heading.named()
    return {
        meaning: named[meaning]
        for meaning, column in _TEXTS.items()
        if meaning in named and contents.payments[column].null_count() == contents.payments.height
    }


def about(payments: pl.DataFrame, key: str, severity: Severity, text: str, change: str) -> Finding:
    """A finding about some payments: with the first of their lines, how many they are, and their pounds."""
    return Finding(
        key,
        severity,
        text,
        change,
        tuple(payments["line"].head(MOST_LINES)),
        payments.height,
        pounds(int(payments["pence"].sum())),
    )


def at_heading(contents: Contents) -> tuple[int, ...]:
    """The line of the heading, as a finding has it; none where the file has no heading."""
    line = contents.account.heading_line
    return (line,) if line else ()


def quoted(text: str) -> str:
    """A text of the file on one line, not too long, in quotation marks."""
    text = " ".join(text.split())
    short = text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"
    return f"'{short}'"


def listed(texts: Sequence[str]) -> str:
    """Some texts of the file, quoted, and how many more there are."""
    more = f" and {len(texts) - MOST_LISTED} more" if len(texts) > MOST_LISTED else ""
    return ", ".join(quoted(text) for text in texts[:MOST_LISTED]) + more
