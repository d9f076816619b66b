"""Whether the amounts have VAT in them, and what the amounts that were not used add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import unusual_pence

if TYPE_CHECKING:
    from spendaudit.read.records import Rows


def notice_amount(rows: Rows, paid: pl.Series, without: pl.Series) -> list[str]:
    """Say which amounts are counted, where it matters; the file is read again only if there are others.

    Args:
        rows: of one file.
        paid: the lines that are payments.
        without: those set aside, since the amounts that are counted are blank there.
    """
    heading = rows.heading
    amount = heading.called(heading.columns["amount"])
    includes = "the amounts include VAT"
    if not heading.rival_amounts:
        return [f"{includes}: the heading says gross"] if heading.basis == "gross" else []
    names = [amount, *(called for called, _ in heading.rival_amounts)]
    columns = {
        f"{called!r} (column {place + 1})" if names.count(called) > 1 else repr(called): f"c{place}"
        for called, place in reversed(heading.rival_amounts)
    }
    sums = (
        rows.cells.join(pl.concat([paid, without]).to_frame("line").lazy(), on="line", how="semi")
        .select(
            unusual_pence(pl.col(column).fill_null("")).sum().alias(called)
            for called, column in columns.items()
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    said = {"net": "the amounts are net", "gross": includes, "not said": "the amounts are those of"}
    colon = "" if heading.basis == "not said" else ":"
    others = ", ".join(
        f"{called} sums to {_in_pounds(sums[called])}" for called in reversed(columns)
    )
    return [f"{said[heading.basis]}{colon} {amount!r}; {others}"]


def _in_pounds(pence: int) -> str:
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02}"
