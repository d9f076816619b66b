"""The local share by month, by department and by category."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import is_local, is_placed, pounds, share
from spendaudit.report.figures import counted, month_in_full
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from datetime import date

    from spendaudit.places.areas import Area

MOST_ROWS = 12
"""Largest groups that get a row of their own; the rest is one row, so that the money adds up."""

MOST_GAPS = 6
"""Gaps between months that the line below the table names."""
LONGEST_GAP = 12
"""Months without payments that are shown as such between two that have some."""

_FIGURES = (
    Column("amount", "£", Kind.MONEY),
    Column("local", "local £", Kind.MONEY),
    Column("share", "local", Kind.SHARE, of="the row's £"),
    Column("placed", "placed", Kind.SHARE, of="the row's £"),
)


def by_month(spend: pl.DataFrame, home: Area) -> Section:
    """The local share month by month; one of which the files hold nothing stands without figures.

    Nought would say that nothing was spent, where a file is more likely missing. Payments without a date,
    and those of a period longer than a month, are a row of their own.
    """
    title = f"What stayed in {home.in_a_sentence}, month by month"
    one_month = pl.col("paid_on").dt.month_start() == pl.col("paid_to").dt.month_start()
    months = spend.with_columns(
        pl.when(one_month).then(pl.col("paid_on").dt.month_start()).alias("month")
    )
    if months["month"].is_null().all():
        why = "no payment has a date that tells its month"
        return Section("months", title, None, why)
    sums = _sums(months, "month", home)
    known = _with_short_gaps(sums.select("month").drop_nulls())
    rows: list[tuple[Cell, ...]] = [
        (month, None, None, None, None) if pence is None else _row(month, pence, local, placed)
        for month, pence, local, placed in known.join(sums, on="month", how="left")
        .sort("month")
        .iter_rows()
    ]
    undated = sums.filter(pl.col("month").is_null())
    left_out = _missing(sums["month"].drop_nulls().sort().to_list())
    if undated.height:
        _, pence, local, placed = undated.row(0)
        undated_is = (
            f"{in_pounds(pounds(pence))} has no date, or one of several months: "
            "the row without a month"
        )
        left_out = "; ".join(filter(None, [left_out, undated_is]))
        rows.append(_row(None, pence, local, placed))
    columns = (Column("month", "Month", Kind.MONTH), *_FIGURES)
    table = Table(columns, tuple(rows), bar="share", total=_closing(months, home))
    return Section("months", title, table, left_out, omitted=())


def _missing(months: list[date]) -> str:
    """Name the months of which the files hold nothing, between the first and the last they hold."""
    gaps = []
    for before, after in pairwise(months):
        first, last = _months_on(before, 1), _months_on(after, -1)
        if first <= last:
            many = (last.year - first.year) * 12 + last.month - first.month + 1
            to = f" to {month_in_full(last)}" if many > 1 else ""
            unshown = " (no row each)" if many > LONGEST_GAP else ""
            gaps.append((many, f"{month_in_full(first)}{to}{unshown}"))
    if not gaps:
        return ""
    named = ", ".join(text for _, text in gaps[:MOST_GAPS])
    more = f" and {counted(len(gaps) - MOST_GAPS, 'more gap')}" if len(gaps) > MOST_GAPS else ""
    missing = counted(sum(many for many, _ in gaps), "month")
    return f"no payment is dated in {missing} between the others, {named}{more}"


def _months_on(month: date, months: int) -> date:
    """The first day of the month so many months later."""
    number = month.year * 12 + month.month - 1 + months
    return month.replace(year=number // 12, month=number % 12 + 1)


def _with_short_gaps(months: pl.DataFrame) -> pl.DataFrame:
    """Months that have payments, and those missing between two of them.

    A gap of more than a year is a date mistyped, or files that do not belong together: hundreds of
    empty rows would tell nobody which.
    """
    month = pl.col("month")
    following = month.shift(-1, fill_value=month.last()).dt.offset_by("-1mo")
    near = following <= month.dt.offset_by(f"{LONGEST_GAP}mo")
    until = pl.when(near).then(pl.max_horizontal(month, following)).otherwise(month)
    return (
        months.sort("month")
        .select(pl.date_ranges(month, until, "1mo").alias("month"))
        .explode("month")
    )


def by_department(spend: pl.DataFrame, home: Area) -> Section:
    """The local share of the largest departments by value."""
    return _by_text(spend, home, "department", "departments", "Department")


def by_category(spend: pl.DataFrame, home: Area) -> Section:
    """The local share of the largest categories by value."""
    return _by_text(spend, home, "category", "categories", "Category")


def _by_text(spend: pl.DataFrame, home: Area, column: str, key: str, heading: str) -> Section:
    title = f"What stayed in {home.in_a_sentence}, by {column}"
    if spend[column].is_null().all():
        return Section(key, title, None, f"the files have no column for the {column}")
    # The largest groups first; the rest in one row, and so are payments without one.
    sums = _sums(spend, column, home).sort(
        "pence", column, descending=[True, False], nulls_last=True
    )
    named = sums.filter(pl.col(column).is_not_null())
    rows = [_row(*row) for row in named.head(MOST_ROWS).iter_rows()]
    rest = named.slice(MOST_ROWS)
    others = f"{rest.height:,} others" if rest.height else None
    if others:
        rows.append(_row(others, *_added(rest)))
    nameless = sums.filter(pl.col(column).is_null())
    if nameless.height:
        rows.append(_row("(none given)", *_added(nameless)))
    columns = (Column(column, heading, Kind.TEXT), *_FIGURES)
    table = Table(columns, tuple(rows), bar="share", total=_closing(spend, home), rest=others)
    return Section(key, title, table, omitted=())


def _sums(spend: pl.DataFrame, by: str, home: Area) -> pl.DataFrame:
    return (
        spend.lazy()
        .group_by(by)
        .agg(
            pl.col("pence").sum(),
            pl.col("pence").filter(is_local(home.name)).sum().alias("local"),
            pl.col("pence").filter(is_placed()).sum().alias("placed"),
        )
        .collect()
    )


def _added(sums: pl.DataFrame) -> tuple[int, int, int]:
    return int(sums["pence"].sum()), int(sums["local"].sum()), int(sums["placed"].sum())


def _row(
    label: str | date | None, pence: int | None, local: int | None, placed: int | None
) -> tuple[Cell, ...]:
    whole = pence or 0
    return (
        label,
        pounds(pence),
        pounds(local),
        share(local or 0, whole),
        share(placed or 0, whole),
    )


def _closing(spend: pl.DataFrame, home: Area) -> tuple[Cell, ...]:
    return _row("all", *_added(_sums(spend.with_columns(all=1), "all", home)))
