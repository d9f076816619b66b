"""Totals printed beside the column of amounts: in a title, in a note, in another column."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import NO_AMOUNT, plain_pence, unusual_pence
from spendaudit.clean.fates import fate
from spendaudit.clean.total_labels import LABEL
from spendaudit.clean.totals import ControlTotal

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

# A sentence that ends in pounds and pence, `Total spend over £500: £1,234.56`.
_SENTENCE = r"(?i)^.*?\btotals?\b.*?(£?[ \t]*-?[(]?£?[ \t]*(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]{2}[)]?)\s*$"
# What such a sentence must speak of to be held against the payments where it differs from them.
_OF_PAYMENTS = (
    r"(?i)\btotals?\s*(?:$|[:=£-]|(?:net|gross)?\s*"
    r"(?:amounts?|spend(?:ing)?|spent|payments?|paid|expenditure|value)\b)"
)
_LONGEST = 300


def with_printed_totals(
    cells: pl.DataFrame, rows: Rows
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...]]:
    """Find the totals that do not stand under the heading of the amounts.

    A figure counts as one where it equals the payments to the penny, or where its label says what
    it is; any other stays what it was.

    Args:
        cells: with `line`, `fate` and `pence`, after the totals under the heading were found.
        rows: where they come from.

    Returns:
        The same, with `fate` `total` for rows that would else be set aside for want of an amount;
        and the totals.
    """
    without = pl.col("pence").is_null() & (pl.col("fate") == "set aside")
    asked = cells.filter(pl.col("fate") != "payment").filter(  # of the few that are left
        (without & (pl.col("reason") == NO_AMOUNT)) | pl.col("fate").is_in(["note", "title"])
    )
    if asked.is_empty():
        return cells, ()
    paid, withheld = (
        int(cells["pence"].filter(cells["fate"] == one).sum()) for one in ("payment", "set aside")
    )
    found = _figures(asked, rows)
    equal = pl.col("printed").is_in([paid, paid + withheld]) & (pl.col("printed") != 0)
    is_note = pl.col("fate") != "set aside"
    alone = pl.col("figures") == 1
    told = (
        pl.when(is_note)
        .then(
            (alone & equal & (pl.col("labelled") | (pl.col("filled") == 1)))
            | (alone & pl.col("of_payments"))
        )
        .otherwise(alone & pl.col("only_label"))
    )
    totals = found.filter(told & (pl.col("exact") | equal)).sort("line")
    if totals.is_empty():
        return cells, ()
    moved = totals.filter(~is_note)["line"].to_list()
    cells = cells.with_columns(
        pl.when(pl.col("line").is_in(moved)).then(fate("total")).otherwise("fate").alias("fate")
    )
    return cells, tuple(
        ControlTotal(
            line,
            Decimal(printed) / 100,
            Decimal(printed if printed == paid + withheld else paid) / 100,
            below=fate == "title",
        )
        for line, printed, fate in totals.select("line", "printed", "fate").iter_rows()
    )


def _figures(asked: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """For each row how many money figures its cells hold, the figure, and what labels it."""
    text = pl.col("text")
    sentence = text.str.extract(_SENTENCE, 1).str.strip_chars()
    printed = pl.coalesce(
        plain_pence(text), unusual_pence(text), plain_pence(sentence), unusual_pence(sentence)
    )
    is_label = text.str.contains(LABEL)
    everywhere = [pl.col(column).fill_null("") for column in rows.everything()]
    speaks = pl.any_horizontal(
        cell.str.contains_any(["total"], ascii_case_insensitive=True) for cell in everywhere
    )
    cells = (
        rows.cells.join(asked.select("line", "fate").lazy(), on="line")
        .filter((pl.col("fate") != "set aside") | speaks)
        .drop("fate")
        .collect(engine="streaming")
        .unpivot(index="line", value_name="text", variable_name="column")
        .with_columns(text.fill_null("").str.strip_chars().str.slice(0, _LONGEST))
        .filter(text != "")
        .with_columns(
            printed.alias("printed"),
            is_label.alias("label"),
            text.str.contains(r"(?i)\btotals?\b").alias("mention"),
            text.str.contains(_OF_PAYMENTS).alias("of_payments"),
            text.str.contains(r"£|\.[0-9]{2}[)]?$").alias("exact"),
        )
    )
    figure = pl.col("printed").is_not_null()
    return (
        cells.group_by("line")
        .agg(
            pl.col("printed").filter(figure).first(),
            figure.sum().alias("figures"),
            pl.len().alias("filled"),
            pl.col("mention").any().alias("labelled"),
            pl.col("of_payments").any(),
            pl.col("exact").filter(figure).any(),
            # Nothing but a label and a figure: no supplier that is merely called so.
            (pl.col("label").any() & (pl.col("label") | figure).all()).alias("only_label"),
        )
        .join(asked.select("line", "fate"), on="line")
    )
