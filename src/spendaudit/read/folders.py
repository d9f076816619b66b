"""Which files the names on the command line mean: folders are searched, patterns expanded.

Names that no shell expanded are expanded here; the same file under two names is read once. What is
plainly no data is passed over by its name, as `data/passed_over.csv` says, and told.
"""

from __future__ import annotations

import csv
import glob
import json
import os
import stat
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError, NothingReadError
from spendaudit.read.headings import as_argument
from spendaudit.read.source import STANDARD_INPUT
from spendaudit.read.tables import HEAD_CHARACTERS
from spendaudit.report.file_accounts import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import stat_result

MOST_FILES, DEEPEST = 20_000, 40
PACKAGE, MADE_BY = "datapackage.json", "made_by"
"""What describes the tables of a report in a folder, and its key for who wrote them."""
LARGEST_PACKAGE = 4 << 20
"""Bytes of such a description; ours has some hundred thousand."""
MOST_NAMED = 8
"""So many names stand in a sentence; of more, the first ones and how many others."""


_PLACED = {"supplier", "placed_by", "tier"}
"""Keys that every table of payments or suppliers has."""
_LARGEST = {"supplier", "amount", "share", "payments"}
"""The keys of each table of the largest suppliers in a report."""
_BEGINNING = 4 * HEAD_CHARACTERS
"""Bytes that hold every character among which a heading is looked for."""


UNFINISHED = ".spendaudit-"
"""How the names of new outputs begin until they are whole, and of what runs keep others out with."""


class Gathered(NamedTuple):
    """The files that some names mean.

    Attributes:
        paths: each file once, the shortest name first: of "may.csv" and "may (1).csv", byte for
            byte the same, the first is the one to keep.
        named: those that were named themselves, and not found in a folder.
        unread: what was found in a folder and cannot be opened.
        notices: sentences about what was passed over.
    """

    paths: tuple[Path, ...]
    named: frozenset[Path]
    unread: tuple[Unread, ...]
    notices: tuple[str, ...]


