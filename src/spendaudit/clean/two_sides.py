"""Amounts in two columns: debits less credits, what was paid beside what was received, or two budgets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import plain_pence, unusual_pence
from spendaudit.clean.total_labels import LABEL
from spendaudit.read.headings import SECOND_AMOUNT, TOLD_BY, cleaned, what_credits_are

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

# No amount: blank, `-`, `0.00`, `£ -`.
_NIL = r"^[£$ \t(]*[-\x{2013}\x{2212}]?[£$ \t]*0*[.,]?0*[-) \t]*$"
_MINUS = r"^[£$ ]*[-(\x{2013}\x{2212}]|-$|(?i:CR)$"
_BOTH = "it has a debit and a credit: nothing tells which of them was paid"
_EITHER = "it has two amounts, and one of them cannot be read"
_MIXED = "its credit has a minus, and other credits have none"
_BALANCE = re.compile(
    "(?:running|account|bank|current|closing|statement|ledger|cash|available)*balance"
    "(?:gbp|pounds|amounts?|cf|cfwd|carriedforward|after)*"
)
"""What stands over the column in which an account is told, line by line."""
_MOSTLY = 0.5
_TEXTS = ("supplier", "date", "department", "category", "purpose", "transaction")


def are_received(rows: Rows) -> bool:
    """Whether what stands under the second of two headings came in, and is no credit of a supplier's.

    `Receipts` did. So did the credits of a bank's statement, whose balance they are added to; beside
    the balance of a ledger, which goes up with a debit, they are credits.
    """
    heading = rows.heading
    if "credit" not in heading.columns or heading.told_by.get("credit") == TOLD_BY[0]:
        return False
    debit, credit = (heading.cells[heading.columns[one]] for one in ("amount", "credit"))
    kind = what_credits_are(debit, credit)
    if kind != "balance":
        return kind == "received"
    places = [
        place for place, cell in enumerate(heading.cells) if _BALANCE.fullmatch(cleaned(cell))
    ]
    return len(places) == 1 and _falls_with_debits(rows, places[0])


def _falls_with_debits(rows: Rows, balance: int) -> bool:
    """Whether a balance goes down where something was paid, downwards or upwards; so it does unless it goes up."""
    columns = (*(rows.heading.columns[one] for one in ("amount", "credit")), balance)
    # `CR` behind a balance says that the account has money.
    bare = (
        pl.col(f"c{place}").fill_null("").str.replace(r"(?i)\s*(?:CR|DR)\s*$", "")
        for place in columns
    )
    read = [pl.coalesce(plain_pence(one), unusual_pence(one)) for one in bare]
    names = ("paid", "taken", "left")
    told = (
        rows.cells.filter(pl.col("line") > rows.heading.line)
        .select("line", *(one.alias(name) for one, name in zip(read, names, strict=True)))
        .sort("line")
        .collect()
    )
    if told["left"].is_null().all():
        return False
    moved = pl.col("taken").abs().fill_null(0) - pl.col("paid").fill_null(0)
    shares = [0.0, 0.0]
    for downwards in (told, told.reverse()):
        steps = (
            downwards.with_columns(moved.cum_sum().alias("moved"))
            .filter(pl.col("left").is_not_null())
            .select(pl.col("left", "moved").diff())
            .filter(pl.col("moved") != 0)
        )
        for place, way in enumerate((pl.col("moved"), -pl.col("moved"))):
            share = steps.select((pl.col("left") == way).mean()).item()
            shares[place] = max(shares[place], share or 0.0)
    as_a_bank, as_a_ledger = shares
    return as_a_bank >= _MOSTLY or as_a_ledger < _MOSTLY


def with_both_sides(cells: pl.DataFrame, *, received: bool) -> pl.DataFrame:
    """Put debits and credits into one column of amounts, as they would be written there.

    A credit gets a minus; where every credit has one already, they stand as they are. So do
    amounts that were received. Of a total that is printed under both headings stands what the
    payments are held against: their own, or the debits less the credits.

    Args:
        cells: with `amount`, which holds the debits, `credit`, and the texts.
        received: as `are_received` says.

    Returns:
        The same with all of `amount`; `sides`: why a row has none, or null; and `received`, whether
        it is no payment for that.
    """
    amount, credit = pl.col("amount"), pl.col("credit")
    paid, taken = ~amount.str.contains(_NIL), ~credit.str.contains(_NIL)
    minus = credit.str.contains(_MINUS)
    is_figure = credit.str.contains(r"[0-9]") & taken
    signed = is_figure.any() & (minus | ~is_figure).all()
    stands = minus | ~is_figure | pl.lit(received)
    cells = cells.with_columns(_are_totals(cells, paid & taken).alias("is_total"))
    pence = [pl.coalesce(plain_pence(one), unusual_pence(one)) for one in (amount, credit)]
    less = pence[0] - pence[1].abs()
    difference = (less.cast(pl.Decimal(20, 2)) / 100).cast(pl.String)
    return cells.with_columns(
        pl.when("is_total")
        .then(None)
        .when(paid & taken)
        .then(pl.lit(_BOTH))
        .when(taken & minus & ~signed & ~pl.lit(received))
        .then(pl.lit(_MIXED))
        .alias("sides"),
        (pl.lit(received) & ~paid & is_figure).alias("received"),
        pl.when(pl.col("is_total") & ~pl.lit(received))
        .then(pl.coalesce(difference, amount))
        .when(~paid & taken & stands)
        .then(credit)
        .when(~paid & taken)
        .then("-" + credit)
        .when((amount == "") & ~taken)
        .then(credit)
        .otherwise(amount)
        .alias("amount"),
    ).drop("is_total")


def _are_totals(cells: pl.DataFrame, both: pl.Expr) -> pl.Series:
    """Whether rows that have an amount in both columns are called a total, or nothing at all."""
    asked = cells.with_row_index("place").filter(both)
    known = [
        pl.col(name).cast(pl.String).str.strip_chars(' "')
        for name in _TEXTS
        if name in cells.columns
    ]
    says = pl.any_horizontal(text.str.contains(LABEL) for text in known)
    bare = pl.all_horizontal(text == "" for text in known)
    places = asked.filter(says | bare)["place"]
    nothing = pl.Series([False]).new_from_index(0, cells.height)
    return nothing.scatter(places, values=True) if places.len() else nothing


def with_both_parts(cells: pl.DataFrame) -> pl.DataFrame:
    """Put the amounts of two columns into one, added up where a row has both.

    Args:
        cells: with `amount` and `second_amount`.

    Returns:
        As `with_both_sides`.
    """
    first, second = pl.col("amount"), pl.col(SECOND_AMOUNT)
    nothing, alone = first.str.contains(_NIL), second.str.contains(_NIL)
    pence = [pl.coalesce(plain_pence(one), unusual_pence(one)) for one in (first, second)]
    added = (pl.sum_horizontal(pence, ignore_nulls=False).cast(pl.Decimal(20, 2)) / 100).cast(
        pl.String
    )
    return cells.with_columns(
        pl.when(~nothing & ~alone & added.is_null()).then(pl.lit(_EITHER)).alias("sides"),
        pl.when(nothing & ~alone)
        .then(second)
        .when(~nothing & ~alone)
        .then(pl.coalesce(added, first))
        .when((first == "") & alone)
        .then(second)
        .otherwise(first)
        .alias("amount"),
    )


def set_aside_both(cells: pl.DataFrame) -> pl.DataFrame:
    """Take the amount from rows of which the two sides do not tell it, with the reason."""
    unclear = pl.col("sides").is_not_null()
    return cells.with_columns(
        pl.when(unclear).then(None).otherwise("pence").alias("pence"),
        pl.coalesce("sides", "reason").alias("reason"),
    )


def notice_parts(cells: pl.DataFrame, rows: Rows) -> list[str]:
    """Say that the amounts are those of two columns together, and what the second adds up to."""
    columns = rows.heading.columns
    if SECOND_AMOUNT not in columns:
        return []
    written = pl.col(SECOND_AMOUNT)
    second = cells.filter((pl.col("fate") == "payment") & ~written.str.contains(_NIL)).select(
        pl.coalesce(plain_pence(written), unusual_pence(written))
    )
    one, other = (rows.heading.called(columns[one]) for one in ("amount", SECOND_AMOUNT))
    pounds = f"£{int(second.to_series().sum()) / 100:,.2f}"
    have = "payment has one" if second.height == 1 else "payments have one"
    what = f"the amounts are those of two columns together, {one!r} and {other!r}"
    return [f"{what}: {second.height:,} {have} under the second, {pounds} in all"]


def notice_sides(cells: pl.DataFrame, rows: Rows) -> list[str]:
    """Say that the amounts are those of two columns, and what the credits add up to."""
    columns = rows.heading.columns
    if "credit" not in columns or cells["received"].any():
        return []
    taken = cells.filter((pl.col("fate") == "payment") & ~pl.col("credit").str.contains(_NIL))[
        "pence"
    ]
    debit, credit = (rows.heading.called(columns[one]) for one in ("amount", "credit"))
    pounds, rest = divmod(abs(int(taken.sum())), 100)
    what = "payment is a credit" if taken.len() == 1 else "payments are credits"
    notice = (
        f"the amounts are those of two columns, {debit!r} less {credit!r}: "
        f"{taken.len():,} {what}, £{pounds:,}.{rest:02} in all"
    )
    return [notice]
