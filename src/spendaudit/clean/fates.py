"""What each row of a file is: a payment, a row to set aside with its reason, or neither."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.placeholders import error
from spendaudit.clean.slips import find_slips
from spendaudit.errors import InputError
from spendaudit.frames import NON_ROWS
from spendaudit.read.heading_rows import counts_columns, is_ruled
from spendaudit.read.headings import meaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.records import Rows

FATES = pl.Enum(["payment", "set aside", *NON_ROWS])
"""What a row is: of a million rows a megabyte, where texts would take sixteen."""
TALLIED = 2
"""Cells of a row that says how many payments there are."""
_NUMBER_BETWEEN_MARKS = r'[;\t|~^"] *[-(]?£?[0-9][0-9,]*(?:\.[0-9]+)?[)-]? *(?:[;\t|~^"]|$)|, *[-(]?£?[0-9]+\.[0-9][0-9][)-]? *(?:,|$)'
_COUNTED = "records?|rows?|lines?|items?|entries|transactions?|payments?|invoices?"
_SIGNS = "[^a-z0-9]"
_TALLY = rf"(?i)^{_SIGNS}*(?:(?:{_COUNTED}) )?(?:count|(?:number|no\.?) of (?:{_COUNTED})){_SIGNS}+[0-9,]+{_SIGNS}*$"
"""`Count: 271`, below the payments: a label and how many they are."""

_LAYOUT = "(?i)^subtotal(?:{mark}+outline)+$"
"""A row by which Agresso's browser says that it can fold its list, as Wolverhampton publishes it."""

_MAY_COUNT_COLUMNS = r"^(?:[-=_\x{2013}\x{2014}]{2,}|[(\[]?(?:[0-9]{1,2}|[A-Za-z])[)\].]?)$"
"""What stands under a supplier where a row counts the columns, or is a line drawn under them."""
ABOVE = "the file has no heading, and this row above its payments is not like theirs"


def fate(kind: str) -> pl.Expr:
    """One of `FATES`."""
    return pl.lit(kind, FATES)


def with_fate(
    cells: pl.DataFrame, lines: pl.Series, kind: str, why: str | None = None
) -> pl.DataFrame:
    """The rows with another fate on some lines, and the reason for it, if there is one."""
    if lines.is_empty():
        return cells
    here = pl.col("line").is_in(lines.implode())
    return cells.with_columns(
        pl.when(here).then(fate(kind)).otherwise("fate").alias("fate"),
        pl.when(here).then(pl.lit(why, pl.String)).otherwise("reason").alias("reason"),
    )


def with_fates(cells: pl.DataFrame, rows: Rows, name: str) -> pl.DataFrame:
    """Add `fate` and, where a row is set aside, its `reason`.

    Args:
        cells: with `empty`, `slipped`, `pence` and `reason`.
        rows: where they come from.
        name: of the file.

    Raises:
        InputError: most rows have more cells than the heading.
    """
    _refuse_if_slipped(cells, rows, name)
    slips = find_slips(cells, rows)
    if "remark" in cells.columns:
        beside = set(cells.filter("remark")["line"].to_list())
        slips = {why: [one for one in lines if one not in beside] for why, lines in slips.items()}
    headings = _repeated_headings(cells, rows)
    headings += _below_headings(cells, rows, headings)
    misquoted = _on(rows.misquoted)
    no_amount = pl.any_horizontal(pl.lit(value=False), *map(_on, slips.values()))
    set_aside = pl.col("slipped") | no_amount | misquoted | pl.col("pence").is_null()
    kinds = (
        ("heading", _on(rows.heading.lines)),
        ("title", pl.col("line") < rows.heading.begins),
        ("heading", _on(headings)),
        ("set aside", set_aside),
    )
    # By their numbers: a choice between the words themselves writes each of them out for every row.
    number = _number("payment")
    for kind, which in reversed(kinds):
        number = pl.when(which).then(_number(kind)).otherwise(number)
    found = cells.with_columns(number.cat.to(FATES).alias("fate"))
    if not (slips or rows.misquoted or cells["slipped"].any()):
        return found  # as in nearly every file: a column of reasons more is most of a gigabyte
    reason = pl.col("reason")
    for why, lines in slips.items():
        reason = pl.when(_on(lines)).then(pl.lit(why)).otherwise(reason)
    return found.with_columns(
        pl.when(misquoted)
        .then(pl.lit("a quotation mark is not closed"))
        .when("slipped")
        .then(pl.lit("there are more cells than headings: the values may have slipped"))
        .otherwise(reason)
        .alias("reason"),
        # What stands under the amount is another number, or a part of it: no pounds are known.
        pl.when(no_amount).then(None).otherwise("pence").alias("pence"),
    )


