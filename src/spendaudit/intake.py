"""All files of an audit, read and cleaned one by one, and what they repeat of each other counted once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.once import count_once, same_file
from spendaudit.clean.order_of_siblings import DatedFile, proved_day_first, with_order_of
from spendaudit.clean.other_months import are_other_months
from spendaudit.clean.overlaps import find_overlaps
from spendaudit.clean.rows import CleanFile, clean_rows
from spendaudit.errors import ColumnError, InputError, NilReturnError, OwnTableError
from spendaudit.expected import Expected, read_as_expected
from spendaudit.frames import in_one_piece
from spendaudit.read.folders import gather_files, is_own_table, may_be_own_table, nothing_read
from spendaudit.read.prose import as_prose
from spendaudit.read.regular import IrregularError
from spendaudit.read.source import called, open_sources
from spendaudit.read.tables import find_table
from spendaudit.registers.amongst_spending import as_register, refuse_agreed
from spendaudit.report.file_accounts import FileAccount, Overlaps, Unread
from spendaudit.suppliers.withheld import with_withheld_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from spendaudit.clean.dates import Dates
    from spendaudit.clean.several_tables import TableAccount
    from spendaudit.clean.totals import ControlTotal
    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows
    from spendaudit.read.source import Source


class Reading(NamedTuple):
    """How one file was read: what its page says, and a profile of it.

    Attributes:
        heading: the row of headings, and what each was taken to mean.
        delimiter: what stands between the cells.
        dates: how the column of dates was read.
        basis: what the amounts say of VAT, by their heading or else by the user's profile.
        tables: each table of the file, where it has several.
        again: lines of payments whose row is an earlier one in every cell, where these were looked for.
    """

    heading: Heading
    delimiter: str
    dates: Dates
    basis: str
    tables: tuple[TableAccount, ...] = ()
    again: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user settles about the files.

    Attributes:
        columns: meaning to heading.
        sheets: of workbooks, by name; `all` for every one; none where they are to be found.
        expected: what a profile says that each file looks like.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheets: Sequence[str] = ()
    expected: Expected = field(default_factory=Expected)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The files as payments and set-aside rows, before anyone asks who was paid.

    Attributes:
        payments: of all files, as `frames.PAYMENTS`.
        set_aside: of all files, as `frames.SET_ASIDE`.
        files: what became of the rows of each.
        control_totals: sums printed in each file, beside ours; by file name.
        bodies: names of the publisher in the rows of each file; by file name.
        titles: what stands above the heading of each file; by file name.
        notices: sentences about files as a whole.
        readings: how each file was read; by file name.
        overlaps: payments that files have in common; those proved are in `payments` once.
        unread: files of a folder that could not be read as published spending.
        asked: files, folders and patterns, as the user named them.
    """

    payments: pl.DataFrame
    set_aside: pl.DataFrame
    files: tuple[FileAccount, ...]
    control_totals: dict[str, tuple[ControlTotal, ...]]
    bodies: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, ...]]
    notices: tuple[str, ...]
    readings: dict[str, Reading]
    overlaps: Overlaps = field(default_factory=Overlaps)
    unread: tuple[Unread, ...] = ()
    asked: tuple[str, ...] = ()


def clean_files(
    files: Sequence[Path],
    wanted: Wanted | None = None,
    beside: Sequence[Path] = (),
    announce: Callable[[str], None] | None = None,
) -> Cleaned:
    """Read and clean files; the order in which they are named changes no figure.

    A folder is searched. What a file repeats of others is counted once where that is proved. A file
    that was found in a folder and cannot be read is kept in `unread`.

    Args:
        files: files, folders, patterns, `-`.
        wanted: what the user settles about them.
        beside: files in those folders that are something else, such as supplier lists.
        announce: told, in a sentence, what is done to which file.

    Raises:
        InputError: a file that was named cannot be read as published spending, or is not what the
            profile says, or none can be read.
    """
    cleaned, copies = clean_each(files, wanted, beside, announce=announce)
    if announce and len(cleaned.files) > 1:
        announce("Looking for payments that several files hold")
    return counted_once(cleaned, copies)


