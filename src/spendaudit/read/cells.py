"""What a spreadsheet's cell holds, as the text that an exact reader wants."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

NOISE_POUNDS = 1e-6
"""What adding binary fractions leaves behind: 0.1 + 0.2 is 0.30000000000000004."""

_PLAIN = re.compile(r"-?\d{1,12}(?:\.\d{1,3})?")
"""So few digits mean themselves: a double holds fifteen."""
_DIGITS = re.compile(r"-?\d+")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[Ee][-+]?\d{1,3})?")
_MOST_DIGITS = 40
_FIRST_OF_1900, _FIRST_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # a cell has no time zone
_LAST_SERIAL = 2_958_466
"""Excel's calendar ends with the year 9999."""

# Formats that a workbook need not write down, by number: ECMA-376 part 1, 18.8.30. Those of 27 to
# 36 and 50 to 58 are dates in East Asian editions.
_BUILT_IN_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
# Quoted and escaped words, fillers, colours and currencies; not the `[h]` of a length of time.
_NO_LETTERS_OF_A_DATE = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE
)
_DAY_OR_YEAR = re.compile(r"[dy]", re.IGNORECASE)
_MONTH_ALONE = re.compile(r"m", re.IGNORECASE)
_TIME = re.compile(r"[hs]", re.IGNORECASE)


def shows_date(number: int, code: str | None) -> bool:
    """Whether a number format shows a day; times alone and lengths of time are no dates.

    Args:
        number: of the format.
        code: as the workbook writes it, `dd/mm/yyyy`; None where it does not.
    """
    if code is None:
        return number in _BUILT_IN_DATES
    bare = _NO_LETTERS_OF_A_DATE.sub("", code).partition(";")[0]
    if bare.strip().lower() in ("general", "standard", "@"):
        return False
    if _DAY_OR_YEAR.search(bare):
        return True
    return bool(_MONTH_ALONE.search(bare)) and not _TIME.search(bare)


def date_text(serial: str, *, from_1904: bool) -> str:
    """A day number as `2024-04-03`, with its time where it has one; else as the number it is.

    Excel takes 1900 for a leap year: days before 1 March 1900 are one off, and no ledger has them.
    """
    try:
        days = float(serial)
    except ValueError:
        return serial
    if not 0 <= days < _LAST_SERIAL:
        return number_text(serial)
    seconds = round(days * 86_400)
    moment = (_FIRST_OF_1904 if from_1904 else _FIRST_OF_1900) + timedelta(seconds=seconds)
    return moment.isoformat(sep=" ").removesuffix(" 00:00:00")


@lru_cache(maxsize=65_536)
def number_text(written: str) -> str:
    """A number without exponent, without `.0`, and without the noise of binary fractions.

    `100234.0` is 100234, `5.0999999999999996` is 5.1, `1.5E+05` is 150000, and 1234.565 stays
    what it is.
    """
    if _PLAIN.fullmatch(written):
        return _without_noughts(written)
    if _DIGITS.fullmatch(written) and len(written) <= _MOST_DIGITS:
        return written
    if not _NUMBER.fullmatch(written):
        return written
    number = float(written)
    if math.isinf(number):
        return written
    pennies = f"{number:.2f}"
    # Far beyond all money a double has no pennies any more: its own digits are given.
    if abs(number) < 1e13 and abs(number - float(pennies)) < NOISE_POUNDS:
        return _without_noughts(pennies)
    return _without_noughts(format(Decimal(repr(number)), "f"))


def _without_noughts(number: str) -> str:
    bare = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if bare in ("-0", "") else bare
