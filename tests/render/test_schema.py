from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from render.literal_reports import EVERY, ORDINARY
from session_runner import ROOT, steps_of
from spendaudit.render.json_report import report_as_json, report_schema

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

Json: TypeAlias = Any
SCHEMA: dict[str, Any] = json.loads(report_schema())


def strict(schema: Json) -> Json:
    """The schema without its leave to add keys: what we write today is described in it."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(one) for key, one in schema.items()}
    is_open = "additionalProperties" not in schema or schema.get("allOf")
    if schema.get("type") == "object" and "properties" in schema and is_open:
        closed.pop("additionalProperties", None)
        closed["unevaluatedProperties"] = False
    return closed


def strict_schema() -> dict[str, Any]:
    schema: dict[str, Any] = strict(deepcopy(SCHEMA))
    # The figures are a part of a row, which is closed as a whole; a closing line has its label.
    del schema["$defs"]["figures"]["unevaluatedProperties"]
    return schema


CHECK = Draft202012Validator(strict_schema(), format_checker=FormatChecker())


def wrong_with(content: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:300]}" for error in CHECK.iter_errors(content)]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator.check_schema(strict_schema())


@pytest.mark.parametrize("name", [name for name in EVERY if name != "hostile"])
def test_every_literal_report_fits(name: str) -> None:
    content = json.loads(report_as_json(EVERY[name]))
    for section in content["sections"]:
        # Columns that only the literal reports have.
        for row in section["rows"]:
            row.pop("place", None)
            row.pop("last_paid_on", None)
    assert not wrong_with(content)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("total",), 12.5),
        (("total",), "1,234.00"),
        (("local", "share"), "0.3"),
        (("rows",), -1),
        (("period", "from"), "1 April 2024"),
        (("files", 0, "sha256"), "unknown"),
        (("tiers", 0, "amount"), 1.5),
        (("sections", 1, "rows", 0, "month"), "Apr 2024"),
        (("headline",), None),
    ],
)
def test_another_form_of_a_value_does_not_fit(path: tuple[str | int, ...], value: object) -> None:
    content = json.loads(report_as_json(ORDINARY))
    *way, last = path
    inner = content
    for step in way:
        inner = inner[step]
    inner[last] = value
    assert wrong_with(content)
    assert list(Draft202012Validator(SCHEMA).iter_errors(content)), "nor for a reader of today"


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_every_key_is_needed(key: str) -> None:
    content = json.loads(report_as_json(ORDINARY))
    del content[key]
    assert list(Draft202012Validator(SCHEMA).iter_errors(content))


def test_the_command_line_prints_it_without_a_file(spendaudit: Run) -> None:
    done = spendaudit("report", "--schema")
    assert done.returncode == 0
    assert json.loads(done.stdout) == SCHEMA


def test_reports_of_the_sample_council_fit(spendaudit: Run, sample: Path) -> None:
    years = sorted(sample.glob("preston-*.csv"))
    for files in ([years[1]], years, [sample / "messy.csv", "--area", "Preston"]):
        done = spendaudit("report", *files, "-f", "json")
        assert not wrong_with(json.loads(done.stdout)), done.stderr


def test_reports_that_the_sessions_make_fit(spendaudit: Run) -> None:
    made = []
    for session in sorted((ROOT / "tests" / "sessions").glob("*.md")):
        for step in steps_of(session.read_text("utf-8")):
            words = step.command.split("|")[0].split(">")[0].split()
            if words[:2] == ["spendaudit", "report"] and "json" in words and not step.status:
                given = (ROOT / "tests/files/preston.csv").read_bytes() if "-" in words else b""
                folder = ROOT / "tests" if "files/" in step.command else ROOT / "sample_data"
                done = spendaudit(
                    *words[1 : words.index("<") if "<" in words else None], given=given, cwd=folder
                )
                if done.returncode or not done.stdout:  # it needs what its session made before
                    continue
                made.append(words)
                assert not wrong_with(json.loads(done.stdout)), step.command
    assert len(made) >= 4


@pytest.mark.parametrize(
    "name",
    [
        "lancashire-fire-rescue",
        "hyndburn-bc",
        "department-for-transport",
        "ministry-of-justice",
    ],
)
def test_reports_of_real_files_fit(spendaudit: Run, shared: Path, name: str) -> None:
    folder = shared / "spend" / name
    if not folder.is_dir():
        pytest.skip(f"no real files at {folder}")
    done = spendaudit("report", folder, "--area", "Preston", "-f", "json")
    assert not wrong_with(json.loads(done.stdout)), done.stderr
