"""The tables that flow down the line: every column, its type and its meaning."""

from __future__ import annotations

import polars as pl

PAYMENTS: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "file": (pl.Categorical, "the input file, as the user named it"),
    "line": (pl.UInt32, "the line of the file on which the row begins, from 1"),
    "paid_on": (pl.Date, "the day, or the first day of the period; null where it cannot be read"),
    "paid_to": (pl.Date, "the same day, or the last day of the period"),
    "supplier": (pl.Categorical, "as spelt in the file, without outer spaces"),
    "supplier_id": (pl.Categorical, "the publisher's own number for the supplier"),
    "pence": (pl.Int64, "the amount in pence; credits are negative"),
    "department": (pl.Categorical, "directorate or service that paid"),
    "category": (pl.Categorical, "what kind of expense it was"),
    "purpose": (pl.Categorical, "what it was for, in the file's words"),
    "postcode_written": (pl.Categorical, "the supplier's postcode as the file has it"),
    "company_number": (pl.Categorical, "as the file has it"),
    "charity_number": (pl.Categorical, "as the file has it"),
    "transaction": (pl.String, "the publisher's own number for the payment"),
    "body": (pl.Categorical, "the publisher, as the row names it"),
    "marked_person": (pl.Boolean, "whether the publisher's type of supplier says a person"),
}
"""A payment, cleaned, before anyone asks who and where the supplier is.

Texts that repeat are Categorical: a million payments take 40 MB instead of 100.
"""

PAYEE_KEYS = ("supplier", "supplier_id", "postcode_written", "company_number", "charity_number")
"""What tells one payee, as the files know it, from another; evidence is weighed once for each."""

ROWS_AT_ONCE = 1_000_000
"""Payments that are gone through together where what is made of them takes many times their room."""

SET_ASIDE: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "file": (pl.String, "the input file, as the user named it"),
    "line": (pl.UInt32, "the line of the file on which the row begins, from 1"),
    "reason": (pl.String, "why it is not a payment, in words"),
    "pence": (pl.Int64, "the amount, where that much could be read"),
    "text": (pl.String, "the whole row as it stands in the file"),
}

NON_ROWS = ("title", "heading", "blank", "total", "note", "repeated")
"""Rows that hold no payment of their own and are recognised for what they are."""


def in_one_piece(frame: pl.DataFrame) -> pl.DataFrame:
    """A table whose columns are each in one piece; of many rows the one that was given is used up.

    Where some columns are in pieces, every one that is added later has all the others written anew.
    Of many rows column by column: all of them twice would be most of two gigabytes.
    """
    if frame.height <= 2 * ROWS_AT_ONCE:
        return frame.rechunk()
    return pl.DataFrame([frame.drop_in_place(name).rechunk() for name in frame.columns])


def as_pounds(column: str) -> pl.Expr:
    """A column of pence as pounds, Decimal with two places."""
    return (pl.col(column).cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(18, 2))
