"""Which area is home: what the user says, else what the files say, else a guess said aloud."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import AreaError
from spendaudit.places.areas import Area, area_in_text, district_names, find_area

if TYPE_CHECKING:
    from collections.abc import Mapping

GIVEN = "given by you"
CLEAR_SHARE, CLEAR_LEAD = 0.4, 2.0
"""A guess from suppliers' places is clear when one district has this share of the placed pounds,
and so many times the next one's. On real central-government files no district comes near it."""


def choose_area(
    given: str | None,
    bodies: Mapping[str, tuple[str, ...]],
    payments: pl.DataFrame,
    payees: pl.DataFrame,
) -> tuple[Area, str]:
    """Choose the home area.

    Args:
        given: what the user said, or None.
        bodies: names of the publisher in each file, by file name.
        payments: with `payee` and `pence`.
        payees: with `payee`, `district` and `public`.

    Returns:
        The area, and a phrase for where it was taken from.

    Raises:
        AreaError: the given one is unknown, the files name several, or nothing tells.
    """
    if given is not None:
        return find_area(given), GIVEN
    named = _named(
        {text: area for texts in bodies.values() for text in texts if (area := area_in_text(text))}
    )
    if named:
        return named[0], f"the publisher named in the file: {named[1]}"
    for where, texts in (
        ("file", [PurePath(name).stem for name in bodies]),
        ("folder", [PurePath(name).parent.name for name in bodies]),
    ):
        named = _named({text: area for text in texts if (area := area_in_text(text))})
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
            f'say which one is home: --area "{names[0]}"',
        )
    return next(iter(distinct.values()), None)


def _guessed(payments: pl.DataFrame, payees: pl.DataFrame) -> tuple[Area, str]:
    placed = (
        payments.select("payee", "pence")
        .join(payees.filter(~pl.col("public")).select("payee", "district"), on="payee")
        .filter(pl.col("district").is_not_null())
        .group_by("district")
        .agg(pl.col("pence").sum())
        .filter(pl.col("pence") > 0)
        .join(district_names(), on="district", how="left")
        .sort("pence", "district", descending=[True, False])
        .with_columns((pl.col("pence") / pl.col("pence").sum()).alias("share"))
    )
    first = placed.row(0, named=True) if placed.height else None
    second = placed["share"][1] if placed.height > 1 else 0.0
    if first and first["share"] >= CLEAR_SHARE and first["share"] >= CLEAR_LEAD * second:
        return find_area(first["district"]), (
            f"a guess: {first['share']:.0%} of the pounds with a postcode went to suppliers there"
        )
    likely = ", ".join(
        f"{name} ({share:.0%} of the pounds with a postcode)"
        for name, share in placed.select("district_name", "share").head(5).iter_rows()
    )
    example = first["district_name"] if first else "Preston"
    raise AreaError(
        "the files do not say which area is home",
        f'say it: --area "{example}" (a name, a GSS code, a county or a region)',
        (f"most of it went to: {likely}",) if likely else (),
    )
