"""A report or a check as one JSON object, whose keys are a contract: none is renamed, more may be added.

Money is text in pounds with two decimals, so that no reader turns it into a float; shares are
fractions of 1; dates are ISO.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

from spendaudit.render import wording
from spendaudit.report.figures import exact, for_programs
from spendaudit.report.questions import EVERY_SECTION
from spendaudit.report.text import escaped_in_json
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from decimal import Decimal

    from spendaudit.report.checked import Check, FileCheck, Finding
    from spendaudit.report.file_accounts import FileAccount
    from spendaudit.report.ledger import Ledger, MonthSums
    from spendaudit.report.manifest import Manifest
    from spendaudit.report.values import Caveat, Cell, Page, Report, Retention, Section, Table

Json: TypeAlias = "str | int | float | Sequence[Json] | Mapping[str, Json] | None"


SCHEMA = "report.schema.json"


def report_schema() -> str:
    """The JSON Schema (draft 2020-12) that every report in JSON fits."""
    return files("spendaudit.render").joinpath("data", SCHEMA).read_text(encoding="utf-8")


def report_as_json(report: Report, sections: Collection[str] | None = None) -> str:
    """Write a report as JSON, always with the same keys in the same order.

    With `sections`, only those stand under `sections`; everything else stays.
    """
    wanted = (EVERY_SECTION,) if sections is None else sections
    chosen = [one for one in report.sections if wording.is_wanted(one, wanted)]
    content: dict[str, Json] = {
        "version": report.version,
        "area": {"code": report.area_code, "name": report.area_name},
        "area_from": report.area_from,
        "period": _period(report),
        "headline": report.headline,
        "files": [_file(file) for file in report.files],
        "rows": report.rows,
        "payments": report.payments,
        "set_aside": report.set_aside,
        "suppliers": report.suppliers,
        "total": exact(report.total),
        "tiers": _rows(report.tiers),
        "local": {"amount": exact(report.local.amount), **_range(report.local)},
        "influenceable": {
            "total": exact(report.influenceable.total),
            "local": exact(report.influenceable.amount),
            **_range(report.influenceable),
        },
        "placed_by": _rows(report.placed_by),
        "placed_share": _share(report.placed_share),
        "caveats": [_caveat(caveat) for caveat in report.caveats],
        "sections": [section_as_json(section) for section in chosen],
        "sources": report.sources,
        "next_steps": report.next_steps,
        "unread": [
            {"name": one.name, "found": one.found, "try": one.try_next} for one in report.unread
        ],
        "overlaps": _overlaps(report),
        "manifest": None if report.manifest is None else _manifest(report.manifest),
        "ledger": None if report.ledger is None else _ledger(report.ledger),
    }
    return as_json(content)


def check_as_json(check: Check) -> str:
    """Write what a check found, always with the same keys in the same order."""
    return as_json(
        {
            "version": check.version,
            "clean": check.is_clean,
            "files": [_checked_file(file) for file in check.files],
            "between": [_finding(finding) for finding in check.between],
        }
    )


def page_as_json(page: Page) -> str:
    """Write a page: its title, sentences and sections, the tables as rows by column."""
    return as_json(
        {
            page.key: page.title,
            "sentences": page.sentences,
            "sections": [section_as_json(section) for section in page.sections],
            "sources": page.sources,
        }
    )


def table_as_json(table: Table, note: str = "") -> str:
    """Write one table: its rows, each a mapping by column, and what it leaves out."""
    return as_json({"rows": _rows(table), "left_out": note})


def as_json(content: Json) -> str:
    """Write a value as JSON, characters that are not seen escaped."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    return escaped_in_json(text) + "\n"


def _checked_file(file: FileCheck) -> Json:
    why = file.unreadable
    return {
        "name": file.name,
        "sha256": file.sha256,
        "unreadable": None
        if why is None
        else {"found": why.found, "details": why.details, "try": why.try_next},
        "facts": {fact.key: fact.text for fact in file.facts},
        "findings": [_finding(finding) for finding in file.findings],
        "sections": [section_as_json(section) for section in file.sections],
    }


def _finding(finding: Finding) -> Json:
    return {
        "key": finding.key,
        "severity": finding.severity.value,
        "text": finding.text,
        "change": finding.change,
        "lines": finding.lines,
        "rows": finding.rows,
        "amount": None if finding.amount is None else exact(finding.amount),
    }


def _period(report: Report) -> Json:
    if report.period is None:
        return None
    first, last = report.period
    return {"from": first.isoformat(), "to": last.isoformat()}


def _file(file: FileAccount) -> Json:
    return {
        "name": file.name,
        "sha256": file.sha256,
        "rows": file.rows,
        "payments": file.payments,
        "set_aside": file.set_aside,
        "non_rows": file.non_rows,
        "total": exact(file.total),
        "columns": file.columns,
        "encoding": file.encoding,
        "heading_line": file.heading_line,
        "notices": file.notices,
        "counted_in": file.counted_in,
        "repeated": exact(file.repeated),
    }


