"""Other words for one name: what initials stand for, a kind of body left out or added, remarks after it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.names.keys import match_key
from spendaudit.names.likeness import abbreviations, is_personal, organisation_words, shared_names

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHERWISE = "otherwise"
"""The way of a name in other words, beside `parts.WAYS`."""

_TABLE = Path(__file__).parent / "data" / "also_called.csv"
_SMALL = ("AND", "OF", "THE", "FOR", "IN", "AT")
# A body that need have no legal form is called with and without what it is.
_KINDS_ADDED = (
    "TRUST", "SOCIETY", "CHARITY", "FOUNDATION", "ASSOCIATION", "GROUP", "UK", "U K",
)  # fmt: skip
_KINDS_DROPPED = ("TRUST", "CHARITY")
_LONGEST = 8  # words, of a name that is turned round or taken apart
_SHORTEST_PLURAL = 4  # letters of a word of which there may be one or many


class OtherName(NamedTuple):
    """What stands for something else in a name, either way: a row of `also_called.csv`."""

    one: str
    other: str
    reason: str
    source: str


@cache
def also_called() -> tuple[OtherName, ...]:
    """Words that stand for others in the names of bodies."""
    with _TABLE.open(encoding="utf-8", newline="") as rows:
        return tuple(OtherName(**row) for row in csv.DictReader(rows))


def other_wordings(parts: pl.DataFrame) -> pl.DataFrame:
    """The parts of spellings in other words, under which a register may have them.

    `parts` as `parts.parts_of` gives them. The same with `way` OTHERWISE, `asked` (the key that was
    put in other words) and `left_out`, the letters at its end that were taken for a remark. Each is
    to be held against whole names: that one is made proves nothing.
    """
    asked = (
        parts.filter(pl.col("way").is_in(["whole", "company"]) & ~is_personal(pl.col("key")))
        .unique(["payee", "key", "form_key"], keep="first", maintain_order=True)
        .select("payee", "form_key", pl.col("key").alias("asked"))
        .with_columns(pl.col("asked").str.split(" ").alias("words"))
        .with_columns(
            pl.col("words").list.len().alias("count"),
            (pl.col("asked").str.count_matches(rf"\b(?:{'|'.join(_SMALL)})\b")).alias("small"),
        )
        .filter(
            (pl.col("count") - pl.col("small") > 1) & ~pl.col("asked").str.contains(shared_names())
        )
    )
    found = pl.concat([*_in_full(asked), *_of_another_kind(asked), *_turned(asked), *_begun(asked)])
    return (
        found.with_columns(match_key(pl.col("key")).alias("key"))
        .filter((pl.col("key") != pl.col("asked")) & (pl.col("key") != ""))
        .unique(["payee", "key", "form_key"], keep="first", maintain_order=True)
        .with_columns(pl.lit(OTHERWISE).alias("way"), pl.col("key").alias("name"))
        .select(*parts.columns, "asked", "left_out")
    )


def _made(asked: pl.DataFrame, key: pl.Expr, left_out: pl.Expr | None = None) -> pl.DataFrame:
    return asked.select(
        "payee", "form_key", "asked", key.alias("key"),
        (pl.lit(0) if left_out is None else left_out).cast(pl.Int32).alias("left_out"),
    ).filter(pl.col("key").is_not_null())  # fmt: skip


def _in_full(asked: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What initials and abbreviations stand for, one or many of a thing, own initials added."""
    told = "|".join(words for pair in also_called() for words in (pair.one, pair.other))
    others = asked.filter(pl.col("asked").str.contains(rf"\b(?:{told})\b"))
    for pair in () if others.is_empty() else also_called():
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            holds = others.filter(pl.col("asked").str.contains(rf"\b{one}\b"))
            yield _made(holds, pl.col("asked").str.replace(rf"\b{one}\b", other))
    short = {one: full for one, full in abbreviations().items() if full}
    shortened = asked.filter(pl.col("words").list.eval(pl.element().is_in(list(short))).list.any())
    for ending in ("", "S"):
        full = {one: full + ending for one, full in short.items()}
        yield _made(shortened, pl.col("words").list.eval(pl.element().replace(full)).list.join(" "))
    blurred = asked.filter(pl.col("asked").str.contains(r"AA .*AA\b"))
    yield _made(blurred, pl.col("asked").str.replace_all(r"([A-Z0-9])AA\b", "$1"))
    telling = pl.col("words").list.eval(pl.element().filter(~pl.element().is_in(_SMALL)))
    for words in (pl.col("words"), telling):
        initials = words.list.eval(pl.element().str.head(1)).list.join("")
        long_enough = asked.filter(pl.col("count") - pl.col("small") > 2)
        yield _made(long_enough, pl.col("asked") + " " + initials)
    many = asked.filter((pl.col("count") > 2) & (pl.col("count") <= _LONGEST))
    for place in range(_LONGEST):
        if (many["count"] <= place).all():
            break
        word = pl.col("words").list.get(place, null_on_oob=True)
        before, after = pl.col("words").list.head(place), pl.col("words").list.slice(place + 1)
        yield _made(
            many.with_columns(_one_or_many(word).alias("other")).drop_nulls("other"),
            pl.concat_str(before.list.join(" "), "other", after.list.join(" "), separator=" "),
        )


