"""What kind of organisations were paid: to whom they belong, how large they are, and what they do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.national import against_national
from spendaudit.measures.spend import NO_NAME, pounds, share, sum_of
from spendaudit.report.values import Cell, Column, Kind, Omitted, Section, Table
from spendaudit.suppliers.identifiers import company_number, identifier_of
from spendaudit.suppliers.organisation_facts import (
    NOT_KNOWN,
    SIZE_IS,
    SIZES,
    age_when_paid,
    industry_of,
    size_of,
    standing_when_paid,
)
from spendaudit.suppliers.ownership import NAME, OVERSEAS, OWNERS, PUBLIC, ownership_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.audit import Audit

NAMELESS = "no name"
"""Withheld names, blank ones and lines of the ledger: nobody can say what kind they are."""
MOST_NAMED = 15
OF_FIRMS = "all to named suppliers outside the public sector"
OF_INDUSTRIES = "all to suppliers whose register gives an industry"

# What a register says of an organisation, where one was asked.
_OF_REGISTER = {
    "register": pl.String,
    "form": pl.String,
    "also_in": pl.String,
    "charity_number_of_register": pl.String,
    "status": pl.String,
    "sic": pl.String,
    "accounts": pl.String,
    "from": pl.Date,
    "until": pl.Date,
    "identifier": pl.String,
}
_FIGURES = (
    Column("amount", "£", Kind.MONEY),
    Column("share", "share", Kind.SHARE, of="all spend"),
    Column("suppliers", "suppliers", Kind.COUNT),
    Column("payments", "payments", Kind.COUNT),
)


def organisations_of(audit: Audit) -> pl.DataFrame:
    """One row a payee, with what it was paid and what kind of organisation it is.

    Returns:
        `payee`, `supplier`, `name`, `pence`, `payments`, `first_paid`, `last_paid`, `kind`, `public`,
        `influenceable`, `tier`, `branch_here`, `group`, `identifier`, `legal_form`, `ownership`
        (NAMELESS where there is no name), `ownership_from`, `size`, `section`, `division`, `age`
        (whole years when first paid) and `standing` (what was wrong with it when paid, or null).
    """
    sums = audit.payments.group_by("payee").agg(
        pl.col("pence").sum(),
        pl.len().alias("payments"),
        pl.col("paid_on").min().alias("first_paid"),
        pl.col("paid_to").max().alias("last_paid"),
    )
    have = audit.payees.columns
    paid = (
        audit.payees.with_columns(
            pl.lit(None, type_).alias(column)
            for column, type_ in _OF_REGISTER.items()
            if column not in have
        )
        .join(sums, on="payee", maintain_order="left")
        .with_columns(
            pl.coalesce("listed_company_number", "company_number").alias("company_number"),
            pl.coalesce("listed_charity_number", "charity_number").alias("charity_number"),
            pl.col("listed_group").alias("group"),
        )
    )
    nameless = pl.col("kind").is_in(["redacted", "not-a-payee"]) & (
        pl.col("ownership_from").is_null() | (pl.col("ownership_from") == NAME)
    )
    # A small company in a group is not a small business: its accounts cannot say.
    alone = pl.when(pl.col("group").is_null()).then("accounts")
    return ownership_of(paid).select(
        "payee", "supplier", "name", "pence", "payments", "first_paid", "last_paid", "kind",
        "public", "influenceable", "tier", "branch_here", "group",
        pl.coalesce(
            "identifier", identifier_of(pl.col("company_number"), pl.col("charity_number"))
        ).alias("identifier"),
        company_number(pl.col("company_number")).alias("company_number"),
        "legal_form",
        pl.when(nameless).then(pl.lit(NAMELESS)).otherwise("ownership").alias("ownership"),
        "ownership_from",
        size_of(alone, pl.col("listed_sme")).alias("size"),
        industry_of(pl.col("sic"), "section_name").alias("section"),
        industry_of(pl.col("sic"), "division_name").alias("division"),
        age_when_paid(pl.col("from"), pl.col("first_paid")).alias("age"),
        standing_when_paid(
            pl.col("from"), pl.col("until"), pl.col("status"),
            (pl.col("first_paid"), pl.col("last_paid")),
        ).alias("standing"),
    )  # fmt: skip


def organisation_sections(paid: pl.DataFrame) -> tuple[Section, ...]:
    """The questions that the kinds of organisations answer; those without any evidence are left out.

    `paid` is what `organisations_of` gives.
    """
    return (_owners(paid), *_sizes(paid), *_industries(paid), *_standing(paid))


def _owners(paid: pl.DataFrame) -> Section:
    """To whom the suppliers belong, the user's own words among ours."""
    title = "To whom the suppliers belong"
    whole = sum_of(paid["pence"])
    own_words = set(paid["ownership"]) - {*OWNERS, NAMELESS}
    order = [*OWNERS[:-1], *sorted(own_words), OWNERS[-1], NAMELESS]
    table = _divided(paid, "ownership", order, ("owner", "Belongs to"), whole)
    by_name = sum_of(
        paid.filter((pl.col("ownership_from") == NAME) & (pl.col("ownership") != NAMELESS))["pence"]
    )
    unknown = sum_of(paid.filter(pl.col("ownership").is_in([NOT_KNOWN, NAMELESS]))["pence"])
    said = (
        f"Of all £{pounds(whole):,}, {_part(unknown, whole)} is not known or has no name; "
        f"{_part(by_name, whole)} was told by words of the name alone, which cannot tell a "
        "charity or a co-operative that does not call itself one."
    )
    return Section("owners", title, table, said, omitted=())


