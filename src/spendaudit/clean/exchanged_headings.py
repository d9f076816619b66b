"""Headings that stand over others' values: of the department over the suppliers, or of who paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.texts import distinct_texts
from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from spendaudit.read.headings import Heading

_COMPANY = r"(?i)\b(?:ltd|limited|plc|llp)[.,)\s]*$"
"""How the name of a company ends; a council's own company may be one of its departments."""
_FEWEST, _MANY = 5, 0.2
"""Different texts under the department that end so, and their share of all that stand there."""

_MAY_HAVE_PAID = ("company", "companyname", "organisation", "organisationname", "name")
"""What may stand over the bodies that paid as well as over those who were paid."""
_A_FEW, _MOST_EACH = 3, 20
"""Names of them, and payments of each: a group with several companies, and no suppliers."""


def notice_exchanged_headings(payments: pl.DataFrame, heading: Heading) -> list[str]:
    """Say that those who were paid may stand under the department.

    Args:
        payments: with `supplier` and `department`.
        heading: as it was understood.
    """
    if not {"supplier", "department"} <= heading.columns.keys():
        return []
    departments = _texts(payments["department"])
    companies = departments.filter(departments.str.contains(_COMPANY))
    if companies.len() < max(_FEWEST, _MANY * departments.len()):  # as in nearly every file
        return []
    suppliers = _texts(payments["supplier"])
    if suppliers.len() > departments.len() or suppliers.str.contains(_COMPANY).any():
        return []
    supplier, department = (
        heading.called(heading.columns[one]) for one in ("supplier", "department")
    )
    said = (
        f"no text under {supplier!r} is the name of a company, and {companies.len():,} of "
        f"{departments.len():,} under {department!r} are, such as {companies.sort()[0][:40]!r}: the two "
        "headings may be exchanged"
    )
    return [said]


def notice_payers(payments: pl.DataFrame, heading: Heading) -> list[str]:
    """Say that the few names under a heading such as Company may be those of who paid.

    Args:
        payments: with `supplier`.
        heading: as it was understood.
    """
    called = heading.called(heading.columns["supplier"])
    if cleaned(called) not in _MAY_HAVE_PAID:
        return []
    names = _texts(payments["supplier"]).sort()
    if not 1 < names.len() <= _A_FEW or payments.height < _MOST_EACH * names.len():
        return []
    said = (
        f"{called!r} has {names.len()} names on {payments.height:,} payments, such as {names[0][:40]!r}: "
        "it may say who paid, and not who was paid"
    )
    return [said]


def _texts(column: pl.Series) -> pl.Series:
    """Each different text of a column."""
    return distinct_texts(column).drop_nulls().cast(pl.String)
