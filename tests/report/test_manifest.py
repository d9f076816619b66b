"""The manifest says what a report was made from, and nothing that changes from run to run."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from line import PRESTON, json_of, paid, table
from spendaudit.audit import Request, audit
from spendaudit.errors import SpendAuditError
from spendaudit.intake import Wanted
from spendaudit.profile import read_profile
from spendaudit.report.manifest import manifest_of, today

if TYPE_CHECKING:
    from pathlib import Path


def test_files_lists_and_profile_are_named_with_their_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "home of somebody"
    (folder / "2024").mkdir(parents=True)
    spend = [
        table(folder / "2024", [paid("Ribble Roofing", "", n)], name=f"{n}.csv") for n in (1, 2)
    ]
    creditors = folder / "creditors.csv"
    creditors.write_text(f"supplier,postcode\nRibble Roofing,{PRESTON}\n")
    written = b'\xef\xbb\xbfarea = "Preston"\r\ninfluenceable = ["grant"]\r\n'
    (folder / "p.toml").write_bytes(written)
    profile = read_profile(folder / "p.toml")
    found = audit(
        Request(
            files=spend,
            area="Preston",
            supplier_lists=[creditors],
            wanted=Wanted({"amount": "Amount"}, expected=profile.expected),
            rules=profile.rules,
            profile=profile,
        )
    )
    manifest = json.loads(json_of(found))["manifest"]
    assert [one["name"] for one in manifest["inputs"]] == ["1.csv", "2.csv"]
    for one, path in zip(manifest["inputs"], spend, strict=True):
        assert one["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert one["bytes"] == path.stat().st_size
        assert one["rows"] == one["payments"] + one["set_aside"] + sum(one["non_rows"].values())
    toml, listed = manifest["beside"]
    assert toml["text"].encode() == written
    assert toml["sha256"] == hashlib.sha256(written).hexdigest()
    assert listed["sha256"] == hashlib.sha256(creditors.read_bytes()).hexdigest()
    assert (toml["name"], listed["name"]) == ("p.toml", "creditors.csv")
    assert manifest["options"]["columns"] == {"amount": "Amount"}
    assert manifest["made_on"] is None
    assert "home of somebody" not in json.dumps(manifest)


def test_files_of_two_folders_keep_what_tells_them_apart(tmp_path: Path) -> None:
    for year in ("2023", "2024"):
        (tmp_path / year).mkdir()
        table(tmp_path / year, [paid("A", PRESTON, year)], name="april.csv")
    found = audit(Request(files=[tmp_path / "2023", tmp_path / "2024"], area="Preston"))
    names = [one.name.replace("\\", "/") for one in manifest_of(found).inputs]
    assert names == ["2023/april.csv", "2024/april.csv"]
    typed = found._replace(request=None)
    assert manifest_of(typed).inputs == manifest_of(found).inputs


def test_the_day_is_that_of_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1745971200")
    assert today() == date(2025, 4, 30)
    for wrong in ("yesterday", "1e9", "9" * 30, "²"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(SpendAuditError, match="no number of seconds"):
            today()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    before = datetime.now(UTC).date()
    assert before <= today() <= datetime.now(UTC).date()
