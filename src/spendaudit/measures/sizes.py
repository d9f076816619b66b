"""The local share by size: of a payment, and of what a supplier was paid in a year.

Tameside Works First gave its small contracts to local firms; whether small money stays more often
than large is the question. A year's payments to one supplier stand in for a contract, whose value
published spending does not hold.
"""

from __future__ import annotations

from dataclasses import replace
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

    from spendaudit.places.areas import Area
    from spendaudit.places.reservable import ReservableArea

STEPS = (5_000, 25_000, 100_000)
"""Pounds at which a band begins; the last band begins at the threshold."""
CREDITS = "credits"
AROUND, ELSEWHERE = "the counties around", "elsewhere"


class Band(NamedTuple):
    """Amounts from `least` up to, and without, `below`; pence, None where there is no such end."""

    name: str
    least: int | None
    below: int | None


def bands(threshold: int) -> tuple[Band, ...]:
    """The bands of size up to a threshold in pounds and above it; credits are no size.

    The steps are those at which councils' own rules for buying usually change.
    """
    small, medium, large = (f"£{step // 1000}k" for step in STEPS)
    pence = [step * 100 for step in (*STEPS, threshold)]
    return (
        Band(f"under {small}", 0, pence[0]),
        Band(f"{small} to {medium}", pence[0], pence[1]),
        Band(f"{medium} to {large}", pence[1], pence[2]),
        Band(f"{large} to £{threshold:,}", pence[2], pence[3]),
        Band(f"£{threshold:,} or more", pence[3], None),
        Band(CREDITS, None, 0),
    )


def by_payment_size(spend: pl.DataFrame, home: Area, last_day: date | None) -> Section:
    """The local share of influenceable pounds by the size of the payment.

    Args:
        spend: as `spend_of` gives it.
        home: the home area.
        last_day: of the payments; the threshold of that day ends the last band but one.
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
    return replace(section, left_out=f"{section.left_out}; {note}")


def reservable(spend: pl.DataFrame, home: Area) -> Section:
    """Where the money under the threshold goes that an English council could reserve for an area.

    Suppliers' years below today's threshold for goods and services, without public bodies, from
    whom nothing is bought by competition. A year's payments are not a contract's value: a contract
    of several years may lie above the threshold though each year lies below.
    """
    since, law = reserving()
    limit = threshold_on(since).goods_and_services
    title = f"Small enough to be reserved: suppliers paid less than £{limit:,} in a year"
    local_area = reservable_area(home)
    if local_area is None:
        return Section("reservable", title, None, "councils in England alone may reserve contracts")
    yearly = _supplier_years(spend.filter(~is_public()))
    small = yearly.filter(pl.col("size").is_between(1, limit * 100, closed="left"))
    if small.is_empty():
        return Section("reservable", title, None, "no supplier was paid so little in a year")
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
        f"since {long_date(since)} a council may reserve contracts below the threshold for its area, "
        f"or that and counties or London boroughs that border it ({law}): here "
        f"{_named(local_area)}. A year's payments to one supplier stand in for a contract, and the "
        "threshold includes VAT."
    )
    public = sum_where(spend, is_influenceable() & is_public())
    larger = sum_of(yearly["pence"]) - total
    omitted = (
        Omitted(pounds(larger), "to suppliers paid more in a year, or credited"),
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
    limit = threshold_on(last_day).goods_and_services
    total = sum_of(sized["pence"])
    counted = pl.len() if what == "payments" else pl.struct("name", "year").n_unique()
    rows: list[tuple[Cell, ...]] = []
    for band in bands(limit):
        least, below = pl.lit(band.least), pl.lit(band.below)
        inside = (least.is_null() | (pl.col("size") >= least)) & (
            below.is_null() | (pl.col("size") < below)
        )
        rows.append(_row(band.name, sized.filter(inside), home, counted, total))
    columns = (
        Column("band", "Size", Kind.TEXT),
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
    limit = threshold_on(last_day)
    note = (
        f"£{limit.goods_and_services:,} is the threshold for goods and services since "
        f"{long_date(limit.since)}, VAT included"
    )
    return Section(key, title, table, note, omitted=(no_purchase(spend),))
