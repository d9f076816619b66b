"""The whole line in one call: rows of a small file in, an audit or a report out."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.audit import Audit, Request, audit
from spendaudit.render.json_report import report_as_json
from spendaudit.report.compose import compose
from spendaudit.report.kept import read_report
from spendaudit.report.ledger import with_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spendaudit.report.kept import Kept
    from spendaudit.report.values import Report

HEADING = ("Payment Date", "Supplier", "Supplier ID", "Postcode", "Company Number", "Amount")
LIST_HEADING = ("supplier", "supplier_id", "postcode", "company_number", "note")

PRESTON, BLACKPOOL, LIVERPOOL, LEEDS = "PR1 2RL", "FY4 1TJ", "L1 1JD", "LS1 1UR"
GLASGOW, DUBLIN, MAIL_CENTRE = "G2 1DY", "D02 X285", "FY1 1AD"


def table(
    folder: Path,
    rows: Sequence[Sequence[object]],
    heading: Sequence[str] = HEADING,
    name: str = "spend.csv",
    encoding: str = "utf-8",
) -> Path:
    """Write a CSV file."""
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as lines:
        csv.writer(lines).writerows([heading, *rows])
    return path


def paid(
    supplier: str,
    postcode: str = "",
    amount: object = "100.00",
    identifier: str = "",
    number: str = "",
) -> tuple[object, ...]:
    """One payment, as a row under HEADING."""
    return ("03/04/2024", supplier, identifier, postcode, number, amount)


def audit_of(*files: Path, area: str | None = "Preston", lists: Sequence[Path] = ()) -> Audit:
    """Audit files."""
    return audit(Request(files=files, area=area, supplier_lists=lists))


def report_of(*files: Path, area: str | None = "Preston", lists: Sequence[Path] = ()) -> Report:
    """Audit files and measure what was found."""
    return compose(audit_of(*files, area=area, lists=lists), "spend.csv")


def money_by_tier(found: Audit) -> dict[str, Decimal]:
    """Pounds of each tier that has any payment."""
    sums = (
        found.payments.join(found.payees.select("payee", "tier"), on="payee")
        .group_by("tier")
        .agg(pl.col("pence").sum())
    )
    return {tier: Decimal(pence) / 100 for tier, pence in sums.iter_rows()}


def placed(found: Audit) -> dict[str, tuple[str, str]]:
    """Tier and rung of each supplier, as spelt."""
    rows = found.payees.select("supplier", "tier", "placed_by").iter_rows()
    return {supplier: (tier, rung) for supplier, tier, rung in rows}


def json_of(found: Audit) -> str:
    """What `spendaudit report -f json` prints of an audit."""
    return report_as_json(with_ledger(compose(found, "spend.csv"), found))


def kept_of(found: Audit, path: Path) -> Kept:
    """The report of an audit, kept as JSON and read back."""
    path.write_text(json_of(found), encoding="utf-8")
    return read_report(path)
