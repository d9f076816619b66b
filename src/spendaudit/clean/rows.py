"""What each row is: a payment, a row to set aside with its reason, or no payment row at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors as cs

from spendaudit.clean.amounts import (
    in_scientific_notation,
    pence,
    why_unreadable,
    without_dollar_sign,
)
from spendaudit.clean.dates import read_dates
from spendaudit.clean.totals import ControlTotal, find_totals
from spendaudit.errors import InputError
from spendaudit.frames import NON_ROWS, PAYMENTS, SET_ASIDE
from spendaudit.read.headings import meaning_of

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_KEPT = {
    "date": "date",
    "supplier": "supplier",
    "supplier_id": "supplier_id",
    "amount": "amount",
    "department": "department",
    "category": "category",
    "purpose": "purpose",
    "postcode": "postcode_written",
    "company_number": "company_number",
    "charity_number": "charity_number",
    "transaction": "transaction",
    "body": "body",
    "body_uri": "body_uri",
}
"""Meaning of a heading to the name of its column here."""

_LOOKED_AT = 20_000
"""Rows to be looked at whole in one go."""


@dataclass(frozen=True, slots=True)
class CleanFile:
    """One file's rows, every one of them accounted for.

    Attributes:
        payments: as `frames.PAYMENTS`.
        set_aside: as `frames.SET_ASIDE`.
        non_rows: how many rows of each kind hold no payment.
        rows: how many rows the file has; the three above add up to it.
        control_totals: sums printed in the file, beside ours.
        bodies: names and addresses of the publisher, most frequent first.
        notices: sentences about what was decided for the whole file.
    """

    payments: pl.DataFrame
    set_aside: pl.DataFrame
    non_rows: dict[str, int]
    rows: int
    control_totals: tuple[ControlTotal, ...]
    bodies: tuple[str, ...]
    notices: tuple[str, ...] = field(default=())


def clean_rows(rows: Rows, name: str) -> CleanFile:
    """Decide for every row of a file what it is.

    Args:
        rows: as read, from the first line of the file on.
        name: of the file, as the user gave it.

    Raises:
        InputError: most rows have more cells than the heading, or there is no payment at all.
    """
    cells = _cells(rows)
    cells, notices = _with_amounts(cells)
    cells = _with_fates(cells, rows, name)
    problems = _problems(cells, rows)
    cells = cells.join(problems.select("line", "seen_as"), on="line", how="left").with_columns(
        pl.coalesce("seen_as", "fate").alias("fate")
    )
    cells, control_totals = find_totals(cells)
    payments, date_notices = _payments(cells.filter(pl.col("fate") == "payment"), name)
    if payments.is_empty():
        raise _no_payments(cells, rows, name)
    set_aside = _set_aside(cells.filter(pl.col("fate") == "set aside"), problems, rows, name)
    counts = dict(cells.group_by("fate").len().iter_rows())
    return CleanFile(
        payments=payments,
        set_aside=set_aside,
        non_rows={kind: counts[kind] for kind in NON_ROWS if kind in counts},
        rows=cells.height,
        control_totals=control_totals,
        bodies=_bodies(cells),
        notices=(*notices, *date_notices),
    )


def _cells(rows: Rows) -> pl.DataFrame:
    """The cells that have a meaning, under the names of `frames.PAYMENTS`, outer spaces off."""
    named = rows.named()
    beyond = [pl.col(column).str.strip_chars() != "" for column in rows.beyond()]
    wanted = [
        pl.col(named[meaning]).fill_null("").alias(column)
        if meaning in named
        else pl.lit("").alias(column)
        for meaning, column in _KEPT.items()
    ]
    slipped = pl.any_horizontal(beyond) if beyond else pl.lit(False)
    return (
        rows.cells.select("line", *wanted, slipped.alias("slipped"))
        .with_columns(pl.exclude("line", "amount", "slipped").str.strip_chars(" \t\r\n\u00a0"))
        .collect(engine="streaming")
    )


def _with_amounts(cells: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Add `pence` and, where that is null, `reason`."""
    notices = []
    amount = pl.col("amount")
    marks = cells.select(
        amount.str.contains("$", literal=True).sum().alias("dollars"),
        amount.str.contains("£", literal=True).sum().alias("pounds"),
        amount.str.contains(r"\d").sum().alias("figures"),
    ).row(0, named=True)
    # A file exported under American settings has the wrong sign everywhere; a lone dollar amount
    # among pounds is a dollar amount.
    if marks["dollars"] > marks["figures"] * 0.9 and not marks["pounds"]:
        amount = without_dollar_sign(amount)
        notices.append("every amount is written with $: read as pounds")
    cells = cells.with_columns(pence(amount).alias("pence")).with_columns(
        pl.when(pl.col("pence").is_null()).then(why_unreadable(amount)).alias("reason")
    )
    scientific = cells.filter(in_scientific_notation(amount) & pl.col("pence").is_not_null())
    if scientific.height:
        pounds = scientific["pence"].sum() / 100
        notices.append(
            f"{scientific.height:,} amounts, £{pounds:,.2f} in all, stand as 1.5E+05: "
            "a spreadsheet may have rounded them"
        )
    return cells, notices


