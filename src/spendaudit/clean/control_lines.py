"""Lines that control a list and are no payment: balances of an account, sums of VAT or credits, what stands below the total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import with_fate
from spendaudit.clean.texts import distinct_texts
from spendaudit.clean.total_labels import BALANCE, CARRIED, LABEL, OF_A_KIND, OF_STATISTICS, OF_VAT
from spendaudit.clean.totals import ControlTotal

if TYPE_CHECKING:
    from collections.abc import Sequence

_IS_BALANCE = "a balance of the account is no payment"
_IS_OF_VAT = (
    "it stands below the payments as the VAT of them all, or as their sum with or without it"
)
_IS_OF_A_KIND = "it stands below the payments, and says what one kind of them came to"
_IS_STATISTIC = "it stands below the payments, and counts or averages them"
_BELOW_THE_TOTAL = "it stands below the total, without the date or number that payments have"
_TAKES_ALL_BACK = "it takes back, in one amount, all payments above it"
_FOOTER = f"{OF_VAT}|{OF_A_KIND}|{OF_STATISTICS}"
_TEXTS = ("supplier", "category", "purpose", "department", "transaction")
"""Cells that may say what a line is, where it has no supplier."""
_FEWEST = 3
_USUALLY = 0.95
"""The share of payments with a date or number, from which a line without either is unlike them."""
_ENOUGH = 5
"""Payments that a last amount must take back to the penny; one alone is often taken back whole."""


def without_balances(
    cells: pl.DataFrame, suppliers: pl.Series
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...]]:
    """Set aside the balances of a cashbook, dated or not, and the sums of VAT below the payments.

    Args:
        cells: with `line`, `fate`, `pence`, `reason` and the texts, before totals are looked for.
        suppliers: each of them once.

    Returns:
        The same. A line that adds up, such as a page's total carried forward, is left to be found
        as a total; the sum of the payments below them, called `Net` or `Gross`, is one here.
    """
    if _called(cells, f"{BALANCE}|{_FOOTER}", suppliers).is_empty():  # as in nearly every file
        return cells, ()
    cells = _set_aside(cells, _balances(cells), _IS_BALANCE)
    footer = _footer(cells)
    cells, footer = _without_statistics(cells, footer)
    others = _others(cells, footer)
    paid = int(others.sum())
    says = pl.any_horizontal(pl.col(_TEXTS).cast(pl.String).str.contains(OF_A_KIND))
    of_a_kind = footer.select(says.alias("says"))["says"]
    parts = {int(others.filter(part).sum()) for part in (others > 0, others < 0)}
    said = [paid, *parts, *(-part for part in parts if part < 0)]
    is_sum = (pl.col("pence") == paid) | (of_a_kind & pl.col("pence").is_in(said))
    sums = footer.filter(is_sum)
    cells = with_fate(cells, sums["line"], "total")
    for why, which in ((_IS_OF_A_KIND, of_a_kind), (_IS_OF_VAT, ~of_a_kind)):
        cells = _set_aside(cells, footer.filter(which & ~is_sum)["line"].to_list(), why)
    return cells, tuple(
        ControlTotal(line, Decimal(pence) / 100, Decimal(pence) / 100)
        for line, pence in sums.select("line", "pence").iter_rows()
    )


def without_what_is_below(
    cells: pl.DataFrame, totals: Sequence[ControlTotal], headings: Sequence[int]
) -> pl.DataFrame:
    """Set aside the lines below the total that have no date or number, where payments have one.

    One of nothing is a note. Also a last line that takes back, to the penny, all payments above it: the other side of the
    entry, on the account of the bank.

    Args:
        cells: after the totals were found.
        totals: these.
        headings: lines of headings; a table that begins below the total is not below it.
    """
    below = _below(cells, totals, headings)
    # `Difference 0.00`: a sheet that checks its own total.
    nothing = (
        cells.filter(pl.col("line").is_in(below) & (pl.col("pence") == 0))["line"]
        if below
        else None
    )
    if nothing is not None:
        cells = with_fate(cells, nothing, "note")
        below = [line for line in below if line not in nothing.to_list()]
    cells = _set_aside(cells, below, _BELOW_THE_TOTAL)
    return _set_aside(cells, _other_side(cells), _TAKES_ALL_BACK)


def _set_aside(cells: pl.DataFrame, lines: Sequence[int], why: str) -> pl.DataFrame:
    return with_fate(cells, pl.Series(lines, dtype=pl.UInt32), "set aside", why)


def _on(rows: pl.DataFrame) -> pl.Expr:
    return pl.col("line").is_in(rows["line"].implode())


def _called(cells: pl.DataFrame, label: str, suppliers: pl.Series | None = None) -> pl.DataFrame:
    """Payments whose supplier is one of some labels, or that have none and a text which is.

    Asked of each distinct supplier once: of a million rows nearly every file has none.
    """
    is_paid = pl.col("fate") == "payment"
    suppliers = distinct_texts(cells["supplier"]) if suppliers is None else suppliers
    known = suppliers.filter(suppliers.cast(pl.String).str.contains(label))
    says = pl.any_horizontal(pl.col(_TEXTS).cast(pl.String).str.contains(label))
    found = (
        [cells.filter(is_paid & pl.col("supplier").is_in(known.implode()))] if known.len() else []
    )
    if "" in suppliers:
        found.append(cells.filter(is_paid & (pl.col("supplier") == "")).filter(says))
    return pl.concat(found).sort("line") if found else cells.clear()


def _balances(cells: pl.DataFrame) -> list[int]:
    """Lines of balances that are no sum of the payments above, back to the top or to another one."""
    named = _called(cells, BALANCE).select("line", "pence", *_TEXTS, "date")
    if named.is_empty():
        return []
    ordinary = cells.filter(
        (pl.col("fate") == "payment") & ~_on(named) & (pl.col("supplier") != "")
    )
    totals = _called(ordinary, LABEL)
    ordinary = ordinary.filter(~_on(totals)).select(
        "line", pl.col("pence").cum_sum().alias("above")
    )
    spoken = pl.concat_str(pl.col(column).cast(pl.String) for column in _TEXTS)
    seen = named.with_columns(
        (spoken.str.contains(CARRIED) & (pl.col("date") == "")).alias("carried")
    ).join_asof(ordinary, on="line", strategy="backward")
    found: list[int] = []
    starts = {0}
    for line, pence, carried, above in seen.select("line", "pence", "carried", "above").iter_rows():
        reached = above or 0
        adds_up = reached and (reached - pence) in starts
        starts.add(reached)
        # A page's total that differs from ours is told as such; a balance is never a sum of ours.
        if not adds_up and not (carried and reached):
            found.append(line)
    return found


def _footer(cells: pl.DataFrame) -> pl.DataFrame:
    """Lines called `Net`, `VAT`, `Credits` and nothing else, below the last payment with a date or number."""
    named = _called(cells, _FOOTER)
    if named.is_empty():
        return named
    alone = pl.sum_horizontal(
        (pl.col(column) != "").cast(pl.UInt32) for column in (*_TEXTS, "date", "supplier_id")
    )
    named = named.filter((alone == 1) & (pl.col("transaction") == ""))
    others = cells.filter((pl.col("fate") == "payment") & ~_on(named))
    usual = others.filter(_numbered())
    last = usual["line"].max()
    if last is None or usual.height < max(_FEWEST, _USUALLY * _of_suppliers(others).height):
        return named.clear()
    return named.filter(pl.col("line") > last)


def _without_statistics(
    cells: pl.DataFrame, footer: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take out lines such as `Count` and `Average`: notes where they are right, else set aside.

    Returns:
        The cells, and what is left of the lines below the payments.
    """
    says = pl.any_horizontal(pl.col(_TEXTS).cast(pl.String).str.contains(OF_STATISTICS))
    statistics = footer.filter(says)
    if statistics.is_empty():
        return cells, footer
    others = _others(cells, footer)
    known = pl.Series([others.len() * 100, others.min(), others.max()], dtype=pl.Int64)
    near = [value for value in (others.mean(), others.median()) if isinstance(value, float)]
    is_right = pl.col("pence").is_in(known.implode()) | pl.any_horizontal(
        (pl.col("pence") - value).abs() < 1 for value in near
    )
    right = statistics.filter(is_right)["line"]
    cells = with_fate(cells, right, "note")
    wrong = statistics.filter(~is_right)["line"].to_list()
    return _set_aside(cells, wrong, _IS_STATISTIC), footer.filter(~says)


