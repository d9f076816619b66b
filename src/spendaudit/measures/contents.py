"""What the payments of a file hold, and what they lack, in payments and pounds."""

from __future__ import annotations

import polars as pl

from spendaudit.measures.spend import pounds, share
from spendaudit.report.values import Column, Kind, Table

THRESHOLD_PENCE = 500_00
"""The Local Government Transparency Code 2015 asks for each item over £500."""

FOUND_IN_DIRECTORY = ("found", "repaired", "inside text")
"""Findings of `places.postcodes` that lead to one postcode of the directory."""


def contents_table(payments: pl.DataFrame) -> Table:
    """Say of how many payments, and of how many pounds, each thing is known.

    Args:
        payments: as `frames.PAYMENTS`, with the payee's `kind`, `finding` and `mail_centre`.

    Returns:
        `what`, `payments`, `amount` in pounds, and `share` of the pounds.
    """
    total = int(payments["pence"].sum())
    counted = payments.select(
        pl.struct(which.sum().alias("payments"), pl.col("pence").filter(which).sum()).alias(what)
        for what, which in _parts().items()
    )
    rows = tuple(
        (what, part["payments"], pounds(part["pence"]), share(part["pence"], total))
        for what, part in counted.row(0, named=True).items()
    )
    columns = (
        Column("what", "Payments", Kind.TEXT),
        Column("payments", "payments", Kind.COUNT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share of £", Kind.SHARE),
    )
    everything = ("all", payments.height, pounds(total), share(total, total))
    return Table(columns, rows, total=everything)


def _parts() -> dict[str, pl.Expr]:
    written = {
        "with a date": "paid_on",
        "with a department": "department",
        "with a category": "category",
        "with a purpose": "purpose",
        "with a supplier's name": "supplier",
        "with a supplier's number": "supplier_id",
        "with a company number": "company_number",
        "with a postcode": "postcode_written",
    }
    return {
        **{what: pl.col(column).is_not_null() for what, column in written.items()},
        "with a postcode that exists": has_known_postcode(),
        "with one where the mail is sorted": has_known_postcode() & pl.col("mail_centre"),
        "to redacted payees": is_redacted(),
        "of £500 or less": is_below_threshold(),
        "credits": pl.col("pence") < 0,
    }


def is_redacted() -> pl.Expr:
    """Whether the payee's name was withheld."""
    return pl.col("kind") == "redacted"


def is_number_for_name() -> pl.Expr:
    """Whether nothing but a number stands where the payee's name belongs."""
    return is_redacted() & pl.col("supplier").cast(pl.String).str.contains("^[0-9 ]+$")


def is_below_threshold() -> pl.Expr:
    """Whether a payment, neither credit nor nought, is of no more than £500."""
    return pl.col("pence").is_between(1, THRESHOLD_PENCE)


def most_telling(unknown: pl.DataFrame) -> str:
    """Of postcodes that lead nowhere one that looks like a postcode, if any does."""
    shaped = pl.col("finding").is_in(["not found", "no district"]).fill_null(value=False)
    written = pl.col("postcode_written").cast(pl.String)
    first = unknown.select(written, shaped.alias("shaped")).sort(
        "shaped", "postcode_written", descending=[True, False]
    )
    return str(first["postcode_written"][0])


def has_known_postcode() -> pl.Expr:
    """Whether the payment's own postcode is one of the directory."""
    return pl.col("postcode_written").is_not_null() & pl.col("finding").is_in(FOUND_IN_DIRECTORY)
