"""Rows that are the same as an earlier one in every cell, whether or not a column was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import whole_rows
from spendaudit.clean.pasted_twice import pasted_lines
from spendaudit.frames import PAYMENTS

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_PLACE = ("file", "line")


def equal_rows(payments: pl.DataFrame, rows: Rows) -> tuple[int, ...]:
    """The lines of those payments with a number whose whole row is that of an earlier one.

    The columns that were used tell which may be; of these alone the rows are looked at whole, since
    a column that nobody needs may tell the lines of one invoice apart: Line 1, Line 2. Blocks that were
    pasted twice have a sentence of their own.
    """
    what = [name for name in PAYMENTS if name not in _PLACE]
    numbered = payments.filter(pl.col("transaction").fill_null("") != "")
    alike = numbered.filter(pl.struct(what).is_duplicated()).select("line", *what)
    if alike.is_empty():
        return ()
    texts = whole_rows(alike.select("line"), rows).select("line", "text")
    whole = alike.join(texts, on="line", maintain_order="left")
    again = whole.filter(~pl.struct(*what, "text").is_first_distinct())
    pasted = pasted_lines(payments, rows)
    return tuple(again["line"].filter(~again["line"].is_in(pasted.implode())))
