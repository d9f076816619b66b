"""The files that a report was made from, found again among those that are given: by their bytes, then by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError
from spendaudit.read.folders import gather_files
from spendaudit.read.seals import sha256_of
from spendaudit.read.source import STANDARD_INPUT
from spendaudit.report.manifest import PROFILE
from spendaudit.report.text import shown
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.report.kept import Kept

INPUT = "input"
SAME, RENAMED, OTHER, EMBEDDED = (
    "the same", "the same bytes under another name", "other bytes", "as the report holds it",
)  # fmt: skip
MOST_NAMED = 8
MOST_OTHERS = 20


class Need(NamedTuple):
    """A file that a report was made from.

    Attributes:
        role: `INPUT`, or one of those of `manifest.Beside`.
        name: as the report has it.
    """

    role: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """Which file is which.

    Attributes:
        paths: each need with the file that stands for it, and its SHA-256; None where the report
            holds it itself.
        unused: files given that the report was not made from.
    """

    paths: dict[Need, tuple[Path, str] | None] = field(default_factory=dict)
    unused: tuple[Path, ...] = ()

    @property
    def changed(self) -> tuple[Need, ...]:
        """Those whose bytes are others now."""
        return tuple(
            need for need, there in self.paths.items() if there and there[1] != need.sha256
        )

    def of(self, role: str) -> list[Path]:
        """The files of a role, in the report's order."""
        return [there[0] for need, there in self.paths.items() if there and need.role == role]


def needs_of(kept: Kept) -> list[Need]:
    """What a report was made from, as far as it says.

    Raises:
        InputError: its manifest contradicts its list of files.
    """
    manifest, files = kept.manifest, kept.content["files"]
    if manifest is None:
        return [Need(INPUT, one["name"], one["sha256"]) for one in files]
    inputs = manifest["inputs"]
    if [one["sha256"] for one in inputs] != [one["sha256"] for one in files]:
        raise InputError(
            f"{kept.name} contradicts itself: its manifest names other files than its list",
            "take the report as it was written",
        )
    names = [
        file["name"].removesuffix(f" [{one['sheet']}]") if one.get("sheet") else file["name"]
        for file, one in zip(files, inputs, strict=True)
    ]
    found = [Need(INPUT, name, one["sha256"]) for name, one in zip(names, files, strict=True)]
    found += [Need(one["role"], one["name"], one["sha256"]) for one in manifest["beside"]]
    # Sheets of one workbook are one file.
    return list(dict.fromkeys(found))


def find_again(kept: Kept, given: Sequence[Path]) -> Found:
    """Find the files of a report among files and folders.

    Raises:
        InputError: one is missing, or cannot be read.
    """
    if any(str(path) == STANDARD_INPUT for path in given):
        raise InputError(
            "standard input cannot be told from other files before it is read",
            "give it as a file",
        )
    seals = _seals(given)
    left = dict(seals)
    by_bytes: dict[str, list[Path]] = defaultdict(list)
    by_name: dict[str, list[Path]] = defaultdict(list)
    for path, seal in seals.items():
        by_bytes[seal].append(path)
        by_name[path.name].append(path)
    needs = needs_of(kept)
    paths: dict[Need, tuple[Path, str] | None] = {}
    for need in needs:
        alike = by_bytes[need.sha256]
        unused = [path for path in alike if path in left]
        called = [path for path in unused if path.name == PurePath(need.name).name]
        # Of a file that was there twice one may be left: it stands for both.
        if chosen := next(iter(called or unused or alike), None):
            paths[need] = (chosen, need.sha256)
            left.pop(chosen, None)
    for need in needs:
        if need in paths:
            continue
        called = [path for path in by_name[PurePath(need.name).name] if path in left]
        if called:
            paths[need] = (called[0], left.pop(called[0]))
        elif need.role == PROFILE:
            paths[need] = None
    missing = [need for need in needs if need not in paths]
    if missing:
        more = len(missing) - MOST_NAMED
        raise InputError(
            f"{shown(missing[0].name)}, which {kept.name} was made from, is not among the files given",
            "name it too; a file is told by its bytes first, whatever it is called",
            (
                *(
                    f"{one.role}: {shown(one.name)}, SHA-256 {one.sha256}"
                    for one in missing[:MOST_NAMED]
                ),
                *([f"and {more:,} more"] if more > 0 else ()),
            ),
        )
    return Found({need: paths[need] for need in needs}, tuple(sorted(left)))


def files_found(found: Found) -> Section:
    """One row a file that the report was made from, and whether it is the same."""
    rows: list[tuple[Cell, ...]] = []
    for need, there in found.paths.items():
        if there is None:
            rows.append((need.name, need.role, EMBEDDED, None))
            continue
        path, seal = there
        same = SAME if path.name == PurePath(need.name).name else RENAMED
        rows.append((need.name, need.role, same if seal == need.sha256 else OTHER, str(path)))
    rows += [(str(path), "", "not in the report", None) for path in found.unused[:MOST_OTHERS]]
    more = len(found.unused) - MOST_OTHERS
    columns = (
        Column("file", "File", Kind.TEXT),
        Column("role", "what it is", Kind.TEXT),
        Column("found", "found", Kind.TEXT),
        Column("path", "as", Kind.TEXT),
    )
    note = "what is not in the report was not read" if found.unused else ""
    note += f"; and {more:,} more" if more > 0 else ""
    return Section("inputs", "What it was made from", Table(columns, tuple(rows)), note)


def _seals(given: Sequence[Path]) -> dict[Path, str]:
    seals = {}
    for path in gather_files(given).paths:
        try:
            seals[path] = sha256_of(path)
        except OSError as error:
            raise InputError(
                f"{path} cannot be read: {(error.strerror or '').lower()}",
                "check the spelling, and its permissions",
            ) from None
    return seals
