"""Postcodes with a letter typed for a digit, or the reverse: SW20 OBA is SW20 0BA."""

from __future__ import annotations

from itertools import groupby

import polars as pl

from spendaudit.places.postcode_table import look_up

DIGIT_FOR_LETTER = {"O": "0", "I": "1", "S": "5", "B": "8", "Z": "2"}
LETTER_FOR_DIGIT = {digit: letter for letter, digit in DIGIT_FOR_LETTER.items()}

OUTWARD_SHAPES = ("A9", "A99", "AA9", "A9A", "AAA", "AA99", "AA9A")
"""Where letters (A) and digits (9) stand in an outward code.

Source: Royal Mail, Programmers' Guide to the Postcode Address File, edition 7; AAA is GIR, and NPT
until 1998.
"""
INWARD_SHAPE = "9AA"
"""The other half of every postcode."""


def repaired_postcodes(misses: pl.DataFrame, postcodes: pl.DataFrame) -> pl.DataFrame:
    """Postcodes of the directory that a text becomes when its letters and digits are put right.

    Every look-alike that stands in the wrong place is exchanged (O and 0, I and 1, S and 5, B and
    8, Z and 2); one in a place that suits it is left alone. A text that could be two postcodes of
    the directory is no repair.

    Args:
        misses: columns `row` and `compact` (capitals and digits only), none in the directory.
        postcodes: the directory table, with the column `key`.

    Returns:
        Columns `row` and `key`, at most one row a text.
    """
    length = pl.col("compact").str.len_bytes()
    candidates = pl.concat(
        misses.lazy()
        .filter(length == len(shape) + len(INWARD_SHAPE))
        .select("row", key=_put_right(shape + INWARD_SHAPE))
        .filter(pl.col("key").str.contains(_fits(shape + INWARD_SHAPE)))
        for shape in OUTWARD_SHAPES
    ).unique()
    real = look_up(candidates.collect(), postcodes.select("key"))
    return real.filter(pl.len().over("row") == 1)


def _put_right(shape: str) -> pl.Expr:
    """The text with every look-alike exchanged that the shape has in another place."""
    runs, at = [], 0
    for wanted, places in groupby(shape):
        length = len(list(places))
        look_alikes = LETTER_FOR_DIGIT if wanted == "A" else DIGIT_FOR_LETTER
        runs.append(pl.col("compact").str.slice(at, length).str.replace_many(look_alikes))
        at += length
    return pl.concat_str(runs)


def _fits(shape: str) -> str:
    """A pattern for texts of a shape."""
    return f"^{''.join('[A-Z]' if wanted == 'A' else '[0-9]' for wanted in shape)}$"
