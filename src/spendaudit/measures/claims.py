"""A published claim, reckoned again: which way of reading it makes it true, if any does.

    35.3 of 151.9 is 23%                            a share
    from 20.1 to 35.3 is +43%                       a growth
    112.3 is 18.2%                                  what the whole must then have been
    mean of 45.6%, 28.4%, 79.4% is 51.1%            a mean of shares
    mean of 22.9 of 45.1, 3.1 of 9.9 is 47%         a mean of shares, weighted or not
    from 38.3 of 750 to 112.3 of 617.0 is +74.0     a change of a part of a whole

A figure stands for everything that rounds to it: 35.3 for 35.25 to 35.35. A claim is true when what
its figures give rounds to what it says; it may be true when some figures behind the rounding would.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError
from spendaudit.measures.readings import changes, corners, itself, means, shares
from spendaudit.measures.written_figures import OF, Reader, unclear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from spendaudit.measures.readings import Reckoned
    from spendaudit.measures.written_figures import Figure

LONGEST = 2_000
"""Characters of a claim: a sentence, not a document."""

_IS = r"\s+(?:is|are|was|were|makes|=)\s+"


class Verdict(StrEnum):
    """What became of a claim."""

    TRUE = "true"
    PERHAPS = "true only within the rounding of its figures"
    OTHERWISE = "not as it reads, but true in another way"
    FALSE = "not true"
    IMPLIED = "says no whole; this is what it implies"


class Reading(NamedTuple):
    """One way of reckoning a claim, and what it gives.

    Attributes:
        name: in words.
        value: from the figures as they stand; `low` and `high` from all that round to them.
        is_share: whether it is a fraction of 1.
        fits: whether the value rounds to what was claimed.
        may_fit: whether a value behind the rounding does.
        cut: whether it is what was claimed when cut off instead of rounded.
    """

    name: str
    value: Fraction
    low: Fraction
    high: Fraction
    is_share: bool
    fits: bool
    may_fit: bool
    cut: bool


class Checked(NamedTuple):
    """A claim with its readings, the plain one first."""

    claim: str
    claimed: Figure | None
    readings: tuple[Reading, ...]
    verdict: Verdict

    @property
    def true_as(self) -> Reading | None:
        """The first reading that makes the claim true, or that may."""
        for quality in ("fits", "cut", "may_fit"):
            for reading in self.readings:
                if getattr(reading, quality):
                    return reading
        return None


def check_claim(claim: str, known: Mapping[str, Figure] | None = None) -> Checked:
    """Reckon a claim in every way in which such a claim is commonly meant.

    Args:
        claim: a sentence in one of the forms above.
        known: figures that may be named instead of written, such as `total`; lower case.

    Raises:
        InputError: the sentence has none of the forms.
    """
    words = " ".join(claim.split())
    if len(words) > LONGEST:
        raise InputError(f"the claim has {len(words):,} characters", "one sentence a claim")
    parts = re.split(_IS, words, maxsplit=1, flags=re.IGNORECASE)
    if len(parts) != 2:  # what is claimed of what
        raise unclear(claim)
    subject, said = parts
    read = Reader(claim, known or {})
    said = re.sub(r"^(?:an? )?(?:rise|increase|growth) of\s+", "+", said, flags=re.IGNORECASE)
    said = re.sub(r"^(?:an? )?(?:fall|drop|decrease) of\s+", "-", said, flags=re.IGNORECASE)
    # "35.3 is 23% of 151.9" is "35.3 of 151.9 is 23%".
    if len(turned := OF.split(said)) == 2:
        subject, said = f"{subject} of {turned[1]}", turned[0]
    claimed = read.figure(said)
    if mean := re.match(r"(?:the )?(?:mean|average) of\s+", subject, re.IGNORECASE):
        readings = means(read.pairs(subject[mean.end() :]))
    elif change := re.match(r"from\s+(.+?)\s+to\s+(.+)$", subject, re.IGNORECASE):
        readings = changes(read.pair(change[1]), read.pair(change[2]), claimed)
    else:
        part, whole = read.pair(subject)
        if whole is None and claimed.is_share and not part.is_share:
            return _implied(claim, part, claimed)
        readings = shares(part, whole) if whole else itself(part)
    weighed = tuple(_weigh(reckoned, claimed) for reckoned in readings)
    return Checked(claim, claimed, weighed, _verdict(weighed))


def _implied(claim: str, part: Figure, claimed: Figure) -> Checked:
    """What the whole must have been for a part to be such a share of it."""
    if claimed.low <= 0:
        raise unclear(claim)
    low, high = corners(lambda a, b: a / b, part, claimed)
    reading = Reading(
        "the whole", part.value / claimed.value, low, high, is_share=False,
        fits=False, may_fit=False, cut=False,
    )  # fmt: skip
    return Checked(claim, None, (reading,), Verdict.IMPLIED)


def _weigh(reckoned: Reckoned, claimed: Figure) -> Reading:
    """Hold a reading against what was claimed; a share cannot make a sum of money true."""
    comparable = reckoned.is_share == claimed.is_share
    if claimed.in_points:
        comparable = reckoned.in_points
    step = claimed.half * 2
    within = claimed.low <= reckoned.value <= claimed.high
    return Reading(
        reckoned.name,
        reckoned.value,
        reckoned.low,
        reckoned.high,
        reckoned.is_share,
        fits=comparable and within,
        may_fit=comparable and reckoned.low <= claimed.high and claimed.low <= reckoned.high,
        cut=comparable and abs(claimed.value) <= abs(reckoned.value) < abs(claimed.value) + step
        and (reckoned.value < 0) == (claimed.value < 0),
    )  # fmt: skip


def _verdict(readings: Sequence[Reading]) -> Verdict:
    if not readings:
        return Verdict.FALSE
    plain, *others = readings
    if plain.fits:
        return Verdict.TRUE
    if plain.cut or plain.may_fit:
        return Verdict.PERHAPS
    if any(one.fits or one.cut or one.may_fit for one in others):
        return Verdict.OTHERWISE
    return Verdict.FALSE