def clean_each(
    files: Sequence[Path],
    wanted: Wanted | None = None,
    beside: Sequence[Path] = (),
    *,
    forgiving: bool = False,
    whole: bool = False,
    announce: Callable[[str], None] | None = None,
) -> tuple[Cleaned, dict[str, str]]:
    """Read and clean files one by one, each for itself.

    Args:
        files: as `clean_files` takes them, and so the next two.
        wanted: likewise.
        beside: likewise.
        forgiving: whether a file that was named is kept in `unread`, too, if it cannot be read.
        whole: whether rows are compared whole, to find those that are said again.
        announce: told, in a sentence, which file is read.

    Returns:
        The files, and those that are another byte for byte, with the name of that one.

    Raises:
        InputError: as `clean_files`.
    """
    wanted = wanted or Wanted()
    gathered = gather_files(files, beside)
    tables: dict[str, _Table] = {}
    payments: dict[str, pl.DataFrame] = {}
    seen: dict[tuple[int, str], list[list[str]]] = {}
    copies: dict[str, str] = {}
    unread = list(gathered.unread)
    passed_over: list[Unread] = []
    for number, path in enumerate(gathered.paths, start=1):
        if announce:
            which = f" ({number} of {len(gathered.paths)})" if len(gathered.paths) > 1 else ""
            announce(f"Reading {called(path)}{which}")
        try:
            with open_sources(path, wanted.columns, wanted.sheets, on_trust=True) as sources:
                first, names = sources[0], [source.name for source in sources]
                twin = _twin(first, names[0], seen, payments)
                if twin is not None:
                    copies |= zip(names, twin, strict=True)
                    continue
                if any(map(_is_own, sources)):
                    raise OwnTableError(called(path))
                for source in sources:
                    refuse_agreed(source)
                found = [_clean(source, wanted, whole=whole) for source in sources]
                seal = first.bytes, first.sha256
        except InputError as refusal:
            error = refusal
            # What came through a pipe is gone; to look at it again would be to wait for more.
            if isinstance(refusal, ColumnError) and path.is_file():
                name = called(path)
                error = as_register(path, name) or as_prose(path, name) or refusal
            named = path in gathered.named
            # Beside other months one without payments takes nothing away from any figure.
            is_nil = isinstance(error, NilReturnError) and len(gathered.paths) > 1
            if named and not forgiving and not is_nil:
                raise error from None
            is_own = isinstance(error, OwnTableError) and not named
            (passed_over if is_own or is_nil else unread).append(
                Unread(called(path), error.found, error.try_next, error.details)
            )
            continue
        seen.setdefault(seal, []).append(names)
        # Apart, so that nothing else keeps them when all of them are put together.
        payments |= {one.account.name: one.clean.payments for one in found}
        tables |= {one.account.name: one.without_payments() for one in found}
    if not tables:
        raise nothing_read(files, [*unread, *passed_over])
    tables = _in_order_of_siblings(tables)
    cleaned = Cleaned(
        payments=in_one_piece(pl.concat(payments.pop(name) for name in sorted(tables))),
        set_aside=pl.concat(tables[name].clean.set_aside for name in sorted(tables)),
        files=tuple(one.account for one in tables.values()),
        control_totals={name: one.clean.control_totals for name, one in tables.items()},
        bodies={name: one.clean.bodies for name, one in tables.items()},
        titles={name: one.clean.titles for name, one in tables.items()},
        readings={name: one.reading for name, one in tables.items()},
        notices=(*gathered.notices, *(f"passed over: {one.found}" for one in sorted(passed_over))),
        unread=tuple(sorted(unread, key=lambda one: one.name)),
        asked=tuple(sorted(map(str, files))),
    )
    return cleaned, copies


class _Table(NamedTuple):
    """One table of one file, cleaned."""

    account: FileAccount
    reading: Reading
    clean: CleanFile

    def without_payments(self) -> _Table:
        return self._replace(clean=self.clean._replace(payments=self.clean.payments.clear()))

    def dated(self) -> DatedFile:
        cells = self.reading.heading.cells
        return DatedFile(self.account.name, cells, self.clean.bodies, self.reading.dates)

    def with_order_of(self, file: str) -> _Table:
        """The same, once that file has proved the order of their dates."""
        dates = with_order_of(self.reading.dates, file)
        gone = set(self.reading.dates.notices) - set(dates.notices)
        notices = tuple(one for one in self.account.notices if one not in gone)
        return self._replace(
            account=self.account._replace(notices=notices),
            reading=self.reading._replace(dates=dates),
        )


