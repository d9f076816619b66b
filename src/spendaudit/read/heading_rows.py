"""Which rows of a file are its heading: one, up to three together, or one after the payments."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.read.headings import (
    NEEDED,
    SAY_NO_MORE,
    Heading,
    basis_of,
    cleaned,
    meaning_of,
    position_of,
    told_by,
    understand,
)
from spendaudit.read.looks import is_date, is_money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Record = tuple[int, Sequence[str]]

MOST_ROWS = 3
"""Rows over which one heading is cut."""
KNOWN = 3
"""Meanings that the words of a row among the payments have to tell before it is taken for one."""
OF_A_SUMMARY = (
    *(
        "rank",
        "ranking",
        "position",
        "count",
        "countofpayments",
        "countofinvoices",
        "transactioncount",
    ),
    *("paymentcount", "invoicecount", "nooftransactions", "numberoftransactions", "noofpayments"),
    *("numberofpayments", "noofinvoices", "numberofinvoices", "percentage", "percentageoftotal"),
    *("oftotal", "ofspend", "shareoftotal", "shareofspend"),
)
"""What stands over a column of a summary, and over none of a list of payments."""
LONGEST_LOWER = 40
"""Characters of a cell in the second row of a heading; longer ones are prose."""


_YEARS = re.compile(r"((?:19|20)[0-9]{2})\s?[-/\u2013]\s?((?:[0-9]{2}){1,2})")
_UNIT = re.compile(
    r"[(\[]?(?:in )?(?:£|gbp)?\s*(?:['\u2019,]?000'?s?|k|m|mn?|thousands?|millions?|pence|p)?[)\]]?"
)
"""A cell that is a unit and nothing else."""
_RULE = re.compile(r"[-=_\u2013\u2014]{2,}")
"""A cell of a line drawn under the headings, as a query prints it."""
_COUNTED = re.compile(r"[(\[]?([0-9]{1,2}|[a-z])[)\].]?", re.IGNORECASE)
"""What a column is counted by: `1`, `(2)`, `c.`."""
_IN_BRACKETS = re.compile(
    r"\([^()0-9£]*[A-Za-z]{2}[^()0-9£]*\)|\[[^\[\]0-9£]*[A-Za-z]{2}[^\[\]0-9£]*\]"
)
"""A cell of words in brackets and nothing else."""
FEWEST_COUNTED = 3
"""Columns that it takes; `1` under a supplier and `2` under an amount may be a payment."""


class _Candidate(NamedTuple):
    """Rows that may be the heading.

    Attributes:
        lines: where they stand.
        cells: theirs, those of two rows joined.
        columns: meaning to position.
        merit: how many meanings its words tell, and how plainly: the larger the better.
    """

    lines: tuple[int, ...]
    cells: Sequence[str]
    columns: dict[str, int]
    merit: tuple[int, int]

    def readings(self) -> Iterator[dict[str, int]]:
        """The columns with each one that may be the amount: of `Payment, Amount` one is the day."""
        yield self.columns
        for place, cell in enumerate(self.cells):
            if (found := meaning_of(cell)) and found[0] == "amount":
                yield self.columns | {"amount": place}


def find_heading(records: Sequence[Record], settled: Mapping[str, str]) -> Heading | None:
    """The heading among some records of a file, or None where no row has what is needed.

    Of several rows the one whose words say most is taken, and of equal ones the lower, unless
    payments stand between them: then the lower one is a heading repeated.

    Args:
        records: line and cells of each that is not blank.
        settled: meaning to heading or position, as the user said.
    """
    best: _Candidate | None = None
    for place, (_, cells) in enumerate(records):
        if best is not None and any(is_payment(cells, columns) for columns in best.readings()):
            break
        for candidate in _candidates(records, place, settled):
            if best is None or candidate.merit >= best.merit:
                best = candidate
    if best is None:
        return None
    best = _with_units(best, records)
    above = [one for one in records if one[0] < best.lines[0]]
    return Heading(
        line=best.lines[-1],
        cells=tuple(best.cells),
        columns=best.columns,
        basis=basis_of(best.cells[best.columns["amount"]]),
        told_by=told_by(best.columns, best.cells, settled),
        lines=best.lines,
        begins=next(
            (line for line, cells in above if _is_whole_payment(cells, best.columns)),
            best.lines[-1] + 1,
        ),
    )


def _with_units(best: _Candidate, records: Sequence[Record]) -> _Candidate:
    """A heading with the row below it that says nothing but in what the amounts are: `£000`, `(pence)`.

    One that counts the columns, qualifies some or is but a line drawn under them is part of it too.
    """
    line, units = next((one for one in records if one[0] > best.lines[-1]), (0, ()))
    if counts_columns(units) or is_ruled(units) or qualifies(units, best.cells, best.columns):
        return best._replace(lines=(*best.lines, line))
    amount = best.columns["amount"]
    filled = [cell.strip().lower() for cell in units if cell.strip()]
    under = units[amount].strip() if amount < len(units) else ""
    if not (under and all(map(_UNIT.fullmatch, filled))):
        return best
    cells = [
        f"{cell} {unit}".strip() for cell, unit in zip_longest(best.cells, units, fillvalue="")
    ]
    return best._replace(lines=(*best.lines, line), cells=cells)


def ranks_or_counts(cells: Sequence[str]) -> bool:
    """Whether a heading has a column of ranks or counts, as summaries have."""
    return any(cleaned(cell) in OF_A_SUMMARY for cell in cells)


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether a row counts its columns: `1, 2, 3`, `(1), (2), (3)` or `a, b, c`."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    found = [_COUNTED.fullmatch(cell) for cell in filled]
    if len(filled) < FEWEST_COUNTED or not all(found):
        return False
    counted = [one[1].lower() for one in found if one]
    letters = [chr(ord("a") + place) for place in range(min(len(counted), 26))]
    return counted in (letters, [str(place) for place in range(1, len(counted) + 1)])


def is_ruled(cells: Sequence[str]) -> bool:
    """Whether a row is a line drawn under the headings: `-----, ---`."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(map(_RULE.fullmatch, filled))


