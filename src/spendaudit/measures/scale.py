"""Area totals from payments that were written as Parquet, on whatever engine holds them.

For those who have a cluster already; no machine needs one (`docs/scale.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Frame = TypeVar("Frame")


def area_totals(payments: Frame, within: Sequence[str] = ()) -> Frame:
    """Sum payments by tier with the engine that holds them, exact to the penny.

    Args:
        payments: what `spendaudit payments -o payments.parquet` wrote, as a frame of any engine that
            narwhals knows: Polars, PySpark, DuckDB, Dask, pandas and others, lazy or not. Needed are
            `tier`, `supplier` and `amount` (a decimal of pounds).
        within: columns to keep apart as well, such as `file` where several councils are summed, each
            of which has tiers of its own.

    Returns:
        A frame of the same engine, and as lazy: the columns of `within`, `tier`, `payments`, `pence`
        and `spellings`, the distinct texts of `supplier`; most pence first. A report counts cleaned
        names as suppliers, so that its number may be lower.
    """
    import narwhals as nw  # here, since few have it: the extra `scale`

    by = [*within, "tier"]
    pence = (nw.col("amount") * 100).cast(nw.Int64)
    # Of no type that narwhals could tell: any engine's frame, known when it is there.
    held: Any = payments
    totals = (
        nw.from_native(held)
        .group_by(*by, "supplier")
        .agg(nw.len().alias("payments"), nw.col("amount").sum())
        .group_by(*by)
        .agg(
            nw.col("payments").sum(),
            nw.col("amount").sum(),
            nw.len().alias("spellings"),
        )
        .select(*by, "payments", pence.alias("pence"), "spellings")
        .sort("pence", *by, descending=[True, *(False for _ in by)])
    )
    native: Frame = totals.to_native()
    return native
