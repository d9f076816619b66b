"""The ways in which claims are commonly meant, each reckoned with its range from what rounds to its figures."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.measures.written_figures import Figure, Pair


class Reckoned(NamedTuple):
    """A reading before it is held against what was claimed."""

    name: str
    value: Fraction
    low: Fraction
    high: Fraction
    is_share: bool = True
    in_points: bool = False


def corners(reckon: Callable[..., Fraction], *figures: Figure) -> tuple[Fraction, Fraction]:
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
) -> list[Reckoned]:  # fmt: skip
    """One reading, or none where it would divide by nought."""
    values = [figure.value for figure in figures]
    if not _defined(reckon, values):
        return []
    return [Reckoned(name, reckon(*values), *corners(reckon, *figures), is_share, in_points)]


def itself(figure: Figure) -> list[Reckoned]:
    """The figure as it stands."""
    return _reckoned("the figure itself", lambda a: a, figure, is_share=figure.is_share)


def shares(part: Figure, whole: Figure) -> list[Reckoned]:
    """What a claim of a part and a whole may mean, the share first; none where the whole may be nought."""
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


def changes(before: Pair, after: Pair, claimed: Figure) -> list[Reckoned]:
    """What a claim of two figures, or two parts with their wholes, may mean; of the kind claimed first."""
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


def _of_shares(a: Figure, b: Figure) -> list[Reckoned]:
    return _reckoned("the change in percentage points", lambda x, y: y - x, a, b, in_points=True)


def _growths(a: Figure, b: Figure) -> list[Reckoned]:
    return [
        *_reckoned("growth on the first figure", lambda x, y: (y - x) / x, a, b),
        *_reckoned("the difference as a share of the last figure", lambda x, y: (y - x) / y, a, b),
        *_reckoned("the last figure as a share of the first", lambda x, y: y / x, a, b),
        *_reckoned("the first figure as a share of the last", lambda x, y: x / y, a, b),
        *_reckoned("the difference", lambda x, y: y - x, a, b, is_share=False),
    ]


def means(pairs: Sequence[Pair]) -> list[Reckoned]:
    """What a mean may be: weighted by the wholes, where they are said, and each counting alike."""
    wholes = [whole for _, whole in pairs if whole is not None]
    parts = [part for part, _ in pairs]
    count = len(parts)
    if not wholes:
        value, low, high = (one / count for one in _added(parts))
        shares = all(part.is_share for part in parts)
        return [Reckoned("the mean, each counting alike", value, low, high, shares)]
    if any(whole.low <= 0 for whole in wholes):
        return []
    readings = [_weighted(parts, wholes)]
    each = [
        (part.value / whole.value, part.low / whole.high, part.high / whole.low)
        for part, whole in zip(parts, wholes, strict=True)
    ]
    value, low, high = (sum(one, Fraction()) / count for one in zip(*each, strict=True))
    readings.append(Reckoned("the mean of the shares, each counting alike", value, low, high))
    return readings


def _added(figures: Sequence[Figure]) -> tuple[Fraction, Fraction, Fraction]:
    """The sum of figures, with the least and the most that it may be."""
    value, low, high = (
        sum((getattr(one, end) for one in figures), Fraction()) for end in ("value", "low", "high")
    )
    return value, low, high


def _weighted(parts: Sequence[Figure], wholes: Sequence[Figure]) -> Reckoned:
    part, whole = _added(parts), _added(wholes)
    name = "the mean weighted by the wholes: all parts as a share of all wholes"
    return Reckoned(name, part[0] / whole[0], part[1] / whole[2], part[2] / whole[1])
