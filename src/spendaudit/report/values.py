"""The report as plain values: tables whose columns know their kind, sections, caveats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spendaudit.report.details import Details
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


@dataclass(frozen=True, slots=True)
class Column:
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


@dataclass(frozen=True, slots=True)
class Table:
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

        return replace(
            self,
            columns=self.columns[:at] + self.columns[at + 1 :],
            rows=tuple(map(cut, self.rows)),
            total=None if self.total is None else cut(self.total),
        )


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing that the figures leave out or rest on, and the command that mends it."""

    key: str
    text: str
    amount: Decimal | None = None
    try_next: str = ""


@dataclass(frozen=True, slots=True)
class Omitted:
    """Pounds of the whole spending that a table leaves out, and which: `that is no purchase`."""

    amount: Decimal
    what: str


@dataclass(frozen=True, slots=True)
class Section:
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
    counted_in: tuple[str, ...] = ()
    """The files that hold the same payments and count in its place; empty where it counts itself."""
    repeated: Decimal = Decimal()
    """Pounds of its payments that other files count; `non_rows` has their rows under `repeated`."""
    bytes: int = 0
    """Of the file as published."""

    @property
    def is_text(self) -> bool:
        """Whether the file has an encoding and a delimiter of its own; a workbook has neither."""
        return self.format.endswith("delimited text")


class Alike(StrEnum):
    """In which way two files hold the same payments."""

    SAME_FILE = "same file"
    SAME_PAYMENTS = "same payments"
    INSIDE = "inside"
    SAME_MONTHS = "same months"
    """Whole months of a file that holds others too."""
    IN_DOUBT = "in doubt"
    """Alike, but not proved to be the same payments: they count in both files."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Payments that a file has in common with others.

    Attributes:
        kind: in which way.
        file: the file that repeats; in doubt, the smaller one.
        others: where its payments are counted; in doubt, the other file.
        rows: payments in common.
        amount: pounds of these payments.
        period: first and last day of them, where they are dated.
        only_here: in doubt, rows and pounds of the same months that only `file` has.
        only_there: in doubt, rows and pounds of the same months that only the other file has.
        doubt: why they are not proved to be the same, or an empty text.
        months: the first days of the months in common, where `file` counts its other ones itself.
    """

    kind: Alike
    file: str
    others: tuple[str, ...]
    rows: int
    amount: Decimal
    period: tuple[date, date] | None = None
    only_here: tuple[int, Decimal] = (0, Decimal())
    only_there: tuple[int, Decimal] = (0, Decimal())
    doubt: str = ""
    months: tuple[date, ...] = ()

    @property
    def counted_once(self) -> bool:
        """Whether the payments in common are in the figures once; in doubt they are there twice."""
        return self.kind is not Alike.IN_DOUBT


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What files have in common.

    Attributes:
        found: each overlap; files that are counted elsewhere first.
        rows_in_doubt: payments that may be counted more than once, without their first time.
        amount_in_doubt: pounds of these.
    """

    found: tuple[Overlap, ...] = ()
    rows_in_doubt: int = 0
    amount_in_doubt: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of a folder that could not be read as published spending.

    Attributes:
        name: the file.
        found: one sentence about it, as an error would say it.
        try_next: one line on what to do about it, or an empty text.
        details: further lines between the two.
    """

    name: str
    found: str
    try_next: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
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