def qualifies(cells: Sequence[str], above: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether a row has but words in brackets, under headings of no supplier and no amount.

    `(Internal Classification)` under `Supplier Type`. It says nothing that the heading is read by;
    a payment has neither its payee nor its pounds so.

    Args:
        cells: of the row.
        above: those of the heading.
        columns: meaning to position, as the heading was understood.
    """
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    needed = {columns[meaning] for meaning in NEEDED if meaning in columns}
    return (
        bool(filled)
        and needed.isdisjoint(filled)
        and all(place < len(above) and above[place].strip() for place in filled)
        and all(_IN_BRACKETS.fullmatch(cells[place].strip()) for place in filled)
    )


def _candidates(
    records: Sequence[Record], place: int, settled: Mapping[str, str]
) -> Iterator[_Candidate]:
    """A row, and the same row joined with the next one or two where that says more than fewer do."""
    near = records[place : place + MOST_ROWS]
    worded = next(
        (at for at, (_, cells) in enumerate(near) if not _may_be_part(cells, first=not at)),
        len(near),
    )
    merits: list[tuple[int, int]] = []
    for rows in range(1, max(worded, 1) + 1):
        together = near[:rows]
        # What the lower rows say without the first.
        merits += [
            one.merit
            for start in range(1, rows)
            for cells in _joined_rows([cells for _, cells in together[start:]])
            if (one := _candidate(together[start:], cells, settled)) is not None
        ]
        for cells in _joined_rows([cells for _, cells in together]):
            found = _candidate(together, cells, settled)
            if found is None:
                continue
            whole = _holds_all(found.columns, cells, settled)
            if rows == 1 or (whole and found.merit > max(merits)):
                merits.append(found.merit)
                if whole:
                    yield found


def _may_be_part(cells: Sequence[str], *, first: bool) -> bool:
    """Whether a row may be one of several of a heading; prose below its first row is none."""
    return is_worded(cells) and (first or max(map(len, cells)) <= LONGEST_LOWER)


def _joined_rows(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Several rows as one, in every way of `_joined`; one row as it is."""
    first, *others = rows
    if not others:
        yield first
    elif len(others) == 1:
        yield from _joined(first, others[0])
    else:
        for two in _joined(first, others[0]):
            yield from _joined_rows([two, *others[1:]])


def _candidate(
    rows: Sequence[Record], cells: Sequence[str], settled: Mapping[str, str]
) -> _Candidate | None:
    if not is_worded(cells):
        return None
    columns = understand(cells, settled)
    ranks = [
        found[1]
        for meaning, position in columns.items()
        if meaning not in SAY_NO_MORE and (found := meaning_of(cells[position]))
    ]
    # Not by its place: under a nameless heading the first row of payments would fill it.
    by_name = sum(
        meaning in settled
        and meaning_of(cells[position]) is None
        and cleaned(cells[position]) == cleaned(settled[meaning])
        for meaning, position in columns.items()
    )
    if not ranks and not by_name:
        return None
    lines = tuple(line for line, _ in rows)
    return _Candidate(lines, cells, columns, (len(ranks) + by_name, -sum(ranks)))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> Iterator[list[str]]:
    """Two rows as one: each cell above its own, or above all to its right: `Amount,,` over `Net,VAT`."""
    pairs = [(u.strip(), one.strip()) for u, one in zip_longest(upper, lower, fillvalue="")]
    yield [f"{above} {below}".strip() for above, below in pairs]
    group, spread = "", []
    for above, below in pairs:
        if above or not below:
            group = above if below else ""
        spread.append(f"{above or group} {below}".strip())
    yield spread


def _holds_all(
    columns: Mapping[str, int], cells: Sequence[str], settled: Mapping[str, str]
) -> bool:
    return all(meaning in columns for meaning in NEEDED) and all(
        position_of(word, cells) is not None for word in settled.values()
    )


def is_worded(cells: Sequence[str]) -> bool:
    """Whether a row has words and no figure; a financial year over a column of pounds is none."""
    filled = [cell for cell in cells if cell.strip()]
    figures = [cell for cell in filled if is_figure(cell)]
    return len(filled) > len(figures) and all(map(_is_financial_year, figures))


def _is_financial_year(cell: str) -> bool:
    """Whether a cell is two years, the second of which follows the first: `2018/19`."""
    found = _YEARS.fullmatch(cell.strip())
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2]) % 100


