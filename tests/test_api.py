"""What `import spendaudit` gives: an audit, its frames, its report, and nothing heavy before that."""

from __future__ import annotations

import builtins
import doctest
import json
import re
import subprocess
import sys
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import polars as pl
import pytest

import spendaudit as sa
from line import paid, table
from session_runner import ROOT
from spendaudit.audit import Request

if TYPE_CHECKING:
    from pathlib import Path

PAID = (
    paid("A Ltd", "PR1 2RL", "1,000.00"),
    paid("<b>B</b> & Co", "LS1 1UR", "2,000.50"),
    paid("C Ltd", "", "500.00"),
)


class _Frames(HTMLParser):
    """The attributes of each frame of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.found.append(dict(attrs))


@pytest.fixture
def audited(tmp_path: Path) -> sa.Audited:
    return sa.audit(table(tmp_path, PAID), area="Preston", use_registers=False)


def test_what_the_readme_shows_of_python_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```pycon\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert blocks
    said: list[str] = []
    for block in blocks:
        example = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
        assert doctest.DocTestRunner().run(example, out=said.append).failed == 0, "".join(said)


def test_the_readme_lists_every_public_name() -> None:
    listed = (ROOT / "README.md").read_text("utf-8").partition("### From Python")[2]
    for name in set(sa.__all__) - {"__version__"}:
        assert f"| `{name}" in listed, name
        assert name in dir(sa)
    for one in (sa.Audited, sa.AuditReport):
        public = [name for name in vars(one) if not name.startswith("_")]
        row = next(line for line in listed.splitlines() if line.startswith(f"| `{one.__name__}`"))
        assert [name for name in public if f"`{name}" not in row] == []


def test_the_package_loads_nothing_heavy_until_it_is_asked() -> None:
    script = (
        "import sys, spendaudit as sa; first = 'polars' in sys.modules; "
        "from spendaudit.audit import Request; print(first, callable(sa.audit), sa.audit.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["False", "True", "spendaudit.api"]


def test_the_function_and_the_module_of_one_name_do_not_meet() -> None:
    assert Request.__module__ == "spendaudit.audit"
    assert callable(sa.audit)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        getattr(sa, "nonsense")  # noqa: B009


def test_an_audit_gives_its_tables_as_frames(audited: sa.Audited) -> None:
    assert (audited.area, audited.area_code) == ("Preston", "E07000123")
    assert audited.payments["amount"].to_list() == [
        Decimal("1000.00"),
        Decimal("2000.50"),
        Decimal("500.00"),
    ]
    assert audited.suppliers["supplier"].to_list() == ["<b>B</b> & Co", "A Ltd", "C Ltd"]
    assert audited.set_aside.columns == ["file", "line", "reason", "amount", "text"]
    assert "3 payments to 3 suppliers" in repr(audited)


def test_the_tables_of_a_report_are_those_of_its_json(audited: sa.Audited) -> None:
    report = audited.report()
    content = json.loads(report.json())
    tables = {one["key"]: one["rows"] for one in content["sections"] if one["rows"]}
    tables |= {"tiers": content["tiers"], "placed-by": content["placed_by"]}
    filled = {name for name, frame in report.tables.items() if frame.height}
    assert set(tables) == filled - {"headline", "files", "manifest"}
    for key, rows in tables.items():
        frame = report.tables[key].with_columns(
            pl.selectors.decimal().cast(pl.String), pl.selectors.date().cast(pl.String)
        )
        assert frame.to_dicts() == rows, key
    assert report.values.total == Decimal("3500.50")
    assert report.headline in " ".join(repr(report).split())
    assert report.headline in report.markdown().replace("\\", "")
    assert report.plain().startswith("# Preston, 3 April 2024: in plain words\n")


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(audited: sa.Audited) -> None:
    report = audited.report()
    shown = report._repr_html_()
    (frame,) = _Frames(shown).found
    page = frame["srcdoc"] or ""
    assert page.replace('<base href="about:srcdoc">', "", 1) == report.html()
    assert page.index("<base ") < page.index("Content-Security-Policy")
    assert "allow-same-origin" not in (frame["sandbox"] or "")
    assert shown.count("<") == 2


def test_within_a_notebook_a_report_is_still_its_own_text(
    audited: sa.Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = repr(audited.report())
    # What Rich takes for a notebook: there it shows what it writes, a second time beside the page.
    shell = type("ZMQInteractiveShell", (), {})
    monkeypatch.setattr(builtins, "get_ipython", shell, raising=False)
    assert repr(audited.report()) == outside


def test_individuals_stay_nameless_where_that_is_asked(tmp_path: Path) -> None:
    spend = table(tmp_path, [paid("Mrs Ada Quillfeather", "PR1 2RL"), paid("A Ltd", "PR1 2RL")])
    audited = sa.audit(spend, area="Preston", use_registers=False, hide_individuals=True)
    report = audited.report()
    frames = (audited.payments, audited.suppliers, *report.tables.values())
    written = [report.html(), report.json(), *(one.write_json() for one in frames)]
    assert [one for one in written if "quillfeather" in one.lower()] == []
    assert audited.payments["supplier"].to_list() == ["(an individual)", "A Ltd"]


def test_a_profile_and_columns_count_as_on_the_command_line(tmp_path: Path) -> None:
    spend = table(tmp_path, [("A Ltd", "1.00", "2.00")], ("Supplier", "Net", "Gross"))
    profile = tmp_path / "council.toml"
    profile.write_text('area = "Preston"\n[columns]\namount = "Gross"\n')
    by_profile = sa.audit([str(spend)], profile=profile)
    assert by_profile.report().values.total == Decimal("2.00")
    by_hand = sa.audit(spend, profile=profile, area="Leeds", columns={"amount": "Net"})
    assert (by_hand.area, by_hand.report().values.total) == ("Leeds", Decimal("1.00"))
    with pytest.raises(ValueError, match="no column means 'sum'"):
        sa.audit(spend, columns={"sum": "Net"})


def test_an_error_says_in_a_traceback_what_to_try(tmp_path: Path) -> None:
    with pytest.raises(sa.SpendAuditError) as raised:
        sa.audit(tmp_path / "nothing.csv")
    assert raised.value.try_next in raised.value.__notes__
