"""The rows of registers as one table of organisations, and those that are left out, with reasons.

A regular register goes through in one stream, and what was read proves that it was regular: as many
rows as lines, none short, none without a name. Any other is read record by record.
"""

from __future__ import annotations

import csv
import errno
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import RegisterError
from spendaudit.names.keys import with_keys
from spendaudit.read.contents import Text, look_inside
from spendaudit.read.quotes import Record, records
from spendaudit.registers.columns import Columns, ending
from spendaudit.registers.store import LeftOut
from spendaudit.report.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spendaudit.registers.layouts import Layout
    from spendaudit.registers.tables import RegisterTable

CHUNK = 1 << 20
ROW_GROUP = 1 << 18
LEVEL = 1
"""Of zstd: the third saves a twentieth of the space and takes a third longer."""
HABIT = 0.01
"""Where a larger share of the rows is short, the publisher leaves blank cells out at their ends."""
MOST_BROKEN = 200
"""Lines over which one record without quotation marks may be broken."""
POSTCODES = 0.25
"""Of a list of the user's, the least share of rows with a postcode."""
NO_SEPARATOR = "\0"
"""A byte that no text has."""
LONGEST_LINE = 1 << 20
"""Characters."""

NAMELESS = "it has no name, or one that is longer than any"
UNDATED = "the day on which it closed cannot be read"
ODD_NUMBER = "its number is none of this register"
_STATES = {
    "short": "the row has fewer cells than there are headings: it may be cut off",
    "long": "the row has more cells than there are headings",
    "misquoted": "its quotation marks do not pair",
}


class Written(NamedTuple):
    """What became of the rows: how many organisations, which rows are left out, what else to say."""

    rows: int
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()
    former: pl.LazyFrame | None = None
    """Former names, where they are not columns of the organisations."""


def write_organisations(tables: Sequence[RegisterTable], target: Path, spare: Path) -> Written:
    """Write the organisations of some tables of one register as Parquet, in their order.

    The columns are those of `frames.ORGANISATIONS` but `register`, `key` and `form_key` of the
    registered name, `ending` (`name` is blank where it is the key with that ending), former and trading names (`former_1`, `trading_1` …), `edition` and, where the
    layout says what an address is, `address`.

    Args:
        tables: of one register.
        target: the file to be written.
        spare: a folder for a file that is gone afterwards.

    Raises:
        RegisterError: no row of them is an organisation.
        OSError, PolarsError: it cannot be written.
    """
    written = _straight(tables, target, spare) or _record_by_record(tables, target, spare)
    if not written.rows:
        raise RegisterError(
            f"{tables[0].name} has the headings of {tables[0].layout.title}, and no organisation",
            "fetch it again: the download may have failed",
            tuple(
                f"left out: {counted(one.rows, 'row')}: {one.reason}" for one in written.left_out
            ),
        )
    if tables[0].layout.own:  # which always has a column of postcodes
        _refuse_prose(target, tables[0].name)
    return written


def _refuse_prose(target: Path, name: str) -> None:
    """A row that holds the words name and postcode may be a sentence: postcodes must be under it."""
    postcode = r"^[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}$"
    found = pl.scan_parquet(target, glob=False).select(
        (pl.col("postcode").str.contains(postcode).fill_null(value=False)).mean()
    )
    if found.collect().item() < POSTCODES:
        raise RegisterError(
            f"{name} has a column called postcode, and hardly any postcode in it",
            "a list of your own needs the headings name and postcode, with one organisation a row",
        )


def _straight(tables: Sequence[RegisterTable], target: Path, spare: Path) -> Written | None:
    """In one stream; None where a row is not what every row of a regular register is."""
    layout = tables[0].layout
    if layout.only or layout.once_by:
        return None
    parts = []
    for number, one in enumerate(tables):
        columns = Columns(layout, one.headings)
        cells = _scan(one.path, _names(one), one.begins - 1, one.delimiter, quoted=layout.quoted)
        # A row that is short has no last cell at all; a blank cell is an empty text.
        short = pl.col(_names(one)[-1]).is_null()
        odd = short | columns.fault(NAMELESS, UNDATED, ODD_NUMBER).is_not_null()
        kept = columns.kept(former=False)
        parts.append(cells.select(**kept, odd=odd, table=pl.lit(number, pl.UInt16)))
    rows = pl.concat(parts, how="diagonal").with_row_index("organisation")
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        counting = [meanwhile.submit(_lines, one.path) for one in tables]
        try:
            _sink(rows, target)
        except pl.exceptions.PolarsError as error:
            if is_disk_full(error):
                raise
            return None  # a cell too many, or bytes that are not UTF-8
        lines = [one.result() for one in counting]
    found = (
        pl.scan_parquet(target, glob=False)
        .group_by("table")
        .agg(pl.len(), pl.col("odd").any())
        .collect()
    )
    read = dict(found.select("table", "len").iter_rows())
    as_many = all(
        read.get(number, 0) == lines[number] - (one.begins - 1) for number, one in enumerate(tables)
    )
    if found["odd"].any() or not as_many:
        return None
    former = _former(tables, [read.get(number, 0) for number in range(len(tables))], spare)
    return Written(sum(read.values()), former=former)


