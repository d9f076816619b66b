"""Which of several columns of money is the amount: by rule, and by what adds up.

The rule: without VAT before with VAT; a line before the total of its invoice, which stands again on
each line. The proof: what is without VAT and the VAT add up to what is with VAT; the lines of an
invoice add up to its total. Where the two disagree the proof is followed, and it is said.
"""

from __future__ import annotations

import re
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import ColumnError
from spendaudit.read.headings import (
    Heading,
    as_argument,
    basis_of,
    cleaned,
    meaning_of,
    told_by,
)
from spendaudit.read.invoice_totals import by_number, by_payee
from spendaudit.read.looks import rough_pence
from spendaudit.read.other_money import is_in_pounds, is_of_other_currency, is_of_the_accounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOLDS = 0.95
"""Share of the rows on which a sum has to come out."""
ENOUGH = 3
"""Rows with VAT, or invoices of several lines; fewer prove nothing."""
_TOTAL = re.compile(
    "header|(invoice|inv|document|voucher|payment|batch)s?total|total(invoice|inv|payment|document)"
    "|cheque"
)
_WHOLE = re.compile("(invoice|inv|document|doc|payment)s?(amount|amt|value|val)|invoiced")
_LINE = re.compile(
    "line|distribution|detail|item|split|analysed|posting|(sub|dist|coded)(amount|amt|value|val)"
)
_MONEY = re.compile(r"amount|amt|value|£|gbp|pounds|net|gross|total|vat")
"""What a heading has that can mean nothing but money."""
_FOREIGN = re.compile(
    "^orig|foreign|(trans|transaction|document|doc)curr(ency)?|(amount|amt|value)indc$|^dc(amount|amt)$"
)
"""What is in the currency of the merchant, where a column of currencies stands beside it."""
RATES = (50, 175, 200)
"""Of VAT, per thousand: the reduced and the standard rate of the United Kingdom, until 2010 and since."""
A_PENNY = 1000
"""Of a thousand times the pence: what rounding may leave."""
ENOUGH_AT_RATES = 4
"""Rows with VAT by which one amount is known for another's gross, where no column says the VAT."""
A_PART = 4
"""From this rank on only a word in the heading was known."""


class _Sums(NamedTuple):
    """What the columns of money say about each other.

    Attributes:
        filled: position to how many rows have an amount there.
        held: position to how many of them are not nought.
        whole: position to whether no amount there has pence.
        equal: pairs of positions that have the same amount on nearly every row.
        adds_up: pairs of positions: the first and the VAT make the second.
        taxed: pairs of positions: the second is the first with VAT of a usual rate, or none.
        repeats: pairs of positions: the first, over an invoice, makes the second on each line.
        vat: position of the column of VAT that was added.
    """

    filled: dict[int, int]
    held: dict[int, int]
    whole: dict[int, bool]
    equal: frozenset[tuple[int, int]]
    adds_up: frozenset[tuple[int, int]]
    taxed: frozenset[tuple[int, int]]
    repeats: frozenset[tuple[int, int]]
    vat: int | None


