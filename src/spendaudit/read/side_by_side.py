"""Another table beside the payments, behind an empty column: receipts, or a pivot; it is left out, and named.

That it is another one its own heading and length prove; an empty column alone may stand in a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import ColumnError
from spendaudit.read.heading_rows import OF_A_SUMMARY
from spendaudit.read.headings import NEEDED, basis_of, cleaned, told_by, understand
from spendaudit.read.looks import is_money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading

_DENSE = 0.9
"""Share of the rows of a table, down to its last one, that hold something."""
_FEWEST = 2
"""Headings of a table."""
_SETTLED = ("supplier", "amount", "date")
_RECEIPTS = re.compile("recei|income|incoming|paidin|moneyin|payer|^from$|customer|debtor")
_SUMMARY = re.compile("rowlabels|^sumof|^total|total$|^countof")


class _Block(NamedTuple):
    """Columns beside each other, between empty ones.

    Attributes:
        begins: position of the first.
        ends: position behind the last.
        columns: meaning to position, by its own headings alone.
        rows: which of the rows under the heading hold something there, from 0.
    """

    begins: int
    ends: int
    columns: dict[str, int]
    rows: list[int]


def may_have_another_beside(heading: Heading) -> bool:
    """Whether a column without a heading stands between others; few files have one."""
    return any(not cell.strip() for cell in heading.cells[: heading.width])


def of_the_payments(
    heading: Heading, head: Sequence[Record], settled: Mapping[str, str], name: str
) -> Heading:
    """The heading without the words over another table, where one stands to its right or left.

    Args:
        heading: as its words tell it.
        head: line and cells of the first rows.
        settled: meaning to heading, as the user said: who names a column of theirs is followed.
        name: of the file.

    Raises:
        ColumnError: both of the tables are lists of payments.
    """
    if settled.keys() & set(_SETTLED):
        return heading
    under = [cells for line, cells in head if line > heading.line]
    blocks = _blocks(heading, under)
    if len(blocks) < 2:
        return heading
    complete = [block for block in blocks if block.columns.keys() >= set(NEEDED)]
    payments = [block for block in complete if not _says(heading, block, _RECEIPTS)]
    if len(payments) > 1:
        dated = [block for block in payments if "date" in block.columns]
        others = [block for block in payments if block not in dated]
        summed = all(_is_summary(heading, block) for block in others)
        payments = dated if len(dated) == 1 and summed else payments
    apart = [
        block
        for block in blocks
        if payments
        and block is not payments[0]
        and _is_a_table(heading, block, under)
        and _differ(block, payments[0])
    ]
    if not apart:
        return heading
    if len(payments) > 1:
        if any(block in apart for block in payments):
            raise _two_of_payments(payments, name)
        return heading
    return _without(heading, apart, settled)


def _blocks(heading: Heading, under: Sequence[Sequence[str]]) -> list[_Block]:
    """The heading's columns, divided where one has neither a heading nor anything under it."""
    width = len(heading.cells)
    empty = [
        not cell.strip() and not any(len(row) > place and row[place].strip() for row in under)
        for place, cell in enumerate(heading.cells)
    ]
    found = []
    begins = 0
    for place in range(width + 1):
        if place < width and not empty[place]:
            continue
        if place > begins:
            cells = ["" if not begins <= at < place else heading.cells[at] for at in range(width)]
            rows = [n for n, row in enumerate(under) if any(map(str.strip, row[begins:place]))]
            found.append(_Block(begins, place, understand(cells, {}), rows))
        begins = place + 1
    return found


def _is_a_table(heading: Heading, block: _Block, under: Sequence[Sequence[str]]) -> bool:
    """Whether it has several headings, money under one of them, and no gaps from its top to its end."""
    named = [cell for cell in heading.cells[block.begins : block.ends] if cell.strip()]
    if len(named) < _FEWEST or not block.rows:
        return False
    dense = len(block.rows) >= _DENSE * (block.rows[-1] + 1)
    return dense and any(
        sum(is_money(under[row][place]) for row in block.rows if len(under[row]) > place) * 2
        > len(block.rows)
        for place in range(block.begins, block.ends)
    )


def _differ(block: _Block, payments: _Block) -> bool:
    """Whether one of the two ends before the other: columns of one table end together."""
    return bool(payments.rows) and block.rows[-1] != payments.rows[-1]


def _says(heading: Heading, block: _Block, words: re.Pattern[str]) -> bool:
    cells = heading.cells[block.begins : block.ends]
    return any(words.search(cleaned(cell)) for cell in cells)


def _is_summary(heading: Heading, block: _Block) -> bool:
    cells = heading.cells[block.begins : block.ends]
    return _says(heading, block, _SUMMARY) or any(cleaned(cell) in OF_A_SUMMARY for cell in cells)


def _without(heading: Heading, apart: Sequence[_Block], settled: Mapping[str, str]) -> Heading:
    """The heading with nothing over the columns of other tables, and what is said of these."""
    gone = {place for block in apart for place in range(block.begins, block.ends)}
    cells = tuple("" if place in gone else cell for place, cell in enumerate(heading.cells))
    columns = understand(cells, settled)
    return heading._replace(
        cells=cells,
        columns=columns,
        basis=basis_of(cells[columns["amount"]]),
        told_by=told_by(columns, cells, settled),
        beside=tuple(sorted(gone)),
        notices=(*heading.notices, *(_said(heading, block) for block in apart)),
    )


def _said(heading: Heading, block: _Block) -> str:
    called = [cell for cell in heading.cells[block.begins : block.ends] if cell.strip()]
    words = ", ".join(repr(" ".join(cell.split())[:40]) for cell in called[:4])
    between = "and" if block.ends - block.begins == 2 else "to"
    known = _says(heading, block, _RECEIPTS) or _is_summary(heading, block)
    return (
        "a second table stands beside the payments, behind an empty column (columns "
        f"{block.begins + 1} {between} {block.ends}: {words}): left out"
        + ("" if known else ", and may hold payments too")
    )


def _two_of_payments(payments: Sequence[_Block], name: str) -> ColumnError:
    names, amounts = (
        " and ".join(str(block.columns[meaning] + 1) for block in payments[:2])
        for meaning in NEEDED
    )
    return ColumnError(
        f"{name}: two tables stand side by side: suppliers in columns {names}, "
        f"amounts in columns {amounts}",
        "put the right one below the left one, with its heading, or save each as a file",
    )
