"""A postcode file of the user's own: ONSPD or NSPL, any vintage, as CSV or in its zip archive."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import DirectoryError
from spendaudit.places.area_table import districts, successor_codes
from spendaudit.places.deprivation import NEIGHBOURHOODS, RANKS, deprivation_of
from spendaudit.places.postcode_table import as_directory_table
from spendaudit.read.spool import spool_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from spendaudit.places.deprivation import Areas, Deprivation

COLUMNS = {
    "postcode": ("pcds", "pcd7", "pcd8", "pcd2", "pcd"),
    "district": (r"lad[0-9][0-9]cd", "oslaua", "laua"),
    "easting": ("oseast1m", "east1m"),
    "northing": ("osnrth1m", "north1m"),
}
"""Patterns of the headings that hold each meaning, the best first. Source: the ONSPD and NSPL
user guides from 2011 to 2025."""

MEMBER = re.compile(r"(?:^|/)Data/[^/]*_UK\.csv$", re.IGNORECASE)
"""The whole-country table inside the ONS archives, beside hundreds of others."""

LARGEST = 4 * 1024**3
"""Bytes; the table of November 2025 has 1.3 gigabytes."""

EXPECTED = (
    "try: the CSV of the ONS Postcode Directory or National Statistics Postcode Lookup "
    "from geoportal.statistics.gov.uk, or its zip archive"
)


class UserDirectory(NamedTuple):
    """What a user's postcode file holds.

    Attributes:
        postcodes: the directory table.
        edition: for reports, worked out from the file's name and its headings.
        notice: sentences about what of it cannot be used, or an empty text.
        deprivation: the tenths of its postcodes, where it or a table beside it tells them.
    """

    postcodes: pl.DataFrame
    edition: str
    notice: str
    deprivation: Deprivation | None


def read_user_directory(
    file: Path, announce: Callable[[str], None] | None = None, areas: Areas | None = None
) -> UserDirectory:
    """Read a postcode file of the user's own.

    Args:
        file: the CSV file, or the zip archive that holds it as Data/…_UK.csv.
        announce: called with a sentence before the file is read, which can take a minute.
        areas: a table of neighbourhoods with their tenths by deprivation.

    Raises:
        DirectoryError: the file is missing, is neither kind, or lacks a column.
    """
    if not file.is_file():
        raise DirectoryError(f"there is no postcode file {file}", EXPECTED)
    if announce:
        announce(f"Reading the postcodes of {file.name}")
    if not zipfile.is_zipfile(file):
        return _read_csv(file, file.name, areas)
    with spool_folder() as folder:
        extracted, name = _extract(file, folder)
        return _read_csv(extracted, name, areas)


def _extract(archive: Path, folder: Path) -> tuple[Path, str]:
    """Unpack the one table that is needed; a gigabyte goes through memory a piece at a time."""
    try:
        with zipfile.ZipFile(archive) as members:
            found = [name for name in members.namelist() if MEMBER.search(name)]
            if len(found) != 1:
                raise DirectoryError(
                    f"{archive.name} holds {len(found)} files named Data/…_UK.csv, not one",
                    EXPECTED,
                )
            if members.getinfo(found[0]).file_size > LARGEST:
                raise DirectoryError(
                    f"{found[0]} in {archive.name} is too large to be one", EXPECTED
                )
            table = folder / "postcodes.csv"
            with members.open(found[0]) as packed, table.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DirectoryError(f"{archive.name} cannot be unpacked: {error}", EXPECTED) from error
    return table, Path(found[0]).name


def _read_csv(file: Path, name: str, areas: Areas | None) -> UserDirectory:
    try:
        # Headings differ in case between vintages; every column is text, so nothing is guessed.
        lines = pl.scan_csv(file, infer_schema=False, encoding="utf8-lossy")
        headings = {heading: _tidy(heading) for heading in lines.collect_schema().names()}
        chosen = {meaning: _heading(meaning, headings, name) for meaning in COLUMNS}
        lsoas = [one for one, tidy in headings.items() if NEIGHBOURHOODS.fullmatch(tidy)]
        rank = next((one for one, tidy in headings.items() if RANKS.fullmatch(tidy)), None)
        # Texts of 2.7 million rows are read only where something is to be told from them.
        told_by = lsoas if areas else [rank] if rank else []
        grid = pl.col("easting", "northing").str.strip_chars().cast(pl.Float64, strict=False)
        rows = (
            lines.select(
                *told_by, **{meaning: pl.col(heading) for meaning, heading in chosen.items()}
            )
            .with_columns(pl.col("postcode", "district").str.strip_chars(), grid)
            .collect()
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0]
        raise DirectoryError(
            f"{name} cannot be read as a postcode file: {first}", EXPECTED
        ) from error
    _check_postcodes(rows["postcode"], name)
    vintage = re.search(r"[0-9][0-9]", _tidy(chosen["district"]))
    deprivation, ranks_notice = deprivation_of(rows, name, lsoas, rank, areas)
    notices = _unknown_districts(rows["district"]), ranks_notice
    return UserDirectory(
        as_directory_table(rows),
        _edition(name, vintage),
        " ".join(notice for notice in notices if notice),
        deprivation,
    )


def _tidy(heading: str) -> str:
    return heading.strip().strip('"\ufeff').lower()


def _heading(meaning: str, headings: dict[str, str], name: str) -> str:
    for pattern in COLUMNS[meaning]:
        for heading, tidy in headings.items():
            if re.fullmatch(pattern, tidy):
                return heading
    seen = ", ".join(heading for heading in list(headings)[:12] if heading.isprintable())
    raise DirectoryError(
        f"{name} has no column for the {meaning}: expected one of "
        f"{', '.join(COLUMNS[meaning]).replace('[0-9]', '9')}",
        EXPECTED,
        (f"Its headings begin: {seen}",) if seen else (),
    )


def _check_postcodes(postcodes: pl.Series, name: str) -> None:
    """A table whose postcode column holds something else would place nothing, in silence."""
    shape = r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? {0,2}[0-9][A-Za-z]{2}$"
    shaped = postcodes.head(1000).str.contains(shape).sum()
    if not shaped:
        raise DirectoryError(f"{name} has a postcode column without postcodes", EXPECTED)


def _edition(name: str, vintage: re.Match[str] | None) -> str:
    codes = f" (20{vintage[0]} codes)" if vintage else ""
    return f"{name}{codes}"


def _unknown_districts(codes: pl.Series) -> str:
    known = {"", *districts(), *successor_codes()}
    unknown = sorted(set(codes.drop_nulls().unique()) - known)
    if not unknown:
        return ""
    shown = ", ".join(unknown[:3]) + (" …" if len(unknown) > 3 else "")
    return (
        f"The area table does not have {len(unknown)} of the district codes in the postcode file "
        f"({shown}); their postcodes have no district here."
    )
