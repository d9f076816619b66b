"""What was worked out about one file, line by line, as the profile that a user corrects."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.clean.date_evidence import date_evidence
from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST
from spendaudit.errors import AreaError, InputError
from spendaudit.expected import DELIMITERS, NOT_SAID
from spendaudit.places.areas import find_area
from spendaudit.read.headings import NO_CONCERN, as_argument, cleaned, meanings, understand
from spendaudit.report.figures import count, counted
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.clean.dates import Dates
    from spendaudit.intake import Cleaned
    from spendaudit.places.areas import Area
    from spendaudit.read.headings import Heading
    from spendaudit.report.file_accounts import FileAccount

LONGEST_HEADINGS = 20_000
"""Characters of all headings together; more is no table that a person made."""


class Entry(NamedTuple):
    """One line of a profile.

    Attributes:
        key: its name.
        value: what was worked out, or None where nothing was.
        why: what told it, in words for a person.
        example: what the value could be, where nothing was worked out.
        remark: a word beside the value.
    """

    key: str
    value: str | tuple[str, ...] | None
    why: str
    example: str | tuple[str, ...] = ""
    remark: str = ""


class WorkedOut(NamedTuple):
    """A profile to be written: of which file, what holds for it, and what its columns mean."""

    file: str
    entries: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    not_used: tuple[str, ...]


def worked_out(
    cleaned_files: Cleaned,
    area: Area | None,
    area_from: str,
    given: str | None = None,
    sheets: Sequence[str] = (),
) -> WorkedOut:
    """Put everything that was worked out about a file in the order of a profile.

    Args:
        cleaned_files: with one file, or the sheets of one workbook.
        area: the home area, or None where it could not be told.
        area_from: what told it, or why it could not be told.
        given: the user's own name for it, if there is one.
        sheets: that the user named.

    Raises:
        InputError: there are several files.
    """
    files = {one.sha256 for one in cleaned_files.files}
    if len(files) > 1:
        raise InputError(
            f"{cleaned_files.asked[0]} holds {count(len(files))} files, and a profile is of one",
            f"name one of them: spendaudit profile {as_argument(cleaned_files.files[0].name)}",
        )
    # Sheets that count together have the same headings: the first speaks for all.
    account = cleaned_files.files[0]
    reading = cleaned_files.readings[account.name]
    heading = reading.heading
    return WorkedOut(
        file=cleaned_files.asked[0],
        entries=(
            _area(area, area_from, given),
            Entry(
                "suppliers",
                None,
                "Your own supplier lists (CSV), which beat every other evidence; "
                "`spendaudit suppliers` writes one to fill in.",
                example=("creditors.csv",),
            ),
            _basis(heading),
            _dates(reading.dates),
            *_form(account, reading.delimiter, sheets),
            _headings(heading),
        ),
        columns=_columns(heading),
        not_used=tuple(
            cell.strip()
            for position, cell in enumerate(heading.cells)
            if cell.strip() and position not in heading.columns.values()
        ),
    )


def _form(account: FileAccount, delimiter: str, sheets: Sequence[str]) -> list[Entry]:
    """What only a text has, and what only a workbook has."""
    if not account.is_text:
        why = "The sheets that count; without it, those with a supplier and an amount."
        return [Entry("sheet", tuple(sheets) or None, why, example=("April", "May"))]
    entries = [
        Entry("encoding", account.encoding, "The file's bytes. Another one is only noticed.")
    ]
    if delimiter in DELIMITERS:
        between = DELIMITERS[delimiter]
        entries.append(Entry("delimiter", between, "What stands between the cells."))
    return entries


def settling(heading: Heading) -> dict[str, str]:
    """Meaning to heading, as far as the heading's text alone points to the column that was used."""
    keys = Counter(map(cleaned, heading.cells))
    settled = {
        meaning: heading.cells[position].strip()
        for meaning, position in heading.columns.items()
        if meaning not in NO_CONCERN
        and cleaned(heading.cells[position])
        and keys[cleaned(heading.cells[position])] == 1
    }
    return settled if understand(heading.cells, settled) == heading.columns else {}


def _area(area: Area | None, area_from: str, given: str | None) -> Entry:
    if area is None:
        why = f"Home could not be told: {area_from}."
        return Entry("area", None, why, example="Preston")
    name = given or (area.name if _means(area.name, area) else area.code)
    remark = area.code if name == area.name else area.name
    return Entry("area", name, f"Home, told by {area_from}.", remark=remark)


def _means(name: str, area: Area) -> bool:
    try:
        return find_area(name) == area
    except AreaError:
        return False


def _basis(heading: Heading) -> Entry:
    amount = shown(" ".join(heading.cells[heading.columns["amount"]].split()), 60)
    if heading.basis == NOT_SAID:
        why = (
            f"The heading '{amount}' does not say whether the amounts include VAT. "
            "Write net or gross if you know."
        )
        return Entry("basis", None, why, example="net")
    what = "leave VAT out" if heading.basis == "net" else "include VAT"
    return Entry("basis", heading.basis, f"The amounts {what}: the heading '{amount}' says so.")


def _dates(dates: Dates) -> Entry:
    order = MONTH_FIRST if dates.month_first else DAY_FIRST
    evidence = date_evidence(dates.table)
    if proved := evidence.only[order]:
        return Entry("dates", order, f"{counted(proved, 'date')} can only be {order}.")
    if evidence.either:
        were = "was" if evidence.either == 1 else "were"
        so = f"{counted(evidence.either, 'date')} could be either, and {were} read so"
        why = f"Nothing in the file proves it: {so}. Correct it if you know better."
        if dates.settled_by:
            why = f"{so}, as those of {dates.settled_by} prove, which has the same headings."
        elif dates.settled:
            why = f"{so}, by what else the file says of its time."
        return Entry("dates", order, why)
    why = (
        "The dates are written so that day and month cannot be mistaken for each other."
        if evidence.shapes
        else "No column of dates was read."
    )
    return Entry("dates", None, why, example=DAY_FIRST)


def _headings(heading: Heading) -> Entry:
    cells = tuple(cell.strip() for cell in heading.cells if cell.strip())
    if sum(map(len, cells)) > LONGEST_HEADINGS:
        why = f"The {count(len(cells))} headings are too long to be listed."
        return Entry("headings", None, why, example=("Date", "Supplier", "Amount"))
    why = (
        f"Every heading (line {heading.line}), in any order. A file where one has gone or is new "
        "is refused, with their names."
    )
    return Entry("headings", cells, why)


def _columns(heading: Heading) -> tuple[Entry, ...]:
    settled = settling(heading)
    entries = []
    for meaning in meanings():
        position = heading.columns.get(meaning)
        if meaning in NO_CONCERN:
            continue
        if position is None:
            entries.append(Entry(meaning, None, "", example="HEADING"))
            continue
        written = heading.cells[position].strip()
        if meaning in settled:
            told = heading.told_by.get(meaning, "")
            entries.append(Entry(meaning, written, "", remark=f"told by {told}" if told else ""))
        else:
            remark = f"column {position + 1}: its heading alone does not tell it from another"
            entries.append(Entry(meaning, None, "", example=written, remark=remark))
    return tuple(entries)
