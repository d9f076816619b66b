"""A synthetic year of council spending of any length, the same on every machine: for timing only.

Twenty thousand suppliers, a few of whom get most of the money; postcodes as dense as real ones,
since they are drawn evenly from the directory; one amount in two above £1,000 and so in quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

SUPPLIERS = 20_000
ROWS_AT_ONCE = 1_000_000
_WORDS = (
    "Aberly",
    "Quarmholby",
    "Dunketherby",
    "Fennick",
    "Ostwald",
    "Tarnbeck",
    "Wyrefield",
    "Moss",
)
_TRADES = ("Care", "Construction", "Transport", "Software", "Catering", "Consulting", "Supplies")
_FORMS = ("Ltd", "Limited", "LLP", "CIC", "plc", "Services Ltd", "(UK) Limited", "t/a Café Noël")


def write_spending(target: Path, rows: int, postcodes: pl.Series) -> None:
    """Write a file of spending as UTF-8.

    Args:
        target: where to.
        rows: how many payments.
        postcodes: to draw the suppliers' from.
    """
    suppliers = _suppliers(postcodes)
    with target.open("wb") as file:
        for first in range(0, rows, ROWS_AT_ONCE):
            numbers = pl.int_range(
                first, min(first + ROWS_AT_ONCE, rows), dtype=pl.UInt64, eager=True
            )
            payments = _payments(numbers.alias("number").to_frame(), suppliers)
            payments.write_csv(file, include_header=first == 0)


def _suppliers(postcodes: pl.Series) -> pl.DataFrame:
    number = pl.int_range(SUPPLIERS, dtype=pl.UInt64, eager=True).alias("supplier").to_frame()
    return number.select(
        "supplier",
        pl.concat_str(
            _one_of(_WORDS, 1), pl.lit(" "), _one_of(_TRADES, 2), pl.lit(" "),
            pl.col("supplier").cast(pl.String), pl.lit(" "), _one_of(_FORMS, 3),
        ).alias("Supplier Name"),
        (pl.lit("1") + pl.col("supplier").cast(pl.String).str.zfill(6)).alias("Supplier ID"),
        pl.lit(postcodes).gather((_even("supplier", 4) * len(postcodes)).cast(pl.UInt32)).alias(
            "Supplier Postcode"
        ),
    )  # fmt: skip


def _payments(numbers: pl.DataFrame, suppliers: pl.DataFrame) -> pl.DataFrame:
    # Rank by a power law: the first suppliers are paid every day, most of them a few times.
    rank = (_even("number", 5).pow(3) * SUPPLIERS).cast(pl.UInt64)
    bell = pl.sum_horizontal(_even("number", seed) for seed in (6, 7, 8, 9)) - 2
    pounds = (bell * 2.6 + 6.9).exp()
    amount = pounds.round(2).cast(pl.Decimal(18, 2))
    whole, pence = (amount.cast(pl.String).str.split(".").list.get(part) for part in (0, 1))
    thousands = whole.str.replace(r"(\d)(\d{3})$", "$1,$2").str.replace(r"(\d)(\d{3}),", "$1,$2,")
    drawn = numbers.with_columns(rank.alias("supplier")).join(
        suppliers, on="supplier", how="left", maintain_order="left"
    )
    return drawn.select(
        pl.lit("Synthetic Borough Council").alias("Body Name"),
        (pl.lit("Directorate ") + _number_to(8, 10)).alias("Directorate"),
        (pl.lit("Service ") + _number_to(40, 11)).alias("Service Area"),
        "Supplier Name",
        "Supplier ID",
        "Supplier Postcode",
        (
            pl.lit("2024-04-01").str.to_date()
            + pl.duration(days=(_even("number", 12) * 365).cast(pl.Int64))
        )
        .dt.strftime("%d/%m/%Y")
        .alias("Payment Date"),
        (pl.col("number") + 5_100_000_000).cast(pl.String).alias("Transaction Number"),
        pl.concat_str(thousands, pl.lit("."), pence).alias("Net Amount"),
        (pl.lit("Category ") + _number_to(25, 13)).alias("Expenditure Category"),
    )


def _number_to(most: int, seed: int) -> pl.Expr:
    return (_even("number", seed) * most).cast(pl.UInt32).cast(pl.String)


def _one_of(words: tuple[str, ...], seed: int) -> pl.Expr:
    at = (_even("supplier", seed) * len(words)).cast(pl.UInt32)
    return at.replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _even(column: str, seed: int) -> pl.Expr:
    """Numbers from 0 to 1, evenly spread, the same everywhere: SplitMix64 (Steele and others, 2014)."""
    mixed = (pl.col(column) + seed * 1_000_003) * pl.lit(0x9E3779B97F4A7C15, pl.UInt64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed // (1 << shift))) * pl.lit(factor, pl.UInt64)
    return (mixed ^ (mixed // (1 << 31))).cast(pl.Float64) / 2.0**64