def is_figure(cell: str) -> bool:
    """Whether a cell is a figure, which no heading is (`7CCN` is one, `1,234.50` is not)."""
    return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))


def is_payment(cells: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether a row has money under the amount and a word under the supplier."""
    supplier, amount = columns["supplier"], columns["amount"]
    return (
        len(cells) > max(supplier, amount)
        and is_money(cells[amount])
        and any(map(str.isalpha, cells[supplier]))
    )


def _is_whole_payment(cells: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether a row above the heading is a payment too: most of what the heading names is there."""
    filled = sum(place < len(cells) and bool(cells[place].strip()) for place in columns.values())
    date = columns.get("date")
    dated = date is None or (date < len(cells) and is_date(cells[date]))
    return is_payment(cells, columns) and dated and filled * 2 > len(columns)


def is_another_heading(
    cells: Sequence[str], heading: Heading, columns: Mapping[str, int] | None = None
) -> bool:
    """Whether a row below a heading is one too, of payments whose columns stand elsewhere.

    The same words once more are no other heading, however they were understood.

    Args:
        cells: of the row.
        heading: the one above it.
        columns: what the row's cells mean, where that is known.
    """
    if not is_worded(cells) or _words(cells) == _words(heading.cells):
        return False
    columns = understand(cells, {}) if columns is None else columns
    known = sum(meaning not in SAY_NO_MORE for meaning in columns)
    known += sum(cleaned(cell) in OF_A_SUMMARY for cell in cells)
    filled = len(_words(cells))
    if not columns.keys() >= set(NEEDED) or (known < KNOWN and known < filled):
        return False
    amounts = cleaned(cells[columns["amount"]]), cleaned(heading.called(heading.columns["amount"]))
    undated = "date" in heading.columns and "date" not in columns
    return (
        filled > len(heading.cells)
        or amounts[0] != amounts[1]
        or undated
        or stand_elsewhere(columns, heading)
    )


def stand_elsewhere(columns: Mapping[str, int], heading: Heading) -> bool:
    """Whether some column that has a meaning stands in another place than under a heading."""
    return any(
        heading.columns.get(meaning) != place
        for meaning, place in columns.items()
        if meaning not in SAY_NO_MORE
    )


def _words(cells: Sequence[str]) -> list[str]:
    return [cleaned(cell) for cell in cells if cell.strip()]
