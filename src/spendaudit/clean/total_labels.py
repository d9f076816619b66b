"""What a printed total is called: `Grand Total`, `Total payments over £500`, `Balance c/fwd`."""

from __future__ import annotations

_WHOSE = (
    "grand|sub|overall|report|net|gross|sum|page|batch|run|final|spend|payments?|invoices?|credits?"
    "|month(?:ly)?|quarter(?:ly)?|year(?:ly)?|annual|period|cumulative|running|combined"
)
_WHAT = (
    "amounts?|spend(?:ing)?|spent|payments?|paid|expenditure|invoices?|credits?|credit notes?|value"
    "|cost|net|gross|of (?:all )?(?:payments?|invoices?|expenditure|spend)"
)
_WHICH = (
    r"over £?[0-9,]+(?:\.[0-9][0-9])?|above £?[0-9,]+(?:\.[0-9][0-9])?|(?:in|for) (?:the )?(?:period|month|quarter|year)"
    r"|for \w+(?: [0-9]+)?|(?:inc|exc|ex)(?:l|luding)?\.? vat|to date"
)
_CARRIED = (
    r"(?:(?:balances?|totals?|sub-?total|amount|page total)[\s-]*)?"
    r"(?:(?:carried|brought)[\s-]*(?:forward|fwd|over|down)|[cb]\s?/\s?(?:f|fwd|forward|d|down))\.?"
    r"(?:\s+(?:to|from)(?:\s+(?:next|previous|last))?(?:\s+page)?(?:\s+[0-9]+)?)?"
)
# As a whole cell, so that Total Merchandise Ltd and GB Total Solutions stay suppliers.
LABEL = (
    rf"(?i)^(?:(?:{_WHOSE})?[\s-]*totals?(?:\s+(?:{_WHAT}))?(?:\s+(?:{_WHICH}))?\s*(?:\(£\))?"
    rf"|t o t a l|sum|cyfanswm|{_CARRIED})\s*[:£.]*$"
)
# A word in a longer text, such as `Adult Services Total`: a total only if it adds up.
MENTION = r"(?i)\b(?:sub)?totals?\b|^sum of "
