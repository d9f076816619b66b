"""Further lines of one payment, which a cashbook writes below its first: they have its supplier and day.

A bookkeeping program for parishes prints the whole of a payment beside the first of its lines alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import plain_pence

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_OF_THE_PAYMENT = ("supplier", "date", "transaction")


def with_continued(
    cells: pl.DataFrame, suppliers: pl.Series, rows: Rows
) -> tuple[pl.DataFrame, list[str]]:
    """Give lines without supplier and date those of the payment above, where a second amount proves it.

    It stands beside the first line alone, and is what all lines of that payment come to, VAT added
    where a column has it. It must be so of every payment that has further lines.

    Args:
        cells: in file order, with `line`, `fate`, `pence`, `supplier`, `date` and `transaction`,
            before totals are looked for.
        suppliers: each of them once.
        rows: where they come from.

    Returns:
        The cells, and a notice.
    """
    rivals = [place for _, place in rows.heading.rival_amounts]
    if "" not in suppliers or not rivals:  # as in most files
        return cells, []
    bare = (pl.col("supplier") == "") & (pl.col("date") == "")
    filled = cells.filter(pl.col("fate") != "blank").select(
        "line", "pence", (pl.col("fate") == "payment").alias("paid"), bare.alias("bare")
    )
    first = pl.col("paid") & ~pl.col("bare")
    of = pl.when(first).then("line").when(~pl.col("paid")).then(0)
    lines = (
        filled.with_columns(of.forward_fill().fill_null(0).alias("of"))
        .filter("paid", pl.col("of") > 0)
        .filter(pl.len().over("of") > 1)
        .select("line", "of", "pence", "bare")
    )
    if lines.is_empty():
        return cells, []
    for place in rivals:
        if _are_parts(_with_whole(lines, place, rows)):
            break
    else:
        return cells, []
    further = lines.filter("bare")["line"]
    here = pl.col("line").is_in(further.implode())
    above = pl.when(~here & (pl.col("fate") == "payment"))
    cells = cells.with_columns(
        pl.when(here).then(above.then(name).forward_fill()).otherwise(name).alias(name)
        for name in _OF_THE_PAYMENT
    )
    called = rows.heading.called(place)
    many = f"{further.len():,} rows are further lines of payments above them, which they make up"
    one = "1 row is a further line of the payment above it, which both make up"
    said = (
        f"{one if further.len() == 1 else many} ({called!r}), such as line {further[0]:,}: read with "
        "its supplier and day"
    )
    return cells, [said]


def _with_whole(lines: pl.DataFrame, place: int, rows: Rows) -> pl.DataFrame:
    """The lines with what another column has as the `whole` of a payment, and the `vat` of each."""
    vat = rows.heading.columns.get("vat")
    asked = {"whole": place} | ({} if vat is None or vat == place else {"vat": vat})
    texts = (
        rows.cells.filter(pl.col("line").is_in(lines["line"].implode()))
        .select("line", *(_pence(f"c{at}").alias(name) for name, at in asked.items()))
        .collect(engine="streaming")
    )
    if "vat" not in asked:
        texts = texts.with_columns(pl.lit(None, pl.Int64).alias("vat"))
    return lines.join(texts, on="line", how="left")


def _pence(column: str) -> pl.Expr:
    return plain_pence(pl.col(column).fill_null("").str.strip_chars())


def _are_parts(lines: pl.DataFrame) -> bool:
    """Whether the whole stands beside the first line of each payment alone, and its lines make it up."""
    if lines.filter("bare")["whole"].is_not_null().any():
        return False
    sums = lines.group_by("of").agg(pl.col("pence", "vat").sum(), pl.col("whole").sum())
    made_up = (pl.col("whole") == pl.col("pence")) | (
        pl.col("whole") == pl.col("pence") + pl.col("vat")
    )
    return bool(sums.select(made_up.all()).item())
