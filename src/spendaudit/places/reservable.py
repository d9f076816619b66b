"""The area that a council in England may reserve its smaller contracts for.

Since 4 February 2026 a relevant authority may keep contracts below the thresholds of the
Procurement Act 2023 for its local area: its own area, or that and any of the counties or London
boroughs that border it (Local Government (Exclusion of Non-commercial Considerations) (England)
Order 2026, SI 2026/94, article 3(5), as quoted in the House of Lords on 21 January 2026). Which of
them is the council's to choose and to advertise.
"""

from __future__ import annotations

from typing import NamedTuple

from spendaudit.places.area_table import (
    Area,
    areas,
    districts,
    metropolitan_counties,
    table_rows,
)
from spendaudit.places.outlines import borders

ENGLAND = "E92000001"


class ReservableArea(NamedTuple):
    """What a council in England may count as its local area.

    Attributes:
        own: its own area.
        county: the county that it lies in, where that is more than its own area. The Order does
            not name it; that the whole of it may be chosen is how lawyers read the Order
            (LexisNexis, Public Law, December 2025).
        bordering: the other counties and London boroughs that border it, by name.
    """

    own: Area
    county: Area | None
    bordering: tuple[Area, ...]

    @property
    def widest(self) -> tuple[str, ...]:
        """GSS codes of all districts in the own area, its county and what borders it, sorted."""
        chosen = [self.own, *([self.county] if self.county else []), *self.bordering]
        return tuple(sorted({code for area in chosen for code in area.districts}))


def reservable_area(home: Area) -> ReservableArea | None:
    """The local area of the council of `home`; None outside England, where the Order is not law.

    A border in a tidal river counts. The City of London is neither a county nor a London borough,
    and Wales and Scotland are not England: none of them is among what borders.
    """
    own = set(home.districts)
    if any(code not in districts() or districts()[code].nation != ENGLAND for code in own):
        return None
    of_own = [_county_or_london_borough(code) for code in sorted(own)]
    first = of_own[0]
    county = first if first and own < set(first.districts) else None
    around = {border.district for code in own for border in borders(code)} - own
    found = {
        area.name: area for code in around if (area := _county_or_london_borough(code)) is not None
    }
    bordering = tuple(area for name, area in sorted(found.items()) if area != county)
    return ReservableArea(home, county, bordering)


def _county_or_london_borough(code: str) -> Area | None:
    district = districts()[code]
    if district.nation != ENGLAND or district.name == "City of London":
        return None
    if county := district.county:
        return areas().get(county) or areas()[metropolitan_counties()[county]]
    # A unitary authority is a county of its own, unless it lies in one that has no council.
    return _counties_without_council().get(code, areas()[code])


def _counties_without_council() -> dict[str, Area]:
    members: dict[str, list[str]] = {}
    for row in table_rows("counties_without_council.csv"):
        members.setdefault(row["county"], []).append(row["district"])
    return {
        code: Area("", name, "county", tuple(sorted(codes)))
        for name, codes in members.items()
        for code in codes
    }
