"""Amounts that stand in two columns: debits less credits, or what was paid from two budgets together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import plain_pence, unusual_pence
from spendaudit.read.headings import SECOND_AMOUNT

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

# No amount: blank, `-`, `0.00`, `£ -`.
_NIL = r"^[£$ \t(]*[-\x{2013}\x{2212}]?[£$ \t]*0*[.,]?0*[-) \t]*$"
_MINUS = r"^[£$ ]*[-(\x{2013}\x{2212}]|-$|(?i:CR)$"
_BOTH = "it has a debit and a credit: nothing tells which of them was paid"
_EITHER = "it has two amounts, and one of them cannot be read"
_MIXED = "its credit has a minus, and other credits have none"


def with_both_sides(cells: pl.DataFrame) -> pl.DataFrame:
    """Put debits and credits into one column of amounts, as they would be written there.

    A credit gets a minus; where every credit has one already, they stand as they are.

    Args:
        cells: with `amount`, which holds the debits, and `credit`.

    Returns:
        The same with all of `amount`, and `sides`: why a row has none, or null.
    """
    amount, credit = pl.col("amount"), pl.col("credit")
    paid, taken = ~amount.str.contains(_NIL), ~credit.str.contains(_NIL)
    minus = credit.str.contains(_MINUS)
    is_figure = credit.str.contains(r"[0-9]") & taken
    signed = is_figure.any() & (minus | ~is_figure).all()
    return cells.with_columns(
        pl.when(paid & taken)
        .then(pl.lit(_BOTH))
        .when(taken & minus & ~signed)
        .then(pl.lit(_MIXED))
        .alias("sides"),
        pl.when(~paid & taken & (minus | ~is_figure))
        .then(credit)
        .when(~paid & taken)
        .then("-" + credit)
        .when((amount == "") & ~taken)
        .then(credit)
        .otherwise(amount)
        .alias("amount"),
    )


def with_both_parts(cells: pl.DataFrame) -> pl.DataFrame:
    """Put the amounts of two columns into one, added up where a row has both.

    Args:
        cells: with `amount` and `second_amount`.

    Returns:
        As `with_both_sides`.
    """
    first, second = pl.col("amount"), pl.col(SECOND_AMOUNT)
    nothing, alone = first.str.contains(_NIL), second.str.contains(_NIL)
    pence = [pl.coalesce(plain_pence(one), unusual_pence(one)) for one in (first, second)]
    added = (pl.sum_horizontal(pence, ignore_nulls=False).cast(pl.Decimal(20, 2)) / 100).cast(
        pl.String
    )
    return cells.with_columns(
        pl.when(~nothing & ~alone & added.is_null()).then(pl.lit(_EITHER)).alias("sides"),
        pl.when(nothing & ~alone)
        .then(second)
        .when(~nothing & ~alone)
        .then(pl.coalesce(added, first))
        .when((first == "") & alone)
        .then(second)
        .otherwise(first)
        .alias("amount"),
    )


def set_aside_both(cells: pl.DataFrame) -> pl.DataFrame:
    """Take the amount from rows of which the two sides do not tell it, with the reason."""
    unclear = pl.col("sides").is_not_null()
    return cells.with_columns(
        pl.when(unclear).then(None).otherwise("pence").alias("pence"),
        pl.coalesce("sides", "reason").alias("reason"),
    )


def notice_parts(cells: pl.DataFrame, rows: Rows) -> list[str]:
    """Say that the amounts are those of two columns together, and what the second adds up to."""
    columns = rows.heading.columns
    if SECOND_AMOUNT not in columns:
        return []
    written = pl.col(SECOND_AMOUNT)
    second = cells.filter((pl.col("fate") == "payment") & ~written.str.contains(_NIL)).select(
        pl.coalesce(plain_pence(written), unusual_pence(written))
    )
    one, other = (rows.heading.called(columns[one]) for one in ("amount", SECOND_AMOUNT))
    pounds = f"£{int(second.to_series().sum()) / 100:,.2f}"
    have = "payment has one" if second.height == 1 else "payments have one"
    what = f"the amounts are those of two columns together, {one!r} and {other!r}"
    return [f"{what}: {second.height:,} {have} under the second, {pounds} in all"]


def notice_sides(cells: pl.DataFrame, rows: Rows) -> list[str]:
    """Say that the amounts are those of two columns, and what the credits add up to."""
    columns = rows.heading.columns
    if "credit" not in columns:
        return []
    taken = cells.filter((pl.col("fate") == "payment") & ~pl.col("credit").str.contains(_NIL))[
        "pence"
    ]
    debit, credit = (rows.heading.called(columns[one]) for one in ("amount", "credit"))
    pounds, rest = divmod(abs(int(taken.sum())), 100)
    what = "payment is a credit" if taken.len() == 1 else "payments are credits"
    notice = (
        f"the amounts are those of two columns, {debit!r} less {credit!r}: "
        f"{taken.len():,} {what}, £{pounds:,}.{rest:02} in all"
    )
    return [notice]
