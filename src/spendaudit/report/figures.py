"""How one figure is written: money, share, count, date and month, for people and for programs.

A share is rounded to one decimal but never to a claim: a trace is `<0.1%`, not `0.0%`, one below
nought keeps its minus, `-0.0%`, and nearly everything is `>99.9%`, not `100.0%`.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from spendaudit.report.text import shown
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.clean.totals import ControlTotal
    from spendaudit.report.values import Cell

NOTHING = "—"
"""Stands where there is no figure: a share of nothing, a date that was not given."""

RIGHT_ALIGNED = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.DISTANCE, Kind.RATIO})

# Not from `strftime`, whose names follow the machine's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def money(amount: Decimal) -> str:
    """Write pounds without the sign: 1,234,567.89 or -1,234.50."""
    return _unsigned_nought(f"{amount:,.2f}")


def pounds(amount: Decimal) -> str:
    """Write pounds with the sign, as in a sentence: £1,234.50 or -£1,234.50."""
    written = money(amount)
    return f"-£{written[1:]}" if written.startswith("-") else f"£{written}"


def share(fraction: float | None) -> str:
    """Write a fraction of 1 as a percentage with one decimal."""
    if fraction is None or not math.isfinite(fraction):
        return NOTHING
    written = f"{fraction:.1%}"
    if written == "0.0%" and fraction > 0:
        return "<0.1%"
    if written == "-0.0%":
        return written if fraction < 0 else "0.0%"
    if written == "100.0%" and fraction < 1:
        return ">99.9%"
    return written


def count(number: int) -> str:
    """Write a whole number with separators: 12,408."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 file, 12,408 payments."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def long_date(day: date) -> str:
    """Write a date as in a sentence: 1 April 2024."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month(day: date) -> str:
    """Write the month of a date: Apr 2024."""
    return f"{_MONTHS[day.month - 1][:3]} {day.year}"


def month_in_full(day: date) -> str:
    """Write the month of a date as in a sentence: April 2024."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def period(first: date, last: date) -> str:
    """Write a period as in a title: 1 April 2024 to 31 March 2025."""
    if first == last:
        return long_date(first)
    return f"{long_date(first)} to {long_date(last)}"


def for_people(cell: Cell, kind: Kind) -> str:
    """Write a cell as a person reads it in a table."""
    match kind, cell:
        case _, None:
            written = "" if kind is Kind.TEXT else NOTHING
        case Kind.MONEY, Decimal() | int():
            written = money(Decimal(cell))
        case Kind.SHARE, float() | int():
            written = share(cell)
        case Kind.COUNT, int():
            written = count(cell)
        case Kind.DISTANCE, float() | int():
            written = f"{cell:,.1f}"
        case Kind.RATIO, float() | int():
            written = f"{cell:,.3f}"
        case Kind.MONTH, date():
            written = month(cell)
        case _:
            written = shown(str(cell))
    return written


def for_programs(cell: Cell, kind: Kind) -> str | int | float | None:
    """Give a cell as JSON holds it: money as text with two decimals, dates as ISO, text untouched.

    A month is its first day, so that every date of the output reads with one parser.
    """
    match kind, cell:
        case Kind.MONEY, Decimal() | int():
            return exact(Decimal(cell))
        case _, float():
            return cell if math.isfinite(cell) else None
        case _, date():
            return cell.isoformat()
        case _, Decimal():
            return str(cell)
        case _:
            return cell


def exact(amount: Decimal) -> str:
    """Write pounds for a program: 1234567.89."""
    return _unsigned_nought(f"{amount:.2f}")


def _unsigned_nought(written: str) -> str:
    return "0.00" if written == "-0.00" else written


def told_below(*files: Sequence[ControlTotal]) -> str:
    """What counts below the last total of a file, which is no total of that; mostly nothing does."""
    last = [max(totals, key=lambda total: total.line) for totals in files]
    rows = sum(total.rows_below for total in last)
    if not rows:
        return ""
    are = "payment counts" if rows == 1 else "payments count"
    amount = sum((total.pounds_below for total in last), Decimal(0))
    where = "it" if sum(map(len, files)) == 1 else "the last"
    return f", but {count(rows)} {are} below {where}, {pounds(amount)} in all"
