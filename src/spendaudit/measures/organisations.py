"""What kind of organisations were paid: to whom they belong, how large they are, and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.divided import Divided, says_where
from spendaudit.measures.national import against_national
from spendaudit.measures.spend import pounds, share, sum_of
from spendaudit.measures.standing import standing
from spendaudit.report.values import Column, Kind, Omitted, Section
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
from spendaudit.suppliers.ownership import NAME, OWNERS, PUBLIC, ownership_of

if TYPE_CHECKING:
    from spendaudit.audit import Audit
    from spendaudit.places.areas import Area

NAMELESS = "no name"
"""Withheld names, blank ones and lines of the ledger: nobody can say what kind they are."""
PUBLIC_BODY = "public body"
"""In place of the legal form of one that only its name tells."""
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


def organisation_sections(
    paid: pl.DataFrame, home: Area, *, hardly_placed: bool = False
) -> tuple[Section, ...]:
    """The questions that the kinds of organisations answer; those without any evidence say so.

    Args:
        paid: as `organisations_of` gives it.
        home: the area of which each table says how much stayed.
        hardly_placed: so little was placed that no table says it.
    """
    divided = says_where(paid, home, hardly_placed=hardly_placed)
    sections = (_owners(divided), _legal_forms(divided), _sizes(divided), _industries(divided))
    return (*(_without_where(one, divided) for one in sections), standing(paid))


def _without_where(section: Section, divided: Divided) -> Section:
    """The section, with a word on why its table does not say how much stayed, if it does not."""
    if section.table is None or divided.home is not None:
        return section
    why = "too little was placed to say how much of each stayed"
    return section._replace(left_out=f"{section.left_out.rstrip('.')}; {why}")


def _owners(divided: Divided) -> Section:
    """To whom the suppliers belong, the user's own words among ours."""
    title = "To whom the suppliers belong"
    paid = divided.paid
    whole = sum_of(paid["pence"])
    own_words = set(paid["ownership"]) - {*OWNERS, NAMELESS}
    order = [*OWNERS[:-1], *sorted(own_words), OWNERS[-1], NAMELESS]
    # What somebody wrote in a list may be of any length.
    short = all(len(word) <= max(map(len, OWNERS)) for word in own_words)
    first = Column("owner", "Belongs to", Kind.TEXT, uncut=short)
    table = divided.table("ownership", order, first)
    by_name = sum_of(
        paid.filter((pl.col("ownership_from") == NAME) & (pl.col("ownership") != NAMELESS))["pence"]
    )
    unknown = sum_of(paid.filter(pl.col("ownership").is_in([NOT_KNOWN, NAMELESS]))["pence"])
    said = "Credits are as large as payments, or larger, so that no part of them can be told."
    if whole > 0:
        said = (
            f"Of all £{pounds(whole):,}, {_part(unknown, whole)} is not known or has no name; "
            f"{_part(by_name, whole)} was told by words of the name alone, which cannot tell a "
            "charity or a co-operative that does not call itself one."
        )
    return Section("owners", title, table, said, omitted=())


def _legal_forms(divided: Divided) -> Section:
    """Of what legal form the suppliers are, the largest first; what nothing tells comes last."""
    title = "Of what legal form the suppliers are"
    paid = divided.paid
    if paid["legal_form"].is_null().all():
        return Section("legal-forms", title, None, "no name and no register tells a legal form")
    divided = divided._replace(paid=paid.with_columns(legal_form().alias("legal_form")))
    last = [PUBLIC_BODY, NOT_KNOWN, NAMELESS]
    order = [one for one in _by_pounds(divided.paid, "legal_form") if one not in last] + last
    table = divided.table("legal_form", order, Column("legal_form", "Legal form", Kind.TEXT))
    said = (
        "By a register, the letters before a company's number, or else the end of the name, where "
        "LTD may be a society too"
    )
    return Section("legal-forms", title, table, said, omitted=())


def legal_form() -> pl.Expr:
    """The legal form of a payee as the table names it, with a word where nothing tells one."""
    public = pl.when(pl.col("ownership") == PUBLIC).then(pl.lit(PUBLIC_BODY))
    nameless = pl.when(pl.col("ownership") == NAMELESS).then(pl.lit(NAMELESS))
    return pl.coalesce(nameless, "legal_form", public, pl.lit(NOT_KNOWN))


def is_firm() -> pl.Expr:
    """Whether a payee has a name and is no part of the public sector, so that its size is asked."""
    return ~pl.col("ownership").is_in([PUBLIC, NAMELESS])


def _sizes(divided: Divided) -> Section:
    """How large the firms are: of the pounds to suppliers that have a name and are not public."""
    title = "How large the suppliers are"
    firms = divided.of(is_firm())
    sizes = firms.paid.select("size", "pence")
    if sizes.filter(pl.col("size") != NOT_KNOWN).is_empty():
        why = "no register of companies and no supplier list says how large one is"
        return Section("firm-sizes", title, None, why)
    whole = sum_of(sizes["pence"])
    table = firms.table("size", SIZES, Column("size", "Size", Kind.TEXT), of=OF_FIRMS, every=True)
    small = sum_of(sizes.filter(pl.col("size").is_in(SIZES[:3]))["pence"])
    unknown = sum_of(sizes.filter(pl.col("size") == NOT_KNOWN)["pence"])
    said = (
        f"Shares are of £{pounds(whole):,} to named suppliers outside the public sector; "
        f"{_part(small, whole)} went to micro, small and medium ones, "
        f"{_part(unknown, whole)} is not known. By a register the size is {SIZE_IS}. "
        f"{against_national('small and medium firms')}."
    )
    others = (PUBLIC, "to the public sector"), (NAMELESS, "to payees without a name")
    omitted = tuple(
        Omitted(pounds(sum_of(divided.of(pl.col("ownership") == kind).paid["pence"])), what)
        for kind, what in others
    )
    return Section("firm-sizes", title, table, said, omitted)


def _industries(divided: Divided) -> Section:
    title = "What the suppliers do"
    known = divided.of(pl.col("section").is_not_null())
    if known.paid.is_empty():
        return Section("industries", title, None, "no register says the industry of a supplier")
    whole, told = sum_of(divided.paid["pence"]), sum_of(known.paid["pence"])
    order = _by_pounds(known.paid, "section")
    table = known.table(
        "section", order, Column("industry", "Industry", Kind.TEXT), of=OF_INDUSTRIES
    )
    said = (
        f"Shares are of £{pounds(told):,} ({_part(told, whole)} of all) to suppliers whose "
        "register gives an industry (SIC 2007, Office for National Statistics); of several, the first."
    )
    omitted = (Omitted(pounds(whole - told), "to suppliers whose industry is not known"),)
    return Section("industries", title, table, said, omitted)


def _by_pounds(paid: pl.DataFrame, by: str) -> list[str]:
    """The parts by what they were paid, the largest first."""
    sums = paid.group_by(by).agg(pl.col("pence").sum())
    return sums.sort("pence", by, descending=[True, False])[by].to_list()


def _part(pence: int, whole: int) -> str:
    """A part in per cent, as a sentence has it."""
    part = share(pence, whole)
    if part is None:
        return "an unknown share"
    return "less than 0.1%" if 0 < part < 0.0005 else f"{part:.1%}"
