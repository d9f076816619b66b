"""What a report was made from and with: enough to make it again, and nothing that changes by itself."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from spendaudit import __version__
from spendaudit.errors import SpendAuditError
from spendaudit.read.seals import sha256_of
from spendaudit.report.editions import AREAS, AREAS_EDITION
from spendaudit.report.figures import long_date
from spendaudit.report.values import Cell, Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from spendaudit.audit import Audit
    from spendaudit.report.file_accounts import FileAccount
    from spendaudit.report.values import Report

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 that stand for the present: https://reproducible-builds.org/specs/source-date-epoch/"""
SUPPLIER_LIST, PROFILE = "supplier list", "profile"
POSTCODES, DEPRIVATION = "postcode table", "deprivation table"


class Input(NamedTuple):
    """One table of one published file, and what became of its rows.

    Attributes:
        name: of the file, without the folders that all files have in common if it was absolute.
        sheet: of a workbook of which several were read, or an empty text.
    """

    name: str
    sheet: str
    sha256: str
    bytes: int
    rows: int
    payments: int
    set_aside: int
    non_rows: Mapping[str, int]
    total: Decimal


class Beside(NamedTuple):
    """A file of the user's own that is no spending.

    Attributes:
        role: `SUPPLIER_LIST`, `PROFILE`, `POSTCODES` or `DEPRIVATION`.
        name: without the folder, if that was absolute.
        text: of a profile, all of it; else empty.
    """

    role: str
    name: str
    sha256: str
    bytes: int
    text: str = ""


class Origin(NamedTuple):
    """A published file that a register was made from."""

    name: str
    sha256: str
    bytes: int


class Edition(NamedTuple):
    """A table that figures rest on.

    Attributes:
        key: `postcodes`, `areas`, or the id of a register after `register `.
        title: what it is, where the edition does not say it.
        edition: of which day it is, in words.
        files: that a register was made from.
    """

    key: str
    title: str
    edition: str
    files: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked, the command line and the profile taken together.

    Attributes:
        area: as it was given, or None where the files told it.
        columns: meaning to heading.
        sheets: of workbooks, by name.
        registers: whether payees were looked up in registers.
        hide_individuals: whether people and sole traders are nameless in it.
        sections: those asked for; None where none was named.
    """

    area: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    registers: bool = True
    hide_individuals: bool = False
    sections: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report was made from and with.

    Attributes:
        version: of spendaudit.
        made_on: the day in UTC, where it was asked for; nothing else changes from run to run.
        options: what was asked.
        inputs: in the order of their names.
        beside: the profile, the table of postcodes and the supplier lists, the lists in their order.
        tables: each with its edition.
    """

    version: str
    made_on: date | None = None
    options: Options = field(default_factory=Options)
    inputs: tuple[Input, ...] = ()
    beside: tuple[Beside, ...] = ()
    tables: tuple[Edition, ...] = ()


def manifest_of(audit: Audit) -> Manifest:
    """Say what an audit was made from and with."""
    request = audit.request
    options = Options()
    if request is not None:
        wanted = request.wanted
        options = Options(
            request.area,
            dict(wanted.columns),
            tuple(wanted.sheets),
            request.use_registers,
            request.hide_individuals,
        )
    return Manifest(
        __version__,
        options=options,
        inputs=_inputs(audit.cleaned.files),
        beside=tuple(_beside(audit)),
        tables=tuple(_tables(audit)),
    )


def marked(report: Report, sections: Sequence[str] | None, made_on: date | None) -> Report:
    """The report, its manifest saying which sections were asked for, and the day if that was."""
    if report.manifest is None:
        return report
    options = replace(
        report.manifest.options, sections=None if sections is None else tuple(sections)
    )
    return replace(report, manifest=replace(report.manifest, options=options, made_on=made_on))


def today() -> date:
    """The day in UTC, or that of $SOURCE_DATE_EPOCH where it is set.

    Raises:
        SpendAuditError: $SOURCE_DATE_EPOCH is no number of seconds.
    """
    given = os.environ.get(EPOCH_VARIABLE)
    if not given:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(given), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise SpendAuditError(
            f"{EPOCH_VARIABLE} is {given[:40]!r}, which is no number of seconds since 1970",
            f"unset {EPOCH_VARIABLE}, or leave out --stamp",
        ) from None


