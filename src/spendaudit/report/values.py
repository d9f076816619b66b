"""The report as plain values: tables whose columns know their kind, sections, caveats."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | int | float | Decimal | date | None


class Kind(StrEnum):
    """What a column holds, and so how every renderer writes it."""

    TEXT = "text"
    MONEY = "money"
    """Pounds as a Decimal with two places."""
    SHARE = "share"
    """A fraction of 1 as a float; None where there is nothing to divide by."""
    COUNT = "count"
    DISTANCE = "distance"
    """Kilometres as a float, to a tenth."""
    DATE = "date"
    MONTH = "month"
    """The first day of a month as a date."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    key: str
    """The name in JSON and CSV, never changed once published: `amount`."""
    heading: str
    """The name that a person reads: `£`."""
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each of its column's kind.

    Attributes:
        bar: key of the share column that a renderer may draw as a bar, if length means something.
        total: cells of a closing line that the rows add up to, or None.
        mark: index of the row that stands for home, or None.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bar: str | None = None
    total: tuple[Cell, ...] | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing that the figures leave out or rest on, and the command that mends it."""

    key: str
    text: str
    amount: Decimal | None = None
    try_next: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its answer.

    Attributes:
        table: None when the section was dropped, and `left_out` then says why.
        left_out: one line on what the table leaves out, or an empty text.
    """

    key: str
    title: str
    table: Table | None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """How much of a sum stayed, with the range that the evidence allows (fractions of 1)."""

    total: Decimal
    amount: Decimal
    share: float | None
    low: float | None
    high: float | None
    share_of_placed: float | None
    unplaced: Decimal
    doubtful: Decimal


@dataclass(frozen=True, slots=True)
class FileAccount:
    """One input file and what became of each of its rows."""

    name: str
    sha256: str
    rows: int
    payments: int
    set_aside: int
    non_rows: dict[str, int]
    """Recognised rows that are not payments, by what they are: title, heading, blank, total."""
    total: Decimal
    format: str
    """What kind of file it is, in words: `delimited text`."""
    encoding: str
    heading_line: int
    columns: dict[str, str]
    """Meaning to heading as it stands in the file."""
    told_by: dict[str, str]
    """Meaning to what told it: one of `read.headings.TOLD_BY`."""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything an audit found; renderers only lay it out."""

    version: str
    area_code: str
    area_name: str
    area_from: str
    period: tuple[date, date] | None
    files: tuple[FileAccount, ...]
    rows: int
    payments: int
    set_aside: int
    suppliers: int
    total: Decimal
    local: Retention
    influenceable: Retention
    placed_share: float | None
    tiers: Table
    placed_by: Table
    headline: str
    """The one sentence with its range, ready to be read aloud."""
    influenceable_line: str
    caveats: tuple[Caveat, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    """Editions and licence lines of every table used."""
    next_steps: tuple[str, ...] = field(default=())
    """Commands that would make the answer better, most useful first; `# …` lines are remarks."""
    hardly_placed: bool = False
    """So little was placed that the next steps matter more than the figures."""
