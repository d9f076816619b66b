"""What is said of the form of a file: columns, VAT, encoding, layout, fields of the Code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.expected import NOT_SAID
from spendaudit.read.headings import NO_CONCERN, TOLD_BY, cleaned, meaning_of
from spendaudit.report.advice import code_fields
from spendaudit.report.checked import Finding, Severity
from spendaudit.report.contents import (
    MOST_LINES,
    Contents,
    at_heading,
    blank_columns,
    listed,
    quoted,
)
from spendaudit.report.figures import count, counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from spendaudit.report.advice import CodeField

_NAMELESS = re.compile(r"column [0-9]+")
"""What a column without a heading is called."""
_LOST = "\N{REPLACEMENT CHARACTER}"
# UTF-8 that was read as a Windows file and saved again: â€™ for an apostrophe, Â£ for £, Ã© for é.
_MANGLED = r"â€|Â[£ \x{00A0}]|Ã[\x{0080}-\x{00BF}©¨¶¼]"
_TEXTS = ("supplier", "department", "category", "purpose")
_NOTHING_BUT = " nothing but "
_HELD_NOTHING = "cells that hold nothing"
_FROM_ROWS = "it was read from rows of their own"
_UTF8 = "save the file as CSV in UTF-8 (in Excel: CSV UTF-8)"


def form_findings(contents: Contents) -> Iterator[Finding]:
    """Everything that a better export would have otherwise, though no figure is touched."""
    yield from _understood(contents)
    yield from _basis(contents)
    yield from _characters(contents)
    yield from _layout(contents)
    yield from _code(contents)


def _is_of_no_concern(cell: str) -> bool:
    """Whether a column is known by its heading for one that an audit does not use."""
    known = meaning_of(cell)
    return known is not None and known[0] in NO_CONCERN


def _understood(contents: Contents) -> Iterator[Finding]:
    """Columns that were not understood, or not for sure."""
    heading = contents.reading.heading
    used = {*heading.columns.values(), *contents.reading.dates.parts}
    unknown = [
        cell.strip()
        for position, cell in enumerate(heading.cells)
        if cell.strip() and position not in used and not _is_of_no_concern(cell)
    ]
    if unknown:
        named = listed(unknown)
        yield Finding(
            "columns-not-used",
            Severity.NOTE,
            f"{counted(len(unknown), 'column')} {'was' if len(unknown) == 1 else 'were'} not used: {named}",
            "nothing, unless one of them holds what is missed below",
            at_heading(contents),
        )
    missed = {"supplier", "postcode"}  # each by a finding of its own
    if not contents.is_no_council:
        missed |= {meaning for field in code_fields() for meaning in field.meanings}
    blank = [cell for meaning, cell in blank_columns(contents).items() if meaning not in missed]
    if blank:
        what = "column is" if len(blank) == 1 else "columns are"
        yield Finding(
            "columns-blank",
            Severity.NOTE,
            f"{count(len(blank))} {what} there and blank on every row: {listed(blank)}",
            "fill it in, or leave it out" if len(blank) == 1 else "fill them in, or leave them out",
            at_heading(contents),
        )
    your_word, by_heading, *_ = TOLD_BY
    for meaning in ("supplier", "amount", "date"):
        told = contents.account.told_by.get(meaning, by_heading)
        written = contents.account.columns.get(meaning, "")
        # Of a column without a heading a notice speaks already.
        if told not in (your_word, by_heading) and not _NAMELESS.fullmatch(written):
            yield Finding(
                "column-guessed",
                Severity.NOTE,
                f"{quoted(written)} was taken for the {meaning}, by {told}",
                f'if it is another column: --column {meaning}="HEADING"',
                at_heading(contents),
            )


def _basis(contents: Contents) -> Iterator[Finding]:
    if contents.reading.basis != NOT_SAID:
        return
    amount = contents.account.columns["amount"]
    yield Finding(
        "basis",
        Severity.NOTE,
        f"{'' if _NAMELESS.fullmatch(amount) else 'the heading '}{quoted(amount)} does not say whether "
        "VAT is in the amounts",
        "call the column Net Amount or Gross Amount, whichever it is",
        at_heading(contents),
    )


def _characters(contents: Contents) -> Iterator[Finding]:
    """The encoding, and letters that were lost on the way."""
    encoding = contents.account.encoding
    if encoding in ("cp1252", "cp850", "mac-roman", "utf-16"):
        called = {"cp1252": "Windows", "cp850": "DOS", "mac-roman": "Mac", "utf-16": "UTF-16"}[
            encoding
        ]
        yield Finding(
            "encoding",
            Severity.NOTE,
            f"the file is in the {called} encoding: programs that expect UTF-8 show £ and accents wrong",
            _UTF8,
        )
    for key, what, which in (
        ("lost-letters", f"hold {_LOST} where a letter was lost", pl.col(_TEXTS).cast(pl.String).str.contains(_LOST)),
        ("mangled-letters", "hold letters that were converted twice (â€™ for an apostrophe)",
         pl.col(_TEXTS).cast(pl.String).str.contains(_MANGLED)),
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
    blank = non_rows.get("blank", 0) - _errors_alone(contents)
    below = (
        ""
        if _only_above(contents)
        else "; in a spreadsheet, delete the rows below the last payment"
    )
    for kind, rows, words, change in (
        ("title", non_rows.get("title"), "above the heading", "let the first line be the heading"),
        (
            "blank",
            blank,
            f"without anything in {'it' if blank == 1 else 'them'}",
            f"leave them out{below}",
        ),
        (
            "note",
            non_rows.get("note"),
            "of remarks or layout, without an amount",
            "keep remarks on the page beside the file"
            + ("" if _say_dates(contents) else "; look whether payments broke off there"),
        ),
    ):
        if rows:
            text = f"{counted(rows, 'row')} {words}"
            yield Finding(f"{kind}s", Severity.NOTE, text, change, rows=rows)
    # A heading of two lines stands there once.
    further = max(sum(line <= heading.line for line in heading.lines) - 1, 0)
    if (headings := non_rows.get("heading", 1) - further) > 1:
        yield Finding(
            "headings",
            Severity.NOTE,
            f"the heading stands {count(headings)} times in the file",
            "leave only the first",
            rows=headings,
        )
    named = [cell.strip() for cell in heading.cells if cell.strip()]
    keys = [(cleaned(cell), "%" in cell) for cell in named]  # `Share %` is not `Share £`
    twice = [cell for cell, key in zip(named, keys, strict=True) if keys.count(key) > 1]
    # A sentence about what stands under a heading does not say that there are two of it.
    said = " ".join(one for one in contents.account.notices if not one.startswith(_HELD_NOTHING))
    others = [cell for cell in dict.fromkeys(twice) if cell not in said]
    if others:
        yield Finding(
            "headings-alike",
            Severity.NOTE,
            f"more than one column is called {listed(others)}: where one is used, it is the first",
            "give each column a heading of its own",
            at_heading(contents),
        )


def _errors_alone(contents: Contents) -> int:
    """How many of the blank rows are told by a sentence of their own."""
    told = (one for one in contents.account.notices if _NOTHING_BUT in one)
    return sum(int(one.split()[0].replace(",", "")) for one in told)


def _say_dates(contents: Contents) -> bool:
    """Whether rows of words were read as the dates of the payments below them."""
    return any(_FROM_ROWS in one for one in contents.account.notices)


def _only_above(contents: Contents) -> bool:
    """Whether all blank rows stand among the titles above the heading."""
    non_rows = contents.account.non_rows
    above = contents.reading.heading.begins - 1 - non_rows.get("title", 0)
    return above >= non_rows.get("blank", 0)


def _code(contents: Contents) -> Iterator[Finding]:
    """Fields of the Transparency Code that no column holds."""
    if contents.is_no_council:
        return
    blank = blank_columns(contents)
    for field in code_fields():
        there = column_for(field, contents)
        if there is not None and field_is_blank(field, blank):
            yield Finding(
                f"code-{field.key}",
                Severity.NOTE,
                f"{quoted(there)} is blank on every row: the Transparency Code asks councils for the "
                f"{field.name}",
                field.ask,
                at_heading(contents),
            )
        if there is None:
            perhaps = perhaps_for(field, contents)
            hint = f", unless {quoted(perhaps)} is it" if perhaps else ""
            yield Finding(
                f"code-{field.key}",
                Severity.NOTE,
                f"no column holds the {field.name}, which the Transparency Code asks of councils{hint}",
                field.ask,
            )


def field_is_blank(field: CodeField, blank: Collection[str]) -> bool:
    """Whether the column that is taken for a field of the Code is one of the blank meanings."""
    return any(meaning in blank for meaning in field.meanings)


def column_for(field: CodeField, contents: Contents) -> str | None:
    """The heading of the column that holds a field of the Code, or None."""
    heading = contents.reading.heading
    for meaning in field.meanings:
        if meaning in heading.columns:
            return heading.cells[heading.columns[meaning]].strip()
    if field.headings:
        return next(
            (cell.strip() for cell in heading.cells if re.search(field.headings, cleaned(cell))),
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
