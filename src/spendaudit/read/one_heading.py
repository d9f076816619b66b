"""Several tables of one file put under the heading of the first: each cell under the word for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.headings import NEEDED, cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.later_tables import LaterTable
    from spendaudit.read.records import Rows

_OF_VAT = {
    "net": "leave VAT out",
    "gross": "include VAT",
    "not said": "do not say whether VAT is in them",
}


def under_one_heading(rows: Rows, later: Sequence[LaterTable]) -> Rows:
    """Every later table under the columns of the first; what only it has, in columns to the right.

    The last column holds what stands to the right of the table's own heading. A table that names no
    supplier is left blank: what it is, `clean` finds out from the rows as they were published.
    """
    first = rows.heading
    cells = list(first.cells)
    columns, told = dict(first.columns), dict(first.told_by)
    alike: dict[tuple[str, ...], list[LaterTable]] = {}
    for table in later:
        alike.setdefault(table.cells, []).append(table)
    parts = [
        (
            pl.any_horizontal([_holds(table) for table in tables]),
            tables[0].heading,
            _way(tables[0].heading, cells, columns, told),
        )
        for tables in alike.values()
    ]
    moved = []
    for target in range(len(cells)):
        cell = pl.col(f"c{target}") if target < len(first.cells) else pl.lit(None, pl.String)
        for here, _, way in parts:
            there = pl.col(f"c{way[target]}") if target in way else pl.lit(None, pl.String)
            cell = pl.when(here).then(there).otherwise(cell)
        moved.append(cell.alias(f"c{target}"))
    beyond = _beyond(range(len(first.cells), rows.columns))
    for here, own, _ in parts:
        there = _beyond(range(own.width, rows.columns)) if own else pl.lit("")
        beyond = pl.when(here).then(there).otherwise(beyond)
    heading = first._replace(
        cells=tuple(cells),
        columns=columns,
        told_by=told,
        lines=(*first.lines, *(one for table in later for one in table.lines)),
        notices=(*first.notices, *_notices(first, later)),
    )
    return replace(
        rows,
        heading=heading,
        cells=rows.cells.select("line", *moved, beyond.alias(f"c{len(cells)}")),
        columns=len(cells) + 1,
        later=tuple(later),
        published=rows,
    )


def _holds(table: LaterTable) -> pl.Expr:
    """Whether a line is of a table, its heading included."""
    line = pl.col("line")
    from_here = line >= table.lines[0]
    return from_here if table.ends is None else from_here & (line < table.ends)


def _beyond(places: Sequence[int]) -> pl.Expr:
    if not places:
        return pl.lit("")
    return pl.concat_str([pl.col(f"c{place}").fill_null("").str.strip_chars() for place in places])


def _way(
    heading: Heading | None, cells: list[str], columns: dict[str, int], told: dict[str, str]
) -> dict[int, int]:
    """Place under the first heading to place in this table; what is new is added to the right."""
    way: dict[int, int] = {}
    if heading is None:
        return way
    by_place = {place: meaning for meaning, place in heading.columns.items()}
    plain = [cleaned(cell) for cell in cells]
    for place in [*by_place, *(one for one in range(heading.width) if one not in by_place)]:
        meaning = by_place.get(place)
        cell = heading.cells[place] if place < len(heading.cells) else ""
        if meaning in columns:
            target = columns[meaning]
        elif meaning is None and cleaned(cell) and cleaned(cell) in plain:
            target = plain.index(cleaned(cell))
        else:
            target = len(cells)
        if target in way or (meaning is None and target in columns.values()):
            target = len(cells)
        if target == len(cells):
            cells.append(cell)
            if meaning is not None:
                columns[meaning] = target
                told[meaning] = heading.told_by.get(meaning, "its heading")
        way[target] = place
    return way


def _notices(first: Heading, later: Sequence[LaterTable]) -> Iterator[str]:
    """Sentences about the tables of payments that were read."""
    read = [(table.lines[0], table.heading) for table in later if table.heading is not None]
    yield from dict.fromkeys(notice for _, heading in read for notice in heading.notices)
    for line, heading in read:
        if heading.basis != first.basis:
            yield (
                f"from line {line:,} on the amounts {_OF_VAT[heading.basis]}, by their heading; "
                f"above they {_OF_VAT[first.basis]}"
            )
    for line, one in read[:1]:
        said = ", ".join(
            f"{meaning} {one.called(one.columns[meaning])!r}"
            for meaning in (*NEEDED, "date")
            if meaning in one.columns
        )
        if len(read) == 1:
            yield (
                f"a second table begins on line {line:,}, with columns of its own: "
                f"read by its heading ({said})"
            )
            return
        places = ", ".join(f"{where:,}" for where, _ in read[:5])
        more = f" and {len(read) - 5:,} more" if len(read) > 5 else ""
        yield (
            f"{len(read)} further tables begin on lines {places}{more}, with columns of their own: "
            f"each read by its heading (the first: {said})"
        )
