"""What weakens the figures, each with its pounds and the command that mends it."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.contents import has_known_postcode, most_telling
from spendaudit.measures.redactions import NO_NAME_RULE, OWN_ACCOUNTS_RULE
from spendaudit.measures.spend import paid_by_payee, pounds
from spendaudit.measures.suppliers import NOBODY
from spendaudit.places.tiers import NOT_PLACED
from spendaudit.report.figures import count, counted, money, told_below
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.overlapping import repeats_and_doubts
from spendaudit.report.values import Caveat
from spendaudit.suppliers.hiding import HIDDEN
from spendaudit.suppliers.ladder import HEAD_OFFICE, MISTYPED, PUBLIC_BODY
from spendaudit.suppliers.registered import doubt_in_general

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.audit import Audit

WORK_LIST = "todo.csv"
MOST_FILES_NAMED = 12
"""More lines than that would hide what stands below them."""
DOUBTS = ("doubtful", "head-office")
"""Keys of the caveats about weak evidence: one for each reason, in the order of these."""
MOST_OF_IT = 0.8
"""The share of the unplaced pounds that the sentence about the work list speaks of."""


def caveats_of(audit: Audit, spend: pl.DataFrame) -> tuple[Caveat, ...]:
    """Everything that a reader must know before leaning on the figures, gravest first."""
    found = [
        *_unread(audit),
        *_guessed_area(audit),
        *repeats_and_doubts(audit.cleaned),
        *_control_totals(audit),
        *_set_aside(audit),
        *_sums(spend),
        *_own_accounts(audit, spend),
        *_unknown_postcodes(audit),
        *_doubts(spend),
        *(Caveat("notice", notice) for notice in audit.notices),
    ]
    return tuple(found)


def _unread(audit: Audit) -> list[Caveat]:
    unread = audit.cleaned.unread
    found = [Caveat("not-read", f"not read: {one.found}") for one in unread[:MOST_FILES_NAMED]]
    more = len(unread) - MOST_FILES_NAMED
    if more > 0:
        found.append(Caveat("not-read", f"{counted(more, 'more file')} not read; -f json has all"))
    return found


def _guessed_area(audit: Audit) -> list[Caveat]:
    if not audit.area_from.startswith("a guess"):
        return []
    text = f"nobody said that home is {audit.area.name}: it is {audit.area_from}"
    return [Caveat("area", text, try_next="--area NAME")]


def _control_totals(audit: Audit) -> list[Caveat]:
    agreeing, differing = 0, []
    exact = "to the penny"
    for name, totals in audit.cleaned.control_totals.items():
        for total in totals:
            if total.agrees:
                agreeing += 1
                exact = "to the pound" if total.is_rounded else exact
                continue
            text = (
                f"{name}, line {count(total.line)} prints a total of £{money(total.printed)}, "
                f"but the payments {'below' if total.below else 'above'} it add up to "
                f"£{money(total.counted)}"
            )
            differing.append(Caveat("control-total", text, total.printed - total.counted))
    if agreeing:
        text = f"{counted(agreeing, 'total')} printed in the files equal ours {exact}"
        with_totals = list(filter(None, audit.cleaned.control_totals.values()))
        right = [totals for totals in with_totals if any(total.agrees for total in totals)]
        if agreeing == 1:
            which = "the file" if len(with_totals) == 1 else "one file"
            text = f"the total printed in {which} equals ours {exact}"
        differing.append(Caveat("control-total", text + told_below(*right)))
    return differing


def _set_aside(audit: Audit) -> list[Caveat]:
    set_aside = audit.cleaned.set_aside
    if set_aside.is_empty():
        return []
    unknown = int(set_aside["pence"].is_null().sum())
    text = f"{counted(set_aside.height, 'row')} could not be read as payments and are in no figure"
    if unknown:
        text += f" ({counted(unknown, 'amount')} unknown)"
    known = pounds(int(set_aside["pence"].sum()))
    return [Caveat("set-aside", text, known or None, "spendaudit set-aside")]


def _parts() -> tuple[tuple[str, pl.Expr, str], ...]:
    """Keys of caveats about parts of the spending, which payments these are, and what they say."""
    return (
        ("redacted", pl.col("kind") == "redacted", "went to payees whose names are redacted"),
        ("nameless", pl.col("rule") == NO_NAME_RULE, "went to payees without a name in the file"),
        ("undated", pl.col("paid_on").is_null(), "has no date that can be read"),
        (
            "public-bodies",
            pl.col("placed_by") == PUBLIC_BODY,
            "went to public bodies, placed by the area they serve and not by their head office",
        ),
    )


def _sums(spend: pl.DataFrame) -> list[Caveat]:
    """Parts of the spending that a figure leaves out or rests on, in pounds."""
    unplaced = pl.col("tier") == NOT_PLACED
    found = []
    for key, which, words in _parts():
        # A filter of them all copies every column.
        chosen = spend.lazy().filter(which).select("pence", "tier").collect()
        if chosen.is_empty():
            continue
        amount = pounds(int(chosen["pence"].sum()))
        text = f"{in_pounds(amount)} ({counted(chosen.height, 'payment')}) {words}"
        nowhere = int(chosen.filter(unplaced)["pence"].sum())
        if key in ("redacted", "nameless") and nowhere:
            text += (
                ", and counts as not placed"
                if chosen.select(unplaced.all()).item()
                else (f"; {in_pounds(pounds(nowhere))} of it counts as not placed")
            )
        found.append(Caveat(key, text, amount))
    return found


def _own_accounts(audit: Audit, spend: pl.DataFrame) -> list[Caveat]:
    """What was moved and not spent, where there is any."""
    moves = (pl.col("rule") == OWN_ACCOUNTS_RULE).fill_null(value=False)
    if not audit.payees.select(moves.any()).item():
        return []
    moved = spend.lazy().filter(moves).select("pence").collect()["pence"]
    amount = pounds(int(moved.sum()))
    text = (
        f"{in_pounds(amount)} ({counted(moved.len(), 'payment')}) was moved between accounts of the "
        "payer's own, by the words of its ledger: it is part of all spend, though it has not left"
    )
    return [Caveat("own-accounts", text, amount)]


def _unknown_postcodes(audit: Audit) -> list[Caveat]:
    """What has a postcode in the file, and is not placed all the same."""
    unknown = paid_by_payee(audit).filter(
        (pl.col("tier") == NOT_PLACED)
        & pl.col("postcode_written").is_not_null()
        & ~has_known_postcode()
        & ~pl.col("kind").is_in(NOBODY)
    )
    if unknown.is_empty():
        return []
    shown = unknown.filter(pl.col("postcode_written") != HIDDEN)
    example = f", such as {most_telling(shown)!r}" if shown.height else ""
    amount = pounds(int(unknown["pence"].sum()))
    what = counted(int(unknown["payments"].sum()), "payment")
    text = (
        f"{in_pounds(amount)} ({what}) has a postcode that leads to no district{example}, "
        "and counts as not placed"
    )
    return [Caveat("postcodes-unknown", text, amount, "spendaudit suppliers --unplaced")]


def _doubts(spend: pl.DataFrame) -> list[Caveat]:
    """What is doubtful, by the reason; one supplier by its own, several by what they have in common."""
    doubts = (
        spend.lazy()
        .filter(pl.col("doubt").is_not_null())
        .group_by("doubt", "name")
        .agg(pl.col("pence").sum())
        .collect()
        .with_columns(pl.col("doubt").cast(pl.String))
        .with_columns(doubt_in_general(pl.col("doubt")).alias("general"))
        .sort("doubt")
        .group_by("general", maintain_order=True)
        .agg(
            pl.col("pence").sum(),
            pl.col("name").n_unique(),
            pl.col("doubt").first(),
            pl.col("doubt").n_unique().alias("doubts"),
        )
        .sort("general")
    )
    found = []
    for general, pence, suppliers, doubt, several in doubts.iter_rows():
        amount = pounds(pence)
        what = "counts as not placed" if doubt == HEAD_OFFICE else "is doubtful"
        why = doubt if several == 1 else general
        if several > 1 and (example := _read_as(doubt)):
            why = f"{general}, such as {example}"
        text = f"{in_pounds(amount)} to {counted(suppliers, 'supplier')} {what}: {why}"
        key = "head-office" if doubt == HEAD_OFFICE else "doubtful"
        found.append(
            Caveat(key, text, amount, "spendaudit suppliers --doubtful" if several > 1 else "")
        )
    return found


def _read_as(doubt: str) -> str:
    """Of a doubt about a mistyped postcode what was written and what was read, else nothing."""
    found = re.fullmatch(MISTYPED.replace("{}", "(.*)"), doubt)
    return f"{found[1]}, read as {found[2]}" if found else ""


def caveats_of_each_payment(spend: pl.DataFrame, caveats: Sequence[Caveat]) -> list[pl.Series]:
    """The numbers of the caveats that are about each payment, in the order of `spend`.

    Args:
        spend: as `spend_of` gives it.
        caveats: as `caveats_of` made them of it.

    Returns:
        Numbers from 0, null where none is: a series for the caveats about doubts, of which a payment
        has one at most, and one for each other that is about payments of the figures.
    """
    keys = [one.key for one in caveats]
    found = [
        spend.select(pl.when(which).then(pl.lit(keys.index(key), pl.Int32)).alias("caveat"))
        for key, which, _ in _parts()
        if key in keys
    ]
    doubtful = [number for number, key in enumerate(keys) if key in DOUBTS]
    if doubtful:
        doubts = spend.select(pl.col("doubt").drop_nulls().unique().cast(pl.String))
        general = doubts.select("doubt", doubt_in_general(pl.col("doubt")).alias("general"))
        reasons = general["general"].unique().sort()
        number_of = dict(zip(reasons, doubtful, strict=True))
        numbers = {doubt: number_of[reason] for doubt, reason in general.iter_rows()}
        number = (
            pl.col("doubt")
            .cast(pl.String)
            .replace_strict(numbers, default=None, return_dtype=pl.Int32)
        )
        found.append(spend.select(number.alias("caveat")))
    return [one["caveat"] for one in found]


def most_of_it(unplaced: pl.Series) -> str:
    """How few suppliers are most of what is unplaced, as a sentence; largest first."""
    owed = unplaced.cast(pl.Float64).filter(unplaced.cast(pl.Float64) > 0).sort(descending=True)
    if owed.is_empty():
        return "every supplier with a name was placed"
    running = owed.cum_sum() / float(owed.sum())
    needed = int((running < MOST_OF_IT).sum()) + 1
    reached = f"{int(running[needed - 1] * 100)}%"
    which = "this supplier is" if needed == 1 else f"these {count(needed)} suppliers are"
    if needed == owed.len():
        return f"{which} all that is unplaced"
    return f"{which} {reached} of what is unplaced, of {count(owed.len())} in all"


def next_steps_of(audit: Audit, spend: pl.DataFrame, arguments: str) -> tuple[str, ...]:
    """Commands that would make the answer better, most useful first."""
    unplaced = (
        spend.filter((pl.col("tier") == NOT_PLACED) & ~pl.col("kind").is_in(NOBODY))
        .group_by("name")
        .agg(pl.col("pence").sum(), (pl.col("doubt") == HEAD_OFFICE).any().alias("public"))
        .filter(pl.col("pence") > 0)
    )
    steps = []
    if unplaced.height:
        steps += [
            f"spendaudit suppliers {arguments} --unplaced -o {WORK_LIST}",
            f"# {most_of_it(unplaced['pence'])}: fill in their postcodes, then",
            # The head office of a public body is known, and says nothing.
            *(["# (of a public body, one of a place that it serves)"] * unplaced["public"].any()),
            f"spendaudit report {arguments} --suppliers {WORK_LIST}",
        ]
    if audit.cleaned.set_aside.height:
        steps.append(f"spendaudit set-aside {shlex.join(audit.cleaned.asked)}")
    return tuple(steps)