def with_amount(
    heading: Heading, rows: pl.LazyFrame, settled: Mapping[str, str], name: str
) -> Heading:
    """The heading with the column of amounts that rule and proof name, and its rivals.

    Args:
        heading: as it was understood so far; the file is read once more only if it has rivals.
        rows: those under it, with the columns `c0`, `c1`, …
        settled: meaning to heading; an amount that the user named is left as it is.
        name: of the file.

    Raises:
        ColumnError: two columns could be the amount, and nothing decides.
    """
    used = set(heading.columns.items())
    candidates = [
        place
        for place in heading.all_that_mean("amount")
        if not any(other == place and meaning != "amount" for meaning, other in used)
    ]
    if heading.columns["amount"] not in candidates:
        candidates.append(heading.columns["amount"])
    if "amount" not in settled:
        in_pounds = [one for one in candidates if not is_of_other_currency(heading.cells[one])]
        if in_pounds and heading.columns["amount"] not in in_pounds:
            heading = heading._replace(columns={**heading.columns, "amount": in_pounds[0]})
        candidates = in_pounds or candidates
    if len(candidates) < 2:
        return heading
    sums = _sums(heading, candidates, rows)
    candidates = [place for place in candidates if sums.filled[place]]
    candidates = [place for place in candidates if not _is_of_codes(heading, place, sums)]
    if len(candidates) < 2 or "amount" in settled:
        chosen = (
            heading.columns["amount"] if "amount" in settled or not candidates else candidates[0]
        )
        return _with(heading, chosen, candidates, ())
    ranked = sorted(candidates, key=lambda place: _rule(heading, place, sums))
    by_rule = ranked[0]
    by_proof = _proved(by_rule, candidates, sums)
    unclear = [
        other
        for other in candidates
        if other != by_proof
        and not {(by_proof, other), (other, by_proof)}
        & (sums.equal | sums.adds_up | sums.taxed | sums.repeats)
        and (
            _rule(heading, other, sums)[:-1] == _rule(heading, by_rule, sums)[:-1]
            or _may_be_counted_again(heading, by_proof, other, sums)
        )
    ]
    if unclear:
        raise unclear_amounts(heading, (by_proof, *unclear), name)
    return _with(
        heading, by_proof, candidates, _said(heading, by_rule, by_proof, candidates, sums), sums
    )


def _rule(heading: Heading, place: int, sums: _Sums) -> tuple[object, ...]:
    """What makes a column the likelier amount: the smaller, the likelier; its position comes last."""
    cell = heading.cells[place]
    text = cleaned(cell)
    found = meaning_of(cell)
    rank = found[1] if found else A_PART
    line = _is_a_line(heading, place)
    total, whole = (bool(words.search(text)) and not line for words in (_TOTAL, _WHOLE))
    # `Amt Line, Amt Total`: beside a line a total is that of its invoice.
    total |= (
        "total" in text and not line and any(_is_a_line(heading, other) for other in sums.filled)
    )
    currency = "currency" in heading.columns
    sterling = currency and not (is_in_pounds(cell) or is_of_the_accounts(cell))
    foreign = currency and bool(_FOREIGN.search(text))
    basis = ("net", "not said", "gross").index(basis_of(cell))
    return (not sums.held[place], total, foreign, basis, whole, sterling, rank >= A_PART, place)


def _is_of_codes(heading: Heading, place: int, sums: _Sums) -> bool:
    """Whether whole numbers stand under a word such as `Spend`, and pounds and pence under another."""
    if _MONEY.search(heading.cells[place].lower()) or not sums.whole[place]:
        return False
    return sums.filled[place] >= ENOUGH and not all(sums.whole.values())


def _may_be_counted_again(heading: Heading, chosen: int, other: int, sums: _Sums) -> bool:
    """Whether the chosen one may be an invoice's total, since another one is, by its words, of lines."""
    as_likely = slice(3)
    return (
        _is_a_line(heading, other)
        and not _is_a_line(heading, chosen)
        and _rule(heading, other, sums)[as_likely] == _rule(heading, chosen, sums)[as_likely]
    )


def _is_a_line(heading: Heading, place: int) -> bool:
    """Whether a column of money is, by its heading, that of an invoice's lines."""
    return bool(_LINE.search(cleaned(heading.cells[place])))


def _proved(by_rule: int, candidates: Sequence[int], sums: _Sums) -> int:
    """The column that the sums name, or the one that the rule did where they say nothing of it."""
    chosen = by_rule
    for other in candidates:
        if (other, chosen) in sums.repeats | sums.adds_up | sums.taxed:
            chosen = other
    return chosen


def _said(
    heading: Heading, by_rule: int, chosen: int, candidates: Sequence[int], sums: _Sums
) -> tuple[str, ...]:
    notices = []
    name = heading.called(chosen)
    for other in candidates:
        called = heading.called(other)
        if (chosen, other) in sums.adds_up and sums.vat is not None:
            notices.append(f"{name!r} and {heading.called(sums.vat)!r} add up to {called!r}")
        elif (chosen, other) in sums.taxed:
            notices.append(f"{called!r} is {name!r} with VAT of 5%, 17.5% or 20%")
        elif (chosen, other) in sums.repeats:
            notices.append(f"{called!r} repeats the total of an invoice on each of its lines")
        elif (chosen, other) in sums.equal or (other, chosen) in sums.equal:
            notices.append(f"{called!r} (column {other + 1}) has the same amounts as {name!r}")
    if chosen != by_rule:
        notices.append(
            f"by its heading {heading.called(by_rule)!r} would be the amount: "
            f"the sums say that it is {name!r}"
        )
    return tuple(notices)


