"""The straight line: files to payments, payments to payees, payees to places.

read → clean → identify → place, and what `measures` and `report` make of it comes after.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.once import count_once, same_file
from spendaudit.clean.overlaps import find_overlaps
from spendaudit.clean.rows import clean_rows
from spendaudit.errors import InputError
from spendaudit.expected import Expected, read_as_expected
from spendaudit.frames import PAYEE_KEYS
from spendaudit.home import choose_area
from spendaudit.places.directory import BT_NOTICE, has_northern_ireland, open_directory
from spendaudit.read.folders import gather_files, is_own_table, nothing_read
from spendaudit.read.source import STANDARD_INPUT, open_source
from spendaudit.report.values import FileAccount, Overlaps, Unread
from spendaudit.suppliers.ladder import gather_evidence, place_payees
from spendaudit.suppliers.lists import read_supplier_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from spendaudit.clean.dates import Dates
    from spendaudit.clean.totals import ControlTotal
    from spendaudit.places.areas import Area
    from spendaudit.places.directory import Directory
    from spendaudit.read.headings import Heading
    from spendaudit.suppliers.ladder import Evidence
    from spendaudit.suppliers.lists import SupplierList


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked to be audited.

    Attributes:
        files: in any order; a folder is searched, `-` is standard input.
        area: a name or code, or None to take it from the files.
        supplier_lists: of several, the first that knows a supplier is believed.
        columns: meaning to heading, where the user settles it.
        expected: what the user's profile says that each file looks like.
        postcode_file: an ONSPD or NSPL file instead of the installed directory.
        geonames: a folder with GeoNames postal code files, for coordinates in other countries.
        points: whether coordinates are wanted.
        announce: told, in a sentence, before work that takes seconds.
    """

    files: Sequence[Path]
    area: str | None = None
    supplier_lists: Sequence[Path] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    expected: Expected = field(default_factory=Expected)
    postcode_file: Path | None = None
    geonames: Path | None = None
    points: bool = False
    announce: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file was read: what its page says, and a profile of it.

    Attributes:
        heading: the row of headings, and what each was taken to mean.
        delimiter: what stands between the cells.
        dates: how the column of dates was read.
        basis: what the amounts say of VAT, by their heading or else by the user's profile.
    """

    heading: Heading
    delimiter: str
    dates: Dates
    basis: str


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


@dataclass(frozen=True, slots=True)
class Audit:
    """Payments whose payees are identified and placed around a home area.

    Attributes:
        area: the home area, and `area_from` what it was taken from.
        payments: as `frames.PAYMENTS`, with `payee`, the key into `payees`.
        payees: one row a distinct payee, as `ladder.place_payees` gives it.
        cleaned: the files that they came from.
        directory: the edition and licence of the postcode directory.
        notices: sentences about lists, postcodes and licences.
    """

    area: Area
    area_from: str
    payments: pl.DataFrame
    payees: pl.DataFrame
    cleaned: Cleaned
    directory: Directory
    notices: tuple[str, ...]


def clean_files(
    files: Sequence[Path],
    columns: Mapping[str, str] | None = None,
    expected: Expected | None = None,
    beside: Sequence[Path] = (),
) -> Cleaned:
    """Read and clean files; the order in which they are named changes no figure.

    A folder is searched. What a file repeats of others is counted once where that is proved. A file
    that was found in a folder and cannot be read is kept in `unread`.

    Args:
        files: files, folders, patterns, `-`.
        columns: meaning to heading, where the user settles it.
        expected: what a profile says that each file looks like.
        beside: files in those folders that are something else, such as supplier lists.

    Raises:
        InputError: a file that was named cannot be read as published spending, or is not what the
            profile says, or none can be read.
    """
    return counted_once(*clean_each(files, columns, expected, beside))


def clean_each(
    files: Sequence[Path],
    columns: Mapping[str, str] | None = None,
    expected: Expected | None = None,
    beside: Sequence[Path] = (),
    *,
    forgiving: bool = False,
) -> tuple[Cleaned, dict[str, str]]:
    """Read and clean files one by one, each for itself.

    Args:
        files: as `clean_files` takes them, and so the next three.
        columns: likewise.
        expected: likewise.
        beside: likewise.
        forgiving: whether a file that was named is kept in `unread`, too, if it cannot be read.

    Returns:
        The files, and those that are another byte for byte, with the name of that one.

    Raises:
        InputError: as `clean_files`.
    """
    expected = expected or Expected()
    gathered = gather_files(files, beside)
    payments: dict[str, pl.DataFrame] = {}
    set_aside: dict[str, pl.DataFrame] = {}
    accounts: dict[str, FileAccount] = {}
    readings: dict[str, Reading] = {}
    control_totals: dict[str, tuple[ControlTotal, ...]] = {}
    bodies: dict[str, tuple[str, ...]] = {}
    titles: dict[str, tuple[str, ...]] = {}
    seen: dict[str, str] = {}
    copies: dict[str, str] = {}
    unread, own = list(gathered.unread), []
    for path in gathered.paths:
        try:
            with open_source(path) as source:
                if source.sha256 in seen:
                    copies[source.name] = seen[source.sha256]
                    continue
                rows = read_as_expected(source, columns or {}, expected)
                if path not in gathered.named and is_own_table(rows.heading.cells):
                    own.append(
                        Unread(source.name, f"{source.name} is a table that spendaudit wrote")
                    )
                    continue
                clean = clean_rows(rows, source.name, expected.dates)
                expected.refuse_other_dates(clean.dates, source.name)
        except InputError as error:
            if path in gathered.named and not forgiving:
                raise
            unread.append(Unread(_called(path), error.found, error.try_next, error.details))
            continue
        seen[source.sha256] = source.name
        payments[source.name] = clean.payments
        set_aside[source.name] = clean.set_aside
        accounts[source.name] = FileAccount(
            name=source.name,
            sha256=source.sha256,
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
                *_basis(rows.heading.basis),
                *clean.notices,
            ),
        )
        control_totals[source.name] = clean.control_totals
        bodies[source.name] = clean.bodies
        titles[source.name] = clean.titles
        readings[source.name] = Reading(
            rows.heading, rows.delimiter, clean.dates, expected.settled_basis(rows.heading)
        )
    if not accounts:
        raise nothing_read(files, [*unread, *own])
    cleaned = Cleaned(
        payments=pl.concat(payments[name] for name in sorted(payments)),
        set_aside=pl.concat(set_aside[name] for name in sorted(set_aside)),
        files=tuple(accounts.values()),
        control_totals=control_totals,
        bodies=bodies,
        titles=titles,
        readings=readings,
        notices=(*gathered.notices, *(f"passed over: {one.found}" for one in own)),
        unread=tuple(sorted(unread, key=lambda one: one.name)),
        asked=tuple(sorted(map(str, files))),
    )
    return cleaned, copies


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
        overlaps=replace(overlaps, found=(*(overlap for _, overlap in same), *overlaps.found)),
    )


def _called(path: Path) -> str:
    return "standard input" if str(path) == STANDARD_INPUT else str(path)


def _basis(basis: str) -> tuple[str, ...]:
    return ("the amounts include VAT: the heading says gross",) if basis == "gross" else ()


def audit(request: Request) -> Audit:
    """Go down the whole line.

    Raises:
        InputError: a file or list cannot be read.
        AreaError: the area is unknown, or cannot be told from the files.
        DirectoryError: the postcode directory cannot be used.
    """
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        opening = meanwhile.submit(
            open_directory, request.postcode_file, request.announce, points=request.points
        )
        lists = [read_supplier_list(path) for path in request.supplier_lists]
        beside = [*request.supplier_lists, *filter(None, [request.postcode_file])]
        cleaned = clean_files(request.files, request.columns, request.expected, beside)
        directory = opening.result()
    payments, evidence = identify(cleaned, request, directory, lists)
    area, area_from = choose_area(
        request.area, (cleaned.bodies, cleaned.titles), payments, evidence.payees, cleaned.asked
    )
    payees = place_payees(evidence, area)
    notices = [area.notice, directory.notice, *cleaned.notices, *evidence.notices]
    if has_northern_ireland(payees["postcode"].drop_nulls()):
        notices.append(BT_NOTICE)
    return Audit(
        area=area,
        area_from=area_from,
        payments=payments,
        payees=payees,
        cleaned=cleaned,
        directory=directory,
        notices=tuple(notice for notice in notices if notice),
    )


def identify(
    cleaned: Cleaned, request: Request, directory: Directory, lists: Sequence[SupplierList] = ()
) -> tuple[pl.DataFrame, Evidence]:
    """Find out who was paid, before anyone asks from where to look.

    Returns:
        The payments with `payee`, the key into the evidence; and the evidence.
    """
    evidence = gather_evidence(
        cleaned.payments, lists, directory, request.geonames, points=request.points
    )
    return with_payee(cleaned.payments, evidence.payees), evidence


def with_payee(payments: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """Give each payment the key of its payee, in the order of the payments."""
    return payments.join(
        payees.select("payee", pl.col(PAYEE_KEYS).cast(pl.Categorical)),
        on=PAYEE_KEYS,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
