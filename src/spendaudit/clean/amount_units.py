"""What one of a column's amounts counts: pounds, unless its heading says pence or thousands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

_THOUSANDS = (
    r"(?:£|gbp)\s*['\u2019,]?000s?\b|\(\s*['\u2019]?000s?\s*\)|(?<![0-9,.])['\u2019]?000s\b"
    r"|(?:£|\bin |\bgbp )\s*k\b|\(\s*k\s*\)|\bk\s*£|\b(?:amount|amt|value|spend) k$|\bthousands?\b"
    r"|£\s*1,?000s\b|\(\s*£?\s*1,?000s?\s*\)|\bx\s*1,?000\b|£\s*t\b"
)
_MILLIONS = r"(?:£|\bin )\s*(?:m|mn|million|millions)\b|\bmillions\b|£\s*000,000s?\b"
_IN_A_TITLE = (
    r"(?:£|gbp)\s*['\u2019,]?000s?\b|\(\s*['\u2019]?000s?\s*\)|\(\s*£\s*(?:k|m)\s*\)"
    r"|\bin (?:£\s*)?(?:k|m|(?:thousand|million)s?(?: of pounds)?|pence)\b|\bin '?000s?\b"
    r"|(?:£|\bgbp)\s*(?:k|m|mn|(?:thousand|million)s?)\b|(?:^|[,;\t])\W*(?:thousand|million)s?\W*(?:[,;\t]|$)"
)
"""What a title says of figures; one may as well be about `payments of £25 thousand and more`."""
_PENCE = r"\bpence\b|\bin p\b|\(p\)"
# `Amount (£ and pence)`, `Spend over £5 thousand`: pence beside pounds, or a threshold.
_NOT_PENCE = r"£|pounds?|gbp"
_CAMEL = r"(?<=[a-z])(?=[A-Z])"
_THRESHOLD = r"(?:over|above|under|exceeding|greater than|>|from|than)\s*£?\s*[0-9,.]+\s*\w*"


class Unit(NamedTuple):
    """Something else than pounds.

    Attributes:
        name: of one, as a reader would say it.
        pence: how many it holds.
    """

    name: str
    pence: int

    def notice(self, heading: str) -> str:
        """What was done to the whole column."""
        heading = " ".join(heading.split())[:60]
        if self.pence == 1:
            return f"the amounts are in pence, as the heading {heading!r} says: divided by 100"
        times = self.pence // 100
        return (
            f"the amounts are in {self.name} of pounds, as the heading {heading!r} says: "
            f"multiplied by {times:,}, and no more exact than they were published"
        )


def unit_of(heading: str) -> Unit | None:
    """What a heading says that its amounts count; None for pounds."""
    words = re.sub(_CAMEL, " ", heading.replace("_", " "))
    text = re.sub(_THRESHOLD, " ", words.lower())
    if re.search(_MILLIONS, text):
        return Unit("millions", 100_000_000)
    if re.search(_THOUSANDS, text):
        return Unit("thousands", 100_000)
    if re.search(_PENCE, text) and not re.search(_NOT_PENCE, text):
        return Unit("pence", 1)
    return None


def notice_titles(titles: Sequence[str], heading: str) -> list[str]:
    """Say that a title speaks of thousands, millions or pence, where the heading of the amounts does not."""
    if unit_of(heading) is not None:
        return []
    other = next(
        (one for one in titles if re.search(_IN_A_TITLE, re.sub(_THRESHOLD, " ", one.lower()))),
        None,
    )
    if other is None:
        return []
    shown, called = (" ".join(text.split())[:60] for text in (other, heading))
    return [
        f"the title {shown!r} speaks of another unit than the heading {called!r}: read as pounds"
    ]


def refuse_if_in_pounds(unit: Unit, heading: str, amounts: pl.Series, name: str) -> None:
    """Refuse amounts with pounds and pence under a heading of thousands or of pence.

    Raises:
        InputError: most amounts are written with two decimals.
    """
    figures = amounts.filter(amounts.str.contains(r"[0-9]"))
    to_the_penny = int(figures.str.contains(r"\.[0-9][0-9][^0-9]*$").sum())
    if unit.name == "millions" or to_the_penny * 2 <= figures.len():
        return
    example = figures.filter(figures.str.contains(r"\.[0-9][0-9][^0-9]*$"))[0]
    raise InputError(
        f"{name}: the heading {' '.join(heading.split())[:60]!r} says that the amounts are in "
        f"{unit.name}, but {to_the_penny:,} of {figures.len():,} have pence, such as {example[:40]!r}",
        "ask which is right; if the amounts are in pounds, change the heading to Amount (£)",
    )


def refuse_other_units(headings: Sequence[str], line: int, name: str) -> None:
    """Refuse tables of one file whose amounts are not of one unit.

    Args:
        headings: of the amounts, the first table's first.
        line: on which the heading of the second table begins.
        name: of the file.

    Raises:
        InputError: one heading speaks of thousands, millions or pence, and another does not.
    """
    first = unit_of(headings[0])
    other = next((one for one in headings[1:] if unit_of(one) != first), None)
    if other is None:
        return
    raise InputError(
        f"{name}: line {line:,} is another heading, and its amounts {' '.join(other.split())[:60]!r} "
        f"are not of the unit of {' '.join(headings[0].split())[:60]!r}",
        "cut the file in two above that line, and name both parts",
    )
