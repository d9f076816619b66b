"""Which sheets of a workbook hold the payments: one, or several of one kind, and never by guess."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.alike_sheets import PaymentSheet, are_periods, repeated, without_empty
from spendaudit.read.counted_once import Once, counted_once
from spendaudit.read.heading_rows import is_worded
from spendaudit.read.headings import NEEDED, as_argument, cleaned, understand
from spendaudit.read.sheet_names import NO_PAYMENTS, called_otherwise, lists

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from spendaudit.read.records import Rows
    from spendaudit.read.workbook import Sheet

ALL = "all"
"""What `--sheet` takes for every sheet that has a supplier and an amount."""

COVER, MADE_BY = "Cover", "Made by spendaudit "
"""The first sheet of a workbook that spendaudit wrote, and how one of its lines begins."""

_LOOKED_AT = 500
_MOST_LISTED = 12
_DATE = re.compile(
    r'(?:^|[,"])(?:[0-9]{4}-[0-9][0-9]-[0-9][0-9]|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4})'
)
_FIGURE = re.compile(r'(?:^|,)"?[-(]?£?[0-9][0-9,]*(?:\.[0-9]+)?\)?"?(?=,|$)')
_HAS_HEADINGS = re.compile(r"could (?:both|all) be|stand side by side")
"""What is said of a sheet whose headings are there, and too many."""
_WORD = re.compile(r"[A-Za-z]{3}")
_NEITHER = "headings for the supplier and the amount"


def payment_sheets(
    sheets: Sequence[Sheet],
    asked: Sequence[str],
    rows_of: Callable[[Sheet], Rows | None],
    name: str,
    unread: Mapping[str, str],
) -> tuple[list[Sheet], tuple[str, ...]]:
    """Choose the sheets to read, and say which were not.

    Several are read when they have the same headings, or are called by different months, and do not
    repeat each other's payments. A hidden sheet is read only when it is named.

    Args:
        sheets: all of a workbook.
        asked: names of sheets, or `all`; none where the user left it open.
        rows_of: reads a sheet under its heading with a supplier and an amount; None where it has none.
        name: of the file.
        unread: why `rows_of` has read none, by the name of the sheet, filled by it.

    Returns:
        The sheets, in the order of the tabs, and notices about the others.

    Raises:
        InputError: a named sheet is not there, or it is for the user to say which sheets count.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    seen = [sheet for sheet in filled if not sheet.hidden]
    if not filled:
        raise InputError(
            f"{name} is a workbook without a filled cell",
            "fetch it again: the download may have failed",
        )
    once = Once()
    if asked and not _means_all(asked, sheets):
        chosen = _named(filled, sheets, asked, name)
    elif not seen:
        raise InputError(
            f"{name} is a workbook whose filled sheets are all hidden",
            f"if it is the right one: {_command(name, filled[:1])}",
            (_listed("its sheets: ", filled),),
        )
    elif len(seen) == 1:
        chosen = seen
        if len(filled) > 1 and rows_of(seen[0]) is None:
            _refuse_hidden(filled, rows_of, name)
    else:
        hidden = [sheet for sheet in filled if sheet.hidden]
        once = _with_payments(seen, hidden, rows_of, name, unread, everything=bool(asked))
        chosen = [one.sheet for one in once.found]
    others = [sheet for sheet in filled if sheet not in (*chosen, *once.left_out())]
    told = [_told(chosen, once, others)] if others or once.left_out() else []
    doubts = [] if asked else [_may_not_count(one) for one in called_otherwise(once.found)]
    return chosen, (*told, *doubts)


def _told(chosen: Sequence[Sheet], once: Once, others: Sequence[Sheet]) -> str:
    """The sentence that says which sheets were read, and why not the others."""
    said = [_listed("sheet read: " if len(chosen) == 1 else "sheets read: ", chosen)]
    if once.repeats:
        said.append(_listed("not read, since all their payments stand there too: ", once.repeats))
    if once.nameless:
        what = "not read, since all their payments stand there too, with the names of suppliers that are "
        said.append(_listed(f"{what}blank on them: ", once.nameless))
    if once.with_vat:
        said.append("not read, since they are payments of those with VAT: ")
        said[-1] += ", ".join(f"{one.sheet}, £{one.pounds()}" for one in once.with_vat)
    if once.sums:
        said.append(_listed("not read, since their amounts are sums of those: ", once.sums))
    for what in sorted({what for _, what in once.lists}):
        of_it = [one for one, which in once.lists if which == what]
        said.append(_listed(f"not read, since their headings are of {what}: ", of_it))
    if others:
        said.append(_listed("not read: ", others))
    return "; ".join(said)


