"""Totals that no word tells: rows each of which is what the rows next to it come to.

Ledgers print `Result`, `*`, the name of the department or of the month where a total stands. What
proves them is that all rows of a kind are such sums, to the penny, from one to the next.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fates import with_fate
from spendaudit.clean.totals import ControlTotal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TEXTS = ("supplier", "department", "category", "purpose", "transaction", "date")
_FILLED = (*_TEXTS, "supplier_id", "postcode_written")
_MOST_LEVELS = 3
"""Totals of departments, of directorates and of all."""
_MOST_ASKED = 4
"""Rows at either end of the payments, one of which is a total where there are any."""
_NEAR = 100_000
"""Rows from either end that a first or last total may be the sum of."""
_FEWEST_OTHERS = 3
"""Payments that one total alone has to be the sum of."""
_MORE = 2
"""Payments beyond one for each total: of pairs of equal amounts either might be the other's total."""
_OF_ALL = r"(?i)^all (?:other )?(?:suppliers|payments|payees|vendors|creditors|beneficiaries|transactions|invoices|expenditure|spend)\W*$"
"""What stands in the place of a supplier where all of them are added up."""
_USUALLY = 0.95
"""Share of the payments that have what a total alone has not."""


def with_sums_of_others(
    cells: pl.DataFrame, told: Sequence[ControlTotal]
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...], list[str]]:
    """Take the rows out of the payments that are proved to be sums of others.

    Args:
        cells: with `line`, `fate`, `pence` and the other cells, in file order, after the totals that
            a word or their place tells were found.
        told: these totals.

    Returns:
        The same with `fate` `total` for those rows; all totals; and a notice.
    """
    found: list[pl.DataFrame] = []
    for _ in range(_MOST_LEVELS):
        rows = _sums(cells)
        if rows is None:
            break
        cells = with_fate(cells, rows["line"], "total")
        found.append(rows)
    if not found:
        return cells, tuple(told), []
    rows = pl.concat(found).sort("line")
    totals = [
        ControlTotal(line, Decimal(pence) / 100, Decimal(pence) / 100)
        for line, pence in rows.iter_rows()
    ]
    line, pence = rows.row(0)
    what, called = (
        ("1 row is the sum of others", "a total")
        if len(totals) == 1
        else (f"{len(totals):,} rows are sums of others", "totals")
    )
    example = f"such as line {line:,} (£{pence / 100:,.2f})"
    said = f"{what} to the penny, {example}: {called}, and not counted"
    return cells, (*_counted_once(told, rows), *totals), [said]


def _counted_once(told: Sequence[ControlTotal], sums: pl.DataFrame) -> Iterator[ControlTotal]:
    """Totals that agree once the sums above them, which are no payments, are not counted in."""
    for total in told:
        above = pl.col("line") < total.line
        of_sums = Decimal(int(sums.filter(above)["pence"].sum())) / 100
        once = total._replace(counted=total.counted - of_sums)
        yield once if once.agrees and not total.below else total


def _sums(cells: pl.DataFrame) -> pl.DataFrame | None:
    """`line` and `pence` of rows of one kind that are all sums of others; None where none are."""
    if not _may_hold_sums(cells):  # as in nearly every file
        return None
    rows = cells.filter(pl.col("fate") == "payment").select("line", "pence", *_FILLED)
    total = int(rows["pence"].sum())
    kinds = list(_kinds(pl.concat([rows.head(_MOST_ASKED), rows.tail(_MOST_ASKED)])))
    sums = rows.select(
        pl.col("pence").filter(kind).sum().alias(str(n)) for n, kind in enumerate(kinds)
    )
    for kind, one in zip(kinds, sums.row(0) if kinds else (), strict=True):
        if _may_be_of_all(one, total):
            mine = rows.with_columns(kind.alias("mine"))
            if _are_sums(mine):
                return mine.filter("mine").select("line", "pence")
    for last in (rows["pence"].cum_sum() * 2 == total).arg_true():
        above, below = rows.head(last + 1), rows.slice(last + 1)
        for block, others in ((below, above), (above, below)):
            if block.height < others.height and _has_less(block, others):
                return block.select("line", "pence")
    return None


