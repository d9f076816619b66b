"""Payments worth a second look, as a courtesy and not a verdict: each with its rule and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.measures.spend import NO_NAME, pounds, sum_of
from spendaudit.report.figures import counted
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from spendaudit.audit import Audit

REPEATED_FROM, NEAR_DAYS = 5_000_00, 31
"""Pence from which an equal second payment is worth a look, and how near their days are."""
MOST_ALIKE = 3
ROUND_FROM, ROUND_TO = 10_000_00, 1_000_00
SPLIT_AT = (5_000_00, 25_000_00, 100_000_00)
"""Pence at which councils' own rules for buying usually change."""
SPLIT_NEAR = 0.8
"""How near a limit each part of a split payment comes, as a fraction of it."""
FIRST_FROM, KNOWN_MONTHS = 100_000_00, 6
"""Pence from which a first payment is large, and how many months before it the files must hold."""
MOST_EACH = 5
"""Examples of each rule, the largest first."""
MOST_PLACES = 4
"""Rows of a case that are named."""


class _Rule(NamedTuple):
    name: str
    found: pl.DataFrame
    """`label`, `pence`, `payments`, `first`, `last`, `where`."""


def unusual(audit: Audit) -> Section:
    """Payments that a rule picks out: equal ones near each other, round sums, parts below a limit.

    Where a register says until when a supplier was there, those that came after, too.

    A rule says nothing about why: an equal payment may be a second month's rent, a round sum an
    agreed price. Public bodies, redacted payees and what is no purchase are left out.
    """
    title = "Payments worth a second look, and no more than that"
    bought = _purchases(audit)
    payments = bought.large
    if bought.months.is_empty():
        return Section("unusual", title, None, "nothing was paid that counts as a purchase")
    rules = [
        _Rule("equal", _repeated(payments)),
        _Rule("below a limit", _split(payments)),
        _Rule("large first", _first(bought)),
        _Rule("dissolved", _after_the_end(payments)),
        _Rule("round", _round(payments)),
    ]
    rows: list[tuple[Cell, ...]] = []
    for rule in rules:
        found = rule.found.sort("pence", "label", "first", descending=[True, False, False])
        rows += [
            (rule.name, label, pounds(pence), many, first, last, where)
            for label, pence, many, first, last, where in found.head(MOST_EACH).iter_rows()
        ]
        rest = found.slice(MOST_EACH)
        if rest.height:
            many = int(rest["payments"].sum())
            more = counted(rest.height, "more such case")
            rows.append((rule.name, more, pounds(sum_of(rest["pence"])), many, None, None, None))
    if not rows:
        return Section("unusual", title, None, "no payment is picked out by a rule")
    columns = (
        Column("rule", "Rule", Kind.TEXT),
        Column("supplier", "Supplier", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("payments", "payments", Kind.COUNT),
        Column("first", "from", Kind.DATE),
        Column("last", "to", Kind.DATE),
        Column("where", "where", Kind.TEXT),
    )
    note = (
        f"equal: {_pounds(REPEATED_FROM)} or more twice or three times to one supplier within "
        f"{NEAR_DAYS} days, on different days or in different files; below a limit: parts of one day, each {SPLIT_NEAR:.0%} or more of "
        f"{' or '.join(map(_pounds, SPLIT_AT))} and together above it; large first: "
        f"{_pounds(FIRST_FROM)} or more after {KNOWN_MONTHS} months in which nothing was paid; "
        "dissolved: paid after the day on which a register has it dissolved or removed, if a register "
        f"was asked; round: {_pounds(ROUND_FROM)} or more in whole thousands. A payment may stand under several, so "
        "that the rows do not add up; public bodies and what is no purchase are left out"
    )
    return Section("unusual", title, Table(columns, tuple(rows)), note)


class _Purchases(NamedTuple):
    """Purchases with a name and a day.

    Attributes:
        large: those that a rule may pick out, each with its supplier and where it stands.
        months: of each supplier: `name`, `month`, and `paid_on`, the first day on which it was paid.
    """

    large: pl.DataFrame
    months: pl.DataFrame


def _purchases(audit: Audit) -> _Purchases:
    ended = pl.col("until") if "until" in audit.payees.columns else pl.lit(None, pl.Date)
    payees = audit.payees.filter(
        (pl.col("influenceable") != "no") & (pl.col("kind") != "redacted") & (pl.col("name") != "")
    ).select(
        "payee",
        pl.col("name").cast(pl.Categorical),
        pl.col("supplier").fill_null(NO_NAME).alias("label"),
        ended.alias("until"),
    )
    on_a_day = audit.payments.lazy().filter(
        (pl.col("pence") > 0) & (pl.col("paid_on") == pl.col("paid_to"))
    )
    until_a_day = payees.filter(pl.col("until").is_not_null())["payee"]
    # Most payments are too small for any rule, and of ten million each column takes its room.
    may_be_picked = pl.col("pence") >= min(REPEATED_FROM, int(SPLIT_AT[0] * SPLIT_NEAR))
    if until_a_day.len():
        may_be_picked |= pl.col("payee").is_in(until_a_day.implode())
    return _Purchases(
        on_a_day.filter(may_be_picked)
        .select("payee", "pence", "paid_on", "paid_to", "file", "line", "transaction")
        .join(payees.lazy(), on="payee")
        .collect(),
        on_a_day.select("payee", "paid_on")
        .join(payees.lazy().select("payee", "name"), on="payee")
        .group_by("name", pl.col("paid_on").dt.month_start().alias("month"))
        .agg(pl.col("paid_on").min())
        .collect(),
    )


_WHERE = pl.format(
    "{}, line {}", pl.col("file").cast(pl.String).str.extract(r"([^/\\]*)$"), "line"
).alias("where")


def _places() -> pl.Expr:
    """The rows of a case, in their order, as many as are worth naming."""
    more = pl.format("; and {} more", pl.len() - MOST_PLACES)
    named = pl.col("where").head(MOST_PLACES).str.join("; ")
    return (named + pl.when(pl.len() > MOST_PLACES).then(more).otherwise(pl.lit(""))).alias("where")


def _repeated(payments: pl.DataFrame) -> pl.DataFrame:
    """Equal payments to one supplier on different days near each other, or in different files."""
    large = payments.filter(pl.col("pence") >= REPEATED_FROM)
    # More than three alike are a contract paid every month, and no mistake.
    alike = large.group_by("name", "pence").len().filter(pl.col("len").is_between(2, MOST_ALIKE))
    pairs = large.join(alike.select("name", "pence"), on=["name", "pence"], how="semi")
    pairs = pairs.with_columns(_WHERE).sort("name", "pence", "paid_on", "file", "line")
    one = ["name", "pence"]
    apart = (pl.col("paid_on") - pl.col("paid_on").shift(1).over(one)).dt.total_days()
    file = pl.col("file").cast(pl.String)
    other_file = file != file.shift(1).over(one)
    # Rows of one day in one file are the lines of an invoice, which are often equal.
    again = apart.is_between(1, NEAR_DAYS) | ((apart == 0) & other_file)
    return (
        pairs.with_columns(again.fill_null(value=False).alias("again"))
        .group_by(one)
        .agg(
            pl.col("label").first(),
            pl.len().alias("payments"),
            pl.col("paid_on").min().alias("first"),
            pl.col("paid_on").max().alias("last"),
            _places(),
            pl.col("again").any(),
        )
        .filter("again")
        .select("label", "pence", "payments", "first", "last", "where")
    )


def _split(payments: pl.DataFrame) -> pl.DataFrame:
    """Several payments of one day, each just below a limit that they exceed together.

    Those of one number are the lines of one invoice, and no payments of their own.
    """
    parts = []
    for limit in SPLIT_AT:
        near = pl.col("pence").is_between(int(limit * SPLIT_NEAR), limit, closed="left")
        parts.append(
            payments.filter(near)
            .with_columns(_WHERE)
            .sort("file", "line")
            .group_by("name", "paid_on", maintain_order=True)
            .agg(
                pl.col("label").sort().first(),
                pl.col("pence").sum(),
                pl.len().alias("payments"),
                _places(),
                (
                    pl.col("transaction").is_null().any() | (pl.col("transaction").n_unique() > 1)
                ).alias("parts"),
            )
            .filter("parts", (pl.col("payments") > 1) & (pl.col("pence") >= limit))
        )
    return pl.concat(parts).select(
        "label", "pence", "payments", pl.col("paid_on").alias("first"),
        pl.col("paid_on").alias("last"), "where",
    )  # fmt: skip


def _first(bought: _Purchases) -> pl.DataFrame:
    """The first payment to a supplier, where it is large and the files hold the months before it."""
    begun = bought.months.group_by("name").agg(pl.col("paid_on").min())
    firsts = (
        bought.large.filter(pl.col("pence") >= FIRST_FROM)
        .join(begun, on=["name", "paid_on"], how="semi")
        .with_columns(_WHERE)
        .sort("pence", "where", descending=[True, False])
        .unique("name", keep="first", maintain_order=True)
    )
    # A first payment in a file whose months before were never published is no first payment.
    month = pl.col("paid_on").dt.month_start()
    known = bought.months["month"].unique().implode()
    followed = pl.all_horizontal(
        month.dt.offset_by(f"-{back}mo").is_in(known) for back in range(1, KNOWN_MONTHS + 1)
    )
    return firsts.filter(followed).select(
        "label", "pence", pl.lit(1, pl.UInt32).alias("payments"),
        pl.col("paid_on").alias("first"), pl.col("paid_on").alias("last"), "where",
    )  # fmt: skip


def _after_the_end(payments: pl.DataFrame) -> pl.DataFrame:
    """Payments after the day on which a register has their supplier dissolved or removed."""
    return (
        payments.filter(pl.col("paid_on") > pl.col("until"))
        .with_columns(_WHERE)
        .sort("paid_on", "file", "line")
        .group_by("name", maintain_order=True)
        .agg(
            pl.col("label").first(),
            pl.col("pence").sum(),
            pl.len().alias("payments"),
            pl.col("paid_on").min().alias("first"),
            pl.col("paid_on").max().alias("last"),
            _places(),
        )
        .select("label", "pence", "payments", "first", "last", "where")
    )


def _round(payments: pl.DataFrame) -> pl.DataFrame:
    """Payments of whole thousands."""
    large = (pl.col("pence") >= ROUND_FROM) & (pl.col("pence") % ROUND_TO == 0)
    return payments.filter(large).with_columns(_WHERE).select(
        "label", "pence", pl.lit(1, pl.UInt32).alias("payments"),
        pl.col("paid_on").alias("first"), pl.col("paid_on").alias("last"), "where",
    )  # fmt: skip


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}"
