"""From which value on the full procurement rules hold, and since when; read from `thresholds.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Threshold:
    """The thresholds of one period for local authorities, in pounds with VAT.

    Attributes:
        since: the first day on which they hold.
        goods_and_services: for most contracts.
        works: for building.
        light_touch: for social, health and some other services.
        source: where they are published.
    """

    since: date
    goods_and_services: int
    works: int
    light_touch: int
    source: str


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Every period's thresholds, the oldest first."""
    return tuple(
        Threshold(
            row["from"],
            row["goods_and_services"],
            row["works"],
            row["light_touch"],
            row["source"],
        )
        for row in _table()["thresholds"]
    )


def threshold_on(day: date) -> Threshold:
    """The thresholds that hold on a day; for a day before the oldest known, those."""
    earlier = [one for one in thresholds() if one.since <= day]
    return earlier[-1] if earlier else thresholds()[0]


@cache
def reserving() -> tuple[date, str]:
    """Since when an English council may reserve a smaller contract for an area, and by which law."""
    said = _table()["reserving"]
    return said["from"], said["source"]


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "thresholds.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
