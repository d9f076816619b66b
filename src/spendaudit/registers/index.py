"""From published files to registers that are kept: all that one `registers add` does."""

from __future__ import annotations

import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit import __version__
from spendaudit.errors import RegisterError
from spendaudit.names.keys import with_keys
from spendaudit.read.seals import sha256_of
from spendaudit.registers.columns import other_names, whole_name
from spendaudit.registers.editions import edition_of, id_of, missing_parts
from spendaudit.registers.frames import NAMES
from spendaudit.registers.keeping import publish, unfinished
from spendaudit.registers.layouts import layout_called
from spendaudit.registers.lookup import hashing, lookup_of
from spendaudit.registers.postings import words_of
from spendaudit.registers.rows import LEVEL, ROW_GROUP, is_disk_full, write_organisations
from spendaudit.registers.store import (
    ADDRESSES_FILE,
    FORMAT,
    LOOKUP_FILE,
    MANIFEST,
    NAMES_FILE,
    ORGANISATIONS_FILE,
    POSTINGS_FILE,
    WORDS_FILE,
    LeftOut,
    Manifest,
    Register,
    RegisterFile,
    read_manifest,
    registers_folder,
)
from spendaudit.registers.tables import open_register

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.registers.tables import RegisterTable

_NAMES_BESIDE = "names-beside.parquet"
MANY_AT_ONE_ADDRESS = 50
"""Organisations at one address from which on they are counted: an agent's, or a block of flats."""


class Added(NamedTuple):
    """What became of one register.

    Attributes:
        manifest: what is known of it now.
        replaced: what was known of the one before, or None.
    """

    manifest: Manifest
    replaced: Manifest | None


def build(
    paths: Sequence[Path],
    folder: Path | None = None,
    announce: Callable[[str], None] | None = None,
) -> tuple[Added, ...]:
    """Make registers of published files and keep them, each in the place of the one before.

    Files of one register are taken together, as the parts of Companies House. Nothing is kept
    unless every file can be read.

    Args:
        paths: the files, packed or not.
        folder: of the registers; None for the usual one.
        announce: told, in a sentence, before work that takes seconds.

    Raises:
        InputError: a file is missing, damaged, or no table.
        RegisterError: a file is no register, or there is no room for what is made of it.
    """
    place = folder or registers_folder()
    with ExitStack() as open_files:
        groups: dict[str, list[RegisterTable]] = {}
        for path in dict.fromkeys(paths):
            if path.is_dir():
                raise RegisterError(
                    f"{path} is a folder, not a file",
                    f"name the files of the register in it: spendaudit registers add {path}/*",
                )
            table = open_files.enter_context(open_register(path))
            for one in _tables_of(table):
                groups.setdefault(id_of(one), []).append(one)
        made = []
        for register, tables in groups.items():
            tables.sort(key=lambda one: (bool(one.layout.names_of), one.name))
            if tables[0].layout.names_of:
                raise RegisterError(
                    f"{tables[0].name} holds only other names: whose they are is in another table",
                    f"add both together: {layout_called(register).file}",
                )
            if announce:
                announce(f"Reading {tables[0].layout.title}")
            work = open_files.enter_context(unfinished(place))
            made.append((work, _made(register, tables, work, place)))
        return tuple(_published(work, manifest, place) for work, manifest in made)


def _tables_of(table: RegisterTable) -> list[RegisterTable]:
    """The table, and the same as another register where it holds two."""
    beside = table.layout.beside_it
    return [table, *([table._replace(layout=layout_called(beside))] if beside else [])]


def _published(work: Path, manifest: Manifest, place: Path) -> Added:
    before = place / manifest.id / MANIFEST
    try:
        replaced = read_manifest(before) if before.exists() else None
    except RegisterError:
        replaced = None  # it was of another version, or damaged: all the better
    try:
        publish(work / "tables", manifest, place)
    except OSError as error:
        raise _no_room(place, error) from None
    return Added(manifest, replaced)


def _made(register: str, tables: list[RegisterTable], work: Path, place: Path) -> Manifest:
    folder = work / "tables"
    try:
        folder.mkdir()
        return _write_tables(register, tables, folder)
    except OSError as error:
        raise _no_room(place, error) from None
    except pl.exceptions.PolarsError as error:
        if not is_disk_full(error):
            raise
        raise _no_room(place, error) from None


def _no_room(place: Path, error: Exception) -> RegisterError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return RegisterError(
        f"the register could not be written in {place}: {' '.join(reason.split())[:120]}",
        "make room there, or name another folder: --registers DIR; what was there is unchanged",
    )


