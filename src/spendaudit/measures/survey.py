"""A survey of suppliers: how much of what each is paid it spends again in the area."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import InputError, MeasureError
from spendaudit.measures.multiplier import Range, Rates
from spendaudit.measures.spend import is_local, pounds
from spendaudit.names.cleaning import clean_name
from spendaudit.names.codes import name_behind_code
from spendaudit.read.small_tables import read_small_table, share_of

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.places.areas import Area

COLUMNS = ("supplier", "respent")
FEWEST = 3
"""Answers by local suppliers below which a survey says nothing about those who did not answer."""


class Surveyed(NamedTuple):
    """What a survey says, and for how much of the money.

    Attributes:
        rates: with those who did not answer taken like the mean of those who did, by pounds paid;
            at the least like the lowest answer, at the most like the highest.
        answers: local and other suppliers that answered.
        covered: pounds paid to the local suppliers that answered, and to all local suppliers.
        unknown: suppliers of the survey that the files do not name.
    """

    rates: Rates
    answers: tuple[int, int]
    covered: tuple[Decimal, Decimal]
    unknown: tuple[str, ...]


def read_survey(path: Path) -> pl.DataFrame:
    """Read a survey: a CSV with `supplier` and `respent`, a share such as 63% or 0.63.

    Returns:
        `line`, `supplier`, `name` (cleaned), `respent` (fraction of 1, as text), and `behind_code`,
        the name without the ledger's code before it, cleaned; null where there is none.

    Raises:
        InputError: a column is missing, an answer is no share between 0 and 100%, or a supplier has
            two.
    """
    answers, name = read_small_table(path, COLUMNS, "a survey")
    shares = [share_of(said) for said in answers["respent"]]
    for (line, said), share in zip(
        answers.select("line", "respent").iter_rows(), shares, strict=True
    ):
        if share is None:
            raise InputError(
                f"{name}, line {line}: {said or ''!r} is no share",
                "write a percentage such as 63%, or a fraction between 0 and 1",
            )
    answers = answers.select(
        "line",
        "supplier",
        clean_name(pl.col("supplier").fill_null("")).alias("name"),
        pl.Series("respent", map(str, shares), dtype=pl.String),
        clean_name(name_behind_code(pl.col("supplier"))).alias("behind_code"),
    )
    again = answers.filter(~pl.coalesce("behind_code", "name").is_first_distinct())
    if again.height:
        line, supplier = again.select("line", "supplier").row(0)
        raise InputError(
            f"{name}, line {line}: {supplier!r} has answered already",
            "keep one answer of each supplier: two would count its pounds twice",
        )
    return answers


def surveyed(survey: pl.DataFrame, name: str, spend: pl.DataFrame, home: Area) -> Surveyed:
    """Weigh the answers by what each supplier was paid.

    Raises:
        MeasureError: too few local suppliers answered.
    """
    paid = spend.group_by("name").agg(
        pl.col("pence").sum(), is_local(home.name).any().alias("local")
    )
    paid = paid.with_columns(pl.col("name").cast(pl.String)).filter(pl.col("pence") > 0)
    # Files that have a code before each name know their suppliers by the names alone.
    survey = survey.with_columns(
        pl.when(pl.col("name").is_in(paid["name"].implode()))
        .then("name")
        .otherwise(pl.coalesce("behind_code", "name"))
        .alias("name")
    )
    answered = survey.join(paid, on="name")
    local = answered.filter("local")
    if local.height < FEWEST:
        many = "1 supplier" if local.height == 1 else f"{local.height} suppliers"
        raise MeasureError(
            f"{name}: only {many} in {home.in_a_sentence} answered, and at least {FEWEST} are needed",
            "ask more suppliers, or take published rates: --rates fsb-cles-2013",
        )
    other = answered.filter(~pl.col("local"))
    all_local = int(paid.filter("local")["pence"].sum())
    all_other = int(paid.filter(~pl.col("local"))["pence"].sum())
    rates = Rates(
        name,
        _imputed(local, all_local),
        _imputed(other, all_other) if other.height >= FEWEST else None,
        f"the survey {name}: those who did not answer are taken like the mean of those who did, "
        "at the least like the lowest answer and at the most like the highest",
    )
    unknown = survey.join(paid, on="name", how="anti")["supplier"].drop_nulls()
    return Surveyed(
        rates,
        (local.height, other.height),
        (pounds(int(local["pence"].sum())), pounds(all_local)),
        tuple(unknown),
    )


def _imputed(answered: pl.DataFrame, everyone: int) -> Range:
    """The rate of all suppliers, those who did not answer taken at the lowest, mean and highest."""
    answers = [
        (Decimal(share), pence) for share, pence in answered.select("respent", "pence").iter_rows()
    ]
    known = sum(pence for _, pence in answers)
    again = sum((share * pence for share, pence in answers), Decimal())
    silent = everyone - known
    shares = [share for share, _ in answers]
    ends = (min(shares), again / known, max(shares))
    return Range(*((again + end * silent) / everyone for end in ends))
