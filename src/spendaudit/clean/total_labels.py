"""What a printed total is called: `Grand Total`, `Total payments over £500`, `Balance c/fwd`."""

from __future__ import annotations

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WHOSE = (
    "grand|sub|overall|report|net|gross|sum|page|batch|run|final|spend|payments?|invoices?|credits?"
    "|month(?:ly)?|quarter(?:ly)?|year(?:ly)?|annual|period|cumulative|running|combined"
    rf"|{_MONTH}(?:[\s-]+[0-9]{{2,4}})?"
)
_WHAT = (
    "amounts?|spend(?:ing)?|spent|payments?|paid|expenditure|invoices?|credits?|credit notes?|value"
    "|cost|net|gross|of (?:all )?(?:payments?|invoices?|expenditure|spend)"
)
_WHICH = (
    r"over £?[0-9,]+(?:\.[0-9][0-9])?|above £?[0-9,]+(?:\.[0-9][0-9])?|(?:in|for) (?:the )?(?:period|month|quarter|year)"
    r"|for \w+(?: [0-9]+)?|(?:inc|exc|ex)(?:l|luding)?\.? vat|to date"
    rf"|{_MONTH}(?:[\s-]+[0-9]{{2,4}})?|(?:last|previous|prior|this) (?:period|month|quarter|year)"
)
# `from previous month`, `to page 3`, `from March 2024`.
_ELSEWHERE = (
    r"(?:\s+(?:to|from)(?:\s+the)?(?:\s+(?:next|previous|last|prior|preceding|following|earlier))?"
    r"(?:\s+(?:pages?|sheets?|months?|quarters?|periods?|weeks?|years?|financial year"
    rf"|{_MONTH}))?(?:\s+[0-9]+)?)?"
)
_CARRIED = (
    r"(?:(?:balances?|totals?|sub-?total|amount|page total)[\s-]*)?"
    r"(?:(?:carried|brought)[\s-]*(?:forward|fwd|over|down)|[cb]\s?/\s?(?:f|fwd|forward|d|down))\.?"
    rf"{_ELSEWHERE}"
)
# As a whole cell, so that Total Merchandise Ltd and GB Total Solutions stay suppliers.
LABEL = (
    rf"(?i)^(?:(?:{_WHOSE})?[\s-]*totals?(?:\s+(?:{_WHAT}))?(?:\s+(?:{_WHICH}))?\s*(?:\(£\))?"
    rf"|t o t a l|sum|cyfanswm|{_CARRIED})\s*[:£.]*$"
)
# What a page brings from the one before it: a sum of payments, unless it is a balance of the account.
CARRIED = rf"(?i)^{_CARRIED}\s*[:£.]*$"
_DAY = r"(?:\s+(?:as\s+)?(?:at|on|per)?\s*(?:the\s+)?[0-9][^,]*)?"
_BAL = r"bal(?:ances?)?\.?"
_FROM_A_PAGE = r"(?:[bc]\s?/?\s?(?:f|fwd|forward|d|down)|(?:brought|carried)[\s-]*(?:forward|fwd|over|down))\.?"
_WHOSE_BALANCE = "opening|closing|bank|cash|cash ?book|account|current account|reconciled"
_WHERE = (
    r"(?:(?:held\s+)?(?:at|in|per|as per)\s+)(?:the\s+)?"
    "(?:bank(?: statement| account)?|hand|cash ?book)"
)
# As a whole cell: Balance Consulting Ltd and Opening Doors stay suppliers.
BALANCE = (
    rf"(?i)^(?:(?:(?:{_WHOSE_BALANCE})\s+){{1,2}}{_BAL}(?:\s+{_WHERE})?|{_BAL}\s+{_WHERE}"
    rf"|cash\s+(?:in|at)\s+(?:hand|bank)|(?:(?:opening|closing)\s+)?(?:{_BAL}\s+)?{_FROM_A_PAGE}{_ELSEWHERE})"
    rf"{_DAY}\s*[:£.]*$"
)
# Below the payments alone, for VAT may be who is paid. `Net total` is a label of a total as any other.
OF_VAT = (
    r"(?i)^(?:(?:net|gross|(?:(?:grand\s+)?totals?\s+(?:of\s+)?)?vat)(?:\s+(?:amounts?|value))?"
    r"|vat\s+totals?)\s*[:£.]*$"
)
# Below the payments alone, what came to one kind of them.
OF_A_KIND = (
    r"(?i)^(?:(?:of which|less|add|plus)[\s:]+)?(?:payments?|invoices?|debits?|credits?|credit notes?|refunds?"
    r"|receipts?)(?:\s+(?:total|amount|value))?\s*[:£.]*$"
)
# A word in a longer text, such as `Adult Services Total`: a total only if it adds up.
MENTION = r"(?i)\b(?:sub)?totals?\b|^sum of "
# What a row without supplier and date is called that is a total, though it does not add up.
CALLED_SO = rf"(?i)^\W*(?:(?:{_WHOSE})[\s-]*)*totals?\b|\btotals?\W*$"
_COUNTED = (
    "payments?|invoices?|transactions?|rows?|records?|lines?|items?|entries|suppliers?|amounts?|values?"
    "|spend|paid|costs?|expenditure"
)
# Below the payments alone, what a spreadsheet works out of them beside their sum.
OF_STATISTICS = (
    rf"(?i)^(?:(?:total|overall)\s+)?(?:count|(?:number|no\.?|count)\s+of\s+(?:{_COUNTED})"
    r"|average|avg|mean|median|min(?:imum)?|max(?:imum)?|largest|smallest|highest|lowest)"
    rf"(?:\s+(?:(?:{_COUNTED})|of|all|the))*\s*[:£.]*$"
)
