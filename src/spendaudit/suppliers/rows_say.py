"""What a row says of its payment, where the name of the payee alone would mislead: a grant, a purchase, a card's bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.names.cleaning import clean_name, plain_words
from spendaudit.names.codes import by_their_names
from spendaudit.suppliers.kinds import kinds_of, taken_by_own_rule
from spendaudit.suppliers.payee_rules import NO_REASON, standard_rules

if TYPE_CHECKING:
    from spendaudit.suppliers.payee_rules import RowRule, Rules

_SAID_BY = ("payee", "body", "category", "purpose")


def as_rows_say(
    payments: pl.DataFrame, payees: pl.DataFrame, rules: Rules | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payments and payees, those payments that their row says more of with a payee of their own.

    The new payee is the old one but for `influenceable` and `rule`, and `by_row` names the rule of
    the table; of all others it is null. A payee that has no payment left is left out. What a rule
    of the user's decides, no row changes.

    Args:
        payments: with `payee`, and as `frames.PAYMENTS`.
        payees: with `payee`, `supplier`, `name`, `kind`, `influenceable` and `rule`.
        rules: that told the kinds of the payees; None for those of the package.
    """
    asked = rules or standard_rules()
    payees = payees.with_columns(pl.lit(None, pl.String).alias("by_row"))
    corrected = pl.any_horizontal(pl.lit(value=False), *(_may_correct(rule) for rule in asked.rows))
    concerned = payees.filter(corrected.fill_null(value=False))
    bodies = payments["body"].drop_nulls().unique()
    by_name = (
        concerned.with_columns(pl.lit(str(bodies[0])).alias("publisher"))
        if len(bodies) == 1
        else concerned
    )
    concerned = concerned.filter(~taken_by_own_rule(by_their_names(by_name), asked))
    at = _worth_reading(payments, concerned, asked.rows)
    if not len(at):
        return payments, payees
    said = payments.select(_SAID_BY)[at]
    texts = _taken(said.unique(maintain_order=True), concerned, asked.rows)
    if texts.is_empty():
        return payments, payees
    apart = (
        texts.select("payee", "taken_by")
        .unique(maintain_order=True)
        .with_row_index("payee_of_row", offset=payees.select(pl.col("payee").max() + 1).item())
    )
    numbers = texts.join(apart, on=["payee", "taken_by"], maintain_order="left")
    moved = said.join(
        numbers.select(*_SAID_BY, "payee_of_row"),
        on=_SAID_BY,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    now = moved.select(pl.coalesce("payee_of_row", "payee").cast(payments.schema["payee"]))[
        "payee_of_row"
    ]
    payments = payments.with_columns(payments["payee"].scatter(at, now))
    verdicts = pl.DataFrame(
        [(number, one.name, one.influenceable, one.rule) for number, one in enumerate(asked.rows)],
        schema={
            "taken_by": pl.UInt32,
            "row rule": pl.String,
            "row influenceable": pl.String,
            "row reason": pl.String,
        },
        orient="row",
    )
    counted = pl.col("row reason").is_in(sorted(asked.counted))
    others = (
        payees.join(apart.join(verdicts, on="taken_by"), on="payee", maintain_order="right")
        .with_columns(
            pl.col("payee_of_row").cast(payees.schema["payee"]).alias("payee"),
            pl.col("row rule").alias("by_row"),
            pl.when(counted)
            .then(pl.lit("yes"))
            .otherwise("row influenceable")
            .alias("influenceable"),
            pl.when(~counted).then("row reason").alias("rule"),
        )
        .select(payees.columns)
    )
    paid = payments["payee"].unique()
    kept = payees.filter(pl.col("payee").is_in(paid.implode()))
    return payments, pl.concat([kept, others])


def _may_correct(rule: RowRule) -> pl.Expr:
    """Whether a payee is of those of whom a row may say more."""
    return pl.col("rule").fill_null(NO_REASON).is_in(rule.of) & pl.col("kind").is_in(rule.kinds)


def _worth_reading(
    payments: pl.DataFrame, payees: pl.DataFrame, rows: tuple[RowRule, ...]
) -> pl.Series:
    """The places of the payments that a rule may take.

    Most payees are such that no rule gives a reason: of theirs only those whose category or purpose
    has the words, which are looked for in each text once, and before it is made into plain words.
    """
    of_any = [rule for rule in rows if NO_REASON in rule.of]
    named = [rule for rule in rows if NO_REASON not in rule.of]
    chosen = payees.filter(pl.any_horizontal(pl.lit(value=False), *map(_may_correct, named)))
    taken = payments["payee"].is_in(chosen["payee"].implode())
    if not of_any:
        return taken.arg_true()
    patterns = (rule.pattern.replace(r"\b", "").replace(" ", "[^a-z0-9]+") for rule in of_any)
    words = f"(?i){'|'.join(patterns)}"
    said = pl.repeat(value=False, n=payments.height, eager=True)
    for column in ("category", "purpose"):
        texts = payments[column].unique().drop_nulls()
        spelt = texts.cast(pl.String).str.replace_all("['\u2019]", "")
        having = texts.filter(spelt.str.contains(words))
        if len(having):
            said |= payments[column].is_in(having.implode()).fill_null(value=False)
    if said.any():
        taken |= said & payments["payee"].is_in(payees["payee"].implode())
    return taken.arg_true()


def _taken(texts: pl.DataFrame, payees: pl.DataFrame, rows: tuple[RowRule, ...]) -> pl.DataFrame:
    """Those of the texts that a rule takes, with its number as `taken_by`."""
    bodies = texts.select(pl.col("body").cast(pl.String).alias("supplier")).unique().drop_nulls()
    payers = kinds_of(bodies.with_columns(clean_name(pl.col("supplier")).alias("name")))
    words = pl.concat_str(
        pl.col("category").cast(pl.String),
        pl.col("purpose").cast(pl.String),
        separator=" ",
        ignore_nulls=True,
    )
    known = (
        texts.with_columns(
            plain_words(words).alias("words"), pl.col("body").cast(pl.String).alias("payer")
        )
        .join(payees.select("payee", "kind", "rule"), on="payee", maintain_order="left")
        .join(
            payers.select(pl.col("supplier").alias("payer"), pl.col("kind").alias("payer kind")),
            on="payer",
            how="left",
            maintain_order="left",
        )
    )
    first = pl.coalesce(
        pl.lit(None, pl.UInt32),
        *(
            pl.when(_takes(rule)).then(pl.lit(number, dtype=pl.UInt32))
            for number, rule in enumerate(rows)
        ),
    )
    return known.select(*_SAID_BY, first.alias("taken_by")).drop_nulls("taken_by")


def _takes(rule: RowRule) -> pl.Expr:
    takes = _may_correct(rule) & pl.col("words").str.contains(rule.pattern)
    if rule.exclude is not None:
        takes &= ~pl.col("words").str.contains(rule.exclude)
    if rule.payers:
        takes &= pl.col("payer kind").is_in(rule.payers)
    return takes
