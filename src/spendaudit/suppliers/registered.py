"""What registers know of the payees, brought to the ladder of evidence: organisation, place, doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import PAYEE_KEYS
from spendaudit.suppliers.matching import MATCHES, match
from spendaudit.suppliers.search import thresholds
from spendaudit.suppliers.weighing import (
    CUT,
    EXACT,
    FORMER,
    NEAR,
    NUMBER,
    OTHER_FORM,
    REWORDED,
    TRADING,
)

if TYPE_CHECKING:
    from spendaudit.registers.store import Registers

BY_NUMBER = "a company or charity number, through a register"
BY_NAME = "the name in a register"
BY_OTHER_NAME = "a former or trading name in a register"
BY_NEAR_NAME = "nearly the name in a register"
REGISTER_RUNGS = (BY_NUMBER, BY_NAME, BY_OTHER_NAME, BY_NEAR_NAME)
"""The rungs of the ladder that rest on a register, from the surest."""

_RUNG_OF = {
    NUMBER: BY_NUMBER,
    EXACT: BY_NAME,
    TRADING: BY_OTHER_NAME,
    FORMER: BY_OTHER_NAME,
    OTHER_FORM: BY_NEAR_NAME,
    CUT: BY_NEAR_NAME,
    REWORDED: BY_NEAR_NAME,
    NEAR: BY_NEAR_NAME,
}
# Columns of a match that payees have under the same name, for what the files say.
_BOTH = ("postcode", "country", "company_number", "charity_number")
_OF_REGISTER = "_of_register"

REGISTERED: dict[str, pl.DataType | type[pl.DataType]] = {
    **{
        f"{name}{_OF_REGISTER}" if name in _BOTH else name: kind
        for name, (kind, _) in MATCHES.items()
        if name not in ("payee", "rung")
    },
    "match": pl.String,
    "register_rung": pl.String,
    "at_address": pl.UInt32,
    "register_doubt": pl.String,
}
"""What a payee gets from the registers, null where they do not know it: the columns of
`matching.MATCHES` (those that a file may give as well end in `_of_register`), `match` (of
`weighing.MATCH_RUNGS`), `register_rung`, `at_address` (organisations at its postcode and street,
where many share it) and `register_doubt`."""


def with_registers(
    payees: pl.DataFrame, payments: pl.DataFrame, registers: Registers | None
) -> pl.DataFrame:
    """The payees with REGISTERED; all of it null without registers.

    The days of the payments are respected; a number or proper name in the user's list is looked
    for before the file's.
    """
    if registers is None or not registers.registers:
        return payees.with_columns(
            pl.lit(None, kind).alias(name) for name, kind in REGISTERED.items()
        )
    paid = payments.group_by(PAYEE_KEYS).agg(
        pl.col("paid_on").min().alias("first_paid"), pl.col("paid_to").max().alias("last_paid")
    )
    asked = payees.join(
        paid.with_columns(pl.col(PAYEE_KEYS).cast(pl.String)),
        on=PAYEE_KEYS,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).with_columns(
        pl.coalesce("listed_name", "named", "supplier").alias("supplier"),
        pl.coalesce("listed_company_number", "company_number").alias("company_number"),
        pl.coalesce("listed_charity_number", "charity_number").alias("charity_number"),
        (
            pl.col("listed_company_number").is_not_null()
            | pl.col("listed_charity_number").is_not_null()
        ).alias("number_is_listed"),
    )
    found = match(asked, registers).rename({"rung": "match"})
    found = _with_addresses(found, registers).with_columns(
        pl.col("match").replace_strict(_RUNG_OF, default=None, return_dtype=pl.String).alias("register_rung"),
        pl.coalesce(
            pl.when(pl.col("register") == "companies-house").then("number"), "company_number"
        ).alias("company_number"),
    )  # fmt: skip
    found = found.with_columns(_doubt(registers).alias("register_doubt"))
    found = found.rename({name: f"{name}{_OF_REGISTER}" for name in _BOTH})
    return payees.join(
        found.select("payee", *(pl.col(name).cast(kind) for name, kind in REGISTERED.items())),
        on="payee",
        how="left",
        maintain_order="left",
    )


def _with_addresses(found: pl.DataFrame, registers: Registers) -> pl.DataFrame:
    """The matches with `at_address`, how many organisations of the register share the address."""
    shared = [
        register.addresses()
        .filter(pl.col("organisation").is_in(found["organisation"].drop_nulls().unique().implode()))
        .select("organisation", pl.col("at_address").cast(pl.UInt32), pl.lit(register.id).alias("register"))
        .collect()
        for register in registers.registers
        if hasattr(register, "addresses")
    ]  # fmt: skip
    if not shared:
        return found.with_columns(pl.lit(None, pl.UInt32).alias("at_address"))
    return found.join(
        pl.concat(shared), on=["register", "organisation"], how="left", maintain_order="left"
    )


def _doubt(registers: Registers) -> pl.Expr:
    """Why a place that rests on a match is not sure; null where it is."""
    elsewhere = [
        register.id for register in registers.registers if not getattr(register, "presence", True)
    ]
    name = pl.coalesce("matched_name", "organisation_name")
    return (
        pl.when(pl.col("match") == NEAR)
        .then(pl.format("its name is only nearly that of {}", name))
        .when(pl.col("match") == CUT)
        .then(pl.format("its name is cut off, and only {} begins so", name))
        .when(pl.col("match") == REWORDED)
        .then(pl.format("{} has its name in other words", name))
        .when(pl.col("match") == OTHER_FORM)
        .then(pl.format("its legal form is not that of {}", name))
        .when("without_form")
        .then(pl.format("the file gives no legal form, and {} may not be the one meant", name))
        .when(pl.col("at_address") >= thresholds()["address"]["shared_by"])
        .then(pl.format("{} organisations share its registered address", "at_address"))
        .when(pl.col("register").is_in(elsewhere))
        .then(pl.lit("the postcode in its register may be a trustee's"))
    )


_IN_GENERAL = {
    r"^its name is only nearly that of .*$": "their names are only nearly those in a register",
    r"^its name is cut off, and only .* begins so$": "their names are cut off",
    r"^.* has its name in other words$": "their names are in other words in a register",
    r"^its legal form is not that of .*$": "their legal forms are not those in the register",
    r"^the file gives no legal form, and .* may not be the one meant$": (
        "the file gives no legal form, and the organisation found may not be the one meant"
    ),
    r"^[0-9]+ organisations share its registered address$": "many share their registered addresses",
    r"^its postcode .* was read as .*$": "in their postcodes a letter stood for a digit, or the reverse",
}


def doubt_in_general(doubt: pl.Expr) -> pl.Expr:
    """A doubt of `register_doubt` or the ladder without the one organisation or postcode in it."""
    for pattern, general in _IN_GENERAL.items():
        doubt = doubt.str.replace(pattern, general)
    return doubt
