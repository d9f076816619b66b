"""What `--version` says: everything a figure depends on, told without loading any of it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from pathlib import Path

from spendaudit import __version__
from spendaudit.places.installed_edition import package_edition
from spendaudit.report.editions import AREAS, AREAS_EDITION

PACKAGE = Path(__file__).parents[1]
TABLES = (".csv", ".toml", ".txt")
"""Endings of the tables that hold rules: what a heading, a payee, a name or an area is known by."""


def editions() -> str:
    """A line for the program and one each for postcodes, areas, rules and what it runs on.

    Raises:
        DirectoryError: the postcode directory is not installed.
    """
    tables = rule_tables()
    engine = importlib.metadata.version("polars")
    lines = (
        f"spendaudit {__version__}",
        f"postcodes: {package_edition()}",
        f"areas: {AREAS}, {AREAS_EDITION}",
        f"rules: {len(tables)} tables, SHA-256 {digest(tables)[:12]}",
        f"runs on: {platform.python_implementation()} {platform.python_version()}, polars {engine}",
    )
    return "\n".join(lines)


def rule_tables() -> list[Path]:
    """The tables that came with the program, sorted by room and name."""
    return sorted(one for one in PACKAGE.glob("*/data/*") if one.suffix in TABLES)


def digest(tables: list[Path]) -> str:
    """One SHA-256 of the names and the bytes of tables, the same on every machine."""
    whole = hashlib.sha256()
    for table in tables:
        content = table.read_bytes()
        whole.update(f"{table.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()
