"""Rows from all over a file held against the first ones: whether its columns stay in their order.

Files of several months are joined by hand, and the order of the columns is not that of all of them.
Under a heading of its own such a part is a later table. Without one its numbers of documents would
be read as pounds, and its departments as suppliers.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import InputError
from spendaudit.read.looks import Look, look_at_cells
from spendaudit.read.windows import filled, line_at, windows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows

ENOUGH = 10
"""Rows of a window, and filled cells of a column, that tell something."""
MOST, NONE = 0.6, 0.1
"""Shares of the filled cells of a column that look alike."""
KNOWN_AGAIN = 0.3
"""Share of the cells of another column that are suppliers of earlier rows: many are paid once."""
VARIED, SEVERAL = 4, 3
"""Rows of which one at least has a text of its own; different suppliers that are found elsewhere."""


_Columns = list[list[str]]
"""What stands in each column of a window."""


class OtherOrder(NamedTuple):
    """Rows whose columns stand in another order than those under the heading.

    Attributes:
        line: on which such a row stands; there may be others above it.
        place: position of the column under which something else stands.
        example: what stands there.
        other: position of the column in which its values stand.
        is_sure: whether nothing else explains it.
    """

    line: int
    place: int
    example: str
    other: int
    is_sure: bool


class _Move(NamedTuple):
    """What stands elsewhere in some window.

    Attributes:
        window: its number.
        place: position of the column under which something else stands.
        other: position of the column in which its values stand.
        is_sure: whether nothing else explains it.
    """

    window: int
    place: int
    other: int
    is_sure: bool = True


def other_order(
    path: Path, delimiter: str, heading: Heading, *, numbered: bool
) -> OtherOrder | None:
    """Rows that are found to stand in another order; None where none are.

    Amounts and dates are told by their look. Suppliers are told by their names: those of the rows
    above stand in another column, and what stood there stands in theirs. Columns of money that change
    places with each other are not told.

    Args:
        path: text of which each line is a whole record.
        delimiter: what stands between its cells.
        heading: of the rows below it.
        numbered: whether the first cell of each record is its line in the file.
    """
    all_over = windows_of(path, delimiter, heading, numbered=numbered)
    windows = [window for window in all_over if len(window) >= ENOUGH]
    if len(windows) < 2:
        return None
    width = max(len(row.cells) for window in windows for row in window)
    there = [[filled(window, place) for place in range(width)] for window in windows]
    moves = (*_moved_by_look(there, heading), _moved_by_name(there, heading.columns["supplier"]))
    found = min(
        (move for move in moves if move is not None),
        key=lambda move: (not move.is_sure, move.window),
        default=None,
    )
    if found is None:
        return None
    # The order may change in the middle of a window: its last row stands in the other one.
    row = windows[found.window][-1]
    return OtherOrder(
        line=row.line or line_at(path, row.begins),
        place=found.place,
        example=there[found.window][found.place][-1],
        other=found.other,
        is_sure=found.is_sure,
    )


def told_of_other_order(rows: Rows, found: OtherOrder | None, name: str) -> list[str]:
    """A notice where suppliers may stand in another column further down, without a heading that says so.

    Args:
        rows: of the file, its later tables found.
        found: rows below the heading that are found to stand in another order.
        name: of the file.

    Raises:
        InputError: amounts, dates or suppliers surely do.
    """
    if found is None or any(table.lines[0] <= found.line for table in rows.later):
        return []
    heading = rows.as_published().heading
    place, other = heading.called(found.place), heading.called(found.other)
    there = f"{found.example[:40]!r} stands under {place!r}"
    if found.is_sure:
        raise InputError(
            f"{name}: by line {found.line:,} the columns stand in another order than under the "
            f"heading on line {heading.line}: {there}, and what belongs there under {other!r}",
            "cut the file in two where the order changes, and give the second part its own heading",
        )
    doubt = f"{there}, and suppliers of the rows above it under {other!r}"
    return [f"by line {found.line:,} {doubt}: see whether the columns stand in one order"]


def _moved_by_look(windows: Sequence[_Columns], heading: Heading) -> Iterator[_Move | None]:
    """Where amounts or dates, as the first rows have them, fill another column and no longer their own."""
    columns: list[str] = []
    cells: list[str] = []
    for number, window in enumerate(windows):
        for column, here in enumerate(window):
            cells += here
            columns += [f"{number} {column}"] * len(here)
    seen = look_at_cells(pl.LazyFrame({"column": columns, "cell": cells}), "in-memory")
    looks = [
        [seen.get(f"{number} {column}", Look()) for column in range(len(window))]
        for number, window in enumerate(windows)
    ]
    for meaning, count in (("amount", _pounds), ("date", _days), ("supplier", _words)):
        place = heading.columns.get(meaning)
        yield None if place is None else _moved(looks, place, count)


def _pounds(look: Look) -> int:
    return look.pounds


def _days(look: Look) -> int:
    return look.dates + look.serials


def _words(look: Look) -> int:
    return look.words


def _moved(
    looks: Sequence[Sequence[Look]], place: int, count: Callable[[Look], int]
) -> _Move | None:
    if place >= len(looks[0]) or not _is_filled(looks[0][place], count):
        return None
    others = [other for other, look in enumerate(looks[0]) if look.share(count(look)) <= NONE]
    for number, there in enumerate(looks):
        # Of a blank cell something else may be the reason: credits in a column of their own.
        here = there[place]
        gone = here.filled >= ENOUGH and here.share(count(here)) <= NONE
        found = next((other for other in others if gone and _is_filled(there[other], count)), None)
        if found is not None:
            return _Move(number, place, found)
    return None


def _is_filled(look: Look, count: Callable[[Look], int]) -> bool:
    return look.filled >= ENOUGH and look.share(count(look)) >= MOST


def _moved_by_name(windows: Sequence[_Columns], place: int) -> _Move | None:
    """Where suppliers of the rows above fill another column, and what filled that one fills theirs."""
    # By how often, since the order may change in the middle of a window.
    known: list[Counter[str]] = [Counter() for _ in windows[0]]
    for number, window in enumerate(windows):
        names = window[place] if place < len(window) else []
        for other in range(len(window) if len(names) >= ENOUGH else 0):
            here, there = known[place], known[other]
            if other == place or len(_rather(names, here, there)) > NONE * len(names):
                continue
            theirs = window[other]
            moved = _rather(theirs, here, there)
            are_others = len(_rather(names, there, here)) >= KNOWN_AGAIN * len(names)
            stand_there = len(theirs) >= ENOUGH and len(moved) >= KNOWN_AGAIN * len(theirs)
            if are_others and stand_there:
                return _Move(number, place, other)
            # Where a bank is paid for what was bought with its cards, the shops stand in another column.
            are_varied = len(set(names)) * VARIED >= len(names)
            if stand_there and are_varied and len(set(moved)) >= SEVERAL:
                return _Move(number, place, other, is_sure=False)
        for column, texts in zip(known, window, strict=True):
            column.update(texts)
    return None


def _rather(cells: Sequence[str], known: Counter[str], elsewhere: Counter[str]) -> list[str]:
    """Those of some cells that are known of one column rather than of another."""
    return [cell for cell in cells if known[cell] > elsewhere[cell]]
