"""Money received, in a list that also holds payments: under a heading or band of its own, or by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.credit_marks import KIND, marks_under
from spendaudit.clean.fates import with_fate
from spendaudit.read.heading_rows import is_worded
from spendaudit.read.headings import cleaned, understand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spendaudit.read.records import Rows

_FROM = (
    *("receivedfrom", "receivedof", "receiptfrom", "receiptsfrom", "payer", "payor", "paidinby"),
    *("customer", "customername", "debtor", "incomereceived", "incomefrom", "incomesource"),
    *("sourceofincome", "receipt", "receipts", "income"),
)
"""What stands over the names of those who paid a council."""
_FROM_ALONE, _TO = "from", "to"
"""Beside `To` it is the first day of a time."""
_ENDS = r"[\s:.-]*$"
_BAND_OF_RECEIPTS = (
    rf"(?i)^(?:receipts?|income|incomings?|money (?:in|received)|paid in|receipts and income"
    rf"|income (?:received|and receipts)|receipts received){_ENDS}"
)
_BAND_OF_PAYMENTS = (
    rf"(?i)^(?:payments?(?: made)?|expenditure|spend(?:ing)?|outgoings?|money (?:out|paid|spent)"
    rf"|paid out|expenses){_ENDS}"
)
_MAY_BE = r"(?i)recei|\bfrom\b|income|incoming|payer|payor|paid in|money in|customer|debtor|payment|expen|spen|outgoing|money out|money paid|paid out"
_LOOKED_AT = 2_000
"""Rows that may be such a heading or band; a file of more has none, but a text that says so on each row."""
_RECEIVED = ("RECEIPT", "RECEIPTS", "RECEIVED", "INCOME", "MONEY IN", "PAID IN")
_PAID = ("PAYMENT", "PAYMENTS", "PAID", "EXPENDITURE", "MONEY OUT", "PAID OUT")


def without_receipts(cells: pl.DataFrame, looked_at: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Set aside, with its pounds, what was received and not paid.

    Args:
        cells: with `line`, `fate`, `pence` and `reason`.
        looked_at: `line` and whole `text` of the rows that are no payments.
        rows: where they come from.

    Returns:
        The same; the last row of a part is its total, where it equals the others.
    """
    line = pl.col("line")
    marks = _marks(looked_at, rows)
    for begins, ends in _parts(cells, marks, rows):
        within = (line > begins) if ends is None else (line > begins) & (line < ends)
        known = pl.col("fate").is_in(["payment", "title"]) & pl.col("pence").is_not_null()
        why = f"it stands among what was received (line {begins:,}), not paid"
        cells = _set_aside(cells, cells.filter(within & known)["line"], why)
    # The words of a heading stand where amounts should, and were set aside for it.
    unread = cells.filter(line.is_in([one for one, _ in marks]) & (pl.col("fate") == "set aside"))
    cells = with_fate(cells, unread["line"], "heading")
    for which in (_under_their_heading, _of_their_kind):
        lines, heading = which(cells, rows)
        called = f"the column {' '.join(heading.split())[:40]!r}"
        cells = _set_aside(cells, lines, f"it was received, not paid, by {called}")
    return cells


def _set_aside(cells: pl.DataFrame, lines: pl.Series, why: str) -> pl.DataFrame:
    """Set some rows aside; the last of them is their total, where it equals the others."""
    own = cells.filter(pl.col("line").is_in(lines.implode())).select("line", "pence")
    if own.height > 2 and int(own["pence"].sum()) == 2 * own["pence"][-1]:
        cells = with_fate(cells, own["line"].tail(1), "total")
        own = own.head(own.height - 1)
    return with_fate(cells, own["line"], "set aside", why)


def _under_their_heading(cells: pl.DataFrame, rows: Rows) -> tuple[pl.Series, str]:
    """Lines of what stands in a column of receipts beside that of the payments; its heading."""
    if "received" not in cells.columns:
        return cells["line"].clear(), ""
    own = cells.filter((pl.col("fate") == "payment") & pl.col("received"))["line"]
    return own, rows.heading.cells[rows.heading.columns["credit"]]


def _parts(
    cells: pl.DataFrame, marks: Sequence[tuple[int, bool]], rows: Rows
) -> Iterator[tuple[int, int | None]]:
    """Where a part of money received begins, and the line that ends it."""
    if not any(is_received for _, is_received in marks):
        return
    headings = [*rows.heading.lines, *(line for table in rows.later for line in table.lines)]
    headings += cells.filter(pl.col("fate") == "heading")["line"].to_list()
    told = {line for line, _ in marks}
    others = [(line, False) for line in set(headings) - told]
    amounts = cells.filter(pl.col("pence").is_not_null())["line"]
    bands = {line for line in told if line not in headings}
    begun: int | None = None
    for line, is_received in sorted([*marks, *others]):
        # The heading right below a band is that of its rows.
        between = begun is None or amounts.is_between(begun, line).any()
        if begun is not None and not between and (is_received or line not in bands):
            continue
        if begun is not None:
            yield begun, line
        begun = line if is_received else None
    if begun is not None:
        yield begun, None


def _marks(looked_at: pl.DataFrame, rows: Rows) -> list[tuple[int, bool]]:
    """Lines of bands and of headings of money received; and whether they speak of that, or of payments."""
    text = pl.col("text").str.strip_chars(rows.delimiter + " ").str.strip_chars('"')
    may_be = looked_at.filter(pl.col("text").str.contains(_MAY_BE)).with_columns(text)
    if may_be.is_empty() or may_be.height > _LOOKED_AT:
        return []
    bands = may_be.filter(
        text.str.contains(_BAND_OF_RECEIPTS) | text.str.contains(_BAND_OF_PAYMENTS)
    ).select("line", text.str.contains(_BAND_OF_RECEIPTS))
    published = rows.as_published()
    others = (
        published.cells.join(may_be.select("line").lazy(), on="line", how="semi")
        .collect(engine="streaming")
        .iter_rows()
    )
    headings = [line for line, *texts in others if _is_of_receipts([one or "" for one in texts])]
    return [*bands.iter_rows(), *((line, True) for line in headings)]


def _is_of_receipts(cells: Sequence[str]) -> bool:
    """Whether a row is the heading of a list of money received, and not of payments."""
    called = {cleaned(cell) for cell in cells}
    whose = called.intersection(_FROM) or (_FROM_ALONE in called and _TO not in called)
    if not whose or not is_worded(cells):
        return False
    columns = understand(cells, {})
    return "amount" in columns and "date" in columns and "supplier" not in columns


def _of_their_kind(cells: pl.DataFrame, rows: Rows) -> tuple[pl.Series, str]:
    """Lines of amounts that a column of kinds says were received, beside others that were paid; its heading."""
    needed = {rows.heading.columns[one] for one in ("supplier", "amount")}
    for place, cell in enumerate(rows.heading.cells):
        if place in needed or not KIND.fullmatch(cleaned(cell)):
            continue
        marks = marks_under(rows, place)
        kinds = set(marks["mark"].unique().to_list())
        if not (kinds.intersection(_RECEIVED) and kinds.intersection(_PAID)):
            continue
        received = marks.filter(pl.col("mark").is_in(_RECEIVED))
        # With a minus it is taken off already.
        is_added = (pl.col("fate") == "payment") & (pl.col("pence") > 0)
        return cells.filter(is_added).join(received, on="line", how="semi")["line"], cell
    return cells["line"].clear(), ""
