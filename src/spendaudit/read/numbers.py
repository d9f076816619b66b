"""Binary numbers as text without what binary fractions leave behind."""

from __future__ import annotations

import polars as pl

_NOISE_POUNDS = 1e-6
"""What adding binary fractions leaves behind: 0.1 + 0.2 is 0.30000000000000004."""


def number_text(number: pl.Expr) -> pl.Expr:
    """A binary number as it would be written down: whole pennies without noise, or its digits."""
    number = number.cast(pl.Float64)
    pennies = _pennies(number)
    written = (
        pl.when(_is_money(number)).then(pennies.cast(pl.String)).otherwise(number.cast(pl.String))
    )
    return _without_noughts(written)


def without_noise(text: pl.Expr) -> pl.Expr:
    """Texts in which a number that is whole pennies but for noise is written without the noise.

    `0.30000000000000004` is 0.3; `1234.565`, `1.10` and every other text stay what they are.
    """
    number = text.str.extract(r"^(-?[0-9]+\.[0-9]{3,})$").cast(pl.Float64)
    written = _without_noughts(_pennies(number).cast(pl.String))
    return pl.when(_is_money(number)).then(written).otherwise(text).replace({"-0": "0"})


def _pennies(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.Decimal(38, 2), strict=False)


def _is_money(number: pl.Expr) -> pl.Expr:
    return (number - _pennies(number).cast(pl.Float64)).abs() < _NOISE_POUNDS


def _without_noughts(written: pl.Expr) -> pl.Expr:
    return (
        pl.when(written.str.contains(r"^-?[0-9]+\.[0-9]*0$"))
        .then(written.str.strip_chars_end("0").str.strip_chars_end("."))
        .otherwise(written)
    )
