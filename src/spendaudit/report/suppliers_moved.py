"""The suppliers of two reports: who is newly among the largest, and who is paid no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from spendaudit.names.cleaning import clean_name
from spendaudit.names.codes import with_names
from spendaudit.report.figures import pounds
from spendaudit.report.kept import pounds_in
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spendaudit.report.kept import Kept

LARGE, LARGE_BEFORE = 20, 50
"""Newly large: among the first so many now, and not among the first so many before."""

_COLUMNS = (
    Column("supplier", "Supplier", Kind.TEXT),
    Column("tier", "where", Kind.TEXT),
    Column("before", "before £", Kind.MONEY),
    Column("after", "after £", Kind.MONEY),
)
_PURCHASES = "what is no purchase is left out"


def newly_large(before: Kept, after: Kept) -> Section:
    """Suppliers among the largest now that were not among the larger ones before."""
    title = "Suppliers newly large"
    if (both := _suppliers(before, after)) is None:
        return Section("newly-large", title, None, _silent(before, after))
    was, now = both
    known = set(list(was)[:LARGE_BEFORE])
    chosen = {name: one for name, one in list(now.items())[:LARGE] if name not in known}
    note = (
        f"among the {LARGE} paid most after, and not among the {LARGE_BEFORE} paid most before; "
        f"{_PURCHASES}{_unlisted(before, 'before')}"
    )
    if not chosen:
        return Section("newly-large", title, None, f"none {note}")
    rows: list[tuple[Cell, ...]] = [
        (one["supplier"], one["tier"], _paid(was.get(name), before), pounds_in(one["amount"]))
        for name, one in chosen.items()
    ]
    return Section("newly-large", title, Table(_COLUMNS, tuple(rows)), note)


def gone(before: Kept, after: Kept) -> Section:
    """Suppliers among the largest before that are not found after."""
    title = "Large suppliers that are gone"
    if (both := _suppliers(before, after)) is None:
        return Section("gone", title, None, _silent(before, after))
    was, now = both
    chosen = {name: one for name, one in list(was.items())[:LARGE_BEFORE] if name not in now}
    note = (
        f"among the {LARGE_BEFORE} paid most before; one that changed its name is gone, too; "
        f"{_PURCHASES}{_unlisted(after, 'after')}"
    )
    if not chosen:
        return Section("gone", title, None, f"none {note}")
    rows: list[tuple[Cell, ...]] = [
        (one["supplier"], one["tier"], pounds_in(one["amount"]), _paid(None, after))
        for one in chosen.values()
    ]
    return Section("gone", title, Table(_COLUMNS, tuple(rows)), note)


def _suppliers(
    before: Kept, after: Kept
) -> tuple[dict[str, Mapping[str, Any]], dict[str, Mapping[str, Any]]] | None:
    """Purchases by cleaned name, the largest first, of both reports; None where one has none."""
    if before.ledger is None or after.ledger is None:
        return None
    was, now = (_by_name(side.ledger["suppliers"]) for side in (before, after))  # type: ignore[index]
    return was, now


def _by_name(suppliers: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    spelt = pl.DataFrame(
        {"supplier": [one["supplier"] for one in suppliers]}, schema={"supplier": pl.String}
    )
    # A publisher that begins to put codes before the names, or ends it, has the suppliers it had.
    named = with_names(spelt, spelt.select("supplier", pl.lit("").alias("file")))
    names = named.select(clean_name(pl.coalesce("named", "supplier")).fill_null("").alias("name"))[
        "name"
    ]
    found: dict[str, Mapping[str, Any]] = {}
    for name, one in zip(names, suppliers, strict=True):
        if one["purchases"]:
            found.setdefault(name, one)
    return dict(sorted(found.items(), key=lambda each: (-pounds_in(each[1]["amount"]), each[0])))


def _paid(one: Mapping[str, Any] | None, side: Kept) -> Cell:
    """Pounds of a supplier; nought, or nothing where it may be too small to be listed."""
    if one is not None:
        return pounds_in(one["amount"])
    left_out = side.ledger["suppliers_left_out"] if side.ledger else 0
    return None if left_out else pounds_in("0.00")


def _unlisted(side: Kept, label: str) -> str:
    """Say what an empty cell means, where not every supplier is listed."""
    ledger = side.ledger
    if not ledger or not ledger["suppliers_left_out"] or not ledger["suppliers"]:
        return ""
    least = min(abs(pounds_in(one["amount"])) for one in ledger["suppliers"])
    return f"; no figure {label}: under {pounds(least)}, the least that its report lists"


def _silent(before: Kept, after: Kept) -> str:
    names = " and ".join(one.name for one in (before, after) if one.ledger is None)
    return f"{names} did not keep its suppliers"
