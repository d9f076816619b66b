"""Rows that are payments, in the columns of `frames.PAYMENTS`."""

from __future__ import annotations

import polars as pl

from spendaudit.clean.dates import read_dates
from spendaudit.clean.periods import Clues, notice_outside
from spendaudit.frames import PAYMENTS

_TEXTS = [name for name, (kind, _) in PAYMENTS.items() if kind == pl.String and name != "file"]
_ODD_SPACES = ["  ", "\n", "\r", "\t", "\v", "\f", "\u00a0", "\u2003", "\u2009", "\u202f", "\u3000"]
"""What no name should hold: `\\s+` becomes one space where any of these is found."""


def payments_of(
    cells: pl.DataFrame, name: str, clues: Clues | None = None
) -> tuple[pl.DataFrame, list[str]]:
    """Give each payment its date and tidy texts; null where nothing is written.

    Args:
        cells: of the payments, in the order of the file.
        name: of the file.
        clues: what else tells the time that the file is about.

    Returns:
        The payments, and notices about their dates.
    """
    clues = clues or Clues()
    dates = read_dates(cells["date"], clues)
    odd = cells.select(pl.col(_TEXTS).str.contains_any(_ODD_SPACES).any()).row(0, named=True)
    tidy = [
        pl.col(column).str.replace_all(r"\s+", " ") if odd[column] else pl.col(column)
        for column in _TEXTS
    ]
    dated = cells.join(
        dates.table, left_on="date", right_on="text", how="left", maintain_order="left"
    )
    payments = (
        dated.with_columns(pl.lit(name).alias("file"), *tidy)
        .with_columns(pl.when(pl.col(column) != "").then(column).alias(column) for column in _TEXTS)
        .select(PAYMENTS.keys())
    )
    return payments, [
        *dates.notices,
        *_notice_unreadable(dated),
        *notice_outside(dated, clues.told),
    ]


def _notice_unreadable(dated: pl.DataFrame) -> list[str]:
    notices = []
    unreadable = dated.filter(pl.col("paid_on").is_null() & (pl.col("date") != ""))["date"]
    if unreadable.len():
        has, they = (
            ("payment has", "it counts")
            if unreadable.len() == 1
            else ("payments have", "they count")
        )
        notices.append(
            f"{unreadable.len():,} {has} a date that cannot be read, such as "
            f"{unreadable[0][:40]!r}: {they}, but in no month"
        )
    return notices


def bodies_of(cells: pl.DataFrame) -> tuple[str, ...]:
    """Who published, as the rows say it, most frequent first, addresses after names."""
    found: list[str] = []
    for column in ("body", "body_uri"):
        counted = (
            cells.filter(pl.col(column) != "")
            .group_by(column)
            .len()
            .sort("len", column, descending=[True, False])
        )
        found += counted[column].head(20).to_list()
    return tuple(found)
