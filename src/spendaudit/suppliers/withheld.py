"""Names that were withheld: which texts stand in place of one, and what they say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.names.cleaning import plain_words
from spendaudit.suppliers.payee_rules import payee_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_BESIDE = ("purpose", "category")
"""Columns in which a row may say so of its payee."""


def redacted(spelt: pl.Series) -> pl.Series:
    """Whether each text stands where a name was withheld, in any of the ways publishers write that.

    A name is not withheld because it sounds like it: Redactive Publishing and Confidential Direct
    are firms, and what follows a hash is a remark about the name before it.
    """
    says = payee_table()["redaction"]
    around = f"(?:{says['filler']}|{says['key']})"
    pattern = (
        rf"^(?:{around} )*(?:{says['word']}|{says['key']})(?: {around})*$"
        rf"|^(?:{says['alone']})$|\b(?:{says['anywhere']})\b"
    )
    text = pl.col("text")
    words = plain_words(text.str.strip_chars_start(" #").str.replace("#.*$", ""))
    said = (
        pl.DataFrame({"text": spelt.fill_null("")})
        .lazy()
        .select("text", words.alias("words"))
        .select(
            text.str.contains(says["blanked"]).alias("blanked"),
            pl.col("words").str.contains(pattern).alias("says so"),
            "words",
        )
        .collect()
    )
    # Only what says so is asked whether it is the name of a firm, which takes longer.
    named = pl.col("words").str.replace_all(rf"\b(?:{says['word']}|{around}|{says['firm']})\b", "")
    is_firm = pl.col("words").str.contains(rf"\b(?:{says['firm']})$") & named.str.contains(r"\p{L}")
    says_so = said["says so"].arg_true()
    firms = says_so.filter(said[says_so].select(is_firm.alias("firm"))["firm"])
    withheld = said["says so"].scatter(firms, values=False) if len(firms) else said["says so"]
    return (withheld | said["blanked"]).alias("withheld")


def with_withheld_beside(
    payments: pl.DataFrame, headings: Mapping[str, str]
) -> tuple[pl.DataFrame, list[str]]:
    """Payments without a supplier that say in another cell that the name was withheld, with that text as it.

    Args:
        payments: as `frames.PAYMENTS`.
        headings: of the columns that the file has, by their meanings.

    Returns:
        The payments, and a notice.
    """
    notices: list[str] = []
    for column in _BESIDE:
        if column not in headings or not payments["supplier"].null_count():  # as in most files
            continue
        bare = payments["supplier"].is_null() & payments[column].is_not_null()
        texts = payments[column].filter(bare).unique().cast(pl.String)
        said = texts.filter(redacted(texts) & _surely(texts))
        if said.is_empty():
            continue
        here = bare & payments[column].is_in(said.cast(pl.Categorical).implode())
        many, example = int(here.sum()), said.sort()[0][:40]
        what, say = ("payment names", "says") if many == 1 else ("payments name", "say")
        notices.append(
            f"{many:,} {what} no supplier, and {say} under {headings[column]!r} that the name is withheld, "
            f"such as {example!r}: read so"
        )
        payments = payments.with_columns(
            pl.when(here).then(pl.col(column)).otherwise("supplier").alias("supplier")
        )
    return payments, notices


def _surely(texts: pl.Series) -> pl.Series:
    """Whether each text speaks of what was withheld, and not of a kind of payees alone: `Individuals`."""
    says = payee_table()["redaction"]
    words = plain_words(pl.col("text"))
    surely = words.str.contains(rf"\b(?:{says['word']}|{says['key']})\b")
    return pl.DataFrame({"text": texts}).select(surely).to_series()


def withheld_as(spelt: pl.Expr) -> pl.Expr:
    """What a text that stands in place of a name says of it, as a phrase of the table of payees."""
    words = plain_words(spelt)
    said = pl.lit(None, pl.String)
    for reason in reversed(payee_table()["redaction"]["reasons"]):
        said = (
            pl.when(words.str.contains(reason["pattern"]))
            .then(pl.lit(reason["name"]))
            .otherwise(said)
        )
    return said
