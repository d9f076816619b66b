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
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from spendaudit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LONGEST = 2_000
"""Characters of a claim: a sentence, not a document."""

_UNITS = {
    "": 1,
    "k": 10**3, "thousand": 10**3,
    "m": 10**6, "mn": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_NUMBER = re.compile(
    r"^[£€$]?\s*(?P<sign>[+\-\u2212]?)\s*[£€$]?\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?P<places>\.\d+)?\s*(?P<unit>k|thousand|mn?|million|bn?|billion)?\s*"
    r"(?P<percent>%|per ?cent|percent|points|percentage points)?$",
    re.IGNORECASE,
)
_IS = r"\s+(?:is|are|was|were|makes|=)\s+"
_OF = re.compile(r"\s+(?:out\s+)?of\s+", re.IGNORECASE)
_SPLIT_LIST = re.compile(r"\s*;\s*|,(?!\d{3}(?!\d))\s*|,\s+|\s+and\s+", re.IGNORECASE)


class Verdict(StrEnum):
    """What became of a claim."""

    TRUE = "true"
    PERHAPS = "true only within the rounding of its figures"
    OTHERWISE = "not as it reads, but true in another way"
    FALSE = "not true"
    IMPLIED = "says no whole; this is what it implies"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was published: everything between `low` and `high` rounds to it."""

    written: str
    value: Fraction
    half: Fraction
    """Half of its last place; nought for a figure known exactly."""
    is_share: bool = False
    in_points: bool = False

    @property
    def low(self) -> Fraction:
        """The least that rounds to it."""
        return self.value - self.half

    @property
    def high(self) -> Fraction:
        """The most that rounds to it."""
        return self.value + self.half


@dataclass(frozen=True, slots=True)
class Reading:
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


@dataclass(frozen=True, slots=True)
class Checked:
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
        raise _unknown(claim)
    subject, said = parts
    read = _Reader(claim, known or {})
    said = re.sub(r"^(?:an? )?(?:rise|increase|growth) of\s+", "+", said, flags=re.IGNORECASE)
    said = re.sub(r"^(?:an? )?(?:fall|drop|decrease) of\s+", "-", said, flags=re.IGNORECASE)
    # "35.3 is 23% of 151.9" is "35.3 of 151.9 is 23%".
    if len(turned := _OF.split(said)) == 2:
        subject, said = f"{subject} of {turned[1]}", turned[0]
    claimed = read.figure(said)
    if mean := re.match(r"(?:the )?(?:mean|average) of\s+", subject, re.IGNORECASE):
        readings = _means(read.pairs(subject[mean.end() :]))
    elif change := re.match(r"from\s+(.+?)\s+to\s+(.+)$", subject, re.IGNORECASE):
        readings = _changes(read.pair(change[1]), read.pair(change[2]), claimed)
    else:
        part, whole = read.pair(subject)
        if whole is None and claimed.is_share and not part.is_share:
            return _implied(claim, part, claimed)
        readings = _shares(part, whole) if whole else _itself(part)
    weighed = tuple(_weigh(reckoned, claimed) for reckoned in readings)
    return Checked(claim, claimed, weighed, _verdict(weighed))


def exactly(name: str, value: Fraction) -> Figure:
    """A figure that is known to the penny, such as a sum of an audit."""
    return Figure(name, value, Fraction(0))


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """A reading before it is held against what was claimed."""

    name: str
    value: Fraction
    low: Fraction
    high: Fraction
    is_share: bool = True
    in_points: bool = False


Pair = tuple[Figure, "Figure | None"]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the figures of one claim."""

    claim: str
    known: Mapping[str, Figure]

    def figure(self, text: str) -> Figure:
        """One figure, written or named."""
        text = text.strip().rstrip(".").strip()
        if (named := self.known.get(text.lower())) is not None:
            return named
        found = _NUMBER.match(text)
        if not found:
            raise _unknown(self.claim, text, tuple(self.known))
        places = len((found["places"] or ".")[1:])
        value = Fraction(found["digits"].replace(",", "") + (found["places"] or ""))
        size = Fraction(_UNITS[(found["unit"] or "").lower()])
        share = (found["percent"] or "").lower()
        size = size / 100 if share else size
        half = size / 10**places / 2
        sign = -1 if found["sign"] in ("-", "\u2212") else 1
        return Figure(text, sign * value * size, half, bool(share), share.endswith("points"))

    def pair(self, text: str) -> Pair:
        """A part and its whole; None for a whole that is not said."""
        # A name may have an "of" of its own: rest of Lancashire.
        for name in sorted(self.known, key=len, reverse=True):
            if text.lower() == name:
                return self.known[name], None
            if text.lower().startswith(f"{name} of "):
                return self.known[name], self.figure(text[len(name) + 4 :])
        parts = _OF.split(text)
        if len(parts) > 2:
            raise _unknown(self.claim, text)
        return self.figure(parts[0]), self.figure(parts[1]) if len(parts) > 1 else None

    def pairs(self, text: str) -> list[Pair]:
        """A list of figures, or of parts with their wholes."""
        pairs = [self.pair(one) for one in _SPLIT_LIST.split(text) if one.strip()]
        if len({whole is None for _, whole in pairs}) != 1:
            raise _unknown(self.claim, text)
        return pairs


def _unknown(claim: str, text: str = "", known: Sequence[str] = ()) -> InputError:
    shown = claim if len(claim) <= 120 else claim[:119] + "…"
    found = f"{text.strip()!r} is no figure in the claim {shown!r}" if text else ""
    return InputError(
        found or f"cannot tell what the claim {shown!r} says",
        'write it as "35.3 of 151.9 is 23%", "from 20.1 to 35.3 is +43%" or '
        '"mean of 45.6%, 28.4% is 37.0%"',
        (f"figures that can be named: {', '.join(known)}",) if known and text else (),
    )


def _corners(reckon: Callable[..., Fraction], *figures: Figure) -> tuple[Fraction, Fraction]:
    """The least and the most that a function gives, being monotone in each of its figures."""
    results = [
        reckon(*corner)
        for corner in product(*((figure.low, figure.high) for figure in figures))
        if _defined(reckon, corner)
    ]
    return min(results), max(results)


def _defined(reckon: Callable[..., Fraction], arguments: Sequence[Fraction]) -> bool:
    try:
        reckon(*arguments)
    except ZeroDivisionError:
        return False
    return True


def _reckoned(
    name: str, reckon: Callable[..., Fraction], *figures: Figure, is_share: bool = True,
    in_points: bool = False,
) -> list[_Reckoned]:  # fmt: skip
    """One reading, or none where it would divide by nought."""
    values = [figure.value for figure in figures]
    if not _defined(reckon, values):
        return []
    return [_Reckoned(name, reckon(*values), *_corners(reckon, *figures), is_share, in_points)]


def _itself(figure: Figure) -> list[_Reckoned]:
    return _reckoned("the figure itself", lambda a: a, figure, is_share=figure.is_share)


def _shares(part: Figure, whole: Figure) -> list[_Reckoned]:
    if whole.low <= 0 <= whole.high:
        return []
    readings = [
        *_reckoned("the part as a share of the whole", lambda a, b: a / b, part, whole),
        *_reckoned("the rest as a share of the whole", lambda a, b: (b - a) / b, part, whole),
        *_reckoned("the part as a share of the rest", lambda a, b: a / (b - a), part, whole),
        *_reckoned("the first as a share of both together", lambda a, b: a / (a + b), part, whole),
        *_reckoned("the whole as a share of the part", lambda a, b: b / a, part, whole),
        *_reckoned("growth from the part to the whole", lambda a, b: (b - a) / a, part, whole),
    ]
    if part.is_share and not whole.is_share:
        return _reckoned("that share of it", lambda a, b: a * b, part, whole, is_share=False)
    return readings


def _changes(before: Pair, after: Pair, claimed: Figure) -> list[_Reckoned]:
    (a, all_a), (b, all_b) = before, after
    if all_a is None or all_b is None:
        return [*(_of_shares(a, b) if a.is_share and b.is_share else []), *_growths(a, b)]
    money = [
        *_reckoned("the change in the part", lambda x, y: y - x, a, b, is_share=False),
        *_reckoned(
            "what the change in the share made of it",
            lambda x, v, y, w: y - x * w / v, a, all_a, b, all_b, is_share=False,
        ),
        *_reckoned(
            "what the change in the whole made of it",
            lambda x, v, _, w: x * (w - v) / v, a, all_a, b, all_b, is_share=False,
        ),
    ]  # fmt: skip
    shares = [
        *_reckoned(
            "the change in the share, in percentage points",
            lambda x, v, y, w: y / w - x / v, a, all_a, b, all_b, in_points=True,
        ),
        *_growths(a, b),
    ]  # fmt: skip
    return [*shares, *money] if claimed.is_share else [*money, *shares]


def _of_shares(a: Figure, b: Figure) -> list[_Reckoned]:
    return _reckoned("the change in percentage points", lambda x, y: y - x, a, b, in_points=True)


def _growths(a: Figure, b: Figure) -> list[_Reckoned]:
    return [
        *_reckoned("growth on the first figure", lambda x, y: (y - x) / x, a, b),
        *_reckoned("the difference as a share of the last figure", lambda x, y: (y - x) / y, a, b),
        *_reckoned("the last figure as a share of the first", lambda x, y: y / x, a, b),
        *_reckoned("the first figure as a share of the last", lambda x, y: x / y, a, b),
        *_reckoned("the difference", lambda x, y: y - x, a, b, is_share=False),
    ]


def _means(pairs: Sequence[Pair]) -> list[_Reckoned]:
    wholes = [whole for _, whole in pairs if whole is not None]
    parts = [part for part, _ in pairs]
    count = len(parts)
    if not wholes:
        value, low, high = (one / count for one in _added(parts))
        shares = all(part.is_share for part in parts)
        return [_Reckoned("the mean, each counting alike", value, low, high, shares)]
    if any(whole.low <= 0 for whole in wholes):
        return []
    readings = [_weighted(parts, wholes)]
    each = [
        (part.value / whole.value, part.low / whole.high, part.high / whole.low)
        for part, whole in zip(parts, wholes, strict=True)
    ]
    value, low, high = (sum(one, Fraction()) / count for one in zip(*each, strict=True))
    readings.append(_Reckoned("the mean of the shares, each counting alike", value, low, high))
    return readings


def _added(figures: Sequence[Figure]) -> tuple[Fraction, Fraction, Fraction]:
    """The sum of figures, with the least and the most that it may be."""
    value, low, high = (
        sum((getattr(one, end) for one in figures), Fraction()) for end in ("value", "low", "high")
    )
    return value, low, high


def _weighted(parts: Sequence[Figure], wholes: Sequence[Figure]) -> _Reckoned:
    part, whole = _added(parts), _added(wholes)
    name = "the mean weighted by the wholes: all parts as a share of all wholes"
    return _Reckoned(name, part[0] / whole[0], part[1] / whole[2], part[2] / whole[1])


def _implied(claim: str, part: Figure, claimed: Figure) -> Checked:
    """What the whole must have been for a part to be such a share of it."""
    if claimed.low <= 0:
        raise _unknown(claim)
    low, high = _corners(lambda a, b: a / b, part, claimed)
    reading = Reading(
        "the whole", part.value / claimed.value, low, high, is_share=False,
        fits=False, may_fit=False, cut=False,
    )  # fmt: skip
    return Checked(claim, None, (reading,), Verdict.IMPLIED)


def _weigh(reckoned: _Reckoned, claimed: Figure) -> Reading:
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
