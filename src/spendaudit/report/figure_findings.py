"""What makes a figure of a file wrong or doubtful: rows, totals, dates, payments to nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.date_evidence import date_evidence
from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST
from spendaudit.home import several_areas
from spendaudit.measures.months import months_of
from spendaudit.measures.spend import pounds
from spendaudit.places.areas import area_in_text
from spendaudit.report.advice import change_for, finding_from
from spendaudit.report.checked import Finding, Severity
from spendaudit.report.contents import MOST_LINES, Contents, about, quoted
from spendaudit.report.figures import count, counted, long_date, month, told_below
from spendaudit.report.figures import pounds as in_pounds

if TYPE_CHECKING:
    from collections.abc import Iterator


_ISO = "write dates as 2024-04-30, which nobody can misread"
_OUTSIDE = re.compile(r"([0-9,]+) payments? (?:is|are) dated far outside the rest")
"""A sentence of `clean.periods`, which says of the same payments what more is known."""
_FEWEST_LINES = 3
_MANY_LINES = 1 / 3
_NEARLY_ALL = 0.9
"""Payments without a name, and their share, from which they may be lines of a payment above."""
_DAY_NUMBER = re.compile(r"\s*[0-9]{5}(\.[0-9]+)?\s*$")


def figure_findings(contents: Contents) -> Iterator[Finding]:
    """Everything that touches a figure, and every sentence that was said while reading."""
    yield from _set_aside(contents)
    yield from _totals(contents)
    yield from _date_order(contents)
    yield from _serials(contents)
    yield from _undated(contents)
    yield from _of_several_months(contents)
    yield from _months(contents)
    yield from _nameless(contents)
    yield from _publishers(contents)
    yield from _notices(contents)


def _set_aside(contents: Contents) -> Iterator[Finding]:
    """Rows that are in no figure, by reason."""
    reasons = (
        contents.set_aside.group_by("reason")
        .agg(pl.len(), pl.col("pence").sum(), pl.col("line").sort().head(MOST_LINES))
        .sort("len", "reason", descending=[True, False])
    )
    for reason, rows, pence, lines in reasons.iter_rows():
        what = "row is" if rows == 1 else "rows are"
        yield Finding(
            "set-aside",
            Severity.WRONG,
            f"{count(rows)} {what} in no figure: {reason}",
            change_for(reason),
            tuple(lines),
            rows,
            pounds(pence) if pence else None,
        )


def _totals(contents: Contents) -> Iterator[Finding]:
    """Printed totals: those that differ from ours, and those that agree."""
    for total in contents.totals:
        if total.agrees:
            continue
        differs = total.printed - total.counted
        yield Finding(
            "control-total",
            Severity.WRONG,
            f"the total printed is {in_pounds(total.printed)}, but the payments "
            f"{'below' if total.below else 'above'} it add up to "
            f"{in_pounds(total.counted)}: {in_pounds(abs(differs))} {'less' if differs > 0 else 'more'}",
            "compare the file with the ledger: rows may be missing or stand there twice",
            (total.line,),
            1,
            differs,
        )
    agreeing = [total.line for total in contents.totals if total.agrees]
    if agreeing:
        exact = "to the pound" if any(one.is_rounded for one in contents.totals) else "to the penny"
        what = "total" if len(agreeing) == 1 else "totals"
        yield Finding(
            "control-total",
            Severity.NOTE,
            f"{counted(len(agreeing), 'row')} {'is a' if len(agreeing) == 1 else 'are'} {what} and no "
            f"payment; {'it equals' if len(agreeing) == 1 else 'they equal'} ours {exact}"
            f"{told_below(contents.totals)}. "
            "Whoever adds up the column counts the money twice",
            "leave totals out of the export",
            tuple(agreeing[:MOST_LINES]),
            len(agreeing),
        )


def _date_order(contents: Contents) -> Iterator[Finding]:
    """Dates that contradict each other, or that nothing decides."""
    dates = contents.reading.dates
    evidence = date_evidence(dates.table)
    if evidence.only[DAY_FIRST] and evidence.only[MONTH_FIRST]:
        yield Finding(
            "date-order",
            Severity.DOUBTFUL,
            f"{counted(evidence.only[DAY_FIRST], 'date')} can only be day first "
            f"({quoted(evidence.example[DAY_FIRST])}) and {count(evidence.only[MONTH_FIRST])} only "
            f"month first ({quoted(evidence.example[MONTH_FIRST])}), and "
            f"{count(evidence.either)} could be either",
            _ISO,
            rows=evidence.either,
        )
    elif evidence.either and not dates.settled:
        what = "date" if evidence.either == 1 else "dates"
        yield Finding(
            "date-order",
            Severity.DOUBTFUL,
            "nothing in the file says whether the day or the month stands first: "
            f"{count(evidence.either)} {what} could be either, and "
            f"{'was' if evidence.either == 1 else 'were'} read "
            f"{MONTH_FIRST if dates.month_first else DAY_FIRST}",
            _ISO,
            rows=evidence.either,
        )


def _serials(contents: Contents) -> Iterator[Finding]:
    """Dates that a spreadsheet left as the numbers by which it counts days."""
    shapes = date_evidence(contents.reading.dates.table).shapes
    numbers = [text.strip() for text in shapes if _DAY_NUMBER.match(text)]
    if numbers:
        yield Finding(
            "day-numbers",
            Severity.NOTE,
            f"dates stand as {numbers[0]}, the day number of a spreadsheet",
            f"format the column as dates before it is saved; {_ISO}",
        )


def _undated(contents: Contents) -> Iterator[Finding]:
    """Payments that are in no month."""
    if "date" not in contents.account.columns:
        return
    undated = contents.payments.filter(pl.col("paid_on").is_null())
    if undated.is_empty():
        return
    unreadable = date_evidence(contents.reading.dates.table).unreadable
    why = (
        "no date"
        if not unreadable
        else f"no date that can be read, such as {quoted(unreadable[0])}"
    )
    has = "payment has" if undated.height == 1 else "payments have"
    yield about(
        undated,
        "undated",
        Severity.DOUBTFUL,
        f"{count(undated.height)} {has} {why}: in the total, but in no month",
        "fill in the dates, as 2024-04-30",
    )


def _of_several_months(contents: Contents) -> Iterator[Finding]:
    """Payments whose date is a quarter or a year: in its period, and in no month of it."""
    paid_on, paid_to = pl.col("paid_on"), pl.col("paid_to")
    longer = contents.payments.filter(paid_on.dt.month_start() != paid_to.dt.month_start())
    if longer.is_empty():
        return
    texts = contents.reading.dates.table.filter(
        paid_on.dt.month_start() != paid_to.dt.month_start()
    )
    example = f", such as {quoted(texts['text'].min())}" if texts.height else ""  # type: ignore[arg-type]
    has = "payment has" if longer.height == 1 else "payments have"
    yield about(
        longer,
        "several-months",
        Severity.NOTE,
        f"{count(longer.height)} {has} several months for a date{example}: in the total, but in no month",
        "give each payment the day on which it was paid, as 2024-04-30",
    )


def _months(contents: Contents) -> Iterator[Finding]:
    """Months without a payment between others, and dates far from all others."""
    months = months_of(contents.payments)
    if months.missing:
        named = ", ".join(month(day) for day in months.missing[:6])
        left = len(months.missing) - 6
        more = f" and {counted(left, 'more month')}" if left > 0 else ""
        yield Finding(
            "missing-months",
            Severity.DOUBTFUL,
            f"no payment is dated in {named}{more}, though {count(months.before)} "
            f"{'is' if months.before == 1 else 'are'} before and {count(months.after)} after",
            "look whether months were left out of the export, or years mistyped",
        )
    told = sum(
        int(found[1].replace(",", ""))
        for found in map(_OUTSIDE.match, contents.account.notices)
        if found
    )
    if months.stray.height > told:
        first = months.stray.row(0, named=True)
        what = "payment is" if months.stray.height == 1 else "payments are"
        yield about(
            months.stray,
            "stray-dates",
            Severity.NOTE,
            f"{count(months.stray.height)} {what} dated more than a month before or after nearly all "
            f"others, such as {long_date(first['paid_on'])}",
            "look whether the years are right",
        )


def _nameless(contents: Contents) -> Iterator[Finding]:
    nameless = contents.payments.filter(pl.col("supplier").is_null())
    if nameless.is_empty():
        return
    what = "payment names" if nameless.height == 1 else "payments name"
    said = f"{count(nameless.height)} {what} nobody as paid: nobody can be found or placed for them"
    change = "fill in the supplier, or write REDACTED where the name is withheld"
    if _may_be_named_above(contents.payments):
        said += ". They may be to those named above them, whose names stand on a first line alone"
        change = "write the supplier on each line, or REDACTED where the name is withheld"
    yield about(nameless, "nameless", Severity.DOUBTFUL, said, change)


def _may_be_named_above(payments: pl.DataFrame) -> bool:
    """Whether payments without a name may be further lines of the one above them.

    They are many, and most names are followed by some; or they have no date or number either, and those
    with a name have.
    """
    bare = pl.col("supplier").is_null()
    number = pl.col("transaction").fill_null("") != ""
    found = payments.select(
        bare.first().alias("first"),
        bare.sum().alias("nameless"),
        bare.mean().alias("share"),
        (bare & ~bare.shift()).sum().alias("followed"),
        *(
            (had.filter(~bare).mean() - had.filter(bare).mean()).alias(name)
            for name, had in (("dated", pl.col("paid_on").is_not_null()), ("numbered", number))
        ),
    ).row(0, named=True)
    if found["first"] or found["share"] == 1 or found["nameless"] < _FEWEST_LINES:
        return False
    most = found["followed"] * 2 > payments.height - found["nameless"]
    return bool(
        (most and found["share"] >= _MANY_LINES)
        or max(found["dated"], found["numbered"]) >= _NEARLY_ALL
    )


def _publishers(contents: Contents) -> Iterator[Finding]:
    """Payments of councils of several areas in one file, which no report can call one home's."""
    if len(contents.areas) < 2:
        return
    by_body = contents.payments.group_by(pl.col("body").cast(pl.String)).agg(
        pl.len().alias("payments"), pl.col("pence").sum()
    )
    of: dict[str, tuple[int, int]] = {}
    for body, payments, pence in by_body.drop_nulls().iter_rows():
        area = area_in_text(body)
        if area is not None:
            known = of.get(area.code, (0, 0))
            of[area.code] = (known[0] + payments, known[1] + pence)
    first, *others = sorted(contents.areas, key=lambda area: area.name)
    named = [
        f"{area.name} ({counted(of[area.code][0], 'payment')}, "
        f"{in_pounds(pounds(of[area.code][1]))})"
        if area.code in of
        else area.name
        for area in (first, *others)
    ]
    yield Finding(
        "several-publishers",
        Severity.DOUBTFUL,
        several_areas(named),
        "publish the payments of each in a file of its own; a report of this one counts them all, "
        f'and asks which area is home: --area "{first.name}"',
    )


def _notices(contents: Contents) -> Iterator[Finding]:
    for notice in contents.account.notices:
        finding = finding_from(notice)
        if finding is not None:
            yield finding
