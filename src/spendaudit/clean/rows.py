"""From rows of text to payments, every row accounted for: the way in to this room."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.amount_column import notice_fractions, read_amounts
from spendaudit.clean.amount_units import notice_titles
from spendaudit.clean.amounts import NO_AMOUNT, bare_pence
from spendaudit.clean.basis import notice_amount
from spendaudit.clean.called_otherwise import (
    notice_credit_file,
    notice_other_file,
    with_credits_named,
)
from spendaudit.clean.cancelled_out import notice_cancelled_out
from spendaudit.clean.clues import clues_of
from spendaudit.clean.continued import with_continued
from spendaudit.clean.control_lines import without_balances, without_what_is_below
from spendaudit.clean.credit_sections import with_credit_sections
from spendaudit.clean.cut_off import with_cut_off
from spendaudit.clean.dates_above import with_dates_above
from spendaudit.clean.dates_in_parts import with_joined_dates
from spendaudit.clean.dates_of_runs import with_dates_of_runs
from spendaudit.clean.exchanged_headings import notice_exchanged_headings, notice_payers
from spendaudit.clean.fates import (
    ABOVE,
    look_whole,
    notice_errors_alone,
    whole_rows,
    with_fates,
)
from spendaudit.clean.headed_otherwise import notice_headed_otherwise
from spendaudit.clean.likely_total import notice_likely_total, notice_sum_of_small
from spendaudit.clean.marked_persons import MARKED, marked_persons
from spendaudit.clean.month_beside import notice_month_beside
from spendaudit.clean.moved_names import notice_moved_names
from spendaudit.clean.nameless import notice_nameless
from spendaudit.clean.names_above import with_names_above
from spendaudit.clean.names_of_groups import with_names_of_groups
from spendaudit.clean.no_payments import why_no_payments
from spendaudit.clean.not_paid import (
    notice_called_cancelled,
    without_cancelled,
    without_what_has_no_amount,
)
from spendaudit.clean.other_tables import notice_other_tables
from spendaudit.clean.pasted_twice import notice_pasted
from spendaudit.clean.payments import bodies_of, payments_of
from spendaudit.clean.placeholders import without_placeholders
from spendaudit.clean.printed_totals import with_printed_totals
from spendaudit.clean.receipts import without_receipts
from spendaudit.clean.remarks_beside import notice_remarks, with_remarks
from spendaudit.clean.said_again import without_parts, without_year_to_date
from spendaudit.clean.several_tables import TableAccount, tables_of
from spendaudit.clean.summaries import with_summaries, worded_lines
from spendaudit.clean.sums_by_supplier import notice_sums_by_supplier
from spendaudit.clean.sums_of_others import with_sums_of_others
from spendaudit.clean.texts import (
    all_known,
    distinct_texts,
    stripped,
    stripped_alone,
    without_outer_spaces,
)
from spendaudit.clean.titled_blocks import notice_titled_blocks, without_titled_blocks
from spendaudit.clean.total_labels import BALANCE, LABEL
from spendaudit.clean.totals import ControlTotal, find_totals, with_what_is_below
from spendaudit.clean.totals_on_lines import notice_totals_on_lines
from spendaudit.clean.turned_signs import notice_turned_signs
from spendaudit.clean.two_sides import (
    are_received,
    notice_parts,
    notice_sides,
    set_aside_both,
    with_both_parts,
    with_both_sides,
)
from spendaudit.clean.vat_rows import notice_vat_rows
from spendaudit.clean.wrapped_names import with_wrapped_names
from spendaudit.frames import NON_ROWS, SET_ASIDE, in_one_piece
from spendaudit.names.codes import notice_coded
from spendaudit.read.column_order import told_of_other_order
from spendaudit.read.headings import SECOND_AMOUNT, SUPPLIER_TYPE
from spendaudit.read.later_tables import with_later_tables
from spendaudit.read.regular import redeeming

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from spendaudit.clean.dates import Dates
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
    "currency": "currency",
    SUPPLIER_TYPE: SUPPLIER_TYPE,
    "credit": "credit",
    SECOND_AMOUNT: SECOND_AMOUNT,
}
"""Meaning of a heading to the name of its column here."""

_MONEY = ("amount", "credit", SECOND_AMOUNT)
_OF_PAYMENTS = [
    *("line", "pence", "fraction"),
    *(name for name in _KEPT.values() if name not in (*_MONEY, "currency", SUPPLIER_TYPE)),
]
"""What is asked of a row once it is a payment."""

_UNLIKE = (*_MONEY, "transaction")
"""Cells that are seldom twice the same."""

MOST_TITLES, LONGEST_TITLE = 40, 200
_QUERY = r"(?i)^\W*(?:sql\b|select\b.+\bfrom\b)"
"""A line of the query that a ledger was asked with: its periods are no months, `201207` is October."""


class CleanFile(NamedTuple):
    """One file's rows, every one of them accounted for.

    Attributes:
        payments: as `frames.PAYMENTS`.
        set_aside: as `frames.SET_ASIDE`.
        non_rows: how many rows of each kind hold no payment.
        rows: how many rows the file has; the three above add up to it.
        control_totals: sums printed in the file, beside ours.
        bodies: names and addresses of the publisher in the rows, most frequent first.
        titles: what stands above the heading.
        dates: how the column of dates was read.
        notices: sentences about what was decided for the whole file.
        tables: each table of the file and what became of its rows, where it has several.
    """

    payments: pl.DataFrame
    set_aside: pl.DataFrame
    non_rows: dict[str, int]
    rows: int
    control_totals: tuple[ControlTotal, ...]
    bodies: tuple[str, ...]
    titles: tuple[str, ...]
    dates: Dates
    notices: tuple[str, ...] = ()
    tables: tuple[TableAccount, ...] = ()


def clean_rows(rows: Rows, name: str, date_order: str | None = None) -> CleanFile:
    """Decide for every row of a file what it is.

    Args:
        rows: as read, from the first line of the file on.
        name: of the file, as the user gave it.
        date_order: as `dates.read_dates` takes it.

    Raises:
        InputError: most rows have more cells than the heading, or there is no payment at all, or a
            later table cannot be understood.
        IrregularError: the rows do not keep their promise.
    """
    with redeeming(rows.promise) as prove, ThreadPoolExecutor(max_workers=1) as beside:
        return _clean_rows(rows, name, date_order, prove, beside)


def _clean_rows(
    rows: Rows,
    name: str,
    date_order: str | None,
    prove: Callable[[int, list[int]], None],
    beside: Executor,
) -> CleanFile:
    disorder = beside.submit(rows.disorder)
    cells, odd = _cells(rows, prove, beside)
    rows = replace(rows, promise=None)
    together = with_later_tables(rows, worded_lines(cells, rows), name)
    if together is not rows:
        rows = together
        cells, odd = _cells(rows, prove, beside)
    order_notices = told_of_other_order(rows, disorder.result(), name)
    heading = rows.heading
    repeating = [one for one, kind in cells.schema.items() if kind == pl.Categorical]
    known = all_known(cells, repeating)
    cells, amount_notices = read_amounts(cells, rows, name, known)
    if "sides" in cells.columns:
        cells = set_aside_both(cells)
    cells = with_fates(with_remarks(cells, rows), rows, name)
    cells, summaries, summary_notices = with_summaries(cells, rows)
    looked_at = look_whole(cells, rows)
    cells = _as_seen(cells, looked_at)
    cells, unpaid = without_cancelled(without_receipts(cells, looked_at, rows), rows)
    cells, of_credits, credit_notices = with_credit_sections(cells, looked_at, rows.delimiter)
    cells, block_notices = without_titled_blocks(cells, looked_at, rows.delimiter)
    suppliers = distinct_texts(cells["supplier"])
    cells = without_parts(cells, suppliers)
    cells, continued_notices = with_continued(cells, suppliers, rows)
    cells, sums = without_balances(cells, suppliers)
    cells, found_totals = find_totals(cells, suppliers)
    cells, all_totals, sum_notices = with_sums_of_others(cells, found_totals)
    control_totals = (*of_credits, *sums, *all_totals)
    headings = [line for table in rows.later for line in table.lines]
    cells = without_what_is_below(cells, control_totals, headings)
    cells = without_year_to_date(cells, looked_at, rows.delimiter)
    cells, printed_elsewhere = with_printed_totals(cells, rows)
    cells, cut_off_notices = with_cut_off(without_what_has_no_amount(cells, rows), rows)
    cells, name_notices = _with_names_and_days(cells, suppliers, heading.named(), date_order)
    paid = _paid(cells)
    if paid.is_empty():
        raise why_no_payments(cells, looked_at, rows, name)
    titles = _titles(cells, looked_at)
    others = cells.filter(pl.col("fate") != "payment")
    counts = Counter(others["fate"].to_list())
    tables = tables_of(cells, rows)
    sides = [
        *notice_sides(cells, rows),
        *notice_parts(cells, rows),
        *notice_remarks(cells, rows),
        *notice_other_tables(cells, looked_at, rows),
    ]
    block_notices += notice_titled_blocks(cells, looked_at, rows.delimiter)
    # Ten million rows are most of a gigabyte: from here on only those that were paid are needed.
    del cells
    payments, date_notices, dates = _dated(paid, looked_at, rows, name, titles, date_order, odd)
    called = {_KEPT[one]: over for one, over in heading.named().items() if one in _KEPT}
    payments, blank_notices = without_placeholders(payments, called, None if odd else known)
    pasted = beside.submit(notice_pasted, payments, rows)  # the longest of the looks below
    return CleanFile(
        payments=payments,
        set_aside=_set_aside(others.filter(pl.col("fate") == "set aside"), looked_at, rows, name),
        non_rows={kind: counts[kind] for kind in NON_ROWS if kind in counts},
        rows=paid.height + others.height,
        control_totals=with_what_is_below((*summaries, *control_totals, *printed_elsewhere), paid),
        bodies=bodies_of(paid),
        titles=titles,
        dates=dates,
        notices=(
            *heading.notices,
            *cut_off_notices,
            *order_notices,
            *name_notices,
            *notice_moved_names(paid, suppliers),
            *notice_exchanged_headings(payments, heading, None if odd else suppliers),
            *notice_payers(payments, heading),
            *notice_coded(payments),
            *summary_notices,
            *continued_notices,
            *sum_notices,
            *sides,
            *notice_amount(rows, paid["line"], _without_amount(others)),
            *notice_nameless(rows, paid),
            *with_credits_named(amount_notices, name, titles, rows.sheet),
            *credit_notices,
            *block_notices,
            *([] if sides or of_credits else notice_turned_signs(paid, rows)),
            *notice_titles(titles, heading.cells[heading.columns["amount"]]),
            *notice_credit_file(name, titles, paid["pence"], rows.sheet),
            *(
                notice_other_file(name, titles, rows.sheet)
                or notice_headed_otherwise(rows, paid["line"], name, titles)
            ),
            *notice_likely_total(paid),
            *notice_sum_of_small(paid, suppliers),
            *notice_cancelled_out(payments),
            *notice_totals_on_lines(payments, rows),
            *pasted.result(),
            *notice_sums_by_supplier(payments, heading.cells[heading.columns["amount"]]),
            *date_notices,
            *notice_month_beside(rows, payments),
            *unpaid,
            *notice_called_cancelled(rows, payments),
            *notice_fractions(paid),
            *blank_notices,
            *notice_errors_alone(looked_at),
            *notice_vat_rows(payments, called, None if odd else known),
        ),
        tables=tables,
    )


def _dated(
    paid: pl.DataFrame,
    looked_at: pl.DataFrame,
    rows: Rows,
    name: str,
    titles: Sequence[str],
    date_order: str | None,
    odd: Sequence[str],
) -> tuple[pl.DataFrame, list[str], Dates]:
    """The payments with their dates, which may stand in parts in several columns, or above runs of them."""
    clues = clues_of(rows, name, titles)
    paid, of_runs = with_dates_of_runs(paid, looked_at, rows, name, titles, clues)
    paid, joined, parts = with_joined_dates(paid, rows, clues)
    called = rows.heading.named().get("date", "")
    payments, notices, dates = payments_of(paid, name, clues, date_order, odd, called)
    return payments, [*of_runs, *joined, *notices], dates._replace(parts=parts)


def _as_seen(cells: pl.DataFrame, looked_at: pl.DataFrame) -> pl.DataFrame:
    """The rows with what those are seen as that were looked at whole."""
    if not looked_at["seen_as"].is_not_null().any():
        return cells
    return cells.join(
        looked_at.select("line", "seen_as"), on="line", how="left", maintain_order="left"
    ).with_columns(
        pl.coalesce("seen_as", "fate").alias("fate"),
        pl.when(pl.col("seen_as") == "set aside")
        .then(pl.lit(ABOVE))
        .otherwise("reason")
        .alias("reason"),
    )


def _with_names_and_days(
    cells: pl.DataFrame, suppliers: pl.Series, called: Mapping[str, str], date_order: str | None
) -> tuple[pl.DataFrame, list[str]]:
    """The rows with suppliers and dates that stand elsewhere than beside the amounts, and what that tells.

    `called` is what stands over the column of each meaning.
    """
    cells, wrapped = with_wrapped_names(cells, suppliers, called.get("department", ""))
    cells, of_groups = with_names_of_groups(cells, suppliers)
    cells, above = with_names_above(cells, suppliers)
    cells, of_days = with_dates_above(cells, date_order) if "date" in called else (cells, [])
    return cells, [*wrapped, *of_groups, *above, *of_days]


def _cells(
    rows: Rows, prove: Callable[[int, list[int]], None], beside: Executor
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The cells that have a meaning, in the order of the file, outer spaces off.

    With `pence` where the amount is a bare number; `empty` where none of them holds anything; `slipped`
    where something stands to the right of all headings. Texts that repeat are Categorical: a tenth
    of the memory, and each distinct one is tidied once. And the names of those columns whose texts
    may have odd spaces inside.

    `prove` is told of rows with a promise what it takes to redeem that.
    """
    named = rows.named()
    present = {_KEPT[meaning]: column for meaning, column in named.items() if meaning in _KEPT}
    beyond = [pl.col(column).fill_null("").str.strip_chars() != "" for column in rows.beyond()]
    repeating = [name for name in present if name not in _UNLIKE]
    # Of texts that repeat, the distinct ones are asked below; of others, those that are no number.
    in_two = next((name for name in _MONEY[1:] if name in present), None)
    asked_below = repeating if in_two else present
    asked = set(rows.everything()) - {present[name] for name in asked_below}
    marked = [pl.col(column).str.contains('"', literal=True) for column in sorted(asked)]
    cells = (
        rows.cells.select(
            "line",
            *(
                pl.col(column)
                .fill_null("")
                .cast(pl.String if name in _UNLIKE else pl.Categorical)
                .alias(name)
                for name, column in present.items()
            ),
            (pl.any_horizontal(beyond) if beyond else pl.lit(False)).alias("slipped"),
            (pl.any_horizontal(marked) if marked and rows.promise else pl.lit(False)).alias(
                "marked"
            ),
        )
        .pipe(lambda frame: frame if in_two else _with_bare_pence(frame))
        .collect(engine="streaming")
        .sort("line")
        .pipe(in_one_piece)
    )
    if in_two:
        both = cells.with_columns(without_outer_spaces(pl.col("amount", in_two)))
        both = (
            with_both_sides(both, received=are_received(rows))
            if in_two == "credit"
            else with_both_parts(both)
        )
        cells = _with_bare_pence(both.lazy()).collect()
    else:
        cells = _with_amounts_stripped(cells)
    alone = (
        beside.submit(stripped_alone, cells["transaction"]) if "transaction" in present else None
    )
    cells, odd, quoted = stripped(cells, repeating)
    if alone is not None:
        texts, may_be_odd, may_be_quoted = alone.result()
        cells = cells.with_columns(texts)
        odd += ("transaction",) * may_be_odd
        quoted += ("transaction",) * may_be_quoted
    if rows.promise is not None:
        prove(cells.height, _marked(cells, quoted))
    return cells.drop("marked").with_columns(
        _are_empty(cells, [name for name in present if name != SUPPLIER_TYPE]),
        *(
            pl.lit("", pl.String if name in _UNLIKE else pl.Categorical).alias(name)
            for name in _KEPT.values()
            if name not in present and name not in (*_MONEY[1:], SUPPLIER_TYPE)
        ),
    ), odd


