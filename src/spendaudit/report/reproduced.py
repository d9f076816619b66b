"""A report held against the one that its own manifest makes today: figure by figure."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from spendaudit.report.figures import counted
from spendaudit.report.found_again import files_found
from spendaudit.report.made_otherwise import made_otherwise
from spendaudit.report.text import shown
from spendaudit.report.values import Cell, Column, Kind, Page, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spendaudit.report.found_again import Found
    from spendaudit.report.kept import Kept

MOST_SHOWN, MOST_READ = 20_000, 40
"""Figures that differ and are given to a program, or shown to a person; more are counted."""
_ALONE = ("total", "rows", "payments", "set_aside", "suppliers", "placed_share")
_FIGURE = re.compile(r"-?[0-9]+\.[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_ROW = "no such row"


class Difference(NamedTuple):
    """A figure that is another one now; `was` or `now` is None where there is none."""

    where: str
    what: str
    was: Cell
    now: Cell


class Reproduced(NamedTuple):
    """What came of making a report again.

    Attributes:
        page: with the tables.
        differs: whether a figure or the bytes of a file are others than the report's.
    """

    page: Page
    differs: bool


def reproduced(kept: Kept, again: Kept, found: Found, most: int = MOST_READ) -> Reproduced:
    """Hold a report against the one that was made again from its manifest.

    Args:
        kept: the report, as it was kept.
        again: the one made now, with the report's names for files.
        found: which file is which.
        most: so many figures that differ are named.
    """
    same_version = kept.content["version"] == again.content["version"]
    seen = Counter[bool]()
    differences: list[Difference] = []
    for difference, is_same in _held(kept.content, again.content, texts=same_version):
        seen[is_same] += 1
        if not is_same:
            differences.append(difference)
    otherwise = made_otherwise(kept, again)
    changed = found.changed
    figures = seen[True] + seen[False]
    sentences = [
        f"The report is reproduced: all {counted(figures, 'figure')} that both hold are the same."
        if not differences
        else f"The report is not reproduced: {counted(len(differences), 'figure')} of {figures:,} "
        f"{'differs' if len(differences) == 1 else 'differ'}."
    ]
    if changed:
        names = ", ".join(shown(need.name) for need in changed[:3])
        more = f" and {len(changed) - 3:,} more" if len(changed) > 3 else ""
        sentences.append(f"Other bytes than the report was made from: {names}{more}.")
    if not same_version:
        sentences.append(
            f"It was made by spendaudit {kept.content['version']}, and again by "
            f"{again.content['version']}: only what both hold is compared."
        )
    if kept.manifest is None:
        sentences.append(
            "It does not say what it was made with: the options are those of this command."
        )
    elif otherwise.table is not None:
        sentences.append("It was made with something else: see the last table.")
    area = shown(kept.content["area"]["name"])
    page = Page(
        "reproduced",
        f"{area}: {kept.name}, made again",
        tuple(sentences),
        (files_found(found), _figures(differences, most), otherwise),
    )
    return Reproduced(page, bool(differences or changed))


def _figures(differences: Sequence[Difference], most: int) -> Section:
    title = "Figures that differ"
    if not differences:
        return Section("figures", title, None, "none")
    columns = (
        Column("where", "Where", Kind.TEXT),
        Column("what", "what", Kind.TEXT),
        Column("before", "was", Kind.TEXT),
        Column("after", "is", Kind.TEXT),
    )
    rows = tuple((one.where, one.what, *_written(one.was, one.now)) for one in differences[:most])
    more = len(differences) - most
    note = f"and {more:,} more; -f json names them" if more > 0 else ""
    return Section("figures", "Differs", Table(columns, rows), note)


def _written(was: Cell, now: Cell) -> tuple[str | None, str | None]:
    """Two figures as text; shares with no more digits than tell them apart."""
    if isinstance(was, float) and isinstance(now, float):
        for digits in (4, 6, 9, 12):
            short = f"{was:.{digits}f}", f"{now:.{digits}f}"
            if short[0] != short[1]:
                return short
    return None if was is None else str(was), None if now is None else str(now)


def _held(
    was: Mapping[str, Any], now: Mapping[str, Any], *, texts: bool
) -> Iterator[tuple[Difference, bool]]:
    """Every figure that both reports hold, and whether it is the same."""
    yield from _headline(was, now)
    for key in ("tiers", "placed_by"):
        yield from _rows(key.replace("_", "-"), was[key], now[key], texts=texts)
    yield from _rows("files", _counts(was["files"]), _counts(now["files"]), texts=texts)
    yield from _sections(was["sections"], now["sections"], texts=texts)
    if was.get("ledger") and now.get("ledger"):
        for part in ("months", "suppliers"):
            before, after = (side["ledger"][part] for side in (was, now))
            yield from _rows(f"ledger: {part}", before, after, texts=texts)


def _headline(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[Difference, bool]]:
    for key in _ALONE:
        if key in was:
            yield _pair("headline", key.replace("_", " "), was[key], now.get(key))
    if "period" in was:
        for end in ("from", "to"):
            before, after = ((side["period"] or {}).get(end) for side in (was, now))
            yield _pair("headline", f"period {end}", before, after)
    for part in ("local", "influenceable"):
        for key, cell in was[part].items():
            if key in now[part]:
                yield _pair("headline", f"{part}: {key.replace('_', ' ')}", cell, now[part][key])


def _sections(
    was: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], *, texts: bool
) -> Iterator[tuple[Difference, bool]]:
    """The sections that both hold; of one version, both hold the same ones."""
    left = {one["key"]: one for one in now}
    for section in was:
        if (other := left.pop(section["key"], None)) is not None:
            yield from _rows(section["key"], section["rows"], other["rows"], texts=texts)
        elif texts:
            yield Difference("sections", section["key"], "there", None), False
    if texts:
        yield from ((Difference("sections", key, None, "there"), False) for key in left)


def _counts(files: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    keys = ("name", "rows", "payments", "set_aside", "total", "repeated")
    return [{key: file[key] for key in keys if key in file} for file in files]


def _rows(
    where: str,
    was: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
    *,
    texts: bool,
) -> Iterator[tuple[Difference, bool]]:
    """The cells of two tables, row by row as their first columns name them."""
    old, new = _by_label(was), _by_label(now)
    for label, row in old.items():
        named = label[0] or "(no name)"
        if (other := new.pop(label, None)) is None:
            yield Difference(where, named, "a row", _NO_ROW), False
            continue
        for key, cell in row.items():
            if key not in other:
                continue
            if texts or _is_figure(cell) or _is_figure(other[key]):
                yield _pair(where, f"{key.replace('_', ' ')} of {named}", cell, other[key])
    yield from (
        (Difference(where, name or "(no name)", _NO_ROW, "a row"), False) for name, _ in new
    )


def _by_label(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Rows by their first cell, and how many had the same before."""
    met = Counter[str]()
    found = {}
    for row in rows:
        first = next(iter(row.values()), None)
        label = "" if first is None else str(first)
        found[label, met[label]] = row
        met[label] += 1
    return found


def _is_figure(cell: object) -> bool:
    return isinstance(cell, int | float) or (
        isinstance(cell, str) and _FIGURE.fullmatch(cell) is not None
    )


def _pair(where: str, what: str, was: Cell, now: Cell) -> tuple[Difference, bool]:
    """Two figures; shares and distances are the same to nine digits, all else to the last."""
    same = was == now
    if isinstance(was, float) and isinstance(now, float | int):
        same = math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-12)
    return Difference(where, what, was, now), same
