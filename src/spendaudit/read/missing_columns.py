"""The refusal of a file whose heading lacks what an audit needs, and what there is instead."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from spendaudit.errors import ColumnError
from spendaudit.read.heading_rows import is_worded
from spendaudit.read.headings import (
    NEEDED,
    NO_CONCERN,
    SAY_NO_MORE,
    SUPPLIER_TYPE,
    as_argument,
    cleaned,
    meaning_of,
    position_of,
    understand,
)
from spendaudit.read.lone_amount import A_FEW, OF_ANOTHER_KIND
from spendaudit.read.lone_supplier import OF_CARDS, OF_OTHERS, by_card
from spendaudit.read.looks import look_at_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.looks import Look

VARIED = 0.2
"""Different texts per row: names of suppliers vary, those of departments and states of payment do not."""
_ORDERED = re.compile(
    r"\b(?:p\.?o\.?|orders?|ordered)\b.*\b(?:value|amount|total|cost|price|net|gross)\b",
    re.IGNORECASE,
)
"""What an order is worth, as headings say it: no amount, since it is paid later, or not."""
_PAID_SO_FAR = r"\bpaid\b.*\b(?:to date|ytd)\b|\b(?:to date|ytd)\b.*\bpaid\b"
"""What holds all that was paid until now: of no one time, and nearest to an amount where none is."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_A_TIME = re.compile(
    r"(?:(?:total|amount|spend|value|paid)\W+)?(?:fy\W*)?"
    r"(?:20[0-9]{2}(?:\W(?:20)?[0-9]{2})?|[0-9]{2}/[0-9]{2}"
    rf"|(?:{_MONTHS})[a-z]*\W*(?:20)?[0-9]{{2}}|q[1-4]\W*(?:20)?[0-9]{{2}}(?:\W(?:20)?[0-9]{{2}})?)"
    r"(?:\W+(?:total|amount|spend|value|paid|gbp))?\W*",
    re.IGNORECASE,
)
"""A heading that is a year, a month or a quarter: `2020/21`, `Apr-23`, `Spend 2021 (£)`."""
_FEWEST_TIMES, _HEADINGS_WITHIN = 2, 20
_CUSTOMERS = re.compile("(account)?customer(name)?")
_NONE = "HEADING"
"""What is said where no column is likely."""
_GOES_ON = " - "
"""What stands between a name and what was bought."""
MOST, SOME = 0.9, 0.5
"""Shares of the filled cells of a column."""


def looks_like_a_heading(records: Sequence[Record]) -> bool:
    """Whether some row has words that publishers use, even if not the ones that are needed."""
    return _nearest(records, {})[0] >= A_FEW


def _nearest(
    records: Sequence[Record], settled: Mapping[str, str]
) -> tuple[int, int, Sequence[str]]:
    """How many meanings the row has that says most, its line, and its cells."""
    nearest: tuple[int, int, Sequence[str]] = (-1, 0, ())
    for line, cells in records:
        if not is_worded(cells):
            continue
        known = sum(meaning not in SAY_NO_MORE for meaning in understand(cells, settled))
        if known > nearest[0]:
            nearest = (known, line, cells)
    return nearest


def times_side_by_side(records: Sequence[Record], name: str) -> ColumnError | None:
    """The refusal of a table whose amounts stand under years or months; None of others.

    Args:
        records: the first rows that are not blank.
        name: of the file.
    """
    for line, cells in records[:_HEADINGS_WITHIN]:
        times = [cell.strip() for cell in cells if _A_TIME.fullmatch(cell.strip())]
        if len(times) < _FEWEST_TIMES:
            continue
        known = understand(cells, {})
        if "supplier" in known and "amount" not in known:
            last = max(place for place, cell in enumerate(cells, 1) if cell.strip() == times[-1])
            shown = ", ".join(map(repr, times[:3])) + (", …" if len(times) > 3 else "")
            return ColumnError(
                f"{name}: its amounts stand side by side, in columns of years or months ({shown})",
                "audit a file of the payments; or name one column, which makes each supplier's sum a "
                f'payment: spendaudit report {as_argument(name)} --column amount="column {last}"',
                (f"line {line} has: {listed([cell for cell in cells if cell.strip()])}",),
            )
    return None


