"""How much money has no name: what stands in the files where a payee should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import pounds, share, sum_of
from spendaudit.report.values import Column, Kind, Omitted, Section, Table
from spendaudit.suppliers.withheld import withheld_as

if TYPE_CHECKING:
    from spendaudit.audit import Audit

BLANK = "no name in the file"
MARK = "a dash, N/A, Direct Debit or the like"
NO_NAME_RULE = "no-name"
OWN_ACCOUNTS_RULE = "own-accounts"
"""Of money that was moved between accounts of the payer's own, by the ledger's words for these."""


def nameless_payees(audit: Audit) -> pl.DataFrame:
    """The payees whose name is withheld or missing.

    Returns:
        `payee`, `supplier`, `instead` (what stands in place of the name, in words), `withheld`
        (whether somebody decided so).
    """
    spelt = pl.col("supplier").fill_null("")
    return audit.payees.filter(
        (pl.col("kind") == "redacted") | (pl.col("rule") == NO_NAME_RULE)
    ).select(
        "payee",
        "supplier",
        pl.when(pl.col("kind") == "redacted")
        .then(withheld_as(spelt))
        .when(spelt == "")
        .then(pl.lit(BLANK))
        .otherwise(pl.lit(MARK))
        .alias("instead"),
        (pl.col("kind") == "redacted").alias("withheld"),
    )


def redactions(audit: Audit) -> Section:
    """Payments whose payee is withheld or missing, by what stands instead of the name.

    A name that was left blank is no redaction: nobody decided to withhold it. So the two are
    different lines. A payee that a list or a number beside it identifies has a name after all.
    """
    title = "How much money has no name"
    paid = audit.payments.select("payee", "pence").join(nameless_payees(audit), on="payee")
    if paid.is_empty():
        return Section("redactions", title, None, "every payee has a name")
    total = sum_of(audit.payments["pence"])
    lines = (
        paid.group_by("instead", "withheld")
        .agg(pl.col("pence").sum(), pl.len(), pl.col("supplier").drop_nulls().n_unique())
        .sort("withheld", "pence", "instead", descending=[True, True, False])
    )
    columns = (
        Column("instead", "Instead of a name", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "of all spend", Kind.SHARE, of="all spend"),
        Column("payments", "payments", Kind.COUNT),
        Column("spellings", "spellings", Kind.COUNT),
    )
    rows = tuple(
        (instead, pounds(pence), share(pence, total), payments, spellings)
        for instead, _, pence, payments, spellings in lines.iter_rows()
    )
    whole = sum_of(paid["pence"])
    closing = ("all without a name", pounds(whole), share(whole, total), paid.height, None)
    withheld = paid.filter("withheld")
    missing = paid.height - withheld.height
    said = ""
    if withheld.height and missing:
        said = (
            f"£{pounds(sum_of(withheld['pence'])):,} of it was withheld; "
            "the rest was left blank or marked as missing"
        )
    omitted = (Omitted(pounds(total - whole), "to payees with a name"),)
    return Section("redactions", title, Table(columns, rows, total=closing), said, omitted)
