"""Credits in a part of their own, under a band such as `Credit notes`: without a minus they are taken off."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import with_fate
from spendaudit.clean.total_labels import LABEL
from spendaudit.clean.totals import ControlTotal

if TYPE_CHECKING:
    from collections.abc import Iterator

_BAND = (
    r"(?i)^\W*(?:(?:supplier|purchase|vendor|less)\W+)?(?:credit (?:notes?|memos?)|credits)"
    r"(?: (?:received|from suppliers|and refunds))?\W*$"
)
"""What stands over them; refunds may be money that a council gave back."""
_NO_MINUS = "it stands among the credits (line {}), and has not the minus that others have"
_LOOKED_AT = 2_000
"""Rows that may be such a band; a file of more has none, but a text that says so on each row."""


def with_credit_sections(
    cells: pl.DataFrame, looked_at: pl.DataFrame, delimiter: str
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...], list[str]]:
    """Give the credits below such a band their minus, where none of them has one.

    Where some have it, the others are set aside. A part ends at the next band, heading or total.

    Args:
        cells: with `line`, `fate`, `pence`, `reason` and `supplier`, before totals are looked for.
        looked_at: `line` and whole `text` of the rows that are no payments.
        delimiter: what stands between cells.

    Returns:
        The same with the signs; totals of such parts; and notices.
    """
    if looked_at.is_empty():
        return cells, (), []
    text = pl.col("text").str.strip_chars(delimiter + ' "')
    bands = looked_at.filter(text.str.contains(_BAND))["line"]
    if bands.is_empty() or bands.len() > _LOOKED_AT:
        return cells, (), []
    totals: list[ControlTotal] = []
    notices = []
    for begins, own in _parts(cells, bands):
        pence = own.filter(~pl.col("total"))["pence"]
        said = own.filter(pl.col("total") & (pl.col("pence").abs() == abs(int(pence.sum()))))
        cells = with_fate(cells, said["line"], "total")
        printed = [(line, Decimal(one) / 100) for line, one in said.select("line", "pence").rows()]
        totals += [ControlTotal(line, pounds, pounds) for line, pounds in printed]
        elsewhere = cells.filter(pl.col("fate") == "payment").height - own.height
        if not (pence > 0).any() or not elsewhere:
            continue
        if (pence < 0).any():
            lines = own.filter((pl.col("pence") > 0) & ~pl.col("total"))["line"]
            cells = with_fate(cells, lines, "set aside", _NO_MINUS.format(f"{begins:,}"))
            continue
        taken = own.filter(~pl.col("total"))["line"]
        signed = pl.when(pl.col("line").is_in(taken.implode())).then(-pl.col("pence"))
        cells = cells.with_columns(signed.otherwise("pence").alias("pence"))
        what = "amount stands" if pence.len() == 1 else "amounts stand"
        notices.append(
            f"{pence.len():,} {what} among the credits (line {begins:,}), "
            f"£{int(pence.sum()) / 100:,.2f} in all: taken off, not added"
        )
    return cells, tuple(totals), notices


def _parts(cells: pl.DataFrame, bands: pl.Series) -> Iterator[tuple[int, pl.DataFrame]]:
    """Each part: the line of its band; and `line`, `pence` and whether it is a `total` of its rows."""
    borders = cells.filter(pl.col("fate").is_in(["note", "heading"]))["line"].to_list()
    paid = cells.filter((pl.col("fate") == "payment") & pl.col("pence").is_not_null()).select(
        "line", "pence", pl.col("supplier").cast(pl.String).str.contains(LABEL).alias("total")
    )
    for begins in bands.sort():
        own = paid.filter(pl.col("line") > begins)
        if own.is_empty():
            continue
        first = own["line"][0]
        ends = min((line for line in borders if line > first), default=None)
        if ends is not None:
            own = own.filter(pl.col("line") < ends)
        upto = own["total"].arg_max() if own["total"].any() else None
        yield begins, own if upto is None else own.head(upto + 1)
