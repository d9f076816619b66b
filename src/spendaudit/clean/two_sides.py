"""Amounts that stand in two columns, debits and credits: the one less the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

# No amount: blank, `-`, `0.00`, `£ -`.
_NIL = r"^[£$ \t(]*[-\x{2013}\x{2212}]?[£$ \t]*0*[.,]?0*[-) \t]*$"
_MINUS = r"^[£$ ]*[-(\x{2013}\x{2212}]|-$|(?i:CR)$"
_BOTH = "it has a debit and a credit: nothing tells which of them was paid"
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


def set_aside_both(cells: pl.DataFrame) -> pl.DataFrame:
    """Take the amount from rows of which the two sides do not tell it, with the reason."""
    unclear = pl.col("sides").is_not_null()
    return cells.with_columns(
        pl.when(unclear).then(None).otherwise("pence").alias("pence"),
        pl.coalesce("sides", "reason").alias("reason"),
    )


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
