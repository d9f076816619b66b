"""One row a supplier: what was paid, who it is, where it is and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import as_pounds
from spendaudit.places.tiers import NOT_PLACED
from spendaudit.suppliers.hiding import LISTED
from spendaudit.suppliers.ladder import POSTCODE, YOUR_LIST
from spendaudit.suppliers.registered import REGISTER_RUNGS

if TYPE_CHECKING:
    from spendaudit.audit import Audit

SPELLINGS_SHOWN = 5

_EVIDENCE = {
    "organisation_name": "organisation",
    "identifier": "identifier",
    "register": "register",
    "match": "match",
    "score": "score",
    "runner_up": "runner_up",
    "runner_up_score": "runner_up_score",
    "reason": "reason",
}
"""What registers say of a payee, and how a table of suppliers calls it."""

# What only the user's list can say.
_LISTED = ("name", "ownership", "sme", "branch", "group", "passed_on", "note")

NOBODY = ("redacted", "not-a-payee")
"""Kinds of payee whose place nobody can look up: withheld names and lines of the ledger."""


def suppliers_of(audit: Audit) -> pl.DataFrame:
    """One row a cleaned name, or a supplier id where there is no name, most money first.

    Returns:
        `supplier` (the spelling that most money went under), `supplier_id`, `amount` (pounds),
        `share` of all, `payments`, `spellings`, the columns of a supplier list (`postcode`,
        `company_number`, `charity_number`, `name`, `ownership`, `sme`, `branch`, `group`,
        `passed_on`, `note`),
        `kind`, `influenceable`, `rule`, `district`, `tier`, `placed_by`, `doubt`,
        `unplaced` (pounds that no evidence reached), `doubtful` (pounds placed on doubtful
        evidence), `postcode_found` (where it was placed, doubtful or not), and what registers say:
        `organisation`, `identifier`, `register`, `match`, `score` (per cent of letters alike),
        `runner_up`, `runner_up_score`, `reason`.

    The table can be given back as a supplier list without moving a pound. So `supplier_id` is blank
    where several names share it, as one-off payees do, and `postcode` is blank
    where the files give a supplier several (each payment has its own), where it is doubtful, and
    where it is a public body's head office; `postcode_written` and `postcode_found` show them all.
    """
    sums = audit.payments.group_by("payee").agg(pl.col("pence").sum(), pl.len().alias("payments"))
    # What a list says of a payee whose name was withheld stands in the list alone.
    given_back = pl.when("hidden").then(pl.coalesce(LISTED, "postcode")).otherwise("postcode")
    payees = audit.payees.join(sums, on="payee").with_columns(
        pl.when(pl.col("name") != "")
        .then("name")
        .otherwise(pl.lit("id ") + pl.col("supplier_id").fill_null(""))
        .alias("key"),
        pl.when(pl.col("tier") == NOT_PLACED).then("pence").otherwise(0).alias("unplaced"),
        pl.when(_is_placed() & pl.col("doubt").is_not_null())
        .then("pence")
        .otherwise(0)
        .alias("doubtful"),
        pl.when(_by_postcode()).then(given_back).alias("postcode_found"),
        pl.when(_by_postcode() & pl.col("doubt").is_null()).then(given_back).alias("sure_postcode"),
        pl.when(pl.col("name").n_unique().over("supplier_id") == 1)
        .then("supplier_id")
        .alias("own_id"),
        pl.coalesce("listed_company_number", "company_number").alias("number_of_company"),
        pl.coalesce("listed_charity_number", "charity_number").alias("number_of_charity"),
    )
    payees = payees.sort("pence", "supplier", "payee", descending=[True, False, False])
    listed = [pl.col(f"listed_{column}").drop_nulls().first().alias(column) for column in _LISTED]
    suppliers = payees.group_by("key", maintain_order=True).agg(
        pl.col("supplier").drop_nulls().first(),
        pl.col("own_id").drop_nulls().first().alias("supplier_id"),
        pl.col("pence").sum(),
        pl.col("payments").sum(),
        pl.col("supplier").drop_nulls().unique(maintain_order=True).alias("spellings"),
        _only_one("sure_postcode").alias("postcode"),
        pl.col("postcode_written").drop_nulls().unique(maintain_order=True),
        _only_one("number_of_company").alias("company_number"),
        _only_one("number_of_charity").alias("charity_number"),
        *listed,
        *(pl.col(column).first() for column in ("kind", "influenceable", "rule")),
        _only_one("district").alias("district"),
        _only_one("tier", several="several").alias("tier"),
        _only_one("placed_by", several="several").alias("placed_by"),
        pl.col("doubt").drop_nulls().first(),
        pl.col("unplaced", "doubtful").sum(),
        _only_one("postcode_found").alias("postcode_found"),
        *(
            pl.col(column).drop_nulls().first().alias(called)
            for column, called in _EVIDENCE.items()
        ),
    )
    total = int(suppliers["pence"].sum())
    share = pl.col("pence") / total if total > 0 else pl.lit(None, pl.Float64)
    spellings = pl.col("spellings").list.head(SPELLINGS_SHOWN).list.join("; ")
    written = pl.col("postcode_written").list.head(SPELLINGS_SHOWN).list.join("; ")
    return suppliers.sort("pence", "key", descending=[True, False]).select(
        "supplier",
        "supplier_id",
        as_pounds("pence").alias("amount"),
        share.alias("share"),
        "payments",
        *("postcode", "company_number", "charity_number"),
        *_LISTED,
        *("kind", "influenceable", "rule", "district", "tier", "placed_by", "doubt"),
        as_pounds("unplaced").alias("unplaced"),
        as_pounds("doubtful").alias("doubtful"),
        *("postcode_found", *_EVIDENCE.values()),
        written.alias("postcode_written"),
        spellings.alias("spellings"),
    )


def unplaced_first(suppliers: pl.DataFrame) -> pl.DataFrame:
    """The to-do list: suppliers that no evidence reached, by value, with the cumulative share.

    Withheld names and lines of the ledger are left out: nobody can look up their postcode.
    """
    todo = suppliers.filter(
        pl.col("tier").is_in([NOT_PLACED, "several"])
        & (pl.col("unplaced") != 0)
        & ~pl.col("kind").is_in(NOBODY)
        & pl.col("supplier").is_not_null()
    ).sort("unplaced", "supplier", descending=[True, False])
    whole = float(todo["unplaced"].sum() or 0)
    running = pl.col("unplaced").cast(pl.Float64).cum_sum() / whole if whole > 0 else pl.lit(None)
    return todo.select(
        "supplier",
        "supplier_id",
        "postcode",
        "unplaced",
        running.alias("cumulative_share"),
        "payments",
        *("company_number", "charity_number", *_LISTED),
        *("kind", "reason", "postcode_written", "spellings"),
    )


def doubtful_first(suppliers: pl.DataFrame) -> pl.DataFrame:
    """The list to be looked through: suppliers placed on doubtful evidence, by value.

    `postcode` is blank, for whoever looks to fill in; `postcode_found` is the doubtful one.
    """
    todo = suppliers.filter(pl.col("doubtful") != 0).sort(
        "doubtful", "supplier", descending=[True, False]
    )
    whole = float(todo["doubtful"].sum() or 0)
    running = pl.col("doubtful").cast(pl.Float64).cum_sum() / whole if whole > 0 else pl.lit(None)
    return todo.select(
        "supplier",
        "supplier_id",
        pl.lit(None, pl.String).alias("postcode"),
        "doubtful",
        running.alias("cumulative_share"),
        "payments",
        *("doubt", "postcode_found", "tier", "placed_by"),
        *("organisation", "identifier", "register", "score", "runner_up", "runner_up_score"),
        *("company_number", "charity_number", *_LISTED),
        *("kind", "reason", "postcode_written", "spellings"),
    )


def _is_placed() -> pl.Expr:
    return pl.col("tier") != NOT_PLACED


def _by_postcode() -> pl.Expr:
    """Whether a payee was placed by a postcode, whoever gave it."""
    return pl.col("placed_by").is_in([YOUR_LIST, POSTCODE, *REGISTER_RUNGS])


def _only_one(column: str, several: str | None = None) -> pl.Expr:
    """The one value that all have, or `several`.

    What only some of a supplier's payments have is not it: given back under the supplier's name, it
    would spread to the others.
    """
    values = pl.col(column).unique()
    return pl.when(values.len() == 1).then(values.first()).otherwise(pl.lit(several, pl.String))