def refuse_not_worked_out(chosen: Sequence[Sheet], name: str) -> None:
    """Refuse sheets whose suppliers or amounts no program has worked out: their cells are empty, or 0.

    Raises:
        InputError: there is one.
    """
    for sheet in chosen:
        if sheet.not_worked_out:
            raise InputError(
                f"{name}: sheet {sheet.name!r}: {sheet.not_worked_out}",
                "open it in a spreadsheet, which works them out, and save it again",
            )


def is_own_workbook(sheets: Sequence[Sheet]) -> bool:
    """Whether spendaudit wrote a workbook: the pounds of its tables are no new ones."""
    for sheet in sheets:
        if sheet.name == COVER:
            with sheet.path.open(encoding="utf-8") as text:
                return any(line.startswith((MADE_BY, f'"{MADE_BY}')) for line in text)
    return False


def _means_all(asked: Sequence[str], sheets: Sequence[Sheet]) -> bool:
    """Whether every sheet is asked for; a sheet that is itself called `all` is just that sheet."""
    names = {_plain(sheet.name) for sheet in sheets}
    return ALL not in names and [_plain(one) for one in asked] == [ALL]


def _may_not_count(one: PaymentSheet) -> str:
    """The sentence that a sheet counts, though its name says that it may hold something else."""
    many = one.payments.height
    count = "its 1 amount counts" if many == 1 else f"its {many:,} amounts count"
    return (
        f"sheet {one.sheet.name!r} is called as if its rows were not paid, or counted elsewhere: "
        f"{count} as payments, £{one.pounds()} in all"
    )


def _named(
    filled: Sequence[Sheet], sheets: Sequence[Sheet], asked: Sequence[str], name: str
) -> list[Sheet]:
    wanted = {_plain(one) for one in asked}
    for one in asked:
        if _plain(one) not in {_plain(sheet.name) for sheet in sheets}:
            raise InputError(
                f"{name} has no sheet called {one!r}",
                _command(name, filled[:1]),
                (_listed("its sheets: ", sheets),),
            )
        if _plain(one) not in {_plain(sheet.name) for sheet in filled}:
            raise InputError(
                f"{name}: sheet {one!r} is empty",
                _command(name, filled[:1]),
                (_listed("its sheets: ", sheets),),
            )
    return [sheet for sheet in filled if _plain(sheet.name) in wanted]


def _with_payments(
    seen: Sequence[Sheet],
    hidden: Sequence[Sheet],
    rows_of: Callable[[Sheet], Rows | None],
    name: str,
    unread: Mapping[str, str],
    *,
    everything: bool,
) -> Once:
    """The sheets with a supplier and an amount, if it is beyond doubt that they count together."""
    found = [PaymentSheet(sheet, rows) for sheet in seen if (rows := rows_of(sheet))]
    if not found:
        _refuse_hidden(hidden, rows_of, name)
        raise InputError(
            f"{name} is a workbook in which no sheet has headings for the supplier and the amount",
            f"name the sheet, to see its headings: {_command(name, [_fullest(seen)])}",
            (_listed("its sheets: ", seen),),
        )
    found = without_empty(found)
    if everything:
        return Once(found)
    once = counted_once(found)
    chosen = [one.sheet for one in once.found]
    without = [sheet for sheet in seen if rows_of(sheet) is None]
    once = once._replace(lists=[(one, what) for one in without if (what := lists(one))])
    of_lists = [one for one, _ in once.lists]
    nameless = [one for one in without if one not in of_lists and _looks_like_payments(one)]
    if nameless:
        why = unread[nameless[0].name].removeprefix(f"{name}: ")
        others = "".join(f", onto {sheet.name!r}" for sheet in nameless[1:])
        mend = "leave there the column of what was paid alone"
        if not _HAS_HEADINGS.search(why):
            known = understand(_words_of(nameless[0]), {})
            missing = [meaning for meaning in NEEDED if meaning not in known]
            why = f"no heading for the {missing[0]}" if len(missing) == 1 else f"no {_NEITHER}"
            mend = f"copy the headings onto it{others}"
        raise InputError(
            f"{name}: sheet {nameless[0].name!r} has rows like payments, and {why}",
            f"{mend}; or, without those payments: {_command(name, chosen)}",
            (_listed("its sheets: ", seen),),
        )
    _refuse_unclear(once, seen, name)
    return once


