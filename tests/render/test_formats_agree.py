"""One audit in every format: each figure of each table is the same in all of them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import polars as pl
import pytest

from render.pages import Element, named, parsed
from render.workbook_contents import Written, read_workbook
from spendaudit.audit import Request, audit
from spendaudit.formulas import neutral
from spendaudit.measures.payments import payments_of
from spendaudit.render.delimited import report_as_csv
from spendaudit.render.frames import frame_as
from spendaudit.render.html import report_as_html
from spendaudit.render.json_report import report_as_json
from spendaudit.render.markdown import escaped, page_as_markdown, report_as_markdown
from spendaudit.render.package import report_as_package
from spendaudit.render.report_workbook import report_as_workbook
from spendaudit.render.tables import report_tables
from spendaudit.render.terminal import report_as_text
from spendaudit.report.compose import compose
from spendaudit.report.detailed import with_details
from spendaudit.report.figures import for_people, for_programs, pounds
from spendaudit.report.plain import in_plain_words, of_every_hundred, rounded
from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from spendaudit.report.values import Cell, Report, Section, Table

BESIDE_THE_SECTIONS = ("headline", "files", "manifest")
"""Tables of a workbook and a folder that the others tell in other words."""
STAY = (Kind.MONEY, Kind.RATIO)
"""Figures that no terminal is too narrow for."""


@dataclass(frozen=True)
class Made:
    """One audit in every format.

    Attributes:
        report: as a plain value.
        payments: every payment.
        content: the JSON.
        book: the workbook, with the payments.
        files: the folder, with the payments.
        flat: the lines of the one CSV.
        page: the elements of the page of HTML.
        markdown: the lines of the Markdown.
        terminal: the lines of a terminal, each table by its key.
    """

    report: Report
    payments: pl.DataFrame
    content: dict[str, object]
    book: Written
    files: dict[str, bytes]
    flat: list[dict[str, str]]
    page: list[Element]
    markdown: list[str]
    terminal: dict[str, list[str]]


@pytest.fixture(scope="module")
def made(sample: Path) -> Made:
    # Two years for what changed, and a file with rows set aside, redactions and notices.
    names = ["preston-sample-2023-24.csv", "preston-sample-2024-25.csv", "messy.csv"]
    found = audit(Request([sample / name for name in names], area="Preston", points=True))
    report = with_details(compose(found, "spend.csv"), found)
    payments = payments_of(found)
    return Made(
        report,
        payments,
        json.loads(report_as_json(report)),
        read_workbook(report_as_workbook(report, payments=payments)),
        report_as_package(report, payments=payments),
        list(csv.DictReader(StringIO(report_as_csv(report)))),
        parsed(report_as_html(report)),
        report_as_markdown(report, ("all",)).splitlines(),
        {
            one.key: report_as_text(report, (one.key,), 200).splitlines()
            for one in report_tables(report)
        },
    )


def filled(report: Report) -> Iterator[tuple[Section, Table]]:
    for section in report_tables(report):
        if section.table is not None and section.table.rows:
            yield section, section.table


def in_words(table: Table, row: Sequence[Cell]) -> list[str]:
    """The cells of a row as a person reads them, without those that are blank."""
    cells = [for_people(cell, one.kind) for cell, one in zip(row, table.columns, strict=True)]
    return [cell for cell in cells if cell]


def follow_each_other(parts: Sequence[str], line: str) -> bool:
    at = 0
    for part in parts:
        found = line.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def test_json_has_every_table(made: Made) -> None:
    sections = {one["key"]: one["rows"] for one in made.content["sections"]}  # type: ignore[attr-defined]
    sections |= {"tiers": made.content["tiers"], "placed-by": made.content["placed_by"]}
    tables = dict(filled(made.report))
    assert len(tables) > 15
    for section, table in tables.items():
        if section.key in BESIDE_THE_SECTIONS:
            continue
        expected = [
            {
                one.key: for_programs(cell, one.kind)
                for cell, one in zip(row, table.columns, strict=True)
            }
            for row in table.rows
        ]
        assert sections[section.key] == expected, section.key


def written_out(cell: Cell, kind: Kind) -> str:
    one = for_programs(cell, kind)
    return "" if one is None else str(one)


def test_csv_has_every_figure_alone_and_in_one(made: Made) -> None:
    for section, table in filled(made.report):
        text = made.files[f"{section.key}.csv"].decode()
        headings, *rows = list(csv.reader(StringIO(text)))
        assert headings == [column.key for column in table.columns]
        expected = [
            [
                neutral(cell) if isinstance(cell, str) else written_out(cell, column.kind)
                for cell, column in zip(row, table.columns, strict=True)
            ]
            for row in table.rows
        ]
        assert rows == expected, section.key
        if section.key not in BESIDE_THE_SECTIONS:
            lines = [line for line in made.flat if line["section"] == section.key]
            assert [[line["label"], *(line[key] for key in headings[1:])] for line in lines] == rows


def test_a_workbook_has_every_figure(made: Made) -> None:
    for section, table in filled(made.report):
        sheet = made.book.table(section.key.replace("-", " ").capitalize())
        assert len(sheet) == len(table.rows), section.key
        for row, cells in zip(table.rows, sheet, strict=True):
            for cell, written in zip(row, cells, strict=True):
                match cell:
                    case Decimal():
                        assert Decimal(f"{written:.2f}") == cell
                    case float() | int():
                        assert written == pytest.approx(cell, rel=1e-14)
                    case str():
                        assert (written or "") == cell
                    case None:
                        assert written is None


def test_the_page_has_every_figure(made: Made) -> None:
    tables = {
        caption.text: [row.text for row in rows_of(table)]
        for table in named(made.page, "table")
        for caption in table.children
        if caption.tag == "caption"
    }
    for section, table in filled(made.report):
        if section.key in BESIDE_THE_SECTIONS:
            continue
        closing = [table.total] if table.total else []
        _, *rows = tables[section.title]
        assert len(rows) == len(table.rows) + len(closing)
        for row, line in zip([*table.rows, *closing], rows, strict=True):
            assert follow_each_other(in_words(table, row), line), (section.key, line)


def rows_of(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag == "tr":
            yield child
        else:
            yield from rows_of(child)


def test_markdown_has_every_figure(made: Made) -> None:
    for section, table in filled(made.report):
        if section.key in BESIDE_THE_SECTIONS:
            continue
        at = made.markdown.index(f"## {escaped(section.title)}") + 4
        for row, line in zip(table.rows, made.markdown[at:], strict=False):
            cells = [
                escaped(text) if isinstance(cell, str) else text
                for cell, column in zip(row, table.columns, strict=True)
                if (text := for_people(cell, column.kind))
            ]
            assert follow_each_other(cells, line), (section.key, line)


def test_a_terminal_has_every_amount_whole(made: Made) -> None:
    for section, table in filled(made.report):
        if section.key in BESIDE_THE_SECTIONS:
            continue
        lines = iter(made.terminal[section.key])
        for row in table.rows:
            figures = [
                for_people(cell, column.kind)
                for cell, column in zip(row, table.columns, strict=True)
                if column.kind in STAY
            ]
            first = for_people(row[0], table.columns[0].kind)[:12]
            assert any(
                line.startswith(first) and follow_each_other(figures, line) for line in lines
            ), (section.key, row)


def test_every_format_tells_the_headline_and_its_range(made: Made) -> None:
    report = made.report
    total, local = report.total, report.local
    assert (made.content["total"], made.content["local"]["amount"]) == (  # type: ignore[index]
        f"{total:.2f}",
        f"{local.amount:.2f}",
    )
    (summary,) = (
        line for line in made.flat if (line["section"], line["label"]) == ("summary", "local")
    )
    written = made.book.table("Headline")[0]
    for at, key in enumerate(("share", "low", "high", "share_of_placed"), start=3):
        share = getattr(local, key)
        assert made.content["local"][key] == share  # type: ignore[index]
        assert float(summary[key]) == share
        assert written[at] == pytest.approx(share, rel=1e-14)
    texts = [
        "\n".join(made.markdown),
        " ".join(" ".join(made.terminal["tiers"]).split()),
        " ".join(" ".join(one.text for one in made.page if one.tag == "body").split()),
    ]
    for text in texts:
        assert report.headline in text.replace("\\", "")


def test_plain_words_have_the_figures_rounded(made: Made) -> None:
    report = made.report
    text = page_as_markdown(in_plain_words(report)).replace("\\", "")
    shares = [
        report.local.share,
        report.local.low,
        report.local.high,
        report.local.share_of_placed,
        float(report.local.unplaced) / float(report.total),
        report.influenceable.share,
    ]
    for share in shares:
        assert share is not None
        assert of_every_hundred(share) in text
        assert of_every_hundred(share) == pounds(Decimal(f"{share * 100:.2f}"))
    assert f"{rounded(report.total)} in all" in text
    assert f"{report.payments:,} payments to {report.suppliers:,} suppliers" in text


def test_payments_add_up_to_the_figures_in_every_format(made: Made) -> None:
    parquet = pl.read_parquet(BytesIO(bytes(frame_as(made.payments, {}, "parquet"))))  # type: ignore[arg-type]
    folder = pl.read_csv(BytesIO(made.files["payments.csv"]), infer_schema=False)
    sheet = made.book.table("Payments")
    headings = made.book.tables["Payments"][1]
    for amounts in (
        parquet["amount"].to_list(),
        [Decimal(cell) for cell in folder["amount"]],
        [Decimal(f"{row[headings.index('£')]:.2f}") for row in sheet],
    ):
        assert len(amounts) == made.report.payments
        assert sum(amounts) == made.report.total
    for tier, amount in ((row[0], row[1]) for row in made.report.tiers.rows):
        at_home = parquet.filter(pl.col("tier") == tier)["amount"].sum()
        assert at_home == amount
    described = json.loads(made.files["datapackage.json"])["resources"][-1]
    assert [one["name"] for one in described["schema"]["fields"]] == folder.columns
    assert described["bytes"] == len(made.files["payments.csv"])
