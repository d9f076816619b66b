"""A report that was kept as JSON, read back: whatever is in the file, only what a report says is believed."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from spendaudit.errors import InputError
from spendaudit.read.source import STANDARD_INPUT
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Shape: TypeAlias = "Callable[[object], bool] | list[Shape] | dict[str, Shape] | Maybe"
"""The form of a value in a report: of one, of each of a list, of those under the keys of a mapping."""

LARGEST = 32 << 20
"""Bytes. A report of a thousand files has some two million."""
LONGEST_NUMBER = 40
MOST_SHOWN = 60
_POUNDS = re.compile(r"-?[0-9]{1,24}\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TRY = "make it with: spendaudit report FILE... -o report.json"


class Maybe(NamedTuple):
    """A value that may be null, or missing because an older version did not write it."""

    shape: Shape


class Kept(NamedTuple):
    """A report as it was kept.

    Attributes:
        name: of its file, as the user gave it.
        content: what `report -f json` wrote, every value of the form that it has there; keys that an
            older version did not write may be missing, and there may be more.
    """

    name: str
    content: Mapping[str, Any]

    @property
    def manifest(self) -> Mapping[str, Any] | None:
        """What it was made from and with; None in a report of a version that did not say."""
        return self.content.get("manifest")

    @property
    def ledger(self) -> Mapping[str, Any] | None:
        """Its months, files and suppliers; None in a report of a version that did not say."""
        return self.content.get("ledger")


def is_report(path: Path) -> bool:
    """Whether a name means a report in JSON, rightly written or not, and no published spending."""
    if str(path) == STANDARD_INPUT:
        return False
    if path.suffix.lower() == ".json":
        return True
    try:
        if not path.is_file():
            return False
        with path.open("rb") as content:
            return content.read(512).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    except OSError:
        return False


def read_report(path: Path) -> Kept:
    """Read a report that was kept as JSON.

    Raises:
        InputError: it cannot be read, or is no report; it says where.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(
            f"the report {name} cannot be read: {(error.strerror or '').lower()}",
            "check the spelling, and its permissions",
        ) from None
    if len(data) > LARGEST:
        raise InputError(f"{name} has over {LARGEST >> 20} MB, too much for a report", _TRY)
    content = _parsed(data, name)
    if not isinstance(content, dict):
        raise InputError(f"{name} is JSON, but no report of spendaudit", _TRY)
    if wrong := _misfit(content, _REPORT, ""):
        raise InputError(f"{name} is no report as spendaudit writes it: {wrong}", _TRY)
    return Kept(name, content)


def _parsed(data: bytes, name: str) -> object:
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except RecursionError:
        why = "it is nested too deeply"
    except UnicodeDecodeError:
        why = "it is not in UTF-8"
    except json.JSONDecodeError as error:
        why = f"line {error.lineno}: {error.msg.lower()}"
    except ValueError as error:
        why = str(error)
    raise InputError(f"the report {name} is damaged: {why}", _TRY)


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"it holds a number of {len(text):,} digits")
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if len(text) > LONGEST_NUMBER or abs(number) == float("inf"):
        raise ValueError(f"it holds the number {text[:20]}…, which no figure is")
    return number


def _no_number(text: str) -> float:
    raise ValueError(f"it holds {text}, which is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content: dict[str, object] = {}
    for key, value in pairs:
        if key in content:
            raise ValueError(f"it says {shown(key, MOST_SHOWN)!r} twice")
        content[key] = value
    return content


def _misfit(value: object, shape: Shape, where: str) -> str | None:
    """Say where a value has another form than a report's, and what stands there; None if it fits."""
    if isinstance(shape, Maybe):
        return None if value is None else _misfit(value, shape.shape, where)
    found: Iterable[str | None]
    if isinstance(shape, dict) and isinstance(value, dict):
        place = f"{where}." if where else ""
        for key, inner in shape.items():
            if key not in value and not isinstance(inner, Maybe):
                return f"it has no {place}{key}"
        found = (_misfit(value.get(key), inner, place + key) for key, inner in shape.items())
    elif isinstance(shape, list) and isinstance(value, list):
        (inner,) = shape
        found = (_misfit(one, inner, f"{where}[{at}]") for at, one in enumerate(value))
    elif callable(shape) and shape(value):
        return None
    else:
        return f"{where} is {shown(json.dumps(value, ensure_ascii=False), MOST_SHOWN)}"
    return next(filter(None, found), None)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _pounds(value: object) -> bool:
    return isinstance(value, str) and _POUNDS.fullmatch(value) is not None


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _share(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _sha256(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def _day(value: object) -> bool:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _row(value: object) -> bool:
    return isinstance(value, dict) and all(
        one is None or (isinstance(one, str | int | float) and not isinstance(one, bool))
        for one in value.values()
    )


_RANGE: dict[str, Shape] = {
    "share": Maybe(_share), "low": Maybe(_share), "high": Maybe(_share),
    "share_of_placed": Maybe(_share), "unplaced": Maybe(_pounds), "doubtful": Maybe(_pounds),
}  # fmt: skip
_SEAL: dict[str, Shape] = {"name": _text, "sha256": _sha256, "bytes": _count}
_SUMS: dict[str, Shape] = {
    "month": Maybe(_day), "payments": _count, "amount": _pounds, "credits": _pounds,
}  # fmt: skip
_MANIFEST: Shape = {
    "version": _text,
    "made_on": Maybe(_day),
    "options": {
        "area": Maybe(_text),
        "columns": _texts,
        "sheets": [_text],
        "registers": _flag,
        "hide_individuals": _flag,
        "sections": Maybe([_text]),
    },
    "inputs": [{**_SEAL, "sheet": Maybe(_text)}],
    "beside": [{**_SEAL, "role": _text, "text": Maybe(_text)}],
    "tables": [{"key": _text, "title": _text, "edition": _text, "files": [_SEAL]}],
}
_LEDGER: Shape = {
    "months": [_SUMS],
    "files": [{"file": _text, **_SUMS}],
    "suppliers": [
        {
            "supplier": _text,
            "tier": _text,
            "amount": _pounds,
            "payments": _count,
            "purchases": _flag,
        }
    ],
    "months_left_out": _count,
    "suppliers_left_out": _count,
}
_REPORT: Shape = {
    "version": _text,
    "area": {"code": _text, "name": _text},
    "period": Maybe({"from": _day, "to": _day}),
    "files": [
        {
            "name": _text,
            "sha256": _sha256,
            "rows": _count,
            "payments": _count,
            "set_aside": _count,
            "total": _pounds,
            "repeated": Maybe(_pounds),
        }
    ],
    "rows": _count,
    "payments": _count,
    "set_aside": _count,
    "suppliers": Maybe(_count),
    "total": _pounds,
    "tiers": [{"tier": _text, "amount": _pounds, "share": Maybe(_share)}],
    "local": {"amount": _pounds, **_RANGE},
    "influenceable": {"total": _pounds, "local": _pounds, **_RANGE},
    "placed_by": [{"rung": _text, "amount": _pounds, "share": Maybe(_share)}],
    "placed_share": Maybe(_share),
    "sections": [{"key": _text, "title": _text, "rows": [_row]}],
    "manifest": Maybe(_MANIFEST),
    "ledger": Maybe(_LEDGER),
}


def pounds_in(value: object) -> Decimal:
    """Pounds as a report writes them; `read_report` has looked at their form."""
    return Decimal(str(value))
