"""A Parquet file to delimited text, its column names as the heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import InputError
from spendaudit.read.numbers import number_text
from spendaudit.read.quotes import LONGEST_CELL
from spendaudit.read.unpack import MOST_BYTES, damaged

if TYPE_CHECKING:
    from pathlib import Path

MOST_ROWS = 100_000_000


def write_parquet_as_text(published: Path, target: Path, name: str) -> tuple[str, ...]:
    """Write a Parquet file as comma-separated text in UTF-8; line 1 holds the names of its columns.

    Returns:
        Notices about columns that hold no text, number, date or truth value.

    Raises:
        InputError: it is damaged, or larger than a table of payments can be.
    """
    try:
        table = pl.scan_parquet(published, glob=False, hive_partitioning=False)
        schema = table.collect_schema()
        rows = table.select(pl.len()).collect().item()
        if rows > MOST_ROWS:
            raise InputError(f"{name} has {rows:,} rows", "split it into one file a year")
        nested = [column for column, kind in schema.items() if kind.is_nested()]
        flat = [column for column in schema if column not in nested]
        _refuse_long(table, schema, name)
        cells = table.select(_text(column, schema[column]) for column in flat)
        cells.sink_csv(target, line_terminator="\n")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise damaged(name, "Parquet file") from error
    return tuple(f"column {column!r} holds lists or records: it was left out" for column in nested)


def _refuse_long(table: pl.LazyFrame, schema: pl.Schema, name: str) -> None:
    """A text can be repeated at no cost to the file's size, so its copies are counted first."""
    texts = [column for column, kind in schema.items() if kind == pl.String]
    if not texts:
        return
    lengths = [pl.col(column).str.len_bytes() for column in texts]
    longest, size = (
        table.select(
            pl.max_horizontal(length.max() for length in lengths).alias("longest"),
            pl.sum_horizontal(length.cast(pl.UInt64).sum() for length in lengths).alias("size"),
        )
        .collect(engine="streaming")
        .row(0)
    )
    if (longest or 0) > LONGEST_CELL or size > MOST_BYTES:
        raise InputError(
            f"{name} holds a text of {longest:,} bytes, and {size:,} bytes of text in all: "
            "no table of payments is that large",
            "split it into one file a year",
        )


def _text(column: str, kind: pl.DataType) -> pl.Expr:
    cell = pl.col(column)
    if kind.is_float():
        return number_text(cell)
    if kind == pl.Datetime:
        return cell.dt.strftime("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
    if kind == pl.Binary:
        return cell.cast(pl.String, strict=False)
    # A line end inside a cell becomes a space, so that lines are rows.
    return (
        cell.cast(pl.String)
        .str.replace_all(r"\r\n|[\r\n]", " ")
        .str.replace_all("\0", "", literal=True)
    )
