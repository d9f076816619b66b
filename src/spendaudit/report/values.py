"""The report as plain values: tables whose columns know their kind, sections, caveats."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.report.file_accounts import Overlaps

if TYPE_CHECKING:
    from spendaudit.report.details import Details
    from spendaudit.report.file_accounts import FileAccount, Unread
    from spendaudit.report.ledger import Ledger
    from spendaudit.report.manifest import Manifest

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
    RATIO = "ratio"
    """A number as a float, to a thousandth, such as a multiplier."""
    DATE = "date"
    MONTH = "month"
    """The first day of a month as a date."""


class Column(NamedTuple):
    """One column of a table."""

    key: str
    """The name in JSON and CSV, never changed once published: `amount`."""
    heading: str
    """The name that a person reads: `£`."""
    kind: Kind
    of: str = ""
    """What a share is a share of, in words: `all spend`; empty for every other kind."""
    spare: bool = False
    """Whether it may go where there is no room though it is money: those beside it answer the question."""
    uncut: bool = False
    """Whether its texts may not lose their end: limits of a size, or words of a short list."""


class Table(NamedTuple):
    """Rows of cells, each of its column's kind.

    Attributes:
        bar: key of the share column that a renderer may draw as a bar, if length means something.
        total: cells of a closing line that the rows add up to, or None.
        mark: index of the row that stands for home, or None.
        rest: first cell of the row that stands for many others, or None.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bar: str | None = None
    total: tuple[Cell, ...] | None = None
    mark: int | None = None
    rest: str | None = None

    def without(self, key: str) -> Table:
        """The same table without one of its columns."""
        at = [column.key for column in self.columns].index(key)

        def cut(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
            return row[:at] + row[at + 1 :]

        return self._replace(
            columns=self.columns[:at] + self.columns[at + 1 :],
            rows=tuple(map(cut, self.rows)),
            total=None if self.total is None else cut(self.total),
        )


class Caveat(NamedTuple):
    """One thing that the figures leave out or rest on, and the command that mends it."""

    key: str
    text: str
    amount: Decimal | None = None
    try_next: str = ""


class Omitted(NamedTuple):
    """Pounds of the whole spending that a table leaves out, and which: `that is no purchase`."""

    amount: Decimal
    what: str


class Section(NamedTuple):
    """One question with its answer.

    Attributes:
        table: None when the section was dropped, and `left_out` then says why.
        left_out: what the table leaves out and how it is to be read, or an empty text.
        omitted: with the table's closing line they add up to all that was spent; None where the
            table divides no sum of pounds.
        brief: the same table with fewer rows of their own, for a screen that has other questions
            to answer too; None where the table is short enough.
    """

    key: str
    title: str
    table: Table | None
    left_out: str = ""
    omitted: tuple[Omitted, ...] | None = None
    brief: Table | None = None


class Retention(NamedTuple):
    """How much of a sum stayed, with the range that the evidence allows (fractions of 1)."""

    total: Decimal
    amount: Decimal
    share: float | None
    low: float | None
    high: float | None
    share_of_placed: float | None
    unplaced: Decimal
    doubtful: Decimal


class Page(NamedTuple):
    """An answer of a few tables under one title, with the sentences that sum it up.

    Attributes:
        key: what kind of answer it is, for programs: `comparison`.
        title: of the place and time, or of the supplier.
        sentences: ready to be read aloud, the most important first.
        sections: the tables.
        sources: editions, licences and the version of what they rest on.
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...] = ()


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
    home: str = ""
    """The home area as a sentence names it: the North West."""
    unasked: tuple[str, ...] = ()
    """Keys of sections that nobody asked for, and so are not among `sections`."""
    next_steps: tuple[str, ...] = field(default=())
    """Commands that would make the answer better, most useful first; `# …` lines are remarks."""
    hardly_placed: bool = False
    """So little was placed that the next steps matter more than the figures."""
    overlaps: Overlaps = field(default_factory=Overlaps)
    """Payments that files have in common."""
    unread: tuple[Unread, ...] = ()
    """Files of a folder that are in no figure."""
    details: Details | None = None
    """What a page shows beyond the tables, where that was asked for."""
    manifest: Manifest | None = None
    """What it was made from and with."""
    ledger: Ledger | None = None
    """What a later report is held against, where that was asked for."""
