"""What a check found, as plain values: findings with what to change, and tables behind them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from spendaudit.report.values import Section


class Severity(StrEnum):
    """How much a finding weighs; the gravest first."""

    WRONG = "wrong"
    """A figure made from the file is wrong, or leaves money out."""
    DOUBTFUL = "doubtful"
    """A figure rests on a guess, or on something that the file contradicts."""
    NOTE = "note"
    """No figure is touched: worth knowing, or easily made better."""


class Finding(NamedTuple):
    """One thing that was found in a file.

    Attributes:
        key: its name for programs.
        severity: how much it weighs.
        text: what was found, in words.
        change: what to change in the export, or an empty text.
        lines: the first lines of the file where it is.
        rows: how many rows have it, where it is about rows.
        amount: pounds that it is about.
    """

    key: str
    severity: Severity
    text: str
    change: str = ""
    lines: tuple[int, ...] = ()
    rows: int | None = None
    amount: Decimal | None = None


class Fact(NamedTuple):
    """One line about a file as a whole: `Encoding`, `UTF-8`."""

    key: str
    name: str
    text: str


class Unreadable(NamedTuple):
    """Why a file could not be read, and what to try, as an error would say it."""

    found: str
    details: tuple[str, ...]
    try_next: str


class FileCheck(NamedTuple):
    """The page about one file.

    Attributes:
        name: the file, as the user named it.
        sha256: of its bytes, or None where it could not be read.
        facts: what kind of file it is.
        findings: the gravest first.
        sections: the tables behind them.
        unreadable: why nothing more is known, or None.
    """

    name: str
    sha256: str | None
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    unreadable: Unreadable | None = None

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)


class Check(NamedTuple):
    """The pages about all files, and what was found between them."""

    version: str
    files: tuple[FileCheck, ...]
    between: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every file was read, and nothing found is graver than a note."""
        found = [*self.between, *(one for file in self.files for one in file.findings)]
        return all(one.severity is Severity.NOTE for one in found) and not any(
            file.unreadable for file in self.files
        )

    @property
    def is_hopeless(self) -> bool:
        """Whether no file could be read."""
        return all(file.unreadable for file in self.files)
