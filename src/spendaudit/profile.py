"""A profile: what is particular to one publisher, written down once instead of on every command line.

    area = "Preston"
    suppliers = ["creditors.csv"]
    postcodes = "ONSPD_NOV_2025_UK.csv"
    deprivation = "File_7_IoD2025.csv"
    registers = "registers"
    sheet = ["April", "May"]
    basis = "net"
    dates = "day first"

    influenceable = ["grant"]

    [columns]
    amount = "Net £ (excl VAT)"

    [[rules]]
    name = "our waste partnership"
    kind = "other-public"
    pattern = "^MERSEYWIDE WASTE"
    influenceable = "no"
    rule = "precept-or-levy"
    reason = "a levy by law"

Paths are relative to the profile's own folder. What the command line says beats the profile. What
it says of the file (`headings`, `basis`, `dates`, `encoding`, `delimiter`) must be true of every
file that it is used with: see `expected`.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from spendaudit.errors import InputError
from spendaudit.expected import BASES, DATE_ORDERS, DELIMITERS, Expected
from spendaudit.read.headings import meanings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from spendaudit.suppliers.payee_rules import Rules

TEXTS: dict[str, Collection[str] | None] = {
    "area": None,
    "postcodes": None,
    "deprivation": None,
    "registers": None,
    "basis": BASES,
    "dates": DATE_ORDERS,
    "encoding": None,
    "delimiter": tuple(DELIMITERS.values()),
}
"""Keys that hold one text, and what it may be where not everything is allowed."""
LISTS = ("suppliers", "headings", "influenceable")
PATHS = ("suppliers", "postcodes", "deprivation", "registers")
KEYS = (*TEXTS, *LISTS, "sheet", "columns", "rules")
MOST_PARTS = 1_000
"""Of a key, as the dots of a line tell."""
LARGEST = 1 << 20
"""Bytes. A profile is written by hand; a larger file is another one."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one profile says; None or empty where it says nothing.

    Attributes:
        name: of its file, without folders.
        text: all of it, from which it can be read again.
        sha256: of its bytes, and `bytes` how many these are.
    """

    area: str | None = None
    suppliers: tuple[Path, ...] = ()
    postcodes: Path | None = None
    deprivation: Path | None = None
    registers: Path | None = None
    sheets: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    expected: Expected = field(default_factory=Expected)
    rules: Rules | None = None
    name: str = ""
    text: str = ""
    sha256: str = ""
    bytes: int = 0


def read_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        InputError: it is missing, no TOML, or says something that no profile says.
    """
    return profile_of(_content(path), path)


def profile_of(content: bytes, path: Path) -> Profile:
    """Read a profile from its bytes; `path` names it, and its folder is where its paths begin.

    Raises:
        InputError: it is no TOML, or says something that no profile says.
    """
    text, written = _parsed(content, path)
    _refuse_unknown(path, written)
    folder = path.parent
    return Profile(
        area=written.get("area"),
        suppliers=tuple(folder / name for name in written.get("suppliers", ())),
        postcodes=folder / written["postcodes"] if "postcodes" in written else None,
        deprivation=folder / written["deprivation"] if "deprivation" in written else None,
        registers=folder / written["registers"] if "registers" in written else None,
        sheets=_listed(written.get("sheet", ())),
        columns=written.get("columns", {}),
        expected=Expected(
            profile=str(path),
            headings=tuple(written.get("headings", ())),
            basis=written.get("basis", ""),
            dates=written.get("dates"),
            encoding=written.get("encoding", ""),
            delimiter=written.get("delimiter", ""),
        ),
        rules=_rules(path, written),
        name=PurePath(path).name,
        text=text,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
    )


def _rules(path: Path, written: dict[str, Any]) -> Rules | None:
    """The package's rules for kinds of payee, with what the profile changes; None if nothing."""
    own, counted = written.get("rules", []), written.get("influenceable", [])
    if not own and not counted:
        return None
    from spendaudit.suppliers.payee_rules import standard_rules

    try:
        return standard_rules().preceded_by(own).counting(counted)
    except InputError as error:
        raise InputError(f"{path}: {error.found}", error.try_next, error.details) from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise InputError(f"there is no profile {path}", "check the spelling") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "check the path") from None
    if len(content) > LARGEST:
        raise InputError(f"{path} is too large to be a profile", "a profile is a short TOML file")
    return content


def _parsed(content: bytes, path: Path) -> tuple[str, dict[str, Any]]:
    try:
        # With its byte order mark, so that the text gives the bytes again.
        text = content.decode("utf-8")
        # A key of n parts takes the reader of TOML their square: minutes for 100 KB.
        if any(line.count(".") > MOST_PARTS for line in text.splitlines()):
            raise RecursionError  # noqa: TRY301  # said as one below
        return text, tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise InputError(
            f"{path} is no profile: it is nested too deeply", "a profile is a short TOML file"
        ) from None
    except ValueError as error:  # UTF-8, TOML, or a number of thousands of digits
        raise InputError(
            f"{path} is no TOML: {error}", 'a profile has lines such as: area = "Preston"'
        ) from None


def _refuse_unknown(path: Path, written: dict[str, Any]) -> None:
    """A misspelt key that did nothing would be a wrong figure in silence."""
    for key in written:
        if key not in KEYS:
            raise InputError(
                f"{path}: {key[:60]!r} is nothing that a profile says", f"known: {', '.join(KEYS)}"
            )
    columns = written.get("columns", {})
    sheet, rules = written.get("sheet", []), written.get("rules", [])
    fits = {
        **{key: isinstance(written.get(key, ""), str) for key in TEXTS},
        **{key: _are_texts(written.get(key, [])) for key in LISTS},
        "sheet": isinstance(sheet, str) or _are_texts(sheet),
        "columns": isinstance(columns, dict) and _are_texts(list(columns.values())),
        "rules": isinstance(rules, list) and all(isinstance(one, dict) for one in rules),
    }
    for key, fitting in fits.items():
        if not fitting:
            raise InputError(
                f"{path}: {key} has another form than a profile's",
                'such as area = "Preston", suppliers = ["creditors.csv"], [columns] amount = "Net"',
            )
    _refuse_nul(path, written)
    for key, known in TEXTS.items():
        if known and key in written and written[key] not in known:
            raise InputError(
                f"{path}: {key} = {written[key][:60]!r} is nothing that a profile says",
                f"{key} is {' or '.join(map(repr, known))}",
            )
    for meaning in columns:
        if meaning not in meanings():
            known_ones = ", ".join(one for one in meanings() if one != "ignored")
            raise InputError(
                f"{path}: {meaning[:60]!r} is no meaning of a column", f"known: {known_ones}"
            )


def _refuse_nul(path: Path, written: dict[str, Any]) -> None:
    for key in PATHS:
        paths = written.get(key, [])
        if any("\0" in one for one in ([paths] if isinstance(paths, str) else paths)):
            raise InputError(f"{path}: {key} holds a NUL, which no name of a file can", "retype it")


def _listed(sheet: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several."""
    return (sheet,) if isinstance(sheet, str) else tuple(sheet)


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