def _sizes(paid: pl.DataFrame) -> tuple[Section, ...]:
    """How large the firms are: of the pounds to suppliers that have a name and are not public."""
    firms = paid.filter(~pl.col("ownership").is_in([PUBLIC, NAMELESS]))
    if firms.filter(pl.col("size") != NOT_KNOWN).is_empty():
        return ()
    whole = sum_of(firms["pence"])
    title = "How large the suppliers are"
    table = _divided(firms, "size", SIZES, ("size", "Size"), whole, of=OF_FIRMS, every=True)
    small = sum_of(firms.filter(pl.col("size").is_in(SIZES[:3]))["pence"])
    unknown = sum_of(firms.filter(pl.col("size") == NOT_KNOWN)["pence"])
    said = (
        f"Shares are of £{pounds(whole):,} to named suppliers outside the public sector; "
        f"{_part(small, whole)} went to micro, small and medium ones, "
        f"{_part(unknown, whole)} is not known. By a register the size is {SIZE_IS}. "
        f"{against_national('small and medium firms')}."
    )
    others = (PUBLIC, "to the public sector"), (NAMELESS, "to payees without a name")
    omitted = tuple(
        Omitted(pounds(sum_of(paid.filter(pl.col("ownership") == kind)["pence"])), what)
        for kind, what in others
    )
    return (Section("firm-sizes", title, table, said, omitted),)


def _industries(paid: pl.DataFrame) -> tuple[Section, ...]:
    known = paid.filter(pl.col("section").is_not_null())
    if known.is_empty():
        return ()
    whole, placed = sum_of(paid["pence"]), sum_of(known["pence"])
    sums = known.group_by("section").agg(pl.col("pence").sum()).sort("pence", "section", descending=[True, False])  # fmt: skip
    order = sums["section"].to_list()
    table = _divided(known, "section", order, ("industry", "Industry"), placed, of=OF_INDUSTRIES)
    said = (
        f"Shares are of £{pounds(placed):,} ({_part(placed, whole)} of all) to suppliers whose "
        "register gives an industry (SIC 2007, Office for National Statistics); of several, the first."
    )
    omitted = (Omitted(pounds(whole - placed), "to suppliers whose industry is not known"),)
    return (Section("industries", "What the suppliers do", table, said, omitted),)


def _standing(paid: pl.DataFrame) -> tuple[Section, ...]:
    """Suppliers that were not there when they were paid, are being wound up, or are overseas."""
    overseas = pl.when(pl.col("ownership") == OVERSEAS).then(
        pl.format("overseas, told by {}", "ownership_from")
    )
    odd = (
        paid.with_columns(pl.coalesce("standing", overseas).alias("what"))
        .filter(pl.col("what").is_not_null())
        .sort("pence", descending=True)
        .group_by("name", "what", maintain_order=True)
        .agg(
            pl.col("supplier").first().fill_null(NO_NAME),
            pl.col("pence").sum(),
            pl.col("payments").sum(),
        )
        .sort("pence", "name", "what", descending=[True, False, False])
    )
    if odd.is_empty():
        return ()
    whole = sum_of(paid["pence"])
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("what", "What stands out", Kind.TEXT),
        *(one for one in _FIGURES if one.key != "suppliers"),
    )
    rows: list[tuple[Cell, ...]] = [
        (supplier, what, pounds(pence), share(pence, whole), payments)
        for _, what, supplier, pence, payments in odd.head(MOST_NAMED).iter_rows()
    ]
    rest = odd.slice(MOST_NAMED)
    if rest.height:
        pence = sum_of(rest["pence"])
        figures = pounds(pence), share(pence, whole), int(rest["payments"].sum())
        rows.append((f"{rest.height:,} more", None, *figures))
    every = sum_of(odd["pence"])
    closing = ("all of these", None, pounds(every), share(every, whole), int(odd["payments"].sum()))
    said = ""
    if odd["what"].str.starts_with("overseas").not_().any():
        said = "A status is that of the register's day; a date is compared with the payments."
    title = "Suppliers dissolved, being wound up or overseas"
    omitted = (Omitted(pounds(whole - every), "to all others"),)
    return (Section("standing", title, Table(columns, tuple(rows), total=closing), said, omitted),)


def _divided(
    paid: pl.DataFrame,
    by: str,
    order: Sequence[str],
    first: tuple[str, str],
    whole: int,
    *,
    of: str = "all spend",
    every: bool = False,
) -> Table:
    """Pounds, share, suppliers and payments of each part, in an order; empty parts only if `every`.

    `of` says in words what `whole` is.
    """
    sums = {
        row[0]: row[1:]
        for row in paid.group_by(by)
        .agg(pl.col("pence").sum(), pl.col("name").n_unique(), pl.col("payments").sum())
        .iter_rows()
    }
    rows = tuple(
        (part, pounds(pence), share(pence, whole), suppliers, payments)
        for part in order
        for pence, suppliers, payments in [sums.get(part, (0, 0, 0))]
        if every or part in sums
    )
    closing = (
        "all",
        pounds(whole),
        1.0 if whole > 0 else None,
        paid["name"].n_unique(),
        int(paid["payments"].sum()),
    )
    figures = (replace(one, of=of) if one.of else one for one in _FIGURES)
    columns = (Column(*first, Kind.TEXT), *figures)
    return Table(columns, rows, bar="share", total=closing)


def _part(pence: int, whole: int) -> str:
    """A part in per cent, as a sentence has it."""
    part = share(pence, whole)
    if part is None:
        return "an unknown share"
    return "less than 0.1%" if 0 < part < 0.0005 else f"{part:.1%}"
