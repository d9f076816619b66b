"""What is wrong, doubtful or worth knowing about one file, each with where and what to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.date_evidence import date_evidence
from spendaudit.clean.dates import DAY_FIRST, MONTH_FIRST
from spendaudit.expected import NOT_SAID
from spendaudit.measures.contents import (
    has_known_postcode,
    is_below_threshold,
    is_redacted,
)
from spendaudit.measures.months import months_of
from spendaudit.measures.spend import pounds, share
from spendaudit.read.headings import TOLD_BY, cleaned
from spendaudit.report.advice import change_for, code_fields, finding_from
from spendaudit.report.checked import Finding, Severity
from spendaudit.report.figures import count, counted, long_date, month
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.figures import share as in_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spendaudit.audit import Reading
    from spendaudit.clean.totals import ControlTotal
    from spendaudit.report.advice import CodeField
    from spendaudit.report.values import FileAccount

MOST_LINES = 5
MOST_EXAMPLES = 3
LONGEST_EXAMPLE = 40
_LOST = "\N{REPLACEMENT CHARACTER}"
# UTF-8 that was read as a Windows file and saved again: â€™ for an apostrophe, Â£ for £, Ã© for é.
_MANGLED = r"â€|Â[£ \x{00A0}]|Ã[\x{0080}-\x{00BF}©¨¶¼]"
_TEXTS = ("supplier", "department", "category", "purpose")
_ISO = "write dates as 2024-04-30, which nobody can misread"
_UTF8 = "save the file as CSV in UTF-8 (in Excel: CSV UTF-8)"


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is known about one file.

    Attributes:
        account: what became of its rows.
        reading: how it was read.
        totals: sums printed in it, beside ours.
        set_aside: as `frames.SET_ASIDE`.
        payments: as `frames.PAYMENTS`, with the payee's `kind`, `finding` and `mail_centre`.
    """

    account: FileAccount
    reading: Reading
    totals: tuple[ControlTotal, ...]
    set_aside: pl.DataFrame
    payments: pl.DataFrame


def findings_of(contents: Contents) -> tuple[Finding, ...]:
    """Everything that was found in one file, the gravest first."""
    found = [
        *_set_aside(contents),
        *_totals(contents),
        *_date_order(contents),
        *_undated(contents),
        *_months(contents),
        *_nameless(contents),
        *_notices(contents),
        *_understood(contents),
        *_basis(contents),
        *_characters(contents),
        *_layout(contents),
        *_code(contents),
        *_payees(contents),
    ]
    weight = list(Severity)
    return tuple(sorted(found, key=lambda finding: weight.index(finding.severity)))


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
            f"the total printed is {in_pounds(total.printed)}, but the payments above it add up to "
            f"{in_pounds(total.counted)}: {in_pounds(abs(differs))} {'less' if differs > 0 else 'more'}",
            "compare the file with the ledger: rows may be missing or stand there twice",
            (total.line,),
            1,
            differs,
        )
    agreeing = [total.line for total in contents.totals if total.agrees]
    if agreeing:
        what = "total" if len(agreeing) == 1 else "totals"
        yield Finding(
            "control-total",
            Severity.NOTE,
            f"{counted(len(agreeing), 'row')} {'is a' if len(agreeing) == 1 else 'are'} {what} and no "
            f"payment; {'it equals' if len(agreeing) == 1 else 'they equal'} ours to the penny. "
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
            f"({_quoted(evidence.example[DAY_FIRST])}) and {count(evidence.only[MONTH_FIRST])} only "
            f"month first ({_quoted(evidence.example[MONTH_FIRST])}), and "
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
        else f"no date that can be read, such as {_quoted(unreadable[0])}"
    )
    has = "payment has" if undated.height == 1 else "payments have"
    yield Finding(
        "undated",
        Severity.DOUBTFUL,
        f"{count(undated.height)} {has} {why}: in the total, but in no month",
        "fill in the dates, as 2024-04-30",
        tuple(undated["line"].head(MOST_LINES)),
        undated.height,
        pounds(int(undated["pence"].sum())),
    )


def _months(contents: Contents) -> Iterator[Finding]:
    """Months without a payment between others, and dates far from all others."""
    months = months_of(contents.payments)
    if months.missing:
        named = ", ".join(month(day) for day in months.missing[:6])
        more = len(months.missing) - 6
        yield Finding(
            "missing-months",
            Severity.DOUBTFUL,
            f"no payment is dated in {named}{f' and {more} more months' if more > 0 else ''}, "
            f"though there are many before and after",
            "look whether months were left out of the export, or years mistyped",
        )
    if months.stray.height:
        first = months.stray.row(0, named=True)
        what = "payment is" if months.stray.height == 1 else "payments are"
        yield Finding(
            "stray-dates",
            Severity.NOTE,
            f"{count(months.stray.height)} {what} dated more than a month before or after nearly all "
            f"others, such as {long_date(first['paid_on'])}",
            "look whether the years are right",
            tuple(months.stray["line"].head(MOST_LINES)),
            months.stray.height,
            pounds(int(months.stray["pence"].sum())),
        )