def _refuse_unclear(once: Once, seen: Sequence[Sheet], name: str) -> None:
    """Refuse several sheets of which not all may count.

    Raises:
        InputError: it is for the user to say which do.
    """
    why = ""
    chosen = [one.sheet for one in once.found]
    no_payments = [sheet for sheet in chosen if NO_PAYMENTS.search(sheet.name)]
    likely = [_fullest([sheet for sheet in chosen if sheet not in no_payments] or chosen)]
    if once.may_have_vat is not None:
        net, gross = once.may_have_vat
        likely = [sheet for sheet in chosen if sheet is not gross]
        why = f"and {gross.name!r} may hold the payments of {net.name!r} with VAT"
    elif _differ(once.found) and not are_periods(chosen):
        why = "and their headings differ"
    elif 0 < len(no_payments) < len(chosen):
        why = f"and {no_payments[0].name!r} is called as if it held no payments"
    elif twins := repeated(once.found):
        poorer = min(twins, key=lambda one: one.names / max(one.payments.height, 1))
        if poorer.names < poorer.payments.height:
            likely = [_fullest([sheet for sheet in chosen if sheet is not poorer.sheet])]
        why = f"and {twins[0].sheet.name!r} and {twins[1].sheet.name!r} repeat the same rows"
    elif once.same is not None:
        likely = [sheet for sheet in chosen if sheet is not once.same]
        why = f"and {once.same.name!r} comes to the same pounds as the others"
    if why:
        raise InputError(
            f"{name} is a workbook in which {len(chosen)} sheets have a supplier and an amount, "
            f"{why}",
            f"say which count: {_command(name, likely)} (repeatable; --sheet {ALL} for every one)",
            (_listed("its sheets: ", seen),),
        )


def _refuse_hidden(
    sheets: Sequence[Sheet], rows_of: Callable[[Sheet], Rows | None], name: str
) -> None:
    """Refuse a workbook whose payments are on a hidden sheet: they may be no part of what is published.

    Raises:
        InputError: there is such a sheet.
    """
    found = [sheet for sheet in sheets if sheet.hidden and rows_of(sheet)]
    if found:
        raise InputError(
            f"{name}: only a hidden sheet has headings for the supplier and the amount",
            f"if it is the right one: {_command(name, found[:1])}",
            (_listed("its sheets: ", sheets),),
        )


def _differ(found: Sequence[PaymentSheet]) -> bool:
    """Whether not all headings have the same words."""
    return len({frozenset(map(cleaned, one.heading.cells)) - {""} for one in found}) > 1


def _looks_like_payments(sheet: Sheet) -> bool:
    """Whether at least three rows, and a third of them, have a date, a figure and a word."""
    with sheet.path.open(encoding="utf-8") as text:
        lines = [line for line in islice(text, _LOOKED_AT) if line.strip(", \n")]
    like = sum(
        bool(_DATE.search(line) and _FIGURE.search(line) and _WORD.search(line)) for line in lines
    )
    return like >= 3 and like * 3 >= len(lines)


def _words_of(sheet: Sheet) -> list[str]:
    """The first row that may be a heading: no date or figure in it, and words in two cells at least."""
    with sheet.path.open(encoding="utf-8", newline="") as text:
        for cells in csv.reader(islice(text, _LOOKED_AT)):
            if is_worded(cells) and sum(map(bool, map(str.strip, cells))) > 1:
                return cells
    return []


def _fullest(sheets: Sequence[Sheet]) -> Sheet:
    return max(sheets, key=lambda sheet: sheet.rows)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _command(name: str, sheets: Sequence[Sheet]) -> str:
    words = [f"--sheet {as_argument(sheet.name)}" for sheet in sheets]
    return " ".join(["spendaudit report", as_argument(name), *words])


def _listed(what: str, sheets: Sequence[Sheet]) -> str:
    shown = ", ".join(map(str, sheets[:_MOST_LISTED]))
    more = f", and {len(sheets) - _MOST_LISTED} more" if len(sheets) > _MOST_LISTED else ""
    return what + shown + more