def why_no_heading(
    records: Sequence[Record],
    settled: Mapping[str, str],
    name: str,
    more: Sequence[Record] = (),
) -> ColumnError:
    """The refusal of a file whose heading lacks a column, or is not there.

    Args:
        records: rows of which one is, or may be, the heading.
        settled: meaning to heading, as the user said.
        name: of the file.
        more: rows below them, none of which is it.
    """
    _, line, cells = _nearest(records, settled)
    seen = [cell for cell in cells if cell.strip()]
    if (times := None if settled else times_side_by_side(records, name)) is not None:
        return times
    if not records:
        return ColumnError(
            f"{name} has nothing but blank rows at its beginning",
            "delete what is above the heading, or fetch the file again",
        )
    if not seen:
        line, cells = records[0]
        return ColumnError(
            f"{name} has no heading: its first row that is not blank already holds figures",
            "write a line of headings above it, such as Date, Supplier, Amount",
            (f"line {line} has: {listed([cell for cell in cells if cell.strip()])}",),
        )
    columns = understand(seen, settled)
    lost = [meaning for meaning, word in settled.items() if position_of(word, seen) is None]
    missing = [meaning for meaning in NEEDED if meaning not in columns]
    if not lost and missing == ["amount"] and any(map(_ORDERED.search, seen)):
        return ColumnError(
            f"{name} is a list of orders: it says what was ordered, not what was paid",
            "leave it out, and audit the file of payments",
            (f"line {line} has: {listed(seen)}",),
        )
    if lost:
        found = f"{name}: no heading is called {settled[lost[0]]!r}"
    else:
        found = f"{name}: no column holds the {' and no column holds the '.join(missing)}"
    details = [f"line {line} has: {listed(seen)}"]
    below = [row for number, row in (*records, *more) if number > line]
    gaps = [] if lost else _without_a_word(cells, below)
    again = f"spendaudit report {as_argument(name)} "
    if gaps:
        many = "column {} has" if len(gaps) == 1 else "columns {} have"
        details.append(many.format(", ".join(str(place + 1) for place in gaps)) + " no heading")
        advice = f"try: {again}{_in_gaps(missing, gaps, below)}"
    elif not lost and missing == ["amount"] and (ways := _shared_out(cells, below)):
        named = ", ".join(repr(" ".join(cells[place].split())[:40]) for place in ways)
        advice = (
            f"the amounts stand under {named}, each row's under one of them: put them all into one "
            "column, called Amount; to name one with --column would lose the others"
        )
    else:
        free = set(range(len(cells))) - set(understand(cells, settled).values())
        advice = _likeliest(missing or lost, free, cells, below, again)
    return ColumnError(found, advice, tuple(details))


def _likeliest(
    missing: Sequence[str],
    free: set[int],
    cells: Sequence[str],
    below: Sequence[Sequence[str]],
    again: str,
) -> str:
    """The option that names the likeliest column for what is missing, or what else there is to do."""
    wanted = missing[0]
    if missing == ["supplier"] and by_card(cells):
        free |= {place for place, cell in enumerate(cells) if _means_purpose(cell)}
    example = _example(wanted, free, cells, below)
    options = f'--column {wanted}="{example}"'
    if example != _NONE or missing != ["supplier"]:
        return f"try: {again}{options}"
    if (owing := _customers(cells, below)) is not None:
        return (
            f"if {owing!r} names who was paid, and not who owes: {again}"
            f'--column {wanted}="{owing}"; else ask the publisher for the names'
        )
    return _if_named(again, cells, below)


