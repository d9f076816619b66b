"""Sheets of one workbook beside each other: one a month, or one that holds others again, or their sums."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import combinations, islice, permutations
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.read.looks import rough_pence
from spendaudit.read.quotes import LONGEST_CELL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spendaudit.read.headings import Heading
    from spendaudit.read.workbook import Sheet

    Found = tuple[Sheet, Heading]


FEWEST_ROWS = 5
"""Different payments from which a sheet can be said to stand in another one again."""
_NAMES = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    r"|nov(ember)?|dec(ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref"
    r"|tachwedd|rhagfyr"
)
_BESIDE = re.compile(
    "pd?|per|periods?|m|mth|months?|w|wk|weeks?|q|qtr|quarters?|pages?|part|sheet|table|to|and|of|the"
    "|spend|spending|payments?|paid|data|over"
)
"""Words that may stand beside the month or the number by which a sheet is called."""
_THRESHOLDS = ("250", "500")
_WORDS = re.compile(r"[^\W0-9_]+|[0-9]+")
_LONGEST_NAME = 60
_TOTAL = re.compile(r"(grand|sub|overall|sheet|page|monthly)?[ -]*totals?[ :.]*", re.IGNORECASE)


class _Payments(NamedTuple):
    """How often each payment stands on a sheet.

    Attributes:
        dated: those with a date, or all where the sheet has no column of dates.
        undated: the others.
    """

    dated: Counter[int]
    undated: Counter[int]

    def different(self) -> set[int]:
        return {*self.dated, *self.undated}

    def stand_in(self, other: _Payments) -> bool:
        return self.dated <= other.dated and self.undated <= other.undated


def are_periods(sheets: Sequence[Sheet]) -> bool:
    """Whether sheets are called by different months, quarters or weeks, or as pages: `Apr 24`, `Q1`."""
    said = [_period(sheet.name) for sheet in sheets]
    return len(said) > 1 and () not in said and len(set(said)) == len(said)


def _period(name: str) -> tuple[str, ...]:
    """Months and numbers in the name of a sheet; none where it says anything else."""
    if len(name) > _LONGEST_NAME:
        return ()
    said = []
    for word in _WORDS.findall(name.lower()):
        if _NAMES.fullmatch(word):
            said.append(word[:3])
        elif word.isdigit():
            said.append(word.lstrip("0"))
        elif not _BESIDE.fullmatch(word):
            return ()
    return tuple(word for word in said if word not in _THRESHOLDS)


def without_empty(found: Sequence[Found]) -> list[Found]:
    """The sheets without those that have no amount under their heading, as a month to come; or all of them."""
    return [one for one in found if _has_amounts(*one)] or list(found)


def _has_amounts(sheet: Sheet, heading: Heading) -> bool:
    place = heading.columns["amount"]
    return any(len(cells) > place and cells[place].strip() for cells in _below(sheet, heading))


def _below(sheet: Sheet, heading: Heading) -> Iterator[list[str]]:
    """The rows under the heading of a sheet."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        with sheet.path.open(encoding="utf-8", newline="") as text:
            yield from islice(csv.reader(text), heading.line, None)
    finally:
        csv.field_size_limit(before)


def repeated(found: Sequence[Found]) -> tuple[Found, Found] | None:
    """Two sheets of which one has most of its payments from the other, or None.

    Where it has all of them, `without_repeats` has left it out before.
    """
    rows = {sheet.name: _rows(sheet, heading) for sheet, heading in found}
    for one, other in combinations(found, 2):
        mine, theirs = (rows[sheet.name].different() for sheet, _ in (one, other))
        if len(mine & theirs) * 2 > min(len(mine), len(theirs)):
            return one, other
    return None


def without_repeats(found: Sequence[Found]) -> list[Found]:
    """The sheets without those all of whose payments stand on another one too, as a year has its months.

    Only where a date tells one payment from the next: the same rent is paid every month. Those
    without a date have to be there too.
    """
    if not all("date" in heading.columns for _, heading in found):
        return list(found)
    rows = {sheet.name: _rows(sheet, heading) for sheet, heading in found}
    kept = list(found)
    for one, other in permutations(reversed(found), 2):
        if one in kept and other in kept:
            mine, theirs = rows[one[0].name], rows[other[0].name]
            if len(mine.dated) >= FEWEST_ROWS and mine.stand_in(theirs):
                kept.remove(one)
    return kept


def summaries(found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
    """Sheets whose amounts are sums of the amounts on all others, or on one of them.

    Months that pay the same rents each have the sums of the next one: so sheets that are called by
    their periods are held against all others together alone.

    Returns:
        Those with fewer rows that give each supplier what the others do; and those that come to the
        same in all, and have other suppliers.
    """
    if len(found) == 1:
        return [], []
    sums = {sheet.name: _by_supplier(sheet, heading) for sheet, heading in found}
    by_supplier, in_all = [], []
    for one in found:
        mine = sums[one[0].name]
        rest = [sheet for sheet, _ in found if sheet is not one[0]]
        groups = [rest] if len(rest) > 1 else []
        if not are_periods([one[0], *rest]):
            groups += [[other] for other in rest]
        for group in groups if any(mine.values()) else []:
            theirs = Counter[str]()
            for other in group:
                theirs.update(sums[other.name])
            same = mine.total() == theirs.total()
            is_fewer = one[0].rows - 1 < sum(other.rows - 1 for other in group)
            if is_fewer and (same or len(mine) >= FEWEST_ROWS) and mine.items() <= theirs.items():
                by_supplier.append(one)
                break
            if same:
                in_all.append(one)
                break
    return by_supplier, in_all


def _by_supplier(sheet: Sheet, heading: Heading) -> Counter[str]:
    """What each supplier of a sheet was paid, in pence."""
    amount, supplier = heading.columns["amount"], heading.columns["supplier"]
    rows = [
        (cells[supplier].strip().casefold(), cells[amount])
        for cells in _below(sheet, heading)
        if max(amount, supplier) < len(cells)
    ]
    sums = (
        pl.DataFrame(rows, {"supplier": pl.String, "amount": pl.String}, orient="row")
        .filter(
            (pl.col("supplier") != "") & ~pl.col("supplier").str.contains(f"^(?:{_TOTAL.pattern})$")
        )
        .group_by("supplier")
        .agg(rough_pence(pl.col("amount")).sum())
    )
    return Counter(dict(sums.iter_rows()))


def _rows(sheet: Sheet, heading: Heading) -> _Payments:
    """How often each payment stands on a sheet, by its date, supplier and amount.

    An amount without date and supplier, or beside the word for a total, is a sum.
    """
    amount, supplier = heading.columns["amount"], heading.columns["supplier"]
    date = heading.columns.get("date")
    rows = _Payments(Counter(), Counter())
    for cells in _below(sheet, heading):
        if len(cells) <= amount or not cells[amount].strip():
            continue
        paid_on, paid_to = (
            cells[place].strip() if place is not None and place < len(cells) else ""
            for place in (date, supplier)
        )
        said = hash((paid_on, paid_to, cells[amount].strip()))
        if paid_on or (date is None and paid_to):
            rows.dated[said] += 1
        elif paid_to and not _TOTAL.fullmatch(paid_to):
            rows.undated[said] += 1
    return rows
