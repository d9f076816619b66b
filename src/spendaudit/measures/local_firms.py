"""How many companies in the area are in each industry, as the register of companies has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.organisations import organisations_of
from spendaudit.places.postcode_table import packed
from spendaudit.suppliers.organisation_facts import industry_of

if TYPE_CHECKING:
    from spendaudit.audit import Audit

COMPANIES = "companies-house"
ACTIVE = "active"


def industries_of(audit: Audit) -> pl.Series:
    """The SIC 2007 division of each payment's supplier, named, in the order of the payments.

    Null where no register gives one.
    """
    divisions = organisations_of(audit).select("payee", "division")
    return audit.payments.select("payee").join(
        divisions, on="payee", how="left", maintain_order="left"
    )["division"]


def firms_at_home(audit: Audit) -> dict[str, int] | None:
    """Active companies whose registered office is in the area, by the division of their first code.

    Returns:
        By the name of the division; None where no register of companies is kept.
    """
    registers = audit.registers.registers if audit.registers else ()
    companies = [one for one in registers if one.layout == COMPANIES]
    if not companies:
        return None
    at_home = audit.directory.postcodes.filter(
        pl.col("district").cast(pl.String).is_in(audit.area.districts)
    ).select("key")
    compact = pl.col("postcode").str.to_uppercase().str.replace_all(" ", "", literal=True)
    found = [
        one.organisations()
        .filter(pl.col("status").str.strip_chars().str.to_lowercase() == ACTIVE)
        .select(packed(compact).alias("key"), industry_of(pl.col("sic"), "division_name").alias("division"))
        .join(at_home.lazy(), on="key", how="semi")
        .group_by("division")
        .len()
        .collect(engine="streaming")
        for one in companies
    ]  # fmt: skip
    counts = pl.concat(found).drop_nulls("division").group_by("division").agg(pl.col("len").sum())
    return dict(counts.iter_rows())
