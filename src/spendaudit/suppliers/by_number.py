"""Organisations by the numbers that a file gives, held against the name so that a wrong one shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.names.likeness import likeness
from spendaudit.suppliers.search import HITS, thresholds

if TYPE_CHECKING:
    from spendaudit.registers.store import Register


def company_number(written: pl.Expr) -> pl.Expr:
    """A company number with the zeros that spreadsheets lose: 8 characters; null for what is none.

    Source: Companies House, "Uniform Resource Identifiers customer guide".
    """
    tight = written.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    prefix, digits = (
        tight.str.extract(r"^([A-Z]{0,2})[0-9]+R?$", 1),
        tight.str.extract(r"([0-9]+R?)$", 1),
    )
    lettered = prefix + digits.str.pad_start(6, "0")
    filled = pl.when(prefix == "").then(digits.str.pad_start(8, "0")).otherwise(lettered)
    proper = filled.str.contains(r"^(?:[0-9]{8}|[A-Z]{2}[0-9]{5}[0-9R])$") & ~digits.str.contains(
        r"^0*$"
    )
    return pl.when(proper).then(filled)


def charity_number(written: pl.Expr) -> pl.Expr:
    """A charity number as regulators write it: digits, SC and six digits, NIC and six digits."""
    tight = (
        written.str.to_uppercase().str.replace_all(r"[^A-Z0-9-]", "").str.replace(r"-[0-9]+$", "")
    )
    proper = tight.str.contains(r"^(?:[0-9]{6,7}|SC[0-9]{6}|NIC[0-9]{6})$")
    return pl.when(proper).then(tight)


def by_number(payees: pl.DataFrame, parts: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The organisations of a register whose numbers the payees have.

    Returns:
        HITS, all that the register says of each, and `contradicts`: none of its names is like any
        part of the spelling.
    """
    wanted = pl.concat(
        [
            payees.select("payee", company_number(pl.col("company_number")).alias("number"), pl.lit("company").alias("of")),
            payees.select("payee", charity_number(pl.col("charity_number")).alias("number"), pl.lit("charity").alias("of")),
        ]
    ).drop_nulls("number")  # fmt: skip
    if register.id == "companies-house":
        wanted = wanted.filter(pl.col("of") == "company")
    if wanted.is_empty():
        return pl.DataFrame(schema={**HITS, "contradicts": pl.Boolean})
    numbers = wanted["number"].unique().implode()
    organisations = (
        register.organisations()
        .filter(
            pl.any_horizontal(
                pl.col(name).is_in(numbers) for name in ("number", "company_number", "charity_number")
            )
        )
        .collect(engine="streaming")
    )  # fmt: skip
    met = pl.concat(
        [
            wanted.join(organisations, left_on="number", right_on=name, nulls_equal=False, coalesce=False)
            .with_columns(pl.col("number").alias("asked"))
            .select("payee", "organisation")
            for name in ("number", "company_number", "charity_number")
        ]
    ).unique()  # fmt: skip
    names = (
        register.names()
        .filter(pl.col("organisation").is_in(met["organisation"].unique().implode()))
        .collect(engine="streaming")
    )
    held = met.join(names, on="organisation").join(
        parts.select("payee", "way", pl.col("key").alias("mine"), pl.col("form_key").alias("my_form")), on="payee"
    )  # fmt: skip
    held = held.with_columns(likeness(held["mine"], held["key"]))
    best = held.sort("payee", "organisation", pl.col("score") * -1, "key", "way").unique(
        ["payee", "organisation"], keep="first", maintain_order=True
    )
    hits = best.select(
        "payee", "way", pl.col("mine").alias("key"), pl.col("my_form").alias("form_key"), "organisation",
        pl.col("name").alias("matched_name"), pl.col("kind").alias("name_kind"),
        pl.col("until").alias("name_until"), pl.col("key").alias("name_key"),
        pl.col("form_key").alias("name_form"), pl.lit("number").alias("how"),
        pl.lit(0, pl.Int32).alias("apart"), "score",
    ).select(*HITS)  # fmt: skip
    return hits.join(
        organisations.rename({"name": "organisation_name"}), on="organisation"
    ).with_columns((pl.col("score") < thresholds()["number"]["alike"]).alias("contradicts"))
