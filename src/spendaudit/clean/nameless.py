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


def notice_nameless(rows: Rows, paid: pl.DataFrame) -> list[str]:
    """Say which columns without a heading hold amounts, or names beside some of the payments.

    Fewer amounts than there are payments, which come to the same, are a summary with its labels to
    their left; with a grand total below them they come to twice as much.

    Args:
        rows: of one file; read again only if there are such columns.
        paid: the rows that are payments: `line` and `pence`.
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
    if rows.later:  # the rows of a later table stand under headings of their own
        _, of_the_first = rows.tables()[0]
        paid = paid.filter(of_the_first)
    payments = published.cells.join(paid.select("line").lazy(), on="line", how="semi")
    filled = payments.select(
        (pl.col(column).fill_null("").str.strip_chars() != "").sum() for column in nameless
    ).collect(engine="streaming")
    held = [column for column in nameless if filled[column][0] >= _FEWEST]
    total = int(paid["pence"].sum())
    notices: dict[int, str] = {}
    for column, look in zip(held, look_at(payments, held), strict=True) if held else ():
        place = int(column[1:]) + 1
        share = look.filled / max(paid.height, 1)
        if look.share(look.pounds) > _MOSTLY / 2:
            pence = payments.select(rough_pence(pl.col(column)).sum()).collect().item()
            if not pence or _is_copy(payments, column, published):
                continue
            if look.filled < paid.height and _in_all(published, column) in (total, 2 * total):
                notices.pop(place - 1, None)
                notices[place] = (
                    f"sums of the payments stand beside them, in column {place}, which has no heading: left out"
                )
                continue
            what = f"holds amounts on {look.filled:,} rows, £{int(pence) / 100:,.2f} in all"
        elif look.share(look.words) > _MOSTLY / 2 and _HARDLY < share < _MOSTLY:
            what = f"holds words on {look.filled:,} of {paid.height:,} rows"
        else:
            continue
        notices[place] = f"column {place} has no heading and {what}: it is not used"
    return [*notices.values()]


def _in_all(rows: Rows, column: str) -> int:
    """Pence of a column on all rows of a file: a summary may end below the payments."""
    below = rows.cells.filter(pl.col("line") > rows.heading.line)
    return int(
        below.select(rough_pence(pl.col(column)).sum()).collect(engine="streaming").item() or 0
    )


def _is_copy(payments: pl.LazyFrame, column: str, rows: Rows) -> bool:
    """Whether a column holds nothing but the amounts of its rows again."""
    amount = pl.col(f"c{rows.heading.columns['amount']}")
    same = rough_pence(pl.col(column)) == rough_pence(amount)
    blank = pl.col(column).fill_null("").str.strip_chars() == ""
    asked = payments.select((same.fill_null(value=False) | blank).all())
    return bool(asked.collect(engine="streaming").item())
