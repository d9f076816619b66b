"""The tables behind the page about one file: columns, rows, totals, months, contents, the Code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.contents import contents_table
from spendaudit.measures.months import months_table
from spendaudit.measures.spend import pounds
from spendaudit.read.headings import NO_CONCERN, TOLD_BY, meaning_of
from spendaudit.read.other_money import is_of_other_currency
from spendaudit.report.advice import code_fields
from spendaudit.report.contents import blank_columns
from spendaudit.report.figures import NOTHING
from spendaudit.report.form_findings import column_for, field_is_blank, perhaps_for
from spendaudit.report.values import Column, Kind, Section, Table

if TYPE_CHECKING:
    from spendaudit.read.headings import Heading
    from spendaudit.report.contents import Contents

EXAMPLES = 3
"""Rows shown of those set aside for one reason."""
LONGEST_ROW = 300
NON_ROW_WORDS = {
    "title": "above the heading",
    "heading": "headings",
    "blank": "blank",
    "total": "totals",
    "note": "notes",
}
_OF_NO_CONCERN = {"ignored": "of no concern here", "vat": "VAT, not used"}
THE_CODE = (
    "Local Government Transparency Code 2015, part 2, for each item over £500; "
    "it binds local authorities in England"
)

NOT_BOUND = (
    "not looked at: it binds local authorities in England, and the file says that its publisher is none; "
    "departments, their bodies and the health service follow HM Treasury's guidance on spend over £25,000"
)


def sections_of(contents: Contents) -> tuple[Section, ...]:
    """Every table of the page, in the order in which a reader asks."""
    return (
        *_tables(contents),
        Section("columns", "How its columns were understood", _columns(contents)),
        Section("rows", "What each row is", _rows(contents)),
        _set_aside(contents),
        _totals(contents),
        _months(contents),
        Section("contents", "What the payments hold", contents_table(contents.payments)),
        _code(contents),
    )


def _tables(contents: Contents) -> tuple[Section, ...]:
    """Each table of a file that has several: what became of its rows, and its columns."""
    tables = contents.reading.tables
    if not tables:
        return ()
    lines = [", ".join(f"{first}-{last}" for first, last in one.lines) for one in tables]
    counts = [(one.rows, one.payments, one.set_aside, one.others) for one in tables]
    accounting = (
        Column("lines", "Lines", Kind.TEXT),
        Column("rows", "rows", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
        Column("set_aside", "set aside", Kind.COUNT),
        Column("others", "no payment", Kind.COUNT),
        Column("amount", "£", Kind.MONEY),
    )
    rows = tuple(
        (where, *of, pounds(one.pence))
        for where, of, one in zip(lines, counts, tables, strict=True)
    )
    sums = [sum(of) for of in zip(*counts, strict=True)]
    total = ("all", *sums, pounds(sum(one.pence for one in tables)))
    understood = (
        Column("lines", "Lines", Kind.TEXT),
        Column("heading", "heading", Kind.TEXT),
        Column("meaning", "understood as", Kind.TEXT),
    )
    columns = tuple(
        (where, " ".join(heading.split()), _OF_NO_CONCERN.get(meaning, meaning.replace("_", " ")))
        for where, one in zip(lines, tables, strict=True)
        for meaning, heading in one.columns.items() or [("no supplier", "")]
    )
    return (
        Section("tables", "Its tables", Table(accounting, rows, total=total)),
        Section("tables-columns", "The columns of its tables", Table(understood, columns)),
    )


def _columns(contents: Contents) -> Table:
    heading = contents.reading.heading
    by_position = {position: meaning for meaning, position in heading.columns.items()}
    rows = []
    for position, cell in enumerate(heading.cells):
        meaning = by_position.get(position)
        if not cell.strip() and meaning is None:
            continue
        told = contents.account.told_by.get(meaning or "", "")
        known = _unused(position, heading) if meaning is None else meaning.replace("_", " ")
        if meaning in NO_CONCERN:
            known = _OF_NO_CONCERN[meaning]
        if position in contents.reading.dates.parts and meaning != "date":
            known = "date, with others"
        rows.append((" ".join(cell.split()), str(position + 1), known, told))
    columns = (
        Column("heading", "Heading", Kind.TEXT),
        Column("column", "column", Kind.TEXT),
        Column("meaning", "understood as", Kind.TEXT),
        Column("told_by", "told by", Kind.TEXT),
    )
    return Table(columns, tuple(rows))


def _unused(position: int, heading: Heading) -> str:
    """Why a column was left alone."""
    found = meaning_of(heading.cells[position])
    if found is None:
        return "not understood"
    if found[0] == "amount" and not _may_hold_amounts(position, heading):
        return "no amounts in it, not used"
    which = "a second " if found[0] in heading.columns else ""
    return _OF_NO_CONCERN.get(found[0], f"{which}{found[0].replace('_', ' ')}, not used")


def _may_hold_amounts(position: int, heading: Heading) -> bool:
    """Whether a column that is called an amount is not known to hold words, codes or nothing."""
    of_money = any(place == position for _, place in heading.rival_amounts)
    # What is in euros was left out before anybody looked, and so is all where the content tells.
    unseen = is_of_other_currency(heading.cells[position])
    return of_money or unseen or heading.told_by.get("amount") == TOLD_BY[-1]


def _rows(contents: Contents) -> Table:
    """Payments, rows set aside and recognised non-rows: together, the rows of the file."""
    account = contents.account
    reasons = (
        contents.set_aside.group_by("reason")
        .agg(pl.len(), pl.col("pence").sum())
        .sort("len", "reason", descending=[True, False])
    )
    rows = (
        ("payments", account.payments, account.total),
        *(
            (f"set aside: {reason}", count, pounds(pence))
            for reason, count, pence in reasons.iter_rows()
        ),
        *((NON_ROW_WORDS.get(kind, kind), count, None) for kind, count in account.non_rows.items()),
    )
    columns = (
        Column("what", "Rows", Kind.TEXT),
        Column("rows", "rows", Kind.COUNT),
        Column("amount", "known £", Kind.MONEY),
    )
    known = account.total + pounds(int(contents.set_aside["pence"].sum()))
    return Table(columns, rows, total=("all", account.rows, known))


def _set_aside(contents: Contents) -> Section:
    title = "Rows set aside, for example"
    if contents.set_aside.is_empty():
        return Section("set-aside", title, None, "every row with content was read as a payment")
    examples = (
        contents.set_aside.sort("line")
        .group_by("reason", maintain_order=True)
        .head(EXAMPLES)
        .select(
            pl.col("line").cast(pl.String),
            "reason",
            pl.col("text").str.replace_all(r"\s+", " ").str.head(LONGEST_ROW),
        )
    )
    columns = (
        Column("line", "Line", Kind.TEXT),
        Column("reason", "why", Kind.TEXT),
        Column("text", "the row", Kind.TEXT),
    )
    left = contents.set_aside.height - examples.height
    more = f"{left:,} more: spendaudit set-aside" if left else ""
    return Section("set-aside", title, Table(columns, tuple(examples.iter_rows())), more)


def _totals(contents: Contents) -> Section:
    title = "Totals printed in the file"
    if not contents.totals:
        return Section("control-totals", title, None, "none, so nothing to compare ours with")
    columns = (
        Column("line", "Line", Kind.TEXT),
        Column("printed", "printed £", Kind.MONEY),
        Column("counted", "counted £", Kind.MONEY),
        Column("difference", "difference £", Kind.MONEY),
    )
    rows = tuple(
        (str(total.line), total.printed, total.counted, total.printed - total.counted)
        for total in contents.totals
    )
    return Section("control-totals", title, Table(columns, rows))


def _months(contents: Contents) -> Section:
    table = months_table(contents.payments)
    why = ""
    if table is None:
        why = "no payment has a date that tells its month"
    elif table.rows[-1][0] is None:
        why = f"{NOTHING} is without a date that can be read, or with one of several months"
    return Section("months", "When", table, why)


def _code(contents: Contents) -> Section:
    title = "The Transparency Code"
    if contents.is_no_council:
        return Section("code", title, None, NOT_BOUND)
    columns = (
        Column("field", "Asked for", Kind.TEXT),
        Column("found", "in this file", Kind.TEXT),
        Column("heading", "heading", Kind.TEXT),
    )
    rows = []
    blank = blank_columns(contents)
    for field in code_fields():
        there, perhaps = column_for(field, contents), perhaps_for(field, contents)
        found = "yes" if there is not None else "perhaps" if perhaps is not None else "no"
        if there is not None and field_is_blank(field, blank):
            found = "blank"
        rows.append((field.name, found, " ".join((there or perhaps or "").split())))
    return Section("code", title, Table(columns, tuple(rows)), THE_CODE)
