"""Remarks to the right of the headings: they cost no payment where every value stands under its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_FIGURE = r"^[-(£]*[0-9][0-9,]*(?:\.[0-9]+)?[)-]?$|^[-(£]*\.[0-9]+\)?$"
_DATE = r"(?i)^(?:[a-z]{3,9},? )?[0-9]{1,4}[-/. ](?:[0-9]{1,2}|[a-z]{3,9})[-/. ,]+[0-9]{2,4}(?:[ T][0-9:.]+)?$"
_LIKE = 0.1
"""Share of the other rows that have such a value there: a date, a figure, a text, nothing."""
_ENOUGH = 3
"""Other rows that show what stands under a heading."""


def with_remarks(cells: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Mark the rows that have a remark beside them, and take back that they have slipped.

    Such a remark stands behind an empty cell, to the right of the last heading, and each value of
    its row is what the other rows have under the same heading. So does one beside no value at all.

    Args:
        cells: with `line` and `slipped`.
        rows: where they come from.

    Returns:
        The same with `remark`, where a row has one.
    """
    width = rows.heading.width
    if not 0 < width < rows.columns - 1 or rows.heading.line == 0:
        return cells
    text = [pl.col(column).fill_null("").str.strip_chars() for column in rows.everything()]
    beyond = pl.any_horizontal(one != "" for one in text[width:])
    body = rows.cells.filter(pl.col("line") >= rows.heading.begins)
    found = body.filter(beyond).select("line", *text).collect(engine="streaming")
    others = cells.height - found.height
    if found.is_empty() or others < max(_ENOUGH, found.height):
        return cells
    kinds = [_kind(one).alias(str(place)) for place, one in enumerate(text[:width])]
    usual = body.filter(~beyond & pl.any_horizontal(one != "" for one in text[:width]))
    counts = (
        usual.select(kinds)
        .unpivot(variable_name="place", value_name="kind")
        .group_by("place", "kind")
        .len()
        .collect(engine="streaming")
        .with_columns((pl.col("len") / pl.col("len").sum().over("place")).alias("share"))
    )
    likely = counts.filter(pl.col("share") >= _LIKE).group_by("place").agg("kind")
    known = dict(likely.iter_rows())
    bare = pl.all_horizontal(one == "" for one in text[:width])
    alike = pl.all_horizontal(
        kind.is_in(known.get(str(place), [])) for place, kind in enumerate(kinds)
    )
    remarks = found.filter((text[width] == "") & (bare | alike))["line"]
    if remarks.is_empty():
        return cells
    has_one = pl.col("line").is_in(remarks.implode())
    return cells.with_columns(
        has_one.alias("remark"), (pl.col("slipped") & ~has_one).alias("slipped")
    )


def _kind(text: pl.Expr) -> pl.Expr:
    """What a value looks like, roughly."""
    return (
        pl.when(text == "")
        .then(pl.lit("nothing"))
        .when(text.str.contains(_FIGURE))
        .then(pl.lit("figure"))
        .when(text.str.contains(_DATE))
        .then(pl.lit("date"))
        .otherwise(pl.lit("text"))
    )


def notice_remarks(cells: pl.DataFrame, rows: Rows) -> list[str]:
    """Say how many rows have a remark beside them, which is not read."""
    if "remark" not in cells.columns:
        return []
    lines = cells.filter("remark")["line"]
    text = [pl.col(column) for column in rows.everything()[rows.heading.width :]]
    first = (
        rows.cells.filter(pl.col("line") == lines[0])
        .select(pl.concat_str(text, separator=" ", ignore_nulls=True).str.strip_chars())
        .collect()
        .item()
    )
    have = "row has" if lines.len() == 1 else "rows have"
    return [
        (
            f"{lines.len():,} {have} something to the right of the headings, behind an empty cell, "
            f"such as {' '.join(first.split())[:40]!r} on line {lines[0]:,}: it is not read"
        )
    ]