def _without_a_word(cells: Sequence[str], below: Sequence[Sequence[str]]) -> list[int]:
    """Places under which values stand and no heading of their own, to the right of all headings too."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=0)
    inside = {place for place, cell in enumerate(cells[:last]) if not cell.strip()}
    filled = Counter(place for row in below for place, cell in enumerate(row) if cell.strip())
    return sorted(
        place
        for place, many in filled.items()
        if place in inside or (place > last and many * 2 > len(below))
    )


def _in_gaps(missing: Sequence[str], gaps: Sequence[int], below: Sequence[Sequence[str]]) -> str:
    """The options that name the columns in question, by what stands in them where that tells."""
    looks = look_at_records(below)
    likeliest = {
        "supplier": max(gaps, key=lambda place: looks[place].bodies),
        "amount": max(gaps, key=lambda place: looks[place].pounds),
    }
    told = {
        "supplier": looks[likeliest["supplier"]].bodies,
        "amount": looks[likeliest["amount"]].pounds,
    }
    return " ".join(
        f'--column {meaning}="column {likeliest[meaning] + 1 if told[meaning] else "N"}"'
        for meaning in missing
    )


def listed(seen: Sequence[str]) -> str:
    """Cells as they are shown in an error, the first sixteen of them."""
    shown = [" ".join(cell.split())[:40] for cell in seen[:16]]
    more = f", and {len(seen) - 16} more" if len(seen) > 16 else ""
    return ", ".join(shown) + more


def _example(
    meaning: str, free: Iterable[int], cells: Sequence[str], below: Sequence[Sequence[str]]
) -> str:
    """The heading of the likeliest column that no word speaks of; `HEADING` where none is likely.

    Whoever follows the advice is to get no report of payments to `Paid`, or of budgets.
    """
    looks = dict(enumerate(look_at_records(below)))
    named = {place: looks[place] for place in free if place in looks and cells[place].strip()}
    merits: dict[int, tuple[int, ...]] = {}
    if meaning == "supplier":
        may_mean = [
            *NO_CONCERN,
            SUPPLIER_TYPE,
            "supplier",
            *(["purpose"] if by_card(cells) else []),
        ]
        merits = {
            place: _as_names(look)
            for place, look in named.items()
            if (meaning_of(cells[place]) or ("supplier",))[0] in may_mean
            and not re.search(OF_OTHERS, cells[place].lower())
            and not re.search(OF_CARDS, cells[place].lower())
        }
    elif meaning == "amount":
        merits = {
            place: _as_pounds(look)
            for place, look in named.items()
            if not re.search(OF_ANOTHER_KIND, cells[place].lower())
        }
        if not any(map(any, merits.values())):
            merits = {
                place: _as_pounds(look)
                for place, look in named.items()
                if re.search(_PAID_SO_FAR, cells[place].lower())
            }
    best = max(merits, key=lambda place: merits[place], default=None)
    return _NONE if best is None or not any(merits[best]) else " ".join(cells[best].split())[:40]


def _if_named(again: str, cells: Sequence[str], below: Sequence[Sequence[str]]) -> str:
    """The advice where no column is likely to hold who was paid."""
    names = _purpose_of_names(cells, below)
    which = repr(names) if names else "one of them"
    return (
        f'if {which} names who was paid: {again}--column supplier="{names or _NONE}"; '
        "without names nobody can be found or placed, so ask the publisher for them"
    )


def _purpose_of_names(cells: Sequence[str], below: Sequence[Sequence[str]]) -> str:
    """The heading of the only purpose under which firms stand; empty where there is none.

    Huntingdonshire has who was paid under `Description`. Xero has it there before what was bought,
    `Wyre Ltd - Repairs`, and then it is no name.
    """
    looks = look_at_records(below)[: len(cells)]
    found = [
        place
        for place, look in enumerate(looks)
        if _means_purpose(cells[place])
        and _as_names(look)[1] >= SOME * look.filled
        and look.distinct > 1
        and sum(_GOES_ON in row[place] for row in below if place < len(row))
        <= look.filled * (1 - MOST)
    ]
    return " ".join(cells[found[0]].split())[:40] if len(found) == 1 else ""


def _customers(cells: Sequence[str], below: Sequence[Sequence[str]]) -> str | None:
    """The heading of the customers, as some ledgers call creditors too, beside what money is spent on."""
    if not {"category", "department"} & understand(cells, {}).keys():
        return None
    for cell, look in zip(cells, look_at_records(below), strict=False):
        if _CUSTOMERS.fullmatch(cleaned(cell)) and any(_as_names(look)):
            return " ".join(cell.split())[:40]
    return None


def _means_purpose(cell: str) -> bool:
    found = meaning_of(cell)
    return found is not None and found[0] == "purpose"


def _shared_out(cells: Sequence[str], below: Sequence[Sequence[str]]) -> list[int]:
    """Columns of pounds of which each row has an amount in one, such as `Cheque, DD, BACS`."""
    pounds = [
        place
        for place, look in enumerate(look_at_records(below)[: len(cells)])
        # `Cheque` over numbers is that of the cheque, and holds no pence.
        if cells[place].strip()
        and any(_as_pounds(look))
        and (meaning_of(cells[place]) or ("",))[0] not in ("date", "vat", "credit")
        and not re.search(OF_ANOTHER_KIND, cells[place].lower())
    ]
    filled = [
        sum(place < len(row) and bool(row[place].strip()) for place in pounds) for row in below
    ]
    some = [many for many in filled if many]
    alone = sum(many == 1 for many in some)
    return pounds if len(pounds) > 1 and some and alone >= MOST * len(some) else []


def _as_names(look: Look) -> tuple[int, int]:
    """How many different texts there are, and how many hold a word of organisations."""
    varied = look.distinct >= max(min(A_FEW, look.filled), look.filled * VARIED)
    return (look.distinct, look.bodies) if varied and look.share(look.words) >= MOST else (0, 0)


def _as_pounds(look: Look) -> tuple[int]:
    """How many amounts there are that are plainly pounds."""
    plain = look.share(look.money) >= MOST and look.share(look.pounds) >= SOME
    return (look.pounds if plain else 0,)
