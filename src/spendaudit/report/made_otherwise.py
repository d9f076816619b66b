"""What two reports were made with, where it differs: version, options, tables, lists, profile."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from spendaudit.report.kept import Kept

NOT_SAID = "not said"
NONE = "none"


def made_otherwise(before: Kept, after: Kept) -> Section:
    """One row a thing that differs: what it was, and what it is."""
    title = "What they were made with"
    known = [_made_with(one) for one in (before, after)]
    keys = dict.fromkeys([*known[0], *known[1]])
    unsaid = [one for one in (before, after) if one.manifest is None]
    missing = NOT_SAID if unsaid else NONE
    rows: list[tuple[Cell, ...]] = [
        (key, known[0].get(key, missing), known[1].get(key, missing))
        for key in keys
        if known[0].get(key) != known[1].get(key)
    ]
    left_out = "; ".join(
        f"{one.name} is of version {one.content['version']}, which did not say what it was made with"
        for one in unsaid
    )
    if not rows:
        return Section("editions", title, None, left_out or "the same version, tables and options")
    columns = (
        Column("what", "What", Kind.TEXT),
        Column("before", "before", Kind.TEXT),
        Column("after", "after", Kind.TEXT),
    )
    return Section("editions", title, Table(columns, tuple(rows)), left_out)


def _made_with(kept: Kept) -> dict[str, str]:
    """Everything but the inputs, by what it is."""
    found = {"spendaudit": str(kept.content["version"])}
    manifest = kept.manifest
    if manifest is None:
        return found
    for one in manifest["tables"]:
        files = "".join(f"; {file['name']} {file['sha256'][:16]}…" for file in one["files"])
        found[one["key"]] = f"{one['edition']}{files}"
    # By their bytes: under another name it is still the same list.
    roles = Counter[str]()
    for one in manifest["beside"]:
        roles[one["role"]] += 1
        found[f"{one['role']} {roles[one['role']]}"] = f"SHA-256 {one['sha256'][:16]}…"
    return found | _options(manifest["options"])


def _options(options: Mapping[str, Any]) -> dict[str, str]:
    found = {f"column of the {meaning}": cell for meaning, cell in options["columns"].items()}
    if options["sheets"]:
        found["sheets"] = ", ".join(options["sheets"])
    if not options["registers"]:
        found["registers"] = "not used, by --no-registers"
    return found
