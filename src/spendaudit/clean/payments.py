"""Rows that are payments, in the columns of `frames.PAYMENTS`."""

from __future__ import annotations

import polars as pl

from spendaudit.clean.date_evidence import date_evidence
from spendaudit.clean.dates import MONTH_FIRST, Dates, read_dates
from spendaudit.frames import PAYMENTS

_TEXTS = [name for name, (kind, _) in PAYMENTS.items() if kind == pl.String and name != "file"]
_ODD_SPACES = ["  ", "\n", "\r", "\t", "\v", "\f", "\u00a0", "\u2003", "\u2009", "\u202f", "\u3000"]
"""What no name should hold: `\\s+` becomes one space where any of these is found."""


def payments_of(
    cells: pl.DataFrame, name: str, date_order: str | None = None
) -> tuple[pl.DataFrame, list[str], Dates]:
    """Give each payment its date and tidy texts; null where nothing is written.

    Args:
        cells: of the payments, in the order of the file.
        name: of the file.
        date_order: as `dates.read_dates` takes it.

    Returns:
        The payments, notices about their dates, and how the dates were read.
    """
    dates = read_dates(cells["date"], date_order)
    odd = cells.select(pl.col(_TEXTS).str.contains_any(_ODD_SPACES).any()).row(0, named=True)
    tidy = [
        pl.col(column).str.replace_all(r"\s+", " ") if odd[column] else pl.col(column)
        for column in _TEXTS
    ]
    dated = cells.join(
        dates.table.select("text", "paid_on", "paid_to"),
        left_on="date",
        right_on="text",
        how="left",
        maintain_order="left",
    )
    payments = (
        dated.with_columns(pl.lit(name).alias("file"), *tidy)
        .with_columns(pl.when(pl.col(column) != "").then(column).alias(column) for column in _TEXTS)
        .select(PAYMENTS.keys())
    )
    return payments, _notices(dated, dates), dates


def _notices(dated: pl.DataFrame, dates: Dates) -> list[str]:
    notices = []
    order = "month first" if dates.month_first else "day first"
    if dates.contradicted:
        notices.append(
            "some dates can only be day first and others only month first: "
            f"all were read {order}, and what does not fit has no date; "
            f"{dates.either:,} could be either"
        )
    elif dates.month_first and date_evidence(dates.table).only[MONTH_FIRST]:
        notices.append("the dates are month first: one of them has no other reading")
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
