"""Which rows of the tables about suppliers, publishers and samples every payment stands behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures import anchors, branches, standing
from spendaudit.measures.deprivation import label_of, neighbourhoods_of
from spendaudit.measures.distance import bands, centre_of, km_to_supplier
from spendaudit.measures.organisations import is_firm, legal_form, organisations_of
from spendaudit.measures.redactions import nameless_payees
from spendaudit.measures.sample import LARGEST, by_what_they_were_paid
from spendaudit.measures.spend import is_influenceable, is_local
from spendaudit.report.behind import by_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.audit import Audit
    from spendaudit.report.values import Cell, Table

    Rows = Sequence[tuple[Cell, ...]]

_ROW = pl.Int32


@dataclass(frozen=True)
class Counted:
    """What is counted in the tables of a report.

    Attributes:
        audit: what the line gave.
        spend: as `spend_of` gives it for this audit: its rows are those of the payments, in their
            order.
    """

    audit: Audit
    spend: pl.DataFrame

    @cached_property
    def organisations(self) -> pl.DataFrame:
        """As `organisations_of` gives them: several tables divide them."""
        return organisations_of(self.audit)

    @cached_property
    def publishers(self) -> pl.Series:
        """Whose payment each is."""
        return anchors.publishers_of(self.audit)


def rows_of_each_payment(key: str, table: Table, counted: Counted) -> tuple[pl.Series, ...]:
    """The numbers of the rows of a table that each payment is counted in, in their order.

    Args:
        key: of the section whose table it is.
        table: as the measure of that key gave it.
        counted: for what.

    Returns:
        Row numbers from 0; null for a payment that is in no row. Several series where rows overlap,
        no row in two of them; none for a table that is not known here.
    """
    find = _FOUND_BY.get(key)
    return () if find is None else find(counted, table.rows)


def _branches(counted: Counted, _: Rows) -> tuple[pl.Series, ...]:
    paid, here = counted.organisations, is_local(counted.audit.area.name)
    number = pl.when(here).then(0).when(pl.col("branch_here")).then(1).cast(_ROW)
    return _by_payee(counted, paid, paid.select(number.alias("row"))["row"])


def _groups(counted: Counted, _: Rows) -> tuple[pl.Series, ...]:
    paid = counted.organisations.select("payee", pl.col("group").str.strip_chars())
    groups = branches.groups_of(counted.organisations, counted.audit.area)
    named = _first_ones(groups, branches.MOST_GROUPS).select("group", "row")
    found = paid.join(named, on="group", how="left", maintain_order="left")
    return _by_payee(counted, paid, found["row"])


def _owners(counted: Counted, rows: Rows) -> tuple[pl.Series, ...]:
    paid = counted.organisations
    return _by_payee(counted, paid, by_text(paid, pl.col("ownership"), rows))


def _legal_forms(counted: Counted, rows: Rows) -> tuple[pl.Series, ...]:
    paid = counted.organisations
    return _by_payee(counted, paid, by_text(paid, legal_form(), rows))


def _sizes(counted: Counted, rows: Rows) -> tuple[pl.Series, ...]:
    paid = counted.organisations
    return _by_payee(counted, paid, by_text(paid, pl.when(is_firm()).then("size"), rows))


def _industries(counted: Counted, rows: Rows) -> tuple[pl.Series, ...]:
    paid = counted.organisations
    return _by_payee(counted, paid, by_text(paid, pl.col("section"), rows))


def _standing(counted: Counted, _: Rows) -> tuple[pl.Series, ...]:
    paid = counted.organisations.with_columns(standing.what_stands_out().alias("what"))
    named = _first_ones(standing.standing_out(counted.organisations), standing.MOST_NAMED)
    numbers = paid.join(
        named.select("name", "what", "row"), on=["name", "what"], how="left", maintain_order="left"
    )["row"]
    return _by_payee(counted, paid, numbers)


def _redactions(counted: Counted, rows: Rows) -> tuple[pl.Series, ...]:
    nameless = nameless_payees(counted.audit)
    return _by_payee(counted, nameless, by_text(nameless, pl.col("instead"), rows))


def _distance(counted: Counted, _: Rows) -> tuple[pl.Series, ...]:
    payees, centre = counted.audit.payees, centre_of(counted.audit)
    if centre is None:
        return ()
    far = pl.col("km")
    number = pl.lit(len(bands()), _ROW)
    for at, (_name, low, high) in enumerate(bands()):
        number = pl.when((far >= low) & (far < high)).then(pl.lit(at, _ROW)).otherwise(number)
    found = payees.with_columns(km_to_supplier(centre).alias("km")).select(
        pl.when(is_influenceable()).then(number).alias("row")
    )
    return _by_payee(counted, payees, found["row"])


def _deprivation(counted: Counted, rows: Rows) -> tuple[pl.Series, ...]:
    audit = counted.audit
    deprivation = audit.directory.deprivation
    if deprivation is None:
        return ()
    bought = audit.payees.filter(is_influenceable()).select("payee")
    found = bought.join(neighbourhoods_of(audit, deprivation.deciles), on="payee")
    called = {where: label_of(where) for where in found["where"].unique()}
    return _by_payee(counted, found, by_text(found, pl.col("where").replace(called), rows))


def _anchors(counted: Counted, rows: Rows) -> tuple[pl.Series, ...]:
    """A row for each publisher; what they pay each other stands in one more, which takes it off."""
    publishers = counted.publishers
    named = rows[: publishers.n_unique()]
    numbers = by_text(publishers.to_frame(), pl.col("publisher"), named)
    if len(named) == len(rows):
        return (numbers,)
    of_each = counted.spend.with_columns(publishers).with_row_index("at")
    between = anchors.paid_to_each_other(of_each)["at"]
    nowhere = pl.repeat(None, of_each.height, dtype=_ROW, eager=True)
    return numbers, nowhere.scatter(between, len(named))


def _joint(counted: Counted, _: Rows) -> tuple[pl.Series, ...]:
    of_each = counted.spend.with_columns(counted.publishers)
    said = anchors.is_bought_of_a_firm() & (pl.col("publisher") != anchors.NOT_SAID)
    shared = _first_ones(anchors.shared_suppliers(of_each.filter(said)), anchors.MOST_ROWS)
    return (_of_named(of_each, said, shared),)


def _sample(counted: Counted, _: Rows) -> tuple[pl.Series, ...]:
    """The largest and all of them, each with purchases alone once more: all four overlap."""
    sampled = by_what_they_were_paid(counted.spend).head(LARGEST)["name"].implode()
    is_large, is_bought = pl.col("name").is_in(sampled), is_influenceable()
    which = (is_large, pl.lit(value=True), is_large & is_bought, is_bought)
    found = counted.spend.select(
        pl.when(one).then(pl.lit(at, _ROW)).alias(str(at)) for at, one in enumerate(which)
    )
    return tuple(found.get_columns())


_FOUND_BY: dict[str, Callable[[Counted, Rows], tuple[pl.Series, ...]]] = {
    "branches": _branches,
    "groups": _groups,
    "owners": _owners,
    "legal-forms": _legal_forms,
    "firm-sizes": _sizes,
    "industries": _industries,
    "standing": _standing,
    "redactions": _redactions,
    "distance": _distance,
    "deprivation": _deprivation,
    "anchors": _anchors,
    "joint": _joint,
    "sample": _sample,
}


def _of_named(spend: pl.DataFrame, which: pl.Expr, rows: pl.DataFrame) -> pl.Series:
    """Of some payments, the `row` that their `name` has; null for all others."""
    found = spend.select("name", which.alias("which")).join(
        rows.select("name", "row"), on="name", how="left", maintain_order="left"
    )
    return found.select(pl.when("which").then("row").alias("row"))["row"]


def _first_ones(ranked: pl.DataFrame, most: int) -> pl.DataFrame:
    """Groups in the order of their table with the `row` of each: the last holds all the others."""
    return ranked.with_row_index("row").with_columns(
        pl.col("row").clip(upper_bound=most).cast(_ROW)
    )


def _by_payee(counted: Counted, payees: pl.DataFrame, numbers: pl.Series) -> tuple[pl.Series, ...]:
    """The rows of payments by those of their payees; null where a payee is not among them."""
    numbered = pl.DataFrame([payees["payee"], numbers.alias("row")])
    found = counted.audit.payments.select("payee").join(
        numbered, on="payee", how="left", maintain_order="left"
    )
    return (found["row"],)
