"""The straight line: files to payments, payments to payees, payees to places.

read → clean → identify → place, and what `measures` and `report` make of it comes after.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.rows import clean_rows
from spendaudit.frames import PAYEE_KEYS
from spendaudit.home import choose_area
from spendaudit.places.directory import BT_NOTICE, has_northern_ireland, open_directory
from spendaudit.read.records import read_rows
from spendaudit.read.source import open_source
from spendaudit.report.values import FileAccount
from spendaudit.suppliers.ladder import gather_evidence, place_payees
from spendaudit.suppliers.lists import read_supplier_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from spendaudit.clean.totals import ControlTotal
    from spendaudit.places.areas import Area
    from spendaudit.places.directory import Directory


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked to be audited.

    Attributes:
        files: in any order; `-` is standard input.
        area: a name or code, or None to take it from the files.
        supplier_lists: of several, the first that knows a supplier is believed.
        columns: meaning to heading, where the user settles it.
        postcode_file: an ONSPD or NSPL file instead of the installed directory.
        geonames: a folder with GeoNames postal code files, for coordinates in other countries.
        points: whether coordinates are wanted.
        announce: told, in a sentence, before work that takes seconds.
    """

    files: Sequence[Path]
    area: str | None = None
    supplier_lists: Sequence[Path] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    postcode_file: Path | None = None
    geonames: Path | None = None
    points: bool = False
    announce: Callable[[str], None] | None = None


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
    """

    payments: pl.DataFrame
    set_aside: pl.DataFrame
    files: tuple[FileAccount, ...]
    control_totals: dict[str, tuple[ControlTotal, ...]]
    bodies: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, ...]]
    notices: tuple[str, ...]


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


def clean_files(files: Sequence[Path], columns: Mapping[str, str] | None = None) -> Cleaned:
    """Read and clean files; the order in which they are named changes no figure.

    A file that is the same as another, byte for byte, is counted once and named in a notice.

    Raises:
        InputError: a file cannot be read as published spending.
    """
    payments, set_aside, accounts = [], [], []
    control_totals: dict[str, tuple[ControlTotal, ...]] = {}
    bodies: dict[str, tuple[str, ...]] = {}
    titles: dict[str, tuple[str, ...]] = {}
    seen: dict[str, str] = {}
    repeated: list[str] = []
    for path in sorted(files, key=str):
        with open_source(path) as source:
            if source.sha256 in seen:
                repeated.append(
                    f"{source.name} is the same as {seen[source.sha256]}, byte for byte: counted once"
                )
                continue
            seen[source.sha256] = source.name
            rows = read_rows(source, columns or {})
            cleaned = clean_rows(rows, source.name)
        payments.append(cleaned.payments)
        set_aside.append(cleaned.set_aside)
        accounts.append(
            FileAccount(
                name=source.name,
                sha256=source.sha256,
                rows=cleaned.rows,
                payments=cleaned.payments.height,
                set_aside=cleaned.set_aside.height,
                non_rows=cleaned.non_rows,
                total=Decimal(int(cleaned.payments["pence"].sum())) / 100,
                format=source.format,
                encoding=source.encoding,
                heading_line=rows.heading.line,
                columns=rows.heading.named(),
                told_by=rows.heading.told_by,
                notices=(*source.notices, *cleaned.notices),
            )
        )
        control_totals[source.name] = cleaned.control_totals
        bodies[source.name] = cleaned.bodies
        titles[source.name] = cleaned.titles
    return Cleaned(
        pl.concat(payments),
        pl.concat(set_aside),
        tuple(accounts),
        control_totals,
        bodies,
        titles,
        tuple(repeated),
    )


def audit(request: Request) -> Audit:
    """Go down the whole line.

    Raises:
        InputError: a file or list cannot be read.
        AreaError: the area is unknown, or cannot be told from the files.
        DirectoryError: the postcode directory cannot be used.
    """
    lists = [read_supplier_list(path) for path in request.supplier_lists]
    cleaned = clean_files(request.files, request.columns)
    directory = open_directory(request.postcode_file, request.announce, points=request.points)
    evidence = gather_evidence(
        cleaned.payments, lists, directory, request.geonames, points=request.points
    )
    payments = with_payee(cleaned.payments, evidence.payees)
    area, area_from = choose_area(
        request.area, (cleaned.bodies, cleaned.titles), payments, evidence.payees
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


def with_payee(payments: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """Give each payment the key of its payee, in the order of the payments."""
    return payments.join(
        payees.select("payee", *PAYEE_KEYS),
        on=PAYEE_KEYS,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