def manifest_section(manifest: Manifest) -> Section:
    """The manifest as one table: a row for each thing that the figures rest on.

    What became of the rows of each file stands in the table of the files.
    """
    rows: list[tuple[Cell, ...]] = [
        *(("input", _called(one), one.bytes, one.sha256) for one in manifest.inputs),
        *((one.role, one.name, one.bytes, one.sha256) for one in manifest.beside),
        *(
            ("option", f"{name} {value}".rstrip(), None, None)
            for name, value in _as_typed(manifest.options)
        ),
    ]
    for table in manifest.tables:
        called = ": ".join(filter(None, (table.title, table.edition)))
        rows.append((table.key, called, None, None))
        rows += [
            (f"{table.key}, made from", one.name, one.bytes, one.sha256) for one in table.files
        ]
    rows.append(("spendaudit", manifest.version, None, None))
    if manifest.made_on is not None:
        rows.append(("made on", manifest.made_on.isoformat(), None, None))
    columns = (
        Column("item", "What", Kind.TEXT),
        Column("which", "Which", Kind.TEXT),
        Column("bytes", "bytes", Kind.COUNT),
        Column("sha256", "SHA-256", Kind.TEXT),
    )
    note = "spendaudit verify makes the report again from its JSON and the same files"
    return Section("manifest", "What it was made with", Table(columns, tuple(rows)), note)


def beside_lines(manifest: Manifest | None) -> tuple[str, ...]:
    """A line for each file of the user's own that is no spending, and the day if that was asked for."""
    if manifest is None:
        return ()
    lines = [
        f"{one.role}: {one.name}, {one.bytes:,} bytes, SHA-256 {one.sha256[:16]}…"
        for one in manifest.beside
    ]
    if manifest.made_on is not None:
        lines.append(f"made on {long_date(manifest.made_on)}, by UTC")
    return tuple(lines)


def _called(one: Input) -> str:
    return f"{one.name} [{one.sheet}]" if one.sheet else one.name


def _as_typed(options: Options) -> Iterable[tuple[str, str]]:
    """Options and their values, those that were given."""
    if options.area is not None:
        yield "--area", options.area
    yield from (("--column", f"{meaning}={cell}") for meaning, cell in options.columns.items())
    yield from (("--sheet", sheet) for sheet in options.sheets)
    if not options.registers:
        yield "--no-registers", ""
    if options.hide_individuals:
        yield "--hide-individuals", ""
    yield from (("--section", section) for section in options.sections or ())


def _inputs(files: Sequence[FileAccount]) -> tuple[Input, ...]:
    split = [_sheet_of(file) for file in files]
    names = _without_common_folders([name for name, _ in split])
    return tuple(
        Input(
            name,
            sheet,
            file.sha256,
            file.bytes,
            file.rows,
            file.payments,
            file.set_aside,
            dict(file.non_rows),
            file.total,
        )
        for file, name, (_, sheet) in zip(files, names, split, strict=True)
    )


def _sheet_of(file: FileAccount) -> tuple[str, str]:
    """The name of the file, and of the sheet where several were read: `accounts.xlsx [April]`."""
    if file.is_text or not file.name.endswith("]"):
        return file.name, ""
    name, _, sheet = file.name.partition(" [")
    return (name, sheet[:-1]) if sheet else (file.name, "")


def _without_common_folders(names: Sequence[str]) -> list[str]:
    """Names that say nothing of whose computer it was: absolute ones from the folder of all on."""
    absolute = [PurePath(name) for name in names if PurePath(name).is_absolute()]
    if not absolute:
        return list(names)
    try:
        shared = os.path.commonpath([path.parent for path in absolute])
    except ValueError:  # they are on two drives
        return [_unplaced(name) for name in names]
    return [
        str(path.relative_to(shared)) if (path := PurePath(name)).is_absolute() else name
        for name in names
    ]


def _beside(audit: Audit) -> Iterable[Beside]:
    request = audit.request
    if request is None:
        return
    if (profile := request.profile) is not None:
        yield Beside(PROFILE, profile.name, profile.sha256, profile.bytes, profile.text)
    for role, path in ((POSTCODES, request.postcode_file), (DEPRIVATION, request.deprivation_file)):
        if path is not None:
            yield Beside(role, path.name, sha256_of(path), path.stat().st_size)
    for one in audit.supplier_lists:
        yield Beside(SUPPLIER_LIST, _unplaced(one.name), one.sha256, one.bytes)


def _unplaced(name: str) -> str:
    """A name without its folder, where that is absolute."""
    path = PurePath(name)
    return path.name if path.is_absolute() else name


def _tables(audit: Audit) -> Iterable[Edition]:
    yield Edition("postcodes", "", audit.directory.edition)
    yield Edition("areas", AREAS, AREAS_EDITION)
    for register in audit.registers.registers if audit.registers else ():
        made_from = register.manifest.files
        yield Edition(
            f"register {register.id}",
            register.title,
            f"{register.edition}, {register.rows:,} organisations",
            tuple(Origin(PurePath(one.name).name, one.sha256, one.bytes) for one in made_from),
        )
