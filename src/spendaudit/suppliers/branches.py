"""Branches that the user's list tells of: a registered office is not where a supplier works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from spendaudit.places.areas import Area

YES, NO = ("yes", "y", "true", "1", "local"), ("no", "n", "false", "0", "none", "-")
_NAMED = 5


def with_branches(payees: pl.DataFrame, places: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Read what the lists say of branches.

    Args:
        payees: with `listed_branch`.
        places: of each text that may be a postcode, `text` and `district`.

    Returns:
        The payees with `branch` (whether there is one in the home area; null where a postcode must
        decide that, or nobody said) and `branch_district`; and a sentence on what could not be read.
    """
    said = pl.col("listed_branch").str.strip_chars()
    found = places.filter(pl.col("district").is_not_null())
    districts = dict(found.select("text", "district").iter_rows())
    read = payees.with_columns(
        pl.when(said.str.to_lowercase().is_in(YES))
        .then(pl.lit(value=True))
        .when(said.str.to_lowercase().is_in(NO))
        .then(pl.lit(value=False))
        .alias("branch"),
        pl.col("listed_branch")
        .replace_strict(districts, default=None, return_dtype=pl.String)
        .alias("branch_district"),
    )
    unread = read.filter(
        (said != "") & pl.col("branch").is_null() & pl.col("branch_district").is_null()
    )["listed_branch"].unique(maintain_order=True)
    if unread.is_empty():
        return read, []
    named = ", ".join(repr(text[:40]) for text in unread.head(_NAMED))
    more = f" and {len(unread) - _NAMED:,} more" if len(unread) > _NAMED else ""
    return read, [
        f"your supplier list has branches that are neither yes, no nor a postcode: {named}{more}: not used"
    ]


def branch_here(payees: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The payees with `branch_here`: whether the user says that a branch is in the area."""
    at_home = pl.col("branch_district").is_in(list(area.districts))
    return payees.with_columns(
        pl.coalesce("branch", at_home, pl.lit(value=False)).alias("branch_here")
    )