def _write_tables(register: str, tables: list[RegisterTable], folder: Path) -> Manifest:
    layout = tables[0].layout
    main = [one for one in tables if not one.layout.names_of]
    published = {one.published for one in tables}
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        digests = {path: meanwhile.submit(sha256_of, path) for path in published}
        written = write_organisations(main, folder / ORGANISATIONS_FILE, folder)
        sha256 = {path: digest.result() for path, digest in digests.items()}
    organisations = pl.scan_parquet(folder / ORGANISATIONS_FILE, glob=False)
    organisations = organisations.with_columns(whole_name())
    others = [
        other_names(frame, frame.collect_schema())
        for frame in (organisations, written.former)
        if frame is not None
    ]
    beside = None
    if len(main) < len(tables):
        beside = write_organisations(tables[len(main) :], folder / _NAMES_BESIDE, folder)
        others.append(_names_beside(folder, organisations))
    _write(with_keys(pl.concat(others)).select(*NAMES), folder / NAMES_FILE)
    for spare in (*folder.glob("former-*"), *folder.glob(_NAMES_BESIDE)):
        spare.unlink()
    _write(_shared(organisations), folder / ADDRESSES_FILE)
    manifest = Manifest(
        id=register,
        layout=layout.key,
        title=layout.title,
        publisher=layout.publisher,
        edition="",
        licence=layout.licence,
        postcode_is=layout.postcode_is,
        presence=layout.presence,
        scheme=layout.scheme,
        as_written=layout.as_written,
        rows=written.rows,
        names=written.rows + _height(folder / NAMES_FILE),
        files=tuple(
            RegisterFile(Path(one.name).name, one.size, sha256[one.published]) for one in tables
        ),
        built_on=dt.datetime.now(tz=dt.UTC).date().isoformat(),
        built_with=__version__,
        folder="tables",
        tables={},
        hashing=hashing(),
    )
    _write_searched(Register(manifest, folder).names(), folder)
    seen = (written,) if beside is None else (written, beside)
    return _finished(
        manifest,
        main,
        folder,
        tuple(one for each in seen for one in each.left_out),
        tuple(one for each in seen for one in each.notices),
    )


def _names_beside(folder: Path, organisations: pl.LazyFrame) -> pl.LazyFrame:
    """The names in a table of their own as rows of other names, of the organisations that are there."""
    named = pl.scan_parquet(folder / _NAMES_BESIDE, glob=False)
    former = pl.col("form").str.contains("(?i)previous|former").fill_null(value=False)
    names = named.select("number", whole_name().alias("other"), former.alias("is_former"))
    frame = names.join(
        organisations.select("organisation", "number", "name"), on="number", maintain_order="left"
    ).select(
        "organisation",
        "name",
        pl.when("is_former").then("other").alias("former_1"),
        pl.lit(None, pl.Date).alias("former_until_1"),
        pl.when(~pl.col("is_former")).then("other").alias("trading_1"),
    )
    return other_names(frame, frame.collect_schema())


def _finished(
    manifest: Manifest,
    tables: Sequence[RegisterTable],
    folder: Path,
    left_out: tuple[LeftOut, ...],
    notices: tuple[str, ...],
) -> Manifest:
    """The manifest with what is known only now: edition, sizes, and a name for the folder."""
    organisations = Register(manifest, folder).organisations()
    hidden = pl.scan_parquet(folder / ORGANISATIONS_FILE, glob=False)
    names = sorted(path.name for path in folder.iterdir())
    said = hashlib.sha256(f"{FORMAT} {__version__}".encode())
    for one in manifest.files:
        said.update(one.sha256.encode())
    stamp = dt.datetime.now(tz=dt.UTC).strftime("%Y%m%d%H%M%S%f")
    return replace(
        manifest,
        edition=edition_of(tables, organisations, hidden),
        tables={name: (folder / name).stat().st_size for name in names},
        folder=f"{said.hexdigest()[:12]}-{stamp}",
        left_out=left_out,
        notices=(*missing_parts(tables), *notices),
    )


def _shared(organisations: pl.LazyFrame) -> pl.LazyFrame:
    """Organisations whose address is that of many: `organisation`, `at_address`."""
    if "address" not in organisations.collect_schema():
        return pl.LazyFrame(schema={"organisation": pl.UInt32, "at_address": pl.UInt32})
    many = (
        organisations.filter(pl.col("address").is_not_null())
        .group_by("address")
        .agg(pl.len().cast(pl.UInt32).alias("at_address"))
        .filter(pl.col("at_address") >= MANY_AT_ONE_ADDRESS)
    )
    return (
        organisations.select("organisation", "address")
        .join(many, on="address", how="inner")
        .select("organisation", "at_address")
        .sort("organisation")
    )


def _write_searched(names: pl.LazyFrame, folder: Path) -> None:
    """What searches go through: as it will lie in memory, so that nothing is unpacked for them."""
    words, postings = words_of(names)
    for frame, table in (
        (lookup_of(names), LOOKUP_FILE),
        (words, WORDS_FILE),
        (postings, POSTINGS_FILE),
    ):
        frame.sink_ipc(folder / table, compression="uncompressed", record_batch_size=1 << 30)


def _write(frame: pl.LazyFrame, path: Path) -> None:
    frame.sink_parquet(
        path,
        compression="zstd",
        compression_level=LEVEL,
        row_group_size=ROW_GROUP,
        engine="streaming",
    )


def _height(path: Path) -> int:
    return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
