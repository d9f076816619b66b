from __future__ import annotations

import csv
import io
import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.audit import Request, audit
from spendaudit.errors import InputError
from spendaudit.intake import Wanted, clean_files
from spendaudit.profile import LARGEST, read_profile
from spendaudit.render.json_report import report_as_json
from spendaudit.render.profile_toml import profile_as_toml, toml_text
from spendaudit.report.compose import compose
from spendaudit.report.worked_out import worked_out

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.audit import Audit
    from spendaudit.intake import Cleaned
    from spendaudit.profile import Profile

DATES = "Date,Supplier,Amount\n{},A Ltd,5.00\n{},B Ltd,7.00\n"


def profile_of(
    cleaned: Cleaned, folder: Path, found: Audit | None = None, given: str | None = None
) -> Profile:
    path = folder / "made.toml"
    area, area_from = (found.area, found.area_from) if found else (None, "nobody")
    path.write_text(profile_as_toml(worked_out(cleaned, area, area_from, given)), encoding="utf-8")
    return read_profile(path)


def said(folder: Path, text: str) -> Profile:
    path = folder / "said.toml"
    path.write_text(text, encoding="utf-8")
    return read_profile(path)


def read(path: Path, profile: Profile) -> Cleaned:
    return clean_files([path], Wanted(profile.columns, expected=profile.expected))


@given(st.text())
def test_any_text_comes_back_from_toml(text: str) -> None:
    assert tomllib.loads(f"a = {toml_text(text)}") == {"a": text}


def test_half_a_character_does_not_break_toml() -> None:
    assert tomllib.loads(f"a = {toml_text(chr(0xD800))}") == {"a": "\ufffd"}


def test_what_is_not_seen_is_written_out() -> None:
    assert toml_text("a\u202eb\x00\n") == r'"a\u202Eb\u0000\u000A"'


HEADINGS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=40), max_size=4
)