def _may_hold_sums(cells: pl.DataFrame) -> bool:
    """Whether one of the first or last payments is a sum of those next to it, or the ends are half of all."""
    are_paid = cells["fate"] == "payment"
    total = int(cells["pence"].filter(are_paid).sum())
    if total == 0:
        return False
    told = cells.select("pence", "fate")
    for inwards in (told.head(_NEAR), told.tail(_NEAR).reverse()):
        pence = inwards["pence"].filter(inwards["fate"] == "payment")
        upto = pence.cum_sum()
        if (upto * 2 == total).any():
            return True
        for place, one in enumerate(pence.head(_MOST_ASKED)):
            beside = upto.slice(place + 1) - upto[place]
            if one and (_may_be_of_all(one, total) or (beside == one).any()):
                return True
    return False


def _kinds(rows: pl.DataFrame) -> Iterator[pl.Expr]:
    """Conditions for rows that are like some: the same cells are filled; or a text is the same."""
    shapes = rows.select(pl.col(_FILLED) != "").unique(maintain_order=True)
    for shape in shapes.iter_rows(named=True):
        yield pl.all_horizontal((pl.col(name) != "") == there for name, there in shape.items())
    for name in _TEXTS:
        yield from (pl.col(name) == text for text in rows[name].cast(pl.String).unique() if text)


def _may_be_of_all(some: int, total: int) -> bool:
    """Whether the sum of some rows may be that of all payments: once, or once more as a grand total.

    Other levels of totals, not known yet, may be in the sum of all rows too.
    """
    levels = range(2, _MOST_LEVELS + 2)
    return some != 0 and (any(some * level == total for level in levels) or some * 3 == total * 2)


def _are_sums(rows: pl.DataFrame) -> bool:
    """Whether each row that is `mine` is the sum of the others since the last one, or until the next.

    The last of them, or the first, may be the sum of all others instead.
    """
    others = pl.when(~pl.col("mine"))
    sums = rows.select(
        "mine",
        "pence",
        *_FILLED,
        others.then("pence").otherwise(0).cum_sum().alias("above"),
        others.then(1).otherwise(0).cum_sum().alias("rows_above"),
    )
    mine = sums.filter("mine")
    all_others = sums.select(pl.col("above", "rows_above").last()).row(0)
    if mine.height == 1:
        return _is_sum_of_all(mine, sums, *all_others)
    for pence, above, rows_above in (_downwards(mine), _upwards(mine, all_others)):
        are_equal = pence == above
        if are_equal[:-1].all() and (are_equal[-1] or pence[-1] == all_others[0]):
            totals = int(are_equal.sum())
            return bool((rows_above > 1).any()) and 1 < totals <= all_others[1] - _MORE
    return False


def _downwards(mine: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Pence of each, and sum and number of the others since the one before it."""
    since = mine.select(
        pl.col("above", "rows_above") - pl.col("above", "rows_above").shift(1, fill_value=0)
    )
    return mine["pence"], since["above"], since["rows_above"]


def _upwards(
    mine: pl.DataFrame, all_others: tuple[int, int]
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """The same with what stands below each, from the last one up."""
    pence, rows = all_others
    until = mine.select(
        "pence",
        pl.col("above").shift(-1, fill_value=pence) - pl.col("above"),
        pl.col("rows_above").shift(-1, fill_value=rows) - pl.col("rows_above"),
    ).reverse()
    return until["pence"], until["above"], until["rows_above"]


def _is_sum_of_all(mine: pl.DataFrame, rows: pl.DataFrame, pence: int, others: int) -> bool:
    """Whether one row alone is the sum of all others, and has not what nearly all of them have.

    Or whether it says that it is of them all.
    """
    if others < _FEWEST_OTHERS or mine["pence"][0] != pence:
        return False
    if mine.select(pl.col("supplier").cast(pl.String).str.contains(_OF_ALL)).item():
        return True
    return _has_less(mine, rows.filter(~pl.col("mine")))


def _has_less(mine: pl.DataFrame, others: pl.DataFrame) -> bool:
    """Whether some rows have none of what nearly all others have, such as a date."""
    if others.height < _FEWEST_OTHERS:
        return False
    has, usual = (rows.select((pl.col(_FILLED) != "").mean()).row(0) for rows in (mine, others))
    return any(share >= _USUALLY and not here for here, share in zip(has, usual, strict=True))