def _in_order_of_siblings(tables: Mapping[str, _Table]) -> dict[str, _Table]:
    """The same, those settled that prove no order of day and month, and have others like them."""
    proofs = proved_day_first(one.dated() for one in tables.values())
    return {
        name: one.with_order_of(proofs[name]) if name in proofs else one
        for name, one in tables.items()
    }


def _twin(
    source: Source,
    name: str,
    seen: Mapping[tuple[int, str], Sequence[list[str]]],
    payments: Mapping[str, pl.DataFrame],
) -> list[str] | None:
    """The names of a file that was read before, which is this one byte for byte, and no other month."""
    # The hash is waited for only where another file is as long.
    if not any(size == source.bytes for size, _ in seen):
        return None
    for names in seen.get((source.bytes, source.sha256), ()):
        if not are_other_months(name, names[0], [payments[one] for one in names]):
            return names
    return None


def _is_own(source: Source) -> bool:
    """Whether spendaudit wrote the table; a heading that cannot be told is for the reading to refuse."""
    if not may_be_own_table(source.path):
        return False
    try:
        heading = find_table(source, {}).heading
    except InputError:
        return False
    return heading is not None and is_own_table(heading.cells)


def _clean(source: Source, wanted: Wanted, *, whole: bool) -> _Table:
    """A table, read at once where it may be; whatever fails then may be the fault of that."""
    if source.at_once:
        with suppress(IrregularError, InputError, pl.exceptions.PolarsError):
            return _cleaned(source, wanted, at_once=True, whole=whole)
    return _cleaned(source.proved(), wanted, at_once=False, whole=whole)


def _cleaned(source: Source, wanted: Wanted, *, at_once: bool, whole: bool) -> _Table:
    expected = wanted.expected
    rows = read_as_expected(source, wanted.columns, expected, at_once=at_once)
    clean = clean_rows(rows, source.name, expected.dates)
    payments, notices = with_withheld_beside(clean.payments, rows.heading.named())
    clean = clean._replace(payments=payments, notices=(*clean.notices, *notices))
    expected.refuse_other_dates(clean.dates, source.name)
    heading = rows.heading
    basis = expected.settled_basis(heading)
    again: tuple[int, ...] = ()
    if whole:
        from spendaudit.clean.equal_rows import equal_rows

        again = equal_rows(clean.payments, rows)
    reading = Reading(heading, rows.delimiter, clean.dates, basis, clean.tables, again)
    return _Table(_account(source, rows, clean, expected), reading, clean)


def _account(source: Source, rows: Rows, clean: CleanFile, expected: Expected) -> FileAccount:
    return FileAccount(
        name=source.name,
        sha256=source.sha256,
        bytes=source.bytes,
        rows=clean.rows,
        payments=clean.payments.height,
        set_aside=clean.set_aside.height,
        non_rows=clean.non_rows,
        total=Decimal(int(clean.payments["pence"].sum())) / 100,
        format=source.format,
        encoding=source.encoding,
        heading_line=rows.heading.line,
        columns=rows.heading.named(),
        told_by=rows.heading.told_by,
        notices=(
            *source.notices,
            *expected.notices(rows.heading, source.encoding, rows.delimiter, clean.dates),
            *clean.notices,
        ),
    )


def counted_once(cleaned: Cleaned, copies: Mapping[str, str]) -> Cleaned:
    """The same without what a file repeats of others; `copies` are so byte for byte."""
    alone = {file.name: file for file in cleaned.files}
    same = [same_file(alone[first], name) for name, first in copies.items()]
    overlaps = find_overlaps(
        cleaned.payments, {file.name: len(file.columns) for file in cleaned.files}
    )
    payments, set_aside, accounts = count_once(
        cleaned.payments, cleaned.set_aside, cleaned.files, overlaps.found
    )
    accounts += [copy for copy, _ in same]
    return replace(
        cleaned,
        payments=payments,
        set_aside=set_aside,
        files=tuple(sorted(accounts, key=lambda file: file.name)),
        overlaps=overlaps._replace(found=(*(overlap for _, overlap in same), *overlaps.found)),
    )
