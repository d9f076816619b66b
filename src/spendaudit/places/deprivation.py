"""How deprived the neighbourhood of a postcode is: its tenth of England's, where the user's tables tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import DirectoryError, InputError
from spendaudit.places.postcode_table import packed
from spendaudit.read.source import open_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RANKED = (32_482, 32_844, 33_755)
"""Neighbourhoods (LSOAs) in England that each edition ranks: the Indices of 2004 to 2010, of 2015
and 2019, and of 2025. Source: English Indices of Deprivation, frequently asked questions."""
USUAL = 32_844
TENTHS = 10
ENGLISH = "E01"
"""An LSOA code of England begins like this; ranks of other nations are other scales, never mixed."""
SOURCE = (
    "English Indices of Deprivation, Ministry of Housing, Communities and Local Government, "
    "Open Government Licence v3.0"
)

RANKS = re.compile(r"imd([0-9][0-9])?(ind)?")
"""How an ONSPD or NSPL of any vintage calls its column of ranks."""
NEIGHBOURHOODS = re.compile(r"lsoa[0-9][0-9](cd)?")
_LSOA = re.compile(r"lsoa ?([0-9][0-9])? ?(cd|code)?( \(20[0-9][0-9]\))?")
_DECILE = re.compile(r"((index of multiple deprivation|imd)\b.* )?decile( \(.*\))?")
_RANK = re.compile(r"((index of multiple deprivation|imd)\b.* )?rank( \(.*\))?")
CALLED = "a table of deprivation"
TRY = (
    "the English Indices of Deprivation, file 1 or 7 as CSV: a column 'LSOA code (2021)' and one "
    "with 'Index of Multiple Deprivation (IMD) Decile' or Rank"
)


class Deprivation(NamedTuple):
    """The tenth of each postcode that has one.

    Attributes:
        deciles: sorted by `key` (the postcode, `postcode_table.packed`), with `decile`, 1 for the
            most deprived tenth of England's neighbourhoods to 10 for the least.
        how: what told them, and how, in words.
    """

    deciles: pl.DataFrame
    how: str


class Areas(NamedTuple):
    """A table of the user's own: `lsoa` and `decile`, one row a neighbourhood, and what it is."""

    deciles: pl.DataFrame
    name: str
    how: str