def _nameless(contents: Contents) -> Iterator[Finding]:
    nameless = contents.payments.filter(pl.col("supplier").is_null())
    if nameless.is_empty():
        return
    what = "payment names" if nameless.height == 1 else "payments name"
    yield Finding(
        "nameless",
        Severity.DOUBTFUL,
        f"{count(nameless.height)} {what} nobody as paid: nobody can be found or placed for them",
        "fill in the supplier, or write REDACTED where the name is withheld",
        tuple(nameless["line"].head(MOST_LINES)),
        nameless.height,
        pounds(int(nameless["pence"].sum())),
    )


def _notices(contents: Contents) -> Iterator[Finding]:
    for notice in contents.account.notices:
        finding = finding_from(notice)
        if finding is not None:
            yield finding


def _understood(contents: Contents) -> Iterator[Finding]:
    """Columns that were not understood, or not for sure."""
    heading = contents.reading.heading
    used = set(heading.columns.values())
    unknown = [
        cell.strip()
        for position, cell in enumerate(heading.cells)
        if cell.strip() and position not in used
    ]
    if unknown:
        named = _listed(unknown)
        yield Finding(
            "columns-not-used",
            Severity.NOTE,
            f"{counted(len(unknown), 'column')} {'was' if len(unknown) == 1 else 'were'} not used: {named}",
            "nothing, unless one of them holds what is missed below",
            _at_heading(contents),
        )
    your_word, by_heading, *_ = TOLD_BY
    for meaning in ("supplier", "amount", "date"):
        told = contents.account.told_by.get(meaning, by_heading)
        if told not in (your_word, by_heading):
            written = contents.account.columns[meaning]
            yield Finding(
                "column-guessed",
                Severity.NOTE,
                f"{_quoted(written)} was taken for the {meaning}, by {told}",
                f'if it is another column: --column {meaning}="HEADING"',
                _at_heading(contents),
            )


def _basis(contents: Contents) -> Iterator[Finding]:
    if contents.reading.basis != NOT_SAID:
        return
    amount = contents.account.columns["amount"]
    yield Finding(
        "basis",
        Severity.NOTE,
        f"the heading {_quoted(amount)} does not say whether VAT is in the amounts",
        "call the column Net Amount or Gross Amount, whichever it is",
        _at_heading(contents),
    )


def _characters(contents: Contents) -> Iterator[Finding]:
    """The encoding, and letters that were lost on the way."""
    encoding = contents.account.encoding
    if encoding in ("cp1252", "cp850", "utf-16"):
        called = {"cp1252": "Windows", "cp850": "DOS", "utf-16": "UTF-16"}[encoding]
        yield Finding(
            "encoding",
            Severity.NOTE,
            f"the file is in the {called} encoding: programs that expect UTF-8 show £ and accents wrong",
            _UTF8,
        )
    for key, what, which in (
        ("lost-letters", f"hold {_LOST} where a letter was lost", pl.col(_TEXTS).str.contains(_LOST)),
        ("mangled-letters", "hold letters that were converted twice (â€™ for an apostrophe)",
         pl.col(_TEXTS).str.contains(_MANGLED)),
    ):  # fmt: skip
        rows = contents.payments.filter(pl.any_horizontal(which))
        if rows.height:
            yield Finding(
                key,
                Severity.NOTE,
                f"texts of {counted(rows.height, 'payment')} {what}",
                f"export them anew, and {_UTF8}",
                tuple(rows["line"].head(MOST_LINES)),
                rows.height,
            )


def _layout(contents: Contents) -> Iterator[Finding]:
    """What stands in the file beside a heading and payments."""
    non_rows = contents.account.non_rows
    heading = contents.reading.heading
    for kind, words, change in (
        ("title", "above the heading", "let the first line be the heading"),
        (
            "blank",
            "without anything in it",
            "leave them out; in a spreadsheet, delete the rows below the last payment",
        ),
        (
            "note",
            "with words in one cell and no amount",
            "keep remarks on the page beside the file; look whether payments broke off there",
        ),
    ):
        if rows := non_rows.get(kind):
            text = f"{counted(rows, 'row')} {words}"
            yield Finding(f"{kind}s", Severity.NOTE, text, change, rows=rows)
    if (headings := non_rows.get("heading", 1)) > 1:
        yield Finding(
            "headings",
            Severity.NOTE,
            f"the heading stands {count(headings)} times in the file",
            "leave only the first",
            rows=headings,
        )
    keys = [cleaned(cell) for cell in heading.cells if cell.strip()]
    twice = [
        cell.strip() for cell in heading.cells if cell.strip() and keys.count(cleaned(cell)) > 1
    ]
    said = " ".join(contents.account.notices)
    others = [cell for cell in dict.fromkeys(twice) if cell not in said]
    if others:
        yield Finding(
            "headings-alike",
            Severity.NOTE,
            f"more than one column is called {_listed(others)}",
            "give each column a heading of its own",
            _at_heading(contents),
        )


