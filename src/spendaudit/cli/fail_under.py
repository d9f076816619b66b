"""Thresholds that a run is held against: `--fail-under local=30`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import typer

from spendaudit.cli.known_words import meant
from spendaudit.cli.log import run_now, tell_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.report.values import Report

SHARES = {
    "local": "of all pounds is known to have stayed",
    "local-low": "of all pounds surely stayed, the low end of the range",
    "placed": "of all pounds could be placed",
    "influenceable-local": "of the influenceable pounds is known to have stayed",
    "influenceable-local-low": "of the influenceable pounds surely stayed, the low end of the range",
}
"""What may be held against a threshold, and how a sentence calls it."""
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%?")
MOST_DECIMALS = 8


class Threshold(NamedTuple):
    """A share that must be reached.

    Attributes:
        name: of `SHARES`.
        percent: as the user wrote it.
    """

    name: str
    percent: Decimal

    def is_met(self, share: float | None) -> bool:
        """Whether a share (a fraction of 1) is as large; one that cannot be told is not."""
        return share is not None and share >= float(self.percent / 100)

    def missed(self, share: float | None) -> str:
        """The sentence about a share that is too small."""
        lead = f"--fail-under {self.name}={self.percent}"
        if share is None:
            return f"{lead}: the share cannot be told: credits are as large as payments, or larger"
        return f"{lead}: {self._told(share)} {SHARES[self.name]}"

    def _told(self, share: float) -> str:
        """The share with so many decimals that it does not look like the threshold: 29.96%."""
        for decimals in range(1, MOST_DECIMALS):
            written = f"{share * 100:.{decimals}f}"
            if Decimal(written) != self.percent:
                break
        return f"{written}%"


def thresholds_of(given: Sequence[str] | None) -> tuple[Threshold, ...]:
    """`NAME=PERCENT` texts as thresholds.

    Raises:
        typer.BadParameter: one has another form, an unknown name or a number that is no percentage,
            or a name stands twice.
    """
    found: dict[str, Threshold] = {}
    for text in given or ():
        name, _, written = (part.strip() for part in text.partition("="))
        if name not in SHARES:
            raise typer.BadParameter(
                f"{text!r}: write NAME=PERCENT{meant(name, SHARES)}, the name one of "
                f"{', '.join(SHARES)}",
                param_hint="--fail-under",
            )
        number = _PERCENT.fullmatch(written)
        percent = Decimal(number[1]) if number else Decimal(-1)
        if not 0 <= percent <= 100:
            raise typer.BadParameter(
                f"{text!r}: write a percentage from 0 to 100, such as {name}=30",
                param_hint="--fail-under",
            )
        if 0 < percent < 1:
            raise typer.BadParameter(
                f"{text!r} is less than one per cent: for {percent * 100:.0f} per cent write "
                f"{name}={percent * 100:.0f}",
                param_hint="--fail-under",
            )
        if name in found:
            raise typer.BadParameter(f"{name} is named twice", param_hint="--fail-under")
        found[name] = Threshold(name, percent)
    return tuple(found.values())


def missed(thresholds: Sequence[Threshold], report: Report) -> tuple[str, ...]:
    """A sentence for each threshold that a report does not reach; the log is told of all."""
    shares = shares_of(report)
    tell_shares(shares)
    run = run_now()
    if run is not None:
        run.thresholds = [
            {
                "name": one.name,
                "percent": str(one.percent),
                "met": one.is_met(shares[one.name]),
            }
            for one in thresholds
        ]
    return tuple(
        one.missed(shares[one.name]) for one in thresholds if not one.is_met(shares[one.name])
    )


def shares_of(report: Report) -> dict[str, float | None]:
    """The shares of a report by their names in `SHARES`, each a fraction of 1."""
    return {
        "local": report.local.share,
        "local-low": report.local.low,
        "placed": report.placed_share,
        "influenceable-local": report.influenceable.share,
        "influenceable-local-low": report.influenceable.low,
    }
