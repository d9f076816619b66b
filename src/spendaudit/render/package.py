"""A report as a folder of CSV tables, with a Frictionless data package that describes them.

Data Package 2.0 and Table Schema 2.0: https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from spendaudit.read.folders import MADE_BY, PACKAGE
from spendaudit.render import wording
from spendaudit.render.delimited import table_as_csv
from spendaudit.render.payments import (
    KEY,
    TITLE,
    WHAT_THEY_ARE,
    payment_fields,
    payments_as_csv,
)
from spendaudit.render.tables import report_tables
from spendaudit.report.text import escaped_in_json, shown
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import polars as pl

    from spendaudit.report.values import Column, Report, Section

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

TYPES = {
    Kind.TEXT: ("string", ""),
    Kind.MONEY: ("number", "pounds, exact to the penny"),
    Kind.SHARE: ("number", "a fraction of 1"),
    Kind.COUNT: ("integer", ""),
    Kind.DISTANCE: ("number", "kilometres"),
    Kind.RATIO: ("number", ""),
    Kind.DATE: ("date", ""),
    Kind.MONTH: ("date", "the first day of the month"),
}
"""The type of a field in a Table Schema, and what its unit is."""

_LICENCE = {
    "name": "OGL-UK-3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "title": "Open Government Licence v3.0, of the postcode directory and the areas; the licence "
    "of the published files is their publisher's to say",
}


def report_as_package(
    report: Report,
    sections: Collection[str] | None = None,
    payments: pl.DataFrame | None = None,
) -> dict[str, bytes]:
    """Write each table of a report as CSV, without its closing total, and the payments if given.

    Returns:
        File names and their contents, `datapackage.json` first. A section without a table has no
        file; the description of the package says why.
    """
    tables = report_tables(report, sections)
    files = {
        f"{_name(section.key)}.csv": table_as_csv(section.table).encode("utf-8", "backslashreplace")
        for section in tables
        if section.table is not None
    }
    resources = [
        _resource(
            section.key, section.title, section.left_out, files, map(_field, section.table.columns)
        )
        for section in tables
        if section.table is not None
    ]
    if payments is not None:
        files[f"{KEY}.csv"] = payments_as_csv(payments)
        resources.append(
            _resource(KEY, TITLE, f"{WHAT_THEY_ARE}.", files, payment_fields(payments))
        )
    descriptor = {
        "$schema": PROFILE,
        "name": _name(f"spendaudit-{report.area_code}"),
        "title": shown(f"Spending of {wording.title(report)}"),
        "description": _description(report, tables),
        "version": report.version,
        MADE_BY: f"spendaudit {report.version}",
        "licenses": [_LICENCE],
        "sources": [
            *({"title": source} for source in report.sources),
            *({"title": file.name, "sha256": file.sha256} for file in report.files),
        ],
        "resources": resources,
    }
    text = json.dumps(descriptor, indent=2, ensure_ascii=False, allow_nan=False)
    return {PACKAGE: f"{escaped_in_json(text)}\n".encode(), **files}


def _description(report: Report, tables: tuple[Section, ...]) -> str:
    """What was found and what it leaves out, as Markdown."""
    lines = [report.headline, report.influenceable_line]
    lines += [f"- {wording.caveat_line(caveat)}" for caveat in report.caveats]
    lines += [f"- {section.title}: {section.left_out}" for section in tables if not section.table]
    lines.append("- A text that a spreadsheet would run as a formula has an apostrophe before it.")
    return "\n".join(line for line in lines if line)


def _resource(
    key: str,
    title: str,
    description: str,
    files: Mapping[str, bytes],
    fields: Iterable[dict[str, object]],
) -> dict[str, object]:
    name = _name(key)
    path = f"{name}.csv"
    described = {"description": description} if description else {}
    return {
        "name": name,
        "type": "table",
        "path": path,
        "title": title,
        **described,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
        "schema": {
            "fields": list(fields),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, object]:
    kind, unit = TYPES[column.kind]
    described = {"description": unit} if unit else {}
    return {"name": column.key, "type": kind, "title": column.heading, **described}


def _name(text: str) -> str:
    """A name as the standard asks for it, which is a safe file name too."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip(".-") or "table"
