"""A profile: what is particular to one publisher, written down once instead of on every command line.

    area = "Preston"
    suppliers = ["creditors.csv"]
    postcodes = "ONSPD_NOV_2025_UK.csv"
    sheet = ["April", "May"]

    [columns]
    amount = "Net £ (excl VAT)"

Paths are relative to the profile's own folder. What the command line says beats the profile.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spendaudit.errors import InputError
from spendaudit.read.headings import meanings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEYS = ("area", "suppliers", "postcodes", "sheet", "columns")


@dataclass(frozen=True, slots=True)
class Profile:
    """What one profile says; None or empty where it says nothing."""

    area: str | None = None
    suppliers: tuple[Path, ...] = ()
    postcodes: Path | None = None
    sheets: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)


def read_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        InputError: it is missing, no TOML, or says something that no profile says.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError(f"there is no profile {path}", "check the spelling") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} is no TOML: {error}", 'a profile has lines such as: area = "Preston"'
        ) from None
    _refuse_unknown(path, written)
    folder = path.parent
    return Profile(
        area=written.get("area"),
        suppliers=tuple(folder / name for name in written.get("suppliers", ())),
        postcodes=folder / written["postcodes"] if "postcodes" in written else None,
        sheets=_listed(written.get("sheet", ())),
        columns=written.get("columns", {}),
    )


def _refuse_unknown(path: Path, written: dict[str, Any]) -> None:
    """A misspelt key that did nothing would be a wrong figure in silence."""
    for key in written:
        if key not in KEYS:
            raise InputError(
                f"{path}: {key!r} is nothing that a profile says", f"known: {', '.join(KEYS)}"
            )
    columns = written.get("columns", {})
    sheet = written.get("sheet", [])
    fits = {
        "area": isinstance(written.get("area", ""), str),
        "suppliers": _are_texts(written.get("suppliers", [])),
        "postcodes": isinstance(written.get("postcodes", ""), str),
        "sheet": isinstance(sheet, str) or _are_texts(sheet),
        "columns": isinstance(columns, dict) and _are_texts(list(columns.values())),
    }
    for key, fitting in fits.items():
        if not fitting:
            raise InputError(
                f"{path}: {key} has another form than a profile's",
                'such as area = "Preston", suppliers = ["creditors.csv"], [columns] amount = "Net"',
            )
    for meaning in columns:
        if meaning not in meanings():
            known = ", ".join(one for one in meanings() if one != "ignored")
            raise InputError(f"{path}: {meaning!r} is no meaning of a column", f"known: {known}")


def _listed(sheet: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several."""
    return (sheet,) if isinstance(sheet, str) else tuple(sheet)


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
