"""Headings that may mean the day, the way or the money, such as `Payment` and `Paid`: the cells tell which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.read.headings import (
    TOLD_BY,
    basis_of,
    cleaned,
    meaning_of,
    told_by,
    understand,
)
from spendaudit.read.looks import is_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading
    from spendaudit.read.looks import Look

_IN_FULL = {
    "payment": "Payment Date",
    "payments": "Payment Date",
    "paid": "Paid Date",
    "invoiced": "Invoice Date",
    "invoicepaid": "Paid Date",
    "invoicespaid": "Paid Date",
    "posted": "Posting Date",
    "cleared": "Cleared Date",
    "settled": "Settlement Date",
}
"""What each of them would be called in full, where days stand under it."""
_BY_WHICH_WAY = "Payment Method"
"""What it would be called where words such as `BACS` stand under it."""
SURE = 0.9
"""Share of the filled cells that are dates, or words."""
ENOUGH_ROWS = 5
OF_THE_BANK = 2
"""The rank of headings of the day on which a bank cleared or settled a payment."""
DIGITS_OF_A_PERIOD = 2
"""Of more, a number may be a year and a month, or a day."""


def with_days_told(heading: Heading, looks: Sequence[Look], settled: Mapping[str, str]) -> Heading:
    """The heading, in which `Payment` over a column of dates or words is not the money.

    Args:
        heading: as its words tell it.
        looks: what each column of the rows under it looks like.
        settled: meaning to heading, as the user said; an amount or a date of theirs is left alone.
    """
    if settled.keys() & {"amount", "date"}:
        return heading
    in_full = list(heading.cells)
    for place, look in enumerate(looks[: len(in_full)]):
        day = _IN_FULL.get(cleaned(in_full[place]))
        if day and look.filled >= ENOUGH_ROWS:
            if look.share(look.dates) >= SURE:
                in_full[place] = day
            elif look.share(look.words) >= SURE:
                in_full[place] = _BY_WHICH_WAY
    if in_full == list(heading.cells):
        return heading
    columns = understand(in_full, settled)
    if "amount" not in columns or "supplier" not in columns:
        return heading
    told = told_by(columns, in_full, settled)
    paid_on = columns.get("date", -1)
    if paid_on >= 0 and in_full[paid_on] != heading.cells[paid_on]:
        told["date"] = TOLD_BY[-1]
    return heading._replace(
        columns=columns, told_by=told, basis=basis_of(heading.cells[columns["amount"]])
    )


def with_fuller_days(
    heading: Heading, looks: Sequence[Look], settled: Mapping[str, str]
) -> Heading:
    """The heading with a column of days that is full, where the bank's, such as `Cleared Date`, is not.

    What has not been presented yet has no such day in a cash book.

    Args:
        heading: as its words tell it.
        looks: what each column of the rows under it looks like.
        settled: meaning to heading, as the user said; a date of theirs is left alone.
    """
    chosen = heading.columns.get("date", -1)
    if "date" in settled or not 0 <= chosen < len(looks):
        return heading
    cell = heading.cells[chosen]
    if meaning_of(_IN_FULL.get(cleaned(cell), cell)) != ("date", OF_THE_BANK):
        return heading
    days = _days_beside(heading, looks)
    return _with_the_first_of(
        heading, [place for place in days if looks[chosen].filled < looks[place].filled * SURE]
    )


def with_days_alike_told(
    heading: Heading, under: Sequence[Record], settled: Mapping[str, str]
) -> Heading:
    """The heading with a notice where two columns of days have one name and hold different days.

    Args:
        heading: as it was understood.
        under: the first rows under it.
        settled: meaning to heading, as the user said; a date of theirs is left alone.
    """
    chosen = heading.columns.get("date", -1)
    if "date" in settled or chosen < 0:
        return heading
    word = cleaned(heading.cells[chosen])
    twins = [
        place
        for place, cell in enumerate(heading.cells)
        if place != chosen and word and cleaned(cell) == word
    ]
    for twin in twins:
        apart = next(
            (
                (line, cells[chosen].strip(), cells[twin].strip())
                for line, cells in under
                if max(chosen, twin) < len(cells)
                and is_date(cells[chosen])
                and is_date(cells[twin])
                and cells[chosen].strip() != cells[twin].strip()
            ),
            None,
        )
        if apart is not None:
            line, one, other = apart
            said = (
                f"columns {chosen + 1} and {twin + 1} are both called {heading.called(chosen)!r} and hold "
                f"different days, such as {one} and {other} on line {line:,}: column {chosen + 1} is "
                "taken for the day of the payment"
            )
            return heading._replace(notices=(*heading.notices, said))
    return heading


def _days_beside(heading: Heading, looks: Sequence[Look]) -> list[int]:
    """Columns whose words say that they hold days, and that do."""
    return [
        place
        for place in heading.all_that_mean("date")
        if place < len(looks)
        and looks[place].filled >= ENOUGH_ROWS
        and looks[place].share(looks[place].dates) >= SURE
    ]


def _with_the_first_of(heading: Heading, days: Sequence[int]) -> Heading:
    """The heading with one of these columns as its date: the one whose word ranks first."""
    ranked = [(found[1], place) for place in days if (found := meaning_of(heading.cells[place]))]
    if not ranked:
        return heading
    return heading._replace(columns=heading.columns | {"date": min(ranked)[1]})


def with_days_for_numbers(
    heading: Heading, looks: Sequence[Look], settled: Mapping[str, str]
) -> Heading:
    """The heading with a column of days, where its words prefer one of numbers, the `5` of `Period`.

    Args:
        heading: as its words tell it.
        looks: what each column of the rows under it looks like.
        settled: meaning to heading, as the user said; a date of theirs is left alone.
    """
    chosen = heading.columns.get("date", -1)
    if "date" in settled or not 0 <= chosen < len(looks):
        return heading
    look = looks[chosen]
    if look.share(look.money) < SURE or len(look.example) > DIGITS_OF_A_PERIOD:
        return heading
    return _with_the_first_of(heading, _days_beside(heading, looks))
