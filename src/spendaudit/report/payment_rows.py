"""The rows behind the figures: the largest payments of all and of each row, and what was set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import NO_NAME, pounds
from spendaudit.report.behind import row_of_each_payment
from spendaudit.report.behind_payees import Counted, rows_of_each_payment
from spendaudit.report.caveats import caveats_of_each_payment
from spendaudit.report.details import Behind, PaymentLine, Rows, SetAsideLine
from spendaudit.report.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from spendaudit.audit import Audit
    from spendaudit.report.values import Caveat, Cell, Table

MOST_OF_ALL = 20
MOST_OF_A_ROW = 3
MOST_SET_ASIDE = 20
LONGEST = 200
"""Characters of a text from the files that go any further."""


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


def rows_behind(
    audit: Audit,
    spend: pl.DataFrame,
    tables: Mapping[str, Table],
    caveats: Sequence[Caveat],
    last_day: date | None,
) -> Rows:
    """The largest payments of all and behind each row of the tables and each caveat; set-aside rows.

    Args:
        audit: what the line gave.
        spend: as `spend_of` gives it for this audit: its rows are those of the payments, in their
            order.
        tables: by the keys of their sections; those whose rows are no groups of payments are
            passed over.
        caveats: of the report.
        last_day: of the payments.
    """
    payments = audit.payments
    of: dict[str, tuple[Behind | None, ...]] = {}
    whole = Counted(audit, spend)
    for key, table in tables.items():
        one = row_of_each_payment(key, table, spend, audit.area, last_day)
        numbers = rows_of_each_payment(key, table, whole) if one is None else (one,)
        if numbers:
            of[key] = _behind(payments, numbers, len(table.rows))
    large = payments.filter(pl.col("pence") >= pl.col("pence").top_k(MOST_OF_ALL).min())
    largest = _lines(large.pipe(_by_size).head(MOST_OF_ALL))
    set_aside = audit.cleaned.set_aside.sort("file", "line")
    more = set_aside.height - MOST_SET_ASIDE
    return Rows(
        largest=tuple(line for _, line in largest),
        of=of,
        caveats=_behind(payments, caveats_of_each_payment(spend, caveats), len(caveats)),
        set_aside=tuple(
            SetAsideLine(file, line, reason, text)
            for file, line, reason, text in set_aside.head(MOST_SET_ASIDE)
            .select("file", "line", "reason", pl.col("text").str.slice(0, LONGEST))
            .iter_rows()
        ),
        set_aside_left_out=f"{counted(more, 'more row')} not listed here" if more > 0 else "",
    )


def _behind(
    payments: pl.DataFrame, numbers: Iterable[pl.Series], rows: int
) -> tuple[Behind | None, ...]:
    """The payments of each row: all of them counted and added, the largest with their lines.

    Args:
        payments: as `frames.PAYMENTS`.
        numbers: of each payment, the number of its row; null for one that is in none. Several
            where rows overlap.
        rows: how many there are.
    """
    behind: dict[Cell, Behind] = {}
    for one in numbers:
        behind |= _behind_each(payments, one)
    return tuple(behind.get(row) for row in range(rows))


def _behind_each(payments: pl.DataFrame, numbers: pl.Series) -> dict[Cell, Behind]:
    """The payments of rows that do not overlap, by the numbers of these."""
    numbered = pl.DataFrame([numbers.alias("row"), payments["pence"]])
    sums = (
        numbered.drop_nulls("row")
        .group_by("row")
        .agg(pl.len().alias("payments"), pl.col("pence").sum().alias("amount"))
    )
    # Of what was taken back, the largest is the furthest below nought.
    sign = pl.when(pl.col("amount") < 0).then(-1).otherwise(1)
    numbered = numbered.join(sums, on="row", how="left", maintain_order="left").select(
        "row", (pl.col("pence") * sign).alias("size")
    )
    # What is too small is left before anything is sorted: there may be millions.
    least = numbered.group_by("row").agg(pl.col("size").top_k(MOST_OF_A_ROW).min().alias("least"))
    floor = numbered.select("row").join(least, on="row", how="left", maintain_order="left")["least"]
    is_large = numbered["row"].is_not_null() & (numbered["size"] >= floor)
    chosen = (
        payments.filter(is_large)
        .with_columns(numbered.filter(is_large))
        .with_columns(pl.col("file").cast(pl.String))
        .sort("size", "file", "line", descending=[True, False, False])
        .group_by("row", maintain_order=True)
        .head(MOST_OF_A_ROW)
    )
    found: dict[Cell, list[PaymentLine]] = {}
    for row, line in _lines(chosen, "row"):
        found.setdefault(row, []).append(line)
    return {
        row: Behind(tuple(found[row]), many, pounds(pence))
        for row, many, pence in sums.select("row", "payments", "amount").iter_rows()
    }


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