def _number(kind: str) -> pl.Expr:
    return pl.lit(FATES.categories.to_list().index(kind), pl.UInt8)


def _on(lines: Sequence[int]) -> pl.Expr:
    """Whether a row stands on one of these lines; to look for none of them in a million takes time."""
    if not lines:
        return pl.lit(value=False)
    return pl.col("line").is_in(pl.Series(lines, dtype=pl.UInt32).implode())


def _refuse_if_slipped(cells: pl.DataFrame, rows: Rows, name: str) -> None:
    if not cells["slipped"].any():
        return
    body = cells.filter((pl.col("line") >= rows.heading.begins) & ~pl.col("empty"))
    slipped = body["slipped"].sum()
    if slipped * 2 > body.height:
        raise InputError(
            f"{name}: {slipped:,} of {body.height:,} rows {'has' if slipped == 1 else 'have'} "
            "more cells than the "
            f"{len(rows.heading.cells)} of the heading on line {rows.heading.line}",
            "a heading is missing or too much: mend that line so that each value is under its own",
        )


def _repeated_headings(cells: pl.DataFrame, rows: Rows) -> list[int]:
    """Lines of rows that name a supplier's column and an amount's where their values should be."""
    # Beside a column of credits `Debit` means the amount, and nowhere else.
    debits = [rows.heading.cells[rows.heading.columns["amount"]].strip()]
    asked = cells.lazy().filter(pl.col("pence").is_null()).select("line", "supplier", "amount")
    worded = asked.collect().filter(
        (pl.col("amount") != "")
        & (pl.col("supplier") != "")
        & ~pl.col("amount").str.contains(r"^[-£(]*[0-9]")
    )
    pairs = worded.select("supplier", "amount").unique()
    named = [
        (supplier, amount)
        for supplier, amount in pairs.iter_rows()
        if _names(supplier, "supplier") and (_names(amount, "amount") or amount in debits)
    ]
    if not named:
        return []
    headings = pl.DataFrame(
        named, schema={"supplier": pl.Categorical, "amount": pl.String}, orient="row"
    )
    return worded.join(headings, on=["supplier", "amount"], how="semi")["line"].to_list()


def _below_headings(cells: pl.DataFrame, rows: Rows, repeated: Sequence[int]) -> list[int]:
    """Lines right below the headings of later pages and tables that count their columns."""
    headings = [*repeated, *(table.lines[-1] for table in rows.later)]
    if not headings:
        return []
    below = cells.filter(_on([line + 1 for line in headings])).select(
        "line", pl.col("supplier").cast(pl.String)
    )
    may_be = below.filter(pl.col("supplier").str.contains(_MAY_COUNT_COLUMNS)).select("line")
    if may_be.is_empty():
        return []
    whole = rows.as_published().cells.join(may_be.lazy(), on="line", how="semi")
    found = whole.collect(engine="streaming").iter_rows()
    texts = ((line, [cell or "" for cell in there]) for line, *there in found)
    return [line for line, there in texts if counts_columns(there) or is_ruled(there)]


