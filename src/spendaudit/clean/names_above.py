"""Suppliers that are written once, above the payments to them: dittos, bands, blank cells below a name."""

from __future__ import annotations

import polars as pl

_DITTO = (
    r"(?i)^(?:[-\x{2013}]* ?(?:[\"\x{201C}\x{201D}\x{3003}\x{2033}]|''|ditto|do\.|as above|same as above)"
    r"|[-\x{2013}]+ ?do)(?: ?[-\x{2013}]+)?\.?$"
)
_OF_ROWS = ("supplier", "date", "department")
"""Columns in which a ditto stands for what is above it."""
_FEWEST = 3
"""Names that stand above payments without one; two may be chance."""
_IN_ORDER = 0.97
"""Share of the names that come after the one before: of few names, all."""
_MANY = 3
"""One of so many payments, at least, has no name of its own."""


def with_names_above(cells: pl.DataFrame, suppliers: pl.Series) -> tuple[pl.DataFrame, list[str]]:
    """Give payments the supplier that is written above them, where that is how the file is written.

    By a ditto; where no payment names a supplier and lines of one cell between them do; or where
    every name stands once, in the order of the alphabet, and payments without one follow.

    Args:
        cells: in file order, with `fate`, `supplier` and the other cells, after all totals were found.
        suppliers: each of them once.

    Returns:
        The same with these suppliers; and notices.
    """
    if suppliers.cast(pl.String).str.contains(_DITTO).any():
        cells = _without_dittos(cells)
    if "" not in suppliers:
        return cells, []
    blank = (
        cells["supplier"].to_physical() == pl.Series([""], dtype=pl.Categorical).to_physical()[0]
    ).sum()
    if blank * _MANY < (cells["pence"] != 0).sum():  # as in nearly every file
        return cells, []
    is_paid = cells["fate"] == "payment"
    bare = is_paid & (cells["supplier"] == "")
    nameless, paid = int(bare.sum()), int(is_paid.sum())
    if nameless * _MANY < paid or nameless < _FEWEST:  # as in nearly every file
        return cells, []
    own = cells.select("fate", pl.col("supplier").cast(pl.String))
    is_band = (pl.col("fate") == "note") & (pl.col("supplier") != "")
    if nameless == paid:
        names = own.select(pl.when(is_band).then("supplier").forward_fill())["supplier"]
        above = "on a line of its own"
        follows = own.select((is_band & (pl.col("fate").shift(-1) == "payment")).sum()).item()
        found = follows >= _FEWEST - 1 and int(own.select(is_band.sum()).item()) == follows
    else:
        named = pl.when((pl.col("fate") == "payment") & (pl.col("supplier") != "")).then("supplier")
        names = own.select(named.forward_fill())["supplier"]
        above = "on the first of them alone"
        found = _stand_once(own.filter(is_paid)["supplier"])
    if not found or names.filter(is_paid).is_null().any():
        return cells, []
    filled = pl.when(bare).then(names).otherwise(own["supplier"]).cast(pl.Categorical)
    notice = (
        f"{nameless:,} payments have no supplier of their own: read as those to the one named above "
        f"them, {above}, such as {names.filter(bare)[0][:40]!r}"
    )
    return cells.with_columns(filled.alias("supplier")), [notice]


def _stand_once(names: pl.Series) -> bool:
    """Whether each name stands once and in the order of the alphabet, and blank ones follow many of them."""
    blank = names == ""
    named = names.filter(~blank)
    followed = int((~blank & blank.shift(-1, fill_value=False)).sum())
    return (
        named.len() >= _FEWEST
        and not blank[0]
        and followed * 2 > named.len()
        and followed >= _FEWEST
        and named.n_unique() == named.len()
        and _are_sorted(named)
    )


def _are_sorted(names: pl.Series) -> bool:
    """Whether names stand in an alphabet's order: programs differ in what they make of `&` and `'`."""
    lower = names.str.to_lowercase()
    bare = lower.str.replace_all(r"[^\p{L}0-9 ]", "").str.strip_chars()
    kept = max(int((one >= one.shift(1)).sum()) for one in (lower, bare))
    return kept >= _IN_ORDER * (names.len() - 1)


def _without_dittos(cells: pl.DataFrame) -> pl.DataFrame:
    """The payments with what a ditto in them stands for: the same cell of the row above that has it."""
    is_row = pl.col("fate").is_in(["payment", "set aside"])
    rows = cells.filter(is_row).select("line", pl.col(_OF_ROWS).cast(pl.String))
    said = rows.select(
        "line",
        *(
            pl.when(~pl.col(name).str.contains(_DITTO) & (pl.col(name) != ""))
            .then(name)
            .forward_fill()
            .alias(f"above {name}")
            for name in _OF_ROWS
        ),
    )
    return (
        cells.join(said, on="line", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col(name).cast(pl.String).str.contains(_DITTO))
            .then(pl.coalesce(f"above {name}", pl.col(name).cast(pl.String)))
            .otherwise(pl.col(name).cast(pl.String))
            .cast(pl.Categorical)
            .alias(name)
            for name in _OF_ROWS
        )
        .drop(f"above {name}" for name in _OF_ROWS)
    )
