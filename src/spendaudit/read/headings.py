"""Which row is the heading, and what each of its columns means.

What publishers call a column is data: `data/headings.csv` for whole headings,
`data/heading_parts.csv` for words inside one. A heading about the publisher is in the table as
such, so that it never becomes the supplier.
"""

from __future__ import annotations

import csv
import re
import shlex
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from spendaudit.errors import ColumnError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEEDED = ("supplier", "amount")
NO_CONCERN = ("ignored", "vat")
"""Meanings that an audit knows and does not use."""
TOLD_BY = ("your word", "its heading", "a word in its heading", "its twin beside it")
"""What can tell the meaning of a column, the surest first."""
_NET = re.compile("(?<!cabi)(?<!inter)net|ex(cl|cluding|cludes)?vat|exclusiveofvat")
_GROSS = re.compile("gross|inc(l|luding|ludes)?vat|inclusiveofvat")
# Of two columns, such as `Supplier, Supplier Name`, the bare one holds a number or an address.
_BARE = {
    "supplier": ("supplier_id", ("supplier", "vendor", "creditor", "payee")),
    "body": ("body_uri", ("body", "organisation")),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row of a file.

    Attributes:
        line: its line in the file, from 1.
        cells: every cell as it stands there.
        columns: meaning to position in `cells`.
        basis: what the amount says of VAT: `net`, `gross` or `not said`.
        told_by: meaning to what told it, one of the phrases of `TOLD_BY`.
    """

    line: int
    cells: tuple[str, ...]
    columns: dict[str, int]
    basis: str
    told_by: dict[str, str]

    @property
    def width(self) -> int:
        """How many cells there are up to the last one that is not blank."""
        return max(place for place, cell in enumerate(self.cells, 1) if cell.strip())

    def rivals(self) -> tuple[str, ...]:
        """Headings of supplier, amount or date that stand there twice; the first one is used."""
        used = {meaning: cleaned(self.cells[place]) for meaning, place in self.columns.items()}
        every = [cleaned(cell) for cell in self.cells]
        return tuple(
            self.cells[self.columns[meaning]].strip()
            for meaning in (*NEEDED, "date")
            if meaning in used and every.count(used[meaning]) > 1
        )

    def named(self) -> dict[str, str]:
        """Meaning to heading as it stands in the file, without what an audit ignores."""
        return {
            meaning: self.cells[position].strip()
            for meaning, position in self.columns.items()
            if meaning not in NO_CONCERN
        }


def cleaned(heading: str) -> str:
    """What is compared: lower-case letters and digits, without `(01)` or `5.` in front.

    A heading that is nothing but a pound sign becomes `gbp`.
    """
    text = re.sub(r"^\s*(\(\d+\)|\d+\.)\s*", "", heading.lower())
    letters = re.sub(r"[^a-z0-9]", "", text)
    return letters or ("gbp" if "£" in text else "")


def meanings() -> tuple[str, ...]:
    """Every meaning that a column can have, in the order of the table."""
    return tuple(dict.fromkeys(meaning for meaning, _ in _whole_headings().values()))


@cache
def _whole_headings() -> dict[str, tuple[str, int]]:
    """Cleaned heading to its meaning and rank (the lower the better)."""
    known: dict[str, tuple[str, int]] = {}
    with (files("spendaudit.read") / "data" / "headings.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            known.setdefault(cleaned(row["heading"]), (row["meaning"], int(row["rank"])))
    return known


@cache
def _heading_parts() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str, int], ...]:
    """Patterns for parts of cleaned headings, best rank first."""
    with (files("spendaudit.read") / "data" / "heading_parts.csv").open(encoding="utf-8") as table:
        rows = [
            (
                re.compile(row["part"]),
                re.compile(row["unless"]) if row["unless"] else None,
                row["meaning"],
                int(row["rank"]),
            )
            for row in csv.DictReader(table)
        ]
    return tuple(sorted(rows, key=lambda row: row[3]))


def meaning_of(heading: str) -> tuple[str, int] | None:
    """The meaning of one heading and its rank, or None when nobody has called a column so."""
    text = cleaned(heading)
    if not text or len(text) > 60:
        return None
    whole = _whole_headings().get(text)
    if whole:
        return whole
    for part, unless, meaning, rank in _heading_parts():
        if part.search(text) and not (unless and unless.search(text)):
            return meaning, rank
    return None


def understand(cells: Sequence[str], settled: Mapping[str, str]) -> dict[str, int]:
    """Give each meaning its best column among one row's cells; what the user settled comes first."""
    claims: list[tuple[int, int, str]] = []
    taken: dict[str, int] = {}
    wanted = {cleaned(heading): meaning for meaning, heading in settled.items()}
    for position, cell in enumerate(cells):
        by_hand = wanted.get(cleaned(cell)) if cell.strip() else None
        if by_hand and by_hand not in taken:
            taken[by_hand] = position
        elif found := meaning_of(cell):
            claims.append((found[1], position, found[0]))
    left_over: list[tuple[int, str]] = []
    for _, position, meaning in sorted(claims):
        if meaning not in taken:
            taken[meaning] = position
        else:
            left_over.append((position, meaning))
    for position, meaning in left_over:
        instead, bare = _BARE.get(meaning, ("", ()))
        if instead and instead not in taken and cleaned(cells[position]) in bare:
            taken[instead] = position
    return taken


def _told_by(
    columns: Mapping[str, int], cells: Sequence[str], settled: Mapping[str, str]
) -> dict[str, str]:
    """What told the meaning of each column: one of `TOLD_BY`."""
    your_word, heading, word_in_heading, twin = TOLD_BY
    told = {}
    for meaning, position in columns.items():
        known = _whole_headings().get(cleaned(cells[position]))
        found = meaning_of(cells[position])
        if meaning in settled:
            told[meaning] = your_word
        elif known and known[0] == meaning:
            told[meaning] = heading
        else:
            told[meaning] = word_in_heading if found and found[0] == meaning else twin
    return told


def _basis(amount: str) -> str:
    """What a heading says of VAT."""
    text = cleaned(amount)
    if _GROSS.search(text):
        return "gross"
    return "net" if _NET.search(text) else "not said"


def find_heading(
    records: Sequence[tuple[int, Sequence[str]]], settled: Mapping[str, str], name: str
) -> Heading:
    """Find the heading among the first records of a file.

    Args:
        records: line and cells of each.
        settled: meaning to heading, as the user said with `--column`.
        name: of the file, for the error.

    Raises:
        ColumnError: no row holds both a supplier and an amount, or a heading that the user named
            is nowhere; it names the headings that were seen.
    """
    best: tuple[int, Heading] | None = None
    nearest: tuple[int, int, Sequence[str]] = (-1, 0, ())
    for line, cells in records:
        filled = [cell for cell in cells if cell.strip()]
        if not filled or any(_is_number(cell) for cell in filled):
            continue
        columns = understand(cells, settled)
        known = sum(meaning != "ignored" for meaning in columns)
        if known > nearest[0]:
            nearest = (known, line, filled)
        if not _holds_all(columns, cells, settled):
            continue
        if best is None or known > best[0]:
            basis = _basis(cells[columns["amount"]])
            told_by = _told_by(columns, cells, settled)
            best = (known, Heading(line, tuple(cells), columns, basis, told_by))
    if best is not None:
        return best[1]
    if nearest[0] < 0:
        raise _no_words(records, name)
    raise _not_understood(nearest, settled, name)


def _holds_all(
    columns: Mapping[str, int], cells: Sequence[str], settled: Mapping[str, str]
) -> bool:
    return all(meaning in columns for meaning in NEEDED) and all(
        meaning in columns and cleaned(cells[columns[meaning]]) == cleaned(heading)
        for meaning, heading in settled.items()
    )


def _is_number(cell: str) -> bool:
    """Whether a cell is a figure, which no heading is (`7CCN` is one, `1,234.50` is not)."""
    digits = sum(character.isdigit() for character in cell)
    return digits > 0 and not any(character.isalpha() for character in cell)


def _no_words(records: Sequence[tuple[int, Sequence[str]]], name: str) -> ColumnError:
    """Every row is blank, or has a figure in it, which no heading has."""
    first = next(((line, cells) for line, cells in records if any(map(str.strip, cells))), None)
    if first is None:
        return ColumnError(
            f"{name}: the first {len(records):,} rows are blank",
            "delete what is above the heading, or fetch the file again",
        )
    line, cells = first
    return ColumnError(
        f"{name} has no heading: its first row that is not blank already holds figures",
        "write a line of headings above it, such as Date, Supplier, Amount",
        (f"line {line} has: {_listed([cell for cell in cells if cell.strip()])}",),
    )


def _not_understood(
    nearest: tuple[int, int, Sequence[str]], settled: Mapping[str, str], name: str
) -> ColumnError:
    """The row that came nearest lacks a column."""
    _, line, seen = nearest
    columns = understand(seen, settled)
    lost = [
        meaning
        for meaning, heading in settled.items()
        if meaning not in columns or cleaned(seen[columns[meaning]]) != cleaned(heading)
    ]
    missing = [meaning for meaning in NEEDED if meaning not in columns]
    if lost:
        found = f"{name}: no heading is called {settled[lost[0]]!r}"
    else:
        found = f"{name}: no column holds the {' and no column holds the '.join(missing)}"
    option = (missing or lost)[0]
    return ColumnError(
        found,
        f'try: spendaudit report {as_argument(name)} --column {option}="{_example(seen, columns)}"',
        (f"line {line} has: {_listed(seen)}",),
    )


def as_argument(name: str) -> str:
    """A file's name as it is typed into a shell; `file [sheet]` is one of several in a workbook."""
    file, bracket, sheet = name.removesuffix("]").partition(" [")
    if bracket and name.endswith("]") and not Path(name).exists():
        return f"{as_argument(file)} --sheet {shlex.quote(sheet)}"
    return "-" if name == "standard input" else shlex.quote(name)


def _listed(seen: Sequence[str]) -> str:
    shown = [" ".join(cell.split())[:40] for cell in seen[:16]]
    more = f", and {len(seen) - 16} more" if len(seen) > 16 else ""
    return ", ".join(shown) + more


def _example(seen: Sequence[str], columns: Mapping[str, int]) -> str:
    """A heading that nothing else has claimed: the likeliest one to be meant."""
    free = [cell for position, cell in enumerate(seen) if position not in columns.values()]
    return " ".join(free[-1].split())[:40] if free else "HEADING"
