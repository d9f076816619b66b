"""Tables of contracts or orders below the payments, by a heading that payments never have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.headings import meaning_of
from spendaudit.read.other_lists import list_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spendaudit.read.records import Rows

_MAY_SAY_SO = r"(?i)\b(?:contract|award|order|po)"
_FIGURE = re.compile(r"[^A-Za-z]*[0-9][^A-Za-z]*")
_MOST = 20
"""Rows set aside that are looked at; a file of which more speak of orders has these in its payments."""


def notice_other_tables(cells: pl.DataFrame, looked_at: pl.DataFrame, rows: Rows) -> list[str]:
    """Say of each table below the first one that it lists contracts or orders, and what counts of it.

    Args:
        cells: every row: `line`, `fate`, `pence`.
        looked_at: `line` and `text` of those that are no payments, as `fates.look_whole` gives it.
        rows: where they come from, with their later tables.
    """
    headings = dict(_headings(looked_at, rows))
    if not headings:
        return []
    ends = sorted({*headings, *(later.lines[0] for later in rows.later)})
    said = []
    for line, (what, heading) in sorted(headings.items()):
        here = pl.col("line") > line
        if following := [end for end in ends if end > line]:
            here &= pl.col("line") < following[0]
        pence = cells.filter(here & (pl.col("fate") == "payment"))["pence"]
        if pence.is_empty():
            continue
        count = "its 1 amount counts" if pence.len() == 1 else f"its {pence.len():,} amounts count"
        said.append(
            f"the table below line {line:,} lists {what}, by its heading {heading!r}: "
            f"{count} as payments, £{int(pence.sum()) / 100:,.2f} in all"
        )
    return said


def _headings(looked_at: pl.DataFrame, rows: Rows) -> Iterator[tuple[int, tuple[str, str]]]:
    """Where each heading of such a table stands, and what it says."""
    for later in rows.later:
        if (listed := list_of(later.cells)) is not None:
            yield later.lines[-1], listed
    below = looked_at.filter(
        (pl.col("line") > rows.heading.line) & pl.col("text").str.contains(_MAY_SAY_SO)
    )
    known = {line for later in rows.later for line in later.lines}
    for line, text in below.select("line", "text").sort("line").head(_MOST).iter_rows():
        cells = text.split(rows.delimiter)
        # A row of the payments may have such words too, beside its figures.
        if line in known or any(map(_FIGURE.fullmatch, cells)):
            continue
        meanings = [found[0] for one in cells if (found := meaning_of(one)) is not None]
        if "supplier" in meanings and (listed := list_of(cells)) is not None:
            yield line, listed
