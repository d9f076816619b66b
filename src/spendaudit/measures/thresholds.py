"""From which value on the full procurement rules hold, and since when; read from `thresholds.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Threshold(NamedTuple):
    """The thresholds of one period for local authorities, in pounds.

    Attributes:
        since: the first day on which they hold.
        goods_and_services: for most contracts.
        works: for building.
        light_touch: for social, health and some other services; None where the law knew none.
        with_vat: whether they are of values with VAT.
        source: where they are published.
    """

    since: date
    goods_and_services: int
    works: int
    light_touch: int | None
    with_vat: bool
    source: str

    @property
    def limits(self) -> dict[int, str]:
        """What each of them is for, in words, the lowest first."""
        light = {self.light_touch: "light-touch services (social, health and the like)"}
        return {
            self.goods_and_services: "goods and services",
            **{limit: what for limit, what in light.items() if limit is not None},
            self.works: "works",
        }


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Every period's thresholds, the oldest first."""
    return tuple(
        Threshold(
            row["from"],
            row["goods_and_services"],
            row["works"],
            row.get("light_touch"),
            row["with_vat"],
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
