"""Columns without a heading that hold amounts or names: not used, and so it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.looks import look_at, rough_pence

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_FEWEST = 3
_HARDLY, _MOSTLY = 0.05, 0.95
"""Shares of the payments. A column that all have says the same of each of them; one that some have may
be another column, moved to the right from some row on."""


def notice_nameless(rows: Rows, paid: pl.Series) -> list[str]:
    """Say which columns without a heading hold amounts, or names beside some of the payments.

    Args:
        rows: of one file; read again only if there are such columns.
        paid: the lines that are payments.
    """
    published = rows.as_published()
    used = set(published.heading.columns.values())
    nameless = [
        f"c{place}"
        for place, cell in enumerate(published.heading.cells)
        if not cell.strip() and place not in used
    ]
    if published.heading.line == 0 or not nameless:
        return []
    payments = published.cells.join(paid.to_frame("line").lazy(), on="line", how="semi")
    filled = payments.select(
        (pl.col(column).fill_null("").str.strip_chars() != "").sum() for column in nameless
    ).collect(engine="streaming")
    held = [column for column in nameless if filled[column][0] >= _FEWEST]
    notices = []
    for column, look in zip(held, look_at(payments, held), strict=True) if held else ():
        place = int(column[1:]) + 1
        share = look.filled / max(paid.len(), 1)
        if look.share(look.pounds) > _MOSTLY / 2:
            pence = payments.select(rough_pence(pl.col(column)).sum()).collect().item()
            if not pence or _is_copy(payments, column, published):
                continue
            what = f"holds amounts on {look.filled:,} rows, £{int(pence) / 100:,.2f} in all"
        elif look.share(look.words) > _MOSTLY / 2 and _HARDLY < share < _MOSTLY:
            what = f"holds words on {look.filled:,} of {paid.len():,} rows"
        else:
            continue
        notices.append(f"column {place} has no heading and {what}: it is not used")
    return notices


def _is_copy(payments: pl.LazyFrame, column: str, rows: Rows) -> bool:
    """Whether a column holds nothing but the amounts of its rows again."""
    amount = pl.col(f"c{rows.heading.columns['amount']}")
    same = rough_pence(pl.col(column)) == rough_pence(amount)
    blank = pl.col(column).fill_null("").str.strip_chars() == ""
    asked = payments.select((same.fill_null(value=False) | blank).all())
    return bool(asked.collect(engine="streaming").item())
