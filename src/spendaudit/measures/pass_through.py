"""Prime contractors: what they pass on to firms in the area, as the user's list says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import is_local, pounds, share, sum_of
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from spendaudit.audit import Audit

MOST_NAMED = 10
MOST_UNREAD = 5


def pass_through(audit: Audit, paid: pl.DataFrame) -> tuple[Section, ...]:
    """The local share with what suppliers elsewhere pass on to local firms; nothing if nobody said.

    Counting like this, the Centre for Local Economic Strategies put Tameside at 41.4% instead of
    23.2% in 2011-12: £27.6m of its prime contractor's work was done there, beside £35.3m of £151.9m.
    What a local supplier passes out of the area is not taken off.

    Args:
        audit: with `listed_passed_on` of its payees.
        paid: as `organisations.organisations_of` gives it.
    """
    said = audit.payees.filter(pl.col("listed_passed_on").is_not_null())
    if said.is_empty():
        return ()
    fractions = said.select(
        "payee", "listed_passed_on", fraction_of("listed_passed_on").alias("passed")
    )
    contractors = (
        paid.join(fractions.drop_nulls("passed"), on="payee")
        .filter(~is_local(audit.area.name))
        .with_columns((pl.col("pence") * pl.col("passed")).round().cast(pl.Int64).alias("on"))
    )
    called = audit.area.in_a_sentence
    whole = sum_of(paid["pence"])
    local = sum_of(paid.filter(is_local(audit.area.name))["pence"])
    passed = sum_of(contractors["on"])
    rows: list[tuple[Cell, ...]] = [("by address", pounds(local), share(local, whole))]
    largest = (
        contractors.group_by("name")
        .agg(pl.col("supplier").first(), pl.col("on").sum())
        .sort("on", "supplier", descending=[True, False])
    )
    rows += [
        (f"more, through {supplier}", pounds(pence), share(pence, whole))
        for supplier, pence in largest.select("supplier", "on").head(MOST_NAMED).iter_rows()
    ]
    rest = largest.slice(MOST_NAMED)
    if rest.height:
        pence = sum_of(rest["on"])
        rows.append((f"more, through {rest.height:,} others", pounds(pence), share(pence, whole)))
    columns = (
        Column("presence", "Stayed", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE),
    )
    closing = ("with what is passed on", pounds(local + passed), share(local + passed, whole))
    note = (
        "The parts passed on are those that your supplier list gives; what local suppliers pass out "
        "of the area is not taken off. The figures above count by address alone."
    )
    unread = fractions.filter(pl.col("passed").is_null())["listed_passed_on"].unique().sort()
    if unread.len():
        named = ", ".join(repr(text[:20]) for text in unread.head(MOST_UNREAD))
        note += f" Not used, since it is no share between 0 and 100%: {named}."
    title = f"What stayed in {called} with what prime contractors pass on"
    return (Section("pass-through", title, Table(columns, tuple(rows), total=closing), note),)


def fraction_of(column: str) -> pl.Expr:
    """A share written as 63% or 0.63 as a fraction of 1; null where it is none."""
    text = pl.col(column).str.strip_chars()
    number = text.str.strip_chars_end("% ").cast(pl.Float64, strict=False)
    fraction = pl.when(text.str.ends_with("%")).then(number / 100).otherwise(number)
    return pl.when(fraction.is_between(0, 1)).then(fraction)