def _former(
    tables: Sequence[RegisterTable], rows: Sequence[int], spare: Path
) -> pl.LazyFrame | None:
    """Former names of a regular register, of which one organisation in ten has any.

    Twenty columns that are nearly always blank cost as much as all others, so only those lines are
    cut into cells in which one is not.
    """
    parts = []
    before = 0
    for number, (one, height) in enumerate(zip(tables, rows, strict=True)):
        columns = Columns(one.layout, one.headings)
        if not columns.former():
            continue
        lines = _scan(one.path, ["line"], one.begins - 1, NO_SEPARATOR, quoted=False)
        blank = columns.blank_former(one.delimiter)
        none = pl.col("line").str.contains(blank) if blank else pl.lit(value=False)
        some = spare / f"former-{number}.csv"
        (
            lines.with_row_index("row", offset=before)
            .filter(~none)
            .select(pl.concat_str(pl.col("row").cast(pl.String), "line", separator=one.delimiter))
            .sink_csv(some, include_header=False, quote_style="never")
        )
        cells = _scan(some, ["row", *_names(one)], 0, one.delimiter, quoted=True)
        cells = cells.select(
            pl.col("row").cast(pl.UInt32).alias("organisation"), **columns.former()
        )
        cells.sink_parquet(some.with_suffix(".parquet"))
        some.unlink()
        parts.append(pl.scan_parquet(some.with_suffix(".parquet"), glob=False))
        before += height
    return pl.concat(parts, how="diagonal") if parts else None


def _record_by_record(tables: Sequence[RegisterTable], target: Path, spare: Path) -> Written:
    layout = tables[0].layout
    parts: list[pl.LazyFrame] = []
    notices: list[str] = []
    copies: list[Path] = []
    for number, one in enumerate(tables):
        again = spare / f"records-{number}.csv"
        copies.append(again)
        seen = _write_again(one, again, spare)
        notices += seen.notices
        columns = Columns(layout, one.headings)
        cells = _scan(again, ["line", "state", *_names(one)], 0, ",", quoted=True)
        state = pl.col("state").replace_strict(seen.faults, default=None, return_dtype=pl.String)
        parts.append(
            cells.select(
                **columns.kept(),
                reason=pl.coalesce(state, columns.fault(NAMELESS, UNDATED, ODD_NUMBER)),
                first=pl.concat_str(pl.lit(f"{one.name}, line "), pl.col("line")),
            )
        )
    rows = pl.concat(parts, how="diagonal")
    if layout.once_by:
        rows = rows.with_columns(_once(layout, rows.collect_schema().names()))
    left_out = (
        rows.filter(pl.col("reason").is_not_null())
        .group_by("reason")
        .agg(pl.len(), pl.col("first").first())
        .sort("reason")
        .collect()
    )
    kept = rows.filter(pl.col("reason").is_null()).drop("reason", "first")
    _sink(kept.with_row_index("organisation"), target)
    for copy in copies:
        copy.unlink()
    height = pl.scan_parquet(target, glob=False).select(pl.len()).collect().item()
    return Written(
        int(height),
        tuple(LeftOut(reason, count, first) for reason, count, first in left_out.iter_rows()),
        tuple(dict.fromkeys(notices)),
    )


def is_disk_full(error: pl.exceptions.PolarsError) -> bool:
    """Whether Polars met the end of a disk, or of what a process may write."""
    ends = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    return any(os.strerror(one).partition(" on ")[0] in str(error) for one in ends)


