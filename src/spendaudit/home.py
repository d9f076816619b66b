"""Which area is home: what the user says, else what the files say, else a guess said aloud."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import AreaError
from spendaudit.places.areas import Area, area_in_text, district_names, find_area

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GIVEN = "given by you"
CLEAR_SHARE, CLEAR_LEAD = 0.25, 2.0
"""A guess is clear when one district has this share of the payments and of the suppliers with a
postcode, and so many times as many as any other. No real central-government file comes near it."""


def choose_area(
    given: str | None,
    publishers: Sequence[Mapping[str, tuple[str, ...]]],
    payments: pl.DataFrame,
    payees: pl.DataFrame,
) -> tuple[Area, str]:
    """Choose the home area.

    Args:
        given: what the user said, or None.
        publishers: what may name the publisher, by file name, from the surest to the least sure:
            the rows, then the titles.
        payments: with `payee` and `pence`.
        payees: with `payee`, `district` and `public`.

    Returns:
        The area, and a phrase for where it was taken from.

    Raises:
        AreaError: the given one is unknown, the files name several, or nothing tells.
    """
    if given is not None:
        return find_area(given), GIVEN
    for texts in publishers:
        named = _named(
            {
                text: area
                for found in texts.values()
                for text in found
                if (area := area_in_text(text))
            }
        )
        if named:
            return named[0], f"the publisher named in the file: {named[1]}"
    for where, names in (
        ("file", [PurePath(name).stem for name in publishers[0]]),
        ("folder", [PurePath(name).parent.name for name in publishers[0]]),
    ):
        named = _named({text: area for text in names if (area := area_in_text(text))})
        if named:
            return named[0], f"the name of the {where}: {named[1]}"
    return _guessed(payments, payees)


def _named(areas: Mapping[str, Area]) -> tuple[Area, str] | None:
    """The one area that texts name, with the first such text; None when they name none."""
    distinct = {area.code: (area, text) for text, area in areas.items()}
    if len(distinct) > 1:
        names = sorted(area.name for area, _ in distinct.values())
        raise AreaError(
            f"the files name more than one area: {', '.join(names[:8])}",
            f'say which one is home, such as --area "{names[0]}"',
        )
    return next(iter(distinct.values()), None)


def _guessed(payments: pl.DataFrame, payees: pl.DataFrame) -> tuple[Area, str]:
    """The district where most payments and most suppliers are, if it is clear.

    Not where most pounds are: one grant to one head office is often half of a file.
    """
    placed = (
        payments.select("payee")
        .join(payees.filter(~pl.col("public")).select("payee", "district", "name"), on="payee")
        .filter(pl.col("district").is_not_null())
    )
    found = (
        placed.group_by("district")
        .agg(pl.len().alias("payments"), pl.col("name").n_unique().alias("suppliers"))
        .join(district_names(), on="district", how="left")
        .sort("payments", "district", descending=[True, False])
    )
    first = found.row(0, named=True) if found.height else None
    if first and _is_clear(found["payments"]) and _is_clear(found["suppliers"]):
        share = first["payments"] / placed.height
        return find_area(first["district"]), (
            f"a guess: {share:.0%} of the payments with a postcode went to suppliers there"
        )
    likely = ", ".join(
        f"{name} ({payments / placed.height:.0%})"
        for name, payments in found.select("district_name", "payments").head(5).iter_rows()
    )
    raise AreaError(
        "the files do not say which area is home",
        "add --area with a name or GSS code of a district, county, combined authority or region",
        (f"most payments with a postcode went to: {likely}",) if likely else (),
    )


def _is_clear(counts: pl.Series) -> bool:
    """Whether the first of some counts is large enough, and far enough ahead of all others."""
    first, *others = counts.to_list()
    ahead = first >= CLEAR_LEAD * max(others, default=0)
    return bool(ahead and first >= CLEAR_SHARE * (first + sum(others)))