def _overlaps(report: Report) -> dict[str, Json]:
    overlaps = report.overlaps
    return {
        "rows_in_doubt": overlaps.rows_in_doubt,
        "amount_in_doubt": exact(overlaps.amount_in_doubt),
        "found": [
            {
                "kind": one.kind,
                "counted_once": one.counted_once,
                "file": one.file,
                "others": one.others,
                "rows": one.rows,
                "amount": exact(one.amount),
                "from": one.period and one.period[0].isoformat(),
                "to": one.period and one.period[1].isoformat(),
                "only_here": _rows_and_amount(one.only_here),
                "only_there": _rows_and_amount(one.only_there),
                "doubt": one.doubt,
                "months": [f"{month:%Y-%m}" for month in one.months],
            }
            for one in overlaps.found
        ],
    }


def _manifest(manifest: Manifest) -> dict[str, Json]:
    options, day = manifest.options, manifest.made_on
    return {
        "version": manifest.version,
        "made_on": None if day is None else day.isoformat(),
        "options": {
            "area": options.area,
            "columns": options.columns,
            "sheets": options.sheets,
            "registers": options.registers,
            "hide_individuals": options.hide_individuals,
            "sections": options.sections,
        },
        "inputs": [
            {
                "name": one.name,
                "sheet": one.sheet or None,
                "sha256": one.sha256,
                "bytes": one.bytes,
                "rows": one.rows,
                "payments": one.payments,
                "set_aside": one.set_aside,
                "non_rows": one.non_rows,
                "total": exact(one.total),
            }
            for one in manifest.inputs
        ],
        "beside": [
            {
                "role": one.role,
                "name": one.name,
                "sha256": one.sha256,
                "bytes": one.bytes,
                "text": one.text or None,
            }
            for one in manifest.beside
        ],
        "tables": [
            {
                "key": one.key,
                "title": one.title,
                "edition": one.edition,
                "files": [
                    {"name": file.name, "sha256": file.sha256, "bytes": file.bytes}
                    for file in one.files
                ],
            }
            for one in manifest.tables
        ],
    }


def _ledger(ledger: Ledger) -> dict[str, Json]:
    return {
        "months": [_month(one) for one in ledger.months],
        "files": [{"file": one.file, **_month(one)} for one in ledger.of_files],
        "suppliers": [
            {
                "supplier": one.supplier,
                "tier": one.tier,
                "amount": exact(one.amount),
                "payments": one.payments,
                "purchases": one.purchases,
            }
            for one in ledger.suppliers
        ],
        "months_left_out": ledger.months_left_out,
        "suppliers_left_out": ledger.suppliers_left_out,
    }


def _month(sums: MonthSums) -> dict[str, Json]:
    return {
        "month": None if sums.month is None else sums.month.isoformat(),
        "payments": sums.payments,
        "amount": exact(sums.amount),
        "credits": exact(sums.credits),
    }


def _rows_and_amount(both: tuple[int, Decimal]) -> Json:
    rows, amount = both
    return {"rows": rows, "amount": exact(amount)}


def _range(retention: Retention) -> dict[str, Json]:
    return {
        "share": _share(retention.share),
        "low": _share(retention.low),
        "high": _share(retention.high),
        "share_of_placed": _share(retention.share_of_placed),
        "unplaced": exact(retention.unplaced),
        "doubtful": exact(retention.doubtful),
    }


def _caveat(caveat: Caveat) -> Json:
    return {
        "key": caveat.key,
        "text": caveat.text,
        "amount": None if caveat.amount is None else exact(caveat.amount),
        "try": caveat.try_next,
    }


def section_as_json(section: Section) -> Json:
    """Write a section; one that was dropped has no rows, and `left_out` says why."""
    content: dict[str, Json] = {
        "key": section.key,
        "title": section.title,
        "left_out": section.left_out,
        "rows": [] if section.table is None else _rows(section.table),
    }
    if section.table is None:
        return content
    if section.table.total is not None:
        content["total"] = _row(section.table, section.table.total)
    content["shares_of"] = {
        column.key: column.of for column in section.table.columns if column.kind is Kind.SHARE
    }
    if section.omitted is not None:
        content["omitted"] = [
            {"amount": exact(one.amount), "what": one.what} for one in section.omitted
        ]
    return content


def _rows(table: Table) -> list[Json]:
    return [_row(table, row) for row in table.rows]


def _row(table: Table, row: Sequence[Cell]) -> Json:
    return {
        column.key: for_programs(cell, column.kind)
        for column, cell in zip(table.columns, row, strict=True)
    }


def _share(fraction: float | None) -> Json:
    return for_programs(fraction, Kind.SHARE)
