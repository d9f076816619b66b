"""What the check knows by heart: what to change in an export, and what the Code asks for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from spendaudit.report.checked import Finding, Severity

ANY_ROW = "put these rows right in the export"


class CodeField(NamedTuple):
    """A field that the Transparency Code asks for; `data/transparency_code.toml` says what each is."""

    key: str
    name: str
    meanings: tuple[str, ...]
    headings: str
    perhaps: tuple[str, ...]
    ask: str
    source: str


@cache
def code_fields() -> tuple[CodeField, ...]:
    """The fields of the Local Government Transparency Code 2015, in its order."""
    written: list[dict[str, Any]] = _table("transparency_code.toml")["fields"]
    tuples = ("meanings", "perhaps")
    return tuple(
        CodeField(**{**one, **{key: tuple(one[key]) for key in tuples}}) for one in written
    )


def change_for(reason: str) -> str:
    """What to change so that rows are not set aside for this reason."""
    known = _table("advice.toml")["set_aside"]
    return next((one["change"] for one in known if reason.startswith(one["reason"])), ANY_ROW)


def finding_from(notice: str) -> Finding | None:
    """A sentence about a file as a finding, or None where another finding says the same."""
    for one in _table("advice.toml")["notices"]:
        if re.search(one["pattern"], notice):
            if "severity" not in one:
                return None
            return Finding(one["key"], Severity(one["severity"]), notice, one["change"])
    return Finding("notice", Severity.NOTE, notice)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("spendaudit.report") / "data" / name).read_text("utf-8"))
