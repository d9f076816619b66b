"""Codes of a ledger in front of the names: `UK0012345601 : Ribble Paints Ltd` is Ribble Paints Ltd."""

from __future__ import annotations

import polars as pl

# A code has a digit, and four signs or more: 3M is a firm. What stands between is set off by spaces.
_BEGINS = "^[A-Za-z]{0,8}[0-9]"
_CODE = _BEGINS + "[A-Za-z0-9/._]*"
_BETWEEN = r"(?:\s*:\s+|\s+[-|\x{2013}\x{2014}]\s+)"
_SHORTEST = 4
NEARLY_ALL = 0.9
"""The share of a file's rows with a name that have a code: of fewer, it may be how one firm is called."""
_SAMPLE = 2_000
"""Rows from all over a file that tell whether all of them are worth a look."""
FEWEST = 3
"""Rows; fewer prove nothing."""


def name_behind_code(supplier: pl.Expr) -> pl.Expr:
    """What stands behind the code with which a text begins; null where it begins with none."""
    long = supplier.str.extract(f"({_CODE}){_BETWEEN}", 1).str.len_chars() >= _SHORTEST
    name = supplier.str.extract(rf"{_CODE}{_BETWEEN}(.*\p{{L}}.*)$", 1)
    return pl.when(long).then(name)


def coded(payments: pl.DataFrame) -> pl.Series:
    """Each supplier that a file names behind a code, where that is how the file names nearly all.

    `payments` has `file` and `supplier`, Categorical.
    """
    texts = payments["supplier"].unique().drop_nulls()
    # Hardly any name begins so, and the whole pattern is tried on those alone.
    texts = texts.filter(texts.cast(pl.String).str.contains(_BEGINS))
    begins = texts.to_frame().select(
        name_behind_code(pl.col("supplier").cast(pl.String)).is_not_null().alias("coded")
    )["coded"]
    having = texts.filter(begins)
    if having.is_empty():
        return having.cast(pl.String)
    has = pl.col("supplier").is_in(having.implode())
    kept = (
        payments.lazy()
        .filter(pl.col("supplier").is_not_null())
        .group_by("file")
        .agg(
            has.mean().alias("share"),
            pl.len().alias("rows"),
            pl.col("supplier").filter(has).unique().alias("supplier"),
        )
        .filter((pl.col("share") >= NEARLY_ALL) & (pl.col("rows") >= FEWEST))
        .select("supplier")
        .collect()
    )
    return kept["supplier"].explode(empty_as_null=False).unique().cast(pl.String).sort()


def with_names(payees: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """The payees with `named`: the supplier without its code; null where the text is the name itself."""
    found = coded(payments)
    if found.is_empty():
        return payees.with_columns(pl.lit(None, pl.String).alias("named"))
    has = pl.col("supplier").is_in(found.implode())
    return payees.with_columns(
        pl.when(has).then(name_behind_code(pl.col("supplier"))).alias("named")
    )


def by_their_names(payees: pl.DataFrame) -> pl.DataFrame:
    """The payees with their name alone as `supplier`, where `named` tells it from a code before it."""
    if "named" not in payees.columns:
        return payees
    return payees.with_columns(pl.coalesce("named", "supplier").alias("supplier"))


def notice_coded(payments: pl.DataFrame) -> list[str]:
    """A sentence where suppliers are compared without a code that a file puts before their names."""
    some = payments["supplier"].gather_every(max(payments.height // _SAMPLE, 1)).cast(pl.String)
    if (some.str.contains(_BEGINS).mean() or 0) < NEARLY_ALL / 2:  # type: ignore[operator]
        return []
    found = coded(payments)
    if found.is_empty():
        return []
    name = pl.select(name_behind_code(pl.lit(found[0]))).item()
    notice = (
        f"nearly every supplier stands behind a code, such as {found[0][:60]!r}: each is known by "
        f"the name alone, {name[:40]!r}"
    )
    return [notice]
