"""Payments seen from home: each with what its payee is and how far away it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors as cs

from spendaudit.places.tiers import NOT_PLACED
from spendaudit.report.values import Omitted

if TYPE_CHECKING:
    from spendaudit.audit import Audit
    from spendaudit.places.areas import Area

NO_NAME = "(no name in the file)"
NO_PURCHASE = "that is no purchase"
UNPLACED = "that could not be placed"
_FEW = ("kind", "influenceable", "rule", "tier", "district", "placed_by")
_FEW_TEXTS = pl.Categories("payees", "spendaudit", pl.UInt16)
"""Of these there are some hundreds: of each payment they take half the room of other texts."""
FIRST_MONTH = 4
"""April, in which a financial year begins."""


def spend_of(audit: Audit) -> pl.DataFrame:
    """One row a payment, with the columns that measures rest on.

    Returns:
        `pence`, `paid_on`, `paid_to`, `department`, `category` (spellings that differ in capitals
        and spaces alone are one, the most frequent); and of the payee `name` (cleaned),
        `label` (the spelling that most money went under), `kind`, `influenceable`, `rule`,
        `public`, `tier`, `district`, `placed_by`, `doubt`.
    """
    payees = audit.payees.select(
        "payee", "name", "supplier", "kind", "influenceable", "rule", "public", "tier",
        "district", "placed_by", "doubt",
    )  # fmt: skip
    payments = audit.payments.select(
        "payee", "pence", "paid_on", "paid_to", "department", "category"
    )
    payments = payments.with_columns(
        _in_one_spelling(payments[column]) for column in ("department", "category")
    )
    totals = payments.group_by("payee").agg(pl.col("pence").sum().alias("of_payee"))
    labels = (
        payees.join(totals, on="payee")
        .group_by("name", "supplier")
        .agg(pl.col("of_payee").sum())
        .sort("of_payee", "supplier", descending=[True, False], nulls_last=True)
        .group_by("name", maintain_order=True)
        .agg(pl.col("supplier").first().fill_null(NO_NAME).alias("label"))
    )
    described = payees.drop("supplier").join(labels, on="name", how="left")
    return payments.join(
        described.with_columns(
            cs.by_name(_FEW).cast(pl.Categorical(_FEW_TEXTS)),
            (cs.string() - cs.by_name(_FEW)).cast(pl.Categorical),
        ),
        on="payee",
        how="left",
        maintain_order="left",
    ).drop("payee")


def paid_by_payee(audit: Audit) -> pl.DataFrame:
    """One row a payee, as `Audit.payees`, with what it was paid: `pence` and `payments`.

    For what depends on the payee alone: a million payments are summed once.
    """
    sums = audit.payments.group_by("payee").agg(pl.col("pence").sum(), pl.len().alias("payments"))
    return audit.payees.join(sums, on="payee", maintain_order="left")


def _in_one_spelling(texts: pl.Series) -> pl.Series:
    """The texts, those that differ in capitals and spaces alone in their most frequent spelling."""
    found = (
        texts.drop_nulls()
        .value_counts()
        .select(pl.col(texts.name).cast(pl.String).alias("text"), "count")
    )
    key = pl.col("text").str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()
    found = found.with_columns(key.alias("key"))
    if found["key"].n_unique() == found.height:
        return texts
    best = (
        found.sort("count", "text", descending=[True, False])
        .group_by("key", maintain_order=True)
        .agg(pl.col("text").first().alias("best"))
    )
    other = found.join(best, on="key").filter(pl.col("text") != pl.col("best"))
    return texts.cast(pl.String).replace(other["text"], other["best"]).cast(texts.dtype)


def sum_of(pence: pl.Series) -> int:
    """The sum of a column of pence; nought for an empty one."""
    return int(pence.sum())


def sum_where(spend: pl.DataFrame, which: pl.Expr) -> int:
    """The pence of some payments; to filter the whole table would copy every column of it."""
    return int(spend.select(pl.col("pence").filter(which).sum()).item())


def pounds(pence: int | None) -> Decimal:
    """Pence as pounds with two places."""
    return (Decimal(pence or 0) / 100).quantize(Decimal("0.01"))


def financial_year(day: pl.Expr) -> pl.Expr:
    """The calendar year in which the financial year of a day began: 2024 for April 2024 to March 2025."""
    return day.dt.year() - (day.dt.month() < FIRST_MONTH).cast(pl.Int32)


def year_name(began: int) -> str:
    """Name a financial year as councils do: 2024-25."""
    return f"{began}-{(began + 1) % 100:02}"


def share(part: int, whole: int) -> float | None:
    """A part as a fraction of a whole; None where the whole is nought or a net credit."""
    return part / whole if whole > 0 else None


def is_local(home: str) -> pl.Expr:
    """Whether a payment stayed in the home tier."""
    return pl.col("tier") == home


def is_influenceable() -> pl.Expr:
    """Whether a payment could have gone elsewhere; where that is not sure, it counts as one."""
    return pl.col("influenceable") != "no"


def is_placed() -> pl.Expr:
    """Whether a payment's payee was found anywhere, abroad included."""
    return pl.col("tier") != NOT_PLACED


def is_public() -> pl.Expr:
    """Whether a payment's payee is a public body."""
    return pl.col("public").fill_null(value=False)


def leaves(home: str) -> pl.Expr:
    """Whether a payment's payee was found outside the home area."""
    return ~is_local(home) & is_placed()


def none_outside(spend: pl.DataFrame, home: Area) -> str:
    """Why there is nothing to say of purchases that leave, where none was placed outside."""
    if not spend.select((is_influenceable() & is_placed()).any()).item():
        return "no purchase could be placed anywhere"
    return f"no purchase was placed outside {home.in_a_sentence}"


def no_purchase(spend: pl.DataFrame) -> Omitted:
    """What a table of purchases leaves out: pounds that could not have gone elsewhere."""
    return Omitted(pounds(sum_where(spend, ~is_influenceable())), NO_PURCHASE)


def not_leaving(spend: pl.DataFrame, home: Area) -> tuple[Omitted, ...]:
    """What a table of purchases that leave leaves out."""
    stayed = sum_where(spend, is_influenceable() & is_local(home.name))
    nowhere = sum_where(spend, is_influenceable() & ~is_placed())
    return (
        Omitted(pounds(stayed), f"that stayed in {home.in_a_sentence}"),
        Omitted(pounds(nowhere), f"{UNPLACED} (some of it leaves too)"),
        no_purchase(spend),
    )
