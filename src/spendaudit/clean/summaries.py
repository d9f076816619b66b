"""A later table in a file that says the payments above it again: it is named, and not counted twice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import plain_pence, unusual_pence
from spendaudit.clean.fates import fate, with_fate
from spendaudit.clean.placeholders import error
from spendaudit.clean.total_labels import LABEL
from spendaudit.clean.totals import ControlTotal
from spendaudit.read.heading_rows import ranks_or_counts
from spendaudit.read.later_tables import stands_over_a_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.later_tables import LaterTable
    from spendaudit.read.records import Rows

LOOKED_AT = 2_000
"""Rows without a figure that are looked at for another heading; an ordinary file has a handful.

Of more, those alone in which some word stands over columns elsewhere."""
_FIGURE = r"^[^\p{L}]*[0-9][^\p{L}]*$"
ENOUGH = 3
"""Payments whose sum a summary must equal, or suppliers whose sums it must; fewer prove nothing."""


def worded_lines(cells: pl.DataFrame, rows: Rows) -> list[int]:
    """Lines below the heading that have words and no figure, and so may be another heading.

    Args:
        cells: with `line`, `amount`, `pence` where it is plain, `empty`, and the other cells.
        rows: where they come from.
    """
    no_amount = cells.filter(
        pl.col("pence").is_null()
        & ~pl.col("empty")
        & (pl.col("line") > max(rows.heading.line, rows.heading.begins))
    )
    if no_amount.is_empty():
        return []
    no_amount = no_amount.filter(~pl.col("amount").str.contains(_FIGURE))
    named = [
        name
        for name, kind in no_amount.schema.items()
        if kind in (pl.String, pl.Categorical) and name != "reason"
    ]
    texts = [pl.col(name).cast(pl.String) for name in named]
    figure = pl.any_horizontal(text.str.contains(_FIGURE) for text in texts)
    filled = pl.sum_horizontal((text != "").cast(pl.UInt32) for text in texts)
    worded = no_amount.filter(~figure).with_columns(filled.alias("filled"))
    several, one = worded.filter(pl.col("filled") > 1), worded.filter(pl.col("filled") == 1)
    if several.height > LOOKED_AT:
        several = _with_words_of_headings(several, named)
    # Beside the one a second word may stand in a column that is not used.
    of_one = (
        one.clear()
        if len(rows.named()) >= rows.heading.width
        else _with_words_of_headings(one, named)
    )
    return sorted([*several["line"], *of_one["line"].head(LOOKED_AT)])


def _with_words_of_headings(worded: pl.DataFrame, named: Sequence[str]) -> pl.DataFrame:
    """Those of some rows in which a word may stand over a column elsewhere."""
    known = {
        name: [text for text in worded[name].cast(pl.String).unique() if stands_over_a_column(text)]
        for name in named
    }
    return worded.filter(
        pl.any_horizontal(
            pl.col(name).cast(pl.String).is_in(words) for name, words in known.items()
        )
    )


def with_summaries(
    cells: pl.DataFrame, rows: Rows
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...], list[str]]:
    """Take out the later tables whose amounts are sums of the payments above them.

    One is recognised by its total, which equals that of the payments to the penny, or by each of
    its suppliers, whose amount equals what the payments to it add up to.

    Args:
        cells: with `line`, `fate`, `pence` and `supplier`.
        rows: where they come from, with their later tables.

    Returns:
        The same with `fate` `total` for the rows of such tables; each as a control total; notices.
        A table without suppliers that is no such sum is set aside.
    """
    cells = _with_headings(cells, rows)
    totals: list[ControlTotal] = []
    notices: list[str] = []
    since = 0
    for table in rows.later:
        own = _amounts(cells, table, rows)
        paid = (pl.col("fate") == "payment") & (pl.col("line") < table.lines[0])
        above = cells.filter(paid)
        of_one = above.filter(pl.col("line") > since)
        # A total between them is not known yet.
        named = pl.col("supplier").cast(pl.String)
        is_total = (named == "") | named.str.contains(LABEL)
        both = [above, of_one]
        counted = _sum_that_it_says(own, [*both, *(one.filter(~is_total) for one in both)])
        is_dated = table.heading is None or "date" in table.heading.columns
        ranked = not is_dated and ranks_or_counts(table.cells)
        says_less = not is_dated and "date" in rows.as_published().heading.columns
        # Ranks and counts are of no payments; what has no date, where they have one, is hardly.
        fewest = 0 if ranked else 1 if says_less else own.height // 2 + 1
        if counted is None and table.heading is not None and _by_supplier(own, above, fewest):
            counted = int(own["pence"].sum())
        if counted is None:
            if table.heading is None:
                cells, said = _without_suppliers(cells, table, own)
                notices += said
            elif ranked:
                what = f"the table that begins on line {table.lines[0]:,} ranks or counts"
                cells = with_fate(cells, own["line"], "set aside", f"{what}, and lists no payments")
            since = table.lines[0]
            continue
        below = table.holds(pl.col("line")) & pl.col("fate").is_in(["payment", "set aside"])
        below &= ~pl.col("empty") | pl.col("line").is_in(own["line"].to_list())
        cells = cells.with_columns(
            pl.when(below).then(fate("total")).otherwise("fate").alias("fate"),
            pl.when(below).then(None).otherwise("reason").alias("reason"),
        )
        pounds = Decimal(counted) / 100
        totals.append(ControlTotal(table.lines[0], pounds, pounds))
        notices.append(
            f"the table that begins on line {table.lines[0]:,} says payments above it again "
            f"(£{pounds:,.2f}): it is not counted a second time"
        )
    return cells, tuple(totals), notices


def _with_headings(cells: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Give rows of words alone, each of which stands over a column elsewhere, the fate of a heading.

    So `Department` and `Total` right under the same headings, above what each of them came to.
    """
    worded = worded_lines(cells, rows)
    if not worded:  # as in nearly every file
        return cells
    suspects = (
        cells.filter(pl.col("line").is_in(worded) & (pl.col("fate") == "set aside"))
        .filter(~pl.col("amount").str.contains(error()))
        .select("line")
    )
    if suspects.is_empty() or suspects.height > LOOKED_AT:
        return cells
    place = rows.heading.columns["amount"]
    whole = rows.cells.join(suspects.lazy(), on="line", how="semi").collect(engine="streaming")
    found = [
        line
        for line, *texts in whole.iter_rows()
        if texts[place]
        and all(stands_over_a_column(text) for text in texts if text and text.strip())
    ]
    return with_fate(cells, pl.Series(found, dtype=pl.UInt32), "heading")


