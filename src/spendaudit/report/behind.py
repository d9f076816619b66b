"""Which row of each table every payment stands behind, so that a figure can lead to its payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures import breakdowns, leakage
from spendaudit.measures.leaving import NONE_GIVEN
from spendaudit.measures.sizes import around_home, bands
from spendaudit.measures.spend import (
    financial_year,
    is_influenceable,
    is_public,
    leaves,
    year_name,
)
from spendaudit.measures.thresholds import reserving, threshold_on
from spendaudit.places.areas import district_names
from spendaudit.places.reservable import reservable_area
from spendaudit.places.tiers import ABROAD
from spendaudit.report.regions import region_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from spendaudit.places.areas import Area
    from spendaudit.report.values import Cell, Table

    Rows = Sequence[tuple[Cell, ...]]

_ROW = pl.Int32
_ALL = pl.lit(value=True)


def row_of_each_payment(
    key: str, table: Table, spend: pl.DataFrame, home: Area, last_day: date | None
) -> pl.Series | None:
    """The number of the row of a table that each payment is counted in, in the order of `spend`.

    Args:
        key: of the section whose table it is.
        table: as the measure of that key gave it for this spend.
        spend: as `spend_of` gives it.
        home: the home area.
        last_day: of the payments; None where none has a date.

    Returns:
        Row numbers from 0; null for a payment that is in no row, and None for a table whose rows
        are no groups of payments, or are reached by another way.
    """
    find = _FOUND_BY.get(key)
    return None if find is None else find(spend, table.rows, home, last_day)


def _tiers(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    return by_text(spend, pl.col("tier"), rows)


def _rungs(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    return by_text(spend, pl.col("placed_by"), rows)


def _regions(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    return by_text(spend, region_name(), rows)


def _months(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    month = pl.col("paid_on").dt.month_start()
    one_month = month == pl.col("paid_to").dt.month_start()
    return by_text(spend, pl.when(one_month).then(month), rows)


def _years(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    began = financial_year(pl.col("paid_on"))
    whole = began == financial_year(pl.col("paid_to"))
    years = spend.select(pl.when(whole).then(began).alias("year"))
    named = {year: year_name(year) for year in years["year"].unique().drop_nulls().to_list()}
    name = pl.col("year").replace_strict(named, return_dtype=pl.String)
    # Without one, it is the last row, whatever that is called.
    return by_text(years, name, rows, without=len(rows) - 1)


def _not_influenceable(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    rule = pl.col("rule").cast(pl.String).fill_null("other")
    return by_text(spend, pl.when(~is_influenceable()).then(rule), rows)


def _departments(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    return _by_group(spend, "department", _ALL, rows, breakdowns.MOST_ROWS)


def _categories(spend: pl.DataFrame, rows: Rows, *_: object) -> pl.Series:
    return _by_group(spend, "category", _ALL, rows, breakdowns.MOST_ROWS)


def _leaking_departments(spend: pl.DataFrame, rows: Rows, home: Area, _: object) -> pl.Series:
    return _by_group(spend, "department", _leave(home), rows, leakage.MOST_ROWS)


def _leaking_categories(spend: pl.DataFrame, rows: Rows, home: Area, _: object) -> pl.Series:
    return _by_group(spend, "category", _leave(home), rows, leakage.MOST_ROWS)


def _sizes(spend: pl.DataFrame, _: Rows, home: Area, last_day: date | None) -> pl.Series | None:
    del home
    return _by_band(spend, pl.col("pence"), last_day)


def _yearly_sizes(
    spend: pl.DataFrame, _: Rows, home: Area, last_day: date | None
) -> pl.Series | None:
    del home
    bought = pl.when(is_influenceable()).then(pl.col("pence"))
    of_the_year = bought.sum().over("name", financial_year(pl.col("paid_on")))
    return _by_band(spend, of_the_year, last_day)


def _reservable(spend: pl.DataFrame, rows: Rows, home: Area, _: object) -> pl.Series | None:
    local_area = reservable_area(home)
    if local_area is None:
        return None
    limit = threshold_on(reserving()[0]).goods_and_services
    bought = is_influenceable() & ~is_public()
    paid = pl.when(bought).then(pl.col("pence"))
    of_the_year = paid.sum().over("name", financial_year(pl.col("paid_on")))
    small = bought & of_the_year.is_between(1, limit * 100, closed="left")
    return by_text(spend, pl.when(small).then(around_home(home, local_area)), rows)


def _flows(spend: pl.DataFrame, rows: Rows, home: Area, _: object) -> pl.Series:
    """Districts by name, the smaller ones in a row of their own, and the others by their tier."""
    vague = {row[1]: at for at, row in enumerate(rows) if row[0] in ("abroad", "(no one district)")}
    named = [row[0] for row in rows[: len(rows) - len(vague)] if row[1] is not None]
    names = dict(district_names().iter_rows())
    in_one = pl.col("district").is_not_null() & (pl.col("tier").cast(pl.String) != ABROAD)
    district = pl.col("district").cast(pl.String).replace(names)
    numbers = {name: at for at, name in enumerate(named)}
    by_name = _numbered(district, numbers, len(named))
    by_tier = _numbered(pl.col("tier").cast(pl.String), vague, None)
    return _numbers(
        spend, pl.when(_leave(home)).then(pl.when(in_one).then(by_name).otherwise(by_tier))
    )


def _leaving(spend: pl.DataFrame, rows: Rows, home: Area, _: object) -> pl.Series:
    """A row for each group and tier."""
    column = "department" if spend["category"].is_null().all() else "category"
    groups = list(dict.fromkeys(row[0] for row in rows))
    tiers = list(dict.fromkeys(row[1] for row in rows))
    group = _numbered(
        pl.col(column).cast(pl.String).fill_null(NONE_GIVEN),
        {name: at for at, name in enumerate(groups)},
        len(groups) - 1,
    )
    tier = _numbered(
        pl.col("tier").cast(pl.String), {name: at for at, name in enumerate(tiers)}, None
    )
    return _numbers(spend, pl.when(_leave(home)).then(group * len(tiers) + tier))


_FOUND_BY: dict[str, Callable[[pl.DataFrame, Rows, Area, date | None], pl.Series | None]] = {
    "tiers": _tiers,
    "placed-by": _rungs,
    "country": _regions,
    "months": _months,
    "years": _years,
    "departments": _departments,
    "categories": _categories,
    "sizes": _sizes,
    "sizes-yearly": _yearly_sizes,
    "leakage-departments": _leaking_departments,
    "leakage-categories": _leaking_categories,
    "flows": _flows,
    "reservable": _reservable,
    "leaving": _leaving,
    "not-influenceable": _not_influenceable,
}


def _leave(home: Area) -> pl.Expr:
    return is_influenceable() & leaves(home.name)


def _numbers(spend: pl.DataFrame, number: pl.Expr) -> pl.Series:
    return spend.select(number.cast(_ROW).alias("row"))["row"]


def _numbered(text: pl.Expr, numbers: dict[Cell, int], otherwise: int | None) -> pl.Expr:
    return text.replace_strict(numbers, default=otherwise, return_dtype=_ROW)


def by_text(
    spend: pl.DataFrame, value: pl.Expr, rows: Rows, without: int | None = None
) -> pl.Series:
    """Rows by their first cell, and that without one for what has none.

    Args:
        spend: of what the value is told.
        value: the first cell of the row that it is counted in.
        rows: of the table.
        without: number of the row for what has no value, where none has an empty first cell.
    """
    numbers: dict[Cell, int] = {row[0]: at for at, row in enumerate(rows) if row[0] is not None}
    nameless = next((at for at, row in enumerate(rows) if row[0] is None), without)
    if any(isinstance(one, str) for one in numbers):
        value = value.cast(pl.String)
    found = pl.when(value.is_null()).then(nameless).otherwise(_numbered(value, numbers, None))
    return _numbers(spend, found)


def _by_group(spend: pl.DataFrame, column: str, which: pl.Expr, rows: Rows, most: int) -> pl.Series:
    """The largest groups by their name, all others in the row after them, the nameless in the last.

    By their place, not by what they are called: a department may be called anything.
    """
    group = pl.when(which).then(pl.col(column).cast(pl.String))
    has_nameless = bool(spend.select((which & pl.col(column).is_null()).any()).item())
    named = [row[0] for row in rows[: len(rows) - has_nameless]][:most]
    number = _numbered(group, {name: at for at, name in enumerate(named)}, len(named))
    nameless = pl.col(column).is_null()
    return _numbers(
        spend, pl.when(which).then(pl.when(nameless).then(len(rows) - 1).otherwise(number))
    )


def _by_band(spend: pl.DataFrame, size: pl.Expr, last_day: date | None) -> pl.Series | None:
    """Purchases by the band that a size in pence lies in; the bands are the rows, in their order."""
    if last_day is None:
        return None
    number = pl.lit(None, _ROW)
    for at, band in enumerate(bands(threshold_on(last_day))):
        least, below = pl.lit(band.least), pl.lit(band.below)
        inside = (least.is_null() | (size >= least)) & (below.is_null() | (size < below))
        number = pl.when(inside).then(pl.lit(at, _ROW)).otherwise(number)
    return _numbers(spend, pl.when(is_influenceable()).then(number))
