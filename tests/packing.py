"""Postcodes as the directory table keeps them, back as text: for tests to read and to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


def unpacked(keys: Iterable[int]) -> list[str]:
    """Texts, capitals without spaces, of keys."""
    return [key.to_bytes(8, "big").decode("ascii").rstrip() for key in keys]


def rows_of(postcodes: pl.DataFrame) -> list[tuple[object, ...]]:
    """Rows of a directory table, the key as text."""
    return postcodes.with_columns(pl.Series("key", unpacked(postcodes["key"]))).rows()
