"""A report in plain words: one page of 200 to 250 words, for somebody who reads nothing else.

What must be said always stands; what else fits is added, the most useful first. Nothing here says why
money was spent where it was, since the files do not tell.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.report.detailed import changed
from spendaudit.report.figures import counted, long_date, month_in_full, pounds
from spendaudit.report.text import shown
from spendaudit.report.values import Page
from spendaudit.suppliers.ladder import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from spendaudit.report.values import Cell, Report, Retention, Table

MOST_WORDS = 248
"""Of title and text: with the marks of Markdown, 250."""
SECTIONS = ("change", "suppliers-leaving")
"""What a report must have answered to be told in plain words."""

_MILLION, _BILLION = Decimal(10**6), Decimal(10**9)
_LARGEST = 3
"""Suppliers that are named."""
_LONGEST_NAME, _MOST_WORDS_OF_NAME = 48, 6
_FACTS, _STAYED, _ELSEWHERE, _EVIDENCE, _MEANING, _SOURCES = range(6)
"""The paragraphs, in their order."""
_ALWAYS = 0
"""The rank of what must be said; of the rest, the lowest ranks come first."""


class _Said(NamedTuple):
    """A sentence or two that stand or fall together."""

    paragraph: int
    rank: int
    text: str


def in_plain_words(report: Report) -> Page:
    """Put a report into one page of paragraphs, with its range and what could not be placed.

    Every figure is one of the report: shares as pounds and pence of every £100, amounts from a
    million on in millions.
    """
    title = f"{report.area_name}, {_when(report.period)}: in plain words"
    said = [*_facts(report), *_stayed(report), *_elsewhere(report), *_evidence(report), *_meaning()]
    kept = _that_fit(said, MOST_WORDS - len(title.split()))
    paragraphs = (
        " ".join(one.text for one in kept if one.paragraph == number)
        for number in range(_SOURCES + 1)
    )
    return Page("plain", title, tuple(filter(None, paragraphs)), ())


def of_every_hundred(fraction: float) -> str:
    """A share as pounds and pence of £100: £32.71; a trace is never nothing, nor nearly all £100."""
    if 0 < fraction < 0.00005:
        return "less than a penny"
    if 0.99995 <= fraction < 1:
        return "more than £99.99"
    return pounds(Decimal(repr(fraction * 100)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def rounded(amount: Decimal) -> str:
    """An amount as it is said: £47.0 million, £513,221; under a thousand pounds to the penny."""
    size, sign = abs(amount), "-" if amount < 0 else ""
    for unit, called in ((_BILLION, "billion"), (_MILLION, "million")):
        if _to(size / unit, "0.1") >= 1:
            return f"{sign}£{_to(size / unit, '0.1'):,} {called}"
    return pounds(amount) if size < 1_000 else f"{sign}£{_to(size, '1'):,}"


def _to(number: Decimal, step: str) -> Decimal:
    return number.quantize(Decimal(step), ROUND_HALF_UP)


def _that_fit(said: Sequence[_Said], words: int) -> list[_Said]:
    """As much as fits, by rank, in the order in which it is to be read."""
    left, kept = words, set()
    for at in sorted(range(len(said)), key=lambda at: said[at].rank):
        length = len(said[at].text.split())
        if said[at].rank == _ALWAYS or length <= left:
            kept.add(at)
            left -= length
    return [one for at, one in enumerate(said) if at in kept]


def _when(period: tuple[date, date] | None) -> str:
    """The time of the payments, as a title has it."""
    if period is None:
        return "dates unknown"
    first, last = period
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return month_in_full(first)
    return f"{long_date(first)} to {long_date(last)}"


def _facts(report: Report) -> Iterator[_Said]:
    files = len({file.sha256 for file in report.files if not file.counted_in})
    yield _Said(
        _FACTS,
        _ALWAYS,
        f"The published {'file lists' if files == 1 else 'files list'} "
        f"{counted(report.payments, 'payment')} to {counted(report.suppliers, 'supplier')}, "
        f"{rounded(report.total)} in all.",
    )
    if report.set_aside:
        are = "is" if report.set_aside == 1 else "are"
        text = (
            f"{counted(report.set_aside, 'further row')} could not be read and {are} in no figure."
        )
        yield _Said(_FACTS, _ALWAYS, text)
    if report.unread:
        are = "is" if len(report.unread) == 1 else "are"
        text = f"{counted(len(report.unread), 'file')} could not be read and {are} in no figure."
        yield _Said(_FACTS, _ALWAYS, text)
    if report.overlaps.rows_in_doubt:
        rows = counted(report.overlaps.rows_in_doubt, "payment")
        yield _Said(_FACTS, _ALWAYS, f"{rows} may be counted twice.")
    differing = sum(
        caveat.key == "control-total" and caveat.amount is not None for caveat in report.caveats
    )
    if differing:
        differ = "differs" if differing == 1 else "differ"
        text = f"{counted(differing, 'printed total')} {differ} from the payments."
        yield _Said(_FACTS, _ALWAYS, text)
    if any(caveat.key == "area" for caveat in report.caveats):
        yield _Said(_FACTS, _ALWAYS, f"That home is {report.home} is a guess from the payments.")


def _stayed(report: Report) -> Iterator[_Said]:
    local, home = report.local, report.home
    if not _is_told(local):
        text = (
            "Credits are so large beside the payments that a share of them would mean nothing: "
            f"{rounded(local.amount)} is known to have stayed in {home}, and "
            f"{rounded(local.unplaced)} could not be placed."
        )
        yield _Said(_STAYED, _ALWAYS, text)
        return
    assert local.share is not None  # noqa: S101  # it is told
    stayed, between = _share(local.share), _between(local)
    unplaced = of_every_hundred(_of(local.unplaced, local))
    if report.hardly_placed and not report.placed_share:
        text = (
            f"How much of it stayed in {home} is not known, for none of it could be placed: on the "
            f"evidence it may be {between} of every £100."
        )
        yield _Said(_STAYED, _ALWAYS, text)
    elif report.hardly_placed:
        text = (
            f"How much of it stayed in {home} is not known: {unplaced} of every £100 could not be "
            f"placed. {_capital(stayed)} of every £100 is known to have stayed; on the evidence it may "
            f"be {between}."
        )
        yield _Said(_STAYED, _ALWAYS, text)
    else:
        text = f"Of every £100 spent, {stayed} is known to have stayed in {home}. "
        if local.unplaced or local.doubtful:
            why = [f"{unplaced} could not be placed"] if local.unplaced else []
            if local.doubtful:
                doubtful = of_every_hundred(_of(local.doubtful, local))
                why.append(f"{doubtful} rests on doubtful evidence")
            text += f"On the evidence it may be {between}, because {' and '.join(why)}."
        else:
            text += "Every pound could be placed."
        yield _Said(_STAYED, _ALWAYS, text)
        if local.unplaced and local.share_of_placed is not None:
            text = f"Of every £100 that could be placed, {_share(local.share_of_placed)} stayed."
            yield _Said(_STAYED, _ALWAYS, text)
        yield from _purchases(report)
    if report.hardly_placed:
        text = (
            "Few councils publish where their suppliers are; a list of the largest with their "
            "postcodes would answer most of it."
        )
        yield _Said(_STAYED, 1, text)


def _purchases(report: Report) -> Iterator[_Said]:
    """What stayed without precepts and the like, where there are any."""
    trade = report.influenceable
    if not report.influenceable_line or not _is_told(trade) or trade.share is None:
        return
    text = (
        f"{_capital(rounded(report.local.total - trade.total))} is no purchase: precepts, taxes, "
        f"pensions, loans and the like. Of every £100 of the rest, {_share(trade.share)} stayed; it "
        f"may be {_between(trade)}."
    )
    yield _Said(_STAYED, 1, text)


def _elsewhere(report: Report) -> Iterator[_Said]:
    tiers = [
        (f"the {name}" if str(name).startswith("rest of ") else str(name), share)
        for name, share in _cells(report.tiers, ("tier", "share"))[1:-1]
        if isinstance(share, float) and 0 < share <= 1
    ]
    tiers.sort(key=lambda tier: -_number(tier[1]))
    if tiers and _is_told(report.local):
        (first, share), *others = tiers
        of_all = of_every_hundred(share)
        text = f"Of what is known to have gone elsewhere, most went to {first} ({of_all} of every £100)"
        if others:
            text += f", then to {others[0][0]} ({of_every_hundred(others[0][1])})"
        yield _Said(_ELSEWHERE, 2, f"{text}.")
    leaving = _section(report, "suppliers-leaving")
    largest = _cells(leaving, ("supplier", "amount"))[:_LARGEST] if leaving else []
    paid = [
        f"{_name(str(name))} ({rounded(amount)})"
        for name, amount in largest
        if isinstance(amount, Decimal) and amount > 0
    ]
    if paid:
        are = "supplier outside is" if len(paid) == 1 else "suppliers outside are"
        text = f"Leaving out what is no purchase, the largest {are} {_listed(paid)}."
        yield _Said(_ELSEWHERE, 4, text)
    change = _section(report, "change")
    if change and change.rows:
        yield _Said(_ELSEWHERE, 3, f"{changed(report)} The files do not say why.")


def _evidence(report: Report) -> Iterator[_Said]:
    rungs = [
        (str(rung), share)
        for rung, share in _cells(report.placed_by, ("rung", "share"))
        if rung != NOTHING and isinstance(share, float) and 0 < share <= 1
    ]
    if rungs:
        rung, share = max(rungs, key=lambda one: one[1])
        text = f"The evidence that placed most is {rung}: {of_every_hundred(share)} of every £100."
        yield _Said(_EVIDENCE, 5, text)
    for caveat in report.caveats:
        if caveat.key == "redacted":
            yield _Said(_EVIDENCE, 6, f"{_capital(shown(caveat.text, None))}.")
    if report.local.unplaced:
        text = (
            "Not placed means that nothing looked at tells where a supplier is: it may be next door. "
            "So the range takes such suppliers first as elsewhere, then as local."
        )
        yield _Said(_EVIDENCE, 7, text)
    if report.local.doubtful:
        text = (
            "Evidence is doubtful where, for example, a postcode is only where mail is sorted, or a "
            "name is only nearly the same."
        )
        yield _Said(_EVIDENCE, 8, text)
    yield _Said(
        _EVIDENCE,
        9,
        "Public bodies count where the people are whom they serve, not where their offices stand.",
    )
    yield _Said(
        _EVIDENCE,
        10,
        "Every row of the files is either counted once, or recognised as no payment, or set aside "
        "with its reason; the full report accounts for all of them, and names the files by their "
        "fingerprints.",
    )

    yield _Said(
        _EVIDENCE,
        11,
        "What was paid through a card, a contractor or another body may have gone further than these "
        "files show.",
    )
    yield _Said(
        _EVIDENCE,
        12,
        "A supplier with several offices counts at the one that the evidence names, wherever the work "
        "was done.",
    )


def _meaning() -> Iterator[_Said]:
    yield _Said(
        _MEANING,
        _ALWAYS,
        "“Stayed” says where a supplier's known address is, or whom a public body serves. It does not "
        "show where its staff live, what it buys in turn or who owns it, and nothing here says why "
        "money was spent where it was. Some things cannot be bought nearby: a low share proves no "
        "neglect, and a high one no benefit.",
    )
    yield _Said(
        _SOURCES,
        _ALWAYS,
        "Amounts are rounded. The full report has them to the penny, with every source; postcodes are "
        "the ONS's (Open Government Licence).",
    )


def _is_told(money_spent: Retention) -> bool:
    """Whether shares of £100 can be said of it: credits may make them negative, or over the whole."""
    shares = (money_spent.share, money_spent.low, money_spent.high)
    told = all(share is not None and 0 <= share <= 1 for share in shares)
    return told and 0 <= money_spent.unplaced <= money_spent.total


def _share(fraction: float) -> str:
    return of_every_hundred(fraction) if fraction else "nothing"


def _between(money_spent: Retention) -> str:
    low, high = (
        of_every_hundred(_number(money_spent.low)),
        of_every_hundred(_number(money_spent.high)),
    )
    return low if low == high else f"between {low} and {high}"


def _of(part: Decimal, whole: Retention) -> float:
    return float(part) / float(whole.total)


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, float) else 0.0


def _section(report: Report, key: str) -> Table | None:
    return next((section.table for section in report.sections if section.key == key), None)


def _cells(table: Table, keys: Iterable[str]) -> list[tuple[Cell, ...]]:
    """Some columns of a table, row by row."""
    at = {column.key: number for number, column in enumerate(table.columns)}
    return [tuple(row[at[key]] for key in keys) for row in table.rows]


def _name(text: str) -> str:
    """A supplier's name, short enough for a sentence."""
    words = shown(text, _LONGEST_NAME).split()
    cut = words[:_MOST_WORDS_OF_NAME]
    return " ".join(cut) + ("…" if len(words) > len(cut) else "")


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
