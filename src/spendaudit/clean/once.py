"""Files, and months of them, whose payments are counted in others: taken out of the tables, every row accounted for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.fingerprints import is_dated
from spendaudit.report.file_accounts import Alike, Overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.report.file_accounts import FileAccount

REPEATED = "repeated"
"""The kind of row, beside `blank` or `total`, that a file has where another file counts it."""


def same_file(account: FileAccount, name: str) -> tuple[FileAccount, Overlap]:
    """The account of a copy, byte for byte, of a file whose account is known."""
    rows = account.payments + account.set_aside
    copy = _elsewhere(account._replace(name=name, notices=()), (account.name,), rows, 0)
    overlap = Overlap(Alike.SAME_FILE, name, (account.name,), account.payments, account.total)
    return copy, overlap


def count_once(
    payments: pl.DataFrame,
    set_aside: pl.DataFrame,
    accounts: Sequence[FileAccount],
    overlaps: Sequence[Overlap],
) -> tuple[pl.DataFrame, pl.DataFrame, list[FileAccount]]:
    """Take out what is counted elsewhere.

    A row that was set aside goes too where the other file has it set aside as well; else it stays,
    since nobody can tell what it would have been.

    Args:
        payments: of all files, as `frames.PAYMENTS`.
        set_aside: of all files, as `frames.SET_ASIDE`.
        accounts: of all files, as if each stood alone.
        overlaps: those in doubt change nothing.
    """
    of_months = [one for one in overlaps if one.months]
    counted_in = {one.file: one.others for one in overlaps if one.counted_once and not one.months}
    if not counted_in and not of_months:
        return payments, set_aside, list(accounts)
    if of_months:
        payments = payments.filter(~_of_months(of_months))
    accounts = [
        _without_months(one, [o for o in of_months if o.file == one.name]) for one in accounts
    ]
    accounted = []
    for account in accounts:
        others = counted_in.get(account.name)
        if others is None:
            accounted.append(account)
            continue
        again = _set_aside_again(set_aside, account.name, others)
        set_aside = set_aside.join(again, on=["file", "line"], how="anti", maintain_order="left")
        left = account.set_aside - again.height
        accounted.append(_elsewhere(account, others, account.payments + again.height, left))
    counts = ~pl.col("file").is_in(list(counted_in))
    return payments.filter(counts), set_aside, accounted


def _of_months(overlaps: Sequence[Overlap]) -> pl.Expr:
    """Whether a payment is of a month of a file that another file counts."""
    month = pl.col("paid_on").dt.truncate("1mo")
    left_out = [(pl.col("file") == one.file) & month.is_in(list(one.months)) for one in overlaps]
    return is_dated() & pl.any_horizontal(left_out)


def _without_months(account: FileAccount, overlaps: Sequence[Overlap]) -> FileAccount:
    if not overlaps:
        return account
    rows = sum(one.rows for one in overlaps)
    amount = sum((one.amount for one in overlaps), Decimal())
    return account._replace(
        payments=account.payments - rows,
        non_rows={**account.non_rows, REPEATED: rows},
        total=account.total - amount,
        repeated=amount,
    )


def _elsewhere(
    account: FileAccount, others: tuple[str, ...], repeated: int, set_aside: int
) -> FileAccount:
    return account._replace(
        payments=0,
        set_aside=set_aside,
        non_rows={**account.non_rows, REPEATED: repeated},
        total=Decimal(),
        counted_in=others,
        repeated=account.total,
    )


def _set_aside_again(set_aside: pl.DataFrame, name: str, others: Sequence[str]) -> pl.DataFrame:
    """Lines of a file that are set aside in the others as well, as often as they are there."""
    bare = pl.col("text").str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "").alias("bare")

    def numbered(files: Sequence[str]) -> pl.DataFrame:
        return set_aside.filter(pl.col("file").is_in(list(files))).select(
            "file", "line", bare, bare.cum_count().over(bare).alias("time")
        )

    return numbered([name]).join(numbered(others), on=["bare", "time"], how="semi")
