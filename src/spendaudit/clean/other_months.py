"""Files without dates that are the same byte for byte, and by their names of different months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fingerprints import is_dated
from spendaudit.clean.periods import months_named, told_period
from spendaudit.clean.repeats import FEWEST_UNDATED

if TYPE_CHECKING:
    from collections.abc import Sequence


def are_other_months(name: str, other: str, payments: Sequence[pl.DataFrame]) -> bool:
    """Whether a copy of a file is a month of its own: the same rent is paid in April and in May.

    Only where nothing else tells: with a date, with numbers of transactions, or with as many
    different payments as prove a repeat without them, it is the same file under two names.

    Args:
        name: of the copy.
        other: of the file.
        payments: of the tables of that file, as `frames.PAYMENTS`.
    """
    if not _say_other_months(name, other):
        return False
    for table in payments:
        told = table.select((is_dated() | pl.col("transaction").is_not_null()).any()).item()
        if told or table.select("supplier", "pence").n_unique() >= FEWEST_UNDATED:
            return False
    return True


def _say_other_months(name: str, other: str) -> bool:
    told, other_told = told_period(name, ()), told_period(other, ())
    if told is not None and other_told is not None:
        return told.last < other_told.first or other_told.last < told.first
    named, other_named = months_named(name), months_named(other)
    return bool(named and other_named and not named & other_named)
