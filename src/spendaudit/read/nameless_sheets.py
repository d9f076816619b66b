"""Sheets of one workbook that hold the payments of another one without the names of some suppliers."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.alike_sheets import PaymentSheet

FEWEST_ROWS = 5
"""Different rows from which a sheet can be said to stand in another one again."""
_ID = "supplier_id"


def without_names(found: Sequence[PaymentSheet]) -> list[PaymentSheet]:
    """The sheets each row of which is, but for a blank supplier, a row of another one.

    A ledger's raw export stands so beside what was made of it to be published. The rows are held
    against each other in every column that both have.

    Args:
        found: with dates, and none of them a repeat of another one.
    """
    nameless: list[PaymentSheet] = []
    for one, other in permutations(found, 2):
        if one not in nameless and other not in nameless and _stands_in(one, other):
            nameless.append(one)
    return nameless


def alike_but_for_names(one: PaymentSheet, other: PaymentSheet) -> int:
    """How many different payments stand on both sheets, whether both name their suppliers or not.

    Nought where either has no dates: amounts alone recur.
    """
    if one.names > other.names:
        one, other = other, one
    if not _may_be_alike(one, other):
        return 0
    keys = ["date", "amount"]
    if all("transaction" in sheet.heading.columns for sheet in (one, other)):
        keys.append("transaction")
    mine, theirs = (
        sheet.payments.filter("is_dated").select("supplier", *keys).unique()
        for sheet in (one, other)
    )
    is_blank = pl.col("supplier") == ""
    named = mine.filter(~is_blank).join(theirs, on=["supplier", *keys], how="semi")
    blank = mine.filter(is_blank).join(theirs, on=keys, how="semi")
    return named.height + blank.height


def _may_be_alike(one: PaymentSheet, other: PaymentSheet) -> bool:
    dated = all("date" in sheet.heading.columns for sheet in (one, other))
    return dated and one.names < one.payments.height


def _stands_in(one: PaymentSheet, other: PaymentSheet) -> bool:
    """Whether each row of one is a row of the other, and there with its supplier."""
    if not _may_be_alike(one, other) or one.payments.height > other.payments.height:
        return False
    both = [name for name in one.beside.columns[1:] if name in other.beside.columns]
    keys = ["date", "amount", *(f"beside {name}" for name in both if name != _ID)]
    if all("transaction" in sheet.heading.columns for sheet in (one, other)):
        keys.append("transaction")
    numbered = [f"beside {_ID}"] if _ID in both else []
    mine, theirs = (
        pl.concat(
            [sheet.payments, sheet.beside.select(pl.col(both).name.prefix("beside "))],
            how="horizontal",
        )
        for sheet in (one, other)
    )
    if mine.select(keys).n_unique() < FEWEST_ROWS:
        return False
    # Who has as many rows of each kind, of all rows and of those that say more, has each of them.
    kinds = [(mine, keys)]
    kinds += [(mine.filter(pl.col(number) != ""), [*keys, number]) for number in numbered]
    kinds.append((mine.filter(pl.col("supplier") != ""), [*keys, *numbered, "supplier"]))
    return all(_has_each(theirs, rows, on) for rows, on in kinds)


def _has_each(there: pl.DataFrame, rows: pl.DataFrame, on: Sequence[str]) -> bool:
    """Whether rows stand there too, as often, by some of their columns."""
    counts = (frame.group_by(on).len() for frame in (rows, there))
    asked, found = counts
    beside = asked.join(found, on=list(on), how="left", nulls_equal=True, suffix="_there")
    return bool((beside["len"] <= beside["len_there"].fill_null(0)).all())
