"""Postcodes with a letter typed for a digit, or the reverse: SW20 OBA is SW20 0BA."""

from __future__ import annotations

import polars as pl

from spendaudit.places.postcode_table import look_up

DIGIT_FOR_LETTER = {"O": "0", "I": "1", "S": "5", "B": "8", "Z": "2"}
LETTER_FOR_DIGIT = {digit: letter for letter, digit in DIGIT_FOR_LETTER.items()}

OUTWARD_SHAPES = ("A9", "A99", "AA9", "A9A", "AAA", "AA99", "AA9A")
"""Where letters (A) and digits (9) stand in an outward code; the inward one is always 9AA.

Source: Royal Mail, Programmers' Guide to the Postcode Address File, edition 7; AAA is GIR, and NPT
until 1998.
"""


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
    candidates = pl.concat(
        misses.filter(pl.col("compact").str.len_bytes() == len(shape) + 3)
        .select("row", key=_put_right(shape + "9AA"))
        .drop_nulls()
        for shape in OUTWARD_SHAPES
    ).unique()
    real = look_up(candidates, postcodes.select("key"))
    return real.filter(pl.len().over("row") == 1)


def _put_right(shape: str) -> pl.Expr:
    """The text with each character made to fit the shape; null where one cannot be."""
    characters = []
    for place, wanted in enumerate(shape):
        character = pl.col("compact").str.slice(place, 1)
        look_alikes = LETTER_FOR_DIGIT if wanted == "A" else DIGIT_FOR_LETTER
        fits = "^[A-Z]$" if wanted == "A" else "^[0-9]$"
        characters.append(
            pl.when(character.str.contains(fits))
            .then(character)
            .otherwise(character.replace_strict(look_alikes, default=None, return_dtype=pl.String))
        )
    return pl.concat_str(characters)