def _names(cell: str, meaning: str) -> bool:
    found = meaning_of(cell)
    return found is not None and found[0] == meaning


def look_whole(cells: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Rows that are no payments, looked at whole: `line`, `seen_as` (null: as before), `filled`, `text`.

    A row without any cell is blank, and so is one of errors of a spreadsheet alone. One without an amount and with a single cell is a note, unless
    that is a whole row with other marks between its cells; so is one that counts the payments, and one
    that says how Agresso's browser laid the list out. One of
    several cells above the payments of a file without a heading is no title: the file may begin in the
    middle of it.
    """
    asked = cells.filter(pl.col("fate").is_in(["set aside", "title"])).select(
        "line", pl.col("fate").alias("was"), pl.col("pence").is_null().alias("no_amount")
    )
    whole = whole_rows(asked.select("line"), rows)
    seen_as = (
        pl.when(pl.col("filled") == pl.col("errors"))
        .then(fate("blank"))
        .when(
            (pl.col("was") == "set aside")
            & (pl.col("filled") == 1)
            & pl.col("no_amount")
            & ~_is_whole_row(pl.col("text").str.strip_chars(rows.delimiter), rows.heading.width)
        )
        .then(fate("note"))
        .when((pl.col("was") == "title") & (pl.col("filled") > 1) & (rows.heading.line == 0))
        .then(fate("set aside"))
        .when(
            (pl.col("was") == "set aside")
            & (pl.col("filled") == TALLIED)
            & pl.col("no_amount")
            & pl.col("text").str.contains(_TALLY)
        )
        .then(fate("note"))
        .when(
            (pl.col("was") == "set aside")
            & pl.col("no_amount")
            & pl.col("text").str.contains(_LAYOUT.format(mark=re.escape(rows.delimiter)))
        )
        .then(fate("note"))
    )
    return asked.join(whole, on="line", how="left").select(
        "line", seen_as.alias("seen_as"), "filled", "text"
    )


def notice_errors_alone(looked_at: pl.DataFrame) -> list[str]:
    """Say how many rows hold nothing but errors of a spreadsheet; `looked_at` as `look_whole` gives it."""
    alone = looked_at.filter((pl.col("seen_as") == "blank") & (pl.col("filled") > 0))
    if alone.is_empty():
        return []
    example = alone["text"].str.extract(r"(#[^\s,;|]+)")[0]
    what = "row holds" if alone.height == 1 else "rows hold"
    return [f"{alone.height:,} {what} nothing but {example!r}: read as blank"]


def _is_whole_row(text: pl.Expr, width: int) -> pl.Expr:
    """Whether one cell holds as many as the heading has, a number among them, such as `Wyre;5.00`."""
    marks = (",", ";", "\t", "|", "~", "^")
    many = pl.max_horizontal(text.str.count_matches(mark, literal=True) for mark in marks)
    return (many >= max(width - 1, 1)) & text.str.contains(_NUMBER_BETWEEN_MARKS)


def whole_rows(lines: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """The whole text of some rows, how many of their cells are filled, and with errors of a spreadsheet."""
    if lines.is_empty():
        return pl.DataFrame(
            schema={"line": pl.UInt32, "filled": pl.UInt32, "errors": pl.UInt32, "text": pl.String}
        )
    published = rows.as_published()
    everything = [
        pl.col(column).fill_null("").str.strip_chars() for column in published.everything()
    ]
    text = pl.concat_str(everything, separator=rows.delimiter)
    return (
        published.cells.join(lines.lazy(), on="line", how="semi")
        .select(
            "line",
            pl.sum_horizontal((cell != "").cast(pl.UInt32) for cell in everything).alias("filled"),
            pl.sum_horizontal(
                cell.str.contains(error()).cast(pl.UInt32) for cell in everything
            ).alias("errors"),
            text.str.strip_chars_end(rows.delimiter).alias("text"),
        )
        .collect(engine="streaming")
    )
