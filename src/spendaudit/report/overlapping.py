"""What files have in common, in words: what was counted once, and what may be counted twice."""

from __future__ import annotations

import shlex
from decimal import Decimal
from os.path import commonprefix
from typing import TYPE_CHECKING

from spendaudit.report.figures import counted, period, pounds
from spendaudit.report.file_accounts import Alike
from spendaudit.report.text import shown
from spendaudit.report.values import Caveat, Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spendaudit.intake import Cleaned
    from spendaudit.report.file_accounts import Overlap

MOST_SENTENCES = 5
"""So many overlaps have a sentence each; of more there is one sentence, and the table."""
MOST_MONTHS = 6
"""So many months of an overlap are named."""
MOST_IN_A_COMMAND = 8
"""A command that names more files than that is no longer one to type."""


def repeats_and_doubts(cleaned: Cleaned) -> list[Caveat]:
    """Say what was counted once, and what may be counted twice, with pounds."""
    once = [one for one in cleaned.overlaps.found if one.counted_once]
    doubtful = [one for one in cleaned.overlaps.found if not one.counted_once]
    return [*_in_doubt(cleaned, doubtful), *_repeated(once)]


def overlaps_section(cleaned: Cleaned) -> tuple[Section, ...]:
    """What files have in common as a table; none where there is one file, or nothing in common."""
    found = cleaned.overlaps.found
    if not found:
        return ()
    doubtful = cleaned.overlaps.rows_in_doubt > 0
    in_part = any(one.kind is Alike.IN_DOUBT for one in found)
    columns = [
        Column("file", "File", Kind.TEXT),
        Column("kind", "is", Kind.TEXT),
        Column("other", "as, or with", Kind.TEXT),
        Column("rows", "payments", Kind.COUNT),
        Column("amount", "£", Kind.MONEY),
    ]
    if in_part:
        columns += [
            Column("only_here", "£ only in it", Kind.MONEY),
            Column("only_there", "£ only there", Kind.MONEY),
        ]
    shared = _shared_folder([file.name for file in cleaned.files])
    rows = tuple(
        (
            one.file.removeprefix(shared),
            str(one.kind),
            _others([name.removeprefix(shared) for name in one.others]),
            one.rows,
            one.amount,
            *_only_in_one(one),
        )[: len(columns)]
        for one in found
    )
    left_out = (
        "every payment in common counts once; the rows do not add up, since files may share one"
    )
    if doubtful:
        left_out = (
            f"{_twice(cleaned)} may be counted twice; all other payments in common count once; "
            "the rows do not add up, since files may share one"
        )
    title = "Payments that are in more than one file"
    return (Section("overlaps", title, Table(tuple(columns), rows), left_out),)


def _repeated(once: Sequence[Overlap]) -> list[Caveat]:
    if len(once) > MOST_SENTENCES:
        rows, amount = sum(one.rows for one in once), _sum(one.amount for one in once)
        months = any(one.months for one in once)
        text = (
            f"{counted(len({one.file for one in once}), 'file')} "
            f"{'repeat whole months or all' if months else 'hold nothing but'} payments of others "
            f"({counted(rows, 'payment')}, {pounds(amount)}): they count once; "
            "--section overlaps says which"
        )
        return [Caveat("repeated", text, amount)]
    return [Caveat("repeated", _sentence(one), one.amount) for one in once]


def _sentence(one: Overlap) -> str:
    others, what = _others(one.others), f"{counted(one.rows, 'payment')}, {pounds(one.amount)}"
    match one.kind:
        case Alike.SAME_FILE:
            return f"{one.file} is the same as {others}, byte for byte ({what}): counted once"
        case Alike.SAME_PAYMENTS:
            return f"{one.file} holds the same payments as {others} ({what}): counted once"
        case Alike.SAME_MONTHS:
            which = ", ".join(f"{month:%B %Y}" for month in one.months[:MOST_MONTHS])
            more = len(one.months) - MOST_MONTHS
            which += f" and {counted(more, 'more month')}" if more > 0 else ""
            return (
                f"{one.file} and {others} hold the same payments of {which}, in every column that "
                f"both have ({what}): counted once"
            )
        case _:
            return f"every payment of {one.file} is in {others} too ({what}): counted once"


def _in_doubt(cleaned: Cleaned, doubtful: Sequence[Overlap]) -> list[Caveat]:
    if not doubtful:
        return []
    amount = cleaned.overlaps.amount_in_doubt
    if len(doubtful) > MOST_SENTENCES:
        text = (
            f"{counted(len(doubtful), 'pair')} of files have payments in common: {_twice(cleaned)} "
            "may be counted twice; --section overlaps says which"
        )
        return [Caveat("overlap", text, amount)]
    return [
        Caveat("overlap", _doubt(one), one.amount, _without(cleaned, one.file)) for one in doubtful
    ]


def _only_in_one(one: Overlap) -> tuple[Decimal | None, Decimal | None]:
    if one.kind is Alike.IN_DOUBT:
        return one.only_here[1], one.only_there[1]
    return None, None


def _doubt(one: Overlap) -> str:
    if one.kind is Alike.IN_OTHER_WORDS:
        return (
            f"{one.file} seems to say again what {_others(one.others)} "
            f"{'say' if len(one.others) > 1 else 'says'}{_when(one)}: {one.doubt} "
            f"({counted(one.rows, 'payment')}, {pounds(one.amount)} that may be counted twice)"
        )
    return (
        f"{one.file} and {_others(one.others)} have {counted(one.rows, 'payment')} in common"
        f"{_when(one)}, {pounds(one.amount)} that may be counted twice ({one.doubt}); "
        f"{_only(one.only_here)} only in the first, {_only(one.only_there)} only in the second"
    )


def _without(cleaned: Cleaned, left_out: str) -> str:
    """The command that leaves one file out, where it is one to type."""
    names = [file.name for file in cleaned.files if file.name != left_out and not file.counted_in]
    if len(names) > MOST_IN_A_COMMAND:
        return ""
    return f"spendaudit report {shlex.join(names)}"


def _when(one: Overlap) -> str:
    return f" ({period(*one.period)})" if one.period else ""


def _only(both: tuple[int, Decimal]) -> str:
    rows, amount = both
    return f"{counted(rows, 'payment')} ({pounds(amount)})" if rows else "none"


def _twice(cleaned: Cleaned) -> str:
    overlaps = cleaned.overlaps
    return f"{pounds(overlaps.amount_in_doubt)} ({counted(overlaps.rows_in_doubt, 'payment')})"


def _others(names: Sequence[str]) -> str:
    if len(names) > 3:
        return f"{shown(names[0])} and {len(names) - 1} more"
    return " and ".join(map(shown, names))


def _shared_folder(names: Sequence[str]) -> str:
    """The folder that all files are in, which no table needs to repeat."""
    start = commonprefix(list(names))  # noqa: RUF071  # cut at a slash in the next line
    return start[: max(start.rfind("/"), start.rfind("\\")) + 1]


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal())
