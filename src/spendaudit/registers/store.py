"""The registers that are kept: a folder each, opened by its manifest and read where it is asked.

    REGISTERS/companies-house/manifest.json           what it is; names the folder with the tables
    REGISTERS/companies-house/5f2c…/organisations.parquet
                                    names.parquet     former and trading names
                                    lookup.arrow      where a name is
                                    words.arrow       and where the rare words are
                                    postings.arrow

A manifest is replaced as a whole, and the tables it names are never changed, so that a reader has
the old register or the new one. Readers hold a lock, and what nobody reads any more is removed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import polars as pl

from spendaudit.errors import RegisterError
from spendaudit.locks import Held, hold_shared
from spendaudit.registers.columns import AS_WRITTEN, tidied, whole_name
from spendaudit.registers.frames import NAMES, ORGANISATIONS
from spendaudit.registers.lookup import hashing, lookup_of
from spendaudit.registers.postings import words_of

if TYPE_CHECKING:
    from collections.abc import Collection

FORMAT = 2
"""Raise it whenever the tables change: what was built before is then refused."""
REGISTERS_VARIABLE = "SPENDAUDIT_REGISTERS"
MANIFEST = "manifest.json"
ORGANISATIONS_FILE, NAMES_FILE, ADDRESSES_FILE = (
    f"{table}.parquet" for table in ("organisations", "names", "addresses")
)
LOOKUP_FILE, WORDS_FILE, POSTINGS_FILE = (
    f"{table}.arrow" for table in ("lookup", "words", "postings")
)
LARGEST_MANIFEST = 1 << 20


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A published file that a register was made from: its name, bytes and SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of the published files that are not in the register: why, how many, the first one."""

    reason: str
    rows: int
    first: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a register without opening it.

    Attributes:
        id: name of its folder.
        layout: its key in `data/layouts.toml`.
        title: what it is, in words.
        edition: of which day it is, in words.
        rows: organisations, and `names` all their names.
        files: that it was made from.
        built_on: the day, and `built_with` the version that did it.
        folder: inside the register's own, with the tables.
        tables: name of each table, and its bytes.
        as_written: whether its texts are tidied only when they are read.
        presence: whether an organisation can be taken to be where its postcode is.
        hashing: of the version of Polars that made its lookup and words.
        left_out: rows of the files that are not in it.
        notices: sentences for whoever uses it.
    """

    id: str
    layout: str
    title: str
    publisher: str
    edition: str
    licence: str
    postcode_is: str
    presence: bool
    scheme: str
    as_written: bool
    rows: int
    names: int
    files: tuple[RegisterFile, ...]
    built_on: str
    built_with: str
    folder: str
    tables: dict[str, int]
    hashing: str
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The manifest as it is kept."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Register:
    """A register that can be read.

    Attributes:
        manifest: what is known of it.
        folder: with its tables.
    """

    manifest: Manifest
    folder: Path
    _lock: Held | None = field(default=None, repr=False, compare=False)
    _searched: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        """Its name on the command line."""
        return self.manifest.id

    @property
    def layout(self) -> str:
        """Which kind of register it is: `nhs` for each list of NHS organisations."""
        return self.manifest.layout

    @property
    def title(self) -> str:
        """What it is, in words."""
        return self.manifest.title

    @property
    def edition(self) -> str:
        """Of which day it is, in words."""
        return self.manifest.edition

    @property
    def rows(self) -> int:
        """How many organisations it has."""
        return self.manifest.rows

    @property
    def licence(self) -> str:
        """What the publisher allows, to be shown where it was used."""
        return self.manifest.licence

    @property
    def presence(self) -> bool:
        """Whether an organisation can be taken to be where its postcode is."""
        return self.manifest.presence

    @property
    def bytes(self) -> int:
        """Its size on disk."""
        return sum(self.manifest.tables.values())

    def organisations(self) -> pl.LazyFrame:
        """Its organisations, as `frames.ORGANISATIONS`, in the order of `organisation`."""
        identifier = pl.col("identifier")
        if self.manifest.scheme:
            identifier = pl.concat_str(pl.lit(f"{self.manifest.scheme}-"), pl.col("number"))
        kept = self._scan(ORGANISATIONS_FILE)
        there = kept.collect_schema()
        kept = kept.with_columns(
            pl.lit(None, kind).alias(column)
            for column, (kind, _) in ORGANISATIONS.items()
            if column not in there
        )
        if self.manifest.as_written:
            kept = kept.with_columns(tidied(column) for column in AS_WRITTEN)
        return kept.with_columns(
            identifier.alias("identifier"),
            pl.lit(self.id, pl.String).alias("register"),
            whole_name(),
        ).select(*ORGANISATIONS)

    def names(self) -> pl.LazyFrame:
        """All names, as `frames.NAMES`: first those registered, in the order of `organisation`."""
        return pl.concat([self._registered(), self._scan(NAMES_FILE).select(*NAMES)])

    def _registered(self) -> pl.LazyFrame:
        return self._scan(ORGANISATIONS_FILE).select(
            "organisation",
            whole_name(),
            pl.lit("registered", pl.String).alias("kind"),
            pl.lit(None, pl.Date).alias("until"),
            "key",
            "form_key",
        )

    def registered_names(self, organisations: pl.Series) -> pl.LazyFrame:
        """The registered names of some organisations, as `frames.NAMES`."""
        return self._registered().filter(pl.col("organisation").is_in(organisations.implode()))

    def other_names(self, rows: pl.Series) -> pl.LazyFrame:
        """Former and trading names by their row numbers in `names`, with `row`."""
        names = self._scan(NAMES_FILE).with_row_index("row", offset=self.rows)
        return names.filter(pl.col("row").is_in(rows.implode())).select("row", *NAMES)

    def lookup(self) -> pl.DataFrame:
        """Where each name is, as `lookup.LOOKUP`."""
        if LOOKUP_FILE not in self._searched:
            self._searched[LOOKUP_FILE] = (
                self._mapped(LOOKUP_FILE)
                if self._searchable
                else lookup_of(self.names()).collect(engine="streaming")
            )
        return self._searched[LOOKUP_FILE]

    def words(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Where the words of its names are, as `postings.WORDS` and `postings.POSTINGS`."""
        if WORDS_FILE not in self._searched:
            if self._searchable:
                words, postings = self._mapped(WORDS_FILE), self._mapped(POSTINGS_FILE)
            else:
                words, postings = (one.collect() for one in words_of(self.names()))
            self._searched.update({WORDS_FILE: words, POSTINGS_FILE: postings})
        return self._searched[WORDS_FILE], self._searched[POSTINGS_FILE]

    @property
    def _searchable(self) -> bool:
        """Whether Polars still hashes as it did; else both tables are made anew, which takes long."""
        return self.manifest.hashing == hashing()

    def _mapped(self, table: str) -> pl.DataFrame:
        # In memory it is mapped; the streaming engine would copy it.
        return pl.scan_ipc(self.folder / table, glob=False).collect(engine="in-memory")

    def addresses(self) -> pl.LazyFrame:
        """Organisations at an address that many share: `organisation`, `at_address` (how many)."""
        return self._scan(ADDRESSES_FILE)

    def _scan(self, table: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.folder / table, glob=False)


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of one folder; each stays on disk as long as its `Register` lives.

    Attributes:
        folder: where they are kept.
        registers: in the order of their ids.
    """

    folder: Path
    registers: tuple[Register, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.registers)

    def called(self, register: str) -> Register | None:
        """The one of an id, or None."""
        return next((one for one in self.registers if one.id == register), None)

    def only(self, ids: Collection[str]) -> Registers:
        """The same without those of other ids."""
        return replace(self, registers=tuple(one for one in self.registers if one.id in ids))

    def notices(self) -> tuple[str, ...]:
        """What is to be known of them before they are believed."""
        return tuple(
            f"the register {one.id}: {notice}"
            for one in self.registers
            for notice in one.manifest.notices
        )

    def sources(self) -> tuple[str, ...]:
        """A line about each for reports: title, edition, organisations; and its licence."""
        return tuple(
            line
            for one in self.registers
            for line in (
                f"register: {one.title}, {one.edition}, {one.rows:,} organisations ({one.id})",
                one.licence,
            )
        )


def registers_folder() -> Path:
    """Where registers are kept: $SPENDAUDIT_REGISTERS, or `registers` in the user's data folder.

    Raises:
        RegisterError: the user has no home, as a service may have none.
    """
    asked = os.environ.get(REGISTERS_VARIABLE)
    if asked:
        return Path(asked)
    try:
        return Path(platformdirs.user_data_path("spendaudit", appauthor=False)) / "registers"
    except RuntimeError:
        raise RegisterError(
            "there is no home folder in which registers could be kept",
            f"name a folder: --registers DIR, or set {REGISTERS_VARIABLE}",
        ) from None


def open_registers(folder: Path | None = None) -> Registers:
    """Open every register that is kept; only manifests are read.

    Args:
        folder: that the user named, and that must be there; None for the usual one.

    Raises:
        RegisterError: there is no such folder, or a register cannot be used as it is.
    """
    try:
        place = folder or registers_folder()
    except RegisterError:
        return Registers(Path(), ())  # without a home none can have been kept there
    if folder is not None and not folder.is_dir():
        raise RegisterError(
            f"there is no folder of registers {folder}",
            "check the spelling; without --registers the usual folder is used",
        )
    found = []
    for manifest in manifests(place):
        lock = None
        with suppress(OSError):  # a folder that cannot be written needs no lock: nobody removes
            lock = hold_shared(manifest.parent)
        if manifest.exists():  # else it was removed in this moment
            found.append(_opened(manifest, lock))
    return Registers(place, tuple(found))


def manifests(folder: Path) -> list[Path]:
    """Where the manifests of all registers in a folder are."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")
    )


