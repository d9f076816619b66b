"""A column beside the amounts that says which of them are credits, such as `CR/DR` or `Document Type`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_SIDE = "(?:cr|credit|c|dr|debit|d)"
_HEADING = re.compile(
    rf"(?:amount|trans|transaction|payment|invoice)?(?:{_SIDE}(?:or)?{_SIDE}|sign|plusminus|"
    "positivenegative)(?:indicator|ind|flag|marker|mark|code|type|sign)?"
    "|(?:credit|debit)(?:indicator|ind|flag|marker|mark)"
    "|inv(?:oice)?(?:or)?(?:crn|cn|cr|credit|creditnote|creditmemo)(?:indicator|ind|flag|marker|mark|type)?"
)
_KIND = re.compile(
    "(?:doc|document|trans|transaction|tran|voucher|inv|invoice|entry|line|item|record|purchase){0,2}type"
    "(?:desc|description|name)?|tt"
)
"""What a column is called that says of each row what kind of document it is."""
_CREDIT_NOTE = r"^(?:(?:PURCHASE|SUPPLIER|VENDOR|INVOICE|AP) )?CREDIT[ -]?(?:NOTE|MEMO|VOUCHER)S?$|^(?:CRN|CRED NOTE)$"
"""A kind that is a credit whatever the other kinds are; `C` may be capital, and `Credit` a way to pay."""
_OF_A_CARD, _BACK_TO_A_CARD = "^(?:PURCHASE|SALE)S?$", "^(?:CREDITS?|REFUNDS?)$"
"""Beside the purchases of a card a refund came back to it; in a ledger it may be one that was paid."""
# H and S are SAP's Haben and Soll.
_CREDITS = (
    "C",
    "CR",
    "CRED",
    "CREDIT",
    "CREDITS",
    "CREDIT NOTE",
    "CREDIT MEMO",
    "CRN",
    "CN",
    "-",
    "MINUS",
    "NEGATIVE",
    "H",
)
_DEBITS = (
    *(
        "D",
        "DR",
        "DEB",
        "DEBIT",
        "DEBITS",
        "INVOICE",
        "INV",
        "I",
        "STANDARD",
        "+",
        "PLUS",
        "POSITIVE",
        "S",
    ),
)


def with_credit_marks(cells: pl.DataFrame, rows: Rows) -> tuple[pl.DataFrame, list[str]]:
    """Give the amounts that are marked as credits their sign, where it is only in the mark.

    A column that marks most rows as credits speaks of the supplier's account, and is left alone.
    Where some credits have their minus already and others have none, the latter are set aside.

    Args:
        cells: with `line`, `pence` and `reason`.
        rows: where they come from.

    Returns:
        The same with the signs, and notices.
    """
    heading, marks = _marks(rows)
    if marks is None:
        return cells, []
    seen = cells.join(marks, on="line", how="left", maintain_order="left")
    credit = pl.col("is_credit").fill_null(value=False) & (pl.col("line") > rows.heading.line)
    marked = seen.filter(credit & pl.col("pence").is_not_null() & (pl.col("pence") != 0))
    bare = int((marked["pence"] > 0).sum())
    if not bare:
        return cells, []
    called = f"the column {' '.join(heading.split())[:40]!r}"
    if seen.filter(pl.col("is_credit").is_not_null())["is_credit"].mean() > 0.5:  # type: ignore[operator]
        return cells, [f"{called} marks most rows as credits: their amounts count as they stand"]
    unsigned = credit & (pl.col("pence") > 0)
    if bare == marked.height:
        pounds = int(marked["pence"].sum()) / 100
        signed = pl.when(unsigned).then(-pl.col("pence")).otherwise("pence").alias("pence")
        what = "amount is marked as a credit" if bare == 1 else "amounts are marked as credits"
        return seen.with_columns(signed).drop("is_credit"), [
            f"{bare:,} {what} by {called}, £{pounds:,.2f} in all: taken off, not added"
        ]
    reason = "marked as a credit, but without the minus that other credits have"
    return seen.with_columns(
        pl.when(unsigned).then(None).otherwise("pence").alias("pence"),
        pl.when(unsigned).then(pl.lit(reason)).otherwise("reason").alias("reason"),
    ).drop("is_credit"), [
        f"{bare:,} of {marked.height:,} credits by {called} have no minus: set aside"
    ]


def _marks(rows: Rows) -> tuple[str, pl.DataFrame | None]:
    """The heading of the column of marks, and for each line whether it is a credit."""
    used = rows.heading.named()
    free = [
        (place, cell, cleaned(cell))
        for place, cell in enumerate(rows.heading.cells)
        if cell.strip() not in used.values()
    ]
    for place, cell, text in free:
        if not _HEADING.fullmatch(text):
            continue
        marks = _under(rows, place)
        known = marks["mark"].is_in([*_CREDITS, *_DEBITS])
        if marks.height and known.mean() >= 0.95:  # type: ignore[operator]
            credit = pl.col("mark").is_in(_CREDITS)
            return cell, marks.filter(known).select("line", credit.alias("is_credit"))
    for place, cell, text in free:
        if not _KIND.fullmatch(text):
            continue
        marks = _under(rows, place)
        credit = pl.col("mark").str.contains(_CREDIT_NOTE)
        if marks["mark"].str.contains(_OF_A_CARD).any():
            credit |= pl.col("mark").str.contains(_BACK_TO_A_CARD)
        marks = marks.select("line", credit.alias("is_credit"))
        if marks["is_credit"].any():
            return cell, marks
    return "", None


def _under(rows: Rows, place: int) -> pl.DataFrame:
    """Line and mark of each row that has one in a column."""
    mark = pl.col(f"c{place}").fill_null("").str.strip_chars().str.to_uppercase()
    return (
        rows.cells.filter(pl.col("line") > rows.heading.line)
        .select("line", mark.alias("mark"))
        .filter(pl.col("mark") != "")
        .collect(engine="streaming")
    )
