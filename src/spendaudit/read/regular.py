"""Whether each line of a text is one whole record, as Polars and Python's reader both take it.

Looked through before it is read; or read at once, and proved by what was read.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.read.lines import lines_of, number_of_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from spendaudit.read.encodings import Evidence
    from spendaudit.read.lines import Marks


MOST_COUNTED = 200
"""Cells that a pattern may count: a longer one would not be compiled."""
_QUOTE = '"(?:[^"]|"")*"'


class IrregularError(Exception):
    """A file was read before it was proved regular, and it is not: it has to be read another way."""


class Promise(NamedTuple):
    """What was taken on trust of a file that was read at once, and is to be proved by the reading.

    Attributes:
        path: the text.
        delimiter: what stands between its cells.
        marks: which quotation marks stand anywhere in it.
        look: tells what all of its bytes say, and the marks with them, where only the first have been
            looked at.
    """

    path: Path
    delimiter: str
    marks: Marks
    look: Callable[[], Evidence] | None = None

    def redeem(self, records: int, quoted: list[int]) -> None:
        """Prove that the text is UTF-8, was so from the first, and each line was a whole record.

        A record ends at the end of a line, so that as many records as lines are one each. In such a
        one Polars refuses cells that are too many, and a quotation mark that closes anywhere but at
        the end of its cell. What it leaves is a mark inside a cell, which is still there to see, and
        one that is doubled: of `""1""` it takes both away, where Python's reader keeps two.

        Args:
            records: how many there were.
            quoted: the lines of those that hold a mark in any of all their cells.

        Raises:
            IrregularError: it is not so.
            InputError: a line of it has no end.
        """
        if self.look is None:
            marks, lines = self.marks, number_of_lines(self.path)
        else:
            evidence = self.look()
            if not evidence.is_regular:
                raise IrregularError
            marks, lines = evidence.marks, evidence.lines
        if records != lines:
            raise IrregularError
        line = pl.col("line")
        is_whole = line.str.contains(_whole(self.delimiter))
        is_doubled = line.str.contains('""', literal=True)
        if marks.doubled and not _all(lines_of(self.path).filter(is_doubled), is_whole):
            raise IrregularError
        if not quoted:
            return
        suspects = pl.DataFrame({"number": quoted}, schema={"number": pl.UInt32}).lazy()
        held = lines_of(self.path).with_row_index("number", 1).join(suspects, "number", how="semi")
        if not _all(held, is_whole):
            raise IrregularError


@contextmanager
def redeeming(promise: Promise | None) -> Iterator[Callable[[int, list[int]], None]]:
    """Prove a file while its rows are decided on, which leaves a processor idle.

    Args:
        promise: what is to be proved; None where nothing is.

    Returns:
        What `Promise.redeem` takes is to be given to this, as soon as it is known.

    Raises:
        IrregularError: at the end, if the promise was not kept.
    """
    proofs: list[Future[None]] = []

    def prove(records: int, quoted: list[int]) -> None:
        if promise is not None:
            proofs.append(beside.submit(promise.redeem, records, quoted))

    with ThreadPoolExecutor(max_workers=1) as beside:
        yield prove
        for proof in proofs:
            proof.result()


def measured(path: Path, delimiter: str, expected: int, *, quoted: bool) -> tuple[bool, int]:
    """Whether every line is a whole record, and how many cells the widest has, `expected` or more.

    A line is one when quotation marks stand around whole cells and nowhere else. Polars and
    Python's reader agree on such lines, and only on such: Polars takes a mark inside a cell, as in
    `5" pipe`, for an open one when it counts rows.
    """
    line = pl.col("line")
    mark, cell = _mark(delimiter), _cell(delimiter)
    lines = lines_of(path)
    delimiters = line.str.count_matches(delimiter, literal=True)
    if not quoted:
        return True, max(expected, _most(lines, delimiters) + 1)
    # A line without a quote that has no cell too many is known to be whole, by looks far cheaper
    # than a pattern.
    open_to_doubt = lines.filter(line.str.contains('"', literal=True) | (delimiters >= expected))
    usual = rf"^{cell}(?:{mark}{cell}){{0,{expected - 1}}}\r?$"
    if expected <= MOST_COUNTED and _all(open_to_doubt, line.str.contains(usual)):
        return True, expected
    # Some line is wider, or is not a whole record: a count for each tells.
    if not _all(open_to_doubt, line.str.contains(_whole(delimiter))):
        return False, expected
    bare = line.str.replace_all(rf"(^|{mark}){_QUOTE}", "$1")
    wide = lines.filter(delimiters >= expected)
    return True, max(expected, _most(wide, bare.str.count_matches(delimiter, literal=True)) + 1)


def _mark(delimiter: str) -> str:
    return "\\" + delimiter


def _cell(delimiter: str) -> str:
    return rf'(?:[^"{_mark(delimiter)}]*|{_QUOTE})'


def _whole(delimiter: str) -> str:
    """A pattern for lines that are whole records."""
    cell = _cell(delimiter)
    return rf"^{cell}(?:{_mark(delimiter)}{cell})*\r?$"


def _all(lines: pl.LazyFrame, condition: pl.Expr) -> bool:
    return bool(lines.select(condition.all()).collect(engine="streaming").item())


def _most(lines: pl.LazyFrame, count: pl.Expr) -> int:
    most = count.max().fill_null(0).cast(pl.Int64)
    return int(lines.select(most).collect(engine="streaming").item())