def _with_fates(cells: pl.DataFrame, rows: Rows, name: str) -> pl.DataFrame:
    """Add `fate`, as far as the cells with a meaning can tell, and `empty`."""
    meaningful = [column for column in _KEPT.values() if column != "amount"]
    heading = rows.heading
    amounts_as_headings = [
        text
        for text in cells.filter(pl.col("pence").is_null())["amount"].unique()
        if (found := meaning_of(text)) and found[0] == "amount"
    ]
    after = pl.col("line") > heading.line
    swallowed = pl.any_horizontal(
        pl.col(column).str.contains("\n", literal=True)
        & (pl.col(column).str.count_matches(rows.delimiter, literal=True) >= len(rows.named()) - 1)
        for column in (*meaningful, "amount")
    )
    cells = cells.with_columns(
        (
            pl.all_horizontal(pl.col(column) == "" for column in meaningful)
            & (pl.col("amount").str.strip_chars() == "")
        ).alias("empty")
    ).with_columns(
        pl.when(pl.col("line") < heading.line)
        .then(pl.lit("title"))
        .when(pl.col("line") == heading.line)
        .then(pl.lit("heading"))
        .when(after & pl.col("amount").is_in(amounts_as_headings))
        .then(pl.lit("heading"))
        .when(pl.col("slipped") | swallowed | pl.col("pence").is_null())
        .then(pl.lit("set aside"))
        .otherwise(pl.lit("payment"))
        .alias("fate"),
        pl.when(swallowed)
        .then(pl.lit("a quotation mark is not closed in time: following lines are inside a cell"))
        .when("slipped")
        .then(pl.lit("there are more cells than headings: the values may have slipped"))
        .otherwise("reason")
        .alias("reason"),
    )
    _refuse_if_slipped(cells, rows, name)
    return cells


def _refuse_if_slipped(cells: pl.DataFrame, rows: Rows, name: str) -> None:
    body = cells.filter((pl.col("line") > rows.heading.line) & ~pl.col("empty"))
    slipped = body["slipped"].sum()
    if slipped * 2 > body.height:
        raise InputError(
            f"{name}: {slipped:,} of {body.height:,} rows have more cells than the "
            f"{len(rows.heading.cells)} of the heading on line {rows.heading.line}",
            "a heading is missing or too much: mend that line so that each value is under its own",
        )


