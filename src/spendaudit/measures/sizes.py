"""The local share by size: of a payment, and of what a supplier was paid in a year.

Tameside Works First gave its small contracts to local firms; whether small money stays more often
than large is the question. A year's payments to one supplier stand in for a contract, whose value
published spending does not hold.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.measures.spend import (
    financial_year,
    is_influenceable,
    is_local,
    is_placed,
    is_public,
    no_purchase,
    pounds,
    share,
    sum_of,
    sum_where,
)
from spendaudit.measures.thresholds import reserving, threshold_on
from spendaudit.places.reservable import reservable_area
from spendaudit.places.tiers import NOT_PLACED
from spendaudit.report.figures import long_date
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.values import Cell, Column, Kind, Omitted, Section, Table

if TYPE_CHECKING:
    from datetime import date

    from spendaudit.measures.thresholds import Threshold
    from spendaudit.places.areas import Area
    from spendaudit.places.reservable import ReservableArea

STEPS = (5_000, 25_000, 100_000)
"""Pounds at which a band begins; above them, the thresholds do."""
CREDITS = "credits"
AROUND, ELSEWHERE = "the counties around", "elsewhere"


class Band(NamedTuple):
    """Amounts from `least` up to, and without, `below`; pence, None where there is no such end."""

    name: str
    least: int | None
    below: int | None


def bands(threshold: Threshold) -> tuple[Band, ...]:
    """The bands of size up to the thresholds, between them and above; credits are no size.

    The steps are those at which councils' own rules for buying usually change. Works and some
    services have thresholds of their own, and nothing in published spending says what a contract
    is of: what lies between the lowest and the highest stands apart from what is above them all.
    """
    limits = {step: f"£{step // 1000}k" for step in STEPS}
    limits |= {limit: f"£{limit:,}" for limit in threshold.limits}
    ends = sorted(limits)
    return (
        Band(f"under {limits[ends[0]]}", 0, ends[0] * 100),
        *(
            Band(f"{limits[least]} to {limits[below]}", least * 100, below * 100)
            for least, below in pairwise(ends)
        ),
        Band(f"{limits[ends[-1]]} or more", ends[-1] * 100, None),
        Band(CREDITS, None, 0),
    )


def by_payment_size(spend: pl.DataFrame, home: Area, last_day: date | None) -> Section:
    """The local share of influenceable pounds by the size of the payment.

    Args:
        spend: as `spend_of` gives it.
        home: the home area.
        last_day: of the payments; bands end at the thresholds of that day.
    """
    title = f"What stayed in {home.in_a_sentence}, by size of payment"
    # Only what is needed: a filter copies every column that it is given.
    counted = spend.select("pence", "tier", "influenceable").filter(is_influenceable())
    table = _table(counted.with_columns(pl.col("pence").alias("size")), home, last_day, "payments")
    return _section("sizes", title, table, spend, last_day)


def by_yearly_size(spend: pl.DataFrame, home: Area, last_day: date | None) -> Section:
    """The local share of influenceable pounds by what the supplier was paid in a financial year."""
    title = f"What stayed in {home.in_a_sentence}, by what a supplier was paid in a year"
    yearly = _supplier_years(spend)
    table = _table(yearly, home, last_day, "suppliers")
    section = _section("sizes-yearly", title, table, spend, last_day)
    undated = sum_of(spend.filter(is_influenceable() & pl.col("paid_on").is_null())["pence"])
    if section.table is None or not undated:
        return section
    note = f"{in_pounds(pounds(undated))} without a date counts as a year of its own"
    return section._replace(left_out=f"{section.left_out}; {note}")


def reservable(spend: pl.DataFrame, home: Area) -> Section:
    """Where the money under the threshold goes that an English council could reserve for an area.

    Suppliers' years below today's threshold for goods and services, without public bodies, from
    whom nothing is bought by competition. A year's payments are not a contract's value: a contract
    of several years may lie above the threshold though each year lies below. Works have a higher
    threshold, and what could be reserved only as such is left out, in pounds.
    """
    since, law = reserving()
    threshold = threshold_on(since)
    limit = threshold.goods_and_services
    title = f"Small enough to be reserved: suppliers paid less than £{limit:,} in a year"
    local_area = reservable_area(home)
    if local_area is None:
        return Section("reservable", title, None, "councils in England alone may reserve contracts")
    yearly = _supplier_years(spend.filter(~is_public()))
    small = yearly.filter(pl.col("size").is_between(1, limit * 100, closed="left"))
    if small.is_empty():
        return Section(
            "reservable",
            title,
            None,
            "no supplier was paid so little in a year, and anything at all",
        )
    if not small.select(is_placed().any()).item():
        why = "no supplier that was paid so little in a year could be placed"
        return Section("reservable", title, None, why)
    total = sum_of(small["pence"])
    sums = {
        name: figures
        for name, *figures in small.group_by(around_home(home, local_area).alias("ring"))
        .agg(pl.col("pence").sum(), pl.col("name").n_unique(), pl.col("payments").sum())
        .iter_rows()
    }
    rows: list[tuple[Cell, ...]] = []
    for name in (home.name, AROUND, ELSEWHERE, NOT_PLACED):
        pence, suppliers, payments = sums.get(name, (0, 0, 0))
        rows.append((name, pounds(pence), share(pence, total), suppliers, payments))
    columns = (
        Column("where", "Paid to suppliers in", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "share", Kind.SHARE, of="all of these"),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    closing = (
        "all of these",
        pounds(total),
        share(total, total),
        small["name"].n_unique(),
        int(small["payments"].sum()),
    )
    left_out = (
        f"since {long_date(since)} a council may reserve contracts below the threshold, here that for "
        "goods and services, for its area, "
        f"or that and counties or London boroughs that border it ({law}): here "
        f"{_named(local_area)}. A year's payments to one supplier stand in for a contract, and the "
        "threshold includes VAT."
    )
    public = sum_where(spend, is_influenceable() & is_public())
    works = yearly["size"].is_between(limit * 100, threshold.works * 100, closed="left")
    larger = sum_of(yearly.filter(works)["pence"])
    rest = sum_of(yearly["pence"]) - total - larger
    as_works = (
        f"to suppliers paid from £{limit:,} to £{threshold.works:,} in a year, which could be "
        "reserved where it was for works"
    )
    if threshold.light_touch:
        as_works += f" (or, below £{threshold.light_touch:,}, for light-touch services)"
    omitted = (
        Omitted(pounds(larger), as_works),
        Omitted(pounds(rest), "to suppliers paid more in a year, or credited"),
        Omitted(pounds(public), "to public bodies"),
        no_purchase(spend),
    )
    table = Table(columns, tuple(rows), bar="share", total=closing, mark=0)
    return Section("reservable", title, table, left_out, omitted)


def around_home(home: Area, local_area: ReservableArea) -> pl.Expr:
    """Where a payee is, as the rows of `reservable` have it."""
    around = sorted(set(local_area.widest) - set(home.districts))
    return (
        pl.when(is_local(home.name))
        .then(pl.lit(home.name))
        .when(pl.col("district").cast(pl.String).is_in(around))
        .then(pl.lit(AROUND))
        .when(pl.col("tier") == NOT_PLACED)
        .then(pl.lit(NOT_PLACED))
        .otherwise(pl.lit(ELSEWHERE))
    )


def _named(local_area: ReservableArea) -> str:
    """The counties and boroughs around, with the county that the area itself lies in."""
    own = [f"the rest of the county of {local_area.county.name}"] if local_area.county else []
    return ", ".join([*own, *(area.name for area in local_area.bordering)]) or "none borders it"


def _supplier_years(spend: pl.DataFrame) -> pl.DataFrame:
    """Influenceable pounds by supplier, place and financial year: `size` is the supplier's year."""
    return (
        spend.lazy()
        .filter(is_influenceable())
        .group_by("name", financial_year(pl.col("paid_on")).alias("year"), "tier", "district")
        .agg(pl.col("pence").sum(), pl.len().alias("payments"))
        .collect()
        # One supplier may be placed by two spellings; its size is that of the whole.
        .with_columns(pl.col("pence").sum().over("name", "year").alias("size"))
    )