@dataclass(slots=True)
class _Search:
    """What a search has come by so far."""

    found: dict[Path, bool] = field(default_factory=dict)
    """Each path, and whether it was named itself."""
    folders: set[tuple[int, int] | None] = field(default_factory=set)
    met: int = 0
    """Files that could hold payments, read already or not."""
    passed_over: dict[Path, list[str]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    def add(self, path: Path, *, named: bool) -> None:
        self.found[path] = named or self.found.get(path, False)
        if len(self.found) > MOST_FILES:
            raise InputError(
                f"there are more than {MOST_FILES:,} files in what you named",
                "name a folder with fewer",
            )


def gather_files(names: Sequence[Path], beside: Iterable[Path] = ()) -> Gathered:
    """Find the files that names mean.

    Args:
        names: files, folders, patterns such as `*.csv`, or `-`.
        beside: files that are something else, such as a supplier list: a folder's search leaves
            them out.

    Raises:
        InputError: a pattern or a folder holds no file, or there are too many.
    """
    search = _Search()
    identities = {identity for path in beside if (identity := _identity(path))}
    for name in sorted(set(names), key=str):
        for path in _expanded(name):
            if not _is_text(path):
                raise InputError(*_no_text(path))
            if not _is_folder(path):
                search.add(path, named=True)
            elif (_identity(path) or path) not in search.folders:
                met = search.met
                _search(path, path, search, identities)
                if search.met == met:
                    _refuse_empty(path, search)
    paths, twins = _once(search.found)
    return Gathered(
        paths=tuple(paths),
        named=frozenset(path for path, named in search.found.items() if named),
        unread=tuple(sorted(search.unread, key=lambda one: one.name)),
        notices=(
            *twins,
            *(
                f"{folder}: passed over {_listed(names)}"
                for folder, names in sorted(search.passed_over.items())
            ),
        ),
    )


def is_own_table(cells: Sequence[str]) -> bool:
    """Whether headings are those of a table of payments or suppliers that spendaudit wrote.

    Its pounds are no new ones.
    """
    return set(cells) >= _PLACED or set(cells) >= _LARGEST


def may_be_own_table(path: Path) -> bool:
    """Whether the words of such headings stand at the beginning of a text at all: a look costs less."""
    with path.open("rb") as text:
        beginning = text.read(_BEGINNING)
    return any(all(word.encode() in beginning for word in words) for words in (_PLACED, _LARGEST))


def files_of_package(folder: Path) -> frozenset[str]:
    """The files that a folder holds because `report -o FOLDER/` wrote them; none where it did not."""
    descriptor = folder / PACKAGE
    try:
        if descriptor.stat().st_size > LARGEST_PACKAGE:
            return frozenset()
        content = json.loads(descriptor.read_text(encoding="utf-8"))
        if not str(content[MADE_BY]).startswith("spendaudit "):
            return frozenset()
        return frozenset({PACKAGE, *(str(one["path"]) for one in content["resources"])})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()


def nothing_read(names: Sequence[Path], unread: Sequence[Unread]) -> NothingReadError:
    """The error that none of the files found in folders, at least one, is published spending."""
    many = len(unread) != 1
    first = unread[0].name
    of_all = InputError(
        f"{'none of the' if many else 'not the'} {f'{len(unread):,} files' if many else 'one file'} in "
        f"{', '.join(map(str, names))} could be read as published spending",
        f"name one of them to see what it needs: spendaudit report {as_argument(first)}",
        tuple(one.found for one in unread[:MOST_NAMED]),
    )
    of_each = {one.name: InputError(one.found, one.try_next, one.details) for one in unread}
    return NothingReadError(of_all, of_each)


def _expanded(name: Path) -> list[Path]:
    """The files that a pattern stands for; anything else as it is."""
    text = str(name)
    if not glob.has_magic(text) or _status(name) is not None:
        return [name]
    found = sorted(glob.glob(text, recursive=True))  # noqa: PTH207  # takes `folder/*` as it is
    if not found:
        raise InputError(f"no file is named like {text}", "check the folder and the pattern")
    return [Path(one) for one in found]


def _search(folder: Path, top: Path, search: _Search, beside: set[tuple[int, int]]) -> None:
    """Look through a folder and those inside it, links too, each once."""
    identity = _identity(folder)
    if identity and identity in search.folders:
        return
    search.folders.add(identity)
    try:
        # But those of a run that is going on, perhaps this one.
        entries = sorted(
            (one for one in folder.iterdir() if not one.name.startswith(UNFINISHED)), key=str
        )
    except OSError as error:
        search.met += 1
        search.unread.append(Unread(str(folder), f"{folder} cannot be read: {error.strerror}"))
        return
    own = files_of_package(folder)
    for path in entries:
        status = _status(path)
        inside = path.relative_to(top)
        if not _is_text(path):
            search.met += 1
            sentence, advice = _no_text(path)
            search.unread.append(Unread(_readable(path), sentence, advice))
        elif what := _passed_over(path.name):
            search.passed_over.setdefault(top, []).append(f"{inside} ({what})")
        elif path.name in own:
            search.passed_over.setdefault(top, []).append(f"{inside} (spendaudit wrote it)")
        elif status and stat.S_ISDIR(status.st_mode) and len(inside.parts) <= DEEPEST:
            _search(path, top, search, beside)
        elif status and _identity(path) in beside:
            search.passed_over.setdefault(top, []).append(f"{inside} (given as something else)")
        elif status and stat.S_ISREG(status.st_mode):
            search.met += 1
            search.add(path, named=False)
        else:
            search.unread.append(_no_file(path, status))


def _no_file(path: Path, status: stat_result | None) -> Unread:
    if status is None:
        return Unread(str(path), f"{path} is a link that leads nowhere")
    if stat.S_ISDIR(status.st_mode):
        return Unread(str(path), f"{path} is too deep inside other folders")
    return Unread(str(path), f"{path} is a pipe or a device, not a file")


def _is_text(path: Path) -> bool:
    """Whether a name is text in UTF-8, as every table and report has to be that shows it."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _readable(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _no_text(path: Path) -> tuple[str, str]:
    return f"the name of {_readable(path)} is not in UTF-8", "give the file another name"


def _refuse_empty(folder: Path, search: _Search) -> None:
    passed_over = search.passed_over.get(folder, [])
    also = f", only {_listed(passed_over)}" if passed_over else ""
    raise InputError(
        f"{folder} is a folder without a file that could hold payments{also}",
        "name another folder, or the files themselves",
    )


def _once(found: dict[Path, bool]) -> tuple[list[Path], list[str]]:
    """Each file once: the name that was given, else the shortest; and what was said of others."""
    kept: dict[tuple[int, int] | Path, Path] = {}
    twins = []
    for path in sorted(found, key=lambda one: (not found[one], len(str(one)), str(one))):
        identity = _identity(path)
        first = kept.setdefault(identity or path, path)
        if first is not path:
            twins.append(f"{path} is the same file as {first}, under another name: read once")
    return sorted(kept.values(), key=lambda one: (len(str(one)), str(one))), sorted(twins)


def _is_folder(path: Path) -> bool:
    status = None if str(path) == STANDARD_INPUT else _status(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def _identity(path: Path) -> tuple[int, int] | None:
    """What is equal for two names of one file; None where the system does not tell."""
    status = None if str(path) == STANDARD_INPUT else _status(path)
    return (status.st_dev, status.st_ino) if status and status.st_ino else None


def _status(path: Path) -> stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _passed_over(name: str) -> str:
    """What a file is that its name tells to be no data, or an empty text."""
    folded = name.casefold()
    return next((what for pattern, what in _patterns() if fnmatchcase(folded, pattern)), "")


@cache
def _patterns() -> tuple[tuple[str, str], ...]:
    with (files("spendaudit.read") / "data" / "passed_over.csv").open(encoding="utf-8") as table:
        return tuple((row["pattern"].casefold(), row["what"]) for row in csv.DictReader(table))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
