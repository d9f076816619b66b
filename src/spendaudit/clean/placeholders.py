"""Cells with a placeholder or a spreadsheet's error in place of content: read as blank, and told."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.texts import all_known, distinct_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNDER = {
    "supplier": ("supplier",),
    "words": ("department", "category", "purpose"),
    "postcode": ("postcode_written",),
    "numbers": ("supplier_id", "company_number", "charity_number"),
}
"""What the table calls columns of payments."""
_WITH_A_DIGIT = ("company_number", "charity_number")
"""No register has a number without one: whatever stands there is a remark."""
LONGEST_EXAMPLE = 40


class Placeholder(NamedTuple):
    """What stands in a cell that holds nothing: a row of `placeholders.csv`."""

    pattern: str
    stands_for: str
    under: str
    source: str


@cache
def placeholders() -> tuple[Placeholder, ...]:
    """The table, in its order."""
    table = Path(__file__).parent / "data" / "placeholders.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        return tuple(Placeholder(**row) for row in csv.DictReader(rows))


@cache
def pattern_for(column: str) -> str:
    """A pattern for the whole text of a cell that holds nothing, by the column of payments."""
    held = [one.pattern for one in placeholders() if column in _columns(one)]
    remark = "|[^0-9]*" if column in _WITH_A_DIGIT else ""
    return f"^(?:{_any_of(held)}{remark})$"


def _any_of(patterns: Iterable[str]) -> str:
    """One pattern for several; without the letters of all scripts it is made in a tenth of the time."""
    return f"(?i-u:{'|'.join(patterns)})".replace(".*", "(?u:.*)")


def _columns(one: Placeholder) -> tuple[str, ...]:
    return tuple(column for kind in one.under.split() for column in _UNDER[kind])


@cache
def error() -> str:
    """A pattern for a spreadsheet's error, the first of the table: as little as nothing in any cell."""
    return rf"(?i)^\s*(?:{placeholders()[0].pattern})\s*$"


@cache
def _anything() -> str:
    """A pattern for a cell that holds nothing, whatever it stands under."""
    return f"^{_any_of(one.pattern for one in placeholders())}$"


def without_placeholders(
    payments: pl.DataFrame, headings: Mapping[str, str], known: pl.Series | None = None
) -> tuple[pl.DataFrame, list[str]]:
    """The payments, null where a cell holds no more than a placeholder.

    Args:
        payments: as `frames.PAYMENTS`.
        headings: of the columns that the file has, by their names here.
        known: as `texts.all_known` gives it; None where that was not asked.

    Returns:
        The payments, and a notice for all such cells together.
    """
    told = []
    columns = [column for columns in _UNDER.values() for column in columns if column in headings]
    texts = all_known(payments, columns) if columns and known is None else known
    seen = None if texts is None else texts.filter(texts.str.contains(_anything()))
    for column in columns:
        # What no column holds need not be looked for in each of them.
        if seen is None or column in _WITH_A_DIGIT:
            asked = distinct_texts(payments[column]).cast(pl.String)
        else:
            asked = seen
        held = asked.filter(asked.str.contains(pattern_for(column)))
        if held.is_empty():
            continue
        numbers = held.cast(pl.Categorical).to_physical().implode()
        is_held = payments[column].to_physical().is_in(numbers).fill_null(value=False)
        if not is_held.any():
            continue
        example = payments[column].filter(is_held).cast(pl.String).sort()[0]
        told.append(
            f"{int(is_held.sum()):,} under {headings[column]!r}, such as "
            f"{example[:LONGEST_EXAMPLE]!r}"
        )
        payments = payments.with_columns(
            pl.when(~pl.lit(is_held)).then(pl.col(column)).alias(column)
        )
    return payments, [
        f"cells that hold nothing were read as blank: {'; '.join(told)}"
    ] if told else []
