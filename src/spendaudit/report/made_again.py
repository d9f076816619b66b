"""What has to be asked so that a report is made again as its manifest says, and in its own names."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from spendaudit.audit import Request
from spendaudit.errors import InputError
from spendaudit.expected import Expected
from spendaudit.intake import Wanted
from spendaudit.profile import profile_of
from spendaudit.report.found_again import INPUT
from spendaudit.report.manifest import DEPRIVATION, POSTCODES, PROFILE, SUPPLIER_LIST
from spendaudit.report.questions import asks_for_points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.profile import Profile
    from spendaudit.report.found_again import Found
    from spendaudit.report.kept import Kept

_REGISTER = "register "


def sections_of(kept: Kept) -> Sequence[str] | None:
    """The sections that a report was asked for; None for all, or where it does not say."""
    return None if kept.manifest is None else kept.manifest["options"]["sections"]


def request_again(
    kept: Kept, found: Found, registers: Path | None, announce: Callable[[str], None] | None
) -> Request:
    """The request that a report answered, of files that were found again.

    Args:
        kept: a report with a manifest.
        found: its files.
        registers: the folder of registers; None for the usual one.
        announce: told, in a sentence, before work that takes seconds.

    Raises:
        InputError: the profile in the manifest is not the one whose SHA-256 stands there.
    """
    manifest = kept.manifest or {}
    options = manifest["options"]
    profile = _profile(kept)
    ids = [
        table["key"].removeprefix(_REGISTER)
        for table in manifest["tables"]
        if table["key"].startswith(_REGISTER)
    ]
    return Request(
        files=found.of(INPUT),
        # What told the area then, a folder's name perhaps, may be gone.
        area=kept.content["area"]["code"],
        supplier_lists=found.of(SUPPLIER_LIST),
        wanted=Wanted(
            options["columns"], options["sheets"], profile.expected if profile else Expected()
        ),
        registers=registers,
        use_registers=options["registers"],
        hide_individuals=options["hide_individuals"],
        only_registers=frozenset(ids),
        rules=profile.rules if profile else None,
        postcode_file=next(iter(found.of(POSTCODES)), None),
        deprivation_file=next(iter(found.of(DEPRIVATION)), None),
        points=asks_for_points(options["sections"]),
        profile=profile,
        announce=announce,
    )


def in_its_names(value: Any, found: Found) -> Any:  # noqa: ANN401  # any JSON
    """What a report says in JSON, with the names that an earlier one had for the same files."""
    names = {
        str(there[0]): need.name
        for need, there in found.paths.items()
        if there and need.role == INPUT
    }
    short = Counter(PurePath(path).name for path in names)
    on_lines = {
        PurePath(path).name: PurePath(name).name
        for path, name in names.items()
        if short[PurePath(path).name] == 1
    }

    def place(text: str) -> str:
        """Where a payment stands, as a table says it: `spend.csv, line 12`, `book.xlsx [April]`."""
        for mark, known in ((" [", names), (", line ", on_lines)):
            file, found, rest = text.partition(mark)
            if found and file in known:
                return known[file] + found + rest
        return text

    def renamed(value: Any) -> Any:  # noqa: ANN401  # any JSON
        match value:
            case dict():
                return {key: renamed(one) for key, one in value.items()}
            case list():
                return list(map(renamed, value))
            case str() if value in names:
                return names[value]
            case str():
                # Payments of one case stand one behind the other.
                return "; ".join(map(place, value.split("; ")))
            case _:
                return value

    return renamed(value)


def _profile(kept: Kept) -> Profile | None:
    manifest = kept.manifest or {}
    written = next((one for one in manifest["beside"] if one["role"] == PROFILE), None)
    if written is None:
        return None
    content = (written["text"] or "").encode("utf-8", "surrogatepass")
    if hashlib.sha256(content).hexdigest() != written["sha256"]:
        raise InputError(
            f"{kept.name} contradicts itself: the profile in it has another SHA-256",
            "take the report as it was written",
        )
    return replace(profile_of(content, Path(written["name"])), name=written["name"])
