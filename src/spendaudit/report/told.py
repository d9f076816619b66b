"""What each chart and table of a page shows, in one sentence that can stand above it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from spendaudit.places.area_table import WITH_ARTICLE
from spendaudit.report.figures import counted, for_people, pounds, share
from spendaudit.report.values import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spendaudit.report.details import Map
    from spendaudit.report.values import Section, Table

WEIGHTY = Decimal("0.05")
"""A group with less of the pounds is not named as the highest or lowest: its share says little."""
QUARTER = Decimal("0.25")
"""Of the mean month: one with less is there in part only, or is a slip of the hand."""

_REST = re.compile(r"[0-9,]+ (others|more\b.*)")
"""How the row is called that takes all smaller groups together."""

Row = dict[str, Cell]


def told(sections: Iterable[Section], home: str) -> dict[str, str]:
    """Say what the tables of sections show, by key; nothing of those that show too little.

    Args:
        sections: with the tables of a report.
        home: the home area as in a sentence.
    """
    found = {
        one.key: _sentence(one.key, one.table, home)
        for one in sections
        if one.table is not None and one.table.rows
    }
    return {key: said for key, said in found.items() if said}


def told_of_place(tiers: Table, home: str) -> str:
    """Say how many suppliers at home were paid how much, from the table of the tiers."""
    at = {column.key: number for number, column in enumerate(tiers.columns)}
    row = tiers.rows[0]
    amount, part, suppliers = (row[at[key]] for key in ("amount", "share", "suppliers"))
    if not isinstance(amount, Decimal) or not isinstance(suppliers, int) or not suppliers:
        return ""
    if amount <= 0:
        return ""
    of_all = f", {share(part)} of all pounds" if isinstance(part, float) else ""
    return f"{pounds(amount)} went to {counted(suppliers, 'supplier')} in {home}{of_all}."


def told_of_country(country: Map) -> str:
    """Say which region without the home area was paid most; nothing where none was."""
    largest = next((spot for spot in country.spots if not spot.is_local), None)
    if largest is None:
        return ""
    where = f"the {largest.name}" if largest.name in WITH_ARTICLE else largest.name
    of_all = "" if largest.share is None else f", {share(largest.share)} of all pounds"
    return (
        f"Of what was placed in other regions and nations, the most went to {where}: "
        f"{pounds(largest.amount)}{of_all}."
    )


def _sentence(key: str, table: Table, home: str) -> str:
    keys = [column.key for column in table.columns]
    rows: list[Row] = [dict(zip(keys, row, strict=True)) for row in table.rows]
    named = [row for row in rows if not _is_rest(row[keys[0]])]
    if not named:
        return ""
    said = _SAID.get(key)
    return said(named, table, home) if said else ""


def _kept(rows: Sequence[Row], table: Table, home: str) -> str:
    """What stayed of the largest group, and which of the weighty ones kept most and least."""
    largest = max(rows, key=_amount)
    if largest["share"] is None or _amount(largest) <= 0:
        return ""
    said = (
        f"The largest is {_name(largest, table)}: {pounds(_amount(largest))}, "
        f"of which {_share(largest)} stayed in {home}"
    )
    weighty = _of_weight(rows, WEIGHTY * _total(table))
    if len(weighty) < 2:
        return f"{said}."
    most, least = _extremes(weighty)
    if most["share"] == least["share"]:
        return f"{said}."
    left = (
        ""
        if len(weighty) == len(table.rows)
        else f", of those shown with at least {WEIGHTY:.0%} of it"
    )
    return (
        f"{said}. The share goes from {_share(least)} ({_name(least, table)}) to "
        f"{_share(most)} ({_name(most, table)}){left}."
    )


def _over_time(rows: Sequence[Row], table: Table, home: str) -> str:
    dated = [row for row in rows if row[table.columns[0].key] is not None]
    if len(dated) < 2:
        return ""
    usual = _of_weight(dated, QUARTER * sum(map(_amount, dated), Decimal()) / len(dated))
    if len(usual) < 2:
        return ""
    most, least = _extremes(usual)
    if most["share"] == least["share"]:
        return ""
    left = "" if len(usual) == len(dated) else ", leaving out months with little spending"
    return (
        f"The share that stayed in {home} was lowest in {_name(least, table)} ({_share(least)}) "
        f"and highest in {_name(most, table)} ({_share(most)}){left}."
    )


def _years(rows: Sequence[Row], table: Table, home: str) -> str:
    known = [row for row in rows if row["share"] is not None]
    if len(known) < 2:
        return _kept(rows, table, home)
    first, last = known[0], known[-1]
    return (
        f"{_share(first)} stayed in {home} in {_name(first, table)}, "
        f"{_share(last)} in {_name(last, table)}."
    )


def _leaks_from(rows: Sequence[Row], table: Table, home: str) -> str:
    largest = rows[0]
    if _amount(largest) <= 0:
        return ""
    said = f"The most leaves {home} from {_name(largest, table)}: {pounds(_amount(largest))}"
    return (
        f"{said}, {_share(largest)} of its spend." if largest["share"] is not None else f"{said}."
    )


def _largest(rows: Sequence[Row], table: Table, home: str) -> str:
    largest = rows[0]
    whole = _total(table)
    if _amount(largest) <= 0 or whole <= 0:
        return ""
    named = f"{_name(largest, table)} was paid most, {pounds(_amount(largest))}"
    few = [row for row in rows if _amount(row) > 0][:5]
    part = float(sum(map(_amount, few), Decimal()) / whole)
    if len(few) < 3 or len(rows) <= len(few) or part > 1:
        return f"{named}."
    del home
    return f"{named}; the {len(few)} largest have {share(part)} of {pounds(whole)}."


def _of_all(rows: Sequence[Row], table: Table, home: str) -> str:
    del home
    largest, few = rows[0], rows[:5]
    if _amount(largest) <= 0:
        return ""
    said = f"{_name(largest, table)} was paid most, {pounds(_amount(largest))}"
    part = sum(map(_fraction, few))
    if len(rows) <= len(few) or part > 1:
        return f"{said}."
    return f"{said}; the {len(few)} largest have {share(part)} of all pounds."


def _gains(rows: Sequence[Row], table: Table, home: str) -> str:
    district = next((row for row in rows if not str(row["district"]).startswith("(")), None)
    if district is None or _amount(district) <= 0:
        return ""
    return (
        f"Of districts, {_name(district, table)} gains the most of what leaves {home}: "
        f"{pounds(_amount(district))}, {_share(district)}."
    )


def _how_far(rows: Sequence[Row], table: Table, home: str) -> str:
    by_tier: dict[str, Decimal] = {}
    # The rest counts here too: a tier has all of it.
    at = {column.key: number for number, column in enumerate(table.columns)}
    for row in table.rows:
        amount = row[at["amount"]]
        tier = str(row[at["tier"]])
        by_tier[tier] = by_tier.get(tier, Decimal()) + (
            amount if isinstance(amount, Decimal) else Decimal()
        )
    total = _total(table)
    del rows
    tier, most = max(by_tier.items(), key=lambda one: one[1])
    if not 0 < most <= total:
        return ""
    return (
        f"Of {pounds(total)} that leaves {home}, the largest part goes to the {tier}: {share(float(most / total))}."
        if tier.startswith("rest")
        else f"Of {pounds(total)} that leaves {home}, the largest part goes {tier}: {share(float(most / total))}."
    )


def _taken_out(rows: Sequence[Row], table: Table, home: str) -> str:
    total, largest = _total(table), rows[0]
    del home
    if total <= 0 or _amount(largest) <= 0:
        return ""
    return (
        f"{pounds(total)} is no purchase; the largest part is {_name(largest, table)}, "
        f"{pounds(_amount(largest))}."
    )


_SAID: dict[str, Callable[[Sequence[Row], Table, str], str]] = {
    "months": _over_time,
    "departments": _kept,
    "categories": _kept,
    "sizes": _kept,
    "sizes-yearly": _kept,
    "years": _years,
    "leakage-departments": _leaks_from,
    "leakage-categories": _leaks_from,
    "suppliers": _of_all,
    "suppliers-local": _largest,
    "suppliers-leaving": _largest,
    "suppliers-unplaced": _largest,
    "flows": _gains,
    "leaving": _how_far,
    "not-influenceable": _taken_out,
}


def _of_weight(rows: Sequence[Row], least: Decimal) -> list[Row]:
    """Rows with a share, and with so many pounds that it says something."""
    return [
        row
        for row in rows
        if row["share"] is not None and _amount(row) > 0 and _amount(row) >= least
    ]


def _extremes(rows: Sequence[Row]) -> tuple[Row, Row]:
    """The rows with the highest and the lowest share; of equals the first."""
    return max(rows, key=_fraction), min(rows, key=_fraction)


def _fraction(row: Row) -> float:
    value = row["share"]
    return value if isinstance(value, float) else 0.0


def _amount(row: Row) -> Decimal:
    value = row["amount"]
    return value if isinstance(value, Decimal) else Decimal()


def _total(table: Table) -> Decimal:
    at = [column.key for column in table.columns].index("amount")
    value = table.total[at] if table.total else None
    return value if isinstance(value, Decimal) else Decimal()


def _share(row: Row) -> str:
    return share(_fraction(row))


def _name(row: Row, table: Table) -> str:
    first = table.columns[0]
    return for_people(row[first.key], first.kind)


def _is_rest(cell: Cell) -> bool:
    return isinstance(cell, str) and _REST.fullmatch(cell) is not None