def _opened(path: Path, lock: Held | None) -> Register:
    manifest = read_manifest(path)
    folder = path.parent / manifest.folder
    for table, size in manifest.tables.items():
        file = folder / table
        if not file.is_file() or file.stat().st_size != size:
            raise RegisterError(
                f"the register {manifest.id} is damaged: {table} is not as it was written",
                f"add it again: {add_again(manifest)}",
            )
    return Register(manifest, folder, lock)


def add_again(manifest: Manifest) -> str:
    """The command that makes a register anew."""
    return "spendaudit registers add " + " ".join(one.name for one in manifest.files[:5])


def read_manifest(path: Path) -> Manifest:
    """Read what is known of a register.

    Raises:
        RegisterError: it was written by another version, or is no manifest of ours.
    """
    register = path.parent.name
    try:
        with path.open("rb") as file:
            written: dict[str, Any] = json.loads(file.read(LARGEST_MANIFEST))
        form = written.pop("format")
        if form == FORMAT:
            return Manifest(
                **{
                    **written,
                    "files": tuple(RegisterFile(**one) for one in written["files"]),
                    "left_out": tuple(LeftOut(**one) for one in written["left_out"]),
                    "notices": tuple(written["notices"]),
                }
            )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RegisterError(
            f"the register {register} is damaged: its manifest cannot be read",
            f"spendaudit registers remove {register}, and add it again",
        ) from error
    names = " ".join(str(one.get("name")) for one in written.get("files", ())[:5])
    raise RegisterError(
        f"the register {register} was made by another version of spendaudit "
        f"(its format is {form}, this one reads {FORMAT})",
        f"add it again: spendaudit registers add {names}",
    )
