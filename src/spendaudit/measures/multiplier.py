"""The local multiplier: how often a pound is spent in the area before it leaves, over three rounds."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import MeasureError

if TYPE_CHECKING:
    from spendaudit.report.values import Retention

_PENNY = Decimal("0.01")


class Range(NamedTuple):
    """A value with the least and the most that it may be."""

    low: Decimal
    value: Decimal
    high: Decimal

    @classmethod
    def exactly(cls, value: Decimal) -> Range:
        """A value that is not in doubt."""
        return cls(value, value, value)


class Rates(NamedTuple):
    """How much of what suppliers are paid they spend again in the area, as fractions of 1.

    Attributes:
        name: of the source, as the command line knows it.
        local: of local suppliers.
        other: of suppliers elsewhere; None where nobody measured it.
        source: where the rates are published, or how they were asked for.
    """

    name: str
    local: Range
    other: Range | None
    source: str


class Multiplier(NamedTuple):
    """LM3 in one of its published forms.

    Attributes:
        form: whose re-spending is credited: that of local suppliers, or of all.
        entering: pounds of the first round.
        spent_locally: pounds of the second.
        respent: pounds of the third.
        value: between 1 and 3, with its range.
    """

    form: str
    entering: Decimal
    spent_locally: Range
    respent: Range
    value: tuple[float, float, float]


ONLY_LOCAL = "local"
ALL_SUPPLIERS = "all"


def local_multiplier(entering: Decimal, spent_locally: Decimal, respent: Decimal) -> float:
    """LM3 = (R1 + R2 + R3) / R1, between 1 and 3; amounts in pounds.

    Source: J. Sacks, The Money Trail, New Economics Foundation, 2002.

    Raises:
        MeasureError: nothing enters, or a round is negative or larger than what it comes from.
    """
    if entering <= 0:
        raise MeasureError(
            "no money enters, so there is nothing to multiply",
            "check the amounts: credits are as large as payments, or larger",
        )
    if not 0 <= spent_locally <= entering or not 0 <= respent <= entering:
        raise MeasureError(
            "a round of the multiplier is larger than what entered, or less than nothing: "
            + ", ".join(
                f"{'-' if one < 0 else ''}£{abs(one):,.2f}"
                for one in (entering, spent_locally, respent)
            ),
            "check the amounts: net credits in or out of the area make the rounds meaningless",
        )
    return float((entering + spent_locally + respent) / entering)


def multipliers(spent: Retention, rates: Rates) -> tuple[Multiplier, ...]:
    """LM3 in the forms that the rates allow.

    The first credits what local suppliers spend again in the area; the second also what suppliers
    elsewhere spend there, of which a supplier counts as elsewhere when it was not placed. Each range
    is that of the local share and that of the rates.

    Raises:
        MeasureError: the amounts allow none.
    """
    if spent.share is None or spent.low is None or spent.high is None:
        # Reckoned only to say what is wrong with it.
        local_multiplier(spent.total, spent.amount, Decimal(0))
    entering = spent.total
    local = Range(
        (entering * Decimal(str(spent.low or 0))).quantize(_PENNY),
        spent.amount,
        (entering * Decimal(str(spent.high or 0))).quantize(_PENNY),
    )
    only_local = Range(*(part * rate for part, rate in zip(local, rates.local, strict=True)))
    forms = [(ONLY_LOCAL, only_local)]
    if rates.other is not None:
        both = Range(
            *(
                again + (entering - part) * rate
                for part, again, rate in zip(local, only_local, rates.other, strict=True)
            )
        )
        # More spent locally may mean less spent again there: the ends are not in order by themselves.
        forms.append((ALL_SUPPLIERS, both))
    return tuple(
        Multiplier(
            form,
            entering,
            local,
            Range(*(one.quantize(_PENNY) for one in again)),
            _range(entering, local, again),
        )
        for form, again in forms
    )


def _range(entering: Decimal, local: Range, again: Range) -> tuple[float, float, float]:
    low, value, high = (
        local_multiplier(entering, part, respent)
        for part, respent in zip(local, again, strict=True)
    )
    return min(low, value, high), value, max(low, value, high)


@cache
def published_rates() -> dict[str, Rates]:
    """Re-spending rates with a published source, by name."""
    path = Path(__file__).parent / "data" / "respend_rates.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        row["name"]: Rates(
            row["name"],
            Range(
                *(_fraction(row.get(end, row["local"])) for end in ("low", "local", "high")),
            ),
            Range.exactly(_fraction(row["other"])) if "other" in row else None,
            row["source"],
        )
        for row in table["rates"]
    }


def _fraction(written: float) -> Decimal:
    return Decimal(str(written))
