"""The suppliers that were paid most, each with its evidence and its largest payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import ROWS_AT_ONCE
from spendaudit.measures.spend import is_local, pounds, share, sum_of
from spendaudit.places.area_table import districts
from spendaudit.report.details import PaymentLine, SupplierAccount, Suppliers
from spendaudit.report.figures import count, counted
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.payment_rows import LONGEST, said_of_a_payment
from spendaudit.report.values import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from datetime import date

    from spendaudit.audit import Audit

MOST_SUPPLIERS = 400
"""A page must stay small enough for an e-mail; `spendaudit suppliers` has all."""
MOST_PAYMENTS = 5
MOST_OF_A_FACT = 5
SEVERAL = "several"

_FACTS = {
    "spellings": "also spelt",
    "supplier_id": "supplier number",
    "organisation": "organisation",
    "number": "company number",
    "kind": "kind of payee",
    "rule": "rule",
    "influenceable": "could be spent elsewhere",
    "placed_by": "placed by",
    "postcode": "postcode",
    "district": "district",
    "doubt": "doubtful because",
}


def supplier_accounts(audit: Audit, spend: pl.DataFrame) -> Suppliers:
    """The suppliers with the most net pounds, as `Suppliers`.

    Args:
        audit: what the line gave.
        spend: as `spend_of` gives it for this audit, a supplier being a cleaned name.
    """
    total = sum_of(spend["pence"])
    local = pl.col("pence").filter(is_local(audit.area.name)).sum()
    every = (
        spend.group_by("name")
        .agg(
            pl.col("label").first().cast(pl.String),
            pl.col("tier").unique().cast(pl.String),
            pl.col("placed_by").unique().cast(pl.String).alias("rungs"),
            pl.col("pence").sum(),
            local.alias("local"),
            pl.len().alias("payments"),
        )
        .with_columns(pl.col("name").cast(pl.String))
        .sort("pence", "label", "name", descending=[True, False, False])
    )
    chosen, rest = every.head(MOST_SUPPLIERS), every.slice(MOST_SUPPLIERS)
    rows: list[tuple[Cell, ...]] = [
        (
            label,
            tiers[0] if len(tiers) == 1 else SEVERAL,
            pounds(pence),
            share(pence, total),
            pounds(at_home),
            payments,
        )
        for label, tiers, pence, at_home, payments in chosen.drop("name", "rungs").iter_rows()
    ]
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("tier", "where", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE),
        Column("local", f"in {audit.area.in_a_sentence} £", Kind.MONEY),
        Column("payments", "payments", Kind.COUNT),
    )
    closing = (
        "all of these",
        None,
        pounds(sum_of(chosen["pence"])),
        share(sum_of(chosen["pence"]), total),
        pounds(sum_of(chosen["local"])),
        int(chosen["payments"].sum()),
    )
    facts, largest = _facts(audit, chosen), _largest(audit, chosen)
    accounts = tuple(
        SupplierAccount(
            label,
            facts.get(name, ()),
            largest.get(name, ()),
            payments,
            tuple(sorted(tiers)),
            tuple(sorted(rungs)),
        )
        for name, label, payments, tiers, rungs in chosen.select(
            "name", "label", "payments", "tier", "rungs"
        ).iter_rows()
    )
    left_out = (
        f"{counted(rest.height, 'more supplier')} with {in_pounds(pounds(sum_of(rest['pence'])))} "
        f"in {counted(int(rest['payments'].sum()), 'payment')} not listed here"
        if rest.height
        else ""
    )
    return Suppliers(Table(columns, tuple(rows), total=closing), accounts, left_out)


def _facts(audit: Audit, chosen: pl.DataFrame) -> dict[str, tuple[tuple[str, str], ...]]:
    """What is known of each supplier, from all its payees, those with most money first."""
    sums = audit.payments.group_by("payee").agg(pl.col("pence").sum())
    names = chosen.select("name", "label")
    payees = (
        audit.payees.join(names, on="name")
        .join(sums, on="payee")
        .sort("pence", "payee", descending=[True, False])
        .with_columns(
            pl.when(pl.col("supplier") != pl.col("label")).then("supplier").alias("spellings"),
            pl.col("listed_name").alias("organisation"),
            pl.coalesce("listed_company_number", "company_number").alias("number"),
            pl.col("district").cast(pl.String).replace(_names_of_districts()),
        )
    )
    found = payees.group_by("name", maintain_order=True).agg(
        pl.col(column)
        .cast(pl.String)
        .str.slice(0, LONGEST)
        .drop_nulls()
        .unique(maintain_order=True)
        .alias(column)
        for column in _FACTS
    )
    return {
        name: tuple(
            (_FACTS[column], _some(values))
            for column, values in zip(_FACTS, columns, strict=True)
            if values
        )
        for name, *columns in found.iter_rows()
    }


def _some(values: list[str]) -> str:
    more = len(values) - MOST_OF_A_FACT
    listed = "; ".join(values[:MOST_OF_A_FACT])
    return f"{listed}; and {count(more)} more" if more > 0 else listed


def _names_of_districts() -> dict[str, str]:
    return {code: district.name for code, district in districts().items()}


def _largest(audit: Audit, chosen: pl.DataFrame) -> dict[str, tuple[PaymentLine, ...]]:
    """The largest payments of each supplier, by amount, then as they stand in the files."""
    names = audit.payees.join(chosen.select("name"), on="name").select("payee", "name")
    # What is too small is left before anything is sorted: there may be millions.
    least = (
        audit.payments.lazy()
        .group_by("payee")
        .agg(pl.col("pence").top_k(MOST_PAYMENTS))
        .join(names.lazy(), on="payee")
        .explode("pence")
        .group_by("name")
        .agg(pl.col("pence").top_k(MOST_PAYMENTS).min().alias("least"))
        .collect()
    )
    floor = names.join(least, on="name")
    large = [
        some.join(floor, on="payee").filter(pl.col("pence") >= pl.col("least"))
        for some in audit.payments.iter_slices(ROWS_AT_ONCE)
    ]
    payments = (
        pl.concat(large)
        .with_columns(pl.col("file").cast(pl.String))
        .sort("pence", "file", "line", descending=[True, False, False])
        .group_by("name", maintain_order=True)
        .head(MOST_PAYMENTS)
        .select("name", "file", "line", "paid_on", "pence", said_of_a_payment().alias("what"))
    )
    found: dict[str, list[PaymentLine]] = {}
    for name, file, line, paid_on, pence, said in payments.iter_rows():
        found.setdefault(name, []).append(_line(file, line, paid_on, pence, said))
    return {name: tuple(lines) for name, lines in found.items()}


def _line(file: str, line: int, paid_on: date | None, pence: int, said: str) -> PaymentLine:
    return PaymentLine(file, line, paid_on, pounds(pence), said)
