"""Texts that repeat, as those of a ledger do: each distinct one is tidied once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FEW_ROWS = 50_000
"""Of so few rows all texts are tidied in one query, sooner than the distinct ones are found."""


def tidied(
    cells: pl.DataFrame, names: Sequence[str], tidy: Callable[[pl.Expr], pl.Expr]
) -> pl.DataFrame:
    """The cells with the texts of some columns changed.

    Args:
        cells: with these columns, Categorical.
        names: of the columns.
        tidy: what to do with a text, as an expression on String.
    """
    if cells.height <= FEW_ROWS:
        texts = pl.col(names).cast(pl.String)
        return cells.with_columns(tidy(texts).cast(pl.Categorical))
    return cells.with_columns(_each_distinct(cells[name], tidy) for name in names)


def _each_distinct(texts: pl.Series, tidy: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    distinct = texts.unique()
    written = distinct.cast(pl.String).alias("text")
    better = written.to_frame().select(tidy(pl.col("text"))).to_series()
    if better.eq_missing(written).all():
        return texts
    return texts.replace_strict(distinct, better.cast(pl.Categorical))
