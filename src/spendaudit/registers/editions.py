"""Which register a file is of, of which day, and whether all its parts are there."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.registers.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spendaudit.registers.tables import RegisterTable

LONGEST_ID = 60
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = {name[:3].lower(): number for number, name in enumerate(_MONTHS, start=1)}
_DAYS = (
    re.compile(
        r"(?<![0-9])(?P<y>(?:19|20)[0-9][0-9])[-_.]?(?P<m>[0-9][0-9])[-_.]?(?P<d>[0-9][0-9])(?![0-9])"
    ),
    re.compile(
        r"(?<![0-9])(?P<d>[0-9][0-9])[-_./](?P<m>[0-9][0-9])[-_./](?P<y>(?:19|20)[0-9][0-9])(?![0-9])"
    ),
    re.compile(
        r"(?<![0-9])(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[-_ ](?P<n>[A-Za-z]{3,9})[-_ ](?P<y>(?:19|20)[0-9][0-9])(?![0-9])"
    ),
)
_MONTH_OF_YEAR = (
    re.compile(r"(?<![0-9])(?P<y>(?:19|20)[0-9][0-9])[-_.](?P<m>[0-9][0-9])(?![0-9])"),
    re.compile(r"(?P<n>[A-Za-z]{3,9})[-_ ](?P<y>(?:19|20)[0-9][0-9])(?![0-9])"),
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9][0-9])(?![0-9])")


def id_of(table: RegisterTable) -> str:
    """The id of the register that a table belongs to; lists of the user's are called as their files."""
    layout = table.layout
    if not layout.named_by:
        return layout.id
    stem = re.sub(
        r"\.(?:csv|txt|json|xlsx?|ods|zip|gz|parquet)$", "", Path(table.name).name.lower()
    )
    stem = re.sub(r"\.(?:csv|txt|json|xlsx?|ods)$", "", stem)
    found = re.search(layout.named_by, stem)
    name = re.sub(r"^contracts?-(?:register-)?", "", _slug(found[1] if found else stem))
    if not layout.own:
        return f"{layout.id}-{name}".removesuffix("-")
    taken = any(name == one.id or name.startswith(f"{one.id}-") for one in layouts())
    return f"list-{name}" if taken or not name else name


def edition_of(
    tables: Sequence[RegisterTable], organisations: pl.LazyFrame, hidden: pl.LazyFrame
) -> str:
    """Of which day a register is, in words: by its rows, its name or its title, else its newest day.

    Args:
        tables: that it was made from.
        organisations: of it.
        hidden: the same with the day that the rows give, `edition`.
    """
    told = None
    if "edition" in hidden.collect_schema():
        told = hidden.select(pl.col("edition").max()).collect().item()
    texts = [text for one in tables for text in (Path(one.name).name, *one.above)]
    if told is None:
        told = max(_days(texts), default=None)
    if told is not None:
        return _written(told)
    if words := next(filter(None, map(_month_or_year, texts)), ""):
        return words
    today = dt.datetime.now(tz=dt.UTC).date()
    newest = (
        organisations.select(
            pl.max_horizontal(
                pl.col(column).filter(pl.col(column) <= today).max() for column in ("from", "until")
            )
        )
        .collect()
        .item()
    )
    return f"undated, newest entry {_written(newest)}" if newest else "undated"


def missing_parts(tables: Sequence[RegisterTable]) -> tuple[str, ...]:
    """A sentence where a register comes in parts and some are not among the files."""
    pattern = tables[0].layout.part
    found = [re.search(pattern, Path(one.name).name) for one in tables] if pattern else []
    parts = [(int(one[1]), int(one[2])) for one in found if one]
    if not parts:
        return ()
    count = max(many for _, many in parts)
    lacking = sorted(set(range(1, min(count, 100) + 1)) - {part for part, _ in parts})
    if not lacking:
        return ()
    were = "was" if len(lacking) == 1 else "were"
    listed = ", ".join(map(str, lacking))
    sentence = f"{len(lacking)} of its {count} parts {were} not given ({listed})"
    return (f"{sentence}: what they hold is not found",)


def _days(texts: Iterable[str]) -> list[dt.date]:
    found = []
    for text in texts:
        for pattern in _DAYS:
            for one in pattern.finditer(text[:300]):
                parts = one.groupdict()
                month = int(parts["m"]) if "m" in parts else _MONTH.get(parts["n"][:3].lower(), 0)
                try:
                    found.append(dt.date(int(parts["y"]), month, int(parts["d"])))
                except ValueError:
                    continue
    return found


def _month_or_year(text: str) -> str:
    for pattern in _MONTH_OF_YEAR:
        for one in pattern.finditer(text[:300]):
            parts = one.groupdict()
            month = int(parts["m"]) if "m" in parts else _MONTH.get(parts["n"][:3].lower(), 0)
            if 1 <= month <= 12:
                return f"{_MONTHS[month - 1]} {parts['y']}"
    year = _YEAR.search(text[:300])
    return year[1] if year else ""


def _written(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_ID].strip("-")
