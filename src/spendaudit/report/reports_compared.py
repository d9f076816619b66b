"""Two reports of one area as a page: what is new, what was restated, and how the share moved."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import date
from decimal import localcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from spendaudit.errors import AreaError
from spendaudit.measures.comparison import causes, same_months, share_moved
from spendaudit.places.areas import find_area
from spendaudit.report.figures import counted, month, period
from spendaudit.report.figures import share as as_share
from spendaudit.report.kept import pounds_in
from spendaudit.report.made_otherwise import made_otherwise
from spendaudit.report.suppliers_moved import gone, newly_large
from spendaudit.report.text import shown
from spendaudit.report.values import Cell, Column, Kind, Page, Retention, Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from spendaudit.report.kept import Kept

NEW, GONE, RESTATED = "new", "gone", "restated"
MOST_NAMED = 6
"""Months that a sentence names; more are counted."""
_DIGITS = 90
MOST_FILES = 3
"""Files that are named as the reason of a change; more are counted."""
_OTHERWISE = "read or counted otherwise"
_ORDER = (RESTATED, GONE, NEW)
_NO_SUMS: Mapping[str, Any] = {"payments": 0, "amount": "0.00", "credits": "0.00"}


class Compared(NamedTuple):
    """What came of holding one report against another.

    Attributes:
        page: with the tables.
        restated: months, or payments without one, whose figures are others now.
    """

    page: Page
    restated: int


class _Month(NamedTuple):
    """A month whose figures differ between two reports."""

    month: date | None
    what: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    through: str


def reports_compared(before: Kept, after: Kept) -> Compared:
    """Hold a report against an earlier one.

    Raises:
        AreaError: they are of two areas.
    """
    areas = [one.content["area"] for one in (before, after)]
    if areas[0]["code"] != areas[1]["code"]:
        was, now = (shown(one["name"]) for one in areas)
        raise AreaError(
            f"{before.name} is a report of {was}, {after.name} of {now}",
            "compare two reports of one area",
        )
    name = shown(areas[1]["name"])
    home = name
    with suppress(AreaError):
        home = find_area(areas[1]["code"]).in_a_sentence
    months = _months(before, after)
    restated = sum(one.what == RESTATED for one in months or ())
    page = Page(
        "reports_compared",
        f"{name}: {_when(before)}, and {_when(after)}",
        (
            *share_moved(_kept_of(before), _kept_of(after), home),
            _months_in_words(months),
            _placed_in_words(before, after),
        ),
        (
            _tiers(before, after),
            _causes(before, after, home),
            _months_section(months, before, after),
            _files(before, after),
            newly_large(before, after),
            gone(before, after),
            made_otherwise(before, after),
        ),
        (
            f"before: {before.name}, by spendaudit {before.content['version']}",
            f"after: {after.name}, by spendaudit {after.content['version']}",
        ),
    )
    return Compared(page, restated)


def _when(kept: Kept) -> str:
    found = kept.content.get("period")
    if not found:
        return "dates unknown"
    return period(date.fromisoformat(found["from"]), date.fromisoformat(found["to"]))


def _kept_of(kept: Kept) -> Retention:
    local = kept.content["local"]
    return Retention(
        pounds_in(kept.content["total"]),
        pounds_in(local["amount"]),
        *(local.get(bound) for bound in ("share", "low", "high", "share_of_placed")),
        *(pounds_in(local.get(part) or "0.00") for part in ("unplaced", "doubtful")),
    )


def _months(before: Kept, after: Kept) -> list[_Month] | None:
    """Months whose figures differ; None where a report did not keep them."""
    if before.ledger is None or after.ledger is None:
        return None
    was, now = (
        {one.get("month"): one for one in ledger["months"]}
        for ledger in (before.ledger, after.ledger)
    )
    known = sorted(filter(None, now))
    changes = _Changes(before, after)
    found = []
    for key in sorted({*was, *now}, key=lambda one: one or "9999"):
        old, new = was.get(key), now.get(key)
        if old is not None and new is not None and _same(old, new):
            continue
        through, only_new_files = changes.through(key)
        inside = key is None or (bool(known) and known[0] < key < known[-1])
        if old is None or (key is None and only_new_files):
            what = NEW  # payments without a date in a new file restate nothing
        elif new is not None or inside:
            what = RESTATED
        else:
            what = GONE
        day = None if key is None else date.fromisoformat(key)
        found.append(_Month(day, what, old or _NO_SUMS, new or _NO_SUMS, through))
    return found


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return all(old[key] == new[key] for key in _NO_SUMS)


class _Changes:
    """Which files changed the months of two reports."""

    def __init__(self, before: Kept, after: Kept) -> None:
        self.seals: list[dict[str, str]] = []
        self.months: list[dict[str | None, dict[str, Mapping[str, Any]]]] = []
        for side in (before, after):
            self.seals.append({one["name"]: one["sha256"] for one in side.content["files"]})
            of_files: dict[str | None, dict[str, Mapping[str, Any]]] = defaultdict(dict)
            for one in side.ledger["files"] if side.ledger else ():
                of_files[one.get("month")][one["file"]] = one
            self.months.append(of_files)

    def through(self, key: str | None) -> tuple[str, bool]:
        """Which files changed a month, in words; and whether new ones alone did."""
        parts = [of_files.get(key, {}) for of_files in self.months]
        found: dict[str, list[str]] = {"new": [], "gone": [], "other bytes": [], _OTHERWISE: []}
        for file in sorted({*parts[0], *parts[1]}):
            old, new = (side.get(file, _NO_SUMS) for side in parts)
            if _same(old, new):
                continue
            if file not in self.seals[0]:
                found["new"].append(file)
            elif file not in self.seals[1]:
                found["gone"].append(file)
            else:
                same = self.seals[0][file] == self.seals[1][file]
                found[_OTHERWISE if same else "other bytes"].append(file)
        said = [f"{label}: {_named(files)}" for label, files in found.items() if files]
        only_new = [label for label, files in found.items() if files] == ["new"]
        return "; ".join(said), only_new


def _named(files: Sequence[str]) -> str:
    more = len(files) - MOST_FILES
    return ", ".join(map(shown, files[:MOST_FILES])) + (f" and {more:,} more" if more > 0 else "")


def _months_in_words(months: Sequence[_Month] | None) -> str:
    if months is None:
        return "Whether a month was restated cannot be told: a report did not keep its months."
    said = []
    for what in _ORDER:
        found = [one for one in months if one.what == what]
        if found:
            names = [month(one.month) if one.month else "no date" for one in found[:MOST_NAMED]]
            more = len(found) - MOST_NAMED
            also = f" and {more:,} more" if more > 0 else ""
            said.append(f"{counted(len(found), 'month')} {what} ({', '.join(names)}{also})")
        else:
            said.append(f"none {what}")
    return f"Months: {'; '.join(said)}."


def _placed_in_words(before: Kept, after: Kept) -> str:
    was, now = (one.content.get("placed_share") for one in (before, after))
    return f"{as_share(was)} of the pounds could be placed before, {as_share(now)} after."


def _months_section(months: Sequence[_Month] | None, before: Kept, after: Kept) -> Section:
    title = "Months changed"
    if months is None:
        silent = [one for one in (before, after) if one.ledger is None]
        names = " and ".join(one.name for one in silent)
        return Section("months", title, None, f"{names} did not keep its months")
    both = len(before.ledger["months"])  # type: ignore[index]
    same = both - sum(one.before is not _NO_SUMS for one in months)
    note = f"{counted(same, 'month')} the same"
    left_out = sum(side.ledger["months_left_out"] for side in (before, after))  # type: ignore[index]
    if left_out:
        note += f"; {counted(left_out, 'month')} beyond the last that a report keeps"
    if not months:
        return Section("months", title, None, f"none; {note}")
    columns = (
        Column("month", "Month", Kind.MONTH),
        Column("what", "what", Kind.TEXT),
        Column("before", "before £", Kind.MONEY),
        Column("after", "after £", Kind.MONEY),
        Column("payments_before", "payments", Kind.COUNT),
        Column("payments_after", "after", Kind.COUNT),
        Column("through", "through", Kind.TEXT),
    )
    rows = tuple(
        (
            one.month,
            one.what,
            pounds_in(one.before["amount"]),
            pounds_in(one.after["amount"]),
            one.before["payments"],
            one.after["payments"],
            one.through,
        )
        for one in sorted(months, key=lambda one: _ORDER.index(one.what))
    )
    return Section("months", title, Table(columns, rows), note)


def _files(before: Kept, after: Kept) -> Section:
    """Files that are new, gone, or the same name with other bytes."""
    title = "Files changed"
    was, now = (
        {one["name"]: one["sha256"] for one in side.content["files"]} for side in (before, after)
    )
    moved = set(was.values()) & set(now.values())
    rows: list[tuple[Cell, ...]] = []
    for name in sorted({*was, *now}):
        old, new = was.get(name), now.get(name)
        if old == new:
            continue
        if old is None:
            what = "the same bytes under a new name" if new in moved else NEW
        elif new is None:
            if old in moved:
                continue
            what = GONE
        else:
            what = "other bytes"
        rows.append((name, what, old, new))
    same = sum(was.get(name) == seal for name, seal in now.items())
    note = f"{counted(same, 'file')} the same"
    if not rows:
        return Section("files", title, None, f"none; {note}")
    columns = (
        Column("file", "File", Kind.TEXT),
        Column("what", "what", Kind.TEXT),
        Column("sha256_before", "SHA-256 before", Kind.TEXT),
        Column("sha256_after", "after", Kind.TEXT),
    )
    return Section("files", title, Table(columns, tuple(rows)), note)


def _tiers(before: Kept, after: Kept) -> Section:
    was, now = ({one["tier"]: one for one in side.content["tiers"]} for side in (before, after))
    names = sorted({*was, *now}, key=_place(list(now), list(was)))
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        old, new = was.get(name, {}), now.get(name, {})
        amounts = _change(old.get("amount", "0.00"), new.get("amount", "0.00"))
        rows.append((name, amounts[0], old.get("share"), amounts[1], new.get("share"), amounts[2]))
    totals = _change(before.content["total"], after.content["total"])
    whole = [1.0 if total > 0 else None for total in totals[:2]]
    columns = (
        Column("tier", "Where the money went", Kind.TEXT),
        Column("before", "before £", Kind.MONEY),
        Column("share_before", "share", Kind.SHARE),
        Column("after", "after £", Kind.MONEY),
        Column("share_after", "share", Kind.SHARE),
        Column("change", "change £", Kind.MONEY),
    )
    closing = ("all", totals[0], whole[0], totals[1], whole[1], totals[2])
    table = Table(columns, tuple(rows), total=closing, mark=0 if rows else None)
    return Section("tiers", "Before and after", table)


def _place(*orders: list[str]) -> Callable[[str], tuple[int, str]]:
    """The place of a name in the first order that knows it."""
    places = [{name: place for place, name in enumerate(order)} for order in orders]

    def at(name: str) -> tuple[int, str]:
        return next((place[name] for place in places if name in place), 0), name

    return at


def _causes(before: Kept, after: Kept, home: str) -> Section:
    """What of the change in local pounds comes from the share, and what from the volume."""
    both = (before, after)
    months = [
        [date.fromisoformat(one["month"]) for one in side.ledger["months"] if one.get("month")]
        for side in both
        if side.ledger is not None
    ]
    # Whatever pounds the files hold, nothing is rounded but to the penny at the end.
    with localcontext(prec=_DIGITS):
        sums = {
            "all spend": (_all_spend(before.content), _all_spend(after.content)),
            "influenceable": (_influenceable(before.content), _influenceable(after.content)),
        }
        known = len(months) == len(both)
        return causes(sums, home, same_months=not known or same_months(*months))


def _all_spend(content: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    return pounds_in(content["local"]["amount"]), pounds_in(content["total"])


def _influenceable(content: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    found = content["influenceable"]
    return pounds_in(found["local"]), pounds_in(found["total"])


def _change(before: str, after: str) -> tuple[Decimal, Decimal, Decimal]:
    was, now = pounds_in(before), pounds_in(after)
    return was, now, now - was
