"""Payments that never left the bank, by a column beside them: cancelled, void, rejected, reversed.

And rows without any amount that say for themselves why they have none: `VOID`, `Balance b/fwd`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import NO_AMOUNT
from spendaudit.clean.credit_marks import marks_under
from spendaudit.clean.fates import with_fate
from spendaudit.clean.total_labels import BALANCE
from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_STATUS = re.compile(
    "(?:payment|paid|pay|invoice|inv|transaction|trans|cheque|chq|bacs|voucher|document|doc|line|item"
    "|record|entry|run|current){0,2}(?:status|state)(?:desc|description|name|text)?"
    "|(?:status|state)of(?:the)?(?:payment|invoice|transaction|cheque|voucher)"
)
"""What a column is called that says of each row what became of it."""
_FLAG = re.compile(
    "(?:is|payment|invoice|cheque|chq)?(?:cancell?ed|void|voided|reversed|rejected|stopped)"
    "(?:yn|yesno|yorn|flag|ind|indicator|marker)?"
)
"""What a column is called that says no more than that."""
_DOCUMENT = "PAYMENTS?|INVOICES?|CHEQUES?|CHQS?|BACS|TRANSACTIONS?|ITEMS?"
_NOT_PAID = (
    rf"^(?:(?:{_DOCUMENT}) )?(?:(?:WAS|IS|HAS BEEN) )?(?:CANCELL?ED|VOID(?:ED)?|REVERSED|REJECTED|STOPPED"
    rf"|RECALLED|RETURNED|BOUNCED|FAILED|DELETED|SPOILT|SPOILED|UNPAID|NOT (?:YET )?PAID|ON HOLD|HELD"
    rf"|AWAITING (?:PAYMENT|APPROVAL))(?: (?:{_DOCUMENT}))?$"
)
_PAID = (
    rf"^(?:(?:{_DOCUMENT}) )?(?:(?:FULLY|WAS|IS|HAS BEEN) )?(?:PAID|CLEARED|RECONCILED|COMPLETED?|ISSUED"
    r"|PRESENTED|PROCESSED|SETTLED|POSTED|RELEASED|SENT|CASHED|NEGOTIABLE|PAID IN FULL)$"
)
_BY_HAND = ("CANCEL", "CANC", "CANC'D", "CANX", "NOT USED", "UNUSED")
"""What else a clerk writes on the stub of a cheque that was never sent."""
_REMARKS = ("notes", "note", "remarks", "remark", "comments", "comment", "memo")
"""What a column is called in which a clerk may write so."""
_YES, _NO = ("Y", "YES", "TRUE", "T", "1"), ("N", "NO", "FALSE", "F", "0")


def without_cancelled(cells: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Set aside, with their pounds, the rows that a column beside them calls cancelled and the like.

    A row stays where a credit takes it back: the same supplier, the same amount with a minus. So do
    all rows where nothing in that column says that others were paid, or where it calls most of them
    cancelled: then it may speak of the order, or of the supplier.

    Args:
        cells: with `line`, `fate`, `pence`, `supplier` and `reason`.
        rows: where they come from.
    """
    used = set(rows.heading.columns.values())
    for place, cell in enumerate(rows.heading.cells):
        is_flag = _FLAG.fullmatch(cleaned(cell)) is not None
        if place in used or not (is_flag or _STATUS.fullmatch(cleaned(cell))):
            continue
        lines = _not_paid(cells, rows, place, is_flag=is_flag)
        if lines.len():
            called = f"the column {' '.join(cell.split())[:40]!r}"
            cells = with_fate(cells, lines, "set aside", f"it was not paid after all, by {called}")
    return cells


def notice_called_cancelled(rows: Rows, payments: pl.DataFrame) -> list[str]:
    """Say which payments a remark calls cancelled, void or unpaid, and nothing else: they count.

    `Replaces cancelled cheque` and `Cancelled event` are said of payments that were made.

    Args:
        rows: as read.
        payments: with `line` and `pence`.
    """
    said = []
    for place, cell in enumerate(rows.heading.cells):
        if cleaned(cell) not in _REMARKS:
            continue
        text = pl.col(f"c{place}").fill_null("").str.strip_chars().str.to_uppercase()
        found = (
            rows.cells.filter(text.str.contains(_NOT_PAID) | text.is_in(_BY_HAND))
            .select("line", text.alias("text"))
            .join(payments.lazy().select("line", "pence"), on="line")
            .collect(engine="streaming")
            .sort("line")
        )
        if found.is_empty() or found.height * 2 > payments.height:
            continue
        one = found.height == 1
        pounds = int(found["pence"].sum()) / 100
        sign = "-" if pounds < 0 else ""
        said.append(
            f"{found.height:,} payment{' is' if one else 's are'} called {found['text'][0].lower()!r} or the like "
            f"under {' '.join(cell.split())[:40]!r}, such as line {found['line'][0]:,}: "
            f"{sign}£{abs(pounds):,.2f} that counts as paid"
        )
    return said


