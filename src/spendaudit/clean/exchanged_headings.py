"""Headings of supplier and department that stand over each other's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.texts import distinct_texts

if TYPE_CHECKING:
    from spendaudit.read.headings import Heading

_COMPANY = r"(?i)\b(?:ltd|limited|plc|llp)[.,)\s]*$"
"""How the name of a company ends; a council's own company may be one of its departments."""
_FEWEST, _MANY = 5, 0.2
"""Different texts under the department that end so, and their share of all that stand there."""


def notice_exchanged_headings(payments: pl.DataFrame, heading: Heading) -> list[str]:
    """Say that those who were paid may stand under the department.

    Args:
        payments: with `supplier` and `department`.
        heading: as it was understood.
    """
    if not {"supplier", "department"} <= heading.columns.keys():
        return []
    suppliers, departments = (
        distinct_texts(payments[name]).drop_nulls().cast(pl.String)
        for name in ("supplier", "department")
    )
    companies = departments.filter(departments.str.contains(_COMPANY))
    if companies.len() < max(_FEWEST, _MANY * departments.len()):  # as in nearly every file
        return []
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
