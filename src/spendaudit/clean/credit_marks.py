"""A column beside the amounts that says which of them are credits, such as `CR/DR` or `Document Type`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import plain_pence, unusual_pence
from spendaudit.clean.texts import distinct_texts
from spendaudit.clean.total_labels import LABEL
from spendaudit.read.credits_beside import credits_beside
from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spendaudit.read.records import Rows

_SIDE = "(?:cr|credit|c|dr|debit|d)"
_HEADING = re.compile(
    rf"(?:amount|trans|transaction|payment|invoice)?(?:{_SIDE}(?:or)?{_SIDE}|sign|plusminus|"
    "positivenegative)(?:indicator|ind|flag|marker|mark|code|type|sign)?"
    "|(?:credit|debit)(?:indicator|ind|flag|marker|mark)"
    "|inv(?:oice)?(?:or)?(?:crn|cn|cr|credit|creditnote|creditmemo)(?:indicator|ind|flag|marker|mark|type)?"
)
KIND = re.compile(
    "(?:ap|doc|document|trans|transaction|tran|trn|trx|voucher|inv|invoice|entry|line|item|record"
    "|purchase|payment){0,2}(?:type|kind)(?:desc|description|name)?|tt|doc"
    "|(?:type|kind|category)of(?:document|transaction|voucher|invoice|entry|item|purchase|payment)"
)
"""What a column is called that says of each row what kind of document it is."""
_CREDIT_NOTE = r"^(?:(?:PURCHASE|SUPPLIER|VENDOR|INVOICE|AP) )?CREDIT[ -]?(?:NOTE|MEMO|VOUCHER)S?$|^(?:CRN|CRED NOTE)$"
"""A kind that is a credit whatever the other kinds are; `C` may be capital, and `Credit` a way to pay."""
_SAYS_CREDIT_NOTE = (
    r"(?i-u:^[ -/:-@]*(?:(?:supplier|purchase|vendor|invoice) )?credit[ -]?(?:note|memo)s?\b)"
    r"(?-u:[ -~]{0,40}$)"
)
"""A purpose that says so of a payment."""
_TEXTS = ("purpose", "category")
_FAMILIES = (
    (
        ("INVOICE", "INVOICES", "INV", "IN", "IV", "STANDARD"),
        ("CREDIT", "CREDITS", "CRED", "CR", "CRE", "CRD", "CN", "C/N", "CM"),
    ),
    (("PI", "PIN", "PINV"), ("PC", "PCN", "PCR", "PCRN")),
    (("SI", "SIN", "SINV"), ("SC", "SCN", "SCR", "SCRN")),
    (("KR", "RE"), ("KG",)),
    (("PURCHASE", "PURCHASES", "SALE", "SALES"), ("CREDIT", "CREDITS", "REFUND", "REFUNDS")),
)
"""Kinds that are invoices, and those that are credits beside one of them (KR, RE and KG are SAP's).

Beside the purchases of a card a refund came back to it; in a ledger it may be one that was paid.
"""
_MAY_BE = (
    (("I",), ("C",)),
    (("DEBIT", "DR"), ("CREDIT", "CR")),
    (("PAYMENT",), ("REFUND", "REFUNDS")),
)
"""The same of kinds that may be something else: a company, a card, money given back to a resident."""
_YES_OR_NO = re.compile(
    "(?:is)?(?:a)?(?:crn?|credit)(?:note|memo)?(?:yn|yesno|yorn|flag|ind|indicator|marker)?"
)
_YES, _NO = ("Y", "YES", "TRUE", "T", "1"), ("N", "NO", "FALSE", "F", "0")
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

_MOSTLY = 0.9
"""Share of the other amounts that have a minus, where the ledger writes what it pays with one."""
_BARE = ("CR", "CREDIT", "CREDITS", "CREDIT NOTE", "CN", "CRN", "-", "MINUS", "DR", "DEBIT", "+")
"""Marks that need no heading, right beside the amount."""


def with_credit_marks(  # noqa: PLR0911  # a way to mark credits, a return
    cells: pl.DataFrame, rows: Rows, known: pl.Series | None = None
) -> tuple[pl.DataFrame, list[str]]:
    """Give the amounts that are marked as credits their sign, where it is only in the mark.

    A column that marks most rows as credits speaks of the supplier's account, and is left alone; so
    is one whose marks may mean something else. Where some credits have their minus already and
    others have none, the latter are set aside.

    Args:
        cells: with `line`, `pence` and `reason`.
        rows: where they come from.
        known: as `texts.all_known` gives it.

    Returns:
        The same with the signs, and notices.
    """
    called, marks, sure = _marks(rows)
    if marks is None:
        return cells, _notice_texts(cells, rows, known)
    seen = cells.join(marks, on="line", how="left", maintain_order="left")
    credit = pl.col("is_credit").fill_null(value=False) & (pl.col("line") > rows.heading.line)
    marked = seen.filter(credit & pl.col("pence").is_not_null() & (pl.col("pence") != 0))
    bare = int((marked["pence"] > 0).sum())
    if not bare:
        return cells, []
    others = seen.filter(~credit & (pl.col("pence") != 0))["pence"]
    # Of all amounts: where only credits are marked, every mark is one.
    if marked.height * 2 > (seen["pence"].is_not_null() & (seen["pence"] != 0)).sum():
        if bare == marked.height and others.len() and (others < 0).all():
            return cells, []  # credits to the supplier: what was taken back is marked as a debit
        most = f"{called} marks most rows as credits: their amounts count as they stand"
        return cells, [most] if sure else []
    if bare == marked.height and int((others < 0).sum()) > others.len() * _MOSTLY:
        amounts = "1 amount" if bare == 1 else f"{bare:,} amounts"
        what = f"{called} marks {amounts} without a minus as credits, and most others have one"
        return cells, [f"{what}: all count as they stand"] if sure else []
    unsigned = credit & (pl.col("pence") > 0)
    pounds = int(marked["pence"].filter(marked["pence"] > 0).sum()) / 100
    if not sure:
        return cells, [_may_be_credits(marked["pence"].filter(marked["pence"] > 0), called)]
    if bare == marked.height:
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


def _notice_texts(cells: pl.DataFrame, rows: Rows, known: pl.Series | None) -> list[str]:
    """Say which amounts without a minus a text beside them calls credit notes."""
    if known is not None and not known.str.contains(_SAYS_CREDIT_NOTE).any():  # as in most files
        return []
    for name in _TEXTS:
        if name not in rows.heading.columns:
            continue
        texts = distinct_texts(cells[name])
        called_so = texts.filter(texts.cast(pl.String).str.contains(_SAYS_CREDIT_NOTE))
        if called_so.is_empty():  # as in nearly every file
            continue
        pence = cells.filter((pl.col("pence") > 0) & pl.col(name).is_in(called_so.implode()))[
            "pence"
        ]
        if pence.len():
            return [_may_be_credits(pence, _named(rows.heading.called(rows.heading.columns[name])))]
    return []


def _may_be_credits(pence: pl.Series, called: str) -> str:
    """The sentence that some amounts may be credits, by a column, and are not treated as such."""
    what, have, count = (
        ("amount may be a credit", "has", "it counts as a payment")
        if pence.len() == 1
        else ("amounts may be credits", "have", "they count as payments")
    )
    pounds = f"£{int(pence.sum()) / 100:,.2f} in all"
    return f"{pence.len():,} {what} by {called}, {pounds}, and {have} no minus: {count}"


def _marks(rows: Rows) -> tuple[str, pl.DataFrame | None, bool]:
    """What the column of marks is called, for each line whether it is a credit, and if that is sure."""
    used = rows.heading.named()
    free = [
        (place, cell, cleaned(cell))
        for place, cell in enumerate(rows.heading.cells)
        if cell.strip() not in used.values()
    ]
    mark = pl.col("mark")
    for place, cell, text in free:
        yes_or_no = _YES_OR_NO.fullmatch(text) is not None
        if not (yes_or_no or _HEADING.fullmatch(text)):
            continue
        marks = marks_under(rows, place)
        for taken, paid in ((_YES, _NO), (_CREDITS, _DEBITS))[not yes_or_no :]:
            known = marks["mark"].is_in([*taken, *paid])
            if marks.height and known.mean() >= 0.95:  # type: ignore[operator]
                is_credit = mark.is_in(taken).alias("is_credit")
                return _named(cell), marks.filter(known).select("line", is_credit), True
    nameless = _nameless(rows, [place for place, cell, _ in free if not cell.strip()])
    if nameless is not None:
        return *nameless, True
    doubtful: tuple[str, pl.DataFrame | None, bool] = ("", None, False)
    for place, cell, text in free:
        if not KIND.fullmatch(text):
            continue
        marks = marks_under(rows, place)
        kinds = set(marks["mark"].unique().to_list())
        credit = mark.str.contains(_CREDIT_NOTE) | mark.is_in(_beside(_FAMILIES, kinds))
        known_as = marks.select("line", credit.alias("is_credit"))
        if known_as["is_credit"].any():
            return _named(cell), known_as, True
        maybe = _beside(_MAY_BE, kinds)
        if maybe and doubtful[1] is None:
            doubtful = (
                _named(cell),
                marks.select("line", mark.is_in(maybe).alias("is_credit")),
                False,
            )
    return doubtful if doubtful[1] is not None else _amounts_beside(rows)


def _amounts_beside(rows: Rows) -> tuple[str, pl.DataFrame | None, bool]:
    """A column of credits that has figures on rows which have an amount too: it may be one of them."""
    place = credits_beside(rows.heading)
    if place is None:
        return "", None, False
    written, supplier = (
        pl.col(f"c{one}").fill_null("").str.strip_chars()
        for one in (place, rows.heading.columns["supplier"])
    )
    pence = pl.coalesce(plain_pence(written), unusual_pence(written)).fill_null(0)
    figures = (
        rows.cells.filter((pl.col("line") > rows.heading.line) & ~supplier.str.contains(LABEL))
        .select("line", (pence != 0).alias("is_credit"), written.alias("written"))
        .filter("is_credit")
        .collect(engine="streaming")
    )
    # The number of a credit note has no pence.
    if figures.is_empty() or figures["written"].str.contains("[£,.]").mean() < _MOSTLY:  # type: ignore[operator]
        return "", None, False
    return _named(rows.heading.cells[place]), figures.drop("written"), False


def _nameless(rows: Rows, places: Sequence[int]) -> tuple[str, pl.DataFrame] | None:
    """A column right beside the amount that holds marks and nothing else, and for each whether it is a credit."""
    amount = rows.heading.columns["amount"]
    for place in places:
        if rows.heading.line == 0 or abs(place - amount) != 1:
            continue
        marks = marks_under(rows, place)
        found = set(marks["mark"].unique().to_list())
        # Beside no D a C may be a cheque.
        if found and found <= {*_BARE, *(("C", "D") if "D" in found else ())}:
            is_credit = pl.col("mark").is_in(_CREDITS).alias("is_credit")
            return f"column {place + 1}", marks.select("line", is_credit)
    return None


def _named(heading: str) -> str:
    return f"the column {' '.join(heading.split())[:40]!r}"


def _beside(
    families: Sequence[tuple[Sequence[str], Sequence[str]]], kinds: Collection[str]
) -> list[str]:
    """The kinds that are credits, since an invoice of their family stands in the same column."""
    return [
        credit
        for invoices, taken in families
        if any(invoice in kinds for invoice in invoices)
        for credit in taken
        if credit in kinds
    ]


def marks_under(rows: Rows, place: int) -> pl.DataFrame:
    """Line and mark of each row that has one in a column."""
    mark = pl.col(f"c{place}").fill_null("").str.strip_chars().str.to_uppercase()
    return (
        rows.cells.filter(pl.col("line") > rows.heading.line)
        .select("line", mark.alias("mark"))
        .filter(pl.col("mark") != "")
        .collect(engine="streaming")
    )