def _table(sized: pl.DataFrame, home: Area, last_day: date | None, what: str) -> Table | None:
    if sized.is_empty() or last_day is None:
        return None
    total = sum_of(sized["pence"])
    counted = pl.len() if what == "payments" else pl.struct("name", "year").n_unique()
    rows: list[tuple[Cell, ...]] = []
    for band in bands(threshold_on(last_day)):
        least, below = pl.lit(band.least), pl.lit(band.below)
        inside = (least.is_null() | (pl.col("size") >= least)) & (
            below.is_null() | (pl.col("size") < below)
        )
        rows.append(_row(band.name, sized.filter(inside), home, counted, total))
    columns = (
        Column("band", "Size", Kind.TEXT, uncut=True),
        Column("amount", "£", Kind.MONEY),
        Column("of_total", "of all", Kind.SHARE, of="all purchases"),
        Column("local", "local £", Kind.MONEY),
        Column("share", "local", Kind.SHARE, of="the row's £"),
        Column("placed", "placed", Kind.SHARE, of="the row's £"),
        Column(what, what if what == "payments" else "suppliers a year", Kind.COUNT),
    )
    closing = _row("all of these", sized, home, counted, total)
    return Table(columns, tuple(rows), bar="share", total=closing)


def _row(
    name: str, sized: pl.DataFrame, home: Area, counted: pl.Expr, total: int
) -> tuple[Cell, ...]:
    pence, local, placed, many = sized.select(
        pl.col("pence").sum(),
        pl.col("pence").filter(is_local(home.name)).sum().alias("local"),
        pl.col("pence").filter(is_placed()).sum().alias("placed"),
        counted.alias("many"),
    ).row(0)
    return (
        name,
        pounds(pence),
        share(pence, total),
        pounds(local),
        share(local, pence),
        share(placed, pence),
        many,
    )


def _section(
    key: str, title: str, table: Table | None, spend: pl.DataFrame, last_day: date | None
) -> Section:
    if last_day is None:
        return Section(key, title, None, "no payment has a date, so no threshold can be named")
    if table is None:
        return Section(key, title, None, "nothing was spent that counts as a purchase")
    return Section(key, title, table, _thresholds(last_day), omitted=(no_purchase(spend),))


def _thresholds(last_day: date) -> str:
    """Which thresholds hold, since when, and why no band is below or above the one that counts."""
    threshold = threshold_on(last_day)
    limits = [f"£{limit:,} for {what}" for limit, what in threshold.limits.items()]
    since = f"since {long_date(threshold.since)}"
    if last_day < threshold.since:
        since = f"from {long_date(threshold.since)} on, the oldest known"
    return (
        f"thresholds {since}, VAT {'included' if threshold.with_vat else 'left out'}: "
        f"{', '.join(limits[:-1])} and {limits[-1]}; the files do not say which of these a contract "
        "is for, so that what lies between them may be below its threshold or above"
    )
