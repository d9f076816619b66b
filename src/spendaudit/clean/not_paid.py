"""Payments that never left the bank, by a column beside them: cancelled, void, reversed, held.

And rows without any amount that say for themselves why they have none: `VOID`, `Balance b/fwd`.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

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
    "(?:is|payment|invoice|cheque|chq)?(?:cancell?ed|void|voided|reversed|rejected|stopped|unpaid|notpaid"
    "|(?:on)?hold|held)(?:yn|yesno|yorn|flag|ind|indicator|marker)?"
)
"""What a column is called that says no more than that."""
_PAID_FLAG = re.compile(
    "(?:is|was|has|payment|invoice|cheque|chq)?(?:been)?paid"
    "(?:yn|yesno|yorn|flag|ind|indicator|marker)?"
)
"""What a column is called that says of each row whether it was paid; its amounts and dates are used ones."""
_DOCUMENT = "PAYMENTS?|INVOICES?|CHEQUES?|CHQS?|BACS|TRANSACTIONS?|ITEMS?"
_NOT_PAID = (
    rf"^(?:(?:{_DOCUMENT}) )?(?:(?:WAS|IS|HAS BEEN) )?(?:CANCELL?ED|VOID(?:ED)?|REVERSED|REJECTED|STOPPED"
    rf"|RECALLED|RETURNED|BOUNCED|FAILED|DELETED|SPOILT|SPOILED|UNPAID|NOT (?:YET )?PAID|ON HOLD|HELD"
    rf"|AWAITING (?:PAYMENT|APPROVAL))(?: (?:{_DOCUMENT}))?"
    r"(?: (?:ON |DATED )?[0-9]{1,2}(?:ST|ND|RD|TH)?[ /](?:[0-9]{1,2}"
    r"|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*)(?:[ /](?:[0-9]{2}){1,2})?)?$"
)
"""And perhaps when: `cheque cancelled 12/05/2023`."""
_PAID = (
    rf"^(?:(?:{_DOCUMENT}) )?(?:(?:FULLY|WAS|IS|HAS BEEN) )?(?:PAID|CLEARED|RECONCILED|COMPLETED?|ISSUED"
    r"|PRESENTED|PROCESSED|SETTLED|POSTED|RELEASED|SENT|CASHED|NEGOTIABLE|PAID IN FULL)$"
)
_BY_HAND = ("CANCEL", "CANC", "CANC'D", "CANX", "NOT USED", "UNUSED")
"""What else a clerk writes on the stub of a cheque that was never sent."""
_REMARKS = ("notes", "note", "remarks", "remark", "comments", "comment", "memo")
"""What a column is called in which a clerk may write so."""
_NOTHING = ("", "NONE", "NIL", "N/A", "NA", "NO HOLD", "NOT HELD", "NOT ON HOLD", "NOT CANCELLED")
"""What a clerk writes under `On Hold` or `Cancelled` where it is not so; a dash is gone by then."""
_YES, _NO = ("Y", "YES", "TRUE", "T", "1"), ("N", "NO", "FALSE", "F", "0")


class _Called(NamedTuple):
    """Rows that a column calls not paid, and that no credit takes back.

    Attributes:
        lines: theirs.
        pence: what they come to.
        word: what the column says of the first of them.
        beside_paid: whether it calls more others paid, or leaves them blank as that.
    """

    lines: pl.Series
    pence: int
    word: str
    beside_paid: bool


def without_cancelled(cells: pl.DataFrame, rows: Rows) -> tuple[pl.DataFrame, list[str]]:
    """Set aside, with their pounds, the rows that a column beside them calls cancelled and the like.

    A row stays where a credit takes it back: the same supplier, the same amount with a minus. So do
    all rows where nothing in that column says that others were paid, or where it calls most of them
    cancelled: then it may speak of the order, or of the supplier, and a notice tells what counts.

    Args:
        cells: with `line`, `fate`, `pence`, `supplier` and `reason`.
        rows: where they come from.

    Returns:
        The same with the `fate` and the `reason` of those rows, and the notices.
    """
    used = set(rows.heading.columns.values())
    notices = []
    for place, cell in enumerate(rows.heading.cells):
        asks = _asks(cleaned(cell))
        if place in used or asks is None:
            continue
        found = _not_paid(cells, rows, place, asks)
        if found is None or found.lines.is_empty():
            continue
        if found.beside_paid:
            called = f"the column {' '.join(cell.split())[:40]!r}"
            why = f"it was not paid after all, by {called}"
            cells = with_fate(cells, found.lines, "set aside", why)
        else:
            notices.append(_counts_as_paid(cell, found.word, found.lines, found.pence))
    return cells, notices


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
        text = pl.col(f"c{place}").fill_null("").str.strip_chars()
        found = (
            rows.cells.filter(_says(text))
            .select("line", text.alias("text"))
            .join(payments.lazy().select("line", "pence"), on="line")
            .collect(engine="streaming")
            .sort("line")
        )
        if found.is_empty() or found.height * 2 > payments.height:
            continue
        said.append(
            _counts_as_paid(cell, found["text"][0], found["line"], int(found["pence"].sum()))
        )
    return said


def _counts_as_paid(heading: str, word: str, lines: pl.Series, pence: int) -> str:
    """The sentence that payments are called so under a heading, and count."""
    called = "payment is" if lines.len() == 1 else "payments are"
    sign = "-" if pence < 0 else ""
    return (
        f"{lines.len():,} {called} called {word[:40].lower()!r} or the like under "
        f"{' '.join(heading.split())[:40]!r}, such as line {lines[0]:,}: "
        f"{sign}£{abs(pence) / 100:,.2f} that counts as paid"
    )


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


class _Asks(Enum):
    """What a column says of each row: what became of it, whether it was taken back, whether it was paid."""

    STATUS = auto()
    TAKEN = auto()
    PAID = auto()


def _asks(heading: str) -> _Asks | None:
    """What a column says, by its cleaned heading; None where it is about something else."""
    called = ((_FLAG, _Asks.TAKEN), (_PAID_FLAG, _Asks.PAID), (_STATUS, _Asks.STATUS))
    return next((asks for words, asks in called if words.fullmatch(heading)), None)


def _not_paid(cells: pl.DataFrame, rows: Rows, place: int, asks: _Asks) -> _Called | None:
    """The rows that a column calls so, and that no credit takes back; None where it calls none so."""
    # In most files none does: its few different words tell.
    words = _words(rows, place, asks)
    if not words["taken"].any():
        return None
    told = marks_under(rows, place).join(words, on="mark")
    counted = cells.filter(pl.col("fate") == "payment").select("line", "supplier", "pence")
    seen = counted.join(told, on="line", how="left", maintain_order="left").with_columns(
        pl.col("taken", "paid").fill_null(value=False), pl.col("taken").is_null().alias("blank")
    )
    # Blank beside `Cancelled` says that the row was paid, as `Paid` does; beside `Paid: N` nothing.
    others = seen["paid"] if asks is _Asks.PAID else seen["paid"] | seen["blank"]
    taken_back = (
        seen.filter(pl.col("pence") < 0)
        .select("supplier", -pl.col("pence"))
        .group_by("supplier", "pence")
        .len("credits")
    )
    found = (
        seen.filter(pl.col("taken") & (pl.col("pence") > 0))
        .with_columns(pl.int_range(pl.len()).over("supplier", "pence").alias("nth"))
        .join(taken_back, on=["supplier", "pence"], how="left")
        .filter(pl.col("nth") >= pl.col("credits").fill_null(0))
        .sort("line")
    )
    if found.is_empty():
        return None
    beside_paid = int(seen["taken"].sum()) < int(others.sum())
    return _Called(found["line"], int(found["pence"].sum()), found["mark"][0], beside_paid)


def _words(rows: Rows, place: int, asks: _Asks) -> pl.DataFrame:
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
    mark = pl.col("mark")
    word = mark.str.replace_all(r"[\s._-]+", " ").str.strip_chars(" *!")
    # A 1 or 0 says so only where nothing else is a number.
    others = marks.filter(mark.str.contains("[0-9]") & ~mark.is_in(["0", "1"]))
    yes, no = ((_YES, _NO), (_YES[:-1], _NO[:-1]))[others.height > 0]
    called_taken, called_paid = word.str.contains(_NOT_PAID), word.str.contains(_PAID)
    match asks:
        case _Asks.STATUS:
            taken, paid = called_taken, called_paid
        case _Asks.TAKEN:
            taken = word.is_in(yes) | called_taken
            paid = word.is_in([*no, *_NOTHING]) | called_paid
        case _Asks.PAID:
            taken, paid = word.is_in(no) | called_taken, word.is_in(yes) | called_paid
    return marks.select("mark", taken.alias("taken"), paid.alias("paid"))
