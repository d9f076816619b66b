"""Dates that prove no order, beside files of the same publisher and layout that prove theirs."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.date_evidence import date_evidence
from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST, NOTHING_TELLS
from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spendaudit.clean.dates import Dates

_WAY = r"^\s*[0-9]{1,2}\s*([/.\- ])\s*[0-9]{1,2}\s*[/.\- ]\s*([0-9]{2,4})(?:[^0-9]|$)"
"""The mark between three numbers, and the digits of the year."""


class DatedFile(NamedTuple):
    """A file as far as its dates are concerned.

    Attributes:
        name: of the file.
        cells: of its heading.
        bodies: who published it, as its rows say.
        dates: how they were read.
    """

    name: str
    cells: Sequence[str]
    bodies: Sequence[str]
    dates: Dates


def proved_day_first(files: Iterable[DatedFile]) -> dict[str, str]:
    """Files read day first by custom alone, and for each a file like it that proves the order.

    Alike are files of one folder with the same headings and publishers, whose dates are written in
    the same way. Where another of these proves the month first, nothing is proved.

    Returns:
        Name to name: of those that prove it, the first in the order of names.
    """
    known = sorted(files, key=lambda file: file.name)
    open_ones = [one for one in known if _is_open(one.dates)]
    if not open_ones:
        return {}
    layouts = {_layout(one) for one in open_ones}
    proving: dict[tuple[object, ...], dict[str, str]] = {}
    for one in known:
        if one in open_ones or _layout(one) not in layouts:
            continue
        only = date_evidence(one.dates.table).only
        for order in (DAY_FIRST, MONTH_FIRST):
            if only[order]:
                for way in _ways(one.dates.table):
                    proving.setdefault((*_layout(one), way), {}).setdefault(order, one.name)
    found = {}
    for one in open_ones:
        by_way = [proving.get((*_layout(one), way), {}) for way in _ways(one.dates.table)]
        if by_way and all(set(orders) == {DAY_FIRST} for orders in by_way):
            found[one.name] = by_way[0][DAY_FIRST]
    return found


def _is_open(dates: Dates) -> bool:
    return not (dates.settled or dates.month_first or dates.contradicted) and dates.either > 0


def _layout(file: DatedFile) -> tuple[object, ...]:
    return (
        str(PurePath(file.name).parent),
        tuple(cleaned(cell) for cell in file.cells),
        frozenset(body.casefold() for body in file.bodies),
    )


def _ways(table: pl.DataFrame) -> list[str]:
    """The ways in which dates of three numbers are written."""
    parts = pl.col("text").str.extract_groups(_WAY).struct
    way = parts.field("1") + parts.field("2").str.len_chars().cast(pl.String)
    return table.select(way.drop_nulls().unique().sort()).to_series().to_list()


def with_order_of(dates: Dates, file: str) -> Dates:
    """The same dates, their order settled by another file."""
    notices = tuple(one for one in dates.notices if not one.startswith(NOTHING_TELLS))
    return dates._replace(settled=True, settled_by=file, notices=notices)