def _code(contents: Contents) -> Iterator[Finding]:
    """Fields of the Transparency Code that no column holds."""
    for field in code_fields():
        if column_for(field, contents) is None:
            perhaps = perhaps_for(field, contents)
            hint = f", unless {_quoted(perhaps)} is it" if perhaps else ""
            yield Finding(
                f"code-{field.key}",
                Severity.NOTE,
                f"no column holds the {field.name}, which the Transparency Code asks of councils{hint}",
                field.ask,
            )


def column_for(field: CodeField, contents: Contents) -> str | None:
    """The heading of the column that holds a field of the Code, or None."""
    heading = contents.reading.heading
    for meaning in field.meanings:
        if meaning in heading.columns:
            return heading.cells[heading.columns[meaning]].strip()
    if field.headings:
        return next(
            (
                cell.strip()
                for cell in heading.cells
                if pl.Series([cleaned(cell)]).str.contains(field.headings)[0]
            ),
            None,
        )
    return None


def perhaps_for(field: CodeField, contents: Contents) -> str | None:
    """The heading of a column that may hold a field of the Code, if a person looks."""
    heading = contents.reading.heading
    return next(
        (
            heading.cells[heading.columns[meaning]].strip()
            for meaning in field.perhaps
            if meaning in heading.columns
        ),
        None,
    )


def _payees(contents: Contents) -> Iterator[Finding]:
    """What the payments say of who was paid, and where."""
    payments = contents.payments
    total = int(payments["pence"].sum())
    redacted = payments.filter(is_redacted())
    if redacted.height:
        pence = int(redacted["pence"].sum())
        what = "payee's name is" if redacted.height == 1 else "payments have a payee whose name is"
        yield Finding(
            "redacted",
            Severity.NOTE,
            f"{count(redacted.height)} {what} withheld: {in_pounds(pounds(pence))} "
            f"({in_percent(share(pence, total))} of the money)",
            "nothing, if each protects a person; a firm's or charity's name is not personal data",
            tuple(redacted["line"].head(MOST_LINES)),
            redacted.height,
            pounds(pence),
        )
    if "postcode" in contents.account.columns:
        yield from _postcodes(payments)
    else:
        yield Finding(
            "no-postcodes",
            Severity.NOTE,
            "no column holds the suppliers' postcodes: where the money went can be told only from a "
            "supplier list",
            "add the postcode that the finance system has for each supplier that is no person",
        )
    small = payments.filter(is_below_threshold())
    if small.height:
        what = "payment is" if small.height == 1 else "payments are"
        yield Finding(
            "below-500",
            Severity.NOTE,
            f"{count(small.height)} {what} of £500 or less: {in_pounds(pounds(int(small['pence'].sum())))}",
            "nothing, if they are lines of larger invoices, or if the council publishes from a lower sum",
            rows=small.height,
            amount=pounds(int(small["pence"].sum())),
        )


def _postcodes(payments: pl.DataFrame) -> Iterator[Finding]:
    written = payments.filter(pl.col("postcode_written").is_not_null())
    unknown = written.filter(~has_known_postcode() & (pl.col("finding") != "abroad"))
    if unknown.height:
        example = _example(unknown["postcode_written"].unique().sort().to_list())
        what = "payment has" if unknown.height == 1 else "payments have"
        yield Finding(
            "postcodes-unknown",
            Severity.NOTE,
            f"{count(unknown.height)} {what} a postcode that leads to no district, such as {example}",
            "write each supplier's full postcode, as PR1 2RL",
            tuple(unknown["line"].head(MOST_LINES)),
            unknown.height,
            pounds(int(unknown["pence"].sum())),
        )
    sorted_there = written.filter(has_known_postcode() & pl.col("mail_centre"))
    if sorted_there.height:
        pence = pounds(int(sorted_there["pence"].sum()))
        what = "payment goes" if sorted_there.height == 1 else "payments go"
        yield Finding(
            "mail-centres",
            Severity.NOTE,
            f"{count(sorted_there.height)} {what} to postcodes where the mail is sorted, such as PO "
            f"boxes: {in_pounds(pence)} cannot be placed for sure",
            "give the postcode of the premises",
            tuple(sorted_there["line"].head(MOST_LINES)),
            sorted_there.height,
            pence,
        )


def _at_heading(contents: Contents) -> tuple[int, ...]:
    line = contents.account.heading_line
    return (line,) if line else ()


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    short = text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"
    return f"'{short}'"


def _example(texts: list[str]) -> str:
    return _quoted(texts[0]) if texts else ""


def _listed(texts: list[str]) -> str:
    more = f" and {len(texts) - 8} more" if len(texts) > 8 else ""
    return ", ".join(_quoted(text) for text in texts[:8]) + more
