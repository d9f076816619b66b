"""The rows behind the figures: the largest payments of all and of each group, and what was set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import NO_NAME, pounds
from spendaudit.report.details import PaymentLine, Rows, SetAsideLine
from spendaudit.report.figures import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.audit import Audit
    from spendaudit.report.values import Cell, Section

MOST_OF_ALL = 20
MOST_OF_A_GROUP = 3
MOST_SET_ASIDE = 20
LONGEST = 200
"""Characters of a text from the files that go any further."""

_GROUPED = {"departments": "department", "categories": "category", "months": "month"}
"""Sections whose rows are groups of payments by one column, and that column."""


def said_of_a_payment() -> pl.Expr:
    """Department, category and purpose of a payment as one bounded text."""
    return pl.concat_str(
        [
            pl.col(column).cast(pl.String).str.slice(0, LONGEST)
            for column in ("department", "category", "purpose")
        ],
        separator=" · ",
        ignore_nulls=True,
    )


def rows_behind(audit: Audit, spend: pl.DataFrame, sections: Sequence[Section]) -> Rows:
    """The largest payments of all and of each department, category and month, and set-aside rows.

    Args:
        audit: what the line gave.
        spend: as `spend_of` gives it for this audit: its rows are those of the payments, in their
            order, and its departments and categories are named as in the sections.
        sections: those whose rows have payments behind them; others are passed over.
    """
    month = pl.col("paid_on").dt.month_start()
    one_month = month == pl.col("paid_to").dt.month_start()
    payments = audit.payments.with_columns(
        spend["department"].alias("group_department"),
        spend["category"].alias("group_category"),
    ).with_columns(pl.when(one_month).then(month).alias("group_month"))
    of: dict[str, dict[Cell, tuple[PaymentLine, ...]]] = {}
    for section in sections:
        column = _GROUPED.get(section.key)
        if column is not None and section.table is not None:
            of[section.key] = _largest_of(payments, f"group_{column}", section)
    large = payments.filter(pl.col("pence") >= pl.col("pence").top_k(MOST_OF_ALL).min())
    largest = _lines(large.pipe(_by_size).head(MOST_OF_ALL))
    set_aside = audit.cleaned.set_aside.sort("file", "line")
    more = set_aside.height - MOST_SET_ASIDE
    return Rows(
        largest=tuple(line for _, line in largest),
        of=of,
        set_aside=tuple(
            SetAsideLine(file, line, reason, text)
            for file, line, reason, text in set_aside.head(MOST_SET_ASIDE)
            .select("file", "line", "reason", pl.col("text").str.slice(0, LONGEST))
            .iter_rows()
        ),
        set_aside_left_out=f"{counted(more, 'more row')} not listed here" if more > 0 else "",
    )


def _largest_of(
    payments: pl.DataFrame, column: str, section: Section
) -> dict[Cell, tuple[PaymentLine, ...]]:
    """The largest payments of each group that has a row of its own."""
    assert section.table is not None  # noqa: S101 - the caller looked
    groups = [row[0] for row in section.table.rows if row[0] is not None]
    group = pl.col(column)
    if payments.schema[column] == pl.Categorical:
        group = group.cast(pl.String)
    # What is too small is left before anything is sorted: there may be millions.
    least = payments.group_by(column).agg(pl.col("pence").top_k(MOST_OF_A_GROUP).min().alias("_"))
    floor = payments.select(column).join(least, on=column, how="left", maintain_order="left")["_"]
    chosen = (
        payments.filter(payments["pence"] >= floor)
        .with_columns(group.alias("group"))
        .filter(pl.col("group").is_in(groups))
        .pipe(_by_size)
        .group_by("group", maintain_order=True)
        .head(MOST_OF_A_GROUP)
    )
    found: dict[Cell, list[PaymentLine]] = {}
    for name, line in _lines(chosen, "group"):
        found.setdefault(name, []).append(line)
    return {name: tuple(lines) for name, lines in found.items()}


def _by_size(payments: pl.DataFrame) -> pl.DataFrame:
    """The largest first, equal ones as they stand in the files."""
    return payments.with_columns(pl.col("file").cast(pl.String)).sort(
        "pence", "file", "line", descending=[True, False, False]
    )


def _lines(payments: pl.DataFrame, name: str | None = None) -> list[tuple[Cell, PaymentLine]]:
    supplier = pl.col("supplier").cast(pl.String).str.slice(0, LONGEST).fill_null(NO_NAME)
    rows = payments.select(
        pl.lit(None).alias("name") if name is None else pl.col(name).alias("name"),
        "file",
        "line",
        "paid_on",
        "pence",
        said_of_a_payment().alias("what"),
        supplier.alias("supplier"),
    )
    return [
        (group, PaymentLine(file, line, paid_on, pounds(pence), what, payee))
        for group, file, line, paid_on, pence, what, payee in rows.iter_rows()
    ]