def _amounts(cells: pl.DataFrame, table: LaterTable, rows: Rows) -> pl.DataFrame:
    """`line`, `supplier` and `pence` of the rows of a later table that have an amount."""
    own = cells.filter(table.holds(pl.col("line")) & (pl.col("fate") != "heading"))
    if table.heading is not None:
        return own.filter(pl.col("pence").is_not_null()).select("line", "supplier", "pence")
    amount = pl.col(f"c{table.amount}").fill_null("").str.strip_chars()
    read = (
        rows.as_published()
        .cells.filter(table.holds(pl.col("line")))
        .select("line", pl.coalesce(plain_pence(amount), unusual_pence(amount)).alias("pence"))
        .filter(pl.col("pence").is_not_null())
        .collect(engine="streaming")
        .sort("line")
    )
    return read.with_columns(pl.lit("", pl.Categorical).alias("supplier")).select(
        "line", "supplier", "pence"
    )


def _sum_that_it_says(own: pl.DataFrame, above: Sequence[pl.DataFrame]) -> int | None:
    """The sum of the payments above, where the table adds up to it with or without its last row."""
    if own.is_empty():
        return None
    total, last = int(own["pence"].sum()), int(own["pence"][-1])
    said = {total, total - last} if total - last == last else {total}
    for payments in above:
        pence = int(payments["pence"].sum())
        if payments.height >= ENOUGH and pence and pence in said:
            return pence
    return None


def _by_supplier(own: pl.DataFrame, above: pl.DataFrame, fewest: int) -> bool:
    """Whether each supplier of the table has what the payments to it add up to.

    Args:
        own: the rows of the table.
        above: the payments above it.
        fewest: how many of the suppliers must have been paid more than once: where none of them
            was, the rows may be equal payments.
    """
    bare = pl.col("supplier").cast(pl.String).str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")
    sums = above.group_by(bare.alias("bare")).agg(pl.col("pence").sum().alias("sum"), pl.len())
    both = own.with_columns(bare.alias("bare")).join(sums, on="bare", how="left")
    named = both.filter(pl.col("bare") != "")
    return (
        named.height >= ENOUGH
        and named["bare"].n_unique() == named.height
        and bool((named["pence"] == named["sum"]).fill_null(value=False).all())
        and int((named["len"] > 1).sum()) >= fewest
        and named.height == own.height
    )


def _without_suppliers(
    cells: pl.DataFrame, table: LaterTable, own: pl.DataFrame
) -> tuple[pl.DataFrame, list[str]]:
    """Set aside, with its pounds, what stands under a heading that names no supplier."""
    if own.is_empty():
        return cells, []
    reason = f"it stands under another heading (line {table.lines[0]:,}), which names no supplier"
    told = own.select("line", pl.col("pence").alias("there"))
    cells = cells.join(told, on="line", how="left", maintain_order="left")
    here = pl.col("there").is_not_null()
    cells = cells.with_columns(
        pl.when(here).then(fate("set aside")).otherwise("fate").alias("fate"),
        pl.when(here).then(pl.lit(reason)).otherwise("reason").alias("reason"),
        pl.coalesce("there", "pence").alias("pence"),
    ).drop("there")
    pounds = Decimal(int(own["pence"].sum())) / 100
    notice = (
        f"the table that begins on line {table.lines[0]:,} names no supplier, and is no sum of the "
        f"payments above it: {own.height:,} of its rows are set aside (£{pounds:,.2f})"
    )
    return cells, [notice]