def _sink(rows: pl.LazyFrame, target: Path) -> None:
    keyed = with_keys(rows).with_columns(
        pl.col("organisation").cast(pl.UInt32), ending().alias("ending")
    )
    keyed.with_columns(pl.when(pl.col("ending").is_null()).then("name").alias("name")).sink_parquet(
        target, compression="zstd", compression_level=LEVEL, row_group_size=ROW_GROUP
    )


def _names(table: RegisterTable) -> list[str]:
    return [f"c{place}" for place in range(len(table.headings))]


def _scan(
    path: Path, names: Sequence[str], skipped: int, delimiter: str, *, quoted: bool
) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        has_header=False,
        skip_lines=skipped,
        infer_schema=False,
        separator=delimiter,
        quote_char='"' if quoted else None,
        schema=dict.fromkeys(names, pl.String),
        empty_string_is_null=False,
        raise_if_empty=False,
        glob=False,
    )


def _once(layout: Layout, columns: Sequence[str]) -> pl.Expr:
    """The reason, and for rows that say the same again that they do."""
    telling = [one for one in layout.once_by if one in columns]
    said = pl.concat_str(
        [pl.col(one).fill_null("") for one in telling], separator="\n"
    ).str.to_uppercase()
    nothing = "\n" * (len(telling) - 1)
    key = pl.when(pl.col("reason").is_null() & (said != nothing)).then(said)
    again = key.is_not_null() & ~key.is_first_distinct()
    return pl.when(again).then(pl.lit(layout.once_reason)).otherwise("reason").alias("reason")


def _lines(path: Path) -> int:
    """How many lines a text has; Polars would map the whole of it into memory to count them."""
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            count += chunk.count(b"\n")
            last = chunk[-1:]
    return count + (last != b"\n")


class _Seen(NamedTuple):
    """What was met while records were written again: states that are faults, and sentences."""

    faults: dict[str, str]
    notices: tuple[str, ...]


def _write_again(table: RegisterTable, target: Path, spare: Path) -> _Seen:
    """Write each record in regular form, with its line and its state in front."""
    path = table.path
    notices: tuple[str, ...] = ()
    if not table.proved:
        inside = look_inside(table.path, table.name, spare)
        if isinstance(inside, Text):
            path, notices = inside.path, inside.notices
    width = len(table.headings)
    states: Counter[str] = Counter()
    with (
        path.open(encoding="utf-8-sig", newline="") as published,
        target.open("w", encoding="utf-8", newline="") as regular,
    ):
        writer = csv.writer(regular, lineterminator="\n")
        for record in _records(published, table):
            if record.line < table.begins or not any(map(str.strip, record.cells)):
                continue
            cells = [" ".join(c.split()) if "\n" in c or "\r" in c else c for c in record.cells]
            state = "whole"
            if record.misquoted:
                state = "misquoted"
            elif any(map(str.strip, cells[width:])):
                state = "long"
            elif len(cells) < width:
                state = "short"
            states[state] += 1
            padded = [*cells, *[""] * (width - len(cells))]
            writer.writerow([record.line, state, *padded[:width]])
    faults = dict(_STATES)
    if states["short"] > HABIT * states.total() + 1:
        del faults["short"]
    return _Seen(faults, notices)


def _records(text: Iterable[str], table: RegisterTable) -> Iterator[Record]:
    lines = _bounded(text, table)
    if table.layout.quoted or table.delimiter != "\t":
        return records(lines, table.delimiter)
    return _unquoted(lines, table)


def _bounded(text: Iterable[str], table: RegisterTable) -> Iterator[str]:
    """The lines of a register, none of which may be endless."""
    for number, line in enumerate(text, start=1):
        if len(line) > LONGEST_LINE:
            raise RegisterError(
                f"{table.name}: line {number:,} has over {LONGEST_LINE:,} characters",
                "fetch it again, as it is published",
            )
        yield line


def _unquoted(text: Iterable[str], table: RegisterTable) -> Iterator[Record]:
    """Records in which a quotation mark is a letter; those that are broken over lines are joined."""
    width = len(table.headings)
    first, held = 0, ""
    for number, line in enumerate(text, start=1):
        if not held:
            first = number
        held += line.rstrip("\r\n")
        if held.count(table.delimiter) + 1 < width and number - first < MOST_BROKEN:
            held += " "
            continue
        yield Record(first, held.split(table.delimiter), misquoted=False)
        held = ""
    if held:
        yield Record(first, held.split(table.delimiter), misquoted=False)
