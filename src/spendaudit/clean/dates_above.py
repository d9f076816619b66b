"""Dates that are written once, on the first payment of each day: the cells below it are blank."""

from __future__ import annotations

import polars as pl

from spendaudit.clean.dates import read_dates

_FEWEST = 4
"""Days; fewer may come in order by chance."""
_MOST = 2
"""One of so many payments, at least, has no date of its own."""


def with_dates_above(
    cells: pl.DataFrame, date_order: str | None = None
) -> tuple[pl.DataFrame, list[str]]:
    """Give payments without a date that of the payment above them, where the whole file is written so.

    Every date stands once, they rise or fall from one to the next, most payments have none, and none
    of these stands first or below a total, a remark or a blank row, where another list may begin.

    Args:
        cells: in file order, with `fate`, `pence`, `date` and `supplier`, after all totals were found.
        date_order: as `dates.read_dates` takes it.

    Returns:
        The same with these dates; and a notice.
    """
    undated = cells["date"].to_physical() == pl.Series([""], dtype=pl.Categorical).to_physical()[0]
    if undated.sum() * _MOST < (cells["pence"] != 0).sum():  # as in nearly every file
        return cells, []
    is_paid = cells["fate"] == "payment"
    paid, blank = int(is_paid.sum()), int((is_paid & undated).sum())
    if blank * _MOST < paid or blank in (0, paid):
        return cells, []
    named = pl.col("supplier") != ""
    ends = pl.col("fate").is_in(["total", "note", "blank"])
    ends |= (pl.col("fate") == "set aside") & undated & ~named
    is_row = pl.col("fate").is_in(["payment", "set aside"])
    own = cells.select("fate", "supplier", pl.col("date").cast(pl.String))
    above = own.select(
        pl.when(is_row & ~undated).then("date").when(ends).then(pl.lit("")).forward_fill()
    )["date"]
    found = is_paid & undated
    if (above.filter(found).fill_null("") == "").any():
        return cells, []
    written = own.filter(is_row & ~undated)["date"]
    if not _stand_in_order(written, date_order):
        return cells, []
    notice = (
        f"{blank:,} payments have no date of their own: read as of the one above them, which stands on "
        f"the first of each day alone, such as {above.filter(found)[0][:40]!r}"
    )
    filled = pl.when(found).then(above).otherwise(own["date"]).cast(pl.Categorical)
    return cells.with_columns(filled.alias("date")), [notice]


def _stand_in_order(written: pl.Series, date_order: str | None) -> bool:
    """Whether each of some dates can be read, and is later than the one before it, or earlier."""
    if written.len() < _FEWEST or written.n_unique() < written.len():
        return False
    table = read_dates(written, None, date_order).table
    days = written.to_frame("text").join(table, on="text", how="left", maintain_order="left")
    first, last = days["paid_on"], days["paid_to"]
    if first.null_count():
        return False
    rising, falling = first > last.shift(1), last < first.shift(1)
    return bool(rising.all() or falling.all())
