"""What a page shows beyond the tables: suppliers with their payments, and maps, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from spendaudit.report.values import Section, Table

Ring = tuple[tuple[int, int], ...]
"""Points (easting, northing) in metres on the National Grid; the first is not repeated."""


class PaymentLine(NamedTuple):
    """One payment, and where in the files it stands.

    Attributes:
        what: department, category and purpose, as far as the file has them.
        supplier: as the file spells it, where that is not said already.
    """

    file: str
    line: int
    paid_on: date | None
    amount: Decimal
    what: str
    supplier: str = ""


class SetAsideLine(NamedTuple):
    """One row that could not be read, and where it stands."""

    file: str
    line: int
    reason: str
    text: str


class Behind(NamedTuple):
    """The payments that one row of a table adds up.

    Attributes:
        largest: the largest of them.
        payments: how many there are of them altogether.
        amount: pounds of them all, credits taken off.
    """

    largest: tuple[PaymentLine, ...]
    payments: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows behind the figures, as many as a page has room for.

    Attributes:
        largest: the largest payments of all.
        of: of tables by the key of their section, the payments behind each row; None for a row
            that holds none, such as a month that is missing.
        caveats: of each caveat of the report, in their order, the payments that it is about; None
            for one that is about no payments.
        set_aside: the first rows that could not be read.
        set_aside_left_out: how many others there are, or an empty text.
    """

    largest: tuple[PaymentLine, ...] = ()
    of: dict[str, tuple[Behind | None, ...]] = field(default_factory=dict)
    caveats: tuple[Behind | None, ...] = ()
    set_aside: tuple[SetAsideLine, ...] = ()
    set_aside_left_out: str = ""


class SupplierAccount(NamedTuple):
    """What is known of one supplier.

    Attributes:
        name: the spelling that most money went under, as in every table of suppliers.
        facts: what is known and by what evidence, as (what, in words).
        largest: its largest payments.
        payments: how many there are of them altogether.
        tiers: where it was placed, each tier once.
        evidence: the rungs that placed it, each once.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    largest: tuple[PaymentLine, ...]
    payments: int
    tiers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class Suppliers(NamedTuple):
    """The suppliers that were paid most.

    Attributes:
        table: one row a supplier, most money first.
        accounts: of each row, what is known.
        left_out: how many others there are, and what they were paid; or an empty text.
    """

    table: Table
    accounts: tuple[SupplierAccount, ...]
    left_out: str


class Shape(NamedTuple):
    """One district or region on a map.

    Attributes:
        rings: of all its polygons, outer ones and holes alike: a point is inside by the even-odd
            rule.
        label_at: where its name may stand.
    """

    code: str
    name: str
    rings: tuple[Ring, ...]
    label_at: tuple[int, int]


class Spot(NamedTuple):
    """Pounds at one point of a map.

    Attributes:
        is_local: whether it counts as inside the home area.
        is_doubtful: whether the evidence for the place is doubtful.
        share: of all pounds, as a fraction of 1; None where that means nothing.
    """

    name: str
    amount: Decimal
    at: tuple[int, int]
    is_local: bool
    is_doubtful: bool = False
    share: float | None = None


class Map(NamedTuple):
    """Outlines with spots on them.

    Attributes:
        home: the shapes of the home area; none on a map of the country.
        around: the other shapes.
        spots: the largest first.
        extent: west, south, east, north of what is to be seen, in metres.
        table: the figures behind the spots.
        left_out: what is on no spot of the map, in pounds and in words.
        origin: from where the money flows to the spots; None where it is not drawn as a flow.
        undrawn: why there is no spot to draw; empty where there is one.
    """

    home: tuple[Shape, ...]
    around: tuple[Shape, ...]
    spots: tuple[Spot, ...]
    extent: tuple[int, int, int, int]
    table: Table
    left_out: str
    origin: tuple[int, int] | None = None
    undrawn: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What a page shows beyond the tables.

    Attributes:
        changed: one sentence on what moved since the year before, or why that cannot be said.
        near: the home area with its neighbours; None where it has no outline.
        country: pounds by region.
        licences: attributions of the outlines.
        told: of tables and charts by key, what they show, in one sentence.
        meanings: of caveats by key, what they mean for the figures.
        leaving: what leaves, by category or department and by tier.
        rows: the payments and other rows behind the figures.
    """

    changed: str
    suppliers: Suppliers
    near: Map | None
    country: Map
    licences: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)
    leaving: Section | None = None
    rows: Rows = field(default_factory=Rows)
