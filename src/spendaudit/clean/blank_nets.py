"""Amounts without VAT that are blank where there is none, and stand under the gross amount alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import unusual_pence

if TYPE_CHECKING:
    from spendaudit.read.records import Rows


def with_blank_nets(cells: pl.DataFrame, rows: Rows) -> tuple[pl.DataFrame, list[str]]:
    """Fill in blank amounts, where the other rows prove that each is the gross one less the VAT.

    Args:
        cells: with `amount`, `pence`, `supplier` and `reason`.
        rows: where they come from; read again only if there are such amounts.

    Returns:
        The same with `pence`, and without a `reason`, where both are known; and a notice.
    """
    heading = rows.heading
    if heading.gross_and_vat is None or rows.later:
        return cells, []
    blank = cells.filter(
        (pl.col("amount") == "") & (pl.col("supplier") != "") & (pl.col("line") >= heading.begins)
    ).select("line")
    if blank.is_empty():
        return cells, []
    gross, tax = (
        pl.col(f"c{place}").fill_null("").str.strip_chars() for place in heading.gross_and_vat
    )
    none = pl.lit(0, pl.Int64)
    less = unusual_pence(gross) - pl.when(tax == "").then(none).otherwise(unusual_pence(tax))
    found = (
        rows.cells.join(blank.lazy(), on="line", how="semi")
        .select("line", less.alias("less"))
        .drop_nulls()
        .collect(engine="streaming")
    )
    if found.is_empty():
        return cells, []
    filled = cells.join(found, on="line", how="left", maintain_order="left").with_columns(
        pl.coalesce("less", "pence").alias("pence"),
        pl.when(pl.col("less").is_null()).then("reason").alias("reason"),
    )
    amount, whole, vat = map(heading.called, (heading.columns["amount"], *heading.gross_and_vat))
    pence = int(found["less"].sum())
    what = "payment has" if found.height == 1 else "payments have"
    said = (
        f"{found.height:,} {what} nothing under {amount!r}: read as {whole!r} less {vat!r}, "
        f"{'-' if pence < 0 else ''}£{abs(pence) / 100:,.2f} in all"
    )
    return filled.drop("less"), [said]
