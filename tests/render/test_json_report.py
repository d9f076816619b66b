from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from render.literal_reports import EMPTY, EVERY, HOSTILE, HOSTILE_NAMES, ORDINARY
from spendaudit.render.json_report import report_as_json

if TYPE_CHECKING:
    from spendaudit.report.values import Report

KEYS = [
    "version",
    "area",
    "area_from",
    "period",
    "headline",
    "files",
    "rows",
    "payments",
    "set_aside",
    "suppliers",
    "total",
    "tiers",
    "local",
    "influenceable",
    "placed_by",
    "placed_share",
    "caveats",
    "sections",
    "sources",
    "next_steps",
    "unread",
    "overlaps",
    "manifest",
    "ledger",
]


def read(report: Report) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(report_as_json(report))
    return content


@pytest.mark.parametrize("name", EVERY)
def test_the_keys_are_a_contract(name: str) -> None:
    content = read(EVERY[name])
    assert list(content) == KEYS
    assert list(content["area"]) == ["code", "name"]
    for file in content["files"]:
        assert list(file) == [
            "name",
            "sha256",
            "rows",
            "payments",
            "set_aside",
            "non_rows",
            "total",
            "columns",
            "encoding",
            "heading_line",
            "notices",
            "counted_in",
            "repeated",
        ]
    bounds = ["share", "low", "high", "share_of_placed", "unplaced", "doubtful"]
    assert list(content["local"]) == ["amount", *bounds]
    assert list(content["influenceable"]) == ["total", "local", *bounds]
    for tier in content["tiers"]:
        assert list(tier) == ["tier", "amount", "share", "suppliers", "payments"]
    for rung in content["placed_by"]:
        assert list(rung) == ["rung", "amount", "share", "suppliers"]
    for caveat in content["caveats"]:
        assert list(caveat) == ["key", "text", "amount", "try"]
    for section in content["sections"]:
        assert list(section)[:4] == ["key", "title", "left_out", "rows"]


@pytest.mark.parametrize("name", ["ordinary", "huge", "nothing placed"])
def test_tiers_add_up_to_the_total(name: str) -> None:
    content = read(EVERY[name])
    amounts = [tier["amount"] for tier in content["tiers"]]
    assert all(isinstance(amount, str) for amount in amounts)
    assert sum(map(Decimal, amounts)) == Decimal(content["total"])


def test_the_values_of_an_ordinary_report() -> None:
    content = read(ORDINARY)
    assert content["area"] == {"code": "E07000123", "name": "Preston"}
    assert content["period"] == {"from": "2024-04-01", "to": "2025-03-31"}
    assert content["local"] == {
        "amount": "15349000.07",
        "share": 0.31895151,
        "low": 0.302,
        "high": 0.376,
        "share_of_placed": 0.3383,
        "unplaced": "2750418.00",
        "doubtful": "818096.13",
    }
    assert content["caveats"][0]["amount"] is None
    assert content["caveats"][0]["try"] == "spendaudit set-aside preston-2024-25.csv"
    months = content["sections"][1]
    assert months["rows"][1] == {"month": "2024-05-01", "amount": "0.00", "share": None}
    dropped = content["sections"][2]
    assert dropped == {
        "key": "departments",
        "title": "Local share by department",
        "left_out": "no column names a department",
        "rows": [],
    }


def test_an_empty_report_has_nulls_and_no_made_up_figures() -> None:
    content = read(EMPTY)
    assert content["period"] is None
    assert content["placed_share"] is None
    assert content["local"]["share"] is None
    assert content["tiers"] == []


def test_names_come_back_as_they_were_spelt() -> None:
    rows = read(HOSTILE)["sections"][0]["rows"]
    assert [row["supplier"] for row in rows] == list(HOSTILE_NAMES)


def test_the_text_holds_no_character_that_drives_a_screen() -> None:
    text = report_as_json(HOSTILE)
    assert all(mark.isprintable() for mark in text.replace("\n", ""))
    assert text.endswith("}\n")
    assert report_as_json(HOSTILE) == text
    assert "Café Nuñez" in report_as_json(ORDINARY)
