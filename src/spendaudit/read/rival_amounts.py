"""Which of several columns of money is the amount: by rule, and by what adds up.

The rule: without VAT before with VAT; a line before the total of its invoice, which stands again on
each line. The proof: what is without VAT and the VAT add up to what is with VAT; the lines of an
invoice add up to its total. Where the two disagree the proof is followed, and it is said.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from spendaudit.errors import ColumnError
from spendaudit.read.headings import (
    TOLD_BY,
    Heading,
    as_argument,
    basis_of,
    cleaned,
    meaning_of,
    told_by,
)
from spendaudit.read.other_money import is_in_pounds, is_of_other_currency, is_of_the_accounts
from spendaudit.read.sums_of_amounts import ENOUGH, FOREIGN, is_a_line, sums_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from spendaudit.read.sums_of_amounts import Sums

_TOTAL = (
    "header|(invoice|inv|document|voucher|payment|batch)s?total|total(invoice|inv|payment|document)"
    "|cheque"
)
_WHOLE = "(invoice|inv|document|doc|payment|pay|pymn?t|pmt)s?(amount|amt|value|val)|invoiced"
_MONEY = r"amount|amt|value|£|gbp|pounds|net|gross|total|vat"
"""What a heading has that can mean nothing but money."""
A_PART = 4
"""From this rank on only a word in the heading was known."""


def with_amount(
    heading: Heading,
    rows: pl.LazyFrame,
    settled: Mapping[str, str],
    name: str,
    unnamed: Sequence[int] = (),
) -> Heading:
    """The heading with the column of amounts that rule and proof name, and its rivals.

    Args:
        heading: as it was understood so far; the file is read once more only if it has rivals.
        rows: those under it, with the columns `c0`, `c1`, …
        settled: meaning to heading; an amount that the user named is left as it is.
        name: of the file.
        unnamed: positions of columns that no word calls an amount, and that may make one with the VAT.

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
        candidates += [place for place in unnamed if place not in candidates]
    if len(candidates) < 2:
        return heading
    sums = sums_of(heading, candidates, rows)
    candidates = [place for place in candidates if sums.filled[place]]
    proved = {place for pair in sums.adds_up for place in pair}
    candidates = [
        place
        for place in candidates
        if (place in proved if place in unnamed else not _is_of_codes(heading, place, sums))
    ]
    if len(candidates) < 2 or "amount" in settled:
        chosen = (
            heading.columns["amount"] if "amount" in settled or not candidates else candidates[0]
        )
        return _with(heading, chosen, candidates, ())
    named = [place for place in candidates if place not in unnamed]
    ranked = sorted(named or candidates, key=lambda place: _rule(heading, place, sums))
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


def _rule(heading: Heading, place: int, sums: Sums) -> tuple[object, ...]:
    """What makes a column the likelier amount: the smaller, the likelier; its position comes last."""
    cell = heading.cells[place]
    text = cleaned(cell)
    found = meaning_of(cell)
    rank = found[1] if found else A_PART
    line = is_a_line(heading, place)
    total, whole = (bool(re.search(words, text)) and not line for words in (_TOTAL, _WHOLE))
    # `Amt Line, Amt Total`: beside a line a total is that of its invoice.
    total |= (
        "total" in text and not line and any(is_a_line(heading, other) for other in sums.filled)
    )
    currency = "currency" in heading.columns
    sterling = currency and not (is_in_pounds(cell) or is_of_the_accounts(cell))
    foreign = currency and bool(re.search(FOREIGN, text))
    basis = ("net", "not said", "gross").index(basis_of(cell))
    return (not sums.held[place], total, foreign, basis, sterling, whole, rank >= A_PART, place)


def _is_of_codes(heading: Heading, place: int, sums: Sums) -> bool:
    """Whether whole numbers stand under a word such as `Spend`, and pounds and pence under another."""
    if re.search(_MONEY, heading.cells[place].lower()) or not sums.whole[place]:
        return False
    return sums.filled[place] >= ENOUGH and not all(sums.whole.values())


def _may_be_counted_again(heading: Heading, chosen: int, other: int, sums: Sums) -> bool:
    """Whether the chosen one may be an invoice's total, since another one is, by its words, of lines."""
    as_likely = slice(3)
    return (
        is_a_line(heading, other)
        and not is_a_line(heading, chosen)
        and _rule(heading, other, sums)[as_likely] == _rule(heading, chosen, sums)[as_likely]
    )


