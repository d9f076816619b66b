"""A report with what a page shows beyond the tables: suppliers and their payments, and maps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from spendaudit.measures.leaving import leaving_by_tier
from spendaudit.measures.spend import spend_of
from spendaudit.places.outlines import OUTLINES_LICENCE
from spendaudit.report.accounts import supplier_accounts
from spendaudit.report.details import Details
from spendaudit.report.figures import pounds, share
from spendaudit.report.mapped import map_around, map_of_country
from spendaudit.report.meanings import meanings_of
from spendaudit.report.payment_rows import rows_behind
from spendaudit.report.told import told, told_of_country, told_of_place
from spendaudit.report.values import Section

if TYPE_CHECKING:
    from spendaudit.audit import Audit
    from spendaudit.report.values import Report


def with_details(report: Report, audit: Audit) -> Report:
    """The same report with its details.

    Args:
        report: as `compose` made it of the audit.
        audit: whose payees have coordinates (`Request.points`); without them no spot is near home.
    """
    spend = spend_of(audit)
    suppliers = supplier_accounts(audit, spend)
    leaving = leaving_by_tier(spend, audit.area)
    country = map_of_country(spend, audit.area)
    home = audit.area.in_a_sentence
    paid = Section("suppliers", "The largest suppliers", suppliers.table)
    tables = {
        one.key: one.table
        for one in (*report.sections, leaving)
        if one.table is not None and one.table.rows
    }
    tables |= {"tiers": report.tiers, "placed-by": report.placed_by, "country": country.table}
    details = Details(
        changed=changed(report),
        suppliers=suppliers,
        near=map_around(audit),
        country=country,
        licences=(OUTLINES_LICENCE,),
        told=told((*report.sections, leaving, paid), home)
        | {"map": told_of_place(report.tiers, home), "country": told_of_country(country)},
        meanings=meanings_of(report.caveats),
        leaving=leaving,
        rows=rows_behind(
            audit, spend, tables, report.caveats, report.period[1] if report.period else None
        ),
    )
    return replace(report, details=details)


def changed(report: Report) -> str:
    """Say how the last two financial years differ, or why that cannot be said."""
    section = next((one for one in report.sections if one.key == "change"), None)
    if section is None:
        return ""
    if section.table is None or not section.table.rows:
        why = section.left_out or "no two years can be compared"
        return f"What changed since the year before cannot be said: {why}."
    at = {column.key: number for number, column in enumerate(section.table.columns)}
    row = section.table.rows[-1]
    years, before, after, moved = (
        row[at[key]] for key in ("years", "share_before", "share", "change")
    )
    if not isinstance(moved, Decimal):  # pragma: no cover - the column is of money
        return ""
    more = f"{pounds(abs(moved))} {'more' if moved >= 0 else 'less'}"
    return (
        f"From {years} the local share went from {share(_fraction(before))} to "
        f"{share(_fraction(after))}: {more} stayed."
    )


def _fraction(cell: object) -> float | None:
    return cell if isinstance(cell, float) else None