@given(others=HEADINGS, name=st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_headings_come_back_from_a_profile_and_fit(
    others: list[str], name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("headings")
    table = io.StringIO()
    rows = [
        ["Date", "Supplier", "Amount", *others],
        ["2024-04-30", "A", "5.00", *["x"] * len(others)],
    ]
    csv.writer(table).writerows(rows)
    path = folder / "a.csv"
    path.write_bytes(table.getvalue().encode())
    try:
        cleaned = clean_files([path])
    except InputError:
        return
    profile = profile_of(cleaned, folder)
    heading = cleaned.readings[str(path)].heading
    assert profile.expected.headings == tuple(c.strip() for c in heading.cells if c.strip())
    again = read(path, profile)
    assert again.payments.equals(cleaned.payments)
    assert again.files[0].columns == cleaned.files[0].columns
    # The file's own name stands in a comment, and cannot end it.
    text = profile_as_toml(worked_out(cleaned, None, name))
    assert tomllib.loads(text).keys() <= {"headings", "columns", "encoding", "delimiter"}


def test_a_profile_of_a_real_file_changes_nothing_of_it(shared: Path, tmp_path: Path) -> None:
    every = sorted(path for path in (shared / "spend").rglob("*.*") if path.name != "index.csv")
    tried = 0
    for path in every[::5]:
        try:
            without = clean_files([path])
        except InputError:
            continue
        having = read(path, profile_of(without, tmp_path))
        assert having.payments.equals(without.payments), path
        assert having.set_aside.equals(without.set_aside), path
        assert having.files[0].columns == without.files[0].columns, path
        assert having.files[0].notices == without.files[0].notices, path
        tried += 1
    assert tried > 10


@pytest.mark.parametrize(
    "file",
    [
        "hyndburn-bc/December-2020.csv",
        "warwickshire-cc/all-jan-2013.csv",
        "windsor-maidenhead-rbc/wandm_supplier_payments_2009_q4-2.csv",
        "cefas/cefas-over-25k-1007.csv",
    ],
)
def test_a_report_with_its_profile_is_the_report_without(
    file: str, shared: Path, tmp_path: Path
) -> None:
    path = shared / "spend" / file
    area = "Allerdale" if file.startswith("cefas") else None
    without = audit(Request([path], area))
    profile = profile_of(without.cleaned, tmp_path, without, area)
    having = audit(
        Request([path], profile.area, wanted=Wanted(profile.columns, expected=profile.expected))
    )
    assert as_program_sees(having) == as_program_sees(without)


def as_program_sees(found: Audit) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(report_as_json(compose(found, "FILE")))
    # What was asked stands in both.
    return {key: value for key, value in content.items() if key not in ("area_from", "manifest")}


def test_two_columns_of_one_name_are_left_to_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Supplier,Amount,Amount\n2024-04-30,A Ltd,5.00,5.00\n")
    cleaned = clean_files([path])
    profile = profile_of(cleaned, tmp_path)
    assert "amount" not in profile.columns
    assert read(path, profile).payments.equals(cleaned.payments)


def days(cleaned: Cleaned) -> list[str]:
    return [str(day) for day in cleaned.payments["paid_on"]]


def test_a_profile_decides_dates_that_nothing_else_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(DATES.format("04/05/2024", "06/07/2024"))
    assert days(clean_files([path])) == ["2024-05-04", "2024-07-06"]
    american = read(path, said(tmp_path, 'dates = "month first"'))
    assert days(american) == ["2024-04-05", "2024-06-07"]
    assert american.files[0].notices == ("the dates were read month first: your profile says so",)


@pytest.mark.parametrize(
    ("first", "second", "order", "fits"),
    [
        ("25/05/2024", "04/05/2024", "month first", False),
        ("05/25/2024", "04/05/2024", "day first", False),
        ("25/05/2024", "05/26/2024", "month first", True),
        ("25/05/2024", "04/05/2024", "day first", True),
        ("2024-05-25", "2024-04-05", "month first", True),
    ],
)
def test_dates_that_prove_a_profile_wrong_are_refused(
    first: str, second: str, order: str, fits: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(DATES.format(first, second))
    profile = said(tmp_path, f'dates = "{order}"')
    if fits:
        assert len(days(read(path, profile))) == 2
        return
    with pytest.raises(InputError) as refusal:
        read(path, profile)
    assert first in refusal.value.found
    assert "said.toml" in refusal.value.found


def test_headings_in_another_order_still_fit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(DATES.format("2024-05-25", "2024-04-05"))
    profile = said(tmp_path, 'headings = ["AMOUNT", "Supplier ", "Date"]')
    assert read(path, profile).payments.height == 2


def test_a_settled_heading_that_has_gone_is_named_with_all_others(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(DATES.format("2024-05-25", "2024-04-05"))
    profile = said(tmp_path, 'headings = ["Date", "Supplier", "Net"]\n[columns]\namount = "Net"\n')
    with pytest.raises(InputError) as refusal:
        read(path, profile)
    assert refusal.value.details == ("gone: Net", "new: Amount")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = " + "[" * 5000, "nested too deeply"),
        ("# " + "x" * LARGEST, "too large"),
        ("headings = [1]", "headings has another form"),
        ("basis = 1", "basis has another form"),
        ('delimiter = "pipe"', "delimiter = 'pipe'"),
        ('[columns]\namuont = "Net"', "'amuont' is no meaning"),
    ],
)
def test_a_profile_that_cannot_be_one_is_refused(text: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=found) as refusal:
        said(tmp_path, text)
    assert refusal.value.try_next


def test_a_profile_is_of_one_file(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"Date,Supplier,Amount\n2024-04-30,{name} Ltd,5.00\n")
    with pytest.raises(InputError, match="holds 2 files, and a profile is of one"):
        worked_out(clean_files([tmp_path]), None, "")


def test_a_profile_changes_what_counts_as_a_purchase(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('influenceable = ["grant"]\n', encoding="utf-8")
    rules = read_profile(path).rules
    assert rules is not None
    assert rules.counted == {"grant"}
    path.write_text('area = "Preston"\n', encoding="utf-8")
    assert read_profile(path).rules is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('influenceable = ["taxes"]', "'taxes' is no reason"),
        ('rules = ["taxes"]', "rules has another form"),
        ('[[rules]]\nname = "x"', "does not have the fields of a rule"),
    ],
)
def test_rules_that_cannot_be_used_name_the_profile(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=found) as refusal:
        read_profile(path)
    assert str(path) in refusal.value.found
