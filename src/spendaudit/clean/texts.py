"""Texts that repeat, as those of a ledger do: each distinct one is tidied once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable


def tidied(texts: pl.Series, tidy: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """A Categorical column with every text changed; null stays null.

    Args:
        texts: Categorical.
        tidy: from distinct texts to as many tidy ones, both String.
    """
    distinct = texts.unique()
    written = distinct.cast(pl.String)
    better = tidy(written)
    if better.eq_missing(written).all():
        return texts
    return texts.replace_strict(distinct, better.cast(pl.Categorical))