def _one_or_many(word: pl.Expr) -> pl.Expr:
    """The word for many of what it is one of, or the other way; null for short words."""
    return (
        pl.when(word.str.len_chars() < _SHORTEST_PLURAL)
        .then(None)
        .when(word.str.ends_with("IES"))
        .then(word.str.head(-3) + "Y")
        .when(word.str.ends_with("S"))
        .then(word.str.head(-1))
        .when(word.str.contains(r"[^AEIOU]Y$"))
        .then(word.str.head(-1) + "IES")
        .otherwise(word + "S")
    )


def _of_another_kind(asked: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Names without a form, with what kind of body it is added, or left out.

    Bodies of one saint are too many for that to tell them apart.
    """
    free = asked.filter(pl.col("form_key").is_null())
    for kind in _KINDS_ADDED:
        yield _made(
            free.filter(~pl.col("asked").str.contains("^(?:ST|SAINT) ")),
            pl.col("asked") + f" {kind}",
        )
    for kind in _KINDS_DROPPED:
        named = free.filter(
            pl.col("asked").str.ends_with(f" {kind}") & (pl.col("count") - pl.col("small") > 2)
        )
        yield _made(named, pl.col("asked").str.strip_suffix(f" {kind}"))


def _turned(asked: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Names without a form, the last words first: ASHFIELD HOMESTART is HOME-START ASHFIELD."""
    free = asked.filter(pl.col("form_key").is_null() & (pl.col("count") <= _LONGEST))
    for place in range(1, _LONGEST):
        longer = free.filter(pl.col("count") > place)
        if longer.is_empty():
            break
        before, after = pl.col("words").list.head(place), pl.col("words").list.slice(place)
        yield _made(
            longer, pl.concat_str(after.list.join(" "), before.list.join(" "), separator=" ")
        )


def _begun(asked: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Names without a form, without what follows: an office of the body, a place or a remark.

    What follows must name no other body, as X ENTERPRISES and X CENTRE are not X, and the name be
    no kind of place: the HEALTHY LIVING CENTRE of one town is not that of another.
    """
    free = asked.filter(pl.col("form_key").is_null())
    for place in range(2, _LONGEST):
        if (free["count"] <= place).all():
            break
        head, rest = pl.col("words").list.head(place), pl.col("words").list.slice(place)
        begun = free.filter(pl.col("count") > place).with_columns(
            head.list.join(" ").str.replace(rf"(?: (?:{'|'.join(_SMALL)}))+$", "").alias("head"),
            rest.list.join(" ").alias("rest"),
        )
        begun = begun.filter(
            ~pl.col("rest").str.contains(organisation_words("another"))
            & ~pl.col("rest").str.contains("^" + organisation_words("local"))
            & ~pl.col("head").str.contains(shared_names())
            & ~pl.col("head").str.contains(organisation_words("local") + "$")
            & pl.col("head").str.contains(" ", literal=True)
        )
        yield _made(begun, pl.col("head"), pl.col("rest").str.len_chars())