def decile_of_rank(rank: pl.Expr, ranked: int) -> pl.Expr:
    """The tenth of a rank: ten times the rank, divided by how many are ranked, rounded up.

    The published deciles of 2019 are the same for all but 3 of 32,844 neighbourhoods, each of which
    lies on the border of two.
    """
    return ((rank.cast(pl.Int64) * TENTHS + ranked - 1) // ranked).cast(pl.UInt8)


def read_areas(path: Path) -> Areas:
    """Read a table of neighbourhoods (LSOAs) with their decile, or else their rank.

    Raises:
        InputError: it is no such table, a value is none, or a neighbourhood has two.
    """
    with open_source(path) as source:
        name = source.name
        try:
            table = pl.read_csv(source.path, infer_schema=False)
        except pl.exceptions.PolarsError as error:
            raise InputError(f"{name} is no table, and so not {CALLED}", TRY) from error
    code = _column(table.columns, _LSOA, "the code of a neighbourhood (LSOA)", name)
    given = "decile" if any(_DECILE.fullmatch(_tidy(one)) for one in table.columns) else "rank"
    pattern = _DECILE if given == "decile" else _RANK
    value = _column(table.columns, pattern, "a decile or rank of the IMD", name)
    rows = table.select(
        pl.col(code).str.strip_chars().str.to_uppercase().alias("lsoa"),
        pl.col(value).str.strip_chars().str.replace_all(",", "", literal=True).alias("text"),
    ).with_row_index("line", 2)
    rows = rows.filter(pl.col("lsoa").str.starts_with(ENGLISH)).with_columns(
        pl.col("text").cast(pl.Int64, strict=False).alias("value")
    )
    if rows.is_empty():
        raise InputError(f"{name} has no neighbourhood of England, whose codes begin with E01", TRY)
    most = TENTHS if given == "decile" else RANKED[-1]
    wrong = rows.filter(~pl.col("value").is_between(1, most).fill_null(value=False))
    if wrong.height:
        line, _, text, _ = wrong.row(0)
        raise InputError(
            f"{name}, line {line}: {(text or '')[:40]!r} is no {given} from 1 to {most:,}", TRY
        )
    rows = rows.unique(["lsoa", "value"], keep="first", maintain_order=True)
    twice = rows.filter(~pl.col("lsoa").is_first_distinct())
    if twice.height:
        line, lsoa, _, _ = twice.row(0)
        raise InputError(f"{name}, line {line}: {lsoa[:20]} has another {given} above", TRY)
    decile, how = pl.col("value").cast(pl.UInt8), f"deciles in {name}"
    if given == "rank":
        ranked = _ranked(int(rows["value"].max()))  # type: ignore[arg-type]
        decile, how = decile_of_rank(pl.col("value"), ranked), f"{_how(ranked)} in {name}"
    return Areas(rows.select("lsoa", decile.alias("decile")), name, how)


def deprivation_of(
    rows: pl.DataFrame, name: str, lsoas: Sequence[str], rank: str | None, areas: Areas | None
) -> tuple[Deprivation | None, str]:
    """The tenths of a postcode file's postcodes, and one sentence for the user, or an empty text.

    Args:
        rows: `postcode` and `district`, and as text the columns that `lsoas` and `rank` name.
        name: the postcode file.
        lsoas: columns of codes of neighbourhoods, one a census; the one that knows most is used.
        rank: the column of ranks, if there is one.
        areas: the user's own table, which beats the ranks.

    Raises:
        DirectoryError: there is such a table, and the postcode file has none of its neighbourhoods.
    """
    if areas is not None:
        found = [
            rows.select("postcode", pl.col(one).str.strip_chars().alias("lsoa")).join(
                areas.deciles, on="lsoa"
            )
            for one in lsoas
        ]
        best = max(found, key=lambda one: one.height, default=None)
        if best is None:
            raise DirectoryError(
                f"{name} has no column for the neighbourhood (LSOA), by which {areas.name} goes",
                "try: an ONSPD or NSPL of 2011 or later, which has lsoa11 or lsoa21",
            )
        if best.is_empty():
            raise DirectoryError(
                f"no postcode of {name} lies in a neighbourhood that {areas.name} has",
                "try: tables of one census; files of 2025 go by the LSOAs of 2021",
            )
        return Deprivation(_by_key(best), areas.how), ""
    if rank is None:
        return None, ""
    english = rows.filter(pl.col("district").str.starts_with("E")).select(
        "postcode", pl.col(rank).str.strip_chars().cast(pl.Int64, strict=False).alias("rank")
    )
    english = english.filter(pl.col("rank") > 0)
    if english.is_empty():
        return None, ""
    highest = int(english["rank"].max())  # type: ignore[arg-type]
    if highest > RANKED[-1]:
        return None, (
            f"The column {rank} of {name} has a rank of {highest:,}, and England has {RANKED[-1]:,} "
            "neighbourhoods: no deprivation is told from it."
        )
    ranked = _ranked(highest)
    deciles = english.with_columns(decile_of_rank(pl.col("rank"), ranked).alias("decile"))
    return Deprivation(_by_key(deciles), f"{_how(ranked)} in {name} ({rank})"), ""


def _by_key(found: pl.DataFrame) -> pl.DataFrame:
    compact = pl.col("postcode").str.replace_all(" ", "", literal=True).str.to_uppercase()
    return (
        found.select(packed(compact).alias("key"), "decile")
        .drop_nulls()
        .unique("key", keep="first", maintain_order=True)
        .sort("key")
    )


def _ranked(highest: int) -> int:
    """Of how many the ranks are; part of a table may lack the least deprived neighbourhoods."""
    if highest in RANKED:
        return highest
    return USUAL if highest <= USUAL else RANKED[-1]


def _how(ranked: int) -> str:
    return f"tenths by rank (ten times the rank, divided by {ranked:,}, rounded up)"


def _column(headings: Sequence[str], pattern: re.Pattern[str], what: str, name: str) -> str:
    found = [heading for heading in headings if pattern.fullmatch(_tidy(heading))]
    if len(found) == 1:
        return found[0]
    number = "several columns" if found else "no column"
    raise InputError(
        f"{name} is not {CALLED}: it has {number} for {what}",
        TRY,
        (f"line 1 has: {', '.join(headings)[:200]}",),
    )


def _tidy(heading: str) -> str:
    return re.sub(r"[\s_]+", " ", heading.strip().strip('"\ufeff').lower())
