"""What a register says of an organisation beside its place: size, industry, age, and whether it was there."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import polars as pl

MICRO, SMALL, MEDIUM, LARGE, NOT_KNOWN = "micro", "small", "medium", "large", "not known"
SIZES = (MICRO, SMALL, MEDIUM, LARGE, NOT_KNOWN)
SIZE_IS = "a proxy: the category of the accounts that the company filed last, not its staff"
"""What must stand beside every size. Source of each class: `size_classes.csv`."""

GONE = "dissolved or removed before it was last paid"
NOT_YET = "registered only after it was paid"
ENDING = "in liquidation, administration or being struck off, as the register says now"
_DAYS_OF_A_YEAR = 365.25
# Words of Companies House, of the charity regulators and of the mutuals register.
_ENDING = r"liquidation|administration|administrative receiver|receivership|insolvency|strike off|voluntary arrangement"


def size_of(accounts: pl.Expr, said: pl.Expr | None = None) -> pl.Expr:
    """The size class by the category of the accounts (SIZE_IS), unless the user says another.

    Args:
        accounts: the category as Companies House writes it.
        said: the user's `sme`: a class, or yes, which is `small` at the most known, or no.
    """
    table = {row["accounts"]: row["size"] for row in _rows("size_classes.csv")}
    by_accounts = (
        accounts.str.strip_chars()
        .str.to_uppercase()
        .replace_strict(table, default=NOT_KNOWN, return_dtype=pl.String)
    )
    if said is None:
        return by_accounts
    word = said.str.strip_chars().str.to_lowercase()
    own = pl.when(word.is_in(SIZES[:-1])).then(word)
    # Yes says no class: the accounts do, where they do not contradict it.
    is_sme = word.is_in(["yes", "y", "true", "1", "sme"])
    is_large = word.is_in(["no", "n", "false", "0"])
    believed = pl.when(by_accounts.is_in([MICRO, SMALL, MEDIUM])).then(by_accounts)
    return (
        pl.when(own.is_not_null())
        .then(own)
        .when(is_sme)
        .then(pl.coalesce(believed, pl.lit(MEDIUM)))
        .when(is_large)
        .then(pl.lit(LARGE))
        .otherwise(by_accounts)
    )


@cache
def industries() -> pl.DataFrame:
    """The 88 divisions of SIC 2007: `division`, `division_name`, `section`, `section_name`.

    Source: Office for National Statistics, UK Standard Industrial Classification of Economic
    Activities 2007; the names are shortened.
    """
    return pl.DataFrame(
        _rows("industries.csv"),
        schema=dict.fromkeys(("division", "division_name", "section", "section_name"), pl.String),
        orient="row",
    )


def industry_of(sic: pl.Expr, says: str) -> pl.Expr:
    """A column of `industries` for the first of an organisation's SIC codes; null without one.

    Companies House's own codes for dormant and non-trading companies and for residents' associations
    (99999, 74990, 98000) are no industry.
    """
    # A spreadsheet takes the zero in front away: 1110 is 01110.
    first = sic.str.extract(r"^\s*([0-9]{4,5})").str.zfill(5)
    real = pl.when(~first.is_in(["99999", "74990", "98000"])).then(first)
    table = dict(industries().select("division", says).iter_rows())
    return real.str.head(2).replace_strict(table, default=None, return_dtype=pl.String)


def age_when_paid(since: pl.Expr, first_paid: pl.Expr) -> pl.Expr:
    """Whole years between the registration and the first payment; null where either is unknown."""
    years = (first_paid - since).dt.total_days() / _DAYS_OF_A_YEAR
    return pl.when(years >= 0).then(years.floor().cast(pl.Int32))


def standing_when_paid(
    since: pl.Expr, until: pl.Expr, status: pl.Expr, paid: tuple[pl.Expr, pl.Expr]
) -> pl.Expr:
    """What is wrong with an organisation's standing when it was paid; null where nothing is.

    Args:
        since: registered or incorporated.
        until: dissolved or removed; null while it is there.
        status: the register's own word, which is of the register's day and not of the payment's.
        paid: day of the first and of the last payment.
    """
    first_paid, last_paid = paid
    return (
        pl.when(until < last_paid)
        .then(pl.lit(GONE))
        .when(since > first_paid)
        .then(pl.lit(NOT_YET))
        .when(status.str.to_lowercase().str.contains(_ENDING))
        .then(pl.lit(ENDING))
    )


def _rows(table: str) -> list[dict[str, str]]:
    path = Path(__file__).parent / "data" / table
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
