"""A report that is read back: what a report says is kept to the letter, anything else is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from render.literal_reports import EVERY, ORDINARY
from spendaudit.errors import InputError
from spendaudit.render.delimited import page_as_csv
from spendaudit.render.json_report import page_as_json, report_as_json
from spendaudit.render.markdown import page_as_markdown
from spendaudit.render.report_workbook import page_as_workbook
from spendaudit.report.found_again import needs_of
from spendaudit.report.kept import is_report, read_report
from spendaudit.report.reports_compared import reports_compared

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITTEN = report_as_json(ORDINARY)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


def places(
    value: dict[str, Any] | list[Any], here: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Where every value inside another one is."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in inside:
        yield (*here, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*here, key))


PLACES = list(places(json.loads(WRITTEN)))


@pytest.mark.parametrize("name", EVERY)
def test_every_report_is_read_back_as_it_was_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(report_as_json(EVERY[name]), encoding="utf-8")
    assert is_report(path)
    assert read_report(path).content == json.loads(path.read_text("utf-8"))


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PLACES), ANY_JSON, st.booleans())
def test_a_report_with_another_value_is_refused_or_can_be_used(
    place: tuple[str | int, ...], value: object, dropped: bool
) -> None:
    content = json.loads(WRITTEN)
    *way, last = place
    inner = content
    for step in way:
        inner = inner[step]
    if dropped:
        del inner[last]
    else:
        inner[last] = value
    with TemporaryDirectory() as folder:
        path, other = Path(folder, "a.json"), Path(folder, "b.json")
        path.write_text(json.dumps(content), encoding="utf-8")
        other.write_text(WRITTEN, encoding="utf-8")
        try:
            kept = read_report(path)
        except InputError:
            return
        whole = read_report(other)
    if kept.content["area"]["code"] == whole.content["area"]["code"]:
        assert reports_compared(kept, whole).page.sections
        assert reports_compared(whole, kept).page.sections
    with suppress(InputError):
        assert needs_of(kept) is not None


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\x00",
        b"\xff\xfe{}",
        b"{}",
        b"[]",
        b"null",
        b'{"version": 1}',
        b'{"a": 1, "a": 1}',
        b'{"a": Infinity}',
        b'{"a": -1e400}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
        WRITTEN.encode()[:-3],
        WRITTEN.encode().replace(b'"total": "48123301.80"', b'"total": 48123301.80'),
        WRITTEN.encode().replace(b'"sha256": "9f', b'"sha256": "9F'),
        WRITTEN.encode().replace(b'"from": "2024-04-01"', b'"from": "2024-02-30"'),
    ],
)
def test_what_is_no_report_is_refused_in_a_sentence(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(written)
    with pytest.raises(InputError, match=r"report\.json") as refused:
        read_report(path)
    assert refused.value.try_next
    assert len(refused.value.found) < 400


def test_a_report_is_told_from_spending(tmp_path: Path) -> None:
    (tmp_path / "spend.csv").write_text("Date,Supplier,Amount\n")
    (tmp_path / "kept").write_bytes(b"\xef\xbb\xbf \n" + WRITTEN.encode())
    assert not is_report(tmp_path / "spend.csv")
    assert not is_report(tmp_path)
    assert not is_report(Path("-"))
    assert is_report(tmp_path / "kept")
    assert is_report(tmp_path / "missing.json")


@pytest.mark.parametrize("name", EVERY)
def test_any_two_reports_are_held_against_each_other_in_every_format(
    name: str, tmp_path: Path
) -> None:
    kept = []
    for label in (name, "ordinary"):
        path = tmp_path / f"{label}.json"
        path.write_text(report_as_json(EVERY[label]), encoding="utf-8")
        kept.append(read_report(path))
    page, _ = reports_compared(*kept)
    tiers = next(one for one in page.sections if one.key == "tiers").table
    assert tiers is not None
    assert tiers.total is not None
    assert tiers.total[5] == ORDINARY.total - EVERY[name].total
    text = page_as_markdown(page) + page_as_csv(page) + page_as_json(page)
    assert all(mark.isprintable() for mark in text.replace("\n", ""))
    assert page_as_workbook(page)