def _proved(by_rule: int, candidates: Sequence[int], sums: Sums) -> int:
    """The column that the sums name, or the one that the rule did where they say nothing of it."""
    chosen = by_rule
    for other in candidates:
        if (other, chosen) in sums.repeats | sums.adds_up | sums.taxed:
            chosen = other
    return chosen


def _said(
    heading: Heading, by_rule: int, chosen: int, candidates: Sequence[int], sums: Sums
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
            where = "" if (chosen, other) in sums.same else " on nearly every row"
            notices.append(
                f"{called!r} (column {other + 1}) has the same amounts as {name!r}{where}"
            )
    if chosen != by_rule and _contradicts(heading, by_rule, chosen, sums):
        notices.append(
            f"by its heading {heading.called(by_rule)!r} would be the amount: "
            f"the sums say that it is {name!r}"
        )
    return tuple(notices)


def _contradicts(heading: Heading, by_rule: int, chosen: int, sums: Sums) -> bool:
    """Whether the sums deny what a heading says, and do not only tell what none does."""
    said = basis_of(heading.cells[by_rule]), basis_of(heading.cells[chosen])
    if (chosen, by_rule) in sums.repeats and is_a_line(heading, chosen):
        return said == ("net", "gross")
    if (chosen, by_rule) not in sums.adds_up:
        return True
    return said[0] == "net" or said[1] == "gross"


def _with(
    heading: Heading,
    chosen: int,
    candidates: Sequence[int],
    notices: Sequence[str],
    sums: Sums | None = None,
) -> Heading:
    basis = basis_of(heading.cells[chosen])
    if sums is not None and any(first == chosen for first, _ in sums.adds_up | sums.taxed):
        basis = "net"
    elif sums is not None:
        # What adds up to a total without VAT is without it, whatever its heading leaves unsaid; and
        # what is the same on every row as another column is of its kind.
        told_of = [total for one, total in sums.repeats if one == chosen]
        told_of += [one for both in sums.same if chosen in both for one in both if one != chosen]
        kinds = {basis_of(heading.cells[one]) for one in told_of}
        basis = next(iter(kinds)) if basis == "not said" and len(kinds) == 1 else basis
    told = dict(heading.told_by)
    columns = dict(heading.columns)
    if chosen != heading.columns["amount"]:
        for meaning in [one for one, place in columns.items() if place == chosen]:
            # `Invoice`, which mostly is its number.
            del columns[meaning], told[meaning]
        told |= _told(heading, chosen)
    columns |= {"amount": chosen}
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


def _told(heading: Heading, chosen: int) -> dict[str, str]:
    """What told that a column is the amount: its content, where its heading means another thing or none."""
    means = meaning_of(heading.cells[chosen])
    if means is None or means[0] != "amount":
        return {"amount": TOLD_BY[-1]}
    return told_by({"amount": chosen}, heading.cells, {})


def _gross_and_vat(
    chosen: int, candidates: Sequence[int], sums: Sums | None
) -> tuple[int, int] | None:
    """The column that the amount and the VAT add up to, and that of the VAT; None where nothing proves it."""
    if sums is None or sums.vat is None:
        return None
    gross = [place for place in candidates if (chosen, place) in sums.adds_up]
    return (gross[0], sums.vat) if gross else None


def _of_another_amount(heading: Heading, chosen: int, candidates: Sequence[int]) -> int | None:
    """The amount that a column such as `Original Currency` speaks of, where it is not the chosen one."""
    place = heading.columns.get("currency", -1)
    foreign = [one for one in candidates if re.search(FOREIGN, cleaned(heading.cells[one]))]
    if place < 0 or len(foreign) != 1 or chosen in foreign:
        return None
    behind_it = place == foreign[0] + 1
    return foreign[0] if behind_it or re.search(FOREIGN, cleaned(heading.cells[place])) else None


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
    # The total of an invoice, taken for its lines, would count once for each.
    of_lines = [
        place
        for place in places
        if is_a_line(heading, place) and not re.search(FOREIGN, cleaned(heading.cells[place]))
    ]
    likeliest = (*of_lines, *places)[0]
    both = " and ".join(f"{heading.called(place)!r} (column {place + 1})" for place in places[:4])
    return ColumnError(
        f"{name}: {both} could {'both' if len(places) == 2 else 'all'} be the amount, and they differ",
        "say which: "
        f'spendaudit report {as_argument(name)} --column amount="column {likeliest + 1}"',
    )
