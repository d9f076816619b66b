"""The postcode directory: decoded once, kept as an Arrow file, opened in a tenth of a second."""

from __future__ import annotations

import os
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import polars as pl

from spendaudit.places.embedded import decode_package, package_edition, package_version
from spendaudit.places.user_directory import read_user_directory

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = 1
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

ANNOUNCEMENT = "Preparing the postcode directory (once, about 3 seconds)"


@dataclass(frozen=True)
class Directory:
    """A table of postcodes with its provenance.

    Attributes:
        postcodes: one row a postcode, sorted by `key` (capitals, no spaces): `district` (Enum of
            GSS codes, null where missing), `easting` and `northing` (metres, Int32, null where
            missing; Irish Grid for BT) and `mail_centre` (the point is shared by more than 50
            other postcodes).
        edition: which edition of which table, for reports.
        licence: the attribution that every report must show.
        source: the package or the file's name.
        notice: one sentence for the user, or an empty text.
    """

    postcodes: pl.DataFrame
    edition: str
    licence: str
    source: str
    notice: str = ""


def open_directory(
    onspd: Path | None = None,
    announce: Callable[[str], None] | None = None,
    *,
    points: bool = True,
) -> Directory:
    """Open the installed postcode directory, or the user's own ONSPD or NSPL file instead.

    Args:
        onspd: a CSV file of the ONS Postcode Directory or the National Statistics Postcode
            Lookup, of any vintage, or the zip archive it comes in.
        announce: called with a sentence before work that takes seconds.
        points: whether `easting` and `northing` are wanted; without them it opens sooner.

    Raises:
        DirectoryError: the package is missing or broken, or the user's file does not fit.
    """
    if onspd is not None:
        postcodes, edition, notice = read_user_directory(onspd, announce)
        return Directory(postcodes, edition, LICENCE, onspd.name, notice)
    postcodes, notice = _installed_postcodes(announce, points=points)
    return Directory(postcodes, package_edition(), LICENCE, "installed package", notice)


def has_northern_ireland(keys: pl.Series) -> bool:
    """Whether any postcode, spaced or not, is of Northern Ireland: then show BT_NOTICE."""
    return bool(keys.str.starts_with("BT").any())


def cache_file() -> Path:
    """Where the decoded directory is kept: the user's cache folder, or $SPENDAUDIT_CACHE."""
    folder = os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_path(
        "spendaudit", appauthor=False
    )
    return Path(folder) / f"postcodes-{package_version()}-{FORMAT}.arrow"


def _installed_postcodes(
    announce: Callable[[str], None] | None, *, points: bool
) -> tuple[pl.DataFrame, str]:
    kept = cache_file()
    postcodes = _read_kept(kept, points=points)
    if postcodes is not None:
        return postcodes, ""
    if announce:
        announce(ANNOUNCEMENT)
    postcodes = decode_package()
    try:
        _keep(postcodes, kept)
    except OSError as error:
        return postcodes, (
            f"The postcode directory could not be kept in {kept.parent} ({error.strerror}), "
            f"so it is prepared again each time; set {CACHE_VARIABLE} to a folder that can be written."
        )
    return postcodes, ""


def _read_kept(kept: Path, *, points: bool = True) -> pl.DataFrame | None:
    """The table in a cache file, or None where there is none or it is not whole.

    The file is a checksum of four bytes and an Arrow file. Polars panics on some broken files
    and reads others wrongly; a wrong district would be worse than either.
    """
    try:
        content = memoryview(kept.read_bytes())
    except OSError:
        return None
    if zlib.crc32(content[4:]).to_bytes(4, "big") != content[:4]:
        return None
    columns = None if points else ["key", "district", "mail_centre"]
    return pl.read_ipc(BytesIO(content[4:]), columns=columns)


def _keep(postcodes: pl.DataFrame, kept: Path) -> None:
    """Write the cache file beside its place and move it there, so that no reader sees half of it."""
    arrow = BytesIO()
    # zstd: 16 MB and 0.1 s to load; lz4 has twice the size, uncompressed 72 MB, and neither is
    # faster once the checksum is counted.
    postcodes.write_ipc(arrow, compression="zstd")
    content = arrow.getbuffer()
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix=kept.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(zlib.crc32(content).to_bytes(4, "big"))
            part.write(content)
        Path(name).replace(kept)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
