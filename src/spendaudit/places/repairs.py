"""Postcodes with a letter typed for a digit, or the reverse: SW20 OBA is SW20 0BA."""

from __future__ import annotations

from itertools import groupby

import polars as pl

from spendaudit.places.postcode_table import look_up, packed

DIGIT_FOR_LETTER = {"O": "0", "I": "1", "S": "5", "B": "8", "Z": "2"}
LETTER_FOR_DIGIT = {digit: letter for letter, digit in DIGIT_FOR_LETTER.items()}

OUTWARD_SHAPES = ("A9", "A99", "AA9", "A9A", "AAA", "AA99", "AA9A")
"""Where letters (A) and digits (9) stand in an outward code.

Source: Royal Mail, Programmers' Guide to the Postcode Address File, edition 7; AAA is GIR, and NPT
until 1998.
"""
INWARD_SHAPE = "9AA"
"""The other half of every postcode."""
LETTERED = "E1W|N1[CP]|NW1W|SE1P|W1[A-HJKMNPR-Y]|(?:EC|SW|WC)[1-9][A-HJ-NPR-Y]"
"""The outward codes that end in a letter, all of them in London: W1S, but never B1S.

Source: the ONS Postcode Directory of November 2025, ended postcodes included; others are GIR and NPT.
"""
SOUND = rf"^(?:([A-Z]{{1,2}})(?:[0-9]|[1-9][0-9])?|(?:{LETTERED}))[0-9][A-Z]{{2}}$"
"""A text whose letters and digits all stand where a postcode has them, and the area it begins with.

The number of the district may be left out: WS 1TT.
"""
GAP_ELSEWHERE = r"^[^ ]+ (?:[^ ]{1,2}|[^ ]{4,})$"
"""Two words of which the second has not the three signs of an inward code: B16 8B lacks one."""


def repaired_postcodes(misses: pl.DataFrame, postcodes: pl.DataFrame) -> pl.DataFrame:
    """Postcodes of the directory that a text becomes when its letters and digits are put right.

    Every look-alike that stands in the wrong place is exchanged (O and 0, I and 1, S and 5, B and
    8, Z and 2); one in a place that suits it is left alone. A text that could be two postcodes of
    the directory is no repair, nor is one in which nothing stands in the wrong place: W15 1UA may be
    W1S 1UA, but as well W5 1UA. Nor is one whose gap says that a sign is missing or too many.

    Args:
        misses: columns `row`, `words` (capitals and digits in single spaces) and `compact` (without
            those), none in the directory.
        postcodes: the directory table, with the column `key`.

    Returns:
        Columns `row` and `key`, at most one row a text.
    """
    length = pl.col("compact").str.len_bytes()
    candidates = pl.concat(
        misses.lazy()
        .filter(length == len(shape) + len(INWARD_SHAPE))
        .filter(~pl.col("words").str.contains(GAP_ELSEWHERE))
        .select("row", key=_put_right(shape + INWARD_SHAPE))
        .filter(pl.col("key").str.contains(_fits(shape + INWARD_SHAPE)))
        for shape in OUTWARD_SHAPES
    ).unique()
    real = look_up(candidates.collect(), postcodes.select("key"))
    alone = real.filter(pl.len().over("row") == 1)
    doubtful = misses.join(alone, on="row", how="semi")
    return alone.join(_sound(doubtful, postcodes["key"]), on="row", how="anti")


def _sound(misses: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    """The texts that might be postcodes as they stand: any other slip is as likely as a look-alike."""
    shaped = misses.filter(pl.col("compact").str.contains(SOUND)).with_columns(
        pl.col("compact").str.extract(SOUND, 1).alias("area")
    )
    # The table is sorted, and after the letters of an area comes a digit: between "W0" and "W:".
    ends = shaped.select(
        packed(pl.col("area") + "0").alias("from"), packed(pl.col("area") + ":").alias("to")
    )
    known = keys.search_sorted(ends["from"].fill_null(0)) < keys.search_sorted(
        ends["to"].fill_null(0)
    )
    return shaped.filter(known | pl.col("area").is_null())


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