def _are_empty(cells: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Whether none of some columns, the amount among them, holds anything: few rows have no amount."""
    unread = cells["pence"].is_null().arg_true()
    places = unread.filter(cells["amount"].gather(unread) == "")
    blank = cells.select(pl.col(names).gather(places)).select(
        pl.all_horizontal(pl.col(names) == "").alias("empty")
    )
    empty = pl.Series("empty", [False]).new_from_index(0, cells.height)
    return empty.scatter(places, blank["empty"])


def _paid(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows that are payments; where nothing stands between them, they are not written anew."""
    is_paid = cells["fate"] == "payment"
    first, many = is_paid.arg_max() or 0, int(is_paid.sum())
    together = is_paid.slice(first, many).all()
    marked = (
        marked_persons(cells[SUPPLIER_TYPE])
        if SUPPLIER_TYPE in cells.columns
        else pl.lit(value=False).alias(MARKED)
    )
    paid = cells.select(*_OF_PAYMENTS, marked)
    return paid.slice(first, many) if together else paid.filter(is_paid)


def _without_amount(others: pl.DataFrame) -> pl.Series:
    """Lines of the payments set aside for want of an amount: another column may hold one.

    A balance, or a total of that column alone, is no payment of whoever stands there.
    """
    lacking = (pl.col("fate") == "set aside") & (pl.col("reason") == NO_AMOUNT)
    named = others.filter(lacking & (pl.col("supplier") != ""))
    if named.is_empty():
        return named["line"]
    return named.filter(~pl.col("supplier").cast(pl.String).str.contains(f"{BALANCE}|{LABEL}"))[
        "line"
    ]


def _marked(cells: pl.DataFrame, quoted: Sequence[str]) -> list[int]:
    """The lines of rows that hold a quotation mark, `quoted` the columns of texts that may."""
    unread = cells["pence"].is_null()
    of_amounts = cells["amount"].filter(unread).str.contains('"', literal=True)
    if not (quoted or of_amounts.any() or cells["marked"].any()):
        return []  # as in most files
    amount = pl.col("amount").str.contains('"', literal=True) & pl.col("pence").is_null()
    texts = [pl.col(name).cast(pl.String).str.contains('"', literal=True) for name in quoted]
    return cells.filter(pl.any_horizontal("marked", amount, *texts))["line"].to_list()


def _with_bare_pence(cells: pl.LazyFrame) -> pl.LazyFrame:
    return cells.with_columns(bare_pence(pl.col("amount")).alias("pence"))


def _with_amounts_stripped(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells, spaces around amounts off: whatever is a bare number has none."""
    unread = cells.filter(pl.col("pence").is_null()).select("amount")
    tight = without_outer_spaces(pl.col("amount"))
    if unread.equals(unread.select(tight)):
        return cells
    stripped_amounts = cells.with_columns(tight)
    return _with_bare_pence(stripped_amounts.lazy()).collect()


def _set_aside(cells: pl.DataFrame, looked_at: pl.DataFrame, rows: Rows, name: str) -> pl.DataFrame:
    known = cells.join(looked_at.select("line", "text"), on="line", how="left")
    late = whole_rows(known.filter(pl.col("text").is_null()).select("line"), rows)
    return (
        known.join(late.select("line", pl.col("text").alias("late")), on="line", how="left")
        .with_columns(pl.coalesce("text", "late").alias("text"), pl.lit(name).alias("file"))
        .select(SET_ASIDE.keys())
        .sort("line")
    )


def _titles(cells: pl.DataFrame, looked_at: pl.DataFrame) -> tuple[str, ...]:
    above = cells.filter(pl.col("fate") == "title").select("line")
    texts = looked_at.join(above, on="line", how="semi").sort("line")["text"].drop_nulls()
    found = texts.filter(~texts.str.contains(_QUERY))
    return tuple(text.replace('"', "")[:LONGEST_TITLE] for text in found.head(MOST_TITLES))
