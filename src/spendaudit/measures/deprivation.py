"""How deprived the neighbourhoods are in which suppliers have their postcode, by tenths of England's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import (
    is_influenceable,
    is_local,
    is_placed,
    no_purchase,
    paid_by_payee,
    pounds,
    share,
    sum_of,
)
from spendaudit.places.postcode_table import look_up
from spendaudit.places.tiers import NOT_PLACED
from spendaudit.report.values import Cell, Column, Kind, Section, Table
from spendaudit.suppliers.ladder import NATION, NOTHING, PUBLIC_BODY

if TYPE_CHECKING:
    from spendaudit.audit import Audit

KEY = "deprivation"
TENTHS = 10
BY_AREA = (PUBLIC_BODY, NATION, NOTHING)
"""Rungs on which no postcode says where a supplier is."""
NO_TENTH = "England, not told"
OTHER_NATIONS = "Wales, Scotland, NI"
ABROAD = "abroad or an island"
BY_NO_POSTCODE = "by no postcode"
_OTHERS = (NO_TENTH, OTHER_NATIONS, ABROAD, BY_NO_POSTCODE, NOT_PLACED)


def by_deprivation(audit: Audit, spend: pl.DataFrame) -> Section:
    """Influenceable pounds by the tenth of England's neighbourhoods, the most deprived first.

    The Indices rank England's neighbourhoods alone, so that suppliers in other nations are a line of
    their own. A postcode where mail is sorted tells of no neighbourhood.

    Args:
        audit: what the line gave.
        spend: as `spend_of` gives it.
    """
    title = "How deprived the neighbourhoods of the suppliers are"
    deprivation = audit.directory.deprivation
    if deprivation is None:
        why = (
            "no table of neighbourhoods was given: --postcodes with an ONSPD or NSPL that has ranks "
            "(imd) or neighbourhoods (LSOAs), and --deprivation FILE for the latter"
        )
        return Section(KEY, title, None, why)
    neighbourhoods = neighbourhoods_of(audit, deprivation.deciles)
    bought = paid_by_payee(audit).filter(is_influenceable()).join(neighbourhoods, on="payee")
    if bought.is_empty():
        return Section(KEY, title, None, "nothing was spent that counts as a purchase")
    home, total = audit.area.name, sum_of(bought["pence"])
    tenths = [str(tenth) for tenth in range(1, TENTHS + 1)]
    present = set(bought["where"])
    if present.isdisjoint(tenths):
        why = (
            "no supplier is in a neighbourhood of England that the table ranks; other nations are "
            "not ranked with it"
        )
        return Section(KEY, title, None, why)
    rows: list[tuple[Cell, ...]] = [
        _row(label_of(one), bought.filter(pl.col("where") == one), home, total)
        for one in (*tenths, *_OTHERS)
        if one in tenths or one in present
    ]
    columns = (
        Column("tenth", "Tenth of England", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE, of="all purchases"),
        Column("local", "local £", Kind.MONEY),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    closing = _row("all", bought, home, total)
    note = (
        "tenths of England's neighbourhoods by the Index of Multiple Deprivation, 1 the most "
        "deprived: where the supplier's postcode is, often an office in a city centre, and not where "
        f"its staff live or the work is done; {NO_TENTH}: the postcode is not in the table, or is "
        f"where mail is sorted; {deprivation.how}"
    )
    table = Table(columns, tuple(rows), bar="share", total=closing)
    return Section(KEY, title, table, note, (no_purchase(spend),))


def neighbourhoods_of(audit: Audit, deciles: pl.DataFrame) -> pl.DataFrame:
    """One row a payee: `where`, its tenth as text, or which of the others it is."""
    compact = pl.col("postcode").str.replace_all(" ", "", literal=True)
    keys = audit.payees.select("payee", compact.alias("key")).drop_nulls("key")
    known = look_up(keys, deciles).select("payee", "decile")
    nation = pl.col("district").str.head(1)
    by_postcode = ~pl.col("placed_by").is_in(BY_AREA)
    return audit.payees.join(known, on="payee", how="left", maintain_order="left").select(
        "payee",
        pl.when(~is_placed())
        .then(pl.lit(NOT_PLACED))
        .when(~by_postcode)
        .then(pl.lit(BY_NO_POSTCODE))
        .when(nation.is_in(["W", "S", "N"]))
        .then(pl.lit(OTHER_NATIONS))
        .when(nation != "E")
        .then(pl.lit(ABROAD))
        .when(nation.is_null())
        .then(pl.lit(ABROAD))
        .when(pl.col("decile").is_null() | pl.col("mail_centre").fill_null(value=False))
        .then(pl.lit(NO_TENTH))
        .otherwise(pl.col("decile").cast(pl.String))
        .alias("where"),
    )


def label_of(where: str) -> str:
    """What the row of a tenth, or of one of the others, is called."""
    return {"1": "1, most deprived", str(TENTHS): f"{TENTHS}, least deprived"}.get(where, where)


def _row(label: str, chosen: pl.DataFrame, home: str, total: int) -> tuple[Cell, ...]:
    pence = sum_of(chosen["pence"])
    local = sum_of(chosen.filter(is_local(home))["pence"])
    return (
        label,
        pounds(pence),
        share(pence, total),
        pounds(local),
        chosen["name"].n_unique(),
        int(chosen["payments"].sum()),
    )
