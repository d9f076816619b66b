"""Which area is home: what the user says, else what the files say, else a guess said aloud."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import AreaError
from spendaudit.places.area_names import GSS_CODE
from spendaudit.places.areas import Area, area_in_text, district_names, find_area

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GIVEN = "given by you"
NAMED_BY = ("the publisher named in the file", "the title of the file")
MOST_NAMED = 8
CLEAR_SHARE, CLEAR_LEAD = 0.25, 2.0
"""A guess is clear when one district has this share of the payments and of the suppliers with a
postcode, and so many times as many as any other. No real central-government file comes near it."""


def choose_area(
    given: str | None,
    publishers: Sequence[Mapping[str, tuple[str, ...]]],
    payments: pl.DataFrame,
    payees: pl.DataFrame,
    folders: Sequence[str] = (),
) -> tuple[Area, str]:
    """Choose the home area.

    Args:
        given: what the user said, or None.
        publishers: what may name the publisher, by file name, from the surest to the least sure:
            the rows, then the titles.
        payments: with `payee` and `pence`.
        payees: with `payee`, `district` and `public`.
        folders: what the user named; the folders among it were searched.

    Returns:
        The area, and a phrase for where it was taken from.

    Raises:
        AreaError: the given one is unknown, the files name several, or nothing tells.
    """
    if given is not None:
        return find_area(given), GIVEN
    named = _named(publishers, folders)
    if named is None:
        return _guessed(payments, payees)
    return named


def _named(
    publishers: Sequence[Mapping[str, tuple[str, ...]]], folders: Sequence[str]
) -> tuple[Area, str] | None:
    """The one area that files name, and where; None when they name none.

    Each file is asked on its own, so that a file of another publisher among them is found out.
    """
    found: dict[str, _Naming] = {}
    for name in publishers[0]:
        for area, rank, where in areas_named(name, publishers, folders):
            naming = found.setdefault(area.code, _Naming(area, rank, where, []))
            naming.files.append(name)
            if rank < naming.rank:
                naming.rank, naming.where = rank, where
    if len(found) > 1:
        raise _several(list(found.values()))
    return next(((one.area, one.where) for one in found.values()), None)


def areas_named(
    name: str, publishers: Sequence[Mapping[str, tuple[str, ...]]], folders: Sequence[str]
) -> list[tuple[Area, int, str]]:
    """The areas of the publishers that a file names, from where it names any most surely.

    Args:
        name: of the file.
        publishers: as `choose_area` takes them, and so the next.
        folders: likewise.

    Returns:
        Of each text that names an area, in their order: the area, how sure the place is where it
        stands (0 the surest), and a phrase for that place with the text.
    """
    for rank, (where, texts) in enumerate(_texts(name, publishers, folders)):
        kept = list(texts)
        named = [
            (area, rank, f"{where}: {_with_name(text, kept)}")
            for text in kept
            if (area := area_in_text(text))
        ]
        if named:
            return named
    return []


def notice_others(
    home: Area, publishers: Sequence[Mapping[str, tuple[str, ...]]], folders: Sequence[str]
) -> str:
    """Say that files whose home was given are of publishers of several areas, and not all lie in it.

    Whoever audits the councils of a county together knows it, and so does a reader of the report; of
    a file that two councils publish together they may not.
    """
    named = {
        area.code: area
        for name in publishers[0]
        for area, _, _ in areas_named(name, publishers, folders)
    }
    if len(named) < 2 or all({*one.districts} <= {*home.districts} for one in named.values()):
        return ""
    names = sorted(one.name for one in named.values())
    return f"{several_areas(names)}: the payments of all of them are counted"


def several_areas(names: Sequence[str]) -> str:
    """The sentence that files name more than one area, by the areas' names in order."""
    more = len(names) - MOST_NAMED
    said = ", ".join(names[:MOST_NAMED])
    return f"the files name more than one area: {said}{f' and {more:,} more' if more > 0 else ''}"


@dataclass(slots=True)
class _Naming:
    """An area that files name: where it is said most surely, and by which files."""

    area: Area
    rank: int
    where: str
    files: list[str]


def _texts(
    name: str, publishers: Sequence[Mapping[str, tuple[str, ...]]], folders: Sequence[str]
) -> list[tuple[str, Iterable[str]]]:
    """What may name the publisher of a file, from the surest to the least sure."""
    path = PurePath(name)
    # A folder that was searched and those inside it say whose files they are; the folders that
    # lead to it, whose computer it is.
    inside = [one for one in path.parents if any(one.is_relative_to(top) for top in folders)]
    return [
        *((where, texts.get(name, ())) for where, texts in zip(NAMED_BY, publishers, strict=True)),
        ("the name of the file", (path.stem,)),
        *(("the name of the folder", (one.name,)) for one in inside or [path.parent]),
    ]


def _with_name(text: str, texts: Iterable[str]) -> str:
    """A code with the name that stands beside it in the rows; any other text as it is."""
    if not GSS_CODE.fullmatch(text):
        return text
    name = next((one for one in texts if not GSS_CODE.fullmatch(one)), None)
    return f"{name}, {text}" if name else text


def _several(found: list[_Naming]) -> AreaError:
    found.sort(key=lambda one: one.area.name)
    details = tuple(
        f"{one.area.name}: {one.files[0]}"
        + (f" and {len(set(one.files)) - 1:,} more" if len(set(one.files)) > 1 else "")
        for one in found[:MOST_NAMED]
    )
    in_one = len({name for one in found for name in one.files}) < len(found)
    of_one = "keep the rows of one publisher" if in_one else "audit the files of one publisher"
    return AreaError(
        several_areas([one.area.name for one in found]),
        f'{of_one}, or say which area is home: --area "{found[0].area.name}"',
        details,
    )


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
