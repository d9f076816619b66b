"""What a column of dates says of its own order, and how it is written: for whoever must judge it."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST

_TWO_NUMBERS = (
    r"^\s*(?<first>[0-9]{1,2})\s*[/.\- ]\s*(?<second>[0-9]{1,2})\s*[/.\- ]\s*[0-9]{2,4}(?:[^0-9]|$)"
)
_MOST_SHAPES = 3


class DateEvidence(NamedTuple):
    """What the texts of a column prove, counted in rows.

    Attributes:
        only: order to how many rows can be read in no other one.
        example: order to a text that can be read in no other one.
        either: rows with two numbers that could both be the day and the month.
        shapes: an example of each of the most frequent ways of writing, the most frequent first.
        unreadable: texts that are no date, the most frequent first.
    """

    only: dict[str, int]
    example: dict[str, str]
    either: int
    shapes: tuple[str, ...]
    unreadable: tuple[str, ...]


def date_evidence(table: pl.DataFrame) -> DateEvidence:
    """Weigh the texts of a column of dates.

    Args:
        table: one row a distinct text, as `Dates.table`: `text`, `paid_on`, `rows`.
    """
    numbers = pl.col("text").str.extract_groups(_TWO_NUMBERS)
    first, second = (
        numbers.struct.field(part).cast(pl.Int32, strict=False) for part in ("first", "second")
    )
    day, month = (13, 31), (1, 12)
    told = table.with_columns(
        pl.when(first.is_between(*day) & second.is_between(*month))
        .then(pl.lit(DAY_FIRST))
        .when(first.is_between(*month) & second.is_between(*day))
        .then(pl.lit(MONTH_FIRST))
        .when(first.is_between(*month) & second.is_between(*month) & (first != second))
        .then(pl.lit("either"))
        .alias("proves")
    )
    rows = dict(told.group_by("proves").agg(pl.col("rows").sum()).iter_rows())
    examples = told.group_by("proves").agg(pl.col("text").min()).drop_nulls()
    shapes = (
        table.filter(pl.col("paid_on").is_not_null())
        .group_by(
            pl.col("text")
            .str.replace_all(r"[0-9]+", "0")
            .str.replace_all(r"\p{L}+", "a")
            .alias("shape")
        )
        .agg(pl.col("rows").sum(), pl.col("text").max())
        .sort("rows", "text", descending=[True, False])
    )
    unreadable = table.filter(
        pl.col("paid_on").is_null() & (pl.col("text").str.strip_chars() != "")
    )
    return DateEvidence(
        only={order: int(rows.get(order, 0)) for order in (DAY_FIRST, MONTH_FIRST)},
        example=dict(examples.iter_rows()),
        either=int(rows.get("either", 0)),
        shapes=tuple(shapes["text"].head(_MOST_SHAPES)),
        unreadable=tuple(
            unreadable.sort("rows", "text", descending=[True, False])["text"].head(_MOST_SHAPES)
        ),
    )
