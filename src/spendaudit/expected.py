"""What a profile says that a file looks like, and where a file departs from it.

A profile is made for one publisher's files. When the next file has other headings, or its dates
prove to be written the other way round, what the profile says may be wrong of it, and no figure
should rest on it in silence.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.clean.date_evidence import date_evidence
from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST
from spendaudit.errors import ColumnError, InputError
from spendaudit.read.headings import as_argument, cleaned
from spendaudit.read.records import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.clean.dates import Dates
    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows
    from spendaudit.read.source import Source

BASES = ("net", "gross")
NOT_SAID = "not said"
"""What `Heading.basis` holds where the heading is silent about VAT."""
DATE_ORDERS = (DAY_FIRST, MONTH_FIRST)
DELIMITERS = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "bar",
    "~": "tilde",
    "^": "caret",
}
"""What stands between cells, and what a person calls it."""
_MOST_NAMED = 8


class Expected(NamedTuple):
    """What a profile says of a file; empty where it says nothing.

    Attributes:
        profile: its name, for the error.
        headings: every heading of the file, in any order.
        basis: what the amounts say of VAT, one of `BASES`.
        dates: which stands first, one of `DATE_ORDERS`.
        encoding: in which the file is published.
        delimiter: what stands between its cells, a value of `DELIMITERS`.
    """

    profile: str = ""
    headings: tuple[str, ...] = ()
    basis: str = ""
    dates: str | None = None
    encoding: str = ""
    delimiter: str = ""

    def refuse_other_headings(self, heading: Heading, name: str) -> None:
        """Let a file pass whose headings are those of the profile, in whatever order.

        Raises:
            InputError: a heading has gone, or is new; it names them.
        """
        if not self.headings:
            return
        there, asked = _counted(heading.cells), _counted(self.headings)
        gone, new = (_named(asked - there, self.headings), _named(there - asked, heading.cells))
        if not gone and not new:
            return
        said = [f"gone: {gone}"] if gone else []
        said += [f"new: {new}"] if new else []
        raise InputError(
            f"{name}: its headings (line {heading.line}) are not those that {self.profile} "
            "was made for",
            f"if the new ones are right: spendaudit profile {as_argument(name)}, "
            "and compare what it prints with your profile",
            tuple(said),
        )

    def refuse_other_basis(self, heading: Heading, name: str) -> None:
        """Let a file pass whose heading says of VAT what the profile says, or nothing.

        Raises:
            InputError: the two contradict each other.
        """
        if not self.basis or heading.basis in (self.basis, NOT_SAID):
            return
        amount = " ".join(heading.cells[heading.columns["amount"]].split())[:60]
        raise InputError(
            f"{name}: the amounts are {heading.basis} of VAT by their heading {amount!r}, "
            f"and {self.basis} by {self.profile}",
            f'name the {self.basis} column in the profile ([columns] amount = "HEADING"), '
            f'or write basis = "{heading.basis}"',
        )

    def settled_basis(self, heading: Heading) -> str:
        """What the amounts say of VAT: by their heading, else by the profile."""
        return self.basis if self.basis and heading.basis == NOT_SAID else heading.basis

    def refuse_other_dates(self, dates: Dates, name: str) -> None:
        """Let a file pass whose dates do not contradict the profile.

        Raises:
            InputError: more rows can only be read the other way round.
        """
        if self.dates is None:
            return
        evidence = date_evidence(dates.table)
        other = MONTH_FIRST if self.dates == DAY_FIRST else DAY_FIRST
        if evidence.only[other] <= evidence.only[self.dates]:
            return
        example = evidence.example[other][:40]
        raise InputError(
            f"{name}: {evidence.only[other]:,} of its dates can only be {other}, such as {example!r}, "
            f"and {self.profile} says {self.dates}",
            f'if the file is right, write dates = "{other}" in the profile, or mend those lines',
        )

    def notices(self, heading: Heading, encoding: str, delimiter: str, dates: Dates) -> list[str]:
        """Sentences about differences that move no figure, and about what the profile alone says."""
        found = []
        if self.basis == "gross" and heading.basis == NOT_SAID:
            found.append("the amounts include VAT: your profile says so")
        evidence = date_evidence(dates.table) if self.dates == MONTH_FIRST else None
        if evidence and evidence.either and not evidence.only[MONTH_FIRST]:
            found.append("the dates were read month first: your profile says so")
        if self.encoding and self.encoding != encoding:
            found.append(f"the encoding is {encoding}; {self.profile} says {self.encoding}")
        called = DELIMITERS.get(delimiter, delimiter)
        if self.delimiter and self.delimiter != called:
            found.append(
                f"a {called} stands between the cells; {self.profile} says {self.delimiter}"
            )
        return found


def read_as_expected(
    source: Source, settled: Mapping[str, str], expected: Expected, *, at_once: bool = False
) -> Rows:
    """Read the rows of a file, if it is what a profile says.

    Args:
        source: the file.
        settled: meaning to heading, as the user said.
        expected: what the profile says; nothing, where there is none.
        at_once: as `read_rows` takes it.

    Raises:
        InputError: its headings, or what they say of VAT, are not those of the profile; or as
            `read_rows`.
    """
    try:
        rows = read_rows(source, settled, at_once=at_once)
    except ColumnError:
        # A settled heading is not there. Which ones are tells more than that.
        if expected.headings and settled:
            expected.refuse_other_headings(read_rows(source, {}).heading, source.name)
        raise
    expected.refuse_other_headings(rows.heading, source.name)
    expected.refuse_other_basis(rows.heading, source.name)
    return rows


def _key(heading: str) -> str:
    """What two spellings of one heading have in common."""
    return cleaned(heading) or heading.strip()


def _counted(headings: Sequence[str]) -> Counter[str]:
    return Counter(_key(heading) for heading in headings if heading.strip())


def _named(keys: Counter[str], headings: Sequence[str]) -> str:
    """The headings of some keys, as they stand there."""
    found = [" ".join(one.split())[:40] for one in headings if one.strip() and _key(one) in keys]
    more = f", and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return ", ".join(found[:_MOST_NAMED]) + more
