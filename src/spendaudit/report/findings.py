"""What is wrong, doubtful or worth knowing about one file, each with where and what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.report.checked import Severity
from spendaudit.report.figure_findings import figure_findings
from spendaudit.report.form_findings import form_findings
from spendaudit.report.payee_findings import payee_findings
from spendaudit.report.transaction_findings import transaction_findings

if TYPE_CHECKING:
    from spendaudit.report.checked import Finding
    from spendaudit.report.contents import Contents


def findings_of(contents: Contents) -> tuple[Finding, ...]:
    """Everything that was found in one file, the gravest first."""
    found = [
        *figure_findings(contents),
        *form_findings(contents),
        *payee_findings(contents),
        *transaction_findings(contents),
    ]
    weight = list(Severity)
    return tuple(sorted(found, key=lambda finding: weight.index(finding.severity)))
