"""Tables below the first one in a file: each understood by its own heading, its cells moved under the first.

Lines stay those of the file, and `Rows.as_published` keeps the cells where they stood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import ColumnError, InputError
from spendaudit.read.heading_rows import (
    KNOWN,
    counts_columns,
    find_heading,
    is_another_heading,
    is_ruled,
    is_worded,
    qualifies,
    stand_elsewhere,
)
from spendaudit.read.headings import (
    NEEDED,
    SAY_NO_MORE,
    cleaned,
    meaning_of,
    position_of,
    understand,
)
from spendaudit.read.missing_columns import listed
from spendaudit.read.one_heading import under_one_heading
from spendaudit.read.tables import HEAD_RECORDS, SAMPLE_RECORDS, understand_later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows

MOST_HEADINGS, MOST_TABLES = 20, 200
"""Different ones in a file, and tables under them; more are a page to print, and no table."""
_ROWS_OF_A_HEADING = 3
_LABELS = ("rowlabels", "total", "grandtotal")
"""Words over the columns of a summary that no list of payments has."""


def stands_over_a_column(text: str) -> bool:
    """Whether a cell is a heading in some file that is known, or a label over a summary's column."""
    return meaning_of(text) is not None or cleaned(text) in _LABELS


class LaterTable(NamedTuple):
    """A table below the first one.

    Attributes:
        lines: of its heading.
        ends: the line of the next heading, or None for the last table.
        cells: what stands over its columns.
        heading: how it was understood; None where it names no supplier, as a summary does.
        amount: position of its amounts, in the file.
    """

    lines: tuple[int, ...]
    ends: int | None
    cells: tuple[str, ...]
    heading: Heading | None
    amount: int

    def holds(self, line: pl.Expr) -> pl.Expr:
        """Whether a line is below its heading and above the next one."""
        below = line > self.lines[-1]
        return below if self.ends is None else below & (line < self.ends)


def with_later_tables(rows: Rows, suspects: Sequence[int], name: str) -> Rows:
    """The rows with those of later tables moved under the first heading, if there are any.

    Args:
        rows: as they were read, all of them under the first heading.
        suspects: lines below it that have words and no figure.
        name: of the file.

    Raises:
        InputError: a row is another heading, and it is not clear what its columns mean.
    """
    if not suspects:
        return rows
    found = _headings(rows, suspects, name)
    if all(table is None for _, table in found):
        return rows
    later: list[LaterTable] = []
    known: dict[tuple[str, ...], Heading] = {}
    ends = [line for line, _ in found[1:]]
    for (_, table), end in zip(found, [*ends, None], strict=True):
        if table is None:
            continue
        bounded = table._replace(ends=end)
        if table.heading is not None:
            if table.cells not in known:
                known[table.cells] = _understood(rows, bounded, name)
            heading = known[table.cells]._replace(line=table.lines[-1], lines=table.lines)
            bounded = bounded._replace(
                heading=heading, cells=heading.cells, amount=heading.columns["amount"]
            )
        later.append(bounded)
    return under_one_heading(rows, later)


def _headings(
    rows: Rows, suspects: Sequence[int], name: str
) -> list[tuple[int, LaterTable | None]]:
    """Where each heading below the first stands, and its table; None for the first one again."""
    whole = rows.cells.filter(pl.col("line").is_in(list(suspects))).collect(engine="streaming")
    records: list[Record] = [
        (line, [cell or "" for cell in cells]) for line, *cells in whole.sort("line").iter_rows()
    ]
    found: list[tuple[int, LaterTable | None]] = []
    different: set[tuple[str, ...]] = set()
    reached = tables = 0
    # Rows that begin no table, and whether they are the first heading again: a page may have a
    # hundred thousand of them, and nearly all say the same.
    known: dict[tuple[tuple[str, ...], ...], bool] = {}
    for place, (line, cells) in enumerate(records):
        if line <= reached:
            continue
        together = _together(records[place : place + _ROWS_OF_A_HEADING])
        said = tuple(tuple(cells) for _, cells in together)
        if said in known:
            if known[said]:
                found.append((line, None))
            continue
        heading = _heading_that_begins(together, rows.settled)
        if heading is None:
            table = _summary_under(line, cells, rows.heading, name)
        elif is_another_heading(heading.cells, rows.heading, heading.columns):
            amount = heading.columns["amount"]
            table = LaterTable(heading.lines, None, heading.cells, heading, amount)
        else:
            found.append((line, None))
            known[said] = True
            continue
        if table is None:
            known[said] = False
            continue
        reached = table.lines[-1]
        different.add(table.cells)
        found.append((line, table))
        tables += 1
        if len(different) > MOST_HEADINGS or tables > MOST_TABLES:
            raise _not_understood(name, line, cells, f"the file has {tables:,} of them")
    return found


