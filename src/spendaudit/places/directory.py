"""The postcode directory: decoded once, kept as an Arrow file, opened in a tenth of a second."""

from __future__ import annotations

import mmap
import os
import tempfile
import zlib
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import polars as pl

from spendaudit.errors import DirectoryError
from spendaudit.locks import turn
from spendaudit.places.deprivation import read_areas
from spendaudit.places.embedded import decode_package
from spendaudit.places.installed_edition import package_edition, package_version
from spendaudit.places.user_directory import read_user_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.places.deprivation import Deprivation

FORMAT = 2
"""Raise it whenever the layout of the table changes: older cache files are then left alone."""

CACHE_VARIABLE = "SPENDAUDIT_CACHE"

LICENCE = (
    "Contains OS data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)

BT_NOTICE = (
    "Northern Ireland (BT) postcodes are used under a licence that is free for non-commercial "
    "and internal business use only."
)
"""To be shown wherever a BT postcode was matched."""

POINTS = ("easting", "northing")

PATIENCE = 60.0
"""Seconds after which a run no longer waits for another to prepare the directory."""
_PART = ".part"

ANNOUNCEMENT = "Preparing the postcode directory (once, about 3 seconds)"


@dataclass(frozen=True)
class Directory:
    """A table of postcodes with its provenance.

    Attributes:
        postcodes: one row a postcode, sorted by `key` (`postcode_table.packed`): `district` (Enum of
            GSS codes, null where missing), `easting` and `northing` (metres, Int32, null where
            missing; Irish Grid for BT) and `mail_centre` (the point is shared by more than 50
            other postcodes).
        edition: which edition of which table, for reports.
        licence: the attribution that every report must show.
        source: the package or the file's name.
        notice: one sentence for the user, or an empty text.
        deprivation: how deprived the neighbourhoods are, where the user's tables tell.
    """

    postcodes: pl.DataFrame
    edition: str
    licence: str
    source: str
    notice: str = ""
    deprivation: Deprivation | None = None


def open_directory(
    onspd: Path | None = None,
    announce: Callable[[str], None] | None = None,
    *,
    points: bool = True,
    deprivation: Path | None = None,
) -> Directory:
    """Open the installed postcode directory, or the user's own ONSPD or NSPL file instead.

    Args:
        onspd: a CSV file of the ONS Postcode Directory or the National Statistics Postcode
            Lookup, of any vintage, or the zip archive it comes in.
        announce: called with a sentence before work that takes seconds.
        points: whether `easting` and `northing` are wanted; without them it opens sooner.
        deprivation: a table of neighbourhoods with their decile or rank, for the user's own file.

    Raises:
        DirectoryError: the package is missing or broken, or the user's file does not fit.
        InputError: the table of neighbourhoods is none.
    """
    if onspd is not None:
        areas = read_areas(deprivation) if deprivation else None
        of_user = read_user_directory(onspd, announce, areas)
        return Directory(
            of_user.postcodes, of_user.edition, LICENCE, onspd.name, of_user.notice,
            of_user.deprivation,
        )  # fmt: skip
    if deprivation is not None:
        raise DirectoryError(
            f"{deprivation} goes by neighbourhoods (LSOAs), which the installed postcode directory "
            "does not have",
            "try: an ONSPD or NSPL file beside it: --postcodes ONSPD_NOV_2025_UK.csv",
        )
    postcodes, notice = _installed_postcodes(announce, points=points)
    return Directory(postcodes, package_edition(), LICENCE, "installed package", notice)


def has_northern_ireland(keys: pl.Series) -> bool:
    """Whether any postcode, spaced or not, is of Northern Ireland: then show BT_NOTICE."""
    return bool(keys.str.starts_with("BT").any())


def cache_folder() -> Path | None:
    """Where the decoded directory is kept: the user's cache folder, or $SPENDAUDIT_CACHE.

    None for a user without a home, such as a service may have.
    """
    if asked := os.environ.get(CACHE_VARIABLE):
        return Path(asked)
    try:
        return platformdirs.user_cache_path("spendaudit", appauthor=False)
    except RuntimeError:
        return None


def _installed_postcodes(
    announce: Callable[[str], None] | None, *, points: bool
) -> tuple[pl.DataFrame, str]:
    folder = cache_folder()
    # In two files, since few commands ask for the points.
    names = [
        f"{what}-{package_version()}-{FORMAT}"
        for what in ("postcodes", *(["points"] if points else []))
    ]
    if folder is None:
        return _prepared(announce), _not_kept("without a home folder")
    if (kept := _all_kept(folder, names)) is not None:
        return kept, ""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        # Of many runs that find nothing here one prepares it, and the others wait for that.
        with suppress(TimeoutError):
            if held.enter_context(turn(folder / f"{names[0]}.lock", PATIENCE)):
                if (kept := _all_kept(folder, names)) is not None:
                    return kept, ""
                _remove_parts(folder)
        postcodes = _prepared(announce)
        try:
            _keep(postcodes.drop(POINTS), folder, names[0])
            _keep(postcodes.select(POINTS), folder, f"points-{package_version()}-{FORMAT}")
        except OSError as error:
            return postcodes, _not_kept(f"in {folder} ({error.strerror})")
    return postcodes, ""


def _all_kept(folder: Path, names: Sequence[str]) -> pl.DataFrame | None:
    """The tables of some cache files side by side, or None where one is missing or not whole."""
    parts = []
    for name in names:
        part = _read_kept(folder, name)
        if part is None:
            return None
        parts.append(part)
    return pl.concat(parts, how="horizontal")


def _prepared(announce: Callable[[str], None] | None) -> pl.DataFrame:
    if announce:
        announce(ANNOUNCEMENT)
    return decode_package()


def _not_kept(where: str) -> str:
    return (
        f"The postcode directory could not be kept {where}, "
        f"so it is prepared again each time; set {CACHE_VARIABLE} to a folder that can be written."
    )


def _remove_parts(folder: Path) -> None:
    """Remove what runs left that were killed; to be called while no other run prepares anything."""
    for part in folder.glob(f"*{_PART}"):
        with suppress(OSError):
            part.unlink()


def _read_kept(folder: Path, name: str) -> pl.DataFrame | None:
    """The table in a cache file, or None where there is none or it is not whole.

    A file's checksum is the end of its name. Polars panics on some broken files and reads others
    wrongly; a wrong district would be worse than either.
    """
    for kept in sorted(folder.glob(f"{name}-*.arrow")):
        # Mapped, not read: fresh memory for 27 MB would take longer than the checksum.
        with (
            suppress(OSError, ValueError),
            kept.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
        ):
            if kept.stem == f"{name}-{zlib.crc32(content):08x}":
                return pl.read_ipc(kept)
    return None


def _keep(table: pl.DataFrame, folder: Path, name: str) -> None:
    """Write a cache file beside its place and move it there, so that no reader sees half of it."""
    arrow = BytesIO()
    # Uncompressed, 27 and 22 MB: read in a third of the time that zstd takes to unpack.
    table.write_ipc(arrow, compression="uncompressed")
    content = arrow.getbuffer()
    folder.mkdir(parents=True, exist_ok=True)
    handle, part_name = tempfile.mkstemp(dir=folder, prefix=name, suffix=_PART)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        Path(part_name).replace(folder / f"{name}-{zlib.crc32(content):08x}.arrow")
    except BaseException:
        with suppress(OSError):
            Path(part_name).unlink()
        raise
