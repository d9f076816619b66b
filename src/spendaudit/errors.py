"""What can go wrong, each as one sentence about what was found and one line on what to try.

SpendAuditError
├── InputError         a file cannot be read as spending
│   ├── ColumnError    it can be read, but the supplier or the amount was not found in it
│   ├── OwnTableError  it is a table that spendaudit wrote: its pounds would count twice
│   ├── NilReturnError  it says that there were no payments
│   └── NothingReadError  of several files none can be read
├── AreaError          the home area is unknown, or cannot be told from the files
├── DirectoryError     the postcode directory is missing or broken
├── MeasureError       what was asked cannot be reckoned from what was given
├── RegisterError      a register cannot be read, kept or used
├── SupplierError      nobody in the files has the name that was asked for
└── OutputError        the answer cannot be written where the user wants it
"""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_SAID = 60


class SpendAuditError(Exception):
    """Base of every error that a user can cause; the command line prints it in two lines.

    Attributes:
        found: one sentence: which file, which row, what was found.
        try_next: one line on what to do about it, or an empty text.
        details: further lines between the two, such as the headings that were seen.
    """

    def __init__(self, found: str, try_next: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(found)
        self.found = found
        self.try_next = try_next
        self.details = details
        # A traceback shows notes: in a notebook nobody else prints what to try.
        for line in (*details, *filter(None, [try_next])):
            self.add_note(line)


class InputError(SpendAuditError):
    """A file cannot be read as published spending."""


class ColumnError(InputError):
    """No column could be found for a meaning that the audit cannot do without."""


class OwnTableError(InputError):
    """A table that spendaudit wrote: reading it as spending would count its pounds twice."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a table that spendaudit wrote",
            "name the published file that it was made from",
        )


class NilReturnError(InputError):
    """A file that says, in place of payments, that there were none."""

    def __init__(self, name: str, said: str, line: int | None = None) -> None:
        where = "" if line is None else f" on line {line:,}"
        said = shorten(said, _LONGEST_SAID, placeholder=" …")
        super().__init__(
            f"{name} is a nil return: it has no payments, and says so{where} ({said!r})",
            "leave it out; nothing was spent above its threshold",
        )


class NothingReadError(InputError):
    """None of several files can be read as published spending.

    Attributes:
        of_each: why each of them cannot, by its name: what came through a pipe cannot be read again.
    """

    def __init__(self, error: InputError, of_each: Mapping[str, InputError]) -> None:
        super().__init__(error.found, error.try_next, error.details)
        self.of_each = of_each


class AreaError(SpendAuditError):
    """The home area is not known, or cannot be told from what was given."""


class DirectoryError(SpendAuditError):
    """The postcode directory cannot be found, read or decoded."""


class MeasureError(SpendAuditError):
    """A figure cannot be reckoned from what was given; nothing is made up in its place."""


class RegisterError(SpendAuditError):
    """A register of organisations cannot be read, kept or used."""


class SupplierError(SpendAuditError):
    """Nobody in the files goes by the name or number that was asked for."""


class OutputError(SpendAuditError):
    """The answer cannot be written where the user asked for it."""