def _with(
    heading: Heading,
    chosen: int,
    candidates: Sequence[int],
    notices: Sequence[str],
    sums: _Sums | None = None,
) -> Heading:
    basis = basis_of(heading.cells[chosen])
    if sums is not None and any(first == chosen for first, _ in sums.adds_up | sums.taxed):
        basis = "net"
    elif sums is not None:
        # What adds up to a total without VAT is without it, whatever its heading leaves unsaid.
        of_totals = {basis_of(heading.cells[total]) for one, total in sums.repeats if one == chosen}
        basis = next(iter(of_totals)) if basis == "not said" and len(of_totals) == 1 else basis
    told = dict(heading.told_by)
    if chosen != heading.columns["amount"]:
        told |= told_by({"amount": chosen}, heading.cells, {})
    columns = heading.columns | {"amount": chosen}
    if (other := _of_another_amount(heading, chosen, candidates)) is not None:
        del columns["currency"], told["currency"]
        what = f"{heading.called(heading.columns['currency'])!r} is the currency of "
        what += f"{heading.called(other)!r}, not of {heading.called(chosen)!r}: not heeded"
        notices = (*notices, what)
    return heading._replace(
        columns=columns,
        basis=basis,
        told_by=told,
        rival_amounts=tuple((heading.called(one), one) for one in candidates if one != chosen),
        notices=(*heading.notices, *notices),
        gross_and_vat=_gross_and_vat(chosen, candidates, sums),
    )


def _gross_and_vat(
    chosen: int, candidates: Sequence[int], sums: _Sums | None
) -> tuple[int, int] | None:
    """The column that the amount and the VAT add up to, and that of the VAT; None where nothing proves it."""
    if sums is None or sums.vat is None:
        return None
    gross = [place for place in candidates if (chosen, place) in sums.adds_up]
    return (gross[0], sums.vat) if gross else None


def _of_another_amount(heading: Heading, chosen: int, candidates: Sequence[int]) -> int | None:
    """The amount that a column such as `Original Currency` speaks of, where it is not the chosen one."""
    place = heading.columns.get("currency", -1)
    foreign = [one for one in candidates if _FOREIGN.search(cleaned(heading.cells[one]))]
    if place < 0 or len(foreign) != 1 or chosen in foreign:
        return None
    behind_it = place == foreign[0] + 1
    return foreign[0] if behind_it or _FOREIGN.search(cleaned(heading.cells[place])) else None


