"""Suppliers that a group of payments names twice: on its first line, and in the total below it."""

from __future__ import annotations

import polars as pl

_TOTAL = r"(?i)^\s*(?:sub)?-?\s*totals?(?:\s+(?:for|of|to))?\b[\s:\x{2013}-]*|[\s:\x{2013}-]*\b(?:sub)?-?\s*totals?\s*[:.]?\s*$"
"""What is a total's own in `Ribble Ltd Total` and `Total for Ribble Ltd`."""


def with_names_of_groups(
    cells: pl.DataFrame, suppliers: pl.Series
) -> tuple[pl.DataFrame, list[str]]:
    """Give payments without a supplier that of their group, where both its ends say who it is.

    As a pivot table has it whose labels do not repeat: each group is proof for itself alone.

    Args:
        cells: in file order, with `fate` and `supplier`, after all totals were found.
        suppliers: each of them once.

    Returns:
        The same with these suppliers; and a notice.
    """
    if "" not in suppliers:
        return cells, []
    is_paid, bare = cells["fate"] == "payment", cells["supplier"] == ""
    is_total = (cells["fate"] == "total") & ~bare
    if not is_total.any() or not (is_paid & bare).any():  # as in nearly every file
        return cells, []
    own = pl.col("supplier").cast(pl.String)
    name, of_total = own.str.to_lowercase(), own.str.replace_all(_TOTAL, "").str.to_lowercase()
    # What a group begins and ends with; a total ends the group above it, whomever it is of.
    groups = cells.select(
        "fate",
        "supplier",
        pl.when(is_total).then(pl.lit("")).when(is_paid & ~bare).then(name).alias("above"),
        pl.when(is_total).then(of_total).when(is_paid & ~bare).then(pl.lit("")).alias("below"),
        pl.when(is_paid & ~bare).then(own).forward_fill().alias("named"),
    ).with_columns(pl.col("above").forward_fill(), pl.col("below").backward_fill())
    found = (
        groups.select((pl.col("above") != "") & (pl.col("above") == pl.col("below")))
        .to_series()
        .fill_null(value=False)
        & is_paid
        & bare
    )
    if not found.any():
        return cells, []
    many, example = int(found.sum()), groups["named"].filter(found)[0]
    what = "payment has" if many == 1 else "payments have"
    notice = (
        f"{many:,} {what} no supplier of {'its' if many == 1 else 'their'} own: read as those to the one "
        "named on the first line of the group and in its total, such as "
        f"{example[:40]!r}"
    )
    filled = pl.when(found).then(groups["named"]).otherwise(own).cast(pl.Categorical)
    return cells.with_columns(filled.alias("supplier")), [notice]
