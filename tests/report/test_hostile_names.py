"""A name in a file is a name, in every format: it runs nothing, hides nothing and moves nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from line import audit_of, table
from spendaudit.measures.payments import payments_of
from spendaudit.measures.suppliers import suppliers_of
from spendaudit.render.delimited import report_as_csv
from spendaudit.render.frames import frame_as
from spendaudit.render.html import report_as_html
from spendaudit.render.json_report import report_as_json
from spendaudit.render.markdown import report_as_markdown
from spendaudit.render.terminal import report_as_text
from spendaudit.report.compose import compose
from spendaudit.report.detailed import with_details

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.com";"x")',
    "+1+1",
    "-1-1",
    "@SUM(1)",
    "[bold]Loud[/bold] Ltd",
    "SMITH [/b] & CO",
    "\x1b[31mRed\x1b[0m Ltd",
    "\x1b]0;owned\x07 Ltd",
    "\u202edtL live\u202c",
    "zero\u200bwidth",
    "pipe | and ` and * and _ Ltd",
    "[link](http://example.com)",
    "![image](http://example.com/x.png)",
    "# Heading",
    "back\\slash",
    "x" * 10_000,
)
FORMULAS = "=+-@\t\r"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every command's answer in every text format, for a file whose every text is hostile."""
    heading = (
        "Body",
        "Date",
        "Supplier",
        "Department",
        "Category",
        "Purpose",
        "Postcode",
        "Amount",
    )
    rows = [
        ("Preston City Council", "03/04/2024", name, name, name, name, code, 100 + number)
        for code in ("PR1 2RL", "LS1 1UR", "")
        for number, name in enumerate(HOSTILE)
    ]
    folder = tmp_path_factory.mktemp("hostile")
    found = audit_of(table(folder, rows, heading), area=None)
    report = compose(found, "spend.csv")
    written = {
        "report table": report_as_text(report, {"all"}),
        "report markdown": report_as_markdown(report, {"all"}),
        "report json": report_as_json(report),
        "report csv": report_as_csv(report),
        "report html": report_as_html(with_details(report, found)),
    }
    frames: dict[str, pl.DataFrame] = {
        "payments": payments_of(found),
        "suppliers": suppliers_of(found),
    }
    for name, frame in frames.items():
        for form in ("table", "markdown", "json", "jsonl", "csv"):
            page = frame_as(frame, {}, form, limit=None)
            assert isinstance(page, str)
            written[f"{name} {form}"] = page
    return written


def unseen(page: str) -> list[str]:
    return [mark for mark in page if mark != "\n" and not mark.isprintable()]


def of(pages: dict[str, str], *forms: str) -> Iterable[tuple[str, str]]:
    return ((name, page) for name, page in pages.items() if name.split()[1] in forms)


def test_nothing_in_a_name_reaches_a_screen_unseen(pages: dict[str, str]) -> None:
    for name, page in of(pages, "table", "markdown", "html", "json", "jsonl"):
        assert not unseen(page), name


def test_markup_for_terminals_is_shown_as_it_stands(pages: dict[str, str]) -> None:
    assert "[bold]Loud[/bold] Ltd" in pages["report table"]
    assert "SMITH [/b] & CO" in pages["report table"]


def test_no_cell_of_a_csv_file_runs_as_a_formula(pages: dict[str, str]) -> None:
    for name, page in of(pages, "csv"):
        for row in csv.DictReader(io.StringIO(page)):
            texts = [
                cell
                for key, cell in row.items()
                if key in ("supplier", "label", "department", "category", "purpose", "spellings")
            ]
            assert not [cell for cell in texts if cell and cell[0] in FORMULAS], name


def test_no_tag_and_no_link_is_live_in_markdown(pages: dict[str, str]) -> None:
    for name, page in of(pages, "markdown"):
        assert not re.search(r"(?<!\\)<script", page), name
        assert not re.search(r"(?<!\\)\]\(http", page), name
        assert "\n# Heading" not in page, name


def test_no_tag_of_a_name_is_live_in_html(pages: dict[str, str]) -> None:
    for name, page in of(pages, "html"):
        assert page.count("<script") == page.count("</script>") == 1, name
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, name


def test_every_row_of_a_markdown_table_has_the_cells_of_its_heading(pages: dict[str, str]) -> None:
    for name, page in of(pages, "markdown"):
        cells = 0
        for line in page.splitlines():
            bars = line.replace("\\\\", "").replace("\\|", "").count("|")
            if line.startswith("|"):
                cells = cells or bars
                assert bars == cells, (name, line[:80])
            else:
                cells = 0


def test_programs_get_every_name_whole(pages: dict[str, str]) -> None:
    for line in pages["payments jsonl"].splitlines():
        assert json.loads(line)["supplier"] in HOSTILE
    assert {row["supplier"] for row in json.loads(pages["payments json"])} == set(HOSTILE)
    rows = csv.DictReader(io.StringIO(pages["payments csv"]))
    assert {row["supplier"].removeprefix("'") for row in rows} == set(HOSTILE)


def test_no_line_on_a_screen_is_longer_than_it_may_be(pages: dict[str, str]) -> None:
    for line in pages["report table"].splitlines():
        assert len(line) <= 80 or line.startswith(("  spendaudit ", "  # ")), line
    assert max(map(len, pages["report markdown"].splitlines())) < 1_000
