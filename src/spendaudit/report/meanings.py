"""What a caveat means for the figures, in plain words, by its key."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spendaudit.report.values import Caveat


def meanings_of(caveats: Iterable[Caveat]) -> dict[str, str]:
    """The explanation of each kind of caveat; none for notices, whose sentence is all there is."""
    every = _table()
    return {one.key: every[one.key] for one in caveats if one.key in every}


@cache
def _table() -> dict[str, str]:
    content = tomllib.loads(
        (files("spendaudit.report") / "data" / "caveats.toml").read_text("utf-8")
    )
    return {key: entry["meaning"] for key, entry in content.items()}