def _problems(cells: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Rows that are no payments, looked at whole: `line`, `seen_as` (null: as before), `text`.

    A row without any cell is blank. One without an amount and with a single cell is a note.
    """
    asked = cells.filter(
        pl.col("fate").is_in(["set aside", "title"]) | (pl.col("fate") == "payment") & pl.col("empty")
    ).select("line", pl.col("fate").alias("was"), (pl.col("pence").is_null()).alias("no_amount"))
    if asked.is_empty():
        return pl.DataFrame(
            schema={"line": pl.UInt32, "seen_as": pl.String, "text": pl.String}
        )
    everything = [pl.col(column).fill_null("").str.strip_chars() for column in rows.everything()]
    filled = pl.sum_horizontal((cell != "").cast(pl.UInt32) for cell in everything)
    whole = (
        rows.cells.join(asked.lazy(), on="line", how="semi")
        .select(
            "line",
            filled.alias("filled"),
            pl.concat_str(everything, separator=rows.delimiter).alias("text"),
        )
        .collect(engine="streaming")
    )
    seen_as = (
        pl.when(pl.col("filled") == 0)
        .then(pl.lit("blank"))
        .when((pl.col("was") == "set aside") & (pl.col("filled") == 1) & pl.col("no_amount"))
        .then(pl.lit("note"))
    )
    return (
        asked.join(whole, on="line", how="left")
        .with_columns(seen_as.alias("seen_as"))
        .select("line", "seen_as", pl.col("text").str.strip_chars_end(rows.delimiter))
    )


def _payments(cells: pl.DataFrame, name: str) -> tuple[pl.DataFrame, list[str]]:
    dates = read_dates(cells["date"])
    payments = cells.join(
        dates.table, left_on="date", right_on="text", how="left", maintain_order="left"
    ).with_columns(pl.lit(name).alias("file"))
    notices = []
    if dates.month_first:
        notices.append("the dates are month first: one of them has no other reading")
    if dates.contradicted:
        notices.append(
            "some dates can only be day first and others only month first: "
            "all were read day first, and what does not fit has no date"
        )
    unreadable = payments.filter(pl.col("paid_on").is_null() & (pl.col("date") != ""))
    if unreadable.height:
        example = unreadable["date"][0]
        notices.append(
            f"{unreadable.height:,} payments have a date that cannot be read, such as {example!r}: "
            "they count, but in no month"
        )
    fractions = cells.filter(pl.col("amount").str.contains(r"\.\d\d\d*[1-9]\s*$")).height
    if fractions:
        notices.append(f"{fractions:,} amounts have fractions of a penny: rounded to the penny")
    tidy = (cs.string() - cs.by_name("file")).str.replace_all(r"\s+", " ")
    ordered = payments.select(PAYMENTS.keys()).with_columns(tidy)
    return ordered.with_columns(
        pl.when(pl.col(column) != "").then(column).alias(column)
        for column, (kind, _) in PAYMENTS.items()
        if kind == pl.String and column != "file"
    ), notices


def _set_aside(
    cells: pl.DataFrame, problems: pl.DataFrame, rows: Rows, name: str
) -> pl.DataFrame:
    known = cells.join(problems.select("line", "text"), on="line", how="left")
    missing = known.filter(pl.col("text").is_null()).select("line")
    if missing.height:
        everything = [pl.col(column).fill_null("") for column in rows.everything()]
        late = (
            rows.cells.join(missing.lazy(), on="line", how="semi")
            .select("line", pl.concat_str(everything, separator=rows.delimiter).alias("late"))
            .collect(engine="streaming")
        )
        known = known.join(late, on="line", how="left").with_columns(
            pl.coalesce("text", "late").alias("text")
        )
    return known.with_columns(pl.lit(name).alias("file")).select(SET_ASIDE.keys()).sort("line")


def _bodies(cells: pl.DataFrame) -> tuple[str, ...]:
    """Who published, as the rows say it, most frequent first, addresses after names."""
    found: list[str] = []
    for column in ("body", "body_uri"):
        counted = (
            cells.filter((pl.col("fate") == "payment") & (pl.col(column) != ""))
            .group_by(column)
            .len()
            .sort("len", column, descending=[True, False])
        )
        found += counted[column].head(20).to_list()
    return tuple(found)


def _no_payments(cells: pl.DataFrame, rows: Rows, name: str) -> InputError:
    heading = rows.heading
    amount = heading.cells[heading.columns["amount"]].strip()
    below = cells.filter((pl.col("line") > heading.line) & ~pl.col("empty"))
    if below.is_empty():
        return InputError(
            f"{name} has a heading on line {heading.line} and no payments under it",
            "fetch it again: the download may have been cut off",
        )
    example = below["amount"].filter(below["amount"].str.strip_chars() != "").head(1).to_list()
    shown = f", such as {example[0].strip()[:40]!r}" if example else ""
    return InputError(
        f"{name}: none of the {below.height:,} rows under {amount!r} (line {heading.line}) "
        f"holds an amount that can be read{shown}",
        f'if another column holds the amount: spendaudit report {name} --column amount="HEADING"',
    )
