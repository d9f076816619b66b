"""Where the table is in a file: what stands between its cells, and its heading, wherever that is."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import ColumnError
from spendaudit.read.alignment import aligned
from spendaudit.read.by_content import told_by_content
from spendaudit.read.credits_beside import with_credits_beside
from spendaudit.read.day_or_money import (
    with_days_alike_told,
    with_days_for_numbers,
    with_days_told,
    with_fuller_days,
)
from spendaudit.read.delimiters import DELIMITERS, RARE_DELIMITERS, by_likelihood
from spendaudit.read.divided_amounts import refuse_divided_amounts
from spendaudit.read.families import with_body_as_heading, with_family, without_own_departments
from spendaudit.read.heading_rows import find_heading, is_another_heading
from spendaudit.read.headings import NO_CONCERN, TOLD_BY
from spendaudit.read.lone_amount import with_lone_amount
from spendaudit.read.lone_supplier import with_lone_supplier
from spendaudit.read.looks import Look, look_at, look_at_records
from spendaudit.read.lost_line_ends import refuse_one_line
from spendaudit.read.missing_columns import looks_like_a_heading, why_no_heading
from spendaudit.read.net_beside_vat import amounts_beside_vat
from spendaudit.read.other_money import refuse_other_currency, refuse_pence_apart, with_other_money
from spendaudit.read.quotes import records
from spendaudit.read.rival_amounts import with_amount
from spendaudit.read.side_by_side import may_have_another_beside, of_the_payments
from spendaudit.read.supplier_column import with_supplier
from spendaudit.read.texts_for_codes import with_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spendaudit.read.heading_rows import Record
    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows
    from spendaudit.read.source import Source

HEAD_CHARACTERS = 1 << 18
HEAD_RECORDS = 60
"""Rows that are not blank, among which the heading is looked for first."""
SAMPLE_RECORDS = 100
BESIDE_RECORDS = 2_000
"""Rows that tell whether another table beside the payments ends before them."""
ENOUGH_DATES = 5
"""Rows from which the only column of dates may be that of the payments."""
_OTHER_DATES = re.compile(
    r"\bdue|\bstart|\bbegin|\bend|until|expir|birth|valid|order|rais|creat|receiv|award|contract|updat"
    r"|extract|upload|download|print|export|snapshot|publi|review|approv|effective|from|to\b|budget|year"
)
"""Rows that are held against the heading; only if they disagree, more are read."""
MOST = 0.9
"""Share of the filled cells of a column that are codes of currencies; of the rows that are as wide."""
FEWEST_COLUMNS = 3
"""That a rare mark divides a row into: one stands in many an address, two in many a remark."""
PROOF_ROWS = 20_000
ELSEWHERE = 200
"""Rows without a figure that are looked at for a heading below the first rows."""


class Table(NamedTuple):
    """The beginning of a file, cut into cells.

    Attributes:
        delimiter: what stands between them.
        heading: as its words tell it, or None where no row there is one.
        head: line and cells of the first rows that are not blank.
        likely: the heading as these rows would have it, a cell to the left or to the right.
        looks: what each of their columns looks like.
        doubtful: whether they contradict the words.
        ends: the line of another heading among these rows, from which on they are a table of
            their own.
    """

    delimiter: str
    heading: Heading | None
    head: list[Record]
    likely: Heading | None = None
    looks: tuple[Look, ...] = ()
    doubtful: bool = False
    ends: int | None = None


def find_table(source: Source, settled: Mapping[str, str]) -> Table:
    """Find the delimiter under which the first rows have a heading; the likeliest first.

    Args:
        source: the file.
        settled: meaning to heading, as the user said.

    Raises:
        ColumnError: some row is plainly the heading, but lacks what is needed.
        InputError: the whole table stands on one line.
    """
    with source.path.open(encoding="utf-8-sig", newline="") as stream:
        text = stream.read(HEAD_CHARACTERS)
    refuse_one_line(text, source.name)
    if len(text) == HEAD_CHARACTERS:
        text = text[: text.rfind("\n") + 1] or text  # the last line was cut
    heads = {mark: list(_head(text, mark, HEAD_RECORDS)) for mark in DELIMITERS}
    ordered = by_likelihood(heads, text)
    for delimiter in (*ordered, *(mark for mark in RARE_DELIMITERS if mark in text)):
        head = heads.get(delimiter) or list(_head(text, delimiter, HEAD_RECORDS))
        heading = find_heading(head, settled)
        if heading is not None:
            if may_have_another_beside(heading):
                known = list(_head(text, delimiter, BESIDE_RECORDS))
                heading = of_the_payments(heading, known, settled, source.name)
            sample = list(_head(text, delimiter, HEAD_RECORDS + SAMPLE_RECORDS))
            return _compared(Table(delimiter, heading, sample), heading, settled, source.name)
    heads |= _under_rare_marks(text)
    likeliest = by_likelihood(heads, text)[0]
    head = heads[likeliest]
    heading = with_lone_amount(head, settled) or with_lone_supplier(head, settled)
    if heading is not None:
        sample = list(_head(text, likeliest, HEAD_RECORDS + SAMPLE_RECORDS))
        return _compared(Table(likeliest, heading, sample), heading, settled, source.name)
    if not head or looks_like_a_heading(head):
        raise why_no_heading(head, settled, source.name)
    return Table(likeliest, None, head)


def _under_rare_marks(text: str) -> dict[str, list[Record]]:
    """The first rows under each rare mark that stands as often in nearly all of them."""
    found = {}
    for mark in RARE_DELIMITERS:
        if mark not in text:
            continue
        head = list(_head(text, mark, HEAD_RECORDS))
        width, rows = Counter(len(cells) for _, cells in head).most_common(1)[0]
        if width >= FEWEST_COLUMNS and rows >= MOST * len(head):
            found[mark] = head
    return found


def _compared(table: Table, heading: Heading, settled: Mapping[str, str], name: str) -> Table:
    """The first rows held against the heading: they are enough for a doubt, not for a decision."""
    under = _under(table.head, heading)
    ends = next((line for line, cells in under if is_another_heading(cells, heading)), None)
    if ends is not None:
        under = [one for one in under if one[0] < ends]
    # A note below the payments stands in one cell, often that of the date.
    looks = look_at_records(
        [
            cells
            for _, cells in under
            if tuple(cells) != heading.cells and sum(map(bool, map(str.strip, cells))) > 1
        ]
    )
    heading = with_days_told(heading, looks, settled)
    heading = with_days_for_numbers(heading, looks, settled)
    heading = with_fuller_days(heading, looks, settled)
    table = table._replace(ends=ends, heading=heading)
    try:
        likely = aligned(heading, looks, _usual_width(under), settled, name)
    except ColumnError:
        return table._replace(likely=heading, looks=tuple(looks), doubtful=True)
    return table._replace(likely=likely, looks=tuple(looks), doubtful=likely is not heading)


def _under(head: Sequence[Record], heading: Heading) -> list[Record]:
    return [one for one in head if one[0] >= heading.begins and one[0] not in heading.lines]


def _names_a_heading(settled: Mapping[str, str]) -> bool:
    """Whether the user named a column by its heading, and not by where it stands."""
    return any(not re.search(r"[0-9]", word) for word in settled.values())


def _head(text: str, delimiter: str, most: int) -> Iterator[Record]:
    filled = (
        (record.line, record.cells)
        for record in records(io.StringIO(text, newline=""), delimiter)
        if any(map(str.strip, record.cells))
    )
    return islice(filled, most)


def understand_table(
    table: Table, cells: pl.LazyFrame, names: Sequence[str], settled: Mapping[str, str], name: str
) -> Heading:
    """What each column means, its words held against what stands under them.

    Args:
        table: where it is, and its first rows.
        cells: every row of the file: `line` and its columns of text.
        names: of these columns, from the left.
        settled: meaning to heading, as the user said.
        name: of the file.

    Raises:
        ColumnError: the columns contradict their headings, or it is not clear which is meant.
    """
    heading = table.heading or _elsewhere(cells, names, settled)
    if heading is None and _names_a_heading(settled):
        raise why_no_heading(table.head, settled, name)
    if heading is None:
        heading = told_by_content(cells, names, table.head, settled, name)
        under = _under(table.head, heading)
        refuse_divided_amounts(heading, under, table.delimiter, settled, name, body=cells)
        return _with_currency(heading, look_at(cells.head(PROOF_ROWS), names))
    body = cells.filter(
        (pl.col("line") >= heading.begins) & ~pl.col("line").is_in(list(heading.lines))
    )
    if table.ends is not None:
        body = body.filter(pl.col("line") < table.ends)
    looks = [*table.looks, *[Look()] * len(names)][: len(names)]
    doubtful = table.doubtful or table.heading is None
    under = _under(table.head, heading)
    refuse_divided_amounts(heading, under, table.delimiter, settled, name, doubtful=doubtful)
    if doubtful:
        looks = look_at(body.head(PROOF_ROWS), names)
        heading = aligned(heading, looks, _usual_width(under), settled, name)
    heading = without_own_departments(heading, looks, settled)
    heading = with_texts(heading, looks, settled)
    above = [" ".join(texts) for line, texts in table.head if line < heading.lines[0]]
    heading = with_supplier(heading, looks, body, settled, name, above)
    unnamed = amounts_beside_vat(heading, looks, under)
    heading = with_amount(heading, body, settled, name, unnamed)
    heading = with_credits_beside(heading, body, settled)
    refuse_other_currency(heading, name)
    refuse_pence_apart(heading, looks, name)
    heading = with_other_money(heading, looks)
    heading = with_days_alike_told(heading, under, settled)
    heading = with_body_as_heading(_with_currency(_with_date(heading, looks), looks), looks)
    return with_family(heading, looks)


def understand_later(
    head: Sequence[Record], of: Rows, cells: pl.LazyFrame, settled: Mapping[str, str], name: str
) -> Heading | None:
    """What each column of a table below the first one means; None where its first rows do not say.

    Args:
        head: its first rows, its heading first.
        of: all rows of the file.
        cells: the rows of this table alone.
        settled: as `understand_table` takes it.
        name: of the file.

    Raises:
        ColumnError: as `understand_table`.
    """
    heading = find_heading(head[:HEAD_RECORDS], settled)
    if heading is None:
        return None
    table = _compared(Table(of.delimiter, heading, list(head)), heading, settled, name)
    return understand_table(table, cells, of.everything(), settled, name)


def _elsewhere(
    cells: pl.LazyFrame, names: Sequence[str], settled: Mapping[str, str]
) -> Heading | None:
    """A heading among the payments or after them, where a sort has put it."""
    number = [
        pl.col(column).fill_null("").str.contains(r"^[^\p{L}]*[0-9][^\p{L}]*$") for column in names
    ]
    filled = pl.sum_horizontal(
        (pl.col(column).fill_null("").str.strip_chars() != "").cast(pl.UInt32) for column in names
    )
    worded = (
        cells.filter(~pl.any_horizontal(number) & (filled > 2))
        .head(ELSEWHERE)
        .collect(engine="streaming")
        .sort("line")
    )
    found = find_heading(_records(worded), settled)
    if found is None:
        return None
    first = _records(cells.head(HEAD_RECORDS).collect())
    again = find_heading(
        [*first, *_records(worded.filter(pl.col("line").is_in(found.lines)))], settled
    )
    return again or found


def _records(rows: pl.DataFrame) -> list[Record]:
    return [(row[0], [cell or "" for cell in row[1:]]) for row in rows.iter_rows()]


def _usual_width(under: Sequence[Record]) -> int | None:
    """How many cells nearly every row has, blank ones too; None where they differ."""
    widths = Counter(len(cells) for _, cells in under if sum(map(bool, cells)) > 2)
    if not widths:
        return None
    width, rows = widths.most_common(1)[0]
    return width if rows * 20 >= widths.total() * 19 else None


def _with_date(heading: Heading, looks: Sequence[Look]) -> Heading:
    """The heading with the only column of dates, where no word says which one it is: `Paid`, `On`."""
    if "date" in heading.columns:
        return heading
    most = max((look.filled for look in looks), default=0)
    found = [
        place
        for place, look in enumerate(looks[: len(heading.cells)])
        if look.filled > most / 2 and look.share(look.dates) >= MOST
    ]
    used = {at for meaning, at in heading.columns.items() if meaning not in NO_CONCERN}
    free = [place for place in found if place not in used]
    if not free or most < ENOUGH_DATES:
        return heading
    place = free[0]
    called = f"{heading.called(place)!r} (column {place + 1})"
    if len(found) > 1 or _OTHER_DATES.search(heading.cells[place].lower()):
        said = f"no column was understood as the date: {called} holds dates, and was not used"
        return heading._replace(notices=(*heading.notices, said))
    return heading._replace(
        columns=heading.columns | {"date": place},
        told_by=heading.told_by | {"date": TOLD_BY[-1]},
        notices=(*heading.notices, f"{called} was understood as the date by its content only"),
        rival_amounts=tuple(one for one in heading.rival_amounts if one[1] != place),
    )


def _with_currency(heading: Heading, looks: Sequence[Look]) -> Heading:
    """The heading with a column of currencies that has no name: euros must not pass for pounds."""
    if "currency" in heading.columns:
        return heading
    of_another = heading.all_that_mean("currency")  # not heeded, or it would be among the columns
    nameless = (
        place
        for place, look in enumerate(looks)
        if place not in (*heading.columns.values(), *of_another)
        and look.share(look.currencies) >= MOST
    )
    place = next(nameless, None)
    if place is None:
        return heading
    return heading._replace(
        columns=heading.columns | {"currency": place},
        told_by=heading.told_by | {"currency": TOLD_BY[-1]},
        cells=(*heading.cells, *[""] * (place + 1 - len(heading.cells))),
    )
