"""How alike two names are, once what ledgers drop, cut and abbreviate is made equal."""

from __future__ import annotations

import csv
from functools import cache, partial
from pathlib import Path

import polars as pl

_DATA = Path(__file__).parent / "data"
# From so many pairs on it is worth loading NumPy, which takes a tenth of a second.
_MANY_PAIRS = 50_000
_TITLES = frozenset({"MR", "MRS", "MS", "MISS", "DR", "PROF", "REV", "SIR", "LADY"})
# Two letters at the start of a name that are no initials.
_NO_INITIALS = frozenset(
    [
        "AL",
        "AN",
        "AS",
        "AT",
        "BE",
        "BY",
        "CO",
        "DE",
        "DO",
        "EL",
        "EU",
        "GO",
        "IF",
        "IN",
        "IT",
        "LA",
        "LE",
        "MY",
        "NO",
        "OF",
        "ON",
        "SO",
        "ST",
        "TO",
        "UK",
        "UP",
        "US",
        "WE",
    ]
)


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviated words with what they stand for; blank for small words that ledgers drop."""
    with (_DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as rows:
        return {row["short"]: row["full"] for row in csv.DictReader(rows)}


@cache
def given_names() -> frozenset[str]:
    """First names by which a person's name is told from a firm's."""
    with (_DATA / "given_names.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["name"] for row in csv.DictReader(rows))


def in_full(key: pl.Expr) -> pl.Expr:
    """The words of a key as a list: abbreviations written out, many as one, small words left out."""
    one = pl.element().replace(abbreviations()).str.replace(r"^(.{3,}[^S])S$", "$1")
    words = key.str.split(" ").list.eval(one)
    return words.list.join(" ").str.strip_chars().str.replace_all(" +", " ").str.split(" ")


def without_country(key: pl.Expr) -> pl.Expr:
    """The key without UK, GB or CO at its end, which ledgers drop and add: AGE UK LEEDS keeps it.

    Source: Companies House, names guidance: UK and its like are left out when names are compared.
    """
    return key.str.replace(r"(.)(?: (?:UK|U K|GB|CO))+$", "$1")


def is_personal(key: pl.Expr) -> pl.Expr:
    """Whether a key reads like the name of a person: J SMITH, JANE SMITH, DR A B SMITH."""
    words = key.str.split(" ")
    first = words.list.first()
    initials = first.str.contains(r"^[A-Z]{1,2}$") & ~first.is_in(list(_NO_INITIALS))
    begins = first.is_in([*given_names(), *_TITLES]) | initials
    plain = ~key.str.contains(r"[0-9]| AND ") & ~key.str.contains(organisation_words("firm"))
    return plain & begins & words.list.len().is_between(2, 4)


def shared_names() -> str:
    """A pattern of keys that are the name of many bodies, the branches of a federation."""
    with (_DATA / "shared_names.csv").open(encoding="utf-8", newline="") as rows:
        return f"^(?:{'|'.join(row['name'] for row in csv.DictReader(rows))})$"


def organisation_words(says: str) -> str:
    """A pattern of words that tell a `firm`, or what is mostly `unincorporated`, in a key."""
    with (_DATA / "organisation_words.csv").open(encoding="utf-8", newline="") as rows:
        words = "|".join(row["word"] for row in csv.DictReader(rows) if row["says"] == says)
    return rf"\b(?:{words})\b"


def likeness(one: pl.Series, other: pl.Series, least: float = 0.0) -> pl.Series:
    """Per cent of letters alike, pair by pair, as rapidfuzz's ratio reckons it; 0 if below `least`."""
    from rapidfuzz import fuzz

    if one.len() < _MANY_PAIRS:
        alike = list(map(partial(fuzz.ratio, score_cutoff=least), one.to_list(), other.to_list()))
        return pl.Series("score", alike, dtype=pl.Float32)
    from rapidfuzz.process import cpdist

    many = cpdist(one.to_list(), other.to_list(), scorer=fuzz.ratio, score_cutoff=least, workers=-1)
    return pl.Series("score", many, dtype=pl.Float32)


def letters_apart(one: pl.Series, other: pl.Series) -> pl.Series:
    """Letters that must be put in, taken out, changed or swapped with a neighbour to make them equal."""
    from rapidfuzz.distance import OSA

    apart = list(map(OSA.distance, one.to_list(), other.to_list()))
    return pl.Series("apart", apart, dtype=pl.Int32)
