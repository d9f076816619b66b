"""A ledger's spelling taken apart: a company and its trading name, the name before, remarks after."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from spendaudit.names.cleaning import clean_name
from spendaudit.names.keys import with_keys

WAYS = ("whole", "company", "former", "trading", "respelt")
"""What a part of a spelling is: all of it; the company before a trading name or a remark; a former
name; a trading name; all of it with a number as a word or in digits, or a lost blank put back."""

_DATA = Path(__file__).parent / "data"
# What follows a legal form in the middle of a name is a remark: X LTD MANCHESTER, X LTD (AEC).
_REMARK = r"^(.+? (?:LTD|PLC|LLP|CIC|CIO|CYF)) .+$"
_SHORTEST = 2


class Separator(NamedTuple):
    """What stands between two names in one spelling: a row of `separators.csv`.

    `before` and `after` say which of WAYS the two texts are; blank where one is not a payee.
    """

    pattern: str
    before: str
    after: str
    reason: str
    source: str


@cache
def separators() -> tuple[Separator, ...]:
    """The separators, in the order in which they are looked for."""
    with (_DATA / "separators.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(Separator(**row) for row in csv.DictReader(rows))


@cache
def numerals() -> tuple[tuple[str, str], ...]:
    """Numbers as words, each with its digits."""
    with (_DATA / "numerals.csv").open(encoding="utf-8", newline="") as rows:
        return tuple((row["word"], row["digits"]) for row in csv.DictReader(rows))


def parts_of(payees: pl.DataFrame) -> pl.DataFrame:
    """What each payee's spelling may stand for: `payee`, `way` (of WAYS), `name`, `key`, `form_key`.

    `payees` has `payee` and `supplier`, as spelt. A part is cleaned as any name; a payee may have
    several parts of one way. Sorted by payee, the surest way first.
    """
    spelt = payees.select("payee", pl.col("supplier").str.to_uppercase().alias("spelt"))
    whole = spelt.select("payee", pl.lit("whole").alias("way"), pl.col("spelt"))
    found = [whole]
    for separator in separators():
        apart = spelt.filter(pl.col("spelt").str.contains(rf"\S{separator.pattern}"))
        for way, pattern in (
            (separator.before, rf"^(.+?){separator.pattern}"),
            (separator.after, rf"{separator.pattern}(.+)$"),
        ):
            if way:
                # The form that a separator begins with belongs to the name before it.
                text = pl.col("spelt").str.extract(pattern, 1)
                found.append(apart.select("payee", pl.lit(way).alias("way"), text.alias("spelt")))
    parts = pl.concat(found).with_columns(clean_name(pl.col("spelt")).alias("name"))
    parts = parts.with_columns(pl.col("name").str.strip_suffix(" THE").alias("name"))
    remark = parts.select(
        "payee", pl.lit("company").alias("way"), pl.col("name").str.extract(_REMARK, 1)
    ).drop_nulls("name")
    parts = pl.concat([parts.drop("spelt"), remark, _without_acronym(spelt)])
    parts = with_keys(pl.concat([parts, _renumbered(parts), _unblurred(parts)]))
    order = pl.col("way").replace_strict(
        {way: number for number, way in enumerate(WAYS)}, return_dtype=pl.UInt8
    )
    return (
        parts.filter(pl.col("key").str.len_chars() >= _SHORTEST)
        .with_columns(order.alias("order"))
        .sort("payee", "order", maintain_order=True)
        .unique(["payee", "key", "form_key"], keep="first", maintain_order=True)
        .drop("order")
    )


def _renumbered(parts: pl.DataFrame) -> pl.DataFrame:
    """The whole spellings that hold a number, with it written the other way."""
    any_number = "|".join(rf"\b{number}\b" for pair in numerals() for number in pair)
    whole = parts.filter((pl.col("way") == "whole") & pl.col("name").str.contains(any_number))
    found = [whole.select("payee", "way", "name").clear()]
    for word, digits in () if whole.is_empty() else numerals():
        for one, other in ((word, digits), (digits, word)):
            found.append(
                whole.filter(pl.col("name").str.contains(rf"\b{one}\b")).select(
                    "payee",
                    pl.lit("respelt").alias("way"),
                    pl.col("name").str.replace(rf"\b{one}\b", other),
                )
            )
    return pl.concat(found)


def _without_acronym(spelt: pl.DataFrame) -> pl.DataFrame:
    """The spellings that end with their own initials, without them: X Y Z TRUST (XYZT)."""
    text, short = r"^(.+?)[\s(-]+([A-Z]{2,8})\)?\s*$", pl.col("short")
    words = pl.col("name").str.extract_all(r"[A-Z0-9]+")
    apart = spelt.select(
        "payee",
        pl.lit("company").alias("way"),
        clean_name(pl.col("spelt").str.extract(text, 1)).alias("name"),
        pl.col("spelt").str.extract(text, 2).alias("short"),
    ).drop_nulls()
    initials = words.list.eval(pl.element().str.head(1)).list.join("")
    telling = (
        words.list.eval(pl.element().filter(~pl.element().is_in(["AND", "OF", "THE", "FOR"])))
        .list.eval(pl.element().str.head(1))
        .list.join("")
    )
    return apart.filter((short == initials) | (short == telling)).drop("short")


def _unblurred(parts: pl.DataFrame) -> pl.DataFrame:
    """The whole spellings in which a no-break space was read as a letter: TURNINGAA POINT."""
    blurred = r"(\p{L}{3})AA\b"
    return parts.filter((pl.col("way") == "whole") & pl.col("name").str.contains(blurred)).select(
        "payee", pl.lit("respelt").alias("way"), pl.col("name").str.replace_all(blurred, "$1")
    )
