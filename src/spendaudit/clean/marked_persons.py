"""Payees that the publisher itself marks as persons, in a column such as Creditor Type."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import polars as pl

from spendaudit.clean.texts import distinct_texts

MARKED = "marked_person"
"""The column of payments that tells it."""
_DATA = Path(__file__).parent / "data" / "person_marks.csv"
_SIGNS = r"[^A-Za-z]+"


def marked_persons(types: pl.Series) -> pl.Series:
    """Whether each cell of a column of the suppliers' types says that the payee is a person.

    A sole trader has a business, and is told by the name.
    """
    texts = distinct_texts(types)
    plain = texts.cast(pl.String).str.replace_all(_SIGNS, " ").str.strip_chars()
    found = texts.filter(plain.str.contains(_marks()))
    if found.is_empty():
        return pl.Series(MARKED, [False]).new_from_index(0, types.len())
    return types.is_in(found.implode()).fill_null(value=False).alias(MARKED)


@cache
def _marks() -> str:
    with _DATA.open(encoding="utf-8", newline="") as rows:
        return f"(?i)^(?:{'|'.join(row['pattern'] for row in csv.DictReader(rows))})$"
