"""A file's column of amounts, read as a whole: exact pence, the currency, what a spreadsheet did."""

from __future__ import annotations

import polars as pl

from spendaudit.clean.amounts import (
    has_fraction_of_penny,
    in_scientific_notation,
    unusual_pence,
    why_unreadable,
    without_dollar_sign,
)

_POUNDS = ("", "GBP", "£", "STERLING", "POUND", "POUNDS", "UK", "UKP")
"""What a currency column says where the amount is in pounds."""


def read_amounts(cells: pl.DataFrame, *, in_sterling: bool) -> tuple[pl.DataFrame, list[str]]:
    """Read the amounts that are not written plainly, and say why the others cannot be read.

    Args:
        cells: with `amount`, `pence` where it is plain, and `currency`.
        in_sterling: whether the heading says so, whatever the currency of the invoice.

    Returns:
        The same with all of `pence`, `fraction` (of a penny, rounded off) and, where the pence are
        null, `reason`; and notices.
    """
    notices = []
    unread = cells["pence"].is_null().arg_true()
    texts = pl.DataFrame({"amount": cells["amount"].gather(unread)})
    amount = pl.col("amount")
    if _is_all_dollars(cells, texts):
        amount = without_dollar_sign(amount)
        notices.append("every amount is written with $: read as pounds")
    read = texts.select(
        unusual_pence(amount).alias("pence"),
        in_scientific_notation(amount).alias("scientific"),
        has_fraction_of_penny(amount).alias("fraction"),
    ).with_columns(pl.col("scientific") & pl.col("pence").is_not_null())
    reasons = texts.select(
        pl.when(read["pence"].is_null()).then(why_unreadable(amount)).alias("reason")
    )
    cells = cells.with_columns(
        cells["pence"].scatter(unread, read["pence"]),
        pl.Series("fraction", [False])
        .new_from_index(0, cells.height)
        .scatter(unread, read["fraction"]),
        pl.Series("reason", [None], pl.String)
        .new_from_index(0, cells.height)
        .scatter(unread, reasons["reason"]),
    )
    if read["scientific"].any():
        rounded = read.filter("scientific")
        pounds = int(rounded["pence"].sum()) / 100
        what = "amount" if rounded.height == 1 else "amounts"
        stands, them = ("stands", "it") if rounded.height == 1 else ("stand", "them")
        notices.append(
            f"{rounded.height:,} {what}, £{pounds:,.2f} in all, {stands} as 1.5E+05: "
            f"a spreadsheet may have rounded {them}"
        )
    return cells if in_sterling else _without_other_currencies(cells), notices


def _is_all_dollars(cells: pl.DataFrame, unread: pl.DataFrame) -> bool:
    """Whether a file was exported under American settings: the wrong sign stands everywhere.

    A lone dollar amount among pounds is a dollar amount.
    """
    dollars = int(unread["amount"].str.contains("$", literal=True).sum())
    if not dollars:
        return False
    amounts = cells["amount"]
    figures = int(amounts.str.contains(r"\d").sum())
    return dollars > figures * 0.9 and not amounts.str.contains("£", literal=True).any()


def _without_other_currencies(cells: pl.DataFrame) -> pl.DataFrame:
    """Take the pence from rows whose currency column names another currency, and say so."""
    written = pl.col("currency").cast(pl.String)
    currency = written.str.to_uppercase()
    other = ~currency.is_in(_POUNDS) & pl.col("pence").is_not_null()
    return cells.with_columns(
        pl.when(other).then(None).otherwise("pence").alias("pence"),
        pl.when(other)
        .then("the amount is in " + written + ", not in pounds")
        .otherwise("reason")
        .alias("reason"),
    )


def notice_fractions(payments: pl.DataFrame) -> list[str]:
    """Say how many amounts were rounded to the penny."""
    fractions = payments["fraction"].sum()
    if not fractions:
        return []
    what = "amount has" if fractions == 1 else "amounts have"
    return [f"{fractions:,} {what} fractions of a penny: rounded to the penny"]
