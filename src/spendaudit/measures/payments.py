"""Every payment, cleaned, identified and placed: the table behind all figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import as_pounds

if TYPE_CHECKING:
    from spendaudit.audit import Audit

_POINT = ("latitude", "longitude")


def payments_of(audit: Audit) -> pl.DataFrame:
    """One row a payment, in the order of files and lines, with what is known of its payee.

    `amount` is in pounds; `organisation` the proper name where a list or register gives one;
    `district` a GSS code; `placed_by` the rung of the ladder of evidence.
    """
    payees = audit.payees.select(
        "payee",
        pl.col("listed_name").alias("organisation"),
        pl.coalesce("listed_company_number", "company_number").alias("company_number"),
        "kind",
        "influenceable",
        "rule",
        "postcode",
        "district",
        "tier",
        "placed_by",
        "doubt",
        *(pl.when(~pl.col("hidden")).then(pl.col(one).round(5)).alias(one) for one in _POINT),
    )
    return (
        audit.payments.drop("company_number", "charity_number", "postcode_written")
        .join(payees, on="payee", how="left", maintain_order="left")
        .select(
            "file",
            "line",
            "paid_on",
            "paid_to",
            "supplier",
            "supplier_id",
            as_pounds("pence").alias("amount"),
            "department",
            "category",
            "purpose",
            "transaction",
            "organisation",
            "company_number",
            "kind",
            "influenceable",
            "rule",
            "postcode",
            "district",
            "tier",
            "placed_by",
            "doubt",
            "latitude",
            "longitude",
        )
        .sort("file", "line", maintain_order=True)
    )
