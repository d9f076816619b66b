"""Suppliers that were dissolved when they were paid, are being wound up, or are overseas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.divided import FIGURES
from spendaudit.measures.spend import NO_NAME, pounds, share, sum_of
from spendaudit.report.values import Column, Kind, Omitted, Section, Table
from spendaudit.suppliers.ownership import OVERSEAS

if TYPE_CHECKING:
    from spendaudit.report.values import Cell

MOST_NAMED = 15


def what_stands_out() -> pl.Expr:
    """What a reader should know of a payee's standing: its end, or where it is; null for most."""
    overseas = pl.when(pl.col("ownership") == OVERSEAS).then(
        pl.format("overseas, told by {}", "ownership_from")
    )
    return pl.coalesce("standing", overseas)


def standing_out(paid: pl.DataFrame) -> pl.DataFrame:
    """Suppliers that were not there when they were paid, are being wound up, or are overseas.

    Args:
        paid: as `organisations.organisations_of` gives it.

    Returns:
        One row a supplier and what stands out of it, the most pounds first: `name`, `what`,
        `supplier`, `pence`, `payments`.
    """
    return (
        paid.with_columns(what_stands_out().alias("what"))
        .filter(pl.col("what").is_not_null())
        .sort("pence", descending=True)
        .group_by("name", "what", maintain_order=True)
        .agg(
            pl.col("supplier").first().fill_null(NO_NAME),
            pl.col("pence").sum(),
            pl.col("payments").sum(),
        )
        .sort("pence", "name", "what", descending=[True, False, False])
    )


def standing(paid: pl.DataFrame) -> Section:
    """Suppliers that were not there when they were paid, are being wound up, or are overseas.

    Args:
        paid: as `organisations.organisations_of` gives it.
    """
    odd = standing_out(paid)
    title = "Suppliers dissolved, being wound up or overseas"
    if odd.is_empty():
        why = "no register that was asked, no number and no name says so of any"
        return Section("standing", title, None, why)
    whole = sum_of(paid["pence"])
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("what", "What stands out", Kind.TEXT),
        *(one for one in FIGURES if one.key != "suppliers"),
    )
    rows: list[tuple[Cell, ...]] = [
        (supplier, what, pounds(pence), share(pence, whole), payments)
        for _, what, supplier, pence, payments in odd.head(MOST_NAMED).iter_rows()
    ]
    rest = odd.slice(MOST_NAMED)
    if rest.height:
        pence = sum_of(rest["pence"])
        figures = pounds(pence), share(pence, whole), int(rest["payments"].sum())
        rows.append((f"{rest.height:,} more", None, *figures))
    every = sum_of(odd["pence"])
    closing = ("all of these", None, pounds(every), share(every, whole), int(odd["payments"].sum()))
    said = ""
    if odd["what"].str.starts_with("overseas").not_().any():
        said = "A status is that of the register's day; a date is compared with the payments."
    omitted = (Omitted(pounds(whole - every), "to all others"),)
    return Section("standing", title, Table(columns, tuple(rows), total=closing), said, omitted)