def _together(near: Sequence[Record]) -> list[Record]:
    """The first of some rows, and those that stand right below it."""
    return [one for place, one in enumerate(near) if one[0] == near[0][0] + place]


def _heading_that_begins(together: Sequence[Record], settled: Mapping[str, str]) -> Heading | None:
    """The heading of one row or of several together that begins with the first of these rows."""
    line, cells = together[0]
    there = _settled_there(settled, cells)
    found = (find_heading(together[:rows], there) for rows in range(len(together), 0, -1))
    return next((one for one in found if one is not None and one.lines[0] == line), None)


def _summary_under(line: int, cells: Sequence[str], first: Heading, name: str) -> LaterTable | None:
    """The table whose heading a row is, though it names no supplier; None where it is no heading."""
    columns = understand(cells, {})
    place = first.columns["supplier"]
    labelled = place < len(cells) and cleaned(cells[place]) in _LABELS
    if not is_worded(cells) or not (labelled or stand_elsewhere(columns, first)):
        return None
    filled = [cleaned(cell) for cell in cells if cell.strip()]
    known = sum(meaning not in SAY_NO_MORE for meaning in columns)
    labels = sum(one in _LABELS for one in filled)
    missing = [one for one in NEEDED if one not in columns]
    if missing == ["supplier"] and len(filled) > 1 and known + labels >= len(filled):
        return LaterTable((line,), None, tuple(cells), None, columns["amount"])
    if missing and known >= KNOWN:
        raise _not_understood(name, line, cells, f"no column of it holds the {missing[0]}")
    return None


def _understood(rows: Rows, table: LaterTable, name: str) -> Heading:
    """Its heading, held against its own rows."""
    line = pl.col("line")
    own = rows.cells.filter(line >= table.lines[0])
    if table.ends is not None:
        own = own.filter(line < table.ends)
    head: list[Record] = [
        (row[0], [cell or "" for cell in row[1:]])
        for row in own.head(HEAD_RECORDS + SAMPLE_RECORDS).collect().sort("line").iter_rows()
    ]
    filled = [one for one in head if any(map(str.strip, one[1]))]
    settled = _settled_there(rows.settled, table.cells)
    try:
        heading = understand_later(filled, rows, own, settled, name)
    except ColumnError as error:
        raise _not_understood(name, table.lines[0], table.cells, error.found) from None
    # A row below that counts, underlines or qualifies the columns belongs to the heading too.
    columns = {} if heading is None else heading.columns
    below = {
        line
        for line, cells in filled
        if counts_columns(cells) or is_ruled(cells) or qualifies(cells, table.cells, columns)
    }
    if heading is None or {*heading.lines} - below != {*table.lines} - below:
        raise _not_understood(name, table.lines[0], table.cells, "its columns are not clear")
    return heading


def _settled_there(settled: Mapping[str, str], cells: Sequence[str]) -> dict[str, str]:
    """What the user settled, as far as this heading has the words; a place is the first table's."""
    return {
        meaning: word
        for meaning, word in settled.items()
        if not word.strip().isdigit() and position_of(word, cells) is not None
    }


def _not_understood(name: str, line: int, cells: Sequence[str], why: str) -> InputError:
    why = why.removeprefix(f"{name}: ")
    return InputError(
        f"{name}: line {line:,} is another heading, and {why}",
        "cut the file in two above that line, and name both parts",
        (f"line {line} has: {listed([cell for cell in cells if cell.strip()])}",),
    )