def without_what_has_no_amount(cells: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Make notes of rows that lack an amount because nothing was paid, by a cell of theirs.

    Args:
        cells: with `line`, `fate`, `pence` and `reason`, after totals in other columns were found.
        rows: where they come from.

    Returns:
        The same with `fate` `note` for a cancelled cheque, for a balance of the account, and for
        workings to the right of the headings, with nothing under these.
    """
    lacking = (pl.col("fate") == "set aside") & (pl.col("reason") == NO_AMOUNT)
    asked = cells.filter(lacking).select("line")
    if asked.is_empty():
        return cells
    texts = [pl.col(column).fill_null("").str.strip_chars() for column in rows.everything()]
    beside = pl.any_horizontal(one != "" for one in texts[rows.heading.width :] or [pl.lit("")])
    found = (
        rows.cells.join(asked.lazy(), on="line", how="semi")
        .filter(
            pl.any_horizontal(one.str.contains(BALANCE) | _says(one) for one in texts)
            | (beside & pl.all_horizontal(one == "" for one in texts[: rows.heading.width]))
        )
        .select("line")
        .collect(engine="streaming")["line"]
    )
    return with_fate(cells, found, "note")


def _says(text: pl.Expr) -> pl.Expr:
    """Whether a text is `Cancelled` or the like, and no more."""
    word = text.str.to_uppercase().str.replace_all(r"[\s._-]+", " ").str.strip_chars(" *!()[]-")
    return word.str.contains(_NOT_PAID) | word.is_in(_BY_HAND)


def _not_paid(cells: pl.DataFrame, rows: Rows, place: int, *, is_flag: bool) -> pl.Series:
    """Lines of the rows that a column calls so, and that no credit takes back."""
    nothing = cells["line"].clear()
    # In most files none does: its few different words tell.
    words = _words(rows, place, is_flag=is_flag)
    if not words["taken"].any():
        return nothing
    told = marks_under(rows, place).join(words, on="mark").drop("mark")
    counted = cells.filter(pl.col("fate") == "payment").select("line", "supplier", "pence")
    seen = counted.join(told, on="line", how="left", maintain_order="left").with_columns(
        pl.col("taken", "paid").fill_null(value=False), pl.col("taken").is_null().alias("blank")
    )
    # Blank beside `Cancelled` says that the row was paid, as `Paid` does.
    others = int((seen["paid"] | seen["blank"]).sum())
    if int(seen["taken"].sum()) >= others:
        return nothing
    taken_back = (
        seen.filter(pl.col("pence") < 0)
        .select("supplier", -pl.col("pence"))
        .group_by("supplier", "pence")
        .len("credits")
    )
    return (
        seen.filter(pl.col("taken") & (pl.col("pence") > 0))
        .with_columns(pl.int_range(pl.len()).over("supplier", "pence").alias("nth"))
        .join(taken_back, on=["supplier", "pence"], how="left")
        .filter(pl.col("nth") >= pl.col("credits").fill_null(0))["line"]
        .sort()
    )


def _words(rows: Rows, place: int, *, is_flag: bool) -> pl.DataFrame:
    """Each `mark` of a column once; whether it says that a row was `taken` back, and that it was `paid`."""
    written = pl.col(f"c{place}").fill_null("")
    marks = (
        rows.cells.filter(pl.col("line") > rows.heading.line)
        .select(written.alias("mark"))
        .unique()
        .select(pl.col("mark").str.strip_chars().str.to_uppercase())
        .filter(pl.col("mark") != "")
        .unique()
        .collect(engine="streaming")
    )
    word = pl.col("mark").str.replace_all(r"[\s._-]+", " ").str.strip_chars(" *!")
    taken, paid = (
        (word.is_in(_YES), word.is_in(_NO))
        if is_flag
        else (word.str.contains(_NOT_PAID), word.str.contains(_PAID))
    )
    return marks.select("mark", taken.alias("taken"), paid.alias("paid"))