def _others(cells: pl.DataFrame, but: pl.DataFrame) -> pl.Series:
    """Pence of the payments but some, and but those that are called a total."""
    if but.is_empty():
        return cells["pence"].clear()
    paid = cells.filter((pl.col("fate") == "payment") & ~_on(but))
    return _of_suppliers(paid)["pence"]


def _of_suppliers(payments: pl.DataFrame) -> pl.DataFrame:
    """Those that name one, and not a total in its place."""
    named = payments.filter(pl.col("supplier") != "")
    return named.filter(~_on(_called(named, LABEL)))


def _numbered() -> pl.Expr:
    return (pl.col("date") != "") | (pl.col("transaction") != "")


def _below(
    cells: pl.DataFrame, totals: Sequence[ControlTotal], headings: Sequence[int]
) -> list[int]:
    last = max((total.line for total in totals if not total.below), default=0)
    if not last or any(line > last for line in headings):
        return []
    payments = cells.filter(pl.col("fate") == "payment")
    above, below = (
        payments.filter(where) for where in (pl.col("line") < last, pl.col("line") > last)
    )
    usual = above.filter(_numbered())
    if below.is_empty() or usual.height < max(_FEWEST, _USUALLY * above.height):
        return []
    # Where payments with a date follow, the total was one of a part, and one without may be a payment.
    return [] if below.select(_numbered().any()).item() else below["line"].to_list()


def _other_side(cells: pl.DataFrame) -> list[int]:
    """The last payment's line, where it has no number and is minus the sum of all others."""
    pence, is_paid = cells["pence"], cells["fate"] == "payment"
    if int(pence.filter(is_paid).sum()) != 0:
        return []
    paid = cells.filter(is_paid).select("line", "pence", "transaction", "department", "purpose")
    if paid.height <= _ENOUGH:
        return []
    line, taken, *texts = paid.row(-1)
    alone = not any(texts) and (paid["pence"].head(paid.height - 1) > 0).all()
    return [line] if taken < 0 and alone else []
