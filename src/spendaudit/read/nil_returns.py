"""What a publisher writes in place of payments where there were none."""

from __future__ import annotations

import re

from spendaudit.errors import NilReturnError

_MADE = (
    r"(?:there\W+(?:was|were|is|are|has\W+been|have\W+been)\W+"
    r"|[\w&' ]{1,40}\b(?:made|had|has|have|incurred|reported)\W+)"
)
NOTHING = (
    r"(?:a\W+)?nil\W+returns?(?:\W+for\b.*)?"
    rf"|{_MADE}?(?:no|nil|zero)\W+(?:\w+\W+){{0,2}}?"
    r"(?:payments?|spend(?:ing)?|expenditure|transactions?|invoices?)\b.*|nothing to (?:report|publish).*"
)
"""As it is said in a cell of its own."""
NIL = rf"(?i)^\W*(?:nil|{NOTHING})\W*$"
"""As a row says it, whatever stands around it."""
IN_A_CELL = rf"(?i)^\s*(?:{NOTHING})\s*$"

_FEW_LINES = 12
# `No transactions` alone may be what a page says that found none.
_OF_SPENDING = re.compile(r"(?i)nil\W+return|\b(?:over|above|exceed\w*|threshold)\b|£")


def as_nil_return(lines: list[str], name: str) -> NilReturnError | None:
    """The refusal of a short text without a heading that says that nothing was paid; None of others.

    Args:
        lines: those that are not blank, without the marks between empty cells.
        name: of the file.
    """
    if len(lines) > _FEW_LINES:
        return None
    for line in lines:
        if re.search(NIL, line) and _OF_SPENDING.search(line):
            return NilReturnError(name, line)
    return None