def _sums(heading: Heading, candidates: Sequence[int], rows: pl.LazyFrame) -> _Sums:
    """Add up the columns, in one pass over the file."""
    taxes = list(heading.all_that_mean("vat"))
    invoice = heading.columns.get("transaction")
    every = [*candidates, *taxes]
    pence = {place: pl.col(f"p{place}") for place in every}
    money = rows.select(
        *(rough_pence(pl.col(f"c{place}")).alias(f"p{place}") for place in every),
        *([pl.col(f"c{invoice}").alias("invoice")] if invoice is not None else []),
    )
    pairs = list(permutations(candidates, 2))
    asked = {
        **{f"filled {one}": pence[one].count() for one in every},
        **{f"held {one}": (pence[one] != 0).sum() for one in every},
        **{f"whole {one}": (pence[one] % 100 == 0).all() for one in candidates},
        **{f"equal {a} {b}": (pence[a] == pence[b]).mean() for a, b in pairs},
    }
    for a, b in pairs:
        at_rates = pl.any_horizontal(
            (pence[a] * (1000 + rate) - pence[b] * 1000).abs() <= A_PENNY for rate in RATES
        )
        asked[f"rated {a} {b}"] = ((pence[a] == pence[b]) | at_rates).mean()
        asked[f"more {a} {b}"] = (at_rates & (pence[a] != pence[b])).sum()
    for tax in taxes:
        told = pence[tax].fill_null(0) != 0
        for a, b in pairs:
            off = (pence[a] + pence[tax].fill_null(0) - pence[b]).abs()
            asked[f"adds {tax} {a} {b}"] = (off <= 1).mean()
            taxed = off.filter(told) <= 1
            asked[f"taxed {tax} {a} {b}"] = pl.when(taxed.count() >= ENOUGH).then(taxed.mean())
    collected = money.select(**asked).collect(engine="streaming").row(0, named=True)
    vat = max(taxes, key=lambda tax: collected[f"held {tax}"], default=None)

    def holds(what: str) -> bool:
        return (collected[what] or 0) >= HOLDS

    return _Sums(
        filled={one: collected[f"filled {one}"] for one in candidates},
        held={one: collected[f"held {one}"] for one in candidates},
        whole={one: collected[f"whole {one}"] for one in candidates},
        equal=frozenset((a, b) for a, b in pairs if holds(f"equal {a} {b}")),
        adds_up=frozenset(
            (a, b)
            for a, b in pairs
            if vat is not None and holds(f"adds {vat} {a} {b}") and holds(f"taxed {vat} {a} {b}")
        ),
        taxed=frozenset(
            (a, b)
            for a, b in pairs
            if not taxes
            # What is worth a fifth less in pounds is no VAT.
            and not any(_FOREIGN.search(cleaned(heading.cells[one])) for one in (a, b))
            and holds(f"rated {a} {b}")
            and collected[f"more {a} {b}"] >= ENOUGH_AT_RATES
        ),
        repeats=_totals_again(heading, candidates, rows, money),
        vat=vat,
    )


def _totals_again(
    heading: Heading,
    candidates: Sequence[int],
    rows: pl.LazyFrame,
    money: pl.LazyFrame,
) -> frozenset[tuple[int, int]]:
    """Pairs of columns of which the second says the invoice's total again on each of its lines."""
    if "transaction" in heading.columns:
        found = by_number(money, permutations(candidates, 2))
        if found:
            return found
    lines = [place for place in candidates if _is_a_line(heading, place)]
    totals = [place for place in candidates if place not in lines]
    if not (lines and totals and "date" in heading.columns):
        return frozenset()
    places = {"payee": heading.columns["supplier"], "day": heading.columns["date"]}
    asked = rows.select(
        *(rough_pence(pl.col(f"c{place}")).alias(f"p{place}") for place in candidates),
        *(pl.col(f"c{place}").fill_null("").alias(what) for what, place in places.items()),
    )
    return by_payee(asked, lines, totals)


def _side_by_side(heading: Heading, places: Sequence[int]) -> tuple[int, int] | None:
    """Where two columns of suppliers stand, each with an amount of its own; None where they do not."""
    suppliers = heading.all_that_mean("supplier")
    for left, right in pairwise(suppliers):
        alike = cleaned(heading.cells[left]) == cleaned(heading.cells[right])
        border = min(right, max(places))
        if alike and left < border and min(places) < border <= max(places):
            return left, right
    return None


def unclear_amounts(heading: Heading, places: Sequence[int], name: str) -> ColumnError:
    """The refusal of a file with two columns that could both be the amount."""
    if suppliers := _side_by_side(heading, places):
        names, amounts = (
            " and ".join(str(place + 1) for place in (min(both), max(both)))
            for both in (suppliers, places)
        )
        return ColumnError(
            f"{name}: two tables stand side by side: suppliers in columns {names}, "
            f"amounts in columns {amounts}",
            "put the right one below the left one, with its heading, or save each as a file",
        )
    both = " and ".join(f"{heading.called(place)!r} (column {place + 1})" for place in places[:4])
    return ColumnError(
        f"{name}: {both} could {'both' if len(places) == 2 else 'all'} be the amount, and they differ",
        "say which: "
        f'spendaudit report {as_argument(name)} --column amount="column {places[0] + 1}"',
    )
