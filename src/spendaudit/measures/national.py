"""What councils across the country once said of their own spending; read from `national.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple


class National(NamedTuple):
    """Means over the councils that answered, as fractions of what each of them bought."""

    stayed: float
    small: float
    councils: int
    year: int
    source: str


@cache
def national() -> National:
    """The figures and their source, from `national.toml`."""
    path = Path(__file__).parent / "data" / "national.toml"
    return National(**tomllib.loads(path.read_text(encoding="utf-8")))


def against_national(what: str) -> str:
    """The national share of small firms in a sentence, to stand beside one of ours."""
    figure = national()
    return (
        f"{figure.councils} councils of the United Kingdom put {what} at {figure.small:.0%} of what "
        f"they bought, in {figure.year} and by the number of staff"
    )
