"""Payments that a part of a file says again: of the year to date, or as the lines of each of them."""

from __future__ import annotations

import polars as pl

from spendaudit.clean.fates import with_fate

_YEAR_TO_DATE = (
    r"(?i)^\W*(?:(?:financial )?year[ -]to[ -]date|y\.?t\.?d\.?|cumulative(?: (?:payments?|spend|list|to date))?"
    r"|(?:payments?|spend|total) (?:for the )?year[ -]to[ -]date)(?:[ :,-].{0,40})?\W*$"
)
"""A band over payments since the beginning of the year, those of the month above among them."""
SAID_AGAIN = "it says again a payment above, under the band on line {}"
_IS_PART = "it is a part of the payment above it, which the parts add up to"
_PAYMENT = ("supplier", "date", "transaction", "pence")
_FEWEST = 3
"""Payments that must all be said again; of fewer it may be chance."""


def without_year_to_date(
    cells: pl.DataFrame, looked_at: pl.DataFrame, delimiter: str
) -> pl.DataFrame:
    """Set aside what a part of the year to date says again, where it has every payment above it.

    Args:
        cells: with `line`, `fate`, `pence`, `reason` and the texts, after totals were found.
        looked_at: `line` and whole `text` of the rows that are no payments.
        delimiter: what stands between cells.
    """
    if looked_at.is_empty():
        return cells
    text = pl.col("text").str.strip_chars(delimiter + ' "')
    bands = looked_at.filter(text.str.contains(_YEAR_TO_DATE))["line"].sort()
    for band in bands if bands.len() == 1 else []:
        paid = cells.filter(pl.col("fate") == "payment").select("line", *_PAYMENT)
        # Of equal ones the first is the first once more, the second the second.
        paid = paid.with_columns((pl.col("line") > band).alias("below")).with_columns(
            pl.int_range(pl.len()).over("below", *_PAYMENT).alias("nth")
        )
        above, below = paid.filter(~pl.col("below")), paid.filter("below")
        again = below.join(above, on=[*_PAYMENT, "nth"], how="semi")
        if above.height >= _FEWEST and again.height == above.height:
            cells = with_fate(cells, again["line"], "set aside", SAID_AGAIN.format(f"{band:,}"))
    return cells


def without_parts(cells: pl.DataFrame, suppliers: pl.Series) -> pl.DataFrame:
    """Set aside the lines below payments that have no supplier and no date, and are parts of them.

    They are where those below each payment that has any add up to it, to the penny.

    Args:
        cells: in file order, with `line`, `fate`, `pence`, `supplier` and `date`, before totals are
            looked for.
        suppliers: each of them once.
    """
    if "" not in suppliers:  # as in most files
        return cells
    is_paid = pl.col("fate") == "payment"
    part = (pl.col("supplier") == "") & (pl.col("date") == "")
    bare = cells.lazy().filter(is_paid & part).select(pl.len()).collect().item()
    if bare < _FEWEST:
        return cells
    paid = (
        cells.lazy()
        .filter(is_paid)
        .select("line", "pence", "date", part.alias("part"))
        .with_columns((~pl.col("part")).cum_sum().alias("whole"))
        .collect()
    )
    runs = paid.filter("part").group_by("whole").agg(pl.col("pence").sum(), pl.len())
    wholes = paid.filter(~pl.col("part")).select("whole", "date", pl.col("pence").alias("of"))
    both = runs.join(wholes, on="whole", how="left")
    adds_up = (both["pence"] == both["of"]).fill_null(value=False).all()
    several = int((both["len"] > 1).sum())
    if not adds_up or not several or (both["date"] == "").any():
        return cells
    return with_fate(cells, paid.filter("part")["line"], "set aside", _IS_PART)
