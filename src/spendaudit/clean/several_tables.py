"""Several tables in one file: which lines each has, its columns, and what became of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows


class TableAccount(NamedTuple):
    """What became of the rows of one table; all of them together are the rows of the file.

    Attributes:
        lines: the first and the last line of each part; the first table may go on below another.
        columns: meaning to heading; none where it names no supplier.
        rows: those that follow add up to it.
        payments: how many of them.
        set_aside: likewise.
        others: likewise, of those that are no payment: headings, blank rows, totals, notes.
        pence: of the payments.
    """

    lines: tuple[tuple[int, int], ...]
    columns: Mapping[str, str]
    rows: int
    payments: int
    set_aside: int
    others: int
    pence: int


def tables_of(cells: pl.DataFrame, rows: Rows) -> tuple[TableAccount, ...]:
    """Each table of a file, from the first line down; nothing where it has but one.

    Args:
        cells: every row: `line`, `fate`, `pence`.
        rows: where they come from, with their later tables.
    """
    if not rows.later:
        return ()
    line, fate = pl.col("line"), pl.col("fate")
    table = pl.lit(0, pl.UInt32)
    for number, later in enumerate(rows.later, start=1):
        here = line >= later.lines[0]
        if later.ends is not None:
            here &= line < later.ends
        table = pl.when(here).then(pl.lit(number, pl.UInt32)).otherwise(table)
    parts = (
        cells.sort("line")
        .select("line", "fate", "pence", table.alias("table"))
        .group_by(pl.col("table").rle_id().alias("part"), "table", maintain_order=True)
        .agg(
            line.min().alias("from"),
            line.max().alias("to"),
            pl.len().alias("rows"),
            (fate == "payment").sum().alias("payments"),
            (fate == "set aside").sum().alias("set_aside"),
            pl.col("pence").filter(fate == "payment").sum(),
        )
    )
    headings = [rows.as_published().heading, *(later.heading for later in rows.later)]
    accounts = []
    for (number,), own in parts.partition_by("table", as_dict=True).items():
        counts = own.select(pl.col("rows", "payments", "set_aside", "pence").sum()).row(
            0, named=True
        )
        accounts.append(
            TableAccount(
                lines=tuple(own.select("from", "to").iter_rows()),
                columns=_named(headings[number]),
                others=counts["rows"] - counts["payments"] - counts["set_aside"],
                **counts,
            )
        )
    return tuple(accounts)


def _named(heading: Heading | None) -> dict[str, str]:
    if heading is None:
        return {}
    return {
        meaning: heading.called(place)
        for meaning, place in sorted(heading.columns.items(), key=lambda one: one[1])
    }
