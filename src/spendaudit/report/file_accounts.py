"""What became of files: of one and each of its rows, of several that hold the same, of one unread."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class FileAccount(NamedTuple):
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
    """In which way files hold the same payments."""

    SAME_FILE = "same file"
    SAME_PAYMENTS = "same payments"
    INSIDE = "inside"
    SAME_MONTHS = "same months"
    """Whole months of a file that holds others too."""
    IN_DOUBT = "in doubt"
    """Alike, but not proved to be the same payments: they count in both files."""
    IN_OTHER_WORDS = "in other words"
    """The same spending, it seems, with other names or amounts, or summed: it counts in both."""


class Overlap(NamedTuple):
    """Payments that a file has in common with others.

    Attributes:
        kind: in which way.
        file: the file that repeats; in doubt, the smaller one.
        others: where its payments are counted; in doubt, the other file.
        rows: payments in common; in other words, those of `file`.
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
        return self.kind not in (Alike.IN_DOUBT, Alike.IN_OTHER_WORDS)


class Overlaps(NamedTuple):
    """What files have in common.

    Attributes:
        found: each overlap; files that are counted elsewhere first.
        rows_in_doubt: payments that may be counted more than once, without their first time.
        amount_in_doubt: pounds of these.
    """

    found: tuple[Overlap, ...] = ()
    rows_in_doubt: int = 0
    amount_in_doubt: Decimal = Decimal()


class Unread(NamedTuple):
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
