"""The lines of a text, as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

_NO_SEPARATOR = "\0"
"""A byte that no text has: such files are refused before, or written again without it."""


class Marks(NamedTuple):
    """Which quotation marks stand anywhere in a text.

    Attributes:
        quotes: one.
        doubled: two side by side, or perhaps so.
    """

    quotes: bool = False
    doubled: bool = False


def number_of_lines(path: Path) -> int:
    """How many lines a text has, the last one also without its end."""
    return int(lines_of(path).select(pl.len()).collect(engine="streaming").item())


def lines_of(path: Path) -> pl.LazyFrame:
    """The lines of a text as they stand, without their ends, in a column `line`."""
    return pl.scan_csv(
        path,
        has_header=False,
        infer_schema=False,
        separator=_NO_SEPARATOR,
        quote_char=None,
        schema={"line": pl.String},
        empty_string_is_null=False,
        raise_if_empty=False,
        glob=False,
    )
