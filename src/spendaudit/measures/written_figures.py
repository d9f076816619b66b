"""Figures as they are written in a sentence: £35.3m, 23%, a part of a whole, and what rounds to them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNITS = {
    "": 1,
    "k": 10**3, "thousand": 10**3,
    "m": 10**6, "mn": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_NUMBER = re.compile(
    r"^[£€$]?\s*(?P<sign>[+\-\u2212]?)\s*[£€$]?\s*(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
    r"(?P<places>\.[0-9]+)?\s*(?P<unit>k|thousand|mn?|million|bn?|billion)?\s*"
    r"(?P<percent>%|per ?cent|percent|points|percentage points)?$",
    re.IGNORECASE,
)
OF = re.compile(r"\s+(?:out\s+)?of\s+", re.IGNORECASE)
_SPLIT_LIST = re.compile(r"\s*;\s*|,(?![0-9]{3}(?![0-9]))\s*|,\s+|\s+and\s+", re.IGNORECASE)


class Figure(NamedTuple):
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


def exactly(name: str, value: Fraction) -> Figure:
    """A figure that is known to the penny, such as a sum of an audit."""
    return Figure(name, value, Fraction(0))


Pair = tuple[Figure, "Figure | None"]


class Reader(NamedTuple):
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
            raise unclear(self.claim, text, tuple(self.known))
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
                return self._named_part(name, text[len(name) + 4 :].strip())
        parts = OF.split(text)
        if len(parts) > 2:
            raise unclear(self.claim, text)
        return self.figure(parts[0]), self.figure(parts[1]) if len(parts) > 1 else None

    def _named_part(self, name: str, of: str) -> Pair:
        """A named part with its whole; of a whole that has parts of its own, the one of that name.

        What stayed of all spend is no part of what is influenceable.
        """
        whole = self.figure(of)
        parts = [known for known in self.known if known.startswith(f"{of.lower()} ")]
        if of.lower() not in self.known or not parts or name in parts:
            return self.known[name], whole
        part = self.known.get(f"{of.lower()} {name}")
        if part is None:
            raise unclear(self.claim, f"{name} of {of}", tuple(self.known))
        return part, whole

    def pairs(self, text: str) -> list[Pair]:
        """A list of figures, or of parts with their wholes."""
        pairs = [self.pair(one) for one in _SPLIT_LIST.split(text) if one.strip()]
        if len({whole is None for _, whole in pairs}) != 1:
            raise unclear(self.claim, text)
        return pairs


def unclear(claim: str, text: str = "", known: Sequence[str] = ()) -> InputError:
    """The refusal of a claim, or of a text in it that is no figure, with examples of what is one."""
    shown = claim if len(claim) <= 120 else claim[:119] + "…"
    found = f"{text.strip()!r} is no figure in the claim {shown!r}" if text else ""
    return InputError(
        found or f"cannot tell what the claim {shown!r} says",
        'write it as "35.3 of 151.9 is 23%", "from 20.1 to 35.3 is +43%" or '
        '"mean of 45.6%, 28.4% is 37.0%"',
        (f"figures that can be named: {', '.join(known)}",) if known and text else (),
    )
